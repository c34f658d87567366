"""The OpenAPI document, made from the routes, the bodies of commands and the standings; NLGov ADR 2.2."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter

from api.antwoorden import BINNENKANT
from api.opdrachten import Opdrachtvorm
from api.vraag import Vraagvorm
from application.beslisinhoud import Beslisdossier
from application.bulk import Bulkuitkomst
from application.dekkingsbeeld import Dekkingskaart
from application.instemmingsverslag import Instemmingsverslag
from application.rapportage import Raadsrapport
from application.rechtmatigheidsinhoud import Rechtmatigheidslijst
from application.toegang import VERBORGEN_VELDEN
from application.toelatingsronde import Toelatingsronde
from application.wijzigingsruimte import Wijzigingsruimte
from domain.contractomgeving import Signaal
from domain.fase import Fase
from domain.feiten import Afwijking, Bekendmaking, Besluitvermelding, Bewijs, Verwijzingsaard
from domain.kalender import Itemsoort, Itemstand
from domain.radarpunt import Radarhandeling, Radarstand, Stap
from domain.soorten import SOORTEN
from infrastructure.regimeinhoud import Regimebeeld, Regimevermelding, Vergelijking

API_VERSIE = "0.3.0"
_REF = "#/components/schemas/{model}"
_DATUM = {"type": "string", "format": "date"}
_MOMENT = {"type": "string", "format": "date-time"}
_UUID = {"type": "string", "format": "uuid"}
_TEKST = {"type": "string"}
_GETAL = {"type": "integer"}
_GELD = {"type": "string", "pattern": r"^-?\d+\.\d{2}$"}
_KOPPEN = {
    "API-Version": {"description": "De versie van deze API.", "schema": _TEKST},
}
_FOUTEN: Mapping[int, str] = {
    400: "De invoer klopt niet; `fouten` noemt ze allemaal.",
    401: "Niet ingelogd.",
    403: "Dit mag deze rol niet, of zo kan niet in de tijd worden gereisd.",
    404: "Niet bekend op het gevraagde moment.",
}
_ZONDER_ID_MAAR_404 = {
    "lijst",
    "log",
    "afwijkingen",
    "raad",
    "kalender",
    "toelatingsronde",
    "beslisdossier",
    "rechtmatigheid",
} | {
    "instemming",
    "lijstverschillen",
    "regime",
    "regimeladingen",
    "regimevergelijking",
    "dekking",
    "radar",
    "bulkhandelingen",
}
_COMMANDOFOUTEN: Mapping[int, str] = {
    409: "Geweigerd; `regels` noemt elke regel met waarden en de feiten waarmee het botst.",
    412: "Het dossier (If-Match), of wat is bevestigd (bevestiging), is intussen gewijzigd.",
    503: "Het register is bezet; probeer het zo opnieuw.",
}


def nulbaar(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Let a schema also be null; the type as a list, so that a format stays beside it."""
    if "type" in schema and "$ref" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [dict(schema), {"type": "null"}]}


def _ref(naam: str) -> dict[str, str]:
    return {"$ref": _REF.format(model=naam)}


def _object(velden: Mapping[str, Any], uitleg: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": uitleg,
        "properties": dict(velden),
        "required": list(velden),
    }


def _lijst_van(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": dict(schema)}


def maak_openapi(app: FastAPI) -> dict[str, Any]:
    """Make the whole document."""
    schemas = _schemas(app)
    paden: dict[str, Any] = {}
    for route in _routes(app):
        for methode in sorted(route.methods or ()):
            paden.setdefault(route.path, {})[methode.lower()] = _operatie(route, methode)
    paden["/openapi.json"] = {"get": _zelf()}
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Looptijd",
            "version": API_VERSIE,
            "description": (
                "Het register van contracten voor jeugdhulp. Elke vraag kan worden gesteld over een dag (geldigOp) "
                "zoals het register het op een ander moment wist (beschikbaarOp)."
            ),
            "contact": {
                "name": "Looptijd",
                "email": "looptijd@example.org",
                "url": "https://example.org/looptijd",
            },
        },
        "servers": [{"url": "/v1"}],
        "tags": [{"name": naam} for naam in _tags(app)],
        "paths": dict(sorted(paden.items())),
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }
    gemaakt: dict[str, Any] = _plat(document)
    return gemaakt


def _tags(app: FastAPI) -> list[str]:
    return sorted({*(str(t) for route in _routes(app) for t in route.tags), "beschrijving"})


def _routes(app: FastAPI) -> list[APIRoute]:
    """Give the described routes, those of included routers too."""
    alle = (gevonden.original_route for gevonden in iter_route_contexts(app.routes))
    return [route for route in alle if isinstance(route, APIRoute) and route.openapi_extra]


