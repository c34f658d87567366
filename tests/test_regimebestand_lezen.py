"""A regime file is read whole with source and reading, gives bodies of the API, or is refused with every fault."""

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.demo.afspelen import VORMEN
from api.regimes import lees_opdracht
from application.regimeladen import lees_stap, vormfouten
from domain.inkooptraject import TrajectGestart
from infrastructure.regimebestand import (
    REGIMES,
    RegimebestandOngeldig,
    Regimefout,
    RegimeOnbekend,
    lees_regime,
    lees_regimebestand,
    ontleed_regime,
    regimecodes,
)
from infrastructure.regimelading import lading
from infrastructure.regimeverzoeken import (
    fictief,
    optieverzoek,
    opzegverzoek,
    regioverzoek,
    trajectverzoek,
)
from infrastructure.regimevormen import Deel, Regime

REGIO = "00000000-0000-4000-8000-000000000000"
S0, S1, S2, S3, S4 = regimecodes()

elk_regime = pytest.mark.parametrize("naam", regimecodes())


def tekst_van(naam: str, **vervangingen: tuple[str, str]) -> str:
    """Give the text of a file in which each text was replaced once by another."""
    tekst = (REGIMES / f"{naam}.toml").read_text("utf-8")
    for oud, nieuw in vervangingen.values():
        assert oud in tekst
        tekst = tekst.replace(oud, nieuw, 1)
    return tekst


def fouten(naam: str, **vervangingen: tuple[str, str]) -> list[str]:
    """Give the faults of such a file, each without its line, which must be the line it speaks of."""
    tekst = tekst_van(naam, **vervangingen)
    with pytest.raises(RegimebestandOngeldig) as fout:
        ontleed_regime(bestand="proef.toml", tekst=tekst)
    return [f"{f.plek} {f.reden}" for f in fout.value.fouten]


# --- reading -----------------------------------------------------------------------------------------------------


@elk_regime
def test_elke_opdracht_die_volgt_neemt_de_api_aan(naam):
    regime = lees_regime(naam=naam)
    stappen = lading(regime=regime, keuze=fictief(regime=regime)).stappen

    assert list(vormfouten(stappen=stappen, lees=lees_opdracht)) == []
    trajecten = [s for s in stappen if (s.soort, s.pad) == ("inkooptraject", "POST")]
    for traject, stap in zip(regime.trajecten, trajecten, strict=True):
        _, feit, _ = lees_stap(stap=stap, lees=lees_opdracht)
        assert isinstance(feit, TrajectGestart)
        assert [p.code for p in feit.percelen] == [p.code for p in traject.percelen]


@elk_regime
def test_een_verzoek_kan_ook_los_worden_gemaakt(naam):
    regime = lees_regime(naam=naam)

    VORMEN["regios", "POST"].van_object(waarde=regioverzoek(regime=regime))
    for traject in regime.trajecten:
        verzoek = trajectverzoek(regime=regime, code=traject.code, regio_id=REGIO)
        VORMEN["inkooptrajecten", "POST"].van_object(waarde=verzoek)


@elk_regime
def test_elk_deel_weet_zijn_regel(naam):
    regime = lees_regime(naam=naam)
    regels = (REGIMES / f"{naam}.toml").read_text("utf-8").splitlines()

    for stap in lading(regime=regime, keuze=fictief(regime=regime)).stappen:
        assert regels[stap.regel - 1].startswith("["), stap.plek
        assert stap.plek.split(".")[0] in regels[stap.regel - 1], stap.plek


def test_elke_waarde_houdt_haar_vindplaats_en_haar_lezing():
    regime = lees_regime(naam=S0)
    (optie,) = regime.traject("sas-ambulant").verlengingsopties
    lezing = regime.lezing_van(optie.tot_en_met.lezing or "")

    assert optie.tot_en_met.bron == ("S0:107-109",)
    assert (lezing.gekozen, [a.waarde for a in lezing.alternatieven]) == (
        "2034-12-31",
        ["2033-12-31"],
    )
    assert optie.aankondigen_uiterlijk is not None
    assert optie.aankondigen_uiterlijk.aanname
    assert regime.regio.naam_demo.reden
    assert len(regime.doelen) == 8


