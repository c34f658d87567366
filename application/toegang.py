"""Who may do what and see what: one table of roles, in this file only (interface.md 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID


class Rol(StrEnum):
    """The roles of the register's users."""

    CONTRACTBEHEERDER = "contractbeheerder"
    INKOPER = "inkoper"
    CONTROLLER = "controller"
    AUDITOR = "auditor"
    RAAD = "raad"
    BEHEERDER = "beheerder"


class Recht(StrEnum):
    """What a use case asks for."""

    LEZEN = "lezen"
    AANBIEDERS = "aanbieders vastleggen"
    CONTRACTEN = "contracten vastleggen"
    REGIOS = "regio's en trajecten vastleggen"
    TOELATINGEN = "toelatingen vastleggen"
    BUDGETTEN = "budgetten vastleggen"
    BESLUITEN = "besluiten vastleggen"
    BEHEREN = "het register beheren"


_RECHTEN: Mapping[Rol, frozenset[Recht]] = {
    Rol.CONTRACTBEHEERDER: frozenset(
        {Recht.LEZEN, Recht.AANBIEDERS, Recht.CONTRACTEN, Recht.BESLUITEN}
    ),
    Rol.INKOPER: frozenset({Recht.LEZEN, Recht.REGIOS, Recht.TOELATINGEN, Recht.BESLUITEN}),
    Rol.CONTROLLER: frozenset({Recht.LEZEN, Recht.BUDGETTEN}),
    Rol.AUDITOR: frozenset({Recht.LEZEN}),
    Rol.RAAD: frozenset({Recht.LEZEN}),
    Rol.BEHEERDER: frozenset(Recht),
}
_VERBORGEN: Mapping[Rol, frozenset[str]] = {
    Rol.RAAD: frozenset(
        {
            *("tarieven", "tarief", "toets", "grond", "toelichtingGrond", "oordelen", "redenen"),
            *("geconstateerd", "beoogdResultaat", "toelichtingUitkomst"),
        }
    ),
}
"""Outside names of what a role does not see: for the raad tarieven, and on what aanbieders were weighed or blamed."""
VERBORGEN_VELDEN = frozenset[str]().union(*_VERBORGEN.values())
"""Every field that is hidden from someone."""

_SCHRIJFRECHT: Mapping[str, Recht] = {
    "regio": Recht.REGIOS,
    "inkooptraject": Recht.REGIOS,
    "aanbieder": Recht.AANBIEDERS,
    "aanbieder.toegelaten": Recht.TOELATINGEN,
    "aanbieder.toelating_ingetrokken": Recht.TOELATINGEN,
    "aanbieder.getoetst": Recht.TOELATINGEN,
    "aanmelding": Recht.TOELATINGEN,
    "contract": Recht.CONTRACTEN,
    "budget": Recht.BUDGETTEN,
    "besluit": Recht.BESLUITEN,
    "beleidskader": Recht.REGIOS,
    "lezing": Recht.REGIOS,
    "onderstelling": Recht.REGIOS,
    "indicator": Recht.REGIOS,
    "regeling": Recht.REGIOS,
    "leveringslijn": Recht.CONTRACTEN,
}


def schrijfrecht(*, feitnaam: str) -> Recht:
    """Give the right that recording a fact asks, by its stored name (`contract.herzien`)."""
    return _SCHRIJFRECHT.get(feitnaam) or _SCHRIJFRECHT[feitnaam.split(".", 1)[0]]


class GeenRecht(Exception):
    """The user lacks the right that the use case asks."""

    def __init__(self, *, rol: Rol, recht: Recht) -> None:
        """Name the role and the right that is missing."""
        super().__init__(f"De rol {rol} heeft het recht '{recht.value}' niet.")


@dataclass(frozen=True, kw_only=True)
class Blik:
    """What a reader sees: a required argument of every query.

    `regios` None means all regions; `verborgen` holds the outside names of fields that are shown as hidden.
    """

    regios: frozenset[UUID] | None
    verborgen: frozenset[str]

    def ziet(self, regio_id: UUID) -> bool:
        """Tell whether a region's things are in scope."""
        return self.regios is None or regio_id in self.regios

    def toon(self, waarde: Any) -> Any:
        """Give a JSON value as this reader may see it: hidden is a type of its own, never a value."""
        if not self.verborgen:
            return waarde
        if isinstance(waarde, Mapping):
            return {k: self._veld(k, v) for k, v in waarde.items()}
        if isinstance(waarde, list | tuple):
            return [self.toon(w) for w in waarde]
        return waarde

    def _veld(self, naam: str, waarde: Any) -> Any:
        if naam in self.verborgen and waarde is not None:
            return {"verborgen": True, "reden": "niet zichtbaar voor deze rol"}
        return self.toon(waarde)


@dataclass(frozen=True, kw_only=True)
class Gebruiker:
    """A logged-in actor: an id without personal data, its role and the regions it works for (None: all)."""

    actor: str
    rol: Rol
    regios: frozenset[UUID] | None = None

    def eis(self, recht: Recht) -> None:
        """Raise GeenRecht when the role does not give the right."""
        if recht not in _RECHTEN[self.rol]:
            raise GeenRecht(rol=self.rol, recht=recht)

    def mag(self, recht: Recht) -> bool:
        """Tell whether the role gives the right."""
        return recht in _RECHTEN[self.rol]

    @property
    def blik(self) -> Blik:
        """What this user sees."""
        return Blik(regios=self.regios, verborgen=_VERBORGEN.get(self.rol, frozenset()))