def _plat(deel: Any) -> Any:
    """Write `anyOf: [{type: x, …}, {type: null}]` as one type list, as the linter wants it for dates."""
    if isinstance(deel, list):
        return [_plat(d) for d in deel]
    if not isinstance(deel, dict):
        return deel
    uit = {naam: _plat(waarde) for naam, waarde in deel.items()}
    keuzen = uit.get("anyOf")
    if isinstance(keuzen, list) and len(keuzen) == 2 and keuzen[1] == {"type": "null"}:  # noqa: PLR2004
        eerste = keuzen[0]
        if isinstance(eerste.get("type"), str) and "enum" not in eerste:
            del uit["anyOf"]
            return {**eerste, **uit, "type": [eerste["type"], "null"]}
    return uit


# --- operations --------------------------------------------------------------------------------------------------


def _operatie(route: APIRoute, methode: str) -> dict[str, Any]:
    extra: Mapping[str, Any] = route.openapi_extra or {}
    vorm: Vraagvorm = extra["x-vraag"]
    opdracht: Opdrachtvorm | None = extra.get("x-opdracht")
    lichaam = extra.get("x-lichaam", opdracht)
    soort = extra.get("x-soort")
    fouten = {**_FOUTEN, **(_COMMANDOFOUTEN if lichaam else {})}
    if "{id}" not in route.path and not lichaam and extra["x-antwoord"] not in _ZONDER_ID_MAAR_404:
        del fouten[404]
    operatie: dict[str, Any] = {
        "operationId": f"{methode.lower()}{_naam(route.path)}",
        "summary": _titel(route.path, methode, extra["x-antwoord"]),
        "tags": [str(t) for t in route.tags],
        "parameters": [
            *_pad(route.path),
            *_vraag(vorm),
            *(_koppen() if opdracht else _koppen()[1:] if lichaam else []),
        ],
        "responses": {
            **_gelukt(extra["x-antwoord"], getattr(soort, "naam", "")),
            **{str(status): _probleem(uitleg) for status, uitleg in fouten.items()},
        },
    }
    if lichaam:
        operatie["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": _ref(lichaam.naam)}},
        }
    return operatie


def _naam(pad: str) -> str:
    delen = pad.replace("{id}", "een").replace("{code}", "een").replace("-", "/").split("/")
    return "".join(deel.capitalize() for deel in delen if deel)


_TITELS: Mapping[str, str] = {
    "lijst": "Geef een lijst op een moment",
    "detail": "Geef één dossier op een moment",
    "historie": "Geef alle voorkomens zoals bekend op een moment",
    "gebeurtenissen": "Geef het journaal zoals bekend op een moment",
    "verschillen": "Geef de verschillen tussen twee momenten, met hun oorzaken",
    "lijstverschillen": "Geef de verschillen tussen twee antwoorden van de lijst, met hun oorzaken",
    "gevolgen": "Geef wat ervan kwam: elk feit dat het uitvoert, eruit volgt of erop rust",
    "herkomst": "Geef waar het vandaan komt: stap voor stap terug tot het kader van de raad",
    "log": "Geef het hele logboek",
    "bulkhandelingen": "Geef wat er in één keer is vastgelegd, het nieuwste eerst",
    "bulkhandeling": "Geef alles wat in één keer is vastgelegd",
    "afwijkingen": "Geef alle afwijkingen",
    "radar": "Geef wat uiterlijk wanneer moet, met bovenaan wat niemand heeft; ook als agenda (Accept, /radar.ics)",
    "beslisdossier": "Geef een go/no-go: stemmen, criteria, en welke cijfers bekend waren toen de stem viel",
    "rechtmatigheid": "Geef wat in een jaar aandacht vraagt bij de rechtmatigheid, per onderdeel en gemeente",
    "wijzigingsruimte": "Geef elke wijziging met haar grond, de som tegenover de gunning en de ruimte die over is",
    "kalender": "Geef alles wat een dag heeft: gedaan, open, te laat of komend",
    "dekking": "Geef per zorgvorm en gemeente wie levert, wat ontbreekt en wat wegvalt",
    "raad": "Geef de rapportage voor de raad",
    "regimes": "Geef de regimes van deze uitgave",
    "regime": "Geef alles wat een regime zegt, met regel en vindplaats",
    "regimeladingen": "Geef de regio's die uit een regime zijn geladen",
    "regimevergelijking": "Zet twee regimes naast elkaar, veld voor veld",
    "instemming": "Geef elke handeling die een besluit vraagt, en per orgaan of het instemde",
    "toelatingsronde": "Geef één toelatingsronde: wie, waarop beoordeeld, en of het voor allen gelijk was",
}


def _titel(pad: str, methode: str, antwoord: str) -> str:
    if methode == "POST":
        return f"Leg vast: {pad.rsplit('/', 1)[1]}"
    return _TITELS[antwoord]


def _pad(pad: str) -> list[dict[str, Any]]:
    if "{code}" in pad:
        schema = {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]*$"}
        return [{"name": "code", "in": "path", "required": True, "schema": schema}]
    if "{id}" not in pad:
        return []
    return [{"name": "id", "in": "path", "required": True, "schema": _UUID}]


