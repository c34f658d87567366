"""The first region: Open House until 2023, then eight years of SAS contracts with two go/no-go moments (S0).

Beside it stand what its bodies decide (`voorbeeldland_besluiten.py`), what that does to contracts (`_contracten`), how
it measures its goals (`_doelen`), steers its contracts (`_sturing`) and watches its aanbieders (`_toezicht`).
"""

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from api.demo import (
    spelers,
    voorbeeldland_besluiten,
    voorbeeldland_contracten,
    voorbeeldland_doelen,
    voorbeeldland_sturing,
    voorbeeldland_toezicht,
)
from api.demo.geld import Kas, indexeer, schrijf_geld
from api.demo.inkoopwerk import laat_toe, schrijf_allen_in, sluit, zet_stappen
from api.demo.portefeuille import OPEN_HOUSE, SAS, SPOED, Contract
from api.demo.spelers import VOORBEELDLAND, schrijf_in
from api.demo.streek import Streek
from api.demo.verhaal import Boek, Nummer, ding_id, opvolging
from api.demo.voorbeeldland_besluiten import KOSTEN, STRATEGIE
from api.demo.voorbeeldland_contracten import BLIJFT, OH, SAS_A, SAS_V

REGENBOOG = "VL-2023-A01"
"""The contract to look at: a correctie, a late fact, indexations and what the go brought."""

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
_WEIGEREN = {c.nummer: "ONGEWIJZIGD" if c.nummer == BLIJFT else "OPZEGGING" for c in SAS}
"""What refusing a herziening does, by contract."""
_MAXIMUM = {c.nummer: 4 if c.nummer == "VL-2023-A05" else 16 for c in SAS}
"""The maximum, by contract, in years of its first yearly sum; one turns out to be far too low."""
_ONBEHEERD = ("VL-2023-A15", "VL-2023-V05")
"""Contracts that nobody owns."""
_TARIEVEN_2019 = {"45A04": "88.00", "45A48": "104.50", "43A12": "298.00", "44A09": "166.00"}


def schrijf_verhaal() -> Boek:
    """Write the whole life of the region, far into the future; the player stops at the day asked."""
    streek = Streek(regio=VOORBEELDLAND, regime="s0-sas-2023", uur=time(10, 0))
    _regio_en_voorgangers(streek)
    streek.laad_rest(op="2022-01-06")
    voorbeeldland_besluiten.schrijf_strategie(streek=streek)
    voorbeeldland_doelen.schrijf_doelen(streek=streek, strategie=STRATEGIE)
    voorbeeldland_toezicht.schrijf_kwaliteitstoets(streek=streek)
    _aanbesteding(streek)
    _regenboog(streek)
    _uit_de_la(streek)
    _spoedplaatsing(streek)
    voorbeeldland_besluiten.schrijf_go_no_go(streek=streek)
    voorbeeldland_contracten.schrijf_tussentijds(streek=streek)
    voorbeeldland_sturing.schrijf_sturing(streek=streek)
    voorbeeldland_toezicht.schrijf_toezicht(streek=streek)
    indexeer(boek=streek.boek, wie=streek.beheerder, contracten=(*OPEN_HOUSE, *SAS))
    _geld(streek)
    return streek.boek


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


def _geprijsd(streek: Streek, traject: str, contract: Contract) -> list[dict[str, str]]:
    """Give the tariffs of a contract: those of the producten in its percelen."""
    lots = [p for p in streek.regime.traject(traject).percelen if p.code in contract.percelen]
    producten = dict.fromkeys(product for lot in lots for product in lot.producten)
    return _tarieven(_TARIEVEN_2019 if traject == OH else _TARIEVEN, producten)


# --- 2018-2022: Open House ---------------------------------------------------------------------------------------


