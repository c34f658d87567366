"""The first region: Open House until 2023, then eight years of SAS contracts with two go/no-go moments (S0)."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from api.demo import spelers
from api.demo.geld import Kas, indexeer, schrijf_geld
from api.demo.portefeuille import OPEN_HOUSE, SAS, SPOED, Contract
from api.demo.spelers import BEHEERDER_VL, CONTROLLER_VL, INKOPER_VL, VOORBEELDLAND, schrijf_in
from api.demo.verhaal import Boek, Nummer, ding_id, feit_id, opvolging
from infrastructure.regimebestand import (
    Regime,
    lees_regime,
    optieverzoek,
    opzegverzoek,
    regioverzoek,
    trajectverzoek,
)

NOORD, ZUID = ("9001", "9002", "9003"), ("9004", "9005", "9006")
ALLE = (*NOORD, *ZUID)
OH, SAS_V, SAS_A = "open-house-voorganger", "sas-verblijf", "sas-ambulant"

UITVAL_KWALITEIT = ("VL-2019-A15", "VL-2019-A16", "VL-2019-V05")

REGENBOOG = "VL-2023-A01"
"""The contract to look at: a correctie, a late fact, indexations and what the go brought."""
UITTREDERS_2025 = ("VL-2023-A11", "VL-2023-A12", "VL-2023-A13")
NO_GO_2025, NO_GO_2027 = "VB-GROEP-Z", "AM-BEHANDELING-Z"
_UITGEOEFEND = "2030-05-12"
"""The day of the option."""
AFBOUW = "VL-2023-V01"
"""Group homes that shrink along a path announced half a year ahead."""

_TARIEVEN = {
    "45A04": "100.00",
    "45A05": "92.50",
    "45A48": "118.40",
    "45A49": "131.20",
    "41A03": "74.60",
    "50A01": "146.00",
    "43A12": "341.15",
    "43A13": "402.70",
    "44A09": "188.25",
    "44A10": "54.30",
}
"""Euros at the prices of 2023; an hour, or for verblijf a day and night."""
_TARIEVEN_2019 = {"45A04": "88.00", "45A48": "104.50", "43A12": "298.00", "44A09": "166.00"}


def schrijf_verhaal() -> Boek:
    """Write the whole life of the region, far into the future; the player stops at the day asked."""
    regime = lees_regime(naam="s0-sas-2023")
    boek = Boek(uur=time(10, 0))
    _regio_en_voorgangers(boek, regime)
    _jaren_van_open_house(boek)
    _aanbesteding(boek, regime)
    _regenboog(boek)
    _uit_de_la(boek)
    _spoedplaatsing(boek)
    _go_no_go_2025(boek)
    _verbeterplan(boek)
    _go_no_go_2027(boek)
    _optie_2030(boek)
    indexeer(boek=boek, wie=BEHEERDER_VL, contracten=(*OPEN_HOUSE, *SAS))
    _geld(boek)
    return boek


def _tarieven(bron: Mapping[str, str], producten: Iterable[str]) -> list[dict[str, str]]:
    return [
        {
            "productcode": product,
            "eenheid": "ETMAAL" if product.startswith(("43", "44")) else "UUR",
            "tarief": bron[product],
        }
        for product in producten
        if product in bron
    ]


# --- 2018-2022: Open House ---------------------------------------------------------------------------------------


def _regio_en_voorgangers(boek: Boek, regime: Regime) -> None:
    """Six gemeenten start together and admit everyone who meets the demands."""
    boek.open(
        op="2018-09-20",
        wie=INKOPER_VL,
        ding=f"regios/{VOORBEELDLAND}",
        inhoud={
            **regioverzoek(regime=regime),
            "besluit": {"orgaan": "COLLEGES", "datum": "2018-09-11"},
            "reden": "Zes gemeenten kopen de jeugdhulp voortaan samen in.",
        },
    )
    _traject(boek, regime, op="2018-09-20", code=OH)
    for sleutel in dict.fromkeys(contract.aanbieder for contract in OPEN_HOUSE):
        if sleutel != "boomhut":  # known since the other region entered it
            typfout = "00000501" if sleutel == "pluizenbol" else None
            schrijf_in(
                boek=boek,
                wie=BEHEERDER_VL,
                sleutel=sleutel,
                op="2018-10-15",
                ingangsdatum="2018-10-15",
                kvk=typfout,
            )
    for contract in OPEN_HOUSE:
        _toelating(boek, contract, traject=OH, op="2018-11-20", grondslag="TOELATING")
        _contract(boek, regime, contract, traject=OH, op="2018-12-04")
    _typfout(boek)


def _typfout(boek: Boek) -> None:
    """A mistyped KvK number is put right, for every day: it was never true."""
    inhoud = {
        "soort": "POST",
        "ingangsdatum": "2018-10-15",
        "naam": spelers.AANBIEDERS["pluizenbol"],
        "kvkNummer": spelers.nummer("pluizenbol"),
        "agbCode": spelers.nummer("pluizenbol"),
    }
    boek.schrijf(
        op="2019-02-07",
        wie=BEHEERDER_VL,
        ding="aanbieders/pluizenbol",
        pad="correcties",
        inhoud={
            "soort": "FOUT",
            "registraties": [{"volgnummer": 1, "vervanging": inhoud}],
            "reden": "Twee cijfers van het KvK-nummer waren verwisseld bij het invoeren.",
        },
    )


def _traject(boek: Boek, regime: Regime, *, op: str, code: str) -> None:
    boek.open(
        op=op,
        wie=INKOPER_VL,
        ding=f"inkooptrajecten/{VOORBEELDLAND}-{code}",
        inhoud=trajectverzoek(regime=regime, code=code, regio_id=ding_id("regios", VOORBEELDLAND)),
    )


def _toelating(boek: Boek, contract: Contract, *, traject: str, op: str, grondslag: str) -> None:
    begin = "2019-01-01" if traject == OH else "2023-01-01"
    for perceel in contract.percelen:
        toets = [{"eis": "kwaliteitscriteria 2023", "voldaan": True}] if traject != OH else []
        boek.schrijf(
            op=op,
            wie=INKOPER_VL,
            ding=f"aanbieders/{contract.aanbieder}",
            pad="toelatingen",
            inhoud={
                "ingangsdatum": begin,
                "trajectId": ding_id("inkooptrajecten", f"{VOORBEELDLAND}-{traject}"),
                "perceel": perceel,
                "grondslag": grondslag,
                "toets": toets,
            },
        )


def _gemeenten(percelen: Iterable[str]) -> list[str]:
    letters = {perceel[-1] for perceel in percelen}
    if letters == {"N"}:
        return list(NOORD)
    return list(ZUID if letters == {"Z"} else ALLE)


def _contract(
    boek: Boek,
    regime: Regime,
    contract: Contract,
    *,
    traject: str,
    op: str,
    extra: Mapping[str, Any] | None = None,
) -> None:
    bron = regime.traject(traject)
    producten = [p for lot in bron.percelen if lot.code in contract.percelen for p in lot.producten]
    prijzen = _TARIEVEN_2019 if traject == OH else _TARIEVEN
    boek.open(
        op=op,
        wie=BEHEERDER_VL,
        ding=contract.ding,
        inhoud={
            "ingangsdatum": bron.ingangsdatum.waarde.isoformat(),
            "contractnummer": contract.nummer,
            "regioId": ding_id("regios", VOORBEELDLAND),
            "aanbiederId": ding_id("aanbieders", contract.aanbieder),
            "trajectId": ding_id("inkooptrajecten", f"{VOORBEELDLAND}-{traject}"),
            "segment": contract.segment,
            "percelen": list(contract.percelen),
            "gemeenten": _gemeenten(contract.percelen),
            "inkoopvorm": bron.inkoopvorm.waarde,
            "bekostigingsvorm": "INSPANNINGSGERICHT",
            "einddatum": bron.laatste_dag.isoformat() if bron.laatste_dag else None,
            "ondertekendOp": op,
            "eigenaar": f"contractteam {contract.segment}",
            "opzegregeling": opzegverzoek(regime=regime, code=traject),
            "verlengingsopties": optieverzoek(regime=regime, code=traject),
            "tarieven": _tarieven(prijzen, dict.fromkeys(producten)),
            "geraamdeJaarwaarde": f"{contract.jaarbedrag}.00",
            **(extra or {}),
        },
    )


def _jaren_van_open_house(boek: Boek) -> None:
    """New quality criteria are announced; three aanbieders will not meet them and get notice for 31-12-2022."""
    for nummer in UITVAL_KWALITEIT:
        boek.schrijf(
            op="2022-05-12",
            wie=BEHEERDER_VL,
            ding=f"contracten/{nummer}",
            pad="opzeggingen",
            inhoud={
                "ingangsdatum": "2022-05-10",
                "laatsteDag": "2022-12-31",
                "door": "OPDRACHTGEVER",
                "grond": "kwaliteit: haalt de aangescherpte criteria van 2023 niet",
                "besluit": {"orgaan": "COLLEGES", "datum": "2022-04-26"},
                "bewijs": [{"kenmerk": f"toets-{nummer}", "titel": "Uitkomst kwaliteitstoets"}],
            },
        )


# --- 2022: the SAS procedure -------------------------------------------------------------------------------------


def _aanbesteding(boek: Boek, regime: Regime) -> None:
    """On 1 March 2022 the procedure starts; in October the new contracts are signed, successors of the old."""
    for code in (SAS_V, SAS_A):
        _traject(boek, regime, op="2022-03-01", code=code)
    for sleutel in ("dromenvanger", "wolkenridder"):
        schrijf_in(
            boek=boek, wie=BEHEERDER_VL, sleutel=sleutel, op="2022-06-20", ingangsdatum="2022-06-20"
        )
    vorige = {(c.aanbieder, c.segment): c.nummer for c in OPEN_HOUSE}
    for contract in SAS:
        traject = SAS_A if contract.segment == "ambulant" else SAS_V
        _toelating(boek, contract, traject=traject, op="2022-09-15", grondslag="GUNNING")
        vorig = vorige.get((contract.aanbieder, contract.segment))
        clausule = {"nummer": "7.2", "gevolgWeigering": "OPZEGGING"}
        _contract(
            boek,
            regime,
            contract,
            traject=traject,
            op="2022-10-03",
            extra={
                **opvolging(vorig),
                "herzieningsclausule": clausule,
                "oorspronkelijkeWaarde": f"{8 * contract.jaarbedrag}.00",
                "mandaat": "mandaatregister colleges 2022, nummer 14",
            },
        )


# --- 2023-2025: one contract under the lens ----------------------------------------------------------------------


def _herziening(
    boek: Boek,
    *,
    op: str,
    contract: str,
    ingangsdatum: str,
    wijzigingen: Mapping[str, Any],
    reden: str,
    gevolg_van: str | None = None,
    als: str | None = None,
) -> None:
    boek.schrijf(
        op=op,
        wie=BEHEERDER_VL,
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


def _uurtarief(tarief: str) -> dict[str, Any]:
    return {"tarieven": [{"productcode": "45A04", "eenheid": "UUR", "tarief": tarief}]}


def _regenboog(boek: Boek) -> None:
    """De Regenboog: a tarief typed wrong and corrected, and a herziening that surfaced eight months late."""
    kostprijstoets = "Nieuw uurtarief begeleiding na de kostprijstoets van juni 2023."
    _herziening(
        boek,
        op="2024-02-01",
        contract=REGENBOOG,
        ingangsdatum="2023-06-01",
        wijzigingen=_uurtarief("110.00"),
        reden=kostprijstoets,
        als="regenboog verkeerd tarief",
    )
    juist = {
        "soort": "herzieningen",
        "ingangsdatum": "2023-06-01",
        "wijzigingen": _uurtarief("108.00"),
        "wijzigingsgrond": "CLAUSULE",
        "clausule": "7.2",
        "reden": kostprijstoets,
    }
    fout = Nummer("regenboog verkeerd tarief")
    boek.schrijf(
        op="2024-05-01",
        wie=BEHEERDER_VL,
        ding=f"contracten/{REGENBOOG}",
        pad="correcties",
        inhoud={
            "soort": "FOUT",
            "registraties": [{"volgnummer": fout, "vervanging": juist}],
            "reden": "In de ondertekende herziening staat 108,00; 110,00 was het voorstel.",
        },
        als="regenboog correctie",
    )


def _uit_de_la(boek: Boek) -> None:
    """A signed herziening turns up late; and an aanbieder takes another name."""
    _herziening(
        boek,
        op="2025-03-10",
        contract=REGENBOOG,
        ingangsdatum="2024-07-01",
        wijzigingen=_uurtarief("116.00"),
        reden="De herziening van 1 juli 2024 was getekend en lag sindsdien in een la.",
        als="regenboog laat",
    )
    boek.schrijf(
        op="2024-04-03",
        wie=BEHEERDER_VL,
        ding="aanbieders/vuurvlieg",
        pad="wijzigingen",
        inhoud={"ingangsdatum": "2024-04-01", "naam": "Vuurvlieg en Vonk Jeugdhulp (fictief)"},
    )


def _spoedplaatsing(boek: Boek) -> None:
    """A place was needed the same day, with an aanbieder that was never admitted: recorded, and accounted for."""
    schrijf_in(
        boek=boek,
        wie=BEHEERDER_VL,
        sleutel="noodhaven",
        op="2024-08-16",
        ingangsdatum="2024-08-15",
    )
    besluit = {"orgaan": "COLLEGE", "datum": "2024-08-15", "kenmerk": "spoedbesluit 9002-24-117"}
    boek.open(
        op="2024-08-16",
        wie=BEHEERDER_VL,
        ding=SPOED.ding,
        inhoud={
            "ingangsdatum": "2024-08-15",
            "contractnummer": SPOED.nummer,
            "regioId": ding_id("regios", VOORBEELDLAND),
            "aanbiederId": ding_id("aanbieders", "noodhaven"),
            "trajectId": ding_id("inkooptrajecten", f"{VOORBEELDLAND}-{SAS_V}"),
            "segment": "verblijf",
            "percelen": list(SPOED.percelen),
            "gemeenten": ["9002"],
            "inkoopvorm": "SAS",
            "bekostigingsvorm": "INSPANNINGSGERICHT",
            "einddatum": SPOED.tot_en_met.isoformat(),
            "tarieven": _tarieven({"43A12": "465.00"}, ["43A12"]),
            "geraamdeJaarwaarde": f"{SPOED.jaarbedrag}.00",
            "afwijking": {
                "regels": ["niet-toegelaten"],
                "motivering": "Spoedplaatsing: bij geen gecontracteerde aanbieder was die dag plaats.",
                "besluit": besluit,
            },
        },
        als="spoedplaatsing",
    )


# --- 2025: the first go/no-go ------------------------------------------------------------------------------------


def _beslissing(
    boek: Boek,
    *,
    op: str,
    code: str,
    moment: str,
    uitkomst: str,
    als: str,
    percelen: Iterable[str] = (),
) -> None:
    lots = list(percelen)
    boek.schrijf(
        op=op,
        wie=INKOPER_VL,
        ding=f"inkooptrajecten/{VOORBEELDLAND}-{code}",
        pad="beslissingen",
        inhoud={
            "ingangsdatum": op,
            "beslismoment": moment,
            "segment": None if lots else ("ambulant" if code == SAS_A else "verblijf"),
            "percelen": lots,
            "uitkomst": uitkomst,
            "besluit": {"orgaan": "COLLEGES", "datum": op, "kenmerk": als},
            "bekendgemaakt": [{"datum": op, "aan": "gemeenteraden en aanbieders"}],
        },
        als=als,
    )


def _opzegging(
    boek: Boek,
    *,
    op: str,
    contract: str,
    laatste_dag: str,
    grond: str,
    gevolg_van: str | None = None,
) -> None:
    boek.schrijf(
        op=op,
        wie=BEHEERDER_VL,
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


def _go_no_go_2025(boek: Boek) -> None:
    """Go, with changes: three aanbieders leave, one perceel stops, and group homes start to shrink."""
    moment = "go-no-go-2025"
    for code, uitkomst, als, percelen in (
        (SAS_A, "GO_MET_WIJZIGING", "go 2025 ambulant", ()),
        (SAS_V, "GO", "go 2025 verblijf", ()),
        (SAS_V, "NO_GO", "no-go 2025 groepsverblijf zuid", (NO_GO_2025,)),
    ):
        _beslissing(
            boek,
            op="2025-05-20",
            code=code,
            moment=moment,
            uitkomst=uitkomst,
            als=als,
            percelen=percelen,
        )
    for nummer in UITTREDERS_2025:
        _opzegging(
            boek,
            op="2025-06-12",
            contract=nummer,
            laatste_dag="2025-12-31",
            grond="prestaties: drie kwartalen onder de afgesproken doorlooptijd",
            gevolg_van="go 2025 ambulant",
        )
    _perceel_stopt(
        boek, op="2025-06-12", perceel=NO_GO_2025, besluit="no-go 2025 groepsverblijf zuid"
    )
    _meer_ambulant(boek)
    _afbouwpad(boek)


def _meer_ambulant(boek: Boek) -> None:
    """What no longer goes to group homes goes to ambulant care."""
    for contract in SAS:
        if contract.segment == "ambulant" and contract.nummer not in UITTREDERS_2025:
            hoger = contract.jaarbedrag * 110 // 100
            _herziening(
                boek,
                op="2025-09-18",
                contract=contract.nummer,
                ingangsdatum="2026-01-01",
                wijzigingen={"geraamdeJaarwaarde": f"{hoger}.00"},
                reden="Meer ambulante hulp in plaats van verblijf; de wachtlijst gaat mee over.",
                gevolg_van="go 2025 ambulant",
            )


def _perceel_stopt(boek: Boek, *, op: str, perceel: str, besluit: str) -> None:
    """Who delivers only this perceel gets notice; who delivers more goes on without it."""
    jaar = op[:4]
    for contract in SAS:
        if perceel not in contract.percelen or contract.tot_en_met.isoformat() < op:
            continue
        if contract.percelen == (perceel,):
            _opzegging(
                boek,
                op=op,
                contract=contract.nummer,
                laatste_dag=f"{jaar}-12-31",
                grond=f"no-go voor perceel {perceel}",
                gevolg_van=besluit,
            )
        else:
            _herziening(
                boek,
                op=op,
                contract=contract.nummer,
                ingangsdatum=f"{int(jaar) + 1}-01-01",
                wijzigingen={"percelen": {"eraf": [perceel]}},
                reden=f"Perceel {perceel} stopt na de no-go.",
                gevolg_van=besluit,
            )


def _afbouwpad(boek: Boek) -> None:
    """Twice a year the next step down is announced, half a year and more ahead: always one still to come."""
    waarde = 4_600_000
    for jaar in range(2025, 2031):
        oktober = (f"{jaar}-10-15", f"{jaar + 1}-07-01")
        april = (f"{jaar + 1}-04-15", f"{jaar + 2}-01-01")
        for op, ingang in (oktober, april):
            if op < _UITGEOEFEND and ingang > "2030-12-31":
                continue  # the option is still open: nothing can be agreed beyond the end
            waarde = waarde * 95 // 100
            _herziening(
                boek,
                op=op,
                contract=AFBOUW,
                ingangsdatum=ingang,
                wijzigingen={"geraamdeJaarwaarde": f"{waarde}.00"},
                reden="Afbouwpad groepsverblijf: vijf procent per half jaar, ruim vooraf aangekondigd.",
                gevolg_van="go 2025 verblijf",
                als=f"afbouwstap {ingang}",
            )


def _verbeterplan(boek: Boek) -> None:
    """Pluizenbol gets notice in February 2026, mends its ways, and keeps its contract in June."""
    _opzegging(
        boek,
        op="2026-02-10",
        contract="VL-2023-A05",
        laatste_dag="2026-12-31",
        grond="wachttijd langer dan afgesproken; verbeterplan gevraagd",
    )
    boek.schrijf(
        op="2026-06-09",
        wie=BEHEERDER_VL,
        ding="contracten/VL-2023-A05",
        pad="intrekkingen",
        inhoud={
            "ingangsdatum": "2026-06-09",
            "volgnummer": Nummer("opzegging VL-2023-A05 2026-02-10"),
            "reden": "Het verbeterplan is gehaald: de wachttijd is terug binnen de afspraak.",
        },
        als="intrekking pluizenbol",
    )


# --- 2027 and 2030 -----------------------------------------------------------------------------------------------


def _go_no_go_2027(boek: Boek) -> None:
    """The second moment: a perceel stops, the rest goes on; verblijf is held over until September."""
    for op, code, uitkomst, als, percelen in (
        ("2027-05-18", SAS_A, "GO", "go 2027 ambulant", ()),
        ("2027-05-18", SAS_A, "NO_GO", "no-go 2027 behandeling zuid", (NO_GO_2027,)),
        ("2027-05-18", SAS_V, "AANGEHOUDEN", "verblijf 2027 aangehouden", ()),
        ("2027-09-14", SAS_V, "GO", "go 2027 verblijf", ()),
    ):
        _beslissing(
            boek,
            op=op,
            code=code,
            moment="go-no-go-2027",
            uitkomst=uitkomst,
            als=als,
            percelen=percelen,
        )
    _perceel_stopt(boek, op="2027-06-15", perceel=NO_GO_2027, besluit="no-go 2027 behandeling zuid")


def _optie_2030(boek: Boek) -> None:
    """In May 2030 the colleges exercise the option to the end of 2034; two contracts are left to expire."""
    for contract in SAS:
        if contract.tot_en_met <= date(2030, 12, 31):
            continue
        boek.schrijf(
            op=_UITGEOEFEND,
            wie=BEHEERDER_VL,
            ding=contract.ding,
            pad="verlengingen",
            inhoud={
                "ingangsdatum": _UITGEOEFEND,
                "totEnMet": "2034-12-31",
                "besluit": {"orgaan": "COLLEGES", "datum": "2030-04-23"},
            },
            als=f"verlenging {contract.nummer}",
        )


def _geld(boek: Boek) -> None:
    """Budgets, tight for ambulant in 2024, and one final figure that came after the year was closed."""
    kas = Kas(
        boek=boek,
        wie=CONTROLLER_VL,
        regio=VOORBEELDLAND,
        jaren=range(2019, 2032),
        krap={(2024, "ambulant"): 91},
        hard={"verblijf": 70},
    )
    schrijf_geld(kas=kas, contracten=(*OPEN_HOUSE, *SAS))
    _definitief_cijfer(boek)


def _definitief_cijfer(boek: Boek) -> None:
    """The auditor's statement of 2024 changes one month that was already in the accounts."""
    boek.schrijf(
        op="2025-04-10",
        wie=CONTROLLER_VL,
        ding=f"budgetten/{VOORBEELDLAND}-2024-ambulant",
        pad="correcties",
        inhoud={
            "soort": "DEFINITIEF_CIJFER",
            "registraties": [
                {
                    "volgnummer": Nummer(f"realisatie {REGENBOOG} 2024-11"),
                    "vervanging": {
                        "soort": "realisaties",
                        "prestatieperiode": "2024-11",
                        "boekjaar": 2024,
                        "contractId": ding_id("contracten", REGENBOOG),
                        "bedrag": "236418.35",
                        "bron": "productieverantwoording 2024 met controleverklaring",
                    },
                }
            ],
            "reden": "Definitief cijfer na de controleverklaring over 2024.",
        },
        als="definitief cijfer regenboog 2024-11",
    )
