"""From a command's own definition to the fields of a form, and from posted fields back to its JSON body.

The tree of parts is made from the dataclass annotations alone, so that a page has exactly the fields of the API. A
field is named by its path (`wijzigingen.tarieven.0.tarief`). Beside it may stand `~rij` (the rows of a list, by key),
`~keuze` (LEEG or NIEUW, where empty and absent differ), `~soort` (which of several bodies) and `~er` (there, though
nothing in it is filled in). Whether a body is right is not judged here.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from enum import Enum, StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from api.opdrachten import Opdrachtvorm
from domain.feiten import Correctiesoort, Envelop, Toelichting, afwezig, camel
from domain.tijdlijn import Dingsoort
from domain.waarden import (
    Bedrag,
    BedragVanafNul,
    Percentage,
    Tarief,
    Tekst,
    Volgnummer,
    Vorm,
)

Velden = Mapping[str, Sequence[str]]
"""What a form holds: every value posted under a name, in order."""


class Afwezig(Enum):
    """The type of "not in the body at all"."""

    WEG = "WEG"


WEG = Afwezig.WEG
LEEG, NIEUW = "leeg", "nieuw"
"""Choices under `~keuze`: end or empty what is there, or give a new value; without one it stays as it is."""
NIETS = "niets"
"""Choice under `~soort`: nothing takes its place."""


class Invoer(StrEnum):
    """What kind of value a single field takes."""

    CODE = "CODE"
    DATUM = "DATUM"
    GELD = "GELD"
    GETAL = "GETAL"
    ID = "ID"
    JA_NEE = "JA_NEE"
    KEUZE = "KEUZE"
    PERCENTAGE = "PERCENTAGE"
    TEKST = "TEKST"


def vorm_van(soort: Any) -> Vorm:
    """Give the form that stands in an annotated type of `domain/waarden.py`."""
    return next(m for m in soort.__metadata__ if isinstance(m, Vorm))


_INVOER: Mapping[Vorm, Invoer] = {
    vorm_van(Bedrag): Invoer.GELD,
    vorm_van(BedragVanafNul): Invoer.GELD,
    vorm_van(Tarief): Invoer.GELD,
    vorm_van(Percentage): Invoer.PERCENTAGE,
    vorm_van(Tekst): Invoer.TEKST,
}
_PER_SCHEMA: Mapping[str, Invoer] = {
    "date": Invoer.DATUM,
    "uuid": Invoer.ID,
    "integer": Invoer.GETAL,
    "boolean": Invoer.JA_NEE,
}

# --- how people write values -------------------------------------------------------------------------------------

_NEDERLANDS = re.compile(r"(-?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,4}))?", re.ASCII)
_GEHEEL = re.compile(r"-?\d{1,18}", re.ASCII)
_DUIZENDTAL = re.compile(r"-?\d{1,3}\.\d{3}", re.ASCII)


def _geld(tekst: str) -> str:
    """Turn € 1.250,5 and 1250 into 1250.50 and 1250.00; what can be read in two ways (1.250) stays as it is."""
    gelezen = _NEDERLANDS.fullmatch(re.sub(r"[€\s]", "", tekst).replace("−", "-"))
    if gelezen is None or _DUIZENDTAL.fullmatch(gelezen[0]):
        return tekst
    return f"{gelezen[1]}{gelezen[2].replace('.', '')}.{(gelezen[3] or '').ljust(2, '0')}"


def _percentage(tekst: str) -> str:
    return re.sub(r"[%\s]", "", tekst).replace("−", "-").replace(",", ".")


def _getal(tekst: str) -> int | str:
    return int(tekst) if _GEHEEL.fullmatch(tekst) else tekst


def _ja_nee(tekst: str) -> bool | str:
    return {"ja": True, "nee": False}.get(tekst, tekst)


_LEES = {
    Invoer.GELD: _geld,
    Invoer.PERCENTAGE: _percentage,
    Invoer.GETAL: _getal,
    Invoer.JA_NEE: _ja_nee,
}


def _in_veld(invoer: Invoer, waarde: Any) -> str:
    """Write a JSON value as its field shows it."""
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    tekst = str(waarde)
    return tekst.replace(".", ",") if invoer in {Invoer.GELD, Invoer.PERCENTAGE} else tekst


# --- the tree of parts -------------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class Gelezen:
    """What was read from a form: the body so far, and where in the form each part of it stands."""

    velden: Velden
    plekken: dict[str, str] = field(default_factory=dict)

    def veld(self, plek: str) -> str:
        """Give the name of the field for a path in the body: that of the nearest part around it; empty if none."""
        while plek and plek not in self.plekken:
            plek = plek.rpartition(".")[0]
        return self.plekken.get(plek, "")

    def eerste(self, naam: str) -> str:
        """Give the first value under a name, without the space around it and with one kind of line end."""
        gegeven = self.velden.get(naam, ())
        return gegeven[0].replace("\r\n", "\n").replace("\r", "\n").strip() if gegeven else ""


def binnen(naam: str, deel: str) -> str:
    """Give the path of a part within another."""
    return f"{naam}.{deel}" if naam else deel


@dataclass(frozen=True, kw_only=True)
class Deel(ABC):
    """A part of a command's body."""

    naam: str
    """Its outside name; empty for the body itself and for what stands in a list."""
    verplicht: bool = True
    """The command cannot do without it."""
    leegwaarde: Any = WEG
    """What an explicit emptying sends (null or an empty list), where that differs from leaving it out."""
    uitleg: str = ""

    def lees(self, gelezen: Gelezen, naam: str, plek: str) -> Any:
        """Read the part from the form at `naam`, to stand at `plek` in the body; WEG when it is not in it."""
        gelezen.plekken[plek] = naam
        if self.leegwaarde is WEG:
            return self._lees(gelezen, naam, plek)
        keuze = gelezen.eerste(f"{naam}~keuze")
        if keuze == LEEG:
            return self.leegwaarde
        if keuze == NIEUW or self.verplicht:
            nieuw = self._lees(gelezen, naam, plek)
            return self._niets_nieuws() if nieuw is WEG else nieuw
        return WEG

    def schrijf(self, waarde: Any, naam: str, velden: dict[str, list[str]]) -> None:
        """Put a JSON value of the body in the form."""
        if self.leegwaarde is not WEG:
            leeg = waarde == self.leegwaarde
            velden[f"{naam}~keuze"] = [LEEG if leeg else NIEUW]
            if leeg:
                return
        if waarde is not None:
            self._schrijf(waarde, naam, velden)

    def _niets_nieuws(self) -> Any:
        """What a new value is of which nothing was filled in."""
        return WEG

    @abstractmethod
    def _lees(self, gelezen: Gelezen, naam: str, plek: str) -> Any: ...

    @abstractmethod
    def _schrijf(self, waarde: Any, naam: str, velden: dict[str, list[str]]) -> None: ...

    @abstractmethod
    def leeg(self, gelezen: Gelezen, naam: str) -> bool:
        """Tell whether nothing at all was filled in or chosen here."""


