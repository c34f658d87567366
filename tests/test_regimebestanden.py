"""Each regime file parses, has the same shape, and shows for every value where it comes from."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from infrastructure.gemeenten import bestaat

MAP = Path(__file__).resolve().parent.parent / "regimes"
REGELS = {"s0-sas-2023": ("S0", 211), "s1-noordoost-brabant": ("S1", 1833)}
"""Per file its source document and the number of lines of that document."""
REGIMES = {naam: tomllib.loads((MAP / f"{naam}.toml").read_text("utf-8")) for naam in REGELS}

BRON = re.compile(r"(S\d):(\d+)(?:-(\d+))?", re.ASCII)
FASE = {
    "jaar": r"\d{4}",
    "kwartaal": r"\d{4}-Q[1-4]",
    "maand": r"\d{4}-(0[1-9]|1[0-2])",
    "dag": r"\d{4}-\d{2}-\d{2}",
    "terugkerend": r"jaarlijks",
}
SECTIES = {
    "alternatieven",
    "bestandsversie",
    "budgetregels",
    "code",
    "doelen",
    "eisen",
    "geheimhouding",
    "kalender",
    "lezingen",
    "monitoring",
    "nietGegeven",
    "onderstellingen",
    "organen",
    "regels",
    "regime",
    "regio",
    "rollen",
    "samenwerking",
    "seed",
    "segmenten",
    "stukken",
    "trajecten",
    "verdeelsleutels",
}
TRAJECT_ALTIJD = {
    "beslismomenten",
    "bekostiging",
    "code",
    "ingangsdatum",
    "inkoopvorm",
    "naam",
    "opzegregeling",
    "percelen",
    "segmenten",
    "toetreding",
    "verlengingsopties",
}
TRAJECT_SOMS = {
    "acceptatieplicht",
    "bevoorschotting",
    "contractduur",
    "eersteEinddatum",
    "einddatum",
    "herzieningsclausules",
    "instroom",
    "meerwerkregeling",
    "ontwikkelfase",
    "procedure",
    "startProcedure",
    "stilzwijgendeVerlenging",
    "volumeafspraken",
    "voorganger",
}

elk_regime = pytest.mark.parametrize("naam", REGIMES)


def blokken(waarde: Any, pad: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Walk every table with its path, the root not included."""
    if isinstance(waarde, dict):
        if pad:
            yield pad, waarde
        for sleutel, kind in waarde.items():
            yield from blokken(kind, f"{pad}.{sleutel}".lstrip("."))
    elif isinstance(waarde, list):
        for nummer, kind in enumerate(waarde):
            yield from blokken(kind, f"{pad}[{nummer}]")


def heeft_waarden(blok: dict[str, Any]) -> bool:
    """Tell whether a table holds values of its own, beside a code and the tables within it."""
    if "waarde" in blok:
        return True
    eigen = [v for sleutel, v in blok.items() if sleutel not in {"code", "bron", "aanname"}]
    return not all(
        isinstance(deel, dict) for v in eigen for deel in (v if isinstance(v, list) else [v])
    )


def bronnen(blok: dict[str, Any]) -> list[str]:
    bron = blok.get("bron", [])
    return [bron] if isinstance(bron, str) else bron


def codes(regime: dict[str, Any], sectie: str) -> list[str]:
    return [blok["code"] for blok in regime[sectie]]


@elk_regime
def test_de_vorm_is_voor_elk_regime_dezelfde(naam):
    regime = REGIMES[naam]

    assert set(regime) == SECTIES
    assert (regime["bestandsversie"], regime["code"], regime["seed"]) == (1, naam, REGELS[naam][0])
    for traject in regime["trajecten"]:
        assert set(traject) >= TRAJECT_ALTIJD
        assert set(traject) <= TRAJECT_ALTIJD | TRAJECT_SOMS


@elk_regime
def test_elk_blok_met_waarden_draagt_een_bron_of_is_een_aanname(naam):
    zonder = [
        pad
        for pad, blok in blokken(REGIMES[naam])
        if heeft_waarden(blok) and not bronnen(blok) and blok.get("aanname") is not True
    ]

    assert zonder == []


