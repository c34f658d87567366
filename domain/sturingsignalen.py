"""What deserves a look in the steering on a contract: terms, running kortingen, norms that are not met."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.contractomgeving import Signaal
from domain.contractsturing import (
    Afspraak,
    Constatering,
    Gesprek,
    Sanctie,
    Sturing,
    Stuuritem,
    Verbetertraject,
)
from domain.indicator import Indicatorstand
from domain.indicatordelen import Meting
from domain.sturingregels import SANCTIE_ZONDER_CONSTATERING
from domain.trajectdelen import Norm, Normrichting
from domain.waarden import schrijf_bedrag, schrijf_getal


class Stuurhandeling(StrEnum):
    """What a term asks for."""

    AFSPRAAK = "AFSPRAAK"
    """To keep an agreement, or to take the next step that a talk gave."""
    VERBETERTRAJECT = "VERBETERTRAJECT"
    """To put right what was found."""
    SANCTIE = "SANCTIE"
    """To be paid."""


@dataclass(frozen=True, kw_only=True)
class Stuurmoment:
    """A term: `code` tells those of one contract apart and stays the same when its day moves.

    `gedaan` says how it was closed, None while it is open; `plaats` is that of the fact which set it.
    """

    code: str
    handeling: Stuurhandeling
    wat: str
    uiterlijk: date
    plaats: int
    gedaan: str | None


def stuurmomenten(*, sturing: Sturing) -> Iterator[Stuurmoment]:
    """Give every term, those met included; of an agreement that repeats itself the one that comes now."""
    for item in sturing.items():
        if item.termijn is not None:
            code, handeling, wat = _wat(item)
            yield Stuurmoment(
                code=code,
                handeling=handeling,
                wat=wat,
                uiterlijk=item.termijn,
                plaats=item.plaats,
                gedaan=_gedaan(item),
            )


def _gedaan(item: Stuuritem) -> str | None:
    if item.is_open or item.afsluiting is None:
        return None
    return f"afgesloten op {item.afsluiting.ingangsdatum}: {_woord(item.afsluiting.uitkomst)}"


def _wat(item: Stuuritem) -> tuple[str, Stuurhandeling, str]:
    """Give code, act and words, without what not every reader sees."""
    nummer, dag = item.plaats, item.ingangsdatum
    match item:
        case Afspraak():
            wat = f"Afspraak {item.code} ({item.omschrijving})"
            return f"afspraak/{item.code}", Stuurhandeling.AFSPRAAK, wat
        case Gesprek():
            wat = f"Vervolg op het gesprek van {dag} over {item.onderwerp}"
            return f"gesprek/{nummer}", Stuurhandeling.AFSPRAAK, wat
        case Constatering():
            bij = f" bij afspraak {item.afspraak}" if item.afspraak else ""
            wat = f"Herstel van de constatering ({_woord(item.ernst)}) van {dag}{bij}"
            return f"constatering/{nummer}", Stuurhandeling.VERBETERTRAJECT, wat
        case Verbetertraject():
            wat = f"Het verbetertraject van {dag} afronden"
            return f"verbetertraject/{nummer}", Stuurhandeling.VERBETERTRAJECT, wat
    assert isinstance(item, Sanctie)  # noqa: S101 - there is no other kind
    bedrag = f" van {schrijf_bedrag(item.bedrag)} euro" if item.bedrag else ""
    wat = f"Betaling van de {_woord(item.sanctiesoort)}{bedrag} van {dag}"
    return f"sanctie/{nummer}", Stuurhandeling.SANCTIE, wat


def _woord(code: StrEnum) -> str:
    return code.value.lower().replace("_", " ")


# --- signals -----------------------------------------------------------------------------------------------------


def gevraagde_indicatoren(*, sturing: Sturing) -> tuple[UUID, ...]:
    """Give the indicators of which a figure must meet the norm of an open agreement."""
    return tuple(sorted({a.indicator for a in _met_norm(sturing) if a.indicator is not None}))


def _met_norm(sturing: Sturing) -> Iterator[Afspraak]:
    return (a for a in sturing.afspraken if a.is_open and a.norm is not None)


def sturingsignalen(
    *,
    sturing: Sturing,
    dag: date,
    indicatoren: Mapping[UUID, Indicatorstand],
    gemeenten: Sequence[str],
) -> Iterator[Signaal]:
    """Give the signals on a day; `indicatoren` as known then, `gemeenten` those of the contract."""
    yield from _termijnen(sturing, dag)
    for afspraak in _met_norm(sturing):
        indicator = None if afspraak.indicator is None else indicatoren.get(afspraak.indicator)
        if indicator is not None:
            yield from _norm(afspraak, indicator, gemeenten)
    for sanctie in sturing.sancties:
        yield from _sanctie(sturing, sanctie)


def _termijnen(sturing: Sturing, dag: date) -> Iterator[Signaal]:
    for item in sturing.items():
        sinds = item.te_laat_sinds(dag)
        if sinds is not None:
            wat = _wat(item)[2]
            yield Signaal(
                code="term-verstreken",
                titel="Een termijn is verstreken",
                detail=f"{wat}: dat moest uiterlijk {item.termijn}, te laat sinds {sinds}. Leg vast wat het is "
                f"geworden met een afsluiting van registratie {item.plaats}.",
            )


def _norm(
    afspraak: Afspraak, indicator: Indicatorstand, gemeenten: Sequence[str]
) -> Iterator[Signaal]:
    """Hold the newest figure of the regio, or without any that of each gemeente, against the norm."""
    norm = afspraak.norm
    if norm is None:
        return
    for meting in _nieuwste(indicator, gemeenten):
        if not norm.gehaald(meting.waarde.waarde):
            waar = f" in gemeente {meting.gemeente}" if meting.gemeente else ""
            voorlopig = " (voorlopig)" if meting.voorlopig else ""
            yield Signaal(
                code="norm-niet-gehaald",
                titel="De norm van een afspraak is niet gehaald",
                detail=f"Afspraak {afspraak.code} vraagt {_normtekst(norm)}; de laatste meting van {indicator.code} is "
                f"{schrijf_getal(meting.waarde)} over {meting.peilperiode}{waar}{voorlopig}.",
            )


def _nieuwste(indicator: Indicatorstand, gemeenten: Sequence[str]) -> list[Meting]:
    reeksen = [indicator.reeks(gemeente=None)]
    if not reeksen[0]:
        reeksen = [indicator.reeks(gemeente=g) for g in gemeenten]
    return [reeks[-1] for reeks in reeksen if reeks]


def _normtekst(norm: Norm) -> str:
    woord = "ten minste" if norm.richting is Normrichting.MINIMAAL else "hoogstens"
    return f"{woord} {schrijf_getal(norm.waarde)}"


def _sanctie(sturing: Sturing, sanctie: Sanctie) -> Iterator[Signaal]:
    if sanctie.loopt:
        einde = f"t/m {sanctie.tot_en_met}" if sanctie.tot_en_met else "totdat zij is afgesloten"
        yield Signaal(
            code="korting-loopt",
            titel="Er loopt een korting",
            detail=f"Sinds {sanctie.ingangsdatum} wordt {sanctie.percentage} % ingehouden, {einde}.",
        )
    if not sanctie.is_open or sanctie.constatering is None:
        return
    rust_op = sturing.constatering(sanctie.constatering)
    if rust_op is None or rust_op.vervallen:
        yield Signaal(
            code=SANCTIE_ZONDER_CONSTATERING.code,
            titel=SANCTIE_ZONDER_CONSTATERING.titel,
            detail=f"De {_woord(sanctie.sanctiesoort)} (registratie {sanctie.plaats}) rust op constatering "
            f"{sanctie.constatering}, die is ingetrokken of vervallen. Sluit de sanctie af, of leg een nieuwe "
            "constatering vast.",
        )
