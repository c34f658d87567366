"""A form is made from the command itself: every body goes into its fields and comes out the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.opdrachten import Opdrachtvorm, opdrachtvormen
from api.paginas.formulieren import Groep, Lijst, Rijen, Veld, Wissel, formulier, lees_formulier
from api.paginas.formulieren import vul_formulier as vul
from domain.soorten import SOORTEN
from infrastructure.feitmapper import Feitmapper
from tests.test_vastgelegde_feiten import VOORBEELDEN, regel

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from api.paginas.formulieren import Deel

VORMEN: dict[str, Opdrachtvorm] = {
    vorm.feit.feitnaam if vorm.feit else soort.naam_correctie: vorm
    for soort in SOORTEN
    for vorm in opdrachtvormen(soort=soort)
}
BODIES = [pad for pad in VOORBEELDEN if not pad.stem.startswith("register.")]
FEITEN = [pad for pad in BODIES if ".gecorrigeerd." not in pad.stem]


def lichaam(pad: Path) -> tuple[Opdrachtvorm, dict[str, Any]]:
    """Give the command of an example with the body that would record it."""
    voorbeeld = json.loads(pad.read_text(encoding="utf-8"))
    mapper = Feitmapper(soorten=SOORTEN)
    registratie = mapper.to_domain_event(regel(voorbeeld))
    inhoud = {
        **mapper.gegevens(registratie=registratie),
        **mapper.envelop(registratie=registratie),
    }
    return VORMEN[voorbeeld["soort"]], inhoud


def heen_en_weer(vorm: Opdrachtvorm, inhoud: dict[str, Any]) -> dict[str, Any]:
    terug, _ = lees_formulier(vorm=vorm, velden=vul(vorm=vorm, lichaam=inhoud))
    return terug


@pytest.mark.parametrize("pad", BODIES, ids=lambda pad: pad.stem)
def test_the_body_of_every_command_goes_into_its_form_and_comes_out_the_same(pad):
    vorm, inhoud = lichaam(pad)

    terug = heen_en_weer(vorm, inhoud)

    assert terug == inhoud
    vorm.van_object(waarde=terug)


@pytest.mark.parametrize("pad", FEITEN, ids=lambda pad: pad.stem)
def test_every_fact_can_be_put_right_in_the_form_of_a_correctie(pad):
    vorm, inhoud = lichaam(pad)
    vervanging = {n: w for n, w in inhoud.items() if n != "afwijking"} | {"soort": vorm.pad}
    correctie = {
        "soort": "FOUT",
        "reden": "verkeerd overgenomen",
        "registraties": [
            {"volgnummer": 2, "vervanging": vervanging},
            {"volgnummer": 3, "plaats": 1, "vervanging": None},
        ],
    }
    eigen = VORMEN[vorm.soort.naam_correctie]

    terug = heen_en_weer(eigen, correctie)

    assert terug == correctie
    eigen.van_object(waarde=terug)


# --- any body at all ---------------------------------------------------------------------------------------------

_TEKST = st.text(alphabet="abc\n é", min_size=1).map(str.strip).filter(bool)
_PER_INVOER: dict[str, st.SearchStrategy[Any]] = {
    "CODE": st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,5}", fullmatch=True),
    "DATUM": st.dates().map(str),
    "GELD": st.integers(-(10**9), 10**9).map(lambda n: f"{n}.05"),
    "GETAL": st.integers(0, 10**6),
    "ID": st.uuids().map(str),
    "JA_NEE": st.booleans(),
    "PERCENTAGE": st.integers(-99, 999).map(lambda n: f"{n}.25"),
    "TEKST": _TEKST,
}


def waarden(deel: Deel) -> st.SearchStrategy[Any]:
    """Give values of the shape that a part takes; whether a command would accept them does not matter here."""
    match deel:
        case Veld():
            enkel = st.sampled_from(deel.opties) if deel.opties else _PER_INVOER[deel.invoer]
            return st.none() | enkel if deel.leegwaarde is None else enkel
        case Lijst():
            leeg = deel.verplicht or deel.leegwaarde == []
            return st.lists(waarden(deel.een), min_size=0 if leeg else 1, max_size=3)
        case Rijen():
            vol = waarden(deel.een).filter(bool)
            leeg = deel.verplicht or deel.leegwaarde == []
            return st.lists(vol, min_size=0 if leeg else 1, max_size=2)
        case Wissel():
            return st.none() | st.sampled_from(sorted(deel.vormen)).flatmap(
                lambda pad: waarden(deel.vormen[pad]).map(lambda inhoud: {**inhoud, "soort": pad})
            )
        case Groep():
            vast = {d.naam: waarden(d) for d in deel.delen if d.verplicht}
            los = {d.naam: waarden(d) for d in deel.delen if not d.verplicht}
            gevuld = st.fixed_dictionaries(vast, optional=los)
            return st.none() | gevuld if deel.leegwaarde is None else gevuld
    raise TypeError(deel)


def alle_delen(deel: Deel) -> Iterator[Deel]:
    yield deel
    binnen: tuple[Deel, ...] = getattr(deel, "delen", ())
    een = getattr(deel, "een", None)
    for kind in (*binnen, *((een,) if een else ()), *getattr(deel, "vormen", {}).values()):
        yield from alle_delen(kind)


@pytest.mark.parametrize("naam", sorted(VORMEN))
@settings(max_examples=10)
@given(data=st.data())
def test_whatever_is_filled_in_comes_out_the_same(naam, data):
    vorm = VORMEN[naam]
    inhoud = data.draw(waarden(formulier(vorm=vorm)))

    assert heen_en_weer(vorm, inhoud) == inhoud


@pytest.mark.parametrize("naam", sorted(VORMEN))
def test_every_field_has_a_kind_of_input_and_a_name_that_no_control_has(naam):
    for deel in alle_delen(formulier(vorm=VORMEN[naam])):
        assert not deel.naam or deel.naam.isalnum()
        if isinstance(deel, Veld):
            assert deel.opties or deel.invoer in _PER_INVOER


# --- what people write -------------------------------------------------------------------------------------------

HERZIENING = VORMEN["contract.herzien"]
INDEXERING = VORMEN["contract.geindexeerd"]


@pytest.mark.parametrize(
    ("geschreven", "gelezen"),
    [
        ("1250,50", "1250.50"),
        ("€ 1.250,5", "1250.50"),
        ("1.250.000", "1250000.00"),
        ("1250", "1250.00"),
        ("−12,00", "-12.00"),
        ("61.20", "61.20"),
        ("45,125", "45.125"),
        ("1.250", "1.250"),
        ("veel", "veel"),
    ],
)
def test_money_is_read_as_people_write_it(geschreven, gelezen):
    velden = {
        "wijzigingen.tarieven~rij": ["0"],
        "wijzigingen.tarieven.0.tarief": [geschreven],
    }

    inhoud, _ = lees_formulier(vorm=HERZIENING, velden=velden)

    assert inhoud["wijzigingen"]["tarieven"] == [{"tarief": gelezen}]


@pytest.mark.parametrize(
    ("geschreven", "gelezen"),
    [("4,5", "4.5"), ("−1,25 %", "-1.25"), ("3", "3"), ("1.5", "1.5"), ("", None)],
)
def test_percentages_are_read_as_people_write_them(geschreven, gelezen):
    inhoud, _ = lees_formulier(vorm=INDEXERING, velden={"percentage": [geschreven]})

    assert inhoud.get("percentage") == gelezen


def test_what_does_not_fit_goes_on_to_be_refused_by_the_command_itself():
    inhoud, _ = lees_formulier(
        vorm=INDEXERING, velden={"prijspeil": ["twee"], "ingangsdatum": ["morgen"]}
    )

    assert inhoud == {"prijspeil": "twee", "ingangsdatum": "morgen"}


def test_an_empty_row_is_not_there_and_faults_find_the_row_they_belong_to():
    velden = {
        "wijzigingen.tarieven~rij": ["0", "4", "7"],
        "wijzigingen.tarieven.0.productcode": ["  "],
        "wijzigingen.tarieven.4.productcode": ["45A04"],
        "wijzigingen.tarieven.7.tarief~keuze": ["leeg"],
    }

    inhoud, gelezen = lees_formulier(vorm=HERZIENING, velden=velden)

    assert inhoud["wijzigingen"]["tarieven"] == [{"productcode": "45A04"}, {"tarief": None}]
    veld = gelezen.veld("wijzigingen.tarieven.1.productcode")
    assert veld == "wijzigingen.tarieven.7.productcode"
    assert gelezen.veld("wijzigingen.tarieven.1") == "wijzigingen.tarieven.7"
    assert gelezen.veld("onbekend.veld") == ""


@pytest.mark.parametrize(
    ("keuze", "ingevuld", "verwacht"),
    [
        ([], "A-1", {}),
        ([""], "A-1", {}),
        (["leeg"], "A-1", {"eigenaar": None}),
        (["nieuw"], "A-1", {"eigenaar": "A-1"}),
        (["nieuw"], "", {"eigenaar": ""}),
    ],
)
def test_unchanged_emptied_and_new_are_three_things(keuze, ingevuld, verwacht):
    velden = {"wijzigingen.eigenaar~keuze": keuze, "wijzigingen.eigenaar": [ingevuld]}

    inhoud, _ = lees_formulier(vorm=HERZIENING, velden=velden)

    assert inhoud["wijzigingen"] == verwacht


def test_a_list_can_be_emptied_where_that_differs_from_leaving_it():
    vorm = VORMEN["inkooptraject.gewijzigd"]

    leeg, _ = lees_formulier(vorm=vorm, velden={"segmenten~keuze": ["leeg"]})
    nieuw, _ = lees_formulier(
        vorm=vorm, velden={"segmenten~keuze": ["nieuw"], "segmenten": ["a\r\n\r\n b "]}
    )

    assert leeg == {"segmenten": []}
    assert nieuw == {"segmenten": ["a", "b"]}


def test_an_object_without_fields_is_only_there_when_that_is_said():
    vorm = VORMEN["regeling.aangegaan"]

    niet, _ = lees_formulier(vorm=vorm, velden={})
    wel, _ = lees_formulier(vorm=vorm, velden={"verlengingsoptie~er": ["ja"]})

    assert "verlengingsoptie" not in niet
    assert wel["verlengingsoptie"] == {}
