"""The rechtmatigheidslijst for the college: what asks attention in a year, by section and gemeente, with its facts."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from application.fouten import BestaatNiet
from application.rapportvraag import Verwijzing
from application.rechtmatigheidsbron import regels
from application.rechtmatigheidsinhoud import (
    AARD,
    OVERLAP,
    Rechtmatigheidslijst,
    Rechtmatigheidsregel,
    Regiovermelding,
    Sectie,
    opgeteld,
    per_gemeente,
    sectiedeel,
)
from application.rechtmatigheidsvraag import Lijstvraag
from application.register import Tijdreis
from application.toegang import Gebruiker, Recht
from application.vragen import Vragen
from domain.regio import REGIO


def rechtmatigheidslijst(
    *,
    vragen: Vragen,
    regio_id: UUID,
    jaar: int | None,
    gemeente: str | None,
    reis: Tijdreis,
    gebruiker: Gebruiker,
) -> Rechtmatigheidslijst:
    """Give the list of a regio, or of one gemeente in it; the year defaults to that of the day asked.

    Raises BestaatNiet when the regio was not known then or lies out of scope.
    """
    gebruiker.eis(Recht.LEZEN)
    regio = vragen.stand(soort=REGIO, ding=regio_id, reis=reis, blik=gebruiker.blik)
    if regio is None:
        raise BestaatNiet(
            f"De gevraagde versie bestaat niet: regio {regio_id} was toen niet bekend."
        )
    over = reis.geldig_op.year if jaar is None else jaar
    vraag = Lijstvraag(vragen=vragen, regio_id=regio_id, jaar=over, reis=reis, blik=gebruiker.blik)
    gevonden = [r for r in (_van(een, gemeente) for een in regels(vraag)) if r is not None]
    secties = tuple(sectiedeel(sectie=s, regels=gevonden) for s in Sectie)
    genoemd = {b.gemeente for r in gevonden for b in r.bedragen if b.gemeente is not None}
    wie = {*regio.gemeenten, *genoemd} if gemeente is None else {gemeente}
    return Rechtmatigheidslijst(
        aard=AARD,
        regio=Regiovermelding(id=regio_id, naam=regio.naam, gemeenten=regio.gemeenten),
        gemeente=gemeente,
        jaar=over,
        tot_en_met=min(date(over, 12, 31), reis.geldig_op),
        aantal=len(gevonden),
        secties=secties,
        per_gemeente=per_gemeente(secties=secties, gemeenten=wie),
        overlap=OVERLAP,
        bronnen=(
            Verwijzing(
                titel="Alle afwijkingen van de regio in het jaar",
                verzameling="afwijkingen",
                filters=(("regioId", str(regio_id)), ("jaar", str(over))),
                geldig_op=reis.geldig_op,
            ),
        ),
    )


def _van(regel: Rechtmatigheidsregel, gemeente: str | None) -> Rechtmatigheidsregel | None:
    """Limit a line to a gemeente: its sums, those of which the gemeente is not known; None when it is of others."""
    if gemeente is None:
        return regel
    eigen = [b for b in regel.bedragen if b.gemeente == gemeente]
    bedragen = tuple(b for b in regel.bedragen if b.gemeente in (None, gemeente))
    van_anderen = bool(regel.bedragen) and not bedragen
    if van_anderen or not (eigen or gemeente in regel.gemeenten):
        return None
    return replace(
        regel,
        bedrag=opgeteld(b.bedrag for b in eigen),
        bedragen=bedragen,
        boekingen=tuple(b for b in regel.boekingen if b.gemeente in (None, gemeente)),
    )