def _regio_en_voorgangers(streek: Streek) -> None:
    """Six gemeenten start together and admit everyone who meets the demands."""
    samen = {
        "besluit": {"orgaan": "COLLEGES", "datum": "2018-09-11"},
        "reden": "Zes gemeenten kopen de jeugdhulp voortaan samen in.",
    }
    streek.laad("regio", op="2018-09-20", anders=samen)
    streek.laad(f"trajecten.{OH}", op="2018-09-20")
    voorbeeldland_toezicht.schrijf_basiseisen(streek=streek)
    for sleutel in dict.fromkeys(contract.aanbieder for contract in OPEN_HOUSE):
        if sleutel != "boomhut":  # known since the other region entered it
            schrijf_in(
                boek=streek.boek,
                wie=streek.beheerder,
                sleutel=sleutel,
                op="2018-10-15",
                ingangsdatum="2018-10-15",
                kvk="00000501" if sleutel == "pluizenbol" else None,
            )
    for contract in OPEN_HOUSE:
        laat_toe(
            streek=streek, contract=contract, traject=OH, op="2018-11-20", grondslag="TOELATING"
        )
        tarieven = {"tarieven": _geprijsd(streek, OH, contract)}
        sluit(streek=streek, contract=contract, traject=OH, op="2018-12-04", extra=tarieven)
    _typfout(streek)


def _typfout(streek: Streek) -> None:
    """A mistyped KvK number is put right, for every day: it was never true."""
    inhoud = {
        "soort": "POST",
        "ingangsdatum": "2018-10-15",
        "naam": spelers.AANBIEDERS["pluizenbol"],
        "kvkNummer": spelers.nummer("pluizenbol"),
        "agbCode": spelers.nummer("pluizenbol"),
    }
    streek.boek.schrijf(
        op="2019-02-07",
        wie=streek.beheerder,
        ding="aanbieders/pluizenbol",
        pad="correcties",
        inhoud={
            "soort": "FOUT",
            "registraties": [{"volgnummer": 1, "vervanging": inhoud}],
            "reden": "Twee cijfers van het KvK-nummer waren verwisseld bij het invoeren.",
        },
    )


# --- 2022: the SAS procedure -------------------------------------------------------------------------------------

_KALENDER = (
    "2022-03-01 start-aanbesteding",
    "2022-04-14 regionale-raadsinformatieavond",
    "2022-07-05 implementatie",
    "2023-01-01 kwaliteitsuitval",
    "2023-01-01 nieuwe-contracten",
)
_DIALOOG = ("2022-04-19 dialoogtafel 1", "2022-05-17 dialoogtafel 2", "2022-06-14 dialoogtafel 3")


def _aanbesteding(streek: Streek) -> None:
    """On 1 March 2022 the procedure starts; in October the new contracts are signed, successors of the old."""
    zet_stappen(streek=streek, trajecten=(SAS_V, SAS_A), regels=_KALENDER)
    zet_stappen(streek=streek, trajecten=(SAS_V,), regels=_DIALOOG, extra={"stapsoort": "DIALOOG"})
    schrijf_allen_in(streek=streek, sleutels=("dromenvanger", "wolkenridder"), op="2022-06-20")
    vorige = {(c.aanbieder, c.segment): c.nummer for c in OPEN_HOUSE}
    voldaan = {"toets": [{"eis": "kwaliteitscriteria 2023", "voldaan": True}]}
    for contract in SAS:
        traject = SAS_A if contract.segment == "ambulant" else SAS_V
        laat_toe(
            streek=streek,
            contract=contract,
            traject=traject,
            op="2022-09-15",
            grondslag="GUNNING",
            extra=voldaan,
        )
        vorig = vorige.get((contract.aanbieder, contract.segment))
        voorwaarden = {
            **opvolging(vorig, via="INKOOP"),
            "tarieven": _geprijsd(streek, traject, contract),
            "herzieningsclausule": {"nummer": "7.2", "gevolgWeigering": _WEIGEREN[contract.nummer]},
            "oorspronkelijkeWaarde": f"{8 * contract.jaarbedrag}.00",
            "maximumwaarde": f"{_MAXIMUM[contract.nummer] * contract.jaarbedrag}.00",
            **({"eigenaar": None} if contract.nummer in _ONBEHEERD else {}),
            "mandaat": "mandaatregister colleges 2022, nummer 14",
            "rustOp": [streek.id("lezingen", "tot-2034")],
        }
        sluit(streek=streek, contract=contract, traject=traject, op="2022-10-03", extra=voorwaarden)


