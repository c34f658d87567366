"""An existing register comes in from a template: all of it or nothing, and every fault with its row and column."""

from __future__ import annotations

import csv
import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select
from typer.testing import CliRunner

from api.app import maak_loket
from api.cli import app
from api.importeren import Import, importeer, schrijf_sjabloon
from api.opdrachten import Opdrachtvorm
from application.importsjabloon import BLADEN, CONTRACTEN, bedrag, datum, geheel, tarief
from application.raadplegen import journaal
from application.toegang import Gebruiker, Rol
from application.vastleggen import Opdracht
from domain.aanbieder import AANBIEDER, AanbiederIngeschreven
from domain.contract import CONTRACT
from domain.inkooptraject import INKOOPTRAJECT, TrajectGestart
from domain.regio import REGIO, RegioGevormd
from infrastructure.herbouw import controleer
from infrastructure.importbestand import OnleesbaarBestand, lees, leesmij
from infrastructure.klok import Verhaalklok
from infrastructure.leesmodellen import PROJECTIES
from infrastructure.log import Registersoort
from infrastructure.register import open_register
from infrastructure.tabellen import ACTOREN, GEBEURTENISSEN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from sqlalchemy import Engine

    from api.omgeving import Loket

KLOK = Verhaalklok(begin=datetime(2025, 3, 10, 12, tzinfo=UTC))
BEHEER = Gebruiker(actor="proef", rol=Rol.BEHEERDER)
Bladen = dict[str, list[dict[str, Any]]]


def voorbeeld(blad: str, **anders: object) -> dict[str, Any]:
    (gezocht,) = [b for b in BLADEN if b.naam == blad]
    rij: dict[str, Any] = {k.naam: k.voorbeeld for k in gezocht.kolommen if k.voorbeeld}
    return rij | {naam.replace("_", " "): waarde for naam, waarde in anders.items()}


def register() -> Bladen:
    """Two contracts of one aanbieder, three tarieven."""
    return {
        "aanbieders": [voorbeeld("aanbieders")],
        "toelatingen": [voorbeeld("toelatingen"), voorbeeld("toelatingen", perceel="P2")],
        "contracten": [
            voorbeeld("contracten"),
            voorbeeld("contracten", contractnummer="J-2023-002", percelen="P1, P2"),
        ],
        "tarieven": [
            voorbeeld("tarieven"),
            voorbeeld("tarieven", productcode="45A05", tarief="1.234,5678", gemeente="9002"),
            voorbeeld("tarieven", contractnummer="J-2023-002", tarief="60.00", prijspeil="2024"),
        ],
    }


def als_csv(doel: Path, bladen: Bladen, *, teken: str = ";", bom: bool = True) -> Path:
    doel.mkdir(exist_ok=True)
    for naam, rijen in bladen.items():
        koppen = list(dict.fromkeys(kop for rij in rijen for kop in rij))
        codering = "utf-8-sig" if bom else "utf-8"
        with (doel / f"{naam}.csv").open("w", encoding=codering, newline="") as bestand:
            schrijver = csv.DictWriter(bestand, koppen, delimiter=teken)
            schrijver.writeheader()
            schrijver.writerows(rijen)
    return doel


def als_xlsx(doel: Path, bladen: Bladen, opmaak: Mapping[str, str] | None = None) -> Path:
    werkmap = Workbook()
    werkmap.remove(werkmap.worksheets[0])
    for naam, rijen in bladen.items():
        vel = werkmap.create_sheet(naam)
        koppen = list(dict.fromkeys(kop for rij in rijen for kop in rij))
        vel.append(koppen)
        for rij in rijen:
            vel.append([rij.get(kop) for kop in koppen])
            for plek, kop in enumerate(koppen, start=1):
                if opmaak and kop in opmaak:
                    vel.cell(row=vel.max_row, column=plek).number_format = opmaak[kop]
    bestand = doel / "register.xlsx"
    werkmap.save(bestand)
    return bestand


@pytest.fixture
def loket(engine: Engine) -> Loket:
    """A register with the regio and the traject that the template's examples name."""
    open_register(engine=engine, klok=KLOK, soort=Registersoort.DEMO)
    balie = maak_loket(engine=engine, klok=KLOK)
    with balie.register.schrijf() as beurt:
        regio = doe(
            balie,
            beurt,
            Opdrachtvorm(REGIO, RegioGevormd),
            {
                "ingangsdatum": "2018-01-01",
                "naam": "Jeugdregio Voorbeeld",
                "gemeenten": ["9001", "9002"],
            },
        )
        doe(
            balie,
            beurt,
            Opdrachtvorm(INKOOPTRAJECT, TrajectGestart),
            {
                "ingangsdatum": "2023-01-01",
                "naam": "Ambulant 2023",
                "regioId": str(regio),
                "inkoopvorm": "SAS",
                "toetreding": "OPEN",
                "segmenten": ["ambulant"],
                "percelen": [
                    {
                        "code": p,
                        "segment": "ambulant",
                        "producten": ["45A04"],
                        "gemeenten": ["9001"],
                    }
                    for p in ("P1", "P2")
                ],
            },
        )
    return balie


