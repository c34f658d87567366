"""The fourth region: nine raden and a gate to the outside, then two segments by herziening and three bought anew (S3).

Which segment takes which track is the example choice of the regime file; what the seed plans is told as if it went so.
"""

from datetime import time
from typing import Any

from api.demo.besluitwerk import blijkt, kies, op_besluit, uitspraken
from api.demo.heggenland_herziening import BLIJVER, schrijf_herzieningen
from api.demo.inkoopwerk import (
    Inschrijving,
    gun,
    laat_toe,
    meld_aan,
    op_aanmelding,
    op_traject,
    schrijf_allen_in,
    sluit,
    taakbudgetten,
    zet_stappen,
)
from api.demo.portefeuille import (
    HEGGENLAND_2023,
    HEGGENLAND_GEGUND,
    HEGGENLAND_HERZIEN,
    HEGGENLAND_TOEGELATEN,
    Contract,
)
from api.demo.spelers import HEGGENLAND
from api.demo.streek import Streek
from api.demo.verhaal import Boek, opvolging

HUIDIG, STRATEGIE, KEUZE = "huidige-contracten", "inkoopstrategie", "vorm-per-segment"
VERBLIJF, HOOG = "verblijf-2027", "hoog-specialistisch-2027"
DAG, SCHOOL, VEEL = "dagbesteding-2027", "onderwijs-jeugdhulp-2027", "veel-voorkomend-2027"
HERZIEN, NIEUW = (VERBLIJF, HOOG), (DAG, SCHOOL, VEEL)
_TRAJECT = {"V": VERBLIJF, "H": HOOG, "D": DAG, "S": SCHOOL, "W": VEEL}
"""By the letter in a contract's number."""
_RONDE = "2026-voorjaar"


def schrijf_verhaal() -> Boek:
    """Write the whole life of the region, far into the future; the player stops at the day asked."""
    streek = Streek(regio=HEGGENLAND, regime="s3-haaglanden-2027", uur=time(9, 0))
    _inname_2024(streek)
    streek.laad_rest(op="2025-05-06")
    _negen_raden(streek)
    _keuze_per_segment(streek)
    _herziening(streek)
    _nieuwe_inkoop(streek)
    _begin_2027(streek)
    return streek.boek


def _traject(contract: Contract) -> str:
    return _TRAJECT[contract.nummer.split("-")[2][0]]


# --- 2024-2025: the register opens, nine raden decide ------------------------------------------------------------


def _inname_2024(streek: Streek) -> None:
    """After the BOJ of 14 November the register takes in what runs until the end of 2026."""
    op = "2024-11-19"
    streek.laad("regio", f"trajecten.{HUIDIG}", "besluiten.boj-uitgangspunten", op=op)
    boj = ("2024-11-14 CONFORM",)
    uitspraken(streek=streek, code="boj-uitgangspunten", orgaan="BOJ", regels=boj, op=op)
    wie = [contract.aanbieder for contract in HEGGENLAND_2023]
    schrijf_allen_in(streek=streek, sleutels=wie, op=op, per="2023-01-01")
    for contract in HEGGENLAND_2023:
        laat_toe(streek=streek, contract=contract, traject=HUIDIG, op=op, grondslag="TOELATING")
        gevolg = "ONGEWIJZIGD" if contract.nummer == BLIJVER else "OPZEGGING"
        voorwaarden = {
            "opzegregeling": {"opdrachtgever": {"maanden": 6}, "opdrachtnemer": {"maanden": 6}},
            "herzieningsclausule": {"nummer": "4.1", "gevolgWeigering": gevolg},
        }
        sluit(streek=streek, contract=contract, traject=HUIDIG, op=op, extra=voorwaarden)


_RADEN = (
    "2025-06-10 CONFORM 9025 9028",
    "2025-06-17 CONFORM 9026 9031",
    "2025-06-24 CONFORM 9029 9030 9032",
    "2025-06-26 GEWIJZIGD 9027",
    "2025-07-08 CONFORM 9033",
)
"""The last raad decides after the deadline of June."""