def _vraag(vorm: Vraagvorm) -> list[dict[str, Any]]:
    return [
        {
            "name": naam,
            "in": "query",
            "required": p.verplicht,
            "description": p.uitleg,
            "schema": dict(p.schema),
        }
        for naam, p in vorm.alle.items()
    ]


def _koppen() -> list[dict[str, Any]]:
    return [
        {
            "name": "If-Match",
            "in": "header",
            "required": False,
            "description": "De ETag van het dossier waarop deze opdracht berust.",
            "schema": {"type": "string", "pattern": r'^"[0-9]{1,9}"$'},
        },
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "Dezelfde sleutel met dezelfde opdracht geeft hetzelfde antwoord.",
            "schema": {"type": "string", "pattern": r"^[A-Za-z0-9-]{1,200}$"},
        },
    ]


def _json(
    schema: Mapping[str, Any], uitleg: str, koppen: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "description": uitleg,
        "headers": {**_KOPPEN, **(koppen or {})},
        "content": {"application/json": {"schema": dict(schema)}},
    }


_OOK_ALS: Mapping[str, tuple[str, str, str]] = {
    "raad": ("Raadsrapport", "text/html", "De rapportage, als JSON of als pagina (Accept)."),
    "radar": ("Radar", "text/calendar", "Een bladzijde als JSON, of alles als agenda (Accept)."),
}
"""Answers that are not only JSON: their model, the other media type, and what is said of them."""


def _gelukt(antwoord: str, soort: str) -> dict[str, Any]:
    etag = {"ETag": {"description": "De versie van het dossier.", "schema": _TEKST}}
    if antwoord == "commando":
        locatie = {"Location": {"description": "Waar het staat.", "schema": _TEKST}}
        return {
            "200": _json(_ref("Proef"), "Beoordeeld, niets vastgelegd (proef=true)."),
            "201": _json(
                _ref(f"{soort.capitalize()}Vastgelegd"), "Vastgelegd.", {**etag, **locatie}
            ),
        }
    if antwoord == "regimelading":
        locatie = {"Location": {"description": "De nieuwe regio.", "schema": _TEKST}}
        return {
            "200": _json(_ref("Regimeproef"), "Beoordeeld, niets vastgelegd (proef=true)."),
            "201": _json(_ref("RegimeGeladen"), "Vastgelegd.", locatie),
        }
    if antwoord == "bulk":
        locatie = {"Location": {"description": "Alles wat is vastgelegd.", "schema": _TEKST}}
        return {
            "200": _json(_ref("Bulkproef"), "Beoordeeld, niets vastgelegd (proef=true)."),
            "201": _json(_ref("BulkVastgelegd"), "Vastgelegd.", locatie),
        }
    if antwoord == "detail":
        return {"200": _json(_ref(soort.capitalize()), "Het dossier.", etag)}
    if antwoord in _OOK_ALS:
        model, mediatype, uitleg = _OOK_ALS[antwoord]
        uit = _json(_ref(model), uitleg)
        uit["content"][mediatype] = {"schema": _TEKST}
        return {"200": uit}
    schema = {
        "lijst": _ref(f"{soort.capitalize()}Lijst"),
        "historie": _ref(f"{soort.capitalize()}Historie"),
        "gebeurtenissen": _ref("Journaal"),
        "verschillen": _ref("Verschillen"),
        "lijstverschillen": _ref("Lijstverschillen"),
        "gevolgen": _ref("Gevolgen"),
        "log": _ref("Logboek"),
        "bulkhandelingen": _ref("Bulkhandelingen"),
        "bulkhandeling": _ref("Bulkfeiten"),
        "afwijkingen": _ref("Afwijkingen"),
        "regimes": _ref("Regimes"),
        "regime": _ref("Regimebeeld"),
        "regimevergelijking": _ref("Regimevergelijking"),
        "regimeladingen": _ref("Logboek"),
        "kalender": _ref("Kalender"),
        "toelatingsronde": _ref("Toelatingsronde"),
        "beslisdossier": _ref("Beslisdossier"),
        "instemming": _ref("Instemmingsverslag"),
        "dekking": _ref("Dekkingskaart"),
        "wijzigingsruimte": _ref("Wijzigingsruimte"),
        "rechtmatigheid": _ref("Rechtmatigheidslijst"),
        "herkomst": _ref("Herkomst"),
    }[antwoord]
    return {"200": _json(schema, "Het antwoord.")}


def _probleem(uitleg: str) -> dict[str, Any]:
    return {
        "description": uitleg,
        "headers": dict(_KOPPEN),
        "content": {"application/problem+json": {"schema": _ref("Probleem")}},
    }


def _zelf() -> dict[str, Any]:
    return {
        "operationId": "getOpenapiJson",
        "summary": "Geef deze beschrijving",
        "tags": ["beschrijving"],
        "security": [],
        "responses": {"200": _json({"type": "object"}, "Deze beschrijving.")},
    }


