"""Import: an existing register from CSV and XLSX, reading, judging and recording included.

`python -m benchmarks.invoeren [--contracten 5000]`. Every contract has four tariffs, two percelen and two gemeenten;
one aanbieder for every twenty contracts, with two toelatingen. Beside it the same contracts recorded through the use
case one turn each.
"""

import argparse
import csv
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from openpyxl import Workbook
from sqlalchemy import Engine

from api.app import maak_loket
from api.importeren import importeer
from api.omgeving import Loket
from api.opdrachten import Opdrachtvorm
from application.toegang import Gebruiker, Rol
from application.vastleggen import Opdracht
from benchmarks.gemeen import DATABASES, duur, register_op, tabel
from domain.aanbieder import AANBIEDER
from domain.contract import CONTRACT
from domain.feiten import Feit
from domain.inkooptraject import INKOOPTRAJECT
from domain.regio import REGIO
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort
from infrastructure.klok import maak_klok

_PERCELEN = ("P1", "P2")
_WIE = Gebruiker(actor="meting", rol=Rol.BEHEERDER)
LOS = 300
"""Contracts recorded one by one for comparison."""

Blad = tuple[str, list[Sequence[str]]]


def bladen(aantal: int) -> Iterator[Blad]:
    """Give the sheets of a register of so many contracts."""
    aanbieders = range(max(1, aantal // 20))
    kop = ("KvK-nummer", "naam", "AGB-code", "ingangsdatum")
    rijen = [
        (f"{10_000_000 + i}", f"Aanbieder {i}", f"{73_000_000 + i}", "2018-01-01")
        for i in aanbieders
    ]
    yield "aanbieders", [kop, *rijen]
    kop_t = (
        "KvK-nummer",
        "regio",
        "traject",
        "perceel",
        "grondslag",
        "ingangsdatum",
        "laatste dag",
    )
    toelatingen = [
        (f"{10_000_000 + i}", "R", "T", p, "toelating", "1-1-2020", "")
        for i in aanbieders
        for p in _PERCELEN
    ]
    yield "toelatingen", [kop_t, *toelatingen]
    yield "contracten", [_CONTRACTKOP, *(_contract(i, len(aanbieders)) for i in range(aantal))]
    kop_r = ("contractnummer", "productcode", "eenheid", "tarief", "gemeente", "prijspeil")
    regels = [
        (f"K-{i:06}", f"45A0{j}", "UUR", f"{60 + j},{i % 100:02}", "", "")
        for i in range(aantal)
        for j in range(4)
    ]
    yield "tarieven", [kop_r, *regels]


_CONTRACTKOP = (
    "contractnummer",
    "regio",
    "KvK-nummer",
    "traject",
    "segment",
    "percelen",
    "gemeenten",
    "inkoopvorm",
    "bekostigingsvorm",
    "ingangsdatum",
    "einddatum",
    "geraamde jaarwaarde",
)


def _contract(nummer: int, aanbieders: int) -> Sequence[str]:
    vast = (
        "T",
        "ambulant",
        "P1, P2",
        "9001, 9002",
        "SAS",
        "Inspanningsgericht",
        "2023-01-01",
        "31-12-2030",
    )
    return (f"K-{nummer:06}", "R", f"{10_000_000 + nummer % aanbieders}", *vast, "250.000,00")


def schrijf(map_: Path, aantal: int) -> dict[str, Path]:
    """Write the register as a folder of CSV files and as a workbook."""
    boek = Workbook(write_only=True)
    (map_ / "csv").mkdir()
    for naam, rijen in bladen(aantal):
        with (map_ / "csv" / f"{naam}.csv").open("w", encoding="utf-8", newline="") as bestand:
            csv.writer(bestand, delimiter=";").writerows(rijen)
        blad = boek.create_sheet(naam)
        for rij in rijen:
            blad.append(rij)
    boek.save(map_ / "register.xlsx")
    return {"CSV": map_ / "csv", "XLSX": map_ / "register.xlsx"}


_VORMEN = {feit: Opdrachtvorm(soort, feit) for soort in SOORTEN for feit in soort.feiten}


def _leg_vast(
    loket: Loket, soort: Dingsoort[Any], waarde: dict[str, Any], klasse: type[Feit]
) -> UUID:
    feit, envelop = _VORMEN[klasse].van_object(waarde=waarde)
    opdracht = Opdracht(gebruiker=_WIE, soort=soort, ding=None, feit=feit, envelop=envelop)
    with loket.register.schrijf() as beurt:
        gedaan = loket.vastlegger.leg_vast(beurt=beurt, opdracht=opdracht, correlatie=uuid4())
    return gedaan.registratie.ding


def bereid(engine: Engine) -> tuple[Loket, UUID, UUID]:
    """Record the regio and the traject that the register leans on."""
    loket = maak_loket(engine=engine, klok=maak_klok(engine=engine))
    vanaf = {"ingangsdatum": "2018-01-01"}
    regio = _leg_vast(
        loket, REGIO, {**vanaf, "naam": "R", "gemeenten": ["9001", "9002"]}, REGIO.opening
    )
    percelen = [
        {"code": p, "segment": "ambulant", "producten": ["45A04"], "gemeenten": ["9001"]}
        for p in _PERCELEN
    ]
    traject = {"naam": "T", "regioId": str(regio), "inkoopvorm": "SAS", "toetreding": "OPEN"}
    rest = {"segmenten": ["ambulant"], "percelen": percelen}
    return (
        loket,
        regio,
        _leg_vast(loket, INKOOPTRAJECT, {**vanaf, **traject, **rest}, INKOOPTRAJECT.opening),
    )


def meet_los(loket: Loket, regio: UUID, traject: UUID) -> float:
    """Give contracts per second, recorded one by one with an afwijking for want of toelatingen."""
    aanbieder = _leg_vast(
        loket,
        AANBIEDER,
        {"ingangsdatum": "2018-01-01", "naam": "A", "kvkNummer": "99999999"},
        AANBIEDER.opening,
    )
    vast = {
        "ingangsdatum": "2023-01-01",
        "regioId": str(regio),
        "aanbiederId": str(aanbieder),
        "trajectId": str(traject),
        "segment": "ambulant",
        "percelen": list(_PERCELEN),
        "gemeenten": ["9001", "9002"],
        "inkoopvorm": "SAS",
        "bekostigingsvorm": "INSPANNINGSGERICHT",
        "einddatum": "2030-12-31",
        "tarieven": [
            {"productcode": f"45A0{j}", "eenheid": "UUR", "tarief": "60.00"} for j in range(4)
        ],
        "afwijking": {"regels": ["niet-toegelaten"], "motivering": "meting"},
    }
    werk = [{**vast, "contractnummer": f"L-{n}"} for n in range(LOS)]
    return LOS / duur(lambda: [_leg_vast(loket, CONTRACT, w, CONTRACT.opening) for w in werk])


def main() -> None:
    """Measure both kinds of file on both databases and print one table."""
    lezer = argparse.ArgumentParser(description=__doc__)
    lezer.add_argument("--contracten", type=int, default=5_000)
    aantal = lezer.parse_args().contracten
    rijen = []
    with tempfile.TemporaryDirectory() as map_:
        bestanden = schrijf(Path(map_), aantal)
        for soort in DATABASES:
            for vorm, pad in bestanden.items():
                with register_op(soort=soort) as (_, engine, _register):
                    loket, regio, traject = bereid(engine)
                    los = meet_los(loket, regio, traject)
                    tempo = aantal / duur(lambda e=engine, p=pad: _voer_in(e, p))  # type: ignore[misc]
                    rijen.append((soort, vorm, f"{tempo:.0f}", f"{los:.0f}", f"{tempo / los:.1f}"))
    tabel(("database", "bestand", "contracten/s", "één voor één/s", "verhouding"), rijen)


def _voer_in(engine: Engine, pad: Path) -> None:
    gedaan = importeer(
        engine=engine, paden=[pad], vastleggen=True, motivering=None, voortgang=lambda *_: None
    )
    if not gedaan.gelukt:
        raise RuntimeError("\n".join(list(gedaan.verslag())[:20]))


if __name__ == "__main__":
    main()
