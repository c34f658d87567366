"""The money of the story: budgets the raden adopt, what is committed, and what comes in every month."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from zlib import crc32

from api.demo.portefeuille import Contract
from api.demo.verhaal import Boek, Speler, ding_id
from domain.waarden import dag_na, plus_maanden, schrijf_bedrag

INDEX = {
    2020: "2.90",
    2021: "2.40",
    2022: "2.80",
    2023: "5.40",
    2024: "5.00",
    2025: "4.90",
    2026: "4.10",
    2027: "3.60",
    2028: "3.10",
    2029: "2.80",
    2030: "2.50",
    2031: "2.50",
}
"""Yearly indexation in percents; invented, of the size of the OVA."""
EERSTE_JAAR = 2019
"""The first year that is budgeted; older contracts are told at its prices."""
_DRUKTE = (98, 99, 103, 100, 101, 99, 91, 88, 101, 106, 107, 107)
"""How busy each month is, January first; a year of twelve hundreds."""
_PER_MAAND = range(2024, 2027)
"""Years booked by month; the others by quarter."""


def indexeer(*, boek: Boek, wie: Speler, contracten: Iterable[Contract]) -> None:
    """Raise the tariffs of the coming year, every first of December in one go, of the contracts that still run."""
    lopend = tuple(contracten)
    for jaar, percentage in INDEX.items():
        begin = date(jaar, 1, 1)
        for contract in lopend:
            if contract.van < begin <= contract.tot_en_met:
                boek.schrijf(
                    op=f"{jaar - 1}-12-01",
                    wie=wie,
                    ding=contract.ding,
                    pad="indexeringen",
                    inhoud={"ingangsdatum": begin.isoformat(), "percentage": percentage},
                    als=f"indexering {contract.nummer} {jaar}",
                    samen=f"indexering {wie.regio} {jaar}",
                )


@dataclass(frozen=True, kw_only=True)
class Kas:
    """How a region budgets: which years, how generously, and which segments commit a fixed sum."""

    boek: Boek
    wie: Speler
    regio: str
    jaren: range
    krap: dict[tuple[int, str], int]
    """Per year and segment the budget in percents of what is expected; otherwise 103."""
    hard: dict[str, int]
    """Per segment the part of the expected cost that is a hard commitment, in percents; otherwise an estimate."""
    rust_op: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """Per year the assumptions that its budgets rest on."""


def centen(*, contract: Contract, jaar: int, maand: int) -> int:
    """Give the cost of one month: prices of that year, the season, and a few percents of chance."""
    toeval = 96 + crc32(f"{contract.nummer} {jaar}-{maand}".encode()) % 9
    return int(contract.jaarbedrag * _groei(contract, jaar) * _DRUKTE[maand - 1] * toeval / 1200)


def gepland(*, contract: Contract, jaar: int) -> int:
    """Give the cost of one year as it was planned, in cents."""
    maanden = sum(contract.loopt(date(jaar, maand, 1)) for maand in range(1, 13))
    return int(contract.jaarbedrag * _groei(contract, jaar) * 100 * maanden / 12)


def _groei(contract: Contract, jaar: int) -> Decimal:
    groei = Decimal(1)
    for na in range(max(contract.van.year, EERSTE_JAAR) + 1, jaar + 1):
        groei *= 1 + Decimal(INDEX[na]) / 100
    return groei


def budgetnaam(regio: str, jaar: int, segment: str) -> str:
    """Give the name of a budget in the story."""
    return f"{regio}-{jaar}-{segment}"


def schrijf_geld(*, kas: Kas, contracten: Sequence[Contract]) -> None:
    """Write all budgets with their commitments and costs."""
    for jaar in kas.jaren:
        for segment in dict.fromkeys(contract.segment for contract in contracten):
            lopend = [
                contract
                for contract in contracten
                if contract.segment == segment
                and contract.van.year <= jaar <= contract.tot_en_met.year
            ]
            if lopend:
                _boekjaar(kas, jaar, segment, lopend)


def _boekjaar(kas: Kas, jaar: int, segment: str, contracten: Sequence[Contract]) -> None:
    ding = f"budgetten/{budgetnaam(kas.regio, jaar, segment)}"
    voorzien = [
        contract for contract in contracten if contract.voorzien or contract.van.year < jaar
    ]
    verwacht = sum(gepland(contract=contract, jaar=jaar) for contract in voorzien)
    begroot = verwacht * kas.krap.get((jaar, segment), 103) // 100
    vastgesteld = f"{jaar - 1}-11-08"
    kas.boek.open(
        op=vastgesteld,
        wie=kas.wie,
        ding=ding,
        inhoud={
            "ingangsdatum": vastgesteld,
            "regioId": ding_id("regios", kas.regio),
            "boekjaar": jaar,
            "segment": segment,
            "bedrag": schrijf_bedrag(-(-begroot // 500_000) * 500_000),
            "besluit": {
                "orgaan": "RADEN",
                "datum": vastgesteld,
                "kenmerk": f"begroting {jaar}",
            },
            "rustOp": list(kas.rust_op.get(jaar, ())),
        },
    )
    for contract in contracten:
        _verplichting(kas, ding, jaar, contract)
    for periode, eind in _perioden(jaar):
        _realisaties(kas, ding, contracten, periode, eind)


def _verplichting(kas: Kas, ding: str, jaar: int, contract: Contract) -> None:
    hard = kas.hard.get(contract.segment)
    van = max(contract.van, date(jaar, 1, 1))
    bedrag = gepland(contract=contract, jaar=jaar) * (hard or 100) // 100
    kas.boek.schrijf(
        op=max(van, date(jaar, 1, 9)).isoformat(),
        wie=kas.wie,
        ding=ding,
        pad="verplichtingen",
        inhoud={
            "ingangsdatum": van.isoformat(),
            "contractId": ding_id("contracten", contract.nummer),
            "bedrag": schrijf_bedrag(bedrag // 100_000 * 100_000),
            "aard": "HARD" if hard else "RAMING",
        },
    )


def _perioden(jaar: int) -> Iterator[tuple[Sequence[int], date]]:
    """Give the months booked together, with the first day of the last of them."""
    lengte = 1 if jaar in _PER_MAAND else 3
    for eerste in range(1, 13, lengte):
        maanden = range(eerste, eerste + lengte)
        yield maanden, date(jaar, maanden[-1], 1)


def _realisaties(
    kas: Kas, ding: str, contracten: Iterable[Contract], maanden: Sequence[int], eind: date
) -> None:
    for contract in contracten:
        bedrag = sum(
            centen(contract=contract, jaar=eind.year, maand=maand)
            for maand in maanden
            if contract.loopt(date(eind.year, maand, 1))
        )
        if not bedrag:
            continue
        periode = f"{eind:%Y-%m}"
        kas.boek.schrijf(
            op=plus_maanden(dag_na(eind), 1).replace(day=14).isoformat(),
            wie=kas.wie,
            ding=ding,
            pad="realisaties",
            inhoud={
                "prestatieperiode": periode,
                "boekjaar": eind.year,
                "contractId": ding_id("contracten", contract.nummer),
                "bedrag": schrijf_bedrag(bedrag),
                "bron": f"declaraties t/m {periode}",
            },
            als=f"realisatie {contract.nummer} {periode}",
        )