# --- schemas -----------------------------------------------------------------------------------------------------


def _schemas(app: FastAPI) -> dict[str, Any]:
    schemas = _vaste_schemas()
    for klasse in (Afwijking, Fase, Besluitvermelding, Bewijs, Bekendmaking, Signaal):
        _voeg_toe(schemas, klasse.__name__, TypeAdapter(klasse))
    signaal = schemas["Signaal"]["properties"]
    signaal["grond"] = _of_verborgen("grond", signaal["grond"])
    _beslisschemas(schemas)
    _raadschemas(schemas)
    _kalenderschemas(schemas)
    _radarschemas(schemas)
    _rondeschemas(schemas)
    _instemmingschemas(schemas)
    _dekkingschemas(schemas)
    _met_paar(schemas, Wijzigingsruimte)
    _met_paar(schemas, Rechtmatigheidslijst)
    _regimeschemas(schemas)
    _bulkschemas(schemas)
    for soort in SOORTEN:
        naam = soort.stand.__name__
        _voeg_toe(schemas, naam, TypeAdapter(soort.stand), vorm=_zoals_getoond)
        _dingschemas(schemas, soort.naam, schemas.pop(naam))
    for route in _routes(app):
        extra = route.openapi_extra or {}
        vorm: Opdrachtvorm | None = extra.get("x-opdracht", extra.get("x-lichaam"))
        if vorm is not None:
            _voeg_toe(schemas, vorm.naam, vorm.adapter)
    return schemas


def _voeg_toe(
    schemas: dict[str, Any],
    naam: str,
    adapter: TypeAdapter[Any],
    vorm: Callable[[Any], Any] = lambda schema: schema,
) -> None:
    schema = adapter.json_schema(by_alias=True, ref_template=_REF)
    delen = {deel: vorm(inhoud) for deel, inhoud in schema.pop("$defs", {}).items()}
    schema = vorm(schema)
    eigen = {
        _REF.format(model=deel): f"{naam}{deel}"
        for deel, inhoud in delen.items()
        if schemas.get(deel, inhoud) != inhoud
    }
    for deel, inhoud in delen.items():
        schemas[eigen.get(_REF.format(model=deel), deel)] = _verwezen(inhoud, eigen)
    schemas[naam] = _verwezen(schema, eigen)


def _verwezen(deel: Any, eigen: Mapping[str, str]) -> Any:
    """Point the references to parts that share a name with another kind's part to their own."""
    if isinstance(deel, list):
        return [_verwezen(d, eigen) for d in deel]
    if not isinstance(deel, dict):
        return deel
    if deel.get("$ref") in eigen:
        return {**deel, **_ref(eigen[deel["$ref"]])}
    return {naam: _verwezen(waarde, eigen) for naam, waarde in deel.items()}


def _raadschemas(schemas: dict[str, Any]) -> None:
    """Describe the council report: its content, in which a bron is an address and some fields may be hidden."""
    _voeg_toe(schemas, "Raadsrapport", TypeAdapter(Raadsrapport))
    schemas["Verwijzing"] = _object(
        {"titel": _TEKST, "href": _TEKST}, "Waar de feiten achter een cijfer staan."
    )
    velden = schemas["Feitregel"]["properties"]
    for naam in ("grond", "tarieven"):
        velden[naam] = {"anyOf": [*velden[naam]["anyOf"], _ref("Verborgen")]}
    rapport = schemas["Raadsrapport"]
    erbij = {"tijdreis": _ref("Tijdreis"), "_links": {"type": "object"}}
    rapport["properties"] |= erbij
    rapport["required"] = [*rapport["required"], *erbij]


def _rondeschemas(schemas: dict[str, Any]) -> None:
    """Describe a round; the judgements and reasons in it may be hidden."""
    _voeg_toe(schemas, "Toelatingsronde", TypeAdapter(Toelatingsronde))
    geheim = (
        ("Aanmeldingregel", "oordelen"),
        ("Rondeuitkomst", "redenen"),
        ("Verschilregel", "grond"),
    )
    for deel, naam in geheim:
        velden = schemas[deel]["properties"]
        velden[naam] = {"anyOf": [velden[naam], _ref("Verborgen")]}
    ronde = schemas["Toelatingsronde"]
    erbij = {"tijdreis": _ref("Tijdreis"), "_links": {"type": "object"}}
    ronde["properties"] |= erbij
    ronde["required"] = [*ronde["required"], *erbij]


def _instemmingschemas(schemas: dict[str, Any]) -> None:
    """Describe the report of who agreed to what."""
    _voeg_toe(schemas, "Instemmingsverslag", TypeAdapter(Instemmingsverslag))
    verslag = schemas["Instemmingsverslag"]
    erbij = {"tijdreis": _ref("Tijdreis"), "_links": {"type": "object"}}
    verslag["properties"] |= erbij
    verslag["required"] = [*verslag["required"], *erbij]


