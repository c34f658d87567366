"""What the coverage map tells: the shapes of its cells, gaps, coming losses and ends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.dekking import Cel, Celbeeld, Celstand, Dekking, Per, Verliessoort
from domain.feiten import Vormvast
from domain.leveringslijn import Lijnsoort
from domain.waarden import Code, Datum, Gemeentecode, Id, Instant, JaNee, Tekst, Teller


@dataclass(frozen=True, kw_only=True)
class Plek(Vormvast):
    """A form in a gemeente; without segment when forms are products."""

    vorm: Code
    segment: Code | None
    gemeente: Gemeentecode


@dataclass(frozen=True, kw_only=True)
class Vormregel(Vormvast):
    """A form of care, and the trajecten in force that ask for it."""

    vorm: Code
    segment: Code | None
    traject_ids: tuple[Id, ...]


@dataclass(frozen=True, kw_only=True)
class Bezetting(Vormvast):
    """What a cell has on a day; of the aanbieders `met_stop` takes nobody new."""

    stand: Celstand
    aanbieders: Teller
    met_stop: Teller


@dataclass(frozen=True, kw_only=True)
class Celregel(Plek, Bezetting):
    """A cell with what stands behind it."""

    gevraagd: JaNee
    aanbieder_ids: tuple[Id, ...]
    stop_ids: tuple[Id, ...]
    contract_ids: tuple[Id, ...]
    leveringslijn_ids: tuple[Id, ...]


@dataclass(frozen=True, kw_only=True)
class Gatregel(Plek):
    """A cell that is asked for and not delivered; `contract_ids` ended on `sinds`."""

    sinds: Datum
    contract_ids: tuple[Id, ...]
    weer_gedekt_op: Datum | None
    door_wat_als: JaNee


@dataclass(frozen=True, kw_only=True)
class Verliesregel(Plek):
    """What a coming day takes from a cell; `contract_ids` end in it on that day."""

    verlies: Verliessoort
    dag: Datum
    was: Teller
    wordt: Teller
    gevraagd: JaNee
    contract_ids: tuple[Id, ...]
    weer_gedekt_op: Datum | None
    leveringslijn: JaNee
    door_wat_als: JaNee


@dataclass(frozen=True, kw_only=True)
class Eindfeit(Vormvast):
    """The entry that makes an end."""

    id: Id
    soort: Code
    volgnummer: Teller
    ingangsdatum: Datum
    geregistreerd_op: Instant


@dataclass(frozen=True, kw_only=True)
class Einde(Vormvast):
    """Why a contract no longer covers a cell from `per` on; no fact when it is only a what-if."""

    contract_id: Id
    contractnummer: Code
    aanbieder_id: Id
    per: Datum
    verlopen: JaNee
    """The term ran out: the fact is the one that set it."""
    feit: Eindfeit | None


@dataclass(frozen=True, kw_only=True)
class Verandering(Plek):
    """A cell that differs between two maps."""

    was: Bezetting
    wordt: Bezetting
    weg: tuple[Id, ...]
    erbij: tuple[Id, ...]


@dataclass(frozen=True, kw_only=True)
class Wissel(Vormvast):
    """What differs between the day before `dag` and that day."""

    dag: Datum
    veranderingen: tuple[Verandering, ...]


@dataclass(frozen=True, kw_only=True)
class WatAls(Vormvast):
    """What differs when these aanbieders deliver nothing."""

    zonder_aanbieders: tuple[Id, ...]
    veranderingen: tuple[Verandering, ...]


@dataclass(frozen=True, kw_only=True)
class Lijnregel(Vormvast):
    """A subsidy or own delivery in force on the day."""

    id: Id
    kenmerk: Tekst
    lijnsoort: Lijnsoort
    segment: Code
    gemeenten: tuple[Gemeentecode, ...]


@dataclass(frozen=True, kw_only=True)
class Dekkingskaart(Vormvast):
    """The coverage of a regio on the day asked, and what the days after it take away."""

    regio_id: Id
    per: Per
    gemeenten: tuple[Gemeentecode, ...]
    vormen: tuple[Vormregel, ...]
    aantal: Teller
    resultaten: tuple[Celregel, ...]
    gaten: tuple[Gatregel, ...]
    komend_tot_en_met: Datum
    komend: tuple[Verliesregel, ...]
    einden: tuple[Einde, ...]
    """Of every contract that is named in `gaten` and `komend`."""
    wissel: Wissel | None
    wat_als: WatAls | None
    leveringslijnen: tuple[Lijnregel, ...]


# --- as it is told -------------------------------------------------------------------------------------------------


def _plek(cel: Cel) -> dict[str, Any]:
    return {"vorm": cel.vorm.code, "segment": cel.vorm.segment or None, "gemeente": cel.gemeente}


def _telling(cel: Celbeeld | None) -> Bezetting:
    """Give what a cell has; one that is not there is not asked for."""
    if cel is None:
        return Bezetting(stand=Celstand.NIET_GEVRAAGD, aanbieders=0, met_stop=0)
    return Bezetting(stand=cel.stand, aanbieders=len(cel.aanbieders), met_stop=len(cel.met_stop))


def celregel(c: Celbeeld) -> Celregel:
    """Tell one cell."""
    return Celregel(
        **_plek(c.cel),
        stand=c.stand,
        aanbieders=len(c.aanbieders),
        met_stop=len(c.met_stop),
        gevraagd=c.gevraagd,
        aanbieder_ids=c.aanbieders,
        stop_ids=c.met_stop,
        contract_ids=c.contracten,
        leveringslijn_ids=c.leveringslijnen,
    )


def gatregels(*, kaart: Dekking, gewoon: Dekking, dag: date) -> tuple[Gatregel, ...]:
    """Tell the gaps of a map; those that the map without what-if has not are marked."""
    eerder = set() if kaart is gewoon else {g.cel for g in gewoon.gaten(dag)}
    return tuple(
        Gatregel(
            **_plek(g.cel),
            sinds=g.sinds,
            contract_ids=g.contracten,
            weer_gedekt_op=g.weer_gedekt_op,
            door_wat_als=kaart is not gewoon and g.cel not in eerder,
        )
        for g in sorted(kaart.gaten(dag), key=lambda g: g.cel)
    )


def verliesregels(
    *, kaart: Dekking, gewoon: Dekking, na: date, tot_en_met: date
) -> tuple[Verliesregel, ...]:
    """Tell what coming days take away, in order of days; marked likewise."""
    verliezen = kaart.komend(na=na, tot_en_met=tot_en_met)
    eerder = (
        set()
        if kaart is gewoon
        else {(v.cel, v.dag, v.soort) for v in gewoon.komend(na=na, tot_en_met=tot_en_met)}
    )
    return tuple(
        Verliesregel(
            **_plek(v.cel),
            verlies=v.soort,
            dag=v.dag,
            was=v.was,
            wordt=v.wordt,
            gevraagd=v.gevraagd,
            contract_ids=v.contracten,
            weer_gedekt_op=v.weer_gedekt_op,
            leveringslijn=v.leveringslijn,
            door_wat_als=kaart is not gewoon and (v.cel, v.dag, v.soort) not in eerder,
        )
        for v in sorted(verliezen, key=lambda v: (v.dag, v.cel))
    )


def veranderingen(
    *, voor: Mapping[Cel, Celbeeld], na: Mapping[Cel, Celbeeld]
) -> Iterator[Verandering]:
    """Give the cells whose count or contracts differ."""
    for cel in sorted({*voor, *na}):
        was, wordt = voor.get(cel), na.get(cel)
        eerder, later = (frozenset(c.contracten if c else ()) for c in (was, wordt))
        if (_telling(was), eerder) != (_telling(wordt), later):
            yield Verandering(
                **_plek(cel),
                was=_telling(was),
                wordt=_telling(wordt),
                weg=tuple(sorted(eerder - later)),
                erbij=tuple(sorted(later - eerder)),
            )
