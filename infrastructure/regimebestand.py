"""Reads a regime file (`regimes/*.toml`) into typed data that keeps source and reading with every value.

A wrong file is refused with every fault at once. The bodies that follow from a regime are bodies of the API.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from domain.contractomgeving import BEKOSTIGINGSWISSEL
from domain.waarden import dag_voor, plus_maanden

REGIMES = Path(__file__).resolve().parent.parent / "regimes"
T = TypeVar("T")

_BRON = re.compile(r"(S\d):(\d+)(?:-(\d+))?", re.ASCII)
_FASE = {
    "jaar": re.compile(r"\d{4}", re.ASCII),
    "kwartaal": re.compile(r"\d{4}-Q[1-4]", re.ASCII),
    "maand": re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII),
    "dag": re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
}
_AFGEDWONGEN = frozenset({BEKOSTIGINGSWISSEL.code})
"""Regime rules that the core judges; the others tell the reader what the regime asks."""


class RegimebestandOngeldig(ValueError):
    """A regime file is wrong; carries every fault with its place."""

    def __init__(self, *, bestand: str, fouten: Sequence[str]) -> None:
        """Take at least one fault."""
        self.fouten = tuple(fouten)
        super().__init__(f"{bestand}: " + "; ".join(self.fouten))


# --- parts -------------------------------------------------------------------------------------------------------


def _als_lijst(waarde: object) -> object:
    return [waarde] if isinstance(waarde, str) else waarde


class Herkomst(BaseModel):
    """Where a value comes from: lines of the source, or an assumption with its reason, and the reading chosen."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="forbid", strict=True, frozen=True, serialize_by_alias=True
    )

    bron: Annotated[tuple[str, ...], BeforeValidator(_als_lijst), Field(strict=False)] = ()
    aanname: bool = False
    reden: str | None = None
    lezing: str | None = None
    toelichting: str | None = None
    afleiding: str | None = None
    zekerheid: str | None = None


class Gegeven(Herkomst, Generic[T]):
    """One value with where it comes from."""

    waarde: T
    minimum: bool = False


class Fase(Herkomst):
    """A moment as sharp as the source gives it: a year, quarter, month or day."""

    fase: str
    precisie: Literal["jaar", "kwartaal", "maand", "dag"]

    @property
    def periode(self) -> tuple[date, date]:
        """The first and last day it may mean."""
        if self.precisie == "dag":
            dag = date.fromisoformat(self.fase)
            return dag, dag
        eerste = date(int(self.fase[:4]), 1, 1)
        maanden = {"jaar": 12, "kwartaal": 3, "maand": 1}[self.precisie]
        if self.precisie != "jaar":
            eerste = plus_maanden(eerste, maanden * (int(self.fase[5:].lstrip("Q")) - 1))
        return eerste, dag_voor(plus_maanden(eerste, maanden))