def test_een_onscherp_beslismoment_wordt_een_heel_jaar():
    regime = lees_regime(naam=S0)
    momenten = trajectverzoek(regime=regime, code="sas-verblijf", regio_id=REGIO)["beslismomenten"]

    assert [(m["code"], m["van"], m["totEnMet"]) for m in momenten] == [
        ("go-no-go-2025", "2025-01-01", "2025-12-31"),
        ("go-no-go-2027", "2027-01-01", "2027-12-31"),
    ]
    assert {m["orgaan"] for m in momenten} == {"colleges van burgemeester en wethouders"}


def test_een_onscherp_moment_blijft_onscherp_op_de_kalender():
    regime = lees_regime(naam=S0)
    kalender = trajectverzoek(regime=regime, code="sas-verblijf", regio_id=REGIO)["kalender"]
    momenten = {punt["code"]: punt["moment"] for punt in kalender}

    assert momenten["implementatie"] == {
        "fase": "2022-Q3",
        "precisie": "KWARTAAL",
        "richting": "VANAF",
    }
    assert momenten["go-no-go-2025"] == {"fase": "2025", "precisie": "JAAR"}
    assert "einde-geheimhouding" not in momenten


def test_een_optie_zegt_op_welke_lezing_zij_rust():
    regime = lees_regime(naam=S0)

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
    regime = lees_regime(naam=S0)

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


def test_een_voorstel_blijft_een_voorstel_en_wat_al_loopt_niet():
    regime = lees_regime(naam=S1)
    verzoeken = {
        t.code: trajectverzoek(regime=regime, code=t.code, regio_id=REGIO) for t in regime.trajecten
    }

    assert {code: v.get("voorgenomen") for code, v in verzoeken.items()} == {
        "inkoop-2016-2019": None,
        "open-house-licht": True,
        "aanbesteding-zwaar": True,
    }
    zwaar = verzoeken["aanbesteding-zwaar"]
    assert (zwaar["ingangsdatum"], zwaar["ingangContracten"]) == ("2018-12-20", "2020-01-01")
    assert zwaar["vereisten"] == [
        {
            "handelingen": ["contract.herzien"],
            "orgaan": "COLLEGE",
            "rol": "TOESTEMMING",
            "regel": "ALLE",
            "van": "2020-01-01",
        }
    ]
    assert {knoop["code"] for knoop in zwaar["segmentboom"]} >= {"zwaar", "zwaar-nis"}


# --- refusing ----------------------------------------------------------------------------------------------------


def test_alle_fouten_komen_in_een_keer():
    gevonden = fouten(
        S0,
        bron=('bron = "S0:95-97"', 'bron = "S3:95-97"'),
        lezing=('lezing = "einde-voorgangers"', 'lezing = "bestaat-niet"'),
        fase=('fase = "2025"', 'fase = "vijfentwintig"'),
        datum=("einddatum = { waarde = 2030-12-31", 'einddatum = { waarde = "2030"'),
        sleutel=(
            "[trajecten.opzegregeling]\nopdrachtgever",
            "[trajecten.opzegregeling]\nopdrachtgeefster",
        ),
        perceel=('gemeenten = ["9001", "9002", "9003"]', 'gemeenten = ["9001", "9002", "9099"]'),
        stand=('stand = { waarde = "VASTGESTELD"', 'stand = { waarde = "KLAAR"'),
    )

    samen = "\n".join(gevonden)
    assert "inkoopvorm.bron 'S3:95-97' is geen vindplaats in S0" in samen
    assert "trajecten.open-house-voorganger noemt lezing bestaat-niet, die er niet is" in samen
    assert "fase 'vijfentwintig' is geen jaar" in samen
    assert "trajecten.sas-verblijf.einddatum.waarde is geen datum" in samen
    assert (
        "trajecten.open-house-voorganger.opzegregeling.opdrachtgeefster bestaat hier niet" in samen
    )
    assert "regime.stand.waarde is 'KLAAR'; kies uit 'VOORGENOMEN', 'VASTGESTELD'" in samen


def test_wat_klopt_wordt_ook_beoordeeld_naast_een_deel_met_een_verkeerde_vorm():
    gevonden = fouten(
        S0,
        vorm=('code = "VB-GROEP-N"\nsegment = "verblijf"', 'code = "VB-GROEP-N"\nsegment = 4'),
        gemeente=('gemeenten = ["9001", "9002", "9003"]', 'gemeenten = ["9001", "9002", "9099"]'),
    )

    assert gevonden == [
        "trajecten.sas-verblijf.percelen.VB-GEZIN-N noemt gemeente 9099, die niet meedoet",
        "trajecten.sas-verblijf.percelen.VB-GROEP-N.segment is geen tekst",
    ]


