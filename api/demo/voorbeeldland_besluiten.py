"""What the bodies of Voorbeeldland decide: the strategy, two go/no-go moments, the option, and what follows (S0)."""

from collections.abc import Iterable
from dataclasses import dataclass

from api.demo.besluitwerk import blijkt, breng_in, iedere, kies, uitspraken
from api.demo.inkoopwerk import op_traject, zet_stappen
from api.demo.streek import Streek
from api.demo.voorbeeldland_contracten import (
    NO_GO_2025,
    NO_GO_2027,
    SAS_A,
    SAS_V,
    UITGEOEFEND,
    perceel_stopt,
    schrijf_wijzigingen_2025,
    verleng,
)
from api.demo.voorbeeldland_doelen import GO_2025, GO_2027
from domain.besluitvereiste import Rol

TOT_2034, KOSTEN = "tot-2034", "kosten-dalen-vanaf-2026"
STRATEGIE, AMBULANT_2027, VERBLIJF_2027, OPTIE_2030 = (
    "inkoopstrategie-2023",
    f"{GO_2027}-ambulant",
    f"{GO_2027}-verblijf",
    "optie-2030",
)


# --- 2022: the strategy and its readings -------------------------------------------------------------------------


def schrijf_strategie(*, streek: Streek) -> None:
    """Let the colleges adopt the strategy, the raden take note, and a phrase of it be read."""
    colleges = ("2022-01-11 CONFORM 9001 9002 9003 9005", "2022-01-18 CONFORM 9004 9006")
    uitspraken(streek=streek, code=STRATEGIE, orgaan="COLLEGE", regels=colleges)
    raden = ("2022-01-25 CONFORM 9001 9003 9006", "2022-02-08 CONFORM 9002 9004 9005")
    uitspraken(streek=streek, code=STRATEGIE, orgaan="RAAD", regels=raden)
    kies(
        streek=streek,
        lezing="kwaliteitsuitval",
        op="2022-04-26",
        gekozen="lopend contract stopgezet",
        orgaan="colleges van burgemeester en wethouders",
        extra={
            "besluit": {"orgaan": "COLLEGES", "datum": "2022-04-26"},
            "reden": "Zo weet elke aanbieder ruim voor 1 januari 2023 waar hij aan toe is.",
        },
    )
    kies(
        streek=streek,
        lezing=TOT_2034,
        op="2024-02-13",
        gekozen="2034-12-31",
        orgaan="colleges van burgemeester en wethouders",
        extra={
            "besluit": {"orgaan": "COLLEGES", "datum": "2024-02-13", "kenmerk": "lezing optie"},
            "reden": "Na vragen van een controller: het jaar 2034 hoort bij de verlenging.",
        },
    )


# --- decisions and what follows from them ------------------------------------------------------------------------


def _leg_voor(
    streek: Streek,
    code: str,
    *,
    op: str,
    uiterlijk: str,
    onderwerp: str,
    trajecten: Iterable[str],
    alternatieven: Iterable[tuple[str, str, bool, str]],
    handeling: str = "inkooptraject.beslissing_genomen",
) -> None:
    """Put a go/no-go, or another act, to the colleges, with what was weighed: code, words, chosen, why."""
    breng_in(
        streek=streek,
        code=code,
        op=op,
        onderwerp=onderwerp,
        betrokken=(
            iedere(streek=streek, orgaan="COLLEGE", rol=Rol.BESLIST, uiterlijk=uiterlijk),
            iedere(streek=streek, orgaan="RAAD", rol=Rol.NEEMT_KENNIS),
        ),
        extra={
            "indiener": "regionaal contractmanagement",
            "betreft": {
                "trajectIds": [streek.id("inkooptrajecten", t) for t in trajecten],
                "handelingen": [handeling],
            },
            "alternatieven": [
                {"code": a, "omschrijving": wat, "gekozen": ja, "overweging": waarom}
                for a, wat, ja, waarom in alternatieven
            ],
            "rustOp": [
                streek.id("lezingen", lezing)
                for lezing in ("besluitregel-colleges", "dag-van-go-no-go")
            ],
        },
    )


