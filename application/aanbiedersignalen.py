"""What the signals of an aanbieder look at in other things, at the same pair and within the reader's scope."""

from collections.abc import Iterator
from uuid import UUID

from application.register import Tijdreis
from application.toegang import Blik
from application.vragen import Vragen
from domain.aanbieder import AANBIEDER, Aanbiederstand
from domain.aanbiedersignalen import Buitenwereld, aanbiedersignalen, signalen_bij_contract
from domain.aanmelding import AANMELDING
from domain.contract import CONTRACT
from domain.contractomgeving import Signaal
from domain.contractstand import Contractstand
from domain.inkooptraject import INKOOPTRAJECT


def signalen_van_aanbieder(
    *, vragen: Vragen, ding: UUID, stand: Aanbiederstand, reis: Tijdreis, blik: Blik
) -> Iterator[Signaal]:
    """Give the signals of an aanbieder at a pair."""
    trajecten = sorted({t.traject_id for t in stand.toelatingen})
    contracten = vragen.lijst(
        soort=CONTRACT, filters={"aanbiederId": ding}, reis=reis, blik=blik
    ).items
    overgang = [] if stand.opgegaan_in is None else [stand.opgegaan_in.aanbieder_id]
    anderen = vragen.standen(soort=AANBIEDER, dingen=overgang, reis=reis, blik=blik)
    waarop = sorted({t.aanmelding_id for t in stand.toelatingen if t.aanmelding_id is not None})
    aanmeldingen = vragen.standen(soort=AANMELDING, dingen=waarop, reis=reis, blik=blik)
    buitenwereld = Buitenwereld(
        trajecten=vragen.standen(soort=INKOOPTRAJECT, dingen=trajecten, reis=reis, blik=blik),
        contracten=[g.stand for g in contracten],
        namen={id_: ander.naam for id_, ander in anderen.items()},
        aanmeldversies={
            id_: aanmelding.beoordeling.criteriaversie
            for id_, aanmelding in aanmeldingen.items()
            if aanmelding.beoordeling is not None
        },
    )
    yield from aanbiedersignalen(stand=stand, dag=reis.geldig_op, buitenwereld=buitenwereld)


def signalen_om_aanbieder(
    *,
    vragen: Vragen,
    contract: Contractstand,
    aanbieder: Aanbiederstand,
    reis: Tijdreis,
    blik: Blik,
) -> Iterator[Signaal]:
    """Give the signals of a contract for the sake of its aanbieder at a pair."""
    dingen = {een.aanbieder_id for een in aanbieder.onderaannemers if een.aanbieder_id is not None}
    if aanbieder.opgegaan_in is not None:
        dingen.add(aanbieder.opgegaan_in.aanbieder_id)
    anderen = vragen.standen(soort=AANBIEDER, dingen=sorted(dingen), reis=reis, blik=blik)
    yield from signalen_bij_contract(contract=contract, aanbieder=aanbieder, anderen=anderen)