def test_elke_fout_noemt_haar_regel_in_volgorde():
    tekst = tekst_van(
        S0,
        eind=("waarde = 2022-12-31, bron", "waarde = 2018-12-31, bron"),
        doel=('code = "doel-2"', 'code = "doel-1"'),
    )
    regels = tekst.splitlines()

    with pytest.raises(RegimebestandOngeldig, match="er is niets geladen") as fout:
        ontleed_regime(bestand="proef.toml", tekst=tekst)

    eerste, tweede = fout.value.fouten
    assert regels[eerste.regel] == 'code = "open-house-voorganger"'
    assert regels[tweede.regel] == 'code = "doel-1"'
    assert tweede.regel > regels.index('code = "doel-1"') + 1
    assert str(eerste) == (
        f"regel {eerste.regel}: trajecten.open-house-voorganger heeft einddatum 2018-12-31, "
        "voor ingangsdatum 2019-01-01"
    )


def test_wat_zichzelf_tegenspreekt_wordt_geweigerd():
    gevonden = fouten(
        S0,
        code=('code = "doel-2"', 'code = "doel-1"'),
        segment=(
            'code = "OH-AMBULANT"\nsegment = "ambulant"',
            'code = "OH-AMBULANT"\nsegment = "zwaar"',
        ),
        voorganger=(
            'voorganger = { waarde = "open-house-voorganger"',
            'voorganger = { waarde = "x"',
        ),
        venster=("uitoefenenVan = { waarde = 2030-01-01", "uitoefenenVan = { waarde = 2031-01-01"),
        handeling=('["inkooptraject.beslissing_genomen"]', '["inkooptraject.besloten"]'),
        kader=('vastgesteld = { fase = "2020", precisie = "jaar", bron = "S0:10-12" }\n', ""),
        orgaan=('orgaan = "RAAD"\nwie', 'orgaan = "AB"\nwie'),
        gekozen=('gekozen = "2034-12-31"', 'gekozen = "2033-12-31"'),
    )

    assert gevonden == [
        "kaders.visie-verblijf noemt geen van en geen vastgesteld",
        "besluiten.inkoopstrategie-2023.betrokken.1 noemt orgaan AB, dat niet bij de organen staat",
        "trajecten.open-house-voorganger.percelen.OH-AMBULANT ligt in segment zwaar, dat het traject niet heeft",
        "trajecten.sas-verblijf noemt traject x, die er niet is",
        (
            "trajecten.sas-verblijf.verlengingsopties.optie-2034 heeft uitoefenenTotEnMet 2030-12-31, "
            "voor uitoefenenVan 2031-01-01"
        ),
        (
            "trajecten.sas-verblijf.vereisten.0.handelingen noemt handeling inkooptraject.besloten, die er niet is; "
            "docs/feiten.md noemt ze alle"
        ),
        "doelen.doel-1 staat er twee keer in",
        "lezingen.tot-2034 heeft wat is gekozen ook bij de alternatieven",
    ]


