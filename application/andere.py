"""Other things as a write turn knows them now: whether they are known, and how they stand on a day."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from application.register import Schrijfbeurt
from domain.bevindingen import onbekend
from domain.oordeel import Bevinding
from domain.tijdlijn import Dingsoort, S


def stand_op(beurt: Schrijfbeurt, soort: Dingsoort[S], ding: UUID, dag: date) -> S | None:
    """Give a thing as it stands on a day; None when it is unknown, of another kind or withdrawn."""
    verloop = beurt.verloop(soort=soort, ding=ding)
    return None if verloop is None else verloop.op(dag)


def is_bekend(beurt: Schrijfbeurt, soort: Dingsoort[S], ding: UUID) -> bool:
    """Tell whether a thing of this kind is known and was not withdrawn."""
    verloop = beurt.verloop(soort=soort, ding=ding)
    return verloop is not None and bool(verloop.segmenten)


def eis_bekend(
    beurt: Schrijfbeurt, soort: Dingsoort[S], ding: UUID, wat: str, volgnummer: int
) -> Iterator[Bevinding]:
    """Give the finding of a fact that names a thing that is not known."""
    if not is_bekend(beurt, soort, ding):
        yield onbekend(volgnummer, wat, ding)
