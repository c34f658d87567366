"""How light care in Noordoosthoek lets aanbieders in: every month a round, one version of the criteria for all (S1)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from api.demo.inkoopwerk import (
    laat_toe,
    meld_aan,
    op_aanmelding,
    op_traject,
    schrijf_allen_in,
    sluit,
)
from api.demo.noordoosthoek_bestuur import CENTRUM, LICHT
from api.demo.portefeuille import LICHT_2020, Contract
from api.demo.streek import Streek
from api.demo.verhaal import Nummer
from domain.waarden import dag_voor, plus_maanden

EISEN = ("opleiding", "huisvesting", "certificering", "vog", "inspectie")
RONDE_MEI = "2021-05"
"""The round to look at: one refused, one withdrawn, one let in on evidence that had expired, one in order."""
_EERSTE, _BEGIN = "2019-09", date(2020, 1, 1)
_INSTAP_DAGEN = 16
"""An Open House contract is signed in the monthly round, half a month before it starts."""
_ONBEHEERD = "papierboot"
"""Whose contract nobody looks after yet."""
_BEWIJS = {"certificering": "CERTIFICAAT", "vog": "VOG"}
_TARIEVEN = {
    "LI-GGZ": ("45A53", "109.30"),
    "LI-BEGELEIDING": ("45A04", "84.20"),
    "LI-PMT": ("45A48", "79.90"),
    "LI-RESPIJT": ("44A11", "171.45"),
    "LI-DAGHULP": ("41A03", "58.75"),
    "LI-DYSLEXIE": ("50A02", "92.10"),
}
_TARIEVEN_2022 = {
    "LI-GGZ": "117.40",
    "LI-BEGELEIDING": "89.90",
    "LI-PMT": "85.30",
    "LI-RESPIJT": "183.00",
    "LI-DAGHULP": "62.70",
    "LI-DYSLEXIE": "98.30",
}


@dataclass(frozen=True, kw_only=True)
class Aanmelder:
    """Who applies in a round, from receipt to outcome; what is not said goes well."""

    aanbieder: str
    percelen: tuple[str, ...]
    ontvangen: date
    beslist: date | None
    """None: taken back, or not decided yet."""
    mist: str | None = None
    """The demand that is not met."""
    waarom: str = ""
    vog_tot: date | None = None
    """The last day of a VOG that ran out before the decision."""


_BIJZONDER: Mapping[str, Mapping[str, Any]] = {
    "zandbak": {
        "vog_tot": date(2021, 5, 10),
        "waarom": "De nieuwe VOG is aangevraagd; zonder dit logeerhuis is er in juni geen plek voor zes kinderen.",
    }
}
"""What is out of the ordinary with who joined, by aanbieder."""
_GEWEIGERD = Aanmelder(
    aanbieder="kleurpotlood",
    percelen=("LI-DYSLEXIE",),
    ontvangen=date(2021, 4, 20),
    beslist=date(2021, 5, 16),
    mist="certificering",
    waarom="Het certificaat staat op naam van een andere praktijk.",
)
_TERUGGETROKKEN = Aanmelder(
    aanbieder="hinkelpad", percelen=("LI-PMT",), ontvangen=date(2021, 4, 29), beslist=None
)
_IN_2026 = (
    (
        "2026-11",
        Aanmelder(
            aanbieder="regenlaars",
            percelen=("LI-BEGELEIDING",),
            ontvangen=date(2026, 10, 13),
            beslist=date(2026, 11, 17),
        ),
    ),
    (
        "2026-11",
        Aanmelder(
            aanbieder="knoopsgat",
            percelen=("LI-GGZ",),
            ontvangen=date(2026, 10, 28),
            beslist=date(2026, 12, 1),
        ),
    ),
    (
        "2026-12",
        Aanmelder(
            aanbieder="hinkelpad",
            percelen=("LI-BEGELEIDING",),
            ontvangen=date(2026, 11, 10),
            beslist=date(2026, 12, 15),
        ),
    ),
)
"""Of the round of November one decision comes too late."""


# --- rounds ------------------------------------------------------------------------------------------------------


def schrijf_rondes(*, streek: Streek) -> None:
    """Write what every round rests on, and each round in which someone applied; those of 2026 month by month."""
    _tarieflijsten(streek)
    _pilots(streek)
    _nieuwe_criteria(streek)
    _eerste_ronde(streek)
    _instap(streek)
    _ronde_mei(streek)
    for maand in range(1, 13):
        _maandronde(streek, f"2026-{maand:02d}", op="2025-11-25")
    for ronde, aanmelder in _IN_2026:
        if aanmelder.aanbieder != _TERUGGETROKKEN.aanbieder:
            _schrijf_in(streek, aanmelder)
        _behandel(streek, ronde, aanmelder)


def _open(streek: Streek, code: str, *, op: str, inhoud: Mapping[str, Any]) -> None:
    als = f"{streek.naam(LICHT)} ronde {code}"
    ronde = {"code": code, **inhoud}
    op_traject(streek=streek, code=LICHT, pad="rondes", op=op, inhoud=ronde, als=als)


def _versie(ronde: str) -> str:
    return "2020" if ronde < "2022" else "2022"


def _maandronde(streek: Streek, code: str, *, op: str | None = None) -> None:
    """Open the round of a month: apply in the month before, decide by the 20th, contracts from the next month on."""
    maand = date.fromisoformat(f"{code}-01")
    open_vanaf = plus_maanden(maand, -1)
    inhoud = {
        "ingangsdatum": open_vanaf.isoformat(),
        "aanmeldenTotEnMet": dag_voor(maand).isoformat(),
        "beslissenUiterlijk": maand.replace(day=20).isoformat(),
        "criteriaversie": _versie(code),
        "ingangPer": plus_maanden(maand, 1).isoformat(),
    }
    _open(streek, code, op=op or open_vanaf.isoformat(), inhoud=inhoud)


def _eerste_ronde(streek: Streek) -> None:
    """The round before the start: eight aanbieders, all admitted on one day."""
    inhoud = {
        "ingangsdatum": "2019-07-15",
        "aanmeldenTotEnMet": "2019-09-15",
        "beslissenUiterlijk": "2019-10-15",
        "criteriaversie": "2020",
        "ingangPer": "2020-01-01",
    }
    _open(streek, _EERSTE, op="2019-07-09", inhoud=inhoud)
    for contract in LICHT_2020:
        if contract.van == _BEGIN:
            aanmelder = _aanmelder(contract, date(2019, 9, 10), date(2019, 10, 8))
            _behandel(streek, _EERSTE, aanmelder)
            _laat_toe(streek, _EERSTE, contract, op="2019-10-08")


def _instap(streek: Streek) -> None:
    """Once a month whoever meets the demands may join: first admitted, then a contract, then care."""
    geopend = {f"2026-{maand:02d}" for maand in range(1, 13)}
    for contract in LICHT_2020:
        if contract.van == _BEGIN:
            continue
        beslist = contract.van - timedelta(days=_INSTAP_DAGEN)
        ronde, ontvangen = f"{beslist:%Y-%m}", plus_maanden(beslist, -1) - timedelta(days=2)
        if ronde not in geopend:
            geopend.add(ronde)
            _maandronde(streek, ronde)
        aanmelder = _aanmelder(contract, ontvangen, beslist)
        _schrijf_in(streek, aanmelder)
        _behandel(streek, ronde, aanmelder)
        op = beslist.isoformat()
        _laat_toe(streek, ronde, contract, op=op)
        eigenaar = {"eigenaar": None} if contract.aanbieder == _ONBEHEERD else {}
        sluit_licht(streek=streek, contract=contract, op=op, extra=eigenaar)


def _ronde_mei(streek: Streek) -> None:
    """Two joined (one on a VOG that had run out, which it makes good later); one is refused, one withdraws."""
    for aanmelder in (_GEWEIGERD, _TERUGGETROKKEN):
        _schrijf_in(streek, aanmelder)
        _behandel(streek, RONDE_MEI, aanmelder)
    nieuw = {"stukken": [_stuk("zandbak-2", "VOG", date(2021, 5, 28), None)]}
    code = _code(RONDE_MEI, "zandbak")
    op_aanmelding(streek=streek, code=code, pad="aanvullingen", op="2021-06-01", inhoud=nieuw)
    terug = {"volgnummer": Nummer(f"aanmeldingen/{streek.naam(_code(RONDE_MEI, 'hinkelpad'))}")}
    code = _code(RONDE_MEI, "hinkelpad")
    op_aanmelding(streek=streek, code=code, pad="intrekkingen", op="2021-05-11", inhoud=terug)


# --- one application ---------------------------------------------------------------------------------------------


def _aanmelder(contract: Contract, ontvangen: date, beslist: date) -> Aanmelder:
    gewoon = Aanmelder(
        aanbieder=contract.aanbieder,
        percelen=contract.percelen,
        ontvangen=ontvangen,
        beslist=beslist,
    )
    return replace(gewoon, **_BIJZONDER.get(contract.aanbieder, {}))


def _schrijf_in(streek: Streek, aanmelder: Aanmelder) -> None:
    op = aanmelder.ontvangen.isoformat()
    schrijf_allen_in(streek=streek, sleutels=(aanmelder.aanbieder,), op=op)


def _code(ronde: str, aanbieder: str) -> str:
    return f"licht-{ronde}-{aanbieder}"


def _stuk(van_wie: str, soort: str, afgegeven: date, tot_en_met: date | None) -> dict[str, Any]:
    geldig = tot_en_met or plus_maanden(afgegeven, 36)
    return {
        "soort": soort,
        "kenmerk": f"{soort.lower()}-{van_wie}",
        "titel": f"{soort} van de aanmelder",
        "afgegevenOp": afgegeven.isoformat(),
        "geldigTotEnMet": geldig.isoformat(),
    }


def _behandel(streek: Streek, ronde: str, a: Aanmelder) -> None:
    """Write an application from receipt through assessment to outcome."""
    code, afgegeven = _code(ronde, a.aanbieder), plus_maanden(a.ontvangen, -3)
    stukken = [
        _stuk(a.aanbieder, "CERTIFICAAT", afgegeven, None),
        _stuk(a.aanbieder, "VOG", afgegeven, a.vog_tot),
    ]
    meld_aan(
        streek=streek,
        code=code,
        traject=LICHT,
        aanbieder=a.aanbieder,
        op=a.ontvangen.isoformat(),
        inhoud={
            "aanmeldingsoort": "AANMELDING",
            "ronde": ronde,
            "percelen": list(a.percelen),
            "stukken": stukken,
        },
    )
    if a.beslist is None:
        return
    for pad, dagen_eerder, inhoud in (
        ("beoordelingen", 4, {"criteriaversie": _versie(ronde), "oordelen": _oordelen(a)}),
        ("uitkomsten", 0, _uitkomst(a, a.beslist)),
    ):
        op = (a.beslist - timedelta(days=dagen_eerder)).isoformat()
        op_aanmelding(streek=streek, code=code, pad=pad, op=op, inhoud=inhoud)


def _oordelen(a: Aanmelder) -> list[dict[str, Any]]:
    return [
        {
            "eis": eis,
            "voldaan": eis != a.mist,
            **({"toelichting": a.waarom} if eis == a.mist else {}),
            **({"stuk": f"{_BEWIJS[eis].lower()}-{a.aanbieder}"} if eis in _BEWIJS else {}),
        }
        for eis in EISEN
    ]


def _uitkomst(a: Aanmelder, beslist: date) -> dict[str, Any]:
    if a.mist is not None:
        bezwaar = (beslist + timedelta(days=20)).isoformat()
        return {"uitkomst": "AFGEWEZEN", "redenen": [a.waarom], "bezwaarTotEnMet": bezwaar}
    if a.vog_tot is None:
        return {"uitkomst": "TOEGELATEN"}
    afwijking = {"regels": ["bewijs-niet-geldig"], "motivering": a.waarom}
    return {"uitkomst": "TOEGELATEN", "afwijking": afwijking}


def _laat_toe(streek: Streek, ronde: str, contract: Contract, *, op: str) -> None:
    aanmelding = streek.id("aanmeldingen", _code(ronde, contract.aanbieder))
    laat_toe(
        streek=streek,
        contract=contract,
        traject=LICHT,
        op=op,
        grondslag="TOELATING",
        extra={"aanmeldingId": aanmelding},
    )


# --- contracts, tariffs, criteria, pilots ------------------------------------------------------------------------


def sluit_licht(*, streek: Streek, contract: Contract, op: str, extra: Mapping[str, Any]) -> None:
    """Sign a light contract: two years at a time, all to the same day, renewed by itself."""
    stilzwijgend = streek.regime.traject(LICHT).stilzwijgende_verlenging
    laatste_jaar = contract.van.year + 1 if contract.van.year % 2 == 0 else contract.van.year
    voorwaarden = {
        "opdrachtgevers": [CENTRUM],
        "einddatum": f"{laatste_jaar}-12-31",
        "stilzwijgendeVerlenging": {"maanden": stilzwijgend.maanden.waarde}
        if stilzwijgend
        else None,
        "tarieven": [
            {"productcode": product, "eenheid": "UUR", "tarief": tarief}
            for product, tarief in (_TARIEVEN[perceel] for perceel in contract.percelen)
        ],
        **extra,
    }
    sluit(streek=streek, contract=contract, traject=LICHT, op=op, extra=voorwaarden)


def _tarieflijsten(streek: Streek) -> None:
    """The region's tariffs, one list for everyone: at the start and after two years."""
    for op, jaar, prijzen in (
        ("2019-06-18", 2020, {p: tarief for p, (_, tarief) in _TARIEVEN.items()}),
        ("2021-10-12", 2022, _TARIEVEN_2022),
    ):
        regels = [
            {"productcode": _TARIEVEN[perceel][0], "eenheid": "UUR", "tarief": tarief}
            for perceel, tarief in prijzen.items()
        ]
        inhoud = {"ingangsdatum": f"{jaar}-01-01", "prijspeil": jaar, "tarieven": regels}
        op_traject(streek=streek, code=LICHT, pad="tarieflijsten", op=op, inhoud=inhoud)


