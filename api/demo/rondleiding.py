"""What a newcomer is shown first: addresses of the demo that say something, each at its own two moments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from api.demo.denkwaard import KADER
from api.demo.eenling import STRATEGIE
from api.demo.noordoosthoek_bestuur import LICHT, WOONPLAATS
from api.demo.noordoosthoek_licht import RONDE_MEI
from api.demo.portefeuille import LICHT_2020
from api.demo.spelers import DENKWAARD, EENLING, NOORDOOSTHOEK, VOORBEELDLAND
from api.demo.verhaal import ding_id
from api.demo.voorbeeldland import REGENBOOG
from api.demo.voorbeeldland_besluiten import AFBOUW, GO_2025
from api.demo.voorbeeldland_toezicht import GESTOPT

HOOFDSTUKKEN: tuple[tuple[date, str], ...] = (
    (
        date(2018, 1, 8),
        "Noordoosthoek neemt zijn papieren register in; wat al liep, is vanaf nu bekend.",
    ),
    (
        date(2018, 10, 1),
        "Het RBO van Noordoosthoek legt drie scenario's naast elkaar en kiest er geen.",
    ),
    (date(2018, 12, 4), "Voorbeeldland sluit Open House-contracten: wie voldoet, mag meedoen."),
    (
        date(2019, 7, 4),
        "Acht raden geven toestemming, acht colleges besluiten: de Centrumregeling gaat in.",
    ),
    (
        date(2020, 1, 1),
        "Noordoosthoek splitst: licht via Open House, zwaar via een gesloten aanbesteding.",
    ),
    (
        date(2020, 9, 22),
        "Eenling zet vier instrumenten en drie vormen van bekostiging naast elkaar.",
    ),
    (
        date(2020, 12, 10),
        "Denkwaard hoort tien raden, één te laat; dan stelt het AB het inkoopkader vast.",
    ),
    (
        date(2021, 5, 18),
        "Licht bereikt het twee-jaarspunt: eindigen, gewijzigd verlengen of vanzelf verder.",
    ),
    (
        date(2022, 1, 1),
        "Het woonplaatsbeginsel gaat nu pas in: een onderstelling van 2018 klopte niet.",
    ),
    (
        date(2022, 12, 31),
        "De Open House-contracten lopen af; drie aanbieders vielen uit op kwaliteit.",
    ),
    (date(2023, 1, 1), "Voorbeeldland begint aan acht jaar SAS-contracten in percelen."),
    (
        date(2023, 6, 20),
        "Een tarief gaat omhoog zonder dat alle gemeenten instemmen: dat blijft te zien.",
    ),
    (
        date(2024, 5, 1),
        "Een tarief van De Regenboog blijkt verkeerd ingevoerd en wordt gecorrigeerd.",
    ),
    (
        date(2024, 8, 16),
        "Spoedplaatsing bij een niet-toegelaten aanbieder: vastgelegd, met motivering.",
    ),
    (
        date(2024, 11, 19),
        "Zwaar wordt buiten de optie om overbrugd; de afwijking staat voorgoed op de lijst.",
    ),
    (
        date(2025, 3, 10),
        "Een herziening van juli 2024 duikt op uit een la: te laat, maar op haar plaats.",
    ),
    (
        date(2025, 5, 20),
        "Go in 2025, met wijzigingen: drie aanbieders stoppen, een perceel krijgt een no-go.",
    ),
    (
        date(2025, 7, 9),
        "De negende raad van Heggenland heeft besloten; nu pas mag er nieuws naar aanbieders.",
    ),
    (
        date(2026, 1, 27),
        "Heggenland kiest: twee segmenten door herziening, drie door nieuwe inkoop.",
    ),
    (
        date(2026, 6, 9),
        "De opzegging van Pluizenbol wordt ingetrokken: het verbeterplan is gehaald.",
    ),
    (
        date(2026, 11, 16),
        "Eén laag van een cliëntenstop wordt opgeheven; de andere blijft staan.",
    ),
    (
        date(2027, 5, 18),
        "Het tweede go/no-go: behandeling zuid stopt, verblijf wordt even aangehouden.",
    ),
    (
        date(2030, 5, 12),
        "De colleges verlengen tot en met 2034; twee contracten laten zij aflopen.",
    ),
)
"""The story in one line a chapter, shown up to the demo's own day."""


@dataclass(frozen=True, kw_only=True)
class Halte:
    """A stop of the tour: since which day of the story there is something to see, what one sees, and its path."""

    sinds: date
    tekst: str
    pad: str


def _pad(meervoud: str, regio: str, code: str) -> str:
    return f"/{meervoud}/{ding_id(meervoud, f'{regio}-{code}')}"


def _contract(nummer: str) -> str:
    return f"/contracten/{ding_id('contracten', nummer)}"


_VL, _NH = (ding_id("regios", regio) for regio in (VOORBEELDLAND, NOORDOOSTHOEK))
_LICHT = ding_id("inkooptrajecten", f"{NOORDOOSTHOEK}-{LICHT}")

