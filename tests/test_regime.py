"""A regime is shown, compared and loaded through every door: all of it in one turn, or nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from api.app import maak_loket
from api.cli import app
from api.regimes import lader
from application.toegang import Gebruiker, Rol
from infrastructure import regimebestand
from infrastructure.identiteit import maak_token
from infrastructure.klok import Verhaalklok, maak_klok
from infrastructure.log import Registersoort
from infrastructure.regimebestand import (
    REGIMES,
    lees_regime,
    lees_regimebestand,
    ontleed_regime,
    regimecodes,
)
from infrastructure.regimeinhoud import beeld, vergelijk
from infrastructure.regimelading import lading
from infrastructure.regimeverzoeken import fictief, regelingverzoek
from infrastructure.register import open_register
from tests.hulp import Verhaal, op_echte_klok, verteld

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from api.omgeving import Loket
    from application.regimeladen import Uitslag
    from infrastructure.regimeinhoud import Post
    from infrastructure.regimevormen import Regime

S0, S1, S2, S3, S4 = regimecodes()
BEHEER = Gebruiker(actor="proef", rol=Rol.BEHEERDER)

elk_regime = pytest.mark.parametrize("code", regimecodes())


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    """Give an empty DEMO register."""
    with verteld(engine, begin="2026-01-05") as begonnen:
        yield begonnen


@pytest.fixture
def productie(engine: Engine) -> Iterator[Verhaal]:
    """Give an empty register that is no demo."""
    klok = maak_klok(engine=engine)
    open_register(engine=engine, klok=klok, soort=Registersoort.PRODUCTIE)
    with op_echte_klok(engine) as begonnen:
        yield begonnen


def posten(code: str, onderdeel: str) -> dict[str, Post]:
    """Give the entries of a section of a regime as it is shown."""
    gevonden = [o for o in beeld(regime=lees_regime(naam=code)).onderdelen if o.naam == onderdeel]
    return {post.code: post for o in gevonden for post in o.posten}


# --- showing -----------------------------------------------------------------------------------------------------


@elk_regime
def test_elke_waarde_toont_haar_vindplaats_of_dat_zij_aangenomen_is(code):
    """A value without source of its own has that of the entry around it; a bare reference needs none."""
    verwijzingen = {"kader", "voorganger", "orgaan", "traject", "trajecten", "segmenten", "soort"}
    verwijzingen |= {"alternatieven", "onderstellingen", "lezingen", "handelingen", "versie"}
    verwijzingen |= {"omschrijving", "maximaleOuderdomMaanden"}

    def kaal(post: Post) -> Iterator[str]:
        for veld in post.velden:
            if veld.naam not in verwijzingen and not (veld.herkomst or post.herkomst):
                yield f"{post.code}.{veld.naam}"
        for onderdeel in post.onderdelen:
            for onder in onderdeel.posten:
                yield from kaal(onder)

    for onderdeel in beeld(regime=lees_regime(naam=code)).onderdelen:
        for post in onderdeel.posten:
            assert list(kaal(post)) == []


def test_een_waarde_wordt_in_woorden_getoond():
    traject = posten(S1, "trajecten")["aanbesteding-zwaar"]
    velden = {veld.titel: veld for veld in traject.velden}
    kalender = posten(S0, "kalender")["implementatie"]

    assert velden["contractduur"].waarde == "ten minste 4 jaar"
    assert velden["opzegregeling, opdrachtgever, maanden"].waarde == "6"
    assert velden["meerwerkregeling"].waarde == "nee"
    herkomst = velden["procedure"].herkomst
    assert herkomst is not None
    assert (herkomst.bron, herkomst.lezing, herkomst.zekerheid) == (
        ("S1:1305-1307",),
        "mmo-kan",
        "KAN",
    )
    assert [v.waarde for v in kalender.velden if v.naam == "moment"] == ["vanaf 2022-Q3 (kwartaal)"]
    regel = (REGIMES / f"{S1}.toml").read_text("utf-8").splitlines()[traject.regel]
    assert regel == 'code = "aanbesteding-zwaar"'


def test_twee_regimes_staan_veld_voor_veld_naast_elkaar():
    gevonden = vergelijk(een=lees_regime(naam=S0), ander=lees_regime(naam=S1))
    cellen = {
        (r.onderdeel, r.post, r.veld): (
            r.een and r.een.waarde,
            r.ander and r.ander.waarde,
            r.verschilt,
        )
        for r in gevonden.regels
    }
    voorgangers = "Jeugdhulp Open House tot 2023 | Jeugdhulp 2016-2019"
    opvolgers = "Jeugdhulp met verblijf 2023 (SAS) | Lichte jeugdhulp 2020 (Open House)"

    assert cellen["trajecten", voorgangers, "inkoopvorm"] == ("OPEN_HOUSE", "AANBESTEDING", True)
    assert cellen["trajecten", opvolgers, "inkoopvorm"] == ("SAS", "OPEN_HOUSE", True)
    assert cellen["trajecten", opvolgers, "contractduur"] == ("8 jaar", "2 jaar", True)
    assert cellen["trajecten", opvolgers, "stilzwijgende verlenging, recht"] == (None, "ja", True)
    maanden = "opzegregeling, opdrachtgever, maanden"
    assert cellen["trajecten", opvolgers, maanden] == ("6", "6", False)
    assert {r.onderdeel for r in gevonden.regels} >= {
        *("organen", "segmenten", "trajecten", "kalender", "regels", "lezingen"),
    }
    assert gevonden.verschillen == sum(r.verschilt for r in gevonden.regels)


@elk_regime
def test_een_regime_verschilt_niet_van_zichzelf(code):
    regime = lees_regime(naam=code)

    assert vergelijk(een=regime, ander=regime).verschillen == 0


def test_de_api_toont_hetzelfde_als_de_opdrachtregel(verhaal):
    lijst = verhaal.get("/regimes", als=Rol.RAAD)
    een = verhaal.get(f"/regimes/{S3}", als=Rol.RAAD)
    beide = verhaal.get("/regimes/vergelijking", een=S0, ander=S3)

    assert [regel["code"] for regel in lijst["resultaten"]] == list(regimecodes())
    assert {regel["fouten"] == [] for regel in lijst["resultaten"]} == {True}
    assert een.pop("_links") == {"self": {"href": f"/v1/regimes/{S3}"}}
    assert een == json.loads(draai("toon", S3, "--json")[1])
    assert verhaal.get(beide.pop("_links")["self"]["href"])["regels"] == beide["regels"]
    assert beide == json.loads(draai("vergelijk", S0, S3, "--json")[1])


def test_een_regime_is_geen_vraag_in_de_tijd(verhaal):
    for pad in ("/regimes", f"/regimes/{S0}", f"/regimes/vergelijking?een={S0}&ander={S1}"):
        teken = "&" if "?" in pad else "?"
        assert verhaal.vraag("GET", f"{pad}{teken}geldigOp=2024-01-01").status_code == 403
    assert verhaal.vraag("GET", "/regimes", als=None).status_code == 401
    assert "Er is wel: s0-sas-2023" in verhaal.get("/regimes/s9", verwacht=404)["detail"]
    assert verhaal.vraag("GET", "/regimes/..%2fpyproject.toml").status_code == 404
    (fout,) = verhaal.get("/regimes/vergelijking", verwacht=400, een=S0)["fouten"]
    assert (fout["naam"], fout["reden"]) == ("ander", "is verplicht")


def test_een_bestand_met_fouten_staat_in_de_lijst_met_zijn_fouten(verhaal, tmp_path, monkeypatch):
    monkeypatch.setattr(regimebestand, "REGIMES", tmp_path)
    tekst = (REGIMES / f"{S0}.toml").read_text("utf-8")
    (tmp_path / "eigen.toml").write_text(tekst.replace('seed = "S0"', "seed = 0"), "utf-8")

    (regel,) = verhaal.get("/regimes")["resultaten"]
    assert (regel["code"], regel["naam"]) == ("eigen", None)
    assert regel["fouten"] == ["regel 7: seed is geen tekst"]
    for methode, pad in (("GET", ""), ("POST", "/ladingen")):
        antwoord = verhaal.vraag(methode, f"/regimes/eigen{pad}", json={})
        assert antwoord.status_code == 409
        assert antwoord.json()["regels"][0]["code"] == "regime-ongeldig"
    assert "eigen: " in draai("lijst")[1]


# --- loading -----------------------------------------------------------------------------------------------------


@elk_regime
def test_elk_regime_start_een_lege_regio(verhaal, code):
    regime = lees_regime(naam=code)
    positie = verhaal.positie
    geladen = verhaal.post(f"/regimes/{code}/ladingen", {})
    regio = geladen["regio"]["id"]

    assert verhaal.positie == positie + len(geladen["vastgelegd"])
    log = verhaal.get("/gebeurtenissen", vanafPositie=positie + 1)["resultaten"]
    assert {r["correlatie"] for r in log} == {geladen["correlatie"]}
    assert len({r["geregistreerdOp"] for r in log}) == 1
    gevonden = verhaal.get(f"/regios/{regio}")
    assert gevonden["naam"] == regime.regio.naam_demo.waarde
    assert sorted(gevonden["gemeenten"]) == sorted(regime.regio.gemeenten_demo.waarde)
    for pad, aantal in (
        ("inkooptrajecten", len(regime.trajecten)),
        ("lezingen", len(regime.lezingen)),
        ("onderstellingen", len(regime.onderstellingen)),
        ("beleidskaders", len(regime.kaders)),
        ("besluiten", len(regime.besluiten)),
    ):
        assert verhaal.get(f"/{pad}", regioId=regio)["aantal"] == aantal, pad
    assert verhaal.leesfouten() == []


def test_wat_geladen_is_weet_waarop_het_rust(verhaal):
    geladen = verhaal.post(f"/regimes/{S0}/ladingen", {})
    ids = {een["plek"]: een["id"] for een in geladen["vastgelegd"]}
    traject = ids["trajecten.sas-ambulant"]
    (start,) = [
        r
        for r in verhaal.get(f"/inkooptrajecten/{traject}/gebeurtenissen")["resultaten"]
        if r["soort"] == "inkooptraject.gestart"
    ]
    gevolgen = verhaal.get(f"/lezingen/{ids['lezingen.tot-2034']}/gevolgen")["resultaten"]

    assert ids["lezingen.tot-2034"] in start["rustOp"]
    assert ids["lezingen.geheim-tot"] not in start["rustOp"]
    assert {gevolg["dingId"] for gevolg in gevolgen} == {
        ids["trajecten.sas-verblijf"],
        ids["trajecten.sas-ambulant"],
    }
    stand = verhaal.get(f"/inkooptrajecten/{traject}")
    assert [c["versie"] for c in stand["criteria"]] == ["2023"]
    assert [v["handelingen"] for v in stand["vereisten"]] == [["inkooptraject.beslissing_genomen"]]
    assert stand["stand"] == "VASTGESTELD"
    besluit = verhaal.get(f"/besluiten/{ids['besluiten.inkoopstrategie-2023']}")
    assert besluit["status"] == "VOORGENOMEN"


def test_elk_geladen_feit_noemt_zijn_regel_en_het_bestand(verhaal):
    voor = verhaal.get(f"/regimes/{S0}/ladingen")
    geladen = verhaal.post(f"/regimes/{S0}/ladingen", {})
    na = verhaal.get(f"/regimes/{S0}/ladingen")
    log = verhaal.get("/gebeurtenissen", vanafPositie=verhaal.positie)["resultaten"]
    bestand = (REGIMES / f"{S0}.toml").read_bytes()

    assert (voor["aantal"], [r["dingId"] for r in na["resultaten"]]) == (
        0,
        [geladen["regio"]["id"]],
    )
    assert [r["correlatie"] for r in na["resultaten"]] == [geladen["correlatie"]]
    (bewijs,) = log[0]["bewijs"]
    laatste = geladen["vastgelegd"][-1]
    assert bewijs == {
        "kenmerk": S0,
        "titel": f"Regimebestand, regel {laatste['regel']}",
        "sha256": sha256(bestand).hexdigest(),
        "vindplaats": None,
    }
    toen = voor["tijdreis"]["beschikbaarOp"]
    assert verhaal.get(f"/regimes/{S0}/ladingen", beschikbaarOp=toen) == voor
    assert verhaal.get(f"/regimes/{S1}/ladingen")["aantal"] == 0
    verhaal.get("/regimes/s9/ladingen", verwacht=404)


def test_een_voorstel_komt_als_voornemen_binnen(verhaal):
    geladen = verhaal.post(f"/regimes/{S1}/ladingen", {})
    ids = {een["plek"]: een["id"] for een in geladen["vastgelegd"]}

    standen = {
        code: verhaal.get(f"/inkooptrajecten/{ids[f'trajecten.{code}']}")["stand"]
        for code in ("inkoop-2016-2019", "open-house-licht", "aanbesteding-zwaar")
    }
    assert standen == {
        "inkoop-2016-2019": "VASTGESTELD",
        "open-house-licht": "VOORGENOMEN",
        "aanbesteding-zwaar": "VOORGENOMEN",
    }
    achter = {een["plek"]: een["reden"] for een in geladen["achterblijvers"]}
    assert achter["kalender.voorjaarsnota"] == "hoort bij geen traject"


def test_een_regeling_wacht_op_de_raden_en_haar_verzoek_ligt_klaar(verhaal):
    """The raden consent first (Wgr 1), which no file can do for them."""
    geladen = verhaal.post(f"/regimes/{S1}/ladingen", {})
    regio = geladen["regio"]["id"]
    verzoek = regelingverzoek(regime=lees_regime(naam=S1), code="centrumregeling", regio_id=regio)

    achter = {een["plek"]: een["reden"] for een in geladen["achterblijvers"]}
    assert "vraagt de toestemming van de raden" in achter["regelingen.centrumregeling"]
    assert verzoek["centrumgemeente"] == "9007"
    assert verzoek["evaluatieUiterlijk"] == {"fase": "2022", "precisie": "JAAR"}
    assert verhaal.weigering("/regelingen", verzoek) == ["besluit-ontbreekt"]
    afwijking = {"regels": ["besluit-ontbreekt"], "motivering": "proef"}
    verhaal.post("/regelingen", verzoek | {"afwijking": afwijking})


def test_een_regeling_zonder_begin_heeft_geen_verzoek():
    regime = lees_regime(naam=S3)

    with pytest.raises(ValueError, match="De bron geeft geen begin"):
        regelingverzoek(regime=regime, code=regime.regelingen[0].code, regio_id="x")


def demoloket(engine: Engine) -> Loket:
    """Open an empty DEMO register."""
    klok = Verhaalklok(begin=datetime(2026, 1, 5, 12, tzinfo=UTC))
    open_register(engine=engine, klok=klok, soort=Registersoort.DEMO)
    return maak_loket(engine=engine, klok=klok)


def laad(loket: Loket, regime: Regime) -> Uitslag:
    """Load a regime with its fictitious gemeenten."""
    return lader(loket=loket).laad(
        lading=lading(regime=regime, keuze=fictief(regime=regime)),
        gebruiker=BEHEER,
        vastleggen=True,
    )


def test_een_proef_legt_niets_vast(verhaal):
    positie = verhaal.positie

    proef = verhaal.post(f"/regimes/{S2}/ladingen?proef=true", {}, status=200)

    assert verhaal.positie == positie
    assert proef["stappen"][0]["lichaam"]["naam"] == "Regio Denkwaard (fictief)"
    assert [s["soort"] for s in proef["stappen"]][:2] == ["regio", "lezing"]


def test_een_regio_wordt_een_keer_geladen(verhaal):
    regio = verhaal.post(f"/regimes/{S4}/ladingen", {})["regio"]

    assert verhaal.weigering(f"/regimes/{S4}/ladingen", {}) == ["regime-al-geladen"]
    assert verhaal.weigering(f"/regimes/{S4}/ladingen?proef=true", {}) == ["regime-al-geladen"]
    antwoord = verhaal.post(f"/regimes/{S4}/ladingen", {}, status=409)
    assert regio["id"] in antwoord["detail"]
    verhaal.post(f"/regimes/{S4}/ladingen", {"naam": "Nog een proef"})


def test_dezelfde_sleutel_geeft_hetzelfde_antwoord(verhaal):
    koppen = {"Idempotency-Key": "lading-1"}
    pad = f"/regimes/{S4}/ladingen"
    eerste = verhaal.vraag("POST", pad, koppen=koppen, json={})
    tweede = verhaal.vraag("POST", pad, koppen=koppen, json={})

    assert (eerste.status_code, eerste.content) == (201, tweede.content)
    assert eerste.headers["Location"] == f"/v1/regios/{eerste.json()['regio']['id']}"
    verhaal.post(pad, {"naam": "anders"}, status=409, koppen=koppen)


def test_alleen_wie_regios_vastlegt_laadt_een_regime(verhaal):
    for rol in (Rol.AUDITOR, Rol.RAAD, Rol.CONTRACTBEHEERDER, Rol.CONTROLLER):
        verhaal.post(f"/regimes/{S0}/ladingen", {}, als=rol, status=403)
    verhaal.post(f"/regimes/{S0}/ladingen", {}, als=Rol.INKOPER)


def test_een_verkeerde_keuze_wordt_uitgelegd(verhaal):
    positie = verhaal.positie
    pad = f"/regimes/{S0}/ladingen"

    def redenen(lichaam: object) -> dict[str, str]:
        gevonden = verhaal.post(pad, lichaam, status=400)["fouten"]
        return {fout["naam"]: fout["reden"] for fout in gevonden}

    keuze = {"9099": "0505", "9001": "9002"}
    assert redenen({"gemeenten": keuze}) == {
        "gemeenten.9099": "9099 staat niet in dit regime; het heeft 9001, 9002, 9003, 9004, 9005, 9006",
        "gemeenten.9001": "gemeente 9002 is twee keer gekozen; elke gemeente doet één keer mee",
    }
    assert redenen({"regio": "x"}) == {
        "regio": "bestaat hier niet; kijk naar de schrijfwijze of laat het weg"
    }
    assert list(redenen({"gemeenten": {"9001": "x"}})) == ["gemeenten.9001"]
    onbekend = verhaal.post(pad, {"gemeenten": {"9001": "0001"}}, status=409)
    assert "0001 is op 2019-01-01 geen gemeente" in onbekend["detail"]
    verhaal.post("/regimes/s9/ladingen", {}, status=404)
    assert verhaal.positie == positie


def test_buiten_een_demo_doet_mee_wie_gekozen_is(productie):
    pad = f"/regimes/{S0}/ladingen"
    (fout,) = productie.post(pad, {}, status=400)["fouten"]
    assert "noem bij elke fictieve gemeente die meedoet de echte" in fout["reden"]

    gekozen = {"9001": "0505", "9002": "0482"}
    geladen = productie.post(pad, {"gemeenten": gekozen, "naam": "Drechtsteden"})

    regio = productie.get(f"/regios/{geladen['regio']['id']}")
    assert (regio["naam"], sorted(regio["gemeenten"])) == ("Drechtsteden", ["0482", "0505"])
    achter = {een["plek"]: een["reden"] for een in geladen["achterblijvers"]}
    assert achter["regio.gemeenten_demo.9003"] == "er is geen gemeente voor gekozen"
    perceel = "trajecten.sas-verblijf.percelen.VB-GEZIN-Z"
    assert achter[perceel] == "geen van zijn gemeenten doet mee"
    ids = {een["plek"]: een["id"] for een in geladen["vastgelegd"]}
    traject = productie.get(f"/inkooptrajecten/{ids['trajecten.sas-verblijf']}")
    assert [p["code"] for p in traject["percelen"]] == ["VB-GEZIN-N", "VB-GROEP-N"]
    assert {g for p in traject["percelen"] for g in p["gemeenten"]} == {"0505", "0482"}


def test_wie_niet_bij_elke_regio_mag_opent_er_geen(verhaal):
    beperkt = maak_token(engine=verhaal.engine, rol=Rol.INKOPER, regios=[])

    antwoord = verhaal.post(f"/regimes/{S4}/ladingen", {}, als=beperkt, status=409)

    (regel,) = antwoord["regels"]
    assert (regel["waarden"]["plek"], "binnen uw bereik" in regel["detail"]) == ("regio", True)


def test_wat_het_register_weigert_noemt_zijn_regel_en_er_wordt_niets_vastgelegd(engine, tmp_path):
    loket, bestand = demoloket(engine), onmogelijk(tmp_path)
    positie = loket.register.peil().positie

    uitslag = laad(loket, lees_regimebestand(bestand=bestand))

    (fout,) = uitslag.fouten
    assert (fout.plek, uitslag.correlatie) == ("kaders.visie-verblijf", None)
    assert "geldt het kader op geen enkele dag" in fout.reden
    regels = bestand.read_text("utf-8").splitlines()
    assert regels[fout.regel] == 'code = "visie-verblijf"'
    assert loket.register.peil().positie == positie


def test_wat_op_een_fout_leunt_wordt_niet_nog_eens_gemeld(engine):
    """Two besluiten name the same frame, which cannot be: only the frame is told."""
    loket = demoloket(engine)
    tekst = (REGIMES / f"{S2}.toml").read_text("utf-8")
    tekst = tekst.replace('code = "u2"', f'code = "{"u" * 81}"', 1)
    regime = ontleed_regime(bestand="proef.toml", tekst=tekst)

    uitslag = laad(loket, regime)

    assert [fout.plek for fout in uitslag.fouten] == ["kaders.inkoopkader-2022"]
    assert "besluiten.ab-vaststellen" not in {een.stap.plek for een in uitslag.geladen}


# --- the command line --------------------------------------------------------------------------------------------


def draai(*opdracht: str | Path) -> tuple[int, str]:
    """Run a regime command; give its exit status and what it said."""
    gedraaid = CliRunner().invoke(app, ["regime", *map(str, opdracht)])
    fout = gedraaid.exception
    return gedraaid.exit_code, gedraaid.output + (str(fout) if isinstance(fout, ValueError) else "")


def test_de_opdrachtregel_laadt_pas_met_ja(
    database_url: str, verhaal: Verhaal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LOOPTIJD_DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    positie = verhaal.positie

    status, uit = draai("laad", S2)
    assert (status, verhaal.positie) == (0, positie)
    assert "er is niets vastgelegd. Met --ja wordt alles vastgelegd." in uit
    assert "beleidskader: Inkoopkader jeugdhulp 2022 en verder" in uit
    status, uit = draai("laad", S2, "--ja")
    assert (status, verhaal.positie > positie) == (0, True)
    (regio,) = verhaal.get("/regios")["resultaten"]
    assert f"De regio: /v1/regios/{regio['id']}" in uit
    status, uit = draai("laad", S2, "--ja")
    assert status == 1
    status, uit = draai("laad", onmogelijk(tmp_path), "--ja")
    assert (status, "1 fouten; er is niets vastgelegd" in uit) == (1, True)
    assert "kaders.visie-verblijf Vastgesteld op 2020-12-31" in uit


def onmogelijk(pad: Path) -> Path:
    """Write a regime of which a frame can never hold: the register finds it, the reader cannot."""
    tekst = (REGIMES / f"{S0}.toml").read_text("utf-8")
    dag = 'vastgesteld = { fase = "2020", precisie = "jaar", bron = "S0:10-12" }'
    assert dag in tekst
    bestand = pad / "onmogelijk.toml"
    tekst = tekst.replace(dag, f'{dag}\ntotEnMet = {{ waarde = 2020-06-30, bron = "S0:10-12" }}')
    bestand.write_text(tekst, "utf-8")
    return bestand


def test_een_fout_bestand_wordt_geweigerd_met_elke_regel(
    database_url: str, verhaal: Verhaal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LOOPTIJD_DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    bestand = tmp_path / "eigen.toml"
    tekst = (REGIMES / f"{S1}.toml").read_text("utf-8")
    tekst = tekst.replace('gemeenten = ["9007", ', 'gemeenten = ["9099", ', 1)
    bestand.write_text(tekst.replace("maanden = 6", "maanden = true", 1), "utf-8")
    positie = verhaal.positie

    for opdracht in (("laad", bestand, "--ja"), ("controleer", bestand), ("toon", bestand)):
        status, uit = draai(*opdracht)
        assert status == 1
        assert "eigen.toml heeft 2 fouten; er is niets geladen." in uit
        assert "opzegregeling.opdrachtgever.maanden is geen geheel getal" in uit
        assert "noemt gemeente 9099, die niet meedoet" in uit
    assert verhaal.positie == positie


def test_de_opdrachtregel_toont_en_vergelijkt(tmp_path: Path) -> None:
    eigen = tmp_path / "eigen.toml"
    eigen.write_text((REGIMES / f"{S0}.toml").read_text("utf-8"), "utf-8")

    assert "s3-haaglanden-2027: Inkoopstrategie" in draai("lijst")[1]
    assert draai("controleer", eigen)[1].startswith("s0-sas-2023 klopt")
    status, uit = draai("toon", eigen)
    assert status == 0
    assert "t/m: 2034-12-31  [S0:107-109; lezing: tot-2034]" in uit
    status, uit = draai("vergelijk", S0, S3, "--onderdeel", "trajecten")
    assert (status, "HERZIENING" in uit, "LEZINGEN" in uit) == (0, True, False)
    assert "Er is geen onderdeel 'x'" in draai("vergelijk", S0, S3, "--onderdeel", "x")[1]
    assert "Er is geen regime 's9'" in draai("toon", "s9")[1]


@pytest.mark.parametrize(
    ("keuze", "gezegd"),
    [
        (["9001"], "is geen keuze; schrijf bijvoorbeeld --gemeente 9001=0505"),
        (["9001=0505", "9001=0482"], "Voor 9001 is twee keer een gemeente genoemd."),
        (["9099=0505"], "9099 staat niet in dit regime"),
    ],
)
def test_een_verkeerde_gemeente_op_de_opdrachtregel_wordt_uitgelegd(
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    keuze: list[str],
    gezegd: str,
) -> None:
    monkeypatch.setenv("LOOPTIJD_DATABASE_URL", sqlite_url)
    monkeypatch.chdir(tmp_path)

    status, uit = draai("laad", S0, *(deel for een in keuze for deel in ("--gemeente", een)))

    assert (status, gezegd in uit) == (1, True)
