"""The aanbieder: its dated name and identifiers, its toelatingen per perceel, and all that befalls it since.

What each of the other facts is, stands in the file of its own word: `clientenstop.py`, `aanbiedertoezicht.py`
(evidence, re-checks, meldingen) and `aanbiederverband.py` (mergers, subcontractors). Rules that need another thing
stand in `aanbiederomgeving.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Protocol, TypeVar
from uuid import UUID

from domain.aanbiedertoezicht import (
    AanbiederGetoetst,
    BewijsOvergelegd,
    Bewijsstuk,
    Geldigheid,
    Melding,
    MeldingAfgesloten,
    MeldingGedaan,
    Toets,
    met_toets,
)
from domain.aanbiederverband import (
    AanbiederOvergegaan,
    Onderaannemer,
    OnderaannemerIngezet,
    Overgang,
)
from domain.bevindingen import onbekend
from domain.clientenstop import (
    Clientenstop,
    ClientenstopIngesteld,
    LaagOpgeheven,
    Stoplaag,
    samengenomen,
)
from domain.criteria import Stuk
from domain.feiten import AFWEZIG, Bewijs, Feit, Vormvast, afwezig
from domain.oordeel import Bevinding
from domain.regio import Status
from domain.tijdlijn import PERIODE_OVERLAPT, Dingsoort, Geldend
from domain.waarden import AgbCode, Code, Datum, Id, JaNee, KvkNummer, Tekst, Volgnummer, dag_na


class Grondslag(StrEnum):
    """Why an aanbieder may deliver: admission, award, subsidy, own delivery, or taken over (domein.md A.7)."""

    TOELATING = "TOELATING"
    GUNNING = "GUNNING"
    SUBSIDIE = "SUBSIDIE"
    INBESTEDING = "INBESTEDING"
    OVERGENOMEN = "OVERGENOMEN"


@dataclass(frozen=True, kw_only=True)
class Eistoets(Vormvast):
    """One demand checked at admission (S1:1081-1085)."""

    eis: Tekst
    voldaan: JaNee
    bewijs: Bewijs | None = None


@dataclass(frozen=True, kw_only=True)
class Toelatinggegevens(Vormvast):
    """A right to deliver a perceel, its ground, and the check it rests on."""

    traject_id: Id
    perceel: Code
    grondslag: Grondslag
    laatste_dag: Datum | None = None
    toets: tuple[Eistoets, ...] = ()
    aanmelding_id: Id | None = field(
        default=None, metadata={"description": "De aanmelding waarop de toelating rust."}
    )


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AanbiederIngeschreven(Feit):
    """An aanbieder known to the register."""

    feitnaam: ClassVar[str] = "aanbieder.ingeschreven"
    pad: ClassVar[str] = "POST"

    naam: Tekst
    kvk_nummer: KvkNummer
    agb_code: AgbCode | None = None
    eigenaar: Code | None = field(
        default=None, metadata={"description": "De functie of het team dat de aanbieder volgt."}
    )


@dataclass(frozen=True, kw_only=True)
class AanbiederGewijzigd(Feit):
    """Another name or identifier from a day on."""

    feitnaam: ClassVar[str] = "aanbieder.gewijzigd"
    pad: ClassVar[str] = "wijzigingen"

    naam: Tekst | None = None
    kvk_nummer: KvkNummer | None = None
    agb_code: AgbCode | None = field(default_factory=afwezig)
    eigenaar: Code | None = field(default_factory=afwezig)

    def __post_init__(self) -> None:
        """Refuse a change that changes nothing."""
        gegeven = self.agb_code is not AFWEZIG or self.eigenaar is not AFWEZIG
        if self.naam is None and self.kvk_nummer is None and not gegeven:
            raise ValueError("noem ten minste één wijziging: naam, kvkNummer, agbCode of eigenaar")


@dataclass(frozen=True, kw_only=True)
class AanbiederToegelaten(Toelatinggegevens, Feit):
    """A right to deliver a perceel from a day on."""

    feitnaam: ClassVar[str] = "aanbieder.toegelaten"
    pad: ClassVar[str] = "toelatingen"

    def __post_init__(self) -> None:
        """Refuse an admission that ends before it starts."""
        if self.laatste_dag is not None and self.laatste_dag < self.ingangsdatum:
            raise ValueError("laatsteDag ligt voor de ingangsdatum")


@dataclass(frozen=True, kw_only=True)
class ToelatingIngetrokken(Feit):
    """An admission taken back from its own day on."""

    feitnaam: ClassVar[str] = "aanbieder.toelating_ingetrokken"
    pad: ClassVar[str] = "intrekkingen"

    volgnummer: Volgnummer


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Toelating(Toelatinggegevens):
    """An admission in force."""

    plaats: Volgnummer
    ingangsdatum: Datum


@dataclass(frozen=True, kw_only=True)
class Aanbiederstand(Vormvast):
    """An aanbieder in a stretch of days."""

    naam: Tekst
    kvk_nummer: KvkNummer
    agb_code: AgbCode | None
    ingangsdatum: Datum
    toelatingen: tuple[Toelating, ...] = ()
    status: Status = Status.ACTIEF
    toetsen: tuple[Toets, ...] = ()
    bewijsstukken: tuple[Bewijsstuk, ...] = ()
    clientenstops: tuple[Stoplaag, ...] = ()
    meldingen: tuple[Melding, ...] = ()
    onderaannemers: tuple[Onderaannemer, ...] = ()
    opgegaan_in: Overgang | None = None
    eigenaar: Code | None = None

    def toegelaten(self, *, traject_id: UUID, perceel: str) -> bool:
        """Tell whether an admission for the lot is in force."""
        return any(t.traject_id == traject_id and t.perceel == perceel for t in self.toelatingen)

    @property
    def stukken(self) -> tuple[Stuk, ...]:
        """The evidence handed over, as criteria judge it."""
        return tuple(b.stuk for b in self.bewijsstukken)

    @property
    def clientenstop(self) -> Clientenstop | None:
        """What the standing layers mean together for the admitted lots; None when none stands."""
        percelen = ((t.traject_id, t.perceel) for t in self.toelatingen)
        return samengenomen(lagen=self.clientenstops, percelen=percelen)


_DELEN: Mapping[type[Feit], tuple[str, type[Any]]] = {
    AanbiederToegelaten: ("toelatingen", Toelating),
    BewijsOvergelegd: ("bewijsstukken", Bewijsstuk),
    AanbiederGetoetst: ("toetsen", Toets),
    ClientenstopIngesteld: ("clientenstops", Stoplaag),
    OnderaannemerIngezet: ("onderaannemers", Onderaannemer),
    MeldingGedaan: ("meldingen", Melding),
}
"""Facts that add a part to the standing: to which list, and as what."""
_EINDES: Mapping[type[Feit], tuple[str, tuple[str, ...]]] = {
    ToelatingIngetrokken: ("Een geldende toelating met volgnummer", ("toelatingen",)),
    LaagOpgeheven: (
        "Een geldende cliëntenstop of onderaannemer met volgnummer",
        ("clientenstops", "onderaannemers"),
    ),
    MeldingAfgesloten: ("Een open melding met volgnummer", ("meldingen",)),
}
"""Facts that end a part by its volgnummer: what that is called, and in which lists it stands."""


def _open(geldend: Geldend) -> Aanbiederstand:
    feit = geldend.feit
    assert isinstance(feit, AanbiederIngeschreven)  # noqa: S101 - the kind's own opening fact
    return Aanbiederstand(
        naam=feit.naam,
        kvk_nummer=feit.kvk_nummer,
        agb_code=feit.agb_code,
        ingangsdatum=feit.ingangsdatum,
        eigenaar=feit.eigenaar,
    )


def _evolueer(stand: Aanbiederstand, geldend: Geldend) -> Aanbiederstand:
    feit = geldend.feit
    match feit:
        case AanbiederGewijzigd():
            return replace(
                stand,
                naam=feit.naam or stand.naam,
                kvk_nummer=feit.kvk_nummer or stand.kvk_nummer,
                agb_code=stand.agb_code if feit.agb_code is AFWEZIG else feit.agb_code,
                eigenaar=stand.eigenaar if feit.eigenaar is AFWEZIG else feit.eigenaar,
            )
        case AanbiederOvergegaan() if stand.opgegaan_in is None:
            overgang = Overgang(
                plaats=geldend.plaats,
                aanbieder_id=feit.verkrijger_id,
                vorm=feit.vorm,
                ingangsdatum=feit.ingangsdatum,
            )
            return replace(stand, opgegaan_in=overgang)
        case _ if type(feit) in _DELEN:
            return _met_deel(stand, geldend)
        case _ if type(feit) in _EINDES:
            return _zonder_deel(stand, geldend)
    return stand


def _met_deel(stand: Aanbiederstand, geldend: Geldend) -> Aanbiederstand:
    naam, klasse = _DELEN[type(geldend.feit)]
    gegeven = {v.name: getattr(geldend.feit, v.name) for v in fields(geldend.feit)}
    deel, delen = klasse(plaats=geldend.plaats, **gegeven), getattr(stand, naam)
    if isinstance(deel, Toets):
        return replace(stand, toetsen=met_toets(toetsen=delen, nieuw=deel))
    if isinstance(deel, Bewijsstuk):
        deel = deel.op(deel.ingangsdatum)
    lijst: dict[str, Any] = {naam: (*delen, deel)}
    return replace(stand, **lijst)


def _zonder_deel(stand: Aanbiederstand, geldend: Geldend) -> Aanbiederstand:
    lijsten: dict[str, Any] = {
        naam: tuple(deel for deel in getattr(stand, naam) if deel.plaats != geldend.doel)
        for naam in _EINDES[type(geldend.feit)][1]
    }
    return replace(stand, **lijsten)


class _Genummerd(Protocol):
    @property
    def plaats(self) -> int: ...


class _Eindig(Protocol):
    @property
    def laatste_dag(self) -> date | None: ...


E = TypeVar("E", bound=_Eindig)


def _lopend(delen: tuple[E, ...], dag: date) -> tuple[E, ...]:
    """Leave out the parts whose last day lies before a day."""
    return tuple(deel for deel in delen if deel.laatste_dag is None or deel.laatste_dag >= dag)


def _vanzelf(stand: Aanbiederstand, sinds: date) -> tuple[date, Aanbiederstand] | None:
    """Give the day after the first part that runs out: a toelating, a stop, a subcontractor, evidence."""
    eindig: tuple[_Eindig, ...] = (
        *stand.toelatingen,
        *stand.clientenstops,
        *stand.onderaannemers,
    )
    einden = [deel.laatste_dag for deel in eindig]
    einden += [
        b.geldig_tot_en_met for b in stand.bewijsstukken if b.geldigheid is Geldigheid.GELDIG
    ]
    laatste = min((dag for dag in einden if dag is not None), default=None)
    if laatste is None:
        return None
    dag = max(dag_na(laatste), sinds)
    return dag, replace(
        stand,
        toelatingen=_lopend(stand.toelatingen, dag),
        clientenstops=_lopend(stand.clientenstops, dag),
        onderaannemers=_lopend(stand.onderaannemers, dag),
        bewijsstukken=tuple(b.op(dag) for b in stand.bewijsstukken),
    )


def _aanloop(stand: Aanbiederstand) -> Aanbiederstand:
    return Aanbiederstand(
        naam=stand.naam,
        kvk_nummer=stand.kvk_nummer,
        agb_code=stand.agb_code,
        ingangsdatum=stand.ingangsdatum,
        status=Status.TOEKOMSTIG,
        eigenaar=stand.eigenaar,
    )


# --- decisions ---------------------------------------------------------------------------------------------------


def _toets(stand: Aanbiederstand, geldend: Geldend) -> list[Bevinding]:
    feit = geldend.feit
    match feit:
        case AanbiederToegelaten():
            gelijk = [
                t
                for t in stand.toelatingen
                if t.traject_id == feit.traject_id and t.perceel == feit.perceel
            ]
            return _overlap(geldend, f"Een toelating voor perceel {feit.perceel}", gelijk)
        case BewijsOvergelegd():
            zelfde = [b for b in stand.bewijsstukken if b.kenmerk == feit.kenmerk]
            return _overlap(geldend, f"Een bewijsstuk met kenmerk {feit.kenmerk}", zelfde)
        case AanbiederOvergegaan():
            eerder = [] if stand.opgegaan_in is None else [stand.opgegaan_in]
            return _overlap(geldend, "Een overgang", eerder)
        case AanbiederGetoetst():
            return _onbekende_stukken(stand, geldend, feit)
        case _ if type(feit) in _EINDES:
            return _staat_niet(stand, geldend)
    return []


def _overlap(geldend: Geldend, wat: str, delen: Iterable[_Genummerd]) -> list[Bevinding]:
    return [
        Bevinding(
            regel=PERIODE_OVERLAPT,
            volgnummer=geldend.volgnummer,
            waarden={
                "wat": wat,
                "ingangsdatum": geldend.feit.ingangsdatum.isoformat(),
                "volgnummer": str(deel.plaats),
            },
            feiten=(deel.plaats,),
        )
        for deel in delen
    ]


def _onbekende_stukken(
    stand: Aanbiederstand, geldend: Geldend, feit: AanbiederGetoetst
) -> list[Bevinding]:
    kenmerken = {b.kenmerk for b in stand.bewijsstukken}
    stukken = (o.stuk for o in feit.oordelen if o.stuk is not None)
    return [
        onbekend(geldend, "Het bewijsstuk met kenmerk", stuk)
        for stuk in stukken
        if stuk not in kenmerken
    ]


def _staat_niet(stand: Aanbiederstand, geldend: Geldend) -> list[Bevinding]:
    """Refuse what ends a part, by volgnummer, that does not stand on that day."""
    wat, namen = _EINDES[type(geldend.feit)]
    if any(deel.plaats == geldend.doel for naam in namen for deel in getattr(stand, naam)):
        return []
    return [onbekend(geldend, wat, str(getattr(geldend.feit, "volgnummer", "")))]


AANBIEDER: Dingsoort[Aanbiederstand] = Dingsoort(
    naam="aanbieder",
    meervoud="aanbieders",
    stand=Aanbiederstand,
    feiten=(
        AanbiederIngeschreven,
        AanbiederGewijzigd,
        AanbiederToegelaten,
        ToelatingIngetrokken,
        BewijsOvergelegd,
        AanbiederGetoetst,
        ClientenstopIngesteld,
        OnderaannemerIngezet,
        LaagOpgeheven,
        MeldingGedaan,
        MeldingAfgesloten,
        AanbiederOvergegaan,
    ),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)
