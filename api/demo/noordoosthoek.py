"""The second region: one contract form for light care, by Open House, and one for heavy care, by tender (S1).

How RBO, colleges and raden decide stands in `noordoosthoek_bestuur.py`, how light care lets aanbieders in every
month in `noordoosthoek_licht.py`, what becomes of contracts along the way in `noordoosthoek_contracten.py`.
"""

from datetime import date, time
from typing import Any

from api.demo import noordoosthoek_bestuur, noordoosthoek_contracten, noordoosthoek_licht
from api.demo.geld import Kas, indexeer, schrijf_geld
from api.demo.inkoopwerk import (
    Inschrijving,
    gun,
    laat_toe,
    meld_aan,
    op_aanmelding,
    schrijf_allen_in,
    sluit,
    taakbudgetten,
    zet_stappen,
)
from api.demo.noordoosthoek_bestuur import CENTRUM, DOORLOOPTIJDEN, LAATKOMER, LICHT, ZWAAR
from api.demo.portefeuille import INKOOP_2016, LICHT_2020, ZWAAR_2020, ZWAAR_2025, Contract
from api.demo.spelers import NOORDOOSTHOEK, schrijf_in
from api.demo.streek import Streek
from api.demo.verhaal import Boek, Nummer, opvolging
from infrastructure.regimeverzoeken import optieverzoek

INKOOP, OPNIEUW = "inkoop-2016-2019", "aanbesteding-zwaar-2025"
_CENTRUM = {"opdrachtgevers": [CENTRUM]}


def schrijf_verhaal() -> Boek:
    """Write the whole life of the region, far into the future; the player stops at the day asked."""
    streek = Streek(regio=NOORDOOSTHOEK, regime="s1-noordoost-brabant", uur=time(14, 0))
    _inname_2018(streek)
    noordoosthoek_bestuur.schrijf_uitgangspunten(streek=streek)
    _luchtkasteel(streek)
    noordoosthoek_bestuur.schrijf_strategie(streek=streek)
    _nieuwe_periode_2020(streek)
    noordoosthoek_licht.schrijf_rondes(streek=streek)
    noordoosthoek_bestuur.schrijf_twee_jaarspunt(streek=streek)
    noordoosthoek_contracten.schrijf_verloop(streek=streek)
    _zwaar_blijft_dicht(streek)
    _zwaar_verlengd(streek)
    _zwaar_overbrugd(streek)
    _zwaar_opnieuw(streek)
    _schorsing(streek)
    indexeer(boek=streek.boek, wie=streek.beheerder, contracten=LICHT_2020)
    _geld(streek)
    return streek.boek


# --- 2018-2019: the register opens -------------------------------------------------------------------------------


def _inname_2018(streek: Streek) -> None:
    """On its first working day the register takes in what runs: known from here on, in force since 2016."""
    op, zonder_laatkomer = "2018-01-08", [g for g in streek.gemeenten if g != LAATKOMER]
    inname = {
        "gemeenten": zonder_laatkomer,
        "reden": "Inname van het papieren register; wat ervoor bekend was, is niet nagespeeld.",
    }
    streek.laad("regio", op=op, anders=inname)
    streek.laad(f"trajecten.{INKOOP}", op=op)
    for contract in INKOOP_2016:
        schrijf_in(
            boek=streek.boek,
            wie=streek.beheerder,
            sleutel=contract.aanbieder,
            op=op,
            ingangsdatum="2016-01-01",
        )
        laat_toe(streek=streek, contract=contract, traject=INKOOP, op=op, grondslag="GUNNING")
        voorwaarden = {
            **_CENTRUM,
            **taakbudgetten(contract=contract, jaren=range(2018, 2020)),
            "gemeenten": zonder_laatkomer,
        }
        sluit(streek=streek, contract=contract, traject=INKOOP, op=op, extra=voorwaarden)


def _luchtkasteel(streek: Streek) -> None:
    """An eighth gemeente joins in 2019, and the running contracts with it."""
    streek.boek.schrijf(
        op="2018-10-04",
        wie=streek.inkoper,
        ding=f"regios/{NOORDOOSTHOEK}",
        pad="deelnames",
        inhoud={
            "ingangsdatum": "2019-01-01",
            "gemeente": LAATKOMER,
            "besluit": {"orgaan": "COLLEGES", "datum": "2018-09-25"},
            "reden": "Luchtkasteel doet mee vanaf 2019.",
        },
    )
    for contract in INKOOP_2016:
        streek.boek.schrijf(
            op="2018-10-04",
            wie=streek.beheerder,
            ding=contract.ding,
            pad="herzieningen",
            inhoud={
                "ingangsdatum": "2019-01-01",
                "wijzigingen": {"gemeenten": {"erbij": [LAATKOMER]}},
                "wijzigingsgrond": "AANVULLEND",
            },
        )


# --- 2020: light by Open House, heavy by tender ------------------------------------------------------------------