def doe(balie: Loket, beurt: Any, vorm: Opdrachtvorm, waarde: Any) -> UUID:
    feit, envelop = vorm.van_object(waarde=waarde)
    opdracht = Opdracht(gebruiker=BEHEER, soort=vorm.soort, ding=None, feit=feit, envelop=envelop)
    gedaan = balie.vastlegger.leg_vast(beurt=beurt, opdracht=opdracht, correlatie=uuid4())
    return gedaan.registratie.ding


def voer_in(loket: Loket, *paden: Path, ja: bool = True, afwijking: str | None = None) -> Import:
    return importeer(
        engine=loket.register.engine,
        paden=paden,
        vastleggen=ja,
        motivering=afwijking,
        voortgang=lambda _gedaan, _totaal: None,
        klok=KLOK,
    )


def feiten(loket: Loket) -> list[tuple[str, dict[str, Any]]]:
    """What was recorded after the regio and the traject."""
    log = GEBEURTENISSEN.c
    with loket.register.engine.connect() as verbinding:
        rijen = verbinding.execute(
            select(log.soort, log.gegevens).where(log.positie > 3).order_by(log.positie)
        )
        return [(soort, json.loads(gegevens)) for soort, gegevens in rijen]


def fouten(gedaan: Import) -> list[tuple[str, int, str]]:
    return [(f.blad, f.rij, f.kolom) for f in gedaan.uitslag.fouten]


def redenen(gedaan: Import) -> str:
    return "\n".join(f.reden for f in gedaan.uitslag.fouten)


def nagerekend(loket: Loket) -> list[Any]:
    """Every row of every read model against the log."""
    engine = loket.register.engine
    return list(controleer(engine=engine, projecties=PROJECTIES, voortgang=lambda *_: None))


def zonder_ids(feit: dict[str, Any]) -> dict[str, Any]:
    return {naam: w for naam, w in feit.items() if not naam.endswith("Id")}


# --- a good file -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("soort", ["puntkomma", "komma", "zonder bom", "losse bestanden", "xlsx"])
def test_goed_bestand_geeft_dezelfde_feiten(loket: Loket, tmp_path: Path, soort: str) -> None:
    paden = {
        "puntkomma": lambda: [als_csv(tmp_path / "r", register())],
        "komma": lambda: [als_csv(tmp_path / "r", register(), teken=",")],
        "zonder bom": lambda: [als_csv(tmp_path / "r", register(), bom=False)],
        "losse bestanden": lambda: sorted(als_csv(tmp_path / "r", register()).iterdir()),
        "xlsx": lambda: [als_xlsx(tmp_path, register())],
    }[soort]()

    gedaan = voer_in(loket, *paden)

    assert gedaan.gelukt
    assert not gedaan.uitslag.fouten
    soorten = [soort for soort, _ in feiten(loket)]
    assert soorten == [
        "aanbieder.ingeschreven",
        "aanbieder.toegelaten",
        "aanbieder.toegelaten",
        "contract.gesloten",
        "contract.gesloten",
    ]
    ingeschreven, toegelaten, _, eerste, tweede = (feit for _, feit in feiten(loket))
    assert ingeschreven == {
        "ingangsdatum": "2023-01-01",
        "naam": "Zorggroep Voorbeeld",
        "kvkNummer": "12345678",
        "agbCode": "73012345",
    }
    assert zonder_ids(toegelaten) == {
        "ingangsdatum": "2023-01-01",
        "perceel": "P1",
        "grondslag": "TOELATING",
        "laatsteDag": "2030-12-31",
    }
    assert zonder_ids(eerste) == {
        "contractnummer": "J-2023-001",
        "segment": "ambulant",
        "percelen": ["P1"],
        "gemeenten": ["9001", "9002"],
        "inkoopvorm": "SAS",
        "bekostigingsvorm": "INSPANNINGSGERICHT",
        "ingangsdatum": "2023-01-01",
        "einddatum": "2030-12-31",
        "uitersteEinddatum": "2034-12-31",
        "ondertekendOp": "2022-12-15",
        "cpv": "85000000",
        "oorspronkelijkeWaarde": "1250000.00",
        "geraamdeJaarwaarde": "156250.00",
        "eigenaar": "team-jeugd",
        "acceptatieplicht": True,
        "verlengingsopties": [
            {
                "totEnMet": "2034-12-31",
                "uitoefenenVan": "2030-01-01",
                "uitoefenenTotEnMet": "2030-12-31",
            },
            {"totEnMet": "2036-12-31"},
            {"totEnMet": "2038-12-31"},
        ],
        "opzegregeling": {"opdrachtgever": {"maanden": 6}, "opdrachtnemer": {"maanden": 6}},
        "tarieven": [
            {"productcode": "45A04", "eenheid": "UUR", "tarief": "61.20", "prijspeil": 2023},
            {
                "productcode": "45A05",
                "eenheid": "UUR",
                "tarief": "1234.5678",
                "gemeente": "9002",
                "prijspeil": 2023,
            },
        ],
    }
    assert [t["tarief"] for t in tweede["tarieven"]] == ["60.00"]
    assert nagerekend(loket) == []


