"""The gemeenten per 1 January, the known mergers, and fictitious codes in a demo only."""

from datetime import date

import pytest

from infrastructure.gemeenten import _lees, _ontleed, bestaat, gemeenten, naam

AANTAL = {
    2015: 393,
    2016: 390,
    2017: 388,
    2018: 380,
    2019: 355,
    2020: 355,
    2021: 352,
    2022: 345,
    2023: 342,
    2024: 342,
    2025: 342,
    2026: 342,
}


@pytest.mark.parametrize(("jaar", "aantal"), AANTAL.items())
def test_aantal_gemeenten_op_1_januari(jaar: int, aantal: int) -> None:
    assert len(gemeenten(dag=date(jaar, 1, 1))) == aantal


def test_weesp_verdwijnt_halverwege_het_jaar() -> None:
    assert bestaat(code="0457", dag=date(2022, 3, 23))
    assert not bestaat(code="0457", dag=date(2022, 3, 24))
    assert len(gemeenten(dag=date(2022, 3, 24))) == 344


@pytest.mark.parametrize(
    ("nieuw", "omschrijving", "dag", "opgegaan"),
    [
        ("1940", "De Fryske Marren", date(2015, 7, 1), ["1921"]),
        ("1942", "Gooise Meren", date(2016, 1, 1), ["0381", "0424", "0425"]),
        ("1948", "Meierijstad", date(2017, 1, 1), ["0844", "0846", "0860"]),
        ("1963", "Hoeksche Waard", date(2019, 1, 1), ["0584", "0585", "0588", "0611", "0617"]),
        ("1978", "Molenlanden", date(2019, 1, 1), ["0689", "1927"]),
        ("1979", "Eemsdelta", date(2021, 1, 1), ["0003", "0010", "0024"]),
        ("1980", "Dijk en Waard", date(2022, 1, 1), ["0398", "0416"]),
        ("1982", "Land van Cuijk", date(2022, 1, 1), ["0756", "0786", "0815", "1684", "1702"]),
        ("1991", "Maashorst", date(2022, 1, 1), ["0856", "1685"]),
        ("1992", "Voorne aan Zee", date(2023, 1, 1), ["0501", "0530", "0614"]),
    ],
)
def test_een_samenvoeging_gaat_in_op_een_dag(
    nieuw: str, omschrijving: str, dag: date, opgegaan: list[str]
) -> None:
    dag_ervoor = date.fromordinal(dag.toordinal() - 1)

    assert naam(code=nieuw) == omschrijving
    assert bestaat(code=nieuw, dag=dag)
    assert not bestaat(code=nieuw, dag=dag_ervoor)
    for code in opgegaan:
        assert bestaat(code=code, dag=dag_ervoor)
        assert not bestaat(code=code, dag=dag)
        assert naam(code=code) is not None


@pytest.mark.parametrize(
    ("code", "omschrijving"),
    [
        ("0014", "Groningen"),
        ("0363", "Amsterdam"),
        ("0505", "Dordrecht"),
        ("0518", "'s-Gravenhage"),
        ("0796", "'s-Hertogenbosch"),
        ("1783", "Westland"),
        ("1900", "Súdwest-Fryslân"),
    ],
)
def test_een_gemeente_die_al_die_jaren_bestaat(code: str, omschrijving: str) -> None:
    assert naam(code=code) == omschrijving
    assert bestaat(code=code, dag=date(2015, 1, 1))
    assert bestaat(code=code, dag=date(2034, 12, 31))


def test_voor_2015_kent_de_lijst_geen_gemeente() -> None:
    assert not bestaat(code="0363", dag=date(2014, 12, 31))
    assert gemeenten(dag=date(2014, 12, 31)) == ()


@pytest.mark.parametrize("code", ["", "505", "00505", "1999", "0000", "5050", "\u0660505"])
def test_een_onbekende_code_bestaat_niet(code: str) -> None:
    assert not bestaat(code=code, dag=date(2025, 1, 1), demo=True)
    assert naam(code=code, demo=True) is None


def test_een_fictieve_gemeente_bestaat_alleen_in_een_demo() -> None:
    dag = date(2025, 1, 1)
    fictief = [gemeente for gemeente in gemeenten(dag=dag, demo=True) if gemeente.code >= "9000"]

    assert [gemeente.code for gemeente in fictief] == [f"90{nummer:02}" for nummer in range(1, 35)]
    for gemeente in fictief:
        assert gemeente.naam.endswith(" (fictief)")
        assert bestaat(code=gemeente.code, dag=dag, demo=True)
        assert not bestaat(code=gemeente.code, dag=dag)
        assert naam(code=gemeente.code) is None


def test_in_een_demo_bestaan_de_echte_gemeenten_ook() -> None:
    assert bestaat(code="0505", dag=date(2025, 1, 1), demo=True)
    assert len(gemeenten(dag=date(2025, 1, 1), demo=True)) == 342 + 34


def test_een_echte_naam_is_nooit_als_fictief_gemerkt() -> None:
    namen = [gemeente.naam for gemeente in _lees(bestand="gemeenten.csv", fictief=False).values()]

    assert not any("fictief" in omschrijving for omschrijving in namen)
    assert all(omschrijving == omschrijving.strip() for omschrijving in namen)


@pytest.mark.parametrize(
    ("rijen", "fictief", "reden"),
    [
        ("9001;Demodorp;2015-01-01;", False, "geen geldige gemeentecode"),
        ("0505;Dordrecht;2015-01-01;", True, "geen geldige gemeentecode"),
        ("505;Dordrecht;2015-01-01;", False, "geen geldige gemeentecode"),
        ("0505;;2015-01-01;", False, "heeft geen naam"),
        ("0505;Dordrecht;2015-01-01;2015-01-01", False, "eindigt voor het begint"),
        ("0505;Dordrecht;1-1-2015;", False, "is geen gemeente"),
        ("0505;Dordrecht;2015-01-01", False, "is geen gemeente"),
        ("0505;Dordrecht;2015-01-01;\n0505;Dordt;2015-01-01;", False, "twee keer"),
    ],
)
def test_een_foute_rij_wordt_geweigerd(rijen: str, fictief: bool, reden: str) -> None:  # noqa: FBT001
    with pytest.raises(ValueError, match=reden):
        _ontleed(bestand="proef.csv", tekst=f"code;naam;van;tot\n{rijen}\n", fictief=fictief)


def test_een_andere_kop_wordt_geweigerd() -> None:
    with pytest.raises(ValueError, match="de kop is"):
        _ontleed(bestand="proef.csv", tekst="naam;code;van;tot\n", fictief=False)