def _nieuwe_periode_2020(streek: Streek) -> None:
    """Two procedures, two speeds: all that qualify for light care, a closed circle for heavy care."""
    schrijf_allen_in(streek=streek, sleutels=("krijtstreep", "lampion"), op="2019-09-02")
    vorige = {(c.aanbieder, c.segment): c.nummer for c in INKOOP_2016}
    for contract in (*LICHT_2020, *ZWAAR_2020):
        if contract.van > date(2020, 1, 1):
            continue
        vorig = opvolging(vorige.get((contract.aanbieder, contract.segment)), via="INKOOP")
        if contract.segment == "licht":
            noordoosthoek_licht.sluit_licht(
                streek=streek, contract=contract, op="2019-11-12", extra=vorig
            )
            continue
        laat_toe(
            streek=streek, contract=contract, traject=ZWAAR, op="2019-10-08", grondslag="GUNNING"
        )
        voorwaarden = {
            **_CENTRUM,
            **taakbudgetten(contract=contract, jaren=range(2020, 2024)),
            **_zwaar(contract, jaren=4),
            "herzieningsclausule": {"nummer": "4.1", "gevolgWeigering": "ONGEWIJZIGD"},
            "verlengingsopties": optieverzoek(regime=streek.regime, code=ZWAAR),
            **vorig,
        }
        sluit(streek=streek, contract=contract, traject=ZWAAR, op="2019-11-12", extra=voorwaarden)
    zet_stappen(streek=streek, trajecten=(LICHT, ZWAAR), regels=("2020-01-01 start-inkoop",))


def _zwaar(contract: Contract, *, jaren: int) -> dict[str, Any]:
    """Give what goes with a sum a year: everyone is accepted, there is no extra work (S1:1301-1305)."""
    return {
        "acceptatieplicht": True,
        "meerwerk": False,
        "oorspronkelijkeWaarde": f"{jaren * contract.jaarbedrag}.00",
    }


def _schorsing(streek: Streek) -> None:
    """Draaitol loses its admission for ten weeks; its contract runs on, with a signaal that says so."""
    _certificaten(streek)
    streek.boek.schrijf(
        op="2026-10-06",
        wie=streek.inkoper,
        ding="aanbieders/draaitol",
        pad="intrekkingen",
        inhoud={
            "ingangsdatum": "2026-10-01",
            "volgnummer": Nummer("toelating NH-2020-L05 LI-DAGHULP"),
            "reden": "De certificering is verlopen; de aanbieder werkt aan herstel.",
        },
        als="intrekking toelating draaitol",
    )
    streek.boek.schrijf(
        op="2026-12-15",
        wie=streek.inkoper,
        ding="aanbieders/draaitol",
        pad="toelatingen",
        inhoud={
            "ingangsdatum": "2026-12-15",
            "trajectId": streek.id("inkooptrajecten", LICHT),
            "perceel": "LI-DAGHULP",
            "grondslag": "TOELATING",
            "toets": [{"eis": eis, "voldaan": True} for eis in noordoosthoek_licht.EISEN],
        },
    )


def _certificaten(streek: Streek) -> None:
    """One certificate runs out; its successor comes two months later."""
    for op, kenmerk, tot_en_met in (
        ("2023-10-03", "cert-draaitol-2023", "2026-09-30"),
        ("2026-12-08", "cert-draaitol-2026", "2029-12-31"),
    ):
        streek.boek.schrijf(
            op=op,
            wie=streek.beheerder,
            ding="aanbieders/draaitol",
            pad="bewijsstukken",
            inhoud={
                "ingangsdatum": op,
                "bewijssoort": "CERTIFICAAT",
                "kenmerk": kenmerk,
                "titel": "Kwaliteitscertificaat",
                "afgegevenOp": op,
                "geldigTotEnMet": tot_en_met,
            },
        )


# --- heavy care: closed, an option, a bridge outside the rules, a new tender -------------------------------------


def _zwaar_blijft_dicht(streek: Streek) -> None:
    """Whoever applies for heavy care after the tender is refused: the circle is closed (S1:1166-1170)."""
    code = "zwaar-2022-blokkendoos"
    meld_aan(
        streek=streek,
        code=code,
        traject=ZWAAR,
        aanbieder="blokkendoos",
        op="2022-02-08",
        inhoud={"aanmeldingsoort": "AANMELDING", "percelen": ["ZW-DAGHULP"]},
    )
    nee = {
        "uitkomst": "AFGEWEZEN",
        "redenen": ["Zware jeugdhulp is aanbesteed; tijdens de looptijd treedt niemand toe."],
        "bezwaarTotEnMet": "2022-03-14",
    }
    op_aanmelding(streek=streek, code=code, pad="uitkomsten", op="2022-02-22", inhoud=nee)


