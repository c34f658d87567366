"""What RBO, colleges and raden of Noordoosthoek decide: scenarios, the strategy, the Centrumregeling, consent (S1)."""

from collections.abc import Iterable
from typing import Any

from api.demo.besluitwerk import blijkt, breng_in, iedere, kies, uitspraken
from api.demo.inkoopwerk import op_traject, zet_stappen
from api.demo.spelers import NOORDOOSTHOEK
from api.demo.streek import Streek
from domain.besluitvereiste import Besluitregel, Rol
from infrastructure.regimeverzoeken import regelingverzoek

CENTRUM, LAATKOMER = "9007", "9014"
LICHT, ZWAAR = "open-house-licht", "aanbesteding-zwaar"
STRATEGIE, REGELING, VERLENGING, NA_TWEE_JAAR, BUDGET_ZWAAR, HOGER_TARIEF = (
    "inkoopstrategie-2020",
    "centrumregeling-aangaan",
    "centrumregeling-verlengen",
    "twee-jaarspunt-licht",
    "budget-zwaar-2022",
    "tarief-ggz-2023",
)
WOONPLAATS = "woonplaatsbeginsel-2020"
DOORLOOPTIJDEN = [{"orgaan": "COLLEGE", "dagen": 84}, {"orgaan": "RAAD", "dagen": 120}]
"""How long the bodies need, from proposal to decision."""


# --- 2018-2020: scenarios, strategy, Centrumregeling -------------------------------------------------------------


def schrijf_uitgangspunten(*, streek: Streek) -> None:
    """The RBO adopts its principles; three scenarios stay beside each other, none is chosen (S1:106-110)."""
    streek.laad("kaders", op="2018-10-01")
    streek.laad("besluiten.uitgangspunten-2018", op="2018-10-01")
    rbo = ("2018-09-27 CONFORM",)
    uitspraken(streek=streek, code="uitgangspunten-2018", orgaan="RBO", regels=rbo, op="2018-10-01")


def schrijf_strategie(*, streek: Streek) -> None:
    """The advice of 20 December 2018 becomes a strategy: colleges agree, raden consent to the Centrumregeling."""
    streek.laad("lezingen", "onderstellingen", "trajecten", op="2018-12-20")
    ingebracht = {"ingangsdatum": "2019-01-08"}
    streek.laad("besluiten", op="2019-01-08", anders=ingebracht)
    _stem_in_met_strategie(streek)
    _ga_regeling_aan(streek)
    blijkt(
        streek=streek,
        onderstelling=WOONPLAATS,
        op="2020-09-08",
        per="2022-01-01",
        uitkomst="ONJUIST",
        toelichting="De wet gaat niet per 2020 maar pas per 1 januari 2022 in.",
    )


def _stem_in_met_strategie(streek: Streek) -> None:
    for orgaan, regels in (
        ("RBO", ("2019-01-08 CONFORM",)),
        ("BUREAU", ("2019-02-12 CONFORM",)),
        (
            "COLLEGE",
            (
                "2019-02-19 CONFORM 9007 9008 9010",
                "2019-02-26 CONFORM 9009 9011 9012",
                "2019-03-12 CONFORM 9013 9014",
            ),
        ),
    ):
        uitspraken(streek=streek, code=STRATEGIE, orgaan=orgaan, regels=regels)
    for traject in (LICHT, ZWAAR):
        inhoud = {"besluitId": streek.id("besluiten", STRATEGIE)}
        op_traject(
            streek=streek, code=traject, pad="vaststellingen", op="2019-04-16", inhoud=inhoud
        )
        _ook_bij_opzegging(streek, traject)
    zet_stappen(streek=streek, trajecten=(LICHT,), regels=("2019-05-14 keuze-inspanningsvorm",))


def _ook_bij_opzegging(streek: Streek, traject: str) -> None:
    """The colleges agree that none of them gives notice alone either, and how long they need."""
    gegeven = streek.lichaam(f"trajecten.{traject}")["vereisten"]
    opzeggen = {
        "handelingen": ["contract.opgezegd"],
        "orgaan": "COLLEGE",
        "rol": Rol.TOESTEMMING.value,
        "regel": Besluitregel.ALLE.value,
    }
    inhoud = {
        "vereisten": [*gegeven, opzeggen],
        "doorlooptijden": DOORLOOPTIJDEN,
        "reden": "Afspraak van de colleges bij de start; het advies zwijgt over opzeggen.",
    }
    op_traject(streek=streek, code=traject, pad="wijzigingen", op="2019-05-21", inhoud=inhoud)


