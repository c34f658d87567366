"""Random layers of a clientenstop: who takes nobody new on a day follows from a naive count, in any order recorded."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.aanbieder import (
    AANBIEDER,
    AanbiederIngeschreven,
    Aanbiederstand,
    AanbiederToegelaten,
    Grondslag,
)
from domain.clientenstop import Clientenstop, ClientenstopIngesteld, Insteller, LaagOpgeheven
from domain.feiten import Envelop, Feit, Registratie
from domain.tijdlijn import verloop
from tests.hulp import Verhaal, intrekking, verteld

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine

    from domain.tijdlijn import Verloop

DAG = date(2024, 1, 1)
TRAJECTEN = (UUID(int=1), UUID(int=2))
GEMEENTEN = ("9001", "9002")
PERCELEN = ((TRAJECTEN[0], "P1"), (TRAJECTEN[0], "P2"), (TRAJECTEN[1], "P1"))
DAGEN = range(-1, 121)


@dataclass(frozen=True)
class Laag:
    """A layer in days since the first one; empty means everywhere; `op` is the day it is lifted."""

    van: int
    tot: int | None
    traject: UUID | None
    percelen: tuple[str, ...]
    gemeenten: tuple[str, ...]
    op: int | None

    def staat(self, dag: int) -> bool:
        """Tell by counting whether it stands on a day."""
        return (
            self.van <= dag
            and (self.tot is None or dag <= self.tot)
            and (self.op is None or dag < self.op)
        )

    def raakt(self, traject: UUID, perceel: str, gemeente: str) -> bool:
        """Tell whether it is about a lot in a gemeente."""
        return (
            (self.traject is None or self.traject == traject)
            and (not self.percelen or perceel in self.percelen)
            and (not self.gemeenten or gemeente in self.gemeenten)
        )


@st.composite
def lagen(draw: st.DrawFn) -> Laag:
    van = draw(st.integers(0, 60))
    duur = draw(st.one_of(st.none(), st.integers(0, 30)))
    traject = draw(st.one_of(st.none(), st.sampled_from(TRAJECTEN)))
    percelen = st.lists(st.sampled_from(["P1", "P2"]), unique=True) if traject else st.just([])
    wacht = draw(st.one_of(st.none(), st.integers(0, 50 if duur is None else duur)))
    return Laag(
        van=van,
        tot=None if duur is None else van + duur,
        traject=traject,
        percelen=tuple(draw(percelen)),
        gemeenten=tuple(draw(st.lists(st.sampled_from(GEMEENTEN), unique=True))),
        op=None if wacht is None else van + wacht,
    )


def dag(nummer: int) -> date:
    return DAG + timedelta(nummer)


def ingesteld(laag: Laag) -> ClientenstopIngesteld:
    return ClientenstopIngesteld(
        ingangsdatum=dag(laag.van),
        traject_id=laag.traject,
        percelen=laag.percelen,
        gemeenten=laag.gemeenten,
        ingesteld_door=Insteller.OPDRACHTGEVER,
        grond="KWALITEIT",
        laatste_dag=None if laag.tot is None else dag(laag.tot),
    )


def vastgelegd(wat: Sequence[Laag], kans: random.Random) -> Verloop[Aanbiederstand]:
    """Fold the layers recorded in a random order, each lifted some time after it was recorded."""
    feiten: list[Feit] = [AanbiederIngeschreven(ingangsdatum=DAG, naam="A", kvk_nummer="00000001")]
    feiten += [
        AanbiederToegelaten(
            ingangsdatum=DAG, traject_id=traject, perceel=perceel, grondslag=Grondslag.TOELATING
        )
        for traject, perceel in PERCELEN
    ]
    te_doen = list(wat)
    op_te_heffen: list[tuple[int, int]] = []
    while te_doen or op_te_heffen:
        if te_doen and (not op_te_heffen or kans.random() < 0.6):
            laag = te_doen.pop(kans.randrange(len(te_doen)))
            feiten.append(ingesteld(laag))
            if laag.op is not None:
                op_te_heffen.append((len(feiten), laag.op))
        else:
            nummer, op = op_te_heffen.pop(kans.randrange(len(op_te_heffen)))
            feiten.append(LaagOpgeheven(ingangsdatum=dag(op), volgnummer=nummer))
    return verloop(
        soort=AANBIEDER, registraties=[_registratie(n, f) for n, f in enumerate(feiten, 1)]
    )


def _registratie(nummer: int, feit: Feit) -> Registratie:
    return Registratie(
        id=uuid5(UUID(int=0), str(nummer)),
        ding=UUID(int=9),
        soort=feit.feitnaam,
        volgnummer=nummer,
        positie=nummer,
        geregistreerd_op=datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=nummer),
        door="x",
        correlatie=UUID(int=0),
        envelop=Envelop(),
        feit=feit,
    )


def _stop(koers: Verloop[Aanbiederstand], op: int) -> Clientenstop | None:
    stand = koers.op(dag(op))
    assert stand is not None
    return stand.clientenstop


def gestopt(koers: Verloop[Aanbiederstand], op: int) -> set[tuple[UUID, str, str]]:
    """Give the lots and gemeenten in which nobody new comes in, as the register computes them."""
    stop = _stop(koers, op)
    return {
        (p.traject_id, p.perceel, g)
        for p in (stop.percelen if stop else ())
        for g in (GEMEENTEN if p.gemeenten is None else p.gemeenten)
    }


@given(wat=st.lists(lagen(), max_size=6), kans=st.randoms(use_true_random=False))
def test_een_stop_is_wat_de_lagen_samen_tellen(wat: list[Laag], kans: random.Random) -> None:
    koers = vastgelegd(wat, kans)
    andersom = vastgelegd(wat, kans)

    assert not koers.bevindingen
    for op in DAGEN:
        staand = [laag for laag in wat if laag.staat(op)]
        verwacht = {
            (t, p, g)
            for t, p in PERCELEN
            for g in GEMEENTEN
            if op >= 0 and any(laag.raakt(t, p, g) for laag in staand)
        }
        assert gestopt(koers, op) == gestopt(andersom, op) == verwacht
        stop = _stop(koers, op)
        assert (stop is not None) == bool(staand)
        if stop is not None:
            assert stop.geheel == any(not x.traject and not x.gemeenten for x in staand)


# --- the same through the API: detail, list and what was known then ----------------------------------------------

STAPPEN = st.lists(st.tuples(lagen(), st.integers(1, 40)), min_size=2, max_size=4)
PAREN = st.lists(st.tuples(st.integers(0, 120), st.integers(0, 8)), min_size=3, max_size=5)


def test_de_lijst_zegt_hetzelfde_als_het_dossier_ook_zoals_toen_bekend(engine: Engine) -> None:
    with verteld(engine) as verhaal:
        verhaal.wereld()
        verteller = _Verteller(verhaal)

        @settings(
            max_examples=12,
            deadline=None,
            derandomize=True,
            suppress_health_check=[HealthCheck.too_slow],
        )
        @given(stappen=STAPPEN, paren=PAREN)
        def een(stappen: list[tuple[Laag, int]], paren: list[tuple[int, int]]) -> None:
            verteller.vergelijk(stappen, paren)

        een()

        assert verhaal.leesfouten() == []


class _Verteller:
    """Tells one aanbieder after another to the same register; the days of the layers run from DAG."""

    def __init__(self, verhaal: Verhaal) -> None:
        self.verhaal = verhaal
        self.vandaag = DAG
        self.aantal = 0

    def _leg_vast(self, pad: str, lichaam: dict[str, Any]) -> tuple[int, str]:
        self.vandaag += timedelta(1)
        self.verhaal.op(self.vandaag.isoformat())
        gebeurtenis = self.verhaal.post(pad, lichaam)["gebeurtenis"]
        return gebeurtenis["volgnummer"], gebeurtenis["geregistreerdOp"]

    def vergelijk(self, stappen: list[tuple[Laag, int]], paren: list[tuple[int, int]]) -> None:
        self.aantal += 1
        wie = {"ingangsdatum": DAG.isoformat(), "naam": "A", "kvkNummer": f"{self.aantal:08d}"}
        pad = f"/aanbieders/{self.verhaal.post('/aanbieders', wie)['aanbieder']['id']}"
        toelating = self.verhaal.toelating("P2", ingangsdatum=DAG.isoformat())
        self._leg_vast(f"{pad}/toelatingen", toelating)
        bekend: list[tuple[str, list[Laag]]] = []
        nu: list[Laag] = []
        for laag, _ in stappen:
            nummer, moment = self._leg_vast(f"{pad}/clientenstops", self._lichaam(laag))
            open_ = Laag(laag.van, laag.tot, laag.traject, laag.percelen, laag.gemeenten, None)
            bekend.append((moment, [*nu, open_]))
            if laag.op is not None:
                opheffing = intrekking(dag(laag.op).isoformat(), nummer)
                _, moment = self._leg_vast(f"{pad}/opheffingen", opheffing)
                bekend.append((moment, [*nu, laag]))
            nu.append(laag)
        for op, keuze in paren:
            moment, wat = bekend[keuze % len(bekend)]
            self._vraag(pad, dag(op).isoformat(), moment, [x for x in wat if x.staat(op)])

    def _lichaam(self, laag: Laag) -> dict[str, Any]:
        """Give the body of a layer; of the two trajecten the register here has the first."""
        traject = {"trajectId": self.verhaal.traject} if laag.traject else {}
        return {
            "ingangsdatum": dag(laag.van).isoformat(),
            "ingesteldDoor": "OPDRACHTGEVER",
            "grond": "KWALITEIT",
            "percelen": laag.percelen,
            "gemeenten": laag.gemeenten,
            **traject,
            **({} if laag.tot is None else {"laatsteDag": dag(laag.tot).isoformat()}),
        }

    def _vraag(self, pad: str, geldig_op: str, bekend: str, staand: list[Laag]) -> None:
        paar: dict[str, Any] = {"geldigOp": geldig_op, "beschikbaarOp": bekend}
        stop = self.verhaal.get(pad, **paar)["clientenstop"]
        (perceel,) = (stop or {}).get("percelen") or [None]
        for gemeente in GEMEENTEN:
            # whichever traject a layer names, in this register it is the one there is
            verwacht = any(
                laag.raakt(laag.traject or TRAJECTEN[0], "P2", gemeente) for laag in staand
            )
            hier = perceel is not None and gemeente in (perceel["gemeenten"] or GEMEENTEN)
            assert hier == verwacht
            for keuze in ("true", "false"):
                gevonden = self.verhaal.get(
                    "/aanbieders",
                    kvkNummer=f"{self.aantal:08d}",
                    segment="ambulant",
                    gemeente=gemeente,
                    clientenstop=keuze,
                    **paar,
                )
                assert gevonden["aantal"] == (verwacht == (keuze == "true"))
