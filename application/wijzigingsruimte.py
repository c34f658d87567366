"""The legality meter of one contract: its changes as known now and as known when each was recorded, and its maximum."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from application.fouten import BestaatNiet
from application.register import Tijdreis, dag_in_amsterdam
from application.toegang import Blik, Gebruiker, Recht
from application.vragen import Vragen
from domain.aanbieder import AANBIEDER, Aanbiederstand, Grondslag
from domain.contract import CONTRACT
from domain.contractfeiten import ContractGesloten
from domain.contractmaximum import Maximum, Maximumstand, maximum
from domain.contractomgeving import Signaal
from domain.contractstand import Contractstand
from domain.contractwijzigingen import (
    WIJZIGEND,
    Aardregel,
    Wijziging,
    Wijzigingstand,
    aard_sinds_sluiten,
    jaren,
    maal,
    wijzigingen,
)
from domain.feiten import Registratie, Vormvast
from domain.tijdlijn import Feitenlijst, Verloop, verloop
from domain.waarden import Code, Id, JaNee, Som, Tekst, dag_na, dag_voor
from domain.wijzigingsdelen import (
    AARD,
    KEUZES,
    Basis,
    BijVastleggen,
    Getoetst,
    Keuze,
    Regime,
    Ruimten,
    Toets,
)
from domain.wijzigingsruimte import (
    Uitgangspunt,
    clausule_past_niet,
    getoetst,
    ruimten,
    uitgangspunt,
)


@dataclass(frozen=True, kw_only=True)
class Perceelgrond(Vormvast):
    """On which ground a lot may be delivered on the contract's first day; None when no toelating was known.

    Of a lot that was taken over it is the ground of the aanbieder before (`overgenomen`).
    """

    perceel: Code
    grondslag: Grondslag | None
    overgenomen: JaNee
    regime: Regime


@dataclass(frozen=True, kw_only=True)
class Wijzigingsruimte(Vormvast):
    """The meter of one contract at a pair of moments."""

    contract_id: Id
    contractnummer: Tekst
    aard: Tekst
    """What this answer is, and is not."""
    regime: Regime
    percelen: tuple[Perceelgrond, ...]
    oorspronkelijke_waarde: Som | None
    schatting: Som | None
    """Only where the original value is not known: the estimated yearly value over the first term; not tested with."""
    basis: Basis
    andere_basis: Basis | None
    wijzigingen: tuple[Getoetst, ...]
    veranderd: tuple[Aardregel, ...]
    """In what the contract differs from what was first agreed."""
    ruimte: Ruimten | None
    voorgenomen: tuple[Getoetst, ...]
    ruimte_daarna: Ruimten | None
    """The room when what waits goes through; null when nothing waits."""
    maximum: Maximum
    keuzes: tuple[Keuze, ...]


def wijzigingsruimte(
    *, vragen: Vragen, contract: UUID, reis: Tijdreis, gebruiker: Gebruiker
) -> Wijzigingsruimte:
    """Give the meter of a contract; raises BestaatNiet when it was not known then or lies out of scope."""
    gebruiker.eis(Recht.LEZEN)
    blik = gebruiker.blik
    stand = vragen.stand(soort=CONTRACT, ding=contract, reis=reis, blik=blik)
    registraties = vragen.registraties(ding=contract, tot=reis.beschikbaar_op)
    if stand is None:
        raise BestaatNiet(
            f"De gevraagde versie bestaat niet: contract {contract} was toen niet bekend."
        )
    bron = Meterbron(vragen=vragen, blik=blik, registraties=registraties)
    meter = bron.meter(reis)
    rijen = [replace(r, bij_vastleggen=bron.bij_vastleggen(r)) for r in meter.rijen]
    gedaan = tuple(r for r in rijen if r.stand is Wijzigingstand.DOORGEVOERD)
    wacht = tuple(r for r in rijen if r.stand is not Wijzigingstand.DOORGEVOERD)
    u, dag = meter.uitgangspunt, reis.geldig_op
    boekingen = vragen.contractboekingen(contracten=[contract], boekjaar=None, reis=reis, blik=blik)
    return Wijzigingsruimte(
        contract_id=contract,
        contractnummer=stand.contractnummer,
        aard=AARD,
        regime=u.regime,
        percelen=meter.percelen,
        oorspronkelijke_waarde=u.gesloten.oorspronkelijke_waarde,
        schatting=_schatting(u.gesloten),
        basis=u.basis(dag),
        andere_basis=u.andere_basis(dag),
        wijzigingen=gedaan,
        veranderd=aard_sinds_sluiten(gesloten=u.gesloten, stand=stand),
        ruimte=ruimten(getoetst=gedaan, uitgangspunt=u, dag=dag),
        voorgenomen=wacht,
        ruimte_daarna=ruimten(getoetst=rijen, uitgangspunt=u, dag=dag) if wacht else None,
        maximum=maximum(
            maximumwaarde=stand.maximumwaarde, boekingen=(g.boeking for g in boekingen)
        ),
        keuzes=KEUZES,
    )


def _schatting(gesloten: ContractGesloten) -> int | None:
    geraamd, einddatum = gesloten.geraamde_jaarwaarde, gesloten.einddatum
    if gesloten.oorspronkelijke_waarde is not None or einddatum is None or geraamd is None:
        return None
    duur = jaren(van=gesloten.ingangsdatum, tot=dag_na(einddatum))
    return maal(centen=geraamd, factor=duur)


# --- the meter at any moment -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Meter:
    """The changes of a contract held against the law, at one pair of moments."""

    uitgangspunt: Uitgangspunt
    percelen: tuple[Perceelgrond, ...]
    rijen: tuple[Getoetst, ...]


@dataclass(frozen=True, kw_only=True)
class Meterbron:
    """The entries of a contract, from which its meter follows at every earlier moment too."""

    vragen: Vragen
    blik: Blik
    registraties: Sequence[Registratie]

    def meter(self, reis: Tijdreis, *, aangenomen: Regime | None = None) -> Meter:
        """Give the meter at a pair up to that of the entries, at which the contract was known.

        With a regime that is assumed no aanbieder is looked up.
        """
        bekend = [r for r in self.registraties if r.geregistreerd_op <= reis.beschikbaar_op]
        koers = verloop(soort=CONTRACT, registraties=bekend)
        opening = koers.feiten.opening
        assert opening is not None  # noqa: S101 - a thing that is known has its opening fact
        gesloten = opening.feit
        assert isinstance(gesloten, ContractGesloten)  # noqa: S101 - the kind's own opening fact
        gronden: tuple[Perceelgrond, ...] = ()
        if aangenomen is None:
            gronden = perceelgronden(
                vragen=self.vragen, gesloten=gesloten, bekend=reis.beschikbaar_op, blik=self.blik
            )
        u = uitgangspunt(
            verloop=koers,
            gesloten=gesloten,
            regime=aangenomen or _strengste(p.regime for p in gronden),
            bekend=dag_in_amsterdam(reis.beschikbaar_op),
        )
        rijen = getoetst(wijzigingen=_met_moment(koers, bekend, reis.geldig_op), uitgangspunt=u)
        return Meter(uitgangspunt=u, percelen=gronden, rijen=rijen)

    def overschrijdend(self, reis: Tijdreis) -> Meter:
        """Give the meter; which rules apply is looked up only when a change would not fit under the strictest."""
        streng = self.meter(reis, aangenomen=Regime.OVERHEIDSOPDRACHT)
        past = all(r.uitkomst is not Toets.BOVEN for r in streng.rijen)
        return streng if past else self.meter(reis)

    def bij_vastleggen(self, rij: Getoetst) -> BijVastleggen | None:
        """Give what the meter said of a change when it was first recorded; None when it was another act then."""
        toen = self.registraties[rij.plaats - 1].geregistreerd_op
        meter = self.meter(Tijdreis(geldig_op=rij.ingangsdatum, beschikbaar_op=toen))
        zelfde = (r for r in meter.rijen if (r.plaats, r.soort) == (rij.plaats, rij.soort))
        gevonden = next(zelfde, None)
        if gevonden is None:
            return None
        return BijVastleggen(
            beschikbaar_op=toen,
            regime=meter.uitgangspunt.regime,
            oorspronkelijke_waarde=meter.uitgangspunt.gesloten.oorspronkelijke_waarde,
            waarde=gevonden.waarde,
            cumulatief=gevonden.cumulatief,
            percentage=gevonden.percentage,
            uitkomst=gevonden.uitkomst,
        )


def _met_moment(
    koers: Verloop[Contractstand], registraties: Sequence[Registratie], dag: date
) -> list[tuple[Wijziging, datetime]]:
    gevonden = wijzigingen(verloop=koers, dag=dag)
    return [(w, registraties[w.volgnummer - 1].geregistreerd_op) for w in gevonden]


# --- which rules apply -------------------------------------------------------------------------------------------

_STRENG = (
    Regime.OVERHEIDSOPDRACHT,
    Regime.OVERHEIDSOPDRACHT_SAS,
    Regime.ONBEKEND,
    Regime.SUBSIDIE,
    Regime.INBESTEDING,
    Regime.TOELATING,
)
"""The regime of a contract with lots on different grounds is the strictest of theirs."""
_CPV_SOCIAAL = "853"
"""Social services in the CPV (Richtlijn 2014/24/EU, annex XIV)."""


def _strengste(gevonden: Iterable[Regime]) -> Regime:
    return min(gevonden, key=_STRENG.index, default=Regime.ONBEKEND)


def perceelgronden(
    *, vragen: Vragen, gesloten: ContractGesloten, bekend: datetime, blik: Blik
) -> tuple[Perceelgrond, ...]:
    """Give the ground of each lot on the contract's first day, as known at an instant."""
    op = _Aanbieders(vragen=vragen, blik=blik, bekend=bekend)
    uit = []
    for perceel in sorted(set(gesloten.percelen)):
        eigen = op.grondslag(gesloten.aanbieder_id, gesloten, perceel, gesloten.ingangsdatum)
        over = eigen is Grondslag.OVERGENOMEN
        eerst = op.voor_overname(gesloten, perceel) if over else eigen
        uit.append(
            Perceelgrond(
                perceel=perceel,
                grondslag=eerst,
                overgenomen=over,
                regime=_regime(eerst, gesloten),
            )
        )
    return tuple(uit)


