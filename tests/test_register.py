"""A write turn: the lock, the stamp, all or nothing, and what is seen inside it."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg2
import pytest
from eventsourcing.persistence import IntegrityError
from sqlalchemy import event, func, select, text

from application.register import (
    BewaardAntwoord,
    KlokLooptAchter,
    Register,
    RegisterBezet,
    Schrijfbeurt,
)
from domain.contract import CONTRACT
from domain.feiten import Correctie, Correctiesoort, Envelop, Rechtzetting
from infrastructure import database
from infrastructure.herbouw import controleer
from infrastructure.klok import Verhaalklok, maak_klok
from infrastructure.log import REGISTER, Logrecorder, Registersoort
from infrastructure.peil import RegisterNietGeopend
from infrastructure.register import Logregister, RegisterIsAnders, open_register
from infrastructure.tabellen import GEBEURTENISSEN
from tests.proefding import (
    BOEKINGEN,
    GEDEELD,
    KLEUREN,
    PROEF,
    PROEFPROJECTIE,
    PROEVEN,
    ProefGeopend,
    ProefGewijzigd,
    leg_vast,
    open_proefregister,
    voeg_toe_in_proces,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine

MIDDAG = datetime(2025, 3, 1, 12, tzinfo=UTC)
DAG = date(2025, 1, 1)


@pytest.fixture
def register(engine: Engine) -> Logregister:
    return open_proefregister(engine)


def opening(nummer: str = "1") -> ProefGeopend:
    return ProefGeopend(ingangsdatum=DAG, nummer=nummer)


def aantal(engine: Engine, tabel: Any) -> int:
    with engine.connect() as verbinding:
        return verbinding.scalar(select(func.count()).select_from(tabel)) or 0


def _posities(engine: Engine) -> list[tuple[int, datetime]]:
    with engine.connect() as verbinding:
        vraag = select(GEBEURTENISSEN.c.positie, GEBEURTENISSEN.c.geregistreerd_op)
        rijen = verbinding.execute(vraag.order_by(GEBEURTENISSEN.c.positie))
        return [(rij[0], rij[1]) for rij in rijen]


# --- opening -----------------------------------------------------------------------------------------------------


def test_positie_1_opent_het_register_en_een_tweede_keer_verandert_niets(engine: Engine) -> None:
    klok = maak_klok(engine=engine)

    eerste = open_register(engine=engine, klok=klok, soort=Registersoort.PRODUCTIE)
    tweede = open_register(engine=engine, klok=klok, soort=Registersoort.PRODUCTIE)

    assert (eerste.positie, eerste.soort) == (1, "PRODUCTIE")
    assert (tweede.positie, tweede.watermerk) == (1, eerste.watermerk)
    assert eerste.geopend_op == eerste.watermerk
    with pytest.raises(RegisterIsAnders, match="PRODUCTIE, niet als DEMO"):
        open_register(engine=engine, klok=klok, soort=Registersoort.DEMO)
    register = Logregister(engine=engine, klok=klok, projecties=[])
    with register.schrijf() as beurt:
        (geopend,) = beurt.registraties(ding=REGISTER)
    assert (geopend.soort, geopend.positie) == ("register.geopend", 1)


def test_ongeopend_register_heeft_geen_peil(engine: Engine) -> None:
    with pytest.raises(RegisterNietGeopend):
        Logregister(engine=engine, klok=maak_klok(engine=engine), projecties=[])


def test_verhaalklok_alleen_in_een_demo(engine: Engine) -> None:
    verhaal = Verhaalklok(begin=MIDDAG)
    with pytest.raises(RegisterIsAnders, match="verhaalklok"):
        open_register(engine=engine, klok=verhaal, soort=Registersoort.PRODUCTIE)
    open_register(engine=engine, klok=maak_klok(engine=engine), soort=Registersoort.PRODUCTIE)

    with pytest.raises(RegisterIsAnders, match="verhaalklok"):
        Logregister(engine=engine, klok=verhaal, projecties=[])


# --- the stamp ---------------------------------------------------------------------------------------------------


def test_alle_feiten_van_een_beurt_delen_een_ogenblik_dat_stijgt(engine: Engine) -> None:
    klok = Verhaalklok(begin=MIDDAG)
    register = open_proefregister(engine, klok)

    for nummer in range(3):
        with register.schrijf() as beurt:
            leg_vast(beurt, opening(f"a{nummer}"), uuid4())
            leg_vast(beurt, opening(f"b{nummer}"), uuid4())

    micro = timedelta(microseconds=1)
    assert _posities(engine) == [
        (1, MIDDAG),
        (2, MIDDAG + micro),
        (3, MIDDAG + micro),
        (4, MIDDAG + 2 * micro),
        (5, MIDDAG + 2 * micro),
        (6, MIDDAG + 3 * micro),
        (7, MIDDAG + 3 * micro),
    ]
    peil = register.peil()
    assert (peil.watermerk, peil.positie, peil.klok) == (MIDDAG + 3 * micro, 7, MIDDAG)


def test_klok_die_achterloopt(engine: Engine) -> None:
    klok = Verhaalklok(begin=MIDDAG)
    register = open_proefregister(engine, klok)

    klok.zet(moment=MIDDAG - timedelta(minutes=5))
    with register.schrijf() as beurt:
        assert beurt.nu == MIDDAG + timedelta(microseconds=1)
    klok.zet(moment=MIDDAG - timedelta(minutes=5, microseconds=1))

    with pytest.raises(KlokLooptAchter), register.schrijf():
        pytest.fail("er is geen beurt")


def test_vandaag_is_de_dag_in_amsterdam(engine: Engine) -> None:
    klok = Verhaalklok(begin=datetime(2025, 6, 30, 22, 30, tzinfo=UTC))
    register = open_proefregister(engine, klok)

    with register.schrijf() as beurt:
        assert beurt.vandaag == date(2025, 7, 1)


def test_gestempeld_onder_het_slot(engine: Engine) -> None:
    """Who waited is stamped after who went before, not when the wait began."""
    register = open_proefregister(engine)
    begonnen, ogenblikken = threading.Event(), []

    def tweede() -> None:
        begonnen.set()
        with register.schrijf() as beurt:
            ogenblikken.append(beurt.nu)

    with register.schrijf() as beurt:
        draad = threading.Thread(target=tweede)
        draad.start()
        begonnen.wait()
        time.sleep(0.05)
        leg_vast(beurt, opening(), uuid4())
        voor_vrijgave = register.peil().klok
    draad.join()

    assert ogenblikken[0] > voor_vrijgave
    assert ogenblikken[0] > register.peil().watermerk


# --- in the turn -------------------------------------------------------------------------------------------------


def test_wat_in_de_beurt_is_vastgelegd_wordt_gezien(register: Logregister) -> None:
    ding = uuid4()

    with register.schrijf() as beurt:
        eerste = leg_vast(beurt, opening(), ding, Envelop(reden="x"))
        assert beurt.registraties(ding=ding) == (eerste,)
        assert eerste.positie == 2
        voor = beurt.verloop(soort=PROEF, ding=ding)
        tweede = leg_vast(beurt, ProefGewijzigd(ingangsdatum=DAG, bedrag=5), ding)
        na = beurt.verloop(soort=PROEF, ding=ding)
        assert na is beurt.verloop(soort=PROEF, ding=ding)

    assert voor is not None
    assert na is not None
    assert [s.stand.bedrag for s in voor.segmenten] == [0, 0]
    assert [s.stand.bedrag for s in na.segmenten] == [0, 5]
    with register.schrijf() as beurt:
        assert beurt.registraties(ding=ding) == (eerste, tweede)
        assert beurt.verloop(soort=CONTRACT, ding=ding) is None
        assert beurt.verloop(soort=PROEF, ding=uuid4()) is None
        assert beurt.registraties(ding=uuid4()) == ()


def test_sleutel_in_gebruik_ook_binnen_de_beurt(register: Logregister) -> None:
    eerste, tweede = uuid4(), uuid4()
    with register.schrijf() as beurt:
        leg_vast(beurt, opening("A"), eerste)
        assert beurt.in_gebruik(soort="proef", sleutel="A") == eerste
        assert beurt.in_gebruik(soort="contract", sleutel="A") is None

    with register.schrijf() as beurt:
        assert beurt.in_gebruik(soort="proef", sleutel="A") == eerste
        assert beurt.in_gebruik(soort="proef", sleutel="B") is None
        weg = Correctie(
            soort=Correctiesoort.FOUT,
            reden="nooit bestaan",
            registraties=(Rechtzetting(volgnummer=1, vervanging=None),),
        )
        leg_vast(beurt, weg, eerste)
        assert beurt.in_gebruik(soort="proef", sleutel="A") is None
        leg_vast(beurt, opening("A"), tweede)
        assert beurt.in_gebruik(soort="proef", sleutel="A") == tweede

    with register.schrijf() as beurt:
        assert beurt.in_gebruik(soort="proef", sleutel="A") == tweede


def test_bewaard_antwoord_komt_terug_zoals_het_was(register: Logregister) -> None:
    antwoord = BewaardAntwoord(
        vingerafdruk="ab", status=201, koppen={"ETag": '"1"'}, lichaam=b'{"a":\xc3\xa9}'
    )
    with register.schrijf() as beurt:
        assert beurt.bewaard_antwoord(actor="a", route="r", sleutel="s") is None
        beurt.bewaar_antwoord(actor="a", route="r", sleutel="s", antwoord=antwoord)

    with register.schrijf() as beurt:
        assert beurt.bewaard_antwoord(actor="a", route="r", sleutel="s") == antwoord
        assert beurt.bewaard_antwoord(actor="b", route="r", sleutel="s") is None


def test_wat_niet_volgt_of_een_ander_ogenblik_draagt_wordt_geweigerd(
    register: Logregister,
) -> None:
    ding = uuid4()
    with register.schrijf() as beurt:
        eerste = leg_vast(beurt, opening(), ding)
        with pytest.raises(ValueError, match="volgnummer 3 volgt niet"):
            beurt.leg_vast(replace(eerste, volgnummer=3))
        with pytest.raises(ValueError, match="ogenblik"):
            beurt.leg_vast(
                replace(eerste, volgnummer=2, geregistreerd_op=beurt.nu - timedelta(seconds=1))
            )


def test_tweede_opening_van_een_bestaand_ding_wordt_geweigerd(register: Logregister) -> None:
    with register.schrijf() as beurt:
        eerste = leg_vast(beurt, opening(), uuid4())

    with pytest.raises(IntegrityError), register.schrijf() as beurt:
        beurt.leg_vast(replace(eerste, id=uuid4(), geregistreerd_op=beurt.nu))

    assert aantal(register.engine, GEBEURTENISSEN) == 2


# --- all or nothing ----------------------------------------------------------------------------------------------


def test_fout_in_de_beurt_laat_niets_achter(register: Logregister) -> None:
    def leg_vast_en_bedenk_je() -> None:
        with register.schrijf() as beurt:
            leg_vast(beurt, opening(), uuid4())
            raise RuntimeError("toch niet")

    with pytest.raises(RuntimeError, match="toch niet"):
        leg_vast_en_bedenk_je()

    assert register.peil().positie == 1


def test_fout_vlak_voor_commit_laat_niets_achter(register: Logregister) -> None:
    engine = register.engine

    def breek(_verbinding: object) -> None:
        raise RuntimeError("vlak voor commit")

    event.listen(engine, "commit", breek)
    with pytest.raises(RuntimeError, match="vlak voor commit"), register.schrijf() as beurt:
        leg_vast(beurt, ProefGeopend(ingangsdatum=DAG, nummer="1", kleuren=("rood",)), uuid4())
    event.remove(engine, "commit", breek)

    assert register.peil().positie == 1
    assert [aantal(engine, t) for t in (PROEVEN, KLEUREN, BOEKINGEN)] == [0, 0, 0]
    with register.schrijf() as beurt:
        assert leg_vast(beurt, opening(), uuid4()).positie == 2


def _verbroken(engine: Engine) -> Exception:
    if engine.dialect.name == "postgresql":
        verbroken: Exception = psycopg2.OperationalError(
            "server closed the connection unexpectedly"
        )
        return verbroken
    return sqlite3.OperationalError("disk I/O error")


@pytest.mark.parametrize("doorgegaan", [True, False])
def test_verbinding_breekt_tijdens_commit(
    register: Logregister, monkeypatch: pytest.MonkeyPatch, *, doorgegaan: bool
) -> None:
    """The log itself says whether the turn was committed."""
    dialect = register.engine.dialect
    echt = dialect.do_commit

    def breek(verbinding: Any) -> None:
        monkeypatch.setattr(dialect, "do_commit", echt)
        if doorgegaan:
            echt(verbinding)
        raise _verbroken(register.engine)

    def leg_een_feit_vast() -> None:
        with register.schrijf() as beurt:
            monkeypatch.setattr(dialect, "do_commit", breek)
            leg_vast(beurt, opening(), uuid4())

    if doorgegaan:
        leg_een_feit_vast()
    else:
        with pytest.raises(Exception, match=r"server closed|disk I/O"):
            leg_een_feit_vast()

    assert register.peil().positie == (2 if doorgegaan else 1)
    assert aantal(register.engine, PROEVEN) == (2 if doorgegaan else 0)


def test_verbinding_breekt_in_een_beurt_zonder_feiten(
    register: Logregister, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialect = register.engine.dialect
    echt = dialect.do_commit

    def breek(_verbinding: Any) -> None:
        monkeypatch.setattr(dialect, "do_commit", echt)
        raise _verbroken(register.engine)

    with pytest.raises(Exception, match=r"server closed|disk I/O"), register.schrijf():
        monkeypatch.setattr(dialect, "do_commit", breek)


@pytest.mark.postgres
def test_server_verbreekt_de_verbinding_voor_commit(postgres_url: str) -> None:
    engine = database.maak_engine(url=postgres_url)
    register = open_proefregister(engine)

    verbreek = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )

    def leg_vast_en_raak_de_verbinding_kwijt() -> None:
        with register.schrijf() as beurt:
            leg_vast(beurt, opening(), uuid4())
            with engine.connect() as ander:
                ander.execute(verbreek)

    with pytest.raises(Exception, match=r"terminating connection|closed"):
        leg_vast_en_raak_de_verbinding_kwijt()

    with register.schrijf() as beurt:
        assert leg_vast(beurt, opening(), uuid4()).positie == 2
    engine.dispose()


# --- one at a time -----------------------------------------------------------------------------------------------


def test_wie_te_lang_wacht_krijgt_bezet(
    register: Logregister, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SLOT_WACHTTIJD", 0.1)
    gevangen: list[Exception] = []

    def tweede() -> None:
        try:
            with register.schrijf():
                pass
        except RegisterBezet as bezet:
            gevangen.append(bezet)

    with register.schrijf():
        draad = threading.Thread(target=tweede)
        draad.start()
        draad.join()

    assert len(gevangen) == 1


def test_ander_proces_houdt_het_slot(
    engine: Engine, register: Logregister, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lock between processes; the other process is played by passing by the lock between threads."""
    monkeypatch.setattr(database, "SLOT_WACHTTIJD", 0.2)

    with register.schrijf():
        monkeypatch.setattr(database, "_DRADEN", {})
        with pytest.raises(RegisterBezet), register.schrijf():
            pytest.fail("er is geen beurt")
        monkeypatch.setattr(database, "SLOT_WACHTTIJD", 0.0)
        with pytest.raises(RegisterBezet), register.schrijf():
            pytest.fail("er is geen beurt")

    monkeypatch.setattr(database, "SLOT_WACHTTIJD", 10.0)
    with register.schrijf() as beurt:
        assert leg_vast(beurt, opening(), uuid4()).positie == 2