def _dekkingschemas(schemas: dict[str, Any]) -> None:
    """Describe the coverage map; cells and ends have links."""
    _voeg_toe(schemas, "Dekkingskaart", TypeAdapter(Dekkingskaart))
    erbij = {"tijdreis": _ref("Tijdreis"), "_links": {"type": "object"}}
    schemas["Dekkingskaart"]["properties"] |= erbij
    schemas["Dekkingskaart"]["required"] = [*schemas["Dekkingskaart"]["required"], *erbij]
    for naam in ("Celregel", "Einde"):
        schemas[naam]["properties"]["_links"] = {"type": "object"}


def _met_paar(schemas: dict[str, Any], klasse: type[Any]) -> None:
    """Describe an answer of its own kind, with its pair of moments and its links."""
    _voeg_toe(schemas, klasse.__name__, TypeAdapter(klasse))
    schema = schemas[klasse.__name__]
    erbij = {"tijdreis": _ref("Tijdreis"), "_links": {"type": "object"}}
    schema["properties"] |= erbij
    schema["required"] = [*schema["required"], *erbij]


def _beslisschemas(schemas: dict[str, Any]) -> None:
    """Describe the go/no-go dossier; before the council report, which says what a bron is."""
    _voeg_toe(schemas, "Beslisdossier", TypeAdapter(Beslisdossier))
    dossier = schemas["Beslisdossier"]
    erbij = {"tijdreis": _ref("Tijdreis"), "_links": {"type": "object"}}
    dossier["properties"] |= erbij
    dossier["required"] = [*dossier["required"], *erbij]


def _kalenderschemas(schemas: dict[str, Any]) -> None:
    """Describe the kalender: a list of moments with how each stands, and its thing."""
    dagen = dict.fromkeys(("eersteDag", "laatsteDag"), nulbaar(_DATUM))
    velden = {
        "code": _TEKST,
        "soort": {"type": "string", "enum": [soort.value for soort in Itemsoort]},
        "wat": _TEKST,
        "orgaan": nulbaar(_TEKST),
        "gemeente": nulbaar(_TEKST),
        "moment": _object(dagen | {"fase": nulbaar(_ref("Fase"))}, "Zo scherp als de bron."),
        "stand": {"type": "string", "enum": [stand.value for stand in Itemstand]},
        "gedaanOp": nulbaar(_DATUM),
        "teLaatSinds": nulbaar(_DATUM),
        "signaal": nulbaar(_TEKST),
        "ding": _object({"soort": _TEKST, "id": _UUID, "naam": _TEKST}, "Waar het bij hoort."),
        "_links": {"type": "object"},
    }
    schemas["Kalender"] = _lijstschema(_object(velden, "Een moment, en hoe het ervoor staat."))


def _radarschemas(schemas: dict[str, Any]) -> None:
    """Describe the radar: a list of acts with their last days and how these follow, and how many stand where."""
    stap = _object({"wat": _TEKST, "dag": _DATUM}, "Een stap van de berekening.")
    orgaan = _object({"orgaan": _TEKST, "dagen": nulbaar(_GETAL)}, "Dagen die een orgaan vraagt.")
    dagen = ("besluitUiterlijk", "teLaatSinds", "vanaf", "voorgelegdOp")
    velden = {
        **dict.fromkeys(("code", "wat"), _TEKST),
        "stand": {"type": "string", "enum": [stand.value for stand in Radarstand]},
        "handeling": {"type": "string", "enum": [soort.value for soort in Radarhandeling]},
        "ding": _object({"soort": _TEKST, "id": _UUID, "naam": _TEKST}, "Waar het bij hoort."),
        "aanbieder": _object({"id": _UUID, "naam": nulbaar(_TEKST)}, "De aanbieder ervan."),
        **dict.fromkeys(("uiterlijk", "stapUiterlijk"), _DATUM),
        **dict.fromkeys(dagen, nulbaar(_DATUM)),
        "stap": {"type": "string", "enum": [stap.value for stap in Stap]},
        "dagenOver": _GETAL,
        "eigenaar": nulbaar(_TEKST),
        "eigenaren": _lijst_van(_TEKST),
        "zonderEigenaar": {"type": "boolean"},
        "gedaan": nulbaar(_TEKST),
        "berekening": _lijst_van(stap),
        "organen": _lijst_van(orgaan),
        "_links": {"type": "object"},
    }
    schemas["Radar"] = _lijstschema(_object(velden, "Een handeling met haar laatste dag."))
    namen = ("teLaat", "binnen30", "binnen90", "binnen180", "zonderEigenaar")
    schemas["Radar"]["properties"]["telling"] = _object(
        dict.fromkeys(namen, _GETAL), "Hoeveel er zo voor staan, over alle bladzijden."
    )