@pytest.mark.parametrize(
    ("naam", "oud", "nieuw", "gevonden"),
    [
        (
            S1,
            'fase = "jaarlijks-voorjaar"',
            'fase = "soms"',
            "kalender.voorjaarsnota.moment.fase 'soms' komt niet terug; schrijf jaarlijks of jaarlijks-voorjaar",
        ),
        (
            S1,
            'centrumgemeente_demo = { waarde = "9007"',
            'centrumgemeente_demo = { waarde = "9001"',
            "regelingen.centrumregeling noemt gemeente 9001, die niet meedoet",
        ),
        (
            S0,
            'ingangsdatum = { waarde = 2019-01-01, aanname = true, reden = "S0 noemt geen begin;',
            'ingangsdatum = { waarde = 2020-01-01, aanname = true, reden = "S0 noemt geen begin;',
            "trajecten.open-house-voorganger begint voor de regio",
        ),
        (
            S1,
            "eersteEinddatum = { waarde",
            "einddatum = { waarde",
            "trajecten.open-house-licht verlengt stilzwijgend zonder eersteEinddatum",
        ),
        (
            S1,
            "totEnMet = { waarde = 2024-12-31",
            "totEnMet = { waarde = 2023-12-31",
            (
                "trajecten.aanbesteding-zwaar.verlengingsopties.optie-2024 verlengt t/m 2023-12-31, "
                "niet voorbij het einde 2023-12-31"
            ),
        ),
        (
            S1,
            "van = { waarde = 2019-07-01",
            "van = { waarde = 2018-07-01",
            "trajecten.open-house-licht.criteria.2020 gelden voor het traject begint",
        ),
        (
            S0,
            'gemeenten = ["9001", "9002", "9003"]',
            "gemeenten = []",
            "trajecten.sas-verblijf.percelen.VB-GEZIN-N noemt geen gemeente",
        ),
        (
            S3,
            'doelgroep = "AANBIEDERS"\norgaan = "RAAD"',
            'doelgroep = "AANBIEDERS"\norgaan = "BOJ"',
            "besluiten.inkoopstrategie.poorten.0 wacht op BOJ (STELT_VAST), die niet betrokken is",
        ),
        (
            S0,
            "startProcedure = { waarde = 2022-03-01",
            'startProcedure = { waarde = "maart"',
            (
                "trajecten.sas-verblijf.startProcedure.waarde is geen datum "
                "(schrijf 2023-01-01, zonder aanhalingstekens)"
            ),
        ),
        (
            S0,
            'orgaan = "COLLEGE"\nnaam',
            'orgaan = "college"\nnaam',
            "organen.colleges.orgaan is geen codewoord: hoofdletters en _",
        ),
    ],
)
def test_elke_tegenspraak_krijgt_een_zin(naam, oud, nieuw, gevonden):
    assert gevonden in fouten(naam, een=(oud, nieuw))


def test_een_regio_zonder_gemeenten_wordt_geweigerd():
    gevonden = fouten(
        S4,
        een=(
            lees_tekst(S4, "[regio.gemeenten_demo]\nwaarde = "),
            "[regio.gemeenten_demo]\nwaarde = []",
        ),
    )

    assert "regio.gemeenten_demo noemt geen gemeente" in gevonden


def lees_tekst(naam: str, begin: str) -> str:
    """Give the line that begins after a text, with that text."""
    _, _, rest = tekst_van(naam).partition(begin)
    return begin + rest.partition("\n")[0]


def test_een_kring_van_segmenten_wordt_geweigerd():
    gevonden = fouten(
        S1,
        kring=(
            'naam = { waarde = "Zware gespecialiseerde jeugdhulp", bron = "S1:761" }',
            (
                'naam = { waarde = "Zware gespecialiseerde jeugdhulp", bron = "S1:761" }\n'
                'ouder = { waarde = "ander-traject", bron = "S1:835" }'
            ),
        ),
    )

    assert gevonden == [
        "segmenten.zwaar staat in een kring van verwijzingen",
        "segmenten.ander-traject staat in een kring van verwijzingen",
    ]


def test_een_waarde_zonder_bron_en_een_aanname_zonder_reden_worden_geweigerd():
    gevonden = fouten(
        S0,
        bron=(
            'inkoopvorm = { waarde = "SAS", bron = "S0:95-97" }',
            'inkoopvorm = { waarde = "SAS" }',
        ),
        post=(
            'waarover = "inkoopstrategie en go/no-go"\nbron = ["S0:16-18", "S0:105"]',
            'waarover = "x"',
        ),
        reden=(', reden = "een demo speelt met een verzonnen regio" }', " }"),
        citaat=(
            'zinsnede = "verlengen tot 2034"',
            'zinsnede = "In 2030 is er de mogelijkheid om te verlengen"',
        ),
    )

    assert gevonden == [
        "regio.naam_demo is een aanname zonder reden",
        "organen.colleges noemt geen bron en is geen aanname",
        "trajecten.sas-verblijf.inkoopvorm noemt geen bron en is geen aanname",
        "lezingen.tot-2034.zinsnede heeft meer dan 8 woorden",
    ]


def test_een_lezing_die_niemand_gebruikt_wordt_geweigerd():
    assert fouten(S0, lezing=('lezing = "kwaliteitsuitval"', 'toelichting = "x"')) == [
        "lezingen.kwaliteitsuitval wordt nergens gebruikt; laat een waarde of besluit haar noemen"
    ]


