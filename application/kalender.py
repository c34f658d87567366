"""The kalender: everything with a day over all kinds of things, at a pair of moments, for one reader."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from application.register import Tijdreis
from application.toegang import Gebruiker, Recht
from application.vragen import Gevonden, Vragen
from domain.aanmelding import AANMELDING
from domain.beleidskader import BELEIDSKADER
from domain.besluit import BESLUIT
from domain.inkooptraject import INKOOPTRAJECT
from domain.kalender import (
    Itemstand,
    Moment,
    besluitmomenten,
    kadermomenten,
    lijnmomenten,
    regelingmomenten,
    trajectmomenten,
)
from domain.leveringslijn import LEVERINGSLIJN
from domain.regeling import REGELING
from domain.tijdlijn import Dingsoort, S
from domain.waarden import LAATSTE


@dataclass(frozen=True, kw_only=True)
class Kalendervraag:
    """What is asked; None leaves that side open. `van`..`tot_en_met` are days t/m."""

    regio: UUID | None = None
    van: date | None = None
    tot_en_met: date | None = None
    stand: Itemstand | None = None
    orgaan: str | None = None


@dataclass(frozen=True, kw_only=True)
class Kalenderitem:
    """A moment with how it stands on the day asked, and the thing it belongs to."""

    moment: Moment
    stand: Itemstand
    te_laat_sinds: date | None
    dingsoort: str
    verzameling: str
    """The path of the thing's collection: `besluiten`."""
    ding: UUID
    naam: str


def kalender(
    *, vragen: Vragen, reis: Tijdreis, gebruiker: Gebruiker, vraag: Kalendervraag
) -> Sequence[Kalenderitem]:
    """Give every dated thing ahead, running, done or overdue at a pair of moments, in order of their days."""
    gebruiker.eis(Recht.LEZEN)
    bron = _Bron(vragen=vragen, reis=reis, gebruiker=gebruiker, regio=vraag.regio)
    items = (i for i in bron.items() if _gevraagd(i, vraag))
    return sorted(items, key=_volgorde)


def _gevraagd(item: Kalenderitem, vraag: Kalendervraag) -> bool:
    moment = item.moment
    begin, eind = moment.van or date.min, moment.tot_en_met or date.max
    return (
        begin <= (vraag.tot_en_met or date.max)
        and (vraag.van or date.min) <= eind
        and vraag.stand in (None, item.stand)
        and vraag.orgaan in (None, moment.orgaan)
    )


def _volgorde(item: Kalenderitem) -> tuple[date, date, str, str, UUID]:
    m = item.moment
    return (m.van or date.min, m.tot_en_met or date.max, item.naam, m.code, item.ding)


@dataclass(frozen=True, kw_only=True)
class _Bron:
    """All things of the question, each kind asked once."""

    vragen: Vragen
    reis: Tijdreis
    gebruiker: Gebruiker
    regio: UUID | None

    def _alle(self, soort: Dingsoort[S], reis: Tijdreis | None = None) -> Sequence[Gevonden[S]]:
        filters = {} if self.regio is None else {"regioId": self.regio}
        return self.vragen.lijst(
            soort=soort, filters=filters, reis=reis or self.reis, blik=self.gebruiker.blik
        ).items

    def _items(
        self, soort: Dingsoort[S], ding: UUID, naam: str, momenten: Iterable[Moment]
    ) -> Iterator[Kalenderitem]:
        dag = self.reis.geldig_op
        for moment in momenten:
            yield Kalenderitem(
                moment=moment,
                stand=moment.stand_op(dag),
                te_laat_sinds=moment.te_laat_sinds(dag),
                dingsoort=soort.naam,
                verzameling=soort.meervoud,
                ding=ding,
                naam=naam,
            )

    def items(self) -> Iterator[Kalenderitem]:
        """Give the items of every kind that has moments."""
        yield from self._trajecten()
        yield from self._kaders()
        for besluit in self._alle(BESLUIT):
            momenten = besluitmomenten(stand=besluit.stand)
            yield from self._items(BESLUIT, besluit.ding, besluit.stand.onderwerp, momenten)
        for regeling in self._alle(REGELING):
            momenten = regelingmomenten(stand=regeling.stand)
            yield from self._items(REGELING, regeling.ding, regeling.stand.naam, momenten)
        for lijn in self._alle(LEVERINGSLIJN):
            momenten = lijnmomenten(stand=lijn.stand)
            yield from self._items(LEVERINGSLIJN, lijn.ding, lijn.stand.kenmerk, momenten)

    def _trajecten(self) -> Iterator[Kalenderitem]:
        aanmeldingen = defaultdict(list)
        for a in self._alle(AANMELDING):
            aanmeldingen[a.stand.traject_id].append(a.stand)
        dag = self.reis.geldig_op
        # A round announced for later does not stand yet on the day asked.
        ooit = {
            t.ding: t.stand.rondes
            for t in self._alle(INKOOPTRAJECT, replace(self.reis, geldig_op=LAATSTE))
        }
        for t in self._alle(INKOOPTRAJECT):
            momenten = trajectmomenten(
                stand=t.stand,
                komend=[
                    r
                    for r in ooit.get(t.ding, ())
                    if r.ingangsdatum > dag and r not in t.stand.rondes
                ],
                aanmeldingen=aanmeldingen[t.ding],
                dag=dag,
            )
            yield from self._items(INKOOPTRAJECT, t.ding, t.stand.naam, momenten)

    def _kaders(self) -> Iterator[Kalenderitem]:
        kaders = self._alle(BELEIDSKADER)
        for k in kaders:
            volgers = [
                v.stand for v in kaders if v.stand.voorganger_id == k.ding and v.ding != k.ding
            ]
            momenten = kadermomenten(stand=k.stand, opvolgers=volgers, dag=self.reis.geldig_op)
            yield from self._items(BELEIDSKADER, k.ding, k.stand.naam, momenten)
