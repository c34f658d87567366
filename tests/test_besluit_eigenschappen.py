"""Random besluiten: the status follows from the answers by a naive count, in whatever order they were recorded."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from domain.besluit import (
    BESLUIT,
    BesluithandelingIngetrokken,
    BesluitIngebracht,
    Besluitstand,
    Betrokken,
    OrgaanBesloot,
    Status,
    Uitkomst,
)
from domain.besluitvereiste import Besluitregel, Rol
from domain.feiten import Envelop, Feit, Registratie
from domain.tijdlijn import verloop

DAG = date(2024, 1, 1)
DING = UUID(int=1)
GEMEENTEN = ("9001", "9002", "9003", "9004")
Antwoord = tuple[int, Uitkomst, bool]
"""The day, the answer, and whether it was taken back the day after."""


@st.composite
def besluiten(draw: st.DrawFn) -> tuple[Besluitregel, dict[str, Antwoord]]:
    regel = draw(st.sampled_from(Besluitregel))
    wie = draw(st.lists(st.sampled_from(GEMEENTEN), unique=True))
    dagen = draw(
        st.lists(
            st.integers(1, 100).map(lambda n: 2 * n),
            unique=True,
            min_size=len(wie),
            max_size=len(wie),
        )
    )
    antwoorden = {
        gemeente: (dag, draw(st.sampled_from(Uitkomst)), draw(st.booleans()))
        for gemeente, dag in zip(wie, dagen, strict=True)
    }
    return regel, antwoorden


def registraties(
    regel: Besluitregel, antwoorden: dict[str, Antwoord], kans: random.Random
) -> list[Registratie]:
    """Record the answers in a random order, each taking back after its own answer."""
    groep = Betrokken(orgaan="COLLEGE", gemeenten=GEMEENTEN, rol=Rol.BESLIST, regel=regel)
    feiten: list[Feit] = [
        BesluitIngebracht(ingangsdatum=DAG, regio_id=DING, onderwerp="iets", betrokken=(groep,))
    ]
    volgorde = list(antwoorden.items())
    kans.shuffle(volgorde)
    for gemeente, (na, uitkomst, terug) in volgorde:
        dag = DAG + timedelta(days=na)
        feiten.append(
            OrgaanBesloot(ingangsdatum=dag, orgaan="COLLEGE", gemeente=gemeente, uitkomst=uitkomst)
        )
        if terug:
            nummer, dag = len(feiten), dag + timedelta(days=1)
            feiten.append(BesluithandelingIngetrokken(ingangsdatum=dag, volgnummer=nummer))
    return [
        Registratie(
            id=uuid5(DING, str(nummer)),
            ding=DING,
            soort=feit.feitnaam,
            volgnummer=nummer,
            positie=nummer,
            geregistreerd_op=datetime(2025, 1, 1, tzinfo=UTC),
            door="x",
            correlatie=DING,
            envelop=Envelop(),
            feit=feit,
        )
        for nummer, feit in enumerate(feiten, start=1)
    ]


def verwacht(regel: Besluitregel, antwoorden: dict[str, Antwoord], na: int) -> Status:
    """Count by hand what holds `na` days after the first."""
    uitkomsten = [
        u for dag, u, terug in antwoorden.values() if dag <= na and not (terug and dag < na)
    ]
    voor = sum(u in {Uitkomst.CONFORM, Uitkomst.GEWIJZIGD} for u in uitkomsten)
    tegen = uitkomsten.count(Uitkomst.VERWORPEN)
    aantal = len(GEMEENTEN)
    gehaald = {
        Besluitregel.ELK: voor + tegen == aantal and voor > 0,
        Besluitregel.ALLE: voor == aantal,
        Besluitregel.MEERDERHEID: voor > aantal / 2,
    }[regel]
    verworpen = {
        Besluitregel.ELK: tegen == aantal,
        Besluitregel.ALLE: tegen > 0,
        Besluitregel.MEERDERHEID: tegen >= aantal / 2,
    }[regel]
    if gehaald:
        return Status.IN_WERKING
    if verworpen:
        return Status.VERWORPEN
    aangehouden = Uitkomst.AANGEHOUDEN in uitkomsten
    return Status.AANGEHOUDEN if aangehouden else Status.VOORGENOMEN


@given(besluiten(), st.integers(0, 210), st.randoms(use_true_random=False))
def test_de_status_volgt_uit_de_uitspraken(
    gegeven: tuple[Besluitregel, dict[str, Antwoord]], na: int, kans: random.Random
) -> None:
    regel, antwoorden = gegeven
    stand = verloop(soort=BESLUIT, registraties=registraties(regel, antwoorden, kans)).op(
        DAG + timedelta(days=na)
    )

    assert isinstance(stand, Besluitstand)
    assert stand.status is verwacht(regel, antwoorden, na)
    assert (stand.status is Status.IN_WERKING) <= (stand.ontbreekt == ())


@given(besluiten(), st.randoms(use_true_random=False), st.randoms(use_true_random=False))
def test_de_volgorde_van_vastleggen_verandert_het_verloop_niet(
    gegeven: tuple[Besluitregel, dict[str, Antwoord]], een: random.Random, ander: random.Random
) -> None:
    """Of what holds; the volgnummers by which facts are named differ of course."""
    regel, antwoorden = gegeven

    def standen(kans: random.Random) -> list[tuple[date, Status, tuple[str, ...]]]:
        gevonden = verloop(soort=BESLUIT, registraties=registraties(regel, antwoorden, kans))
        return [(s.van, s.stand.status, s.stand.ontbreekt) for s in gevonden.segmenten]

    assert standen(een) == standen(ander)
