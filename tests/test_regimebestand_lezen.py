"""A regime file is read whole with source and reading, gives bodies of the API, or is refused with every fault."""

import pytest

from api.demo.afspelen import VORMEN
from domain.inkooptraject import TrajectGestart
from infrastructure.regimebestand import (
    REGIMES,
    RegimebestandOngeldig,
    lees_regime,
    ontleed_regime,
    optieverzoek,
    opzegverzoek,
    regioverzoek,
    trajectverzoek,
)

NAMEN = ("s0-sas-2023", "s1-noordoost-brabant")
REGIO = "00000000-0000-4000-8000-000000000000"

elk_regime = pytest.mark.parametrize("naam", NAMEN)


def fouten(naam: str, **vervangingen: tuple[str, str]) -> list[str]:
    """Give the faults of a file in which each text was replaced once by another."""
    tekst = (REGIMES / f"{naam}.toml").read_text("utf-8")
    for oud, nieuw in vervangingen.values():
        assert oud in tekst
        tekst = tekst.replace(oud, nieuw, 1)
    with pytest.raises(RegimebestandOngeldig) as fout:
        ontleed_regime(bestand="proef.toml", tekst=tekst)
    return list(fout.value.fouten)


@elk_regime
def test_een_regime_geeft_verzoeken_die_de_api_aanneemt(naam):
    regime = lees_regime(naam=naam)

    VORMEN["regios", "POST"].van_object(waarde=regioverzoek(regime=regime))
    for traject in regime.trajecten:
        verzoek = trajectverzoek(regime=regime, code=traject.code, regio_id=REGIO)
        feit, _ = VORMEN["inkooptrajecten", "POST"].van_object(waarde=verzoek)
        assert isinstance(feit, TrajectGestart)
        assert [p.code for p in feit.percelen] == [p.code for p in traject.percelen]


def test_elke_waarde_houdt_haar_vindplaats_en_haar_lezing():
    regime = lees_regime(naam="s0-sas-2023")
    (optie,) = regime.traject("sas-ambulant").verlengingsopties
    lezing = regime.lezing(optie.tot_en_met.lezing or "")

    assert optie.tot_en_met.bron == ("S0:107-109",)
    assert (lezing.gekozen, [a.waarde for a in lezing.alternatieven]) == (
        "2034-12-31",
        ["2033-12-31"],
    )
    assert optie.aankondigen_uiterlijk.aanname
    assert regime.regio.naam_demo.reden
    assert len(regime.doelen) == 8


def test_een_onscherp_beslismoment_wordt_een_heel_jaar():
    regime = lees_regime(naam="s0-sas-2023")
    momenten = trajectverzoek(regime=regime, code="sas-verblijf", regio_id=REGIO)["beslismomenten"]

    assert [(m["code"], m["van"], m["totEnMet"]) for m in momenten] == [
        ("go-no-go-2025", "2025-01-01", "2025-12-31"),
        ("go-no-go-2027", "2027-01-01", "2027-12-31"),
    ]
    assert {m["orgaan"] for m in momenten} == {"colleges van burgemeester en wethouders"}


def test_een_optie_zegt_op_welke_lezing_zij_rust():
    regime = lees_regime(naam="s0-sas-2023")

    assert optieverzoek(regime=regime, code="sas-ambulant") == [
        {
            "totEnMet": "2034-12-31",
            "lezing": "'verlengen tot 2034' gelezen als 2034-12-31",
            "uitoefenenVan": "2030-01-01",
            "uitoefenenTotEnMet": "2030-12-31",
            "aankondigenUiterlijk": "2030-06-30",
        }
    ]
    assert opzegverzoek(regime=regime, code="sas-ambulant") == {"opdrachtgever": {"maanden": 6}}


def test_alleen_een_regel_die_de_kern_kent_gaat_mee_tot_en_met_haar_laatste_dag():
    regime = lees_regime(naam="s0-sas-2023")

    assert trajectverzoek(regime=regime, code="sas-ambulant", regio_id=REGIO)["regels"] == [
        {
            "code": "bekostigingswissel-niet-via-herziening",
            "van": "2023-01-01",
            "totEnMet": "2025-12-31",
        }
    ]
    assert (
        trajectverzoek(regime=regime, code="open-house-voorganger", regio_id=REGIO)["regels"] == []
    )


def test_alle_fouten_komen_in_een_keer():
    gevonden = fouten(
        "s0-sas-2023",
        bron=('bron = "S0:95-97"', 'bron = "S3:95-97"'),
        lezing=('lezing = "einde-voorgangers"', 'lezing = "bestaat-niet"'),
        fase=('fase = "2025"', 'fase = "vijfentwintig"'),
        datum=("einddatum = { waarde = 2030-12-31", 'einddatum = { waarde = "2030"'),
        sleutel=(
            "[trajecten.opzegregeling]\nopdrachtgever",
            "[trajecten.opzegregeling]\nopdrachtgeefster",
        ),
    )

    samen = "\n".join(gevonden)
    assert "'S3:95-97' is geen vindplaats in S0" in samen
    assert "'bestaat-niet' staat niet bij de lezingen" in samen
    assert "'vijfentwintig' is geen jaar" in samen
    assert "trajecten.1.einddatum.waarde is geen datum" in samen
    assert "trajecten.0.opzegregeling.opdrachtgeefster bestaat hier niet" in samen


def test_wat_zichzelf_tegenspreekt_wordt_geweigerd():
    gevonden = fouten(
        "s0-sas-2023",
        eind=("waarde = 2022-12-31, bron", "waarde = 2018-12-31, bron"),
        code=('code = "doel-2"', 'code = "doel-1"'),
        segment=(
            'code = "OH-AMBULANT"\nsegment = "ambulant"',
            'code = "OH-AMBULANT"\nsegment = "zwaar"',
        ),
        gemeente=('gemeenten = ["9001", "9002", "9003"]', 'gemeenten = ["9001", "9002", "9014"]'),
    )

    assert sorted(gevonden) == [
        "doelen: code doel-1 staat er twee keer in",
        "trajecten.open-house-voorganger.percelen.OH-AMBULANT ligt in segment zwaar, dat het traject niet heeft",
        "trajecten.open-house-voorganger: het einde ligt voor de ingangsdatum",
        "trajecten.sas-verblijf.percelen.VB-GEZIN-N noemt gemeente 9014, die niet meedoet",
    ]


def test_een_waarde_zonder_bron_en_een_aanname_zonder_reden_worden_geweigerd():
    gevonden = fouten(
        "s0-sas-2023",
        bron=(
            'inkoopvorm = { waarde = "SAS", bron = "S0:95-97" }',
            'inkoopvorm = { waarde = "SAS" }',
        ),
        reden=(', reden = "een demo speelt met een verzonnen regio" }', " }"),
    )

    assert sorted(gevonden) == [
        "regio.naam_demo is een aanname zonder reden",
        "trajecten.1.inkoopvorm noemt geen bron en is geen aanname",
    ]


def test_wat_geen_toml_is_wordt_geweigerd():
    with pytest.raises(RegimebestandOngeldig, match=r"proef\.toml: geen TOML"):
        ontleed_regime(bestand="proef.toml", tekst="code = ")
