"""One command on many contracts: a preview of each, then all of them recorded at once, or none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import PersistenceError
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from api.bulk import leg_alles_vast
from api.bulkopdracht import VORMEN, lees_opdracht
from api.cli import app
from api.opdrachten import opdrachtvormen
from application.toegang import Gebruiker, Rol
from application.vastleggen import Opdracht
from domain.contract import CONTRACT
from infrastructure.database import maak_engine
from infrastructure.identiteit import maak_token
from infrastructure.klok import maak_klok
from infrastructure.log import Registersoort
from infrastructure.register import open_register
from tests.hulp import (
    Verhaal,
    afwijking,
    herziening,
    indexering,
    op_echte_klok,
    opzegging,
    trajectlichaam,
    verlenging,
    verteld,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

REGELING = {"opdrachtgever": {"maanden": 6}}
BULK = "/bulkhandelingen"
PROEF = f"{BULK}?proef=true"
_WIE = Gebruiker(actor="proef", rol=Rol.BEHEERDER)


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    """It is 6 May 2025 and the world stands, without contracts."""
    with verteld(engine) as begonnen:
        begonnen.wereld()
        begonnen.op("2025-05-06")
        yield begonnen


def contracten(
    verhaal: Verhaal, aantal: int, anders: Callable[[int], dict[str, Any]] | None = None
) -> list[str]:
    """Record contracts C-0000 and on in one turn; give their ids."""
    opening = opdrachtvormen(soort=CONTRACT)[0]
    uit = []
    with verhaal.loket.register.schrijf() as beurt:
        for nummer in range(aantal):
            eigen = {"contractnummer": f"C-{nummer:04}", "opzegregeling": REGELING}
            lichaam = verhaal.lichaam(**{**eigen, **(anders(nummer) if anders else {})})
            feit, envelop = opening.van_object(waarde=lichaam)
            opdracht = Opdracht(
                gebruiker=_WIE, soort=CONTRACT, ding=None, feit=feit, envelop=envelop
            )
            gedaan = verhaal.loket.vastlegger.leg_vast(
                beurt=beurt, opdracht=opdracht, correlatie=uuid4()
            )
            uit.append(str(gedaan.registratie.ding))
    return uit


def bulk(
    ids: Sequence[str] | None, lichaam: object, handeling: str = "opzeggingen", **rest: object
) -> dict[str, Any]:
    selectie = {"filters": {"segment": "ambulant"}} if ids is None else {"contractIds": list(ids)}
    return {"handeling": handeling, "selectie": selectie, "opdracht": lichaam, **rest}


OPZEGGING = opzegging("2025-05-06", "2026-06-30")


# --- all at once -------------------------------------------------------------------------------------------------


def test_139_contracten_in_een_keer_opgezegd(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 139)

    antwoord = verhaal.vraag("POST", BULK, json=bulk(None, OPZEGGING))

    gedaan = antwoord.json()
    assert antwoord.status_code == 201
    assert antwoord.headers["Location"] == f"/v1{BULK}/{gedaan['correlatie']}"
    assert gedaan["aantal"] == 139
    assert [f["contractId"] for f in gedaan["gebeurtenissen"]] == ids
    assert {f["volgnummer"] for f in gedaan["gebeurtenissen"]} == {2}
    assert gedaan["overgeslagen"] == []
    samen = verhaal.get(f"{BULK}/{gedaan['correlatie']}")
    assert samen["aantal"] == 139
    assert {f["correlatie"] for f in samen["resultaten"]} == {gedaan["correlatie"]}
    assert {f["geregistreerdOp"] for f in samen["resultaten"]} == {gedaan["geregistreerdOp"]}
    assert [f["id"] for f in samen["resultaten"]] == [f["id"] for f in gedaan["gebeurtenissen"]]
    assert samen["resultaten"][0]["contractnummer"] == "C-0000"
    assert verhaal.get("/contracten", status="OPGEZEGD")["aantal"] == 139
    assert verhaal.leesfouten() == []


def test_een_weigering_en_er_wordt_niets_vastgelegd(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 12)
    for nummer in (3, 8):
        verhaal.post(f"/contracten/{ids[nummer]}/opzeggingen", OPZEGGING)
    positie = verhaal.positie

    nee = verhaal.post(BULK, bulk(ids, OPZEGGING), status=409)

    assert nee["type"] == "/problemen/BulkGeweigerd"
    assert [g["contractnummer"] for g in nee["geweigerd"]] == ["C-0003", "C-0008"]
    alleen = verhaal.post(f"/contracten/{ids[3]}/opzeggingen", OPZEGGING, status=409)
    assert nee["geweigerd"][0]["regels"] == alleen["regels"]
    assert "2 van de 12" in nee["detail"]
    assert verhaal.positie == positie


def test_de_proef_legt_niets_vast_en_zegt_wat_vastleggen_daarna_doet(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 5)
    positie = verhaal.positie
    over = [{"contractId": ids[4], "overslaan": True, "reden": "loopt nog een geschil"}]
    lichaam = bulk(ids, OPZEGGING, uitzonderingen=over)

    proef = verhaal.post(PROEF, lichaam, status=200)
    assert verhaal.positie == positie
    gedaan = verhaal.post(BULK, {**lichaam, "bevestiging": proef["bevestiging"]})

    sommen = {n: proef[n] for n in ("aantal", "kan", "metAfwijking", "geweigerd", "overgeslagen")}
    assert sommen == {
        "aantal": 5,
        "kan": 4,
        "metAfwijking": 0,
        "geweigerd": 0,
        "overgeslagen": 1,
    }
    for regel in proef["resultaten"][:4]:
        stand = verhaal.get(f"/contracten/{regel['contractId']}")
        wordt = {w["veld"]: w["wordt"][w["veld"]] for w in regel["wijzigingen"]}
        assert (stand["status"], stand["einddatum"]) == (wordt["status"], wordt["einddatum"])
        assert regel["aanbieder"]["naam"] == "De Oever"
    assert proef["resultaten"][4]["reden"] == "loopt nog een geschil"
    assert gedaan["overgeslagen"] == [
        {"contractId": ids[4], "contractnummer": "C-0004", "reden": "loopt nog een geschil"}
    ]
    assert verhaal.get(f"/contracten/{ids[4]}")["status"] == "ACTIEF"


def test_een_proef_wacht_niet_op_wie_vastlegt(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 2)

    with verhaal.loket.register.schrijf():
        proef = verhaal.post(PROEF, bulk(ids, OPZEGGING), status=200)

    assert proef["kan"] == 2


def test_een_afwijking_staat_bij_elk_contract_dat_afwijkt(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 6)
    te_kort = opzegging("2025-05-06", "2025-06-30")
    lichaam = bulk(ids, {**te_kort, "afwijking": afwijking("opzegtermijn-niet-in-acht-genomen")})
    zonder = verhaal.post(PROEF, bulk(ids, te_kort), status=200)

    proef = verhaal.post(PROEF, lichaam, status=200)
    verhaal.post(BULK, lichaam)

    assert (zonder["geweigerd"], zonder["bevestiging"]) == (6, None)
    assert (proef["metAfwijking"], proef["geweigerd"]) == (6, 0)
    assert proef["resultaten"][0]["regels"] == zonder["resultaten"][0]["regels"]
    gemerkt = verhaal.get("/afwijkingen")["resultaten"]
    assert sorted(een["dingId"] for een in gemerkt) == sorted(ids)


def test_een_contract_krijgt_eigen_velden(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 3)
    eigen = [{"contractId": ids[1], "opdracht": {"laatsteDag": "2026-12-31"}}]

    verhaal.post(BULK, bulk(ids, OPZEGGING, uitzonderingen=eigen))

    einden = [verhaal.get(f"/contracten/{id_}")["einddatum"] for id_ in ids]
    assert einden == ["2026-06-30", "2026-12-31", "2026-06-30"]


def test_intrekkingen_noemen_per_contract_hun_registratie(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 3)
    verhaal.post(f"/contracten/{ids[0]}/indexeringen", indexering("2024-01-01", "2.00"))
    verhaal.post(BULK, bulk(ids, OPZEGGING))
    zonder = {"ingangsdatum": "2025-05-07"}
    nummers = [
        {"contractId": id_, "opdracht": {"volgnummer": nummer}}
        for id_, nummer in zip(ids, (3, 2, 2), strict=True)
    ]
    verhaal.op("2025-05-07")

    mist = verhaal.post(
        BULK, bulk(ids, zonder, "intrekkingen", uitzonderingen=nummers[:2]), status=400
    )
    verhaal.post(BULK, bulk(ids, zonder, "intrekkingen", uitzonderingen=nummers))

    assert [f["naam"] for f in mist["fouten"]] == ["opdracht.volgnummer"]
    assert verhaal.get("/contracten", status="ACTIEF")["aantal"] == 3


def test_filters_kiezen_op_de_dag_die_is_gevraagd(verhaal: Verhaal) -> None:
    contracten(verhaal, 2, lambda n: {"einddatum": ("2025-12-31", "2030-12-31")[n]})
    lichaam = bulk(None, indexering("2025-06-01", "2.00"), "indexeringen")

    def gekozen(**selectie: object) -> list[str]:
        proef = verhaal.post(PROEF, {**lichaam, "selectie": selectie}, status=200)
        return [regel["contractnummer"] for regel in proef["resultaten"]]

    assert gekozen(filters={"status": "ACTIEF"}) == ["C-0000", "C-0001"]
    assert gekozen(filters={"status": "ACTIEF"}, geldigOp="2026-06-01") == ["C-0001"]


def test_wat_samen_is_vastgelegd_op_een_ander_moment(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 2)
    verhaal.op("2025-05-08")
    adres = f"{BULK}/{verhaal.post(BULK, bulk(ids, OPZEGGING))['correlatie']}"

    verhaal.get(adres, verwacht=404, beschikbaarOp="2025-05-07")
    verhaal.get(adres, verwacht=403, geldigOp="2025-05-08")
    verhaal.get(f"{BULK}/{uuid4()}", verwacht=404)
    voor = verhaal.get(adres)
    verhaal.op("2025-06-01")
    verhaal.post(f"/contracten/{ids[0]}/herzieningen", herziening("2025-06-01", "120.00"))

    assert verhaal.get(adres, beschikbaarOp=voor["tijdreis"]["beschikbaarOp"]) == voor


def test_een_lijst_van_wat_in_een_keer_is_vastgelegd(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 4)
    verhaal.op("2025-05-07")
    eerste = verhaal.post(BULK, bulk(ids[:2], OPZEGGING))
    verhaal.op("2025-05-08")
    tweede = verhaal.post(BULK, bulk(ids[2:], OPZEGGING))
    verhaal.post(f"/contracten/{ids[0]}/indexeringen", indexering("2024-01-01", "2.00"))

    alles = verhaal.get(BULK)
    toen = verhaal.get(BULK, beschikbaarOp="2025-05-07")
    een = verhaal.get(BULK, pageSize=1, page=2)

    gevonden = [(b["correlatie"], b["aantal"], b["soort"]) for b in alles["resultaten"]]
    assert gevonden == [
        (tweede["correlatie"], 2, "contract.opgezegd"),
        (eerste["correlatie"], 2, "contract.opgezegd"),
    ]
    assert [b["correlatie"] for b in toen["resultaten"]] == [eerste["correlatie"]]
    assert [b["correlatie"] for b in een["resultaten"]] == [eerste["correlatie"]]
    assert verhaal.get(alles["resultaten"][1]["_links"]["self"]["href"])["aantal"] == 2


def test_de_opening_van_het_register_is_ook_op_te_vragen(verhaal: Verhaal) -> None:
    opening = verhaal.get("/gebeurtenissen", vanafPositie=1, aantal=1)["resultaten"][0]

    samen = verhaal.get(f"{BULK}/{opening['correlatie']}")

    assert [(f["soort"], f["_links"]) for f in samen["resultaten"]] == [("register.geopend", {})]


# --- what is refused ---------------------------------------------------------------------------------------------


def test_alle_fouten_in_een_keer(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 1)
    lichaam = {
        "handeling": "opzeggingen",
        "selectie": {"filters": {"kleur": "rood", "eindigtVoor": "morgen"}, "contractIds": None},
        "opdracht": {**OPZEGGING, "laatsteDag": "31-12-2025", "kleur": 1},
        "uitzonderingen": [
            {"contractId": ids[0], "opdracht": {"door": "NIEMAND"}},
            {"contractId": ids[0], "overslaan": True},
        ],
    }

    nee = verhaal.post(BULK, lichaam, status=400)

    assert sorted(f["naam"] for f in nee["fouten"]) == [
        "opdracht.kleur",
        "opdracht.laatsteDag",
        "selectie.filters.eindigtVoor",
        "selectie.filters.kleur",
        "uitzonderingen.0.opdracht.door",
        "uitzonderingen.1",
        "uitzonderingen.1.contractId",
    ]


@pytest.mark.parametrize(
    ("anders", "plekken"),
    [
        ({"handeling": "correcties"}, ["handeling"]),
        ({"handeling": "POST"}, ["handeling"]),
        ({"selectie": {}}, ["selectie"]),
        ({"selectie": {"filters": {}}}, ["selectie"]),
        ({"selectie": {"contractIds": []}}, ["selectie"]),
        ({"selectie": {"filters": {"contractnummer": "X"}}}, ["selectie"]),
        ({"selectie": {"filters": {"contractnummer": None}}}, ["selectie.filters.contractnummer"]),
        ({"selectie": {"contractIds": [], "geldigOp": "2025-01-01"}}, ["selectie"]),
        ({"selectie": {"contractIds": [str(uuid4())] * 5001}}, ["selectie"]),
        ({"opdracht": []}, ["opdracht"]),
        ({"uitzonderingen": [{"contractId": str(uuid4())}]}, ["uitzonderingen.0"]),
    ],
)
def test_wat_niet_te_lezen_is(verhaal: Verhaal, anders: Any, plekken: list[str]) -> None:
    lichaam = {**bulk([str(uuid4())], OPZEGGING), **anders}

    nee = verhaal.post(BULK, lichaam, status=400)

    assert [f["naam"] for f in nee["fouten"]][: len(plekken)] == plekken
    assert not [f["reden"] for f in nee["fouten"] if "Input" in f["reden"]]


def test_contracten_die_onbekend_dubbel_of_niet_gekozen_zijn(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 2)
    vreemd = str(uuid4())
    over = [{"contractId": vreemd, "overslaan": True, "reden": "weg"}]

    onbekend = verhaal.post(BULK, bulk([ids[0], vreemd], OPZEGGING), status=400)
    dubbel = verhaal.post(BULK, bulk([ids[0], ids[1], ids[0]], OPZEGGING), status=400)
    buiten = verhaal.post(BULK, bulk(ids, OPZEGGING, uitzonderingen=over), status=400)

    assert [f["naam"] for f in onbekend["fouten"]] == ["selectie.contractIds.1"]
    assert [f["naam"] for f in dubbel["fouten"]] == ["selectie.contractIds.2"]
    assert [f["naam"] for f in buiten["fouten"]] == ["uitzonderingen.0.contractId"]


def test_fouten_die_pas_bij_het_beoordelen_blijken(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 3)
    onzin = {**OPZEGGING, "afwijking": {"regels": ["bestaat-niet"], "motivering": "tja"}}
    gemeente = herziening("2025-06-01", wijzigingen={"gemeenten": {"erbij": ["0001"]}})

    regel = verhaal.post(BULK, bulk(ids, onzin), status=400)
    plek = verhaal.post(PROEF, bulk(ids, gemeente, "herzieningen"), status=400)

    assert [f["naam"] for f in regel["fouten"]] == ["opdracht.afwijking.regels.0"]
    assert [f["naam"] for f in plek["fouten"]] == ["opdracht.wijzigingen.gemeenten.erbij.0"]


def test_alles_overgeslagen_is_niets_vast_te_leggen(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 2)
    over = [{"contractId": id_, "overslaan": True, "reden": "later"} for id_ in ids]

    nee = verhaal.post(BULK, bulk(ids, OPZEGGING, uitzonderingen=over), status=400)

    assert nee["fouten"][0]["reden"] == "alle contracten worden overgeslagen"


@pytest.mark.parametrize("rol", [Rol.AUDITOR, Rol.RAAD, Rol.CONTROLLER])
@pytest.mark.parametrize("adres", [BULK, PROEF])
def test_wie_geen_contracten_vastlegt_mag_dit_niet(verhaal: Verhaal, rol: Rol, adres: str) -> None:
    ids = contracten(verhaal, 1)
    positie = verhaal.positie

    verhaal.post(adres, bulk(ids, OPZEGGING), status=403, als=rol)

    assert verhaal.positie == positie


def test_alleen_contracten_van_de_eigen_regio(verhaal: Verhaal) -> None:
    eigen, thuis = contracten(verhaal, 2), UUID(verhaal.regio)
    regio = verhaal.post(
        "/regios", {"ingangsdatum": "2018-01-01", "naam": "Elders", "gemeenten": ["9003"]}
    )["regio"]["id"]
    verhaal.traject = verhaal.post("/inkooptrajecten", trajectlichaam(regio))["inkooptraject"]["id"]
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/toelatingen", verhaal.toelating("P1"))
    mee = {"afwijking": afwijking("gemeente-neemt-niet-deel"), "regioId": regio}
    ander = verhaal.contract(contractnummer="E", **mee).rpartition("/")[2]
    hier = maak_token(engine=verhaal.engine, rol=Rol.BEHEERDER, regios=[thuis])

    nee = verhaal.post(BULK, bulk([eigen[0], ander], OPZEGGING), status=400, als=hier)
    proef = verhaal.post(PROEF, bulk(None, OPZEGGING), status=200, als=hier)
    mag = {**OPZEGGING, "afwijking": afwijking("geen-opzegrecht")}
    gedaan = verhaal.post(BULK, bulk([ander], mag))

    assert [f["naam"] for f in nee["fouten"]] == ["selectie.contractIds.1"]
    assert [r["contractId"] for r in proef["resultaten"]] == eigen
    verhaal.get(f"{BULK}/{gedaan['correlatie']}", verwacht=404, als=hier)


def test_dezelfde_sleutel_geeft_hetzelfde_antwoord(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 3)
    sleutel = {"Idempotency-Key": "opzeggen-2025"}
    eerste = verhaal.vraag("POST", BULK, json=bulk(ids, OPZEGGING), koppen=sleutel)
    positie = verhaal.positie

    tweede = verhaal.vraag("POST", BULK, json=bulk(ids, OPZEGGING), koppen=sleutel)
    ander = verhaal.vraag("POST", BULK, json=bulk(ids[:1], OPZEGGING), koppen=sleutel)

    assert (eerste.status_code, eerste.content) == (201, tweede.content)
    assert tweede.headers["Location"] == eerste.headers["Location"]
    assert ander.json()["type"] == "/problemen/SleutelHergebruikt"
    assert verhaal.positie == positie


def test_een_verouderde_bevestiging(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 4)
    lichaam = bulk(ids[:3], OPZEGGING)
    bevestiging = verhaal.post(PROEF, lichaam, status=200)["bevestiging"]
    bevestigd = {**lichaam, "bevestiging": bevestiging}

    anders = {**bevestigd, "opdracht": {**OPZEGGING, "grond": "iets anders"}}
    verhaal.post(BULK, anders, status=412)
    verhaal.post(f"/contracten/{ids[1]}/herzieningen", herziening("2025-06-01", "120.00"))
    positie = verhaal.positie
    nee = verhaal.post(BULK, bevestigd, status=412)
    assert verhaal.positie == positie
    assert nee["type"] == "/problemen/BevestigingVerouderd"

    opnieuw = verhaal.post(PROEF, lichaam, status=200)["bevestiging"]
    verhaal.post(f"/contracten/{ids[3]}/herzieningen", herziening("2025-06-01", "120.00"))
    verhaal.post(BULK, {**lichaam, "bevestiging": opnieuw})


def test_een_bevestiging_is_geen_tekst_waarin_een_burgerservicenummer_kan_staan(
    verhaal: Verhaal,
) -> None:
    ids = contracten(verhaal, 1)

    nee = verhaal.post(BULK, {**bulk(ids, OPZEGGING), "bevestiging": "a123456782b"}, status=412)
    ook = verhaal.post(BULK, {**bulk(ids, OPZEGGING), "bevestiging": 12}, status=400)

    assert nee["type"] == "/problemen/BevestigingVerouderd"
    assert [f["naam"] for f in ook["fouten"]] == ["bevestiging"]


def test_elke_handeling_van_een_contract_behalve_openen_en_corrigeren() -> None:
    alle = {vorm.pad for vorm in opdrachtvormen(soort=CONTRACT)}

    assert set(VORMEN) == alle - {"POST", "correcties"}


# --- how it is done ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("adres", [PROEF, BULK])
def test_veel_contracten_in_weinig_vragen(verhaal: Verhaal, adres: str) -> None:
    ids = contracten(verhaal, 139)
    gesteld: list[str] = []
    event.listen(verhaal.engine, "before_cursor_execute", lambda *deel: gesteld.append(deel[2]))

    verhaal.vraag("POST", adres, json=bulk(ids, OPZEGGING)).raise_for_status()

    assert len(gesteld) <= 25


@pytest.mark.parametrize(
    ("handeling", "lichaam"),
    [
        ("indexeringen", indexering("2025-06-01", "3.20")),
        ("herzieningen", herziening("2025-06-01", "120.00")),
        ("opzeggingen", OPZEGGING),
        ("verlengingen", verlenging("2025-05-06", "2034-12-31")),
    ],
)
def test_samen_is_hetzelfde_als_een_voor_een(
    verhaal: Verhaal, handeling: str, lichaam: dict[str, object]
) -> None:
    ids = contracten(verhaal, 120, lambda _: {"verlengingsopties": [{"totEnMet": "2034-12-31"}]})
    for id_ in ids[:60]:
        verhaal.post(f"/contracten/{id_}/{handeling}", lichaam)

    verhaal.post(BULK, bulk(ids[60:], lichaam, handeling))

    los, samen = (
        verhaal.get(f"/contracten/{id_}/historie")["voorkomens"] for id_ in (ids[0], ids[60])
    )
    weg = {"beginRegistratie", "eindRegistratie", "contractnummer"}
    assert [{n: w for n, w in v.items() if n not in weg} for v in los] == [
        {n: w for n, w in v.items() if n not in weg} for v in samen
    ]
    assert verhaal.leesfouten() == []


def test_de_voortgang_telt_tot_het_einde(verhaal: Verhaal) -> None:
    ids = contracten(verhaal, 250)
    stappen: list[tuple[int, int]] = []

    leg_alles_vast(
        loket=verhaal.loket,
        opdracht=lees_opdracht(waarde=bulk(ids, OPZEGGING), gebruiker=_WIE),
        sleutel=None,
        voortgang=lambda gedaan, totaal: stappen.append((gedaan, totaal)),
    )

    assert stappen[-1] == (250, 250)
    assert [gedaan for gedaan, _ in stappen] == list(range(2, 251, 2))


# --- a fault in the middle ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tabel", "aantal"),
    [
        ("gebeurtenissen", 139),
        ("contractvoorkomens", 139),
        pytest.param("contractvoorkomens", 4_000, marks=pytest.mark.traag),
    ],
)
def test_een_fout_halverwege_het_schrijven(verhaal: Verhaal, tabel: str, aantal: int) -> None:
    ids = contracten(verhaal, aantal)
    positie = verhaal.positie
    _breek(verhaal.engine, tabel, ids[aantal // 2])

    with pytest.raises((DBAPIError, PersistenceError), match="stuk"):
        verhaal.vraag("POST", BULK, json=bulk(ids, OPZEGGING))

    assert verhaal.positie == positie
    assert verhaal.leesfouten() == []
    assert verhaal.get("/contracten", status="OPGEZEGD")["aantal"] == 0
    _herstel(verhaal.engine, tabel)
    assert verhaal.post(BULK, bulk(ids, OPZEGGING))["aantal"] == aantal
    assert verhaal.leesfouten() == []


def _breek(engine: Engine, tabel: str, ding: str) -> None:
    """Let the database itself refuse to insert a row of one thing."""
    with engine.begin() as verbinding:
        if engine.dialect.name == "postgresql":
            verbinding.execute(
                text(
                    "CREATE FUNCTION stuk() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'stuk'; END $$"
                )
            )
            wanneer = f"FOR EACH ROW WHEN (NEW.ding_id = '{ding}') EXECUTE FUNCTION stuk()"
        else:
            wanneer = f"WHEN NEW.ding_id = '{ding.replace('-', '')}' BEGIN SELECT RAISE(ABORT, 'stuk'); END"
        verbinding.execute(text(f"CREATE TRIGGER stuk BEFORE INSERT ON {tabel} {wanneer}"))


def _herstel(engine: Engine, tabel: str) -> None:
    op = f" ON {tabel}" if engine.dialect.name == "postgresql" else ""
    with engine.begin() as verbinding:
        verbinding.execute(text(f"DROP TRIGGER stuk{op}"))


@pytest.mark.parametrize("aantal", [139, pytest.param(4_000, marks=pytest.mark.traag)])
def test_het_werk_valt_halverwege_stil(verhaal: Verhaal, aantal: int) -> None:
    ids = contracten(verhaal, aantal)
    positie = verhaal.positie
    uitval = _verbreek if verhaal.engine.dialect.name == "postgresql" else _stop

    def halverwege(gedaan: int, totaal: int) -> None:
        if gedaan >= totaal // 2:
            uitval(verhaal.engine)

    with pytest.raises((DBAPIError, PersistenceError, SystemExit)):
        leg_alles_vast(
            loket=verhaal.loket,
            opdracht=lees_opdracht(waarde=bulk(ids, OPZEGGING), gebruiker=_WIE),
            sleutel=None,
            voortgang=halverwege,
        )

    assert verhaal.positie == positie
    assert verhaal.leesfouten() == []
    assert verhaal.post(BULK, bulk(ids, OPZEGGING))["aantal"] == aantal


def _stop(_engine: Engine) -> None:
    raise SystemExit


def _verbreek(engine: Engine) -> None:
    """Let the server end the connection that holds the write lock."""
    ander = maak_engine(url=engine.url.render_as_string(hide_password=False))
    vraag = (
        "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
        "WHERE l.locktype = 'advisory' AND d.datname = current_database()"
    )
    with ander.connect() as verbinding:
        verbinding.execute(text(vraag))
    ander.dispose()


# --- the command line --------------------------------------------------------------------------------------------


@pytest.fixture
def opdrachtregel(
    engine: Engine, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Verhaal]:
    monkeypatch.setenv("LOOPTIJD_DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    open_register(engine=engine, klok=maak_klok(engine=engine), soort=Registersoort.DEMO)
    with op_echte_klok(engine) as gemaakt:
        gemaakt.wereld()
        yield gemaakt


def draai(lichaam: object, *opties: str, status: int = 0) -> tuple[str, str]:
    """Run the command on a body; give what it printed on both outputs."""
    gedraaid = CliRunner().invoke(app, ["bulk", "-", *opties], input=json.dumps(lichaam))
    assert gedraaid.exit_code == status, (gedraaid.output, gedraaid.exception)
    return gedraaid.stdout, gedraaid.stderr


def test_de_opdrachtregel_toont_en_legt_vast(opdrachtregel: Verhaal) -> None:
    ids = contracten(opdrachtregel, 20)
    over = [{"contractId": ids[0], "overslaan": True, "reden": "geschil"}]
    lichaam = bulk(ids, opzegging("2025-05-06", "2026-06-30"), uitzonderingen=over)
    positie = opdrachtregel.positie

    proef, _ = draai(lichaam, "--proef")
    assert opdrachtregel.positie == positie
    gedaan, _ = draai(lichaam, "--als", "contractbeheerder")

    assert "Beoordelen: 20 van 20" in proef
    assert "Proef over 20 contracten: 19 kan, 1 overgeslagen. Er is niets vastgelegd." in proef
    assert "Overgeslagen: C-0000, geschil" in proef
    assert "Vastgelegd in één keer: 19 contracten" in gedaan
    correlatie = gedaan.rpartition("bulkhandelingen/")[2].strip()
    samen = opdrachtregel.get(f"{BULK}/{correlatie}")
    assert (samen["aantal"], samen["door"]) == (19, "opdrachtregel-contractbeheerder")


def test_de_opdrachtregel_weigert_zoals_de_api(opdrachtregel: Verhaal) -> None:
    ids = contracten(opdrachtregel, 3)
    lichaam = bulk(ids, opzegging("2025-05-06", "2031-06-30"))
    nee = opdrachtregel.post(BULK, lichaam, status=409)

    proef, _ = draai(lichaam, "--proef", status=1)
    _, klacht = draai(lichaam, status=1)
    als_json, _ = draai(lichaam, "--json", status=1)
    _, fout = draai({**lichaam, "handeling": "onzin"}, status=1)
    _, verboden = draai(lichaam, "--als", "auditor", status=1)

    for geval in nee["geweigerd"]:
        for regel in geval["regels"]:
            assert f"{geval['contractnummer']}: [{regel['soort'].lower()}]" in klacht
            assert regel["detail"] in klacht
            assert regel["detail"] in proef
    gelezen = json.loads(als_json[als_json.index("{") :])
    assert gelezen["geweigerd"] == nee["geweigerd"]
    assert "handeling: kies uit" in fout
    assert "heeft het recht" in verboden
