"""The stories that the auditor's questions are asked about: one small world per theme, told through the API.

Every fact is recorded on the day it is told, in order of recording; a late fact names an earlier `ingangsdatum`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.hulp import (
    afwijking,
    correctie,
    herziening,
    intrekking,
    opzegging,
    trajectlichaam,
    zet,
)

if TYPE_CHECKING:
    from tests.hulp import Verhaal

GEMEENTEN = ["9001", "9002", "9003"]
PRODUCT = ["45A04"]


def id_van(pad: str) -> str:
    """Give the id at the end of a path."""
    return pad.rsplit("/", 1)[-1]


def leg_vast(v: Verhaal, dag: str, pad: str, **lichaam: Any) -> dict[str, Any]:
    """Record a fact on a day, with effect from that day unless it names another; give its entry."""
    v.op(dag)
    gedaan: dict[str, Any] = v.post(pad, {"ingangsdatum": dag, **lichaam})["gebeurtenis"]
    return gedaan


def open_ding(v: Verhaal, dag: str, pad: str, **lichaam: Any) -> str:
    """Record a new thing on a day; give its path."""
    v.op(dag)
    gemaakt: dict[str, Any] = v.post(pad, {"ingangsdatum": dag, **lichaam})
    (ding,) = (waarde for naam, waarde in gemaakt.items() if naam != "gebeurtenis")
    return f"{pad}/{ding['id']}"


def corrigeer(v: Verhaal, dag: str, pad: str, *zetten: dict[str, Any], soort: str = "FOUT") -> None:
    """Correct registrations of a thing on a day."""
    v.op(dag)
    v.post(f"{pad}/correcties", correctie(*zetten, soort=soort))


def regio(v: Verhaal) -> None:
    """Form the regio of three gemeenten."""
    pad = open_ding(v, "2018-01-02", "/regios", naam="Drieland", gemeenten=GEMEENTEN)
    v.regio = id_van(pad)


def perceel(code: str, segment: str, gemeenten: list[str] | None = None) -> dict[str, Any]:
    """Give a lot."""
    return {
        "code": code,
        "segment": segment,
        "producten": PRODUCT,
        "gemeenten": gemeenten or GEMEENTEN,
    }


def traject(v: Verhaal, dag: str, percelen: list[dict[str, Any]], **anders: Any) -> str:
    """Begin a procedure on a day; give its path, and leave its id as the story's traject."""
    basis = {
        **trajectlichaam(v.regio),
        "percelen": percelen,
        "segmenten": sorted({p["segment"] for p in percelen}),
    }
    pad = open_ding(v, dag, "/inkooptrajecten", **{**basis, "ingangsdatum": dag, **anders})
    v.traject = id_van(pad)
    return pad


def aanbieder(v: Verhaal, dag: str, naam: str, *percelen: str, **anders: Any) -> str:
    """Register an aanbieder on a day and admit it to lots of the story's traject; give its path."""
    kvk = f"{sum(map(ord, naam)):08d}"
    pad = open_ding(v, dag, "/aanbieders", naam=naam, kvkNummer=kvk, ingangsdatum="2018-01-02")
    for code in percelen:
        v.post(f"{pad}/toelatingen", v.toelating(code, **{"ingangsdatum": dag, **anders}))
    return pad


def contract(v: Verhaal, dag: str, nummer: str, wie: str, code: str, **anders: Any) -> str:
    """Conclude a contract on a day for one lot; give its path."""
    v.op(dag)
    percelen = v.get(f"/inkooptrajecten/{v.traject}")["percelen"]
    (gekozen,) = (p for p in percelen if p["code"] == code)
    lichaam = {
        "contractnummer": nummer,
        "aanbiederId": id_van(wie),
        "percelen": [code],
        "segment": gekozen["segment"],
        "gemeenten": gekozen["gemeenten"],
        **anders,
    }
    return v.contract(**lichaam)


def college(v: Verhaal, dag: str, besluit: str, *gemeenten: str, **anders: Any) -> list[int]:
    """Let colleges agree on a day; give the volgnummers of their uitspraken."""
    return [
        leg_vast(
            v,
            dag,
            f"{besluit}/uitspraken",
            **{"orgaan": "COLLEGE", "gemeente": gemeente, "uitkomst": "CONFORM", **anders},
        )["volgnummer"]
        for gemeente in gemeenten
    ]


def besluit(v: Verhaal, dag: str, onderwerp: str, *betrokken: dict[str, Any], **anders: Any) -> str:
    """Put a proposal to its bodies on a day; give its path."""
    return open_ding(
        v,
        dag,
        "/besluiten",
        regioId=v.regio,
        onderwerp=onderwerp,
        betrokken=list(betrokken),
        **anders,
    )


COLLEGES = {"orgaan": "COLLEGE", "gemeenten": GEMEENTEN, "rol": "TOESTEMMING", "regel": "ALLE"}

# --- admission ---------------------------------------------------------------------------------------------------


