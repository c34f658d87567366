"""The budget of a regio or gemeente for a book year: what was voted, committed and spent, in cents, on any day."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from domain.feiten import Feit, Vormvast
from domain.oordeel import Bevinding, onrechtmatig
from domain.regio import Status
from domain.tijdlijn import Dingsoort, Geldend, Verloop
from domain.waarden import (
    EERSTE_DAG,
    LAATSTE,
    Bedrag,
    BedragVanafNul,
    Code,
    Datum,
    Gemeentecode,
    Id,
    Jaar,
    Maand,
    Productcode,
    Som,
    Tekst,
    plus_maanden,
    schrijf_bedrag,
)


class Aard(StrEnum):
    """A hard commitment, or an estimate shown beside it (PxQ without volume commits nothing: domein.md A.7)."""

    HARD = "HARD"
    RAMING = "RAMING"


class Boekingsoort(StrEnum):
    """What a line of the ledger is."""

    BEGROOT = "BEGROOT"
    HARD = "HARD"
    RAMING = "RAMING"
    REALISATIE = "REALISATIE"


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class BudgetVastgesteld(Feit):
    """A budget adopted."""

    feitnaam: ClassVar[str] = "budget.vastgesteld"
    pad: ClassVar[str] = "POST"

    regio_id: Id
    gemeente: Gemeentecode | None = None
    boekjaar: Jaar
    segment: Code | None = None
    bedrag: BedragVanafNul


@dataclass(frozen=True, kw_only=True)
class BudgetGewijzigd(Feit):
    """A sum added to or taken from the budget."""

    feitnaam: ClassVar[str] = "budget.gewijzigd"
    pad: ClassVar[str] = "wijzigingen"

    bedrag: Bedrag


@dataclass(frozen=True, kw_only=True)
class VerplichtingAangegaan(Feit):
    """A sum committed to a contract; negative releases."""

    feitnaam: ClassVar[str] = "budget.verplicht"
    pad: ClassVar[str] = "verplichtingen"

    contract_id: Id
    bedrag: Bedrag
    aard: Aard


@dataclass(frozen=True, kw_only=True)
class RealisatieGeboekt(Feit):
    """A cost booked; it counts from the day after its month, or later when so given."""

    feitnaam: ClassVar[str] = "budget.gerealiseerd"
    pad: ClassVar[str] = "realisaties"

    ingangsdatum: Datum = EERSTE_DAG
    prestatieperiode: Maand
    boekjaar: Jaar
    gemeente: Gemeentecode | None = None
    contract_id: Id | None = None
    productcode: Productcode | None = None
    kostensoort: Code | None = None
    bedrag: Bedrag
    bron: Tekst

    def __post_init__(self) -> None:
        """Let it count from the day after its period (interface.md 3); refuse an earlier day."""
        eerste = plus_maanden(date.fromisoformat(f"{self.prestatieperiode}-01"), 1)
        if eerste > LAATSTE:
            raise ValueError(f"een realisatie over {self.prestatieperiode} telt pas na {LAATSTE}")
        if self.ingangsdatum == EERSTE_DAG:
            object.__setattr__(self, "ingangsdatum", eerste)
        if self.ingangsdatum < eerste:
            raise ValueError(
                f"een realisatie over {self.prestatieperiode} telt op zijn vroegst vanaf {eerste}"
            )


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Contractpost(Vormvast):
    """What one contract takes of the budget, in cents."""

    contract_id: Id
    verplicht: Som
    raming: Som
    gerealiseerd: Som

    @property
    def openstaand(self) -> int:
        """Committed and not yet spent; never below zero."""
        return max(0, self.verplicht - self.gerealiseerd)


@dataclass(frozen=True, kw_only=True)
class Budgetstand(Vormvast):
    """A budget in a stretch of days; all sums in cents."""

    regio_id: Id
    gemeente: Gemeentecode | None
    boekjaar: Jaar
    segment: Code | None
    ingangsdatum: Datum
    begroot: Som
    gerealiseerd: Som
    posten: tuple[Contractpost, ...] = ()
    overschreden_sinds: Datum | None = None
    status: Status = Status.ACTIEF

    @property
    def verplicht(self) -> int:
        """The sum of hard commitments."""
        return sum(p.verplicht for p in self.posten)

    @property
    def raming(self) -> int:
        """The sum of estimates, shown beside the commitments."""
        return sum(p.raming for p in self.posten)

    @property
    def openstaand(self) -> int:
        """Hard commitments not yet spent, per contract never below zero."""
        return sum(p.openstaand for p in self.posten)

    @property
    def ruimte(self) -> int:
        """What is left: begroot - gerealiseerd - openstaand (interface.md 4)."""
        return self.begroot - self.gerealiseerd - self.openstaand

    def post(self, contract_id: UUID) -> Contractpost:
        """Give what one contract takes; zeros when it takes nothing yet."""
        leeg = Contractpost(contract_id=contract_id, verplicht=0, raming=0, gerealiseerd=0)
        return next((p for p in self.posten if p.contract_id == contract_id), leeg)


def _open(geldend: Geldend) -> Budgetstand:
    feit = geldend.feit
    assert isinstance(feit, BudgetVastgesteld)  # noqa: S101 - the kind's own opening fact
    return Budgetstand(
        regio_id=feit.regio_id,
        gemeente=feit.gemeente,
        boekjaar=feit.boekjaar,
        segment=feit.segment,
        ingangsdatum=feit.ingangsdatum,
        begroot=feit.bedrag,
        gerealiseerd=0,
    )


def _met_post(stand: Budgetstand, post: Contractpost) -> Budgetstand:
    rest = [p for p in stand.posten if p.contract_id != post.contract_id]
    return replace(stand, posten=tuple(sorted([*rest, post], key=lambda p: p.contract_id.int)))


def _evolueer(stand: Budgetstand, geldend: Geldend) -> Budgetstand:
    feit = geldend.feit
    match feit:
        case BudgetGewijzigd():
            stand = replace(stand, begroot=stand.begroot + feit.bedrag)
        case VerplichtingAangegaan():
            post = stand.post(feit.contract_id)
            if feit.aard is Aard.HARD:
                post = replace(post, verplicht=post.verplicht + feit.bedrag)
            else:
                post = replace(post, raming=post.raming + feit.bedrag)
            stand = _met_post(stand, post)
        case RealisatieGeboekt():
            stand = replace(stand, gerealiseerd=stand.gerealiseerd + feit.bedrag)
            if feit.contract_id is not None:
                post = stand.post(feit.contract_id)
                stand = _met_post(
                    stand, replace(post, gerealiseerd=post.gerealiseerd + feit.bedrag)
                )
    return _met_signaal(stand, geldend.feit.ingangsdatum)


def _met_signaal(stand: Budgetstand, dag: date) -> Budgetstand:
    if stand.gerealiseerd <= stand.begroot:
        return replace(stand, overschreden_sinds=None)
    return replace(stand, overschreden_sinds=stand.overschreden_sinds or dag)


def _vanzelf(_stand: Budgetstand, _sinds: date) -> None:
    return None


def _aanloop(stand: Budgetstand) -> Budgetstand:
    """Before its first day a budget shows the sum voted and no bookings."""
    return replace(
        stand, status=Status.TOEKOMSTIG, gerealiseerd=0, posten=(), overschreden_sinds=None
    )


# --- decisions ---------------------------------------------------------------------------------------------------

BUDGET_OVERSCHREDEN = onrechtmatig(
    "budget-overschreden",
    "De verplichting is groter dan de ruimte",
    "Op {ingangsdatum} is de ruimte {ruimte} euro; deze verplichting vraagt daarvan {gevraagd} euro.",
    alleen_eigen=True,
)


def _toets(stand: Budgetstand, geldend: Geldend) -> list[Bevinding]:
    feit = geldend.feit
    if not isinstance(feit, VerplichtingAangegaan) or feit.aard is not Aard.HARD:
        return []
    erna = _evolueer(stand, geldend)
    gevraagd = erna.openstaand - stand.openstaand
    if gevraagd <= 0 or erna.ruimte >= 0:
        return []
    waarden = {
        "ingangsdatum": feit.ingangsdatum.isoformat(),
        "ruimte": schrijf_bedrag(stand.ruimte),
        "gevraagd": schrijf_bedrag(gevraagd),
    }
    return [Bevinding(regel=BUDGET_OVERSCHREDEN, volgnummer=geldend.volgnummer, waarden=waarden)]


BUDGET: Dingsoort[Budgetstand] = Dingsoort(
    naam="budget",
    meervoud="budgetten",
    stand=Budgetstand,
    feiten=(BudgetVastgesteld, BudgetGewijzigd, VerplichtingAangegaan, RealisatieGeboekt),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)


# --- the ledger --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Boeking:
    """One line of the ledger, in force from its day on; `volgnummer` is the registration that holds it."""

    volgnummer: int
    plaats: int
    soort: Boekingsoort
    ingangsdatum: date
    centen: int
    contract_id: UUID | None = None
    gemeente: str | None = None
    prestatieperiode: str | None = None
    boekjaar: int
    productcode: str | None = None
    kostensoort: str | None = None


def boekingen(verloop: Verloop[Budgetstand]) -> list[Boeking]:
    """Give the ledger of one budget as known at a moment: one line for each standing fact."""
    opening = verloop.feiten.opening
    if opening is None:
        return []
    assert isinstance(opening.feit, BudgetVastgesteld)  # noqa: S101 - the kind's own opening fact
    return [_boeking(geldend, opening.feit) for geldend in verloop.feiten.geldend]


def _boeking(geldend: Geldend, budget: BudgetVastgesteld) -> Boeking:
    feit = geldend.feit
    boeking = Boeking(
        volgnummer=geldend.volgnummer,
        plaats=geldend.plaats,
        soort=Boekingsoort.BEGROOT,
        ingangsdatum=feit.ingangsdatum,
        centen=0,
        gemeente=budget.gemeente,
        boekjaar=budget.boekjaar,
    )
    match feit:
        case BudgetVastgesteld() | BudgetGewijzigd():
            return replace(boeking, centen=feit.bedrag)
        case VerplichtingAangegaan():
            soort = Boekingsoort.HARD if feit.aard is Aard.HARD else Boekingsoort.RAMING
            return replace(boeking, soort=soort, centen=feit.bedrag, contract_id=feit.contract_id)
        case RealisatieGeboekt():
            return replace(
                boeking,
                soort=Boekingsoort.REALISATIE,
                centen=feit.bedrag,
                contract_id=feit.contract_id,
                gemeente=feit.gemeente or budget.gemeente,
                prestatieperiode=feit.prestatieperiode,
                boekjaar=feit.boekjaar,
                productcode=feit.productcode,
                kostensoort=feit.kostensoort,
            )
    raise AssertionError(feit.feitnaam)