def _negen_raden(streek: Streek) -> None:
    """Nothing goes to aanbieders before the ninth raad has decided (S3:522-528)."""
    advies = ("2025-05-20 CONFORM",)
    uitspraken(streek=streek, code=STRATEGIE, orgaan="ADVIESRAAD", regels=advies)
    for code in (STRATEGIE, "advies-en-reactie"):
        uitspraken(streek=streek, code=code, orgaan="RAAD", regels=_RADEN)
    besluit = {"besluitId": streek.id("besluiten", STRATEGIE)}
    streek.boek.schrijf(
        op="2025-07-08",
        wie=streek.inkoper,
        ding=f"beleidskaders/{streek.naam('inkoopstrategie-2027')}",
        pad="vaststellingen",
        inhoud={"ingangsdatum": "2025-07-08", **besluit},
    )
    bericht = {
        "kanaal": "SERVICEBUREAU",
        "doelgroep": "AANBIEDERS",
        "kenmerk": "nieuwsbrief 2025-7",
    }
    op_besluit(
        streek=streek,
        code=STRATEGIE,
        pad="bekendmakingen",
        op="2025-07-09",
        inhoud=bericht,
        als="heggenland bekendmaking",
    )


# --- 2026: the colleges choose -----------------------------------------------------------------------------------

_DOORLOOPTIJDEN = [{"orgaan": "COLLEGE", "dagen": 42}, {"orgaan": "RAAD", "dagen": 91}]
_WAAROM = {
    "herziening": "voor verblijf en hoog specialistisch: het aanbod moet beschikbaar blijven",
    "nieuwe-inkoop": "voor dagbesteding, onderwijs en veel voorkomend: er is nieuw aanbod nodig",
    "inspanningsgericht": "voor verblijf, hoog specialistisch en veel voorkomend",
    "taakgericht": "voor dagbesteding en onderwijs; de verdeelsleutel volgt",
    "tweede-herziening": "alleen voor verblijf, als de eerste niet genoeg is",
}


def _keuze_per_segment(streek: Streek) -> None:
    """The colleges choose form and funding per segment within the frame of the raden (S3:216-232)."""
    zet_stappen(streek=streek, trajecten=HERZIEN, regels=("2025-10-14 herziening-consultatie",))
    zet_stappen(streek=streek, trajecten=NIEUW, regels=("2025-10-16 inkoop-consultatie",))
    zet_stappen(streek=streek, trajecten=NIEUW, regels=("2026-01-13 inkoop-collegevoorstel",))
    colleges = (
        "2026-01-13 CONFORM 9025 9026 9028 9031",
        "2026-01-20 CONFORM 9027 9029 9030 9032",
        "2026-01-27 CONFORM 9033",
    )
    uitspraken(streek=streek, code=KEUZE, orgaan="COLLEGE", regels=colleges)
    gekozen = [
        {**alternatief, "gekozen": True, "overweging": _WAAROM[alternatief["code"]]}
        for alternatief in streek.lichaam(f"besluiten.{KEUZE}")["alternatieven"]
    ]
    inhoud = {"alternatieven": gekozen}
    op_besluit(streek=streek, code=KEUZE, pad="wijzigingen", op="2026-01-27", inhoud=inhoud)
    besluit: dict[str, Any] = {"besluitId": streek.id("besluiten", KEUZE)}
    traag: dict[str, Any] = {"doorlooptijden": _DOORLOOPTIJDEN}
    for traject in (*HERZIEN, *NIEUW):
        for pad, inhoud in (("vaststellingen", besluit), ("wijzigingen", traag)):
            op_traject(streek=streek, code=traject, pad=pad, op="2026-01-27", inhoud=inhoud)
    for lezing in ("spoor-per-segment", "bekostiging-per-segment", "besluitregel-colleges"):
        kies(
            streek=streek,
            lezing=lezing,
            op="2026-01-27",
            gekozen=streek.gekozen(lezing),
            orgaan="colleges van burgemeester en wethouders",
            extra=besluit,
        )


# --- 2026: two segments by herziening ----------------------------------------------------------------------------


