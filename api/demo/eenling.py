"""The fifth region: one gemeente that weighs instruments before it decides, and delivers without contract too (S4)."""

from datetime import time
from typing import Any

from api.demo.besluitwerk import blijkt, kies, op_besluit, uitspraken
from api.demo.geld import Kas, schrijf_geld
from api.demo.inkoopwerk import (
    Inschrijving,
    gun,
    jaarbedragen,
    laat_toe,
    op_traject,
    schrijf_allen_in,
    sluit,
    taakbudgetten,
    zet_stappen,
)
from api.demo.portefeuille import EENLING_2022, EENLING_HUIDIG
from api.demo.spelers import EENLING
from api.demo.streek import Streek
from api.demo.verhaal import Boek, ding_id, opvolging

GEMEENTE = "9034"
HUIDIG, TRAJECT, STRATEGIE = "open-house-huidig", "overheidsopdracht-2022", "strategie-2022"
EIGEN_TEAM, KERNCIJFERS = "jeugdteam", "kerncijfers-2019"
_INNAME = "2020-09-22"
_SUBSIDIE = {
    2020: ("650000.00", "612500.00"),
    2021: ("660000.00", "660000.00"),
    2022: ("690000.00", "655300.00"),
    2023: ("725000.00", "725000.00"),
    2024: ("760000.00", "741900.00"),
    2025: ("795000.00", "795000.00"),
    2026: ("820000.00", "802000.00"),
    2027: ("845000.00", "845000.00"),
    2028: ("865000.00", "865000.00"),
    2029: ("885000.00", "871000.00"),
    2030: ("905000.00", None),
}
"""Per year what was granted to De Buurtlamp, and to what it was set in May of the year after."""


def schrijf_verhaal() -> Boek:
    """Write the whole life of the region, far into the future; the player stops at the day asked."""
    streek = Streek(regio=EENLING, regime="s4-naamloze-gemeente-2022", uur=time(16, 0))
    streek.laad_rest(op=_INNAME)
    _inname(streek)
    _zonder_contract(streek)
    _kerncijfers(streek)
    _besluit(streek)
    _inkoop(streek)
    _daarna(streek)
    kas = Kas(
        boek=streek.boek,
        wie=streek.controller,
        regio=EENLING,
        jaren=range(2022, 2032),
        krap={},
        hard={"ambulant": 97, "verblijf": 97},
    )
    schrijf_geld(kas=kas, contracten=EENLING_2022)
    return streek.boek


# --- 2020: what there is, before anything is decided -------------------------------------------------------------


def _inname(streek: Streek) -> None:
    """Four contracts under Open House, known from the day the register opens."""
    wie = [contract.aanbieder for contract in EENLING_HUIDIG]
    schrijf_allen_in(streek=streek, sleutels=wie, op=_INNAME, per="2016-01-01")
    for contract in EENLING_HUIDIG:
        laat_toe(
            streek=streek, contract=contract, traject=HUIDIG, op=_INNAME, grondslag="TOELATING"
        )
        sluit(streek=streek, contract=contract, traject=HUIDIG, op=_INNAME)


def _lijn(streek: Streek, code: str, *, op: str, inhoud: dict[str, Any]) -> None:
    streek.boek.open(
        op=op,
        wie=streek.beheerder,
        ding=f"leveringslijnen/{streek.naam(code)}",
        inhoud={
            "regioId": streek.regio_id,
            "kenmerk": code,
            "segment": "ambulant",
            "gemeenten": [GEMEENTE],
            **inhoud,
        },
    )


