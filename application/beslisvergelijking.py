"""Figures of an indicator as known when a vote fell beside those asked for, and what criteria make of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from application.indicatorcijfers import Cijfer, Deel, Indicatorfeiten, periode_van
from application.raadplegen import ingetrokken
from application.rapportvraag import Verwijzing
from application.verschillen import Oorzaaksoort
from domain.feiten import Vormvast
from domain.indicator import INDICATOR, Indicatorstand
from domain.indicatordelen import Eenheid, Gewenst, Nulmeting, peildagen
from domain.trajectdelen import Criterium, Norm, Voldaan
from domain.waarden import (
    Code,
    Gemeentecode,
    Id,
    Instant,
    JaNee,
    Meetwaarde,
    Peilperiode,
    Tekst,
    Teller,
    Volgnummer,
    als_getal,
)

# --- what is told ------------------------------------------------------------------------------------------------


class Aanleiding(StrEnum):
    """Why an indicator stands in the dossier."""

    CRITERIUM = "CRITERIUM"
    EVALUATIE = "EVALUATIE"
    DOEL = "DOEL"


@dataclass(frozen=True, kw_only=True)
class Cijferoorzaak(Vormvast):
    """Why a figure differs, and the entry in which that lies; time alone has none."""

    soort: Oorzaaksoort
    volgnummer: Volgnummer | None
    geregistreerd_op: Instant | None


@dataclass(frozen=True, kw_only=True)
class Vergelijking(Vormvast):
    """One figure as known when the vote fell and at the pair asked; None on a side that did not have it."""

    peilperiode: Peilperiode
    gemeente: Gemeentecode | None
    toen: Cijfer | None
    nu: Cijfer | None
    verschil: Meetwaarde | None
    oorzaak: Cijferoorzaak | None


@dataclass(frozen=True, kw_only=True)
class Indicatorvergelijking(Vormvast):
    """An indicator with all its figures; `toen_bekend` tells whether the register held it then, if a vote fell."""

    id: Id
    code: Code
    naam: Tekst
    eenheid: Eenheid
    gewenst: Gewenst
    aanleiding: tuple[Aanleiding, ...]
    toen_bekend: JaNee | None
    anders: Teller
    """How many of its figures differ."""
    nulmetingen: tuple[Vergelijking, ...]
    streefwaarden: tuple[Vergelijking, ...]
    metingen: tuple[Vergelijking, ...]
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Uitslag(Vormvast):
    """What a norm makes of the newest figure of the regio; `waarom` says why that is unknown."""

    voldaan: Voldaan
    cijfer: Cijfer | None
    waarom: Tekst | None


@dataclass(frozen=True, kw_only=True)
class Criteriumregel(Vormvast):
    """A preset criterium with its outcome at three moments; before a decision only `nu` is there.

    `toen`: on the day of the vote, as known then. `achteraf`: on that same day, as known at the pair asked. `nu`: at
    the pair asked, with figures of later periods.
    """

    code: Code
    omschrijving: Tekst
    indicator: Id | None
    norm: Norm | None
    vooraf_bekend: JaNee | None
    """Whether the register held the criterium, in these words, when the vote fell."""
    toen: Uitslag | None
    achteraf: Uitslag | None
    nu: Uitslag
    anders: JaNee | None
    """Whether later data about the day of the vote give another outcome."""
    oordeel: Voldaan | None
    """What the last evaluation before the decision judged."""
    toelichting: Tekst | None


# --- how it is made ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kennis:
    """An indicator on a day as known at a moment."""

    feiten: Indicatorfeiten
    dag: date
    moment: datetime

    @cached_property
    def stand(self) -> Indicatorstand | None:
        """How it stands; None when it was not known."""
        return self.feiten.op(self.dag)

    @property
    def reeks(self) -> tuple[Cijfer, ...]:
        """The measurements of the regio, the newest period last."""
        metingen = () if self.stand is None else self.stand.reeks(gemeente=None)
        return tuple(self.feiten.cijfer(m) for m in metingen)


def uitslag(*, criterium: Criterium, kennis: Kennis | None) -> Uitslag:
    """Judge a criterium by the newest figure of the regio; unknown is said with its reason, never guessed."""
    if criterium.indicator is None:
        return _onbekend("Het criterium noemt geen indicator; zie de evaluatie.")
    if kennis is None or kennis.stand is None:
        return _onbekend("De indicator was toen niet bekend.")
    reeks = kennis.reeks
    if not reeks:
        return _onbekend("Er was geen meting van de regio.")
    if criterium.norm is None:
        return _onbekend("Het criterium noemt geen norm; zie de evaluatie.", reeks[-1])
    gehaald = criterium.norm.gehaald(reeks[-1].waarde.waarde)
    voldaan = Voldaan.JA if gehaald else Voldaan.NEE
    return Uitslag(voldaan=voldaan, cijfer=reeks[-1], waarom=None)


def _onbekend(waarom: str, cijfer: Cijfer | None = None) -> Uitslag:
    return Uitslag(voldaan=Voldaan.ONBEKEND, cijfer=cijfer, waarom=waarom)


def vergelijk(
    *, nu: Kennis, toen: Kennis | None, aanleiding: Sequence[Aanleiding]
) -> Indicatorvergelijking:
    """Lay all figures of an indicator known at the pair side by side; without a vote `toen` is empty."""
    stand = nu.stand
    assert stand is not None  # noqa: S101 - only asked for what is known at the pair
    delen = [tuple(_deel(naam, toen, nu)) for naam in ("nulmetingen", "streefwaarden", "metingen")]
    nulmetingen, streefwaarden, metingen = delen
    ding: UUID = nu.feiten.ding
    return Indicatorvergelijking(
        id=ding,
        code=stand.code,
        naam=stand.naam,
        eenheid=stand.eenheid,
        gewenst=stand.gewenst,
        aanleiding=tuple(aanleiding),
        toen_bekend=None if toen is None else toen.stand is not None,
        anders=sum(v.oorzaak is not None for deel in delen for v in deel),
        nulmetingen=nulmetingen,
        streefwaarden=streefwaarden,
        metingen=metingen,
        bronnen=(
            Verwijzing(
                titel=stand.naam, verzameling=INDICATOR.meervoud, ding=ding, deel="gebeurtenissen"
            ),
        ),
    )


_Sleutel = tuple[str, str]


def _deel(naam: str, toen: Kennis | None, nu: Kennis) -> Iterator[Vergelijking]:
    eerst, dan = (_op_sleutel(naam, kennis) for kennis in (toen, nu))
    alle = {**eerst, **dan}
    for sleutel in sorted(alle, key=lambda s: (*peildagen(periode_van(alle[s]))[::-1], s)):
        yield _vergelijking(eerst.get(sleutel), dan.get(sleutel), toen, nu)


def _op_sleutel(naam: str, kennis: Kennis | None) -> Mapping[_Sleutel, Deel]:
    """Give figures by what makes them the same one: period and gemeente, of a baseline the gemeente alone."""
    if kennis is None or kennis.stand is None:
        return {}
    delen: Sequence[Deel] = getattr(kennis.stand, naam)
    return {
        ("" if isinstance(d, Nulmeting) else periode_van(d), d.gemeente or ""): d for d in delen
    }


def _vergelijking(
    was: Deel | None, wordt: Deel | None, toen: Kennis | None, nu: Kennis
) -> Vergelijking:
    a = None if was is None or toen is None else toen.feiten.cijfer(was)
    b = None if wordt is None else nu.feiten.cijfer(wordt)
    een = b or a
    assert een is not None  # noqa: S101 - one of the sides has the figure
    verschil = None if a is None or b is None else als_getal(b.waarde.waarde - a.waarde.waarde)
    gelijk = toen is None or (a is not None and a == b)
    return Vergelijking(
        peilperiode=een.peilperiode,
        gemeente=een.gemeente,
        toen=a,
        nu=b,
        verschil=verschil,
        oorzaak=None if gelijk or toen is None else _oorzaak(was, wordt, toen, nu),
    )


def _oorzaak(was: Deel | None, wordt: Deel | None, toen: Kennis, nu: Kennis) -> Cijferoorzaak:
    """Name the entry that makes the difference: what put the new figure there, else what took the old one away."""
    if wordt is not None:
        cijfer = nu.feiten.cijfer(wordt)
        if cijfer.correctie is not None and cijfer.geregistreerd_op > toen.moment:
            return _door(Oorzaaksoort.CORRECTIE, cijfer.volgnummer, nu)
        return _door(
            _soort(cijfer.geregistreerd_op, cijfer.ingangsdatum, toen), cijfer.volgnummer, nu
        )
    assert was is not None  # noqa: S101 - one of the sides has the figure
    eerder = toen.feiten.cijfer(was)
    correctie = nu.feiten.feiten.gecorrigeerd_door.get(eerder.volgnummer)
    if correctie is not None:
        return _door(Oorzaaksoort.CORRECTIE, correctie, nu)
    intrekking = ingetrokken(nu.feiten.feiten, op=nu.dag).get(was.plaats)
    if intrekking is not None:
        r = nu.feiten.registratie(intrekking)
        dag = r.ingangsdatum or nu.dag
        return _door(_soort(r.geregistreerd_op, dag, toen), intrekking, nu)
    return _door(Oorzaaksoort.NOG_NIET_INGEGAAN, eerder.volgnummer, nu)


def _soort(geregistreerd_op: datetime, ingangsdatum: date, toen: Kennis) -> Oorzaaksoort:
    if geregistreerd_op <= toen.moment:
        return Oorzaaksoort.INGEGAAN
    return Oorzaaksoort.LAAT_FEIT if ingangsdatum <= toen.dag else Oorzaaksoort.NIEUW_FEIT


def _door(soort: Oorzaaksoort, volgnummer: int, nu: Kennis) -> Cijferoorzaak:
    moment = nu.feiten.registratie(volgnummer).geregistreerd_op
    return Cijferoorzaak(soort=soort, volgnummer=volgnummer, geregistreerd_op=moment)
