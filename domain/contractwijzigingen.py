"""The changes that a contract went through or that wait: on which ground, worth how much, touching what."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from domain.contractdelen import (
    Bekostigingsvorm,
    Voorstelstand,
    Wijzigingen,
    Wijzigingsgrond,
)
from domain.contractfeiten import (
    ContractGesloten,
    ContractHerzien,
    ContractOvergedragen,
    ContractVerlengd,
    HandelingIngetrokken,
    HerzieningVoorgesteld,
)
from domain.contractregels import VERLENGING_BUITEN_OPTIE
from domain.contractstand import Contractstand
from domain.feiten import AFWEZIG, Feit, Vormvast, afwezig, camel
from domain.tijdlijn import Geldend, Verloop
from domain.waarden import (
    NOOIT,
    Code,
    Datum,
    Som,
    Tekst,
    Volgnummer,
    dag_na,
    dag_voor,
    plus_maanden,
)

WIJZIGEND: tuple[type[Feit], ...] = (
    ContractHerzien,
    ContractVerlengd,
    HerzieningVoorgesteld,
    ContractOvergedragen,
)
"""The facts that change a contract in the sense of Aanbestedingswet 2012 art. 2.163a."""


class Wijzigingsoort(StrEnum):
    """By which act the contract changes."""

    HERZIENING = "HERZIENING"
    HERZIENINGSVOORSTEL = "HERZIENINGSVOORSTEL"
    VERLENGING = "VERLENGING"
    GEWIJZIGD_VERLENGD = "GEWIJZIGD_VERLENGD"
    """The terms agreed with an extension, apart from the extension itself (S1:1245-1256)."""
    OVERDRACHT = "OVERDRACHT"


class Wijzigingstand(StrEnum):
    """Whether the change works on the day asked."""

    DOORGEVOERD = "DOORGEVOERD"
    KOMEND = "KOMEND"
    """Agreed; its day is still to come."""
    OPEN = "OPEN"
    """Proposed, not answered."""


class Waardebron(StrEnum):
    """Where the value of a change comes from."""

    GEGEVEN = "GEGEVEN"
    """As recorded with the change."""
    BEREKEND = "BEREKEND"
    """From the estimated yearly value or the task budgets."""
    GEEN = "GEEN"
    """The change touches no value."""
    ONBEKEND = "ONBEKEND"


@dataclass(frozen=True, kw_only=True)
class Aardregel(Vormvast):
    """What of the nature of the contract changes, in words."""

    veld: Code
    verandering: Tekst


@dataclass(frozen=True, kw_only=True)
class Wijziging(Vormvast):
    """One change; `ingangsdatum` is the day from which it works, `waarde` is signed, in cents."""

    volgnummer: Volgnummer
    plaats: Volgnummer
    soort: Wijzigingsoort
    stand: Wijzigingstand
    ingangsdatum: Datum
    wijzigingsgrond: Wijzigingsgrond | None
    """None: no ground was recorded, or none is needed for what was agreed beforehand (`vooraf`)."""
    vooraf: bool
    """An extension that the contract itself provides for."""
    clausule: Code | None
    waarde: Som | None
    waardebron: Waardebron
    waarde_uitleg: Tekst
    aard: tuple[Aardregel, ...]


def jaren(*, van: date, tot: date) -> Fraction:
    """Give the length of [van, tot) in years, exact: whole calendar years, and the rest in days of the next one."""
    heel = 0
    while plus_maanden(van, 12 * (heel + 1)) <= tot:
        heel += 1
    begin, eind = plus_maanden(van, 12 * heel), plus_maanden(van, 12 * (heel + 1))
    return heel + Fraction((tot - begin).days, (eind - begin).days)


def maal(*, centen: int, factor: Fraction) -> int:
    """Multiply cents, rounded half up."""
    return (2 * centen * factor.numerator + factor.denominator) // (2 * factor.denominator)


def wijzigingen(*, verloop: Verloop[Contractstand], dag: date) -> tuple[Wijziging, ...]:
    """Give the changes in the order in which they work, those that wait on `dag` last in the same order.

    What was taken back by then, was refused, or never came to work because the contract had ended, is left out.
    """
    opening = verloop.feiten.opening
    stand = verloop.op(dag)
    if opening is None or stand is None:
        return ()
    assert isinstance(opening.feit, ContractGesloten)  # noqa: S101 - the kind's own opening fact
    geldend = verloop.feiten.geldend
    terug = {g.doel for g in geldend if _trekt_in(g, dag)}
    acten = [
        a
        for g in geldend
        if isinstance(g.feit, WIJZIGEND) and g.plaats not in terug
        for a in _acten(g, verloop, stand, dag)
        if _werkt(verloop, stand, a)
    ]
    wacht = {Wijzigingstand.DOORGEVOERD: 0}
    acten.sort(key=lambda a: (wacht.get(a.stand, 1), a.dag, a.geldend.plaats, a.soort))
    gang = _Gang(verloop=verloop, gesloten=opening.feit)
    return tuple(gang.wijziging(a) for a in acten)


def _trekt_in(g: Geldend, dag: date) -> bool:
    return isinstance(g.feit, HandelingIngetrokken) and g.feit.ingangsdatum <= dag


@dataclass(frozen=True, kw_only=True)
class _Acte:
    """An act as it comes to work on a day."""

    geldend: Geldend
    soort: Wijzigingsoort
    stand: Wijzigingstand
    dag: date
    inhoud: Wijzigingen | None
    grond: Wijzigingsgrond | None
    clausule: str | None
    waarde: int | None
    buiten: bool = False
    """An extension that fits none of the contract's options."""


