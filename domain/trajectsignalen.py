"""What deserves a look at an inkooptraject: moments of the planning that passed, and rounds not decided in time."""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.aanmelding import Aanmeldingstand
from domain.contractomgeving import Signaal
from domain.inkooptraject import Trajectstand, Vaststelling


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
    for ronde in stand.rondes:
        aantal = sum(a.ronde == ronde.code for a in onbeslist)
        if aantal and ronde.beslissen_uiterlijk < dag:
            detail = (
                f"Ronde {ronde.code} beslist uiterlijk op {ronde.beslissen_uiterlijk}; "
                f"nog niet beslist: {aantal} van de aanmeldingen."
            )
            yield Signaal(code="te-laat-beslist", titel="Er is nog niet beslist", detail=detail)