@dataclass(frozen=True, kw_only=True)
class Veld(Deel):
    """A single value; `opties` are the codes to choose from, `vorm` what it looks like outside."""

    invoer: Invoer
    vorm: Vorm | None = None
    opties: tuple[str, ...] = ()

    def _lees(self, gelezen: Gelezen, naam: str, plek: str) -> Any:  # noqa: ARG002 - a single value has no parts
        return self.waarde(gelezen.eerste(naam))

    def waarde(self, tekst: str) -> Any:
        """Give the JSON value of what was filled in; a text that does not fit goes on as it is, to be refused."""
        return _LEES.get(self.invoer, str)(tekst) if tekst else WEG

    def _niets_nieuws(self) -> Any:
        """Let the command itself say that the value is missing; a required one is left out for that."""
        return WEG if self.verplicht else ""

    def _schrijf(self, waarde: Any, naam: str, velden: dict[str, list[str]]) -> None:
        velden[naam] = [_in_veld(self.invoer, waarde)]

    def leeg(self, gelezen: Gelezen, naam: str) -> bool:
        """Tell whether nothing was filled in."""
        return not gelezen.eerste(naam) and not gelezen.eerste(f"{naam}~keuze")


@dataclass(frozen=True, kw_only=True)
class Lijst(Deel):
    """Single values behind each other, all under one name: codes one to a line, texts one to a field."""

    een: Veld

    def _lees(self, gelezen: Gelezen, naam: str, plek: str) -> Any:
        gevonden = [self.een.waarde(tekst) for tekst in self.teksten(gelezen.velden.get(naam, ()))]
        gelezen.plekken |= {binnen(plek, str(n)): naam for n in range(len(gevonden))}
        return gevonden if gevonden or self.verplicht else WEG

    def teksten(self, gegeven: Sequence[str]) -> list[str]:
        """Give what was filled in, each value by itself."""
        heel = self.een.invoer is Invoer.TEKST
        delen = gegeven if heel else [regel for deel in gegeven for regel in deel.splitlines()]
        netjes = (deel.replace("\r\n", "\n").strip() for deel in delen)
        return [deel for deel in netjes if deel]

    def _niets_nieuws(self) -> Any:
        return []

    def _schrijf(self, waarde: Any, naam: str, velden: dict[str, list[str]]) -> None:
        velden[naam] = [_in_veld(self.een.invoer, een) for een in waarde]

    def leeg(self, gelezen: Gelezen, naam: str) -> bool:
        """Tell whether nothing was filled in."""
        gegeven = gelezen.velden.get(naam, ())
        return not self.teksten(gegeven) and not gelezen.eerste(f"{naam}~keuze")


