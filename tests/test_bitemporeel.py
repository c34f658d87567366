"""Rectangles written turn by turn say what the facts known at each moment say, on every day."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import IntegrityError

from application.register import Tijdreis
from domain.feiten import Correctie, Correctiesoort, Rechtzetting
from domain.tijdlijn import verloop
from domain.waarden import EERSTE_DAG, NOOIT
from infrastructure.bitemporeel import Bijwerking, bekend, geldend, nog_geloofd, schrijf, vorm
from infrastructure.database import OPEN_INSTANT
from tests.proefding import (
    BOEKINGEN,
    KLEUREN,
    PROEF,
    PROEVEN,
    ProefGeopend,
    ProefGewijzigd,
    leg_vast,
    maak_proeftabellen,
    open_proefregister,
    willekeurige_geschiedenis,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Engine, Table

    from domain.feiten import Registratie
    from infrastructure.register import Logregister

T1 = datetime(2025, 1, 1, tzinfo=UTC)
T2 = datetime(2025, 1, 2, tzinfo=UTC)


def alle_rijen(engine: Engine, tabel: Table) -> list[dict[str, Any]]:
    with engine.connect() as verbinding:
        vraag = select(tabel).order_by(*tabel.primary_key.columns)
        return [dict(rij._mapping) for rij in verbinding.execute(vraag)]


def _registraties(register: Logregister, ding: UUID) -> Sequence[Registratie]:
    with register.engine.connect() as verbinding:
        return register.logboek.registraties(verbinding=verbinding, ding=ding)


def _dagen(kans: random.Random) -> list[date]:
    gelijk = [date(2024, 1, 1) + timedelta(days=kans.randrange(-10, 1300)) for _ in range(25)]
    return [EERSTE_DAG, *gelijk, NOOIT - timedelta(days=1)]


def _verwacht(registraties: Sequence[Registratie], dag: date, moment: datetime) -> Any:
    """The naive answer: fold what was known at the moment, and look at the day."""
    bekende = [r for r in registraties if r.geregistreerd_op <= moment]
    if not bekende:
        return None, set(), 0
    koers = verloop(soort=PROEF, registraties=bekende)
    stand = koers.op(dag)
    if stand is None:
        return None, set(), 0
    feiten = [g.feit for g in koers.feiten.geldend]
    geld = sum(
        f.bedrag or 0 for f in feiten if isinstance(f, ProefGewijzigd) and f.ingangsdatum <= dag
    )
    return (stand.nummer, stand.staat, stand.bedrag or None), set(stand.kleuren), geld


def _gevonden(register: Logregister, ding: UUID, reis: Tijdreis) -> Any:
    with register.engine.connect() as verbinding:
        stand = verbinding.execute(
            select(PROEVEN.c.nummer, PROEVEN.c.staat, PROEVEN.c.centen).where(
                PROEVEN.c.ding_id == ding, geldend(tabel=PROEVEN, tijdreis=reis)
            )
        ).one_or_none()
        kleuren = verbinding.scalars(
            select(KLEUREN.c.waarde).where(
                KLEUREN.c.ding_id == ding, geldend(tabel=KLEUREN, tijdreis=reis)
            )
        ).all()
        geld = verbinding.scalar(
            select(func.coalesce(func.sum(BOEKINGEN.c.centen), 0)).where(
                BOEKINGEN.c.ding_id == ding, geldend(tabel=BOEKINGEN, tijdreis=reis)
            )
        )
    assert len(kleuren) == len(set(kleuren))
    return (None if stand is None else tuple(stand)), set(kleuren), geld


@pytest.mark.parametrize("zaad", range(6))
def test_elk_paar_geeft_wat_de_toen_bekende_feiten_zeggen(engine: Engine, zaad: int) -> None:
    kans = random.Random(zaad)
    register = open_proefregister(engine)

    dingen = willekeurige_geschiedenis(register, kans, dingen=3, beurten=20)

    for ding in dingen:
        registraties = _registraties(register, ding)
        momenten = sorted({r.geregistreerd_op for r in registraties})
        for moment in [T1, *momenten, *(m - timedelta(microseconds=1) for m in momenten)]:
            for dag in kans.sample(_dagen(kans), 4):
                reis = Tijdreis(geldig_op=dag, beschikbaar_op=moment)
                assert _gevonden(register, ding, reis) == _verwacht(registraties, dag, moment)


def test_inhoud_van_een_rij_verandert_nooit(engine: Engine) -> None:
    register = open_proefregister(engine)
    gezien: dict[tuple[Any, ...], Any] = {}

    def onthoud() -> None:
        for tabel in (PROEVEN, KLEUREN, BOEKINGEN):
            for rij in alle_rijen(engine, tabel):
                sleutel = (tabel.name, *(rij[k.name] for k in tabel.primary_key.columns))
                einde = rij.pop("bekend_tot")
                eerder_einde, eerder = gezien.get(sleutel, (OPEN_INSTANT, rij))
                assert rij == eerder
                assert eerder_einde in {einde, OPEN_INSTANT}
                gezien[sleutel] = (einde, rij)

    willekeurige_geschiedenis(register, random.Random(3), dingen=2, beurten=12, na_beurt=onthoud)

    assert len(gezien) == sum(len(alle_rijen(engine, t)) for t in (PROEVEN, KLEUREN, BOEKINGEN))


def test_rijen_bedekken_alle_dagen_en_wat_blijft_houdt_zijn_rij(engine: Engine) -> None:
    register = open_proefregister(engine)
    ding = uuid4()
    with register.schrijf() as beurt:
        opening = ProefGeopend(ingangsdatum=date(2025, 1, 1), nummer="1", kleuren=("rood",))
        leg_vast(beurt, opening, ding)
    with register.schrijf() as beurt:
        tweede = beurt.nu
        feit = ProefGewijzigd(ingangsdatum=date(2026, 1, 1), bij=("geel",), bedrag=1)
        leg_vast(beurt, feit, ding)

    rijen = alle_rijen(engine, PROEVEN)
    open_ = [r for r in rijen if r["bekend_tot"] == OPEN_INSTANT]

    assert [(r["geldig_van"], r["geldig_tot"]) for r in open_] == [
        (EERSTE_DAG, date(2025, 1, 1)),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2026, 1, 1), NOOIT),
    ]
    assert [r["bekend_tot"] for r in rijen if r not in open_] == [tweede]
    assert json.loads(open_[2]["stand"]) == {
        "nummer": "1",
        "kleuren": ["geel", "rood"],
        "bedrag": "0.01",
        "laatsteDag": None,
        "staat": "OPEN",
    }
    kleuren = [(r["waarde"], r["geldig_van"], r["bekend_tot"]) for r in alle_rijen(engine, KLEUREN)]
    assert kleuren == [
        ("geel", date(2026, 1, 1), OPEN_INSTANT),
        ("rood", EERSTE_DAG, OPEN_INSTANT),
    ]


def test_ingetrokken_opening_sluit_alle_rijen(engine: Engine) -> None:
    register = open_proefregister(engine)
    ding = uuid4()
    with register.schrijf() as beurt:
        feit = ProefGeopend(ingangsdatum=date(2025, 1, 1), nummer="1", kleuren=("rood", "geel"))
        leg_vast(beurt, feit, ding)
    weg = Correctie(
        soort=Correctiesoort.FOUT,
        reden="nooit bestaan",
        registraties=(Rechtzetting(volgnummer=1, vervanging=None),),
    )

    with register.schrijf() as beurt:
        leg_vast(beurt, weg, ding)

    with engine.connect() as verbinding:
        for tabel in (PROEVEN, KLEUREN, BOEKINGEN):
            vraag = select(func.count()).select_from(tabel).where(nog_geloofd(tabel=tabel))
            assert verbinding.scalar(vraag) == 0
    assert len(alle_rijen(engine, KLEUREN)) == 2


def test_een_update_en_een_insert_per_tabel(engine: Engine) -> None:
    register = open_proefregister(engine)
    ding = uuid4()
    with register.schrijf() as beurt:
        leg_vast(beurt, ProefGeopend(ingangsdatum=date(2025, 1, 1), nummer="1"), ding)
        for maand in range(1, 9):
            feit = ProefGewijzigd(ingangsdatum=date(2025, maand, 2), bedrag=maand)
            leg_vast(beurt, feit, ding)
    opdrachten: list[str] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _noteer(_v: object, _c: object, opdracht: str, *_: object) -> None:
        opdrachten.append(opdracht)

    with register.schrijf() as beurt:
        feit = ProefGewijzigd(ingangsdatum=date(2025, 1, 2), bedrag=100, bij=("rood",))
        leg_vast(beurt, feit, ding)

    for tabel in (PROEVEN, KLEUREN, BOEKINGEN):
        over = [o.split()[0] for o in opdrachten if tabel.name in o]
        verwacht = {
            PROEVEN: ["UPDATE", "INSERT"],
            KLEUREN: ["INSERT"],
            BOEKINGEN: ["INSERT"],
        }
        assert over == verwacht[tabel]
    # lock with head, all entries of the thing, the log, three tables; what stood follows from the course
    assert len([o for o in opdrachten if not o.startswith("BEGIN")]) == 7


def bijgewerkt(ding, *, staand, gewenst):
    bijwerking = Bijwerking()
    bijwerking.voeg_toe(
        ding=ding, tabel=KLEUREN, staand=vorm(KLEUREN).splits(staand), gewenst=gewenst
    )
    return bijwerking


ROOD = {"waarde": "rood", "geldig_van": EERSTE_DAG, "geldig_tot": NOOIT}


def test_wat_al_zo_staat_wordt_niet_aangeraakt(engine: Engine) -> None:
    maak_proeftabellen(engine)
    ding = uuid4()
    with engine.begin() as verbinding:
        nieuw = bijgewerkt(ding, staand=[], gewenst=[ROOD])
        schrijf(verbinding=verbinding, tabel=KLEUREN, bijwerking=nieuw, nu=T1)

    with engine.begin() as verbinding:
        zelfde = bijgewerkt(ding, staand=[ROOD], gewenst=[ROOD])
        schrijf(verbinding=verbinding, tabel=KLEUREN, bijwerking=zelfde, nu=T2)

    assert [(r["bekend_van"], r["bekend_tot"]) for r in alle_rijen(engine, KLEUREN)] == [
        (T1, OPEN_INSTANT)
    ]
    with engine.connect() as verbinding:
        toen = select(KLEUREN.c.waarde).where(bekend(tabel=KLEUREN, op=T1))
        eerder = select(KLEUREN.c.waarde).where(
            bekend(tabel=KLEUREN, op=T1 - timedelta(microseconds=1))
        )
        assert verbinding.scalars(toen).all() == ["rood"]
        assert verbinding.scalars(eerder).all() == []


def test_twee_gewenste_rijen_met_een_sleutel_worden_geweigerd() -> None:
    with pytest.raises(ValueError, match="dezelfde sleutel"):
        bijgewerkt(uuid4(), staand=[], gewenst=[ROOD, ROOD])


def test_een_leesmodel_dat_niet_is_wat_het_logboek_zegt_valt_op(engine: Engine) -> None:
    maak_proeftabellen(engine)
    ander = bijgewerkt(uuid4(), staand=[ROOD], gewenst=[])

    with engine.begin() as verbinding, pytest.raises(RuntimeError, match="0 rijen gesloten"):
        schrijf(verbinding=verbinding, tabel=KLEUREN, bijwerking=ander, nu=T1)


@pytest.mark.postgres
def test_postgresql_weigert_overlappende_rechthoeken(
    engine: Engine, request: pytest.FixtureRequest
) -> None:
    if engine.dialect.name != "postgresql":
        return
    maak_proeftabellen(engine)
    ding = uuid4()
    rij = {
        "ding_id": ding,
        "waarde": "rood",
        "geldig_van": date(2025, 1, 1),
        "geldig_tot": NOOIT,
        "bekend_van": T1,
        "bekend_tot": OPEN_INSTANT,
    }
    with engine.begin() as verbinding:
        verbinding.execute(insert(KLEUREN), rij)
        verbinding.execute(insert(KLEUREN), {**rij, "waarde": "geel"})

    with pytest.raises(IntegrityError, match="ex_proefkleuren_geen_overlap"), engine.begin() as v:
        v.execute(insert(KLEUREN), {**rij, "geldig_van": date(2025, 2, 1)})


def test_leeg_tijdvak_wordt_geweigerd(engine: Engine) -> None:
    maak_proeftabellen(engine)
    rij = {
        "ding_id": uuid4(),
        "waarde": "rood",
        "geldig_van": NOOIT,
        "geldig_tot": NOOIT,
        "bekend_van": T1,
        "bekend_tot": OPEN_INSTANT,
    }

    with pytest.raises(IntegrityError), engine.begin() as verbinding:
        verbinding.execute(insert(KLEUREN), rij)
