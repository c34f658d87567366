"""How the story is written down: steps that are commands of the API, in the words of the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from application.register import AMSTERDAM
from application.toegang import Rol

_NAAMRUIMTE = UUID("6c6f6f70-7469-4a64-8000-000000000001")
"""All ids follow from names in the story, so that an address in the README keeps its meaning."""


def ding_id(meervoud: str, naam: str) -> str:
    """Give the id of a thing of the story, by its collection and its name there."""
    return str(uuid5(_NAAMRUIMTE, f"{meervoud}/{naam}"))


def feit_id(als: str) -> str:
    """Give the id of a fact that the story names."""
    return str(uuid5(_NAAMRUIMTE, f"feit/{als}"))


def opvolging(vorig: str | None, *, via: str) -> dict[str, Any]:
    """Give the part of a contract's body that says which one it succeeds and how; nothing for a newcomer."""
    if vorig is None:
        return {}
    return {"opvolging": {"vorigContractId": ding_id("contracten", vorig), "via": via}}


@dataclass(frozen=True, kw_only=True)
class Speler:
    """Someone of the story: an actor with a role, in one region or in all (None)."""

    naam: str
    rol: Rol
    regio: str | None

    @property
    def actor(self) -> str:
        """The actor id in the log."""
        return ding_id("actoren", self.naam)


@dataclass(frozen=True)
class Nummer:
    """Stands in a body for the volgnummer of a fact that the story names."""

    als: str


@dataclass(frozen=True, kw_only=True)
class Stap:
    """One command: on which story day and hour, by whom, on what, with which body."""

    op: date
    uur: time
    wie: Speler
    meervoud: str
    """The collection: `contracten`."""
    naam: str
    """The thing's name in the story."""
    pad: str
    """The command's path segment; `POST` opens the thing."""
    inhoud: Mapping[str, Any]
    als: str
    """The fact's name in the story."""
    samen: str | None = None
    """The name of the bulk command that records it together with others; None for a command of its own."""

    @property
    def moment(self) -> datetime:
        """The instant at which it is recorded, unless the clock is pushed on by a microsecond."""
        return datetime.combine(self.op, self.uur, tzinfo=AMSTERDAM)

    @property
    def correlatie(self) -> str:
        """The correlation id: of its bulk command, else its own."""
        return feit_id(f"verzoek {self.samen or self.als}")

    @property
    def ding(self) -> str:
        """The id of the thing."""
        return ding_id(self.meervoud, self.naam)

    @property
    def adres(self) -> str:
        """The address the API takes this body at."""
        rest = "" if self.pad == "POST" else f"/{self.ding}/{self.pad}"
        return f"POST /v1/{self.meervoud}{rest}"


class Boek:
    """The book in which one region writes its steps, each region at its own hour of the day."""

    def __init__(self, *, uur: time) -> None:
        """Begin empty."""
        self.uur = uur
        self.stappen: list[Stap] = []

    def schrijf(
        self,
        *,
        op: str,
        wie: Speler,
        ding: str,
        pad: str,
        inhoud: Mapping[str, Any],
        als: str | None = None,
        samen: str | None = None,
    ) -> None:
        """Write a step; `ding` is `contracten/VL-2023-A01`, `samen` the bulk command it is part of."""
        meervoud, _, naam = ding.partition("/")
        stap = Stap(
            op=date.fromisoformat(op),
            uur=self.uur,
            wie=wie,
            meervoud=meervoud,
            naam=naam,
            pad=pad,
            inhoud=inhoud,
            als=als or f"{ding} {len(self.stappen)}",
            samen=samen,
        )
        self.stappen.append(stap)

    def schrijf_samen(
        self,
        *,
        samen: str,
        op: str,
        wie: Speler,
        dingen: Mapping[str, Mapping[str, Any]],
        pad: str,
        inhoud: Mapping[str, Any],
    ) -> None:
        """Write one bulk command: a step for each thing, what is its own put over what they share."""
        for ding, eigen in dingen.items():
            self.schrijf(
                op=op,
                wie=wie,
                ding=ding,
                pad=pad,
                inhoud={**inhoud, **eigen},
                als=f"{samen} {ding.rpartition('/')[2]}",
                samen=samen,
            )

    def open(
        self, *, op: str, wie: Speler, ding: str, inhoud: Mapping[str, Any], als: str | None = None
    ) -> None:
        """Write the step that opens a thing."""
        self.schrijf(op=op, wie=wie, ding=ding, pad="POST", inhoud=inhoud, als=als or ding)


def op_volgorde(*, boeken: Sequence[Boek], tot_en_met: date) -> list[Stap]:
    """Give the steps of all books up to a day, in rising order of day and hour; within one hour as written."""
    stappen = [stap for boek in boeken for stap in boek.stappen if stap.op <= tot_en_met]
    return sorted(stappen, key=lambda stap: stap.moment)