def _herziening(streek: Streek) -> None:
    """Text, reactions, publication, others admitted, for verblijf a second time; ready on 1 July (S3:616-652)."""
    eerste = (
        "2026-01-29 herziening-presentatie",
        "2026-02-24 herziening-reacties",
        "2026-03-10 herziening-publicatie",
    )
    tweede = ("2026-04-14 tweede presentatie", "2026-05-12 tweede reacties")
    zet_stappen(streek=streek, trajecten=HERZIEN, regels=eerste, extra={"herziening": 1})
    zet_stappen(streek=streek, trajecten=(VERBLIJF,), regels=tweede, extra={"herziening": 2})
    klaar = ("2026-06-16 herziening-toelating", "2026-07-01 herziening-gereed")
    zet_stappen(streek=streek, trajecten=HERZIEN, regels=klaar)
    _laat_anderen_toe(streek)
    schrijf_herzieningen(streek=streek, traject=VERBLIJF)
    vorige = {c.aanbieder: c.nummer for c in HEGGENLAND_2023}
    for contract in (*HEGGENLAND_HERZIEN, *HEGGENLAND_TOEGELATEN):
        aanmelding = streek.id("aanmeldingen", f"{VERBLIJF}-{contract.aanbieder}")
        nieuwkomer = contract in HEGGENLAND_TOEGELATEN
        laat_toe(
            streek=streek,
            contract=contract,
            traject=_traject(contract),
            op="2026-07-02",
            grondslag="TOELATING",
            extra={"aanmeldingId": aanmelding} if nieuwkomer else {},
        )
        vorig = opvolging(vorige.get(contract.aanbieder), via="HERZIENING")
        _sluit(streek, contract, "2026-07-07", vorig)


def _sluit(streek: Streek, contract: Contract, op: str, extra: dict[str, Any]) -> None:
    """Sign for at least six years without an end (S3:210)."""
    voorwaarden = {
        "minimaleLooptijdTotEnMet": "2032-12-31",
        "herzieningsclausule": {"nummer": "4.1", "gevolgWeigering": "OPZEGGING"},
        "rustOp": [streek.id("lezingen", "minimaal-zes-jaar")],
        **extra,
    }
    sluit(streek=streek, contract=contract, traject=_traject(contract), op=op, extra=voorwaarden)


_EISEN = (
    {"code": "kwaliteit", "omschrijving": "kwaliteitskader verblijf"},
    {"code": "kleinschalig", "omschrijving": "ten hoogste zes plaatsen per huis"},
)


def _laat_anderen_toe(streek: Streek) -> None:
    """A round for others beside those who have a contract: one is let in, one is not."""
    ronde = {
        "code": _RONDE,
        "aanmeldenTotEnMet": "2026-05-29",
        "beslissenUiterlijk": "2026-06-19",
        "criteriaversie": "2027",
        "ingangPer": "2027-01-01",
    }
    criteria = {"versie": "2027", "eisen": list(_EISEN)}
    for pad, inhoud in (("criteria", criteria), ("rondes", ronde)):
        op_traject(streek=streek, code=VERBLIJF, pad=pad, op="2026-03-10", inhoud=inhoud)
    schrijf_allen_in(streek=streek, sleutels=("branding",), op="2026-04-21")
    _beoordeel(streek, "branding", ontvangen="2026-04-21", kleinschalig=True)
    _beoordeel(streek, "waterlelie", ontvangen="2026-05-26", kleinschalig=False)


def _beoordeel(streek: Streek, aanbieder: str, *, ontvangen: str, kleinschalig: bool) -> None:
    code = f"{VERBLIJF}-{aanbieder}"
    gevraagd = {"aanmeldingsoort": "AANMELDING", "ronde": _RONDE, "percelen": ["VB-KORT"]}
    meld_aan(
        streek=streek,
        code=code,
        traject=VERBLIJF,
        aanbieder=aanbieder,
        op=ontvangen,
        inhoud=gevraagd,
    )
    oordelen = [
        {"eis": "kwaliteit", "voldaan": True},
        {"eis": "kleinschalig", "voldaan": kleinschalig},
    ]
    nee = {
        "uitkomst": "AFGEWEZEN",
        "redenen": ["Twaalf plaatsen per huis; gevraagd zijn er ten hoogste zes."],
        "bezwaarTotEnMet": "2026-07-06",
    }
    for pad, op, inhoud in (
        ("beoordelingen", "2026-06-09", {"criteriaversie": "2027", "oordelen": oordelen}),
        ("uitkomsten", "2026-06-16", {"uitkomst": "TOEGELATEN"} if kleinschalig else nee),
    ):
        op_aanmelding(streek=streek, code=code, pad=pad, op=op, inhoud=inhoud)


