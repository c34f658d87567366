"""What differs between two answers of one list: which things came, went or changed, and the facts that cause it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from application.register import Tijdreis
from application.toegang import Gebruiker, Recht
from application.verschillen import Velden, Verschil, verschillen
from application.vragen import Vragen
from domain.feiten import Registratie
from domain.tijdlijn import Dingsoort


@dataclass(frozen=True, kw_only=True)
class Lijstvraag:
    """Two pairs of moments of one list, and which page of the differences."""

    van: Tijdreis
    tot: Tijdreis
    filters: Mapping[str, object]
    bladzijde: int
    grootte: int


@dataclass(frozen=True, kw_only=True)
class Lijstverschil:
    """A thing that stands in one of the two answers only, or that is otherwise in the second.

    No `verschillen` means that another thing changed, by which it came into the list or left it.
    """

    ding: UUID
    stond_erin: bool
    staat_erin: bool
    velden: Mapping[str, object]
    """Its fields as the last of the answers that holds it gives them."""
    verschillen: Sequence[Verschil]
    registraties: Sequence[Registratie]


def lijstverschillen(
    *,
    vragen: Vragen,
    soort: Dingsoort[Any],
    vraag: Lijstvraag,
    velden: Velden[Any],
    gebruiker: Gebruiker,
) -> tuple[int, Sequence[Lijstverschil]]:
    """Give how many things differ and one page of them: in the order of the second answer, what left it after that."""
    gebruiker.eis(Recht.LEZEN)
    eerst, dan = (
        {
            g.ding: velden(g.stand, reis.geldig_op)
            for g in vragen.lijst(
                soort=soort, filters=vraag.filters, reis=reis, blik=gebruiker.blik
            ).items
        }
        for reis in (vraag.van, vraag.tot)
    )
    anders = [ding for ding in {**dan, **eerst} if eerst.get(ding) != dan.get(ding)]
    begin = (vraag.bladzijde - 1) * vraag.grootte
    uit = []
    for ding in anders[begin : begin + vraag.grootte]:
        laatste = max(vraag.van.beschikbaar_op, vraag.tot.beschikbaar_op)
        registraties = vragen.registraties(ding=ding, tot=laatste)
        gevonden = verschillen(
            soort=soort, registraties=registraties, van=vraag.van, tot=vraag.tot, velden=velden
        )
        uit.append(
            Lijstverschil(
                ding=ding,
                stond_erin=ding in eerst,
                staat_erin=ding in dan,
                velden=dan.get(ding) or eerst[ding],
                verschillen=gevonden,
                registraties=registraties,
            )
        )
    return len(anders), uit
