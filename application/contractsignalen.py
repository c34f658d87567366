"""What the signals of a contract look at in other things, at the same pair and within the reader's scope."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from application.register import Tijdreis
from application.toegang import Blik
from application.vragen import Vragen
from domain.contract import CONTRACT
from domain.contractomgeving import Omgeving, Signaal
from domain.contractsignalen import Buren, Contractblik, signalen
from domain.contractstand import Contractstand
from domain.lezing import LEZING, als_dag


def contractsignalen(
    *,
    vragen: Vragen,
    ding: UUID,
    stand: Contractstand,
    omgeving: Omgeving,
    reis: Tijdreis,
    blik: Blik,
) -> Iterator[Signaal]:
    """Give the signals of a contract at a pair; `omgeving` as the other things stand then."""
    gezien = Contractblik(
        stand=stand,
        dag=reis.geldig_op,
        omgeving=omgeving,
        buren=_buren(vragen, ding, stand, reis, blik),
        lezingen=_lezingen(vragen, stand, reis, blik),
    )
    yield from signalen(blik=gezien)


def _buren(vragen: Vragen, ding: UUID, stand: Contractstand, reis: Tijdreis, blik: Blik) -> Buren:
    vorig = stand.opvolging.vorig_contract_id if stand.opvolging else None
    voorganger = vorig and vragen.stand(soort=CONTRACT, ding=vorig, reis=reis, blik=blik)
    volgers = vragen.opvolgers(contracten=[ding], reis=reis, blik=blik)
    return Buren(
        voorganger=voorganger or None,
        opvolgers=[g.stand for g in volgers if g.ding != ding],
    )


def _lezingen(
    vragen: Vragen, stand: Contractstand, reis: Tijdreis, blik: Blik
) -> Mapping[str, str]:
    """Give what is chosen of each reading that an option leans on, where that is a day."""
    gekozen = {}
    for code in sorted({o.lezing for o in stand.verlengingsopties if o.lezing}):
        filters = {"regioId": stand.regio_id, "code": code}
        for gevonden in vragen.lijst(soort=LEZING, filters=filters, reis=reis, blik=blik).items:
            if als_dag(gevonden.stand.gekozen) is not None:
                gekozen[code] = gevonden.stand.gekozen
    return gekozen
