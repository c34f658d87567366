"""The consequence chain: from an exit back to the decision, evaluation, figures, goal and frame, and forward again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from application.toegang import Rol
from infrastructure.identiteit import maak_token
from tests.hulp import Verhaal, correctie, intrekking, opzegging, tarief, verteld, zet
from tests.ketenverhaal import Keten, vertel_keten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        yield begonnen


@pytest.fixture
def keten(verhaal: Verhaal) -> Keten:
    return vertel_keten(verhaal)


def stappen(antwoord: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Give of each step how deep it is, how it hangs together and what fact it leads to."""
    assert antwoord["aantal"] == len(antwoord["resultaten"])
    return [(s["diepte"], s["aard"], s["gebeurtenis"]["soort"]) for s in antwoord["resultaten"]]


TERUG = [
    (1, "GEVOLG", "inkooptraject.beslissing_genomen"),
    (1, "DOSSIER", "contract.gesloten"),
    (2, "EVALUATIE", "inkooptraject.geevalueerd"),
    (2, "DOSSIER", "inkooptraject.gestart"),
    (2, "TRAJECT", "inkooptraject.gestart"),
    (3, "INDICATOR", "indicator.gemeten"),
    (3, "BESLUIT", "besluit.ingebracht"),
    (4, "DOSSIER", "indicator.vastgelegd"),
    (4, "KADER", "beleidskader.opgesteld"),
    (5, "DOEL", "inkooptraject.gestart"),
    (5, "BESLUIT", "besluit.ingebracht"),
]
"""The whole way back from the notice."""


def test_van_een_opzegging_terug_tot_het_kader_van_de_raad(keten: Keten) -> None:
    gevonden = keten.v.get(f"{keten.pad['contract']}/herkomst", volgnummer=2)

    assert stappen(gevonden) == TERUG
    op_aard = {(s["aard"], s["gebeurtenis"]["soort"]): s for s in gevonden["resultaten"]}
    beslissing = op_aard["GEVOLG", "inkooptraject.beslissing_genomen"]
    assert beslissing["gebeurtenis"]["id"] == keten.feit["beslissing"] == beslissing["naar"]
    assert beslissing["gebeurtenis"]["gegevens"]["uitkomst"] == "NO_GO"
    assert beslissing["van"]["volgnummer"] == 2
    assert beslissing["stap"] == "Volgt uit"
    meting = op_aard["INDICATOR", "indicator.gemeten"]["gebeurtenis"]
    assert (meting["id"], meting["gegevens"]["waarde"]) == (keten.feit["meting-2024"], "165")
    assert op_aard["DOEL", "inkooptraject.gestart"]["doel"] == "D1"
    laatste = gevonden["resultaten"][-1]
    assert laatste["gebeurtenis"]["id"] == keten.feit["raadsbesluit"]
    assert laatste["van"]["id"] == keten.feit["vastgesteld"]


def test_elke_stap_leidt_naar_het_ding_en_het_feit_op_hetzelfde_paar(keten: Keten) -> None:
    gevonden = keten.v.get(f"{keten.pad['contract']}/herkomst", volgnummer=2)

    for stap in gevonden["resultaten"]:
        ding = keten.v.get(stap["_links"]["ding"]["href"])
        assert ding["tijdreis"] == gevonden["tijdreis"]
        journaal = keten.v.get(stap["_links"]["gebeurtenissen"]["href"])["resultaten"]
        assert stap["gebeurtenis"]["id"] in {r["id"] for r in journaal}
        verder = keten.v.get(stap["_links"]["herkomst"]["href"])
        assert verder["volgnummer"] == stap["gebeurtenis"]["volgnummer"]


def test_het_hele_contract_begint_bij_al_zijn_feiten(keten: Keten) -> None:
    gevonden = stappen(keten.v.get(f"{keten.pad['contract']}/herkomst"))

    assert gevonden[:2] == [
        (1, "TRAJECT", "inkooptraject.gestart"),
        (1, "GEVOLG", "inkooptraject.beslissing_genomen"),
    ]
    assert (3, "KADER", "beleidskader.opgesteld") in gevonden
    assert "DOSSIER" not in {aard for diepte, aard, _ in gevonden if diepte == 1}


