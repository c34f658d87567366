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
from api.demo.verhaal import ding_id, feit_id
from api.demo.voorbeeldland import REGENBOOG
from api.demo.voorbeeldland_contracten import (
    AFBOUW,
    KLEINE_WIJZIGINGEN,
    SAS_A,
    UITTREDERS_2025,
    VOORSTEL_2025,
    ZWIJGT,
)
from api.demo.voorbeeldland_doelen import GO_2025
from api.demo.voorbeeldland_sturing import STERRENSTOF
from api.demo.voorbeeldland_toezicht import GESTOPT

HOOFDSTUKKEN: tuple[tuple[date, str], ...] = tuple(
    (date.fromisoformat(regel[:10]), regel[11:])
    for regel in (
        "2018-01-08 Noordoosthoek neemt zijn papieren register in; wat al liep, is vanaf nu bekend.",
        "2018-10-01 Het RBO van Noordoosthoek legt drie scenario's naast elkaar en kiest er geen.",
        "2018-12-04 Voorbeeldland sluit Open House-contracten: wie voldoet, mag meedoen.",
        "2019-07-04 Acht raden geven toestemming, acht colleges besluiten: de Centrumregeling gaat in.",
        "2020-01-01 Noordoosthoek splitst: licht via Open House, zwaar via een gesloten aanbesteding.",
        "2020-09-22 Eenling zet vier instrumenten en drie vormen van bekostiging naast elkaar.",
        "2020-12-10 Denkwaard hoort tien raden, één te laat; dan stelt het AB het inkoopkader vast.",
        "2021-05-18 Licht bereikt het twee-jaarspunt: eindigen, gewijzigd verlengen of vanzelf verder.",
        "2022-01-01 Het woonplaatsbeginsel gaat nu pas in: een onderstelling van 2018 klopte niet.",
        "2022-09-06 Voorbeeldland zegt waaraan het zijn doelen meet, voordat de nieuwe contracten ingaan.",
        "2022-12-31 De Open House-contracten lopen af; drie aanbieders vielen uit op kwaliteit.",
        "2023-01-01 Voorbeeldland begint aan acht jaar SAS-contracten in percelen.",
        "2023-06-20 Een tarief gaat omhoog zonder dat alle gemeenten instemmen: dat blijft te zien.",
        "2024-05-01 Een tarief van De Regenboog blijkt verkeerd ingevoerd en wordt gecorrigeerd.",
        "2024-08-16 Spoedplaatsing bij een niet-toegelaten aanbieder: vastgelegd, met motivering.",
        "2024-11-19 Zwaar wordt buiten de optie om overbrugd; de afwijking staat voorgoed op de lijst.",
        "2025-03-10 Een herziening van juli 2024 duikt op uit een la: te laat, maar op haar plaats.",
        "2025-05-20 Go in 2025, met wijzigingen: drie aanbieders stoppen, een perceel krijgt een no-go.",
        "2025-06-24 Twaalf aanbieders krijgen in één keer een voorstel: ja, nee, eerst nee en dan ja, en stilte.",
        "2025-07-09 De negende raad van Heggenland heeft besloten; nu pas mag er nieuws naar aanbieders.",
        "2025-09-02 Een definitief cijfer valt anders uit dan wat de colleges wisten toen zij stemden.",
        "2026-01-27 Heggenland kiest: twee segmenten door herziening, drie door nieuwe inkoop.",
        "2026-05-12 Een contract blijkt sinds april van een ander: de aanbieder is opgegaan in een fusie.",
        "2026-06-09 De opzegging van Pluizenbol wordt ingetrokken: het verbeterplan is gehaald.",
        "2026-10-01 Sterrenstof krijgt een korting en een terugvordering; wat nog moet, staat op de radar.",
        "2026-11-16 Eén laag van een cliëntenstop wordt opgeheven; de andere blijft staan.",
        "2027-05-18 Het tweede go/no-go: behandeling zuid stopt, verblijf wordt even aangehouden.",
        "2030-05-12 De colleges verlengen tot en met 2034; twee contracten laten zij aflopen.",
    )
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


def _toen(dag: str, bekend: str | None = None) -> str:
    return f"geldigOp={dag}&beschikbaarOp={bekend or dag}"


def _haltes(*regels: tuple[str, str, str]) -> tuple[Halte, ...]:
    return tuple(Halte(sinds=date.fromisoformat(d), tekst=t, pad=p) for d, t, p in regels)


_VL, _NH = (ding_id("regios", regio) for regio in (VOORBEELDLAND, NOORDOOSTHOEK))
_SAS = ding_id("inkooptrajecten", f"{VOORBEELDLAND}-{SAS_A}")
_LICHT = ding_id("inkooptrajecten", f"{NOORDOOSTHOEK}-{LICHT}")
_GO = _pad("besluiten", VOORBEELDLAND, GO_2025)
_WOONPLAATS = _pad("onderstellingen", NOORDOOSTHOEK, WOONPLAATS)
_STOPT = _contract(UITTREDERS_2025[0])
_REGENBOOG = f"{_contract(REGENBOOG)}?geldigOp=2024-01-01&beschikbaarOp="
_DOSSIER = f"/rapportages/beslisdossier?trajectId={_SAS}&beslismoment={GO_2025}"
_VERSCHIL = "&".join(
    f"{kant}GeldigOp=2024-01-01&{kant}BeschikbaarOp={dag}"
    for kant, dag in (("van", "2024-02-01"), ("tot", "2024-05-01"))
)
_VOORSTEL = feit_id(f"verzoek {VOORBEELDLAND}-{VOORSTEL_2025}")

PAGINAS: tuple[Halte, ...] = _haltes(
    ("2018-01-08", "alle contracten, nu", "/contracten"),
    ("2018-01-08", "de radar: wat moet wanneer, met bovenaan wat van niemand is", "/radar"),
    (
        "2023-01-01",
        "Voorbeeldland op 1 januari 2023",
        f"/contracten?regioId={_VL}&geldigOp=2023-01-01",
    ),
    *(
        (
            dag,
            f"De Regenboog op 1 januari 2024, zoals bekend op {dag}: {uurtarief} per uur",
            f"{_REGENBOOG}{dag}",
        )
        for dag, uurtarief in (("2024-02-01", "115.50"), ("2024-05-01", "113.40"))
    ),
    (
        "2025-12-31",
        "verslag voor de raad over 2025, met de doelen",
        f"/v1/rapportages/raad?regioId={_VL}&boekjaar=2025",
    ),
    (
        "2025-05-16",
        "het go/no-go op 16 mei 2025: één college ontbreekt nog",
        f"{_GO}?{_toen('2025-05-16')}",
    ),
    (
        "2025-09-02",
        "het dossier van dat go/no-go: welke cijfers toen bekend waren, en welke nu",
        _DOSSIER,
    ),
    (
        "2025-06-24",
        "één voorstel aan twaalf aanbieders, in één keer vastgelegd",
        f"/bulk/{_VOORSTEL}",
    ),
    ("2025-06-12", "de keten van wie stopte terug tot het kader van de raden", f"{_STOPT}/keten"),
    (
        "2026-01-01",
        "de dekking na de no-go: waar zit een gat, en wat komt er nog",
        f"/dekking?regioId={_VL}",
    ),
    (
        "2026-05-01",
        "hoeveel er nog aan een contract mag worden gewijzigd, en op welke grond",
        f"{_contract(KLEINE_WIJZIGINGEN)}/wijzigingsruimte",
    ),
    (
        "2025-01-09",
        "de rechtmatigheidslijst voor het college over 2024",
        f"/rapportages/rechtmatigheid?regioId={_VL}&jaar=2024",
    ),
    (
        "2026-10-01",
        "een contract met een constatering, een korting en een terugvordering",
        _contract(STERRENSTOF),
    ),
    (
        "2021-06-01",
        "de toelatingsronde van mei 2021: kreeg iedereen dezelfde behandeling?",
        f"/rapportages/toelatingsronde?trajectId={_LICHT}&ronde={RONDE_MEI}",
    ),
    (
        "2020-09-24",
        "de kalender van alle regio's: wat is te laat, wat staat open, wat komt",
        "/kalender",
    ),
    (
        "2025-12-11",
        "het inkoopkader van Denkwaard: alarm zolang er geen opvolger is",
        _pad("beleidskaders", DENKWAARD, KADER),
    ),
    ("2022-01-01", "een onderstelling die niet uitkwam, met wat erop rust", _WOONPLAATS),
    (
        "2020-11-26",
        "Eenling op 15 november 2020: alles gewogen, nog niets gekozen",
        f"{_pad('besluiten', EENLING, STRATEGIE)}?{_toen('2020-11-15')}",
    ),
    (
        "2018-01-08",
        "twee regimes naast elkaar: dat van Voorbeeldland en dat van Heggenland",
        "/regimes/vergelijking?een=s0-sas-2023&ander=s3-haaglanden-2027",
    ),
    (
        "2026-11-16",
        "een cliëntenstop met twee lagen, waarvan er een is opgeheven",
        f"/aanbieders/{ding_id('aanbieders', GESTOPT)}",
    ),
)
"""The pages worth a look."""

VRAGEN: tuple[Halte, ...] = _haltes(
    (
        "2020-01-01",
        "een licht contract dat zich vanzelf verlengt, op 1 februari 2022 zoals bekend eind 2019",
        f"/v1{_contract(LICHT_2020[0].nummer)}?{_toen('2022-02-01', '2019-12-31')}",
    ),
    (
        "2024-05-01",
        "wat de correctie bij De Regenboog veranderde, en waardoor",
        f"/v1{_contract(REGENBOOG)}/verschillen?{_VERSCHIL}",
    ),
    (
        "2025-10-15",
        "een contract met een herziening die nog moet ingaan (komend)",
        f"/v1{_contract(AFBOUW)}",
    ),
    (
        "2025-09-30",
        "wie niet antwoordde op het voorstel van 2025: wat dan geldt",
        f"/v1{_contract(ZWIJGT)}",
    ),
    (
        "2024-02-13",
        "de radar als agenda: wat Voorbeeldland moet doen om te kunnen verlengen",
        f"/v1/radar.ics?regioId={_VL}&handeling=VERLENGEN",
    ),
    (
        "2022-01-01",
        "welke feiten rusten op de onderstelling over het woonplaatsbeginsel",
        f"/v1{_WOONPLAATS}/gevolgen",
    ),
    ("2024-11-19", "waarvan is afgeweken in Noordoosthoek", f"/v1/afwijkingen?regioId={_NH}"),
    (
        "2025-01-09",
        "de budgetten van 2024, met waar het misging",
        "/v1/budgetten?boekjaar=2024&geldigOp=2024-12-31",
    ),
)
"""Questions to the API, to be asked with the token."""


def hoofdstukken(*, vandaag: date) -> list[str]:
    """Give the chapters that have been played."""
    return [f"{dag:%d-%m-%Y}  {zin}" for dag, zin in HOOFDSTUKKEN if dag < vandaag]


def tot(*, vandaag: date, haltes: Sequence[Halte]) -> list[Halte]:
    """Give the stops, those that would lie in the future left out."""
    return [halte for halte in haltes if halte.sinds < vandaag]