def _regime(grondslag: Grondslag | None, gesloten: ContractGesloten) -> Regime:
    """Give the rules by the ground; youth care is a social service whatever the procedure was called."""
    if grondslag is not Grondslag.GUNNING:
        return Regime.ONBEKEND if grondslag is None else Regime(grondslag.value)
    sociaal = gesloten.cpv is None or gesloten.cpv.startswith(_CPV_SOCIAAL)
    return Regime.OVERHEIDSOPDRACHT_SAS if sociaal else Regime.OVERHEIDSOPDRACHT


@dataclass(frozen=True, kw_only=True)
class _Aanbieders:
    """Aanbieders on any day as known at one instant."""

    vragen: Vragen
    blik: Blik
    bekend: datetime

    def _reis(self, dag: date) -> Tijdreis:
        return Tijdreis(geldig_op=dag, beschikbaar_op=self.bekend)

    def grondslag(
        self, wie: UUID, gesloten: ContractGesloten, perceel: str, dag: date
    ) -> Grondslag | None:
        """Give the ground on which an aanbieder may deliver a lot on a day."""
        reis = self._reis(dag)
        stand = self.vragen.stand(soort=AANBIEDER, ding=wie, reis=reis, blik=self.blik)
        return None if stand is None else _van(stand, gesloten.traject_id, perceel)

    def voor_overname(self, gesloten: ContractGesloten, perceel: str) -> Grondslag | None:
        """Look through takeovers to the ground that came first; None when the register does not hold it."""
        wacht = [(gesloten.aanbieder_id, gesloten.ingangsdatum)]
        while wacht:  # each step lies before the one that led to it
            for voorganger, overging in self._voorgangers(*wacht.pop()):
                eerst = self.grondslag(voorganger, gesloten, perceel, dag_voor(overging))
                if eerst not in (None, Grondslag.OVERGENOMEN):
                    return eerst
                if eerst is not None:
                    wacht.append((voorganger, dag_voor(overging)))
        return None

    def _voorgangers(self, wie: UUID, dag: date) -> list[tuple[UUID, date]]:
        gevonden = self.vragen.lijst(
            soort=AANBIEDER, filters={}, reis=self._reis(dag), blik=self.blik
        )
        return [
            (g.ding, g.stand.opgegaan_in.ingangsdatum)
            for g in gevonden.items
            if g.stand.opgegaan_in is not None and g.stand.opgegaan_in.aanbieder_id == wie
        ]