@dataclass(frozen=True, kw_only=True)
class _Beslissing:
    """The outcome on a procedure, or on some percelen of it, resting on the besluit of the colleges."""

    op: str
    traject: str
    besluit: str
    uitkomst: str
    als: str
    percelen: tuple[str, ...] = ()


def _neem(streek: Streek, beslissingen: Iterable[_Beslissing]) -> None:
    for b in beslissingen:
        op_traject(
            streek=streek,
            code=b.traject,
            pad="beslissingen",
            op=b.op,
            inhoud={
                "beslismoment": b.besluit[: len(GO_2025)],
                "segment": None if b.percelen else b.traject.removeprefix("sas-"),
                "percelen": list(b.percelen),
                "uitkomst": b.uitkomst,
                "besluitId": streek.id("besluiten", b.besluit),
                "bekendgemaakt": [{"datum": b.op, "aan": "gemeenteraden en aanbieders"}],
            },
            als=b.als,
        )


def schrijf_go_no_go(*, streek: Streek) -> None:
    """Write both moments with what follows from them, the option of 2030, and how an assumption fared."""
    _go_no_go_2025(streek)
    _go_no_go_2027(streek)
    _optie_2030(streek)
    _kosten(streek)


_BESLISSINGEN_2025 = tuple(
    _Beslissing(
        op="2025-05-20",
        traject=traject,
        besluit=GO_2025,
        uitkomst=uitkomst,
        als=als,
        percelen=percelen,
    )
    for traject, uitkomst, als, percelen in (
        (SAS_A, "GO_MET_WIJZIGING", "go 2025 ambulant", ()),
        (SAS_V, "GO", "go 2025 verblijf", ()),
        (SAS_V, "NO_GO", "no-go 2025 groepsverblijf zuid", (NO_GO_2025,)),
    )
)


def _go_no_go_2025(streek: Streek) -> None:
    """Go, with changes: three aanbieders leave, one perceel stops, and group homes start to shrink."""
    _leg_voor(
        streek,
        GO_2025,
        op="2025-04-08",
        uiterlijk="2025-05-16",
        onderwerp="Go/no-go 2025: ambulant verder met wijzigingen, groepsverblijf zuid stopt",
        trajecten=(SAS_V, SAS_A),
        alternatieven=(
            ("ongewijzigd", "alles ongewijzigd verder", False, "drie aanbieders blijven te traag"),
            ("met-wijziging", "verder, met wijzigingen", True, "doorlooptijd en afbouw vragen het"),
            ("no-go", "alle contracten opzeggen", False, "er is geen ander aanbod"),
        ),
    )
    _stemmen_2025(streek)
    _neem(streek, _BESLISSINGEN_2025)
    stap = (f"2025-05-20 {GO_2025}",)
    zet_stappen(streek=streek, trajecten=(SAS_V, SAS_A), regels=stap)
    schrijf_wijzigingen_2025(streek=streek)


def _stemmen_2025(streek: Streek) -> None:
    """Five colleges in time under a mandate; the sixth after the deadline, on the very day of the decision."""
    mandaat = {"ondertekenaar": "wethouder jeugd", "mandaat": "mandaatregister 2025, nummer 3"}
    op_tijd = ("2025-05-06 CONFORM 9001 9002", "2025-05-13 CONFORM 9003 9004 9005")
    for regels, extra in (
        (op_tijd, mandaat),
        (("2025-05-20 CONFORM 9006",), {"ontvangenOp": "2025-05-20"}),
    ):
        uitspraken(streek=streek, code=GO_2025, orgaan="COLLEGE", regels=regels, extra=extra)
    raden = ("2025-06-17 CONFORM 9001 9002 9003 9004 9005 9006",)
    uitspraken(streek=streek, code=GO_2025, orgaan="RAAD", regels=raden)


# --- 2027 and 2030 -----------------------------------------------------------------------------------------------


_VERDER_2027 = (
    _Beslissing(
        op="2027-05-18",
        traject=SAS_A,
        besluit=AMBULANT_2027,
        uitkomst="GO",
        als="go 2027 ambulant",
    ),
    _Beslissing(
        op="2027-05-18",
        traject=SAS_A,
        besluit=AMBULANT_2027,
        uitkomst="NO_GO",
        als="no-go 2027 behandeling zuid",
        percelen=(NO_GO_2027,),
    ),
    _Beslissing(
        op="2027-09-14",
        traject=SAS_V,
        besluit=VERBLIJF_2027,
        uitkomst="GO",
        als="go 2027 verblijf",
    ),
)