@elk_regime
def test_een_aanname_zegt_waarom(naam):
    aannames = [(pad, blok) for pad, blok in blokken(REGIMES[naam]) if "aanname" in blok]

    assert aannames
    assert [pad for pad, blok in aannames if blok["aanname"] is not True] == []
    assert [pad for pad, blok in aannames if not blok.get("reden")] == []


@elk_regime
def test_elke_aangehaalde_regel_bestaat(naam):
    document, aantal = REGELS[naam]

    for pad, blok in blokken(REGIMES[naam]):
        for bron in bronnen(blok):
            treffer = BRON.fullmatch(bron)
            assert treffer, f"{pad}: {bron}"
            eerste, laatste = int(treffer[2]), int(treffer[3] or treffer[2])
            assert treffer[1] == document, f"{pad}: {bron}"
            assert 1 <= eerste <= laatste <= aantal, f"{pad}: {bron}"
            assert treffer[3] is None or eerste < laatste, f"{pad}: {bron}"


@elk_regime
def test_een_lezing_heeft_een_zinsnede_en_een_alternatief_met_gevolg(naam):
    lezingen = REGIMES[naam]["lezingen"]

    assert lezingen
    for lezing in lezingen:
        assert 1 <= len(lezing["zinsnede"].split()) <= 8, lezing["code"]
        assert lezing["reden"], lezing["code"]
        assert lezing["stand"] == "TE_BEVESTIGEN"
        assert lezing["alternatieven"], lezing["code"]
        for ander in lezing["alternatieven"]:
            assert ander["waarde"] != lezing["gekozen"], lezing["code"]
            assert ander["steun"], lezing["code"]
            assert ander["gevolg"], lezing["code"]


@elk_regime
def test_elke_verwijzing_komt_uit(naam):
    regime = REGIMES[naam]
    lezingen, trajecten = codes(regime, "lezingen"), codes(regime, "trajecten")
    segmenten, organen = codes(regime, "segmenten"), codes(regime, "organen")

    verwezen = {blok["lezing"] for _, blok in blokken(regime) if "lezing" in blok}
    assert verwezen == set(lezingen)
    for regel in regime["regels"] + regime["eisen"]:
        assert set(regel["trajecten"]) <= set(trajecten), regel["code"]
    for segment in regime["segmenten"]:
        assert segment.get("ouder", {"waarde": segmenten[0]})["waarde"] in segmenten
    for traject in regime["trajecten"]:
        assert traject.get("voorganger", {"waarde": trajecten[0]})["waarde"] in trajecten
        for moment in traject["beslismomenten"]:
            assert moment["orgaan"]["waarde"] in organen


@elk_regime
def test_een_code_staat_er_in_zijn_lijst_een_keer(naam):
    for sectie, inhoud in REGIMES[naam].items():
        if isinstance(inhoud, list):
            gevonden = codes(REGIMES[naam], sectie)
            assert len(gevonden) == len(set(gevonden)), sectie
    for traject in REGIMES[naam]["trajecten"]:
        for sectie in ("percelen", "beslismomenten", "verlengingsopties"):
            gevonden = codes(traject, sectie)
            assert len(gevonden) == len(set(gevonden)), f"{traject['code']}: {sectie}"


@elk_regime
def test_een_onscherp_moment_heeft_de_vorm_van_zijn_precisie(naam):
    for pad, blok in blokken(REGIMES[naam]):
        if "fase" in blok:
            assert re.fullmatch(FASE[blok["precisie"]], blok["fase"], re.ASCII), pad
            if blok["precisie"] == "dag":
                date.fromisoformat(blok["fase"])


