"""What becomes of contracts in Noordoosthoek along the way: three ways on after two years, a ruling, sanctions (S1)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.demo.noordoosthoek_bestuur import BUDGET_ZWAAR, LICHT, NA_TWEE_JAAR, ZWAAR
from api.demo.portefeuille import LICHT_2020, ZWAAR_2020
from api.demo.spelers import NOORDOOSTHOEK
from api.demo.streek import Streek
from api.demo.verhaal import Nummer, feit_id

EINDIGT = ("NH-2020-L03", "NH-2020-L10")
GEWIJZIGD: Mapping[str, tuple[str, str, str]] = {
    "NH-2020-L04": ("45A48", "76.00", "groter aandeel groepen"),
    "NH-2020-L08": ("45A04", "88.40", "hulp op school uit de pilot"),
    "NH-2020-L09": ("45A04", "88.40", "hulp op school uit de pilot"),
}
"""By contract the product, its tariff from 2022 on, and why."""
_TERMIJN = date(2022, 1, 1)
"""The first day of the new term."""
ONGEWIJZIGD = tuple(
    contract.nummer
    for contract in LICHT_2020
    if contract.van < _TERMIJN and contract.nummer not in (*EINDIGT, *GEWIJZIGD)
)
UITKOMSTEN = ("eindigen 2021", "gewijzigd verlengen 2021", "ongewijzigd verlengen 2021")
"""The bulk commands, one for each outcome (S1:1245-1256)."""
BUDGETTEN = "taakbudgetten zwaar 2022"
GEKORT = "NH-2020-Z03"
"""Has to accept everyone, and took nobody for a quarter."""
ONTBONDEN = "NH-2020-L07"
_GEDAAN = "2021-06-10"


def schrijf_verloop(*, streek: Streek) -> None:
    """Write what happens to contracts between their start and their end."""
    _twee_jaarspunt(streek)
    _uitspraak(streek)
    _taakbudgetten(streek)
    _korting(streek)
    _ontbinding(streek)
    _opnieuw_besloten(streek)


# --- after two years ---------------------------------------------------------------------------------------------


def _verlenging(streek: Streek) -> dict[str, Any]:
    return {
        "totEnMet": "2023-12-31",
        "gevolgVan": feit_id("twee-jaarspunt licht"),
        "besluitId": streek.id("besluiten", NA_TWEE_JAAR),
    }


def _twee_jaarspunt(streek: Streek) -> None:
    """Three ways after two years, each as one command: two end, three are changed and go on, the others just go on."""
    eindigen, gewijzigd, ongewijzigd = UITKOMSTEN
    streek.samen(
        als=eindigen,
        op=_GEDAAN,
        contracten={nummer: {} for nummer in EINDIGT},
        pad="opzeggingen",
        inhoud={
            "ingangsdatum": "2021-06-09",
            "laatsteDag": "2021-12-31",
            "door": "OPDRACHTGEVER",
            "grond": "het aanbod past niet meer bij de nieuwe opdracht",
            "gevolgVan": feit_id("twee-jaarspunt licht"),
            "besluitId": streek.id("besluiten", NA_TWEE_JAAR),
        },
    )
    streek.samen(
        als=gewijzigd,
        op=_GEDAAN,
        contracten={
            nummer: {"wijzigingen": _tarief(product, tarief), "reden": f"Gewijzigd: {waarom}."}
            for nummer, (product, tarief, waarom) in GEWIJZIGD.items()
        },
        pad="verlengingen",
        inhoud=_verlenging(streek),
    )
    streek.samen(
        als=ongewijzigd,
        op=_GEDAAN,
        contracten={nummer: {} for nummer in ONGEWIJZIGD},
        pad="verlengingen",
        inhoud=_verlenging(streek),
    )


def _tarief(product: str, tarief: str) -> dict[str, Any]:
    return {"tarieven": [{"productcode": product, "eenheid": "UUR", "tarief": tarief}]}


def _uitspraak(streek: Streek) -> None:
    """The court finds the lowered tarief below a real cost price: it never was what it said."""
    nummer = next(iter(GEWIJZIGD))
    juist = {
        "soort": "verlengingen",
        "ingangsdatum": _GEDAAN,
        **_verlenging(streek),
        "wijzigingen": _tarief("45A48", "82.50"),
        "reden": "Tarief volgens het vonnis.",
    }
    verlengd = Nummer(f"{streek.naam(UITKOMSTEN[1])} {nummer}")
    streek.boek.schrijf(
        op="2023-02-21",
        wie=streek.beheerder,
        ding=f"contracten/{nummer}",
        pad="correcties",
        inhoud={
            "soort": "UITSPRAAK",
            "registraties": [{"volgnummer": verlengd, "vervanging": juist}],
            "reden": "Vonnis van 14 februari 2023 (fictief): het tarief dekt de kostprijs niet.",
            "bewijs": [{"kenmerk": "vonnis-fictief-2023-02", "titel": "Vonnis in kort geding"}],
        },
        als="uitspraak springtouw",
    )


def _opnieuw_besloten(streek: Streek) -> None:
    """In 2023 nobody looked, and all of light care ran on by itself; in 2025 the RBO did decide."""
    streek.boek.schrijf(
        op="2025-05-20",
        wie=streek.inkoper,
        ding=f"inkooptrajecten/{streek.naam(LICHT)}",
        pad="beslissingen",
        inhoud={
            "ingangsdatum": "2025-05-20",
            "beslismoment": "twee-jaarspunt",
            "segment": "licht",
            "uitkomst": "GO",
            "besluit": {"orgaan": "RBO", "datum": "2025-05-13", "kenmerk": "licht ongewijzigd"},
            "reden": "Ongewijzigd verder; de controller vroeg waarom in 2023 niemand besloot.",
        },
        als="twee-jaarspunt licht 2025",
    )


# --- heavy care --------------------------------------------------------------------------------------------------


def _taakbudgetten(streek: Streek) -> None:
    """The sums of two years to come go up under clause 4.1; those of the year that runs do not (S1:1305)."""
    streek.samen(
        als=BUDGETTEN,
        op="2021-10-12",
        contracten={
            c.nummer: {
                "wijzigingen": {
                    "taakbudgetten": [
                        {"boekjaar": jaar, "bedrag": f"{c.jaarbedrag * 103 // 100}.00"}
                        for jaar in (2022, 2023)
                    ]
                },
                "waardewijziging": f"{2 * (c.jaarbedrag * 103 // 100 - c.jaarbedrag)}.00",
                "addendum": {"kenmerk": f"{c.nummer} addendum 1", "ondertekendOp": "2021-10-12"},
            }
            for c in ZWAAR_2020
        },
        pad="herzieningen",
        inhoud={
            "wijzigingsgrond": "CLAUSULE",
            "clausule": "4.1",
            "besluitId": streek.id("besluiten", BUDGET_ZWAAR),
            "reden": "Meer pleegzorg en hulp aan huis, afgesproken voor de jaren die komen.",
        },
    )


def _korting(streek: Streek) -> None:
    """Ankerplaats takes nobody for a quarter though it must: found, talked about, and five percent held back."""
    stop = {
        "ingangsdatum": "2022-02-15",
        "trajectId": streek.id("inkooptrajecten", ZWAAR),
        "percelen": ["ZW-PLEEGZORG"],
        "ingesteldDoor": "AANBIEDER",
        "grond": "CAPACITEIT",
        "toelichtingGrond": "Ingestemd voor twee weken; de stop duurde een kwartaal.",
        "aangekondigdOp": "2022-02-08",
        "instemmingOp": "2022-02-11",
    }
    als = f"{NOORDOOSTHOEK} clientenstop ankerplaats"
    op = {"volgnummer": Nummer(als), "reden": "Er zijn weer pleeggezinnen."}
    for dag, pad, inhoud, naam in (
        ("2022-02-15", "clientenstops", stop, als),
        ("2022-06-07", "opheffingen", {"ingangsdatum": "2022-06-07", **op}, None),
    ):
        streek.boek.schrijf(
            op=dag,
            wie=streek.beheerder,
            ding="aanbieders/ankerplaats",
            pad=pad,
            inhoud=inhoud,
            als=naam,
        )
    gevonden = Nummer(f"{GEKORT} constatering")
    for dag, pad, feit in (
        (
            "2022-03-22",
            "constateringen",
            {
                "geconstateerd": "Vijf weken niemand aangenomen; ingestemd was met twee.",
                "ernst": "ERNSTIG",
                "herstelUiterlijk": "2022-04-30",
            },
        ),
        ("2022-04-05", "gesprekken", {"onderwerp": "de acceptatieplicht in de pleegzorg"}),
        (
            "2022-05-17",
            "sancties",
            {
                "ingangsdatum": "2022-06-01",
                "sanctiesoort": "KORTING",
                "constatering": gevonden,
                "percentage": "5.00",
                "totEnMet": "2022-08-31",
                "grond": "de acceptatieplicht is niet nagekomen",
            },
        ),
        (
            "2022-09-06",
            "afsluitingen",
            {
                "volgnummer": gevonden,
                "uitkomst": "HERSTELD",
                "toelichtingUitkomst": "Sinds juni is iedereen aangenomen.",
            },
        ),
    ):
        als = f"{GEKORT} {'constatering' if pad == 'constateringen' else f'{pad} {dag}'}"
        streek.op_contract(nummer=GEKORT, pad=pad, op=dag, inhoud=feit, als=als)


# --- on pain of dissolution --------------------------------------------------------------------------------------


def _ontbinding(streek: Streek) -> None:
    """De Lampion lets its certificate lapse: dissolved, its admission taken back, the damage paid (S1:1085-1087)."""
    gevonden = f"{ONTBONDEN} constatering"
    for dag, pad, inhoud, als in (
        (
            "2022-07-12",
            "constateringen",
            {
                "geconstateerd": "De certificering is vervallen.",
                "ernst": "ERNSTIG",
                "herstelUiterlijk": "2022-08-31",
            },
            gevonden,
        ),
        (
            "2022-09-08",
            "ontbindingen",
            {
                "ingangsdatum": "2022-09-06",
                "laatsteDag": "2022-09-30",
                "grond": "de certificering is vervallen en niet hersteld",
                "ontbindingsgrond": "TEKORTKOMING",
                "gevolgVan": feit_id(gevonden),
            },
            f"{ONTBONDEN} ontbinding",
        ),
        (
            "2022-09-08",
            "afsluitingen",
            {"volgnummer": Nummer(gevonden), "uitkomst": "NIET_HERSTELD"},
            f"{ONTBONDEN} niet hersteld",
        ),
        (
            "2022-10-11",
            "sancties",
            {
                "sanctiesoort": "TERUGVORDERING",
                "constatering": Nummer(gevonden),
                "bedrag": "18400.00",
                "grond": "zorg geleverd zonder certificaat",
                "betalenUiterlijk": "2022-11-30",
            },
            f"{ONTBONDEN} schade",
        ),
        (
            "2022-12-13",
            "afsluitingen",
            {"volgnummer": Nummer(f"{ONTBONDEN} schade"), "uitkomst": "BETAALD"},
            f"{ONTBONDEN} betaald",
        ),
    ):
        streek.op_contract(nummer=ONTBONDEN, pad=pad, op=dag, inhoud=inhoud, als=als)
    streek.boek.schrijf(
        op="2022-09-08",
        wie=streek.inkoper,
        ding="aanbieders/lampion",
        pad="intrekkingen",
        inhoud={
            "ingangsdatum": "2022-10-01",
            "volgnummer": Nummer("toelating NH-2020-L07 LI-RESPIJT"),
        },
    )
