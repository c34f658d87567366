"""The second region: one contract form for light care, by Open House, and one for heavy care, by tender (S1)."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from api.demo.geld import Kas, indexeer, schrijf_geld
from api.demo.portefeuille import INKOOP_2016, LICHT_2020, ZWAAR_2020, ZWAAR_2025, Contract
from api.demo.spelers import BEHEERDER_NH, CONTROLLER_NH, INKOPER_NH, NOORDOOSTHOEK, schrijf_in
from api.demo.verhaal import Boek, Nummer, ding_id, feit_id, opvolging
from infrastructure.regimebestand import (
    Regime,
    lees_regime,
    optieverzoek,
    opzegverzoek,
    regioverzoek,
    trajectverzoek,
)

CENTRUM, LAATKOMER = "9007", "9014"
INKOOP, LICHT, ZWAAR = "inkoop-2016-2019", "open-house-licht", "aanbesteding-zwaar"
OPNIEUW = "aanbesteding-zwaar-2025"
_INSTAP_DAGEN = 16
"""An Open House contract is signed in the monthly round, half a month before it starts."""
_TARIEVEN = {
    "LI-GGZ": ("45A53", "109.30"),
    "LI-BEGELEIDING": ("45A04", "84.20"),
    "LI-PMT": ("45A48", "79.90"),
    "LI-RESPIJT": ("44A11", "171.45"),
    "LI-DAGHULP": ("41A03", "58.75"),
    "LI-DYSLEXIE": ("50A02", "92.10"),
}
_EISEN = ("opleiding", "huisvesting", "certificering", "vog", "inspectie")


def schrijf_verhaal() -> Boek:
    """Write the whole life of the region, far into the future; the player stops at the day asked."""
    regime = lees_regime(naam="s1-noordoost-brabant")
    boek = Boek(uur=time(14, 0))
    _inname_2018(boek, regime)
    _luchtkasteel(boek)
    _centrumregeling(boek)
    _nieuwe_periode_2020(boek, regime)
    _maandelijkse_instap(boek, regime)
    _twee_jaarspunt(boek)
    _ontbinding(boek)
    _zwaar_verlengd(boek)
    _zwaar_overbrugd(boek)
    _zwaar_opnieuw(boek, regime)
    _schorsing(boek)
    indexeer(boek=boek, wie=BEHEERDER_NH, contracten=LICHT_2020)
    _geld(boek)
    return boek


# --- 2018-2019: the register opens -------------------------------------------------------------------------------


def _inname_2018(boek: Boek, regime: Regime) -> None:
    """On its first working day the register takes in what runs: known from here on, in force since 2016."""
    op = "2018-01-08"
    verzoek = regioverzoek(regime=regime)
    boek.open(
        op=op,
        wie=INKOPER_NH,
        ding=f"regios/{NOORDOOSTHOEK}",
        inhoud={
            **verzoek,
            "gemeenten": [code for code in verzoek["gemeenten"] if code != LAATKOMER],
            "reden": "Inname van het papieren register; wat ervoor bekend was, is niet nagespeeld.",
        },
    )
    _traject(boek, regime, op=op, code=INKOOP)
    for contract in INKOOP_2016:
        schrijf_in(
            boek=boek,
            wie=BEHEERDER_NH,
            sleutel=contract.aanbieder,
            op=op,
            ingangsdatum="2016-01-01",
        )
        _toelating(boek, contract, traject=INKOOP, op=op, grondslag="GUNNING")
        _contract(
            boek,
            regime,
            contract,
            traject=INKOOP,
            op=op,
            extra={
                **_taakbudgetten(contract, range(2018, 2020)),
                "gemeenten": _gemeenten(laat=False),
            },
        )


def _gemeenten(*, laat: bool) -> list[str]:
    codes = [f"{code:04d}" for code in range(9007, 9015)]
    return [code for code in codes if laat or code != LAATKOMER]


def _taakbudgetten(contract: Contract, jaren: range) -> dict[str, Any]:
    bedrag = f"{contract.jaarbedrag}.00"
    return {
        "bekostigingsvorm": "TAAKGERICHT",
        "taakbudgetten": [{"boekjaar": jaar, "bedrag": bedrag} for jaar in jaren],
    }


def _traject(boek: Boek, regime: Regime, *, op: str, code: str) -> None:
    boek.open(
        op=op,
        wie=INKOPER_NH,
        ding=f"inkooptrajecten/{NOORDOOSTHOEK}-{code}",
        inhoud=trajectverzoek(regime=regime, code=code, regio_id=ding_id("regios", NOORDOOSTHOEK)),
    )


def _toelating(boek: Boek, contract: Contract, *, traject: str, op: str, grondslag: str) -> None:
    toets = [{"eis": eis, "voldaan": True} for eis in _EISEN] if traject == LICHT else []
    for perceel in contract.percelen:
        boek.schrijf(
            op=op,
            wie=INKOPER_NH,
            ding=f"aanbieders/{contract.aanbieder}",
            pad="toelatingen",
            inhoud={
                "ingangsdatum": contract.van.isoformat(),
                "trajectId": ding_id("inkooptrajecten", f"{NOORDOOSTHOEK}-{traject}"),
                "perceel": perceel,
                "grondslag": grondslag,
                "toets": toets,
            },
            als=f"toelating {contract.nummer} {perceel}",
        )


def _contract(
    boek: Boek,
    regime: Regime,
    contract: Contract,
    *,
    traject: str,
    op: str,
    extra: Mapping[str, Any],
) -> None:
    bron = regime.traject(ZWAAR if traject == OPNIEUW else traject)
    boek.open(
        op=op,
        wie=BEHEERDER_NH,
        ding=contract.ding,
        inhoud={
            "ingangsdatum": contract.van.isoformat(),
            "contractnummer": contract.nummer,
            "regioId": ding_id("regios", NOORDOOSTHOEK),
            "aanbiederId": ding_id("aanbieders", contract.aanbieder),
            "trajectId": ding_id("inkooptrajecten", f"{NOORDOOSTHOEK}-{traject}"),
            "segment": contract.segment,
            "percelen": list(contract.percelen),
            "gemeenten": _gemeenten(laat=True),
            "opdrachtgevers": [CENTRUM],
            "inkoopvorm": bron.inkoopvorm.waarde,
            "einddatum": bron.laatste_dag.isoformat() if bron.laatste_dag else None,
            "ondertekendOp": op,
            "eigenaar": f"contractteam {contract.segment}",
            "opzegregeling": opzegverzoek(regime=regime, code=bron.code),
            "geraamdeJaarwaarde": f"{contract.jaarbedrag}.00",
            **extra,
        },
    )


def _luchtkasteel(boek: Boek) -> None:
    """An eighth gemeente joins in 2019, and the running contracts with it."""
    boek.schrijf(
        op="2018-10-04",
        wie=INKOPER_NH,
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
        boek.schrijf(
            op="2018-10-04",
            wie=BEHEERDER_NH,
            ding=contract.ding,
            pad="herzieningen",
            inhoud={
                "ingangsdatum": "2019-01-01",
                "wijzigingen": {"gemeenten": {"erbij": [LAATKOMER]}},
                "wijzigingsgrond": "AANVULLEND",
            },
        )


def _centrumregeling(boek: Boek) -> None:
    """From 2020 the region works under a Centrumregeling, with consent of the raden."""
    boek.schrijf(
        op="2019-07-04",
        wie=INKOPER_NH,
        ding=f"regios/{NOORDOOSTHOEK}",
        pad="wijzigingen",
        inhoud={
            "ingangsdatum": "2020-01-01",
            "naam": "Regio Noordoosthoek, centrumregeling Centrumvoorbeeld (fictief)",
            "besluit": {"orgaan": "COLLEGES", "datum": "2019-07-02", "kenmerk": "centrumregeling"},
            "bewijs": [
                {
                    "kenmerk": "centrumregeling-2020",
                    "titel": "Centrumregeling voor vier jaar, met toestemming van acht raden",
                }
            ],
        },
    )


# --- 2020: light by Open House, heavy by tender ------------------------------------------------------------------


def _nieuwe_periode_2020(boek: Boek, regime: Regime) -> None:
    """Two procedures, two speeds: all that qualify for light care, a closed circle for heavy care."""
    for code in (LICHT, ZWAAR):
        _traject(boek, regime, op="2019-04-16", code=code)
    for sleutel in ("krijtstreep", "lampion"):
        schrijf_in(
            boek=boek, wie=BEHEERDER_NH, sleutel=sleutel, op="2019-09-02", ingangsdatum="2019-09-02"
        )
    vorige = {(c.aanbieder, c.segment): c.nummer for c in INKOOP_2016}
    for contract in (*LICHT_2020, *ZWAAR_2020):
        if contract.van > date(2020, 1, 1):
            continue
        licht = contract.segment == "licht"
        grondslag = "TOELATING" if licht else "GUNNING"
        traject = LICHT if licht else ZWAAR
        _toelating(boek, contract, traject=traject, op="2019-10-08", grondslag=grondslag)
        vorig = vorige.get((contract.aanbieder, contract.segment))
        voorwaarden = (
            _lichte_voorwaarden(regime, contract) if licht else _zware_voorwaarden(regime, contract)
        )
        _contract(
            boek,
            regime,
            contract,
            traject=traject,
            op="2019-11-12",
            extra={**voorwaarden, **opvolging(vorig)},
        )


def _lichte_voorwaarden(regime: Regime, contract: Contract) -> dict[str, Any]:
    """Two years at a time, all contracts to the same day, renewed by itself unless someone gives notice."""
    stilzwijgend = regime.traject(LICHT).stilzwijgende_verlenging
    laatste_jaar = contract.van.year + 1 if contract.van.year % 2 == 0 else contract.van.year
    return {
        "bekostigingsvorm": "INSPANNINGSGERICHT",
        "einddatum": f"{laatste_jaar}-12-31",
        "stilzwijgendeVerlenging": {"maanden": stilzwijgend.maanden.waarde}
        if stilzwijgend
        else None,
        "tarieven": [
            {"productcode": product, "eenheid": "UUR", "tarief": tarief}
            for product, tarief in (_TARIEVEN[perceel] for perceel in contract.percelen)
        ],
    }


def _zware_voorwaarden(regime: Regime, contract: Contract) -> dict[str, Any]:
    """A sum per year with a duty to accept, and an option of one year."""
    return {
        **_taakbudgetten(contract, range(2020, 2024)),
        "acceptatieplicht": True,
        "herzieningsclausule": {"nummer": "4.1", "gevolgWeigering": "ONGEWIJZIGD"},
        "verlengingsopties": optieverzoek(regime=regime, code=ZWAAR),
    }


def _maandelijkse_instap(boek: Boek, regime: Regime) -> None:
    """Once a month whoever meets the demands may join: first admitted, then a contract, then care."""
    for contract in LICHT_2020:
        if contract.van == date(2020, 1, 1):
            continue
        ronde = date.fromordinal(contract.van.toordinal() - _INSTAP_DAGEN).isoformat()
        schrijf_in(
            boek=boek,
            wie=BEHEERDER_NH,
            sleutel=contract.aanbieder,
            op=ronde,
            ingangsdatum=ronde,
        )
        _toelating(boek, contract, traject=LICHT, op=ronde, grondslag="TOELATING")
        _contract(
            boek,
            regime,
            contract,
            traject=LICHT,
            op=ronde,
            extra=_lichte_voorwaarden(regime, contract),
        )


def _twee_jaarspunt(boek: Boek) -> None:
    """After two years three ways: one contract ends, one is changed and goes on, the others renew by themselves."""
    boek.schrijf(
        op="2021-05-18",
        wie=INKOPER_NH,
        ding=f"inkooptrajecten/{NOORDOOSTHOEK}-{LICHT}",
        pad="beslissingen",
        inhoud={
            "ingangsdatum": "2021-05-18",
            "beslismoment": "twee-jaarspunt",
            "segment": "licht",
            "uitkomst": "GO_MET_WIJZIGING",
            "besluit": {"orgaan": "COLLEGES", "datum": "2021-05-18"},
        },
        als="twee-jaarspunt licht",
    )
    boek.schrijf(
        op="2021-06-10",
        wie=BEHEERDER_NH,
        ding="contracten/NH-2020-L03",
        pad="opzeggingen",
        inhoud={
            "ingangsdatum": "2021-06-09",
            "laatsteDag": "2021-12-31",
            "door": "OPDRACHTGEVER",
            "grond": "het aanbod past niet meer bij de nieuwe opdracht voor begeleiding",
            "gevolgVan": feit_id("twee-jaarspunt licht"),
        },
    )
    _gewijzigd_verder(boek)


def _gewijzigd_verder(boek: Boek) -> None:
    """Springtouw goes on with a lower tarief, until the court speaks."""
    herziening = {
        "ingangsdatum": "2022-01-01",
        "wijzigingsgrond": "CLAUSULE",
        "gevolgVan": feit_id("twee-jaarspunt licht"),
    }
    boek.schrijf(
        op="2021-10-12",
        wie=BEHEERDER_NH,
        ding="contracten/NH-2020-L04",
        pad="herzieningen",
        inhoud={**herziening, "wijzigingen": _pmt("76.00"), "reden": "Groter aandeel groepen."},
        als="springtouw lager tarief",
    )
    _uitspraak(boek, herziening)


def _pmt(tarief: str) -> dict[str, Any]:
    return {"tarieven": [{"productcode": "45A48", "eenheid": "UUR", "tarief": tarief}]}


def _uitspraak(boek: Boek, herziening: Mapping[str, Any]) -> None:
    """The court finds the lowered tarief below a real cost price: it never was what it said."""
    juist = {
        **herziening,
        "soort": "herzieningen",
        "wijzigingen": _pmt("82.50"),
        "reden": "Tarief volgens het vonnis.",
    }
    boek.schrijf(
        op="2023-02-21",
        wie=BEHEERDER_NH,
        ding="contracten/NH-2020-L04",
        pad="correcties",
        inhoud={
            "soort": "UITSPRAAK",
            "registraties": [
                {"volgnummer": Nummer("springtouw lager tarief"), "vervanging": juist}
            ],
            "reden": "Vonnis van 14 februari 2023 (fictief): het tarief dekt de kostprijs niet.",
            "bewijs": [{"kenmerk": "vonnis-fictief-2023-02", "titel": "Vonnis in kort geding"}],
        },
        als="uitspraak springtouw",
    )


def _ontbinding(boek: Boek) -> None:
    """De Lampion lets its certificate lapse: the contract is dissolved and the admission taken back."""
    boek.schrijf(
        op="2022-09-08",
        wie=BEHEERDER_NH,
        ding="contracten/NH-2020-L07",
        pad="ontbindingen",
        inhoud={
            "ingangsdatum": "2022-09-06",
            "laatsteDag": "2022-09-30",
            "grond": "de certificering is vervallen en niet hersteld",
        },
    )
    boek.schrijf(
        op="2022-09-08",
        wie=INKOPER_NH,
        ding="aanbieders/lampion",
        pad="intrekkingen",
        inhoud={
            "ingangsdatum": "2022-10-01",
            "volgnummer": Nummer("toelating NH-2020-L07 LI-RESPIJT"),
        },
    )


def _schorsing(boek: Boek) -> None:
    """Draaitol loses its admission for ten weeks; its contract runs on, with a signaal that says so."""
    boek.schrijf(
        op="2026-10-06",
        wie=INKOPER_NH,
        ding="aanbieders/draaitol",
        pad="intrekkingen",
        inhoud={
            "ingangsdatum": "2026-10-01",
            "volgnummer": Nummer("toelating NH-2020-L05 LI-DAGHULP"),
            "reden": "De certificering is verlopen; de aanbieder werkt aan herstel.",
        },
        als="intrekking toelating draaitol",
    )
    boek.schrijf(
        op="2026-12-15",
        wie=INKOPER_NH,
        ding="aanbieders/draaitol",
        pad="toelatingen",
        inhoud={
            "ingangsdatum": "2026-12-15",
            "trajectId": ding_id("inkooptrajecten", f"{NOORDOOSTHOEK}-{LICHT}"),
            "perceel": "LI-DAGHULP",
            "grondslag": "TOELATING",
            "toets": [{"eis": eis, "voldaan": True} for eis in _EISEN],
        },
    )


# --- heavy care: an option, a bridge outside the rules, a new tender ---------------------------------------------


def _zwaar_verlengd(boek: Boek) -> None:
    """In 2023 the option of one year is exercised, in time."""
    for contract in ZWAAR_2020:
        boek.schrijf(
            op="2023-05-16",
            wie=BEHEERDER_NH,
            ding=contract.ding,
            pad="verlengingen",
            inhoud={
                "ingangsdatum": "2023-05-16",
                "totEnMet": "2024-12-31",
                "besluit": {"orgaan": "COLLEGES", "datum": "2023-05-09"},
            },
        )


def _zwaar_overbrugd(boek: Boek) -> None:
    """The new tender is late; half a year is bridged though no option allows it, with the reason on record."""
    besluit = {"orgaan": "COLLEGES", "datum": "2024-11-12", "kenmerk": "overbrugging zwaar 2025"}
    for contract in ZWAAR_2020:
        boek.schrijf(
            op="2024-11-19",
            wie=BEHEERDER_NH,
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


def _zwaar_opnieuw(boek: Boek, regime: Regime) -> None:
    """A second tender, invented by the story, from July 2025; its option is exercised late in 2028."""
    optie = {
        "totEnMet": "2031-06-30",
        "uitoefenenVan": "2028-07-01",
        "uitoefenenTotEnMet": "2029-06-30",
        "aankondigenUiterlijk": "2028-12-31",
    }
    verzoek = trajectverzoek(regime=regime, code=ZWAAR, regio_id=ding_id("regios", NOORDOOSTHOEK))
    nieuw = {
        "ingangsdatum": "2025-07-01",
        "einddatum": "2029-06-30",
        "naam": "Zware jeugdhulp 2025 (aanbesteding)",
        "verlengingsopties": [optie],
    }
    boek.open(
        op="2024-12-10",
        wie=INKOPER_NH,
        ding=f"inkooptrajecten/{NOORDOOSTHOEK}-{OPNIEUW}",
        inhoud={**verzoek, **nieuw},
    )
    vorige = {contract.aanbieder: contract.nummer for contract in ZWAAR_2020}
    for contract in ZWAAR_2025:
        _toelating(boek, contract, traject=OPNIEUW, op="2025-04-15", grondslag="GUNNING")
        voorwaarden = {
            **_taakbudgetten(contract, range(2025, 2030)),
            "acceptatieplicht": True,
            "einddatum": "2029-06-30",
            "verlengingsopties": [optie],
            **opvolging(vorige.get(contract.aanbieder)),
        }
        _contract(boek, regime, contract, traject=OPNIEUW, op="2025-05-13", extra=voorwaarden)
        boek.schrijf(
            op="2028-11-14",
            wie=BEHEERDER_NH,
            ding=contract.ding,
            pad="verlengingen",
            inhoud={"ingangsdatum": "2028-11-14", "totEnMet": "2031-06-30"},
        )


def _geld(boek: Boek) -> None:
    """Light care is estimated, heavy care committed; in 2022 light care ran over."""
    contracten = (*INKOOP_2016, *LICHT_2020, *ZWAAR_2020, *ZWAAR_2025)
    kas = Kas(
        boek=boek,
        wie=CONTROLLER_NH,
        regio=NOORDOOSTHOEK,
        jaren=range(2019, 2032),
        krap={(2022, "licht"): 98},
        hard={"zwaar": 97},
    )
    schrijf_geld(kas=kas, contracten=contracten)