# --- 2023-2025: one contract under the lens ----------------------------------------------------------------------


def _uurtarief(tarief: str) -> dict[str, Any]:
    return {"tarieven": [{"productcode": "45A04", "eenheid": "UUR", "tarief": tarief}]}


def _regenboog(streek: Streek) -> None:
    """De Regenboog: a tarief typed wrong and corrected, and a herziening that surfaced eight months late."""
    kostprijstoets = "Nieuw uurtarief begeleiding na de kostprijstoets van juni 2023."
    voorbeeldland_contracten.herzie(
        streek=streek,
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
    streek.boek.schrijf(
        op="2024-05-01",
        wie=streek.beheerder,
        ding=f"contracten/{REGENBOOG}",
        pad="correcties",
        inhoud={
            "soort": "FOUT",
            "registraties": [{"volgnummer": fout, "vervanging": juist}],
            "reden": "In de ondertekende herziening staat 108,00; 110,00 was het voorstel.",
        },
        als="regenboog correctie",
    )


def _uit_de_la(streek: Streek) -> None:
    """A signed herziening turns up late; and an aanbieder takes another name."""
    voorbeeldland_contracten.herzie(
        streek=streek,
        op="2025-03-10",
        contract=REGENBOOG,
        ingangsdatum="2024-07-01",
        wijzigingen=_uurtarief("116.00"),
        reden="De herziening van 1 juli 2024 was getekend en lag sindsdien in een la.",
        als="regenboog laat",
    )
    streek.boek.schrijf(
        op="2024-04-03",
        wie=streek.beheerder,
        ding="aanbieders/vuurvlieg",
        pad="wijzigingen",
        inhoud={"ingangsdatum": "2024-04-01", "naam": "Vuurvlieg en Vonk Jeugdhulp (fictief)"},
    )


def _spoedplaatsing(streek: Streek) -> None:
    """A place was needed the same day, with an aanbieder that was never admitted: recorded, and accounted for."""
    schrijf_in(
        boek=streek.boek,
        wie=streek.beheerder,
        sleutel="noodhaven",
        op="2024-08-16",
        ingangsdatum="2024-08-15",
    )
    besluit = {"orgaan": "COLLEGE", "datum": "2024-08-15", "kenmerk": "spoedbesluit 9002-24-117"}
    streek.boek.open(
        op="2024-08-16",
        wie=streek.beheerder,
        ding=SPOED.ding,
        inhoud={
            "ingangsdatum": "2024-08-15",
            "contractnummer": SPOED.nummer,
            "regioId": streek.regio_id,
            "aanbiederId": ding_id("aanbieders", "noodhaven"),
            "trajectId": streek.id("inkooptrajecten", SAS_V),
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


# --- money -------------------------------------------------------------------------------------------------------


def _geld(streek: Streek) -> None:
    """Budgets, tight for ambulant in 2024, and one final figure that came after the year was closed."""
    daling = [streek.id("onderstellingen", KOSTEN)]
    kas = Kas(
        boek=streek.boek,
        wie=streek.controller,
        regio=VOORBEELDLAND,
        jaren=range(2019, 2032),
        krap={(2024, "ambulant"): 91},
        hard={"verblijf": 70},
        rust_op=dict.fromkeys((2026, 2027, 2028), daling),
    )
    schrijf_geld(kas=kas, contracten=(*OPEN_HOUSE, *SAS))
    _definitief_cijfer(streek)


def _definitief_cijfer(streek: Streek) -> None:
    """The auditor's statement of 2024 changes one month that was already in the accounts."""
    streek.boek.schrijf(
        op="2025-04-10",
        wie=streek.controller,
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
