"""The course of a contract as a picture and a table: stretches of days, what changed between them, the day asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from api import antwoorden
from api.paginas.bezoek import Bezoek
from api.paginas.journaal import feiten_op
from domain.contract import CONTRACT
from domain.waarden import dag_voor

_WIJZIGBAAR = (
    "status",
    "beeindiging",
    "einddatum",
    "uitloopTotEnMet",
    "aanbiederId",
    "herzieningsvoorstellen",
    "deelopzeggingen",
    "bekostigingsvorm",
    "percelen",
    "gemeenten",
    "geraamdeJaarwaarde",
    "eigenaar",
    "opzegregeling",
    "verlengingsopties",
    "stilzwijgendeVerlenging",
    "taakbudgetten",
)
_ENKELVOUDIG = frozenset(
    {
        "beeindiging",
        "einddatum",
        "uitloopTotEnMet",
        "bekostigingsvorm",
        "geraamdeJaarwaarde",
        "eigenaar",
    }
)
BREEDTE, MARGE = 960, 16
_SMAL = 84
"""Below this width a stretch has no room for its word."""
_MARKERING = 22
"""Markers nearer to each other than this stand above one another."""


@dataclass(frozen=True, kw_only=True)
class Wijziging:
    """One term that changed; `was` and `wordt` in the form of the API, both None when only the name says enough."""

    veld: str
    wat: str = ""
    was: object = None
    wordt: object = None
    toon: bool = True


@dataclass(frozen=True, kw_only=True)
class Strook:
    """A stretch of days: `tot_en_met` None goes on; `x` and `breedte` in the picture."""

    nummer: int
    van: date
    tot_en_met: date | None
    status: str
    wijzigingen: Sequence[Wijziging]
    feiten: Sequence[int]
    gevraagd: bool
    x: float
    breedte: float
    laag: int

    @property
    def past(self) -> bool:
        """Tell whether the word of the status fits in."""
        return self.breedte >= _SMAL


@dataclass(frozen=True, kw_only=True)
class Tijdlijn:
    """The whole picture; `gevraagd` is where the day asked lies, None outside of it."""

    stroken: Sequence[Strook]
    jaren: Sequence[tuple[int, float]]
    gevraagd: float
    van: date
    tot: date


def maak_tijdlijn(
    *, bezoek: Bezoek, ding: UUID, regels: Sequence[dict[str, Any]]
) -> Tijdlijn | None:
    """Draw the course as known at the moment asked; None when the contract was withdrawn."""
    tot = bezoek.reis.beschikbaar_op
    bekend = [
        v
        for v in bezoek.vragen.voorkomens(soort=CONTRACT, ding=ding, tot=tot, blik=bezoek.blik)
        if v.eind_registratie is None
    ]
    stukken: list[dict[str, Any]] = []
    for v in bekend:
        for stuk in antwoorden.voorkomens(soort=CONTRACT, gevonden=v, moment=tot):
            _voeg_toe(stukken, stuk)
    if not stukken:
        return None
    schaal = Schaal.van(stukken, bezoek.reis.geldig_op)
    return Tijdlijn(
        stroken=list(_stroken(stukken, schaal, bezoek, regels)),
        jaren=list(schaal.jaren()),
        gevraagd=schaal.x(bezoek.reis.geldig_op),
        van=schaal.begin,
        tot=schaal.eind,
    )


_NAAST = frozenset(
    {"beginGeldigheid", "eindGeldigheid", "beginRegistratie", "eindRegistratie", "sturing"}
)
"""What makes no stretch of its own here: when it is, and the steering, which has its own place on the page."""


def _voeg_toe(stukken: list[dict[str, Any]], stuk: dict[str, Any]) -> None:
    """Add a stretch, or lengthen the last one when nothing else differs."""
    vorig = stukken[-1] if stukken else {}
    if any(vorig.get(naam) != waarde for naam, waarde in stuk.items() if naam not in _NAAST):
        stukken.append(stuk)
    else:
        vorig["eindGeldigheid"] = stuk["eindGeldigheid"]


@dataclass(frozen=True, kw_only=True)
class Schaal:
    """From days to places in the picture."""

    begin: date
    eind: date

    @classmethod
    def van(cls, stukken: Sequence[Mapping[str, Any]], gevraagd: date) -> "Schaal":
        """Take in the whole course, the agreed end and the day asked, with some room on both sides."""
        dagen = [date.fromisoformat(s["beginGeldigheid"]) for s in stukken]
        eind = stukken[-1]["einddatum"]
        laatste = max([*dagen, *([date.fromisoformat(eind)] if eind else [])])
        begin, laatste = min(*dagen, gevraagd), max(laatste, gevraagd)
        ruimte = timedelta(days=max(60, (laatste - begin).days // 20))
        return cls(begin=_verschoven(begin, -ruimte), eind=_verschoven(laatste, ruimte))

    def x(self, dag: date) -> float:
        """Give the place of a day."""
        deel = (dag - self.begin).days / (self.eind - self.begin).days
        return round(MARGE + min(max(deel, 0), 1) * (BREEDTE - 2 * MARGE), 1)

    def jaren(self) -> Iterator[tuple[int, float]]:
        """Give the years that start in the picture, not closer than their figures are wide."""
        jaren = range(self.begin.year + 1, self.eind.year + 1)
        stap = max(1, -(-len(jaren) // 14))
        for jaar in jaren[::stap]:
            yield jaar, self.x(date(jaar, 1, 1))


def _verschoven(dag: date, ruimte: timedelta) -> date:
    """Move a day within the calendar."""
    return date.fromordinal(min(max(dag.toordinal() + ruimte.days, 1), date.max.toordinal()))


def _stroken(
    stukken: Sequence[Mapping[str, Any]],
    schaal: Schaal,
    bezoek: Bezoek,
    regels: Sequence[dict[str, Any]],
) -> Iterator[Strook]:
    gevraagd, vorige_x, laag = bezoek.reis.geldig_op, -1000.0, 0
    for nummer, stuk in enumerate(stukken, start=1):
        van = date.fromisoformat(stuk["beginGeldigheid"])
        tot = stuk["eindGeldigheid"] and date.fromisoformat(stuk["eindGeldigheid"])
        x = schaal.x(van)
        laag = (laag + 1) % 3 if x - vorige_x < _MARKERING else 0
        vorige_x = x
        vorig = stukken[nummer - 2] if nummer > 1 else None
        yield Strook(
            nummer=nummer,
            van=van,
            tot_en_met=dag_voor(tot) if tot else None,
            status=stuk["status"],
            wijzigingen=[] if vorig is None else list(_wijzigingen(vorig, stuk, bezoek)),
            feiten=feiten_op(regels, van),
            gevraagd=van <= gevraagd and (not tot or gevraagd < tot),
            x=x,
            breedte=round(schaal.x(tot or schaal.eind) - x, 1),
            laag=laag,
        )


def _wijzigingen(
    was: Mapping[str, Any], wordt: Mapping[str, Any], bezoek: Bezoek
) -> Iterator[Wijziging]:
    """Give what differs between two neighbouring stretches, hidden where the visitor may not see it."""
    for veld in _WIJZIGBAAR:
        if was[veld] != wordt[veld]:
            kanten = {"was": was[veld], "wordt": wordt[veld]} if veld in _ENKELVOUDIG else {}
            yield Wijziging(veld=veld, toon=bool(kanten), **kanten)
    if was["tarieven"] != wordt["tarieven"]:
        verborgen = bezoek.blik.toon({"tarieven": wordt["tarieven"]})["tarieven"]
        if isinstance(verborgen, Mapping):
            yield Wijziging(veld="tarieven", wordt=verborgen)
        else:
            yield from _tariefwijzigingen(was["tarieven"], wordt["tarieven"])


def _tariefwijzigingen(
    was: Sequence[Mapping[str, Any]], wordt: Sequence[Mapping[str, Any]]
) -> Iterator[Wijziging]:
    eerst, dan = ({_sleutel(t): t["tarief"] for t in kant} for kant in (was, wordt))
    for sleutel in sorted({*eerst, *dan}):
        if eerst.get(sleutel) != dan.get(sleutel):
            yield Wijziging(
                veld="tarief",
                wat=" ".join(deel for deel in sleutel if deel),
                was=eerst.get(sleutel),
                wordt=dan.get(sleutel),
            )


def _sleutel(tarief: Mapping[str, Any]) -> tuple[str, str, str]:
    return (tarief["productcode"], f"per {tarief['eenheid'].lower()}", tarief["gemeente"] or "")
