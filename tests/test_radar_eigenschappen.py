"""The last days of the radar are those of the rules: found again day by day, by trying each act on every day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.besluitvereiste import Besluitregel, Besluitvereiste, Rol
from domain.contract import CONTRACT
from domain.contractdelen import Bekostigingsvorm, Opzegregeling, Opzegtermijn, Partij
from domain.contractfeiten import ContractGesloten, ContractOpgezegd, ContractVerlengd
from domain.inkooptraject import Toetreding, Trajectstand
from domain.looptijd import StilzwijgendeVerlenging, Verlengingsoptie
from domain.radar import Contractbeeld, aaneen, contractpunten
from domain.radarpunt import Radarhandeling, Radarpunt, Radarstand
from domain.tijdlijn import verloop
from domain.trajectdelen import Doorlooptijd
from tests.vouwen import DING, in_log

if TYPE_CHECKING:
    from collections.abc import Callable

    from domain.feiten import Feit

BEGIN = date(2024, 1, 31)
DAG = timedelta(days=1)
DAGEN = st.integers(0, 420).map(lambda n: BEGIN + n * DAG)


def gesloten(**anders: Any) -> ContractGesloten:
    vast: dict[str, Any] = {
        "contractnummer": "K",
        "regio_id": UUID(int=2),
        "aanbieder_id": UUID(int=3),
        "traject_id": UUID(int=4),
        "segment": "ambulant",
        "percelen": ("P1",),
        "gemeenten": ("9001",),
        "inkoopvorm": "SAS",
        "bekostigingsvorm": Bekostigingsvorm.INSPANNINGSGERICHT,
        "ingangsdatum": BEGIN,
    }
    return ContractGesloten(**vast, **anders)


def traject(**anders: Any) -> Trajectstand:
    return Trajectstand(
        naam="Inkoop",
        regio_id=UUID(int=2),
        inkoopvorm="SAS",
        toetreding=Toetreding.OPEN,
        ingangsdatum=BEGIN,
        ingang_contracten=BEGIN,
        einddatum=None,
        segmenten=("ambulant",),
        percelen=(),
        beslismomenten=(),
        verlengingsopties=(),
        regels=(),
        **anders,
    )


def punten(
    opening: ContractGesloten, *, dag: date, bij: Trajectstand | None = None
) -> list[Radarpunt]:
    stand = verloop(soort=CONTRACT, registraties=in_log([opening])).op(dag)
    assert stand is not None
    beeld = Contractbeeld(
        contract=DING, stand=stand, dag=dag, opvolgers=(), traject=bij, besluiten=()
    )
    return list(contractpunten(beeld=beeld))


def laatste_goede_dag(
    opening: ContractGesloten, *, van: date, tot_en_met: date, handeling: Callable[[date], Feit]
) -> date | None:
    """Try the act on each day, the last first: give the one on which no rule has anything against it."""
    dag = tot_en_met
    while dag >= van:
        if not verloop(soort=CONTRACT, registraties=in_log([opening, handeling(dag)])).bevindingen:
            return dag
        dag -= DAG
    return None


@settings(max_examples=60, deadline=None)
@given(
    eerste_eind=DAGEN,
    maanden=st.integers(1, 14),
    hoogstens=st.none() | st.integers(1, 3),
    termijn=st.integers(0, 15),
    minimaal=st.none() | DAGEN,
    gevraagd=DAGEN,
)
def test_de_laatste_dag_om_op_te_zeggen_is_de_laatste_waarop_een_opzegging_klopt(
    eerste_eind: date,
    maanden: int,
    hoogstens: int | None,
    termijn: int,
    minimaal: date | None,
    gevraagd: date,
) -> None:
    opening = gesloten(
        einddatum=eerste_eind,
        stilzwijgende_verlenging=StilzwijgendeVerlenging(maanden=maanden, max_aantal=hoogstens),
        opzegregeling=Opzegregeling(opdrachtgever=Opzegtermijn(maanden=termijn)),
        minimale_looptijd_tot_en_met=minimaal,
    )
    stand = verloop(soort=CONTRACT, registraties=in_log([opening])).op(gevraagd)
    assert stand is not None
    eind = stand.einddatum(gevraagd)
    assert eind is not None

    gezien = [
        p
        for p in punten(opening, dag=gevraagd)
        if p.handeling is Radarhandeling.OPZEGGEN_OF_LATEN_VERLENGEN
    ]

    def opzegging(dag: date) -> ContractOpgezegd:
        return ContractOpgezegd(
            ingangsdatum=dag, laatste_dag=eind, door=Partij.OPDRACHTGEVER, grond="x"
        )

    goed = laatste_goede_dag(opening, van=BEGIN, tot_en_met=eind, handeling=opzegging)
    loopt_door = stand.looptijd.verlengt_na(gevraagd) and stand.laatste_dag is None
    if goed is None or not loopt_door:
        assert all(p.uiterlijk < BEGIN or _vorige_termijn(stand, p) for p in gezien)
    else:
        assert [p.uiterlijk for p in gezien] == [goed]


def _vorige_termijn(stand: Any, punt: Radarpunt) -> bool:
    """Tell whether the notice should have come before the running term began, when its end was not yet in force."""
    return bool(stand.einddatum(punt.uiterlijk) < punt.stappen[0].dag)


@settings(max_examples=60, deadline=None)
@given(
    eind=DAGEN,
    langer=st.integers(-40, 900),
    uiterste=st.none() | st.integers(0, 900),
    van=st.none() | DAGEN,
    open_dagen=st.none() | st.integers(0, 300),
    aankondigen=st.none() | DAGEN,
)
def test_de_laatste_dag_van_een_optie_is_de_laatste_waarop_zij_kan_worden_gebruikt(
    eind: date,
    langer: int,
    uiterste: int | None,
    van: date | None,
    open_dagen: int | None,
    aankondigen: date | None,
) -> None:
    optie = Verlengingsoptie(
        tot_en_met=eind + langer * DAG,
        uitoefenen_van=van,
        uitoefenen_tot_en_met=None if open_dagen is None else (van or BEGIN) + open_dagen * DAG,
        aankondigen_uiterlijk=aankondigen,
    )
    opening = gesloten(
        einddatum=eind,
        verlengingsopties=(optie,),
        uiterste_einddatum=None if uiterste is None else eind + uiterste * DAG,
    )

    gezien = [p for p in punten(opening, dag=BEGIN) if p.handeling is Radarhandeling.VERLENGEN]

    def gebruik(dag: date) -> ContractVerlengd:
        return ContractVerlengd(ingangsdatum=dag, tot_en_met=optie.tot_en_met)

    goed = laatste_goede_dag(opening, van=BEGIN, tot_en_met=eind, handeling=gebruik)
    if goed is None:
        assert all(p.uiterlijk < (p.vanaf or BEGIN) for p in gezien)
    else:
        assert [p.uiterlijk for p in gezien] == [goed]


@settings(max_examples=100, deadline=None)
@given(
    dagen=st.dictionaries(
        st.sampled_from(["AB", "COLLEGE", "RAAD"]), st.integers(0, 300), max_size=3
    ),
    gevraagd=st.sets(st.sampled_from(["AB", "COLLEGE", "RAAD"])),
    dag=DAGEN,
    binnen=st.integers(0, 400),
)
def test_wie_op_de_besluitdag_voorlegt_heeft_elk_besluit_op_tijd(
    dagen: dict[str, int], gevraagd: set[str], dag: date, binnen: int
) -> None:
    vereisten = tuple(
        Besluitvereiste(
            handelingen=("contract.gesloten",),
            orgaan=orgaan,
            rol=Rol.BESLIST,
            regel=Besluitregel.ELK,
        )
        for orgaan in sorted(gevraagd)
    )
    doorlooptijden = tuple(Doorlooptijd(orgaan=o, dagen=n) for o, n in dagen.items())
    bij = traject(vereisten=vereisten, doorlooptijden=doorlooptijden)

    (punt,) = punten(gesloten(einddatum=date(2025, 1, 31)), dag=dag, bij=bij)

    def op_tijd(voorgelegd: date) -> bool:
        """Walk on from the day of the proposal until each body had its days."""
        klaar = [voorgelegd + dagen[o] * DAG for o in gevraagd if o in dagen]
        return all(k <= punt.uiterlijk for k in klaar)

    if not gevraagd & dagen.keys():
        assert punt.besluit_uiterlijk is None
        assert punt.telt == punt.uiterlijk
    else:
        assert punt.besluit_uiterlijk is not None
        assert op_tijd(punt.besluit_uiterlijk)
        assert not op_tijd(punt.besluit_uiterlijk + DAG)
    over = (punt.telt - dag).days
    stand = punt.stand_op(dag=dag, binnen=binnen)
    assert (stand is Radarstand.TE_LAAT) == (over < 0)
    assert (stand is Radarstand.BINNENKORT) == (0 <= over <= binnen)
    assert (punt.te_laat_sinds(dag) == punt.telt + DAG) == (over < 0)


PERIODEN = st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(1, 15)), max_size=6).map(
    lambda stukken: [
        (BEGIN + van * DAG, None if n is None else BEGIN + (van + n) * DAG) for van, n in stukken
    ]
)


@given(perioden=PERIODEN)
def test_aaneengesloten_perioden_dekken_dezelfde_dagen(
    perioden: list[tuple[date, date | None]],
) -> None:
    samen = aaneen(perioden)

    def gedekt(stukken: Any, dag: date) -> bool:
        return any(van <= dag and (tot is None or dag < tot) for van, tot in stukken)

    for n in range(80):
        dag = BEGIN + n * DAG
        assert gedekt(samen, dag) == gedekt(perioden, dag)
    einden = [tot for _, tot in samen]
    assert all(tot is not None for tot in einden[:-1])
    grenzen = [(tot, van) for (_, tot), (van, _) in pairwise(samen)]
    assert all(tot is not None and tot < van for tot, van in grenzen)
