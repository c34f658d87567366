"""The state diagrams: complete, drawn from the code, and true for courses that were not drawn up for them."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, get_type_hints
from uuid import UUID

import pytest

from api.proefwaarden import varianten
from api.toestanden import beschrijf
from api.verkenning import Overgang, enum, statusvelden, verken
from domain.contract import CONTRACT
from domain.contractfeiten import ContractOntbonden, ContractOpgezegd, ContractVerlengd
from domain.feiten import Besluitvermelding, Envelop, Feit, Registratie
from domain.oordeel import Regelsoort
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort, Verloop, verloop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.verkenning import Toestand

LOPEN, FEITEN = 25, 6
ENVELOP = Envelop(besluit=Besluitvermelding(orgaan="AB", datum=date(2025, 1, 1)))
PER_SOORT = pytest.mark.parametrize("soort", SOORTEN, ids=lambda soort: soort.naam)

pytestmark = pytest.mark.traag


@cache
def document() -> dict[str, str]:
    tekst = "".join(beschrijf(soorten=SOORTEN))
    return {deel.split("\n", 1)[0]: deel for deel in tekst.split("\n## ")[1:]}


def namen(soort: Dingsoort[Any]) -> set[tuple[str, str, str]]:
    """Give every change as (from, fact, to), by name."""
    return {(naam(o.van), wat(o), naam(o.naar)) for o in verken(soort=soort).overgangen}


def naam(toestand: Toestand | None) -> str:
    return "" if toestand is None else " ".join(s for s in toestand if s is not None)


def wat(overgang: Overgang) -> str:
    return "vanzelf" if overgang.feit is None else overgang.feit.feitnaam


# --- what is drawn -----------------------------------------------------------------------------------------------


@PER_SOORT
def test_elke_status_van_elke_soort_staat_erin(soort: Dingsoort[Any]) -> None:
    getekend = {s for o in verken(soort=soort).overgangen for s in o.naar if s is not None}

    annotaties = get_type_hints(soort.stand)
    enums = [enum(annotaties[veld]) for veld in statusvelden(soort=soort)]
    assert enums
    assert {status for klasse in enums if klasse is not None for status in klasse} == getekend


@PER_SOORT
def test_elk_feit_staat_erin_met_wat_het_doet(soort: Dingsoort[Any]) -> None:
    deel = document()[soort.naam]

    for feit in soort.feiten:
        (rij,) = re.findall(
            rf"^\| `{re.escape(feit.feitnaam)}` \| `{feit.pad}` \| (.+) \|$", deel, re.MULTILINE
        )
        overgangen = [o for o in verken(soort=soort).overgangen if o.feit is feit]
        straks = verken(soort=soort).straks.get(feit, ())
        assert (rij == "changes no status") == (not overgangen and not straks)
        assert rij.count("→") == len(overgangen) + len(straks) or rij == "changes no status"


@PER_SOORT
def test_van_elk_feit_zijn_er_voorbeelden_om_te_proberen(soort: Dingsoort[Any]) -> None:
    dag = date(2026, 1, 1)

    for feit in soort.feiten:
        dagen = (dag, dag + timedelta(days=90))
        proeven = varianten(feit, dagen=dagen, ingangsdatum=dag)  # type: ignore[arg-type]
        assert proeven
        assert {p.ingangsdatum for p in proeven} == {dag}


@PER_SOORT
def test_het_diagram_is_mermaid(soort: Dingsoort[Any]) -> None:
    (diagram,) = re.findall(r"```mermaid\n(.*?)```", document()[soort.naam], re.DOTALL)
    eerste, *regels = diagram.splitlines()

    assert eerste == "stateDiagram-v2"
    sleutel = r"[A-Z][A-Z_]*"
    genoemd = {r.split('" as ')[1] for r in regels if r.startswith('    state "')}
    for regel in regels:
        assert re.fullmatch(
            rf'    (state "[A-Z_, ]+" as {sleutel}|(\[\*\]|{sleutel}) --> {sleutel} : [^:;"#]+)',
            regel,
        )
    pijlen = [re.findall(rf"{sleutel}|\[\*\]", r)[:2] for r in regels if "-->" in r]
    assert len({tuple(p) for p in pijlen}) == len(pijlen)
    assert genoemd <= {k for p in pijlen for k in p}
    bereikt = {"[*]"}
    while bereikt != (meer := bereikt | {naar for van, naar in pijlen if van in bereikt}):
        bereikt = meer
    assert bereikt == {k for p in pijlen for k in p}


# --- whether it is true ------------------------------------------------------------------------------------------


def test_het_contract() -> None:
    assert namen(CONTRACT) == {
        ("", "contract.gesloten", "TOEKOMSTIG"),
        ("TOEKOMSTIG", "vanzelf", "ACTIEF"),
        ("ACTIEF", "contract.opgezegd", "OPGEZEGD"),
        ("ACTIEF", "contract.voorstel_beantwoord", "OPGEZEGD"),
        ("ACTIEF", "vanzelf", "OPGEZEGD"),  # silence that counts as refusing
        ("OPGEZEGD", "contract.handeling_ingetrokken", "ACTIEF"),
        ("ACTIEF", "contract.niet_ingegaan", "BEEINDIGD NIET_INGEGAAN"),
        ("ACTIEF", "vanzelf", "BEEINDIGD VERLOPEN"),
        ("ACTIEF", "vanzelf", "BEEINDIGD ONTBONDEN"),
        ("OPGEZEGD", "vanzelf", "BEEINDIGD OPGEZEGD"),
        ("OPGEZEGD", "vanzelf", "BEEINDIGD ONTBONDEN"),
    }
    straks = {f: [naam(t) for t in ts] for f, ts in verken(soort=CONTRACT).straks.items()}
    assert straks[ContractOntbonden] == ["BEEINDIGD ONTBONDEN"]
    assert straks[ContractVerlengd] == ["BEEINDIGD VERLOPEN"]
    assert ContractOpgezegd not in straks  # it changes the status at once


@PER_SOORT
def test_een_toevallige_loop_gaat_alleen_over_getekende_wegen(soort: Dingsoort[Any]) -> None:
    kans = random.Random(soort.naam)
    getekend = namen(soort)

    gelopen = {weg for _ in range(LOPEN) for weg in loop(soort, kans)}

    # A day already past when a fact names it: by that fact, and at once by itself.
    meteen = {(van, wat, verder) for van, wat, naar in getekend for verder in vanzelf(soort, naar)}
    meteen |= {(van, wat, verder) for van, wat, _ in gelopen for verder in vanzelf(soort, van)}
    assert gelopen
    assert gelopen <= getekend | meteen


def vanzelf(soort: Dingsoort[Any], van: str) -> Iterator[str]:
    return (naar for begin, wat, naar in namen(soort) if (begin, wat) == (van, "vanzelf"))


def loop(soort: Dingsoort[Any], kans: random.Random) -> Iterator[tuple[str, str, str]]:
    """Record facts at random on rising days, fold with the definition of truth, and give each change of status."""
    dag = date(2026, 3, 1)
    registraties: list[Registratie] = []
    eerder: Verloop[Any] | None = None
    for klasse in [soort.opening, *kans.choices(soort.feiten[1:], k=FEITEN)]:
        feit: Any = kans.choice(te_kiezen(klasse, dag))
        if getattr(feit, "volgnummer", None) is not None:
            feit = replace(feit, volgnummer=kans.randint(1, len(registraties)))
        nieuw = [*registraties, registratie(feit, len(registraties) + 1)]
        later = verloop(soort=soort, registraties=nieuw)
        if not any(b.regel.soort is Regelsoort.ONMOGELIJK for b in later.bevindingen):
            yield from gezien(soort, eerder, later, feit)
            registraties, eerder = nieuw, later
        dag += timedelta(days=kans.choice((1, 20, 200, 500)))
        if not registraties:
            return
    assert eerder is not None
    for een, ander in zip(eerder.segmenten, eerder.segmenten[1:], strict=False):
        van, naar = staat(soort, een.stand), staat(soort, ander.stand)
        if van != naar and een.tot not in {r.ingangsdatum for r in registraties[1:]}:
            yield van, "vanzelf", naar


def gezien(
    soort: Dingsoort[Any], eerder: Verloop[Any] | None, later: Verloop[Any], feit: Feit
) -> Iterator[tuple[str, str, str]]:
    """Give the change of status that a fact brought on its own day, if any."""
    if eerder is None:
        yield "", feit.feitnaam, staat(soort, later.segmenten[0].stand)
        return
    van, naar = (staat(soort, v.op(feit.ingangsdatum)) for v in (eerder, later))
    if van != naar:
        yield van, feit.feitnaam, naar


def staat(soort: Dingsoort[Any], stand: object) -> str:
    return naam(tuple(getattr(stand, veld) for veld in statusvelden(soort=soort)))


def te_kiezen(klasse: type[Feit], dag: date) -> tuple[Feit, ...]:
    dagen = tuple(dag + timedelta(days=n) for n in (800, 90, 10, -1))
    return varianten(klasse, dagen=dagen, ingangsdatum=dag)  # type: ignore[arg-type]


def registratie(feit: Feit, volgnummer: int) -> Registratie:
    return Registratie(
        id=UUID(int=volgnummer),
        ding=UUID(int=1),
        soort=feit.feitnaam,
        volgnummer=volgnummer,
        positie=volgnummer,
        geregistreerd_op=datetime(2025, 1, 1, tzinfo=UTC),
        door="toeval",
        correlatie=UUID(int=0),
        envelop=ENVELOP,
        feit=feit,
    )
