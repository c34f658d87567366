"""Tariffs: how they merge by (productcode, eenheid, gemeente), and what an indexering does to them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from domain.feiten import Vormvast
from domain.waarden import Code, Gemeentecode, Jaar, Productcode, Tarief, Tariefstand


@dataclass(frozen=True, kw_only=True)
class Tariefregel(Vormvast):
    """A tariff as given in a command; `tarief` null ends it, `prijspeil` defaults to the year of the fact's day."""

    productcode: Productcode
    eenheid: Code
    tarief: Tarief | None
    gemeente: Gemeentecode | None = None
    prijspeil: Jaar | None = None

    @property
    def sleutel(self) -> tuple[str, str, str]:
        """By which tariffs merge and are ordered."""
        return (self.productcode, self.eenheid, self.gemeente or "")


@dataclass(frozen=True, kw_only=True)
class GeldendTarief(Vormvast):
    """A tariff in force, in the decimals it was agreed in."""

    productcode: Productcode
    eenheid: Code
    gemeente: Gemeentecode | None
    tarief: Tariefstand
    prijspeil: Jaar

    @property
    def sleutel(self) -> tuple[str, str, str]:
        """By which tariffs merge and are ordered."""
        return (self.productcode, self.eenheid, self.gemeente or "")


def samengevoegd(
    *, eerder: Iterable[GeldendTarief], regels: Iterable[Tariefregel], jaar: int
) -> tuple[GeldendTarief, ...]:
    """Merge new lines over the tariffs in force, by key; null ends one."""
    tarieven = {t.sleutel: t for t in eerder}
    for regel in regels:
        if regel.tarief is None:
            tarieven.pop(regel.sleutel, None)
            continue
        tarieven[regel.sleutel] = GeldendTarief(
            productcode=regel.productcode,
            eenheid=regel.eenheid,
            gemeente=regel.gemeente,
            tarief=regel.tarief,
            prijspeil=regel.prijspeil or jaar,
        )
    return tuple(tarieven[s] for s in sorted(tarieven))


def geindexeerd(
    *, tarieven: Iterable[GeldendTarief], percentage: Decimal, prijspeil: int
) -> tuple[GeldendTarief, ...]:
    """Raise every tariff of an older prijspeil and set its prijspeil; others stay (interface.md 4)."""
    return tuple(
        replace(t, tarief=t.tarief.verhoogd(percentage), prijspeil=prijspeil)
        if t.prijspeil < prijspeil
        else t
        for t in tarieven
    )