def _regimeschemas(schemas: dict[str, Any]) -> None:
    """Describe the regimes: their list, one, two side by side, and what a loading records or would."""
    for naam, klasse in (("Regimebeeld", Regimebeeld), ("Regimevergelijking", Vergelijking)):
        _voeg_toe(schemas, naam, TypeAdapter(klasse))
        schemas[naam]["properties"]["_links"] = {"type": "object"}
    schemas["Regimevergelijking"]["properties"]["verschillen"] = _GETAL
    _voeg_toe(schemas, "Regimevermelding", TypeAdapter(Regimevermelding))
    schemas["Regimes"] = _object(
        {
            "aantal": _GETAL,
            "resultaten": _lijst_van(_ref("Regimevermelding")),
            "_links": {"type": "object"},
        },
        "De regimes van deze uitgave.",
    )
    stap = dict.fromkeys(("soort", "opdracht", "naam", "plek"), _TEKST) | {"regel": _GETAL}
    rest = _lijst_van(
        _object({"plek": _TEKST, "reden": _TEKST}, "Wat in het bestand achterblijft.")
    )
    proef = _object(stap | {"lichaam": {"type": "object"}}, "Een opdracht die zou volgen.")
    schemas["Regimeproef"] = _object(
        {
            "proef": {"const": True},
            "regio": {"type": "object"},
            "stappen": _lijst_van(proef),
            "achterblijvers": rest,
        },
        "Wat een lading zou vastleggen.",
    )
    vast = _object(stap | {"id": _UUID, "gebeurtenis": _UUID, "href": _TEKST}, "Een feit.")
    schemas["RegimeGeladen"] = _object(
        {
            "regio": {"type": "object"},
            "correlatie": _UUID,
            "vastgelegd": _lijst_van(vast),
            "achterblijvers": rest,
        },
        "Wat een lading heeft vastgelegd.",
    )


def _bulkschemas(schemas: dict[str, Any]) -> None:
    """Describe a bulk command: what it would do to every contract, what it recorded, and that looked up again."""
    wie = {"contractId": _UUID, "contractnummer": _TEKST}
    schemas["Bulkgeweigerd"] = _object(
        wie | {"regels": _lijst_van(_ref("RegelNietGehouden"))}, "Een contract dat weigert."
    )
    schemas["Probleem"]["properties"]["geweigerd"] = _lijst_van(_ref("Bulkgeweigerd"))
    wijziging = {"veld": _TEKST, "vanaf": nulbaar(_DATUM)}
    wijziging |= {"was": {"type": "object"}, "wordt": {"type": "object"}}
    regel = wie | {
        "aanbieder": {"type": "object"},
        "uitkomst": {"type": "string", "enum": [uitkomst.value for uitkomst in Bulkuitkomst]},
        "reden": nulbaar(_TEKST),
        "regels": _lijst_van(_ref("RegelNietGehouden")),
        "wijzigingen": _lijst_van(_object(wijziging, "Een veld, en vanaf wanneer het verandert.")),
    }
    tellingen = dict.fromkeys(
        ("aantal", "kan", "metAfwijking", "geweigerd", "overgeslagen"), _GETAL
    )
    schemas["Bulkproef"] = _object(
        {
            "proef": {"const": True},
            **tellingen,
            "bevestiging": nulbaar(_TEKST),
            "resultaten": _lijst_van(_object(regel, "Wat er met één contract zou gebeuren.")),
        },
        "Wat een bulkhandeling zou doen; zonder bevestiging wordt zij geweigerd.",
    )
    feit = _object(wie | {"id": _UUID, "volgnummer": _GETAL}, "Een vastgelegd feit.")
    over = _object(wie | {"reden": _TEKST}, "Een overgeslagen contract.")
    schemas["BulkVastgelegd"] = _object(
        {
            "correlatie": _UUID,
            "aantal": _GETAL,
            "geregistreerdOp": _MOMENT,
            "gebeurtenissen": _lijst_van(feit),
            "overgeslagen": _lijst_van(over),
        },
        "Wat in één keer is vastgelegd.",
    )
    bundel = {"correlatie": _UUID, "geregistreerdOp": _MOMENT, "aantal": _GETAL}
    bundel |= {"soort": nulbaar(_TEKST), "_links": {"type": "object"}}
    schemas["Bulkhandelingen"] = _lijstschema(_object(bundel, "Feiten van één keer."), "Moment")
    erbij = _object({"contractnummer": nulbaar(_TEKST), "_links": {"type": "object"}}, "Waarop.")
    feiten = _lijstschema({"allOf": [_ref("Logregel"), erbij]}, "Moment")
    kop = {"correlatie": _UUID, "geregistreerdOp": _MOMENT, "door": _TEKST}
    feiten["properties"] |= kop
    feiten["required"] = [*feiten["required"], *kop]
    schemas["Bulkfeiten"] = feiten


