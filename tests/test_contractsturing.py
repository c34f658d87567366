"""Agreements, talks, findings, plans and sanctions on a contract: terms, rules, closing, taking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from application.toegang import Rol
from tests.formulierhulp import kantoor
from tests.hulp import (
    Verhaal,
    afwijking,
    correctie,
    herziening,
    intrekking,
    opzegging,
    verteld,
    zet,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Engine

ONBEKEND = str(uuid4())
DOELEN = [{"code": "D3", "omschrijving": "Jeugdigen krijgen tijdig hulp"}]
REGELING = {"opdrachtgever": {"maanden": 1}, "opdrachtnemer": {"maanden": 1}}


@pytest.fixture
def verhaal(engine: Engine) -> Iterator[Verhaal]:
    with verteld(engine) as begonnen:
        begonnen.wereld(doelen=DOELEN)
        begonnen.op("2023-01-02")
        yield begonnen


# --- bodies ------------------------------------------------------------------------------------------------------


def afspraak(dag: str = "2023-01-01", code: str = "W1", **anders: object) -> dict[str, object]:
    return {
        "ingangsdatum": dag,
        "code": code,
        "omschrijving": "Wachttijd in dagen",
        "afspraaksoort": "KPI",
        **anders,
    }


def gesprek(dag: str, **anders: object) -> dict[str, object]:
    return {"ingangsdatum": dag, "onderwerp": "jaargesprek", **anders}


def constatering(dag: str = "2024-02-01", **anders: object) -> dict[str, object]:
    return {
        "ingangsdatum": dag,
        "geconstateerd": "de wachttijd is te lang",
        "ernst": "ERNSTIG",
        **anders,
    }


def verbetertraject(dag: str, *nummers: int, **anders: object) -> dict[str, object]:
    return {
        "ingangsdatum": dag,
        "constateringen": list(nummers),
        "beoogdResultaat": "zes weken",
        "uiterlijk": "2024-12-31",
        **anders,
    }


def sanctie(dag: str, soort: str, **anders: object) -> dict[str, object]:
    return {"ingangsdatum": dag, "sanctiesoort": soort, "grond": "CS 3.19.1", **anders}


def korting(dag: str, percentage: str = "2.50", **anders: object) -> dict[str, object]:
    return sanctie(dag, "KORTING", percentage=percentage, constatering=2, **anders)


def afsluiting(dag: str, volgnummer: int, uitkomst: str, **anders: object) -> dict[str, object]:
    return {"ingangsdatum": dag, "volgnummer": volgnummer, "uitkomst": uitkomst, **anders}


def met_constatering(verhaal: Verhaal, **anders: object) -> str:
    """Record a contract with a finding of 1 February 2024 (registratie 2); give its path."""
    pad = verhaal.contract(**anders)
    verhaal.op("2024-02-02")
    verhaal.post(f"{pad}/constateringen", constatering())
    return pad


def sturing(verhaal: Verhaal, pad: str, dag: str) -> Any:
    return verhaal.get(pad, geldigOp=dag)["sturing"]


def codes(verhaal: Verhaal, pad: str, dag: str) -> list[str]:
    """Give the signals of the steering on a day, in order."""
    gevonden = [s["code"] for s in verhaal.get(pad, geldigOp=dag)["signalen"]]
    eigen = {
        "term-verstreken",
        "korting-loopt",
        "norm-niet-gehaald",
        "sanctie-zonder-constatering",
    }
    return [code for code in gevonden if code in eigen]


# --- the course --------------------------------------------------------------------------------------------------


def test_van_afspraak_tot_sanctie_en_terug(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    for dag, pad, lichaam in (
        ("2023-01-02", "afspraken", afspraak(doel="D3", uiterlijk="2023-12-31")),
        ("2024-01-15", "afsluitingen", afsluiting("2024-01-15", 2, "NIET_GEHAALD")),
        ("2024-02-01", "gesprekken", gesprek("2024-02-01", vervolgUiterlijk="2024-03-01")),
        ("2024-02-01", "constateringen", constatering(afspraak="W1")),
        ("2024-02-15", "verbetertrajecten", verbetertraject("2024-02-15", 5)),
        ("2024-06-01", "sancties", {**korting("2024-06-01"), "constatering": 5}),
        ("2024-12-20", "afsluitingen", afsluiting("2024-12-20", 6, "GEHAALD")),
        ("2024-12-20", "afsluitingen", afsluiting("2024-12-20", 7, "HERSTELD")),
        ("2024-12-20", "afsluitingen", afsluiting("2024-12-20", 5, "HERSTELD")),
    ):
        verhaal.op(dag)
        verhaal.post(f"{k}/{pad}", lichaam)

    toen, nu = sturing(verhaal, k, "2024-06-01"), sturing(verhaal, k, "2024-12-20")

    standen = [
        (naam, i["volgnummer"], i["stand"], i["termijn"]) for naam, w in toen.items() for i in w
    ]
    assert standen == [
        ("afspraken", 2, "AFGESLOTEN", "2023-12-31"),
        ("gesprekken", 4, "OPEN", "2024-03-01"),
        ("constateringen", 5, "OPEN", None),
        ("verbetertrajecten", 6, "OPEN", "2024-12-31"),
        ("sancties", 7, "OPEN", None),
    ]
    assert toen["afspraken"][0]["afsluiting"] == {
        "volgnummer": 3,
        "ingangsdatum": "2024-01-15",
        "uitkomst": "NIET_GEHAALD",
        "toelichtingUitkomst": None,
    }
    assert [i["stand"] for w in nu.values() for i in w] == [
        "AFGESLOTEN",
        "OPEN",
        *["AFGESLOTEN"] * 3,
    ]
    assert nu["sancties"][0]["afsluiting"]["uitkomst"] == "HERSTELD"
    assert codes(verhaal, k, "2024-06-01") == ["term-verstreken", "korting-loopt"]
    assert verhaal.leesfouten() == []


def test_een_contract_zonder_sturing_zegt_dat_ook(verhaal: Verhaal) -> None:
    stand = verhaal.get(verhaal.contract())

    assert set(stand["sturing"]) == {
        "afspraken",
        "gesprekken",
        "constateringen",
        "verbetertrajecten",
        "sancties",
    }
    assert not any(stand["sturing"].values())


def test_dezelfde_code_vervangt_de_afspraak_vanaf_haar_dag(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/afspraken", afspraak(norm={"richting": "MAXIMAAL", "waarde": "42"}))
    verhaal.post(f"{k}/afspraken", afspraak(code="R1", afspraaksoort="RAPPORTAGE"))
    verhaal.post(
        f"{k}/afspraken", afspraak("2024-01-01", norm={"richting": "MAXIMAAL", "waarde": "35"})
    )

    voor, na = sturing(verhaal, k, "2023-12-31"), sturing(verhaal, k, "2024-01-01")

    assert [(a["code"], a["volgnummer"]) for a in voor["afspraken"]] == [("W1", 2), ("R1", 3)]
    assert voor["afspraken"][0]["norm"]["waarde"] == "42"
    assert [(a["code"], a["volgnummer"]) for a in na["afspraken"]] == [("R1", 3), ("W1", 4)]
    assert verhaal.weigering(f"{k}/afsluitingen", afsluiting("2024-02-01", 2, "GEHAALD")) == [
        "verwijzing-onbekend"
    ]


def test_een_herhaalde_afspraak_gaat_per_termijn(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    herhaald = afspraak(uiterlijk="2023-01-31", herhaling={"maanden": 1})
    verhaal.post(f"{k}/afspraken", herhaald)
    verhaal.op("2023-03-10")
    verhaal.post(f"{k}/afsluitingen", afsluiting("2023-03-10", 2, "GEHAALD"))
    verhaal.post(f"{k}/afsluitingen", afsluiting("2023-03-10", 2, "NIET_GEHAALD"))

    (een,) = sturing(verhaal, k, "2023-03-10")["afspraken"]
    verhaal.post(f"{k}/afsluitingen", afsluiting("2023-04-01", 2, "VERVALLEN"))
    (daarna,) = sturing(verhaal, k, "2023-04-01")["afspraken"]

    # The 28th of February is not where March starts counting from.
    assert (een["stand"], een["termijn"], een["termijnenGehad"]) == ("OPEN", "2023-03-31", 2)
    assert een["afsluiting"]["uitkomst"] == "NIET_GEHAALD"
    assert codes(verhaal, k, "2023-02-28") == ["term-verstreken"]
    assert codes(verhaal, k, "2023-03-10") == []
    assert (daarna["stand"], daarna["termijn"]) == ("AFGESLOTEN", "2023-03-31")


def test_na_het_einde_begint_geen_nieuwe_termijn(verhaal: Verhaal) -> None:
    k = verhaal.contract(einddatum="2023-12-31")
    verhaal.post(f"{k}/afspraken", afspraak(uiterlijk="2023-12-31", herhaling={"maanden": 12}))
    verhaal.op("2025-01-10")
    verhaal.post(f"{k}/afsluitingen", afsluiting("2024-01-10", 2, "GEHAALD"))
    na_een = sturing(verhaal, k, "2024-01-10")["afspraken"][0]
    verhaal.post(f"{k}/afsluitingen", afsluiting("2025-01-10", 2, "GEHAALD"))
    na_twee = sturing(verhaal, k, "2025-01-10")["afspraken"][0]

    # The year after is one that began while the contract ran; none begins after that.
    assert (na_een["stand"], na_een["termijn"]) == ("OPEN", "2024-12-31")
    assert (na_twee["stand"], na_twee["termijn"]) == ("AFGESLOTEN", "2024-12-31")


def test_van_gesprekken_zonder_vervolg_blijven_de_laatste_tien(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/gesprekken", gesprek("2023-01-01", vervolgUiterlijk="2023-02-01"))
    for maand in range(1, 13):
        verhaal.post(f"{k}/gesprekken", gesprek(f"2023-{maand:02}-15"))

    alle = sturing(verhaal, k, "2023-12-31")["gesprekken"]
    verhaal.op("2024-01-02")
    verhaal.post(f"{k}/afsluitingen", afsluiting("2024-01-02", 2, "GEHAALD"))
    daarna = sturing(verhaal, k, "2024-01-02")["gesprekken"]

    assert [g["volgnummer"] for g in alle] == [2, *range(5, 15)]
    assert {g["stand"] for g in alle[1:]} == {"ZONDER_VERVOLG"}
    # What was closed is the oldest of those that ask nothing more.
    assert [g["volgnummer"] for g in daarna] == [*range(5, 15)]


# --- terms and signals -------------------------------------------------------------------------------------------

TERMIJNEN: dict[str, tuple[str, Mapping[str, object], str]] = {
    "afspraak": (
        "afspraken",
        afspraak("2024-03-01", uiterlijk="2024-04-30"),
        "Afspraak W1 (Wachttijd in dagen)",
    ),
    "gesprek": (
        "gesprekken",
        gesprek("2024-03-01", vervolgUiterlijk="2024-04-30"),
        "Vervolg op het gesprek van 2024-03-01 over jaargesprek",
    ),
    "constatering": (
        "constateringen",
        constatering("2024-03-01", herstelUiterlijk="2024-04-30"),
        "Herstel van de constatering (ernstig) van 2024-03-01",
    ),
    "verbetertraject": (
        "verbetertrajecten",
        verbetertraject("2024-03-01", 2, uiterlijk="2024-04-30"),
        "Het verbetertraject van 2024-03-01 afronden",
    ),
    "sanctie": (
        "sancties",
        sanctie(
            "2024-03-01",
            "TERUGVORDERING",
            bedrag="1250.00",
            constatering=2,
            betalenUiterlijk="2024-04-30",
        ),
        "Betaling van de terugvordering van 1250.00 euro van 2024-03-01",
    ),
}


@pytest.mark.parametrize("naam", TERMIJNEN)
def test_een_termijn_die_verstrijkt_zonder_afsluiting(verhaal: Verhaal, naam: str) -> None:
    k = met_constatering(verhaal)
    pad, lichaam, wat = TERMIJNEN[naam]
    verhaal.op("2024-06-01")
    verhaal.post(f"{k}/{pad}", lichaam)

    op_tijd = codes(verhaal, k, "2024-04-30")
    (laat,) = verhaal.get(k, geldigOp="2024-05-01")["signalen"]

    assert op_tijd == []
    assert (laat["code"], laat["titel"]) == ("term-verstreken", "Een termijn is verstreken")
    assert laat["detail"] == (
        f"{wat}: dat moest uiterlijk 2024-04-30, te laat sinds 2024-05-01. Leg vast wat het is geworden met een "
        "afsluiting van registratie 3."
    )


def test_een_korting_met_een_laatste_dag_eindigt_vanzelf(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/sancties", korting("2024-03-01", totEnMet="2024-05-31"))

    loopt = sturing(verhaal, k, "2024-05-31")["sancties"][0]
    voorbij = sturing(verhaal, k, "2024-06-01")["sancties"][0]

    assert (loopt["stand"], voorbij["stand"]) == ("OPEN", "AFGESLOTEN")
    assert voorbij["afsluiting"] is None
    assert codes(verhaal, k, "2024-05-31") == ["korting-loopt"]
    assert codes(verhaal, k, "2024-06-01") == []
    (signaal,) = verhaal.get(k, geldigOp="2024-05-31")["signalen"]
    assert signaal["detail"] == "Sinds 2024-03-01 wordt 2.50 % ingehouden, t/m 2024-05-31."
    (regel,) = verhaal.post(
        f"{k}/afsluitingen", afsluiting("2024-06-01", 3, "HERSTELD"), status=409
    )["regels"]
    assert (regel["code"], regel["detail"]) == (
        "opvolging-al-afgesloten",
        "Registratie 3 liep af op 2024-05-31. Klopt dat niet, trek dan die afsluiting in of corrigeer haar.",
    )


def test_een_korting_die_na_het_contract_doorloopt_eindigt_ook(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal, einddatum="2024-04-30")
    verhaal.post(f"{k}/sancties", korting("2024-03-01", totEnMet="2024-05-31"))

    stand = [verhaal.get(k, geldigOp=dag) for dag in ("2024-05-31", "2024-06-01")]

    assert [s["status"] for s in stand] == ["BEEINDIGD"] * 2
    assert [s["sturing"]["sancties"][0]["stand"] for s in stand] == ["OPEN", "AFGESLOTEN"]
    assert verhaal.leesfouten() == []


def test_een_korting_zonder_laatste_dag_loopt_tot_zij_is_afgesloten(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/sancties", korting("2024-03-01"))
    verhaal.op("2027-01-01")
    verhaal.post(f"{k}/afsluitingen", afsluiting("2027-01-01", 3, "HERSTELD"))

    assert codes(verhaal, k, "2026-12-31") == ["korting-loopt"]
    assert codes(verhaal, k, "2027-01-01") == []


def indicator(verhaal: Verhaal) -> str:
    lichaam = {
        "ingangsdatum": "2023-01-01",
        "regioId": verhaal.regio,
        "code": "wachttijd",
        "naam": "Wachttijd",
        "eenheid": "DAGEN",
        "gewenst": "LAGER",
    }
    pad: str = verhaal.post("/indicatoren", lichaam)["indicator"]["id"]
    return pad


def meting(dag: str, periode: str, waarde: str, **anders: object) -> dict[str, object]:
    return {
        "ingangsdatum": dag,
        "peilperiode": periode,
        "waarde": waarde,
        "bron": "GGK",
        **anders,
    }


def test_de_nieuwste_meting_wordt_langs_de_norm_gelegd(verhaal: Verhaal) -> None:
    k, i = verhaal.contract(), indicator(verhaal)
    norm = {"richting": "MAXIMAAL", "waarde": "42"}
    verhaal.post(f"{k}/afspraken", afspraak(indicator=i, norm=norm))
    verhaal.op("2026-01-15")
    for lichaam in (
        meting("2024-01-15", "2023", "50.5"),
        meting("2025-01-15", "2024", "42"),
        meting("2026-01-15", "2025", "43", voorlopig=True),
    ):
        verhaal.post(f"/indicatoren/{i}/metingen", lichaam)

    assert codes(verhaal, k, "2024-01-14") == []
    assert codes(verhaal, k, "2024-01-15") == ["norm-niet-gehaald"]
    assert codes(verhaal, k, "2025-01-15") == []
    (signaal,) = verhaal.get(k, geldigOp="2026-01-15")["signalen"]
    assert signaal["detail"] == (
        "Afspraak W1 vraagt hoogstens 42; de laatste meting van wachttijd is 43 over 2025 (voorlopig)."
    )
    verhaal.post(f"{k}/afsluitingen", afsluiting("2026-01-15", 2, "VERVALLEN"))
    assert codes(verhaal, k, "2026-01-15") == []


def test_zonder_cijfer_van_de_regio_telt_dat_van_elke_gemeente(verhaal: Verhaal) -> None:
    k, i = verhaal.contract(percelen=["P2"], gemeenten=["9001", "9002"]), indicator(verhaal)
    norm = {"richting": "MINIMAAL", "waarde": "42"}
    verhaal.post(f"{k}/afspraken", afspraak(indicator=i, norm=norm))
    verhaal.op("2024-01-15")
    for gemeente, waarde in (("9001", "60"), ("9002", "41.9")):
        lichaam = meting("2024-01-15", "2023", waarde, gemeente=gemeente)
        verhaal.post(f"/indicatoren/{i}/metingen", lichaam)

    (signaal,) = verhaal.get(k, geldigOp="2024-01-15")["signalen"]

    assert signaal["detail"] == (
        "Afspraak W1 vraagt ten minste 42; de laatste meting van wachttijd is 41.9 over 2023 in gemeente 9002."
    )


def test_voor_de_eerste_dag_vraagt_niets_aandacht(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/constateringen", constatering("2023-01-01"))
    verhaal.post(f"{k}/sancties", korting("2023-01-01"))

    assert codes(verhaal, k, "2022-12-31") == []
    assert codes(verhaal, k, "2023-01-01") == ["korting-loopt"]


# --- what is refused ---------------------------------------------------------------------------------------------

BOETE = {"bedrag": "500.00"}
GEWEIGERD: dict[str, tuple[str, Mapping[str, object], str, str]] = {
    "doel onbekend": ("afspraken", afspraak(doel="D9"), "verwijzing-onbekend", "ONMOGELIJK"),
    "indicator onbekend": (
        "afspraken",
        afspraak(indicator=ONBEKEND),
        "verwijzing-onbekend",
        "ONMOGELIJK",
    ),
    "gesprek over niets": (
        "gesprekken",
        gesprek("2024-03-01", afspraken=["W9"]),
        "verwijzing-onbekend",
        "ONMOGELIJK",
    ),
    "constatering bij niets": (
        "constateringen",
        constatering(afspraak="W9"),
        "verwijzing-onbekend",
        "ONMOGELIJK",
    ),
    "traject voor niets": (
        "verbetertrajecten",
        verbetertraject("2024-03-01", 9),
        "verwijzing-onbekend",
        "ONMOGELIJK",
    ),
    "traject voor de opening": (
        "verbetertrajecten",
        verbetertraject("2024-03-01", 1),
        "verwijzing-onbekend",
        "ONMOGELIJK",
    ),
    "sanctie op niets": (
        "sancties",
        sanctie("2024-03-01", "BOETE", constatering=9, **BOETE),
        "verwijzing-onbekend",
        "ONMOGELIJK",
    ),
    "boete zonder grond": (
        "sancties",
        sanctie("2024-03-01", "BOETE", **BOETE),
        "sanctie-zonder-constatering",
        "ONRECHTMATIG",
    ),
    "terugvordering zonder grond": (
        "sancties",
        sanctie("2024-03-01", "TERUGVORDERING", **BOETE),
        "sanctie-zonder-constatering",
        "ONRECHTMATIG",
    ),
    "korting zonder grond": (
        "sancties",
        sanctie("2024-03-01", "KORTING", percentage="5"),
        "sanctie-zonder-constatering",
        "ONRECHTMATIG",
    ),
    "te hoge korting": (
        "sancties",
        korting("2024-03-01", "5.01"),
        "korting-boven-maximum",
        "ONRECHTMATIG",
    ),
    "korting voor de constatering": (
        "sancties",
        korting("2024-01-31"),
        "verwijzing-onbekend",
        "ONMOGELIJK",
    ),
    "afsluiting van niets": (
        "afsluitingen",
        afsluiting("2024-03-01", 9, "GEHAALD"),
        "verwijzing-onbekend",
        "ONMOGELIJK",
    ),
    "afsluiting van de opening": (
        "afsluitingen",
        afsluiting("2024-03-01", 1, "GEHAALD"),
        "verwijzing-onbekend",
        "ONMOGELIJK",
    ),
    "afsluiting vooraf": (
        "afsluitingen",
        afsluiting("2024-01-31", 2, "HERSTELD"),
        "verwijzing-onbekend",
        "ONMOGELIJK",
    ),
    "andere uitkomst": (
        "afsluitingen",
        afsluiting("2024-03-01", 2, "BETAALD"),
        "uitkomst-ongepast",
        "ONMOGELIJK",
    ),
}


@pytest.mark.parametrize("naam", GEWEIGERD)
def test_wat_niet_kan_en_wat_niet_mag(verhaal: Verhaal, naam: str) -> None:
    k = met_constatering(verhaal)
    pad, lichaam, code, soort = GEWEIGERD[naam]
    positie = verhaal.positie

    (regel,) = verhaal.post(f"{k}/{pad}", lichaam, status=409)["regels"]

    assert (regel["code"], regel["soort"]) == (code, soort)
    assert verhaal.positie == positie
    toch = {**lichaam, "afwijking": afwijking(code)}
    if soort == "ONRECHTMATIG":
        verhaal.post(f"{k}/{pad}", toch)
        assert [a["regels"] for a in verhaal.get(k)["afwijkingen"]] == [[code]]
    else:
        assert code in verhaal.weigering(f"{k}/{pad}", toch)


def test_lopende_kortingen_tellen_samen(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/sancties", korting("2024-03-01", "3.00", totEnMet="2024-05-31"))

    verhaal.post(f"{k}/sancties", korting("2024-06-01", "4.00"))
    verhaal.post(f"{k}/sancties", korting("2024-03-15", "2.00", totEnMet="2024-04-30"))
    (regel,) = verhaal.post(f"{k}/sancties", korting("2024-06-02", "1.50"), status=409)["regels"]

    assert regel["code"] == "korting-boven-maximum"
    assert regel["detail"].startswith(
        "Hoogstens 5 % van de betalingen mag tijdelijk worden ingehouden; dit is 1.50 %, en met registratie 4 erbij "
        "5.50 %."
    )
    assert regel["feiten"] == [4]


def test_een_waarschuwing_vraagt_geen_constatering_en_geen_vervolg(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal)

    verhaal.post(f"{k}/sancties", sanctie("2024-03-01", "WAARSCHUWING"))

    (een,) = sturing(verhaal, k, "2024-03-01")["sancties"]
    assert een["stand"] == "ZONDER_VERVOLG"
    (regel,) = verhaal.post(
        f"{k}/afsluitingen", afsluiting("2024-03-02", 3, "HERSTELD"), status=409
    )["regels"]
    assert regel["detail"].startswith("Registratie 3 vraagt geen vervolg.")


def test_wat_is_afgesloten_sluit_niet_nog_eens(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/afsluitingen", afsluiting("2024-03-01", 2, "NIET_HERSTELD"))

    antwoord = verhaal.post(
        f"{k}/afsluitingen", afsluiting("2024-03-02", 2, "HERSTELD"), status=409
    )

    (regel,) = antwoord["regels"]
    assert (regel["code"], regel["feiten"]) == ("opvolging-al-afgesloten", [2])
    assert regel["detail"].startswith(
        "Registratie 2 is op 2024-03-01 afgesloten met NIET_HERSTELD (registratie 3)."
    )


def test_een_vroegere_afsluiting_neemt_de_plaats_van_de_latere_niet_stil(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/afsluitingen", afsluiting("2024-03-10", 2, "NIET_HERSTELD"))

    # It would leave the later one with nothing to close.
    codes_ = verhaal.weigering(f"{k}/afsluitingen", afsluiting("2024-03-01", 2, "HERSTELD"))

    assert codes_ == ["opvolging-al-afgesloten"]


@pytest.mark.parametrize("uitkomst", ["NIET_HERSTELD", "HERSTELD", "VERVALLEN"])
def test_op_een_afgesloten_constatering_kan_nog_een_sanctie_rusten(
    verhaal: Verhaal, uitkomst: str
) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/afsluitingen", afsluiting("2024-03-01", 2, uitkomst))
    lichaam = sanctie("2024-03-02", "BOETE", constatering=2, **BOETE)
    traject = verbetertraject("2024-03-02", 2)

    if uitkomst == "VERVALLEN":
        assert verhaal.weigering(f"{k}/sancties", lichaam) == ["sanctie-zonder-constatering"]
        assert verhaal.weigering(f"{k}/verbetertrajecten", traject) == ["verwijzing-onbekend"]
    else:
        verhaal.post(f"{k}/sancties", lichaam)
        verhaal.post(f"{k}/verbetertrajecten", traject)


FOUT: dict[str, tuple[str, Mapping[str, object]]] = {
    "termijn voor de dag": ("afspraken", afspraak("2024-03-01", uiterlijk="2024-02-29")),
    "herhaling zonder termijn": ("afspraken", afspraak(herhaling={"maanden": 3})),
    "vervolg voor het gesprek": (
        "gesprekken",
        gesprek("2024-03-01", vervolgUiterlijk="2024-02-29"),
    ),
    "herstel voor de constatering": (
        "constateringen",
        constatering(herstelUiterlijk="2024-01-31"),
    ),
    "traject zonder constatering": ("verbetertrajecten", verbetertraject("2024-03-01")),
    "traject met een dubbele": ("verbetertrajecten", verbetertraject("2024-03-01", 2, 2)),
    "traject dat eerder eindigt": ("verbetertrajecten", verbetertraject("2025-03-01", 2)),
    "korting zonder percentage": ("sancties", sanctie("2024-03-01", "KORTING", constatering=2)),
    "korting van niets": ("sancties", korting("2024-03-01", "0")),
    "korting met een bedrag": ("sancties", korting("2024-03-01", bedrag="1.00")),
    "boete zonder bedrag": ("sancties", sanctie("2024-03-01", "BOETE", constatering=2)),
    "boete van niets": ("sancties", sanctie("2024-03-01", "BOETE", bedrag="0.00")),
    "terugvordering met een percentage": (
        "sancties",
        sanctie("2024-03-01", "TERUGVORDERING", percentage="1", **BOETE),
    ),
    "boete tot en met": (
        "sancties",
        sanctie("2024-03-01", "BOETE", totEnMet="2024-04-01", **BOETE),
    ),
    "korting te betalen": ("sancties", korting("2024-03-01", betalenUiterlijk="2024-04-01")),
    "korting die eerder eindigt": ("sancties", korting("2024-03-01", totEnMet="2024-02-01")),
    "betalen voor de dag": (
        "sancties",
        sanctie("2024-03-01", "BOETE", betalenUiterlijk="2024-02-01", **BOETE),
    ),
    "naam van een ander veld": ("constateringen", {**constatering(), "bevinding": "x"}),
}


@pytest.mark.parametrize("naam", FOUT)
def test_wat_zichzelf_tegenspreekt_is_ongeldige_invoer(verhaal: Verhaal, naam: str) -> None:
    k = met_constatering(verhaal)
    pad, lichaam = FOUT[naam]

    antwoord = verhaal.post(f"{k}/{pad}", lichaam, status=400)

    assert len(antwoord["fouten"]) == 1


# --- after the end -----------------------------------------------------------------------------------------------


def test_na_het_einde_gaat_alleen_het_afmaken_door(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal, einddatum="2024-03-31")
    verhaal.op("2024-05-01")
    beeindigd = ["contract-al-beeindigd"]

    assert verhaal.weigering(f"{k}/afspraken", afspraak("2024-04-01")) == beeindigd
    traject = verbetertraject("2024-04-01", 2)
    assert verhaal.weigering(f"{k}/verbetertrajecten", traject) == beeindigd
    verhaal.post(f"{k}/gesprekken", gesprek("2024-04-01"))
    verhaal.post(f"{k}/constateringen", constatering("2024-04-02"))
    geld = sanctie("2024-04-03", "TERUGVORDERING", constatering=4, **BOETE)
    verhaal.post(f"{k}/sancties", geld)
    verhaal.post(f"{k}/afsluitingen", afsluiting("2024-04-04", 5, "BETAALD"))

    stand = verhaal.get(k, geldigOp="2024-04-04")
    assert (stand["status"], stand["einddatum"]) == ("BEEINDIGD", "2024-03-31")
    assert [s["stand"] for s in stand["sturing"]["sancties"]] == ["AFGESLOTEN"]
    assert [c["volgnummer"] for c in stand["sturing"]["constateringen"]] == [2, 4]


def test_een_opzegging_laat_geen_latere_afspraak_achter(verhaal: Verhaal) -> None:
    k = verhaal.contract(opzegregeling=REGELING)
    verhaal.post(f"{k}/afspraken", afspraak("2024-06-01"))

    codes_ = verhaal.weigering(f"{k}/opzeggingen", opzegging("2023-06-01", "2023-12-31"))

    assert codes_ == ["feiten-na-einde"]


def test_een_korting_verandert_niets_aan_looptijd_of_opzegging(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal, opzegregeling=REGELING)
    verhaal.post(f"{k}/opzeggingen", opzegging("2024-03-01", "2024-12-31"))
    verhaal.post(f"{k}/sancties", korting("2024-03-02", totEnMet="2025-06-30"))

    stand = verhaal.get(k, geldigOp="2025-01-01")

    assert (stand["status"], stand["beeindiging"]) == ("BEEINDIGD", "OPGEZEGD")
    assert stand["einddatum"] == "2024-12-31"


# --- taking back and correcting ----------------------------------------------------------------------------------

TERUG: dict[str, tuple[str, Mapping[str, object], str]] = {
    "afspraak": ("afspraken", afspraak("2024-03-01"), "afspraken"),
    "gesprek": ("gesprekken", gesprek("2024-03-01"), "gesprekken"),
    "constatering": ("constateringen", constatering("2024-03-01"), "constateringen"),
    "verbetertraject": (
        "verbetertrajecten",
        verbetertraject("2024-03-01", 2),
        "verbetertrajecten",
    ),
    "sanctie": ("sancties", korting("2024-03-01"), "sancties"),
}


@pytest.mark.parametrize("naam", TERUG)
@pytest.mark.parametrize("einddatum", ["2030-12-31", "2024-03-31"])
def test_een_intrekking_werkt_vanaf_haar_dag(verhaal: Verhaal, naam: str, einddatum: str) -> None:
    k = met_constatering(verhaal, einddatum=einddatum)
    pad, lichaam, lijst = TERUG[naam]
    verhaal.op("2024-03-02")
    verhaal.post(f"{k}/{pad}", lichaam)

    verhaal.op("2024-05-01")
    verhaal.post(f"{k}/intrekkingen", intrekking("2024-05-01", 3))

    def nummers(dag: str) -> list[int]:
        return [i["volgnummer"] for i in sturing(verhaal, k, dag)[lijst]]

    assert 3 in nummers("2024-04-30")
    assert 3 not in nummers("2024-05-01")
    regels = verhaal.get(f"{k}/gebeurtenissen")["resultaten"]
    assert [r["ingetrokkenDoor"] for r in regels if r["volgnummer"] == 3] == [4]
    weer = verhaal.weigering(f"{k}/intrekkingen", intrekking("2024-05-02", 3))
    assert weer == ["verwijzing-onbekend" if einddatum > "2024-05-02" else "contract-al-beeindigd"]
    assert verhaal.leesfouten() == []


def test_een_ingetrokken_afsluiting_opent_weer(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/afsluitingen", afsluiting("2024-03-01", 2, "HERSTELD"))
    verhaal.post(f"{k}/intrekkingen", intrekking("2024-04-01", 3))

    standen = [
        sturing(verhaal, k, dag)["constateringen"][0]["stand"]
        for dag in ("2024-02-29", "2024-03-31", "2024-04-01")
    ]

    assert standen == ["OPEN", "AFGESLOTEN", "OPEN"]
    verhaal.post(f"{k}/afsluitingen", afsluiting("2024-04-02", 2, "NIET_HERSTELD"))


def test_een_afspraak_die_de_vorige_verving_en_wordt_ingetrokken(verhaal: Verhaal) -> None:
    k = verhaal.contract()
    verhaal.post(f"{k}/afspraken", afspraak())
    verhaal.post(f"{k}/afspraken", afspraak("2024-01-01", omschrijving="Anders"))
    verhaal.post(f"{k}/intrekkingen", intrekking("2024-07-01", 3))

    nummers = [
        [a["volgnummer"] for a in sturing(verhaal, k, dag)["afspraken"]]
        for dag in ("2023-12-31", "2024-06-30", "2024-07-01")
    ]

    assert nummers == [[2], [3], [2]]


@pytest.mark.parametrize("hoe", ["intrekkingen", "afsluitingen"])
def test_valt_de_constatering_weg_dan_zegt_het_contract_dat_bij_de_sanctie(
    verhaal: Verhaal, hoe: str
) -> None:
    k = met_constatering(verhaal)
    boete = sanctie("2024-03-01", "BOETE", constatering=2, **BOETE)
    verhaal.post(f"{k}/sancties", boete)
    weg = {
        "intrekkingen": intrekking("2024-04-01", 2),
        "afsluitingen": afsluiting("2024-04-01", 2, "VERVALLEN"),
    }
    verhaal.post(f"{k}/{hoe}", weg[hoe])

    assert codes(verhaal, k, "2024-03-31") == []
    assert codes(verhaal, k, "2024-04-01") == ["sanctie-zonder-constatering"]
    verhaal.post(f"{k}/afsluitingen", afsluiting("2024-04-02", 3, "VERVALLEN"))
    assert codes(verhaal, k, "2024-04-02") == []


def test_een_constatering_onder_een_sanctie_gaat_alleen_samen_met_haar_weg(
    verhaal: Verhaal,
) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/sancties", korting("2024-03-01"))
    toen = verhaal.get(k, geldigOp="2024-03-01")

    alleen = verhaal.weigering(f"{k}/correcties", correctie(zet(2)))
    verhaal.op("2024-06-01")
    verhaal.post(f"{k}/correcties", correctie(zet(2), zet(3)))

    assert alleen == ["verwijzing-onbekend"]
    assert not any(sturing(verhaal, k, "2024-03-01").values())
    assert verhaal.get(k, **toen["tijdreis"]) == toen


def test_een_gecorrigeerde_constatering_houdt_haar_plaats(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/sancties", korting("2024-03-01"))
    toen = verhaal.get(k, geldigOp="2024-03-01")
    verhaal.op("2024-06-01")
    nieuw = {**constatering("2024-02-03"), "ernst": "LICHT"}
    verhaal.post(f"{k}/correcties", correctie(zet(2, "constateringen", nieuw)))
    # The number of the correctie leads to what stands there now, where a fact is referred to by volgnummer.
    verhaal.post(f"{k}/afsluitingen", afsluiting("2024-06-01", 4, "HERSTELD"))

    (een,) = sturing(verhaal, k, "2024-06-01")["constateringen"]

    assert (een["volgnummer"], een["ernst"], een["ingangsdatum"]) == (2, "LICHT", "2024-02-03")
    assert een["stand"] == "AFGESLOTEN"
    assert not sturing(verhaal, k, "2024-02-02")["constateringen"]
    assert verhaal.get(k, **toen["tijdreis"]) == toen


def test_herbouwd_is_het_hetzelfde(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/sancties", korting("2024-03-01", totEnMet="2024-05-31"))
    verhaal.post(f"{k}/intrekkingen", intrekking("2024-04-01", 3))
    voor = verhaal.get(f"{k}/historie")

    verhaal.herbouw()

    assert verhaal.get(f"{k}/historie") == voor


# --- who sees and records it -------------------------------------------------------------------------------------

VERBORGEN = {"verborgen": True, "reden": "niet zichtbaar voor deze rol"}


def test_de_raad_ziet_dat_het_er_is_maar_niet_wat_er_over_de_aanbieder_staat(
    verhaal: Verhaal,
) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/verbetertrajecten", verbetertraject("2024-03-01", 2))
    verhaal.post(f"{k}/sancties", korting("2024-03-01"))
    slot = afsluiting("2024-04-01", 2, "NIET_HERSTELD", toelichtingUitkomst="niets veranderd")
    verhaal.post(f"{k}/afsluitingen", slot)
    verhaal.op("2025-06-01")

    gezien = verhaal.get(k, als=Rol.RAAD)
    journaal = verhaal.get(f"{k}/gebeurtenissen", als=Rol.RAAD)["resultaten"]

    gestuurd = gezien["sturing"]
    assert gestuurd["constateringen"][0]["geconstateerd"] == VERBORGEN
    assert gestuurd["constateringen"][0]["afsluiting"]["toelichtingUitkomst"] == VERBORGEN
    assert gestuurd["constateringen"][0]["afsluiting"]["uitkomst"] == "NIET_HERSTELD"
    assert gestuurd["verbetertrajecten"][0]["beoogdResultaat"] == VERBORGEN
    assert gestuurd["verbetertrajecten"][0]["termijn"] == "2024-12-31"
    assert (gestuurd["sancties"][0]["grond"], gestuurd["sancties"][0]["percentage"]) == (
        VERBORGEN,
        "2.50",
    )
    assert [s["code"] for s in gezien["signalen"]] == ["term-verstreken", "korting-loopt"]
    for tekst in ("te lang", "zes weken", "3.19.1", "niets veranderd"):
        assert tekst not in str(gezien) + str(journaal)
    with kantoor(verhaal, Rol.RAAD) as raad:
        pagina = raad.open(k).tekst
    assert "Constatering, ernstig" in pagina
    assert "te lang" not in pagina
    assert "/afsluitingen" not in pagina


def test_de_auditor_legt_niets_vast(verhaal: Verhaal) -> None:
    k = verhaal.contract()

    verhaal.post(f"{k}/afspraken", afspraak(), status=403, als=Rol.AUDITOR)


def test_de_pagina_toont_eerst_wat_openstaat(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/afspraken", afspraak("2024-01-01", uiterlijk="2024-05-31", doel="D3"))
    verhaal.post(f"{k}/gesprekken", gesprek("2024-03-01", vervolgUiterlijk="2024-04-30"))
    verhaal.post(f"{k}/sancties", korting("2024-03-01", totEnMet="2024-04-15"))
    verhaal.post(f"{k}/sancties", sanctie("2024-03-01", "WAARSCHUWING"))
    verhaal.op("2024-05-15")

    with kantoor(verhaal) as bureau:
        pagina = bureau.open(k).tekst
        leeg = bureau.open(verhaal.contract(contractnummer="L")).tekst

    plekken = [
        pagina.index(tekst, pagina.index('id="kop-sturing"'))
        for tekst in (
            "Gesprek over jaargesprek",
            "te laat sinds",
            'Afspraak <span class="code">W1</span>',
            "Constatering, ernstig",
            "Afgesloten of zonder vervolg (2)",
            "vraagt geen vervolg",
            "afgelopen na",
        )
    ]
    assert plekken == sorted(plekken)
    assert f'href="/vastleggen{k}/afsluitingen?volgnummer=4"' in pagina
    assert "kop-sturing" not in leeg


def test_de_tijdlijn_toont_alleen_wat_de_voorwaarden_raakt(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal)
    meer = {"geraamdeJaarwaarde": "300000.00"}
    verhaal.post(f"{k}/herzieningen", herziening("2024-02-10", wijzigingen=meer))
    verhaal.post(f"{k}/gesprekken", gesprek("2024-03-01"))

    with kantoor(verhaal) as bureau:
        pagina = bureau.open(k).tekst

    tabel = pagina[pagina.index("Het verloop per strook dagen") : pagina.index("kop-sturing")]
    assert tabel.count('<span class="bolletje">') == 3  # begin, herziening, end
    assert "registratie-3" in tabel
    assert "registratie-4" not in tabel


FORMULIEREN: dict[str, tuple[dict[str, str | list[str]], str]] = {
    "afspraken": (
        {
            "ingangsdatum": "2024-03-01",
            "code": "W2",
            "omschrijving": "Elk kwartaal cijfers",
            "afspraaksoort": "RAPPORTAGE",
            "doel": "D3",
            "uiterlijk": "2024-03-31",
            "herhaling.maanden": "3",
        },
        "afspraken",
    ),
    "gesprekken": (
        {"ingangsdatum": "2024-03-01", "onderwerp": "wachttijd", "afspraken": ["W1"]},
        "gesprekken",
    ),
    "constateringen": (
        {
            "ingangsdatum": "2024-03-01",
            "afspraak": "W1",
            "geconstateerd": "weer te lang",
            "ernst": "LICHT",
        },
        "constateringen",
    ),
    "verbetertrajecten": (
        {
            "ingangsdatum": "2024-03-01",
            "constateringen": ["2"],
            "beoogdResultaat": "zes weken",
            "uiterlijk": "2024-09-30",
        },
        "verbetertrajecten",
    ),
    "sancties": (
        {
            "ingangsdatum": "2024-03-01",
            "sanctiesoort": "KORTING",
            "constatering": "2",
            "percentage": "5.00",
            "grond": "CS 3.19.1",
        },
        "sancties",
    ),
}


@pytest.mark.parametrize("pad", FORMULIEREN)
def test_elke_handeling_heeft_een_formulier(verhaal: Verhaal, pad: str) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/afspraken", afspraak())
    velden, lijst = FORMULIEREN[pad]

    with kantoor(verhaal) as bureau:
        formulier = bureau.open(f"/vastleggen{k}/{pad}")
        bekeken = formulier.bekijk(velden)
        gedaan = bekeken.leg_vast()

    assert gedaan.status == 200, gedaan.tekst
    assert len(sturing(verhaal, k, "2024-03-01")[lijst]) == (
        2 if lijst in {"afspraken", "constateringen"} else 1
    )


def test_het_formulier_van_een_afsluiting_kiest_uit_wat_openstaat(verhaal: Verhaal) -> None:
    k = met_constatering(verhaal)
    verhaal.post(f"{k}/afspraken", afspraak())
    verhaal.post(f"{k}/afsluitingen", afsluiting("2024-02-02", 3, "GEHAALD"))

    with kantoor(verhaal) as bureau:
        formulier = bureau.open(f"/vastleggen{k}/afsluitingen?volgnummer=2")
        keus = formulier.waarde("volgnummer")
        formulier.leg_vast({"ingangsdatum": "2024-02-02", "uitkomst": "HERSTELD"})

    assert keus == "2"
    assert "nr. 2: ernstige constatering van 1-2-2024" in formulier.tekst
    assert "nr. 3: afspraak" not in formulier.tekst
    assert sturing(verhaal, k, "2024-02-02")["constateringen"][0]["stand"] == "AFGESLOTEN"
