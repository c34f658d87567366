"""The herziening of S3, from its regime file: one proposal to a whole segment, what refusing does, and a second one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.contracthulp import (
    bedrag,
    blijft,
    id_van,
    leg_samen_vast,
    onthoud,
    op,
    proef,
    radar,
    samen,
    signalen,
)
from tests.hulp import tarief, zoek
from tests.s3verhaal import (
    VOORSTEL,
    Segment,
    laatste_feit,
    met_contracten,
    stappen,
    voorstel_aan_allen,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

pytestmark = pytest.mark.traag


@pytest.fixture
def s(engine: Engine) -> Iterator[Segment]:
    with met_contracten(engine) as segment:
        yield segment


def stand_van(s: Segment, contract: str, dag: str, **vraag: Any) -> str:
    """Give how the newest proposal stands."""
    return str(s.v.get(contract, geldigOp=dag, **vraag)["herzieningsvoorstellen"][-1]["stand"])


# --- the first herziening ----------------------------------------------------------------------------------------


def test_het_voorstel_gaat_in_een_keer_naar_alle_aanbieders_van_het_segment(s: Segment) -> None:
    """S3:636-638: presented in January 2026, after the raden; who is not in the segment hears nothing."""
    stappen(s.v, s.traject, ("2026-01-27", "herziening-presentatie"), herziening=1)
    lichaam = voorstel_aan_allen(s)

    vooraf = proef(s.v, lichaam)
    gedaan = leg_samen_vast(s.v, lichaam)

    assert (vooraf["aantal"], vooraf["kan"], vooraf["geweigerd"]) == (4, 4, 0)
    assert [een["contractnummer"] for een in vooraf["resultaten"]] == [
        f"HL-{nummer}" for nummer in range(1, 5)
    ]
    vast = s.v.get(f"/bulkhandelingen/{gedaan['correlatie']}")["resultaten"]
    assert [feit["dingId"] for feit in vast] == [id_van(contract) for contract in s.contracten]
    assert s.v.get(s.dagbesteding)["herzieningsvoorstellen"] == []
    for contract in s.contracten:
        assert stand_van(s, contract, "2026-01-27") == "OPEN"
        punt = radar(s.v, contract, "2026-02-01")["antwoord/2"]
        assert (punt["uiterlijk"], punt["eigenaar"]) == ("2026-02-28", "contractteam 2027")


@dataclass(frozen=True)
class Afloop:
    """What an answer does: how the proposal stands in July, and the contract with its last day and tariff."""

    gegeven: str
    voorstel: str
    status: str
    laatste_dag: str
    uurtarief: str


AFLOOP = {
    "aanvaardt": Afloop("AANVAARD", "DOORGEVOERD", "ACTIEF", "2026-12-31", "205.00"),
    "pleegzorg": Afloop("GEWEIGERD", "GEWEIGERD", "BEEINDIGD", "2026-06-30", "210.00"),
    "blijft": Afloop("GEWEIGERD", "GEWEIGERD", "ACTIEF", "2026-12-31", "210.00"),
}


@pytest.mark.parametrize("wie", AFLOOP)
def test_weigeren_doet_wat_de_clausule_van_het_contract_zegt(s: Segment, wie: str) -> None:
    """domein.md A.7: refusal is exit only where the contract says so; it works the day before the change would."""
    s.leg_voor()
    contract, afloop = getattr(s, wie), AFLOOP[wie]
    eerder = onthoud(s.v, s.contracten, "2026-02-16", "2026-07-01")

    s.antwoord(contract, "2026-02-17", afloop.gegeven)

    assert op(s.v, contract, "2026-06-30", "einddatum") == [afloop.laatste_dag]
    assert op(s.v, contract, "2026-07-01", "status") == [afloop.status]
    assert stand_van(s, contract, "2026-07-01") == afloop.voorstel
    assert bedrag(s.v, contract, "2026-07-01") == afloop.uurtarief
    assert stand_van(s, contract, "2026-07-01", beschikbaarOp="2026-02-16") == "OPEN"
    blijft(s.v, eerder)


def test_wie_zwijgt_blijft_open_en_valt_op(s: Segment) -> None:
    """Nothing follows from silence that was not agreed: the radar keeps it, late since the day after the term."""
    s.leg_voor()

    assert "antwoord-ontbreekt" not in signalen(s.v, s.zwijgt, "2026-02-28")
    assert "antwoord-ontbreekt" in signalen(s.v, s.zwijgt, "2026-03-01")
    for dag in ("2026-03-01", "2026-07-01", "2026-12-31"):
        punt = radar(s.v, s.zwijgt, dag)["antwoord/2"]
        assert (punt["stand"], punt["teLaatSinds"]) == ("TE_LAAT", "2026-03-01")
    assert stand_van(s, s.zwijgt, "2026-07-01") == "OPEN"
    assert op(s.v, s.zwijgt, "2026-07-01", "status") == ["ACTIEF"]
    s.antwoord(s.zwijgt, "2026-03-10", "AANVAARD")
    assert "antwoord/2" not in radar(s.v, s.zwijgt, "2026-03-10")


def test_waar_zwijgen_als_weigeren_telt_eindigt_het_contract(s: Segment) -> None:
    """CS 1.4.2: the proposal itself says how silence counts."""
    s.v.op("2026-01-27")
    stil = {**VOORSTEL, "bijZwijgen": "GEWEIGERD"}
    leg_samen_vast(s.v, samen("herzieningsvoorstellen", [s.zwijgt, s.blijft], **stil))

    for contract, einde in ((s.zwijgt, "2026-06-30"), (s.blijft, "2026-12-31")):
        assert stand_van(s, contract, "2026-02-28") == "OPEN"
        assert stand_van(s, contract, "2026-03-01") == "STILZWIJGEND_GEWEIGERD"
        assert op(s.v, contract, "2026-03-01", "einddatum") == [einde]


# --- a second herziening -----------------------------------------------------------------------------------------


def test_een_tweede_herziening_later_in_het_jaar(s: Segment) -> None:
    """S3:652-656: possibly two; ready on 1-7-2026 still. Who kept its old terms may take the second."""
    s.leg_voor()
    s.antwoord(s.aanvaardt, "2026-02-10", "AANVAARD")
    s.antwoord(s.blijft, "2026-02-17", "GEWEIGERD")
    stappen(s.v, s.traject, ("2026-05-12", "tweede presentatie"), herziening=2)
    eerder = onthoud(s.v, [s.aanvaardt, s.blijft], "2026-07-01", "2026-10-01")
    tweede = {
        **VOORSTEL,
        "ingangsdatum": "2026-05-12",
        "wijzigingen": {"tarieven": [tarief("200.00", productcode="43A12")]},
        "werkingPer": "2026-10-01",
        "reactieUiterlijk": "2026-06-15",
    }

    leg_samen_vast(s.v, samen("herzieningsvoorstellen", [s.aanvaardt, s.blijft], **tweede))
    for contract in (s.aanvaardt, s.blijft):
        s.antwoord(contract, "2026-06-09", "AANVAARD", nummer=4)

    dagen = ("2026-06-30", "2026-07-01", "2026-10-01")
    assert [bedrag(s.v, s.aanvaardt, dag) for dag in dagen] == ["210.00", "205.00", "200.00"]
    assert [bedrag(s.v, s.blijft, dag) for dag in dagen] == ["210.00", "210.00", "200.00"]
    gezien = s.v.get(s.blijft, geldigOp="2026-10-01")["herzieningsvoorstellen"]
    assert [voorstel["stand"] for voorstel in gezien] == ["GEWEIGERD", "DOORGEVOERD"]
    rondes = [stap["herziening"] for stap in s.v.get(s.traject)["stappen"]]
    assert rondes == [1, 2]
    blijft(s.v, eerder)


# --- the chain ---------------------------------------------------------------------------------------------------


def test_van_een_weigering_loopt_de_keten_terug_tot_het_kader_van_de_raden(s: Segment) -> None:
    """C 16: exit, proposal, procedure, choice of the colleges, frame, besluit of nine raden."""
    strategie = zoek(s.v, "/besluiten", "De inkoopstrategie")
    kader = zoek(s.v, "/beleidskaders", "Inkoopstrategie regionale")
    vast = {"ingangsdatum": "2026-01-21", "besluitId": id_van(strategie)}
    s.v.post(f"{kader}/vaststellingen", vast)
    s.leg_voor()
    voorgesteld = laatste_feit(s.v, s.pleegzorg)
    s.antwoord(s.pleegzorg, "2026-02-17", "GEWEIGERD", gevolgVan=voorgesteld)

    terug = s.v.get(f"{s.pleegzorg}/herkomst", volgnummer=3, geldigOp="2026-07-01")["resultaten"]

    gezien = [
        (stap["aard"], stap["gebeurtenis"]["soort"], stap["gebeurtenis"]["dingId"])
        for stap in terug
    ]
    keuze = zoek(s.v, "/besluiten", "Per seg")
    for schakel in (
        ("GEVOLG", "contract.herziening_voorgesteld", id_van(s.pleegzorg)),
        ("GEVOLG", "inkooptraject.stap_gezet", id_van(s.traject)),
        ("BESLUIT", "besluit.ingebracht", id_van(keuze)),
        ("KADER", "beleidskader.opgesteld", id_van(kader)),
        ("BESLUIT", "besluit.ingebracht", id_van(strategie)),
    ):
        assert schakel in gezien, gezien