@dataclass(frozen=True, kw_only=True)
class Groep(Deel):
    """An object with fields."""

    delen: tuple[Deel, ...]

    @property
    def mag_leeg(self) -> bool:
        """Whether it says something without any field: then it must be said that it is there."""
        return not self.verplicht and not any(deel.verplicht for deel in self.delen)

    def _lees(self, gelezen: Gelezen, naam: str, plek: str) -> Any:
        if not self.verplicht and self.leeg(gelezen, naam):
            return WEG
        return self._inhoud(gelezen, naam, plek)

    def _inhoud(self, gelezen: Gelezen, naam: str, plek: str) -> dict[str, Any]:
        alles = (
            (deel.naam, deel.lees(gelezen, binnen(naam, deel.naam), binnen(plek, deel.naam)))
            for deel in self.delen
        )
        return {deel: waarde for deel, waarde in alles if waarde is not WEG}

    def _schrijf(self, waarde: Any, naam: str, velden: dict[str, list[str]]) -> None:
        if not waarde and self.mag_leeg:
            velden[f"{naam}~er"] = ["ja"]
        for deel in self.delen:
            if deel.naam in waarde:
                deel.schrijf(waarde[deel.naam], binnen(naam, deel.naam), velden)

    def leeg(self, gelezen: Gelezen, naam: str) -> bool:
        """Tell whether nothing in it was filled in."""
        if gelezen.eerste(f"{naam}~er") or gelezen.eerste(f"{naam}~keuze"):
            return False
        return all(deel.leeg(gelezen, binnen(naam, deel.naam)) for deel in self.delen)


@dataclass(frozen=True, kw_only=True)
class Rijen(Deel):
    """Objects behind each other; a row in which nothing was filled in is not there."""

    een: Groep

    def sleutels(self, gelezen: Gelezen, naam: str) -> list[str]:
        """Give the keys of the rows in the form, in order."""
        gegeven = gelezen.velden.get(f"{naam}~rij", ())
        return list(dict.fromkeys(s for s in gegeven if _GEHEEL.fullmatch(s)))

    def _lees(self, gelezen: Gelezen, naam: str, plek: str) -> Any:
        rijen: list[Any] = []
        for sleutel in self.sleutels(gelezen, naam):
            rij = binnen(naam, sleutel)
            if not self.een.leeg(gelezen, rij):
                rijen.append(self.een.lees(gelezen, rij, binnen(plek, str(len(rijen)))))
        return rijen if rijen or self.verplicht else WEG

    def _niets_nieuws(self) -> Any:
        return []

    def _schrijf(self, waarde: Any, naam: str, velden: dict[str, list[str]]) -> None:
        velden[f"{naam}~rij"] = [str(n) for n in range(len(waarde))]
        for nummer, een in enumerate(waarde):
            self.een.schrijf(een, binnen(naam, str(nummer)), velden)

    def leeg(self, gelezen: Gelezen, naam: str) -> bool:
        """Tell whether no row has anything in it."""
        rijen = (binnen(naam, sleutel) for sleutel in self.sleutels(gelezen, naam))
        return not gelezen.eerste(f"{naam}~keuze") and all(
            self.een.leeg(gelezen, rij) for rij in rijen
        )


@dataclass(frozen=True, kw_only=True)
class Wissel(Deel):
    """One of several objects, told apart by their `soort`; null where nothing comes."""

    vormen: Mapping[str, Groep]

    def _lees(self, gelezen: Gelezen, naam: str, plek: str) -> Any:
        soort = gelezen.eerste(f"{naam}~soort")
        if soort not in self.vormen:
            return {NIETS: None, "": WEG}.get(soort, {"soort": soort})
        return {"soort": soort, **self.vormen[soort].lees(gelezen, naam, plek)}

    def _schrijf(self, waarde: Any, naam: str, velden: dict[str, list[str]]) -> None:
        velden[f"{naam}~soort"] = [waarde["soort"]]
        rest = {n: w for n, w in waarde.items() if n != "soort"}
        self.vormen[waarde["soort"]].schrijf(rest, naam, velden)

    def schrijf(self, waarde: Any, naam: str, velden: dict[str, list[str]]) -> None:
        """Put the object in the form, or that nothing comes."""
        if waarde is None:
            velden[f"{naam}~soort"] = [NIETS]
        else:
            self._schrijf(waarde, naam, velden)

    def leeg(self, gelezen: Gelezen, naam: str) -> bool:
        """Tell whether nothing was chosen."""
        return not gelezen.eerste(f"{naam}~soort")


# --- from annotations to parts -----------------------------------------------------------------------------------