def test_voor_de_dag_van_de_opzegging_telt_zij_niet(keten: Keten) -> None:
    voor = stappen(keten.v.get(f"{keten.pad['contract']}/herkomst", geldigOp="2025-06-30"))

    assert "GEVOLG" not in {aard for _, aard, _ in voor}


def test_op_een_eerder_moment_en_na_een_correctie(keten: Keten) -> None:
    """A figure corrected since: the chain shows what was known then, and that it was corrected."""
    v, pad = keten.v, f"{keten.pad['contract']}/herkomst"
    eerst = v.get(pad, volgnummer=2)
    v.op("2025-09-01")
    goed = {
        "ingangsdatum": "2025-02-01",
        "bron": "CBS",
        "peilperiode": "2024",
        "waarde": "150",
    }
    zetten = correctie(zet(3, "metingen", goed), soort="DEFINITIEF_CIJFER")
    v.post(f"{keten.pad['indicator']}/correcties", zetten)

    later = v.get(pad, volgnummer=2)

    assert v.get(eerst["_links"]["self"]["href"]) == eerst
    (meting,) = [s["gebeurtenis"] for s in later["resultaten"] if s["aard"] == "INDICATOR"]
    assert (meting["gegevens"]["waarde"], meting["gecorrigeerdDoor"]) == ("165", 4)
    assert stappen(later) == TERUG
    v.get(pad, verwacht=404, volgnummer=2, beschikbaarOp="2025-06-30")


def test_een_correctie_van_de_beslissing_wijst_naar_wat_er_nu_staat(keten: Keten) -> None:
    v = keten.v
    goed = {"ingangsdatum": "2025-06-01", "beslismoment": "2025", "uitkomst": "GO_MET_WIJZIGING"}
    v.post(f"{keten.pad['traject']}/correcties", correctie(zet(3, "beslissingen", goed)))

    gevonden = v.get(f"{keten.pad['contract']}/herkomst", volgnummer=2)

    eerste = gevonden["resultaten"][0]
    assert eerste["naar"] == keten.feit["beslissing"]
    assert eerste["gebeurtenis"]["soort"] == "inkooptraject.beslissing_genomen"
    assert eerste["gebeurtenis"]["gegevens"]["uitkomst"] == "GO_MET_WIJZIGING"
    assert eerste["gebeurtenis"]["volgnummer"] == 4
    assert stappen(gevonden) == TERUG


def test_een_stap_die_niet_meer_staat_is_gemerkt(keten: Keten) -> None:
    """Corrected away, and taken back: both are shown for what they are."""
    v = keten.v
    v.post(f"{keten.pad['traject']}/intrekkingen", intrekking("2025-07-15", 3))
    gevonden = v.get(f"{keten.pad['contract']}/herkomst", volgnummer=2)["resultaten"][0]
    assert gevonden["gebeurtenis"]["ingetrokkenDoor"] == 4
    eerder = v.get(f"{keten.pad['contract']}/herkomst", volgnummer=2, geldigOp="2025-07-14")
    assert eerder["resultaten"][0]["gebeurtenis"]["ingetrokkenDoor"] is None

    v.post(f"{keten.pad['traject']}/correcties", correctie(zet(4), zet(3)))
    weg = v.get(f"{keten.pad['contract']}/herkomst", volgnummer=2)["resultaten"][0]
    assert weg["gebeurtenis"]["gecorrigeerdDoor"] == 5
    assert weg["gebeurtenis"]["ingetrokkenDoor"] is None


def test_een_antwoord_leidt_terug_naar_het_voorstel(keten: Keten) -> None:
    v, pad = keten.v, keten.pad["contract"]
    voorstel = {
        "ingangsdatum": "2025-07-20",
        "werkingPer": "2025-10-01",
        "wijzigingen": {"tarieven": [tarief("97.50")]},
        "gevolgVan": keten.feit["beslissing"],
    }
    gedaan = v.post(f"{pad}/herzieningsvoorstellen", voorstel)["gebeurtenis"]
    nummer = gedaan["volgnummer"]
    nee = {"ingangsdatum": "2025-07-28", "volgnummer": nummer, "antwoord": "GEWEIGERD"}
    v.post(f"{pad}/antwoorden", nee)

    gevonden = v.get(f"{pad}/herkomst", volgnummer=nummer + 1, geldigOp="2025-08-01")

    eerste, *rest = gevonden["resultaten"]
    assert (eerste["aard"], eerste["stap"]) == ("REGISTRATIE", "Over de registratie")
    assert (eerste["naar"], eerste["gebeurtenis"]["volgnummer"]) == (gedaan["id"], nummer)
    assert keten.feit["beslissing"] in [s["naar"] for s in rest]