def _acten(
    g: Geldend, verloop: Verloop[Contractstand], stand: Contractstand, dag: date
) -> Iterator[_Acte]:
    feit = g.feit
    kaal = _Acte(
        geldend=g,
        soort=Wijzigingsoort.HERZIENING,
        stand=_stand(feit.ingangsdatum, dag),
        dag=feit.ingangsdatum,
        inhoud=None,
        grond=None,
        clausule=None,
        waarde=None,
    )
    match feit:
        case ContractHerzien():
            yield _met_inhoud(kaal, feit)
        case ContractOvergedragen():
            grond = Wijzigingsgrond.VERVANGING
            yield replace(kaal, soort=Wijzigingsoort.OVERDRACHT, grond=grond)
        case HerzieningVoorgesteld() if (voorstel := stand.voorstel(g.plaats)) is not None:
            naar = _VOORSTEL.get(voorstel.stand)
            if naar is not None:
                soort = Wijzigingsoort.HERZIENINGSVOORSTEL
                acte = replace(kaal, soort=soort, stand=naar, dag=feit.werking_per)
                yield _met_inhoud(acte, feit)
        case ContractVerlengd():
            yield from _verlenging(
                replace(kaal, buiten=_buiten_optie(verloop, g)), feit, verloop, dag
            )


def _verlenging(
    kaal: _Acte, feit: ContractVerlengd, verloop: Verloop[Contractstand], dag: date
) -> Iterator[_Acte]:
    """Give an extension and the terms agreed with it: outside of any option one change, on the ground it names."""
    if feit.wijzigingen is None or feit.wijzigingsgrond is None or not kaal.buiten:
        los = feit.waardewijziging if feit.wijzigingen is None else None
        yield replace(kaal, soort=Wijzigingsoort.VERLENGING, waarde=los)
    if feit.wijzigingen is not None:
        per = _nieuwe_termijn(verloop, kaal.geldend)
        soort = Wijzigingsoort.GEWIJZIGD_VERLENGD
        yield _met_inhoud(replace(kaal, soort=soort, stand=_stand(per, dag), dag=per), feit)


def _buiten_optie(verloop: Verloop[Contractstand], g: Geldend) -> bool:
    return any(
        b.regel is VERLENGING_BUITEN_OPTIE and b.volgnummer == g.volgnummer
        for b in verloop.bevindingen
    )


_VOORSTEL = {
    Voorstelstand.DOORGEVOERD: Wijzigingstand.DOORGEVOERD,
    Voorstelstand.AANVAARD: Wijzigingstand.KOMEND,
    Voorstelstand.STILZWIJGEND_AANVAARD: Wijzigingstand.KOMEND,
    Voorstelstand.OPEN: Wijzigingstand.OPEN,
}


def _stand(per: date, dag: date) -> Wijzigingstand:
    return Wijzigingstand.DOORGEVOERD if per <= dag else Wijzigingstand.KOMEND


def _met_inhoud(
    acte: _Acte, feit: ContractHerzien | ContractVerlengd | HerzieningVoorgesteld
) -> _Acte:
    return replace(
        acte,
        inhoud=feit.wijzigingen,
        grond=feit.wijzigingsgrond,
        clausule=feit.clausule,
        waarde=feit.waardewijziging,
    )


