"""Decisions by several bodies: who answered what, who is missing, what may not happen or go out before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.hulp import Verhaal, afwijking, correctie, herziening, intrekking, verteld, zet

if TYPE_CHECKING:
    from sqlalchemy import Engine

ALLE = [f"{code}" for code in range(9015, 9025)]
"""The ten gemeenten of the regio in which the raden give their zienswijzen (S2:31-36)."""


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine, begin="2018-01-01") as verhaal:
        yield verhaal


def regio(verhaal: Verhaal, gemeenten: list[str]) -> str:
    lichaam = {"ingangsdatum": "2018-01-01", "naam": "Regio Tienland", "gemeenten": gemeenten}
    verhaal.regio = verhaal.post("/regios", lichaam)["regio"]["id"]
    return verhaal.regio


def besluit(verhaal: Verhaal, dag: str, betrokken: list[dict[str, Any]], **anders: Any) -> str:
    """Put a proposal forward; give its path."""
    lichaam = {
        "ingangsdatum": dag,
        "regioId": verhaal.regio,
        "onderwerp": "Inkoopkader vaststellen",
        "betrokken": betrokken,
        **anders,
    }
    return f"/besluiten/{verhaal.post('/besluiten', lichaam)['besluit']['id']}"


def uitspraak(dag: str, orgaan: str, uitkomst: str = "CONFORM", **anders: Any) -> dict[str, Any]:
    return {"ingangsdatum": dag, "orgaan": orgaan, "uitkomst": uitkomst, **anders}


def zienswijze(dag: str, gemeente: str, **anders: Any) -> dict[str, Any]:
    inhoud = anders or {"strekking": "meer lokaal maatwerk"}
    return {"ingangsdatum": dag, "orgaan": "RAAD", "gemeente": gemeente, **inhoud}


COLLEGES = {"orgaan": "COLLEGE", "gemeenten": ["9001", "9002"], "rol": "BESLIST"}


# --- S2: the AB adopts a frame after ten zienswijzen ---------------------------------------------------------------


def test_het_ab_stelt_vast_na_tien_zienswijzen_waarvan_een_te_laat_en_een_afgezien(
    verhaal: Verhaal,
) -> None:
    """S2:31-36, S2:227-233: a zienswijze is no consent; what is late or missing does not stop the AB."""
    regio(verhaal, ALLE)
    verhaal.op("2020-09-24")
    pad = besluit(
        verhaal,
        "2020-09-24",
        [
            {"orgaan": "RAAD", "gemeenten": ALLE, "rol": "ZIENSWIJZE", "uiterlijk": "2020-12-03"},
            {"orgaan": "AB", "rol": "STELT_VAST"},
        ],
        indiener="DB",
    )
    for gemeente in ALLE[:8]:
        verhaal.op("2020-11-26")
        verhaal.post(f"{pad}/zienswijzen", zienswijze("2020-11-26", gemeente))
    verhaal.op("2020-12-01")
    verhaal.post(f"{pad}/zienswijzen", zienswijze("2020-12-01", ALLE[8], afgezien=True))

    assert verhaal.weigering(f"{pad}/uitspraken", uitspraak("2020-12-01", "AB")) == [
        "zienswijzen-nog-open"
    ]
    verhaal.op("2020-12-07")
    verhaal.post(f"{pad}/zienswijzen", zienswijze("2020-12-07", ALLE[9]))
    verhaal.op("2020-12-10")
    verwerkt = {
        "ingangsdatum": "2020-12-10",
        "volgnummer": 2,
        "verwerking": "DEELS_OVERGENOMEN",
        "motivering": "uitgangspunt 4 is aangevuld",
    }
    verhaal.post(f"{pad}/verwerkingen", verwerkt)
    gedaan = verhaal.post(
        f"{pad}/uitspraken",
        uitspraak("2020-12-10", "AB", "GEWIJZIGD", ondertekenaar="voorzitter"),
    )["besluit"]

    assert (gedaan["status"], gedaan["vastgesteldOp"]) == ("IN_WERKING", "2020-12-10")
    te_laat = [z["gemeente"] for z in gedaan["zienswijzen"] if z["teLaat"]]
    afgezien = [z["gemeente"] for z in gedaan["zienswijzen"] if z["afgezien"]]
    assert (te_laat, afgezien, len(gedaan["zienswijzen"])) == ([ALLE[9]], [ALLE[8]], 10)
    assert "zienswijze-niet-verwerkt" in [s["code"] for s in gedaan["signalen"]]
    toen = verhaal.get(pad, geldigOp="2020-12-04", beschikbaarOp="2020-12-04")
    assert (toen["status"], toen["ontbreekt"]) == ("VOORGENOMEN", ["AB"])
    assert [s["code"] for s in toen["signalen"]] == ["niet-gehoord"]
    assert ALLE[9] in toen["signalen"][0]["detail"]


def test_na_de_termijn_houdt_een_zienswijze_die_ontbreekt_niets_tegen(verhaal: Verhaal) -> None:
    regio(verhaal, ALLE)
    raden = {"orgaan": "RAAD", "gemeenten": ALLE, "rol": "ZIENSWIJZE", "uiterlijk": "2020-12-03"}
    pad = besluit(verhaal, "2020-09-24", [raden, {"orgaan": "AB", "rol": "STELT_VAST"}])

    gedaan = verhaal.post(f"{pad}/uitspraken", uitspraak("2020-12-04", "AB"))

    assert gedaan["gebeurtenis"]["soort"] == "besluit.orgaan_besloot"
    assert verhaal.get(pad, geldigOp="2020-12-04")["status"] == "IN_WERKING"


# --- rules apart from roles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regel", "uitkomsten", "status", "ontbreekt"),
    [
        ("ALLE", "CC.", "VOORGENOMEN", ["COLLEGE 9003"]),
        ("ALLE", "CCC", "IN_WERKING", []),
        ("ALLE", "CV.", "VERWORPEN", ["COLLEGE 9002", "COLLEGE 9003"]),
        ("ALLE", "CCA", "AANGEHOUDEN", ["COLLEGE 9003"]),
        ("MEERDERHEID", "CC.", "IN_WERKING", []),
        ("MEERDERHEID", "CV.", "VOORGENOMEN", ["COLLEGE 9002", "COLLEGE 9003"]),
        ("MEERDERHEID", "VV.", "VERWORPEN", ["COLLEGE 9001", "COLLEGE 9002", "COLLEGE 9003"]),
        ("ELK", "CV.", "VOORGENOMEN", ["COLLEGE 9002", "COLLEGE 9003"]),
        ("ELK", "CVC", "IN_WERKING", []),
        ("ELK", "VVV", "VERWORPEN", ["COLLEGE 9001", "COLLEGE 9002", "COLLEGE 9003"]),
    ],
)
def test_de_regel_bepaalt_wanneer_genoeg_organen_hebben_besloten(
    verhaal: Verhaal, regel: str, uitkomsten: str, status: str, ontbreekt: list[str]
) -> None:
    gemeenten = ["9001", "9002", "9003"]
    regio(verhaal, gemeenten)
    groep = {"orgaan": "COLLEGE", "gemeenten": gemeenten, "rol": "BESLIST", "regel": regel}
    pad = besluit(verhaal, "2018-01-01", [groep])
    woorden = {"C": "CONFORM", "V": "VERWORPEN", "A": "AANGEHOUDEN"}

    for gemeente, letter in zip(gemeenten, uitkomsten, strict=True):
        if letter in woorden:
            lichaam = uitspraak("2018-01-01", "COLLEGE", woorden[letter], gemeente=gemeente)
            verhaal.post(f"{pad}/uitspraken", lichaam)

    stand = verhaal.get(pad)
    assert (stand["status"], stand["ontbreekt"]) == (status, ontbreekt)


def test_instemmen_met_een_andere_tekst_is_geen_toestemming(verhaal: Verhaal) -> None:
    regio(verhaal, ["9001", "9002"])
    groep = {**COLLEGES, "rol": "TOESTEMMING", "regel": "ALLE"}
    pad = besluit(verhaal, "2018-01-01", [groep])

    for gemeente, uitkomst in (("9001", "CONFORM"), ("9002", "GEWIJZIGD")):
        verhaal.post(
            f"{pad}/uitspraken", uitspraak("2018-01-01", "COLLEGE", uitkomst, gemeente=gemeente)
        )

    assert verhaal.get(pad)["ontbreekt"] == ["COLLEGE 9002"]


def test_voorgenomen_vastgesteld_en_in_werking_zijn_drie_dingen(verhaal: Verhaal) -> None:
    regio(verhaal, ["9001"])
    pad = besluit(
        verhaal, "2018-01-01", [{"orgaan": "AB", "rol": "BESLIST"}], vroegsteWerking="2018-07-01"
    )
    verhaal.op("2018-03-01")
    verhaal.post(f"{pad}/uitspraken", uitspraak("2018-03-01", "AB"))

    standen = [
        verhaal.get(pad, geldigOp=dag)["status"]
        for dag in ("2017-12-31", "2018-02-28", "2018-03-01", "2018-06-30", "2018-07-01")
    ]

    assert standen == ["TOEKOMSTIG", "VOORGENOMEN", "VASTGESTELD", "VASTGESTELD", "IN_WERKING"]


def test_een_orgaan_antwoordt_een_keer_behalve_na_aanhouden(verhaal: Verhaal) -> None:
    regio(verhaal, ["9001"])
    pad = besluit(verhaal, "2018-01-01", [{"orgaan": "AB", "rol": "BESLIST"}])
    verhaal.op("2018-02-01")
    verhaal.post(f"{pad}/uitspraken", uitspraak("2018-01-15", "AB", "AANGEHOUDEN"))
    eerste = verhaal.post(f"{pad}/uitspraken", uitspraak("2018-02-01", "AB"))["gebeurtenis"]

    assert verhaal.weigering(f"{pad}/uitspraken", uitspraak("2018-02-01", "AB", "VERWORPEN")) == [
        "orgaan-besloot-al"
    ]
    verhaal.post(f"{pad}/intrekkingen", intrekking("2018-02-01", eerste["volgnummer"]))
    verhaal.post(f"{pad}/uitspraken", uitspraak("2018-02-01", "AB", "VERWORPEN"))
    assert verhaal.get(pad)["status"] == "VERWORPEN"


def test_een_ingetrokken_voorstel_neemt_geen_uitspraak_meer_aan(verhaal: Verhaal) -> None:
    regio(verhaal, ["9001"])
    pad = besluit(verhaal, "2018-01-01", [{"orgaan": "AB", "rol": "BESLIST"}])
    verhaal.post(f"{pad}/intrekkingen", intrekking("2018-01-01", 1))

    assert verhaal.get(pad)["status"] == "INGETROKKEN"
    assert "besluit-ingetrokken" in verhaal.weigering(
        f"{pad}/uitspraken", uitspraak("2018-01-01", "AB")
    )


def test_wie_niet_betrokken_is_kan_niet_antwoorden(verhaal: Verhaal) -> None:
    regio(verhaal, ["9001"])
    pad = besluit(verhaal, "2018-01-01", [{"orgaan": "AB", "rol": "BESLIST"}])

    for deel, lichaam in (
        ("uitspraken", uitspraak("2018-01-01", "RAAD", gemeente="9001")),
        ("zienswijzen", zienswijze("2018-01-01", "9001")),
        ("intrekkingen", intrekking("2018-01-01", 9)),
    ):
        assert verhaal.weigering(f"{pad}/{deel}", lichaam) == ["verwijzing-onbekend"]


@pytest.mark.parametrize(
    ("betrokken", "reden"),
    [
        ([], "ten minste één orgaan"),
        ([{**COLLEGES}], "noem de regel"),
        ([{"orgaan": "RAAD", "gemeenten": ["9001"], "rol": "ZIENSWIJZE"}], "noem uiterlijk"),
        ([{"orgaan": "AB", "rol": "BESLIST"}] * 2, "twee keer"),
        ([{"orgaan": "AB", "rol": "KNIKT"}], "kies uit"),
    ],
)
def test_een_voorstel_dat_niet_kan_wordt_geweigerd_met_wat_te_doen(
    verhaal: Verhaal, betrokken: list[dict[str, Any]], reden: str
) -> None:
    regio(verhaal, ["9001", "9002"])
    lichaam = {
        "ingangsdatum": "2018-01-01",
        "regioId": verhaal.regio,
        "onderwerp": "iets",
        "betrokken": betrokken,
    }
    positie = verhaal.positie

    antwoord = verhaal.post("/besluiten", lichaam, status=400)

    assert reden in antwoord["fouten"][0]["reden"]
    assert verhaal.positie == positie


# --- S3: the gate --------------------------------------------------------------------------------------------------


def test_niets_naar_aanbieders_voordat_alle_raden_hebben_besloten(verhaal: Verhaal) -> None:
    """S3:522-528: decided, which need not be agreed; who is missing is named."""
    gemeenten = [f"{code}" for code in range(9025, 9034)]
    regio(verhaal, gemeenten)
    verhaal.op("2018-05-01")
    raden = {"orgaan": "RAAD", "gemeenten": gemeenten, "rol": "STELT_VAST", "regel": "ALLE"}
    poort = {
        "kanaal": "SERVICEBUREAU",
        "doelgroep": "AANBIEDERS",
        "orgaan": "RAAD",
        "rol": "STELT_VAST",
    }
    pad = besluit(verhaal, "2018-05-01", [raden], poorten=[poort])
    for gemeente in gemeenten[:8]:
        verhaal.post(f"{pad}/uitspraken", uitspraak("2018-05-01", "RAAD", gemeente=gemeente))
    naar_buiten = {
        "ingangsdatum": "2018-05-01",
        "kanaal": "SERVICEBUREAU",
        "doelgroep": "AANBIEDERS",
    }

    antwoord = verhaal.post(f"{pad}/bekendmakingen", naar_buiten, status=409)
    assert antwoord["regels"][0]["code"] == "bekendmaking-voor-poort"
    assert antwoord["regels"][0]["waarden"]["ontbreekt"] == f"RAAD {gemeenten[8]}"
    binnen = {**naar_buiten, "kanaal": "RAADSINFORMATIE", "doelgroep": "RADEN"}
    verhaal.post(f"{pad}/bekendmakingen", binnen)
    toch = {**naar_buiten, "afwijking": afwijking("bekendmaking-voor-poort")}
    gemerkt = verhaal.post(f"{pad}/bekendmakingen", toch)["besluit"]
    assert [b["voorPoort"] for b in gemerkt["bekendmakingen"]] == [False, True]

    verhaal.op("2018-06-01")
    verhaal.post(
        f"{pad}/uitspraken", uitspraak("2018-06-01", "RAAD", "VERWORPEN", gemeente=gemeenten[8])
    )
    open_ = verhaal.post(f"{pad}/bekendmakingen", {**naar_buiten, "ingangsdatum": "2018-06-01"})
    assert open_["besluit"]["bekendmakingen"][-1]["voorPoort"] is False
    assert open_["besluit"]["status"] == "VERWORPEN"


# --- what a regime asks before an act --------------------------------------------------------------------------------


def vereist(handeling: str, regel: str, rol: str = "TOESTEMMING") -> dict[str, Any]:
    eis = {"handelingen": [handeling], "orgaan": "COLLEGE", "rol": rol, "regel": regel}
    return {"vereisten": [eis]}


def test_een_wijziging_vraagt_instemming_van_alle_gemeenten(verhaal: Verhaal) -> None:
    """S1:1236-1240: also of the gemeenten that are not in this contract; the refusal names who is missing."""
    verhaal.wereld(**vereist("contract.herzien", "ALLE"))
    contract = verhaal.contract()
    verhaal.op("2024-03-01")
    wijziging = herziening("2024-04-01", "101.00")

    zonder = verhaal.post(f"{contract}/herzieningen", wijziging, status=409)
    assert [r["code"] for r in zonder["regels"]] == ["besluit-ontbreekt"]
    assert zonder["regels"][0]["waarden"]["ontbreekt"] == "COLLEGE 9001, COLLEGE 9002"

    groep = {**COLLEGES, "rol": "TOESTEMMING", "regel": "ALLE"}
    pad = besluit(verhaal, "2024-03-01", [groep], onderwerp="Tarief per 1 april")
    met = {**wijziging, "besluitId": pad.rsplit("/", 1)[1]}
    verhaal.post(f"{pad}/uitspraken", uitspraak("2024-03-01", "COLLEGE", gemeente="9001"))
    half = verhaal.post(f"{contract}/herzieningen", met, status=409)
    assert half["regels"][0]["waarden"]["ontbreekt"] == "COLLEGE 9002"
    verhaal.post(f"{pad}/uitspraken", uitspraak("2024-03-01", "COLLEGE", gemeente="9002"))
    gedaan = verhaal.post(f"{contract}/herzieningen", met)

    gevolgen = verhaal.get(f"{pad}/gevolgen", geldigOp="2024-04-01")["resultaten"]
    assert [g["id"] for g in gevolgen] == [gedaan["gebeurtenis"]["id"]]
    assert (gevolgen[0]["aard"], gevolgen[0]["diepte"]) == ("BESLUIT", 1)


def test_een_besluit_na_de_ingangsdatum_draagt_de_handeling_niet(verhaal: Verhaal) -> None:
    verhaal.wereld(**vereist("contract.herzien", "ELK"))
    contract = verhaal.contract()
    verhaal.op("2024-06-01")
    pad = besluit(verhaal, "2024-01-01", [{**COLLEGES, "regel": "ELK"}])
    verhaal.post(f"{pad}/uitspraken", uitspraak("2024-05-01", "COLLEGE", gemeente="9001"))
    besluit_id = pad.rsplit("/", 1)[1]

    te_vroeg = {**herziening("2024-04-01", "101.00"), "besluitId": besluit_id}
    assert verhaal.weigering(f"{contract}/herzieningen", te_vroeg) == ["besluit-ontbreekt"]
    op_tijd = {**herziening("2024-05-01", "101.00"), "besluitId": besluit_id}
    verhaal.post(f"{contract}/herzieningen", op_tijd)


def test_instemming_die_later_wegvalt_verandert_niets_en_valt_op(verhaal: Verhaal) -> None:
    """Interface.md 2: a ground that falls away later never undoes a fact; as known before it was in order."""
    verhaal.wereld(**vereist("contract.herzien", "ELK"))
    contract = verhaal.contract()
    verhaal.op("2024-03-01")
    pad = besluit(verhaal, "2024-03-01", [{**COLLEGES, "regel": "ELK"}])
    ja = uitspraak("2024-03-01", "COLLEGE", gemeente="9001")
    nummer = verhaal.post(f"{pad}/uitspraken", ja)["gebeurtenis"]["volgnummer"]
    wijziging = {**herziening("2024-04-01", "101.00"), "besluitId": pad.rsplit("/", 1)[1]}
    verhaal.post(f"{contract}/herzieningen", wijziging)
    verhaal.op("2024-05-01")

    verhaal.post(f"{pad}/correcties", correctie(zet(nummer)))

    nu = verhaal.get(contract)
    assert [s["code"] for s in nu["signalen"]] == ["besluit-ontbreekt"]
    assert "COLLEGE 9001" in nu["signalen"][0]["detail"]
    assert nu["tarieven"][0]["tarief"] == "101.00"
    assert verhaal.get(contract, beschikbaarOp="2024-04-30")["signalen"] == []


def test_zonder_instemming_kan_het_vastgelegd_worden_en_staat_het_op_de_lijst(
    verhaal: Verhaal,
) -> None:
    """H21: which contract changes lacked the consent of all gemeenten?"""
    verhaal.wereld(**vereist("contract.herzien", "ALLE"))
    contract = verhaal.contract()
    verhaal.op("2024-03-01")
    toch = {**herziening("2024-04-01", "101.00"), "afwijking": afwijking("besluit-ontbreekt")}

    verhaal.post(f"{contract}/herzieningen", toch)

    lijst = verhaal.get("/afwijkingen", regel="besluit-ontbreekt", geldigOp="2024-04-01")
    assert [a["soort"] for a in lijst["resultaten"]] == ["contract.herzien"]
    assert (
        verhaal.get("/afwijkingen", regel="niet-toegelaten", geldigOp="2024-04-01")["aantal"] == 0
    )
    verhaal.get("/afwijkingen", regel="bestaat-niet", verwacht=400)


def test_een_go_no_go_vraagt_het_college_van_elke_gemeente_die_het_aangaat(
    verhaal: Verhaal,
) -> None:
    """S0:105; domein.md A.7: decided per gemeente."""
    verhaal.wereld(
        **vereist("inkooptraject.beslissing_genomen", "ELK", "BESLIST"),
        beslismomenten=[{"code": "go-no-go-2025"}],
    )
    verhaal.op("2025-05-20")
    beslissing = {"ingangsdatum": "2025-05-20", "beslismoment": "go-no-go-2025", "uitkomst": "GO"}
    weg = f"/inkooptrajecten/{verhaal.traject}/beslissingen"
    pad = besluit(verhaal, "2025-05-01", [{**COLLEGES, "regel": "ELK"}])
    verhaal.post(f"{pad}/uitspraken", uitspraak("2025-05-13", "COLLEGE", gemeente="9001"))
    met = {**beslissing, "besluitId": pad.rsplit("/", 1)[1]}

    half = verhaal.post(weg, met, status=409)
    assert half["regels"][0]["waarden"]["ontbreekt"] == "COLLEGE 9002"
    verhaal.post(weg, {**met, "gemeenten": ["9001"]})
    verhaal.post(weg, {**beslissing, "uitkomst": "AANGEHOUDEN"})


def test_een_correctie_met_vervanging_vraagt_hetzelfde_besluit(verhaal: Verhaal) -> None:
    verhaal.wereld(**vereist("contract.herzien", "ELK"))
    contract = verhaal.contract()
    verhaal.op("2024-03-01")
    pad = besluit(verhaal, "2024-03-01", [{**COLLEGES, "regel": "ELK"}])
    verhaal.post(f"{pad}/uitspraken", uitspraak("2024-03-01", "COLLEGE", gemeente="9001"))
    besluit_id = pad.rsplit("/", 1)[1]
    met = {**herziening("2024-04-01", "101.00"), "besluitId": besluit_id}
    nummer = verhaal.post(f"{contract}/herzieningen", met)["gebeurtenis"]["volgnummer"]

    zonder = correctie(zet(nummer, "herzieningen", herziening("2024-04-01", "102.00")))
    assert verhaal.weigering(f"{contract}/correcties", zonder) == ["besluit-ontbreekt"]
    goed = {**herziening("2024-04-01", "102.00"), "besluitId": besluit_id}
    verhaal.post(f"{contract}/correcties", correctie(zet(nummer, "herzieningen", goed)))


def test_wie_een_besluit_noemt_dat_er_niet_is_krijgt_te_horen_welk(verhaal: Verhaal) -> None:
    verhaal.wereld()
    contract = verhaal.contract()
    verhaal.op("2024-03-01")
    onbekend = "00000000-0000-4000-8000-000000000000"

    antwoord = verhaal.post(
        f"{contract}/herzieningen",
        {**herziening("2024-04-01", "101.00"), "besluitId": onbekend},
        status=409,
    )

    assert antwoord["regels"][0]["code"] == "verwijzing-onbekend"
    assert onbekend in antwoord["detail"]


def test_een_besluit_over_iets_anders_draagt_de_handeling_niet(verhaal: Verhaal) -> None:
    verhaal.wereld(**vereist("contract.herzien", "ELK"))
    contract = verhaal.contract()
    verhaal.op("2024-03-01")
    betreft = {"handelingen": ["contract.verlengd"]}
    pad = besluit(verhaal, "2024-03-01", [{**COLLEGES, "regel": "ELK"}], betreft=betreft)
    verhaal.post(f"{pad}/uitspraken", uitspraak("2024-03-01", "COLLEGE", gemeente="9001"))
    met = {**herziening("2024-04-01", "101.00"), "besluitId": pad.rsplit("/", 1)[1]}

    antwoord = verhaal.post(f"{contract}/herzieningen", met, status=409)

    assert "gaat niet over deze handeling" in antwoord["detail"]
