"""The aanmelding: one aanbieder's way in, from what it handed in through its assessment to the outcome per lot."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from domain.bevindingen import bevinding, onbekend
from domain.criteria import Oordeel, Stuk
from domain.feiten import Feit, Vormvast
from domain.oordeel import Bevinding, onmogelijk
from domain.tijdlijn import Dingsoort, Geldend
from domain.trajectdelen import weiger_dubbel
from domain.waarden import Code, Datum, Id, Tekst, Volgnummer


class Aanmeldingsoort(StrEnum):
    """By which way an aanbieder comes in: open house, a tender of any kind, or a subsidy (domein.md A.7)."""

    AANMELDING = "AANMELDING"
    INSCHRIJVING = "INSCHRIJVING"
    SUBSIDIEAANVRAAG = "SUBSIDIEAANVRAAG"


class Aanmeldinguitkomst(StrEnum):
    """What became of an application: in or not, or awarded or not."""

    TOEGELATEN = "TOEGELATEN"
    AFGEWEZEN = "AFGEWEZEN"
    GEGUND = "GEGUND"
    NIET_GEGUND = "NIET_GEGUND"

    @property
    def positief(self) -> bool:
        """Tell whether the aanbieder is in."""
        return self in (Aanmeldinguitkomst.TOEGELATEN, Aanmeldinguitkomst.GEGUND)


class Aanmeldingstatus(StrEnum):
    """Computed: of decided lots one that is in counts over one that is not; all lots decided, or one that is in."""

    TOEKOMSTIG = "TOEKOMSTIG"
    INGEDIEND = "INGEDIEND"
    BEOORDEELD = "BEOORDEELD"
    TOEGELATEN = "TOEGELATEN"
    AFGEWEZEN = "AFGEWEZEN"
    GEGUND = "GEGUND"
    NIET_GEGUND = "NIET_GEGUND"
    INGETROKKEN = "INGETROKKEN"


_TOELATING = (Aanmeldinguitkomst.TOEGELATEN, Aanmeldinguitkomst.AFGEWEZEN)
UITKOMSTEN: Mapping[Aanmeldingsoort, tuple[Aanmeldinguitkomst, ...]] = {
    Aanmeldingsoort.AANMELDING: _TOELATING,
    Aanmeldingsoort.INSCHRIJVING: (Aanmeldinguitkomst.GEGUND, Aanmeldinguitkomst.NIET_GEGUND),
    Aanmeldingsoort.SUBSIDIEAANVRAAG: _TOELATING,
}
"""Which outcomes each way in can have."""


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AanmeldingOntvangen(Feit):
    """An application for lots of a traject; `ingangsdatum` is the day it was received (S1:1095-1105)."""

    feitnaam: ClassVar[str] = "aanmelding.ontvangen"
    pad: ClassVar[str] = "POST"

    regio_id: Id
    traject_id: Id
    aanbieder_id: Id
    aanmeldingsoort: Aanmeldingsoort
    ronde: Code | None = None
    percelen: tuple[Code, ...]
    stukken: tuple[Stuk, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an application for nothing, and lots or pieces of evidence in it twice."""
        if not self.percelen:
            raise ValueError("noem ten minste één perceel")
        weiger_dubbel(wat="perceel", codes=self.percelen)
        weiger_dubbel(wat="stuk", codes=(s.kenmerk for s in self.stukken))


@dataclass(frozen=True, kw_only=True)
class AanmeldingAangevuld(Feit):
    """Evidence handed in later."""

    feitnaam: ClassVar[str] = "aanmelding.aangevuld"
    pad: ClassVar[str] = "aanvullingen"

    stukken: tuple[Stuk, ...]

    def __post_init__(self) -> None:
        """Refuse nothing at all, and pieces in it twice."""
        if not self.stukken:
            raise ValueError("noem ten minste één stuk")
        weiger_dubbel(wat="stuk", codes=(s.kenmerk for s in self.stukken))


@dataclass(frozen=True, kw_only=True)
class AanmeldingBeoordeeld(Feit):
    """The application held against a version of the criteria; a later assessment takes the place of an earlier one."""

    feitnaam: ClassVar[str] = "aanmelding.beoordeeld"
    pad: ClassVar[str] = "beoordelingen"

    criteriaversie: Code
    oordelen: tuple[Oordeel, ...]

    def __post_init__(self) -> None:
        """Refuse an assessment of nothing, and two judgements of one demand."""
        if not self.oordelen:
            raise ValueError("geef ten minste één oordeel")
        weiger_dubbel(wat="eis", codes=(o.eis for o in self.oordelen))