def _delen(klasse: type[Any]) -> tuple[Deel, ...]:
    hints = get_type_hints(klasse, include_extras=True)
    return tuple(_deel(veld, hints[veld.name]) for veld in fields(klasse))


def _deel(veld: "Field[Any]", soort: Any) -> Deel:
    """Make the part of one field; TypeError for a type that no form can show."""
    kern, nulbaar = _zonder_null(soort)
    zonder = veld.default is MISSING and veld.default_factory is MISSING
    meer = get_origin(kern) is tuple
    leegwaarde: Any = WEG
    if veld.default_factory is afwezig or (zonder and nulbaar):
        leegwaarde = None
    elif nulbaar and meer:
        leegwaarde = []
    rest = {
        "naam": camel(veld.name),
        "verplicht": zonder,
        "leegwaarde": leegwaarde,
        "uitleg": veld.metadata.get("description", ""),
    }
    if meer:
        een = _enkel(get_args(kern)[0], {"naam": ""})
        if isinstance(een, Groep):
            return Rijen(een=een, **rest)
        if isinstance(een, Veld):
            return Lijst(een=een, **rest)
    return _enkel(kern, rest)


def _zonder_null(soort: Any) -> tuple[Any, bool]:
    """Take `| None` off a type."""
    if get_origin(soort) not in {Union, UnionType}:
        return soort, False
    over = [deel for deel in get_args(soort) if deel is not type(None)]
    if len(over) != 1:
        raise TypeError(f"een formulier kan niet kiezen tussen {over}")
    return over[0], True


def _enkel(kern: Any, rest: dict[str, Any]) -> Veld | Groep:
    if get_origin(kern) is Annotated:
        return _veld(vorm_van(kern), rest)
    if isinstance(kern, type) and issubclass(kern, StrEnum):
        opties = tuple(een.value for een in kern)
        return Veld(invoer=Invoer.KEUZE, opties=opties, **rest)
    if isinstance(kern, type) and hasattr(kern, "__dataclass_fields__"):
        return Groep(delen=_delen(kern), **rest)
    raise TypeError(f"een formulier kent geen invoer voor {kern}")


def _veld(vorm: Vorm, rest: dict[str, Any]) -> Veld:
    schema = vorm.schema
    invoer = _INVOER.get(vorm) or _PER_SCHEMA.get(schema.get("format", schema["type"]), Invoer.CODE)
    return Veld(invoer=invoer, vorm=vorm, **rest)


@cache
def formulier(*, vorm: Opdrachtvorm) -> Groep:
    """Give the whole body of a command as parts: the fact's own fields first, then what may accompany it."""
    if vorm.feit is None:
        return Groep(naam="", delen=(*_correctie(vorm.soort), *_mits(_delen(Envelop), "reden")))
    return Groep(naam="", delen=(*_delen(vorm.feit), *_delen(Envelop)))


def _mits(delen: tuple[Deel, ...], zonder: str) -> Iterator[Deel]:
    return (deel for deel in delen if deel.naam != zonder)


def _correctie(soort: Dingsoort[Any]) -> tuple[Deel, ...]:
    """Give the fields of a correctie: its bodies are made by hand in `api/opdrachten.py`, and so are these."""
    toelichting = _delen(Toelichting)
    vervanging = Wissel(
        naam="vervanging",
        vormen={
            feit.pad: Groep(naam="", delen=(*_delen(feit), *toelichting)) for feit in soort.feiten
        },
    )
    nummer = _veld(vorm_van(Volgnummer), {"naam": "volgnummer"})
    plaats = _veld(vorm_van(Volgnummer), {"naam": "plaats", "verplicht": False})
    return (
        Veld(naam="soort", invoer=Invoer.KEUZE, opties=tuple(s.value for s in Correctiesoort)),
        Rijen(naam="registraties", een=Groep(naam="", delen=(nummer, plaats, vervanging))),
        Veld(naam="reden", invoer=Invoer.TEKST, vorm=vorm_van(Tekst)),
    )


BEGELEIDEND = frozenset(camel(veld.name) for veld in fields(Envelop))
"""The parts of a body that accompany a fact and are not of it."""


def lees_formulier(*, vorm: Opdrachtvorm, velden: Velden) -> tuple[dict[str, Any], Gelezen]:
    """Make the JSON body of a command from what was posted, and give where each part of it stood."""
    gelezen = Gelezen(velden=velden)
    lichaam: dict[str, Any] = formulier(vorm=vorm).lees(gelezen, "", "")
    return lichaam, gelezen


def vul_formulier(*, vorm: Opdrachtvorm, lichaam: Mapping[str, Any]) -> dict[str, list[str]]:
    """Put a body, or a part of one, in the fields of its form."""
    velden: dict[str, list[str]] = {}
    formulier(vorm=vorm).schrijf(lichaam, "", velden)
    return velden