def toelatingen(v: Verhaal) -> dict[str, str]:
    """Four aanbieders of ambulant; after 30 June 2024 a late withdrawal, a correctie and a late admission follow."""
    regio(v)
    percelen = [perceel("AMB", "ambulant", ["9001", "9002"]), perceel("VER", "verblijf")]
    traject(v, "2018-01-03", percelen)
    wie = {
        "De Oever": aanbieder(v, "2018-01-04", "De Oever", "AMB"),
        "De Brug": aanbieder(v, "2024-01-08", "De Brug", "AMB"),
        "De Kade": aanbieder(v, "2024-01-08", "De Kade", "AMB"),
    }
    leg_vast(
        v,
        "2024-06-03",
        f"{wie['De Kade']}/clientenstops",
        ingesteldDoor="OPDRACHTGEVER",
        grond="KWALITEIT",
        gemeenten=["9002"],
    )
    leg_vast(
        v, "2024-09-05", f"{wie['De Brug']}/intrekkingen", volgnummer=2, ingangsdatum="2024-06-01"
    )
    andere = v.toelating("VER", ingangsdatum="2024-01-08")
    corrigeer(v, "2024-10-01", wie["De Kade"], zet(2, "toelatingen", andere))
    wie["De Molen"] = aanbieder(v, "2024-11-04", "De Molen", "AMB", ingangsdatum="2024-05-01")
    v.op("2024-12-02")
    return wie


def stops(v: Verhaal) -> str:
    """A stop in two layers: the first is lifted on 1 June 2022, the second came in late. Gives the aanbieder."""
    regio(v)
    traject(v, "2018-01-03", [perceel("AMB", "ambulant")])
    pad = aanbieder(v, "2018-01-04", "De Oever", "AMB")
    door = {"ingesteldDoor": "OPDRACHTGEVER"}
    leg_vast(v, "2022-03-01", f"{pad}/clientenstops", grond="CAPACITEIT", **door)
    leg_vast(v, "2022-06-01", f"{pad}/opheffingen", volgnummer=3)
    late = {"ingangsdatum": "2022-05-12", "grond": "VEILIGHEID", **door}
    leg_vast(v, "2022-09-05", f"{pad}/clientenstops", **late)
    v.op("2022-10-03")
    return pad


def aantallen(v: Verhaal) -> str:
    """Three aanbieders with a contract, one of them recorded two years late. Gives the second contract."""
    regio(v)
    traject(v, "2018-01-03", [perceel("AMB", "ambulant")])
    oever, brug, kade = (
        aanbieder(v, "2018-01-04", naam, "AMB") for naam in ("De Oever", "De Brug", "De Kade")
    )
    contract(
        v,
        "2019-12-02",
        "K1",
        oever,
        "AMB",
        ingangsdatum="2020-01-01",
        einddatum="2022-12-31",
    )
    tweede = contract(
        v, "2021-06-01", "K2", brug, "AMB", ingangsdatum="2021-07-01", einddatum="2030-12-31"
    )
    contract(v, "2023-03-01", "K3", kade, "AMB", ingangsdatum="2021-01-01", einddatum="2030-12-31")
    return tweede


def gesloten(v: Verhaal) -> dict[str, str]:
    """A closed procedure whose contracts start in 2020; one enters in 2021 all the same, one takes over in 2022."""
    regio(v)
    zwaar = traject(
        v,
        "2019-03-01",
        [perceel("ZW", "zwaar")],
        inkoopvorm="MMO",
        toetreding="GESLOTEN",
        ingangContracten="2020-01-01",
        einddatum="2023-12-31",
    )
    gegund = {"grondslag": "GUNNING", "ingangsdatum": "2020-01-01"}
    linde = aanbieder(v, "2019-12-02", "De Linde", "ZW", **gegund)
    later = {
        "grondslag": "GUNNING",
        "ingangsdatum": "2021-04-01",
        "afwijking": afwijking("toetreding-gesloten"),
    }
    beuk = aanbieder(v, "2021-03-03", "De Beuk", "ZW", **later)
    esdoorn = aanbieder(v, "2022-06-01", "De Esdoorn", "ZW", grondslag="OVERGENOMEN")
    v.op("2022-09-01")
    return {"traject": zwaar, "De Linde": linde, "De Beuk": beuk, "De Esdoorn": esdoorn}


# --- criteria and evidence ---------------------------------------------------------------------------------------

OPLEIDING = {"code": "opleiding", "omschrijving": "opleidingsniveau van de medewerkers"}
VOG = {
    "code": "vog",
    "omschrijving": "verklaring omtrent gedrag",
    "bewijs": {"soort": "VOG", "maximaleOuderdomMaanden": 36},
}
KVK = {
    "code": "kvk",
    "omschrijving": "uittreksel van de Kamer van Koophandel",
    "bewijs": {"soort": "KVK", "maximaleOuderdomMaanden": 6},
}


def stuk(soort: str, afgegeven: str, tot: str | None = None) -> dict[str, Any]:
    """Give a piece of evidence of an application."""
    einde = {} if tot is None else {"geldigTotEnMet": tot}
    kenmerk = f"{soort}-{afgegeven}"
    return {
        "soort": soort,
        "kenmerk": kenmerk,
        "titel": kenmerk,
        "afgegevenOp": afgegeven,
        **einde,
    }


