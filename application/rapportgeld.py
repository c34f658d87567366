"""The money in a report: budget against what is committed and spent, and how few aanbieders carry the cost."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from application.rapportvraag import Bekend, Rapportvraag, Verwijzing
from application.vragen import Boekingsom
from domain.budget import BUDGET, Boekingsoort, Budgetstand
from domain.contract import CONTRACT
from domain.contractstand import Contractstand
from domain.feiten import Vormvast
from domain.regio import Status
from domain.waarden import Bedrag, Datum, Id

DREMPEL = 80
"""The share of the cost, in percent, that concentration looks at (H30; issue 2, item 9)."""


class Niveau(StrEnum):
    """Whose budgets stand together: sums are made within one of these, never across."""

    REGIO = "REGIO"
    REGIO_PER_SEGMENT = "REGIO_PER_SEGMENT"
    GEMEENTE = "GEMEENTE"
    GEMEENTE_PER_SEGMENT = "GEMEENTE_PER_SEGMENT"


_TITELS: Mapping[Niveau, str] = {
    Niveau.REGIO: "Budget van de regio",
    Niveau.REGIO_PER_SEGMENT: "Budgetten van de regio per segment",
    Niveau.GEMEENTE: "Budgetten van gemeenten",
    Niveau.GEMEENTE_PER_SEGMENT: "Budgetten van gemeenten per segment",
}
TOELICHTING = (
    "Elke boeking staat op één budget. Een budget van de regio en een budget van een gemeente zijn aparte potten, en "
    "een budget per segment is een ander besluit dan een budget voor het geheel. Bedragen zijn daarom alleen binnen "
    "een groep opgeteld en nooit tussen groepen: zo telt niets dubbel."
)


@dataclass(frozen=True, kw_only=True)
class Bedragen(Vormvast):
    """Sums in cents; None where nothing is recorded, which is not the same as nothing spent."""

    begroot: Bedrag
    verplicht: Bedrag | None
    raming: Bedrag | None
    gerealiseerd: Bedrag | None
    openstaand: Bedrag | None
    ruimte: Bedrag


@dataclass(frozen=True, kw_only=True)
class Budgetregel(Bedragen):
    """One budget on the day asked."""

    gemeente: str | None
    segment: str | None
    overschreden_sinds: Datum | None
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Budgetgroep(Vormvast):
    """Budgets that may be added up, with their total."""

    niveau: Niveau
    titel: str
    budgetten: tuple[Budgetregel, ...]
    totaal: Bedragen
    onbekend: tuple[str, ...]
    """The columns in which at least one budget has nothing recorded, so that the total is a lower bound."""


@dataclass(frozen=True, kw_only=True)
class Geld(Vormvast):
    """All budgets of the book year."""

    toelichting: str
    groepen: tuple[Budgetgroep, ...]
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Aandeel(Vormvast):
    """What one aanbieder takes of the realised cost; shares in percent with one decimal."""

    aanbieder_id: Id
    aanbieder: str | None
    bedrag: Bedrag
    aandeel: str
    opgeteld: str
    contracten: int
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Concentratie(Vormvast):
    """How many aanbieders together carry `drempel` percent of the cost that is booked on a contract."""

    drempel: int
    aanbieders: int | None
    van_aanbieders: int | None
    gerealiseerd: Bedrag | None
    """All realised cost of the book year that this report sees."""
    op_contract: Bedrag | None
    zonder_contract: Bedrag | None
    """Booked without a contract: whose cost it is, the register does not know."""
    zonder_gemeente: Bedrag | None
    """In the report of one gemeente: cost of the regio that is booked on no gemeente, not counted here."""
    aandelen: tuple[Aandeel, ...]
    bronnen: tuple[Verwijzing, ...]


# --- budgets -----------------------------------------------------------------------------------------------------


def boekingsommen(*, vraag: Rapportvraag, bekend: Bekend) -> Sequence[Boekingsom]:
    """Read the ledger of the book year, summed."""
    return vraag.vragen.boekingsommen(
        budgetten=list(bekend.budgetten), boekjaar=vraag.boekjaar, reis=vraag.reis, blik=vraag.blik
    )


def geld(*, vraag: Rapportvraag, bekend: Bekend, sommen: Sequence[Boekingsom]) -> Geld:
    """Give the budgets of the book year in force on the day asked; those of the gemeente and of the regio."""
    geboekt = {(s.budget_id, s.soort) for s in sommen}
    groepen: dict[Niveau, list[Budgetregel]] = defaultdict(list)
    for ding, stand in bekend.budgetten.items():
        hier = stand.gemeente is None or vraag.raakt((stand.gemeente,))
        if stand.boekjaar == vraag.boekjaar and stand.status is Status.ACTIEF and hier:
            soorten = {soort for budget, soort in geboekt if budget == ding}
            groepen[_niveau(stand)].append(_regel(vraag, ding, stand, soorten))
    gemaakt = [_groep(n, groepen[n]) for n in Niveau if groepen[n]]
    return Geld(
        toelichting=TOELICHTING,
        groepen=tuple(gemaakt),
        bronnen=(
            vraag.lijst("Alle budgetten van het boekjaar", BUDGET, {"boekjaar": vraag.boekjaar}),
        ),
    )


def _niveau(stand: Budgetstand) -> Niveau:
    if stand.gemeente is None:
        return Niveau.REGIO if stand.segment is None else Niveau.REGIO_PER_SEGMENT
    return Niveau.GEMEENTE if stand.segment is None else Niveau.GEMEENTE_PER_SEGMENT


def _regel(
    vraag: Rapportvraag, ding: UUID, stand: Budgetstand, soorten: set[Boekingsoort]
) -> Budgetregel:
    hard = Boekingsoort.HARD in soorten or stand.verplicht != 0
    geboekt = Boekingsoort.REALISATIE in soorten or stand.gerealiseerd != 0
    geraamd = Boekingsoort.RAMING in soorten or stand.raming != 0
    return Budgetregel(
        gemeente=stand.gemeente,
        segment=stand.segment,
        begroot=stand.begroot,
        verplicht=stand.verplicht if hard else None,
        raming=stand.raming if geraamd else None,
        gerealiseerd=stand.gerealiseerd if geboekt else None,
        openstaand=stand.openstaand if hard else None,
        ruimte=stand.ruimte,
        overschreden_sinds=stand.overschreden_sinds,
        bronnen=(vraag.journaal("Boekingen", BUDGET, ding),),
    )


_KOLOMMEN = ("verplicht", "raming", "gerealiseerd", "openstaand")


def _groep(niveau: Niveau, regels: Sequence[Budgetregel]) -> Budgetgroep:
    regels = sorted(regels, key=lambda r: (r.gemeente or "", r.segment or ""))
    onbekend = [n for n in _KOLOMMEN if any(getattr(r, n) is None for r in regels)]
    totaal = Bedragen(
        begroot=sum(r.begroot for r in regels),
        verplicht=_som(r.verplicht for r in regels),
        raming=_som(r.raming for r in regels),
        gerealiseerd=_som(r.gerealiseerd for r in regels),
        openstaand=_som(r.openstaand for r in regels),
        ruimte=sum(r.ruimte for r in regels),
    )
    return Budgetgroep(
        niveau=niveau,
        titel=_TITELS[niveau],
        budgetten=tuple(regels),
        totaal=totaal,
        onbekend=tuple(onbekend),
    )


def _som(bedragen: Iterable[int | None]) -> int | None:
    """Add what is known; None when nothing is."""
    bekend = [b for b in bedragen if b is not None]
    return sum(bekend) if bekend else None


# --- concentration -----------------------------------------------------------------------------------------------


def concentratie(
    *, vraag: Rapportvraag, bekend: Bekend, sommen: Sequence[Boekingsom]
) -> Concentratie:
    """Rank the aanbieders by realised cost of the book year, each contract with its aanbieder at the same pair."""
    alle = [s for s in sommen if s.soort is Boekingsoort.REALISATIE]
    hier = [s for s in alle if vraag.gemeente in {None, s.gemeente}]
    losse = [s for s in alle if vraag.gemeente is not None and s.gemeente is None]
    contracten = _contracten(vraag, bekend, hier)
    per_aanbieder: dict[UUID, int] = defaultdict(int)
    gebruikt: dict[UUID, set[UUID]] = defaultdict(set)
    for som in hier:
        contract = contracten.get(som.contract_id) if som.contract_id else None
        if som.contract_id is not None and contract is not None:
            per_aanbieder[contract.aanbieder_id] += som.centen
            gebruikt[contract.aanbieder_id].add(som.contract_id)
    op_contract = sum(per_aanbieder.values())
    totaal = sum(s.centen for s in hier)
    aandelen = _aandelen(vraag, bekend, per_aanbieder, gebruikt)
    return Concentratie(
        drempel=DREMPEL,
        aanbieders=len(aandelen) if op_contract > 0 else None,
        van_aanbieders=len(per_aanbieder) if op_contract > 0 else None,
        gerealiseerd=totaal if hier else None,
        op_contract=op_contract if per_aanbieder else None,
        zonder_contract=totaal - op_contract if hier else None,
        zonder_gemeente=sum(s.centen for s in losse) if losse else None,
        aandelen=aandelen,
        bronnen=tuple(
            vraag.journaal(_naam(bekend.budgetten[ding]), BUDGET, ding)
            for ding in sorted(
                {s.budget_id for s in hier}, key=lambda d: (_naam(bekend.budgetten[d]), d)
            )
        ),
    )


def _naam(budget: Budgetstand) -> str:
    wie = "regio" if budget.gemeente is None else f"gemeente {budget.gemeente}"
    return f"Budget {budget.boekjaar} {wie}, {budget.segment or 'geheel'}"


def _contracten(
    vraag: Rapportvraag, bekend: Bekend, sommen: Sequence[Boekingsom]
) -> Mapping[UUID, Contractstand]:
    """Give the contracts that cost is booked on, those of another regio included."""
    elders = {s.contract_id for s in sommen if s.contract_id} - bekend.contracten.keys()
    erbij = vraag.vragen.standen(
        soort=CONTRACT, dingen=sorted(elders), reis=vraag.reis, blik=vraag.blik
    )
    return {**bekend.contracten, **erbij}


def _aandelen(
    vraag: Rapportvraag,
    bekend: Bekend,
    per_aanbieder: Mapping[UUID, int],
    gebruikt: Mapping[UUID, set[UUID]],
) -> tuple[Aandeel, ...]:
    """Give the largest aanbieders until they carry the threshold together; equal sums in order of id."""
    totaal = sum(per_aanbieder.values())
    uit: list[Aandeel] = []
    opgeteld = 0
    for ding, centen in sorted(per_aanbieder.items(), key=lambda p: (-p[1], p[0])):
        if totaal <= 0 or opgeteld * 100 >= DREMPEL * totaal:
            break
        opgeteld += centen
        stand = bekend.aanbieders.get(ding)
        uit.append(
            Aandeel(
                aanbieder_id=ding,
                aanbieder=None if stand is None else stand.naam,
                bedrag=centen,
                aandeel=_procent(centen, totaal),
                opgeteld=_procent(opgeteld, totaal),
                contracten=len(gebruikt[ding]),
                bronnen=(vraag.lijst("Contracten", CONTRACT, {"aanbiederId": ding}),),
            )
        )
    return tuple(uit)


def _procent(deel: int, geheel: int) -> str:
    """Give a share in percent with one decimal, rounded half up."""
    tienden = (2000 * deel + geheel) // (2 * geheel)
    return f"{tienden // 10}.{tienden % 10}"
