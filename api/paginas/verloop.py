"""The course of a thing as a table: what it was in each stretch of days, and what the register believed earlier."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from api import antwoorden
from api.paginas.bezoek import Bezoek
from api.paginas.journaal import feiten_op
from domain.tijdlijn import Dingsoort
from domain.waarden import dag_voor

_TIJDEN = frozenset({"beginGeldigheid", "eindGeldigheid", "beginRegistratie", "eindRegistratie"})


@dataclass(frozen=True, kw_only=True)
class Verandering:
    """One field that differs from the stretch before; of what is no single value only how many there are."""

    veld: str
    was: object
    wordt: object
    enkel: bool


@dataclass(frozen=True, kw_only=True)
class Stuk:
    """A stretch of days as the register knows it; `tot_en_met` None goes on."""

    van: date
    tot_en_met: date | None
    status: str
    veranderingen: Sequence[Verandering]
    feiten: Sequence[Mapping[str, Any]]
    begin: bool
    """Whether the thing begins here."""
    gevraagd: bool


@dataclass(frozen=True, kw_only=True)
class Eerder:
    """What the register believed of a stretch of days until it learned better."""

    van: date
    tot_en_met: date | None
    status: str
    bekend_van: str
    bekend_tot: str


@dataclass(frozen=True, kw_only=True)
class Verloop:
    """All stretches, of now in order of days and of earlier in order of registration."""

    stukken: Sequence[Stuk]
    eerder: Sequence[Eerder]


def maak_verloop(
    *, bezoek: Bezoek, soort: Dingsoort[Any], ding: UUID, regels: Sequence[dict[str, Any]]
) -> Verloop:
    """Give the course of a thing as known at the moment asked."""
    tot = bezoek.reis.beschikbaar_op
    rijen: list[dict[str, Any]] = [
        bezoek.blik.toon(rij)
        for gevonden in bezoek.vragen.voorkomens(soort=soort, ding=ding, tot=tot, blik=bezoek.blik)
        for rij in antwoorden.voorkomens(soort=soort, gevonden=gevonden, moment=tot)
    ]
    nu = [rij for rij in rijen if rij["eindRegistratie"] is None]
    oud = [rij for rij in rijen if rij["eindRegistratie"] is not None]
    return Verloop(
        stukken=[
            _stuk(rij, vorig, bezoek.reis.geldig_op, regels)
            for vorig, rij in zip([None, *nu], nu, strict=False)
        ],
        eerder=[
            Eerder(
                van=_van(rij),
                tot_en_met=_tot_en_met(rij),
                status=rij.get("status", ""),
                bekend_van=rij["beginRegistratie"],
                bekend_tot=rij["eindRegistratie"],
            )
            for rij in sorted(oud, key=lambda rij: str(rij["eindRegistratie"]))
        ],
    )


def _stuk(
    rij: Mapping[str, Any],
    vorig: Mapping[str, Any] | None,
    gevraagd: date,
    regels: Sequence[dict[str, Any]],
) -> Stuk:
    van, tot_en_met = _van(rij), _tot_en_met(rij)
    nummers = feiten_op(regels, van)
    return Stuk(
        van=van,
        tot_en_met=tot_en_met,
        status=rij.get("status", ""),
        veranderingen=[] if vorig is None else list(_veranderingen(vorig, rij)),
        feiten=[regel for regel in regels if regel["volgnummer"] in nummers],
        begin=vorig is None and 1 in nummers,
        gevraagd=van <= gevraagd and (tot_en_met is None or gevraagd <= tot_en_met),
    )


def _van(rij: Mapping[str, Any]) -> date:
    return date.fromisoformat(rij["beginGeldigheid"])


def _tot_en_met(rij: Mapping[str, Any]) -> date | None:
    eind = rij["eindGeldigheid"]
    return None if eind is None else dag_voor(date.fromisoformat(eind))


def _veranderingen(was: Mapping[str, Any], wordt: Mapping[str, Any]) -> Iterator[Verandering]:
    for veld in wordt:
        eerst, dan = was.get(veld), wordt[veld]
        if veld in _TIJDEN or eerst == dan:
            continue
        if isinstance(eerst, list) and isinstance(dan, list):
            anders = len(eerst) != len(dan)
            aantallen = (len(eerst), len(dan)) if anders else (None, None)
            yield Verandering(veld=veld, was=aantallen[0], wordt=aantallen[1], enkel=anders)
        else:
            enkel = not isinstance(eerst, Mapping | list) and not isinstance(dan, Mapping | list)
            yield Verandering(veld=veld, was=eerst, wordt=dan, enkel=enkel)