def aanmelding(v: Verhaal, wie: str, stukken: list[dict[str, Any]]) -> dict[str, Any]:
    """Give the body of an application in round 2021-05."""
    return {
        "ingangsdatum": "2021-05-10",
        "regioId": v.regio,
        "trajectId": v.traject,
        "aanbiederId": id_van(wie),
        "aanmeldingsoort": "AANMELDING",
        "ronde": "2021-05",
        "percelen": ["LI"],
        "stukken": stukken,
    }


STUKKEN = [stuk("VOG", "2020-02-01"), stuk("KVK", "2021-04-01")]


def ronde(v: Verhaal) -> dict[str, str]:
    """Round 2021-05 with four applicants: one with an expired VOG let in, one held to last year's criteria."""
    regio(v)
    licht = traject(v, "2019-01-07", [perceel("LI", "licht")], inkoopvorm="OPEN_HOUSE")
    versies = {"2020-1": [OPLEIDING, VOG], "2021-1": [OPLEIDING, VOG, KVK]}
    for versie, eisen in versies.items():
        dag = f"{versie[:4]}-01-06"
        leg_vast(v, dag, f"{licht}/criteria", versie=versie, eisen=eisen)
    leg_vast(
        v,
        "2021-05-01",
        f"{licht}/rondes",
        code="2021-05",
        aanmeldenTotEnMet="2021-05-31",
        beslissenUiterlijk="2021-06-30",
        criteriaversie="2021-1",
    )
    verlopen = [stuk("VOG", "2019-02-01", "2021-05-31"), stuk("KVK", "2021-04-01")]
    uit = {"traject": licht}
    for naam, stukken in (
        ("De Linde", STUKKEN),
        ("De Esdoorn", STUKKEN),
        ("De Beuk", verlopen),
        ("De Iep", STUKKEN),
    ):
        wie = aanbieder(v, "2021-05-10", naam)
        uit[naam] = open_ding(v, "2021-05-10", "/aanmeldingen", **aanmelding(v, wie, stukken))
    _beslissingen(v, uit)
    v.op("2021-07-01")
    return uit


def oordelen(versie: str, *niet: str) -> dict[str, Any]:
    """Give an assessment by a version of the criteria; `niet` are the demands not met."""
    codes = ["opleiding", "vog", *(["kvk"] if versie == "2021-1" else [])]
    return {
        "criteriaversie": versie,
        "oordelen": [{"eis": code, "voldaan": code not in niet} for code in codes],
    }


def _beslissingen(v: Verhaal, wie: dict[str, str]) -> None:
    """Decide on the four: two on 8 June, in order; two on 22 June, not in order."""
    leg_vast(v, "2021-06-01", f"{wie['De Linde']}/beoordelingen", **oordelen("2021-1"))
    leg_vast(v, "2021-06-01", f"{wie['De Esdoorn']}/beoordelingen", **oordelen("2021-1", "vog"))
    leg_vast(v, "2021-06-08", f"{wie['De Linde']}/uitkomsten", uitkomst="TOEGELATEN")
    leg_vast(
        v,
        "2021-06-08",
        f"{wie['De Esdoorn']}/uitkomsten",
        uitkomst="AFGEWEZEN",
        redenen=["niet alle medewerkers hebben een verklaring"],
        bezwaarTotEnMet="2021-06-28",
    )
    leg_vast(v, "2021-06-15", f"{wie['De Beuk']}/beoordelingen", **oordelen("2021-1"))
    leg_vast(
        v,
        "2021-06-15",
        f"{wie['De Iep']}/beoordelingen",
        **oordelen("2020-1"),
        afwijking=afwijking("andere-criteriaversie"),
    )
    leg_vast(
        v,
        "2021-06-22",
        f"{wie['De Beuk']}/uitkomsten",
        uitkomst="TOEGELATEN",
        afwijking=afwijking("bewijs-niet-geldig"),
    )
    leg_vast(v, "2021-06-22", f"{wie['De Iep']}/uitkomsten", uitkomst="TOEGELATEN")


def kwaliteit(v: Verhaal) -> dict[str, str]:
    """S0:128-136: the criteria tighten; two of three fall, one contract ends for another reason."""
    regio(v)
    pad = traject(v, "2018-01-03", [perceel("AMB", "ambulant")])
    leg_vast(v, "2018-01-04", f"{pad}/criteria", versie="2018", eisen=[VOG])
    uit = {"traject": pad}
    opzegbaar = {
        "ingangsdatum": "2020-01-01",
        "opzegregeling": {"opdrachtgever": {"maanden": 2}},
    }
    for naam in ("Anker", "Boei", "Cirkel"):
        uit[naam] = aanbieder(v, "2018-01-04", naam, "AMB")
    for naam in ("Anker", "Boei", "Cirkel"):
        uit[f"K-{naam}"] = contract(v, "2019-12-02", f"K-{naam}", uit[naam], "AMB", **opzegbaar)
    skj = {"code": "skj", "omschrijving": "registratie van professionals"}
    huis = {"code": "huis", "omschrijving": "huisvesting"}
    nieuw = leg_vast(v, "2022-04-01", f"{pad}/criteria", versie="2022", eisen=[VOG, skj, huis])
    vallen_af(v, [(uit[naam], uit[f"K-{naam}"]) for naam in ("Anker", "Boei")], nieuw["id"])
    v.op("2022-10-24")
    klaar = opzegging("2022-10-24", "2022-12-31", grond="geen behoefte meer")
    v.post(f"{uit['K-Cirkel']}/opzeggingen", klaar)
    v.op("2023-02-01")
    return uit


