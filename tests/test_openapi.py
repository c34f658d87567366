"""The OpenAPI document: valid, by the rules of NLGov ADR 2.2, and true: the API answers only what it describes."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, ProjectConfig, ProjectsConfig, SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.openapi import API_VERSIE
from application.toegang import Rol
from domain.soorten import SOORTEN
from infrastructure.database import maak_engine
from tests.hulp import ADRES, Verhaal, afwijking, herziening, verteld

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONTROLES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def verhaal(sqlite_sjabloon: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Verhaal]:
    pad = tmp_path_factory.mktemp("openapi") / "looptijd.sqlite"
    pad.write_bytes(sqlite_sjabloon.read_bytes())
    engine = maak_engine(url=f"sqlite:///{pad}")
    with verteld(engine) as begonnen:
        begonnen.wereld()
        begonnen.op("2025-01-01")
        yield begonnen
    engine.dispose()


@pytest.fixture(scope="module")
def document(verhaal: Verhaal) -> Any:
    return verhaal.get("/openapi.json", als=None)


@pytest.fixture(scope="module")
def dingen(verhaal: Verhaal) -> dict[str, str]:
    """One real thing of every kind, by its collection."""
    contract = verhaal.contract()
    verhaal.post(f"{contract}/herzieningen", herziening("2024-01-01", "110.00"))
    return {
        "regios": verhaal.regio,
        "inkooptrajecten": verhaal.traject,
        "aanbieders": verhaal.aanbieder,
        "contracten": contract.rsplit("/", 1)[1],
        "budgetten": verhaal.budget().rsplit("/", 1)[1],
        **_afspraken(verhaal),
    }


def _afspraken(verhaal: Verhaal) -> dict[str, str]:
    """What is agreed and decided beside contracts: one of each kind."""
    lichamen: dict[str, dict[str, Any]] = {
        "beleidskader": {"naam": "Kader", "geldigVan": "2022-01-01"},
        "lezing": {
            "code": "tot-2034",
            "zinsnede": "verlengen tot 2034",
            "bron": "S0:109",
            "gekozen": "2034-12-31",
            "stand": "TE_BEVESTIGEN",
            "alternatieven": [{"waarde": "2033-12-31", "gevolg": "een jaar korter"}],
        },
        "indicator": {
            "code": "terugkeer",
            "naam": "Terugkeer binnen een jaar",
            "eenheid": "PERCENTAGE",
            "gewenst": "LAGER",
        },
        "onderstelling": {"code": "daling", "tekst": "de kosten dalen vanaf 2026"},
        "regeling": {
            "naam": "Centrumregeling",
            "regelingsoort": "CENTRUMREGELING",
            "centrumgemeente": "9001",
            "deelnemers": ["9001", "9002"],
            "einddatum": "2026-12-31",
            "evaluatieUiterlijk": {"fase": "2024", "precisie": "JAAR"},
            "afwijking": afwijking("besluit-ontbreekt"),
        },
        "besluit": {
            "onderwerp": "De strategie vaststellen",
            "betrokken": [{"orgaan": "AB", "rol": "STELT_VAST"}],
        },
        "aanmelding": {
            "aanmeldingsoort": "INSCHRIJVING",
            "trajectId": verhaal.traject,
            "aanbiederId": verhaal.aanbieder,
            "percelen": ["P1"],
        },
        "leveringslijn": {
            "kenmerk": "wijkteam",
            "lijnsoort": "EIGEN_BEHEER",
            "segment": "ambulant",
            "gemeenten": ["9001"],
            "einddatum": "2026-12-31",
        },
    }
    vast = {"ingangsdatum": "2020-01-01", "regioId": verhaal.regio}
    uit = {}
    for soort in SOORTEN:
        if soort.naam in lichamen:
            gemaakt = verhaal.post(f"/{soort.meervoud}", {**vast, **lichamen[soort.naam]})
            uit[soort.meervoud] = gemaakt[soort.naam]["id"]
    return uit


# --- the document ------------------------------------------------------------------------------------------------


def operaties(document: Any) -> Iterator[tuple[str, str, Any]]:
    for pad, methoden in document["paths"].items():
        for methode, operatie in methoden.items():
            yield pad, methode, operatie


def velden(deel: Any, naam: str = "") -> Iterator[tuple[str, Any]]:
    """Give every property in a document with its schema."""
    if isinstance(deel, dict):
        for sleutel, waarde in (deel.get("properties") or {}).items():
            yield sleutel, waarde
        for sleutel, waarde in deel.items():
            yield from velden(waarde, sleutel)
    elif isinstance(deel, list):
        for een in deel:
            yield from velden(een, naam)


def test_het_document_is_geldig(document: Any) -> None:
    validate(document)
    assert re.fullmatch(r"3(\.\d+){1,2}", document["openapi"])


def test_het_document_noemt_versie_contact_en_server(document: Any) -> None:
    assert document["info"]["version"] == API_VERSIE
    assert re.fullmatch(r"\d+\.\d+\.\d+", API_VERSIE)
    assert set(document["info"]["contact"]) >= {"name", "email", "url"}
    assert [server["url"] for server in document["servers"]] == ["/v1"]
    assert not [pad for pad in document["paths"] if pad.startswith("/v1")]


def test_paden_in_kebab_case_zonder_schuine_streep_op_het_eind(document: Any) -> None:
    for pad in document["paths"]:
        delen = pad.removeprefix("/").split("/")
        if pad == "/openapi.json":
            continue
        for deel in delen:
            assert re.fullmatch(r"_?[a-z0-9]+(-[a-z0-9]+)*|\{(id|code)\}", deel), pad


def test_vraagsleutels_en_velden_in_camel_case(document: Any) -> None:
    camel = re.compile(r"\$?[a-z][a-z\d]*([A-Z][a-z\d]*)*")
    namen = {
        p["name"]
        for _, _, o in operaties(document)
        for p in o.get("parameters", [])
        if p["in"] == "query"
    }
    assert {"geldigOp", "beschikbaarOp", "page", "pageSize", "eindigtVoor"} <= namen
    assert [n for n in namen if not camel.fullmatch(n)] == []
    assert [n for n, _ in velden(document) if not camel.fullmatch(n) and n != "_links"] == []


def test_elke_operatie_kent_400_als_probleem_en_nergens_422(document: Any) -> None:
    for pad, methode, operatie in operaties(document):
        if pad == "/openapi.json":
            continue
        antwoorden = operatie["responses"]
        assert "422" not in antwoorden, (pad, methode)
        assert {"400", "401", "403"} <= set(antwoorden), (pad, methode)
        for status, antwoord in antwoorden.items():
            if status >= "400":
                assert list(antwoord["content"]) == ["application/problem+json"], (pad, methode)
    probleem = document["components"]["schemas"]["Probleem"]
    assert {"status", "title", "detail"} <= set(probleem["required"])
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_elk_antwoord_noemt_de_kop_api_version(document: Any) -> None:
    for pad, methode, operatie in operaties(document):
        for status, antwoord in operatie["responses"].items():
            assert "API-Version" in antwoord.get("headers", {}), (pad, methode, status)


def test_datums_en_momenten_noemen_hun_vorm(document: Any) -> None:
    """As the linter's rule: a field that ends on Datum names its format itself, not through anyOf."""
    for naam, schema in velden(document):
        if re.search(r"([dD]atum|[a-z]Op|TotEnMet|LaatsteDag)$", naam) and naam not in {
            "voldaanOp",
            "rustOp",
        }:
            assert schema.get("format") in {"date", "date-time"}, (naam, schema)


