"""The bodies of commands, made from the facts themselves: a fact plus what may accompany it.

So a field is defined once, in the domain, and is the same in the API, the log, the journal and a vervanging.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, make_dataclass, replace
from functools import cache, cached_property
from typing import Annotated, Any, Literal, Union

from pydantic import Field, TypeAdapter, ValidationError

from application.fouten import Invoerfout, OngeldigeInvoer
from domain.feiten import (
    Correctie,
    Correctiesoort,
    Envelop,
    Feit,
    Rechtzetting,
    Toelichting,
    Vervanging,
    Vormvast,
)
from domain.tijdlijn import Dingsoort
from domain.waarden import Tekst, Volgnummer

_VERTALING: Mapping[str, str] = {
    "missing": "is verplicht",
    "missing_argument": "is verplicht",
    "missing_keyword_only_argument": "is verplicht",
    "unexpected_keyword_argument": "bestaat hier niet; kijk naar de schrijfwijze of laat het weg",
    "dataclass_type": "geef een object met velden, tussen accolades",
    "dict_type": "geef een object met velden, tussen accolades",
    "string_type": "geef tekst, tussen aanhalingstekens",
    "tuple_type": "geef een lijst, tussen blokhaken",
    "union_tag_not_found": "noem de soort van het vervangende feit",
}


def lees_json(*, lichaam: bytes) -> Any:
    """Read a JSON text strictly (RFC 8259): no NaN, no double keys; raises OngeldigeInvoer."""

    def uniek(paren: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        gezien = dict(paren)
        if len(gezien) < len(paren):
            raise ValueError("een veld staat er twee keer in")
        return gezien

    def geen_getal(naam: str) -> Any:
        raise ValueError(f"{naam} is geen JSON")

    try:
        return json.loads(lichaam, object_pairs_hook=uniek, parse_constant=geen_getal)
    except (ValueError, RecursionError) as fout:
        reden = f"de inhoud is geen geldige JSON ({fout})"
        raise OngeldigeInvoer(fouten=[Invoerfout(plek="body", naam="", reden=reden)]) from None


def vertaald(*, fout: ValidationError, pad: str = "") -> list[Invoerfout]:
    """Give every fault of a body, in Dutch, with its outside path."""
    return [
        Invoerfout(
            plek="body", naam=pad + ".".join(map(str, _pad(deel["loc"]))), reden=_reden(deel)
        )
        for deel in fout.errors(include_url=False)
    ]


def _pad(loc: Sequence[str | int]) -> Sequence[str | int]:
    """Leave out the tag that the library puts in the path of a vervanging."""
    return [deel for n, deel in enumerate(loc) if not (n and loc[n - 1] == "vervanging")]


def _reden(deel: Mapping[str, Any]) -> str:
    soort, ctx = str(deel["type"]), deel.get("ctx", {})
    if soort == "value_error":
        return str(ctx["error"])
    if soort in {"enum", "literal_error"}:
        return f"kies uit {ctx['expected'].replace(' or ', ', ')}"
    if soort == "union_tag_invalid":
        return f"soort kent {ctx['expected_tags']}"
    return _VERTALING.get(soort, f"is ongeldig ({deel['msg']})")


@dataclass(frozen=True)
class Opdrachtvorm:
    """A command: the kind of thing, the fact it records (None: a correctie), and its body."""

    soort: Dingsoort[Any]
    feit: type[Feit] | None

    @property
    def pad(self) -> str:
        """The path segment of its sub-collection; `POST` for the opening."""
        return Correctie.pad if self.feit is None else self.feit.pad

    @cached_property
    def adapter(self) -> TypeAdapter[Any]:
        """Validates the body; its class is a dataclass in outside names."""
        return TypeAdapter(self._lichaam)

    @property
    def naam(self) -> str:
        """The name of the body in the OpenAPI document."""
        return str(self._lichaam.__name__)

    @cached_property
    def _lichaam(self) -> type[Any]:
        if self.feit is None:
            return _correctielichaam(self.soort)
        return make_dataclass(
            self.feit.__name__, [], bases=(self.feit, Envelop), frozen=True, kw_only=True
        )

    def lees(self, *, lichaam: bytes) -> tuple[Feit | Correctie, Envelop]:
        """Turn a body into a fact and its envelope; raises OngeldigeInvoer with every fault."""
        return self.van_object(waarde=lees_json(lichaam=lichaam))

    def van_object(self, *, waarde: Any) -> tuple[Feit | Correctie, Envelop]:
        """Turn a JSON value into a fact and its envelope; raises OngeldigeInvoer with every fault."""
        try:
            gelezen = self.adapter.validate_python(waarde)
        except ValidationError as fout:
            raise OngeldigeInvoer(fouten=vertaald(fout=fout)) from None
        envelop = _deel(gelezen, Envelop)
        if self.feit is None:
            return _correctie(gelezen), replace(envelop, reden=None)
        return _deel(gelezen, self.feit), envelop


@cache
def opdrachtvormen(*, soort: Dingsoort[Any]) -> tuple[Opdrachtvorm, ...]:
    """Give all commands of a kind of thing, the opening first and the correctie last."""
    return (*(Opdrachtvorm(soort, feit) for feit in soort.feiten), Opdrachtvorm(soort, None))


def _deel(gelezen: Any, klasse: type[Any]) -> Any:
    return klasse(**{veld.name: getattr(gelezen, veld.name) for veld in fields(klasse)})


def _correctielichaam(soort: Dingsoort[Any]) -> type[Any]:
    vervangingen = [
        make_dataclass(
            f"Vervanging{feit.__name__}",
            [("soort", Literal[feit.pad])],
            bases=(feit, Toelichting),
            frozen=True,
            kw_only=True,
        )
        for feit in soort.feiten
    ]
    vervanging = Annotated[Union[tuple(vervangingen)], Field(discriminator="soort")]  # type: ignore[valid-type] # noqa: UP007
    rechtzetting = make_dataclass(
        f"Rechtzetting{soort.naam.capitalize()}",
        [
            ("volgnummer", Volgnummer),
            ("plaats", Volgnummer | None, None),
            ("vervanging", vervanging | None),
        ],
        bases=(Vormvast,),
        frozen=True,
        kw_only=True,
    )
    return make_dataclass(
        f"Correctie{soort.naam.capitalize()}",
        [
            ("soort", Correctiesoort),
            ("registraties", tuple[rechtzetting, ...]),  # type: ignore[valid-type]
            ("reden", Tekst, field()),  # without field() it would inherit the envelope's default
        ],
        bases=(Envelop,),
        frozen=True,
        kw_only=True,
    )


def _correctie(gelezen: Any) -> Correctie:
    if not gelezen.registraties:
        reden = "noem ten minste één registratie"
        raise OngeldigeInvoer(fouten=[Invoerfout(plek="body", naam="registraties", reden=reden)])
    zetten = tuple(
        Rechtzetting(volgnummer=z.volgnummer, plaats=z.plaats, vervanging=_vervanging(z.vervanging))
        for z in gelezen.registraties
    )
    return Correctie(soort=gelezen.soort, registraties=zetten, reden=gelezen.reden)


def _vervanging(gelezen: Any) -> Vervanging | None:
    if gelezen is None:
        return None
    klasse = next(basis for basis in type(gelezen).__bases__ if issubclass(basis, Feit))
    return Vervanging(feit=_deel(gelezen, klasse), toelichting=_deel(gelezen, Toelichting))
