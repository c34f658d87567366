"""The command line as a full door: it records what the API records and shows what the API shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from api.cli import app
from infrastructure.klok import maak_klok
from infrastructure.log import Registersoort
from infrastructure.register import open_register
from infrastructure.tabellen import ACTOREN
from tests.hulp import Verhaal, correctie, herziening, op_echte_klok, opzegging, tarief, zet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture(autouse=True)
def geen_eigen_breedte(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no width of this terminal decide which columns are shown."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture
def verhaal(
    engine: Engine, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Verhaal]:
    monkeypatch.setenv("LOOPTIJD_DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    open_register(engine=engine, klok=maak_klok(engine=engine), soort=Registersoort.DEMO)
    with op_echte_klok(engine) as gemaakt:
        gemaakt.wereld()
        yield gemaakt


def draai(*opdracht: str, invoer: str | None = None, status: int = 0) -> str:
    """Run a command; give what it printed, on the output or with a status on the error output."""
    gedraaid = CliRunner().invoke(app, list(opdracht), input=invoer)
    assert gedraaid.exit_code == status, (gedraaid.output, gedraaid.exception)
    return gedraaid.stderr if status else gedraaid.stdout


def klacht(*opdracht: str) -> str:
    """Run a command that cannot be read; give the sentence that `main` prints."""
    gedraaid = CliRunner().invoke(app, list(opdracht))
    assert isinstance(gedraaid.exception, ValueError), gedraaid.output
    return str(gedraaid.exception)


def leg_vast(adres: str, lichaam: object, *opties: str) -> Any:
    opdracht = ("vastleggen", adres, "--bestand", "-", "--json", *opties)
    return json.loads(draai(*opdracht, invoer=json.dumps(lichaam)))


# --- recording ---------------------------------------------------------------------------------------------------


def test_vastleggen_antwoordt_wat_de_api_weet(verhaal: Verhaal, engine: Engine) -> None:
    gemaakt = leg_vast("contracten", verhaal.lichaam())

    pad = f"contracten/{gemaakt['contract']['id']}"
    assert gemaakt["contract"] == verhaal.get(f"/{pad}")
    leg_vast(
        f"{pad}/herzieningen", herziening("2024-01-01", "110.00"), "--als", "contractbeheerder"
    )
    journaal = verhaal.get(f"/{pad}/gebeurtenissen")["resultaten"]
    assert [r["door"] for r in journaal] == [
        "opdrachtregel-beheerder",
        "opdrachtregel-contractbeheerder",
    ]
    with engine.connect() as verbinding:
        namen = set(verbinding.scalars(select(ACTOREN.c.naam)))
    assert {r["door"] for r in journaal} <= namen


def test_in_leesbare_regels(verhaal: Verhaal, tmp_path: Path) -> None:
    (tmp_path / "k.json").write_text(json.dumps(verhaal.lichaam()), encoding="utf-8")
    positie = verhaal.positie

    proef = draai("vastleggen", "contracten", "--bestand", "k.json", "--proef")
    assert "Proef: Contract gesloten (contract.gesloten) kan; er is niets vastgelegd." in proef
    assert verhaal.positie == positie
    gedaan = draai("vastleggen", "contracten", "--bestand", "k.json")

    eerste, tweede, *rest, laatste = gedaan.splitlines()
    (contract,) = verhaal.get("/contracten")["resultaten"]
    assert eerste.startswith(
        "Vastgelegd: Contract gesloten (contract.gesloten), registratie 1, op 2"
    )
    assert tweede == f"Zo staat contract {contract['id']} er vandaag voor:"
    velden = dict(regel.split(maxsplit=1) for regel in rest)
    assert velden["contractnummer"] == "K"
    assert velden["status"] == "ACTIEF"
    assert velden["aanbieder"] == "De Oever"
    assert "regioId" not in velden
    assert laatste == f"Alles: ./looptijd toon contracten/{contract['id']}"


def test_wat_een_wijziging_zou_doen(verhaal: Verhaal) -> None:
    pad = verhaal.contract().lstrip("/")
    lichaam = opzegging("2025-01-01", "2025-12-31") | {
        "afwijking": {"regels": ["geen-opzegrecht"], "motivering": "in overleg"}
    }

    opdracht = ("vastleggen", f"{pad}/opzeggingen", "--bestand", "-", "--proef")
    gezegd = draai(*opdracht, invoer=json.dumps(lichaam))

    assert "  Met een afwijking van geen-opzegrecht: De opdrachtgever heeft" in gezegd
    rijen = [regel.split() for regel in gezegd.splitlines()]
    assert ["status", "ACTIEF", "OPGEZEGD", "2025-01-01", "2026-01-01"] in rijen


def test_losse_velden_in_plaats_van_een_bestand(verhaal: Verhaal) -> None:
    regio = ("--veld", "naam=Vallei=Oost", "--veld", 'gemeenten:=["9003"]')

    draai("vastleggen", "regios", *regio, "--veld", "ingangsdatum=2025-01-01")

    (gemaakt,) = verhaal.get("/regios", naam="Vallei=Oost")["resultaten"]
    assert gemaakt["gemeenten"] == ["9003"]


def test_een_sleutel_legt_een_keer_vast(verhaal: Verhaal) -> None:
    positie = verhaal.positie

    antwoorden = [leg_vast("contracten", verhaal.lichaam(), "--sleutel", "a1") for _ in range(2)]

    assert antwoorden[0] == antwoorden[1]
    assert verhaal.positie == positie + 1
    ander = json.dumps(verhaal.lichaam(eigenaar="iemand-anders"))
    opdracht = ("vastleggen", "contracten", "--bestand", "-", "--sleutel", "a1")
    assert "al gebruikt voor een andere opdracht" in draai(*opdracht, invoer=ander, status=1)


def test_een_openingsfeit_dat_weg_is(verhaal: Verhaal) -> None:
    pad = verhaal.contract().lstrip("/")

    opdracht = ("vastleggen", f"{pad}/correcties", "--bestand", "-")
    gezegd = draai(*opdracht, invoer=json.dumps(correctie(zet(1))))

    assert gezegd.endswith("Er staat nu geen contract meer: het openingsfeit is weg.\n")


@pytest.mark.parametrize(
    ("opties", "zin"),
    [
        ((), "Geef de inhoud met --bestand (of - voor de invoer), of met --veld."),
        (("--bestand", "a.json", "--veld", "naam=x"), "Geef de inhoud met --bestand"),
        (("--bestand", "a.json"), "a.json kan niet worden gelezen: "),
        (("--veld", "naam"), "--veld naam: schrijf naam=waarde."),
        (("--veld", "naam=x", "--veld", "naam=y"), "--veld naam staat er twee keer"),
        (("--veld", "gemeenten:=[9001"), "--veld gemeenten:= vraagt JSON"),
    ],
)
def test_wat_niet_te_lezen_is(verhaal: Verhaal, opties: tuple[str, ...], zin: str) -> None:
    positie = verhaal.positie

    assert klacht("vastleggen", "regios", *opties).startswith(zin)

    assert verhaal.positie == positie


# --- showing -----------------------------------------------------------------------------------------------------


@pytest.mark.traag
def test_toon_geeft_wat_de_api_geeft(verhaal: Verhaal) -> None:
    pad = verhaal.contract().lstrip("/")
    verhaal.post(f"/{pad}/herzieningen", herziening("2024-01-01", "110.00"))
    moment = verhaal.get(f"/{pad}")["tijdreis"]["beschikbaarOp"]
    dag = {"geldigOp": "2024-06-01"}
    vragen: list[tuple[str, dict[str, str]]] = [
        (pad, dag),
        ("contracten", {**dag, "status": "ACTIEF", "pageSize": "1"}),
        (f"{pad}/historie", {}),
        (f"{pad}/gebeurtenissen", {}),
        (f"{pad}/herzieningen", {}),
        (f"{pad}/gevolgen", dag),
        ("kalender", {**dag, "regioId": verhaal.regio}),
        ("afwijkingen", dag),
        ("gebeurtenissen", {"aantal": "3"}),
        ("rapportages/raad", {**dag, "regioId": verhaal.regio}),
    ]
    tijden = {"geldigOp": "--geldig-op", "beschikbaarOp": "--beschikbaar-op"}

    for adres, gevraagd in vragen:
        parameters = gevraagd | {"beschikbaarOp": moment}
        opties = [
            deel
            for naam, waarde in parameters.items()
            for deel in (
                (tijden[naam], waarde) if naam in tijden else ("--filter", f"{naam}={waarde}")
            )
        ]
        getoond = json.loads(draai("toon", adres, *opties, "--json"))
        assert getoond == verhaal.get(f"/{adres}", **parameters)
        assert "zoals bekend op" in draai("toon", adres, *opties)

    van = ("--filter", "vanGeldigOp=2023-06-01", "--filter", "totGeldigOp=2024-06-01")
    verschil = draai("toon", f"{pad}/verschillen", *van)
    assert "tarieven" in verschil
    assert "contract.herzien (registratie 2)" in verschil


def test_een_adres_mag_er_staan_zoals_de_api_het_schrijft(verhaal: Verhaal) -> None:
    for nummer in ("K", "L", "M"):
        verhaal.contract(contractnummer=nummer)

    eerste = draai("toon", "/v1/contracten?pageSize=2", "--filter", "status=ACTIEF")

    assert eerste.startswith("3 gevonden, geldig op ")
    verder = eerste.splitlines()[-1].removeprefix("Verder: ./looptijd toon ").strip("'")
    tweede = draai("toon", verder)
    assert [r.split()[0] for r in tweede.splitlines()[1:3]] == ["contractnummer", "M"]
    assert "Verder" not in tweede


def test_een_dossier_in_leesbare_regels(verhaal: Verhaal) -> None:
    pad = verhaal.contract(gemeenten=["9001", "9002"], percelen=["P1", "P2"]).lstrip("/")
    verhaal.post(f"/{pad}/herzieningen", herziening("2030-12-01", "110.00"))

    regels = draai("toon", pad).splitlines()

    assert any(regel.split() == ["gemeenten", "9001,", "9002"] for regel in regels)
    tarieven = regels[regels.index("tarieven:") + 1 :]
    assert tarieven[0].split()[:3] == ["productcode", "eenheid", "tarief"]
    assert tarieven[1].split()[:3] == ["45A04", "UUR", "100.00"]
    komend = regels[regels.index("komend:") + 2]
    assert "contract.herzien" in komend
    raad = draai("toon", pad, "--als", "raad").splitlines()
    assert any(regel.split() == ["tarieven", "verborgen"] for regel in raad)


def test_een_smal_scherm_houdt_wat_een_rij_noemt(
    verhaal: Verhaal, monkeypatch: pytest.MonkeyPatch
) -> None:
    verhaal.contract(tarieven=[tarief("100.00", gemeente="9001")], mandaat="M" * 80)
    monkeypatch.setenv("COLUMNS", "80")

    kop, namen, rij, rest = draai("toon", "contracten").splitlines()

    assert kop.startswith("1 gevonden")
    assert namen.split()[0] == "contractnummer"
    assert namen.split()[-1] == "id"
    assert rij.split()[0] == "K"
    assert max(map(len, (namen, rij))) <= 80
    assert rest.startswith("(niet getoond: ")
    assert rest.endswith("; met --json staat alles erin)")
    assert draai("toon", "budgetten").count("\n") == 1


@pytest.mark.traag
def test_waar_niets_staat_wordt_gezegd_waar_wel(verhaal: Verhaal) -> None:
    pad = verhaal.contract().lstrip("/")

    fout = draai("toon", "contract", status=1)
    assert fout.startswith("Op contract staat niets. Wel op:\n")
    assert {"  contracten", "  kalender"} <= set(fout.splitlines())
    fout = draai("vastleggen", f"{pad}/historie", "--veld", "a=b", status=1)
    assert fout.startswith(f"Op {pad}/historie valt niets vast te leggen. Wel op:\n")
    assert "  contracten/<id>/herzieningen" in fout.splitlines()
    assert "  contracten/<id>/historie" not in fout.splitlines()
    fout = draai("toon", "contracten", "--filter", "kleur=rood", status=1)
    assert fout.startswith("De invoer klopt niet:\n  kleur: bestaat hier niet;")
    assert klacht("toon", "contracten", "--filter", "kleur").startswith("--filter kleur: schrijf")