def test_sqlite_ander_programma_schrijft(sqlite_url: str) -> None:
    engine = database.maak_engine(url=sqlite_url)
    register = open_proefregister(engine)
    engine.dispose()
    ander = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    ander.execute("BEGIN IMMEDIATE")
    with engine.connect() as verbinding:
        verbinding.exec_driver_sql("PRAGMA busy_timeout = 50")

    with pytest.raises(RegisterBezet), register.schrijf():
        pytest.fail("er is geen beurt")

    ander.execute("ROLLBACK")
    ander.close()
    engine.dispose()


def test_geen_verbinding_vrij(database_url: str) -> None:
    engine = database.maak_engine(url=database_url, verbindingen=1, extra=0, wachttijd=0.05)
    register = open_proefregister(engine)

    with engine.connect(), pytest.raises(RegisterBezet), register.schrijf():
        pytest.fail("er is geen beurt")

    engine.dispose()


@pytest.mark.traag
def test_verschillende_processen_schrijven_tegelijk(engine: Engine, database_url: str) -> None:
    register = open_proefregister(engine)
    with register.schrijf() as beurt:
        leg_vast(beurt, opening(), GEDEELD)
    engine.dispose()
    per_proces = 25
    context = multiprocessing.get_context("spawn")
    processen = [
        context.Process(target=voeg_toe_in_proces, args=(database_url, per_proces))
        for _ in range(4)
    ]

    for proces in processen:
        proces.start()
    for proces in processen:
        proces.join()

    assert [proces.exitcode for proces in processen] == [0] * 4
    posities = _posities(engine)
    assert [positie for positie, _ in posities] == list(range(1, 3 + 2 * 4 * per_proces))
    ogenblikken = [moment for _, moment in posities[2:]]
    assert ogenblikken == sorted(ogenblikken)
    assert len(set(ogenblikken)) == len(ogenblikken) // 2
    with register.schrijf() as beurt:
        koers = beurt.verloop(soort=PROEF, ding=GEDEELD)
    assert koers is not None
    assert koers.segmenten[-1].stand.bedrag == 4 * per_proces
    fouten = controleer(engine=engine, projecties=[PROEFPROJECTIE], voortgang=lambda _a, _b: None)
    assert list(fouten) == []


