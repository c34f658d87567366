"""How Voorbeeldland steers its contracts: agreements, findings, plans for improvement, sanctions, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from api.demo.streek import Streek
from api.demo.verhaal import Nummer, feit_id
from api.demo.voorbeeldland_contracten import zeg_op

PLUIZENBOL, STERRENSTOF, ZANDKASTEEL = "VL-2023-A05", "VL-2023-A07", "VL-2023-A11"


@dataclass(frozen=True, kw_only=True)
class _Regel:
    """A fact of a contract: what it is called here, on which day, and the one named here that it is about."""

    contract: str
    als: str
    op: str
    pad: str
    inhoud: Mapping[str, Any] = field(default_factory=dict)
    over: str | None = None

    def ingevuld(self) -> dict[str, Any]:
        """Give its body, with the volgnummer of what it is about."""
        veld = {"sancties": "constatering", "verbetertrajecten": "constateringen"}.get(self.pad)
        if self.over is None:
            return dict(self.inhoud)
        nummer = Nummer(_naam(self.contract, self.over))
        waarde = [nummer] if self.pad == "verbetertrajecten" else nummer
        return {**self.inhoud, veld or "volgnummer": waarde}


def _naam(contract: str, als: str) -> str:
    return f"{contract} {als}"


def _goed(toelichting: str, uitkomst: str = "GEHAALD") -> dict[str, Any]:
    return {"uitkomst": uitkomst, "toelichtingUitkomst": toelichting}


_WACHTTIJD = {
    "code": "wachttijd",
    "omschrijving": "Eerste gesprek binnen vier weken na aanmelding",
    "afspraaksoort": "KPI",
    "doel": "doel-3",
}
_JAARVERSLAG = {
    "code": "verantwoording",
    "omschrijving": "Productieverantwoording met controleverklaring",
    "afspraaksoort": "RAPPORTAGE",
    "uiterlijk": "2024-04-01",
    "herhaling": {"maanden": 12},
}
_REGELS = (
    # De Zandkasteel: a plan that was not made good, and in the end a notice.
    _Regel(
        contract=ZANDKASTEEL,
        als="traag",
        op="2024-09-10",
        pad="constateringen",
        inhoud={
            "afspraak": "doorlooptijd",
            "geconstateerd": "Twee kwartalen een doorlooptijd boven de 320 dagen.",
            "ernst": "ERNSTIG",
            "herstelUiterlijk": "2025-03-31",
        },
    ),
    _Regel(
        contract=ZANDKASTEEL,
        als="plan",
        op="2024-10-01",
        pad="verbetertrajecten",
        over="traag",
        inhoud={"beoogdResultaat": "Doorlooptijd terug naar 280 dagen", "uiterlijk": "2025-03-31"},
    ),
    _Regel(
        contract=ZANDKASTEEL,
        als="plan niet gehaald",
        op="2025-04-08",
        pad="afsluitingen",
        over="plan",
        inhoud=_goed("Nog steeds 305 dagen in het eerste kwartaal.", "NIET_GEHAALD"),
    ),
    _Regel(
        contract=ZANDKASTEEL,
        als="niet hersteld",
        op="2025-04-08",
        pad="afsluitingen",
        over="traag",
        inhoud=_goed("Meegewogen bij de evaluatie voor het go/no-go.", "NIET_HERSTELD"),
    ),
    # Pluizenbol: a talk, a finding, a notice, and a plan that was made good.
    _Regel(
        contract=PLUIZENBOL, als="wachttijd", op="2023-02-14", pad="afspraken", inhoud=_WACHTTIJD
    ),
    _Regel(
        contract=PLUIZENBOL,
        als="gesprek",
        op="2025-10-07",
        pad="gesprekken",
        inhoud={
            "onderwerp": "oplopende wachttijd",
            "afspraken": ["wachttijd"],
            "vervolgUiterlijk": "2025-12-15",
        },
    ),
    _Regel(
        contract=PLUIZENBOL,
        als="gesprek gevolgd",
        op="2025-12-02",
        pad="afsluitingen",
        over="gesprek",
        inhoud=_goed("Cijfers ontvangen; zij leiden tot een constatering."),
    ),
    _Regel(
        contract=PLUIZENBOL,
        als="te lang",
        op="2025-12-02",
        pad="constateringen",
        inhoud={
            "afspraak": "wachttijd",
            "geconstateerd": "Gemiddeld negen weken tot het eerste gesprek.",
            "ernst": "ERNSTIG",
            "herstelUiterlijk": "2026-03-31",
        },
    ),
    _Regel(
        contract=PLUIZENBOL,
        als="plan",
        op="2026-02-10",
        pad="verbetertrajecten",
        over="te lang",
        inhoud={
            "beoogdResultaat": "Eerste gesprek weer binnen vier weken",
            "uiterlijk": "2026-06-30",
        },
    ),
    _Regel(
        contract=PLUIZENBOL,
        als="plan gehaald",
        op="2026-06-09",
        pad="afsluitingen",
        over="plan",
        inhoud=_goed("Drieënhalve week, drie maanden achtereen."),
    ),
    _Regel(
        contract=PLUIZENBOL,
        als="hersteld",
        op="2026-06-09",
        pad="afsluitingen",
        over="te lang",
        inhoud=_goed("Verbeterplan uitgevoerd.", "HERSTELD"),
    ),
    # Sterrenstof: accounts that come late, and care that was declared and not given.
    _Regel(
        contract=STERRENSTOF,
        als="verantwoording",
        op="2023-02-14",
        pad="afspraken",
        inhoud=_JAARVERSLAG,
    ),
    *(
        _Regel(
            contract=STERRENSTOF,
            als=f"verantwoording {jaar}",
            op=f"{jaar}-03-26",
            pad="afsluitingen",
            over="verantwoording",
            inhoud=_goed(f"Verantwoording over {jaar - 1} ontvangen."),
        )
        for jaar in (2024, 2025, 2027, 2028, 2029, 2030, 2031)
    ),
    _Regel(
        contract=STERRENSTOF,
        als="verantwoording 2026",
        op="2026-06-16",
        pad="afsluitingen",
        over="verantwoording",
        inhoud=_goed("Pas na twee herinneringen ontvangen.", "NIET_GEHAALD"),
    ),
    _Regel(
        contract=STERRENSTOF,
        als="declaraties",
        op="2026-09-08",
        pad="constateringen",
        inhoud={
            "geconstateerd": "Steekproef: voor een op de twaalf declaraties is geen zorg aan te wijzen.",
            "ernst": "ERNSTIG",
            "herstelUiterlijk": "2027-01-31",
        },
    ),
    _Regel(
        contract=STERRENSTOF,
        als="korting",
        op="2026-10-01",
        pad="sancties",
        over="declaraties",
        inhoud={
            "sanctiesoort": "KORTING",
            "percentage": "5",
            "totEnMet": "2027-03-31",
            "grond": "Inhouding tot de administratie op orde is.",
        },
    ),
    _Regel(
        contract=STERRENSTOF,
        als="terugvordering",
        op="2026-10-01",
        pad="sancties",
        over="declaraties",
        inhoud={
            "sanctiesoort": "TERUGVORDERING",
            "bedrag": "48250.00",
            "betalenUiterlijk": "2026-12-31",
            "grond": "Declaraties over 2025 zonder zorg.",
        },
    ),
    _Regel(
        contract=STERRENSTOF,
        als="betaald",
        op="2026-12-15",
        pad="afsluitingen",
        over="terugvordering",
        inhoud=_goed("Verrekend met de declaraties van november.", "BETAALD"),
    ),
    _Regel(
        contract=STERRENSTOF,
        als="op orde",
        op="2027-01-26",
        pad="afsluitingen",
        over="declaraties",
        inhoud=_goed("Tweede steekproef zonder fouten.", "HERSTELD"),
    ),
)


def schrijf_sturing(*, streek: Streek) -> None:
    """Write what was agreed, found and imposed; and the notice to Pluizenbol that was taken back."""
    for regel in sorted(_REGELS, key=lambda regel: regel.op):
        streek.op_contract(
            nummer=regel.contract,
            pad=regel.pad,
            op=regel.op,
            inhoud=regel.ingevuld(),
            als=_naam(regel.contract, regel.als),
        )
    _verbeterplan(streek)


def _verbeterplan(streek: Streek) -> None:
    """Pluizenbol gets notice in February 2026, mends its ways, and keeps its contract in June."""
    grond = "wachttijd langer dan afgesproken; verbeterplan gevraagd"
    zeg_op(
        streek=streek,
        op="2026-02-10",
        samen="opzegging wachttijd",
        contracten={PLUIZENBOL: {"gevolgVan": feit_id(_naam(PLUIZENBOL, "te lang"))}},
        laatste_dag="2026-12-31",
        grond=grond,
    )
    terug = {
        "volgnummer": Nummer(f"{streek.naam('opzegging wachttijd')} {PLUIZENBOL}"),
        "reden": "Het verbeterplan is gehaald: de wachttijd is terug binnen de afspraak.",
        "gevolgVan": feit_id(_naam(PLUIZENBOL, "plan gehaald")),
    }
    streek.op_contract(nummer=PLUIZENBOL, pad="intrekkingen", op="2026-06-09", inhoud=terug)