def _pilots(streek: Streek) -> None:
    """A local pilot is announced before the procurement (S1:1192-1196); one comes too late and is recorded as such."""
    wijkteam = {
        "code": "wijkteam-schijnbeek",
        "omschrijving": "Wijkteam behandelt zelf, zonder verwijzing, in twee wijken",
        "gemeenten": ["9009"],
        "van": "2020-01-01",
        "totEnMet": "2021-12-31",
    }
    school = {
        "code": "hulp-op-school-denkoord",
        "omschrijving": "Vaste hulpverlener op drie basisscholen",
        "gemeenten": ["9012"],
        "van": "2021-03-01",
        "totEnMet": "2022-07-31",
        "afwijking": {
            "regels": ["pilot-niet-vooraf-aangekondigd"],
            "motivering": "De scholen gingen dicht; wachten op de volgende inkoop kon niet.",
            "besluit": {"orgaan": "COLLEGE", "datum": "2021-02-02", "kenmerk": "pilot Denkoord"},
        },
    }
    for op, pilot in (("2019-03-12", wijkteam), ("2021-02-09", school)):
        als = f"pilot {pilot['code']}"
        op_traject(streek=streek, code=LICHT, pad="pilots", op=op, inhoud=pilot, als=als)


def _nieuwe_criteria(streek: Streek) -> None:
    """From 2022 a VOG may be two years old at most; who stays is checked again before that day."""
    eerder = streek.lichaam(f"trajecten.{LICHT}.criteria.2020")
    eisen = [
        {**eis, "bewijs": {"soort": "VOG", "maximaleOuderdomMaanden": 24}}
        if eis["code"] == "vog"
        else eis
        for eis in eerder["eisen"]
    ]
    inhoud = {"ingangsdatum": "2022-01-01", "versie": "2022", "eisen": eisen}
    op_traject(streek=streek, code=LICHT, pad="criteria", op="2021-10-12", inhoud=inhoud)
    for contract in LICHT_2020:
        if contract.van < date(2022, 1, 1) <= contract.tot_en_met:
            streek.boek.schrijf(
                op="2021-11-16",
                wie=streek.inkoper,
                ding=f"aanbieders/{contract.aanbieder}",
                pad="toetsen",
                inhoud={
                    "ingangsdatum": "2021-11-16",
                    "trajectId": streek.id("inkooptrajecten", LICHT),
                    "criteriaversie": "2022",
                    "oordelen": [{"eis": eis, "voldaan": True} for eis in EISEN],
                    "aanleiding": "nieuwe criteria per 2022",
                },
                als=f"toets {contract.aanbieder} 2021-11-16",
            )