def _nieuwe_termijn(verloop: Verloop[Contractstand], g: Geldend) -> date:
    """Give the day from which terms agreed with an extension hold."""
    stand = verloop.op(g.feit.ingangsdatum)
    komend = () if stand is None else stand.komende_wijzigingen
    return next((k.per for k in komend if k.plaats == g.plaats), g.feit.ingangsdatum)


def _werkt(verloop: Verloop[Contractstand], stand: Contractstand, acte: _Acte) -> bool:
    """Tell whether the contract is still there on the day of the act, be it in its run-down.

    What waits is judged by the end that stands on the day asked, not by notices still to come.
    """
    toen = verloop.op(acte.dag) if acte.stand is Wijzigingstand.DOORGEVOERD else stand
    if toen is None or toen.laatste_dag is None or acte.dag <= toen.laatste_dag:
        return True
    return toen.in_uitloop(acte.dag)


# --- value and nature --------------------------------------------------------------------------------------------

_ZONDER_WAARDE = frozenset({"eigenaar", "opzegregeling"})
"""Changes that cannot touch the value; more or longer options can."""

Waarde = tuple[int | None, Waardebron, str]


class _Gang:
    """The walk along the changes: what the yearly value, the task budgets and the funding were before each."""

    def __init__(self, *, verloop: Verloop[Contractstand], gesloten: ContractGesloten) -> None:
        self._verloop = verloop
        self._geraamd: int | None = gesloten.geraamde_jaarwaarde
        self._bekostiging: Bekostigingsvorm = gesloten.bekostigingsvorm
        self._taak = {t.boekjaar: t.bedrag for t in gesloten.taakbudgetten}

    def wijziging(self, acte: _Acte) -> Wijziging:
        """Weigh an act, and go on from what it makes of the contract."""
        waarde, bron, uitleg = self._waarde(acte)
        aard = tuple(self._aard(acte))
        self._verder(acte.inhoud)
        return Wijziging(
            volgnummer=acte.geldend.volgnummer,
            plaats=acte.geldend.plaats,
            soort=acte.soort,
            stand=acte.stand,
            ingangsdatum=acte.dag,
            wijzigingsgrond=acte.grond,
            vooraf=acte.soort is Wijzigingsoort.VERLENGING and not acte.buiten,
            clausule=acte.clausule,
            waarde=waarde,
            waardebron=bron,
            waarde_uitleg=uitleg,
            aard=aard,
        )

    def _verder(self, inhoud: Wijzigingen | None) -> None:
        if inhoud is None:
            return
        if inhoud.geraamde_jaarwaarde is not AFWEZIG:
            self._geraamd = inhoud.geraamde_jaarwaarde
        self._bekostiging = inhoud.bekostigingsvorm or self._bekostiging
        self._taak |= {t.boekjaar: t.bedrag for t in inhoud.taakbudgetten}

    def _waarde(self, acte: _Acte) -> Waarde:
        if acte.waarde is not None:
            return acte.waarde, Waardebron.GEGEVEN, "zoals bij de wijziging vastgelegd"
        if acte.soort is Wijzigingsoort.OVERDRACHT:
            return 0, Waardebron.GEEN, "een overdracht verandert de waarde niet"
        if acte.inhoud is None:
            return self._langer(acte)
        if acte.buiten:
            return _onbekend("er is geen waardewijziging vastgelegd bij deze langere looptijd")
        if _veranderd(acte.inhoud).keys() <= _ZONDER_WAARDE:
            return 0, Waardebron.GEEN, "wat verandert, raakt de waarde niet"
        return self._uit_inhoud(acte, acte.inhoud)

    def _langer(self, acte: _Acte) -> Waarde:
        """Value an extension: the estimated yearly value over the days that come with it."""
        feit = acte.geldend.feit
        assert isinstance(feit, ContractVerlengd)  # noqa: S101 - the only act without content left
        voor = self._verloop.op(dag_voor(feit.ingangsdatum))
        eind = None if voor is None else voor.overeengekomen_einddatum(feit.ingangsdatum)
        if self._geraamd is None or eind is None or eind >= feit.tot_en_met:
            return _onbekend("er is geen waardewijziging en geen geraamde jaarwaarde vastgelegd")
        duur = jaren(van=dag_na(eind), tot=dag_na(feit.tot_en_met))
        uitleg = f"de geraamde jaarwaarde over {dag_na(eind)} t/m {feit.tot_en_met}"
        return maal(centen=self._geraamd, factor=duur), Waardebron.BEREKEND, uitleg

    def _uit_inhoud(self, acte: _Acte, inhoud: Wijzigingen) -> Waarde:
        taak = {t.boekjaar: t.bedrag for t in inhoud.taakbudgetten}
        if taak and taak.keys() <= self._taak.keys():
            verschil = sum(bedrag - self._taak[jaar] for jaar, bedrag in taak.items())
            return verschil, Waardebron.BEREKEND, "het verschil in taakbudgetten"
        nieuw = inhoud.geraamde_jaarwaarde
        if nieuw is AFWEZIG or nieuw is None or self._geraamd is None:
            return _onbekend("er is geen waardewijziging vastgelegd")
        stand = self._verloop.op(acte.dag)
        eind = None if stand is None else stand.einddatum(acte.dag)
        if eind is None:
            return _onbekend(
                "er is geen waardewijziging vastgelegd en het contract heeft geen einde"
            )
        duur = jaren(van=acte.dag, tot=dag_na(eind))
        uitleg = f"het verschil in geraamde jaarwaarde over {acte.dag} t/m {eind}"
        return maal(centen=nieuw - self._geraamd, factor=duur), Waardebron.BEREKEND, uitleg

    def _aard(self, acte: _Acte) -> Iterator[Aardregel]:
        feit, inhoud = acte.geldend.feit, acte.inhoud
        if isinstance(feit, ContractOvergedragen):
            yield Aardregel(veld="aanbiederId", verandering="een andere aanbieder is partij")
        if acte.soort is Wijzigingsoort.VERLENGING and isinstance(feit, ContractVerlengd):
            yield Aardregel(veld="einddatum", verandering=feit.tot_en_met.isoformat())
        if inhoud is None:
            return
        for naam, nieuw in _veranderd(inhoud).items():
            yield Aardregel(veld=camel(naam), verandering=self._in_woorden(naam, nieuw))

    def _in_woorden(self, naam: str, nieuw: object) -> str:
        if naam in ("percelen", "gemeenten"):
            erbij, eraf = getattr(nieuw, "erbij"), getattr(nieuw, "eraf")  # noqa: B009 - both lists
            delen = (("erbij ", erbij), ("eraf ", eraf))
            return "; ".join(kop + ", ".join(codes) for kop, codes in delen if codes) or "gelijk"
        if naam == "bekostigingsvorm":
            return f"van {self._bekostiging.lower()} naar {str(nieuw).lower()}"
        return "vervalt" if nieuw is None else "gewijzigd"


