"""The term of a contract: its agreed end, options, tacit renewal without a job, the last day to give notice."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.feiten import Vormvast
from domain.waarden import (
    NOOIT,
    Aantal,
    Dag,
    Datum,
    Maanden,
    Tekst,
    Teller,
    dag_na,
    plus_maanden,
)


@dataclass(frozen=True, kw_only=True)
class StilzwijgendeVerlenging(Vormvast):
    """Renewal by itself, `maanden` further at each end without standing notice, at most `max_aantal` times."""

    maanden: Maanden
    max_aantal: Aantal | None = None


@dataclass(frozen=True, kw_only=True)
class Verlengingsoptie(Vormvast):
    """An agreed right to extend: to which last day, and when it may be exercised (S0:107-109)."""

    tot_en_met: Datum
    lezing: Tekst | None = None
    uitoefenen_van: Datum | None = None
    uitoefenen_tot_en_met: Datum | None = None
    aankondigen_uiterlijk: Datum | None = None

    def __post_init__(self) -> None:
        """Refuse a window that closes before it opens."""
        if (
            self.uitoefenen_van
            and self.uitoefenen_tot_en_met
            and self.uitoefenen_tot_en_met < self.uitoefenen_van
        ):
            raise ValueError("uitoefenenTotEnMet ligt voor uitoefenenVan")

    @property
    def uiterlijk(self) -> date | None:
        """The last day to act for this option."""
        dagen = [d for d in (self.aankondigen_uiterlijk, self.uitoefenen_tot_en_met) if d]
        return min(dagen) if dagen else None

    def open_op(self, dag: date) -> bool:
        """Tell whether the option may be exercised on a day."""
        return (self.uitoefenen_van or dag) <= dag <= (self.uitoefenen_tot_en_met or dag)


@dataclass(frozen=True, kw_only=True)
class Looptijd(Vormvast):
    """An agreed exclusive end, and how it moves by itself; renewals are counted from `eind`, so months never drift."""

    eind: Dag | None
    stilzwijgend: StilzwijgendeVerlenging | None
    verlengd: Teller
    """Tacit renewals already used before `eind` was set."""

    def _keren(self, dag: date) -> int:
        """Count the renewals since `eind` that have happened by a day."""
        if self.eind is None or self.stilzwijgend is None or dag < self.eind:
            return 0
        over = (dag.year - self.eind.year) * 12 + dag.month - self.eind.month
        keren = max(0, over // self.stilzwijgend.maanden - 1)
        while self._na(keren) <= dag:
            keren += 1
        maximum = self.stilzwijgend.max_aantal
        return keren if maximum is None else min(keren, max(0, maximum - self.verlengd))

    def _na(self, keren: int) -> date:
        assert self.eind is not None  # noqa: S101 - only called with an end
        if self.stilzwijgend is None:
            return self.eind
        eind = plus_maanden(self.eind, keren * self.stilzwijgend.maanden)
        # A last day that the month does not have (t/m 30 February) is the month's own last day.
        return eind if eind.day == self.eind.day or eind == NOOIT else dag_na(eind)

    def lopend_eind(self, dag: date) -> date | None:
        """Give the exclusive end of the term running on a day; None for an open end."""
        return None if self.eind is None else self._na(self._keren(dag))

    def verlengt_na(self, dag: date) -> bool:
        """Tell whether the term running on a day will renew by itself."""
        if self.eind is None or self.stilzwijgend is None:
            return False
        maximum = self.stilzwijgend.max_aantal
        return maximum is None or self.verlengd + self._keren(dag) < maximum

    @property
    def uiterste_eind(self) -> date | None:
        """The exclusive day after which nothing renews any more; None when there is no such day."""
        if self.eind is None or self.stilzwijgend is None:
            return self.eind
        maximum = self.stilzwijgend.max_aantal
        return None if maximum is None else self._na(max(0, maximum - self.verlengd))

    def volgend_eind(self, dag: date) -> date | None:
        """Give the exclusive end after the next tacit renewal; None when none is to come."""
        return self._na(self._keren(dag) + 1) if self.verlengt_na(dag) else None

    def verlengd_tot(self, *, eind: date, op: date) -> "Looptijd":
        """Set a new exclusive end on a day; tacit renewals used so far stay used.

        The term that the next tacit renewal would give uses that one up ("gewijzigd verlengd", S1:1245-1256).
        """
        gebruikt = self._keren(op) + (1 if eind == self.volgend_eind(op) else 0)
        return replace(self, eind=eind, verlengd=self.verlengd + gebruikt)

    def met_stilzwijgend(
        self, stilzwijgend: StilzwijgendeVerlenging | None, *, op: date
    ) -> "Looptijd":
        """Agree other renewal from a day on; the term running on that day keeps its end."""
        return Looptijd(
            eind=self.lopend_eind(op),
            stilzwijgend=stilzwijgend,
            verlengd=self.verlengd + self._keren(op),
        )


def laatste_opzegdag(*, laatste_dag: date, maanden: int) -> date:
    """Give the last day on which a notice of `maanden` calendar months still ends by `laatste_dag`."""
    dag = plus_maanden(laatste_dag, -maanden)
    while plus_maanden(dag + timedelta(days=1), maanden) <= laatste_dag:
        dag += timedelta(days=1)
    return dag
