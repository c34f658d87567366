"""How Voorbeeldland watches its aanbieders: stricter criteria, checks, a stop in layers, meldingen, a merger (S0)."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.demo.inkoopwerk import op_traject
from api.demo.portefeuille import OPEN_HOUSE
from api.demo.streek import Streek
from api.demo.verhaal import Nummer, ding_id, feit_id
from api.demo.voorbeeldland_contracten import OH, SAS_A, SAS_V

UITVAL_KWALITEIT = ("VL-2019-A15", "VL-2019-A16", "VL-2019-V05")
EIS_2023 = "kwaliteitscriteria-2023"
GESTOPT = "waterval"
"""The aanbieder under a clientenstop of two layers."""
_WNT_BEWIJS = "WNT-VERKLARING"
_WNT = {
    "code": "wnt",
    "omschrijving": "bezoldiging binnen de Wet normering topinkomens, met verklaring",
    "bewijs": {"soort": _WNT_BEWIJS, "maximaleOuderdomMaanden": 12},
}
_HERTOETS_2027 = (
    ("2026-11-10", SAS_A, "regenboog zevenmijl", True),
    ("2026-11-12", SAS_A, "pluizenbol", True),
    ("2026-11-12", SAS_A, "sterrenstof", False),
    ("2026-12-08", SAS_A, "boomhut vuurvlieg kikkersprong", True),
    ("2026-12-15", SAS_A, "maanvis waterval kiekeboe dromenvanger", True),
    ("2027-01-12", SAS_V, "zevenmijl toverbos boomhut wolkenridder", True),
    ("2027-02-16", SAS_A, "sterrenstof", True),
)
"""When who was checked against the criteria of 2027 of which procedure, and whether all demands were met."""


def schrijf_basiseisen(*, streek: Streek) -> None:
    """Give the Open House its first version of the criteria."""
    eis = {"code": "basiseisen-2019", "omschrijving": "basiseisen aan kwaliteit en organisatie"}
    inhoud = {"ingangsdatum": "2019-01-01", "versie": "2019", "eisen": [eis]}
    op_traject(streek=streek, code=OH, pad="criteria", op="2018-09-20", inhoud=inhoud)


# --- 2022: the criteria tighten ----------------------------------------------------------------------------------


def schrijf_kwaliteitstoets(*, streek: Streek) -> None:
    """The criteria tighten (S0:128-136); everyone is checked again, and three get notice for 31-12-2022."""
    inhoud = streek.lichaam(f"trajecten.{SAS_A}.criteria.2023")
    op_traject(streek=streek, code=OH, pad="criteria", op="2022-03-01", inhoud=inhoud)
    uitval = {c.aanbieder: c for c in OPEN_HOUSE if c.nummer in UITVAL_KWALITEIT}
    for contract in uitval.values():
        verslag = {
            "bewijssoort": "KWALITEITSVERSLAG",
            "kenmerk": f"verslag-{contract.nummer}",
            "titel": "Verslag van het kwaliteitsonderzoek 2022",
            "afgegevenOp": "2022-04-08",
        }
        _op_aanbieder(streek, contract.aanbieder, "bewijsstukken", "2022-04-12", verslag)
    for aanbieder in dict.fromkeys(c.aanbieder for c in OPEN_HOUSE):
        _toets(
            streek,
            aanbieder,
            op="2022-04-19",
            traject=OH,
            versie="2023",
            oordelen=[_oordeel_2022(uitval[aanbieder].nummer if aanbieder in uitval else None)],
            aanleiding="aangescherpte criteria per 2023",
        )
    for aanbieder, contract in uitval.items():
        _zeg_op_kwaliteit(streek, contract.nummer, aanbieder)
        _trek_in(streek, aanbieder, f"toelating {contract.nummer} {contract.percelen[0]}")


def _oordeel_2022(uitval: str | None) -> dict[str, Any]:
    if uitval is None:
        return {"eis": EIS_2023, "voldaan": True}
    return {
        "eis": EIS_2023,
        "voldaan": False,
        "stuk": f"verslag-{uitval}",
        "toelichting": "te weinig geschoolde begeleiders per groep",
    }


def _zeg_op_kwaliteit(streek: Streek, nummer: str, aanbieder: str) -> None:
    streek.boek.schrijf(
        op="2022-05-12",
        wie=streek.beheerder,
        ding=f"contracten/{nummer}",
        pad="opzeggingen",
        inhoud={
            "ingangsdatum": "2022-05-10",
            "laatsteDag": "2022-12-31",
            "door": "OPDRACHTGEVER",
            "grond": "kwaliteit: haalt de aangescherpte criteria van 2023 niet",
            "besluit": {"orgaan": "COLLEGES", "datum": "2022-04-26"},
            "bewijs": [{"kenmerk": f"verslag-{nummer}", "titel": "Verslag kwaliteitsonderzoek"}],
            "gevolgVan": feit_id(f"toets {aanbieder} 2022-04-19"),
            "rustOp": [streek.id("lezingen", "kwaliteitsuitval")],
        },
        als=f"opzegging {nummer} kwaliteit",
    )


def _trek_in(streek: Streek, aanbieder: str, toelating: str) -> None:
    """Take the admission back from the day after the contract."""
    streek.boek.schrijf(
        op="2022-12-06",
        wie=streek.inkoper,
        ding=f"aanbieders/{aanbieder}",
        pad="intrekkingen",
        inhoud={
            "ingangsdatum": "2023-01-01",
            "volgnummer": Nummer(toelating),
            "gevolgVan": feit_id(f"toets {aanbieder} 2022-04-19"),
        },
    )


def _toets(
    streek: Streek,
    aanbieder: str,
    *,
    op: str,
    traject: str,
    versie: str,
    oordelen: Iterable[Mapping[str, Any]],
    aanleiding: str,
) -> None:
    streek.boek.schrijf(
        op=op,
        wie=streek.inkoper,
        ding=f"aanbieders/{aanbieder}",
        pad="toetsen",
        inhoud={
            "ingangsdatum": op,
            "trajectId": streek.id("inkooptrajecten", traject),
            "criteriaversie": versie,
            "oordelen": list(oordelen),
            "aanleiding": aanleiding,
        },
        als=f"toets {aanbieder} {op}",
    )


def _op_aanbieder(
    streek: Streek,
    aanbieder: str,
    pad: str,
    op: str,
    inhoud: Mapping[str, Any],
    als: str | None = None,
) -> None:
    """Write a fact of an aanbieder that the contractbeheerder records."""
    streek.boek.schrijf(
        op=op,
        wie=streek.beheerder,
        ding=f"aanbieders/{aanbieder}",
        pad=pad,
        inhoud={"ingangsdatum": op, **inhoud},
        als=als,
    )


# --- 2024 and later ----------------------------------------------------------------------------------------------


def schrijf_toezicht(*, streek: Streek) -> None:
    """Write the signs of trouble, the stop in two layers, who merged, and the criteria that tighten again."""
    _meldingen(streek)
    _samen_verder(streek)
    _stop_in_twee_lagen(streek)
    _criteria_2027(streek)


def _meldingen(streek: Streek) -> None:
    """Signs that ask attention until they are closed: continuity, and pay above the norm (WNT)."""
    for aanbieder, op, inhoud, gesloten, uitkomst in (
        (
            "wolkenridder",
            "2024-10-08",
            {
                "onderwerp": "CONTINUITEIT",
                "ernst": "HOOG",
                "omschrijving": "Liquiditeit voor minder dan drie maanden; jaarstukken 2023 te laat.",
            },
            "2025-03-18",
            "Jaarstukken ontvangen, bank stelt zich garant; elk kwartaal een gesprek.",
        ),
        (
            "sterrenstof",
            "2026-07-07",
            {
                "onderwerp": "WNT",
                "ernst": "MIDDEN",
                "boekjaar": 2025,
                "omschrijving": "Bezoldiging van een topfunctionaris boven de norm volgens de jaarstukken 2025.",
            },
            "2027-02-09",
            "Het bedrag boven de norm is terugbetaald; jaarstukken 2026 binnen de norm.",
        ),
    ):
        als = f"melding {aanbieder}"
        _op_aanbieder(streek, aanbieder, "meldingen", op, inhoud, als)
        sluiting = {"volgnummer": Nummer(als), "uitkomst": uitkomst}
        _op_aanbieder(streek, aanbieder, "afsluitingen", gesloten, sluiting)


def _samen_verder(streek: Streek) -> None:
    """De Knikkerzak merges into Vuurvlieg, which may go on for its perceel; another goes on as subcontractor."""
    fusie = {
        "ingangsdatum": "2026-04-01",
        "vorm": "FUSIE",
        "verkrijgerId": ding_id("aanbieders", "vuurvlieg"),
        "bewijs": [{"kenmerk": "fusie-2026-04", "titel": "Akte van fusie (fictief)"}],
    }
    _op_aanbieder(streek, "knikkerzak", "overgangen", "2026-03-17", fusie, "fusie knikkerzak")
    streek.boek.schrijf(
        op="2026-03-17",
        wie=streek.inkoper,
        ding="aanbieders/vuurvlieg",
        pad="toelatingen",
        inhoud={
            "ingangsdatum": "2026-04-01",
            "trajectId": streek.id("inkooptrajecten", SAS_A),
            "perceel": "AM-BEGELEIDING-N",
            "grondslag": "OVERGENOMEN",
            "gevolgVan": feit_id("fusie knikkerzak"),
        },
    )
    onderaannemer = {
        "aanbiederId": ding_id("aanbieders", "zandkasteel"),
        "trajectId": streek.id("inkooptrajecten", SAS_A),
        "percelen": ["AM-BEGELEIDING-Z"],
    }
    _op_aanbieder(streek, "pluizenbol", "onderaannemers", "2026-01-06", onderaannemer)


def _stop_in_twee_lagen(streek: Streek) -> None:
    """The region stops for quality, the aanbieder for lack of staff; lifting one layer leaves the other."""
    waarvoor = {
        "trajectId": streek.id("inkooptrajecten", SAS_A),
        "percelen": ["AM-BEHANDELING-N", "AM-BEHANDELING-Z"],
    }
    kwaliteit = {
        **waarvoor,
        "ingesteldDoor": "OPDRACHTGEVER",
        "grond": "KWALITEIT",
        "toelichtingGrond": "Dossiers zonder behandelplan; herstelplan gevraagd.",
    }
    als = "clientenstop waterval kwaliteit"
    _op_aanbieder(streek, GESTOPT, "clientenstops", "2026-09-14", kwaliteit, als)
    personeel = {
        **waarvoor,
        "ingangsdatum": "2026-10-19",
        "ingesteldDoor": "AANBIEDER",
        "grond": "CAPACITEIT",
        "toelichtingGrond": "Twee behandelaren weg, nieuwe per februari.",
        "laatsteDag": "2027-01-31",
        "aangekondigdOp": "2026-10-01",
        "instemmingOp": "2026-10-12",
    }
    _op_aanbieder(streek, GESTOPT, "clientenstops", "2026-10-12", personeel)
    opgeheven = {"volgnummer": Nummer(als), "reden": "Het herstelplan is uitgevoerd."}
    _op_aanbieder(streek, GESTOPT, "opheffingen", "2026-11-16", opgeheven)


def _criteria_2027(streek: Streek) -> None:
    """A demand on pay joins the criteria of both procedures; everyone is checked again, one twice."""
    for traject in (SAS_V, SAS_A):
        eerder = streek.lichaam(f"trajecten.{traject}.criteria.2023")
        inhoud = {
            "ingangsdatum": "2026-10-01",
            "versie": "2027",
            "eisen": [*eerder["eisen"], _WNT],
        }
        op_traject(streek=streek, code=traject, pad="criteria", op="2026-09-15", inhoud=inhoud)
    for op, traject, aanbieders, voldaan in _HERTOETS_2027:
        for aanbieder in aanbieders.split():
            _hertoets(streek, op, traject, aanbieder, voldaan=voldaan)


def _hertoets(streek: Streek, op: str, traject: str, aanbieder: str, *, voldaan: bool) -> None:
    """Check one aanbieder; the demand on pay is met with a statement that is valid for a year."""
    kenmerk = f"wnt-{aanbieder}-{op}"
    verklaring = {
        "bewijssoort": _WNT_BEWIJS,
        "kenmerk": kenmerk,
        "titel": "Verklaring over de bezoldiging",
        "afgegevenOp": op,
        "geldigTotEnMet": f"{int(op[:4]) + 1}{op[4:]}",
    }
    if voldaan:
        _op_aanbieder(streek, aanbieder, "bewijsstukken", op, verklaring)
    _toets(
        streek,
        aanbieder,
        op=op,
        traject=traject,
        versie="2027",
        oordelen=[
            {"eis": EIS_2023, "voldaan": True},
            {"eis": "wnt", "voldaan": voldaan, **({"stuk": kenmerk} if voldaan else {})},
        ],
        aanleiding="eis over bezoldiging per oktober 2026",
    )