def toets(v: Verhaal, niet: str, gevolg_van: str) -> dict[str, Any]:
    """Give the body of a re-check of 10 October 2022 against the criteria of 2022, with one demand not met."""
    bewijs = {"eis": "vog", "voldaan": True, "stuk": "VOG-1"}
    rest = [{"eis": eis, "voldaan": eis != niet} for eis in ("skj", "huis")]
    return {
        "ingangsdatum": "2022-10-10",
        "trajectId": v.traject,
        "criteriaversie": "2022",
        "oordelen": [bewijs, *rest],
        "gevolgVan": gevolg_van,
    }


def vallen_af(v: Verhaal, wie: list[tuple[str, str]], gevolg_van: str) -> None:
    """Re-checks that fail on `skj`, the toelatingen withdrawn for it, and notice on the contracts for that."""
    bewijs = {
        "bewijssoort": "VOG",
        "kenmerk": "VOG-1",
        "titel": "verklaringen van alle medewerkers",
        "afgegevenOp": "2022-08-15",
        "geldigTotEnMet": "2024-08-14",
    }
    for pad, _ in wie:
        leg_vast(v, "2022-09-01", f"{pad}/bewijsstukken", **bewijs)
    for pad, k in wie:
        getoetst = leg_vast(v, "2022-10-10", f"{pad}/toetsen", **toets(v, "skj", gevolg_van))
        weg = {"volgnummer": 2, "ingangsdatum": "2023-01-01", "gevolgVan": getoetst["id"]}
        ingetrokken = leg_vast(v, "2022-10-10", f"{pad}/intrekkingen", **weg)
        daarom = {"gevolgVan": ingetrokken["id"], "grond": "kwaliteit"}
        opgezegd = opzegging("2022-10-10", "2022-12-31", **daarom)
        leg_vast(v, "2022-10-10", f"{k}/opzeggingen", **opgezegd)


# --- decisions ---------------------------------------------------------------------------------------------------


def go_no_go(v: Verhaal) -> dict[str, str]:
    """S0:103-107: a no-go for part of ambulant in 2027; three notices follow, one is taken back in September."""
    regio(v)
    percelen = [perceel("AMB", "ambulant"), perceel("VER", "verblijf")]
    moment = {"code": "go-no-go-2027", "van": "2027-01-01", "totEnMet": "2027-12-31"}
    pad = traject(v, "2022-03-01", percelen, beslismomenten=[moment], ingangContracten="2023-01-01")
    uit = {"traject": pad}
    namen = ("Anker", "Boei", "Cirkel", "Duin")
    wie = {naam: aanbieder(v, "2022-09-01", naam, "AMB") for naam in namen}
    opzegbaar = {"opzegregeling": {"opdrachtgever": {"maanden": 6}}}
    for naam, pad_van in wie.items():
        uit[naam] = contract(v, "2022-10-03", naam, pad_van, "AMB", **opzegbaar)
    beslissing = {"beslismoment": "go-no-go-2027", "percelen": ["AMB"], "uitkomst": "NO_GO"}
    genomen = leg_vast(v, "2027-03-09", f"{pad}/beslissingen", **beslissing)
    uit["beslissing"] = genomen["id"]
    for naam in ("Anker", "Boei", "Cirkel"):
        opgezegd = opzegging("2027-04-01", "2027-12-31", gevolgVan=genomen["id"])
        v.op("2027-04-01")
        v.post(f"{uit[naam]}/opzeggingen", opgezegd)
    v.post(f"{uit['Duin']}/opzeggingen", opzegging("2027-04-01", "2027-12-31"))
    v.op("2027-09-06")
    v.post(f"{uit['Boei']}/intrekkingen", intrekking("2027-09-06", 2))
    v.op("2028-02-01")
    return uit


LICHT = ("AMB", "GGZ", "DYS", "LOG")