def _van(stand: Aanbiederstand, traject_id: UUID, perceel: str) -> Grondslag | None:
    gevonden = (
        t.grondslag
        for t in stand.toelatingen
        if t.traject_id == traject_id and t.perceel == perceel
    )
    return next(gevonden, None)


# --- signals on a contract ---------------------------------------------------------------------------------------


def wijzigingsignalen(
    *,
    vragen: Vragen,
    ding: UUID,
    stand: Contractstand,
    feiten: Feitenlijst,
    reis: Tijdreis,
    blik: Blik,
) -> Iterator[Signaal]:
    """Give what the meter has to say on the contract itself; asks nothing more where there is nothing to weigh."""
    if any(isinstance(g.feit, WIJZIGEND) for g in feiten.geldend):
        yield from _op_wijzigingen(
            Meterbron(vragen=vragen, blik=blik, registraties=feiten.registraties), reis
        )
    if stand.maximumwaarde is not None:
        boekingen = vragen.contractboekingen(contracten=[ding], boekjaar=None, reis=reis, blik=blik)
        gemeten = maximum(
            maximumwaarde=stand.maximumwaarde, boekingen=(g.boeking for g in boekingen)
        )
        yield from _op_maximum(gemeten)


def _op_wijzigingen(bron: Meterbron, reis: Tijdreis) -> Iterator[Signaal]:
    meter = bron.overschrijdend(reis)
    for rij in meter.rijen:
        if rij.uitkomst is Toets.BOVEN:
            yield Signaal(
                code="wijzigingsruimte-overschreden",
                titel="Een wijziging past niet binnen de ruimte van artikel 2.163",
                detail=f"Registratie {rij.volgnummer}, per {rij.ingangsdatum}: {rij.waarom} Dit is een signaal, geen "
                "juridisch oordeel.",
            )
        if clausule_past_niet(wijziging=rij, gesloten=meter.uitgangspunt.gesloten):
            yield Signaal(
                code="clausule-past-niet",
                titel="De genoemde clausule is niet die van het contract",
                detail=f"Registratie {rij.volgnummer}, per {rij.ingangsdatum}, noemt clausule {rij.clausule}.",
            )


def _op_maximum(m: Maximum) -> Iterator[Signaal]:
    tot = (
        f"{m.percentage} % van het maximum is gerealiseerd" if m.percentage else "Het maximum is 0"
    )
    if m.stand is Maximumstand.UITGEPUT:
        sinds = f", sinds {m.uitgeput_sinds}" if m.uitgeput_sinds else ""
        yield Signaal(
            code="maximum-uitgeput",
            titel="Het maximum van de raamovereenkomst is bereikt",
            detail=f"{tot}{sinds}. Onder dit contract kan niets meer worden afgenomen.",
        )
    elif m.stand is Maximumstand.BIJNA_UITGEPUT:
        yield Signaal(
            code="maximum-bijna-uitgeput",
            titel="Het maximum van de raamovereenkomst is bijna bereikt",
            detail=f"{tot}. Bespreek wat er daarna gebeurt.",
        )
