"""A point on the radar: an act with its last day, the bodies that must decide before it, and how it stands on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from domain.aanbieder import AanbiederToegelaten
from domain.contractfeiten import ContractGesloten, ContractOpgezegd, ContractVerlengd
from domain.inkooptraject import Trajectstand
from domain.waarden import dag_na


class Radarhandeling(StrEnum):
    """What must be done."""

    OPZEGGEN_OF_LATEN_VERLENGEN = "OPZEGGEN_OF_LATEN_VERLENGEN"
    """Tacit renewal: the last day to stop it."""
    VERLENGEN = "VERLENGEN"
    OPVOLGEN = "OPVOLGEN"
    ANTWOORD = "ANTWOORD"
    """The aanbieder answers a proposed herziening."""
    UITLOOP = "UITLOOP"
    TOELATING_VERNIEUWEN = "TOELATING_VERNIEUWEN"
    BEWIJS_VERNIEUWEN = "BEWIJS_VERNIEUWEN"
    AFSPRAAK = "AFSPRAAK"
    """To keep an agreement, or to take the next step of a talk (domain/sturingsignalen.py, also the two below)."""
    VERBETERTRAJECT = "VERBETERTRAJECT"
    """To put right what was found."""
    SANCTIE = "SANCTIE"
    """To be paid."""


class Radarstand(StrEnum):
    """How a point stands on a day."""

    TE_LAAT = "TE_LAAT"
    BINNENKORT = "BINNENKORT"
    KOMEND = "KOMEND"
    GEDAAN = "GEDAAN"


class Stap(StrEnum):
    """What comes first: to put it before the bodies, or the act itself."""

    VOORLEGGEN = "VOORLEGGEN"
    HANDELEN = "HANDELEN"


FEITEN: Mapping[Radarhandeling, str] = {
    Radarhandeling.OPZEGGEN_OF_LATEN_VERLENGEN: ContractOpgezegd.feitnaam,
    Radarhandeling.VERLENGEN: ContractVerlengd.feitnaam,
    Radarhandeling.OPVOLGEN: ContractGesloten.feitnaam,
    Radarhandeling.TOELATING_VERNIEUWEN: AanbiederToegelaten.feitnaam,
}
"""The fact by which an act is recorded: a regime's vereisten name it."""


@dataclass(frozen=True, kw_only=True)
class Rekenstap:
    """One step of how a last day follows, with the day it gives."""

    wat: str
    dag: date


@dataclass(frozen=True, kw_only=True)
class Orgaantermijn:
    """A body that must decide first, and the days it needs; None when the traject does not say."""

    orgaan: str
    dagen: int | None


@dataclass(frozen=True, kw_only=True)
class Radarpunt:
    """One act with its last day `uiterlijk`, and the bodies that must decide before it.

    `code` tells the points of one thing apart and stays the same when its day moves. `vanaf` is the first day on
    which the act can be done, `gedaan` says by what it was done or fell away.
    """

    code: str
    handeling: Radarhandeling
    wat: str
    uiterlijk: date
    stappen: tuple[Rekenstap, ...]
    vanaf: date | None = None
    organen: tuple[Orgaantermijn, ...] = ()
    voorgelegd_op: date | None = None
    """The day on which a besluit about it was put before all those bodies."""
    voorleggen_vanaf: date | None = None
    """A besluit put forward before this day was about an earlier term."""
    gedaan: str | None = None

    @property
    def besluit_uiterlijk(self) -> date | None:
        """The last day to put it before the bodies: they work side by side, so the slowest counts.

        None when no body must decide, or the traject gives none of them a lead time.
        """
        dagen = [o.dagen for o in self.organen if o.dagen is not None]
        return self.uiterlijk - timedelta(days=max(dagen)) if dagen else None

    @property
    def stap(self) -> Stap:
        """What comes first."""
        wacht = self.besluit_uiterlijk is not None and self.voorgelegd_op is None
        return Stap.VOORLEGGEN if wacht else Stap.HANDELEN

    @property
    def telt(self) -> date:
        """The last day for what comes first."""
        besluit = self.besluit_uiterlijk
        return self.uiterlijk if besluit is None or self.stap is Stap.HANDELEN else besluit

    def stand_op(self, *, dag: date, binnen: int) -> Radarstand:
        """Tell how it stands on a day; soon is within `binnen` days."""
        if self.gedaan is not None:
            return Radarstand.GEDAAN
        if self.telt < dag:
            return Radarstand.TE_LAAT
        gauw = (self.telt - dag).days <= binnen
        return Radarstand.BINNENKORT if gauw else Radarstand.KOMEND

    def te_laat_sinds(self, dag: date) -> date | None:
        """Give the first day on which it was late, when it is."""
        laat = self.gedaan is None and self.telt < dag
        return dag_na(self.telt) if laat else None

    @property
    def berekening(self) -> tuple[Rekenstap, ...]:
        """How both last days follow, the bodies' lead times included."""
        organen = (
            Rekenstap(
                wat=f"{o.orgaan} heeft {o.dagen} dagen nodig",
                dag=self.uiterlijk - timedelta(days=o.dagen),
            )
            for o in self.organen
            if o.dagen is not None
        )
        return (*self.stappen, *organen)


def met_organen(*, punt: Radarpunt, traject: Trajectstand | None) -> Radarpunt:
    """Add the bodies that the procedure's vereisten ask for the act on its last day, with their lead times."""
    feitnaam = FEITEN.get(punt.handeling)
    if traject is None or feitnaam is None:
        return punt
    gevraagd = {v.orgaan: None for v in traject.vereist(namen=(feitnaam,), dag=punt.uiterlijk)}
    dagen = {d.orgaan: d.dagen for d in traject.doorlooptijden}
    organen = tuple(Orgaantermijn(orgaan=o, dagen=dagen.get(o)) for o in gevraagd)
    return replace(punt, organen=organen)
