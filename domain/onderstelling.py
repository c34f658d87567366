"""The onderstelling: what a decision takes to be so, and what came of it; a failed one lights up what rests on it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from domain.feiten import Feit, Vormvast
from domain.oordeel import Bevinding
from domain.tijdlijn import Dingsoort, Geldend
from domain.waarden import Code, Datum, Id, Tekst, Volgnummer


class Uitkomst(StrEnum):
    """What came of an assumption."""

    UITGEKOMEN = "UITGEKOMEN"
    ONJUIST = "ONJUIST"
    DEELS_ONJUIST = "DEELS_ONJUIST"


class Status(StrEnum):
    """Open until an outcome stands; then the newest outcome."""

    TOEKOMSTIG = "TOEKOMSTIG"
    OPEN = "OPEN"
    UITGEKOMEN = "UITGEKOMEN"
    ONJUIST = "ONJUIST"
    DEELS_ONJUIST = "DEELS_ONJUIST"


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class OnderstellingGedaan(Feit):
    """An assumption (S1:1032: "per 1-1-2020 het woonplaatsbeginsel wordt gewijzigd"); `bron` is where it is said."""

    feitnaam: ClassVar[str] = "onderstelling.gedaan"
    pad: ClassVar[str] = "POST"

    regio_id: Id
    code: Code
    tekst: Tekst
    bron: Tekst | None = None


@dataclass(frozen=True, kw_only=True)
class UitkomstGebleken(Feit):
    """What came of it, from the day on which that was so; a later outcome takes the place of an earlier one."""

    feitnaam: ClassVar[str] = "onderstelling.uitkomst_gebleken"
    pad: ClassVar[str] = "uitkomsten"

    uitkomst: Uitkomst
    toelichting: Tekst


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Gebleken(Vormvast):
    """An outcome; `plaats` is the place of its fact."""

    plaats: Volgnummer
    uitkomst: Uitkomst
    toelichting: Tekst
    ingangsdatum: Datum


@dataclass(frozen=True, kw_only=True)
class Onderstellingstand(Vormvast):
    """An assumption in a stretch of days; of its outcomes the last counts."""

    regio_id: Id
    code: Code
    tekst: Tekst
    bron: Tekst | None
    ingangsdatum: Datum
    uitkomsten: tuple[Gebleken, ...] = ()
    status: Status = Status.OPEN


def weerlegd(stand: Onderstellingstand) -> bool:
    """Tell whether the assumption has proved false, wholly or in part: what rests on it deserves a look."""
    return stand.status in (Status.ONJUIST, Status.DEELS_ONJUIST)


def _open(geldend: Geldend) -> Onderstellingstand:
    feit = geldend.feit
    assert isinstance(feit, OnderstellingGedaan)  # noqa: S101 - the kind's own opening fact
    return Onderstellingstand(
        regio_id=feit.regio_id,
        code=feit.code,
        tekst=feit.tekst,
        bron=feit.bron,
        ingangsdatum=feit.ingangsdatum,
    )


def _evolueer(stand: Onderstellingstand, geldend: Geldend) -> Onderstellingstand:
    feit = geldend.feit
    assert isinstance(feit, UitkomstGebleken)  # noqa: S101 - the kind's only other fact
    gebleken = Gebleken(
        plaats=geldend.plaats,
        uitkomst=feit.uitkomst,
        toelichting=feit.toelichting,
        ingangsdatum=feit.ingangsdatum,
    )
    return replace(
        stand, uitkomsten=(*stand.uitkomsten, gebleken), status=Status(feit.uitkomst.value)
    )


def _vanzelf(_stand: Onderstellingstand, _sinds: date) -> None:
    return None


def _aanloop(stand: Onderstellingstand) -> Onderstellingstand:
    return replace(stand, status=Status.TOEKOMSTIG, uitkomsten=())


# --- decisions ---------------------------------------------------------------------------------------------------


def _toets(_stand: Onderstellingstand, _geldend: Geldend) -> list[Bevinding]:
    return []


ONDERSTELLING: Dingsoort[Onderstellingstand] = Dingsoort(
    naam="onderstelling",
    meervoud="onderstellingen",
    stand=Onderstellingstand,
    feiten=(OnderstellingGedaan, UitkomstGebleken),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)
