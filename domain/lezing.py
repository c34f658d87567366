"""The lezing: how an ambiguous phrase is read, by whose choice since when, and what the other readings would change."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from domain.feiten import Besluitvermelding, Feit, Vormvast
from domain.oordeel import Bevinding, onmogelijk, onrechtmatig
from domain.regio import Status
from domain.tijdlijn import Dingsoort, Geldend
from domain.waarden import Code, Datum, Id, Tekst, Volgnummer


class Bevestiging(StrEnum):
    """Whether a body has confirmed the choice, or whoever recorded it made it for the time being."""

    TE_BEVESTIGEN = "TE_BEVESTIGEN"
    BEVESTIGD = "BEVESTIGD"


@dataclass(frozen=True, kw_only=True)
class Alternatief(Vormvast):
    """Another reading: what speaks for it, and its effect on dates and sums."""

    waarde: Tekst
    steun: Tekst | None = None
    gevolg: Tekst


def _weiger_dubbel(alternatieven: Sequence[Alternatief]) -> None:
    waarden = [a.waarde for a in alternatieven]
    dubbel = [w for n, w in enumerate(waarden) if w in waarden[:n]]
    if dubbel:
        raise ValueError(f"alternatief '{dubbel[0]}' staat er twee keer in")


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class LezingVastgelegd(Feit):
    """A phrase with the reading chosen first (S0:107-109: "verlengen tot 2034"); why stands in `reden`."""

    feitnaam: ClassVar[str] = "lezing.vastgelegd"
    pad: ClassVar[str] = "POST"

    regio_id: Id
    code: Code
    zinsnede: Tekst
    bron: Tekst
    gekozen: Tekst
    stand: Bevestiging
    orgaan: Tekst | None = None
    alternatieven: tuple[Alternatief, ...]

    def __post_init__(self) -> None:
        """Refuse a reading without alternative, for that is no choice, and one that is its own alternative."""
        if not self.alternatieven:
            raise ValueError("noem ten minste één alternatief; zonder is er niets te kiezen")
        _weiger_dubbel(self.alternatieven)
        if self.gekozen in {a.waarde for a in self.alternatieven}:
            raise ValueError("de gekozen lezing staat ook bij de alternatieven; haal haar daar weg")


@dataclass(frozen=True, kw_only=True)
class KeuzeGemaakt(Feit):
    """A choice made or confirmed from a day on; without `stand` another reading is still to be confirmed."""

    feitnaam: ClassVar[str] = "lezing.keuze_gemaakt"
    pad: ClassVar[str] = "keuzes"

    gekozen: Tekst
    stand: Bevestiging | None = None
    orgaan: Tekst | None = None
    alternatieven: tuple[Alternatief, ...] = field(
        default=(), metadata={"description": "Alternatieven die er nog niet bij stonden."}
    )

    def __post_init__(self) -> None:
        """Refuse an alternative named twice."""
        _weiger_dubbel(self.alternatieven)


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AndereLezing(Vormvast):
    """A reading that is not chosen; of one that was chosen first nobody may have said what it changes."""

    waarde: Tekst
    steun: Tekst | None
    gevolg: Tekst | None


@dataclass(frozen=True, kw_only=True)
class Keuze(Vormvast):
    """A choice: what, with what it changes, since when, by whom and why; `plaats` is the place of its fact."""

    plaats: Volgnummer
    gekozen: Tekst
    steun: Tekst | None
    gevolg: Tekst | None
    stand: Bevestiging
    orgaan: Tekst | None
    ingangsdatum: Datum
    besluit: Besluitvermelding | None
    besluit_id: Id | None
    reden: Tekst | None


@dataclass(frozen=True, kw_only=True)
class Lezingstand(Vormvast):
    """A reading in a stretch of days: `gekozen` and `stand` are those of the last choice."""

    regio_id: Id
    code: Code
    zinsnede: Tekst
    bron: Tekst
    gekozen: Tekst
    stand: Bevestiging
    alternatieven: tuple[AndereLezing, ...]
    keuzes: tuple[Keuze, ...]
    ingangsdatum: Datum
    status: Status = Status.ACTIEF

    @property
    def bekend(self) -> tuple[str, ...]:
        """Every reading that may be chosen."""
        return (self.gekozen, *(a.waarde for a in self.alternatieven))


def als_dag(lezing: str) -> date | None:
    """Give the day that a reading says, when it is one: `2034-12-31`."""
    try:
        return date.fromisoformat(lezing)
    except ValueError:
        return None


def _anders(alternatief: Alternatief) -> AndereLezing:
    return AndereLezing(
        waarde=alternatief.waarde, steun=alternatief.steun, gevolg=alternatief.gevolg
    )


def _keuze(
    geldend: Geldend, gekozen: AndereLezing, stand: Bevestiging, orgaan: str | None
) -> Keuze:
    toelichting = geldend.toelichting
    besloten = None if toelichting.besluit is None else toelichting.besluit.orgaan
    return Keuze(
        plaats=geldend.plaats,
        gekozen=gekozen.waarde,
        steun=gekozen.steun,
        gevolg=gekozen.gevolg,
        stand=stand,
        orgaan=orgaan or besloten,
        ingangsdatum=geldend.feit.ingangsdatum,
        besluit=toelichting.besluit,
        besluit_id=toelichting.besluit_id,
        reden=toelichting.reden,
    )


def _open(geldend: Geldend) -> Lezingstand:
    feit = geldend.feit
    assert isinstance(feit, LezingVastgelegd)  # noqa: S101 - the kind's own opening fact
    gekozen = AndereLezing(waarde=feit.gekozen, steun=None, gevolg=None)
    return Lezingstand(
        regio_id=feit.regio_id,
        code=feit.code,
        zinsnede=feit.zinsnede,
        bron=feit.bron,
        gekozen=feit.gekozen,
        stand=feit.stand,
        alternatieven=tuple(_anders(a) for a in feit.alternatieven),
        keuzes=(_keuze(geldend, gekozen, feit.stand, feit.orgaan),),
        ingangsdatum=feit.ingangsdatum,
    )


def _evolueer(stand: Lezingstand, geldend: Geldend) -> Lezingstand:
    feit = geldend.feit
    assert isinstance(feit, KeuzeGemaakt)  # noqa: S101 - the kind's only other fact
    zelfde = stand.stand if feit.gekozen == stand.gekozen else Bevestiging.TE_BEVESTIGEN
    bevestiging = feit.stand or zelfde
    vorige = stand.keuzes[-1]
    eerder = AndereLezing(waarde=vorige.gekozen, steun=vorige.steun, gevolg=vorige.gevolg)
    erbij = (_anders(a) for a in feit.alternatieven)
    bekend = {a.waarde: a for a in (eerder, *stand.alternatieven, *erbij)}
    onbekend = AndereLezing(waarde=feit.gekozen, steun=None, gevolg=None)
    gekozen = bekend.pop(feit.gekozen, onbekend)
    return replace(
        stand,
        gekozen=feit.gekozen,
        stand=bevestiging,
        alternatieven=tuple(bekend.values()),
        keuzes=(*stand.keuzes, _keuze(geldend, gekozen, bevestiging, feit.orgaan)),
    )


def _vanzelf(_stand: Lezingstand, _sinds: date) -> None:
    return None


def _aanloop(stand: Lezingstand) -> Lezingstand:
    return replace(stand, status=Status.TOEKOMSTIG)


# --- decisions ---------------------------------------------------------------------------------------------------

LEZING_ONBEKEND = onmogelijk(
    "lezing-onbekend",
    "Deze lezing staat er niet bij",
    "'{gekozen}' is geen van de lezingen ({bekend}). Kies daaruit, of noem haar in dezelfde keuze bij alternatieven, "
    "met haar gevolg.",
)
BEVESTIGING_ZONDER_ORGAAN = onrechtmatig(
    "bevestiging-zonder-orgaan",
    "Wie de lezing bevestigde, ontbreekt",
    "Een lezing is pas bevestigd als een orgaan dat doet. Noem het orgaan, het besluit of besluitId, of kies de stand "
    "TE_BEVESTIGEN.",
)


def _toets(stand: Lezingstand, geldend: Geldend) -> list[Bevinding]:
    feit, toelichting = geldend.feit, geldend.toelichting
    assert isinstance(feit, LezingVastgelegd | KeuzeGemaakt)  # noqa: S101 - all facts of the kind
    gevonden = []
    if isinstance(feit, KeuzeGemaakt):
        bekend = (*stand.bekend, *(a.waarde for a in feit.alternatieven))
        if feit.gekozen not in bekend:
            waarden = {"gekozen": feit.gekozen, "bekend": ", ".join(f"'{w}'" for w in bekend)}
            gevonden.append(
                Bevinding(regel=LEZING_ONBEKEND, volgnummer=geldend.volgnummer, waarden=waarden)
            )
    wie = feit.orgaan or toelichting.besluit or toelichting.besluit_id
    if feit.stand is Bevestiging.BEVESTIGD and wie is None:
        gevonden.append(Bevinding(regel=BEVESTIGING_ZONDER_ORGAAN, volgnummer=geldend.volgnummer))
    return gevonden


LEZING: Dingsoort[Lezingstand] = Dingsoort(
    naam="lezing",
    meervoud="lezingen",
    stand=Lezingstand,
    feiten=(LezingVastgelegd, KeuzeGemaakt),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)