def test_een_weggecorrigeerd_feit_heeft_nog_zijn_eigen_herkomst(keten: Keten) -> None:
    keten.v.post(f"{keten.pad['contract']}/correcties", correctie(zet(2)))

    van_feit = stappen(keten.v.get(f"{keten.pad['contract']}/herkomst", volgnummer=2))
    van_correctie = stappen(keten.v.get(f"{keten.pad['contract']}/herkomst", volgnummer=3))

    assert van_feit == TERUG
    assert van_correctie[0] == (1, "DOSSIER", "contract.gesloten")


def test_zonder_meting_op_die_dag_staat_dat_er(keten: Keten) -> None:
    """Figures that came after the evaluation do not count, however they are recorded."""
    v = keten.v
    v.post(f"{keten.pad['indicator']}/correcties", correctie(zet(2), zet(3)))
    vroeg = {"beslismoment": "2025", "indicatoren": [keten.pad["indicator"].split("/")[-1]]}
    vroeg |= {"ingangsdatum": "2021-02-01", "conclusie": "te vroeg om te zeggen"}
    v.post(f"{keten.pad['traject']}/evaluaties", vroeg)

    gevonden = v.get(f"{keten.pad['traject']}/herkomst", volgnummer=4)["resultaten"]

    (stap,) = [s for s in gevonden if s["aard"] == "INDICATOR"]
    assert stap["onbekend"] == "op 2021-02-01 was nog geen meting bekend"
    assert stap["gebeurtenis"]["soort"] == "indicator.vastgelegd"


def test_een_doel_dat_verviel_is_onbekend(keten: Keten) -> None:
    v = keten.v
    v.op("2025-10-01")
    ander = [{"code": "D2", "omschrijving": "Korter wachten"}]
    lichaam = {"ingangsdatum": "2025-10-01", "doelen": ander}
    v.post(f"{keten.pad['traject']}/wijzigingen", lichaam)

    (stap,) = [
        s
        for s in v.get(f"{keten.pad['indicator']}/herkomst", volgnummer=1)["resultaten"]
        if s["aard"] == "DOEL"
    ]

    assert stap["onbekend"] == "het doel D1 staat niet meer in het traject"


def test_wat_buiten_bereik_ligt_is_verborgen_en_niet_weggelaten(keten: Keten) -> None:
    v = keten.v
    elders = {"ingangsdatum": "2020-01-01", "naam": "Elders", "gemeenten": ["9003"]}
    regio = v.post("/regios", elders)["regio"]["id"]
    raad = {"orgaan": "RAAD", "gemeenten": ["9003"], "rol": "BESLIST", "regel": "ELK"}
    vreemd = {"regioId": regio, "onderwerp": "Elders besloten", "betrokken": [raad]}
    besluit = v.post("/besluiten", {"ingangsdatum": "2025-07-01", **vreemd})["besluit"]["id"]
    herzien = {
        "ingangsdatum": "2025-08-01",
        "wijzigingen": {"eigenaar": "team-2"},
        "wijzigingsgrond": "CLAUSULE",
        "besluitId": besluit,
    }
    v.post(f"{keten.pad['contract']}/herzieningen", herzien)
    token = maak_token(engine=v.engine, rol=Rol.AUDITOR, regios=[UUID(v.regio)])

    gevonden = v.get(f"{keten.pad['contract']}/herkomst", als=token, volgnummer=3)["resultaten"]

    assert gevonden[0]["ding"] == {"verborgen": True, "reden": "ligt buiten uw regio's"}
    assert gevonden[0]["gebeurtenis"] == gevonden[0]["ding"]
    assert (gevonden[0]["naar"], gevonden[0]["_links"]) == (besluit, {})
    v.get(f"{keten.pad['contract']}/herkomst", als=token)
    v.get(f"/besluiten/{besluit}/herkomst", als=token, verwacht=404)