@elk_regime
def test_een_perceel_past_in_zijn_traject(naam):
    regime = REGIMES[naam]
    gemeenten = regime["regio"]["gemeenten_demo"]["waarde"]

    for traject in regime["trajecten"]:
        segmenten = traject["segmenten"]["waarde"]
        assert set(segmenten) <= set(codes(regime, "segmenten"))
        assert {perceel["segment"] for perceel in traject["percelen"]} == set(segmenten)
        for perceel in traject["percelen"]:
            assert perceel["aanname"] is True, perceel["code"]
            assert set(perceel["gemeenten"]) <= set(gemeenten)
            assert perceel["gemeenten"], perceel["code"]
            assert perceel["diensten"], perceel["code"]
            assert perceel["producten"], perceel["code"]
            for product in perceel["producten"]:
                assert re.fullmatch(r"4[0-9]A\d{2}|5[0-4]A\d{2}", product, re.ASCII), product


@elk_regime
def test_de_gemeenten_bestaan_op_de_ingangsdatum(naam):
    regio = REGIMES[naam]["regio"]
    dag = regio["ingangsdatum"]["waarde"]

    assert len(regio["gemeenten_demo"]["waarde"]) >= 3
    for code in regio["gemeenten_demo"]["waarde"]:
        assert bestaat(code=code, dag=dag, demo=True)
        assert not bestaat(code=code, dag=dag)
    for code in regio["gemeenten_bron"]["waarde"]:
        assert bestaat(code=code, dag=dag)


def test_de_twee_regios_delen_geen_fictieve_gemeente():
    s0, s1 = (set(regime["regio"]["gemeenten_demo"]["waarde"]) for regime in REGIMES.values())

    assert not s0 & s1


@elk_regime
def test_datums_en_vormen_van_een_traject_kloppen(naam):
    for traject in REGIMES[naam]["trajecten"]:
        begin = traject["ingangsdatum"]["waarde"]
        assert traject["inkoopvorm"]["waarde"] in {"OPEN_HOUSE", "SAS", "AANBESTEDING"}
        assert traject["toetreding"]["waarde"] in {"OPEN", "GESLOTEN"}
        assert begin >= REGIMES[naam]["regio"]["ingangsdatum"]["waarde"]
        einde = traject.get("einddatum", {"waarde": date.max})["waarde"]
        assert begin < einde
        for optie in traject["verlengingsopties"]:
            assert optie["uitoefenenVan"]["waarde"] <= optie["aankondigenUiterlijk"]["waarde"]
            assert optie["aankondigenUiterlijk"]["waarde"] <= optie["uitoefenenTotEnMet"]["waarde"]
            assert optie["uitoefenenTotEnMet"]["waarde"] <= einde < optie["totEnMet"]["waarde"]
        for vorm in traject["bekostiging"]:
            assert vorm["vorm"]["waarde"] in {"INSPANNINGSGERICHT", "OUTPUTGERICHT", "TAAKGERICHT"}


@elk_regime
def test_een_traject_is_een_geldig_verzoek(naam):
    """Give the body of POST /v1/inkooptrajecten (interface.md 3)."""
    for traject in REGIMES[naam]["trajecten"]:
        verzoek = {
            "naam": traject["naam"]["waarde"],
            "inkoopvorm": traject["inkoopvorm"]["waarde"],
            "toetreding": traject["toetreding"]["waarde"],
            "ingangsdatum": traject["ingangsdatum"]["waarde"],
            "einddatum": traject.get("einddatum", {"waarde": None})["waarde"],
            "segmenten": traject["segmenten"]["waarde"],
            "percelen": [
                {
                    sleutel: perceel[sleutel]
                    for sleutel in ("code", "segment", "producten", "diensten", "gemeenten")
                }
                for perceel in traject["percelen"]
            ],
            "beslismomenten": [moment["moment"]["fase"] for moment in traject["beslismomenten"]],
            "verlengingsopties": [
                {sleutel: blok["waarde"] for sleutel, blok in optie.items() if sleutel != "code"}
                for optie in traject["verlengingsopties"]
            ],
        }

        assert all(isinstance(verzoek[sleutel], str) for sleutel in ("naam", "inkoopvorm"))
        assert all(isinstance(optie["totEnMet"], date) for optie in verzoek["verlengingsopties"])


