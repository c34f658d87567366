"""What deserves attention first: how many contracts stand where, what must be decided soon, what was recorded last."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from application.raadplegen import aanbiedernamen
from application.register import Tijdreis, dag_in_amsterdam
from application.toegang import Blik, Gebruiker, Recht
from application.vragen import Gevonden, Telling, Vragen
from domain.contract import CONTRACT
from domain.contractdelen import Status
from domain.contractstand import Contractstand
from domain.feiten import Registratie
from domain.regio import REGIO

VOORUIT = timedelta(days=365)
"""How far ahead a last day to act is shown."""
NIEUWSTE = 10
"""How many of the newest entries are shown; those of one kind and day count as one."""
GRENS = 3000
"""More contracts than this are not gone through for what must be decided: first a regio is chosen."""
_TERUG = 400
"""How far back in the log is looked for them."""


@dataclass(frozen=True, kw_only=True)
class TeBeslissen:
    """A contract whose last day to act comes soon."""

    contract: UUID
    contractnummer: str
    aanbieder: str | None
    uiterlijk: date
    dagen: int
    """Days from the day asked."""


@dataclass(frozen=True, kw_only=True)
class Regiotelling:
    """The contracts of one regio, counted by segment and status."""

    regio: UUID
    naam: str
    aantallen: Mapping[tuple[str, Status], int]

    @property
    def segmenten(self) -> Sequence[str]:
        """The segments that have contracts, in order."""
        return sorted({segment for segment, _ in self.aantallen})

    def aantal(self, segment: str | None, status: Status) -> int:
        """Count one segment, or all of them, with a status."""
        return sum(
            n for (s, st), n in self.aantallen.items() if s == (segment or s) and st is status
        )


@dataclass(frozen=True, kw_only=True)
class Vastgelegd:
    """The newest entry of a run of one kind on one day, and how long the run is as far as was looked."""

    registratie: Registratie
    aantal: int


@dataclass(frozen=True, kw_only=True)
class Overzicht:
    """What the first page shows at a pair of moments."""

    regios: Sequence[Regiotelling]
    te_beslissen: Sequence[TeBeslissen] | None
    """None when there are too many contracts to go through at once."""
    nieuwste: Sequence[Vastgelegd]


def overzicht(
    *,
    vragen: Vragen,
    reis: Tijdreis,
    gebruiker: Gebruiker,
    regio: UUID | None,
    grens: int = GRENS,
) -> Overzicht:
    """Give the overview at a pair of moments, of one regio or of all in the reader's scope."""
    gebruiker.eis(Recht.LEZEN)
    blik = gebruiker.blik
    gevonden = vragen.lijst(soort=REGIO, filters={}, reis=reis, blik=blik).items
    tellingen = vragen.contracttelling(reis=reis, blik=blik)
    regios = [
        _telling(r.ding, r.stand.naam, tellingen) for r in gevonden if regio in (None, r.ding)
    ]
    te_veel = regio is None and sum(t.aantal for t in tellingen) > grens
    nieuwste = vragen.nieuwste(aantal=_TERUG, tot=reis.beschikbaar_op, blik=blik)
    return Overzicht(
        regios=regios,
        te_beslissen=None if te_veel else _te_beslissen(vragen, reis, blik, regio),
        nieuwste=_gegroepeerd(nieuwste)[:NIEUWSTE],
    )


def _te_beslissen(
    vragen: Vragen, reis: Tijdreis, blik: Blik, regio: UUID | None
) -> list[TeBeslissen]:
    filters = {} if regio is None else {"regioId": regio}
    contracten = vragen.lijst(soort=CONTRACT, filters=filters, reis=reis, blik=blik).items
    gevonden = sorted(
        _binnenkort(contracten, reis), key=lambda paar: (paar[0], paar[1].stand.contractnummer)
    )
    namen = aanbiedernamen(
        vragen=vragen, standen=[g.stand for _, g in gevonden], reis=reis, blik=blik
    )
    return [
        TeBeslissen(
            contract=g.ding,
            contractnummer=g.stand.contractnummer,
            aanbieder=namen.get(g.stand.aanbieder_id),
            uiterlijk=dag,
            dagen=(dag - reis.geldig_op).days,
        )
        for dag, g in gevonden
    ]


def _gegroepeerd(registraties: Sequence[Registratie]) -> list[Vastgelegd]:
    """Take runs of one kind on one day together, so that a file of bookings does not push out the rest."""
    uit = []
    for _, groep in groupby(
        registraties, key=lambda r: (r.soort, dag_in_amsterdam(r.geregistreerd_op))
    ):
        eerste, *rest = groep
        uit.append(Vastgelegd(registratie=eerste, aantal=1 + len(rest)))
    return uit


def _telling(regio: UUID, naam: str, tellingen: Sequence[Telling]) -> Regiotelling:
    aantallen = {(t.segment, t.status): t.aantal for t in tellingen if t.regio_id == regio}
    return Regiotelling(regio=regio, naam=naam, aantallen=aantallen)


def _binnenkort(
    contracten: Sequence[Gevonden[Contractstand]], reis: Tijdreis
) -> Iterator[tuple[date, Gevonden[Contractstand]]]:
    for g in contracten:
        dag = g.stand.uiterste_handelingsdatum(reis.geldig_op)
        if dag is not None and reis.geldig_op <= dag <= reis.geldig_op + VOORUIT:
            yield dag, g
