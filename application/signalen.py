"""What deserves a look at a thing, at the pair of moments asked: collects other things, lets the domain judge."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from application.aanbiedersignalen import signalen_om_aanbieder, signalen_van_aanbieder
from application.contractsignalen import contractsignalen
from application.instemmingsignalen import Instemmingsvraag, instemmingsignalen
from application.register import Tijdreis
from application.sturing import sturingsignalen
from application.toegang import Blik
from application.vragen import Vragen
from application.wijzigingsruimte import wijzigingsignalen
from domain.aanbieder import AANBIEDER, Aanbiederstand
from domain.aanmelding import AANMELDING, Aanmeldingstand, Aanmeldingstatus
from domain.aanmeldingomgeving import aanmeldingsignalen
from domain.beleidskader import BELEIDSKADER, Kaderstand, kadersignalen
from domain.besluit import BESLUIT, Besluitstand
from domain.besluitsignalen import besluitsignalen
from domain.budget import Budgetstand
from domain.contractomgeving import Omgeving, Signaal
from domain.contractstand import Contractstand
from domain.indicator import INDICATOR, Indicatorstand
from domain.indicatoromgeving import doelsignalen, indicatorsignalen, vraagt_indicatoren
from domain.inkooptraject import INKOOPTRAJECT, Trajectstand
from domain.onderstelling import ONDERSTELLING, Onderstellingstand, weerlegd
from domain.regeling import Regelingstand, regelingsignalen
from domain.regio import REGIO
from domain.tijdlijn import Feitenlijst
from domain.trajectsignalen import trajectsignalen


@dataclass(frozen=True, kw_only=True)
class Vraagstuk:
    """A thing as a reader finds it, and what is needed to look further."""

    vragen: Vragen
    ding: UUID
    stand: Any
    feiten: Feitenlijst
    reis: Tijdreis
    blik: Blik


def signalen(*, vraagstuk: Vraagstuk) -> tuple[Signaal, ...]:
    """Give what deserves a look; deterministic for a resolved pair."""
    eigen = _SIGNALEN.get(type(vraagstuk.stand), _geen)
    return (*eigen(vraagstuk), *_onjuiste_onderstellingen(vraagstuk))


def _geen(_vraagstuk: Vraagstuk) -> Iterator[Signaal]:
    return iter(())


def _contract(v: Vraagstuk) -> Iterator[Signaal]:
    stand: Contractstand = v.stand
    omgeving = Omgeving(
        regio=v.vragen.stand(soort=REGIO, ding=stand.regio_id, reis=v.reis, blik=v.blik),
        traject=v.vragen.stand(
            soort=INKOOPTRAJECT, ding=stand.traject_id, reis=v.reis, blik=v.blik
        ),
        aanbieder=v.vragen.stand(
            soort=AANBIEDER, ding=stand.aanbieder_id, reis=v.reis, blik=v.blik
        ),
    )
    yield from contractsignalen(
        vragen=v.vragen, ding=v.ding, stand=stand, omgeving=omgeving, reis=v.reis, blik=v.blik
    )
    yield from sturingsignalen(vragen=v.vragen, stand=stand, reis=v.reis, blik=v.blik)
    yield from wijzigingsignalen(
        vragen=v.vragen, ding=v.ding, stand=stand, feiten=v.feiten, reis=v.reis, blik=v.blik
    )
    yield from instemmingsignalen(
        vraag=Instemmingsvraag(
            vragen=v.vragen,
            ding=v.ding,
            feiten=v.feiten,
            traject=omgeving.traject,
            reis=v.reis,
            blik=v.blik,
        )
    )
    if omgeving.aanbieder is not None:
        yield from signalen_om_aanbieder(
            vragen=v.vragen,
            contract=stand,
            aanbieder=omgeving.aanbieder,
            reis=v.reis,
            blik=v.blik,
        )


def _aanbieder(v: Vraagstuk) -> Iterator[Signaal]:
    yield from signalen_van_aanbieder(
        vragen=v.vragen, ding=v.ding, stand=v.stand, reis=v.reis, blik=v.blik
    )


def _budget(v: Vraagstuk) -> Iterator[Signaal]:
    if v.stand.overschreden_sinds is not None:
        yield Signaal(
            code="overschreden",
            titel="Het budget is overschreden",
            detail=f"Sinds {v.stand.overschreden_sinds} is meer gerealiseerd dan begroot.",
        )


def _besluit(v: Vraagstuk) -> Iterator[Signaal]:
    yield from besluitsignalen(stand=v.stand, dag=v.reis.geldig_op)


def _beleidskader(v: Vraagstuk) -> Iterator[Signaal]:
    volgers = v.vragen.lijst(
        soort=BELEIDSKADER, filters={"voorgangerId": v.ding}, reis=v.reis, blik=v.blik
    )
    opvolgers = [g.stand for g in volgers.items if g.ding != v.ding]
    yield from kadersignalen(stand=v.stand, opvolgers=opvolgers, dag=v.reis.geldig_op)


def _regeling(v: Vraagstuk) -> Iterator[Signaal]:
    yield from regelingsignalen(stand=v.stand, dag=v.reis.geldig_op)


def _indicator(v: Vraagstuk) -> Iterator[Signaal]:
    yield from indicatorsignalen(stand=v.stand, dag=v.reis.geldig_op)


def _traject(v: Vraagstuk) -> Iterator[Signaal]:
    """A round past its day asks which applications wait, running contracts which goals are measured."""
    stand: Trajectstand = v.stand
    wacht: list[Aanmeldingstand] = []
    if any(r.beslissen_uiterlijk < v.reis.geldig_op for r in stand.rondes):
        for status in (Aanmeldingstatus.INGEDIEND, Aanmeldingstatus.BEOORDEELD):
            filters = {"trajectId": v.ding, "status": status.value}
            gevonden = v.vragen.lijst(soort=AANMELDING, filters=filters, reis=v.reis, blik=v.blik)
            wacht += [g.stand for g in gevonden.items]
    yield from trajectsignalen(stand=stand, dag=v.reis.geldig_op, onbeslist=wacht)
    if vraagt_indicatoren(traject=stand, dag=v.reis.geldig_op):
        met = v.vragen.lijst(
            soort=INDICATOR, filters={"trajectId": v.ding}, reis=v.reis, blik=v.blik
        )
        yield from doelsignalen(
            traject=stand, ding=v.ding, indicatoren=[g.stand for g in met.items]
        )


def _aanmelding(v: Vraagstuk) -> Iterator[Signaal]:
    stand: Aanmeldingstand = v.stand
    traject = v.vragen.stand(soort=INKOOPTRAJECT, ding=stand.traject_id, reis=v.reis, blik=v.blik)
    if traject is not None:
        yield from aanmeldingsignalen(stand=stand, traject=traject, dag=v.reis.geldig_op)


_SIGNALEN: Mapping[type[Any], Callable[[Vraagstuk], Iterator[Signaal]]] = {
    Contractstand: _contract,
    Aanbiederstand: _aanbieder,
    Trajectstand: _traject,
    Aanmeldingstand: _aanmelding,
    Budgetstand: _budget,
    Besluitstand: _besluit,
    Kaderstand: _beleidskader,
    Regelingstand: _regeling,
    Indicatorstand: _indicator,
}


def _onjuiste_onderstellingen(v: Vraagstuk) -> Iterator[Signaal]:
    """Give the assumptions that turned out wrong and on which the thing's facts rest, or the besluiten they carry out.

    A fact whose day is still to come counts: it stands on the assumption as much as the others.
    """
    if isinstance(v.stand, Onderstellingstand):
        return
    toelichtingen = [g.toelichting for g in v.feiten.geldend if g.toelichting.verwijzingen]
    besluiten = sorted({t.besluit_id for t in toelichtingen if t.besluit_id is not None})
    gevonden = v.vragen.standen(soort=BESLUIT, dingen=besluiten, reis=v.reis, blik=v.blik)
    eigen = [(id_, "") for t in toelichtingen for id_ in t.rust_op]
    via = [(id_, b.onderwerp) for b in gevonden.values() for id_ in b.rust_op]
    waarop = dict([*via, *eigen])
    standen = v.vragen.standen(soort=ONDERSTELLING, dingen=sorted(waarop), reis=v.reis, blik=v.blik)
    for id_ in sorted(standen, key=lambda een: standen[een].code):
        stand = standen[id_]
        if weerlegd(stand):
            via_besluit = f" via het besluit '{waarop[id_]}'" if waarop[id_] else ""
            yield Signaal(
                code="onderstelling-onjuist",
                titel="Een onderstelling waarop dit rust, is onjuist gebleken",
                detail=f"Dit rust{via_besluit} op {stand.code} ('{stand.tekst}'). Ga na wat dat verandert.",
            )
