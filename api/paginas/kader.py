"""What the page of a beleidskader says: its period beside those of its predecessor and successors, gaps in red."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from api.paginas.bezoek import Bezoek
from api.paginas.tijdlijn import MARGE, Schaal
from application.raadplegen import Dossier
from domain.beleidskader import AANGENOMEN, BELEIDSKADER, Kaderstand
from domain.waarden import dag_na, dag_voor

_RUIMTE = timedelta(days=150)
_PER_LETTER = 7.8
"""How wide a letter of a name is in the picture, with some room."""


@dataclass(frozen=True, kw_only=True)
class Balk:
    """A frame, or a gap between frames, in the picture and the table; `laatste` None goes on."""

    id: UUID | None
    naam: str
    status: str
    eerste: date
    laatste: date | None
    x: float
    breedte: float
    y: int
    zelf: bool

    @property
    def past(self) -> bool:
        """Tell whether the name fits in the bar."""
        return self.breedte >= _PER_LETTER * len(self.naam) + 2 * MARGE


@dataclass(frozen=True, kw_only=True)
class Kaderbeeld:
    """The picture: one line per frame, and one for the gaps."""

    balken: Sequence[Balk]
    gaten: Sequence[Balk]
    jaren: Sequence[tuple[int, float]]
    gevraagd: float
    hoogte: int


def over_kader(b: Bezoek, gevonden: Dossier[Kaderstand], _c: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the template of a beleidskader needs."""
    kaders = _rondom(b, gevonden)
    return {"beeld": _beeld(kaders, gevonden.ding, b.reis.geldig_op)}


def _rondom(b: Bezoek, gevonden: Dossier[Kaderstand]) -> dict[UUID, Kaderstand]:
    """Give the frame with its predecessor and successors, in order of their first day."""
    lijst = b.vragen.lijst(
        soort=BELEIDSKADER, filters={"voorgangerId": gevonden.ding}, reis=b.reis, blik=b.blik
    )
    kaders = {g.ding: g.stand for g in lijst.items} | {gevonden.ding: gevonden.stand}
    voorganger = gevonden.stand.voorganger_id
    if voorganger is not None:
        kaders |= b.vragen.standen(
            soort=BELEIDSKADER, dingen=[voorganger], reis=b.reis, blik=b.blik
        )
    return dict(sorted(kaders.items(), key=lambda k: (k[1].geldig_van, str(k[0]))))


def _beeld(kaders: dict[UUID, Kaderstand], zelf: UUID, gevraagd: date) -> Kaderbeeld:
    dagen = [d for k in kaders.values() for d in (k.geldig_van, k.laatste_dag) if d is not None]
    schaal = Schaal(
        begin=min(*dagen, gevraagd) - _RUIMTE,
        eind=max(*dagen, gevraagd) + _RUIMTE,
    )
    balken = [
        _balk(ding, stand, schaal, nummer, zelf=ding == zelf)
        for nummer, (ding, stand) in enumerate(kaders.items())
    ]
    return Kaderbeeld(
        balken=balken,
        gaten=[_gat(eerste, laatste, schaal) for eerste, laatste in _gaten(kaders)],
        jaren=list(schaal.jaren()),
        gevraagd=schaal.x(gevraagd),
        hoogte=60 + 40 * len(balken),
    )


def _balk(ding: UUID, stand: Kaderstand, schaal: Schaal, nummer: int, *, zelf: bool) -> Balk:
    eind = schaal.eind if stand.laatste_dag is None else dag_na(stand.laatste_dag)
    x = schaal.x(stand.geldig_van)
    return Balk(
        id=ding,
        naam=stand.naam,
        status=stand.status.value,
        eerste=stand.geldig_van,
        laatste=stand.laatste_dag,
        x=x,
        breedte=max(round(schaal.x(eind) - x, 1), 2),
        y=34 + 40 * nummer,
        zelf=zelf,
    )


def _gat(eerste: date, laatste: date | None, schaal: Schaal) -> Balk:
    x = schaal.x(eerste)
    return Balk(
        id=None,
        naam="Geen vastgesteld kader",
        status="",
        eerste=eerste,
        laatste=laatste,
        x=x,
        breedte=max(round(schaal.x(schaal.eind if laatste is None else dag_na(laatste)) - x, 1), 3),
        y=0,
        zelf=False,
    )


def _gaten(kaders: dict[UUID, Kaderstand]) -> Iterator[tuple[date, date | None]]:
    """Give the stretches after the first adopted frame in which none is adopted."""
    bereikt: date | None = None
    for stand in kaders.values():
        if stand.status not in AANGENOMEN and not stand.heeft_gegolden:
            continue
        if bereikt is not None and bereikt < stand.geldig_van:
            yield bereikt, dag_voor(stand.geldig_van)
        if stand.laatste_dag is None:
            return
        bereikt = max(bereikt or stand.geldig_van, dag_na(stand.laatste_dag))
    if bereikt is not None:
        yield bereikt, None