def _dingschemas(schemas: dict[str, Any], soort: str, stand: Mapping[str, Any]) -> None:
    """Describe a thing: its standing as answers show it, and what is computed for the day."""
    naam = soort.capitalize()
    binnen = BINNENKANT.get(soort, frozenset())
    velden = {n: s for n, s in stand["properties"].items() if n not in binnen}
    velden |= _BEREKEND.get(soort, {})
    schemas[f"{naam}Stand"] = {"type": "object", "properties": velden}
    basis = {"tijdreis": _ref("Tijdreis"), "id": _UUID, "versie": _GETAL}
    rest = {
        "afwijkingen": _lijst_van(_ref("AfwijkingOpFeit")),
        "signalen": _lijst_van(_ref("Signaal")),
        "komend": _lijst_van({"type": "object"}),
    }
    schemas[naam] = {
        "allOf": [_ref(f"{naam}Stand"), _object(basis | rest, "Een dossier op een moment.")]
    }
    item = {"allOf": [_ref(f"{naam}Stand"), _object({"id": _UUID}, "Een dossier in een lijst.")]}
    schemas[f"{naam}Lijst"] = _lijstschema(item)
    voorkomen = {
        "beginGeldigheid": _DATUM,
        "eindGeldigheid": nulbaar(_DATUM),
        "beginRegistratie": _MOMENT,
        "eindRegistratie": nulbaar(_MOMENT),
    }
    schemas[f"{naam}Historie"] = _object(
        {
            "tijdreis": _ref("Moment"),
            "id": _UUID,
            "voorkomens": _lijst_van(
                {"allOf": [_ref(f"{naam}Stand"), _object(voorkomen, "Een voorkomen.")]}
            ),
        },
        "Alle voorkomens zoals bekend op een moment.",
    )
    schemas[f"{naam}Vastgelegd"] = _object(
        {"gebeurtenis": _ref("Gebeurtenis"), soort: nulbaar(_ref(naam))}, "Wat is vastgelegd."
    )


