"""How Voorbeeldland measures its goals: indicators, baselines, yearly figures, and what is weighed at a moment (S0)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.demo.dingwerk import op_ding
from api.demo.inkoopwerk import op_traject
from api.demo.portefeuille import SAS
from api.demo.streek import Streek
from api.demo.verhaal import Nummer
from api.demo.voorbeeldland_contracten import SAS_A, SAS_V

GO_2025, GO_2027 = "go-no-go-2025", "go-no-go-2027"
RECIDIVE = "zorgrecidive"
"""The indicator of which a figure turns out to be other than it was when the colleges voted."""


@dataclass(frozen=True, kw_only=True)
class _Indicator:
    """How a goal is measured; `cijfers` are those over 2022 and on."""

    naam: str
    definitie: str
    eenheid: str
    gewenst: str
    doel: str
    trajecten: tuple[str, ...]
    nulmeting: str
    streefwaarden: Mapping[str, str]
    cijfers: str


_INDICATOREN: Mapping[str, _Indicator] = {
    RECIDIVE: _Indicator(
        naam="Zorgrecidive",
        definitie="Deel van de jeugdigen dat binnen een jaar na het einde opnieuw jeugdhulp krijgt.",
        eenheid="PERCENTAGE",
        gewenst="LAGER",
        doel="doel-7",
        trajecten=(SAS_A, SAS_V),
        nulmeting="18.4",
        streefwaarden={"2026": "15.0", "2030": "13.0"},
        cijfers="18.1 16.5 15.9 15.6 14.8 14.9 14.2 13.6 13.2",
    ),
    "doorlooptijd": _Indicator(
        naam="Gemiddelde doorlooptijd ambulant",
        definitie="Dagen tussen de eerste en de laatste dag van een ambulant traject.",
        eenheid="DAGEN",
        gewenst="LAGER",
        doel="doel-2",
        trajecten=(SAS_A,),
        nulmeting="290",
        streefwaarden={"2026": "265", "2030": "250"},
        cijfers="296 301 276 271 266 262 259 255 252",
    ),
    "verblijf-aandeel": _Indicator(
        naam="Aandeel verblijf",
        definitie="Deel van de jeugdigen in jeugdhulp dat in verblijf is.",
        eenheid="PERCENTAGE",
        gewenst="LAGER",
        doel="doel-5",
        trajecten=(SAS_A, SAS_V),
        nulmeting="9.8",
        streefwaarden={"2026": "8.5", "2030": "7.0"},
        cijfers="9.9 9.6 9.2 8.8 8.5 8.1 7.8 7.4 7.1",
    ),
    "gezinsvorm": _Indicator(
        naam="Verblijf in een gezinsvorm",
        definitie="Deel van het verblijf in een gezinshuis of pleeggezin.",
        eenheid="PERCENTAGE",
        gewenst="HOGER",
        doel="doel-6",
        trajecten=(SAS_V,),
        nulmeting="46.0",
        streefwaarden={"2026": "58.0", "2030": "70.0"},
        cijfers="45.2 48.9 53.1 56.0 58.4 60.7 63.5 66.2 68.8",
    ),
}
_EERSTE = 2022
"""The year of the first figure in each line."""
_LAAT = ("doorlooptijd", 2024)
"""The figure that lay around for three months, while the colleges voted."""

_CRITERIA: Mapping[str, Mapping[str, tuple[tuple[str, str, str], ...]]] = {
    SAS_A: {
        GO_2025: ((RECIDIVE, "MAXIMAAL", "16"), ("doorlooptijd", "MAXIMAAL", "280")),
        GO_2027: ((RECIDIVE, "MAXIMAAL", "15"), ("doorlooptijd", "MAXIMAAL", "265")),
    },
    SAS_V: {
        GO_2025: (("verblijf-aandeel", "MAXIMAAL", "9.5"), ("gezinsvorm", "MINIMAAL", "50")),
        GO_2027: (("verblijf-aandeel", "MAXIMAAL", "8.5"), ("gezinsvorm", "MINIMAAL", "58")),
    },
}
"""Per procedure and moment what is looked at: the indicator, on which side of the norm, and the norm."""
_DEKKEND = {"code": "dekkend", "omschrijving": "Elke gemeente heeft per perceel een aanbieder."}


def schrijf_doelen(*, streek: Streek, strategie: str) -> None:
    """Write how the goals are measured, year after year, and what is weighed at both moments."""
    for code, gegeven in _INDICATOREN.items():
        _vastleggen(streek, code, gegeven)
        _metingen(streek, code, gegeven.cijfers.split())
    _definitief(streek)
    _afspraken(streek)
    for traject in (SAS_V, SAS_A):
        _voorbereiding(streek, traject, strategie)
        for op, momenten in (("2024-11-05", (GO_2025,)), ("2026-10-06", (GO_2025, GO_2027))):
            anders = {"beslismomenten": _momenten(streek, traject, momenten)}
            op_traject(streek=streek, code=traject, pad="wijzigingen", op=op, inhoud=anders)
    _evaluaties(streek)


def _voorbereiding(streek: Streek, traject: str, strategie: str) -> None:
    """Say how long bodies need; and since 2024 that the colleges decide on the option as well."""
    tijden = [{"orgaan": "COLLEGE", "dagen": 42}, {"orgaan": "RAAD", "dagen": 70}]
    eerst = {"doorlooptijden": tijden, "besluitId": streek.id("besluiten", strategie)}
    op_traject(streek=streek, code=traject, pad="wijzigingen", op="2022-03-08", inhoud=eerst)
    (besluit,) = streek.lichaam(f"trajecten.{traject}")["vereisten"]
    optie = {**besluit, "handelingen": ["contract.verlengd"], "van": "2024-02-13"}
    later = {"vereisten": [besluit, optie]}
    op_traject(streek=streek, code=traject, pad="wijzigingen", op="2024-02-13", inhoud=later)


# --- figures -----------------------------------------------------------------------------------------------------


def _op_indicator(streek: Streek, code: str, pad: str, op: str, **inhoud: Any) -> None:
    als = f"{code} {pad} {inhoud.get('peilperiode') or inhoud.get('per')}"
    op_ding(
        streek=streek, meervoud="indicatoren", code=code, pad=pad, op=op, inhoud=inhoud, als=als
    )


def _vastleggen(streek: Streek, code: str, gegeven: _Indicator) -> None:
    """Make a goal measurable before the contracts start, with the figure to compare with."""
    streek.boek.open(
        op="2022-06-07",
        wie=streek.inkoper,
        ding=f"indicatoren/{streek.naam(code)}",
        inhoud={
            "ingangsdatum": "2022-06-07",
            "regioId": streek.regio_id,
            "code": code,
            "naam": gegeven.naam,
            "definitie": gegeven.definitie,
            "bron": "regionale monitor jeugd (fictief)",
            "eenheid": gegeven.eenheid,
            "gewenst": gegeven.gewenst,
            "doelen": [
                {"trajectId": streek.id("inkooptrajecten", t), "doel": gegeven.doel}
                for t in gegeven.trajecten
            ],
        },
    )
    nul = {"peilperiode": "2021", "waarde": gegeven.nulmeting, "bron": "monitor 2021 (fictief)"}
    _op_indicator(streek, code, "nulmetingen", "2022-09-06", **nul)
    for per, waarde in gegeven.streefwaarden.items():
        _op_indicator(streek, code, "streefwaarden", "2022-09-06", per=per, waarde=waarde)


def _metingen(streek: Streek, code: str, cijfers: Iterable[str]) -> None:
    """Every March the figure of the year before; that of 2024 is a provisional one, for the moment of 2025."""
    for jaar, waarde in enumerate(cijfers, start=_EERSTE):
        bekend = f"{jaar + 1}-03-11"
        cijfer = {"peilperiode": f"{jaar}", "waarde": waarde, "bron": f"monitor {jaar} (fictief)"}
        voorlopig = {"voorlopig": True} if (code, jaar) == (RECIDIVE, 2024) else {}
        laat = {"ingangsdatum": bekend} if (code, jaar) == _LAAT else {}
        op = "2025-06-10" if laat else bekend
        _op_indicator(streek, code, "metingen", op, **cijfer, **voorlopig, **laat)


def _definitief(streek: Streek) -> None:
    """After the vote of 2025 the final figure comes, on the other side of the norm."""
    vervanging = {
        "soort": "metingen",
        "ingangsdatum": "2025-03-11",
        "peilperiode": "2024",
        "waarde": "16.4",
        "bron": "monitor 2024, definitief (fictief)",
    }
    regel = {"volgnummer": Nummer(f"{RECIDIVE} metingen 2024"), "vervanging": vervanging}
    streek.boek.schrijf(
        op="2025-09-02",
        wie=streek.inkoper,
        ding=f"indicatoren/{streek.naam(RECIDIVE)}",
        pad="correcties",
        inhoud={
            "soort": "DEFINITIEF_CIJFER",
            "registraties": [regel],
            "reden": "Definitief cijfer: de laatste maanden van 2024 ontbraken nog.",
        },
        als=f"{RECIDIVE} definitief 2024",
    )


def _afspraken(streek: Streek) -> None:
    """The goal becomes an agreement in every ambulant contract, all in one go (S0:83-88)."""
    streek.samen(
        als="afspraak doorlooptijd",
        op="2023-01-17",
        contracten={contract.nummer: {} for contract in SAS if contract.segment == "ambulant"},
        pad="afspraken",
        inhoud={
            "code": "doorlooptijd",
            "omschrijving": "De gemiddelde doorlooptijd is hoogstens 300 dagen",
            "afspraaksoort": "DOEL",
            "doel": "doel-2",
            "indicator": streek.id("indicatoren", "doorlooptijd"),
            "norm": {"richting": "MAXIMAAL", "waarde": "300"},
        },
    )


# --- what is weighed ---------------------------------------------------------------------------------------------


def _momenten(streek: Streek, traject: str, met: Iterable[str]) -> list[dict[str, Any]]:
    """Give the moments of a procedure, some with their criteria."""
    momenten = streek.lichaam(f"trajecten.{traject}")["beslismomenten"]
    return [
        {**m, "criteria": _criteria(streek, traject, m["code"])} if m["code"] in met else m
        for m in momenten
    ]


def _criteria(streek: Streek, traject: str, moment: str) -> list[dict[str, Any]]:
    woord = {"MAXIMAAL": "hoogstens", "MINIMAAL": "minstens"}
    gemeten = [
        {
            "code": code,
            "omschrijving": f"{_INDICATOREN[code].naam} {woord[richting]} {waarde}",
            "indicator": streek.id("indicatoren", code),
            "norm": {"richting": richting, "waarde": waarde},
        }
        for code, richting, waarde in _CRITERIA[traject][moment]
    ]
    return [*gemeten, _DEKKEND]


_EVALUATIES = (
    ("2025-04-01", SAS_A, GO_2025, "JA NEE JA", "Verder, met wijzigingen: te lange trajecten."),
    ("2025-04-01", SAS_V, GO_2025, "JA JA JA", "Verder; groepsverblijf zuid kan dicht."),
    ("2027-03-30", SAS_A, GO_2027, "JA NEE JA", "Verder; behandeling zuid heeft te weinig vraag."),
    ("2027-03-30", SAS_V, GO_2027, "JA JA NEE", "Verder; de afbouw loopt volgens plan."),
)
"""Day, procedure, moment, judgement on each criterium in turn, and what follows from it."""


def _evaluaties(streek: Streek) -> None:
    """What was found before each decision, on the figures of that day."""
    for op, traject, moment, oordelen, conclusie in _EVALUATIES:
        codes = [code for code, _, _ in _CRITERIA[traject][moment]]
        inhoud = {
            "beslismoment": moment,
            "segment": traject.removeprefix("sas-"),
            "criteriumoordelen": [
                {"criterium": code, "voldaan": voldaan}
                for code, voldaan in zip([*codes, "dekkend"], oordelen.split(), strict=True)
            ],
            "conclusie": conclusie,
            "indicatoren": [streek.id("indicatoren", code) for code in codes],
        }
        op_traject(streek=streek, code=traject, pad="evaluaties", op=op, inhoud=inhoud)
