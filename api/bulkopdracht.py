"""The body of a bulk command: its form, and how it is read with every fault in it at its own place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from api.dingen import FILTERS
from api.opdrachten import Opdrachtvorm, opdrachtvormen, vertaald
from application.bulk import (
    MAX_CONTRACTEN,
    Bulkopdracht,
    Inhoud,
    Overslaan,
    Selectie,
    Uitzondering,
)
from application.fouten import Invoerfout, OngeldigeInvoer
from application.toegang import Gebruiker
from domain import waarden
from domain.contract import CONTRACT
from domain.feiten import Vormvast
from domain.waarden import Datum, Id, JaNee, Tekst
from infrastructure.feitmapper import canoniek

VORMEN: Mapping[str, Opdrachtvorm] = {
    vorm.pad: vorm for vorm in opdrachtvormen(soort=CONTRACT)[1:] if vorm.feit is not None
}
"""Every command that can be given for many contracts, by its path segment."""


@dataclass(frozen=True, kw_only=True)
class Bulkselectie(Vormvast):
    """Which contracts: by name, or by the filters of GET /v1/contracten."""

    contract_ids: tuple[Id, ...] | None = field(
        default=None, metadata={"description": "Deze contracten, in deze volgorde."}
    )
    filters: dict[str, Any] | None = field(
        default=None, metadata={"description": "Of alle contracten die hieraan voldoen."}
    )
    geldig_op: Datum | None = field(
        default=None, metadata={"description": "De dag waarop zij aan de filters voldoen."}
    )

    def __post_init__(self) -> None:
        """Refuse a selection in two ways, or in none."""
        if (self.contract_ids is None) == (self.filters is None):
            raise ValueError("noem contractIds of filters, een van beide")
        if self.filters is not None and not self.filters:
            raise ValueError("noem ten minste één filter, of noem de contracten in contractIds")
        if self.contract_ids is not None and self.geldig_op is not None:
            raise ValueError("geldigOp hoort bij filters; laat het weg bij contractIds")
        if len(self.contract_ids or ()) > MAX_CONTRACTEN:
            raise ValueError(f"noem ten hoogste {MAX_CONTRACTEN} contracten")


@dataclass(frozen=True, kw_only=True)
class Bulkuitzondering(Vormvast):
    """What happens to one contract instead: other fields of the command, or nothing and why."""

    contract_id: Id
    opdracht: dict[str, Any] | None = field(
        default=None, metadata={"description": "Velden in plaats van die van de opdracht."}
    )
    overslaan: JaNee | None = None
    reden: Tekst | None = field(
        default=None, metadata={"description": "Waarom dit contract wordt overgeslagen."}
    )

    def __post_init__(self) -> None:
        """Refuse an exception that is both, neither, or a skip that does not say why."""
        if (self.opdracht is None) == (not self.overslaan):
            raise ValueError("geef opdracht, of overslaan: true met een reden")
        if bool(self.overslaan) != (self.reden is not None):
            raise ValueError("een reden hoort bij overslaan: true, en is daar verplicht")


@dataclass(frozen=True, kw_only=True)
class Bulkhandeling(Vormvast):
    """One command for many contracts: all of them or none."""

    handeling: Literal[tuple(VORMEN)] = field(  # type: ignore[valid-type] # the commands that there are
        metadata={"description": "Het laatste deel van het adres van de opdracht."}
    )
    selectie: Bulkselectie
    opdracht: dict[str, Any] = field(
        metadata={"description": "De inhoud van de opdracht, zoals bij één contract."}
    )
    uitzonderingen: tuple[Bulkuitzondering, ...] = ()
    bevestiging: str | None = field(
        default=None, metadata={"description": "Wat de proef gaf; is die verouderd, dan 412."}
    )


@dataclass(frozen=True, kw_only=True)
class Bulkvorm:
    """The body of a bulk command, as the OpenAPI document and the route take it."""

    naam: str
    adapter: TypeAdapter[Bulkhandeling]


BULK = Bulkvorm(naam="Bulkhandeling", adapter=TypeAdapter(Bulkhandeling))


# --- reading it -----------------------------------------------------------------------------------------------------


def lees_opdracht(*, waarde: Any, gebruiker: Gebruiker) -> Bulkopdracht:
    """Turn a JSON value into a bulk command; raises OngeldigeInvoer with every fault in it."""
    fouten: list[Invoerfout] = []
    gelezen: Bulkhandeling | None = None
    try:
        gelezen = BULK.adapter.validate_python(waarde)
    except ValidationError as fout:
        fouten += vertaald(fout=fout)
    filters: dict[str, object] = {}
    uitzonderingen: list[Uitzondering] = []
    gewoon: Inhoud | OngeldigeInvoer | None = None
    if isinstance(waarde, Mapping):
        filters = _filters(waarde.get("selectie"), fouten)
        gewoon, uitzonderingen = _Inhouden(waarde).lees(fouten)
        fouten += _dubbel(waarde)
    if fouten or gelezen is None or gewoon is None:
        raise OngeldigeInvoer(fouten=list(dict.fromkeys(fouten)))
    zonder = {naam: deel for naam, deel in waarde.items() if naam != "bevestiging"}
    return Bulkopdracht(
        gebruiker=gebruiker,
        feitnaam=_feitnaam(gelezen.handeling),
        selectie=Selectie(
            contract_ids=gelezen.selectie.contract_ids,
            filters=filters,
            geldig_op=gelezen.selectie.geldig_op,
        ),
        gewoon=gewoon,
        uitzonderingen=uitzonderingen,
        vingerafdruk=sha256(canoniek(zonder).encode()).hexdigest(),
        bevestiging=gelezen.bevestiging,
    )


def _feitnaam(handeling: str) -> str:
    feit = VORMEN[handeling].feit
    assert feit is not None  # noqa: S101 - VORMEN holds no correctie
    return feit.feitnaam


def _filters(selectie: Any, fouten: list[Invoerfout]) -> dict[str, object]:
    """Read the filters as the list does."""
    gegeven = selectie.get("filters") if isinstance(selectie, Mapping) else None
    uit: dict[str, object] = {}
    for naam, waarde in (gegeven if isinstance(gegeven, Mapping) else {}).items():
        try:
            uit[naam] = _filter(naam, waarde)
        except ValueError as fout:
            plek = f"selectie.filters.{naam}"
            fouten.append(Invoerfout(plek="body", naam=plek, reden=str(fout)))
    return uit


def _filter(naam: str, waarde: Any) -> object:
    """Read one filter; ValueError in Dutch."""
    bekend = FILTERS[CONTRACT.naam]
    if naam not in bekend:
        raise ValueError(f"bestaat hier niet; de lijst kent {', '.join(bekend)}")
    if not isinstance(waarde, str | bool | int):
        raise ValueError("geef tekst, tussen aanhalingstekens")
    gelezen: object = bekend[naam].lees(
        str(waarde).lower() if isinstance(waarde, bool) else str(waarde)
    )
    return gelezen


def _dubbel(waarde: Mapping[str, Any]) -> Iterator[Invoerfout]:
    """Refuse a contract that is named twice."""
    selectie, uitzonderingen = waarde.get("selectie"), waarde.get("uitzonderingen")
    ids = selectie.get("contractIds") if isinstance(selectie, Mapping) else None
    genoemd = [een.get("contractId") for een in _objecten(uitzonderingen)]
    for lijst, plek in (
        (ids if isinstance(ids, list) else [], "selectie.contractIds.{}"),
        (genoemd, "uitzonderingen.{}.contractId"),
    ):
        gezien: dict[str, int] = {}
        for nummer, id_ in enumerate(str(een).lower() for een in lijst):
            eerder = gezien.setdefault(id_, nummer)
            if eerder != nummer and id_ != "none":
                reden = f"dit contract staat ook op plaats {eerder} van deze lijst (vanaf 0)"
                yield Invoerfout(plek="body", naam=plek.format(nummer), reden=reden)


def _objecten(lijst: Any) -> list[Mapping[str, Any]]:
    """Give what is an object in a list, with nothing for what is not."""
    return [een if isinstance(een, Mapping) else {} for een in lijst] if _is_lijst(lijst) else []


def _is_lijst(waarde: Any) -> bool:
    return isinstance(waarde, list | tuple)


@dataclass(frozen=True)
class _Inhouden:
    """The common command and those of the exceptions, read from a body that may have faults elsewhere."""

    waarde: Mapping[str, Any]

    def lees(
        self, fouten: list[Invoerfout]
    ) -> tuple[Inhoud | OngeldigeInvoer | None, list[Uitzondering]]:
        """Read them all and add every fault once; the common one may lack what the exceptions give."""
        handeling, opdracht = self.waarde.get("handeling"), self.waarde.get("opdracht")
        vorm = VORMEN.get(handeling) if isinstance(handeling, str) else None
        if vorm is None or not isinstance(opdracht, Mapping):
            return None, []
        rest = _objecten(self.waarde.get("uitzonderingen"))
        gewoon = _lees_inhoud(vorm, opdracht, {}, "")
        if isinstance(gewoon, OngeldigeInvoer):
            gegeven = {naam for een in rest for naam in _velden(een)}
            echt = [f for f in gewoon.fouten if f.naam.partition(".")[2] not in gegeven]
            fouten += echt
        uit = []
        for nummer, een in enumerate(rest):
            plek = f"uitzonderingen.{nummer}"
            anders = self._anders(vorm, opdracht, een, plek)
            if isinstance(anders, OngeldigeInvoer):
                fouten += anders.fouten
            elif anders is not None:
                contract = waarden.lees_uuid(een["contractId"])
                uit.append(Uitzondering(contract=contract, plek=plek, anders=anders))
        return gewoon, uit

    def _anders(
        self, vorm: Opdrachtvorm, opdracht: Mapping[str, Any], een: Mapping[str, Any], plek: str
    ) -> Inhoud | Overslaan | OngeldigeInvoer | None:
        """Read one exception; None for one whose form was refused already."""
        try:
            waarden.lees_uuid(een.get("contractId"))
        except ValueError:
            return None
        if een.get("overslaan") is True:
            return Overslaan(reden=str(een.get("reden")))
        eigen = _velden(een)
        return _lees_inhoud(vorm, opdracht, eigen, plek) if eigen or "opdracht" in een else None


def _velden(uitzondering: Mapping[str, Any]) -> Mapping[str, Any]:
    eigen = uitzondering.get("opdracht")
    return eigen if isinstance(eigen, Mapping) else {}


def _lees_inhoud(
    vorm: Opdrachtvorm, opdracht: Mapping[str, Any], eigen: Mapping[str, Any], plek: str
) -> Inhoud | OngeldigeInvoer:
    """Read a command; a fault is told where the field that has it stands, the common body or the exception."""
    waar = f"{plek}.opdracht" if plek else "opdracht"
    try:
        feit, envelop = vorm.van_object(waarde={**opdracht, **eigen})
    except OngeldigeInvoer as fout:
        fouten = []
        for een in fout.fouten:
            gemeen = not plek or een.naam.partition(".")[0] in opdracht.keys() - eigen.keys()
            basis = "opdracht" if gemeen else waar
            naam = f"{basis}.{een.naam}" if een.naam else basis
            fouten.append(Invoerfout(plek="body", naam=naam, reden=een.reden))
        return OngeldigeInvoer(fouten=fouten)
    return Inhoud(feit=feit, envelop=envelop, plek=waar)
