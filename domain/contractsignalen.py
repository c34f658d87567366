"""What deserves a look on a contract: its grounds in other things, what it follows, and what waits for an answer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.contractdelen import Status, Voorstelstand
from domain.contractomgeving import Omgeving, Signaal, gronden, vaststelling
from domain.contractstand import Contractstand
from domain.waarden import dag_na, dag_voor

_LOPEND = (Status.ACTIEF, Status.OPGEZEGD)


@dataclass(frozen=True, kw_only=True)
class Buren:
    """The contract before and those after, as they stand on the same day."""

    voorganger: Contractstand | None = None
    opvolgers: Sequence[Contractstand] = ()


@dataclass(frozen=True, kw_only=True)
class Contractblik:
    """A contract on a day with all that its signals look at."""

    stand: Contractstand
    dag: date
    omgeving: Omgeving
    buren: Buren
    lezingen: Mapping[str, str] = field(default_factory=dict)
    """What is chosen of each reading that an option leans on, by its code."""


def signalen(*, blik: Contractblik) -> Iterator[Signaal]:
    """Give the signals of a contract on a day; none of them changes anything by itself."""
    yield from _opvolging(blik)
    if blik.stand.status is Status.BEEINDIGD:
        return
    yield from _lezingen(blik)
    yield from _voorstellen(blik)
    yield from _maximum(blik)
    if blik.stand.status in _LOPEND:
        stand, dag, omgeving = blik.stand, blik.dag, blik.omgeving
        for bevinding in (
            *vaststelling(dag, 0, omgeving.traject),
            *gronden(dag, 0, stand.traject_id, stand.percelen, stand.gemeenten, omgeving),
        ):
            regel = bevinding.regel
            yield Signaal(code=regel.code, titel=regel.titel, detail=bevinding.detail)


# --- predecessor and successor -----------------------------------------------------------------------------------


def _opvolging(blik: Contractblik) -> Iterator[Signaal]:
    """Hold the end of a contract against the first day of what follows it, seen from either side."""
    if blik.buren.voorganger is not None:
        yield from _aansluiting(blik.buren.voorganger, blik.stand, blik.dag)
    for opvolger in blik.buren.opvolgers:
        yield from _aansluiting(blik.stand, opvolger, blik.dag)


def _aansluiting(eerst: Contractstand, dan: Contractstand, dag: date) -> Iterator[Signaal]:
    einde = eerst.einddatum(dag)
    nummers = f"{eerst.contractnummer} en {dan.contractnummer}"
    if einde is not None and dag_na(einde) < dan.ingangsdatum:
        leeg = f"van {dag_na(einde)} tot en met {dag_voor(dan.ingangsdatum)}"
        yield Signaal(
            code="opvolging-gat",
            titel="Tussen dit contract en zijn opvolger zit een gat",
            detail=f"{nummers} sluiten niet aan: {leeg} geldt geen van beide.",
        )
    elif (einde is None or dan.ingangsdatum <= einde) and _zelfde_zorg(eerst, dan):
        tot = "zolang beide lopen" if einde is None else f"tot en met {einde}"
        yield Signaal(
            code="opvolging-overlap",
            titel="Dit contract en zijn opvolger lopen tegelijk",
            detail=f"{nummers} gelden vanaf {dan.ingangsdatum} {tot} beide voor dezelfde percelen en gemeenten.",
        )


def _zelfde_zorg(een: Contractstand, ander: Contractstand) -> bool:
    percelen = een.traject_id != ander.traject_id or set(een.percelen) & set(ander.percelen)
    return bool(percelen and set(een.gemeenten) & set(ander.gemeenten))


# --- terms -------------------------------------------------------------------------------------------------------


def _lezingen(blik: Contractblik) -> Iterator[Signaal]:
    """Tell that no option is that of the reading chosen; who chose otherwise may have to agree it anew (A.7)."""
    for lezing, gekozen in sorted(blik.lezingen.items()):
        opties = [o for o in blik.stand.verlengingsopties if o.lezing == lezing]
        dagen = ", ".join(o.tot_en_met.isoformat() for o in opties)
        if opties and gekozen not in dagen:
            yield Signaal(
                code="optie-andere-lezing",
                titel="Een verlengingsoptie rust op een andere lezing dan de gekozene",
                detail=f"Van '{lezing}' is {gekozen} gekozen; de optie van dit contract loopt tot en met {dagen}.",
            )


def _voorstellen(blik: Contractblik) -> Iterator[Signaal]:
    for voorstel in blik.stand.herzieningsvoorstellen:
        nummer, uiterlijk = voorstel.plaats, voorstel.reactie_uiterlijk
        wacht = uiterlijk or dag_voor(voorstel.werking_per)
        if voorstel.stand is Voorstelstand.OPEN and wacht < blik.dag:
            yield Signaal(
                code="antwoord-ontbreekt",
                titel="Op een herzieningsvoorstel is niet geantwoord",
                detail=f"Het antwoord op het voorstel van {voorstel.voorgesteld_op} (registratie {nummer}) is te laat "
                f"sinds {dag_na(wacht)}. Leg het vast, of trek het voorstel in.",
            )
        if voorstel.stand is Voorstelstand.DOORGEVOERD and voorstel.addendum is None:
            yield Signaal(
                code="addendum-ontbreekt",
                titel="Een doorgevoerde herziening heeft geen addendum",
                detail=f"De herziening uit registratie {nummer} werkt sinds {voorstel.werking_per}; een ondertekend "
                "addendum is niet vastgelegd. Corrigeer het antwoord en noem het addendum.",
            )


def _maximum(blik: Contractblik) -> Iterator[Signaal]:
    """Tell that renewal runs on past the utmost end that was agreed."""
    stand, uiterst = blik.stand, blik.stand.uiterste_einddatum
    einde = stand.einddatum(blik.dag)
    if uiterst is not None and einde is not None and einde > uiterst:
        yield Signaal(
            code="looptijd-boven-maximum",
            titel="Het contract loopt langer door dan is afgesproken",
            detail=f"De lopende termijn eindigt op {einde}; de uiterste einddatum is {uiterst}. Zeg op tijd op.",
        )
