"""A rebuild gives the very rows that the live tables hold, and the check finds every row that differs."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, inspect, select, text, update

from infrastructure.database import lezer, maak_engine
from infrastructure.herbouw import (
    PROJECTIEVERSIE,
    ProjectiesVerouderd,
    controleer,
    eis_projectieversie,
    herbouw,
    projectieversie,
)
from infrastructure.tabellen import GEBEURTENISSEN, PROJECTIES, SLEUTELS
from tests.proefding import (
    BOEKINGEN,
    KLEUREN,
    PROEFPROJECTIE,
    PROEVEN,
    ProefGeopend,
    leg_vast,
    maak_proeftabellen,
    open_proefregister,
    willekeurige_geschiedenis,
)

if TYPE_CHECKING:
    from sqlalchemy import Engine, Table

    from infrastructure.herbouw import Verschil

TABELLEN = (PROEVEN, KLEUREN, BOEKINGEN, SLEUTELS)


def stil(_gedaan: int, _totaal: int) -> None:
    pass


def rijen(engine: Engine, tabel: Table) -> list[tuple[Any, ...]]:
    with engine.connect() as verbinding:
        return sorted(map(tuple, verbinding.execute(select(tabel))), key=repr)


def _vorm(engine: Engine) -> dict[str, Any]:
    kijker = inspect(engine)
    uit: dict[str, Any] = {}
    for tabel in TABELLEN:
        uit[tabel.name] = (
            sorted(str(i["name"]) for i in kijker.get_indexes(tabel.name)),
            kijker.get_pk_constraint(tabel.name)["constrained_columns"],
            [(k["name"], str(k["type"]), k["nullable"]) for k in kijker.get_columns(tabel.name)],
            sorted(str(c["sqltext"]) for c in kijker.get_check_constraints(tabel.name)),
        )
    if engine.dialect.name == "postgresql":
        with engine.connect() as verbinding:
            vraag = "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            uit["regels"] = sorted(
                tuple(r)
                for r in verbinding.execute(text(vraag))
                if r[0] in {tabel.name for tabel in TABELLEN}
            )
    return uit


@pytest.mark.parametrize("werkers", [1, 2])
@pytest.mark.parametrize("zaad", range(3))
def test_herbouw_is_gelijk_aan_wat_er_stond(engine: Engine, zaad: int, werkers: int) -> None:
    register = open_proefregister(engine)
    willekeurige_geschiedenis(register, random.Random(zaad), dingen=8, beurten=30)
    voor = {tabel.name: rijen(engine, tabel) for tabel in TABELLEN}
    vorm = _vorm(engine)
    gezien: list[tuple[int, int]] = []

    feiten = herbouw(
        engine=engine,
        projecties=[PROEFPROJECTIE],
        voortgang=lambda gedaan, totaal: gezien.append((gedaan, totaal)),
        werkers=werkers,
    )

    assert all(voor[naam] for naam in ("proefvoorkomens", "proefkleuren", "sleutels"))
    assert {tabel.name: rijen(engine, tabel) for tabel in TABELLEN} == voor
    assert _vorm(engine) == vorm
    assert gezien[-1] == (feiten, feiten)
    assert feiten == register.peil().positie
    assert _fouten(engine, werkers=werkers) == []
    with register.schrijf() as beurt:
        leg_vast(beurt, ProefGeopend(ingangsdatum=date(2025, 1, 1), nummer="na"), uuid4())
    assert _fouten(engine) == []


def _fouten(engine: Engine, werkers: int = 1) -> list[Verschil]:
    return list(
        controleer(engine=engine, projecties=[PROEFPROJECTIE], voortgang=stil, werkers=werkers)
    )


def test_herbouw_herstelt_wat_is_aangetast(engine: Engine) -> None:
    register = open_proefregister(engine)
    willekeurige_geschiedenis(register, random.Random(1), dingen=3, beurten=10)
    voor = {tabel.name: rijen(engine, tabel) for tabel in TABELLEN}
    with engine.begin() as verbinding:
        verbinding.execute(update(PROEVEN).values(stand="{}"))
        verbinding.execute(delete(KLEUREN))
        verbinding.execute(delete(SLEUTELS))

    herbouw(engine=engine, projecties=[PROEFPROJECTIE], voortgang=stil)

    assert {tabel.name: rijen(engine, tabel) for tabel in TABELLEN} == voor


def test_mislukte_herbouw_laat_alles_zoals_het_was(engine: Engine) -> None:
    register = open_proefregister(engine)
    willekeurige_geschiedenis(register, random.Random(2), dingen=2, beurten=5)
    voor = {tabel.name: rijen(engine, tabel) for tabel in TABELLEN}
    vorm = _vorm(engine)

    def breek(_gedaan: int, _totaal: int) -> None:
        raise RuntimeError("halverwege")

    with pytest.raises(RuntimeError, match="halverwege"):
        herbouw(engine=engine, projecties=[PROEFPROJECTIE], voortgang=breek)

    assert {tabel.name: rijen(engine, tabel) for tabel in TABELLEN} == voor
    assert _vorm(engine) == vorm


def test_controle_noemt_elke_rij_die_afwijkt(engine: Engine) -> None:
    register = open_proefregister(engine)
    ding, vreemd = uuid4(), uuid4()
    with register.schrijf() as beurt:
        feit = ProefGeopend(ingangsdatum=date(2025, 1, 1), nummer="1", kleuren=("rood",))
        leg_vast(beurt, feit, ding)
    with engine.begin() as verbinding:
        verbinding.execute(delete(KLEUREN))
        verbinding.execute(update(PROEVEN).where(PROEVEN.c.staat == "OPEN").values(centen=7))
        verbinding.execute(
            insert(SLEUTELS), {"soort": "proef", "sleutel": "wees", "ding_id": vreemd}
        )

    gevonden = {(f.tabel, f.ding, f.wat) for f in _fouten(engine)}

    assert gevonden == {
        ("proefkleuren", ding, "rij ontbreekt"),
        ("proefvoorkomens", ding, "rij ontbreekt"),
        ("proefvoorkomens", ding, "rij te veel"),
        ("sleutels", vreemd, "ding staat niet in het log"),
    }
    fout = next(f for f in _fouten(engine) if f.wat == "rij te veel")
    assert fout.gevonden is not None
    assert fout.gevonden["centen"] == 7


def test_controle_ziet_overlap_op_sqlite(sqlite_url: str) -> None:
    engine = maak_engine(url=sqlite_url)
    register = open_proefregister(engine)
    ding = uuid4()
    with register.schrijf() as beurt:
        feit = ProefGeopend(ingangsdatum=date(2025, 1, 1), nummer="1", kleuren=("rood",))
        leg_vast(beurt, feit, ding)
    with engine.begin() as verbinding:
        rij = dict(verbinding.execute(select(KLEUREN)).one()._mapping)
        verbinding.execute(insert(KLEUREN), {**rij, "geldig_van": date(2025, 5, 1)})

    assert {(f.tabel, f.wat) for f in _fouten(engine)} == {
        ("proefkleuren", "rij te veel"),
        ("proefkleuren", "rechthoeken overlappen"),
    }
    engine.dispose()


def test_controle_ziet_gaten_in_het_log(engine: Engine) -> None:
    open_proefregister(engine)
    with engine.begin() as verbinding:
        eerste = dict(verbinding.execute(select(GEBEURTENISSEN)).one()._mapping)
        del eerste["correlatie"]  # the database makes it itself
        for positie in (3, 5):
            verbinding.execute(
                insert(GEBEURTENISSEN),
                {
                    **eerste,
                    "positie": positie,
                    "volgnummer": positie,
                    "gebeurtenis_id": uuid4(),
                    "geregistreerd_op": datetime(2020, 1, 1, tzinfo=UTC),
                },
            )

    wat = [f.wat for f in _fouten(engine)]

    assert wat == ["posities met een gat", "registratietijd daalt", "volgnummers met een gat"]


def test_projectieversie_wordt_bewaakt(engine: Engine) -> None:
    assert projectieversie(engine=engine) is None
    eis_projectieversie(engine=engine)
    open_proefregister(engine)
    assert projectieversie(engine=engine) == PROJECTIEVERSIE
    eis_projectieversie(engine=engine)
    with engine.begin() as verbinding:
        verbinding.execute(update(PROJECTIES).values(versie=PROJECTIEVERSIE + 1))

    with pytest.raises(ProjectiesVerouderd, match="looptijd rebuild"):
        eis_projectieversie(engine=engine)
    herbouw(engine=engine, projecties=[PROEFPROJECTIE], voortgang=stil)

    eis_projectieversie(engine=engine)


def test_herbouw_van_een_leeg_log(engine: Engine) -> None:
    maak_proeftabellen(engine)

    assert herbouw(engine=engine, projecties=[PROEFPROJECTIE], voortgang=stil) == 0
    assert projectieversie(engine=engine) is None


def test_vraag_die_voor_de_wissel_begon_krijgt_hetzelfde_antwoord(engine: Engine) -> None:
    register = open_proefregister(engine)
    willekeurige_geschiedenis(register, random.Random(4), dingen=3, beurten=8)
    voor = {tabel.name: rijen(engine, tabel) for tabel in TABELLEN}

    with lezer(engine=engine) as verbinding:
        verbinding.execute(select(PROJECTIES))
        herbouw(engine=engine, projecties=[PROEFPROJECTIE], voortgang=stil)

        for tabel in TABELLEN:
            gelezen = sorted(map(tuple, verbinding.execute(select(tabel))), key=repr)
            assert gelezen == voor[tabel.name]


def test_log_wordt_in_bladzijden_gelezen(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    register = open_proefregister(engine)
    willekeurige_geschiedenis(register, random.Random(5), dingen=5, beurten=12)
    voor = {tabel.name: rijen(engine, tabel) for tabel in TABELLEN}
    monkeypatch.setattr("infrastructure.herbouw.REGELS_PER_BLADZIJDE", 3)
    monkeypatch.setattr("infrastructure.herbouw.DINGEN_PER_PAKKET", 2)

    herbouw(engine=engine, projecties=[PROEFPROJECTIE], voortgang=stil)

    assert {tabel.name: rijen(engine, tabel) for tabel in TABELLEN} == voor
    assert _fouten(engine, werkers=2) == []