class _Deel(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", strict=True, frozen=True)


Lijst = Annotated[tuple[T, ...], Field(strict=False)]
Teksten = Annotated[tuple[str, ...], Field(strict=False)]


class Regiogegevens(BaseModel):
    """The region, as the source names it and as the demo plays it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    naam: Gegeven[str]
    naam_demo: Gegeven[str]
    ingangsdatum: Gegeven[date]
    gemeenten_bron: Gegeven[Teksten]
    gemeenten_demo: Gegeven[Teksten]


class Perceel(Herkomst):
    """A lot: producten x diensten x gemeenten."""

    code: str
    segment: str
    producten: Teksten
    diensten: Teksten
    gemeenten: Teksten


class Beslismoment(_Deel):
    """A decision moment of a procedure."""

    code: str
    moment: Fase
    orgaan: Gegeven[str]
    waarover: Gegeven[Teksten]
    besluitregel: Gegeven[str]
    mogelijk_gevolg: Gegeven[str] | None = None
    uitkomsten: Lijst[Mapping[str, Any]] = ()


class Verlengingsoptie(_Deel):
    """A right to extend, with its window."""

    code: str
    tot_en_met: Gegeven[date]
    uitoefenen_van: Gegeven[date]
    uitoefenen_tot_en_met: Gegeven[date]
    aankondigen_uiterlijk: Gegeven[date]


class Opzegtermijn(Herkomst):
    """A notice period in calendar months."""

    maanden: int


class Opzegregeling(_Deel):
    """Who may give notice, and how long before."""

    recht: Gegeven[str] | None = None
    opdrachtgever: Opzegtermijn | None = None
    opdrachtnemer: Opzegtermijn | None = None


class StilzwijgendeVerlenging(_Deel):
    """Renewal by itself."""

    recht: Gegeven[bool]
    maanden: Gegeven[int]


class Bekostiging(_Deel):
    """How care is paid from a day on."""

    vorm: Gegeven[str]
    van: Gegeven[date]
    herbezien: Gegeven[date] | None = None
    variant: Gegeven[str] | None = None


class Traject(_Deel):
    """One procedure; what this release does not use yet is kept as it was read."""

    code: str
    naam: Gegeven[str]
    inkoopvorm: Gegeven[str]
    toetreding: Gegeven[str]
    ingangsdatum: Gegeven[date]
    einddatum: Gegeven[date] | None = None
    eerste_einddatum: Gegeven[date] | None = None
    segmenten: Gegeven[Teksten]
    percelen: Lijst[Perceel]
    beslismomenten: Lijst[Beslismoment]
    verlengingsopties: Lijst[Verlengingsoptie]
    opzegregeling: Opzegregeling
    stilzwijgende_verlenging: StilzwijgendeVerlenging | None = None
    bekostiging: Lijst[Bekostiging]
    acceptatieplicht: Gegeven[bool] | None = None
    bevoorschotting: Any = None
    contractduur: Any = None
    herzieningsclausules: Any = None
    instroom: Any = None
    meerwerkregeling: Any = None
    ontwikkelfase: Any = None
    procedure: Any = None
    start_procedure: Any = None
    volumeafspraken: Any = None
    voorganger: Gegeven[str] | None = None

    @property
    def laatste_dag(self) -> date | None:
        """The last day of the contracts, of the first term where they renew by themselves."""
        einde = self.einddatum or self.eerste_einddatum
        return None if einde is None else einde.waarde


class Regel(Herkomst):
    """A rule of the regime, in force [van, tot)."""

    code: str
    tekst: str
    trajecten: Teksten
    van: date
    tot: date | None = None


class Doel(Herkomst):
    """A goal."""

    code: str
    tekst: str


class Alternatief(Herkomst):
    """Another way to read a phrase, and what would then be different."""

    waarde: str
    steun: str
    gevolg: str


class Lezing(Herkomst):
    """How a phrase of the source is read, with the other ways to read it."""

    code: str
    zinsnede: str
    gekozen: str
    stand: str
    alternatieven: Lijst[Alternatief]


class Regime(_Deel):
    """A regime file."""

    bestandsversie: Literal[1]
    code: str
    seed: str
    regime: Mapping[str, Any]
    regio: Regiogegevens
    trajecten: Lijst[Traject]
    regels: Lijst[Regel]
    doelen: Lijst[Doel]
    lezingen: Lijst[Lezing]
    segmenten: Lijst[Mapping[str, Any]]
    alternatieven: Lijst[Mapping[str, Any]]
    budgetregels: Lijst[Mapping[str, Any]]
    eisen: Lijst[Mapping[str, Any]]
    geheimhouding: Lijst[Mapping[str, Any]]
    kalender: Lijst[Mapping[str, Any]]
    monitoring: Lijst[Mapping[str, Any]]
    niet_gegeven: Lijst[Mapping[str, Any]]
    onderstellingen: Lijst[Mapping[str, Any]]
    organen: Lijst[Mapping[str, Any]]
    rollen: Lijst[Mapping[str, Any]]
    samenwerking: Lijst[Mapping[str, Any]]
    stukken: Lijst[Mapping[str, Any]]
    verdeelsleutels: Lijst[Mapping[str, Any]]

    def traject(self, code: str) -> Traject:
        """Give a procedure by its code; KeyError when there is none."""
        return {traject.code: traject for traject in self.trajecten}[code]

    def lezing(self, code: str) -> Lezing:
        """Give a reading by its code; KeyError when there is none."""
        return {lezing.code: lezing for lezing in self.lezingen}[code]


# --- reading -----------------------------------------------------------------------------------------------------


def lees_regime(*, naam: str) -> Regime:
    """Read the regime file of that name in `regimes/`; raises RegimebestandOngeldig."""
    bestand = REGIMES / f"{naam}.toml"
    return ontleed_regime(bestand=bestand.name, tekst=bestand.read_text(encoding="utf-8"))


def ontleed_regime(*, bestand: str, tekst: str) -> Regime:
    """Read the text of a regime file; raises RegimebestandOngeldig with every fault."""
    try:
        inhoud = tomllib.loads(tekst)
    except tomllib.TOMLDecodeError as fout:
        raise RegimebestandOngeldig(bestand=bestand, fouten=[f"geen TOML: {fout}"]) from None
    fouten = list(_herkomstfouten(inhoud, seed=str(inhoud.get("seed"))))
    try:
        regime = TypeAdapter(Regime).validate_python(inhoud)
    except ValidationError as fout:
        fouten += [_vertaald(deel) for deel in fout.errors(include_url=False)]
        raise RegimebestandOngeldig(bestand=bestand, fouten=fouten) from None
    fouten += _samenhangfouten(regime)
    if fouten:
        raise RegimebestandOngeldig(bestand=bestand, fouten=fouten)
    return regime


_SOORTEN = {
    "missing": "is verplicht",
    "extra_forbidden": "bestaat hier niet",
    "date_type": "is geen datum",
    "string_type": "is geen tekst",
    "int_type": "is geen geheel getal",
    "bool_type": "is geen true of false",
    "tuple_type": "is geen lijst",
}


def _vertaald(deel: Any) -> str:
    plek = ".".join(map(str, deel["loc"]))
    return f"{plek} {_SOORTEN.get(deel['type'], 'is ongeldig (' + deel['msg'] + ')')}"


def _herkomstfouten(inhoud: Mapping[str, Any], *, seed: str) -> Iterator[str]:
    """Every value names its source or says that it is an assumption and why."""
    lezingen = {blok.get("code") for blok in inhoud.get("lezingen", ()) if isinstance(blok, dict)}
    for plek, blok in _blokken(inhoud, ""):
        bron = blok.get("bron", [])
        for een in [bron] if isinstance(bron, str) else bron:
            treffer = _BRON.fullmatch(str(een))
            if treffer is None or treffer[1] != seed:
                yield f"{plek}.bron {een!r} is geen vindplaats in {seed}"
        if "waarde" in blok and not bron and blok.get("aanname") is not True:
            yield f"{plek} noemt geen bron en is geen aanname"
        if "aanname" in blok and not blok.get("reden"):
            yield f"{plek} is een aanname zonder reden"
        if "lezing" in blok and blok["lezing"] not in lezingen:
            yield f"{plek}.lezing {blok['lezing']!r} staat niet bij de lezingen"
        if blok.get("precisie") in _FASE and not _FASE[blok["precisie"]].fullmatch(
            str(blok.get("fase"))
        ):
            yield f"{plek}.fase {blok.get('fase')!r} is geen {blok['precisie']}"


def _blokken(deel: object, plek: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if isinstance(deel, dict):
        yield plek, deel
        for sleutel, kind in deel.items():
            yield from _blokken(kind, f"{plek}.{sleutel}".lstrip("."))
    elif isinstance(deel, list):
        for nummer, kind in enumerate(deel):
            yield from _blokken(kind, f"{plek}.{nummer}")


def _samenhangfouten(regime: Regime) -> Iterator[str]:
    """What contradicts itself: codes used twice, references that lead nowhere, an end before its start."""
    trajecten = [traject.code for traject in regime.trajecten]
    yield from _dubbel("trajecten", trajecten)
    yield from _dubbel("doelen", [doel.code for doel in regime.doelen])
    yield from _dubbel("lezingen", [lezing.code for lezing in regime.lezingen])
    segmenten = {str(segment.get("code")) for segment in regime.segmenten}
    for traject in regime.trajecten:
        yield from _trajectfouten(traject, segmenten, set(regime.regio.gemeenten_demo.waarde))
    for regel in regime.regels:
        for code in regel.trajecten:
            if code not in trajecten:
                yield f"regels.{regel.code} noemt traject {code}, dat er niet is"


def _trajectfouten(traject: Traject, segmenten: set[str], gemeenten: set[str]) -> Iterator[str]:
    plek = f"trajecten.{traject.code}"
    yield from _dubbel(f"{plek}.percelen", [perceel.code for perceel in traject.percelen])
    yield from _dubbel(f"{plek}.beslismomenten", [m.code for m in traject.beslismomenten])
    if traject.laatste_dag is not None and traject.laatste_dag < traject.ingangsdatum.waarde:
        yield f"{plek}: het einde ligt voor de ingangsdatum"
    for segment in traject.segmenten.waarde:
        if segment not in segmenten:
            yield f"{plek} noemt segment {segment}, dat er niet is"
    for perceel in traject.percelen:
        if perceel.segment not in traject.segmenten.waarde:
            yield f"{plek}.percelen.{perceel.code} ligt in segment {perceel.segment}, dat het traject niet heeft"
        vreemd = sorted(set(perceel.gemeenten) - gemeenten)
        if vreemd:
            yield f"{plek}.percelen.{perceel.code} noemt gemeente {vreemd[0]}, die niet meedoet"


def _dubbel(plek: str, codes: Sequence[str]) -> Iterator[str]:
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{plek}: code {code} staat er twee keer in"


# --- bodies of the API -------------------------------------------------------------------------------------------


def regioverzoek(*, regime: Regime) -> dict[str, Any]:
    """Give the body of POST /v1/regios, with the fictitious name and gemeenten of the demo."""
    regio = regime.regio
    return {
        "ingangsdatum": regio.ingangsdatum.waarde.isoformat(),
        "naam": regio.naam_demo.waarde,
        "gemeenten": list(regio.gemeenten_demo.waarde),
    }


def trajectverzoek(*, regime: Regime, code: str, regio_id: str) -> dict[str, Any]:
    """Give the body of POST /v1/inkooptrajecten."""
    traject = regime.traject(code)
    return {
        "ingangsdatum": traject.ingangsdatum.waarde.isoformat(),
        "naam": traject.naam.waarde,
        "regioId": regio_id,
        "inkoopvorm": traject.inkoopvorm.waarde,
        "toetreding": traject.toetreding.waarde,
        "einddatum": None if traject.einddatum is None else traject.einddatum.waarde.isoformat(),
        "segmenten": list(traject.segmenten.waarde),
        "percelen": [_perceel(perceel) for perceel in traject.percelen],
        "beslismomenten": [_beslismoment(regime, moment) for moment in traject.beslismomenten],
        "verlengingsopties": optieverzoek(regime=regime, code=code),
        "regels": [
            {
                "code": regel.code,
                "van": regel.van.isoformat(),
                "totEnMet": None if regel.tot is None else dag_voor(regel.tot).isoformat(),
            }
            for regel in regime.regels
            if regel.code in _AFGEDWONGEN and code in regel.trajecten
        ],
        "doelen": [
            {"code": doel.code, "omschrijving": doel.tekst}
            for doel in regime.doelen
            if traject.voorganger is not None  # goals are set for what is new
        ],
    }


def _perceel(perceel: Perceel) -> dict[str, Any]:
    return {
        "code": perceel.code,
        "segment": perceel.segment,
        "producten": list(perceel.producten),
        "diensten": list(perceel.diensten),
        "gemeenten": list(perceel.gemeenten),
    }


def _beslismoment(regime: Regime, moment: Beslismoment) -> dict[str, Any]:
    organen = {str(orgaan.get("code")): str(orgaan.get("naam")) for orgaan in regime.organen}
    van, tot_en_met = moment.moment.periode
    return {
        "code": moment.code,
        "omschrijving": ", ".join(moment.waarover.waarde),
        "van": van.isoformat(),
        "totEnMet": tot_en_met.isoformat(),
        "orgaan": organen.get(moment.orgaan.waarde, moment.orgaan.waarde),
    }


def optieverzoek(*, regime: Regime, code: str) -> list[dict[str, Any]]:
    """Give the options of a procedure as its contracts carry them, each with the reading it rests on."""
    return [
        {
            "totEnMet": optie.tot_en_met.waarde.isoformat(),
            "lezing": _lezingtekst(regime, optie.tot_en_met.lezing),
            "uitoefenenVan": optie.uitoefenen_van.waarde.isoformat(),
            "uitoefenenTotEnMet": optie.uitoefenen_tot_en_met.waarde.isoformat(),
            "aankondigenUiterlijk": optie.aankondigen_uiterlijk.waarde.isoformat(),
        }
        for optie in regime.traject(code).verlengingsopties
    ]


def _lezingtekst(regime: Regime, code: str | None) -> str | None:
    if code is None:
        return None
    lezing = regime.lezing(code)
    return f"'{lezing.zinsnede}' gelezen als {lezing.gekozen}"


def opzegverzoek(*, regime: Regime, code: str) -> dict[str, Any]:
    """Give the notice rule of a procedure as its contracts carry it."""
    regeling = regime.traject(code).opzegregeling
    partijen = {
        "opdrachtgever": regeling.opdrachtgever,
        "opdrachtnemer": regeling.opdrachtnemer,
    }
    return {
        naam: {"maanden": termijn.maanden}
        for naam, termijn in partijen.items()
        if termijn is not None
    }
