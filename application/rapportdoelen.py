"""The goals in a report: each with its indicators, and of those the baseline, newest figure, target and trend."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from application.indicatorcijfers import Cijfer, Indicatorfeiten
from application.rapportvraag import Bekend, Rapportvraag, Verwijzing
from application.register import dag_in_amsterdam
from domain.feiten import Vormvast
from domain.indicator import INDICATOR, Indicatorstand
from domain.indicatordelen import Eenheid, Gewenst, Indicatorstatus, Richting, beweging
from domain.indicatoromgeving import is_bevroren
from domain.inkooptraject import INKOOPTRAJECT, Trajectstand
from domain.trajectdelen import Doel
from domain.waarden import Id, JaNee, Meetwaarde, als_getal, schrijf_getal

NOG_GEEN_METING = "nog geen meting"


class Vergelekenmet(StrEnum):
    """With what the newest measurement is compared."""

    NULMETING = "NULMETING"
    VORIGE_METING = "VORIGE_METING"


@dataclass(frozen=True, kw_only=True)
class Trend(Vormvast):
    """How the newest measurement lies to the baseline, or without one to the measurement before."""

    richting: Richting
    verschil: Meetwaarde
    met: Vergelekenmet


@dataclass(frozen=True, kw_only=True)
class Indicatorregel(Vormvast):
    """An indicator of a goal: the figures of the gemeente when it has its own, else of the regio."""

    id: Id
    code: str
    naam: str
    eenheid: Eenheid
    gewenst: Gewenst
    nulmeting: Cijfer | None
    nulmeting_na_start: JaNee
    """The baseline was recorded, or last corrected, when the contracts had begun already."""
    meting: Cijfer | None
    vorige_meting: Cijfer | None
    streefwaarde: Cijfer | None
    streefwaarde_gehaald: JaNee | None
    trend: Trend | None
    gecorrigeerd: JaNee
    """One of the figures shown was put in place by a correctie."""
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Doelregel(Vormvast):
    """A goal of a traject; `meting` says in words what was measured last, None when nothing was."""

    traject: str
    code: str
    omschrijving: str
    meting: str | None
    toelichting: str
    indicatoren: tuple[Indicatorregel, ...]
    bronnen: tuple[Verwijzing, ...]


def doelen(*, vraag: Rapportvraag, bekend: Bekend) -> tuple[Doelregel, ...]:
    """Give the goals of all procedures with what the register knows of them at the pair."""
    return tuple(
        _doel(vraag, bekend, ding, traject, doel)
        for ding, traject in bekend.trajecten.items()
        for doel in traject.doelen
    )


def _doel(
    vraag: Rapportvraag, bekend: Bekend, ding: UUID, traject: Trajectstand, doel: Doel
) -> Doelregel:
    indicatoren = tuple(_indicatoren(vraag, bekend, ding, traject, doel))
    gemeten = [i for i in indicatoren if i.meting is not None]
    return Doelregel(
        traject=traject.naam,
        code=doel.code,
        omschrijving=doel.omschrijving,
        meting="; ".join(map(_in_woorden, gemeten)) or None,
        toelichting=_toelichting(len(indicatoren), len(gemeten)),
        indicatoren=indicatoren,
        bronnen=(vraag.journaal(traject.naam, INKOOPTRAJECT, ding),),
    )


def _in_woorden(regel: Indicatorregel) -> str:
    assert regel.meting is not None  # noqa: S101 - only asked for what was measured
    waarde = schrijf_getal(regel.meting.waarde).replace(".", ",")
    return f"{regel.naam}: {waarde} ({regel.meting.peilperiode})"


def _toelichting(indicatoren: int, gemeten: int) -> str:
    if not gemeten:
        return NOG_GEEN_METING
    return (
        f"{gemeten} van {indicatoren} indicatoren gemeten" if gemeten < indicatoren else "gemeten"
    )


def _indicatoren(
    vraag: Rapportvraag, bekend: Bekend, ding: UUID, traject: Trajectstand, doel: Doel
) -> Iterator[Indicatorregel]:
    for feiten in bekend.indicatoren.values():
        stand = feiten.op(vraag.reis.geldig_op)
        telt = stand is not None and stand.status is Indicatorstatus.ACTIEF
        if stand is not None and telt and stand.meet(traject_id=ding, doel=doel.code):
            yield _indicator(vraag, feiten, stand, traject)


def _indicator(
    vraag: Rapportvraag, feiten: Indicatorfeiten, stand: Indicatorstand, traject: Trajectstand
) -> Indicatorregel:
    wie = vraag.gemeente if stand.reeks(gemeente=vraag.gemeente) else None
    reeks = [feiten.cijfer(m) for m in stand.reeks(gemeente=wie)]
    nul, doel = (
        stand.nulmeting(gemeente=wie),
        stand.streefwaarde(gemeente=wie, dag=vraag.reis.geldig_op),
    )
    nulmeting = None if nul is None else feiten.cijfer(nul)
    streef = None if doel is None else feiten.cijfer(doel)
    meting, vorige = (reeks[-1] if reeks else None), (reeks[-2] if len(reeks) > 1 else None)
    getoond = [c for c in (nulmeting, meting, vorige, streef) if c is not None]
    return Indicatorregel(
        id=feiten.ding,
        code=stand.code,
        naam=stand.naam,
        eenheid=stand.eenheid,
        gewenst=stand.gewenst,
        nulmeting=nulmeting,
        nulmeting_na_start=nulmeting is not None and _na_start(nulmeting, traject),
        meting=meting,
        vorige_meting=vorige,
        streefwaarde=streef,
        streefwaarde_gehaald=_gehaald(stand.gewenst, meting, streef),
        trend=_trend(stand.gewenst, meting, nulmeting, vorige),
        gecorrigeerd=any(c.correctie is not None for c in getoond),
        bronnen=(vraag.journaal(stand.naam, INDICATOR, feiten.ding),),
    )


def _na_start(nulmeting: Cijfer, traject: Trajectstand) -> bool:
    vastgelegd = dag_in_amsterdam(nulmeting.geregistreerd_op)
    return is_bevroren(traject=traject, dag=vastgelegd)


def _gehaald(gewenst: Gewenst, meting: Cijfer | None, streef: Cijfer | None) -> bool | None:
    if meting is None or streef is None:
        return None
    ver = beweging(gewenst=gewenst, van=streef.waarde.waarde, naar=meting.waarde.waarde)
    return ver is not Richting.ONGUNSTIG


def _trend(
    gewenst: Gewenst, meting: Cijfer | None, nulmeting: Cijfer | None, vorige: Cijfer | None
) -> Trend | None:
    ander = nulmeting or vorige
    if meting is None or ander is None:
        return None
    van, naar = ander.waarde.waarde, meting.waarde.waarde
    return Trend(
        richting=beweging(gewenst=gewenst, van=van, naar=naar),
        verschil=als_getal(naar - van),
        met=Vergelekenmet.NULMETING if nulmeting else Vergelekenmet.VORIGE_METING,
    )
