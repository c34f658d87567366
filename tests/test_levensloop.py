"""A contract's whole life: every act from proposal to run-down, judged, taken back, and asked at pairs of moments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.hulp import (
    Verhaal,
    afwijking,
    correctie,
    herziening,
    indexering,
    intrekking,
    opzegging,
    tarief,
    verlenging,
    verteld,
    zet,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Engine

    Opdracht = tuple[str, Mapping[str, object]]

WEIGEREN_IS_WEGGAAN = {"nummer": "4", "gevolgWeigering": "OPZEGGING"}
WEIGEREN_VERANDERT_NIETS = {"nummer": "4", "gevolgWeigering": "ONGEWIJZIGD"}
OPZEGRECHT = {"opdrachtgever": {"maanden": 6}, "opdrachtnemer": {"maanden": 6}}


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        yield begonnen


def voorstel(
    dag: str = "2026-01-20", per: str = "2026-07-01", **anders: object
) -> dict[str, object]:
    return {
        "ingangsdatum": dag,
        "werkingPer": per,
        "wijzigingen": {"tarieven": [tarief("97.50")]},
        **anders,
    }


def antwoord(dag: str, gegeven: str, volgnummer: int = 2, **anders: object) -> dict[str, object]:
    return {"ingangsdatum": dag, "volgnummer": volgnummer, "antwoord": gegeven, **anders}


def op(v: Verhaal, pad: str, dag: str, *velden: str, **vraag: Any) -> Any:
    inhoud = v.get(pad, geldigOp=dag, **vraag)
    waarden = [inhoud[veld] for veld in velden]
    return waarden[0] if len(velden) == 1 else waarden


def bedrag(v: Verhaal, pad: str, dag: str, **vraag: Any) -> str:
    (regel,) = op(v, pad, dag, "tarieven", **vraag)
    return str(regel["tarief"])


def codes(v: Verhaal, pad: str, dag: str) -> set[str]:
    return {s["code"] for s in op(v, pad, dag, "signalen")}


# --- a proposed herziening ---------------------------------------------------------------------------------------


def test_een_aanvaard_voorstel_werkt_vanzelf_op_zijn_dag(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract()
    verhaal.post(f"{pad}/herzieningsvoorstellen", voorstel())

    addendum = {"kenmerk": "ADD-1", "ondertekendOp": "2026-02-10"}
    verhaal.post(f"{pad}/antwoorden", antwoord("2026-02-11", "AANVAARD", addendum=addendum))

    assert bedrag(verhaal, pad, "2026-06-30") == "100.00"
    assert bedrag(verhaal, pad, "2026-07-01") == "97.50"
    (gezien,) = op(verhaal, pad, "2026-07-01", "herzieningsvoorstellen")
    assert (gezien["stand"], gezien["beantwoordOp"]) == ("DOORGEVOERD", "2026-02-11")
    assert gezien["addendum"] == addendum
    (eerder,) = op(verhaal, pad, "2026-02-10", "herzieningsvoorstellen")
    assert eerder["stand"] == "OPEN"


@pytest.mark.parametrize(
    ("clausule", "status", "einddatum"),
    [
        (WEIGEREN_IS_WEGGAAN, "OPGEZEGD", "2026-06-30"),
        (WEIGEREN_VERANDERT_NIETS, "ACTIEF", "2030-12-31"),
        (None, "ACTIEF", "2030-12-31"),
    ],
    ids=["opzegging", "ongewijzigd", "zonder clausule"],
)
def test_wat_weigeren_doet_zegt_de_clausule(
    verhaal: Verhaal, clausule: object, status: str, einddatum: str
) -> None:
    verhaal.wereld()
    pad = verhaal.contract(herzieningsclausule=clausule)
    verhaal.post(f"{pad}/herzieningsvoorstellen", voorstel())

    verhaal.post(f"{pad}/antwoorden", antwoord("2026-02-11", "GEWEIGERD"))

    assert op(verhaal, pad, "2026-02-11", "status", "einddatum") == [status, einddatum]
    assert bedrag(verhaal, pad, "2026-07-01") == "100.00"
    eindigt = status == "OPGEZEGD"
    na = op(verhaal, pad, "2026-07-01", "status", "beeindiging")
    assert na == (["BEEINDIGD", "OPGEZEGD"] if eindigt else ["ACTIEF", None])


@pytest.mark.parametrize(
    ("zwijgen", "stand", "daarna"),
    [
        ("AANVAARD", "STILZWIJGEND_AANVAARD", ["ACTIEF", "97.50"]),
        ("GEWEIGERD", "STILZWIJGEND_GEWEIGERD", ["BEEINDIGD", "100.00"]),
        (None, "OPEN", ["ACTIEF", "100.00"]),
    ],
)
def test_zwijgen_telt_vanaf_de_dag_na_de_reactietermijn(
    verhaal: Verhaal, zwijgen: str | None, stand: str, daarna: list[str]
) -> None:
    verhaal.wereld()
    pad = verhaal.contract(herzieningsclausule=WEIGEREN_IS_WEGGAAN)

    verhaal.post(
        f"{pad}/herzieningsvoorstellen", voorstel(reactieUiterlijk="2026-02-28", bijZwijgen=zwijgen)
    )

    (laatste_dag,) = op(verhaal, pad, "2026-02-28", "herzieningsvoorstellen")
    (dag_erna,) = op(verhaal, pad, "2026-03-01", "herzieningsvoorstellen")
    assert [laatste_dag["stand"], dag_erna["stand"]] == ["OPEN", stand]
    assert [op(verhaal, pad, "2026-07-01", "status"), bedrag(verhaal, pad, "2026-07-01")] == daarna
    assert ("antwoord-ontbreekt" in codes(verhaal, pad, "2026-03-01")) == (zwijgen is None)


def test_een_tweede_voorstel_volgt_op_het_eerste(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract()
    verhaal.post(f"{pad}/herzieningsvoorstellen", voorstel())
    verhaal.post(f"{pad}/antwoorden", antwoord("2026-02-11", "AANVAARD"))

    tweede = voorstel("2026-03-01", "2027-01-01", wijzigingen={"tarieven": [tarief("90.00")]})
    verhaal.post(f"{pad}/herzieningsvoorstellen", tweede)
    verhaal.post(f"{pad}/antwoorden", antwoord("2026-04-01", "AANVAARD", 4))

    dagen = ("2026-06-30", "2026-07-01", "2027-01-01")
    assert [bedrag(verhaal, pad, dag) for dag in dagen] == ["100.00", "97.50", "90.00"]


def test_een_ingetrokken_voorstel_gaat_niet_door(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract()
    verhaal.post(f"{pad}/herzieningsvoorstellen", voorstel())
    verhaal.post(f"{pad}/antwoorden", antwoord("2026-02-11", "AANVAARD"))

    verhaal.post(f"{pad}/intrekkingen", intrekking("2026-05-01", 2))

    assert bedrag(verhaal, pad, "2026-07-01") == "100.00"
    assert op(verhaal, pad, "2026-05-01", "herzieningsvoorstellen") == []
    assert len(op(verhaal, pad, "2026-04-30", "herzieningsvoorstellen")) == 1


def test_een_weigering_kan_worden_ingetrokken(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract(herzieningsclausule=WEIGEREN_IS_WEGGAAN)
    verhaal.post(f"{pad}/herzieningsvoorstellen", voorstel())
    verhaal.post(f"{pad}/antwoorden", antwoord("2026-02-11", "GEWEIGERD"))

    verhaal.post(f"{pad}/intrekkingen", intrekking("2026-03-01", 3))
    verhaal.post(f"{pad}/antwoorden", antwoord("2026-03-01", "AANVAARD"))

    assert op(verhaal, pad, "2026-02-28", "status", "einddatum") == ["OPGEZEGD", "2026-06-30"]
    assert op(verhaal, pad, "2026-03-01", "status", "einddatum") == ["ACTIEF", "2030-12-31"]
    assert bedrag(verhaal, pad, "2026-07-01") == "97.50"


def test_een_doorgevoerde_herziening_zonder_addendum_valt_op(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract()
    verhaal.post(f"{pad}/herzieningsvoorstellen", voorstel())
    verhaal.post(f"{pad}/antwoorden", antwoord("2026-02-11", "AANVAARD"))

    assert "addendum-ontbreekt" not in codes(verhaal, pad, "2026-06-30")
    assert "addendum-ontbreekt" in codes(verhaal, pad, "2026-07-01")


# --- extension ---------------------------------------------------------------------------------------------------

LICHT = {
    "ingangsdatum": "2020-01-01",
    "einddatum": "2021-12-31",
    "stilzwijgendeVerlenging": {"maanden": 24, "maxAantal": 2},
    "opzegregeling": OPZEGRECHT,
}


def test_gewijzigd_verlengd_is_een_handeling(verhaal: Verhaal) -> None:
    """The two-year point of S1:1245-1256: renewal and change together, the change from the new term on."""
    verhaal.wereld()
    pad = verhaal.contract(**LICHT)

    anders = {"tarieven": [tarief("104.00")], "geraamdeJaarwaarde": "260000.00"}
    verhaal.post(f"{pad}/verlengingen", verlenging("2021-06-15", "2023-12-31", wijzigingen=anders))

    assert op(verhaal, pad, "2021-06-15", "einddatum") == "2023-12-31"
    assert bedrag(verhaal, pad, "2021-12-31") == "100.00"
    assert bedrag(verhaal, pad, "2022-01-01") == "104.00"
    (komt,) = op(verhaal, pad, "2021-12-31", "komendeWijzigingen")
    assert komt["per"] == "2022-01-01"
    assert op(verhaal, pad, "2022-01-01", "komendeWijzigingen") == []
    # One of the two renewals is used up by it: one is left.
    assert op(verhaal, pad, "2024-06-01", "einddatum") == "2025-12-31"
    assert op(verhaal, pad, "2026-01-01", "status", "beeindiging") == ["BEEINDIGD", "VERLOPEN"]


def test_langer_dan_de_volgende_termijn_vraagt_een_optie(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract(**LICHT)

    geweigerd = verhaal.weigering(f"{pad}/verlengingen", verlenging("2021-06-15", "2024-12-31"))

    assert geweigerd == ["verlenging-buiten-optie"]


def test_een_ingetrokken_verlenging_laat_het_oude_einde_staan(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract(verlengingsopties=[{"totEnMet": "2034-12-31"}])
    anders = {"geraamdeJaarwaarde": "1.00"}
    verhaal.post(f"{pad}/verlengingen", verlenging("2030-05-12", "2034-12-31", wijzigingen=anders))

    verhaal.post(f"{pad}/intrekkingen", intrekking("2030-09-01", 2))

    assert op(verhaal, pad, "2030-08-31", "einddatum") == "2034-12-31"
    assert op(verhaal, pad, "2030-09-01", "einddatum") == "2030-12-31"
    (optie,) = op(verhaal, pad, "2030-09-01", "verlengingsopties")
    assert optie["totEnMet"] == "2034-12-31"
    assert op(verhaal, pad, "2031-01-01", "status", "geraamdeJaarwaarde") == [
        "BEEINDIGD",
        "250000.00",
    ]


def test_een_verlenging_die_al_loopt_is_niet_meer_in_te_trekken(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract(verlengingsopties=[{"totEnMet": "2034-12-31"}])
    verhaal.post(f"{pad}/verlengingen", verlenging("2030-05-12", "2034-12-31"))

    geweigerd = verhaal.weigering(f"{pad}/intrekkingen", intrekking("2031-02-01", 2))

    assert geweigerd == ["intrekking-te-laat"]


def lezing(v: Verhaal) -> str:
    gemaakt = v.post(
        "/lezingen",
        {
            "ingangsdatum": "2022-01-01",
            "regioId": v.regio,
            "code": "tot-2034",
            "zinsnede": "verlengen tot 2034",
            "bron": "S0:107-109",
            "gekozen": "2034-12-31",
            "stand": "TE_BEVESTIGEN",
            "alternatieven": [{"waarde": "2033-12-31", "gevolg": "een jaar korter"}],
        },
    )
    return f"/lezingen/{gemaakt['lezing']['id']}"


BEIDE = [
    {"totEnMet": "2033-12-31", "lezing": "tot-2034"},
    {"totEnMet": "2034-12-31", "lezing": "tot-2034"},
]


def test_de_optie_volgt_de_gekozen_lezing(verhaal: Verhaal) -> None:
    verhaal.wereld()
    keuze = lezing(verhaal)
    pad = verhaal.contract(verlengingsopties=BEIDE)

    geweigerd = verhaal.weigering(f"{pad}/verlengingen", verlenging("2030-05-12", "2033-12-31"))
    verhaal.post(f"{keuze}/keuzes", {"ingangsdatum": "2030-05-01", "gekozen": "2033-12-31"})
    verhaal.post(f"{pad}/verlengingen", verlenging("2030-05-12", "2033-12-31"))

    assert geweigerd == ["verlenging-andere-lezing"]
    assert op(verhaal, pad, "2030-05-12", "einddatum") == "2033-12-31"


def test_een_optie_die_anders_leest_dan_gekozen_is_valt_op(verhaal: Verhaal) -> None:
    verhaal.wereld()
    keuze = lezing(verhaal)
    pad = verhaal.contract(verlengingsopties=BEIDE[1:])

    verhaal.post(f"{keuze}/keuzes", {"ingangsdatum": "2029-05-01", "gekozen": "2033-12-31"})

    assert "optie-andere-lezing" not in codes(verhaal, pad, "2029-04-30")
    assert "optie-andere-lezing" in codes(verhaal, pad, "2029-05-01")


def test_doorlopen_na_de_uiterste_einddatum_valt_op(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract(**LICHT, uitersteEinddatum="2023-12-31")

    assert "looptijd-boven-maximum" not in codes(verhaal, pad, "2023-12-31")
    assert "looptijd-boven-maximum" in codes(verhaal, pad, "2024-01-01")


# --- the end -----------------------------------------------------------------------------------------------------


def test_een_perceel_eindigt_en_de_rest_gaat_door(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract(percelen=["P1", "P2"], opzegregeling=OPZEGRECHT)

    verhaal.post(
        f"{pad}/opzeggingen", opzegging("2027-03-01", "2027-12-31", deel={"percelen": ["P1"]})
    )

    assert op(verhaal, pad, "2027-12-31", "percelen", "status") == [["P1", "P2"], "ACTIEF"]
    assert op(verhaal, pad, "2028-01-01", "percelen", "status") == [["P2"], "ACTIEF"]
    (staat,) = op(verhaal, pad, "2027-12-31", "deelopzeggingen")
    assert staat["deel"]["percelen"] == ["P1"]
    assert op(verhaal, pad, "2028-01-01", "deelopzeggingen") == []
    in_p1 = verhaal.get("/contracten", perceel="P1", geldigOp="2028-01-01")["aantal"]
    assert in_p1 == 0


def test_een_gemeente_of_product_eindigt(verhaal: Verhaal) -> None:
    verhaal.wereld()
    twee = [tarief("100.00"), tarief("80.00", productcode="45A05"), tarief("9.00", gemeente="9002")]
    pad = verhaal.contract(
        percelen=["P2"], gemeenten=["9001", "9002"], tarieven=twee, opzegregeling=OPZEGRECHT
    )

    deel = {"gemeenten": ["9002"], "producten": ["45A05"]}
    verhaal.post(f"{pad}/opzeggingen", opzegging("2027-03-01", "2027-12-31", deel=deel))

    assert op(verhaal, pad, "2028-01-01", "gemeenten") == ["9001"]
    assert bedrag(verhaal, pad, "2028-01-01") == "100.00"
    assert len(op(verhaal, pad, "2027-12-31", "tarieven")) == 3


def test_een_deelopzegging_kan_worden_ingetrokken(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract(percelen=["P1", "P2"], opzegregeling=OPZEGRECHT)
    verhaal.post(
        f"{pad}/opzeggingen", opzegging("2027-03-01", "2027-12-31", deel={"percelen": ["P1"]})
    )

    verhaal.post(f"{pad}/intrekkingen", intrekking("2027-06-01", 2))

    assert op(verhaal, pad, "2028-01-01", "percelen") == ["P1", "P2"]


def test_een_contract_dat_nooit_is_ingegaan(verhaal: Verhaal) -> None:
    verhaal.wereld()
    verhaal.op("2022-10-01")
    pad = verhaal.contract()
    verhaal.op("2022-12-20")

    verhaal.post(f"{pad}/niet-ingegaan", {"ingangsdatum": "2023-01-01", "grond": "faillissement"})

    assert op(verhaal, pad, "2022-12-20", "status", "beeindiging") == ["TOEKOMSTIG", None]
    assert op(verhaal, pad, "2023-01-01", "status", "beeindiging") == ["BEEINDIGD", "NIET_INGEGAAN"]
    toen = op(verhaal, pad, "2023-01-01", "status", beschikbaarOp="2022-12-01")
    assert toen == "ACTIEF"


def test_een_ontbinding_met_haar_grond_en_weer_ingetrokken(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract()
    grond = {"grond": "declaraties zonder zorg", "ontbindingsgrond": "FRAUDE"}
    verhaal.post(
        f"{pad}/ontbindingen", {"ingangsdatum": "2026-03-01", "laatsteDag": "2026-06-30", **grond}
    )

    verhaal.post(f"{pad}/intrekkingen", intrekking("2026-04-01", 2))

    staat = op(verhaal, pad, "2026-03-31", "ontbinding", "einddatum")
    assert (staat[0]["ontbindingsgrond"], staat[1]) == ("FRAUDE", "2026-06-30")
    assert op(verhaal, pad, "2026-04-01", "ontbinding", "einddatum") == [None, "2030-12-31"]


def test_uitloop_wordt_nog_geindexeerd_en_betaald(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract(einddatum="2026-12-31")
    verhaal.post(f"{pad}/uitlopen", {"ingangsdatum": "2026-11-01", "laatsteDag": "2027-06-30"})

    verhaal.post(f"{pad}/indexeringen", indexering("2027-01-01", "5.00"))
    verhaal.post(f"{pad}/herzieningen", herziening("2027-03-01", "106.00"))

    assert op(verhaal, pad, "2027-01-01", "status", "uitloopTotEnMet") == [
        "BEEINDIGD",
        "2027-06-30",
    ]
    assert bedrag(verhaal, pad, "2027-02-28") == "105.00"
    assert bedrag(verhaal, pad, "2027-03-01") == "106.00"
    geweigerd = verhaal.weigering(f"{pad}/indexeringen", indexering("2027-07-01", "5.00"))
    assert geweigerd == ["contract-al-beeindigd"]


def test_verzonden_en_ontvangen_zijn_twee_dagen(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract(opzegregeling=OPZEGRECHT)

    te_laat = opzegging("2027-07-03", "2027-12-31", verzondenOp="2027-06-28")
    geweigerd = verhaal.weigering(f"{pad}/opzeggingen", te_laat)
    verhaal.post(
        f"{pad}/opzeggingen", opzegging("2027-06-30", "2027-12-31", verzondenOp="2027-06-28")
    )

    assert geweigerd == ["opzegtermijn-niet-in-acht-genomen"]
    assert op(verhaal, pad, "2027-06-30", "opzegging")["verzondenOp"] == "2027-06-28"


# --- other parties and other contracts ---------------------------------------------------------------------------


def ander(v: Verhaal, *percelen: str) -> str:
    wie = {"ingangsdatum": "2018-01-01", "naam": "De Overkant", "kvkNummer": "87654321"}
    id_ = v.post("/aanbieders", wie)["aanbieder"]["id"]
    for perceel in percelen:
        v.post(
            f"/aanbieders/{id_}/toelatingen",
            v.toelating(perceel, ingangsdatum="2025-01-01", grondslag="OVERGENOMEN"),
        )
    return str(id_)


def test_een_overgedragen_contract_hoort_bij_de_nieuwe_aanbieder(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad, naar = verhaal.contract(), ander(verhaal, "P1")

    verhaal.post(f"{pad}/overdrachten", {"ingangsdatum": "2025-04-01", "nieuweAanbiederId": naar})

    namen = [op(verhaal, pad, d, "aanbieder")["naam"] for d in ("2025-03-31", "2025-04-01")]
    assert namen == ["De Oever", "De Overkant"]
    lijsten = [
        verhaal.get("/contracten", aanbiederId=naar, geldigOp=d)["aantal"]
        for d in ("2025-03-31", "2025-04-01")
    ]
    assert lijsten == [0, 1]


@pytest.mark.parametrize(
    ("laatste_dag", "eerste_dag", "percelen", "code"),
    [
        ("2026-12-31", "2027-01-01", ["P1"], None),
        ("2026-12-31", "2027-02-01", ["P1"], "opvolging-gat"),
        ("2027-03-31", "2027-01-01", ["P1"], "opvolging-overlap"),
        ("2027-03-31", "2027-01-01", ["P2"], None),
    ],
    ids=["sluit aan", "gat", "overlap", "andere percelen"],
)
def test_een_opvolger_sluit_aan(
    verhaal: Verhaal, laatste_dag: str, eerste_dag: str, percelen: list[str], code: str | None
) -> None:
    verhaal.wereld()
    eerst = verhaal.contract(einddatum=laatste_dag)
    opvolging = {"vorigContractId": eerst.rsplit("/", 1)[1], "via": "INKOOP"}

    dan = verhaal.contract(
        contractnummer="K2",
        ingangsdatum=eerste_dag,
        einddatum="2032-12-31",
        percelen=percelen,
        opvolging=opvolging,
    )

    verwacht = {code} if code else set()
    opvolgcodes = {"opvolging-gat", "opvolging-overlap"}
    assert codes(verhaal, eerst, "2026-06-01") & opvolgcodes == verwacht
    assert codes(verhaal, dan, "2027-06-01") & opvolgcodes == verwacht


def test_wat_eindigt_zonder_opvolger_is_te_vinden(verhaal: Verhaal) -> None:
    verhaal.wereld()
    eerst = verhaal.contract(einddatum="2026-12-31")
    vorig = eerst.rsplit("/", 1)[1]
    verhaal.contract(contractnummer="L", einddatum="2026-12-31")
    opvolging = {"vorigContractId": vorig, "via": "HERZIENING"}
    verhaal.contract(contractnummer="K2", ingangsdatum="2027-01-01", opvolging=opvolging)

    zonder = verhaal.get("/contracten", eindigtVoor="2027-01-01", zonderOpvolger="true")
    met = verhaal.get("/contracten", zonderOpvolger="false")
    volgers = verhaal.get("/contracten", vorigContractId=vorig)

    assert [c["contractnummer"] for c in zonder["resultaten"]] == ["L"]
    assert [c["contractnummer"] for c in met["resultaten"]] == ["K"]
    assert [c["contractnummer"] for c in volgers["resultaten"]] == ["K2"]


@pytest.mark.parametrize("door", ["AANBIEDER", "OPDRACHTGEVER"])
def test_een_eigen_stop_botst_met_de_acceptatieplicht(verhaal: Verhaal, door: str) -> None:
    verhaal.wereld()
    pad = verhaal.contract(bekostigingsvorm="TAAKGERICHT", acceptatieplicht=True)
    stop = {
        "ingangsdatum": "2025-03-01",
        "ingesteldDoor": door,
        "grond": "CAPACITEIT",
        "instemmingOp": "2025-02-20",
    }
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/clientenstops", stop)

    gezien = codes(verhaal, pad, "2025-03-01")

    assert ("acceptatieplicht-niet-nagekomen" in gezien) == (door == "AANBIEDER")
    assert "acceptatieplicht-niet-nagekomen" not in codes(verhaal, pad, "2025-02-28")


# --- taking back what is in force, and correcting it -------------------------------------------------------------


def test_een_ingetrokken_herziening_werkte_tot_die_dag(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract()
    verhaal.post(f"{pad}/herzieningen", herziening("2025-01-01", "112.00"))
    verhaal.post(f"{pad}/indexeringen", indexering("2026-01-01", "10.00"))

    verhaal.post(f"{pad}/intrekkingen", intrekking("2026-06-01", 2))

    dagen = ("2024-12-31", "2025-01-01", "2026-01-01", "2026-06-01")
    tarieven = [bedrag(verhaal, pad, dag) for dag in dagen]
    assert tarieven == ["100.00", "112.00", "123.20", "110.00"]
    journaal = verhaal.get(f"{pad}/gebeurtenissen")["resultaten"]
    assert [r["ingetrokkenDoor"] for r in journaal] == [None, 4, None, None]


def test_wat_nog_moet_ingaan_kan_vooraf_worden_ingetrokken(verhaal: Verhaal) -> None:
    verhaal.wereld()
    pad = verhaal.contract()
    verhaal.post(f"{pad}/herzieningen", herziening("2027-01-01", "112.00"))

    verhaal.post(f"{pad}/intrekkingen", intrekking("2026-06-01", 2))

    assert bedrag(verhaal, pad, "2027-01-01") == "100.00"
    tweemaal = verhaal.weigering(f"{pad}/intrekkingen", intrekking("2026-07-01", 2))
    assert tweemaal == ["verwijzing-onbekend"]


def test_een_gecorrigeerd_antwoord_laat_het_eerdere_beeld_staan(verhaal: Verhaal) -> None:
    verhaal.wereld()
    verhaal.op("2026-01-20")
    pad = verhaal.contract(herzieningsclausule=WEIGEREN_IS_WEGGAAN)
    verhaal.post(f"{pad}/herzieningsvoorstellen", voorstel())
    verhaal.op("2026-02-12")
    verhaal.post(f"{pad}/antwoorden", antwoord("2026-02-11", "GEWEIGERD"))
    verhaal.op("2026-03-01")
    voor = verhaal.get(pad, geldigOp="2026-07-01", beschikbaarOp="2026-02-28")

    goed = antwoord("2026-02-11", "AANVAARD")
    verhaal.post(f"{pad}/correcties", correctie(zet(3, "antwoorden", goed)))

    assert verhaal.get(pad, **voor["tijdreis"]) == voor
    assert voor["status"] == "BEEINDIGD"
    assert bedrag(verhaal, pad, "2026-07-01") == "97.50"


# --- refusals ----------------------------------------------------------------------------------------------------


def tweede_antwoord(v: Verhaal) -> Opdracht:
    pad = v.contract()
    v.post(f"{pad}/herzieningsvoorstellen", voorstel())
    v.post(f"{pad}/antwoorden", antwoord("2026-02-11", "GEWEIGERD"))
    return f"{pad}/antwoorden", antwoord("2026-02-12", "AANVAARD")


def antwoord_op_niets(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/antwoorden", antwoord("2026-02-12", "AANVAARD", 1)


def voorstel_na_het_einde(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/herzieningsvoorstellen", voorstel(per="2031-01-01")


def laatste_perceel(v: Verhaal) -> Opdracht:
    deel = {"percelen": ["P1"]}
    return f"{v.contract(opzegregeling=OPZEGRECHT)}/opzeggingen", opzegging(
        "2027-01-01", "2027-12-31", deel=deel
    )


def vreemd_perceel(v: Verhaal) -> Opdracht:
    deel = {"percelen": ["P2"]}
    return f"{v.contract(opzegregeling=OPZEGRECHT)}/opzeggingen", opzegging(
        "2027-01-01", "2027-12-31", deel=deel
    )


def niet_ingegaan_na_de_eerste_dag(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/niet-ingegaan", {"ingangsdatum": "2023-01-02", "grond": "g"}


def overdracht_aan_zichzelf(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/overdrachten", {
        "ingangsdatum": "2025-01-01",
        "nieuweAanbiederId": v.aanbieder,
    }


def overdracht_aan_wie_niet_is_toegelaten(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/overdrachten", {
        "ingangsdatum": "2025-04-01",
        "nieuweAanbiederId": ander(v, "P2"),
    }


def overdracht_aan_een_onbekende(v: Verhaal) -> Opdracht:
    onbekend = "00000000-0000-4000-8000-000000000009"
    return f"{v.contract()}/overdrachten", {
        "ingangsdatum": "2025-04-01",
        "nieuweAanbiederId": onbekend,
    }


def uitloop_zonder_einde(v: Verhaal) -> Opdracht:
    pad = v.contract(einddatum=None)
    return f"{pad}/uitlopen", {"ingangsdatum": "2026-01-01", "laatsteDag": "2027-06-30"}


def uitloop_voor_het_einde(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/uitlopen", {"ingangsdatum": "2026-01-01", "laatsteDag": "2030-12-31"}


def intrekking_van_de_opening(v: Verhaal) -> Opdracht:
    return f"{v.contract()}/intrekkingen", intrekking("2026-01-01", 1)


def gewijzigd_zonder_grond(v: Verhaal) -> Opdracht:
    gegund = v.toelating("P3", grondslag="GUNNING")
    v.post(f"/aanbieders/{v.aanbieder}/toelatingen", gegund)
    pad = v.contract(segment="verblijf", percelen=["P3"], gemeenten=["9002"])
    return f"{pad}/herzieningsvoorstellen", voorstel()


def meerwerk(v: Verhaal) -> Opdracht:
    pad = v.contract(
        bekostigingsvorm="TAAKGERICHT", taakbudgetten=[{"boekjaar": 2025, "bedrag": "100.00"}]
    )
    meer = {"taakbudgetten": [{"boekjaar": 2025, "bedrag": "110.00"}]}
    return f"{pad}/herzieningen", herziening("2025-06-01", wijzigingen=meer)


GEWEIGERD: list[tuple[Callable[[Verhaal], Opdracht], str, int]] = [
    (tweede_antwoord, "voorstel-al-beantwoord", 409),
    (antwoord_op_niets, "verwijzing-onbekend", 409),
    (voorstel_na_het_einde, "herziening-buiten-looptijd", 409),
    (laatste_perceel, "deel-is-geheel", 409),
    (vreemd_perceel, "verwijzing-onbekend", 409),
    (niet_ingegaan_na_de_eerste_dag, "al-ingegaan", 409),
    (overdracht_aan_zichzelf, "zelfde-aanbieder", 409),
    (overdracht_aan_een_onbekende, "verwijzing-onbekend", 409),
    (uitloop_zonder_einde, "uitloop-voor-einde", 409),
    (uitloop_voor_het_einde, "uitloop-voor-einde", 409),
    (intrekking_van_de_opening, "verwijzing-onbekend", 409),
    (overdracht_aan_wie_niet_is_toegelaten, "niet-toegelaten", 201),
    (gewijzigd_zonder_grond, "wijzigingsgrond-ontbreekt", 201),
    (meerwerk, "meerwerk-bij-taakgericht", 201),
]


@pytest.mark.parametrize(
    ("maak", "regel", "status"), GEWEIGERD, ids=[maak.__name__ for maak, *_ in GEWEIGERD]
)
def test_wat_niet_kan_of_niet_mag(
    verhaal: Verhaal, maak: Callable[[Verhaal], Opdracht], regel: str, status: int
) -> None:
    verhaal.wereld(regels=[{"code": "meerwerk-bij-taakgericht"}])
    pad, lichaam = maak(verhaal)

    geweigerd = verhaal.weigering(pad, lichaam)
    met_afwijking = {**lichaam, "afwijking": afwijking(regel)}
    antwoord = verhaal.vraag("POST", pad, json=met_afwijking)

    assert geweigerd == [regel]
    assert antwoord.status_code == status


def test_een_taakbudget_voor_een_later_jaar_is_geen_meerwerk(verhaal: Verhaal) -> None:
    verhaal.wereld(regels=[{"code": "meerwerk-bij-taakgericht"}])
    budgetten = [{"boekjaar": jaar, "bedrag": "100.00"} for jaar in (2025, 2026)]
    pad = verhaal.contract(bekostigingsvorm="TAAKGERICHT", taakbudgetten=budgetten)

    anders = {"taakbudgetten": [{"boekjaar": 2026, "bedrag": "110.00"}]}
    verhaal.post(f"{pad}/herzieningen", herziening("2025-06-01", wijzigingen=anders))

    assert op(verhaal, pad, "2025-06-01", "taakbudgetten")[1]["bedrag"] == "110.00"


@pytest.mark.parametrize(
    ("pad", "lichaam", "veld"),
    [
        ("herzieningsvoorstellen", voorstel("2026-07-01", "2026-07-01"), "werkingPer"),
        ("herzieningsvoorstellen", voorstel(bijZwijgen="AANVAARD"), "reactieUiterlijk"),
        ("herzieningsvoorstellen", voorstel(reactieUiterlijk="2026-07-01"), "reactieUiterlijk"),
        (
            "opzeggingen",
            opzegging("2027-01-01", "2027-12-31", verzondenOp="2027-01-02"),
            "verzonden",
        ),
        ("opzeggingen", opzegging("2027-01-01", "2027-12-31", deel={}), "perceel"),
        ("verlengingen", verlenging("2030-01-01", "2034-12-31", clausule="4"), "wijzigingen"),
    ],
)
def test_wat_zichzelf_tegenspreekt_is_geen_invoer(
    verhaal: Verhaal, pad: str, lichaam: dict[str, object], veld: str
) -> None:
    verhaal.wereld()
    contract = verhaal.contract()

    antwoord = verhaal.post(f"{contract}/{pad}", lichaam, status=400)

    assert veld in str(antwoord["fouten"])
