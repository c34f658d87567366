"""What the bodies of Voorbeeldland decide: the strategy, two go/no-go moments, the option, and what follows (S0)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.demo.besluitwerk import blijkt, breng_in, iedere, kies, uitspraken
from api.demo.inkoopwerk import op_traject, zet_stappen
from api.demo.portefeuille import SAS
from api.demo.streek import Streek
from api.demo.verhaal import feit_id
from domain.besluitvereiste import Rol

OH, SAS_V, SAS_A = "open-house-voorganger", "sas-verblijf", "sas-ambulant"
TOT_2034, KOSTEN = "tot-2034", "kosten-dalen-vanaf-2026"
STRATEGIE, GO_2025, AMBULANT_2027, VERBLIJF_2027 = (
    "inkoopstrategie-2023",
    "go-no-go-2025",
    "go-no-go-2027-ambulant",
    "go-no-go-2027-verblijf",
)
UITTREDERS_2025 = ("VL-2023-A11", "VL-2023-A12", "VL-2023-A13")
NO_GO_2025, NO_GO_2027 = "VB-GROEP-Z", "AM-BEHANDELING-Z"
AFBOUW = "VL-2023-V01"
"""Group homes that shrink along a path announced half a year ahead."""
_UITGEOEFEND = "2030-05-12"
"""The day of the option."""


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


def herzie(
    *,
    streek: Streek,
    op: str,
    contract: str,
    ingangsdatum: str,
    wijzigingen: Mapping[str, Any],
    reden: str,
    gevolg_van: str | None = None,
    als: str | None = None,
) -> None:
    """Write a herziening under clause 7.2."""
    streek.boek.schrijf(
        op=op,
        wie=streek.beheerder,
        ding=f"contracten/{contract}",
        pad="herzieningen",
        inhoud={
            "ingangsdatum": ingangsdatum,
            "wijzigingen": wijzigingen,
            "wijzigingsgrond": "CLAUSULE",
            "clausule": "7.2",
            "reden": reden,
            "gevolgVan": None if gevolg_van is None else feit_id(gevolg_van),
        },
        als=als,
    )


def zeg_op(
    *,
    streek: Streek,
    op: str,
    contract: str,
    laatste_dag: str,
    grond: str,
    gevolg_van: str | None = None,
) -> None:
    """Write a notice of the opdrachtgever."""
    streek.boek.schrijf(
        op=op,
        wie=streek.beheerder,
        ding=f"contracten/{contract}",
        pad="opzeggingen",
        inhoud={
            "ingangsdatum": op,
            "laatsteDag": laatste_dag,
            "door": "OPDRACHTGEVER",
            "grond": grond,
            "gevolgVan": None if gevolg_van is None else feit_id(gevolg_van),
        },
        als=f"opzegging {contract} {op}",
    )


def _leg_voor(
    streek: Streek,
    code: str,
    *,
    op: str,
    uiterlijk: str,
    onderwerp: str,
    trajecten: Iterable[str],
    alternatieven: Iterable[tuple[str, str, bool, str]],
) -> None:
    """Put a go/no-go to the colleges, with what was weighed: code, words, chosen, why."""
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
                "handelingen": ["inkooptraject.beslissing_genomen"],
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
    for nummer in UITTREDERS_2025:
        zeg_op(
            streek=streek,
            op="2025-06-12",
            contract=nummer,
            laatste_dag="2025-12-31",
            grond="prestaties: drie kwartalen onder de afgesproken doorlooptijd",
            gevolg_van="go 2025 ambulant",
        )
    _perceel_stopt(streek, "2025-06-12", NO_GO_2025, besluit="no-go 2025 groepsverblijf zuid")
    _meer_ambulant(streek)
    _afbouwpad(streek)


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


def _meer_ambulant(streek: Streek) -> None:
    """What no longer goes to group homes goes to ambulant care."""
    for contract in SAS:
        if contract.segment == "ambulant" and contract.nummer not in UITTREDERS_2025:
            hoger = contract.jaarbedrag * 110 // 100
            herzie(
                streek=streek,
                op="2025-09-18",
                contract=contract.nummer,
                ingangsdatum="2026-01-01",
                wijzigingen={"geraamdeJaarwaarde": f"{hoger}.00"},
                reden="Meer ambulante hulp in plaats van verblijf; de wachtlijst gaat mee over.",
                gevolg_van="go 2025 ambulant",
            )


def _perceel_stopt(streek: Streek, op: str, perceel: str, *, besluit: str) -> None:
    """Who delivers only this perceel gets notice; who delivers more goes on without it."""
    jaar = int(op[:4])
    for contract in SAS:
        if perceel not in contract.percelen or contract.tot_en_met.isoformat() < op:
            continue
        if contract.percelen == (perceel,):
            zeg_op(
                streek=streek,
                op=op,
                contract=contract.nummer,
                laatste_dag=f"{jaar}-12-31",
                grond=f"no-go voor perceel {perceel}",
                gevolg_van=besluit,
            )
        else:
            herzie(
                streek=streek,
                op=op,
                contract=contract.nummer,
                ingangsdatum=f"{jaar + 1}-01-01",
                wijzigingen={"percelen": {"eraf": [perceel]}},
                reden=f"Perceel {perceel} stopt na de no-go.",
                gevolg_van=besluit,
            )


def _afbouwpad(streek: Streek) -> None:
    """Twice a year the next step down is announced, half a year and more ahead: always one still to come."""
    waarde = 4_600_000
    for jaar in range(2025, 2031):
        oktober = (f"{jaar}-10-15", f"{jaar + 1}-07-01")
        april = (f"{jaar + 1}-04-15", f"{jaar + 2}-01-01")
        for op, ingang in (oktober, april):
            if op < _UITGEOEFEND and ingang > "2030-12-31":
                continue  # the option is still open: nothing can be agreed beyond the end
            waarde = waarde * 95 // 100
            herzie(
                streek=streek,
                op=op,
                contract=AFBOUW,
                ingangsdatum=ingang,
                wijzigingen={"geraamdeJaarwaarde": f"{waarde}.00"},
                reden="Afbouwpad groepsverblijf: vijf procent per half jaar, ruim vooraf aangekondigd.",
                gevolg_van="go 2025 verblijf",
                als=f"afbouwstap {ingang}",
            )


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
    _perceel_stopt(streek, "2027-06-15", NO_GO_2027, besluit="no-go 2027 behandeling zuid")


def _optie_2030(streek: Streek) -> None:
    """In May 2030 the colleges exercise the option to the end of 2034; two contracts are left to expire."""
    zet_stappen(streek=streek, trajecten=(SAS_V, SAS_A), regels=(f"{_UITGEOEFEND} verlengen",))
    for contract in SAS:
        if contract.tot_en_met <= date(2030, 12, 31):
            continue
        streek.boek.schrijf(
            op=_UITGEOEFEND,
            wie=streek.beheerder,
            ding=contract.ding,
            pad="verlengingen",
            inhoud={
                "ingangsdatum": _UITGEOEFEND,
                "totEnMet": "2034-12-31",
                "besluit": {"orgaan": "COLLEGES", "datum": "2030-04-23"},
                "rustOp": [streek.id("lezingen", TOT_2034)],
            },
            als=f"verlenging {contract.nummer}",
        )


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