def test_een_ogenblik_een_kenmerk_en_de_actor_import(loket: Loket, tmp_path: Path) -> None:
    gedaan = voer_in(loket, als_csv(tmp_path / "r", register()))

    with loket.register.engine.connect() as verbinding:
        log = GEBEURTENISSEN.c
        rijen = verbinding.execute(
            select(log.geregistreerd_op, log.metadata).where(log.positie > 3)
        ).all()
        actor = verbinding.execute(select(ACTOREN)).all()
    assert len({moment for moment, _ in rijen}) == 1
    metadata = [json.loads(m) for _, m in rijen]
    assert {m["door"] for m in metadata} == {"import"}
    assert {m["correlatie"] for m in metadata} == {str(gedaan.uitslag.correlatie)}
    assert actor == [("import", "import")]


def test_late_feiten_worden_als_laat_gemerkt(loket: Loket, tmp_path: Path) -> None:
    bladen = register()
    bladen["contracten"][1] |= {"ingangsdatum": "2025-06-01", "einddatum": ""}
    bladen["contracten"][1]["ondertekend op"] = ""
    voer_in(loket, als_csv(tmp_path / "r", bladen))

    with loket.vragen() as vragen:
        peil = vragen.peil()
        laat = {}
        for regel in vragen.log(vanaf=7, aantal=9, tot=peil.watermerk, blik=BEHEER.blik):
            (een,) = journaal(
                vragen=vragen,
                soort=CONTRACT,
                ding=regel.ding,
                tot=peil.watermerk,
                gebruiker=BEHEER,
            )
            laat[getattr(regel.feit, "contractnummer", "")] = een.laat

    assert laat == {"J-2023-001": True, "J-2023-002": False}


def test_proef_legt_niets_vast(loket: Loket, tmp_path: Path) -> None:
    bestand = als_csv(tmp_path / "r", register())

    gedaan = voer_in(loket, bestand, ja=False)

    assert gedaan.gelukt
    assert feiten(loket) == []
    with loket.register.engine.connect() as verbinding:
        assert verbinding.scalar(select(func.count()).select_from(ACTOREN)) == 0
    verslag = "\n".join(gedaan.verslag())
    assert "contracten: 2 rijen, 2 in orde" in verslag
    assert "contracten, rij 2: contractnummer J-2023-001" in verslag
    assert "Met --ja wordt alles vastgelegd" in verslag


def test_opvolger_staat_voor_zijn_voorganger_in_het_bestand(loket: Loket, tmp_path: Path) -> None:
    bladen = register()
    bladen["contracten"][0] |= {
        "vorig contractnummer": "J-2023-002",
        "opvolging via": "inkoop",
    }

    assert voer_in(loket, als_csv(tmp_path / "r", bladen)).gelukt

    *_, eerste, tweede = (feit for _, feit in feiten(loket))
    assert eerste["contractnummer"] == "J-2023-002"
    assert tweede["opvolging"]["via"] == "INKOOP"


# --- faults ------------------------------------------------------------------------------------------------------

_C = "contracten"


