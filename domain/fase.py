"""A moment as sharp as its source gives it: a day, month, quarter, season or year, and the words it was read from."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.feiten import Vormvast
from domain.waarden import Fasetekst, Tekst, dag_voor, plus_maanden


class Precisie(StrEnum):
    """How sharp a moment is."""

    DAG = "DAG"
    MAAND = "MAAND"
    KWARTAAL = "KWARTAAL"
    SEIZOEN = "SEIZOEN"
    JAAR = "JAAR"


class Richting(StrEnum):
    """How the words lead to or from the moment: `tot` leaves it out, `t/m` takes it in."""

    VANAF = "VANAF"
    TOT = "TOT"
    TOT_EN_MET = "TOT_EN_MET"
    OMSTREEKS = "OMSTREEKS"


SEIZOENEN: Mapping[str, int] = {"voorjaar": 3, "zomer": 6, "najaar": 9, "winter": 12}
"""First month of each season of three months, as meteorologists count them; a reading, for no source says it."""
_VORMEN: Mapping[Precisie, re.Pattern[str]] = {
    Precisie.DAG: re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII),
    Precisie.MAAND: re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII),
    Precisie.KWARTAAL: re.compile(r"\d{4}-Q[1-4]", re.ASCII),
    Precisie.SEIZOEN: re.compile(rf"\d{{4}}-({'|'.join(SEIZOENEN)})", re.ASCII),
    Precisie.JAAR: re.compile(r"\d{4}", re.ASCII),
}
_MAANDEN = {Precisie.MAAND: 1, Precisie.KWARTAAL: 3, Precisie.SEIZOEN: 3, Precisie.JAAR: 12}
_EERSTE_MAAND: Mapping[Precisie, Callable[[str], int]] = {
    Precisie.MAAND: int,
    Precisie.KWARTAAL: lambda rest: 3 * int(rest[1]) - 2,
    Precisie.SEIZOEN: lambda rest: SEIZOENEN[rest],
    Precisie.JAAR: lambda _: 1,
}


@dataclass(frozen=True, kw_only=True)
class Fase(Vormvast):
    """A moment with its precision; `zinsnede` are the words of the source."""

    fase: Fasetekst
    precisie: Precisie
    richting: Richting | None = None
    zinsnede: Tekst | None = None

    def __post_init__(self) -> None:
        """Refuse a text that has not the form of its precision, and a day that does not exist."""
        if not _VORMEN[self.precisie].fullmatch(self.fase):
            raise ValueError(f"'{self.fase}' is geen {self.precisie.value.lower()}")
        try:
            _ = self.periode
        except ValueError:
            raise ValueError(f"'{self.fase}' bestaat niet op de kalender") from None

    @property
    def periode(self) -> tuple[date, date]:
        """The first and last day (t/m) it may mean; `richting` does not change it."""
        if self.precisie is Precisie.DAG:
            dag = date.fromisoformat(self.fase)
            return dag, dag
        eerste = date(int(self.fase[:4]), _EERSTE_MAAND[self.precisie](self.fase[5:]), 1)
        return eerste, dag_voor(plus_maanden(eerste, _MAANDEN[self.precisie]))

    @property
    def uiterlijk(self) -> date:
        """The last day on which it is still in time: `tot` a moment is the day before it, else its last day."""
        eerste, laatste = self.periode
        return dag_voor(eerste) if self.richting is Richting.TOT else laatste
