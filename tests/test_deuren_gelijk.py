"""The doors say the same no: API, command line, page and import refuse alike, word for word, and record nothing."""

from __future__ import annotations

import csv
import html
import json
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from typer.testing import CliRunner

from api.app import maak_app
from api.cli import app
from api.importeren import importeer
from api.opdrachten import opdrachtvormen
from api.paginas import PAGINAS
from api.paginas.formulieren import vul_formulier
from api.paginas.inzending import BEWIJS
from api.sjablonen import zin
from application.toegang import Rol
from domain.soorten import SOORTEN
from infrastructure.database import maak_engine
from infrastructure.identiteit import formulierbewijs
from infrastructure.klok import maak_klok
from infrastructure.log import Registersoort
from infrastructure.migratie import migreer
from infrastructure.register import open_register
from tests.databases import BEIDE
from tests.hulp import ADRES, Verhaal, op_echte_klok, opzegging, tarief, verlenging
from tests.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.postgres import PostgresServer

pytestmark = pytest.mark.traag

ONBEKEND = "00000000-0000-4000-8000-000000000001"


@dataclass
class Wereld:
    """A register that every door opens on."""

    verhaal: Verhaal
    url: str
    id: dict[str, str] = field(default_factory=dict)

    def vul(self) -> None:
        """Record a contract, a budget and a besluit whose zienswijzen are awaited."""
        v = self.verhaal
        v.wereld()
        self.id = {"regio": v.regio, "traject": v.traject, "aanbieder": v.aanbieder}
        self.id["contract"] = v.contract().rpartition("/")[2]
        self.id["budget"] = v.budget(bedrag="100.00").rpartition("/")[2]
        besluit = {
            "ingangsdatum": "2025-01-10",
            "regioId": v.regio,
            "onderwerp": "Kader",
            "betrokken": [
                {"orgaan": "AB", "rol": "BESLIST"},
                {"orgaan": "DB", "rol": "STELT_VAST"},
                {
                    "orgaan": "RAAD",
                    "gemeenten": ["9001"],
                    "rol": "ZIENSWIJZE",
                    "uiterlijk": "2999-12-31",
                },
            ],
        }
        self.id["besluit"] = v.post("/besluiten", besluit)["besluit"]["id"]
        indicator = {
            "ingangsdatum": "2023-01-01",
            "regioId": v.regio,
            "code": "I1",
            "naam": "Instroom",
            "eenheid": "AANTAL",
            "gewenst": "LAGER",
        }
        self.id["indicator"] = v.post("/indicatoren", indicator)["indicator"]["id"]
        meting = {
            "ingangsdatum": "2024-02-01",
            "peilperiode": "2023",
            "waarde": "14",
            "bron": "CBS",
        }
        v.post(f"/indicatoren/{self.id['indicator']}/metingen", meting)

    def met_ids(self, waarde: Any) -> Any:
        """Put the ids of this register for `{regio}`, `{contract}` and so on."""
        tekst = json.dumps(waarde)
        for naam, id_ in self.id.items():
            tekst = tekst.replace(f"{{{naam}}}", id_)
        return json.loads(tekst)

    # --- the doors ---

    def api(self, adres: str, lichaam: bytes, als: Rol, koppen: Mapping[str, str]) -> Any:
        alle = {"Content-Type": "application/json", **koppen}
        antwoord = self.verhaal.vraag("POST", f"/{adres}", als=als, content=lichaam, koppen=alle)
        assert antwoord.is_client_error
        return antwoord.json()

    def opdrachtregel(self, adres: str, lichaam: bytes, als: Rol, *opties: str) -> tuple[str, str]:
        opdracht = ["vastleggen", adres, "--bestand", "-", "--als", als.value, *opties]
        gedraaid = CliRunner().invoke(app, opdracht, input=lichaam)
        assert gedraaid.exit_code == 1, gedraaid.output
        return gedraaid.stdout, gedraaid.stderr

    def pagina(self, adres: str, lichaam: Mapping[str, Any], als: Rol) -> str:
        """Send the body as the form of its page; give the text of the page that comes back."""
        meervoud, *rest = adres.split("/")
        soort = next(s for s in SOORTEN if s.meervoud == meervoud)
        pad = rest[-1] if rest else "POST"
        vorm = next(v for v in opdrachtvormen(soort=soort) if v.pad == pad)
        token = self.verhaal.token(als)
        velden = {
            **vul_formulier(vorm=vorm, lichaam=lichaam),
            BEWIJS: formulierbewijs(geheim=token),
        }
        if rest:
            velden["_versie"] = str(self.verhaal.get(f"/{meervoud}/{rest[0]}")["versie"])
        web = maak_app(loket=self.verhaal.loket, paginas=PAGINAS)
        kop = {"Authorization": f"Bearer {token}", "Accept": "text/html"}

        async def stuur() -> httpx.Response:
            weg = httpx.ASGITransport(web)
            async with httpx.AsyncClient(transport=weg, base_url=ADRES, headers=kop) as client:
                return await client.post(f"/vastleggen/{adres}", data=velden)

        return html.unescape(self.verhaal.lus.run(stuur()).text)