def _onbekend(waarom: str) -> Waarde:
    return None, Waardebron.ONBEKEND, waarom


def _veranderd(inhoud: Wijzigingen) -> dict[str, object]:
    """Give what a change names, by the name of the field; None where it ends something."""
    gegeven = {f.name: getattr(inhoud, f.name) for f in fields(inhoud)}
    vervalt = {f.name for f in fields(inhoud) if f.default_factory is afwezig}
    return {
        naam: nieuw
        for naam, nieuw in gegeven.items()
        if nieuw is not AFWEZIG and nieuw != () and (nieuw is not None or naam in vervalt)
    }


def aard_sinds_sluiten(
    *, gesloten: ContractGesloten, stand: Contractstand
) -> tuple[Aardregel, ...]:
    """Give in what the contract differs on a day from what was first agreed: area, lots, funding, party, term."""
    regels = []
    for naam in ("percelen", "gemeenten"):
        eerst, nu = set(getattr(gesloten, naam)), set(getattr(stand, naam))
        delen = [("erbij ", nu - eerst), ("eraf ", eerst - nu)]
        tekst = "; ".join(kop + ", ".join(sorted(codes)) for kop, codes in delen if codes)
        if tekst:
            regels.append(Aardregel(veld=naam, verandering=tekst))
    if stand.bekostigingsvorm is not gesloten.bekostigingsvorm:
        van, naar = gesloten.bekostigingsvorm.lower(), stand.bekostigingsvorm.lower()
        regels.append(Aardregel(veld="bekostigingsvorm", verandering=f"van {van} naar {naar}"))
    if stand.aanbieder_id != gesloten.aanbieder_id:
        regels.append(Aardregel(veld="aanbiederId", verandering="een andere aanbieder is partij"))
    eind = stand.looptijd.eind
    if eind is not None and eind != NOOIT and gesloten.einddatum not in (None, dag_voor(eind)):
        woorden = f"van {gesloten.einddatum} naar {dag_voor(eind)}"
        regels.append(Aardregel(veld="einddatum", verandering=woorden))
    return tuple(regels)