def test_s0_loopt_acht_jaar_en_kan_tot_2034():
    """S0:103-109."""
    trajecten = {traject["code"]: traject for traject in REGIMES["s0-sas-2023"]["trajecten"]}

    assert set(trajecten) == {"open-house-voorganger", "sas-verblijf", "sas-ambulant"}
    for code in ("sas-verblijf", "sas-ambulant"):
        traject = trajecten[code]
        (optie,) = traject["verlengingsopties"]
        assert traject["ingangsdatum"]["waarde"] == date(2023, 1, 1)
        assert traject["einddatum"]["waarde"] == date(2030, 12, 31)
        assert [m["moment"]["fase"] for m in traject["beslismomenten"]] == ["2025", "2027"]
        assert optie["totEnMet"]["waarde"] == date(2034, 12, 31)
        assert optie["uitoefenenVan"]["waarde"] == date(2030, 1, 1)
        assert optie["uitoefenenTotEnMet"]["waarde"] == date(2030, 12, 31)
        assert optie["aankondigenUiterlijk"]["waarde"] == date(2030, 6, 30)
        assert optie["aankondigenUiterlijk"]["aanname"] is True


def test_s0_leest_tot_2034_op_twee_manieren():
    """S0:109, S0:156-158."""
    (lezing,) = [blok for blok in REGIMES["s0-sas-2023"]["lezingen"] if blok["code"] == "tot-2034"]

    assert lezing["gekozen"] == "2034-12-31"
    assert [ander["waarde"] for ander in lezing["alternatieven"]] == ["2033-12-31"]


def test_s0_verbiedt_een_wissel_met_taakgericht_tot_2026():
    """S0:138-140: a dated rule of this regime."""
    (regel,) = [
        blok
        for blok in REGIMES["s0-sas-2023"]["regels"]
        if blok["code"] == "bekostigingswissel-niet-via-herziening"
    ]

    assert (regel["van"], regel["tot"]) == (date(2023, 1, 1), date(2026, 1, 1))


def test_s0_heeft_acht_doelen_en_een_geheim_stuk():
    """S0:34-38, S0:50-72."""
    regime = REGIMES["s0-sas-2023"]
    (geheim,) = regime["geheimhouding"]

    assert len(regime["doelen"]) == 8
    assert geheim["stuk"]["waarde"] in codes(regime, "stukken")
    assert geheim["tot"]["waarde"] == date(2026, 1, 1)
    assert regime["regio"]["gemeenten_bron"]["waarde"] == []


def test_s1_kent_twee_snelheden():
    """S1:1067, S1:1138, S1:1166-1182."""
    trajecten = {t["code"]: t for t in REGIMES["s1-noordoost-brabant"]["trajecten"]}
    licht, zwaar = trajecten["open-house-licht"], trajecten["aanbesteding-zwaar"]

    assert set(trajecten) == {"inkoop-2016-2019", "open-house-licht", "aanbesteding-zwaar"}
    assert (licht["toetreding"]["waarde"], zwaar["toetreding"]["waarde"]) == ("OPEN", "GESLOTEN")
    assert licht["eersteEinddatum"]["waarde"] == date(2021, 12, 31)
    assert licht["stilzwijgendeVerlenging"]["recht"]["waarde"] is True
    assert len(licht["beslismomenten"][0]["uitkomsten"]) == 3
    assert zwaar["einddatum"]["waarde"] == date(2023, 12, 31)


def test_s1_kent_zeven_zware_en_tien_lichte_vormen():
    """S1:761-831, S1:862-892; four more go another way, S1:835."""
    regime = REGIMES["s1-noordoost-brabant"]
    ouders = [segment["ouder"]["waarde"] for segment in regime["segmenten"] if "ouder" in segment]

    assert ouders.count("licht") == 10
    assert ouders.count("zwaar") == 7 + 1
    assert ouders.count("ander-traject") == 4
    assert codes(regime, "verdeelsleutels") == ["F1", "F2", "F3", "F4", "F5", "F6"]
    assert regime["regime"]["stand"]["waarde"] == "VOORGENOMEN"
