"""The procurement story of S0 as a specification: who leaves, what follows from a go/no-go, and until when it runs.

`s0verhaal` tells it from the regime file; every test tells as far as it needs, then asks at pairs of moments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.hulp import (
    correctie,
    gemeenten,
    indexering,
    intrekking,
    opzegging,
    verlenging,
    verteld,
    zet,
    zoek,
)
from tests.s0verhaal import (
    AANVAARDT,
    GESTOPT,
    GO_2025,
    OPEN_HOUSE,
    SAS,
    STEMDAG,
    STOPPEN_2025,
    UITVAL,
    WEIGERT,
    WEIGERT_EN_BLIJFT,
    ZUID,
    ZWIJGT,
    Sas,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

pytestmark = pytest.mark.traag


@pytest.fixture
def sas(engine: Engine) -> Iterator[Sas]:
    with verteld(engine) as verhaal:
        yield Sas(verhaal)


def op(s: Sas, naam: str, dag: str, *velden: str, **paar: Any) -> Any:
    """Give fields of a thing on a day; one field as it is."""
    stand = s.v.get(s.pad[naam], geldigOp=dag, **paar)
    waarden = [stand[veld] for veld in velden]
    return waarden[0] if len(velden) == 1 else waarden


def signalen(s: Sas, naam: str, dag: str, **paar: Any) -> set[str]:
    return {signaal["code"] for signaal in op(s, naam, dag, "signalen", **paar)}


def herkomst(s: Sas, naam: str, volgnummer: int, **paar: Any) -> list[dict[str, Any]]:
    vraag: dict[str, Any] = {"volgnummer": volgnummer, **paar}
    stappen: list[dict[str, Any]] = s.v.get(f"{s.pad[naam]}/herkomst", **vraag)["resultaten"]
    return stappen


# --- 2022: out of Open House -------------------------------------------------------------------------------------


def test_de_voorgangers_eindigen_in_2022_en_wie_uitvalt_is_te_volgen_tot_het_bewijs(
    sas: Sas,
) -> None:
    """S0:93-95, S0:128-136; H6: which ended on quality, by which criterion, version and evidence?"""
    sas.tot_2023()

    for nummer in OPEN_HOUSE:
        einde = "OPGEZEGD" if nummer in UITVAL else "VERLOPEN"
        assert op(sas, nummer, "2022-12-31", "einddatum") == "2022-12-31"
        assert op(sas, nummer, "2023-01-01", "status", "beeindiging") == ["BEEINDIGD", einde]
    for nummer in UITVAL:
        eerste = herkomst(sas, nummer, 2)[0]["gebeurtenis"]
        assert eerste["soort"] == "aanbieder.getoetst"
        gezien = eerste["gegevens"]
        assert gezien["criteriaversie"] == "2023"
        (oordeel,) = gezien["oordelen"]
        assert (oordeel["eis"], oordeel["voldaan"]) == ("kwaliteitscriteria-2023", False)
        stukken = op(sas, OPEN_HOUSE[nummer], "2022-04-19", "bewijsstukken")
        assert oordeel["stuk"] in {stuk["kenmerk"] for stuk in stukken}
    voor_de_brief = op(sas, UITVAL[0], "2023-01-01", "beeindiging", beschikbaarOp="2022-05-09")
    assert voor_de_brief == "VERLOPEN"


def test_de_nieuwe_contracten_volgen_zonder_gat_op_de_oude(sas: Sas) -> None:
    """S0:14, S0:93-103: eight years from 1 January 2023, the day after the old ones."""
    sas.tot_2023()

    for nummer, (_, _, vorig, _) in SAS.items():
        status, einde, opvolging = op(sas, nummer, "2023-01-01", "status", "einddatum", "opvolging")
        assert (status, einde) == ("ACTIEF", "2030-12-31")
        assert (opvolging and opvolging["vorigContractId"]) == (vorig and sas.id(vorig))
        assert not {"opvolging-gat", "opvolging-overlap"} & signalen(sas, nummer, "2023-01-01")
    alleen: dict[str, Any] = {
        "trajectId": sas.id("oud"),
        "zonderOpvolger": "true",
        "geldigOp": "2022-12-31",
    }
    zonder = sas.v.get("/contracten", **alleen)["resultaten"]
    assert {contract["contractnummer"] for contract in zonder} == set(UITVAL)


def test_de_nulmeting_ligt_vast_zodra_de_contracten_ingaan(sas: Sas) -> None:
    """S0:80-88: made measurable, and not to be moved once they are held to it."""
    sas.tot_2023()
    sas.v.op("2023-02-01")
    later = {"peilperiode": "2022", "waarde": "20.1", "bron": "monitor 2022"}

    nulmetingen = f"{sas.pad['zorgrecidive']}/nulmetingen"
    geweigerd = sas.v.weigering(nulmetingen, {"ingangsdatum": "2023-02-01", **later})

    assert geweigerd == ["nulmeting-bevroren"]
    assert [n["waarde"] for n in op(sas, "zorgrecidive", "2023-02-01", "nulmetingen")] == ["18.4"]


# --- 2025: go, with changes --------------------------------------------------------------------------------------


def test_een_beslissing_verandert_zelf_niets_en_vraagt_elk_college(sas: Sas) -> None:
    """S0:103-107: decided by the colleges; what follows are acts of their own."""
    sas.tot_2023()
    sas.v.op(STEMDAG)
    alleen = {"ingangsdatum": STEMDAG, "beslismoment": GO_2025, "uitkomst": "GO"}

    assert sas.v.weigering(f"{sas.pad['ambulant']}/beslissingen", alleen) == ["besluit-ontbreekt"]


def test_het_dossier_zegt_wat_bekend_was_toen_de_stem_viel_en_wat_nu(sas: Sas) -> None:
    """H13, H14: the same criteria with later figures: one turns to not met, the other to met."""
    sas.tot_2026()

    def gezien(**paar: Any) -> dict[str, tuple[str, str, str | None, str | None]]:
        vraag: dict[str, Any] = {"trajectId": sas.id("ambulant"), "beslismoment": GO_2025, **paar}
        dossier = sas.v.get("/rapportages/beslisdossier", **vraag)
        (beslissing,) = dossier["beslissingen"]
        return {
            c["code"]: (
                c["toen"]["voldaan"],
                c["nu"]["voldaan"],
                c["toen"]["cijfer"]["waarde"],
                c["nu"]["cijfer"]["waarde"],
            )
            for c in beslissing["criteria"]
        }

    assert gezien() == {
        "zorgrecidive": ("JA", "NEE", "15.9", "16.4"),
        "doorlooptijd": ("NEE", "JA", "301", "276"),
    }
    op_de_dag: dict[str, Any] = {"geldigOp": STEMDAG, "beschikbaarOp": STEMDAG}
    assert gezien(**op_de_dag) == {
        "zorgrecidive": ("JA", "JA", "15.9", "15.9"),
        "doorlooptijd": ("NEE", "NEE", "301", "301"),
    }


def test_van_wie_stopt_loopt_een_keten_terug_tot_het_kader_van_de_raden(sas: Sas) -> None:
    """C.16: decision, evaluation, figures, goal, strategy, frame; and forward from the decision to the three."""
    sas.tot_2026()

    for nummer in STOPPEN_2025:
        stappen = herkomst(sas, nummer, 2)
        eerste = stappen[0]["gebeurtenis"]
        assert (stappen[0]["aard"], eerste["id"]) == ("GEVOLG", sas.feit["go ambulant"])
        aarden = [s["aard"] for s in stappen if s["aard"] not in ("DOSSIER", "RUST_OP")]
        for stap in ("EVALUATIE", "INDICATOR", "BESLUIT", "KADER", "DOEL"):
            assert stap in aarden, stap
        doelen = {s["doel"] for s in stappen if s["aard"] == "DOEL"}
        assert doelen == {"doel-2", "doel-7"}
        (kader,) = {s["gebeurtenis"]["dingId"] for s in stappen if s["aard"] == "KADER"}
        assert kader == zoek(sas.v, "/beleidskaders", "Overkoepelend").rpartition("/")[2]
    volgt = sas.v.get(f"{sas.pad['ambulant']}/gevolgen")["resultaten"]
    opgezegd = {g["dingId"] for g in volgt if g["soort"] == "contract.opgezegd"}
    assert opgezegd == {sas.id(nummer) for nummer in STOPPEN_2025}


def test_een_voorstel_aan_allen_wordt_aanvaard_geweigerd_of_blijft_liggen(sas: Sas) -> None:
    """S0:105-107, CS 1.4.2: one act for all; what refusing does stands in each contract."""
    sas.tot_2026()

    samen = sas.v.get(f"/bulkhandelingen/{sas.voorgesteld['correlatie']}")
    assert samen["aantal"] == sas.voorgesteld["aantal"] == 5
    verwacht = {
        AANVAARDT: ("AANVAARD", "DOORGEVOERD", "ACTIEF", "97.50"),
        ZWIJGT: ("STILZWIJGEND_AANVAARD", "DOORGEVOERD", "ACTIEF", "97.50"),
        WEIGERT_EN_BLIJFT: ("GEWEIGERD", "GEWEIGERD", "ACTIEF", "100.00"),
        WEIGERT: ("GEWEIGERD", "GEWEIGERD", "BEEINDIGD", "100.00"),
    }
    for nummer, uitkomst in verwacht.items():
        (in_2025,) = op(sas, nummer, "2025-10-01", "herzieningsvoorstellen")
        (in_2026,), status, tarieven = op(
            sas, nummer, "2026-01-01", "herzieningsvoorstellen", "status", "tarieven"
        )
        gezien = (in_2025["stand"], in_2026["stand"], status, tarieven[0]["tarief"])
        assert gezien == uitkomst, nummer
    (open_,) = op(sas, ZWIJGT, "2025-09-30", "herzieningsvoorstellen")
    assert open_["stand"] == "OPEN"
    zoals_toen = op(sas, WEIGERT, "2026-01-01", "status", beschikbaarOp="2025-07-07")
    assert zoals_toen == "ACTIEF"  # then it was still to count as accepted


def test_de_waarde_van_de_wijziging_telt_mee_zodra_zij_is_aanvaard(sas: Sas) -> None:
    """H22: the legality meter at each moment; a refused change counts for nothing."""
    sas.tot_2026()

    def som(nummer: str, dag: str) -> list[str]:
        meter = sas.v.get(f"{sas.pad[nummer]}/wijzigingsruimte", geldigOp=dag)
        return [w["waarde"] for w in meter["wijzigingen"]]

    assert som(AANVAARDT, "2025-12-31") == []
    assert som(AANVAARDT, "2026-01-01") == ["-50000.00"]
    meter = sas.v.get(f"{sas.pad[AANVAARDT]}/wijzigingsruimte", geldigOp="2025-12-31")
    assert [w["waarde"] for w in meter["voorgenomen"]] == ["-50000.00"]
    assert som(WEIGERT_EN_BLIJFT, "2026-01-01") == []


def test_wie_stopt_levert_af_tot_de_laatste_dag_van_de_uitloop(sas: Sas) -> None:
    """domein.md A.7: running care is paid and indexed after the end, until a last day."""
    sas.tot_2026()
    nummer = STOPPEN_2025[0]
    sas.leg("2025-11-04", f"{sas.pad[nummer]}/uitlopen", laatsteDag="2026-06-30")
    sas.v.op("2025-12-02")
    indexeringen = f"{sas.pad[nummer]}/indexeringen"
    sas.v.post(indexeringen, indexering("2026-01-01", "4.00"))

    status, tot, (regel,) = op(sas, nummer, "2026-01-01", "status", "uitloopTotEnMet", "tarieven")
    assert (status, tot, regel["tarief"]) == ("BEEINDIGD", "2026-06-30", "104.00")
    na = sas.v.weigering(indexeringen, indexering("2026-07-01", "1.00"))
    assert na == ["contract-al-beeindigd"]
    assert op(sas, nummer, "2026-01-01", "uitloopTotEnMet", beschikbaarOp="2025-11-03") is None


# --- 2027: a lot stops -------------------------------------------------------------------------------------------


def test_na_de_no_go_eindigt_een_perceel_en_gaat_de_rest_door(sas: Sas) -> None:
    """S0:103-107; H15: in one go, whole or in part, each pointing at the decision."""
    sas.tot_2026()
    sas.no_go_2027()

    assert sas.gestopt["aantal"] == 2
    for dag, percelen in (("2027-12-31", ["AM-BEGELEIDING-N", GESTOPT]), ("2028-01-01", None)):
        verwacht = [percelen or ["AM-BEGELEIDING-N"], "ACTIEF"]
        assert op(sas, "SAS-1", dag, "percelen", "status") == verwacht
    assert op(sas, "SAS-2", "2027-12-31", "status") == "OPGEZEGD"
    assert op(sas, "SAS-2", "2028-01-01", "status", "beeindiging") == ["BEEINDIGD", "OPGEZEGD"]
    assert op(sas, "SAS-2", "2028-01-01", "status", beschikbaarOp="2027-06-14") == "ACTIEF"
    assert herkomst(sas, "SAS-2", 3)[0]["gebeurtenis"]["id"] == sas.feit["no-go"]

    stopt = {g["dingId"]: g for g in sas.v.get(f"{sas.pad['ambulant']}/gevolgen")["resultaten"]}
    assert {sas.id("SAS-1"), sas.id("SAS-2")} <= set(stopt)


def test_een_opzegging_kan_worden_ingetrokken_zolang_zij_staat(sas: Sas) -> None:
    """H15, second half: announced, and taken back; before that day it stood."""
    sas.tot_2026()
    sas.no_go_2027()
    sas.v.op("2027-09-07")

    sas.v.post(f"{sas.pad['SAS-2']}/intrekkingen", intrekking("2027-09-07", 3))

    assert op(sas, "SAS-2", "2027-09-06", "status") == "OPGEZEGD"
    assert op(sas, "SAS-2", "2028-01-01", "status", "einddatum") == ["ACTIEF", "2030-12-31"]
    toen = op(sas, "SAS-2", "2028-01-01", "status", beschikbaarOp="2027-09-06")
    assert toen == "BEEINDIGD"


def test_de_dekkingskaart_toont_het_gat_en_de_opvolger_die_het_dicht(sas: Sas) -> None:
    """C.22, S0:119-121: seen coming since the notices, closed two months late by a procurement of its own."""
    sas.tot_2026()
    sas.no_go_2027()
    zonder = "2027-10-04"
    sas.opvolger_2028()

    def kaart(dag: str, **paar: Any) -> dict[str, Any]:
        vraag: dict[str, Any] = {
            "regioId": sas.v.regio,
            "segment": "ambulant",
            "geldigOp": dag,
            **paar,
        }
        antwoord: dict[str, Any] = sas.v.get("/rapportages/dekking", **vraag)
        return antwoord

    def gaten(dag: str, **paar: Any) -> dict[str, tuple[str, str | None]]:
        regels = (g for g in kaart(dag, **paar)["gaten"] if g["vorm"] == GESTOPT)
        return {g["gemeente"]: (g["sinds"], g["weerGedektOp"]) for g in regels}

    assert gaten("2027-12-31") == {}
    assert gaten("2028-01-01") == dict.fromkeys(ZUID, ("2028-01-01", "2028-03-01"))
    assert gaten("2028-01-01", beschikbaarOp=zonder) == dict.fromkeys(ZUID, ("2028-01-01", None))
    assert gaten("2028-03-01") == {}
    komend = [k for k in kaart("2027-07-01")["komend"] if k["vorm"] == GESTOPT]
    assert {(k["dag"], k["was"], k["wordt"]) for k in komend} == {("2028-01-01", 2, 0)}
    voor_de_brieven = kaart("2027-07-01", beschikbaarOp="2027-06-14")["komend"]
    assert not [k for k in voor_de_brieven if k["vorm"] == GESTOPT]
    assert "opvolging-gat" in signalen(sas, "SAS-10", "2028-03-01")


# --- 2030: the option --------------------------------------------------------------------------------------------


def lezing(s: Sas) -> str:
    return zoek(s.v, "/lezingen", "tot-2034")


def test_de_optie_kan_alleen_volgens_de_gekozen_lezing_van_tot_2034(sas: Sas) -> None:
    """S0:107-109, domein.md A.7; H25: on what reading, when fixed and by whom?"""
    sas.tot_2023()
    contract = sas.pad[ZWIJGT]
    sas.v.op("2030-02-05")
    in_2033, in_2034 = (verlenging("2030-05-14", f"{jaar}-12-31") for jaar in (2033, 2034))

    assert sas.v.weigering(f"{contract}/verlengingen", in_2033) == ["verlenging-andere-lezing"]
    kies = {"gekozen": "2033-12-31", "stand": "BEVESTIGD", "orgaan": "colleges"}
    sas.leg("2030-03-05", f"{lezing(sas)}/keuzes", **kies)
    sas.v.op("2030-05-14")
    assert sas.v.weigering(f"{contract}/verlengingen", in_2034) == ["verlenging-andere-lezing"]
    sas.v.post(f"{contract}/verlengingen", in_2033)

    assert op(sas, ZWIJGT, "2030-05-13", "einddatum") == "2030-12-31"
    assert op(sas, ZWIJGT, "2030-05-14", "einddatum") == "2033-12-31"
    assert op(sas, ZWIJGT, "2034-01-01", "status") == "BEEINDIGD"
    (toen, nu) = (
        sas.v.get(lezing(sas), geldigOp="2030-05-14", beschikbaarOp=dag)
        for dag in ("2030-03-04", "2030-03-05")
    )
    assert (toen["gekozen"], toen["stand"]) == ("2034-12-31", "TE_BEVESTIGEN")
    assert (nu["gekozen"], nu["stand"]) == ("2033-12-31", "BEVESTIGD")
    keuze = nu["keuzes"][-1]
    assert (keuze["ingangsdatum"], keuze["orgaan"]) == ("2030-03-05", "colleges")


def test_de_optie_tot_en_met_2034_uitgeoefend_in_een_keer(sas: Sas) -> None:
    """S0:107-109 as chosen: twelve years in all; the preview counts first."""
    sas.tot_2023()
    sas.v.op("2030-05-14")
    lopend = [n for n in SAS if n != ZWIJGT]
    keer = {
        "handeling": "verlengingen",
        "selectie": {"contractIds": [sas.id(n) for n in SAS]},
        "opdracht": verlenging("2030-05-14", "2034-12-31"),
        "uitzonderingen": [{"contractId": sas.id(ZWIJGT), "overslaan": True, "reden": "loopt af"}],
    }
    proef = sas.v.post("/bulkhandelingen?proef=true", keer, status=200)

    sas.v.post("/bulkhandelingen", {**keer, "bevestiging": proef["bevestiging"]})

    assert (proef["kan"], proef["overgeslagen"], proef["geweigerd"]) == (len(lopend), 1, 0)
    for nummer in lopend:
        assert op(sas, nummer, "2031-01-01", "status", "einddatum") == ["ACTIEF", "2034-12-31"]
    assert op(sas, ZWIJGT, "2031-01-01", "beeindiging") == "VERLOPEN"
    assert op(sas, lopend[0], "2031-01-01", "status", beschikbaarOp="2030-05-13") == "BEEINDIGD"


def test_te_laat_aangekondigd_is_iets_anders_dan_te_laat(sas: Sas) -> None:
    """S0:107-109: the window is all of 2030; six months before the end it must have been announced."""
    sas.tot_2023()
    verlengingen = f"{sas.pad[ZWIJGT]}/verlengingen"
    sas.v.op("2030-09-03")
    laat = verlenging("2030-09-03", "2034-12-31")

    assert sas.v.weigering(verlengingen, laat) == ["verlenging-te-laat-aangekondigd"]
    bekend = [{"datum": "2030-06-30", "aan": "aanbieder"}]
    sas.v.post(verlengingen, {**laat, "bekendgemaakt": bekend})

    assert op(sas, ZWIJGT, "2030-09-03", "einddatum") == "2034-12-31"
    buiten = {**verlenging("2029-12-31", "2034-12-31"), "bekendgemaakt": bekend}
    assert sas.v.weigering(f"{sas.pad['SAS-1']}/verlengingen", buiten) == [
        "verlenging-buiten-optie"
    ]


def test_de_radar_kondigt_de_optie_aan_en_laat_haar_niet_vallen(sas: Sas) -> None:
    """C.23: the last day from the option, the colleges' lead time before it; late stays late."""
    sas.tot_2023()
    vereist = {"handelingen": ["contract.verlengd"], "orgaan": "COLLEGE", "rol": "BESLIST"}
    huidig = op(sas, "ambulant", "2023-01-01", "vereisten")
    vereisten = [*huidig, {**vereist, "regel": "ELK", "van": "2029-01-01"}]
    sas.leg("2028-11-07", f"{sas.pad['ambulant']}/wijzigingen", vereisten=vereisten)

    def radar(dag: str, **paar: Any) -> tuple[str, str, str | None, str | None]:
        vraag: dict[str, Any] = {
            "regioId": sas.v.regio,
            "handeling": "VERLENGEN",
            "geldigOp": dag,
            **paar,
        }
        alle = sas.v.get("/radar", **vraag, pageSize=500)["resultaten"]
        punten = (p for p in alle if p["code"] == "verlengen/2034-12-31")
        (punt,) = [p for p in punten if p["ding"]["id"] == sas.id(ZWIJGT)]
        velden = ("stand", "uiterlijk", "besluitUiterlijk", "teLaatSinds")
        return tuple(punt[veld] for veld in velden)

    dagen = ("2030-06-30", "2030-05-19")
    assert radar("2029-06-01") == ("KOMEND", *dagen, None)
    assert radar("2030-02-01") == ("BINNENKORT", *dagen, None)
    assert radar("2030-05-20") == ("TE_LAAT", *dagen, "2030-05-20")
    assert radar("2030-12-31") == ("TE_LAAT", *dagen, "2030-05-20")
    zonder_colleges = radar("2030-05-20", beschikbaarOp="2028-11-06")
    assert zonder_colleges == ("BINNENKORT", "2030-06-30", None, None)