def tweejaarspunt(v: Verhaal) -> dict[str, str]:
    """S1:1243-1256: two-year contracts that renew by themselves; end, changed, unchanged decided, and one forgotten.

    The colleges had to decide by 30 June 2021, half a year before the end; on dyslexie they did so in August.
    """
    regio(v)
    uit = {"traject": _traject_met_beslismoment(v)}
    looptijd = {
        "inkoopvorm": "OPEN_HOUSE",
        "ingangsdatum": "2020-01-01",
        "einddatum": "2021-12-31",
        "stilzwijgendeVerlenging": {"maanden": 24},
        "opzegregeling": {"opdrachtgever": {"maanden": 3}},
    }
    for naam, code in zip(("Anker", "Boei", "Cirkel", "Duin"), LICHT, strict=True):
        wie = aanbieder(v, "2019-12-02", naam, code, ingangsdatum="2020-01-01")
        uit[naam] = contract(v, "2019-12-02", naam, wie, code, **looptijd)
    _beslist_per_perceel(v, uit)
    _uitgevoerd(v, uit)
    v.op("2022-02-01")
    return uit


def _traject_met_beslismoment(v: Verhaal) -> str:
    """The open house for light care, in which all colleges decide on what happens after two years."""
    vereist = {
        "handelingen": ["inkooptraject.beslissing_genomen"],
        "orgaan": "COLLEGE",
        "rol": "BESLIST",
        "regel": "ALLE",
    }
    dagen = {"van": "2021-01-01", "totEnMet": "2021-06-30"}
    return traject(
        v,
        "2018-12-20",
        [perceel(code, "licht") for code in LICHT],
        inkoopvorm="OPEN_HOUSE",
        ingangContracten="2020-01-01",
        beslismomenten=[{"code": "twee-jaar-2021", "orgaan": "COLLEGE", **dagen}],
        vereisten=[vereist],
    )


def _beslist_per_perceel(v: Verhaal, uit: dict[str, str]) -> None:
    """Let the colleges decide lot by lot, the last one too late, and never on LOG."""
    groep = {**COLLEGES, "rol": "BESLIST", "uiterlijk": "2021-06-30"}
    getekend = {"ondertekenaar": "wethouder jeugd", "mandaat": "M-19-4"}
    for code in LICHT[:3]:
        uit[f"besluit {code}"] = besluit(v, "2021-04-20", f"Vervolg van {code}", groep)
    for dag, code, uitkomst in (
        ("2021-05-18", "AMB", "GO"),
        ("2021-06-22", "GGZ", "GO_MET_WIJZIGING"),
        ("2021-08-31", "DYS", "NO_GO"),
    ):
        college(v, dag, uit[f"besluit {code}"], *GEMEENTEN, **getekend)
        beslissing = leg_vast(
            v,
            dag,
            f"{uit['traject']}/beslissingen",
            beslismoment="twee-jaar-2021",
            percelen=[code],
            uitkomst=uitkomst,
            besluitId=id_van(uit[f"besluit {code}"]),
        )
        uit[f"beslissing {code}"] = beslissing["id"]


def _uitgevoerd(v: Verhaal, uit: dict[str, str]) -> None:
    """Carry out the three decisions: notice for dyslexie, other terms for GGZ, nothing for the unchanged one."""
    weg = opzegging("2021-09-01", "2021-12-31", gevolgVan=uit["beslissing DYS"])
    leg_vast(v, "2021-09-01", f"{uit['Cirkel']}/opzeggingen", **weg)
    anders = {
        "wijzigingen": {"opzegregeling": {"opdrachtgever": {"maanden": 6}}},
        "wijzigingsgrond": "CLAUSULE",
        "ingangsdatum": "2022-01-01",
        "gevolgVan": uit["beslissing GGZ"],
    }
    leg_vast(v, "2021-11-01", f"{uit['Boei']}/herzieningen", **anders)


def zienswijzen(v: Verhaal) -> str:
    """S2:23-36: three raden give a zienswijze, due by 3 December 2020; one is late, and the AB adopts on the 10th."""
    regio(v)
    raden = {
        "orgaan": "RAAD",
        "gemeenten": GEMEENTEN,
        "rol": "ZIENSWIJZE",
        "uiterlijk": "2020-12-03",
    }
    ab = {"orgaan": "AB", "rol": "STELT_VAST"}
    pad = besluit(v, "2020-09-24", "Inkoopkader jeugdhulp 2022 en verder", raden, ab)
    for dag, gemeente in (
        ("2020-11-24", "9001"),
        ("2020-12-01", "9002"),
        ("2020-12-07", "9003"),
    ):
        leg_vast(
            v,
            dag,
            f"{pad}/zienswijzen",
            orgaan="RAAD",
            gemeente=gemeente,
            strekking="meer lokaal maatwerk",
        )
    for volgnummer in (2, 3):
        leg_vast(
            v,
            "2020-12-10",
            f"{pad}/verwerkingen",
            volgnummer=volgnummer,
            verwerking="OVERGENOMEN",
            motivering="past in het kader",
        )
    leg_vast(v, "2020-12-10", f"{pad}/uitspraken", orgaan="AB", uitkomst="CONFORM")
    v.op("2021-01-11")
    return pad