def _ga_regeling_aan(streek: Streek) -> None:
    """Eight raden consent, eight colleges decide; after two years an evaluation, after four the option."""
    raden = (
        "2019-05-14 CONFORM 9007 9009",
        "2019-06-11 CONFORM 9008 9010 9011",
        "2019-06-25 CONFORM 9012 9013",
        "2019-06-27 CONFORM 9014",
    )
    uitspraken(streek=streek, code=REGELING, orgaan="RAAD", regels=raden)
    colleges = (f"2019-07-02 CONFORM {' '.join(streek.gemeenten)}",)
    uitspraken(streek=streek, code=REGELING, orgaan="COLLEGE", regels=colleges)
    regeling = f"regelingen/{streek.naam('centrumregeling')}"
    streek.boek.open(
        op="2019-07-04", wie=streek.inkoper, ding=regeling, inhoud=_centrumregeling(streek)
    )
    _naam_van_de_regio(streek)
    _verleng_regeling(streek)
    bevinding = "Het inkoopteam werkt; de kosten van het team vragen een eigen verantwoording."
    for op, pad, inhoud in (
        ("2022-03-15", "evaluaties", {"bevinding": bevinding}),
        (
            "2023-06-13",
            "verlengingen",
            {
                "totEnMet": "2027-12-31",
                "besluitId": streek.id("besluiten", VERLENGING),
                "reden": "Vier jaar erbij, na de evaluatie van 2022.",
            },
        ),
    ):
        streek.boek.schrijf(
            op=op,
            wie=streek.inkoper,
            ding=regeling,
            pad=pad,
            inhoud={"ingangsdatum": op, **inhoud},
        )


def _verleng_regeling(streek: Streek) -> None:
    """Before the option is used, the raden consent again and the colleges decide."""
    breng_in(
        streek=streek,
        code=VERLENGING,
        op="2023-02-14",
        onderwerp="De Centrumregeling verlengen tot en met 2027",
        betrokken=(
            iedere(streek=streek, orgaan="RAAD", rol=Rol.TOESTEMMING, uiterlijk="2023-06-01"),
            iedere(streek=streek, orgaan="COLLEGE", rol=Rol.BESLIST, uiterlijk="2023-06-13"),
        ),
        extra={"indiener": "RBO", "betreft": {"handelingen": ["regeling.verlengd"]}},
    )
    raden = ("2023-04-18 CONFORM 9007 9008 9010 9012", "2023-05-23 CONFORM 9009 9011 9013 9014")
    uitspraken(streek=streek, code=VERLENGING, orgaan="RAAD", regels=raden)
    colleges = (f"2023-06-06 CONFORM {' '.join(streek.gemeenten)}",)
    uitspraken(streek=streek, code=VERLENGING, orgaan="COLLEGE", regels=colleges)


def _centrumregeling(streek: Streek) -> dict[str, Any]:
    """Give the agreement on the terms of the regime file, which holds it as a proposal (S1:925-967)."""
    return regelingverzoek(
        regime=streek.regime, code="centrumregeling", regio_id=streek.regio_id
    ) | {
        "besluitId": streek.id("besluiten", REGELING),
        "rustOp": [streek.id("lezingen", "begin-2020")],
    }


