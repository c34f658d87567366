"""What the steering on a contract leans on in other things: goals of its traject, and figures of indicators."""

from collections.abc import Iterator

from application.andere import eis_bekend, stand_op
from application.register import Schrijfbeurt, Tijdreis
from application.toegang import Blik
from application.vragen import Vragen
from domain.bevindingen import onbekend
from domain.contractdelen import Status
from domain.contractomgeving import Signaal
from domain.contractstand import Contractstand
from domain.feiten import Feit
from domain.indicator import INDICATOR
from domain.inkooptraject import INKOOPTRAJECT
from domain.oordeel import Bevinding
from domain.sturingfeiten import AfspraakGemaakt
from domain.sturingsignalen import gevraagde_indicatoren
from domain.sturingsignalen import sturingsignalen as signalen
from domain.tijdlijn import Verloop


def sturingregels(
    *, beurt: Schrijfbeurt, feit: Feit, volgnummer: int, verloop: Verloop[object]
) -> Iterator[Bevinding]:
    """Refuse an agreement on a goal that the traject has not on its day, or measured by an unknown indicator."""
    stand = verloop.op(feit.ingangsdatum)
    if not isinstance(feit, AfspraakGemaakt) or not isinstance(stand, Contractstand):
        return
    if feit.doel is not None:
        traject = stand_op(beurt, INKOOPTRAJECT, stand.traject_id, feit.ingangsdatum)
        if traject is None or feit.doel not in {d.code for d in traject.doelen}:
            naam = "het traject" if traject is None else traject.naam
            yield onbekend(volgnummer, f"Het doel van {naam}", feit.doel)
    if feit.indicator is not None:
        yield from eis_bekend(beurt, INDICATOR, feit.indicator, "Indicator", volgnummer)


def sturingsignalen(
    *, vragen: Vragen, stand: Contractstand, reis: Tijdreis, blik: Blik
) -> Iterator[Signaal]:
    """Give the signals of the steering at a pair, with the figures as they were known then."""
    if stand.status is Status.TOEKOMSTIG:
        return
    gevraagd = gevraagde_indicatoren(sturing=stand.sturing)
    indicatoren = vragen.standen(soort=INDICATOR, dingen=gevraagd, reis=reis, blik=blik)
    yield from signalen(
        sturing=stand.sturing,
        dag=reis.geldig_op,
        indicatoren=indicatoren,
        gemeenten=stand.gemeenten,
    )