# --- what the raad was told --------------------------------------------------------------------------------------


def gemeten(rapport: dict[str, Any]) -> list[str]:
    """Give the figures of goal 7, of whichever procedure it is a goal."""
    doelen = (d for d in rapport["doelen"] if d["code"] == "doel-7")
    return [doel["meting"] for doel in doelen if doel["meting"]]


def test_het_raadsverslag_van_juni_2024_is_in_2027_hetzelfde(sas: Sas) -> None:
    """S0:191-195, domein.md F: made again three years later, after corrections and a rebuild, value by value."""
    sas.tot_2023()
    sas.meet("2024-03-12", "zorgrecidive", "2023", "16.5")
    sas.v.op("2024-06-04")
    vraag: dict[str, Any] = {"regioId": sas.v.regio, "geldigOp": "2024-06-04"}
    toen = sas.v.get("/rapportages/raad", **vraag)
    assert gemeten(toen) == ["Indicator zorgrecidive: 16,5 (2023)"]

    sas.v.op("2027-03-02")
    cijfer = {"peilperiode": "2023", "waarde": "17.2", "bron": "monitor 2023, hersteld"}
    fout = correctie(zet(4, "metingen", {"ingangsdatum": "2024-03-12", **cijfer}))
    sas.v.post(f"{sas.pad['zorgrecidive']}/correcties", fout)
    laat = opzegging("2024-05-01", "2024-12-31")
    sas.v.post(f"{sas.pad['SAS-9']}/opzeggingen", laat)
    sas.v.herbouw()

    assert (
        sas.v.get("/rapportages/raad", **vraag, beschikbaarOp=toen["tijdreis"]["beschikbaarOp"])
        == toen
    )
    nu = sas.v.get("/rapportages/raad", **vraag)
    assert gemeten(nu) == ["Indicator zorgrecidive: 17,2 (2023)"]


def test_het_hele_verhaal_staat_ook_in_de_leesmodellen(sas: Sas) -> None:
    sas.tot_2026()
    sas.no_go_2027()
    sas.opvolger_2028()

    assert len(gemeenten(sas.v)) == 6
    assert sas.v.leesfouten() == []
