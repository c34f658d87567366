"""What a newcomer is shown first: addresses of the demo that say something, each at its own two moments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from api.demo.portefeuille import LICHT_2020
from api.demo.spelers import NOORDOOSTHOEK, VOORBEELDLAND
from api.demo.verhaal import ding_id
from api.demo.voorbeeldland import AFBOUW, REGENBOOG

HOOFDSTUKKEN: tuple[tuple[date, str], ...] = (
    (
        date(2018, 1, 8),
        "Noordoosthoek neemt zijn papieren register in; wat al liep, is vanaf nu bekend.",
    ),
    (date(2018, 12, 4), "Voorbeeldland sluit Open House-contracten: wie voldoet, mag meedoen."),
    (
        date(2020, 1, 1),
        "Noordoosthoek splitst: licht via Open House, zwaar via een gesloten aanbesteding.",
    ),
    (
        date(2021, 5, 18),
        "Licht bereikt het twee-jaarspunt: eindigen, gewijzigd verlengen of vanzelf verder.",
    ),
    (
        date(2022, 12, 31),
        "De Open House-contracten lopen af; drie aanbieders vielen uit op kwaliteit.",
    ),
    (date(2023, 1, 1), "Voorbeeldland begint aan acht jaar SAS-contracten in percelen."),
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
        date(2026, 6, 9),
        "De opzegging van Pluizenbol wordt ingetrokken: het verbeterplan is gehaald.",
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
    """A stop of the tour: what one sees there, and its path."""

    tekst: str
    pad: str


def hoofdstukken(*, vandaag: date) -> list[str]:
    """Give the chapters that have been played."""
    return [f"{dag:%d-%m-%Y}  {zin}" for dag, zin in HOOFDSTUKKEN if dag < vandaag]


def paginas(*, vandaag: date) -> list[Halte]:
    """Give the pages worth a look, those that would lie in the future left out."""
    return [halte for sinds, halte in _paginas() if sinds < vandaag]


def _paginas() -> Iterator[tuple[date, Halte]]:
    regio = ding_id("regios", VOORBEELDLAND)
    regenboog = f"/contracten/{ding_id('contracten', REGENBOOG)}"
    yield date(2018, 1, 8), Halte(tekst="alle contracten, nu", pad="/contracten")
    yield (
        date(2023, 1, 1),
        Halte(
            tekst="Voorbeeldland op 1 januari 2023",
            pad=f"/contracten?regioId={regio}&geldigOp=2023-01-01",
        ),
    )
    for dag, uurtarief in (("2024-02-01", "115.50"), ("2024-05-01", "113.40")):
        halte = Halte(
            tekst=f"De Regenboog op 1 januari 2024, zoals bekend op {dag}: {uurtarief} per uur",
            pad=f"{regenboog}?geldigOp=2024-01-01&beschikbaarOp={dag}",
        )
        yield date.fromisoformat(dag), halte
    yield (
        date(2025, 12, 31),
        Halte(
            tekst="verslag voor de raad over 2025",
            pad=f"/v1/rapportages/raad?regioId={regio}&boekjaar=2025",
        ),
    )


def vragen(*, vandaag: date) -> list[Halte]:
    """Give questions to the API, to be asked with the token."""
    return [halte for sinds, halte in _vragen() if sinds < vandaag]


def _vragen() -> Iterator[tuple[date, Halte]]:
    regenboog = f"/v1/contracten/{ding_id('contracten', REGENBOOG)}"
    afbouw = f"/v1/contracten/{ding_id('contracten', AFBOUW)}"
    licht = f"/v1/contracten/{ding_id('contracten', LICHT_2020[0].nummer)}"
    noordoosthoek = ding_id("regios", NOORDOOSTHOEK)
    yield (
        date(2020, 1, 1),
        Halte(
            tekst="een licht contract dat zich vanzelf verlengt, op 1 februari 2022 zoals bekend eind 2019",
            pad=f"{licht}?geldigOp=2022-02-01&beschikbaarOp=2019-12-31",
        ),
    )
    yield (
        date(2024, 5, 1),
        Halte(
            tekst="wat de correctie bij De Regenboog veranderde, en waardoor",
            pad=f"{regenboog}/verschillen?vanGeldigOp=2024-01-01&vanBeschikbaarOp=2024-02-01"
            "&totGeldigOp=2024-01-01&totBeschikbaarOp=2024-05-01",
        ),
    )
    yield (
        date(2025, 10, 15),
        Halte(tekst="een contract met een herziening die nog moet ingaan (komend)", pad=afbouw),
    )
    yield (
        date(2024, 11, 19),
        Halte(
            tekst="waarvan is afgeweken in Noordoosthoek",
            pad=f"/v1/afwijkingen?regioId={noordoosthoek}",
        ),
    )
    yield (
        date(2025, 1, 9),
        Halte(
            tekst="de budgetten van 2024, met waar het misging",
            pad="/v1/budgetten?boekjaar=2024&geldigOp=2024-12-31",
        ),
    )