# --- 2026: three segments bought anew ----------------------------------------------------------------------------

_VERLIEZERS = {
    DAG: Inschrijving(
        aanbieder="kokkel",
        percelen="DB-DAGBEHANDELING",
        waarom_niet="Lager gescoord op bereik in de regio.",
    ),
    SCHOOL: Inschrijving(
        aanbieder="vloedlijn",
        percelen="OJ-SCHOOL",
        waarom_niet="Geen plan voor collectieve hulp op school.",
    ),
    VEEL: Inschrijving(
        aanbieder="duinpan",
        percelen="VV-BEHANDELING",
        waarom_niet="Prijs boven het plafond van de aanbesteding.",
    ),
}


def _nieuwe_inkoop(streek: Streek) -> None:
    """Tenders from February, gunning in June, preparation until the start (S3:585-614)."""
    stappen = (
        "2026-02-17 inkoop-aanbesteding-begin",
        "2026-05-29 inkoop-aanbesteding-einde",
        "2026-06-16 inkoop-gunning",
        "2026-07-07 inkoop-voorbereiding-begin",
    )
    zet_stappen(streek=streek, trajecten=NIEUW, regels=stappen)
    schrijf_allen_in(streek=streek, sleutels=("kokkel",), op="2026-05-12")
    for traject in NIEUW:
        winnaars = [c for c in HEGGENLAND_GEGUND if _traject(c) == traject]
        gun(
            streek=streek,
            traject=traject,
            ontvangen="2026-05-12",
            beslist="2026-06-16",
            bezwaar_tot_en_met="2026-07-06",
            inschrijvingen=(
                *(
                    Inschrijving(aanbieder=c.aanbieder, percelen=" ".join(c.percelen))
                    for c in winnaars
                ),
                _VERLIEZERS[traject],
            ),
        )
        for contract in winnaars:
            _contracteer(streek, contract)


def _contracteer(streek: Streek, contract: Contract) -> None:
    traject = _traject(contract)
    aanmelding = streek.id("aanmeldingen", f"{traject}-{contract.aanbieder}")
    laat_toe(
        streek=streek,
        contract=contract,
        traject=traject,
        op="2026-07-14",
        grondslag="GUNNING",
        extra={"aanmeldingId": aanmelding},
    )
    vorige = {c.aanbieder: c.nummer for c in HEGGENLAND_2023}
    extra = opvolging(vorige.get(contract.aanbieder), via="INKOOP")
    if traject != VEEL:
        extra |= taakbudgetten(contract=contract, jaren=range(2027, 2033))
    _sluit(streek, contract, "2026-09-15", extra)


def _begin_2027(streek: Streek) -> None:
    """The new contracts start the day after the old ones end."""
    start = ("2026-12-15 inkoop-voorbereiding-einde", "2027-01-01 inkoop-start")
    zet_stappen(streek=streek, trajecten=NIEUW, regels=start)
    zet_stappen(streek=streek, trajecten=HERZIEN, regels=("2027-01-01 herziening-start",))
    zet_stappen(streek=streek, trajecten=(HUIDIG,), regels=("2026-12-31 einde-huidige-contracten",))
    for onderstelling, op, uitkomst, toelichting in (
        ("planning-haalbaar", "2027-01-05", "UITGEKOMEN", "Alle vijf segmenten begonnen op tijd."),
        (
            "lokale-teams-stevig",
            "2028-03-14",
            "DEELS_ONJUIST",
            "In drie van de negen gemeenten verwijst het lokale team nog te vaak door.",
        ),
    ):
        blijkt(
            streek=streek,
            onderstelling=onderstelling,
            op=op,
            uitkomst=uitkomst,
            toelichting=toelichting,
        )