def _naam_van_de_regio(streek: Streek) -> None:
    streek.boek.schrijf(
        op="2019-07-04",
        wie=streek.inkoper,
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


# --- 2021-2023: changing contracts asks all gemeenten ------------------------------------------------------------


def schrijf_twee_jaarspunt(*, streek: Streek) -> None:
    """All gemeenten agree on what happens after two years; two years on one change goes through without one of them."""
    _vraag_toestemming(
        streek,
        NA_TWEE_JAAR,
        traject=LICHT,
        op="2021-03-16",
        onderwerp="Licht na twee jaar: wie eindigt, wie gewijzigd en wie ongewijzigd verder gaat",
        uiterlijk="2021-05-31",
        handelingen=(
            "inkooptraject.beslissing_genomen",
            "contract.opgezegd",
            "contract.verlengd",
            "contract.herzien",
        ),
    )
    colleges = (
        "2021-04-13 CONFORM 9007 9008 9009 9010",
        "2021-05-11 CONFORM 9011 9012 9013",
        "2021-05-18 CONFORM 9014",
    )
    uitspraken(streek=streek, code=NA_TWEE_JAAR, orgaan="COLLEGE", regels=colleges)
    op_traject(
        streek=streek,
        code=LICHT,
        pad="beslissingen",
        op="2021-05-18",
        inhoud={
            "beslismoment": "twee-jaarspunt",
            "segment": "licht",
            "uitkomst": "GO_MET_WIJZIGING",
            "besluitId": streek.id("besluiten", NA_TWEE_JAAR),
        },
        als="twee-jaarspunt licht",
    )
    zet_stappen(streek=streek, trajecten=(LICHT,), regels=("2021-05-18 twee-jaarspunt",))
    kies(
        streek=streek,
        lezing="looptijd-licht",
        op="2021-05-18",
        gekozen=streek.gekozen("looptijd-licht"),
        orgaan="colleges van burgemeester en wethouders",
        extra={"besluitId": streek.id("besluiten", NA_TWEE_JAAR)},
    )
    _meer_voor_zwaar(streek)
    _zonder_laatste_gemeente(streek)


def _meer_voor_zwaar(streek: Streek) -> None:
    """The sums for heavy care of 2022 and 2023 go up, agreed by all before those years begin."""
    _vraag_toestemming(
        streek,
        BUDGET_ZWAAR,
        traject=ZWAAR,
        op="2021-06-22",
        onderwerp="Hogere taakbudgetten zwaar voor 2022 en 2023",
        uiterlijk="2021-09-30",
        handelingen=("contract.herzien",),
    )
    colleges = (f"2021-09-14 CONFORM {' '.join(streek.gemeenten)}",)
    uitspraken(streek=streek, code=BUDGET_ZWAAR, orgaan="COLLEGE", regels=colleges)


def _vraag_toestemming(
    streek: Streek,
    code: str,
    *,
    traject: str,
    op: str,
    onderwerp: str,
    uiterlijk: str,
    handelingen: Iterable[str],
) -> None:
    """Ask every college on behalf of its gemeente; one that says no holds the change (S1:1236-1240)."""
    alle = iedere(
        streek=streek,
        orgaan="COLLEGE",
        rol=Rol.TOESTEMMING,
        regel=Besluitregel.ALLE,
        uiterlijk=uiterlijk,
    )
    betreft = {
        "trajectIds": [streek.id("inkooptrajecten", traject)],
        "handelingen": list(handelingen),
    }
    breng_in(
        streek=streek,
        code=code,
        op=op,
        onderwerp=onderwerp,
        betrokken=(alle,),
        extra={
            "indiener": "regionaal inkoopteam",
            "betreft": betreft,
            "rustOp": [streek.id("lezingen", "instemming-bereik")],
        },
    )


def _zonder_laatste_gemeente(streek: Streek) -> None:
    """A tarief goes up though one gemeente never answered: recorded, marked, and to be accounted for."""
    _vraag_toestemming(
        streek,
        HOGER_TARIEF,
        traject=LICHT,
        op="2023-03-14",
        onderwerp="Hoger tarief voor gespecialiseerde GGZ per juli 2023",
        uiterlijk="2023-05-31",
        handelingen=("contract.herzien",),
    )
    colleges = (
        "2023-04-11 CONFORM 9007 9008 9009 9010 9011",
        "2023-05-16 CONFORM 9012 9013",
    )
    uitspraken(streek=streek, code=HOGER_TARIEF, orgaan="COLLEGE", regels=colleges)
    streek.boek.schrijf(
        op="2023-06-20",
        wie=streek.beheerder,
        ding="contracten/NH-2020-L02",
        pad="herzieningen",
        inhoud={
            "ingangsdatum": "2023-07-01",
            "wijzigingen": {
                "tarieven": [{"productcode": "45A53", "eenheid": "UUR", "tarief": "124.90"}]
            },
            "wijzigingsgrond": "CLAUSULE",
            "besluitId": streek.id("besluiten", HOGER_TARIEF),
            "afwijking": {
                "regels": ["besluit-ontbreekt"],
                "motivering": "Zonder hoger tarief stopt de aanbieder per juli; het college van Luchtkasteel "
                "antwoordt niet voor de zomer.",
                "besluit": {"orgaan": "RBO", "datum": "2023-06-13"},
            },
        },
        als="herziening zonder alle gemeenten",
    )
