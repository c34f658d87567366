"""The radar: every act with a last day at a pair of moments, with its owners, for one reader; unowned goes on top."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from application.register import Tijdreis
from application.toegang import Gebruiker, Recht
from application.vragen import Gevonden, Vragen
from domain.aanbieder import AANBIEDER, Aanbiederstand
from domain.besluit import BESLUIT, Besluitstand
from domain.contract import CONTRACT
from domain.contractdelen import Beeindiging, Status
from domain.contractstand import Contractstand
from domain.inkooptraject import INKOOPTRAJECT, Trajectstand
from domain.inkooptraject import Status as Trajectstatus
from domain.radar import (
    Contractbeeld,
    Lot,
    aaneen,
    bewijspunten,
    contractpunten,
    toelatingspunt,
)
from domain.radarpunt import Radarhandeling, Radarpunt, Radarstand
from domain.tijdlijn import Dingsoort, S
from domain.waarden import dag_voor

BINNEN = 180
"""Days ahead that count as soon, when nothing else is asked."""


@dataclass(frozen=True, kw_only=True)
class Radarvraag:
    """What is asked; None leaves that side open, `van`..`tot_en_met` are days t/m.

    Of an `eigenaar` what nobody owns comes along, unless `zonder_eigenaar` is False. Without `stand` all is given
    that is still to be done.
    """

    regio: UUID | None = None
    eigenaar: str | None = None
    zonder_eigenaar: bool | None = None
    handeling: Radarhandeling | None = None
    stand: Radarstand | None = None
    binnen: int = BINNEN
    van: date | None = None
    tot_en_met: date | None = None


@dataclass(frozen=True, kw_only=True)
class Radaritem:
    """A point with how it stands on the day asked, the thing it belongs to, and who looks after that."""

    punt: Radarpunt
    stand: Radarstand
    te_laat_sinds: date | None
    dagen: int
    """Days from the day asked to the last day for what comes first; negative when late."""
    dingsoort: str
    verzameling: str
    ding: UUID
    naam: str
    aanbieder_id: UUID
    aanbieder: str | None
    traject_id: UUID | None
    eigenaren: tuple[str, ...]

    @property
    def te_laat(self) -> bool:
        """Tell whether it is late."""
        return self.stand is Radarstand.TE_LAAT


def radar(
    *, vragen: Vragen, reis: Tijdreis, gebruiker: Gebruiker, vraag: Radarvraag
) -> Sequence[Radaritem]:
    """Give what is asked, in order: what nobody owns, then what is late, then by the day that counts first."""
    gebruiker.eis(Recht.LEZEN)
    bron = _Bron(vragen=vragen, reis=reis, gebruiker=gebruiker, vraag=vraag)
    items = (i for i in bron.items() if _gevraagd(i, vraag))
    return sorted(items, key=_volgorde)


def _gevraagd(item: Radaritem, vraag: Radarvraag) -> bool:
    punt, onbeheerd = item.punt, not item.eigenaren
    begin = min(punt.telt, punt.uiterlijk)
    open_ = item.stand is not Radarstand.GEDAAN
    return (
        (open_ if vraag.stand is None else item.stand is vraag.stand)
        and vraag.handeling in (None, punt.handeling)
        and vraag.zonder_eigenaar in (None, onbeheerd)
        and (vraag.eigenaar is None or onbeheerd or vraag.eigenaar in item.eigenaren)
        and begin <= (vraag.tot_en_met or date.max)
        and (vraag.van or date.min) <= punt.uiterlijk
    )


def _volgorde(item: Radaritem) -> tuple[bool, bool, date, date, str, str, UUID]:
    punt = item.punt
    na = (punt.telt, punt.uiterlijk, item.naam, punt.code, item.ding)
    return (bool(item.eigenaren), not item.te_laat, *na)


@dataclass(frozen=True, kw_only=True)
class Radartelling:
    """How many items stand where; `binnen` counts those not late that come within so many days."""

    te_laat: int
    zonder_eigenaar: int
    binnen: Mapping[int, int]


def telling(*, items: Sequence[Radaritem]) -> Radartelling:
    """Count items that are still to be done."""
    komend = [i.dagen for i in items if not i.te_laat]
    return Radartelling(
        te_laat=sum(i.te_laat for i in items),
        zonder_eigenaar=sum(not i.eigenaren for i in items),
        binnen={n: sum(dagen <= n for dagen in komend) for n in (30, 90, 180)},
    )


Lotsleutel = tuple[UUID, UUID, str]
"""Aanbieder, traject and perceel."""


@dataclass(frozen=True, kw_only=True)
class _Bron:
    """All things of the question, each kind asked once."""

    vragen: Vragen
    reis: Tijdreis
    gebruiker: Gebruiker
    vraag: Radarvraag

    def _alle(self, soort: Dingsoort[S], *, van_regio: bool = True) -> Sequence[Gevonden[S]]:
        regio = self.vraag.regio
        filters = {"regioId": regio} if van_regio and regio is not None else {}
        blik = self.gebruiker.blik
        return self.vragen.lijst(soort=soort, filters=filters, reis=self.reis, blik=blik).items

    @cached_property
    def contracten(self) -> Sequence[Gevonden[Contractstand]]:
        return self._alle(CONTRACT)

    @cached_property
    def trajecten(self) -> Mapping[UUID, Trajectstand]:
        return {t.ding: t.stand for t in self._alle(INKOOPTRAJECT)}

    @cached_property
    def aanbieders(self) -> Mapping[UUID, Aanbiederstand]:
        return {a.ding: a.stand for a in self._alle(AANBIEDER, van_regio=False)}

    @cached_property
    def lopend(self) -> Mapping[UUID, Sequence[Contractstand]]:
        """The contracts of each aanbieder that run, or will."""
        uit = defaultdict(list)
        for contract in self.contracten:
            if contract.stand.status is not Status.BEEINDIGD:
                uit[contract.stand.aanbieder_id].append(contract.stand)
        return uit

    @cached_property
    def perioden(self) -> Mapping[Lotsleutel, tuple[tuple[date, date | None], ...]]:
        """When each aanbieder was, is and will be admitted to each perceel of the procedures asked."""
        stukken = defaultdict(list)
        for p in self.vragen.toelatingsperioden(bekend=self.reis.beschikbaar_op):
            if p.traject_id in self.trajecten and p.aanbieder_id in self.aanbieders:
                stukken[p.aanbieder_id, p.traject_id, p.perceel].append((p.van, p.tot))
        return {lot: aaneen(delen) for lot, delen in stukken.items()}

    def items(self) -> Iterator[Radaritem]:
        """Give the items of contracts, then of aanbieders."""
        yield from self._van_contracten()
        yield from self._toelatingen()
        yield from self._bewijzen()

    def _item(
        self, punt: Radarpunt, soort: str, meervoud: str, ding: UUID, aanbieder: UUID
    ) -> Radaritem:
        dag, stand = self.reis.geldig_op, self.aanbieders.get(aanbieder)
        naam = None if stand is None else stand.naam
        return Radaritem(
            punt=punt,
            stand=punt.stand_op(dag=dag, binnen=self.vraag.binnen),
            te_laat_sinds=punt.te_laat_sinds(dag),
            dagen=(punt.telt - dag).days,
            dingsoort=soort,
            verzameling=meervoud,
            ding=ding,
            naam=naam or "",
            aanbieder_id=aanbieder,
            aanbieder=naam,
            traject_id=None,
            eigenaren=(),
        )

    # --- contracts ---

    def _van_contracten(self) -> Iterator[Radaritem]:
        opvolgers = self._opvolgers()
        besluiten: dict[UUID, list[Besluitstand]] = defaultdict(list)
        for b in self._alle(BESLUIT):
            besluiten[b.stand.regio_id].append(b.stand)
        for contract in self.contracten:
            s = contract.stand
            beeld = Contractbeeld(
                contract=contract.ding,
                stand=s,
                dag=self.reis.geldig_op,
                opvolgers=opvolgers.get(contract.ding, ()),
                traject=self.trajecten.get(s.traject_id),
                besluiten=besluiten.get(s.regio_id, ()),
            )
            for punt in contractpunten(beeld=beeld):
                item = self._item(
                    punt, CONTRACT.naam, CONTRACT.meervoud, contract.ding, s.aanbieder_id
                )
                yield replace(
                    item,
                    naam=s.contractnummer,
                    traject_id=s.traject_id,
                    eigenaren=(s.eigenaar,) if s.eigenaar else (),
                )

    def _opvolgers(self) -> Mapping[UUID, Sequence[str]]:
        """Give the numbers of what succeeds each contract, of any regio; what never took effect succeeds nothing."""
        gevonden = self.vragen.opvolgers(
            contracten=[c.ding for c in self.contracten],
            reis=self.reis,
            blik=self.gebruiker.blik,
        )
        uit = defaultdict(list)
        for opvolger in gevonden:
            s = opvolger.stand
            if s.opvolging is not None and s.beeindiging is not Beeindiging.NIET_INGEGAAN:
                uit[s.opvolging.vorig_contract_id].append(s.contractnummer)
        return uit

    # --- aanbieders ---

    def _eigenaren(self, aanbieder: UUID, trajecten: frozenset[UUID]) -> tuple[str, ...]:
        """Give who looks after an aanbieder: its own owner, else those of its contracts that run on these trajecten.

        Without any there, those of all its running contracts.
        """
        stand = self.aanbieders[aanbieder]
        if stand.eigenaar is not None:
            return (stand.eigenaar,)
        lopend = self.lopend.get(aanbieder, ())
        dichtbij = {c.eigenaar for c in lopend if c.traject_id in trajecten} - {None}
        eigenaren = dichtbij or {c.eigenaar for c in lopend}
        return tuple(sorted(e for e in eigenaren if e is not None))

    def _toelatingen(self) -> Iterator[Radaritem]:
        eindes = self._afgesproken_eindes()
        for (aanbieder, traject, perceel), perioden in self.perioden.items():
            sleutel = (aanbieder, traject, perceel)
            lot = Lot(
                traject_id=traject,
                perceel=perceel,
                perioden=perioden,
                contracten=tuple(self.leunt.get(sleutel, ())),
                blijft_nodig=sleutel in eindes,
            )
            punt = toelatingspunt(
                lot=lot, dag=self.reis.geldig_op, traject=self.trajecten.get(traject)
            )
            if punt is not None:
                yield replace(
                    self._item(punt, AANBIEDER.naam, AANBIEDER.meervoud, aanbieder, aanbieder),
                    traject_id=traject,
                    eigenaren=self._eigenaren(aanbieder, frozenset({traject})),
                )

    @cached_property
    def leunt(self) -> Mapping[Lotsleutel, Sequence[str]]:
        """The numbers of the contracts that run, or will, on each admission."""
        uit = defaultdict(list)
        for aanbieder, contracten in self.lopend.items():
            for c in contracten:
                for perceel in c.percelen:
                    uit[aanbieder, c.traject_id, perceel].append(c.contractnummer)
        return uit

    def _afgesproken_eindes(self) -> frozenset[Lotsleutel]:
        """Give the admissions that end, or ended, by their own last day while procedure and aanbieder go on.

        One that is withdrawn is missed only where a contract runs on it; that is reason enough by itself.
        """
        dag = self.reis.geldig_op
        op_dag: dict[date, list[Lotsleutel]] = defaultdict(list)
        for lot, perioden in self.perioden.items():
            tot = next((t for van, t in reversed(perioden) if van <= dag), None)
            weg = self.aanbieders[lot[0]].opgegaan_in is not None
            if tot is None or weg or lot in self.leunt:
                continue
            if self.trajecten[lot[1]].status is not Trajectstatus.BEEINDIGD:
                op_dag[dag_voor(tot)].append(lot)
        return frozenset(lot for d, loten in op_dag.items() for lot in self._verlopen(d, loten))

    def _verlopen(self, dag: date, loten: Sequence[Lotsleutel]) -> Iterator[Lotsleutel]:
        """Give those of which the admission itself says that this is its last day."""
        nu = {lot for lot in loten if _eindigt_zelf(self.aanbieders[lot[0]], lot, dag)}
        yield from nu
        rest = [lot for lot in loten if lot not in nu]
        if not rest:
            return
        standen = self.vragen.standen(
            soort=AANBIEDER,
            dingen=sorted({lot[0] for lot in rest}),
            reis=replace(self.reis, geldig_op=dag),
            blik=self.gebruiker.blik,
        )
        yield from (lot for lot in rest if _eindigt_zelf(standen[lot[0]], lot, dag))

    def _bewijzen(self) -> Iterator[Radaritem]:
        """Give the evidence of aanbieders that are admitted or have a contract that runs, as far as asked."""
        dag = self.reis.geldig_op
        trajecten: dict[UUID, set[UUID]] = defaultdict(set)
        for (aanbieder, traject, _), perioden in self.perioden.items():
            if any(van <= dag and (tot is None or dag < tot) for van, tot in perioden):
                trajecten[aanbieder].add(traject)
        for aanbieder, stand in self.aanbieders.items():
            if aanbieder not in trajecten and aanbieder not in self.lopend:
                continue
            for punt in bewijspunten(stand=stand):
                yield replace(
                    self._item(punt, AANBIEDER.naam, AANBIEDER.meervoud, aanbieder, aanbieder),
                    eigenaren=self._eigenaren(aanbieder, frozenset(trajecten[aanbieder])),
                )


def _eindigt_zelf(stand: Aanbiederstand, lot: Lotsleutel, dag: date) -> bool:
    _, traject, perceel = lot
    return any(
        (t.traject_id, t.perceel, t.laatste_dag) == (traject, perceel, dag)
        for t in stand.toelatingen
    )
