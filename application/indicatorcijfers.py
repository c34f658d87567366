"""The figures of indicators with the entries behind them: what was recorded when, late or corrected."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from application.register import Tijdreis, dag_in_amsterdam
from application.toegang import Blik
from application.vragen import Vragen
from domain.feiten import Correctie, Correctiesoort, Registratie, Vormvast
from domain.indicator import INDICATOR, Indicatorstand
from domain.indicatordelen import Meting, Nulmeting, Streefwaarde
from domain.tijdlijn import Feitenlijst, Geldend, verloop
from domain.waarden import (
    EERSTE_DAG,
    NOOIT,
    Datum,
    Gemeentecode,
    Instant,
    JaNee,
    Meetwaarde,
    Peilperiode,
    Tekst,
    Volgnummer,
)

Deel = Nulmeting | Streefwaarde | Meting


@dataclass(frozen=True, kw_only=True)
class Rechtgezetdoor(Vormvast):
    """The correctie that put a figure in place; `was` is the value recorded first."""

    volgnummer: Volgnummer
    soort: Correctiesoort
    reden: Tekst
    was: Meetwaarde | None


@dataclass(frozen=True, kw_only=True)
class Cijfer(Vormvast):
    """A baseline, target or measurement; `volgnummer` and `geregistreerd_op` are of the entry that holds it."""

    peilperiode: Peilperiode
    gemeente: Gemeentecode | None
    waarde: Meetwaarde
    bron: Tekst | None
    voorlopig: JaNee
    ingangsdatum: Datum
    volgnummer: Volgnummer
    geregistreerd_op: Instant
    laat: JaNee
    """First recorded after its day."""
    correctie: Rechtgezetdoor | None


def periode_van(deel: Deel) -> str:
    """Give the period that a figure is about; of a target that in which it is to be reached."""
    return deel.per if isinstance(deel, Streefwaarde) else deel.peilperiode


@dataclass(frozen=True)
class Indicatorfeiten:
    """One indicator with its entries up to a moment."""

    ding: UUID
    registraties: Sequence[Registratie]

    @cached_property
    def feiten(self) -> Feitenlijst:
        """Which of its facts stand."""
        return Feitenlijst(self.registraties)

    @cached_property
    def _op_nummer(self) -> Mapping[int, Registratie]:
        return {r.volgnummer: r for r in self.registraties}

    @cached_property
    def _op_plaats(self) -> Mapping[int, Geldend]:
        return {g.plaats: g for g in self.feiten.geldend}

    def tot(self, moment: datetime) -> "Indicatorfeiten":
        """Give the same as known at an earlier moment."""
        eerder = [r for r in self.registraties if r.geregistreerd_op <= moment]
        return Indicatorfeiten(self.ding, eerder)

    def op(self, dag: date) -> Indicatorstand | None:
        """Give how it stands on a day; None when it was not known."""
        if not self.registraties:
            return None
        return verloop(soort=INDICATOR, registraties=self.registraties, feiten=self.feiten).op(dag)

    def registratie(self, volgnummer: int) -> Registratie:
        """Give an entry."""
        return self._op_nummer[volgnummer]

    def cijfer(self, deel: Deel) -> Cijfer:
        """Give a figure that stands with the entry that holds it."""
        geldend = self._op_plaats[deel.plaats]
        houder, eerste = self._op_nummer[geldend.volgnummer], self._op_nummer[deel.plaats]
        return Cijfer(
            peilperiode=periode_van(deel),
            gemeente=deel.gemeente,
            waarde=deel.waarde,
            bron=None if isinstance(deel, Streefwaarde) else deel.bron,
            voorlopig=isinstance(deel, Meting) and bool(deel.voorlopig),
            ingangsdatum=deel.ingangsdatum,
            volgnummer=houder.volgnummer,
            geregistreerd_op=houder.geregistreerd_op,
            laat=deel.ingangsdatum < dag_in_amsterdam(eerste.geregistreerd_op),
            correctie=_correctie(houder, eerste),
        )


def _correctie(houder: Registratie, eerste: Registratie) -> Rechtgezetdoor | None:
    if not isinstance(houder.feit, Correctie):
        return None
    return Rechtgezetdoor(
        volgnummer=houder.volgnummer,
        soort=houder.feit.soort,
        reden=houder.feit.reden,
        was=getattr(eerste.feit, "waarde", None),
    )


def lees_indicatoren(
    *, vragen: Vragen, filters: Mapping[str, object], reis: Tijdreis, blik: Blik
) -> Mapping[UUID, Indicatorfeiten]:
    """Give the indicators known at a pair, in the default order, with all their entries known by then."""
    gevonden = vragen.lijst(soort=INDICATOR, filters=filters, reis=reis, blik=blik)
    return lees_feiten(vragen=vragen, dingen=[g.ding for g in gevonden.items], reis=reis)


def lees_feiten(
    *, vragen: Vragen, dingen: Iterable[UUID], reis: Tijdreis
) -> Mapping[UUID, Indicatorfeiten]:
    """Give indicators that the reader may see, in the order given, with all their entries known at a pair."""
    bekend = reis.beschikbaar_op
    ids = list(dict.fromkeys(dingen))
    gelezen = vragen.in_jaar(dingen=ids, van=EERSTE_DAG, tot=NOOIT, sinds=bekend, bekend=bekend)
    return {ding: Indicatorfeiten(ding, gelezen[ding]) for ding in ids if ding in gelezen}
