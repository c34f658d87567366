"""Acts on a contract that lost their besluit: an answer withdrawn or corrected later undoes nothing, it shows."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from application.instemming import Akte, handeling_in, traject_van
from application.register import Tijdreis
from application.toegang import Blik
from application.vragen import Vragen
from domain.besluit import BESLUIT
from domain.contract import CONTRACT
from domain.contractomgeving import Signaal
from domain.inkooptraject import INKOOPTRAJECT, Trajectstand
from domain.instemming import BESLUIT_ONTBREEKT, toets_instemming
from domain.oordeel import Bevinding
from domain.regio import REGIO
from domain.tijdlijn import Feitenlijst, Geldend


@dataclass(frozen=True, kw_only=True)
class Instemmingsvraag:
    """A contract with its facts as known at the pair asked, and the procedure it came from."""

    vragen: Vragen
    ding: UUID
    feiten: Feitenlijst
    traject: Trajectstand | None
    reis: Tijdreis
    blik: Blik


def instemmingsignalen(*, vraag: Instemmingsvraag) -> Iterator[Signaal]:
    """Give the acts whose day has come and that no besluit carries; what was recorded as afwijking is shown there."""
    if vraag.traject is None or not vraag.traject.vereisten:
        return
    namen = {naam for vereiste in vraag.traject.vereisten for naam in vereiste.handelingen}
    gemerkt = {
        r.volgnummer
        for r in vraag.feiten.registraties
        if r.envelop.afwijking and BESLUIT_ONTBREEKT.code in r.envelop.afwijking.regels
    }
    for geldend in vraag.feiten.geldend:
        gevraagd = not namen.isdisjoint(geldend.feit.telt_als)
        if (
            gevraagd
            and geldend.volgnummer not in gemerkt
            and geldend.feit.ingangsdatum <= vraag.reis.geldig_op
        ):
            for bevinding in _getoetst(vraag, geldend):
                yield Signaal(
                    code=bevinding.regel.code,
                    titel=bevinding.regel.titel,
                    detail=f"Registratie {geldend.volgnummer}: {bevinding.detail}",
                )


def _getoetst(vraag: Instemmingsvraag, geldend: Geldend) -> Iterator[Bevinding]:
    """Judge an act as the rule did when it was recorded, on the act's own day but as known now."""
    vragen, blik, feit = vraag.vragen, vraag.blik, geldend.feit
    toen = Tijdreis(geldig_op=feit.ingangsdatum, beschikbaar_op=vraag.reis.beschikbaar_op)
    stand = vragen.stand(soort=CONTRACT, ding=vraag.ding, reis=toen, blik=blik)
    traject_id = traject_van(feit, stand, vraag.ding)
    if stand is None or traject_id is None:
        return
    traject = vragen.stand(soort=INKOOPTRAJECT, ding=traject_id, reis=toen, blik=blik)
    regio = vragen.stand(soort=REGIO, ding=stand.regio_id, reis=toen, blik=blik)
    besluit_id = geldend.toelichting.besluit_id
    besluit = besluit_id and vragen.stand(soort=BESLUIT, ding=besluit_id, reis=toen, blik=blik)
    akte = Akte(
        ding=vraag.ding,
        feit=feit,
        volgnummer=geldend.volgnummer,
        stand=stand,
        besluit=besluit or None,
    )
    if traject is not None:
        handeling = handeling_in(
            akte=akte,
            traject_id=traject_id,
            traject=traject,
            regio=regio,
        )
        yield from toets_instemming(handeling=handeling, vereisten=traject.vereisten)