def _zoals_getoond(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a standing or a part of it as answers show it: a place as volgnummer, some fields maybe hidden."""
    if "properties" not in schema:
        return dict(schema)
    naar = {"plaats": "volgnummer"}
    velden = {naar.get(n, n): _of_verborgen(n, v) for n, v in schema["properties"].items()}
    verplicht = [naar.get(n, n) for n in schema.get("required", ())]
    return {**schema, "properties": velden, "required": verplicht}


def _of_verborgen(naam: str, schema: Any) -> Any:
    """Let a field that not every role sees also be hidden."""
    return {"anyOf": [schema, _ref("Verborgen")]} if naam in VERBORGEN_VELDEN else schema


_BEREKEND: Mapping[str, Mapping[str, Any]] = {
    "contract": {
        "stilzwijgendeVerlenging": nulbaar(_ref("StilzwijgendeVerlenging")),
        "einddatum": nulbaar(_DATUM),
        "overeengekomenEinddatum": nulbaar(_DATUM),
        "uitersteHandelingsdatum": nulbaar(_DATUM),
        "aanbieder": {"type": "object"},
    },
    "budget": {
        **dict.fromkeys(("bedrag", "verplicht", "raming", "openstaand", "ruimte"), _GELD),
        "contracten": _lijst_van({"type": "object"}),
    },
    "regio": {"gemeenten": _lijst_van(_TEKST)},
}


def _lijstschema(item: Mapping[str, Any], tijdreis: str = "Tijdreis") -> dict[str, Any]:
    return _object(
        {
            "tijdreis": _ref(tijdreis),
            "aantal": _GETAL,
            "resultaten": _lijst_van(item),
            "_links": {"type": "object"},
        },
        "Een bladzijde van een lijst.",
    )


def _herkomststap() -> dict[str, Any]:
    """Describe a step back; the thing and its fact may be hidden or unknown."""
    ding = {"dingsoort": _TEKST, "dingId": _UUID}
    gevonden = [_ref("Verborgen"), {"type": "null"}]
    return _object(
        {
            "diepte": _GETAL,
            "aard": {"type": "string", "enum": [aard.value for aard in Verwijzingsaard]},
            "stap": _TEKST,
            "van": _object(ding, "Het feit dat de stap noemt."),
            "naar": _UUID,
            "doel": nulbaar(_TEKST),
            "ding": {"anyOf": [_object(ding, "Waar de stap uitkomt."), *gevonden]},
            "gebeurtenis": {"anyOf": [_ref("Journaalregel"), *gevonden]},
            "onbekend": nulbaar(_TEKST),
            "_links": {"type": "object"},
        },
        "Een stap terug.",
    )


def _vaste_schemas() -> dict[str, Any]:
    gebeurtenis = {
        "id": _UUID,
        "soort": _TEKST,
        "volgnummer": _GETAL,
        "geregistreerdOp": _MOMENT,
    }
    logregel = gebeurtenis | {
        "dingId": _UUID,
        "positie": _GETAL,
        "ingangsdatum": nulbaar(_DATUM),
        "laat": {"type": "boolean"},
        "door": _TEKST,
        "correlatie": _UUID,
        "besluit": nulbaar(_ref("Besluitvermelding")),
        "besluitId": nulbaar(_UUID),
        "gevolgVan": nulbaar(_UUID),
        "rustOp": _lijst_van(_UUID),
        "reden": nulbaar(_TEKST),
        "bewijs": _lijst_van(_ref("Bewijs")),
        "bekendgemaakt": _lijst_van(_ref("Bekendmaking")),
        "afwijking": nulbaar(_ref("Afwijking")),
        "gegevens": {"type": "object"},
    }
    gevolg = logregel | {
        "aard": {"type": "string", "enum": [aard.value for aard in Verwijzingsaard]},
        "naar": _UUID,
        "diepte": _GETAL,
        "dingsoort": _TEKST,
        "ingetrokkenDoor": nulbaar(_GETAL),
        "_links": {"type": "object"},
    }
    gevolgen = {"gecorrigeerdDoor": nulbaar(_GETAL), "ingetrokkenDoor": nulbaar(_GETAL)}
    afwijking = {
        "dingId": _UUID,
        "volgnummer": _GETAL,
        "soort": _TEKST,
        "ingangsdatum": nulbaar(_DATUM),
        "geregistreerdOp": _MOMENT,
        "door": _TEKST,
        "regels": _lijst_van(_TEKST),
        "motivering": _TEKST,
        "besluit": nulbaar(_ref("Besluitvermelding")),
    }
    regel = {
        "code": _TEKST,
        "soort": {"type": "string", "enum": ["ONMOGELIJK", "ONRECHTMATIG"]},
        "titel": _TEKST,
        "detail": _TEKST,
        "waarden": {"type": "object"},
        "feiten": _lijst_van(_GETAL),
    }
    fout = {"in": _TEKST, "naam": _TEKST, "reden": _TEKST}
    probleem = _object(
        {"type": _TEKST, "title": _TEKST, "status": _GETAL, "detail": _TEKST, "instance": _TEKST},
        "Een nee (RFC 9457).",
    )
    probleem["properties"] |= {
        "fouten": _lijst_van(_object(fout, "Eén fout in de invoer.")),
        "regels": _lijst_van(_ref("RegelNietGehouden")),
    }
    paar = {"geldigOp": _DATUM, "beschikbaarOp": _MOMENT}
    verschil = {
        "veld": _TEKST,
        "was": {"type": "object"},
        "wordt": {"type": "object"},
        "oorzaken": _lijst_van({"type": "object"}),
    }
    return {
        "Tijdreis": _object(paar, "Het opgeloste paar momenten; precies zo weer te vragen."),
        "Moment": _object({"beschikbaarOp": _MOMENT}, "Het opgeloste moment."),
        "Verborgen": _object(
            {"verborgen": {"const": True}, "reden": _TEKST}, "Niet zichtbaar voor deze lezer."
        ),
        "Gebeurtenis": _object(gebeurtenis, "Een vastgelegd feit."),
        "Logregel": _object(logregel, "Een feit zoals vastgelegd."),
        "Journaalregel": _object(logregel | gevolgen, "Een feit met wat ervan werd."),
        "Journaal": _lijstschema(_ref("Journaalregel"), "Moment"),
        "Gevolgen": _lijstschema(_object(gevolg, "Een feit in de keten.")),
        "Herkomst": _lijstschema(_ref("Herkomststap")),
        "Herkomststap": _herkomststap(),
        "Logboek": _lijstschema(_ref("Logregel"), "Moment"),
        "AfwijkingOpFeit": _object(afwijking, "Een afwijking met het feit waarop zij staat."),
        "Afwijkingen": _lijstschema(_ref("AfwijkingOpFeit")),
        "RegelNietGehouden": _object(regel, "Een regel die niet is gehouden."),
        "Probleem": probleem,
        "Verschillen": _object(
            {
                "van": _ref("Tijdreis"),
                "tot": _ref("Tijdreis"),
                "id": _UUID,
                "verschillen": _lijst_van(_object(verschil, "Eén verschil.")),
            },
            "De verschillen tussen twee antwoorden.",
        ),
        "Lijstverschillen": _object(
            {
                "van": _ref("Tijdreis"),
                "tot": _ref("Tijdreis"),
                "aantal": _GETAL,
                "resultaten": _lijst_van(
                    _object(
                        {
                            "id": _UUID,
                            "stondErin": {"type": "boolean"},
                            "staatErin": {"type": "boolean"},
                            "verschillen": _lijst_van(_object(verschil, "Eén verschil.")),
                            "_links": {"type": "object"},
                        },
                        "Een ding dat erbij kwam, wegging of anders is.",
                    )
                ),
                "_links": {"type": "object"},
            },
            "De verschillen tussen twee antwoorden van een lijst.",
        ),
        "Proef": _object(
            {
                "proef": {"const": True},
                "soort": _TEKST,
                "verloop": _lijst_van({"type": "object"}),
                "wijzigingen": _lijst_van({"type": "object"}),
                "regels": _lijst_van(_ref("RegelNietGehouden")),
            },
            "Het verloop zoals het zou worden.",
        ),
    }
