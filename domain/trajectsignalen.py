"""What deserves a look at an inkooptraject: moments of the planning that passed, and rounds not decided in time."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from domain.aanmelding import Aanmeldingstand
from domain.contractomgeving import Signaal
from domain.inkooptraject import Beslissing, Trajectstand, Uitkomst, Vaststelling
from domain.trajectdelen import Evaluatie


def trajectsignalen(
    *, stand: Trajectstand, dag: date, onbeslist: Sequence[Aanmeldingstand]
) -> Iterator[Signaal]:
    """Give the signals of a procedure on a day; `onbeslist` are its applications with a lot still to be decided on."""
    if stand.stand is Vaststelling.VERVALLEN:
        return
    for punt in stand.kalender:
        if punt.te_laat(dag):
            orgaan = f" ({punt.orgaan})" if punt.orgaan else ""
            detail = f"{punt.omschrijving}{orgaan} stond gepland op {punt.moment.fase} en is nog niet gedaan."
            yield Signaal(
                code="kalenderpunt-te-laat", titel="De planning loopt achter", detail=detail
            )
    yield from _zonder_evaluatie(stand)
    for ronde in stand.rondes:
        aantal = sum(a.ronde == ronde.code for a in onbeslist)
        if aantal and ronde.beslissen_uiterlijk < dag:
            detail = (
                f"Ronde {ronde.code} beslist uiterlijk op {ronde.beslissen_uiterlijk}; "
                f"nog niet beslist: {aantal} van de aanmeldingen."
            )
            yield Signaal(code="te-laat-beslist", titel="Er is nog niet beslist", detail=detail)


def is_geevalueerd(*, stand: Trajectstand, beslissing: Beslissing) -> bool:
    """Tell whether its moment was evaluated before it, as a whole or for every segment that it is about."""
    eerder = {e.segment for e in evaluaties_voor(stand=stand, beslissing=beslissing)}
    return None in eerder or (bool(eerder) and set(_segmenten(stand, beslissing)) <= eerder)


def evaluaties_voor(*, stand: Trajectstand, beslissing: Beslissing) -> tuple[Evaluatie, ...]:
    """Give the evaluations that came before a decision and are about what it decides."""
    segmenten = set(_segmenten(stand, beslissing))
    return tuple(
        e
        for e in stand.evaluaties
        if e.beslismoment == beslissing.beslismoment
        and e.ingangsdatum <= beslissing.ingangsdatum
        and (e.segment is None or e.segment in segmenten)
    )


def _segmenten(stand: Trajectstand, beslissing: Beslissing) -> Iterable[str]:
    """Give the segments that a decision is about: its own, those of its lots, or all."""
    if beslissing.segment is not None:
        return (beslissing.segment,)
    gekozen = {p.segment for p in stand.percelen if p.code in beslissing.percelen}
    return gekozen or stand.segmenten


def _zonder_evaluatie(stand: Trajectstand) -> Iterator[Signaal]:
    """Give the decisions at a moment with preset criteria that no evaluation preceded."""
    met_criteria = {m.code for m in stand.beslismomenten if m.criteria}
    for beslissing in stand.beslissingen:
        genomen = beslissing.uitkomst is not Uitkomst.AANGEHOUDEN
        if (
            genomen
            and beslissing.beslismoment in met_criteria
            and not is_geevalueerd(stand=stand, beslissing=beslissing)
        ):
            detail = (
                f"Over {beslissing.beslismoment} is beslist op {beslissing.ingangsdatum} (registratie "
                f"{beslissing.plaats}) zonder dat de criteria vooraf zijn geëvalueerd."
            )
            yield Signaal(
                code="evaluatie-ontbreekt", titel="Er is beslist zonder evaluatie", detail=detail
            )