def _go_no_go_2027(streek: Streek) -> None:
    """The second moment: a perceel stops, the rest goes on; two colleges hold verblijf over until September."""
    _leg_voor(
        streek,
        AMBULANT_2027,
        op="2027-04-06",
        uiterlijk="2027-05-18",
        onderwerp="Go/no-go 2027 ambulant: verder, behandeling zuid stopt",
        trajecten=(SAS_A,),
        alternatieven=(
            ("zuid-verder", "behandeling zuid voortzetten", False, "noord heeft plaats genoeg"),
            ("zuid-stopt", "behandeling zuid stopt", True, "te weinig vraag voor twee percelen"),
        ),
    )
    _leg_voor(
        streek,
        VERBLIJF_2027,
        op="2027-04-06",
        uiterlijk="2027-05-18",
        onderwerp="Go/no-go 2027 verblijf: verder",
        trajecten=(SAS_V,),
        alternatieven=(
            ("verder", "alle percelen verder", True, "het afbouwpad loopt volgens plan"),
            ("sneller", "de afbouw versnellen", False, "er zijn nog te weinig gezinshuizen"),
        ),
    )
    alle = ("2027-05-18 CONFORM 9001 9002 9003 9004 9005 9006",)
    verblijf = (
        "2027-05-18 CONFORM 9001 9002 9003 9006",
        "2027-05-18 AANGEHOUDEN 9004 9005",
        "2027-09-14 CONFORM 9004 9005",
    )
    for code, regels in ((AMBULANT_2027, alle), (VERBLIJF_2027, verblijf)):
        uitspraken(streek=streek, code=code, orgaan="COLLEGE", regels=regels)
    _neem(streek, _VERDER_2027)
    zet_stappen(streek=streek, trajecten=(SAS_A,), regels=("2027-05-18 go-no-go-2027",))
    zet_stappen(streek=streek, trajecten=(SAS_V,), regels=("2027-09-14 go-no-go-2027",))
    perceel_stopt(
        streek=streek,
        op="2027-06-15",
        perceel=NO_GO_2027,
        besluit="no-go 2027 behandeling zuid",
    )


def _optie_2030(streek: Streek) -> None:
    """In May 2030 the option is exercised to the end of 2034, as the colleges decided in April."""
    zet_stappen(streek=streek, trajecten=(SAS_V, SAS_A), regels=(f"{UITGEOEFEND} verlengen",))
    _leg_voor(
        streek,
        OPTIE_2030,
        op="2030-03-05",
        uiterlijk="2030-04-30",
        onderwerp="De optie uitoefenen: verlengen tot en met 2034",
        trajecten=(SAS_V, SAS_A),
        alternatieven=(
            ("verlengen", "verlengen tot en met 2034", True, "de doelen van 2030 zijn in zicht"),
            ("inkopen", "opnieuw inkopen per 2031", False, "twee jaar onrust voor gezinnen"),
        ),
        handeling="contract.verlengd",
    )
    alle = ("2030-04-23 CONFORM 9001 9002 9003 9004 9005 9006",)
    uitspraken(streek=streek, code=OPTIE_2030, orgaan="COLLEGE", regels=alle)
    verleng(streek=streek, besluit=OPTIE_2030, lezingen=(TOT_2034,))


def _kosten(streek: Streek) -> None:
    """The strategy and three budgets rest on costs that fall from 2026; first they do, then they do not."""
    blijkt(
        streek=streek,
        onderstelling=KOSTEN,
        op="2026-10-27",
        uitkomst="UITGEKOMEN",
        toelichting="Tussenstand: de eerste drie kwartalen van 2026 kostten minder dan die van 2025.",
    )
    blijkt(
        streek=streek,
        onderstelling=KOSTEN,
        op="2028-02-15",
        uitkomst="DEELS_ONJUIST",
        toelichting="2026 kostte minder dan 2025, maar 2027 weer meer dan 2026: het bleef bij één jaar daling.",
    )