@pytest.mark.parametrize(
    ("blad", "rij", "anders", "plek", "reden"),
    [
        ("aanbieders", 0, {"KvK-nummer": "1234567"}, ("aanbieders", 2, "KvK-nummer"), "01234567"),
        ("aanbieders", 0, {"naam": ""}, ("aanbieders", 2, "naam"), "is verplicht"),
        (
            "aanbieders",
            0,
            {"naam": "BSN 123456782"},
            ("aanbieders", 2, "naam"),
            "burgerservicenummer",
        ),
        ("toelatingen", 1, {"grondslag": "ZOMAAR"}, ("toelatingen", 3, "grondslag"), "kies uit"),
        (
            "toelatingen",
            1,
            {"perceel": "P9"},
            ("toelatingen", 3, "perceel"),
            "Perceel P9 is niet bekend",
        ),
        ("toelatingen", 1, {"perceel": "P1"}, ("toelatingen", 3, "perceel"), "is er op"),
        ("toelatingen", 1, {"traject": "Elders"}, ("toelatingen", 3, "traject"), "Ambulant 2023"),
        (
            _C,
            1,
            {"contractnummer": "", "percelen": "P1"},
            (_C, 3, "contractnummer"),
            "is verplicht",
        ),
        (_C, 1, {"regio": "Regio X"}, (_C, 3, "regio"), "Jeugdregio Voorbeeld"),
        (_C, 1, {"KvK-nummer": "99999999"}, (_C, 3, "KvK-nummer"), "niet in het blad aanbieders"),
        (_C, 1, {"segment": "wonen"}, (_C, 3, "segment"), "Segment wonen"),
        (_C, 1, {"percelen": "P1 | P9"}, (_C, 3, "percelen"), "Perceel P9"),
        (_C, 1, {"gemeenten": "9001; 505"}, (_C, 3, "gemeenten"), "0505"),
        (
            _C,
            1,
            {"gemeenten": "9001; 7777"},
            (_C, 3, "gemeenten"),
            "7777 is op 2023-01-01 geen gemeente",
        ),
        (_C, 1, {"einddatum": "2022-12-31"}, (_C, 3, ""), "ligt voor de ingangsdatum"),
        (_C, 1, {"einddatum": "31-12-22"}, (_C, 3, "einddatum"), "is geen datum"),
        (_C, 1, {"einddatum": "30-2-2030"}, (_C, 3, "einddatum"), "bestaat niet op de kalender"),
        (_C, 1, {"geraamde jaarwaarde": "1.250"}, (_C, 3, "geraamde jaarwaarde"), "twee dingen"),
        (_C, 1, {"acceptatieplicht": "soms"}, (_C, 3, "acceptatieplicht"), "geen ja of nee"),
        (
            _C,
            1,
            {"optie 2 t/m": "", "optie 3 uitoefenen van": "x"},
            (_C, 3, "optie 3 uitoefenen van"),
            "geen datum",
        ),
        (_C, 1, {"optie 1 t/m": ""}, (_C, 3, "optie 1 t/m"), "is verplicht"),
        (
            _C,
            1,
            {"vorig contractnummer": "Z-1", "opvolging via": "INKOOP"},
            (_C, 3, "vorig contractnummer"),
            "Z-1",
        ),
        (_C, 1, {"vorig contractnummer": "J-2023-001"}, (_C, 3, "opvolging via"), "is verplicht"),
        (_C, 1, {"stilzwijgend hoogstens": "zes"}, (_C, 3, "stilzwijgend hoogstens"), "geheel"),
        (_C, 1, {"taakbudgetten": "125000,00"}, (_C, 3, "taakbudgetten"), "geen boekjaar"),
        ("tarieven", 1, {"productcode": "45"}, ("tarieven", 3, "productcode"), "5 tekens"),
        ("tarieven", 1, {"tarief": "45,125"}, ("tarieven", 3, "tarief"), "twee dingen"),
        ("tarieven", 1, {"tarief": "-1,00"}, ("tarieven", 3, "tarief"), "geen tarief"),
        ("tarieven", 1, {"gemeente": "7777"}, ("tarieven", 3, "gemeente"), "geen gemeente"),
        (
            "tarieven",
            1,
            {"contractnummer": "J-9"},
            ("tarieven", 3, "contractnummer"),
            "niet in het blad contracten",
        ),
        (
            "tarieven",
            1,
            {"productcode": "45A04", "gemeente": ""},
            ("tarieven", 3, "productcode"),
            "ook op rij 2",
        ),
    ],
)
def test_elke_fout_met_rij_en_kolom(
    loket: Loket,
    tmp_path: Path,
    *,
    blad: str,
    rij: int,
    anders: dict[str, str],
    plek: tuple[str, int, str],
    reden: str,
) -> None:
    bladen = register()
    bladen[blad][rij] |= anders

    gedaan = voer_in(loket, als_csv(tmp_path / "r", bladen))

    assert fouten(gedaan) == [plek]
    assert reden in redenen(gedaan)
    assert not gedaan.gelukt
    assert feiten(loket) == []


def test_alle_fouten_in_een_keer(loket: Loket, tmp_path: Path) -> None:
    bladen = register()
    bladen["aanbieders"][0]["ingangsdatum"] = "gisteren"
    bladen["toelatingen"][0]["regio"] = "X"
    bladen["contracten"][0] |= {"bekostigingsvorm": "GRATIS", "einddatum": "ooit", "regio": "Y"}
    bladen["contracten"][1]["segment"] = ""
    bladen["tarieven"][0] |= {"tarief": "duur", "productcode": "4"}

    gedaan = voer_in(loket, als_csv(tmp_path / "r", bladen))

    assert sorted(fouten(gedaan)) == [
        ("aanbieders", 2, "ingangsdatum"),
        ("contracten", 2, "bekostigingsvorm"),
        ("contracten", 2, "einddatum"),
        ("contracten", 2, "regio"),
        ("contracten", 3, "segment"),
        ("tarieven", 2, "productcode"),
        ("tarieven", 2, "tarief"),
        ("toelatingen", 2, "regio"),
    ]
    assert feiten(loket) == []


def test_fout_in_de_laatste_rij_laat_niets_achter(loket: Loket, tmp_path: Path) -> None:
    bladen = register()
    bladen["contracten"] = [voorbeeld("contracten", contractnummer=f"K-{n}") for n in range(30)] + [
        voorbeeld("contracten", contractnummer="K-30", segment="wonen")
    ]
    bladen["tarieven"] = [voorbeeld("tarieven", contractnummer="K-0")]

    gedaan = voer_in(loket, als_csv(tmp_path / "r", bladen))

    assert fouten(gedaan) == [("contracten", 32, "segment")]
    assert feiten(loket) == []


def test_wat_op_een_foute_rij_leunt_geeft_geen_tweede_fout(loket: Loket, tmp_path: Path) -> None:
    bladen = register()
    bladen["toelatingen"][0]["grondslag"] = "X"

    gedaan = voer_in(loket, als_csv(tmp_path / "r", bladen))

    assert fouten(gedaan) == [("toelatingen", 2, "grondslag")]
    assert not gedaan.uitslag.afwijkingen
    assert gedaan.uitslag.niet_beoordeeld == 2


