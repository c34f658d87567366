"""Between a registration and its row in the log: typed both ways, canonical JSON, nothing that is at its default."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent
from pydantic import TypeAdapter, ValidationError
from pydantic_core import from_json

from domain.feiten import (
    Correctie,
    Correctiesoort,
    Envelop,
    Feit,
    Rechtzetting,
    Registratie,
    Toelichting,
    Vervanging,
)
from domain.tijdlijn import Dingsoort
from infrastructure.log import Logregel, RegisterGeopend

_GEEN = Envelop()
canoniek: Callable[[Any], str] = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
).encode
"""Writes canonical JSON: for what facts hold (ASCII names, text, whole numbers) the bytes of RFC 8785, at ten times
the speed of its reference; a test compares the two."""


class OnbekendFeit(Exception):
    """The log holds a stored name or schema version that this release does not know."""


class OnleesbaarFeit(Exception):
    """The log holds a fact whose fields do not fit its stored name."""


@cache
def _adapter(klasse: type[Any]) -> TypeAdapter[Any]:
    """Make what reads and writes a class, once per process: that takes longer than a thousand facts with it."""
    return TypeAdapter(klasse)


class Feitmapper(Mapper[UUID]):
    """Reads and writes registrations of the kinds of things it was made for."""

    def __init__(self, *, soorten: Iterable[Dingsoort[Any]]) -> None:
        """Take every kind of thing in the log; the log's own opening fact is always known."""
        super().__init__(transcoder=JSONTranscoder())
        self._envelop = _adapter(Envelop)
        self._toelichting = _adapter(Toelichting)
        self._feiten: dict[tuple[str, int], TypeAdapter[Any]] = {}
        self._van_klasse: dict[type[Feit], TypeAdapter[Any]] = {}
        self._correcties: set[tuple[str, int]] = set()
        self._ken(RegisterGeopend)
        for soort in soorten:
            self._correcties.add((soort.naam_correctie, Correctie.schemaversie))
            for klasse in soort.feiten:
                self._ken(klasse)

    def _ken(self, klasse: type[Feit]) -> None:
        adapter = _adapter(klasse)  # type: ignore[arg-type] # a class is hashable
        self._feiten[klasse.feitnaam, klasse.schemaversie] = adapter
        self._van_klasse[klasse] = adapter

    # --- out ---

    def to_stored_event(self, domain_event: Any) -> Logregel:
        """Write a registration; OnbekendFeit when its kind of thing was not handed in."""
        registratie: Registratie = domain_event
        feit = registratie.feit
        if isinstance(feit, Correctie):
            if (registratie.soort, feit.schemaversie) not in self._correcties:
                raise OnbekendFeit(
                    f"'{registratie.soort}' (versie {feit.schemaversie}) is geen bekende correctie"
                )
        elif registratie.soort != feit.feitnaam:
            raise OnbekendFeit(
                f"'{registratie.soort}' is niet de naam van {type(feit).__name__} ('{feit.feitnaam}')"
            )
        return Logregel(
            originator_id=registratie.ding,
            originator_version=registratie.volgnummer,
            topic=registratie.soort,
            state=canoniek(
                self._correctie(feit) if isinstance(feit, Correctie) else self._feit(feit)
            ).encode(),
            id=registratie.positie,
            gebeurtenis_id=registratie.id,
            schemaversie=feit.schemaversie,
            ingangsdatum=registratie.ingangsdatum,
            geregistreerd_op=registratie.geregistreerd_op,
            metadata=self._metadata(registratie),
        )

    def _feit(self, feit: Feit) -> dict[str, Any]:
        adapter = self._van_klasse.get(type(feit))
        if adapter is None:
            raise OnbekendFeit(
                f"{type(feit).__name__} ('{feit.feitnaam}') hoort bij geen bekend soort ding"
            )
        return _uit(adapter, feit)

    def _correctie(self, correctie: Correctie) -> dict[str, Any]:
        def vervanging(gegeven: Vervanging) -> dict[str, Any]:
            return {
                "soort": gegeven.feit.feitnaam,
                "schemaversie": gegeven.feit.schemaversie,
                "gegevens": self._feit(gegeven.feit),
                "toelichting": _uit(self._toelichting, gegeven.toelichting),
            }

        return _rechtzettingen(correctie, vervanging)

    def _metadata(self, registratie: Registratie) -> str:
        envelop = {} if registratie.envelop == _GEEN else _uit(self._envelop, registratie.envelop)
        return canoniek(
            {"door": registratie.door, "correlatie": str(registratie.correlatie), **envelop}
        )

    def gegevens(self, *, registratie: Registratie) -> dict[str, Any]:
        """Give the journal's `gegevens`: the fields in outside names, a vervanging as the command would give it."""
        feit = registratie.feit
        if not isinstance(feit, Correctie):
            return self._feit(feit)
        return _rechtzettingen(
            feit,
            lambda v: {
                "soort": v.feit.pad,
                **self._feit(v.feit),
                **_uit(self._toelichting, v.toelichting),
            },
        )

    def envelop(self, *, registratie: Registratie) -> dict[str, Any]:
        """Give what accompanied the command in outside names, only what was given."""
        return _uit(self._envelop, registratie.envelop)

    # --- in ---

    def to_domain_event(self, stored_event: StoredEvent) -> Registratie:
        """Read a row; OnbekendFeit for an unknown name or version, OnleesbaarFeit when its fields do not fit."""
        if not isinstance(stored_event, Logregel) or stored_event.geregistreerd_op is None:
            raise TypeError("alleen regels uit het eigen logboek zijn te lezen")
        metadata = from_json(stored_event.metadata)
        door, correlatie = metadata.pop("door"), UUID(metadata.pop("correlatie"))
        return Registratie(
            id=stored_event.gebeurtenis_id,
            ding=UUID(str(stored_event.originator_id)),
            soort=stored_event.topic,
            volgnummer=stored_event.originator_version,
            positie=stored_event.id,
            geregistreerd_op=stored_event.geregistreerd_op,
            door=door,
            correlatie=correlatie,
            envelop=_in(self._envelop, metadata, stored_event.topic) if metadata else _GEEN,
            feit=self._lees(stored_event),
        )

    def _lees(self, regel: Logregel) -> Feit | Correctie:
        if (regel.topic, regel.schemaversie) in self._correcties:
            return self._lees_correctie(from_json(regel.state), regel.topic)
        return self._lees_feit(regel.topic, regel.schemaversie, from_json(regel.state))

    def _lees_feit(self, soort: str, versie: int, gegevens: Any) -> Feit:
        adapter = self._feiten.get((soort, versie))
        if adapter is None:
            raise OnbekendFeit(f"deze uitgave kent geen feit '{soort}' in schemaversie {versie}")
        feit: Feit = _in(adapter, gegevens, soort)
        return feit

    def _lees_correctie(self, gegevens: Mapping[str, Any], soort: str) -> Correctie:
        def vervanging(gegeven: Mapping[str, Any] | None) -> Vervanging | None:
            if gegeven is None:
                return None
            return Vervanging(
                feit=self._lees_feit(
                    gegeven["soort"], gegeven["schemaversie"], gegeven["gegevens"]
                ),
                toelichting=_in(self._toelichting, gegeven["toelichting"], soort),
            )

        registraties: Sequence[Mapping[str, Any]] = gegevens["registraties"]
        return Correctie(
            soort=Correctiesoort(gegevens["soort"]),
            reden=gegevens["reden"],
            registraties=tuple(
                Rechtzetting(
                    volgnummer=zet["volgnummer"],
                    plaats=zet.get("plaats"),
                    vervanging=vervanging(zet["vervanging"]),
                )
                for zet in registraties
            ),
        )


def _rechtzettingen(correctie: Correctie, vervanging: Any) -> dict[str, Any]:
    return {
        "soort": str(correctie.soort),
        "reden": correctie.reden,
        "registraties": [
            {
                "volgnummer": zet.volgnummer,
                **({} if zet.plaats is None else {"plaats": zet.plaats}),
                "vervanging": None if zet.vervanging is None else vervanging(zet.vervanging),
            }
            for zet in correctie.registraties
        ],
    }


def _uit(adapter: TypeAdapter[Any], waarde: object) -> dict[str, Any]:
    uit: dict[str, Any] = adapter.dump_python(
        waarde, mode="json", by_alias=True, exclude_defaults=True
    )
    return uit


def _in(adapter: TypeAdapter[Any], gegevens: Any, soort: str) -> Any:
    try:
        return adapter.validate_python(gegevens)
    except ValidationError as fout:
        raise OnleesbaarFeit(f"een vastgelegd feit '{soort}' is niet te lezen: {fout}") from fout