@dataclass(frozen=True, kw_only=True)
class UitkomstBepaald(Feit):
    """The decision on an application, for the lots named or else for all of them.

    A refusal says why, and until which day the aanbieder can go against it (CS toelating: kort geding within 20 days).
    """

    feitnaam: ClassVar[str] = "aanmelding.uitkomst_bepaald"
    pad: ClassVar[str] = "uitkomsten"

    uitkomst: Aanmeldinguitkomst
    percelen: tuple[Code, ...] = ()
    redenen: tuple[Tekst, ...] = ()
    bezwaar_tot_en_met: Datum | None = None

    def __post_init__(self) -> None:
        """Refuse a refusal without reasons or term, and a term that ends before the decision."""
        if not self.uitkomst.positief and (not self.redenen or self.bezwaar_tot_en_met is None):
            raise ValueError(
                f"{self.uitkomst} vraagt redenen en bezwaarTotEnMet, de laatste dag om ertegen op te komen"
            )
        if self.bezwaar_tot_en_met is not None and self.bezwaar_tot_en_met < self.ingangsdatum:
            raise ValueError("bezwaarTotEnMet ligt voor de ingangsdatum, de dag van de uitkomst")
        weiger_dubbel(wat="perceel", codes=self.percelen)


@dataclass(frozen=True, kw_only=True)
class AanmeldingIngetrokken(Feit):
    """Something taken back from its day on: an assessment or outcome, or with volgnummer 1 the application itself."""

    feitnaam: ClassVar[str] = "aanmelding.ingetrokken"
    pad: ClassVar[str] = "intrekkingen"

    volgnummer: Volgnummer


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class OntvangenStuk(Stuk):
    """A piece of evidence with the day on which it came in."""

    ontvangen_op: Datum


@dataclass(frozen=True, kw_only=True)
class Beoordeling(Vormvast):
    """The assessment that stands."""

    plaats: Volgnummer
    ingangsdatum: Datum
    criteriaversie: Code
    oordelen: tuple[Oordeel, ...]

    def oordeel(self, eis: str) -> Oordeel | None:
        """Give the judgement of a demand; None when it was skipped."""
        return next((o for o in self.oordelen if o.eis == eis), None)


@dataclass(frozen=True, kw_only=True)
class Besluituitkomst(Vormvast):
    """An outcome that stands, for the lots it is about."""

    plaats: Volgnummer
    ingangsdatum: Datum
    uitkomst: Aanmeldinguitkomst
    percelen: tuple[Code, ...]
    redenen: tuple[Tekst, ...]
    bezwaar_tot_en_met: Datum | None


@dataclass(frozen=True, kw_only=True)
class Aanmeldingstand(Vormvast):
    """An application in a stretch of days."""

    regio_id: Id
    traject_id: Id
    aanbieder_id: Id
    aanmeldingsoort: Aanmeldingsoort
    ronde: Code | None
    percelen: tuple[Code, ...]
    ingangsdatum: Datum
    stukken: tuple[OntvangenStuk, ...]
    beoordeling: Beoordeling | None = None
    uitkomsten: tuple[Besluituitkomst, ...] = ()
    status: Aanmeldingstatus = Aanmeldingstatus.INGEDIEND
    ingetrokken_op: Datum | None = None

    @property
    def open_percelen(self) -> tuple[str, ...]:
        """The lots still to be decided on; none once the application was taken back."""
        if self.status is Aanmeldingstatus.INGETROKKEN:
            return ()
        beslist = {p for u in self.uitkomsten for p in u.percelen}
        return tuple(p for p in self.percelen if p not in beslist)

    def binnen(self, perceel: str) -> bool:
        """Tell whether the aanbieder came in for a lot."""
        return any(perceel in u.percelen for u in self.uitkomsten if u.uitkomst.positief)

    def stukken_op(self, dag: date) -> tuple[OntvangenStuk, ...]:
        """Give the evidence that had come in by a day."""
        return tuple(s for s in self.stukken if s.ontvangen_op <= dag)


def _open(geldend: Geldend) -> Aanmeldingstand:
    feit = geldend.feit
    assert isinstance(feit, AanmeldingOntvangen)  # noqa: S101 - the kind's own opening fact
    return Aanmeldingstand(
        regio_id=feit.regio_id,
        traject_id=feit.traject_id,
        aanbieder_id=feit.aanbieder_id,
        aanmeldingsoort=feit.aanmeldingsoort,
        ronde=feit.ronde,
        percelen=feit.percelen,
        ingangsdatum=feit.ingangsdatum,
        stukken=_ontvangen(feit),
    )