def strategie(v: Verhaal) -> str:
    """S3:522-528: three raden decide; the Servicebureau's news goes out before the last of them."""
    regio(v)
    raden = {"orgaan": "RAAD", "gemeenten": GEMEENTEN, "rol": "STELT_VAST", "regel": "ALLE"}
    poort = {
        "kanaal": "SERVICEBUREAU",
        "doelgroep": "AANBIEDERS",
        "orgaan": "RAAD",
        "rol": "STELT_VAST",
    }
    pad = besluit(v, "2025-05-06", "Inkoopstrategie jeugdhulp 2027", raden, poorten=[poort])
    raad = {"orgaan": "RAAD", "uitkomst": "CONFORM"}
    leg_vast(v, "2025-06-17", f"{pad}/uitspraken", gemeente="9001", **raad)
    leg_vast(v, "2025-06-24", f"{pad}/uitspraken", gemeente="9002", **raad)
    leg_vast(
        v,
        "2025-06-27",
        f"{pad}/bekendmakingen",
        kanaal="SERVICEBUREAU",
        doelgroep="AANBIEDERS",
        afwijking=afwijking("bekendmaking-voor-poort"),
    )
    leg_vast(v, "2025-07-08", f"{pad}/uitspraken", gemeente="9003", **raad)
    v.op("2025-09-01")
    return pad


def stukken_bij_de_go_no_go(v: Verhaal) -> str:
    """S0:103-107: what was sent to the colleges and to the raden before the colleges decided on 20 May 2025."""
    regio(v)
    groep = {**COLLEGES, "rol": "BESLIST", "uiterlijk": "2025-06-30"}
    pad = besluit(v, "2025-04-01", "Go/no-go 2025", groep)
    for dag, doelgroep, kenmerk in (
        ("2025-04-08", "COLLEGES", "evaluatie 2024"),
        ("2025-04-08", "COLLEGES", "financieel beeld tot 2030"),
        ("2025-04-15", "RADEN", "evaluatie 2024"),
        ("2025-06-03", "RADEN", "financieel beeld tot 2030"),
    ):
        leg_vast(
            v,
            dag,
            f"{pad}/bekendmakingen",
            kanaal="RAADSINFORMATIE" if doelgroep == "RADEN" else "COLLEGESTUKKEN",
            doelgroep=doelgroep,
            kenmerk=kenmerk,
        )
        if dag == "2025-04-15":
            college(v, "2025-05-20", pad, *GEMEENTEN)
    v.op("2025-09-01")
    return pad


# --- consent -----------------------------------------------------------------------------------------------------


def instemming(v: Verhaal) -> dict[str, Any]:
    """S1:1236-1240: three changes of a contract: with the consent of all, without any, and with one that was none."""
    regio(v)
    vereist = {
        "handelingen": ["contract.herzien"],
        "orgaan": "COLLEGE",
        "rol": "TOESTEMMING",
        "regel": "ALLE",
    }
    traject(v, "2019-03-01", [perceel("ZW", "zwaar", ["9001"])], vereisten=[vereist])
    wie = aanbieder(v, "2019-12-02", "De Linde", "ZW")
    pad = contract(v, "2019-12-02", "K", wie, "ZW", ingangsdatum="2020-01-01")
    uit: dict[str, Any] = {"contract": pad}
    _met_instemming(v, "2021", uit)
    zonder = {**_wijziging("2022"), "afwijking": afwijking("besluit-ontbreekt")}
    leg_vast(v, "2022-03-01", f"{pad}/herzieningen", **zonder)
    _met_instemming(v, "2023", uit)
    v.op("2023-04-03")
    return uit


def _met_instemming(v: Verhaal, jaar: str, uit: dict[str, Any]) -> None:
    """Let all colleges agree to a change of the contract, and change it."""
    eerste, *rest = GEMEENTEN
    voorstel = uit[jaar] = besluit(v, f"{jaar}-02-01", f"Wijziging {jaar}", COLLEGES)
    college(v, f"{jaar}-02-09", voorstel, eerste)
    uit[f"uitspraken {jaar}"] = college(v, f"{jaar}-02-16", voorstel, *rest)
    met = {**_wijziging(jaar), "besluitId": id_van(voorstel)}
    leg_vast(v, f"{jaar}-03-01", f"{uit['contract']}/herzieningen", **met)


def _wijziging(jaar: str) -> dict[str, Any]:
    return {"wijzigingen": {"geraamdeJaarwaarde": f"{jaar}00.00"}, "wijzigingsgrond": "CLAUSULE"}