def _zonder_contract(streek: Streek) -> None:
    """Own delivery by a team of the gemeente, and each year a subsidy: a beschikking, set afterwards."""
    schrijf_allen_in(streek=streek, sleutels=("buurtlamp",), op=_INNAME, per="2018-01-01")
    team = {"ingangsdatum": "2019-01-01", "lijnsoort": "EIGEN_BEHEER", "bedrag": "1900000.00"}
    _lijn(streek, EIGEN_TEAM, op=_INNAME, inhoud=team)
    for jaar, (verleend, vastgesteld) in _SUBSIDIE.items():
        op = max(f"{jaar - 1}-12-08", _INNAME)
        code = f"subsidie-{jaar}"
        subsidie = {
            "ingangsdatum": f"{jaar}-01-01",
            "einddatum": f"{jaar}-12-31",
            "lijnsoort": "SUBSIDIE",
            "aanbiederId": ding_id("aanbieders", "buurtlamp"),
            "bedrag": verleend,
            "besluit": {"orgaan": "COLLEGE", "datum": f"{jaar - 1}-11-24", "kenmerk": code},
        }
        _lijn(streek, code, op=op, inhoud=subsidie)
        if vastgesteld is not None:
            streek.boek.schrijf(
                op=f"{jaar + 1}-05-18",
                wie=streek.beheerder,
                ding=f"leveringslijnen/{streek.naam(code)}",
                pad="vaststellingen",
                inhoud={"ingangsdatum": f"{jaar + 1}-05-18", "bedrag": vastgesteld},
            )


def _kerncijfers(streek: Streek) -> None:
    """The figures of 2019: 59.7 million from the Rijk, 72.5 million spent, so 12.8 million short (S4:24-28)."""
    ding = f"budgetten/{streek.naam(KERNCIJFERS)}"
    streek.boek.open(
        op=_INNAME,
        wie=streek.controller,
        ding=ding,
        inhoud={
            "ingangsdatum": "2019-01-01",
            "regioId": streek.regio_id,
            "gemeente": GEMEENTE,
            "boekjaar": 2019,
            "bedrag": "59700000.00",
            "reden": "Rijksbudget jeugdhulp 2019, uit de presentatie aan de raad (S4:26).",
            "rustOp": [streek.id("lezingen", "blijven-onvoldoende")],
        },
    )
    streek.boek.schrijf(
        op=_INNAME,
        wie=streek.controller,
        ding=ding,
        pad="realisaties",
        inhoud={
            "prestatieperiode": "2019-12",
            "boekjaar": 2019,
            "gemeente": GEMEENTE,
            "bedrag": "72500000.00",
            "bron": "totale kosten 2019, presentatie aan de raad (S4:24)",
        },
    )


# --- 2020: weighed, then decided ---------------------------------------------------------------------------------

_GEKOZEN = {
    "overheidsopdracht": "weinig partners, stevige voorwaarden",
    "taakgericht": "beheersbaar, en ruimte voor transformatie",
}
_NIET = {
    "eigen-beheer": "alleen voor het jeugdteam dat er al is",
    "subsidie": "alleen voor de sociale basis",
    "open-house": "het aantal partners is dan niet te beperken",
    "outputgericht": "resultaat is te moeilijk te bepalen",
    "inspanningsgericht": "loont meer uren, niet meer resultaat",
}


