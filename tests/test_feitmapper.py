"""Between a registration and its row: what goes in comes out, in the same bytes."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import ClassVar
from uuid import UUID

import pytest
import rfc8785
from eventsourcing.persistence import StoredEvent

from domain.feiten import (
    AFWEZIG,
    Afwijking,
    Bekendmaking,
    Besluitvermelding,
    Bewijs,
    Correctie,
    Correctiesoort,
    Envelop,
    Feit,
    Rechtzetting,
    Registratie,
    Toelichting,
    Vervanging,
)
from infrastructure.feitmapper import Feitmapper, OnbekendFeit, OnleesbaarFeit, canoniek
from tests.proefding import (
    PROEF,
    Deelwaarde,
    ProefGeopend,
    ProefGewijzigd,
    Staat,
    willekeurig_feit,
)

MAPPER = Feitmapper(soorten=[PROEF])
DAG = date(2025, 1, 31)


def registratie(feit: Feit | Correctie, envelop: Envelop | None = None) -> Registratie:
    return Registratie(
        id=UUID(int=1, version=4),
        ding=UUID(int=2, version=4),
        soort=PROEF.naam_correctie if isinstance(feit, Correctie) else feit.feitnaam,
        volgnummer=3,
        positie=4,
        geregistreerd_op=datetime(2025, 2, 1, 12, tzinfo=UTC),
        door="actor",
        correlatie=UUID(int=5, version=4),
        envelop=envelop or Envelop(),
        feit=feit,
    )


def test_afwezig_null_en_standaarden() -> None:
    regel = MAPPER.to_stored_event(
        registratie(ProefGewijzigd(ingangsdatum=DAG, laatste_dag=None, bedrag=-5))
    )
    zonder = MAPPER.to_stored_event(registratie(ProefGewijzigd(ingangsdatum=DAG)))

    assert regel.state == b'{"bedrag":"-0.05","ingangsdatum":"2025-01-31","laatsteDag":null}'
    assert zonder.state == b'{"ingangsdatum":"2025-01-31"}'
    terug = MAPPER.to_domain_event(zonder).feit
    assert isinstance(terug, ProefGewijzigd)
    assert terug.laatste_dag is AFWEZIG
    assert terug.bedrag is None


def test_opsommingen_en_wat_erin_zit() -> None:
    feit = ProefGewijzigd(
        ingangsdatum=DAG,
        bij=("b", "a"),
        staat=Staat.DICHT,
        deel=Deelwaarde(code="x", lange_naam='é \\ " \n\t €'),
    )

    regel = MAPPER.to_stored_event(registratie(feit))

    assert regel.state.decode() == (
        '{"bij":["b","a"],"deel":{"code":"x","langeNaam":"é \\\\ \\" \\n\\t €"},'
        '"ingangsdatum":"2025-01-31","staat":"DICHT"}'
    )
    assert MAPPER.to_domain_event(regel).feit == feit


def test_hele_envelop_gaat_heen_en_weer() -> None:
    besluit = Besluitvermelding(orgaan="COLLEGE", datum=DAG, kenmerk="B-1")
    envelop = Envelop(
        besluit=besluit,
        besluit_id=UUID(int=8, version=4),
        gevolg_van=UUID(int=9, version=4),
        reden="omdat",
        bewijs=(Bewijs(kenmerk="1", titel="brief"),),
        bekendgemaakt=(Bekendmaking(datum=DAG, aan="aanbieder"),),
        afwijking=Afwijking(regels=("niet-toegelaten",), motivering="spoed", besluit=besluit),
    )
    heen = registratie(ProefGeopend(ingangsdatum=DAG, nummer="1"), envelop)

    regel = MAPPER.to_stored_event(heen)

    assert MAPPER.to_domain_event(regel) == heen
    assert list(json.loads(regel.metadata)) == sorted(
        [
            *("door", "correlatie", "besluit", "besluitId", "gevolgVan", "reden", "bewijs"),
            *("bekendgemaakt", "afwijking"),
        ]
    )
    assert json.loads(MAPPER.to_stored_event(registratie(heen.feit)).metadata) == {
        "door": "actor",
        "correlatie": str(UUID(int=5, version=4)),
    }
    assert MAPPER.envelop(registratie=heen)["besluit"]["kenmerk"] == "B-1"


def test_correctie_met_vervanging_met_plaats_en_zonder() -> None:
    correctie = Correctie(
        soort=Correctiesoort.UITSPRAAK,
        reden="fout",
        registraties=(
            Rechtzetting(
                volgnummer=2,
                plaats=1,
                vervanging=Vervanging(
                    feit=ProefGewijzigd(ingangsdatum=DAG, laatste_dag=None),
                    toelichting=Toelichting(reden="zo was het"),
                ),
            ),
            Rechtzetting(volgnummer=3, vervanging=None),
        ),
    )
    heen = registratie(correctie)

    regel = MAPPER.to_stored_event(heen)

    assert json.loads(regel.state) == {
        "soort": "UITSPRAAK",
        "reden": "fout",
        "registraties": [
            {
                "volgnummer": 2,
                "plaats": 1,
                "vervanging": {
                    "soort": "proef.gewijzigd",
                    "schemaversie": 1,
                    "gegevens": {"ingangsdatum": "2025-01-31", "laatsteDag": None},
                    "toelichting": {"reden": "zo was het"},
                },
            },
            {"volgnummer": 3, "vervanging": None},
        ],
    }
    assert (regel.topic, regel.ingangsdatum) == ("proef.gecorrigeerd", None)
    assert MAPPER.to_domain_event(regel) == heen


def test_journaal_geeft_gegevens_zoals_het_commando_ze_geeft() -> None:
    feit = ProefGewijzigd(ingangsdatum=DAG, laatste_dag=None)
    correctie = Correctie(
        soort=Correctiesoort.FOUT,
        reden="fout",
        registraties=(
            Rechtzetting(
                volgnummer=2,
                vervanging=Vervanging(feit=feit, toelichting=Toelichting(reden="zo")),
            ),
        ),
    )

    assert MAPPER.gegevens(registratie=registratie(feit)) == {
        "ingangsdatum": "2025-01-31",
        "laatsteDag": None,
    }
    assert MAPPER.gegevens(registratie=registratie(correctie))["registraties"] == [
        {
            "volgnummer": 2,
            "vervanging": {
                "soort": "wijzigingen",
                "ingangsdatum": "2025-01-31",
                "laatsteDag": None,
                "reden": "zo",
            },
        }
    ]


@pytest.mark.parametrize("zaad", range(20))
def test_willekeurige_feiten_heen_en_weer(zaad: int) -> None:
    kans = random.Random(zaad)
    eerder: list[Registratie] = []
    for nummer in range(1, 12):
        feit = willekeurig_feit(kans, eerder, "N1")
        eerder.append(replace(registratie(feit), volgnummer=nummer))

    for heen in eerder:
        regel = MAPPER.to_stored_event(heen)

        assert MAPPER.to_domain_event(regel) == heen
        assert MAPPER.to_stored_event(MAPPER.to_domain_event(regel)).state == regel.state


def test_onbekende_naam_en_versie_worden_genoemd() -> None:
    regel = MAPPER.to_stored_event(registratie(ProefGeopend(ingangsdatum=DAG, nummer="1")))

    with pytest.raises(OnbekendFeit, match=r"'proef\.verzonnen' in schemaversie 1"):
        MAPPER.to_domain_event(replace(regel, topic="proef.verzonnen"))
    with pytest.raises(OnbekendFeit, match=r"'proef\.geopend' in schemaversie 2"):
        MAPPER.to_domain_event(replace(regel, schemaversie=2))


def test_velden_die_niet_passen_zijn_onleesbaar() -> None:
    regel = MAPPER.to_stored_event(registratie(ProefGeopend(ingangsdatum=DAG, nummer="1")))

    with pytest.raises(OnleesbaarFeit, match=r"proef\.geopend"):
        MAPPER.to_domain_event(replace(regel, state=b'{"ingangsdatum":"2025-01-31"}'))
    with pytest.raises(TypeError, match="eigen logboek"):
        MAPPER.to_domain_event(StoredEvent(UUID(int=1), 1, "proef.geopend", b"{}"))


@dataclass(frozen=True, kw_only=True)
class Vreemd(Feit):
    feitnaam: ClassVar[str] = "vreemd.geopend"
    pad: ClassVar[str] = "POST"


def test_wat_niet_bij_een_bekend_ding_hoort_wordt_niet_geschreven() -> None:
    bekend = registratie(ProefGeopend(ingangsdatum=DAG, nummer="1"))
    correctie = Correctie(soort=Correctiesoort.FOUT, reden="x", registraties=())

    with pytest.raises(OnbekendFeit, match="Vreemd"):
        MAPPER.to_stored_event(registratie(Vreemd(ingangsdatum=DAG)))
    with pytest.raises(OnbekendFeit, match=r"'proef\.gewijzigd' is niet de naam"):
        MAPPER.to_stored_event(replace(bekend, soort="proef.gewijzigd"))
    with pytest.raises(OnbekendFeit, match="geen bekende correctie"):
        MAPPER.to_stored_event(replace(registratie(correctie), soort="ander.gecorrigeerd"))


@pytest.mark.parametrize(
    "waarde",
    [
        {"b": 1, "a": None, "aB": True, "a1": [], "Z": {}},
        {"tekst": 'é € 😀 \u2028 \x7f " \\ / \b\f\n\r\t\x00\x1f'},
        {"getal": [0, -1, 2**53 - 1, -(2**53) + 1]},
        [[], {}, "", "x"],
    ],
)
def test_canonieke_json_is_die_van_rfc_8785(waarde: object) -> None:
    assert canoniek(waarde).encode() == rfc8785.dumps(waarde)  # type: ignore[arg-type]