def test_contractnummer_dat_al_bestaat(loket: Loket, tmp_path: Path) -> None:
    voer_in(loket, als_csv(tmp_path / "r", register()))
    nog_eens = register()
    del nog_eens["toelatingen"], nog_eens["aanbieders"]
    nog_eens["contracten"][1]["contractnummer"] = "J-3"
    nog_eens["tarieven"] = []

    gedaan = voer_in(loket, als_csv(tmp_path / "s", {k: v for k, v in nog_eens.items() if v}))

    assert fouten(gedaan) == [("contracten", 2, "contractnummer")]
    assert len(feiten(loket)) == 5


def test_een_sleutel_staat_er_een_keer(loket: Loket, tmp_path: Path) -> None:
    bladen = register()
    bladen["aanbieders"] *= 2
    bladen["contracten"][1]["contractnummer"] = "J-2023-001"

    gedaan = voer_in(loket, als_csv(tmp_path / "r", bladen))

    assert fouten(gedaan) == [
        ("aanbieders", 3, "KvK-nummer"),
        ("contracten", 3, "contractnummer"),
        ("tarieven", 4, "contractnummer"),
    ]
    assert redenen(gedaan).count("staat ook op rij 2") == 2


def test_kring_van_opvolgers(loket: Loket, tmp_path: Path) -> None:
    bladen = register()
    for een, ander in ((0, "J-2023-002"), (1, "J-2023-001")):
        bladen["contracten"][een] |= {"vorig contractnummer": ander, "opvolging via": "INKOOP"}

    gedaan = voer_in(loket, als_csv(tmp_path / "r", bladen))

    assert fouten(gedaan) == [
        ("contracten", 2, "vorig contractnummer"),
        ("contracten", 3, "vorig contractnummer"),
    ]


# --- deviations --------------------------------------------------------------------------------------------------


def test_afwijkingen_per_rij_en_aanvaard_onder_een_motivering(loket: Loket, tmp_path: Path) -> None:
    bladen = register()
    del bladen["toelatingen"][1]
    bestand = als_csv(tmp_path / "r", bladen)

    zonder = voer_in(loket, bestand)

    (gevonden,) = zonder.uitslag.afwijkingen
    assert (gevonden.blad, gevonden.rij, gevonden.kolom) == ("contracten", 3, "percelen")
    assert (gevonden.regel, "P2" in gevonden.detail) == ("niet-toegelaten", True)
    assert not zonder.gelukt
    assert feiten(loket) == []
    assert "--afwijking" in "\n".join(zonder.verslag())

    met = voer_in(loket, bestand, afwijking="Zo stond het in het oude register.")

    assert met.gelukt
    assert [a.regel for a in met.uitslag.afwijkingen] == ["niet-toegelaten"]
    with loket.register.engine.connect() as verbinding:
        metadata = verbinding.scalars(
            select(GEBEURTENISSEN.c.metadata)
            .where(GEBEURTENISSEN.c.soort == "contract.gesloten")
            .order_by(GEBEURTENISSEN.c.positie)
        ).all()
    gemerkt = [json.loads(m).get("afwijking") for m in metadata]
    assert gemerkt == [
        None,
        {"regels": ["niet-toegelaten"], "motivering": "Zo stond het in het oude register."},
    ]


def test_onmogelijk_wordt_ook_met_motivering_niet_vastgelegd(loket: Loket, tmp_path: Path) -> None:
    bladen = register()
    bladen["contracten"][1]["segment"] = "wonen"

    gedaan = voer_in(loket, als_csv(tmp_path / "r", bladen), afwijking="toch maar")

    assert fouten(gedaan) == [("contracten", 3, "segment")]
    assert feiten(loket) == []


def test_motivering_met_bsn_wordt_geweigerd(loket: Loket, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="burgerservicenummer"):
        voer_in(loket, als_csv(tmp_path / "r", register()), afwijking="zie 123456782")


# --- aanbieders that are there already ---------------------------------------------------------------------------


def test_bestaande_aanbieder_wordt_gebruikt_als_hij_gelijk_is(loket: Loket, tmp_path: Path) -> None:
    with loket.register.schrijf() as beurt:
        bestaand = doe(
            loket,
            beurt,
            Opdrachtvorm(AANBIEDER, AanbiederIngeschreven),
            {"ingangsdatum": "2023-01-01", "naam": "Zorggroep Voorbeeld", "kvkNummer": "12345678"},
        )
    bladen = register()
    bladen["aanbieders"][0]["AGB-code"] = ""

    gedaan = voer_in(loket, als_csv(tmp_path / "r", bladen))

    assert gedaan.gelukt
    assert gedaan.uitslag.tellingen["aanbieders"].bestaand == 1
    contracten = [feit for soort, feit in feiten(loket) if soort == "contract.gesloten"]
    assert {c["aanbiederId"] for c in contracten} == {str(bestaand)}


@pytest.mark.parametrize(
    ("anders", "kolom"),
    [
        ({"naam": "Andere naam"}, "naam"),
        ({"ingangsdatum": "2022-01-01"}, "ingangsdatum"),
        ({"AGB-code": "11111111"}, "AGB-code"),
    ],
)
def test_bestaande_aanbieder_die_verschilt(
    loket: Loket, tmp_path: Path, anders: dict[str, str], kolom: str
) -> None:
    voer_in(loket, als_csv(tmp_path / "r", {"aanbieders": [voorbeeld("aanbieders")]}))

    rij = voorbeeld("aanbieders") | anders
    gedaan = voer_in(loket, als_csv(tmp_path / "s", {"aanbieders": [rij]}))

    assert fouten(gedaan) == [("aanbieders", 2, kolom)]
    assert "staat al in het register" in redenen(gedaan)
    assert len(feiten(loket)) == 1