@pytest.fixture(scope="module", params=BEIDE)
def wereld(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Wereld]:
    if request.param == "sqlite":
        pad = tmp_path_factory.mktemp("deuren") / "looptijd.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_sjabloon"), pad)
        url = f"sqlite:///{pad}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        url = fresh_database(server)
        migreer(url=url)
    engine = maak_engine(url=url)
    open_register(engine=engine, klok=maak_klok(engine=engine), soort=Registersoort.DEMO)
    with op_echte_klok(engine) as verhaal:
        gemaakt = Wereld(verhaal, url)
        gemaakt.vul()
        yield gemaakt
    engine.dispose()


@pytest.fixture(autouse=True)
def _omgeving(wereld: Wereld, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LOOPTIJD_DATABASE_URL", wereld.url)
    monkeypatch.chdir(tmp_path)


# --- what every door refuses -------------------------------------------------------------------------------------

CONTRACT = {
    "contractnummer": "L",
    "regioId": "{regio}",
    "aanbiederId": "{aanbieder}",
    "trajectId": "{traject}",
    "segment": "ambulant",
    "percelen": ["P1"],
    "gemeenten": ["9001"],
    "inkoopvorm": "SAS",
    "bekostigingsvorm": "INSPANNINGSGERICHT",
    "ingangsdatum": "2023-01-01",
    "einddatum": "2030-12-31",
}
UITSPRAAK = {"ingangsdatum": "2026-02-01", "orgaan": "AB", "uitkomst": "CONFORM"}
TOELATING = {"trajectId": "{traject}", "perceel": "P1", "grondslag": "TOELATING"}
GEWEIGERD: Mapping[str, tuple[str, Mapping[str, Any], list[str]]] = {
    "nummer": ("contracten", {**CONTRACT, "contractnummer": "K"}, ["contractnummer-bestaat-al"]),
    "toelating": (
        "contracten",
        {**CONTRACT, "segment": "verblijf", "percelen": ["P3"], "gemeenten": ["9002"]},
        ["niet-toegelaten"],
    ),
    "verwijzing": (
        "contracten",
        {**CONTRACT, "aanbiederId": ONBEKEND},
        ["verwijzing-onbekend"],
    ),
    "ingang": (
        "contracten/{contract}/indexeringen",
        {"ingangsdatum": "2022-01-01", "percentage": "2.00"},
        ["feit-voor-ingang"],
    ),
    "recht": (
        "contracten/{contract}/opzeggingen",
        opzegging("2025-01-01", "2025-12-31"),
        ["geen-opzegrecht"],
    ),
    "einde": (
        "contracten/{contract}/opzeggingen",
        opzegging("2025-01-01", "2035-12-31", door="WEDERZIJDS"),
        ["contract-al-beeindigd"],
    ),
    "optie": (
        "contracten/{contract}/verlengingen",
        verlenging("2030-01-01", "2034-12-31"),
        ["verlenging-buiten-optie"],
    ),
    "intrekking": (
        "contracten/{contract}/intrekkingen",
        {"ingangsdatum": "2025-01-01", "volgnummer": 1},
        ["verwijzing-onbekend"],
    ),
    "voorstel na het einde": (
        "contracten/{contract}/herzieningsvoorstellen",
        {
            "ingangsdatum": "2026-01-20",
            "werkingPer": "2031-01-01",
            "wijzigingen": {"tarieven": [tarief("97.50")]},
        },
        ["herziening-buiten-looptijd"],
    ),
    "antwoord op niets": (
        "contracten/{contract}/antwoorden",
        {"ingangsdatum": "2026-02-11", "volgnummer": 1, "antwoord": "AANVAARD"},
        ["verwijzing-onbekend"],
    ),
    "deel": (
        "contracten/{contract}/opzeggingen",
        opzegging("2025-01-01", "2025-12-31", door="WEDERZIJDS", deel={"percelen": ["P1"]}),
        ["deel-is-geheel"],
    ),
    "al ingegaan": (
        "contracten/{contract}/niet-ingegaan",
        {"ingangsdatum": "2023-02-01", "grond": "niet begonnen"},
        ["al-ingegaan"],
    ),
    "overdracht": (
        "contracten/{contract}/overdrachten",
        {"ingangsdatum": "2025-01-01", "nieuweAanbiederId": "{aanbieder}"},
        ["zelfde-aanbieder"],
    ),
    "uitloop": (
        "contracten/{contract}/uitlopen",
        {"ingangsdatum": "2025-01-01", "laatsteDag": "2030-12-31"},
        ["uitloop-voor-einde"],
    ),
    "sanctie": (
        "contracten/{contract}/sancties",
        {
            "ingangsdatum": "2025-01-01",
            "sanctiesoort": "KORTING",
            "percentage": "7.50",
            "grond": "CS 3.19.1",
        },
        ["sanctie-zonder-constatering", "korting-boven-maximum"],
    ),
    "meting": (
        "indicatoren/{indicator}/metingen",
        {"ingangsdatum": "2025-02-01", "peilperiode": "2023", "waarde": "12", "bron": "CBS"},
        ["meting-bestaat-al"],
    ),
    "evaluatie": (
        "inkooptrajecten/{traject}/evaluaties",
        {"ingangsdatum": "2025-02-01", "beslismoment": "2027", "conclusie": "doorgaan"},
        ["verwijzing-onbekend"],
    ),
    "overlap": (
        "aanbieders/{aanbieder}/toelatingen",
        {"ingangsdatum": "2024-01-01", **TOELATING},
        ["periode-overlapt"],
    ),
    "ruimte": (
        "budgetten/{budget}/verplichtingen",
        {
            "ingangsdatum": "2025-02-01",
            "contractId": "{contract}",
            "bedrag": "100.01",
            "aard": "HARD",
        },
        ["budget-overschreden"],
    ),
    "gehoord": ("besluiten/{besluit}/uitspraken", UITSPRAAK, ["zienswijzen-nog-open"]),
    "orgaan": (
        "besluiten/{besluit}/uitspraken",
        {**UITSPRAAK, "orgaan": "RBO"},
        ["verwijzing-onbekend"],
    ),
    "correctie": (
        "contracten/{contract}/correcties",
        {
            "soort": "FOUT",
            "registraties": [{"volgnummer": 9, "vervanging": None}],
            "reden": "verkeerd",
        },
        ["verwijzing-onbekend"],
    ),
}
ONGELDIG: Mapping[str, tuple[str, Any, list[str]]] = {
    "alles ontbreekt": (
        "onderstellingen",
        {},
        ["ingangsdatum", "regioId", "code", "tekst"],
    ),
    "verkeerde waarden": (
        "budgetten",
        {
            "ingangsdatum": "2025-02-30",
            "regioId": "x",
            "boekjaar": 1800,
            "bedrag": "veel",
        },
        ["ingangsdatum", "regioId", "boekjaar", "bedrag"],
    ),
    "gemeente": ("contracten", {**CONTRACT, "gemeenten": ["9001", "1234"]}, ["gemeenten.1"]),
    "spreekt zichzelf tegen": ("contracten", {**CONTRACT, "einddatum": "2022-12-31"}, [""]),
    "tarief": (
        "contracten",
        {**CONTRACT, "tarieven": [tarief("61.20"), tarief("duur")]},
        ["tarieven.1.tarief"],
    ),
    "onbekende regel": (
        "besluiten/{besluit}/uitspraken",
        {**UITSPRAAK, "afwijking": {"regels": ["bestaat-niet"], "motivering": "spoed"}},
        ["afwijking.regels.0"],
    ),
    "burgerservicenummer": (
        "besluiten/{besluit}/zienswijzen",
        {
            "ingangsdatum": "2026-02-01",
            "orgaan": "RAAD",
            "gemeente": "9001",
            "strekking": "over 123456782",
        },
        ["strekking"],
    ),
}
ONLEESBAAR: Mapping[str, tuple[str, bytes]] = {
    "geen JSON": ("besluiten", b"{"),
    "geen object": ("besluiten", b"[]"),
    "twee keer": ("onderstellingen", b'{"code": "a", "code": "b"}'),
    "geen getal": ("budgetten", b'{"bedrag": NaN}'),
    "onbekend veld": ("regios", b'{"naam": "R", "gemeente": "9001", "ingangsdatum": "2025-01-01"}'),
    "onbekend ding": (
        f"contracten/{ONBEKEND}/verlengingen",
        b'{"ingangsdatum": "2025-01-01", "totEnMet": "2031-01-01"}',
    ),
    "geen id": ("contracten/x/verlengingen", b"{}"),
    "geen adres": ("contracten/x/verlenging", b"{}"),
    "alleen lezen": (f"contracten/{ONBEKEND}/historie", b"{}"),
}


@pytest.mark.parametrize("geval", GEWEIGERD)
def test_elke_deur_weigert_met_dezelfde_regels(wereld: Wereld, geval: str) -> None:
    adres, lichaam, codes = wereld.met_ids(GEWEIGERD[geval])
    inhoud, positie = json.dumps(lichaam).encode(), wereld.verhaal.positie

    api = wereld.api(adres, inhoud, Rol.BEHEERDER, {})
    als_json, _ = wereld.opdrachtregel(adres, inhoud, Rol.BEHEERDER, "--json")
    leeg, gezegd = wereld.opdrachtregel(adres, inhoud, Rol.BEHEERDER)
    proef, _ = wereld.opdrachtregel(adres, inhoud, Rol.BEHEERDER, "--proef", "--json")
    pagina = wereld.pagina(adres, lichaam, Rol.BEHEERDER)

    assert [regel["code"] for regel in api["regels"]] == codes
    assert json.loads(als_json) == json.loads(proef) == api
    assert leeg == ""
    for regel in api["regels"]:
        for tekst in (regel["titel"], regel["detail"]):
            assert tekst in gezegd
            assert html.unescape(zin(tekst)) in pagina  # with its days as people write them
        assert f"[{regel['soort'].lower()}]" in gezegd
    assert "er is niets vastgelegd" in gezegd
    assert wereld.verhaal.positie == positie


OP_CONTRACT = [g for g, (adres, *_) in GEWEIGERD.items() if "{contract}/" in adres]


@pytest.mark.parametrize("geval", [g for g in OP_CONTRACT if g != "correctie"])
def test_in_bulk_geldt_hetzelfde_nee(wereld: Wereld, geval: str) -> None:
    adres, lichaam, codes = wereld.met_ids(GEWEIGERD[geval])
    alleen = wereld.api(adres, json.dumps(lichaam).encode(), Rol.BEHEERDER, {})
    samen = {
        "handeling": adres.rsplit("/", 1)[1],
        "selectie": {"contractIds": [wereld.id["contract"]]},
        "opdracht": lichaam,
    }
    positie = wereld.verhaal.positie

    nee = wereld.verhaal.post("/bulkhandelingen", samen, status=409)
    proef = wereld.verhaal.post("/bulkhandelingen?proef=true", samen, status=200)

    assert nee["geweigerd"][0]["regels"] == alleen["regels"]
    assert [r["code"] for r in nee["geweigerd"][0]["regels"]] == codes
    assert proef["geweigerd"] == 1
    assert wereld.verhaal.positie == positie


@pytest.mark.parametrize("geval", ONGELDIG)
def test_elke_deur_noemt_dezelfde_fouten(wereld: Wereld, geval: str) -> None:
    adres, lichaam, velden = wereld.met_ids(ONGELDIG[geval])
    inhoud, positie = json.dumps(lichaam).encode(), wereld.verhaal.positie

    api = wereld.api(adres, inhoud, Rol.BEHEERDER, {})
    als_json, _ = wereld.opdrachtregel(adres, inhoud, Rol.BEHEERDER, "--json")
    _, gezegd = wereld.opdrachtregel(adres, inhoud, Rol.BEHEERDER)
    pagina = wereld.pagina(adres, lichaam, Rol.BEHEERDER)

    assert {fout["naam"] for fout in api["fouten"]} == set(velden)
    assert json.loads(als_json) == api
    for fout in api["fouten"]:
        assert f"  {fout['naam'] or 'body'}: {fout['reden']}\n" in gezegd
        assert fout["reden"] in pagina
    assert wereld.verhaal.positie == positie


@pytest.mark.parametrize("geval", ONLEESBAAR)
def test_wat_niet_te_lezen_is_is_dat_overal(wereld: Wereld, geval: str) -> None:
    adres, inhoud = ONLEESBAAR[geval]
    positie = wereld.verhaal.positie

    api = wereld.api(adres, inhoud, Rol.BEHEERDER, {})
    als_json, _ = wereld.opdrachtregel(adres, inhoud, Rol.BEHEERDER, "--json")

    assert json.loads(als_json) == api
    assert wereld.verhaal.positie == positie


@pytest.mark.parametrize(
    ("als", "koppen", "opties"),
    [
        (Rol.AUDITOR, {}, ()),
        (Rol.CONTROLLER, {}, ()),
        (Rol.BEHEERDER, {"If-Match": '"7"'}, ("--versie", "7")),
        (Rol.BEHEERDER, {"Idempotency-Key": "twee woorden"}, ("--sleutel", "twee woorden")),
    ],
    ids=["auditor", "controller", "versie", "sleutel"],
)
def test_rol_versie_en_sleutel_gelden_overal(
    wereld: Wereld, als: Rol, koppen: dict[str, str], opties: tuple[str, ...]
) -> None:
    adres = wereld.met_ids("contracten/{contract}/verlengingen")
    inhoud, positie = (
        json.dumps(verlenging("2030-01-01", "2034-12-31")).encode(),
        wereld.verhaal.positie,
    )

    api = wereld.api(adres, inhoud, als, koppen)
    als_json, _ = wereld.opdrachtregel(adres, inhoud, als, *opties, "--json")
    _, gezegd = wereld.opdrachtregel(adres, inhoud, als, *opties)

    assert json.loads(als_json) == api
    assert api["detail"] in gezegd or api["fouten"][0]["reden"] in gezegd
    assert wereld.verhaal.positie == positie


# --- the import --------------------------------------------------------------------------------------------------

BLAD = {
    "contractnummer": "L",
    "regio": "Rivierenland",
    "KvK-nummer": "12345678",
    "traject": "Inkoop jeugd",
    "segment": "ambulant",
    "percelen": "P1",
    "gemeenten": "9001",
    "inkoopvorm": "SAS",
    "bekostigingsvorm": "INSPANNINGSGERICHT",
    "ingangsdatum": "2023-01-01",
    "einddatum": "2030-12-31",
}


@pytest.mark.parametrize(
    ("anders", "rij"),
    [
        (
            {"segment": "verblijf", "percelen": ["P3"], "gemeenten": ["9002"]},
            {"segment": "verblijf", "percelen": "P3", "gemeenten": "9002"},
        ),
        ({"gemeenten": ["1234"]}, {"gemeenten": "1234"}),
        ({"einddatum": "2022-12-31"}, {"einddatum": "2022-12-31"}),
        ({"percelen": ["P9"]}, {"percelen": "P9"}),
    ],
    ids=["toelating", "gemeente", "datums", "perceel"],
)
def test_ook_de_import_zegt_het_zo(
    wereld: Wereld, anders: dict[str, object], rij: dict[str, str], tmp_path: Path
) -> None:
    bestand = tmp_path / "contracten.csv"
    with bestand.open("w", encoding="utf-8-sig", newline="") as open_bestand:
        schrijver = csv.DictWriter(open_bestand, list(BLAD), delimiter=";")
        schrijver.writeheader()
        schrijver.writerow(BLAD | rij)
    inhoud = json.dumps(wereld.met_ids({**CONTRACT, **anders})).encode()
    positie = wereld.verhaal.positie

    api = wereld.api("contracten", inhoud, Rol.BEHEERDER, {})
    ingevoerd = importeer(
        engine=wereld.verhaal.engine,
        paden=[bestand],
        vastleggen=True,
        motivering=None,
        voortgang=lambda _gedaan, _totaal: None,
    )

    gevonden = " ".join(ingevoerd.verslag())
    zinnen = [r["detail"] for r in api.get("regels", ())] + [
        f["reden"] for f in api.get("fouten", ())
    ]
    assert zinnen
    assert [zin for zin in zinnen if zin not in gevonden] == []
    assert wereld.verhaal.positie == positie