def _zwaar_verlengd(streek: Streek) -> None:
    """In 2023 the option of one year is exercised, in time."""
    for contract in ZWAAR_2020:
        streek.boek.schrijf(
            op="2023-05-16",
            wie=streek.beheerder,
            ding=contract.ding,
            pad="verlengingen",
            inhoud={
                "ingangsdatum": "2023-05-16",
                "totEnMet": "2024-12-31",
                "besluit": {"orgaan": "COLLEGES", "datum": "2023-05-09"},
            },
        )


def _zwaar_overbrugd(streek: Streek) -> None:
    """The new tender is late; half a year is bridged though no option allows it, with the reason on record."""
    besluit = {"orgaan": "COLLEGES", "datum": "2024-11-12", "kenmerk": "overbrugging zwaar 2025"}
    for contract in ZWAAR_2020:
        streek.boek.schrijf(
            op="2024-11-19",
            wie=streek.beheerder,
            ding=contract.ding,
            pad="verlengingen",
            inhoud={
                "ingangsdatum": "2024-11-19",
                "totEnMet": "2025-06-30",
                "besluit": besluit,
                "afwijking": {
                    "regels": ["verlenging-buiten-optie"],
                    "motivering": "De aanbesteding loopt uit door een bezwaar; zonder overbrugging "
                    "verliezen kinderen hun plek.",
                    "besluit": besluit,
                },
            },
            als=f"overbrugging {contract.nummer}",
        )


_NIET_2025 = Inschrijving(
    aanbieder="bergkam",
    percelen="ZW-DRIEMILIEU",
    waarom_niet="Lager gescoord op samenwerking met onderwijs en op doorstroom.",
)
_OPTIE_2031 = {
    "totEnMet": "2031-06-30",
    "uitoefenenVan": "2028-07-01",
    "uitoefenenTotEnMet": "2029-06-30",
    "aankondigenUiterlijk": "2028-12-31",
}


def _zwaar_opnieuw(streek: Streek) -> None:
    """A second tender, invented by the story, from July 2025; its option is exercised late in 2028."""
    nieuw = {
        "ingangsdatum": "2024-12-10",
        "ingangContracten": "2025-07-01",
        "einddatum": "2029-06-30",
        "naam": "Zware jeugdhulp 2025 (aanbesteding)",
        "verlengingsopties": [_OPTIE_2031],
        "voorgenomen": False,
        "kalender": [],
        "doorlooptijden": DOORLOOPTIJDEN,
    }
    streek.boek.open(
        op="2024-12-10",
        wie=streek.inkoper,
        ding=f"inkooptrajecten/{streek.naam(OPNIEUW)}",
        inhoud={**streek.lichaam(f"trajecten.{ZWAAR}"), **nieuw},
    )
    winnaars = [
        Inschrijving(aanbieder=c.aanbieder, percelen=" ".join(c.percelen)) for c in ZWAAR_2025
    ]
    gun(
        streek=streek,
        traject=OPNIEUW,
        ontvangen="2025-02-25",
        beslist="2025-04-15",
        bezwaar_tot_en_met="2025-05-05",
        inschrijvingen=(*winnaars, _NIET_2025),
    )
    vorige = {contract.aanbieder: contract.nummer for contract in ZWAAR_2020}
    for contract in ZWAAR_2025:
        _zwaar_contract_2025(streek, contract, vorige.get(contract.aanbieder))


def _zwaar_contract_2025(streek: Streek, contract: Contract, vorig: str | None) -> None:
    aanmelding = streek.id("aanmeldingen", f"{OPNIEUW}-{contract.aanbieder}")
    laat_toe(
        streek=streek,
        contract=contract,
        traject=OPNIEUW,
        op="2025-04-15",
        grondslag="GUNNING",
        extra={"aanmeldingId": aanmelding},
    )
    voorwaarden = {
        **_CENTRUM,
        **taakbudgetten(contract=contract, jaren=range(2025, 2030)),
        **_zwaar(contract, jaren=4),
        "einddatum": "2029-06-30",
        "verlengingsopties": [_OPTIE_2031],
        **opvolging(vorig, via="INKOOP"),
    }
    sluit(
        streek=streek,
        contract=contract,
        traject=OPNIEUW,
        bron=ZWAAR,
        op="2025-05-13",
        extra=voorwaarden,
    )
    streek.boek.schrijf(
        op="2028-11-14",
        wie=streek.beheerder,
        ding=contract.ding,
        pad="verlengingen",
        inhoud={"ingangsdatum": "2028-11-14", "totEnMet": "2031-06-30"},
    )


def _geld(streek: Streek) -> None:
    """Light care is estimated, heavy care committed; in 2022 light care ran over."""
    contracten = (*INKOOP_2016, *LICHT_2020, *ZWAAR_2020, *ZWAAR_2025)
    kas = Kas(
        boek=streek.boek,
        wie=streek.controller,
        regio=NOORDOOSTHOEK,
        jaren=range(2019, 2032),
        krap={(2022, "licht"): 98},
        hard={"zwaar": 97},
    )
    schrijf_geld(kas=kas, contracten=contracten)