def _ontvangen(feit: AanmeldingOntvangen | AanmeldingAangevuld) -> tuple[OntvangenStuk, ...]:
    return tuple(
        OntvangenStuk(**vars(stuk), ontvangen_op=feit.ingangsdatum) for stuk in feit.stukken
    )


def _evolueer(stand: Aanmeldingstand, geldend: Geldend) -> Aanmeldingstand:
    feit = geldend.feit
    if stand.status is Aanmeldingstatus.INGETROKKEN:
        return stand
    match feit:
        case AanmeldingAangevuld():
            stand = replace(stand, stukken=(*stand.stukken, *_ontvangen(feit)))
        case AanmeldingBeoordeeld():
            beoordeling = Beoordeling(
                plaats=geldend.plaats,
                ingangsdatum=feit.ingangsdatum,
                criteriaversie=feit.criteriaversie,
                oordelen=feit.oordelen,
            )
            stand = replace(stand, beoordeling=beoordeling)
        case UitkomstBepaald():
            stand = replace(stand, uitkomsten=(*stand.uitkomsten, _uitkomst(stand, geldend, feit)))
        case AanmeldingIngetrokken() if geldend.doel == 1:
            dag = feit.ingangsdatum
            return replace(stand, status=Aanmeldingstatus.INGETROKKEN, ingetrokken_op=dag)
        case _:
            stand = _zonder(stand, geldend.doel)
    return replace(stand, status=_status(stand))


def _uitkomst(stand: Aanmeldingstand, geldend: Geldend, feit: UitkomstBepaald) -> Besluituitkomst:
    return Besluituitkomst(
        plaats=geldend.plaats,
        ingangsdatum=feit.ingangsdatum,
        uitkomst=feit.uitkomst,
        percelen=feit.percelen or stand.percelen,
        redenen=feit.redenen,
        bezwaar_tot_en_met=feit.bezwaar_tot_en_met,
    )


def _zonder(stand: Aanmeldingstand, plaats: int | None) -> Aanmeldingstand:
    beoordeling = stand.beoordeling
    if beoordeling is not None and beoordeling.plaats == plaats:
        beoordeling = None
    over = tuple(u for u in stand.uitkomsten if u.plaats != plaats)
    return replace(stand, beoordeling=beoordeling, uitkomsten=over)


def _status(stand: Aanmeldingstand) -> Aanmeldingstatus:
    gevallen = sorted(stand.uitkomsten, key=lambda u: not u.uitkomst.positief)
    if gevallen and (gevallen[0].uitkomst.positief or not stand.open_percelen):
        return Aanmeldingstatus(gevallen[0].uitkomst.value)
    if stand.beoordeling is not None:
        return Aanmeldingstatus.BEOORDEELD
    return Aanmeldingstatus.INGEDIEND


def _vanzelf(_stand: Aanmeldingstand, _sinds: date) -> None:
    """Nothing changes by the passing of days: what is too late shows as a signaal."""


def _aanloop(stand: Aanmeldingstand) -> Aanmeldingstand:
    return replace(
        stand, status=Aanmeldingstatus.TOEKOMSTIG, stukken=(), beoordeling=None, uitkomsten=()
    )


# --- decisions ---------------------------------------------------------------------------------------------------

AANMELDING_INGETROKKEN = onmogelijk(
    "aanmelding-ingetrokken",
    "Deze aanmelding is ingetrokken",
    "Op {dag} is deze aanmelding ingetrokken; er komt niets meer bij. Leg een nieuwe aanmelding vast, of corrigeer "
    "de intrekking.",
    na_einde=True,
)
UITKOMST_STAAT_AL = onmogelijk(
    "uitkomst-staat-al",
    "Op deze aanmelding is al beslist",
    "Over perceel {percelen} is op {dag} al beslist: {uitkomst} (registratie {volgnummer}). Trek die eerst in, "
    "of corrigeer haar.",
)
UITKOMST_PAST_NIET = onmogelijk(
    "uitkomst-past-niet",
    "Deze uitkomst past niet bij de aanmelding",
    "Een aanmelding van soort {soort} eindigt niet in {uitkomst}; kies uit {keuzen}.",
)
STUK_BESTAAT_AL = onmogelijk(
    "stuk-bestaat-al",
    "Dit stuk is al ontvangen",
    "Stuk {kenmerk} is op {dag} al ontvangen. Geef het nieuwe stuk een eigen kenmerk.",
)


