"""Whether an act has the besluit that its regime asks: who had to agree, who did, and who is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.besluit import BEPALEND, Besluitstand, Status
from domain.besluitvereiste import Besluitregel, Besluitvereiste
from domain.oordeel import Bevinding, onrechtmatig

PER_GEMEENTE = frozenset({"COLLEGE", "RAAD"})
"""Bodies of which every gemeente has its own; of the others a regio has one."""

BESLUIT_ONTBREEKT = onrechtmatig(
    "besluit-ontbreekt",
    "Het besluit dat hiervoor nodig is, ontbreekt",
    "Hiervoor ({handeling}) is op {dag} een besluit nodig waarin {orgaan} de rol {rol} heeft, naar de regel {regel}. "
    "{waarom} Nog nodig: {ontbreekt}. Leg hun uitspraken vast bij een besluit hierover en noem dat in besluitId.",
)


@dataclass(frozen=True, kw_only=True)
class Handeling:
    """An act as the rule looks at it: what it is, when, on what, for which gemeenten, and the besluit it names."""

    feitnaam: str
    telt_als: tuple[str, ...]
    """All names under which a regime may ask a besluit for it."""
    dag: date
    volgnummer: int
    traject_id: UUID | None
    contract_id: UUID | None
    segmenten: frozenset[str]
    """The segments it touches."""
    gemeenten: tuple[str, ...]
    """The gemeenten it touches."""
    regio: tuple[str, ...]
    """All gemeenten that take part in the regio on that day."""
    besluit: Besluitstand | None
    """The besluit it names, as that stands on the act's day."""


@dataclass(frozen=True, kw_only=True)
class Instemming:
    """What one requirement asks of an act: the bodies that had to agree (`COLLEGE 9003`), and those that did not."""

    vereiste: Besluitvereiste
    kring: tuple[str, ...]
    ontbreekt: tuple[str, ...]
    waarom: str
    """Why some are missing; says nothing when none is."""


def weeg_instemming(
    *, handeling: Handeling, vereisten: Iterable[Besluitvereiste]
) -> Iterator[Instemming]:
    """Hold an act against what its regime asks on its day (S1:1236-1240, S0:105, S3:216-232)."""
    for vereiste in vereisten:
        if vereiste.geldt_voor(namen=handeling.telt_als, dag=handeling.dag):
            kring = _kring(handeling, vereiste)
            waarom, ontbreekt = _ontbreekt(handeling, vereiste, kring)
            yield Instemming(
                vereiste=vereiste, kring=tuple(kring), ontbreekt=tuple(ontbreekt), waarom=waarom
            )


def toets_instemming(
    *, handeling: Handeling, vereisten: Iterable[Besluitvereiste]
) -> Iterator[Bevinding]:
    """Judge an act against what its regime asks on its day."""
    for gewogen in weeg_instemming(handeling=handeling, vereisten=vereisten):
        vereiste = gewogen.vereiste
        if gewogen.ontbreekt:
            yield Bevinding(
                regel=BESLUIT_ONTBREEKT,
                volgnummer=handeling.volgnummer,
                kenmerk=f"{vereiste.orgaan} {vereiste.rol}",
                waarden={
                    "handeling": handeling.feitnaam,
                    "dag": handeling.dag.isoformat(),
                    "rol": vereiste.rol.value,
                    "orgaan": vereiste.orgaan,
                    "regel": vereiste.regel.value,
                    "waarom": gewogen.waarom,
                    "ontbreekt": ", ".join(gewogen.ontbreekt),
                },
            )


def _ontbreekt(
    handeling: Handeling, vereiste: Besluitvereiste, kring: list[str]
) -> tuple[str, list[str]]:
    """Give why the besluit does not carry the act, and which bodies are missing; none when it does."""
    besluit = handeling.besluit
    if besluit is None:
        return "Er is geen besluit genoemd dat toen bekend was.", kring
    buiten = _buiten(handeling, besluit)
    if buiten is not None:
        return f"Het besluit '{besluit.onderwerp}' gaat niet over {buiten}.", kring
    if besluit.status in {Status.TOEKOMSTIG, Status.INGETROKKEN}:
        return f"Het besluit '{besluit.onderwerp}' geldt dan niet.", kring
    if besluit.vroegste_werking is not None and handeling.dag < besluit.vroegste_werking:
        wanneer = besluit.vroegste_werking.isoformat()
        return f"Het besluit '{besluit.onderwerp}' werkt pas vanaf {wanneer}.", kring
    akkoord = {s.wie for s in besluit.betrokken if s.rol in BEPALEND and s.akkoord}
    rest = [wie for wie in kring if wie not in akkoord]
    if vereiste.regel is Besluitregel.MEERDERHEID and 2 * len(rest) < len(kring):
        rest = []
    return f"Het besluit '{besluit.onderwerp}' is er nog niet van allen.", rest


def _buiten(handeling: Handeling, besluit: Besluitstand) -> str | None:
    """Give on which side the besluit is about something else; what it leaves open takes in everything of its regio."""
    betreft = besluit.betreft
    if betreft is None:
        return None
    past = {
        "dit traject": not betreft.traject_ids or handeling.traject_id in betreft.traject_ids,
        "dit contract": not betreft.contract_ids or handeling.contract_id in betreft.contract_ids,
        "elk segment hiervan": not betreft.segmenten
        or handeling.segmenten <= set(betreft.segmenten),
        "deze handeling": not betreft.handelingen
        or not set(handeling.telt_als).isdisjoint(betreft.handelingen),
    }
    return next((kant for kant, goed in past.items() if not goed), None)


def _kring(handeling: Handeling, vereiste: Besluitvereiste) -> list[str]:
    """Give the bodies that must agree: of the gemeenten touched (ELK), of all of the regio, or the single one."""
    if vereiste.orgaan not in PER_GEMEENTE:
        return [vereiste.orgaan]
    eigen = vereiste.regel is Besluitregel.ELK
    gemeenten = handeling.gemeenten if eigen else handeling.regio
    return [f"{vereiste.orgaan} {gemeente}" for gemeente in sorted(set(gemeenten))]
