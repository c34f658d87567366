"""What a use case can answer instead of doing, besides a Weigering by the rules; the doors give them a status."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Invoerfout:
    """One fault in what was sent: where it stands, its outside name, and what is wrong in Dutch."""

    plek: str
    """`body`, `query`, `path` or `header`."""
    naam: str
    reden: str


class OngeldigeInvoer(Exception):
    """What was sent cannot be read; carries every fault (400)."""

    def __init__(self, *, fouten: Sequence[Invoerfout]) -> None:
        """Carry at least one fault."""
        self.fouten = tuple(fouten)
        super().__init__("; ".join(f"{f.naam}: {f.reden}" for f in self.fouten))


class BestaatNiet(Exception):
    """Nothing is known of this at the moment asked."""


class VersieVerouderd(Exception):
    """The thing has changed since the version named in If-Match."""

    def __init__(self, *, verwacht: int, gevonden: int) -> None:
        """Name both versions."""
        super().__init__(
            f"U werkte met versie {verwacht}, het register staat op versie {gevonden}. Haal het dossier opnieuw op."
        )


class SleutelHergebruikt(Exception):
    """An Idempotency-Key came back with another body."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Deze Idempotency-Key is al gebruikt voor een andere opdracht. Gebruik per opdracht een nieuwe sleutel."
        )


class TijdreisGeweigerd(Exception):
    """A time parameter that this question does not take or that lies ahead of what is known."""

    def __init__(self, *, code: str, uitleg: str) -> None:
        """Carry the standard's code (`ToekomstNietOndersteund`)."""
        self.code = code
        super().__init__(uitleg)