def _besluit(streek: Streek) -> None:
    """Four instruments and three ways of funding lie side by side until college and raad decide (S4:208-227)."""
    zet_stappen(
        streek=streek, trajecten=(TRAJECT,), regels=("2020-09-25 bestuurlijke-conferentie",)
    )
    for orgaan, dag in (("COLLEGE", "2020-11-10"), ("RAAD", "2020-11-26")):
        regels = (f"{dag} CONFORM {GEMEENTE}",)
        uitspraken(streek=streek, code=STRATEGIE, orgaan=orgaan, regels=regels)
    gewogen = [
        {
            **alternatief,
            "gekozen": alternatief["code"] in _GEKOZEN,
            "overweging": {**_GEKOZEN, **_NIET}[alternatief["code"]],
        }
        for alternatief in streek.lichaam(f"besluiten.{STRATEGIE}")["alternatieven"]
    ]
    inhoud = {"alternatieven": gewogen}
    op_besluit(streek=streek, code=STRATEGIE, pad="wijzigingen", op="2020-11-26", inhoud=inhoud)
    besluit = {"besluitId": streek.id("besluiten", STRATEGIE)}
    for lezing, gekozen in (
        ("voorkeur-taakgericht", "gekozen voor taakgericht"),
        ("college-en-raad", streek.gekozen("college-en-raad")),
        ("instrument", streek.gekozen("instrument")),
    ):
        kies(
            streek=streek,
            lezing=lezing,
            op="2020-11-26",
            gekozen=gekozen,
            orgaan="college en gemeenteraad",
            extra=besluit,
        )
    op_traject(streek=streek, code=TRAJECT, pad="vaststellingen", op="2020-12-01", inhoud=besluit)
    traag = {
        "doorlooptijden": [{"orgaan": "COLLEGE", "dagen": 28}, {"orgaan": "RAAD", "dagen": 63}]
    }
    op_traject(streek=streek, code=TRAJECT, pad="wijzigingen", op="2020-12-01", inhoud=traag)
    zet_stappen(streek=streek, trajecten=(TRAJECT,), regels=("2020-12-15 procesplan",))


# --- 2021 and later ----------------------------------------------------------------------------------------------


def _inkoop(streek: Streek) -> None:
    """A tender for few partners, paid by task; who was large under Open House is not always in."""
    verliezer = Inschrijving(
        aanbieder="klaverblad",
        percelen="OO-AMBULANT",
        waarom_niet="Geen plan om af te schalen; lager op samenwerking in de wijk.",
    )
    winnaars = [
        Inschrijving(aanbieder=c.aanbieder, percelen=" ".join(c.percelen)) for c in EENLING_2022
    ]
    gun(
        streek=streek,
        traject=TRAJECT,
        ontvangen="2021-04-13",
        beslist="2021-06-22",
        bezwaar_tot_en_met="2021-07-12",
        inschrijvingen=(*winnaars, verliezer),
    )
    vorige = {contract.aanbieder: contract.nummer for contract in EENLING_HUIDIG}
    for contract in EENLING_2022:
        aanmelding = streek.id("aanmeldingen", f"{TRAJECT}-{contract.aanbieder}")
        laat_toe(
            streek=streek,
            contract=contract,
            traject=TRAJECT,
            op="2021-07-13",
            grondslag="GUNNING",
            extra={"aanmeldingId": aanmelding},
        )
        voorwaarden = {
            **opvolging(vorige.get(contract.aanbieder), via="INKOOP"),
            **taakbudgetten(contract=contract, jaren=range(2022, 2027)),
            "acceptatieplicht": True,
            "meerwerk": False,
            "herzieningsclausule": {"nummer": "5.2", "gevolgWeigering": "ONGEWIJZIGD"},
        }
        sluit(streek=streek, contract=contract, traject=TRAJECT, op="2021-09-21", extra=voorwaarden)
    zet_stappen(streek=streek, trajecten=(TRAJECT,), regels=("2022-01-01 nieuwe-inkoop",))


def _daarna(streek: Streek) -> None:
    """After four years one assumption proves half true, and the sums for five more years are agreed."""
    blijkt(
        streek=streek,
        onderstelling="taakgericht-past",
        op="2025-06-17",
        uitkomst="DEELS_ONJUIST",
        toelichting="De kosten bleven beheersbaar; de verschuiving van verblijf naar gezinsvorm bleef uit.",
    )
    for contract in EENLING_2022:
        bedragen = jaarbedragen(bedrag=contract.jaarbedrag * 112 // 100, jaren=range(2027, 2032))
        streek.boek.schrijf(
            op="2026-10-20",
            wie=streek.beheerder,
            ding=contract.ding,
            pad="herzieningen",
            inhoud={
                "ingangsdatum": "2027-01-01",
                "wijzigingen": {"taakbudgetten": bedragen},
                "wijzigingsgrond": "CLAUSULE",
                "clausule": "5.2",
            },
        )
