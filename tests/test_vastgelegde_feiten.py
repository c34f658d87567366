"""What was ever recorded loads for ever: one example of every stored fact, kept as it stood in the log."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.feiten import Correctie, Toelichting
from domain.soorten import SOORTEN
from infrastructure.feitmapper import Feitmapper, canoniek
from infrastructure.log import Logregel, RegisterGeopend

MAP = Path(__file__).parent / "gebeurtenissen"
VOORBEELDEN = sorted(MAP.glob("*.json"))


def regel(voorbeeld: dict[str, Any]) -> Logregel:
    ingangsdatum = voorbeeld["gegevens"].get("ingangsdatum")
    return Logregel(
        originator_id=UUID(int=1),
        originator_version=1,
        topic=voorbeeld["soort"],
        state=canoniek(voorbeeld["gegevens"]).encode(),
        id=1,
        gebeurtenis_id=UUID(int=2),
        schemaversie=voorbeeld["schemaversie"],
        ingangsdatum=date.fromisoformat(ingangsdatum) if ingangsdatum else None,
        geregistreerd_op=datetime(2025, 1, 1, tzinfo=UTC),
        metadata=canoniek(voorbeeld["metadata"]),
    )


@pytest.mark.parametrize("pad", VOORBEELDEN, ids=lambda pad: pad.stem)
def test_een_voorbeeld_leest_en_schrijft_zich_gelijk(pad: Path) -> None:
    mapper = Feitmapper(soorten=SOORTEN)
    gegeven = regel(json.loads(pad.read_text(encoding="utf-8")))

    registratie = mapper.to_domain_event(gegeven)

    terug = mapper.to_stored_event(registratie)
    assert (terug.state, terug.metadata) == (gegeven.state, gegeven.metadata)


def test_van_elk_feit_dat_kan_worden_vastgelegd_is_er_een_voorbeeld() -> None:
    feiten = {(f.feitnaam, f.schemaversie) for s in SOORTEN for f in s.feiten}
    correcties = {(s.naam_correctie, Correctie.schemaversie) for s in SOORTEN}
    geopend = {(RegisterGeopend.feitnaam, RegisterGeopend.schemaversie)}

    voorbeelden = {(p.stem.rsplit(".v", 1)[0], int(p.stem.rsplit(".v", 1)[1])) for p in VOORBEELDEN}

    assert feiten | correcties | geopend <= voorbeelden


def test_geen_feit_heeft_een_eigen_veld_dat_een_vervanging_al_gebruikt() -> None:
    """In a correctie `soort` names the command and the explanation stands beside the fact's own fields."""
    bezet = {"soort", *(veld.name for veld in fields(Toelichting))}

    eigen = {
        f"{feit.feitnaam}.{veld.name}"
        for s in SOORTEN
        for feit in s.feiten
        for veld in fields(feit)
    }

    assert {naam for naam in eigen if naam.rsplit(".", 1)[1] in bezet} == set()