def test_draden_schrijven_tegelijk(engine: Engine) -> None:
    register = open_proefregister(engine)
    with register.schrijf() as beurt:
        leg_vast(beurt, opening(), GEDEELD)
    fouten: list[Exception] = []

    def schrijf() -> None:
        try:
            for _ in range(10):
                with register.schrijf() as beurt:
                    leg_vast(beurt, ProefGewijzigd(ingangsdatum=DAG, bedrag=1), GEDEELD)
                register.peil()
        except Exception as fout:  # noqa: BLE001 - shown by the assert below
            fouten.append(fout)

    draden = [threading.Thread(target=schrijf) for _ in range(8)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()

    assert fouten == []
    assert register.peil().positie == 82


def test_recorder_stempelt_ook_zelf_onder_het_slot(engine: Engine) -> None:
    register = open_proefregister(engine)
    recorder = Logrecorder(engine=engine, klok=register.klok)
    with register.schrijf() as beurt:
        feit = leg_vast(beurt, opening(), uuid4())
    regel = register.mapper.to_stored_event(replace(feit, id=uuid4(), ding=UUID(int=77, version=4)))

    posities = recorder.insert_events([regel])

    assert posities == [3]
    assert recorder.max_notification_id() == 3
    gelezen = recorder.binnen(verbinding=engine.connect())
    assert [r.originator_id for r in gelezen.select_notifications(3, 1)] == [
        UUID(int=77, version=4)
    ]
    assert gelezen._verbinding is not None
    gelezen._verbinding.close()


def test_voldoet_aan_de_protocollen(register: Logregister) -> None:
    deur: Register = register
    with deur.schrijf() as beurt:
        open_: Schrijfbeurt = beurt
        assert open_.nu <= register.peil().klok + timedelta(minutes=5)
