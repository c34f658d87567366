"""What the page of a besluit says: who is missing in one sentence, each group of bodies, and its gates."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from api.paginas.bezoek import Bezoek
from api.sjablonen import datum, orgaan
from application.raadplegen import Dossier
from domain.besluit import BEPALEND, Besluitstand, Poort, Status, Stem, Uitkomst
from domain.besluitvereiste import Rol

_WACHT = {
    None: ("heeft nog niet besloten", "hebben nog niet besloten"),
    Uitkomst.AANGEHOUDEN: ("hield het aan", "hielden het aan"),
    Uitkomst.VERWORPEN: ("verwierp het", "verwierpen het"),
    Uitkomst.GEWIJZIGD: ("stemde in met een andere tekst", "stemden in met een andere tekst"),
}
_GEHOORD = frozenset({Rol.ZIENSWIJZE, Rol.WENSEN_EN_BEDENKINGEN})


@dataclass(frozen=True, kw_only=True)
class Stemregel:
    """One body with its answer or, where it is heard, its zienswijze; `over` when its term has passed in silence."""

    stem: Mapping[str, Any]
    zienswijze: Mapping[str, Any] | None
    besloten: bool
    over: bool


@dataclass(frozen=True, kw_only=True)
class Groep:
    """The bodies of one kind in one role; `uiterlijk` when it is the same for all."""

    rol: Rol
    orgaan: str
    naam: str | None
    regel: str | None
    uiterlijk: date | None
    bepalend: bool
    gehoord: bool
    regels: Sequence[Stemregel]

    @property
    def beantwoord(self) -> int:
        """How many answered, or were heard."""
        return sum(r.besloten or r.zienswijze is not None for r in self.regels)


@dataclass(frozen=True, kw_only=True)
class Poortstand:
    """A gate: on whom it still waits, and what went out through it."""

    poort: Poort
    wacht_op: Sequence[str]
    uitgegaan: Sequence[Mapping[str, Any]]


def over_besluit(
    b: Bezoek, gevonden: Dossier[Besluitstand], c: Mapping[str, Any]
) -> dict[str, Any]:
    """Give what the template of a besluit needs; `c` is the answer as the visitor may see it."""
    stand = gevonden.stand
    poorten = [_poort(stand, poort, c["bekendmakingen"]) for poort in stand.poorten]
    door = [p["volgnummer"] for poort in poorten for p in poort.uitgegaan]
    return {
        "ontbreekt_zin": wie_ontbreekt(stand=stand),
        "groepen": list(_groepen(stand, c, b.reis.geldig_op)),
        "poorten": poorten,
        "los_uitgegaan": [p for p in c["bekendmakingen"] if p["volgnummer"] not in door],
    }


def wie_ontbreekt(*, stand: Besluitstand) -> Markup:
    """Tell in one sentence which bodies are missing, and why."""
    match stand.status:
        case Status.TOEKOMSTIG:
            return Markup("Dit voorstel is op deze dag nog niet ingebracht.")
        case Status.INGETROKKEN:
            return Markup("Het voorstel is ingetrokken; er wordt niet meer over besloten.")
    if not stand.ontbreekt and stand.vastgesteld_op is not None:
        zin = Markup("Niemand ontbreekt: het besluit staat sinds {}.")
        return zin.format(datum(stand.vastgesteld_op))
    groepen: dict[tuple[Uitkomst | None, str], list[Stem]] = defaultdict(list)
    for stem in stand.betrokken:
        if stem.rol in BEPALEND and not stem.akkoord and stem.wie in stand.ontbreekt:
            groepen[stem.uitkomst, stem.orgaan].append(stem)
    delen = [_deel(uitkomst, stemmen) for (uitkomst, _), stemmen in groepen.items()]
    if not delen:
        return Markup("Niemand ontbreekt.")
    nog = sum(len(stemmen) for stemmen in groepen.values())
    van = sum(stem.rol in BEPALEND for stem in stand.betrokken)
    waarom = Markup("; ").join(delen) + "."
    if stand.status is Status.VERWORPEN:
        return Markup("Het voorstel is verworpen: {}").format(waarom)
    ontbreekt = "ontbreekt" if nog == 1 else "ontbreken"
    return Markup("Er {} nog {} van de {}: {}").format(ontbreekt, nog, van, waarom)


def _deel(uitkomst: Uitkomst | None, stemmen: Sequence[Stem]) -> Markup:
    enkel, meer = _WACHT.get(uitkomst, _WACHT[None])
    namen = [stem.naam or orgaan(stem.orgaan, stem.gemeente, klein=True) for stem in stemmen]
    wie = Markup(" en ").join([Markup(", ").join(namen[:-1]), namen[-1]] if namen[1:] else namen)
    return Markup("<strong>{}</strong> {}").format(wie, enkel if len(namen) == 1 else meer)


def _groepen(stand: Besluitstand, c: Mapping[str, Any], dag: date) -> Iterator[Groep]:
    getoond = list(zip(stand.betrokken, c["betrokken"], strict=True))
    gehoord = {(z["orgaan"], z["gemeente"]): z for z in c["zienswijzen"]}
    for rol, orgaan_ in dict.fromkeys((s.rol, s.orgaan) for s in stand.betrokken):
        samen = [(s, j) for s, j in getoond if (s.rol, s.orgaan) == (rol, orgaan_)]
        eerste, dagen = samen[0][0], {s.uiterlijk for s, _ in samen}
        yield Groep(
            rol=rol,
            orgaan=orgaan_,
            naam=eerste.naam,
            regel=None if eerste.regel is None else eerste.regel.value,
            uiterlijk=dagen.pop() if len(dagen) == 1 else None,
            bepalend=rol in BEPALEND,
            gehoord=rol in _GEHOORD,
            regels=[
                _regel(s, j, gehoord.get((s.orgaan, s.gemeente)) if rol in _GEHOORD else None, dag)
                for s, j in samen
            ],
        )


def _regel(
    stem: Stem, getoond: Mapping[str, Any], zienswijze: Mapping[str, Any] | None, dag: date
) -> Stemregel:
    stil = zienswijze is None and not stem.besloten
    return Stemregel(
        stem=getoond,
        zienswijze=zienswijze,
        besloten=stem.besloten,
        over=stil and stem.uiterlijk is not None and stem.uiterlijk < dag,
    )


def _poort(
    stand: Besluitstand, poort: Poort, bekendmakingen: Sequence[Mapping[str, Any]]
) -> Poortstand:
    zelfde = (poort.kanaal, poort.doelgroep)
    return Poortstand(
        poort=poort,
        wacht_op=stand.onbeslist(poort),
        uitgegaan=[p for p in bekendmakingen if (p["kanaal"], p["doelgroep"]) == zelfde],
    )