def test_twee_aanbieders_met_een_kvk_nummer_is_geen_keus(loket: Loket, tmp_path: Path) -> None:
    with loket.register.schrijf() as beurt:
        for naam in ("Een", "Twee"):
            doe(
                loket,
                beurt,
                Opdrachtvorm(AANBIEDER, AanbiederIngeschreven),
                {"ingangsdatum": "2023-01-01", "naam": naam, "kvkNummer": "12345678"},
            )

    gedaan = voer_in(loket, als_csv(tmp_path / "r", register()))

    assert ("aanbieders", 2, "KvK-nummer") in fouten(gedaan)
    assert "2 keer voor" in redenen(gedaan)


# --- spellings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cel", "verwacht"),
    [
        ("2025-01-31", "2025-01-31"),
        ("31-1-2025", "2025-01-31"),
        ("01-02-2025", "2025-02-01"),
        ("2025-01-31 00:00:00", "2025-01-31"),
        (date(2025, 1, 31), "2025-01-31"),
        (datetime(2025, 1, 31), "2025-01-31"),  # noqa: DTZ001 - a spreadsheet knows no zones
    ],
)
def test_schrijfwijzen_van_een_datum(cel: Any, verwacht: str) -> None:
    assert datum(cel) == verwacht


@pytest.mark.parametrize(
    "cel",
    ["1/31/2025", "31-1-25", "31 januari 2025", 45688, 45688.0, True, datetime(2025, 1, 31, 9)],  # noqa: DTZ001
)
def test_wat_geen_datum_is(cel: Any) -> None:
    with pytest.raises(ValueError, match=r"datum|dag|ja/nee"):
        datum(cel)


@pytest.mark.parametrize(
    ("cel", "verwacht"),
    [
        ("1234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1.234.567", "1234567.00"),
        ("1.234.567,8", "1234567.80"),
        ("1234", "1234.00"),
        ("1234,5", "1234.50"),
        ("€ 12,00", "12.00"),
        ("0012,00", "12.00"),
        ("0,00", "0.00"),
        ("-5,00", "-5.00"),
        (987, "987.00"),
        (1234.5, "1234.50"),
        (0.1 + 0.2, "0.30"),
    ],
)
def test_schrijfwijzen_van_een_bedrag(cel: Any, verwacht: str) -> None:
    assert bedrag(cel) == verwacht


@pytest.mark.parametrize(
    "cel",
    [
        "1.234",
        "1,234",
        "12.345",
        "1,234.56",
        "1.23,4",
        "12,345,6",
        "veel",
        "1 234",
        "1.2345",
        1.005,
        True,
    ],
)
def test_wat_geen_eenduidig_bedrag_is(cel: Any) -> None:
    with pytest.raises(ValueError, match=r"bedrag|twee dingen|decimalen|ja/nee"):
        bedrag(cel)


@pytest.mark.parametrize(
    ("cel", "verwacht"),
    [
        ("61,2", "61.20"),
        ("61.2000", "61.2000"),
        ("0,125", "0.125"),
        (45.125, "45.125"),
        (61, "61.00"),
    ],
)
def test_tarief_houdt_zijn_decimalen(cel: Any, verwacht: str) -> None:
    assert tarief(cel) == verwacht


def test_tarief_met_drie_decimalen_is_dubbelzinnig_als_tekst() -> None:
    with pytest.raises(ValueError, match=r"45125.00 .* 45.1250"):
        tarief("45,125")


@pytest.mark.parametrize(("cel", "verwacht"), [("6", 6), (7, 7), (8.0, 8), ("9,0", 9)])
def test_geheel_getal(cel: Any, verwacht: int) -> None:
    assert geheel(cel) == verwacht


# --- what a spreadsheet makes of it ------------------------------------------------------------------------------


def test_excel_bewaart_getallen_en_datums(loket: Loket, tmp_path: Path) -> None:
    bladen = register()
    for rijen in bladen.values():
        for rij in rijen:
            if "KvK-nummer" in rij:
                rij["KvK-nummer"] = 12345678.0
            if "ingangsdatum" in rij:
                rij["ingangsdatum"] = datetime(2023, 1, 1)  # noqa: DTZ001 - a spreadsheet knows no zones
    bladen["contracten"][0] |= {
        "geraamde jaarwaarde": 156250.5,
        "gemeenten": 9001,
        "acceptatieplicht": True,
    }
    bladen["tarieven"][0] |= {"tarief": 61.2, "prijspeil": 2023.0}

    assert voer_in(loket, als_xlsx(tmp_path, bladen)).gelukt

    eerste = feiten(loket)[3][1]
    assert (eerste["geraamdeJaarwaarde"], eerste["gemeenten"]) == ("156250.50", ["9001"])
    assert eerste["tarieven"][0]["tarief"] == "61.20"


