"""A small kind of thing for tests of the register: two facts, an end by itself, a narrow table and a ledger."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Column, Engine, Integer, MetaData, text

from application.register import Schrijfbeurt
from domain.feiten import (
    AFWEZIG,
    Correctie,
    Correctiesoort,
    Envelop,
    Feit,
    Rechtzetting,
    Registratie,
    Toelichting,
    Vervanging,
    Vormvast,
    afwezig,
)
from domain.oordeel import Bevinding
from domain.tijdlijn import Dingsoort, Feitenlijst, Geldend, Verloop
from domain.waarden import NOOIT, Bedrag, Code, Datum, Tekst, dag_na
from infrastructure.bitemporeel import Projectie, Rij, grootboek, smal, voorkomens
from infrastructure.database import Tekst as Tekstkolom
from infrastructure.klok import Klok, maak_klok
from infrastructure.log import Registersoort
from infrastructure.register import Logregister, open_register
from infrastructure.tabellen import (
    METADATA,
    grootboektabel,
    smalle_tabel,
    voorkomentabel,
)


class Staat(StrEnum):
    OPEN = "OPEN"
    DICHT = "DICHT"


@dataclass(frozen=True, kw_only=True)
class Deelwaarde(Vormvast):
    code: Code
    lange_naam: Tekst | None = None


@dataclass(frozen=True, kw_only=True)
class ProefGeopend(Feit):
    feitnaam: ClassVar[str] = "proef.geopend"
    pad: ClassVar[str] = "POST"

    nummer: Code
    kleuren: tuple[Code, ...] = ()
    laatste_dag: Datum | None = None


@dataclass(frozen=True, kw_only=True)
class ProefGewijzigd(Feit):
    feitnaam: ClassVar[str] = "proef.gewijzigd"
    pad: ClassVar[str] = "wijzigingen"

    bij: tuple[Code, ...] = ()
    af: tuple[Code, ...] = ()
    bedrag: Bedrag | None = None
    laatste_dag: Datum | None = field(default_factory=afwezig)
    staat: Staat | None = None
    deel: Deelwaarde | None = None


@dataclass(frozen=True, kw_only=True)
class Proefstand(Vormvast):
    nummer: Code
    kleuren: tuple[Code, ...]
    bedrag: Bedrag
    laatste_dag: Datum | None
    staat: Staat


def _open(geldend: Geldend) -> Proefstand:
    feit = geldend.feit
    assert isinstance(feit, ProefGeopend)
    return Proefstand(
        nummer=feit.nummer,
        kleuren=tuple(sorted(set(feit.kleuren))),
        bedrag=0,
        laatste_dag=feit.laatste_dag,
        staat=Staat.OPEN,
    )


def _evolueer(stand: Proefstand, geldend: Geldend) -> Proefstand:
    feit = geldend.feit
    if not isinstance(feit, ProefGewijzigd):
        return stand
    kleuren = tuple(sorted((set(stand.kleuren) - set(feit.af)) | set(feit.bij)))
    einde = stand.laatste_dag if feit.laatste_dag is AFWEZIG else feit.laatste_dag
    bedrag = stand.bedrag + (feit.bedrag or 0)
    return replace(stand, kleuren=kleuren, laatste_dag=einde, bedrag=bedrag)


def _vanzelf(stand: Proefstand, sinds: date) -> tuple[date, Proefstand] | None:
    if stand.laatste_dag is None or stand.staat is Staat.DICHT:
        return None
    return max(dag_na(stand.laatste_dag), sinds), replace(stand, staat=Staat.DICHT)


def _aanloop(stand: Proefstand) -> Proefstand:
    return replace(stand, bedrag=0)


def _toets(_stand: Proefstand, _geldend: Geldend) -> list[Bevinding]:
    return []


PROEF: Dingsoort[Proefstand] = Dingsoort(
    naam="proef",
    meervoud="proeven",
    stand=Proefstand,
    feiten=(ProefGeopend, ProefGewijzigd),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)

# Tables of their own metadata: no release has them.
_METADATA = MetaData(naming_convention=METADATA.naming_convention)
PROEVEN = voorkomentabel(
    "proefvoorkomens",
    Column("nummer", Tekstkolom, nullable=False),
    Column("staat", Tekstkolom, nullable=False),
    Column("centen", Integer),
    lijst=("nummer", "staat"),
    metadata=_METADATA,
)
KLEUREN = smalle_tabel("proefkleuren", metadata=_METADATA)
BOEKINGEN = grootboektabel(
    "proefboekingen", Column("centen", Integer, nullable=False), metadata=_METADATA
)


def _kolommen(stand: Proefstand) -> dict[str, object]:
    return {"nummer": stand.nummer, "staat": stand.staat, "centen": stand.bedrag or None}


def _boekingen(verloop: Verloop[Proefstand]) -> Iterator[Rij]:
    for geldend in verloop.feiten.geldend if verloop.segmenten else []:
        if isinstance(geldend.feit, ProefGewijzigd) and geldend.feit.bedrag is not None:
            yield {
                "regel": f"{geldend.plaats}",
                "geldig_van": geldend.feit.ingangsdatum,
                "geldig_tot": NOOIT,
                "centen": geldend.feit.bedrag,
            }


def _sleutels(verloop: Verloop[Proefstand]) -> set[str]:
    return {segment.stand.nummer for segment in verloop.segmenten}


PROEFPROJECTIE: Projectie[Proefstand] = Projectie(
    soort=PROEF,
    delen=(
        voorkomens(tabel=PROEVEN, stand=Proefstand, kolommen=_kolommen),
        smal(tabel=KLEUREN, waarden=lambda stand: stand.kleuren),
        grootboek(tabel=BOEKINGEN, rijen=_boekingen),
    ),
    sleutels=_sleutels,
)


def maak_proeftabellen(engine: Engine) -> None:
    with engine.begin() as verbinding:
        if engine.dialect.name == "postgresql":
            verbinding.execute(text("CREATE EXTENSION IF NOT EXISTS btree_gist"))
        _METADATA.create_all(verbinding)


def open_proefregister(engine: Engine, klok: Klok | None = None) -> Logregister:
    """A register with its tables, opened; its clock is the database's unless a story's is given."""
    maak_proeftabellen(engine)
    klok = klok or maak_klok(engine=engine)
    open_register(engine=engine, klok=klok, soort=Registersoort.DEMO)
    return Logregister(engine=engine, klok=klok, projecties=[PROEFPROJECTIE])


def leg_vast(
    beurt: Schrijfbeurt, feit: Feit | Correctie, ding: UUID, envelop: Envelop | None = None
) -> Registratie:
    naam = PROEF.naam_correctie if isinstance(feit, Correctie) else feit.feitnaam
    return beurt.leg_vast(
        Registratie(
            id=uuid4(),
            ding=ding,
            soort=naam,
            volgnummer=len(beurt.registraties(ding=ding)) + 1,
            positie=0,
            geregistreerd_op=beurt.nu,
            door="actor-1",
            correlatie=uuid4(),
            envelop=envelop or Envelop(),
            feit=feit,
        )
    )


def willekeurig_feit(
    kans: random.Random, eerder: Sequence[Registratie], nummer: str
) -> Feit | Correctie:
    """A fact that may follow, corrections of one or two places included."""
    if not eerder:
        return _opening(kans, nummer)
    staande = Feitenlijst(eerder).geldend
    if staande and kans.random() < 0.3:
        return _correctie(kans, staande, nummer)
    return _wijziging(kans)


def _dag(kans: random.Random) -> date:
    return date(2024, 1, 1) + timedelta(days=kans.randrange(0, 900))


def _opening(kans: random.Random, nummer: str) -> ProefGeopend:
    return ProefGeopend(
        ingangsdatum=_dag(kans),
        nummer=nummer,
        kleuren=tuple(kans.sample(_KLEUREN, kans.randrange(3))),
        laatste_dag=kans.choice([None, date(2026, 6, 30), date(2026, 12, 31)]),
    )


def _wijziging(kans: random.Random) -> ProefGewijzigd:
    velden: dict[str, Any] = {}
    if kans.random() < 0.4:
        velden["laatste_dag"] = kans.choice([None, date(2026, 9, 30), date(2027, 3, 31)])
    return ProefGewijzigd(
        ingangsdatum=_dag(kans),
        bij=tuple(kans.sample(_KLEUREN, kans.randrange(2))),
        af=tuple(kans.sample(_KLEUREN, kans.randrange(2))),
        bedrag=kans.choice([None, 100, -250]),
        deel=kans.choice([None, Deelwaarde(code="x", lange_naam="é \\ \t \n'\"")]),
        **velden,
    )


def _correctie(kans: random.Random, staande: Sequence[Geldend], nummer: str) -> Correctie:
    doelen = kans.sample(list(staande), min(len(staande), kans.choice([1, 1, 2])))
    return Correctie(
        soort=kans.choice(list(Correctiesoort)),
        reden="proef",
        registraties=tuple(
            Rechtzetting(
                volgnummer=doel.volgnummer,
                plaats=doel.plaats,
                vervanging=_vervanging(kans, doel, nummer),
            )
            for doel in doelen
        ),
    )


def _vervanging(kans: random.Random, doel: Geldend, nummer: str) -> Vervanging | None:
    if doel.plaats == 1:
        if kans.random() < 0.1:
            return None
        return Vervanging(feit=_opening(kans, nummer), toelichting=Toelichting())
    if kans.random() < 0.4:
        return None
    return Vervanging(feit=_wijziging(kans), toelichting=Toelichting(reden="toch anders"))


_KLEUREN = ["rood", "geel", "blauw"]


def willekeurige_geschiedenis(
    register: Logregister,
    kans: random.Random,
    *,
    dingen: int,
    beurten: int,
    na_beurt: Callable[[], None] = lambda: None,
) -> list[UUID]:
    """Record turns of one to four facts over some things."""
    ids = [UUID(int=kans.getrandbits(128), version=4) for _ in range(dingen)]
    for _ in range(beurten):
        with register.schrijf() as beurt:
            for _ in range(kans.randrange(1, 5)):
                ding = kans.choice(ids)
                eerder = beurt.registraties(ding=ding)
                leg_vast(beurt, willekeurig_feit(kans, eerder, f"N{ids.index(ding)}"), ding)
        na_beurt()
    return ids


def voeg_toe_in_proces(url: str, aantal: int) -> None:
    """Append in a process of its own, all on one thing and one on a new thing; for tests with several writers."""
    from infrastructure.database import maak_engine  # noqa: PLC0415 - only here, in the child

    engine = maak_engine(url=url)
    register = Logregister(
        engine=engine, klok=maak_klok(engine=engine), projecties=[PROEFPROJECTIE]
    )
    for nummer in range(aantal):
        with register.schrijf() as beurt:
            feit = ProefGewijzigd(ingangsdatum=date(2025, 1, 1) + timedelta(days=nummer), bedrag=1)
            leg_vast(beurt, feit, GEDEELD)
            eigen = uuid4()
            opening = ProefGeopend(ingangsdatum=date(2025, 1, 1), nummer=eigen.hex)
            leg_vast(beurt, opening, eigen)
    engine.dispose()


GEDEELD = UUID("00000000-0000-4000-8000-00000000000a")