def test_feiten_die_elkaar_noemen_eindigen_de_keten(keten: Keten) -> None:
    v = keten.v
    aan = {
        "ingangsdatum": "2025-08-01",
        "beslismoment": "2025",
        "uitkomst": "GO",
        "gevolgVan": keten.feit["notice"],
    }
    go = v.post(f"{keten.pad['traject']}/beslissingen", aan)["gebeurtenis"]["id"]
    opnieuw = {**opzegging("2025-07-01", "2025-12-31"), "gevolgVan": go}
    v.post(f"{keten.pad['contract']}/correcties", correctie(zet(2, "opzeggingen", opnieuw)))

    gevonden = stappen(v.get(f"{keten.pad['contract']}/herkomst", volgnummer=2))

    assert gevonden[0] == (1, "GEVOLG", "inkooptraject.beslissing_genomen")
    assert (2, "GEVOLG", "contract.opgezegd") in gevonden
    assert len(gevonden) < 20


def test_een_registratie_die_er_niet_is(keten: Keten) -> None:
    fout = keten.v.get(f"{keten.pad['contract']}/herkomst", verwacht=404, volgnummer=99)
    assert "registratie 99" in fout["detail"]
    keten.v.get(f"{keten.pad['contract']}/herkomst", verwacht=400, volgnummer="x")


# --- forward -----------------------------------------------------------------------------------------------------


def test_van_het_kader_vooruit_tot_de_opzegging(keten: Keten) -> None:
    gevonden = keten.v.get(f"{keten.pad['kader']}/gevolgen")["resultaten"]

    assert [(g["diepte"], g["aard"], g["soort"]) for g in gevonden] == [
        (1, "KADER", "besluit.ingebracht"),
        (2, "BESLUIT", "inkooptraject.gestart"),
        (3, "DOEL", "indicator.vastgelegd"),
        (4, "INDICATOR", "inkooptraject.geevalueerd"),
        (5, "EVALUATIE", "inkooptraject.beslissing_genomen"),
        (6, "GEVOLG", "contract.opgezegd"),
    ]
    assert gevonden[4]["naar"] == keten.feit["evaluatie"]


def test_het_besluit_dat_tot_het_kader_leidde_is_er_geen_gevolg_van(keten: Keten) -> None:
    """A besluit may name the frame it is about; only what was put forward after its adoption came under it."""
    v, raad = keten.v, keten.feit["raadsbesluit"]
    kader = keten.pad["kader"].split("/")[-1]
    opnieuw = {
        "ingangsdatum": "2020-02-01",
        "regioId": v.regio,
        "onderwerp": "Kader vaststellen",
        "kaderId": kader,
        "betrokken": v.get(f"{keten.pad['raadsbesluit']}/gebeurtenissen")["resultaten"][0][
            "gegevens"
        ]["betrokken"],
    }
    v.post(f"{keten.pad['raadsbesluit']}/correcties", correctie(zet(1, "POST", opnieuw)))

    gevonden = v.get(f"{keten.pad['kader']}/gevolgen")["resultaten"]

    assert [g["id"] for g in gevonden if g["aard"] == "KADER"] == [keten.feit["inkoopbesluit"]]
    terug = v.get(f"{keten.pad['kader']}/herkomst")["resultaten"]
    assert [(s["aard"], s["diepte"]) for s in terug] == [("BESLUIT", 1), ("KADER", 2)]
    assert terug[0]["naar"] == keten.pad["raadsbesluit"].split("/")[-1] != raad


def test_vooruit_op_een_eerder_moment(keten: Keten) -> None:
    pad = f"{keten.pad['kader']}/gevolgen"

    def tot(**paar: Any) -> list[str]:
        return [g["soort"] for g in keten.v.get(pad, **paar)["resultaten"]]

    assert tot(beschikbaarOp="2025-05-31")[-1] == "inkooptraject.geevalueerd"
    assert tot(geldigOp="2025-06-30")[-1] == "inkooptraject.beslissing_genomen"
    assert tot(geldigOp="2025-03-31")[-1] == "indicator.vastgelegd"


def test_het_leesmodel_van_verwijzingen_volgt_uit_het_log(keten: Keten) -> None:
    keten.v.herbouw()

    assert keten.v.leesfouten() == []
    assert keten.v.get(f"{keten.pad['kader']}/gevolgen")["aantal"] == 6