def _toets(stand: Aanmeldingstand, geldend: Geldend) -> list[Bevinding]:
    if stand.status is Aanmeldingstatus.INGETROKKEN:
        return [bevinding(AANMELDING_INGETROKKEN, geldend, dag=geldend.feit.ingangsdatum)]
    toets = _TOETSEN.get(type(geldend.feit))
    return [] if toets is None else list(toets(stand, geldend, geldend.feit))


def _toets_aanvulling(
    stand: Aanmeldingstand, geldend: Geldend, feit: AanmeldingAangevuld
) -> Iterator[Bevinding]:
    ontvangen = {s.kenmerk: s.ontvangen_op for s in stand.stukken}
    for stuk in feit.stukken:
        if stuk.kenmerk in ontvangen:
            waarden = {"kenmerk": stuk.kenmerk, "dag": ontvangen[stuk.kenmerk]}
            yield replace(bevinding(STUK_BESTAAT_AL, geldend, **waarden), kenmerk=stuk.kenmerk)


def _toets_beoordeling(
    stand: Aanmeldingstand, geldend: Geldend, feit: AanmeldingBeoordeeld
) -> Iterator[Bevinding]:
    if not stand.open_percelen:
        yield _staat_al(stand, geldend, stand.percelen)
    bekend = {s.kenmerk for s in stand.stukken}
    genoemd = [o.stuk for o in feit.oordelen if o.stuk is not None]
    yield from (onbekend(geldend, "Stuk", k) for k in genoemd if k not in bekend)


def _toets_uitkomst(
    stand: Aanmeldingstand, geldend: Geldend, feit: UitkomstBepaald
) -> Iterator[Bevinding]:
    vreemd = [p for p in feit.percelen if p not in stand.percelen]
    yield from (onbekend(geldend, "In deze aanmelding perceel", p) for p in vreemd)
    gevraagd = set(feit.percelen or stand.percelen)
    beslist = tuple(p for p in stand.percelen if p in gevraagd and p not in stand.open_percelen)
    if beslist:
        yield _staat_al(stand, geldend, beslist)
    keuzen = UITKOMSTEN[stand.aanmeldingsoort]
    if feit.uitkomst not in keuzen:
        waarden = {
            "soort": stand.aanmeldingsoort,
            "uitkomst": feit.uitkomst,
            "keuzen": " en ".join(keuzen),
        }
        yield bevinding(UITKOMST_PAST_NIET, geldend, **waarden)


def _toets_intrekking(
    stand: Aanmeldingstand, geldend: Geldend, feit: AanmeldingIngetrokken
) -> Iterator[Bevinding]:
    if geldend.doel == 1 and stand.uitkomsten:
        percelen = tuple(p for u in stand.uitkomsten for p in u.percelen)
        yield _staat_al(stand, geldend, percelen)
    elif geldend.doel != 1 and _zonder(stand, geldend.doel) == stand:
        wat = "Een geldende beoordeling of uitkomst met volgnummer"
        yield onbekend(geldend, wat, str(feit.volgnummer))


_TOETSEN: Mapping[type[Feit], Callable[[Aanmeldingstand, Geldend, Any], Iterator[Bevinding]]] = {
    AanmeldingAangevuld: _toets_aanvulling,
    AanmeldingBeoordeeld: _toets_beoordeling,
    UitkomstBepaald: _toets_uitkomst,
    AanmeldingIngetrokken: _toets_intrekking,
}


def _staat_al(stand: Aanmeldingstand, geldend: Geldend, percelen: tuple[str, ...]) -> Bevinding:
    eerder = [u for u in stand.uitkomsten if set(u.percelen) & set(percelen)]
    waarden = {
        "percelen": ", ".join(percelen),
        "dag": eerder[0].ingangsdatum,
        "uitkomst": eerder[0].uitkomst,
        "volgnummer": eerder[0].plaats,
    }
    al = bevinding(UITKOMST_STAAT_AL, geldend, **waarden)
    return replace(al, feiten=tuple(u.plaats for u in eerder))


AANMELDING: Dingsoort[Aanmeldingstand] = Dingsoort(
    naam="aanmelding",
    meervoud="aanmeldingen",
    stand=Aanmeldingstand,
    feiten=(
        AanmeldingOntvangen,
        AanmeldingAangevuld,
        AanmeldingBeoordeeld,
        UitkomstBepaald,
        AanmeldingIngetrokken,
    ),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)