@pytest.mark.parametrize(
    ("tekst", "begin"),
    [
        ("a = 1\ncode = \n", r"regel 2: deze regel, kolom 8, is geen geldige TOML"),
        ('a = "', r"regel 1: het einde van het bestand is geen geldige TOML"),
        ("", r"regel 1: bestandsversie is verplicht"),
    ],
)
def test_wat_geen_regime_is_wordt_geweigerd(tekst, begin):
    with pytest.raises(RegimebestandOngeldig, match=begin):
        ontleed_regime(bestand="proef.toml", tekst=tekst)


def test_een_bestand_dat_niet_te_lezen_is_wordt_geweigerd(tmp_path):
    bestand = tmp_path / "proef.toml"

    with pytest.raises(ValueError, match="geen bestand dat hier kan worden gelezen"):
        lees_regimebestand(bestand=bestand)
    bestand.write_bytes(b"code = 1\n\xff")
    with pytest.raises(RegimebestandOngeldig, match="regel 2: het bestand is geen UTF-8"):
        lees_regimebestand(bestand=bestand)
    with pytest.raises(RegimeOnbekend, match=f"Er is wel: {S0}"):
        lees_regime(naam="s9")


def test_een_opdracht_die_de_api_niet_aanneemt_noemt_haar_regel():
    tekst = tekst_van(S0, product=('producten = ["43A12", "44A09"]', 'producten = ["43A1"]'))
    regime = ontleed_regime(bestand="proef.toml", tekst=tekst)
    stappen = lading(regime=regime, keuze=fictief(regime=regime)).stappen

    (fout,) = vormfouten(stappen=stappen, lees=lees_opdracht)

    assert (fout.plek, fout.reden) == (
        "trajecten.open-house-voorganger",
        "percelen.0.producten.0: '43A1' is ongeldig: een productcode heeft 5 tekens (iJw), bijvoorbeeld 45A04",
    )
    assert tekst.splitlines()[fout.regel] == 'code = "open-house-voorganger"'


def test_de_beschrijving_noemt_elke_sleutel():
    beschrijving = (REGIMES.parent / "docs" / "regimebestand.md").read_text("utf-8")

    def sleutels(klasse: type[Deel], gezien: set[type[Deel]]) -> set[str]:
        gezien.add(klasse)
        namen = {veld.alias or naam for naam, veld in klasse.model_fields.items()}
        for veld in klasse.model_fields.values():
            for deel in delen(veld.annotation):
                if deel not in gezien:
                    namen |= sleutels(deel, gezien)
        return namen

    def delen(annotatie: object) -> list[type[Deel]]:
        if isinstance(annotatie, type) and issubclass(annotatie, Deel):
            return [annotatie]
        return [deel for arg in get_args(annotatie) for deel in delen(arg)]

    assert sorted(s for s in sleutels(Regime, set()) if s not in beschrijving) == []


_VREEMD = st.sampled_from(
    [
        *("true", "-1", "1.5", '""', "[]", "{}", '[["a"]]', "[1]", "2020-01-01T00:00:00Z"),
        *("9999-12-31", "{ waarde = 1 }", "{ fase = 3 }", '[{ code = "a" }]', '"9999-99"'),
    ]
)


@given(st.sampled_from(regimecodes()), st.integers(0, 10**6), st.none() | _VREEMD)
@settings(max_examples=60, deadline=None)
def test_een_verminkt_bestand_wordt_gelezen_of_met_zijn_regels_geweigerd(naam, plek, waarde):
    regels = (REGIMES / f"{naam}.toml").read_text("utf-8").splitlines()
    nummer = plek % len(regels)
    sleutel, is_paar, _ = regels[nummer].partition(" = ")
    regels[nummer] = f"{sleutel} = {waarde}" if waarde and is_paar else ""

    gevonden: tuple[Regimefout, ...] = ()
    try:
        ontleed_regime(bestand="proef.toml", tekst="\n".join(regels))
    except RegimebestandOngeldig as fout:
        gevonden = fout.fouten

    assert all(1 <= fout.regel <= len(regels) for fout in gevonden)
    assert not any("is ongeldig (" in fout.reden for fout in gevonden)