def instemming_elders(v: Verhaal) -> None:
    """An admission without the consent that its procedure asks, and a regeling of three with that of two raden.

    Another regio has a procedure of the same kind, which asks nothing.
    """
    regio(v)
    vereist = {
        "handelingen": ["aanbieder.toegelaten", "budget.vastgesteld"],
        "orgaan": "COLLEGE",
        "rol": "TOESTEMMING",
        "regel": "ELK",
    }
    traject(v, "2019-03-01", [perceel("ZW", "zwaar", ["9001"])], vereisten=[vereist])
    hier, eigen = v.regio, v.traject
    buren = open_ding(v, "2019-03-01", "/regios", naam="Buurland", gemeenten=["9004"])
    v.regio = id_van(buren)
    traject(v, "2019-03-01", [perceel("ZW", "zwaar", ["9004"])])
    aanbieder(v, "2019-06-03", "De Beuk", "ZW")
    v.regio, v.traject = hier, eigen
    v.budget(ingangsdatum="2019-06-03", boekjaar=2020)
    raden = {"orgaan": "RAAD", "gemeenten": GEMEENTEN, "rol": "TOESTEMMING", "regel": "ELK"}
    voorstel = besluit(v, "2019-09-02", "De Centrumregeling aangaan", raden)
    for gemeente, uitkomst in zip(GEMEENTEN, ("CONFORM", "CONFORM", "VERWORPEN"), strict=True):
        antwoord = {"orgaan": "RAAD", "gemeente": gemeente, "uitkomst": uitkomst}
        leg_vast(v, "2019-11-12", f"{voorstel}/uitspraken", **antwoord)
    zonder = {"afwijking": afwijking("besluit-ontbreekt")}
    aanbieder(v, "2019-12-02", "De Linde", "ZW", **zonder)
    open_ding(
        v,
        "2019-12-16",
        "/regelingen",
        **zonder,
        ingangsdatum="2020-01-01",
        regioId=v.regio,
        naam="Centrumregeling",
        regelingsoort="CENTRUMREGELING",
        centrumgemeente="9001",
        deelnemers=GEMEENTEN,
        besluitId=id_van(voorstel),
    )
    v.op("2020-02-03")


# --- readings and assumptions ------------------------------------------------------------------------------------


def tot_2034(v: Verhaal) -> dict[str, str]:
    """S0:107-109: booked on a reading of "tot 2034" that nobody had confirmed, and again after the colleges chose."""
    regio(v)
    traject(v, "2018-01-03", [perceel("AMB", "ambulant")])
    lezing = open_ding(
        v,
        "2022-10-03",
        "/lezingen",
        regioId=v.regio,
        code="tot-2034",
        zinsnede="verlengen tot 2034",
        bron="S0:109",
        gekozen="2034-12-31",
        stand="TE_BEVESTIGEN",
        alternatieven=[{"waarde": "2033-12-31", "gevolg": "de optie duurt drie jaar"}],
    )
    wie = aanbieder(v, "2022-10-03", "De Linde", "AMB")
    pad = contract(v, "2022-10-03", "K", wie, "AMB")
    budget = v.budget(boekjaar=2031, ingangsdatum="2022-10-03")
    booking = {
        "contractId": id_van(pad),
        "aard": "HARD",
        "rustOp": [id_van(lezing)],
    }
    leg_vast(v, "2023-01-10", f"{budget}/verplichtingen", bedrag="250000.00", **booking)
    leg_vast(
        v,
        "2024-05-14",
        f"{lezing}/keuzes",
        gekozen="2033-12-31",
        stand="BEVESTIGD",
        besluit={"orgaan": "COLLEGES", "datum": "2024-05-14", "kenmerk": "C-24-33"},
    )
    leg_vast(v, "2024-06-03", f"{budget}/verplichtingen", bedrag="1000.00", **booking)
    v.op("2024-09-02")
    return {"lezing": lezing, "budget": budget}


def woonplaats(v: Verhaal) -> dict[str, str]:
    """S1:1028-1040: a key that rests on a change of the woonplaatsbeginsel per 2020, which came in 2022."""
    regio(v)
    premisse = open_ding(
        v,
        "2018-12-20",
        "/onderstellingen",
        regioId=v.regio,
        code="woonplaatsbeginsel-2020",
        tekst="per 1-1-2020 wijzigt het woonplaatsbeginsel",
        bron="S1:1032",
    )
    sleutel = besluit(
        v,
        "2018-12-20",
        "Verdeelsleutel van het inkoopteam",
        {**COLLEGES, "rol": "BESLIST"},
        rustOp=[id_van(premisse)],
    )
    college(v, "2019-02-12", sleutel, *GEMEENTEN)
    v.op("2019-03-01")
    budget = v.budget(
        boekjaar=2020, segment=None, ingangsdatum="2019-03-01", besluitId=id_van(sleutel)
    )
    leg_vast(
        v,
        "2019-07-02",
        f"{premisse}/uitkomsten",
        ingangsdatum="2020-01-01",
        uitkomst="ONJUIST",
        toelichting="uitgesteld; ingevoerd per 1-1-2022",
    )
    v.op("2020-03-02")
    return {"onderstelling": premisse, "besluit": sleutel, "budget": budget}


# --- pilots, instruments, the books ------------------------------------------------------------------------------


def pilots(v: Verhaal) -> str:
    """S1:1190-1230: the procurement starts on 1 September 2019; one pilot was announced before it, one after."""
    regio(v)
    pad = traject(
        v,
        "2018-12-20",
        [perceel("LI", "licht")],
        startProcedure="2019-09-01",
        ingangContracten="2020-01-01",
    )
    duur = {"van": "2020-01-01", "totEnMet": "2020-12-31"}
    leg_vast(
        v,
        "2019-05-14",
        f"{pad}/pilots",
        code="wijkteam",
        omschrijving="lichte hulp door het wijkteam",
        gemeenten=["9001"],
        **duur,
    )
    leg_vast(
        v,
        "2019-11-12",
        f"{pad}/pilots",
        code="school",
        omschrijving="begeleiding op school",
        gemeenten=["9002"],
        afwijking=afwijking("pilot-niet-vooraf-aangekondigd"),
        **duur,
    )
    v.op("2020-06-02")
    return pad


