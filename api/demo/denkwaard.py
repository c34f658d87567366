"""The third region: a policy frame through a joint body and ten zienswijzen, and what was bought under it (S2).

The seed ends with its planning of December 2020; what follows after that is the story's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from api.demo.besluitwerk import blijkt, breng_in, iedere, kies, op_besluit, uitspraken
from api.demo.inkoopwerk import (
    Inschrijving,
    gun,
    laat_toe,
    op_traject,
    schrijf_allen_in,
    sluit,
    zet_stappen,
)
from api.demo.portefeuille import DENKWAARD_2022, Contract
from api.demo.spelers import DENKWAARD
from api.demo.streek import Streek
from api.demo.verhaal import Boek, Nummer
from domain.besluitvereiste import Rol

AKKOORD, VASTSTELLEN, STRATEGIE, EINDE, OPNIEUW = (
    "ab-akkoord-concept",
    "ab-vaststellen",
    "inkoopstrategie-2022",
    "einde-inkoopkader-2022",
    "ab-vaststellen-2028",
)
KADER, OPVOLGER = "inkoopkader-2022", "inkoopkader-2028"
VOORNEMEN, TRAJECT = "inkoop-2022", "jeugdhulp-2022"
_AB = {"orgaan": "AB", "naam": "algemeen bestuur"}


@dataclass(frozen=True, kw_only=True)
class Zienswijze:
    """What a raad said of the concept, when it came in, and what the AB did with it; no text: it renounced."""

    gemeente: str
    dag: str
    strekking: str | None
    verwerking: str = ""
    motivering: str = ""


def _lees(*regels: str) -> tuple[Zienswijze, ...]:
    """Read lines of `gemeente | day | what it said | what was done | why`; one who renounced has the first two."""
    gelezen = []
    for regel in regels:
        gemeente, dag, *rest = (deel.strip() for deel in regel.split("|"))
        strekking, verwerking, motivering = rest or (None, "", "")
        gelezen.append(
            Zienswijze(
                gemeente=gemeente,
                dag=dag,
                strekking=strekking,
                verwerking=verwerking or "",
                motivering=motivering or "",
            )
        )
    return tuple(gelezen)


_IN_2020 = _lees(
    "9015 | 2020-11-12 | meer ruimte voor lokaal maatwerk | OVERGENOMEN | uitgangspunt 4 is aangescherpt",
    "9016 | 2020-11-17 | steun, zonder wijziging | VOOR_KENNISGEVING | vraagt geen wijziging",
    "9017 | 2020-11-19 | keuzevrijheid van het gezin voorop | DEELS_OVERGENOMEN | blijft naast grip staan",
    "9018 | 2020-11-24 | kosten per gemeente zichtbaar maken | OVERGENOMEN | komt in de afspraken over verantwoording",
    "9019 | 2020-11-24",
    "9020 | 2020-11-26 | minder regels voor kleine aanbieders | DEELS_OVERGENOMEN | uitgangspunt 10 noemt hen nu",
    "9021 | 2020-11-30 | eerst een begroting, dan een kader | NIET_OVERGENOMEN | het kader zelf kost niets",
    "9022 | 2020-12-01 | toegang bij de huisarts versterken | OVERGENOMEN | uitgangspunt 7 is aangevuld",
    "9023 | 2020-12-03 | langere contracten | DEELS_OVERGENOMEN | meerjarig blijft zonder getal",
    "9024 | 2020-12-07 | geen verblijf buiten de regio | VOOR_KENNISGEVING | kwam na de uiterste dag; wel besproken",
)
_IN_2026 = _lees(
    "9015 | 2026-11-05 | wachttijden als apart doel | OVERGENOMEN | doel 2 is gesplitst",
    "9018 | 2026-11-10 | steun, zonder wijziging | VOOR_KENNISGEVING | vraagt geen wijziging",
    "9021 | 2026-11-12",
    "9016 | 2026-11-19 | meer preventie in de wijk | DEELS_OVERGENOMEN | valt deels buiten de inkoop",
    "9017 | 2026-11-26 | steun, zonder wijziging | VOOR_KENNISGEVING | vraagt geen wijziging",
    "9019 | 2026-11-26 | vier jaar is te kort | NIET_OVERGENOMEN | de raden kiezen per periode",
    "9020 | 2026-12-01 | steun, zonder wijziging | VOOR_KENNISGEVING | vraagt geen wijziging",
    "9022 | 2026-12-01 | meer gezinshuizen | OVERGENOMEN | uitgangspunt 2 noemt ze nu",
    "9023 | 2026-12-03 | steun, zonder wijziging | VOOR_KENNISGEVING | vraagt geen wijziging",
)
"""One raad stays silent; after the deadline that holds nothing up."""


def schrijf_verhaal() -> Boek:
    """Write the whole life of the region, far into the future; the player stops at the day asked."""
    streek = Streek(regio=DENKWAARD, regime="s2-zuid-holland-zuid", uur=time(11, 0))
    streek.laat_weg(
        f"trajecten.{VOORNEMEN}.criteria"
    )  # they go with the tender that takes its place
    streek.laad_rest(op="2020-07-30")
    _concept(streek)
    _vaststelling(streek)
    _inkoop(streek)
    _opvolger(streek)
    return streek.boek


# --- 2020: from concept to frame ---------------------------------------------------------------------------------


def _concept(streek: Streek) -> None:
    """The AB agrees on 24 September and opens the zienswijzen (S2:23-36)."""
    opdracht = ("2020-06-04 CONFORM",)
    uitspraken(
        streek=streek, code="bestuursopdracht", orgaan="AB", regels=opdracht, op="2020-07-30"
    )
    avonden = (
        "2020-09-16 raden-consult-1",
        "2020-09-17 raden-consult-2",
        "2020-09-18 thema-overleg",
    )
    zet_stappen(streek=streek, trajecten=(VOORNEMEN,), regels=avonden)
    uitspraken(streek=streek, code=AKKOORD, orgaan="AB", regels=("2020-09-24 CONFORM",))
    for lezing in ("ab-24-september", "deadline-zienswijzen"):
        kies(
            streek=streek,
            lezing=lezing,
            op="2020-09-24",
            gekozen=streek.gekozen(lezing),
            orgaan="AB",
            extra={"besluitId": streek.id("besluiten", AKKOORD)},
        )


def _hoor(streek: Streek, besluit: str, zienswijzen: Iterable[Zienswijze], *, op: str) -> None:
    """Receive zienswijzen on their days, and say on the day of the AB what was done with each."""
    for z in zienswijzen:
        als = f"{streek.naam(besluit)} zienswijze {z.gemeente}"
        wat = {"strekking": z.strekking} if z.strekking else {"afgezien": True}
        inhoud = {"orgaan": "RAAD", "gemeente": z.gemeente, **wat}
        op_besluit(streek=streek, code=besluit, pad="zienswijzen", op=z.dag, inhoud=inhoud, als=als)
        if z.strekking:
            verwerkt = {
                "volgnummer": Nummer(als),
                "verwerking": z.verwerking,
                "motivering": z.motivering,
            }
            op_besluit(streek=streek, code=besluit, pad="verwerkingen", op=op, inhoud=verwerkt)


def _stel_vast(streek: Streek, kader: str, besluit: str, *, op: str) -> None:
    streek.boek.schrijf(
        op=op,
        wie=streek.inkoper,
        ding=f"beleidskaders/{streek.naam(kader)}",
        pad="vaststellingen",
        inhoud={"ingangsdatum": op, "besluitId": streek.id("besluiten", besluit)},
        als=f"{streek.naam(kader)} vastgesteld",
    )


def _vaststelling(streek: Streek) -> None:
    """Ten zienswijzen, one late and one renounced; the AB adopts with changes on 10 December (S2:31-36)."""
    _hoor(streek, VASTSTELLEN, _IN_2020, op="2020-12-10")
    uitspraken(streek=streek, code=VASTSTELLEN, orgaan="AB", regels=("2020-12-10 GEWIJZIGD",))
    _stel_vast(streek, KADER, VASTSTELLEN, op="2020-12-10")
    for doelgroep in ("GEMEENTERADEN", "AANBIEDERS"):
        inhoud = {"kanaal": "NIEUWSBRIEF", "doelgroep": doelgroep}
        op_besluit(
            streek=streek, code=VASTSTELLEN, pad="bekendmakingen", op="2020-12-15", inhoud=inhoud
        )
    blijkt(
        streek=streek,
        onderstelling="kader-op-tijd",
        op="2020-12-10",
        uitkomst="UITGEKOMEN",
        toelichting="Vastgesteld een jaar voor het oude kader afloopt.",
    )


# --- 2021-2022: what was bought under it -------------------------------------------------------------------------


def _inkoop(streek: Streek) -> None:
    """The proposal without a method makes way for a tender, invented by the story; five contracts from 2022."""
    _strategie(streek)
    gunning = (
        *(
            Inschrijving(aanbieder=c.aanbieder, percelen=" ".join(c.percelen))
            for c in DENKWAARD_2022
        ),
        Inschrijving(
            aanbieder="waterlelie",
            percelen="JH-LOKAAL",
            waarom_niet="Bezoldiging boven de norm van de WNT.",
            mist="wnt",
        ),
    )
    schrijf_allen_in(streek=streek, sleutels=[i.aanbieder for i in gunning], op="2021-05-18")
    gun(
        streek=streek,
        traject=TRAJECT,
        ontvangen="2021-05-18",
        beslist="2021-06-24",
        bezwaar_tot_en_met="2021-07-14",
        inschrijvingen=gunning,
        criteria=("2022", ("wnt",)),
    )
    zet_stappen(streek=streek, trajecten=(TRAJECT,), regels=("2021-06-24 gunning",))
    for contract in DENKWAARD_2022:
        _contracteer(streek, contract)


def _contracteer(streek: Streek, contract: Contract) -> None:
    aanmelding = streek.id("aanmeldingen", f"{TRAJECT}-{contract.aanbieder}")
    laat_toe(
        streek=streek,
        contract=contract,
        traject=TRAJECT,
        op="2021-07-20",
        grondslag="GUNNING",
        extra={"aanmeldingId": aanmelding},
    )
    voorwaarden = {
        "inkoopvorm": "AANBESTEDING",
        "bekostigingsvorm": "INSPANNINGSGERICHT",
        "rustOp": [streek.id("lezingen", "meerjarig")],
    }
    sluit(
        streek=streek,
        contract=contract,
        traject=TRAJECT,
        bron=VOORNEMEN,
        op="2021-09-16",
        extra=voorwaarden,
    )


_GEWOGEN = (
    {
        "code": "open-house",
        "omschrijving": "iedereen toelaten die voldoet",
        "gekozen": False,
        "overweging": "geeft geen grip op het aantal aanbieders (uitgangspunt 3)",
    },
    {
        "code": "aanbesteden",
        "omschrijving": "aanbesteden, lokaal en regionaal apart",
        "gekozen": True,
        "overweging": "grip op het aantal, en keuze binnen elk perceel",
    },
)


def _strategie(streek: Streek) -> None:
    """The AB chooses the tender; the proposal is withdrawn without ever having been true."""
    breng_in(
        streek=streek,
        code=STRATEGIE,
        op="2021-01-21",
        onderwerp="Inkoopstrategie 2022: aanbesteden, in plaats van het open voornemen",
        betrokken=({**_AB, "rol": "BESLIST", "uiterlijk": "2021-02-18"},),
        extra={
            "indiener": "DB",
            "kaderId": streek.id("beleidskaders", KADER),
            "alternatieven": list(_GEWOGEN),
        },
    )
    _open_traject(streek)
    uitspraken(streek=streek, code=STRATEGIE, orgaan="AB", regels=("2021-02-18 CONFORM",))
    besluit = {"besluitId": streek.id("besluiten", STRATEGIE)}
    for code, pad in ((TRAJECT, "vaststellingen"), (VOORNEMEN, "intrekkingen")):
        op_traject(streek=streek, code=code, pad=pad, op="2021-02-18", inhoud=besluit)


def _open_traject(streek: Streek) -> None:
    """Make the tender after the proposal, with a method and a calendar of its own."""
    gunning = {"fase": "2021-06", "precisie": "MAAND"}
    nieuw = {
        **streek.lichaam(f"trajecten.{VOORNEMEN}"),
        "ingangsdatum": "2021-01-21",
        "ingangContracten": "2022-01-01",
        "startProcedure": "2021-04-06",
        "naam": "Jeugdhulp Denkwaard 2022 (aanbesteding)",
        "inkoopvorm": "AANBESTEDING",
        "doorlooptijden": [{"orgaan": "AB", "dagen": 56}, {"orgaan": "RAAD", "dagen": 84}],
        "kalender": [{"code": "gunning", "omschrijving": "gunning", "moment": gunning}],
    }
    streek.boek.open(
        op="2021-01-21",
        wie=streek.inkoper,
        ding=f"inkooptrajecten/{streek.naam(TRAJECT)}",
        inhoud=nieuw,
    )
    wnt = {**streek.lichaam(f"trajecten.{VOORNEMEN}.criteria.2022"), "ingangsdatum": "2021-01-21"}
    op_traject(streek=streek, code=TRAJECT, pad="criteria", op="2021-01-21", inhoud=wnt)


# --- 2025 and later: the frame gets an end, and a successor ------------------------------------------------------


def _opvolger(streek: Streek) -> None:
    """The AB gives its frame an end; from then an alarm stands until a successor is adopted."""
    _geef_einde(streek)
    streek.boek.open(
        op="2026-08-27",
        wie=streek.inkoper,
        ding=f"beleidskaders/{streek.naam(OPVOLGER)}",
        inhoud={
            "ingangsdatum": "2026-08-27",
            "regioId": streek.regio_id,
            "naam": "Inkoopkader jeugdhulp 2028 en verder",
            "geldigVan": "2028-01-01",
            "voorgangerId": streek.id("beleidskaders", KADER),
            "uitgangspunten": [
                {"code": "n1", "omschrijving": "kortere wachttijden"},
                {"code": "n2", "omschrijving": "verblijf in gezinsvorm"},
                {"code": "n3", "omschrijving": "een vast aantal partners per perceel"},
            ],
        },
    )
    breng_in(
        streek=streek,
        code=OPNIEUW,
        op="2026-09-24",
        onderwerp="Het inkoopkader jeugdhulp 2028 en verder vaststellen",
        betrokken=(
            iedere(streek=streek, orgaan="RAAD", rol=Rol.ZIENSWIJZE, uiterlijk="2026-12-03"),
            {**_AB, "rol": "STELT_VAST", "uiterlijk": "2026-12-10"},
        ),
        extra={
            "indiener": "DB",
            "kaderId": streek.id("beleidskaders", OPVOLGER),
            "vroegsteWerking": "2028-01-01",
        },
    )
    _hoor(streek, OPNIEUW, _IN_2026, op="2026-12-10")
    uitspraken(streek=streek, code=OPNIEUW, orgaan="AB", regels=("2026-12-10 GEWIJZIGD",))
    _stel_vast(streek, OPVOLGER, OPNIEUW, op="2026-12-10")


def _geef_einde(streek: Streek) -> None:
    breng_in(
        streek=streek,
        code=EINDE,
        op="2025-11-13",
        onderwerp="Het inkoopkader 2022 eindigt op 31 december 2027",
        betrokken=({**_AB, "rol": "STELT_VAST", "uiterlijk": "2025-12-11"},),
        extra={"indiener": "DB", "kaderId": streek.id("beleidskaders", KADER)},
    )
    uitspraken(streek=streek, code=EINDE, orgaan="AB", regels=("2025-12-11 CONFORM",))
    besluit = {"besluitId": streek.id("besluiten", EINDE)}
    streek.boek.schrijf(
        op="2025-12-11",
        wie=streek.inkoper,
        ding=f"beleidskaders/{streek.naam(KADER)}",
        pad="wijzigingen",
        inhoud={"ingangsdatum": "2025-12-11", "geldigTotEnMet": "2027-12-31", **besluit},
    )
    gekozen = "2022-01-01 t/m 2027-12-31"
    gevolg = "eind 2027 loopt het kader af; zonder opvolger volgt een alarm"
    kies(
        streek=streek,
        lezing="2022-en-verder",
        op="2025-12-11",
        gekozen=gekozen,
        orgaan="AB",
        extra={**besluit, "alternatieven": [{"waarde": gekozen, "gevolg": gevolg}]},
    )
