"""Looking a thing up at a pair of moments: its standing, what is still to come, what deviates, what deserves a look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic
from uuid import UUID

from application.fouten import BestaatNiet
from application.register import Tijdreis, dag_in_amsterdam
from application.signalen import Vraagstuk, signalen
from application.toegang import Blik, Gebruiker, Recht
from application.vragen import Vragen
from domain.aanbieder import AANBIEDER
from domain.contractomgeving import Signaal
from domain.contractstand import Contractstand
from domain.feiten import Correctie, Registratie
from domain.regio import REGIO
from domain.tijdlijn import Dingsoort, Feitenlijst, Geldend, S
from domain.waarden import NOOIT

_INTREKKEND = frozenset({"intrekkingen", "opheffingen"})
"""Commands that take back the fact they name; others answer it (a melding closed, a zienswijze dealt with)."""


@dataclass(frozen=True, kw_only=True)
class Dossier(Generic[S]):
    """A thing as a reader finds it at a pair of moments."""

    soort: Dingsoort[S]
    ding: UUID
    versie: int
    """The newest volgnummer known at the moment."""
    stand: S
    komend: Sequence[Geldend]
    afwijkingen: Sequence[Registratie]
    signalen: Sequence[Signaal]
    aanbieder: str | None
    """The name of a contract's aanbieder at the same pair."""


@dataclass(frozen=True, kw_only=True)
class Journaalregel:
    """An entry with what became of it, cut at the moment asked."""

    registratie: Registratie
    laat: bool
    """Recorded after the day it took effect, in Amsterdam."""
    gecorrigeerd_door: int | None
    ingetrokken_door: int | None


def bekende_stand(
    *, vragen: Vragen, soort: Dingsoort[S], ding: UUID, reis: Tijdreis, gebruiker: Gebruiker
) -> S:
    """Give the standing of a thing; raises BestaatNiet when it was not known then or lies out of scope."""
    gebruiker.eis(Recht.LEZEN)
    stand = vragen.stand(soort=soort, ding=ding, reis=reis, blik=gebruiker.blik)
    if stand is None:
        raise BestaatNiet(
            f"De gevraagde versie bestaat niet: {soort.naam} {ding} was toen niet bekend."
        )
    return stand


def dossier(
    *, vragen: Vragen, soort: Dingsoort[S], ding: UUID, reis: Tijdreis, gebruiker: Gebruiker
) -> Dossier[S]:
    """Give a thing at a pair of moments; raises BestaatNiet when it was not known then or lies out of scope."""
    stand = bekende_stand(vragen=vragen, soort=soort, ding=ding, reis=reis, gebruiker=gebruiker)
    registraties = vragen.registraties(ding=ding, tot=reis.beschikbaar_op)
    feiten = Feitenlijst(registraties)
    return Dossier(
        soort=soort,
        ding=ding,
        versie=registraties[-1].volgnummer,
        stand=stand,
        komend=[g for g in feiten.geldend if g.feit.ingangsdatum > reis.geldig_op],
        afwijkingen=[
            r
            for r in registraties
            if r.envelop.afwijking is not None and r.volgnummer not in feiten.gecorrigeerd_door
        ],
        signalen=signalen(
            vraagstuk=Vraagstuk(
                vragen=vragen,
                ding=ding,
                stand=stand,
                feiten=feiten,
                reis=reis,
                blik=gebruiker.blik,
            )
        ),
        aanbieder=_aanbiedernaam(vragen, stand, reis, gebruiker.blik),
    )


def journaal(
    *, vragen: Vragen, soort: Dingsoort[S], ding: UUID, tot: datetime, gebruiker: Gebruiker
) -> Sequence[Journaalregel]:
    """Give all entries of a thing up to an instant; raises BestaatNiet when none is known or in scope."""
    gebruiker.eis(Recht.LEZEN)
    registraties = vragen.registraties(ding=ding, tot=tot)
    bekend = bool(registraties) and registraties[0].soort == soort.opening.feitnaam
    if not bekend or not in_bereik(opening=registraties[0], blik=gebruiker.blik):
        raise BestaatNiet(
            f"De gevraagde versie bestaat niet: {soort.naam} {ding} was toen niet bekend."
        )
    return met_gevolgen(registraties)


def met_gevolgen(registraties: Sequence[Registratie]) -> Sequence[Journaalregel]:
    """Add to the entries of one thing, cut at a moment, what corrected or withdrew them by then."""
    feiten = Feitenlijst(registraties)
    weg = ingetrokken(feiten)
    return [
        Journaalregel(
            registratie=r,
            laat=is_laat(r),
            gecorrigeerd_door=feiten.gecorrigeerd_door.get(r.volgnummer),
            ingetrokken_door=weg.get(feiten.plaats(r.volgnummer) or 0),
        )
        for r in registraties
    ]


def ingetrokken(feiten: Feitenlijst, *, op: date = NOOIT) -> Mapping[int, int]:
    """Give for the place of each fact taken back by a day the volgnummer of what took it back."""
    return {
        g.doel: g.volgnummer
        for g in feiten.geldend
        if g.doel is not None and g.feit.pad in _INTREKKEND and g.feit.ingangsdatum <= op
    }


def is_laat(registratie: Registratie) -> bool:
    """Tell whether a fact was recorded after the day it took effect; a correctie never is."""
    feit = registratie.feit
    if isinstance(feit, Correctie):
        return False
    return feit.ingangsdatum < dag_in_amsterdam(registratie.geregistreerd_op)


def in_bereik(*, opening: Registratie, blik: Blik) -> bool:
    """Tell by its first entry whether a thing is in scope; also when that was withdrawn since."""
    is_regio = opening.soort == REGIO.opening.feitnaam
    regio = opening.ding if is_regio else getattr(opening.feit, "regio_id", None)
    return regio is None or blik.ziet(regio)


def _aanbiedernaam(vragen: Vragen, stand: object, reis: Tijdreis, blik: Blik) -> str | None:
    if not isinstance(stand, Contractstand):
        return None
    return aanbiedernamen(vragen=vragen, standen=[stand], reis=reis, blik=blik).get(
        stand.aanbieder_id
    )


def aanbiedernamen(
    *, vragen: Vragen, standen: Sequence[Contractstand], reis: Tijdreis, blik: Blik
) -> Mapping[UUID, str]:
    """Give the names of the aanbieders of these contracts at the same pair."""
    dingen = sorted({s.aanbieder_id for s in standen})
    gevonden = vragen.standen(soort=AANBIEDER, dingen=dingen, reis=reis, blik=blik)
    return {ding: stand.naam for ding, stand in gevonden.items()}