def instrumenten(v: Verhaal) -> dict[str, str]:
    """S4:210-216: in 2023 care by SAS, by open house, by subsidy, by the gemeente itself, and outside any procedure."""
    regio(v)
    uit: dict[str, str] = {}
    for vorm, code, segment in (("SAS", "VER", "verblijf"), ("OPEN_HOUSE", "AMB", "ambulant")):
        traject(v, "2022-10-03", [perceel(code, segment)], inkoopvorm=vorm, naam=vorm)
        wie = aanbieder(v, "2022-10-03", f"Aanbieder {vorm}", code)
        uit[vorm] = contract(v, "2022-10-03", f"K-{vorm}", wie, code, inkoopvorm=vorm)
    los = aanbieder(v, "2022-11-01", "De Linde")
    lijn = {
        "regioId": v.regio,
        "segment": "ambulant",
        "gemeenten": ["9001"],
        "ingangsdatum": "2023-01-01",
        "einddatum": "2023-12-31",
    }
    subsidie = {"kenmerk": "S-23-017", "lijnsoort": "SUBSIDIE", "bedrag": "120000.00"}
    open_ding(v, "2022-12-06", "/leveringslijnen", **subsidie, **lijn, aanbiederId=id_van(los))
    uit["zonder"] = contract(
        v,
        "2023-02-01",
        "K-spoed",
        los,
        "AMB",
        inkoopvorm="OPEN_HOUSE",
        ingangsdatum="2023-02-01",
        einddatum="2023-12-31",
        afwijking=afwijking("niet-toegelaten"),
    )
    eigen = {**lijn, "kenmerk": "wijkteam", "lijnsoort": "EIGEN_BEHEER", "bedrag": "80000.00"}
    uit["wijkteam"] = open_ding(v, "2023-06-06", "/leveringslijnen", **eigen)
    v.op("2024-02-01")
    return uit


def jaarrekening(v: Verhaal) -> dict[str, str]:
    """The accounts of 2024 adopted on 17 June 2025; two facts of 2024 were recorded that year, one of them after."""
    regio(v)
    traject(v, "2018-01-03", [perceel("AMB", "ambulant")])
    wie = aanbieder(v, "2018-01-04", "De Linde", "AMB")
    pad = contract(v, "2022-10-03", "K", wie, "AMB")
    jaar = {"wijzigingsgrond": "CLAUSULE", "wijzigingen": {"eigenaar": "team-jeugd"}}
    leg_vast(v, "2025-02-03", f"{pad}/herzieningen", **jaar, ingangsdatum="2024-07-01")
    raden = {"orgaan": "RAAD", "gemeenten": GEMEENTEN, "rol": "STELT_VAST", "regel": "ELK"}
    rekening = besluit(v, "2025-05-06", "Jaarrekening 2024", raden)
    for gemeente in GEMEENTEN:
        antwoord = {"orgaan": "RAAD", "gemeente": gemeente, "uitkomst": "CONFORM"}
        leg_vast(v, "2025-06-17", f"{rekening}/uitspraken", **antwoord)
    laat = {"wijzigingsgrond": "CLAUSULE", "wijzigingen": {"geraamdeJaarwaarde": "300000.00"}}
    leg_vast(v, "2025-09-01", f"{pad}/herzieningen", **laat, ingangsdatum="2024-10-01")
    v.op("2025-10-01")
    return {"contract": pad, "jaarrekening": rekening}


# --- changes ----------------------------------------------------------------------------------------------------


def wijzigingen(v: Verhaal) -> str:
    """Award contract C for a million and change it three times, twice a little and once under its clause."""
    regio(v)
    traject(v, "2022-01-03", [perceel("AMB", "ambulant")])
    wie = aanbieder(v, "2022-01-04", "De Oever", "AMB", grondslag="GUNNING")
    pad = contract(
        v,
        "2023-01-02",
        "C",
        wie,
        "AMB",
        einddatum="2030-12-31",
        oorspronkelijkeWaarde="1000000.00",
        herzieningsclausule={"nummer": "1.4", "gevolgWeigering": "ONGEWIJZIGD"},
    )
    for dag, grond, waarde, clausule in (
        ("2024-02-01", "BAGATEL", "60000.00", {}),
        ("2024-05-01", "CLAUSULE", "200000.00", {"clausule": "1.4"}),
        ("2025-04-01", "BAGATEL", "35000.00", {}),
    ):
        v.op(dag)
        lichaam = herziening(
            dag, "101.00", wijzigingsgrond=grond, waardewijziging=waarde, **clausule
        )
        v.post(f"{pad}/herzieningen", lichaam)
    return pad