def test_elke_opdracht_is_een_deelverzameling_die_ook_get_kent(document: Any) -> None:
    for pad, methoden in document["paths"].items():
        assert set(methoden) <= {"get", "post"}
        if "post" in methoden:
            assert "get" in methoden, pad
            assert {"200", "201", "409", "412", "503"} <= set(methoden["post"]["responses"]), pad
    namen = [o["operationId"] for _, _, o in operaties(document)]
    assert len(namen) == len(set(namen))


def test_het_document_is_elke_keer_hetzelfde(verhaal: Verhaal) -> None:
    eerst, weer = (verhaal.vraag("GET", "/openapi.json", als=None).content for _ in range(2))
    assert eerst == weer


# --- the API against the document --------------------------------------------------------------------------------


def _schema(document: Any) -> Any:
    config = SchemathesisConfig(
        projects=ProjectsConfig(
            default=ProjectConfig(
                generation=GenerationConfig(
                    modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE],
                    allow_x00=False,
                )
            )
        )
    )
    gemaakt = schemathesis.openapi.from_dict(document, config=config)
    gemaakt.config.update(base_url=f"{ADRES}/v1")
    return gemaakt


@pytest.mark.traag
def test_de_api_antwoordt_wat_er_is_beschreven(
    document: Any, verhaal: Verhaal, dingen: dict[str, str]
) -> None:
    gezien: Counter[int] = Counter()
    alle = [gevonden.ok() for gevonden in _schema(document).get_all_operations()]
    for operatie in alle:
        for wijze in GenerationMode:
            _bevraag(operatie, wijze, verhaal, dingen, gezien)
    assert len(alle) == len(list(operaties(document))) > 50
    assert {200, 201, 400, 404, 409} <= set(gezien)


def _bevraag(
    operatie: Any,
    wijze: GenerationMode,
    verhaal: Verhaal,
    dingen: dict[str, str],
    gezien: Counter[int],
) -> None:
    """Ask one operation some things, well formed ones about things that exist."""

    @settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operatie.as_strategy(wijze))
    def vraag(case: Any) -> None:
        ding = dingen.get(operatie.path.split("/")[1])
        if wijze is GenerationMode.POSITIVE and ding and "id" in (case.path_parameters or {}):
            case.path_parameters["id"] = ding
        gegeven = case.as_transport_kwargs(base_url=f"{ADRES}/v1")
        koppen = {n: w for n, w in gegeven["headers"].items() if n.lower() != "authorization"}
        koppen["Authorization"] = f"Bearer {verhaal.token(Rol.BEHEERDER)}"
        antwoord = verhaal.lus.run(
            verhaal.client.request(**_voor_httpx({**gegeven, "headers": koppen}))
        )
        gezien[antwoord.status_code] += 1
        case.validate_response(antwoord, checks=CONTROLES)

    try:
        vraag()
    except Unsatisfiable:
        assert wijze is GenerationMode.NEGATIVE  # nothing about this operation can be wrong


def _voor_httpx(gegeven: dict[str, Any]) -> dict[str, Any]:
    """Turn what is meant for requests into what httpx takes."""
    lichaam = gegeven.pop("data", None)
    gegeven.pop("cookies", None)
    if lichaam is not None:
        gegeven["content"] = lichaam
    return {naam: waarde for naam, waarde in gegeven.items() if waarde is not None}
