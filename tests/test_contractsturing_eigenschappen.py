"""Random steering on a contract, recorded in any order: the standing is what a naive list of items says, day by day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.contract import CONTRACT
from domain.contractdelen import Bekostigingsvorm, Status
from domain.contractfeiten import ContractGesloten, HandelingIngetrokken
from domain.sturingfeiten import (
    AfspraakGemaakt,
    Afspraaksoort,
    ConstateringGedaan,
    Ernst,
    GesprekGevoerd,
    Herhaling,
    OpvolgingAfgesloten,
    SanctieOpgelegd,
    Sanctiesoort,
    Stuuruitkomst,
    VerbetertrajectGestart,
)
from domain.tijdlijn import verloop
from tests.vouwen import in_log

if TYPE_CHECKING:
    from domain.contractstand import Contractstand
    from domain.feiten import Feit

BEGIN = date(2023, 1, 31)
EINDE = BEGIN + timedelta(90)
"""The last day of the contract."""
DAGEN = st.integers(0, 150).map(lambda n: BEGIN + timedelta(n))
WEL_OF_NIET = st.one_of(st.none(), st.integers(0, 60))
NUMMERS = st.integers(1, 16)
OPENING = ContractGesloten(
    ingangsdatum=BEGIN,
    contractnummer="K",
    regio_id=UUID(int=1),
    aanbieder_id=UUID(int=2),
    traject_id=UUID(int=3),
    segment="s",
    percelen=("P1",),
    gemeenten=("9001",),
    inkoopvorm="SAS",
    bekostigingsvorm=Bekostigingsvorm.INSPANNINGSGERICHT,
    einddatum=EINDE,
)


@dataclass
class Item:
    """What a naive reader writes down of something that is followed up."""

    nummer: int
    lijst: str
    feit: Any
    termijn: date | None
    open: bool = True
    gehad: int = 0
    uitkomst: str | None = None

    def open_op(self, dag: date) -> bool:
        """A korting is over after its last day, whoever says nothing."""
        tot = getattr(self.feit, "tot_en_met", None)
        return self.open and (tot is None or dag <= tot)


# --- facts at random ---------------------------------------------------------------------------------------------


def _na(dag: date, wacht: int | None) -> date | None:
    return None if wacht is None else dag + timedelta(wacht)


@st.composite
def afspraken(draw: st.DrawFn) -> Feit:
    dag = draw(DAGEN)
    uiterlijk = _na(dag, draw(WEL_OF_NIET))
    vaak = draw(st.one_of(st.none(), st.integers(1, 2))) if uiterlijk else None
    return AfspraakGemaakt(
        ingangsdatum=dag,
        code=draw(st.sampled_from("AB")),
        omschrijving="x",
        afspraaksoort=Afspraaksoort.KPI,
        uiterlijk=uiterlijk,
        herhaling=None if vaak is None else Herhaling(maanden=vaak),
    )


@st.composite
def gesprekken(draw: st.DrawFn) -> Feit:
    dag, wacht = draw(DAGEN), draw(st.one_of(st.none(), st.none(), WEL_OF_NIET))
    return GesprekGevoerd(ingangsdatum=dag, onderwerp="x", vervolg_uiterlijk=_na(dag, wacht))


@st.composite
def constateringen(draw: st.DrawFn) -> Feit:
    dag = draw(DAGEN)
    return ConstateringGedaan(
        ingangsdatum=dag,
        geconstateerd="x",
        ernst=Ernst.LICHT,
        herstel_uiterlijk=_na(dag, draw(WEL_OF_NIET)),
    )


@st.composite
def verbetertrajecten(draw: st.DrawFn) -> Feit:
    dag = draw(DAGEN)
    return VerbetertrajectGestart(
        ingangsdatum=dag,
        constateringen=(draw(NUMMERS),),
        beoogd_resultaat="x",
        uiterlijk=dag + timedelta(draw(st.integers(0, 60))),
    )


@st.composite
def sancties(draw: st.DrawFn) -> Feit:
    dag, soort = draw(DAGEN), draw(st.sampled_from(Sanctiesoort))
    wacht = _na(dag, draw(WEL_OF_NIET))
    korting, betaling = soort is Sanctiesoort.KORTING, soort.vraagt_betaling
    return SanctieOpgelegd(
        ingangsdatum=dag,
        sanctiesoort=soort,
        percentage=Decimal(2) if korting else None,
        bedrag=100 if betaling else None,
        tot_en_met=wacht if korting else None,
        betalen_uiterlijk=wacht if betaling else None,
        grond="x",
    )


AFSLUITINGEN: st.SearchStrategy[Feit] = st.builds(
    OpvolgingAfgesloten,
    ingangsdatum=DAGEN,
    volgnummer=NUMMERS,
    uitkomst=st.sampled_from(Stuuruitkomst),
    toelichting_uitkomst=st.none(),
)
INTREKKINGEN: st.SearchStrategy[Feit] = st.builds(
    HandelingIngetrokken, ingangsdatum=DAGEN, volgnummer=NUMMERS
)
FEITEN = st.lists(
    st.one_of(
        afspraken(),
        gesprekken(),
        constateringen(),
        verbetertrajecten(),
        sancties(),
        AFSLUITINGEN,
        AFSLUITINGEN,
        INTREKKINGEN,
    ),
    max_size=16,
)


# --- the naive reader --------------------------------------------------------------------------------------------


def lees(feiten: list[Feit], dag: date) -> list[Item]:
    """Tell what there is on a day: leave out what was taken back by then, and write down the rest in order."""
    op_volgorde = sorted(enumerate(feiten, start=2), key=lambda f: (f[1].ingangsdatum, f[0]))
    gebeurd = [(n, f) for n, f in op_volgorde if f.ingangsdatum <= dag]
    terug = [(n, f.volgnummer) for n, f in gebeurd if isinstance(f, HandelingIngetrokken)]
    weg = {wat for n, wat in terug if wat < n}  # nobody can name what is not recorded yet
    items: list[Item] = []
    for nummer, feit in gebeurd:
        if nummer not in weg:
            _schrijf(items, nummer, feit)
            _vergeet(items)
    return items


def _schrijf(items: list[Item], nummer: int, feit: Any) -> None:
    over = feit.ingangsdatum > EINDE
    match feit:
        case AfspraakGemaakt() if not over:
            items[:] = [i for i in items if getattr(i.feit, "code", None) != feit.code]
            items.append(Item(nummer, "afspraken", feit, feit.uiterlijk))
        case GesprekGevoerd():
            vervolg = feit.vervolg_uiterlijk
            items.append(Item(nummer, "gesprekken", feit, vervolg, open=vervolg is not None))
        case ConstateringGedaan():
            items.append(Item(nummer, "constateringen", feit, feit.herstel_uiterlijk))
        case VerbetertrajectGestart() if not over:
            items.append(Item(nummer, "verbetertrajecten", feit, feit.uiterlijk))
        case SanctieOpgelegd():
            vraagt = feit.sanctiesoort is not Sanctiesoort.WAARSCHUWING
            items.append(Item(nummer, "sancties", feit, feit.betalen_uiterlijk, open=vraagt))
        case OpvolgingAfgesloten():
            for item in items:
                if item.nummer == feit.volgnummer < nummer and item.open_op(feit.ingangsdatum):
                    _sluit(item, feit)


def _sluit(item: Item, feit: OpvolgingAfgesloten) -> None:
    item.uitkomst = feit.uitkomst.value
    herhaling = getattr(item.feit, "herhaling", None)
    na_einde = feit.ingangsdatum > EINDE and item.termijn is not None and item.termijn > EINDE
    if herhaling is None or feit.uitkomst is Stuuruitkomst.VERVALLEN or na_einde:
        item.open = False
        return
    item.gehad += 1
    eerste = item.feit.uiterlijk
    jaar, maand = divmod(eerste.month - 1 + item.gehad * herhaling.maanden, 12)
    laatste = monthrange(eerste.year + jaar, maand + 1)[1]
    item.termijn = date(eerste.year + jaar, maand + 1, min(eerste.day, laatste))


def _vergeet(items: list[Item]) -> None:
    klaar = [i for i in items if i.lijst == "gesprekken" and not i.open]
    for oud in klaar[:-10]:
        items.remove(oud)


Gezien = list[tuple[int, str, bool, "date | None", "str | None"]]


def volgens_lezer(feiten: list[Feit], dag: date) -> Gezien:
    return sorted(
        (i.nummer, i.lijst, i.open_op(dag), i.termijn, i.uitkomst) for i in lees(feiten, dag)
    )


def volgens_register(stand: Contractstand) -> Gezien:
    return sorted(
        (i.plaats, naam, i.is_open, i.termijn, i.afsluiting and i.afsluiting.uitkomst.value)
        for naam in ("afspraken", "gesprekken", "constateringen", "verbetertrajecten", "sancties")
        for i in getattr(stand.sturing, naam)
    )


@given(feiten=FEITEN)
def test_de_stand_is_die_van_een_lijstje(feiten: list[Feit]) -> None:
    koers = verloop(soort=CONTRACT, registraties=in_log([OPENING, *feiten]))

    grenzen = {s.van for s in koers.segmenten[1:]} | {f.ingangsdatum for f in feiten}
    for grens in grenzen:
        for dag in (grens, grens + timedelta(1)):
            stand = koers.op(dag)
            assert stand is not None
            assert volgens_register(stand) == volgens_lezer(feiten, dag)
            assert (stand.status is Status.BEEINDIGD) == (dag > EINDE)
            assert stand.laatste_dag == (EINDE if dag > EINDE else None)


@given(talken=st.lists(gesprekken(), min_size=11, max_size=15), slot=st.lists(AFSLUITINGEN))
def test_van_veel_gesprekken_blijven_er_niet_te_veel(talken: list[Feit], slot: list[Feit]) -> None:
    feiten = [*talken, *slot]
    koers = verloop(soort=CONTRACT, registraties=in_log([OPENING, *feiten]))
    laatste = BEGIN + timedelta(200)

    stand = koers.op(laatste)

    assert stand is not None
    assert volgens_register(stand) == volgens_lezer(feiten, laatste)