def test_opmaak_met_nullen_herstelt_wat_het_getal_verloor(loket: Loket, tmp_path: Path) -> None:
    rij = voorbeeld("aanbieders") | {"KvK-nummer": 1234567}

    gedaan = voer_in(
        loket, als_xlsx(tmp_path, {"aanbieders": [rij]}, opmaak={"KvK-nummer": "00000000"})
    )

    assert gedaan.gelukt
    assert feiten(loket)[0][1]["kvkNummer"] == "01234567"


@pytest.mark.parametrize(
    ("blad", "anders", "kolom", "reden"),
    [
        ("aanbieders", {"KvK-nummer": 1234567}, "KvK-nummer", "nullen vooraan"),
        ("aanbieders", {"KvK-nummer": 12345678.5}, "KvK-nummer", "getal van gemaakt"),
        ("aanbieders", {"AGB-code": 3012345.0}, "AGB-code", "03012345"),
        ("aanbieders", {"naam": "=A1"}, "naam", "formule"),
        ("aanbieders", {"naam": datetime(2025, 1, 1)}, "naam", "datum of tijd"),  # noqa: DTZ001
        ("tarieven", {"productcode": 54000}, "productcode", "54E03"),
        ("tarieven", {"gemeente": 505}, "gemeente", "0505"),
        ("contracten", {"einddatum": 47848}, "einddatum", "datumopmaak"),
        ("contracten", {"contractnummer": 2023.001}, "contractnummer", "getal van gemaakt"),
    ],
)
def test_wat_excel_bedierf_wordt_met_uitleg_geweigerd(
    loket: Loket, tmp_path: Path, *, blad: str, anders: dict[str, Any], kolom: str, reden: str
) -> None:
    bladen = register()
    bladen[blad][0] |= anders

    gedaan = voer_in(loket, als_xlsx(tmp_path, bladen))

    assert (blad, 2, kolom) in fouten(gedaan)
    assert reden in redenen(gedaan)
    assert feiten(loket) == []


def test_lege_rijen_tellen_mee_in_het_nummer(loket: Loket, tmp_path: Path) -> None:
    bladen = register()
    bladen["contracten"].insert(1, {})
    bladen["contracten"][2]["segment"] = "wonen"

    assert fouten(voer_in(loket, als_xlsx(tmp_path, bladen))) == [("contracten", 4, "segment")]
    assert fouten(voer_in(loket, als_csv(tmp_path / "r", bladen))) == [("contracten", 4, "segment")]


# --- files -------------------------------------------------------------------------------------------------------


def _bestand(pad: Path, inhoud: bytes) -> Path:
    pad.write_bytes(inhoud)
    return pad


def test_kop_met_onbekende_dubbele_en_ontbrekende_kolommen(tmp_path: Path) -> None:
    kop = b"kvk nummer;NAAM;naam;plaats\r\n12345678;A;B;C\r\n"

    invoer = lees(paden=[_bestand(tmp_path / "aanbieders.csv", kop)])

    assert [(f.rij, f.kolom) for f in invoer.fouten] == [
        (1, "naam"),
        (1, "plaats"),
        (1, "ingangsdatum"),
    ]
    assert invoer.rijen["aanbieders"][0].cellen == {"KvK-nummer": "12345678", "naam": "A"}


def test_cel_buiten_de_kop_is_een_fout(tmp_path: Path) -> None:
    inhoud = b"sep=,\nKvK-nummer,naam,ingangsdatum\n12345678,A,2020-01-01,extra\n"

    invoer = lees(paden=[_bestand(tmp_path / "aanbieders.csv", inhoud)])

    assert [(f.rij, f.kolom, f.reden) for f in invoer.fouten] == [
        (2, "", "er staat iets in een kolom zonder kop")
    ]


@pytest.mark.parametrize(
    ("naam", "inhoud", "reden"),
    [
        ("aanbieders.csv", "naam;kvk\nCafé;1".encode("cp1252"), "geen UTF-8"),
        ("aanbieders.csv", "naam\n".encode("utf-16"), "UTF-8"),
        ("aanbieders.csv", b"naam\n\x00", "nulbytes"),
        ("aanbieders.csv", b'naam\n"open', "regel"),
        ("aanbieders.csv", b"KvK-nummer;naam;ingangsdatum\n", "geen enkele rij"),
        ("klanten.csv", b"naam\n", "klanten.csv is onbekend"),
        ("register.xls", b"", "geen .xlsx"),
        ("register.xlsx", b"geen zip", "niet te lezen"),
    ],
)
def test_onleesbaar_bestand(tmp_path: Path, naam: str, inhoud: bytes, reden: str) -> None:
    with pytest.raises(OnleesbaarBestand, match=reden):
        lees(paden=[_bestand(tmp_path / naam, inhoud)])


def test_welke_bestanden_samen_kunnen(tmp_path: Path) -> None:
    werkmap = als_xlsx(tmp_path, register())
    los = als_csv(tmp_path / "r", register())
    for paden, reden in (
        ([werkmap, los], "één werkmap"),
        ([los, los / "contracten.csv"], "hoogstens één"),
        ([tmp_path / "weg.csv"], "bestaat niet"),
        ([tmp_path], "geen CSV"),
    ):
        with pytest.raises(OnleesbaarBestand, match=reden):
            lees(paden=paden)