PAGINAS: tuple[Halte, ...] = (
    Halte(sinds=date(2018, 1, 8), tekst="alle contracten, nu", pad="/contracten"),
    Halte(
        sinds=date(2023, 1, 1),
        tekst="Voorbeeldland op 1 januari 2023",
        pad=f"/contracten?regioId={_VL}&geldigOp=2023-01-01",
    ),
    *(
        Halte(
            sinds=date.fromisoformat(dag),
            tekst=f"De Regenboog op 1 januari 2024, zoals bekend op {dag}: {uurtarief} per uur",
            pad=f"{_contract(REGENBOOG)}?geldigOp=2024-01-01&beschikbaarOp={dag}",
        )
        for dag, uurtarief in (("2024-02-01", "115.50"), ("2024-05-01", "113.40"))
    ),
    Halte(
        sinds=date(2025, 12, 31),
        tekst="verslag voor de raad over 2025",
        pad=f"/v1/rapportages/raad?regioId={_VL}&boekjaar=2025",
    ),
    Halte(
        sinds=date(2025, 5, 16),
        tekst="het go/no-go op 16 mei 2025: één college ontbreekt nog",
        pad=f"{_pad('besluiten', VOORBEELDLAND, GO_2025)}?geldigOp=2025-05-16&beschikbaarOp=2025-05-16",
    ),
    Halte(
        sinds=date(2021, 6, 1),
        tekst="de toelatingsronde van mei 2021: kreeg iedereen dezelfde behandeling?",
        pad=f"/rapportages/toelatingsronde?trajectId={_LICHT}&ronde={RONDE_MEI}",
    ),
    Halte(
        sinds=date(2020, 9, 24),
        tekst="de kalender van alle regio's: wat is te laat, wat staat open, wat komt",
        pad="/kalender",
    ),
    Halte(
        sinds=date(2025, 12, 11),
        tekst="het inkoopkader van Denkwaard: alarm zolang er geen opvolger is",
        pad=_pad("beleidskaders", DENKWAARD, KADER),
    ),
    Halte(
        sinds=date(2022, 1, 1),
        tekst="een onderstelling die niet uitkwam, met wat erop rust",
        pad=_pad("onderstellingen", NOORDOOSTHOEK, WOONPLAATS),
    ),
    Halte(
        sinds=date(2020, 11, 26),
        tekst="Eenling op 15 november 2020: alles gewogen, nog niets gekozen",
        pad=f"{_pad('besluiten', EENLING, STRATEGIE)}?geldigOp=2020-11-15&beschikbaarOp=2020-11-15",
    ),
    Halte(
        sinds=date(2018, 1, 8),
        tekst="twee regimes naast elkaar: dat van Voorbeeldland en dat van Heggenland",
        pad="/regimes/vergelijking?een=s0-sas-2023&ander=s3-haaglanden-2027",
    ),
    Halte(
        sinds=date(2026, 11, 16),
        tekst="een cliëntenstop met twee lagen, waarvan er een is opgeheven",
        pad=f"/aanbieders/{ding_id('aanbieders', GESTOPT)}",
    ),
)
"""The pages worth a look."""

VRAGEN: tuple[Halte, ...] = (
    Halte(
        sinds=date(2020, 1, 1),
        tekst="een licht contract dat zich vanzelf verlengt, op 1 februari 2022 zoals bekend eind 2019",
        pad=f"/v1{_contract(LICHT_2020[0].nummer)}?geldigOp=2022-02-01&beschikbaarOp=2019-12-31",
    ),
    Halte(
        sinds=date(2024, 5, 1),
        tekst="wat de correctie bij De Regenboog veranderde, en waardoor",
        pad=f"/v1{_contract(REGENBOOG)}/verschillen?vanGeldigOp=2024-01-01&vanBeschikbaarOp=2024-02-01"
        "&totGeldigOp=2024-01-01&totBeschikbaarOp=2024-05-01",
    ),
    Halte(
        sinds=date(2025, 10, 15),
        tekst="een contract met een herziening die nog moet ingaan (komend)",
        pad=f"/v1{_contract(AFBOUW)}",
    ),
    Halte(
        sinds=date(2022, 1, 1),
        tekst="welke feiten rusten op de onderstelling over het woonplaatsbeginsel",
        pad=f"/v1{_pad('onderstellingen', NOORDOOSTHOEK, WOONPLAATS)}/gevolgen",
    ),
    Halte(
        sinds=date(2024, 11, 19),
        tekst="waarvan is afgeweken in Noordoosthoek",
        pad=f"/v1/afwijkingen?regioId={_NH}",
    ),
    Halte(
        sinds=date(2025, 1, 9),
        tekst="de budgetten van 2024, met waar het misging",
        pad="/v1/budgetten?boekjaar=2024&geldigOp=2024-12-31",
    ),
)
"""Questions to the API, to be asked with the token."""


def hoofdstukken(*, vandaag: date) -> list[str]:
    """Give the chapters that have been played."""
    return [f"{dag:%d-%m-%Y}  {zin}" for dag, zin in HOOFDSTUKKEN if dag < vandaag]


def tot(*, vandaag: date, haltes: Sequence[Halte]) -> list[Halte]:
    """Give the stops, those that would lie in the future left out."""
    return [halte for halte in haltes if halte.sinds < vandaag]
