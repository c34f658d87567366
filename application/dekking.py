"""The coverage map: per form of care and gemeente who delivers at a pair of moments, what is missing and what will be.

Coming days are looked up in what the register knew at the moment; a contract that renews by itself goes on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from uuid import UUID

from application.dekkingsbeeld import (
    Dekkingskaart,
    Einde,
    Eindfeit,
    Gatregel,
    Lijnregel,
    Verliesregel,
    Vormregel,
    WatAls,
    Wissel,
    celregel,
    gatregels,
    veranderingen,
    verliesregels,
)
from application.fouten import BestaatNiet, Invoerfout, OngeldigeInvoer
from application.raadplegen import ingetrokken
from application.register import Tijdreis
from application.toegang import Gebruiker, Recht
from application.vragen import Voorkomen, Vragen
from domain.aanbieder import AANBIEDER, Aanbiederstand
from domain.clientenstop import Perceelstop, perceelstop
from domain.contract import CONTRACT
from domain.contractdelen import Status
from domain.dekking import Cel, Celbeeld, Dekking, Inzet, Per, Zorgvorm
from domain.dekkingsbouw import Lijnstuk, Trajectstuk, dekking
from domain.feiten import Feit
from domain.inkooptraject import INKOOPTRAJECT
from domain.inkooptraject import Status as Trajectstatus
from domain.leveringslijn import LEVERINGSLIJN, Lijnstand
from domain.leveringslijn import Status as Lijnstatus
from domain.regio import REGIO
from domain.tijdlijn import Dingsoort, Feitenlijst, Geldend, S
from domain.waarden import EERSTE_DAG, NOOIT, dag_na, dag_voor, plus_maanden

VOORUIT = 12
"""Months that are looked ahead when no day is given."""


@dataclass(frozen=True, kw_only=True)
class Dekkingsvraag:
    """What is asked besides the moment; None leaves it open."""

    regio: UUID
    traject: UUID | None = None
    segment: str | None = None
    per: Per = Per.PERCEEL
    zonder: tuple[UUID, ...] = ()
    """Aanbieders that deliver nothing from the day asked on: what if they leave or refuse."""
    wisseldag: date | None = None
    tot_en_met: date | None = None
    """How far coming losses are looked up; a year when it is not given."""


# --- how it is found ---------------------------------------------------------------------------------------------


def dekkingskaart(
    *, vragen: Vragen, reis: Tijdreis, gebruiker: Gebruiker, vraag: Dekkingsvraag
) -> Dekkingskaart:
    """Give the map of a regio at a pair of moments.

    Raises BestaatNiet when the regio was not known then, OngeldigeInvoer for an aanbieder that was not.
    """
    gebruiker.eis(Recht.LEZEN)
    regio = vragen.stand(soort=REGIO, ding=vraag.regio, reis=reis, blik=gebruiker.blik)
    if regio is None:
        raise BestaatNiet(
            f"De gevraagde versie bestaat niet: regio {vraag.regio} was toen niet bekend."
        )
    bron = _Bron(vragen=vragen, reis=reis, gebruiker=gebruiker, vraag=vraag)
    bron.weiger_onbekende_aanbieders()
    gewoon, dag = bron.dekking(), reis.geldig_op
    kaart = gewoon.zonder(aanbieders=vraag.zonder, vanaf=dag) if vraag.zonder else gewoon
    tot_en_met = vraag.tot_en_met or plus_maanden(dag, VOORUIT)
    cellen = bron.op(kaart, dag)
    gaten = gatregels(kaart=kaart, gewoon=gewoon, dag=dag)
    komend = verliesregels(kaart=kaart, gewoon=gewoon, na=dag, tot_en_met=tot_en_met)
    plekken = {c.cel.gemeente for c in cellen.values()}
    return Dekkingskaart(
        regio_id=vraag.regio,
        per=vraag.per,
        gemeenten=tuple(sorted(plekken.union(regio.gemeenten))),
        vormen=bron.vormen(cellen.values()),
        aantal=len(cellen),
        resultaten=tuple(celregel(c) for c in cellen.values()),
        gaten=gaten,
        komend_tot_en_met=tot_en_met,
        komend=komend,
        einden=tuple(bron.einden([*gaten, *komend])),
        wissel=bron.wissel(kaart),
        wat_als=bron.wat_als(gewoon, cellen),
        leveringslijnen=bron.leveringslijnen(),
    )


@dataclass(frozen=True, kw_only=True)
class _Bron:
    """The things of the question, and what is made of them."""

    vragen: Vragen
    reis: Tijdreis
    gebruiker: Gebruiker
    vraag: Dekkingsvraag

    def weiger_onbekende_aanbieders(self) -> None:
        """Refuse a what-if about nobody: it would change nothing without saying so."""
        gezocht = self.vraag.zonder
        bekend = self._aanbieders(gezocht, self.reis.geldig_op)
        fouten = [
            Invoerfout(
                plek="query",
                naam="zonderAanbieders",
                reden=f"aanbieder {a} was toen niet bekend; controleer het id",
            )
            for a in gezocht
            if a not in bekend
        ]
        if fouten:
            raise OngeldigeInvoer(fouten=fouten)

    def _aanbieders(self, ids: Iterable[UUID], dag: date) -> Mapping[UUID, Aanbiederstand]:
        return self.vragen.standen(
            soort=AANBIEDER,
            dingen=sorted(set(ids)),
            reis=replace(self.reis, geldig_op=dag),
            blik=self.gebruiker.blik,
        )

    @cached_property
    def _lijnen(self) -> Mapping[UUID, Sequence[Voorkomen[Lijnstand]]]:
        alle = self._verlopen(LEVERINGSLIJN)
        gevraagd = (None, self.vraag.traject)
        return {
            lijn: stukken
            for lijn, stukken in alle.items()
            if self.vraag.traject is None or stukken[-1].stand.traject_id in gevraagd
        }

    @cached_property
    def _trajecten(self) -> Sequence[Trajectstuk]:
        return [
            Trajectstuk(
                traject=traject,
                van=v.begin_geldigheid,
                tot=v.eind_geldigheid or NOOIT,
                in_werking=v.stand.status is Trajectstatus.ACTIEF,
                percelen=v.stand.percelen,
            )
            for traject, voorkomens in self._verlopen(INKOOPTRAJECT).items()
            if self.vraag.traject in (None, traject)
            for v in voorkomens
        ]

    def _verlopen(self, soort: Dingsoort[S]) -> Mapping[UUID, Sequence[Voorkomen[S]]]:
        return self.vragen.verlopen(
            soort=soort,
            regio_id=self.vraag.regio,
            bekend=self.reis.beschikbaar_op,
            blik=self.gebruiker.blik,
        )

    def dekking(self) -> Dekking:
        """Give all that ever covers or asks for each cell, as known at the moment."""
        contracten = self.vragen.contractstukken(
            regio_id=self.vraag.regio,
            traject_id=self.vraag.traject,
            producten=self.vraag.per is Per.PRODUCT,
            bekend=self.reis.beschikbaar_op,
        )
        lijnen = (
            Lijnstuk(
                lijn=lijn,
                traject=v.stand.traject_id,
                segment=v.stand.segment,
                van=v.begin_geldigheid,
                tot=v.eind_geldigheid or NOOIT,
                percelen=v.stand.percelen,
                gemeenten=v.stand.gemeenten,
            )
            for lijn, voorkomens in self._lijnen.items()
            for v in voorkomens
            if v.stand.status is Lijnstatus.ACTIEF
        )
        return dekking(
            per=self.vraag.per,
            trajecten=self._trajecten,
            contracten=contracten,
            lijnen=lijnen,
            segment=self.vraag.segment,
        )

    def op(self, kaart: Dekking, dag: date) -> dict[Cel, Celbeeld]:
        """Give the cells of a map on a day, with the clientenstops of that day."""
        stop = _stops(self._aanbieders(kaart.aanbieders(dag), dag))
        return {c.cel: c for c in kaart.op(dag, stop=stop)}

    def wissel(self, kaart: Dekking) -> Wissel | None:
        """Compare the day of the switch with the day before."""
        dag = self.vraag.wisseldag
        if dag is None:
            return None
        anders = veranderingen(voor=self.op(kaart, dag_voor(dag)), na=self.op(kaart, dag))
        return Wissel(dag=dag, veranderingen=tuple(anders))

    def wat_als(self, gewoon: Dekking, cellen: Mapping[Cel, Celbeeld]) -> WatAls | None:
        """Compare the map as it is with the map without some aanbieders."""
        if not self.vraag.zonder:
            return None
        anders = veranderingen(voor=self.op(gewoon, self.reis.geldig_op), na=cellen)
        return WatAls(
            zonder_aanbieders=tuple(sorted(set(self.vraag.zonder))), veranderingen=tuple(anders)
        )

    def vormen(self, cellen: Iterable[Celbeeld]) -> tuple[Vormregel, ...]:
        """Give the forms on the map, each with the trajecten in force that ask for it."""
        dag = self.reis.geldig_op
        vragers: dict[Zorgvorm, set[UUID]] = {c.cel.vorm: set() for c in cellen}
        for t in self._trajecten:
            if t.in_werking and t.van <= dag < t.tot:
                losse = dekking(per=self.vraag.per, trajecten=[t], contracten=(), lijnen=())
                for cel in losse.gevraagd:
                    vragers.get(cel.vorm, set()).add(t.traject)
        return tuple(
            Vormregel(vorm=v.code, segment=v.segment or None, traject_ids=tuple(sorted(ids)))
            for v, ids in sorted(vragers.items())
        )

    def leveringslijnen(self) -> tuple[Lijnregel, ...]:
        """Give the lines in force on the day."""
        dag = self.reis.geldig_op
        lopend = (
            (lijn, v.stand)
            for lijn, voorkomens in self._lijnen.items()
            for v in voorkomens
            if v.begin_geldigheid <= dag < (v.eind_geldigheid or NOOIT)
            and v.stand.status is Lijnstatus.ACTIEF
            and self.vraag.segment in (None, v.stand.segment)
        )
        return tuple(
            Lijnregel(
                id=lijn,
                kenmerk=s.kenmerk,
                lijnsoort=s.lijnsoort,
                segment=s.segment,
                gemeenten=s.gemeenten,
            )
            for lijn, s in sorted(lopend, key=lambda p: (p[1].segment, p[1].kenmerk, p[0]))
        )

    def einden(self, regels: Iterable[Gatregel | Verliesregel]) -> Iterator[Einde]:
        """Give for each contract that ends in a cell the fact that makes it end."""
        gezocht = sorted({(c, _dag(regel)) for regel in regels for c in regel.contract_ids})
        bekend = self.reis.beschikbaar_op
        dingen = sorted({contract for contract, _ in gezocht})
        logs = self.vragen.in_jaar(
            dingen=dingen, van=EERSTE_DAG, tot=NOOIT, sinds=bekend, bekend=bekend
        )
        standen = self.vragen.standen(
            soort=CONTRACT, dingen=dingen, reis=self.reis, blik=self.gebruiker.blik
        )
        for contract, dag in gezocht:
            feiten, stand = Feitenlijst(logs[contract]), standen[contract]
            geldend, verlopen = _eindfeit(feiten, dag)
            wat_als = (
                dag == self.reis.geldig_op
                and stand.aanbieder_id in self.vraag.zonder
                and stand.status is not Status.BEEINDIGD
            )
            yield Einde(
                contract_id=contract,
                contractnummer=stand.contractnummer,
                aanbieder_id=stand.aanbieder_id,
                per=dag,
                verlopen=verlopen and not wat_als,
                feit=None if wat_als else _feit(feiten, geldend),
            )


def _dag(regel: Gatregel | Verliesregel) -> date:
    return regel.sinds if isinstance(regel, Gatregel) else regel.dag


def _stops(aanbieders: Mapping[UUID, Aanbiederstand]) -> Callable[[Inzet, str], bool]:
    """Make the test whether an aanbieder takes nobody new for a lot in a gemeente, each looked up once."""
    gestopt = {a: stand for a, stand in aanbieders.items() if stand.clientenstops}

    @cache
    def stop(aanbieder: UUID, traject: UUID, perceel: str) -> Perceelstop | None:
        lagen = gestopt[aanbieder].clientenstops
        return perceelstop(lagen=lagen, traject_id=traject, perceel=perceel)

    def in_gemeente(inzet: Inzet, gemeente: str) -> bool:
        if inzet.aanbieder not in gestopt:
            return False
        gevonden = stop(inzet.aanbieder, inzet.traject, inzet.perceel)
        return gevonden is not None and gemeente in (gevonden.gemeenten or (gemeente,))

    return in_gemeente


# --- the fact behind an end --------------------------------------------------------------------------------------

_TERMIJN = frozenset({"POST", "verlengingen"})
"""Commands that set how long a contract runs."""
_PER_DIRECT = frozenset({"herzieningen", "overdrachten"})
"""Commands that may take a place or a lot away on their own day."""


def _eindfeit(feiten: Feitenlijst, dag: date) -> tuple[Geldend, bool]:
    """Give the fact by which a contract covers less from a day on, and whether its term simply ran out."""
    weg = ingetrokken(feiten, op=dag)
    staand = [g for g in feiten.geldend if g.plaats not in weg]
    genoemd = [g for g in staand if _eindigt_op(g.feit, dag)]
    if genoemd:
        return genoemd[-1], False
    return [g for g in staand if g.feit.pad in _TERMIJN][-1], True


def _eindigt_op(feit: Feit, dag: date) -> bool:
    """Tell whether a fact names the day itself: as its own, or the day before as the last."""
    if feit.pad in _PER_DIRECT and feit.ingangsdatum == dag:
        return True
    return dag in (
        dag_na(getattr(feit, "laatste_dag", None) or EERSTE_DAG),
        getattr(feit, "werking_per", None),
    )


def _feit(feiten: Feitenlijst, geldend: Geldend) -> Eindfeit:
    r = next(r for r in feiten.registraties if r.volgnummer == geldend.volgnummer)
    return Eindfeit(
        id=r.id,
        soort=geldend.feit.feitnaam,
        volgnummer=r.volgnummer,
        ingangsdatum=geldend.feit.ingangsdatum,
        geregistreerd_op=r.geregistreerd_op,
    )