def test_onbekend_werkblad_wordt_niet_overgeslagen(tmp_path: Path) -> None:
    pad = als_xlsx(tmp_path, register() | {"klanten": [{"naam": "x"}], "toelichting": [{"a": "b"}]})

    assert [(f.blad, f.rij) for f in lees(paden=[pad]).fouten] == [("klanten", 0)]


# --- the template ------------------------------------------------------------------------------------------------


def test_voorbeeld_uit_de_toelichting_van_het_sjabloon_is_in_te_voeren(
    loket: Loket, tmp_path: Path
) -> None:
    pad = tmp_path / "sjabloon.xlsx"
    schrijf_sjabloon(paden=[pad], meld=lambda _: None)
    werkmap = load_workbook(pad)
    voorbeelden: dict[tuple[Any, ...], Any] = {
        rij[:2]: rij[4] for rij in werkmap["toelichting"].iter_rows(min_row=2, values_only=True)
    }
    for blad in BLADEN:
        vel = werkmap[blad.naam]
        assert vel.max_row == 1
        vel.append([voorbeelden[blad.naam, kop.value] for kop in vel[1]])
    werkmap.save(pad)

    gedaan = voer_in(loket, pad)

    assert gedaan.gelukt, redenen(gedaan)
    assert [soort for soort, _ in feiten(loket)][-1] == "contract.gesloten"


def test_sjabloon_als_map_met_csv(tmp_path: Path) -> None:
    gemeld: list[str] = []
    schrijf_sjabloon(paden=[tmp_path / "s"], meld=gemeld.append)

    assert {p.name for p in (tmp_path / "s").iterdir()} == {
        "LEESMIJ.md",
        *(f"{blad.naam}.csv" for blad in BLADEN),
    }
    assert (
        (tmp_path / "s" / "contracten.csv").read_bytes().startswith(b"\xef\xbb\xbfcontractnummer;")
    )
    with pytest.raises(OnleesbaarBestand, match="geen enkele rij"):
        lees(paden=[tmp_path / "s"])
    with pytest.raises(OnleesbaarBestand, match="bestaat al"):
        schrijf_sjabloon(paden=[tmp_path / "s"], meld=gemeld.append)


def test_elke_kolom_staat_in_het_document(request: pytest.FixtureRequest) -> None:
    document = (request.config.rootpath / "docs" / "import.md").read_text(encoding="utf-8")

    assert leesmij().strip() in document


def test_kolommen_hebben_elk_een_veld_en_een_naam() -> None:
    for blad in BLADEN:
        assert len({k.veld for k in blad.kolommen}) == len(blad.kolommen)
        assert len({k.naam.casefold() for k in blad.kolommen}) == len(blad.kolommen)
    assert CONTRACTEN.kolom(veld="gemeenten.3") == "gemeenten"
    assert CONTRACTEN.kolom(veld="opvolging") == "vorig contractnummer"
    assert CONTRACTEN.kolom(veld="iets.anders") == ""


# --- the command line --------------------------------------------------------------------------------------------


def _draai(*opdracht: str | Path) -> tuple[int, str]:
    gedraaid = CliRunner().invoke(app, ["import", *map(str, opdracht)])
    return gedraaid.exit_code, gedraaid.output


def test_opdrachtregel(
    database_url: str, loket: Loket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOOPTIJD_DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    bladen = register()
    del bladen["toelatingen"][1]
    bestand = als_csv(tmp_path / "r", bladen)
    lijst = tmp_path / "fouten.csv"

    status, uit = _draai(bestand, "--fouten", lijst)
    assert (status, "contracten, rij 3, percelen: [niet-toegelaten]" in uit) == (1, True)
    assert "contracten;3;percelen;niet-toegelaten;" in lijst.read_text(encoding="utf-8-sig")
    assert _draai(bestand, "--afwijking", "overgenomen")[0] == 0
    assert feiten(loket) == []
    status, uit = _draai(bestand, "--ja", "--afwijking", "overgenomen")

    assert (status, "Vastgelegd in één keer" in uit) == (0, True)
    assert len(feiten(loket)) == 4
    assert _draai("--sjabloon", tmp_path / "leeg.xlsx")[0] == 0


def test_veel_contracten_tegelijk(loket: Loket, tmp_path: Path) -> None:
    bladen = register()
    bladen["contracten"] = [
        voorbeeld("contracten", contractnummer=f"K-{n:04}") for n in range(1200)
    ]
    bladen["tarieven"] = [voorbeeld("tarieven", contractnummer=f"K-{n:04}") for n in range(1200)]
    gezien: list[tuple[int, int]] = []

    gedaan = importeer(
        engine=loket.register.engine,
        paden=[als_csv(tmp_path / "r", bladen)],
        vastleggen=True,
        motivering=None,
        voortgang=lambda stap, totaal: gezien.append((stap, totaal)),
        klok=KLOK,
    )

    assert gedaan.gelukt
    assert gezien[-1] == (1203, 1203)
    assert nagerekend(loket) == []
