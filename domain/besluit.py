"""The besluit of several bodies: who decides in which role and by which rule, what each answered, and who is missing.

Order of this file: parts, events, state, decisions (rules), the kind itself. What a regime asks of a besluit before
an act stands in `domain/besluitvereiste.py`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import ClassVar

from domain.besluitvereiste import Besluitregel, Rol
from domain.bevindingen import bevinding
from domain.feiten import AFWEZIG, Feit, Vormvast, afwezig
from domain.oordeel import Bevinding, onmogelijk, onrechtmatig
from domain.tijdlijn import VERWIJZING_ONBEKEND, Dingsoort, Geldend
from domain.waarden import Code, Datum, Gemeentecode, Id, JaNee, Tekst, Volgnummer

BEPALEND = frozenset({Rol.BESLIST, Rol.STELT_VAST, Rol.TOESTEMMING})
"""Roles without whose answer there is no besluit; the others are heard, and never block after their deadline."""
_BESLISSEND = frozenset({Rol.BESLIST, Rol.STELT_VAST})
_GEHOORD = frozenset({Rol.ZIENSWIJZE, Rol.WENSEN_EN_BEDENKINGEN})

# --- parts -------------------------------------------------------------------------------------------------------


class Uitkomst(StrEnum):
    """What a body answered (domein.md A.7)."""

    CONFORM = "CONFORM"
    GEWIJZIGD = "GEWIJZIGD"
    VERWORPEN = "VERWORPEN"
    AANGEHOUDEN = "AANGEHOUDEN"


class Status(StrEnum):
    """Computed: voorgenomen, vastgesteld and in werking are kept apart."""

    TOEKOMSTIG = "TOEKOMSTIG"
    VOORGENOMEN = "VOORGENOMEN"
    AANGEHOUDEN = "AANGEHOUDEN"
    VASTGESTELD = "VASTGESTELD"
    IN_WERKING = "IN_WERKING"
    VERWORPEN = "VERWORPEN"
    INGETROKKEN = "INGETROKKEN"


class Verwerkingswijze(StrEnum):
    """How a zienswijze was dealt with."""

    OVERGENOMEN = "OVERGENOMEN"
    DEELS_OVERGENOMEN = "DEELS_OVERGENOMEN"
    NIET_OVERGENOMEN = "NIET_OVERGENOMEN"
    VOOR_KENNISGEVING = "VOOR_KENNISGEVING"


@dataclass(frozen=True, kw_only=True)
class Betrokken(Vormvast):
    """Bodies of one kind in one role: one per gemeente, or a single one (AB, DB) when no gemeenten are named."""

    orgaan: Code
    naam: Tekst | None = None
    gemeenten: tuple[Gemeentecode, ...] = ()
    rol: Rol
    regel: Besluitregel | None = None
    uiterlijk: Datum | None = None

    def __post_init__(self) -> None:
        """Refuse several deciding bodies without a rule, and a zienswijze without a deadline."""
        if len(set(self.gemeenten)) < len(self.gemeenten):
            raise ValueError("noem elke gemeente één keer")
        if self.rol in BEPALEND and len(self.gemeenten) > 1 and self.regel is None:
            raise ValueError(
                "noem de regel (ELK, ALLE of MEERDERHEID) waarnaar zij samen beslissen"
            )
        if self.rol in _GEHOORD and self.uiterlijk is None:
            raise ValueError("noem uiterlijk: de dag tot en met welke dit kan worden ingebracht")


@dataclass(frozen=True, kw_only=True)
class Betreft(Vormvast):
    """What the besluit is about; an empty list leaves that side open. `handelingen` are stored names of facts."""

    traject_ids: tuple[Id, ...] = ()
    contract_ids: tuple[Id, ...] = ()
    segmenten: tuple[Code, ...] = ()
    handelingen: tuple[Code, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Poort(Vormvast):
    """Nothing goes out over this channel to this audience before all these bodies have decided (S3:522-528).

    Decided is not agreed: a rejection opens the gate too.
    """

    kanaal: Code
    doelgroep: Code
    orgaan: Code
    rol: Rol


@dataclass(frozen=True, kw_only=True)
class Alternatief(Vormvast):
    """Another way that was weighed; `gekozen` is absent while nothing is chosen (S1:151-260, S4:112-216)."""

    code: Code
    omschrijving: Tekst
    gekozen: JaNee | None = None
    overweging: Tekst | None = None


# --- events ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class BesluitIngebracht(Feit):
    """A proposal put to its bodies; `ingangsdatum` is the day it was put forward."""

    feitnaam: ClassVar[str] = "besluit.ingebracht"
    pad: ClassVar[str] = "POST"

    regio_id: Id
    onderwerp: Tekst
    kenmerk: Tekst | None = None
    indiener: Tekst | None = None
    kader_id: Id | None = None
    betreft: Betreft | None = None
    betrokken: tuple[Betrokken, ...]
    vroegste_werking: Datum | None = None
    poorten: tuple[Poort, ...] = ()
    alternatieven: tuple[Alternatief, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a besluit of nobody and a body named twice in one role."""
        _weiger_betrokken(self.betrokken)
        _weiger_alternatieven(self.alternatieven)


@dataclass(frozen=True, kw_only=True)
class BesluitGewijzigd(Feit):
    """Another text, deadline or circle of bodies; lists replace what was there, absent stays."""

    feitnaam: ClassVar[str] = "besluit.gewijzigd"
    pad: ClassVar[str] = "wijzigingen"

    onderwerp: Tekst | None = None
    betreft: Betreft | None = None
    betrokken: tuple[Betrokken, ...] | None = None
    vroegste_werking: Datum | None = field(default_factory=afwezig)
    poorten: tuple[Poort, ...] | None = None
    alternatieven: tuple[Alternatief, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse a change that changes nothing."""
        gegeven = (self.onderwerp, self.betreft, self.betrokken, self.poorten, self.alternatieven)
        if self.vroegste_werking is AFWEZIG and all(w is None for w in gegeven):
            raise ValueError("noem ten minste één wijziging")
        if self.betrokken is not None:
            _weiger_betrokken(self.betrokken)
        _weiger_alternatieven(self.alternatieven or ())


@dataclass(frozen=True, kw_only=True)
class OrgaanBesloot(Feit):
    """A body answered; `ingangsdatum` is the day on which it decided."""

    feitnaam: ClassVar[str] = "besluit.orgaan_besloot"
    pad: ClassVar[str] = "uitspraken"

    orgaan: Code
    gemeente: Gemeentecode | None = None
    rol: Rol | None = field(
        default=None, metadata={"description": "Alleen nodig als het orgaan twee rollen heeft."}
    )
    uitkomst: Uitkomst
    ontvangen_op: Datum | None = None
    ondertekenaar: Tekst | None = field(
        default=None, metadata={"description": "De functie van wie tekende, geen naam."}
    )
    mandaat: Tekst | None = None


@dataclass(frozen=True, kw_only=True)
class ZienswijzeOntvangen(Feit):
    """A zienswijze came in, or word that there will be none; `ingangsdatum` is the day of receipt."""

    feitnaam: ClassVar[str] = "besluit.zienswijze_ontvangen"
    pad: ClassVar[str] = "zienswijzen"

    orgaan: Code
    gemeente: Gemeentecode | None = None
    afgezien: JaNee | None = None
    strekking: Tekst | None = None

    def __post_init__(self) -> None:
        """Refuse a zienswijze that says nothing."""
        if not self.afgezien and self.strekking is None:
            raise ValueError("geef de strekking, of afgezien: true als het orgaan ervan afziet")


@dataclass(frozen=True, kw_only=True)
class ZienswijzeVerwerkt(Feit):
    """How a zienswijze was dealt with, and why; `volgnummer` is that of its receipt."""

    feitnaam: ClassVar[str] = "besluit.zienswijze_verwerkt"
    pad: ClassVar[str] = "verwerkingen"

    volgnummer: Volgnummer
    verwerking: Verwerkingswijze
    motivering: Tekst


@dataclass(frozen=True, kw_only=True)
class BesluitBekendgemaakt(Feit):
    """The besluit, or the proposal, went out over a channel to an audience on this day."""

    feitnaam: ClassVar[str] = "besluit.bekendgemaakt"
    pad: ClassVar[str] = "bekendmakingen"

    kanaal: Code
    doelgroep: Code
    kenmerk: Tekst | None = None


@dataclass(frozen=True, kw_only=True)
class BesluithandelingIngetrokken(Feit):
    """An answer, a zienswijze, or with volgnummer 1 the whole proposal, taken back from its own day on."""

    feitnaam: ClassVar[str] = "besluit.handeling_ingetrokken"
    pad: ClassVar[str] = "intrekkingen"

    volgnummer: Volgnummer


def _weiger_betrokken(betrokken: Iterable[Betrokken]) -> None:
    gezien: set[tuple[str, str | None, Rol]] = set()
    for groep in betrokken:
        for gemeente in groep.gemeenten or (None,):
            sleutel = (groep.orgaan, gemeente, groep.rol)
            if sleutel in gezien:
                raise ValueError(f"{_wie(*sleutel[:2])} staat twee keer in de rol {groep.rol}")
            gezien.add(sleutel)
    if not gezien:
        raise ValueError("noem in betrokken ten minste één orgaan")


def _weiger_alternatieven(alternatieven: Iterable[Alternatief]) -> None:
    codes = [a.code for a in alternatieven]
    if len(set(codes)) < len(codes):
        raise ValueError("een alternatief staat er twee keer in")


# --- state -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Stem(Vormvast):
    """One body in one role, with its answer as far as it gave one; `plaats` is the place of that fact."""

    orgaan: Code
    gemeente: Gemeentecode | None
    naam: Tekst | None
    rol: Rol
    regel: Besluitregel | None
    uiterlijk: Datum | None
    plaats: Volgnummer | None = None
    uitkomst: Uitkomst | None = None
    datum: Datum | None = None
    te_laat: JaNee | None = None
    ontvangen_op: Datum | None = None
    ondertekenaar: Tekst | None = None
    mandaat: Tekst | None = None

    @property
    def wie(self) -> str:
        """How a sentence names the body: `COLLEGE 9003`."""
        return _wie(self.orgaan, self.gemeente)

    @property
    def besloten(self) -> bool:
        """Whether it decided; put off is not decided."""
        return self.uitkomst not in (None, Uitkomst.AANGEHOUDEN)

    @property
    def akkoord(self) -> bool:
        """Whether the besluit may lean on it: consent to another text is no consent to this one."""
        if self.uitkomst is Uitkomst.GEWIJZIGD:
            return self.rol is not Rol.TOESTEMMING
        return self.uitkomst is Uitkomst.CONFORM


@dataclass(frozen=True, kw_only=True)
class Zienswijze(Vormvast):
    """A zienswijze of one body: received (late or not) or renounced, and how it was dealt with."""

    plaats: Volgnummer
    orgaan: Code
    gemeente: Gemeentecode | None
    datum: Datum
    te_laat: JaNee
    afgezien: JaNee
    strekking: Tekst | None
    verwerking: Verwerkingswijze | None = None
    motivering: Tekst | None = None


@dataclass(frozen=True, kw_only=True)
class Publicatie(Vormvast):
    """What went out; `voor_poort` when not all bodies of the gate had decided yet."""

    plaats: Volgnummer
    kanaal: Code
    doelgroep: Code
    datum: Datum
    kenmerk: Tekst | None
    voor_poort: JaNee


@dataclass(frozen=True, kw_only=True)
class Besluitstand(Vormvast):
    """A besluit in a stretch of days."""

    regio_id: Id
    onderwerp: Tekst
    kenmerk: Tekst | None
    indiener: Tekst | None
    kader_id: Id | None
    ingangsdatum: Datum
    betreft: Betreft | None
    betrokken: tuple[Stem, ...]
    vroegste_werking: Datum | None
    poorten: tuple[Poort, ...]
    alternatieven: tuple[Alternatief, ...]
    zienswijzen: tuple[Zienswijze, ...] = ()
    bekendmakingen: tuple[Publicatie, ...] = ()
    rust_op: tuple[Id, ...] = ()
    status: Status = Status.VOORGENOMEN
    vastgesteld_op: Datum | None = None
    ontbreekt: tuple[Tekst, ...] = ()
    """Who is missing: the bodies without whose answer there is no besluit, as `COLLEGE 9003`."""

    def stemmen(self, *, rol: Rol, orgaan: str) -> tuple[Stem, ...]:
        """Give the bodies of one kind in one role."""
        return tuple(s for s in self.betrokken if s.rol is rol and s.orgaan == orgaan)

    def onbeslist(self, poort: Poort) -> tuple[str, ...]:
        """Give the bodies that keep a gate shut; a gate on bodies that are not there stays shut."""
        stemmen = self.stemmen(rol=poort.rol, orgaan=poort.orgaan)
        return tuple(s.wie for s in stemmen if not s.besloten) if stemmen else (poort.orgaan,)

    def dichte_poorten(self, *, kanaal: str | None, doelgroep: str) -> Iterator[Poort]:
        """Give the gates that still stand in the way; any channel when none is named."""
        for poort in self.poorten:
            past = poort.doelgroep == doelgroep and kanaal in {None, poort.kanaal}
            if past and self.onbeslist(poort):
                yield poort


def _wie(orgaan: str, gemeente: str | None) -> str:
    return orgaan if gemeente is None else f"{orgaan} {gemeente}"


def _stemmen(betrokken: Iterable[Betrokken]) -> tuple[Stem, ...]:
    return tuple(
        Stem(
            orgaan=groep.orgaan,
            gemeente=gemeente,
            naam=groep.naam,
            rol=groep.rol,
            regel=groep.regel,
            uiterlijk=groep.uiterlijk,
        )
        for groep in betrokken
        for gemeente in groep.gemeenten or (None,)
    )


def _open(geldend: Geldend) -> Besluitstand:
    feit = geldend.feit
    assert isinstance(feit, BesluitIngebracht)  # noqa: S101 - the kind's own opening fact
    stand = Besluitstand(
        regio_id=feit.regio_id,
        onderwerp=feit.onderwerp,
        kenmerk=feit.kenmerk,
        indiener=feit.indiener,
        kader_id=feit.kader_id,
        ingangsdatum=feit.ingangsdatum,
        betreft=feit.betreft,
        betrokken=_stemmen(feit.betrokken),
        vroegste_werking=feit.vroegste_werking,
        poorten=feit.poorten,
        alternatieven=feit.alternatieven,
        rust_op=geldend.toelichting.rust_op,
    )
    return _bijgewerkt(stand, feit.ingangsdatum)


def _evolueer(stand: Besluitstand, geldend: Geldend) -> Besluitstand:
    feit = geldend.feit
    rust_op = tuple(dict.fromkeys((*stand.rust_op, *geldend.toelichting.rust_op)))
    stand = replace(stand, rust_op=rust_op)
    match feit:
        case BesluitGewijzigd():
            stand = _gewijzigd(stand, feit)
        case OrgaanBesloot():
            stand = replace(
                stand,
                betrokken=tuple(
                    _beantwoord(s, feit, geldend.plaats) if _past(s, feit) else s
                    for s in stand.betrokken
                ),
            )
        case ZienswijzeOntvangen():
            stand = replace(
                stand, zienswijzen=(*stand.zienswijzen, _zienswijze(stand, feit, geldend.plaats))
            )
        case ZienswijzeVerwerkt():
            stand = replace(
                stand,
                zienswijzen=tuple(
                    replace(z, verwerking=feit.verwerking, motivering=feit.motivering)
                    if z.plaats == geldend.doel
                    else z
                    for z in stand.zienswijzen
                ),
            )
        case BesluitBekendgemaakt():
            stand = replace(
                stand, bekendmakingen=(*stand.bekendmakingen, _publicatie(stand, geldend, feit))
            )
        case BesluithandelingIngetrokken():
            stand = _ingetrokken(stand, geldend)
    return _bijgewerkt(stand, feit.ingangsdatum)


def _gewijzigd(stand: Besluitstand, feit: BesluitGewijzigd) -> Besluitstand:
    """Replace what is given; a body that stays in its role keeps its answer."""
    betrokken = stand.betrokken
    if feit.betrokken is not None:
        eerder = {(s.orgaan, s.gemeente, s.rol): s for s in stand.betrokken}
        betrokken = tuple(
            _overgenomen(s, eerder.get((s.orgaan, s.gemeente, s.rol)))
            for s in _stemmen(feit.betrokken)
        )
    gelijk = feit.vroegste_werking is AFWEZIG
    return replace(
        stand,
        onderwerp=feit.onderwerp or stand.onderwerp,
        betreft=feit.betreft or stand.betreft,
        betrokken=betrokken,
        vroegste_werking=stand.vroegste_werking if gelijk else feit.vroegste_werking,
        poorten=stand.poorten if feit.poorten is None else feit.poorten,
        alternatieven=(stand.alternatieven if feit.alternatieven is None else feit.alternatieven),
    )


def _overgenomen(nieuw: Stem, eerder: Stem | None) -> Stem:
    if eerder is None:
        return nieuw
    return replace(eerder, naam=nieuw.naam, regel=nieuw.regel, uiterlijk=nieuw.uiterlijk)


def _past(stem: Stem, feit: OrgaanBesloot) -> bool:
    """Tell whether an answer is this body's; without a role it is the deciding one, else any."""
    zelfde = (stem.orgaan, stem.gemeente) == (feit.orgaan, feit.gemeente)
    return zelfde and (stem.rol is feit.rol if feit.rol is not None else stem.rol not in _GEHOORD)


def _beantwoord(stem: Stem, feit: OrgaanBesloot, plaats: int) -> Stem:
    return replace(
        stem,
        plaats=plaats,
        uitkomst=feit.uitkomst,
        datum=feit.ingangsdatum,
        te_laat=stem.uiterlijk is not None and feit.ingangsdatum > stem.uiterlijk,
        ontvangen_op=feit.ontvangen_op,
        ondertekenaar=feit.ondertekenaar,
        mandaat=feit.mandaat,
    )


def _onbeantwoord(stem: Stem) -> Stem:
    return Stem(
        orgaan=stem.orgaan,
        gemeente=stem.gemeente,
        naam=stem.naam,
        rol=stem.rol,
        regel=stem.regel,
        uiterlijk=stem.uiterlijk,
    )


def _zienswijze(stand: Besluitstand, feit: ZienswijzeOntvangen, plaats: int) -> Zienswijze:
    uiterlijk = [
        s.uiterlijk
        for s in stand.betrokken
        if s.rol in _GEHOORD and (s.orgaan, s.gemeente) == (feit.orgaan, feit.gemeente)
    ]
    return Zienswijze(
        plaats=plaats,
        orgaan=feit.orgaan,
        gemeente=feit.gemeente,
        datum=feit.ingangsdatum,
        te_laat=any(dag is not None and feit.ingangsdatum > dag for dag in uiterlijk),
        afgezien=bool(feit.afgezien),
        strekking=feit.strekking,
    )


def _publicatie(stand: Besluitstand, geldend: Geldend, feit: BesluitBekendgemaakt) -> Publicatie:
    dicht = stand.dichte_poorten(kanaal=feit.kanaal, doelgroep=feit.doelgroep)
    return Publicatie(
        plaats=geldend.plaats,
        kanaal=feit.kanaal,
        doelgroep=feit.doelgroep,
        datum=feit.ingangsdatum,
        kenmerk=feit.kenmerk,
        voor_poort=any(True for _ in dicht),
    )


def _ingetrokken(stand: Besluitstand, geldend: Geldend) -> Besluitstand:
    if geldend.doel == 1:
        return replace(stand, status=Status.INGETROKKEN)
    return replace(
        stand,
        betrokken=tuple(
            _onbeantwoord(s) if s.plaats == geldend.doel else s for s in stand.betrokken
        ),
        zienswijzen=tuple(z for z in stand.zienswijzen if z.plaats != geldend.doel),
        bekendmakingen=tuple(b for b in stand.bekendmakingen if b.plaats != geldend.doel),
    )


# --- from answers to a status ------------------------------------------------------------------------------------


def uitslag(*, stemmen: tuple[Stem, ...], regel: Besluitregel | None) -> Uitkomst | None:
    """Give what bodies of one kind and role decided together; None while that is still open.

    ELK: each for itself, decided when all have, carried when any agreed. ALLE: carried when all agreed, rejected by
    one. MEERDERHEID: carried by more than half, rejected when that can no longer be had.
    """
    voor = sum(s.akkoord for s in stemmen)
    tegen = sum(s.besloten and not s.akkoord for s in stemmen)
    aantal = len(stemmen)
    match regel:
        case Besluitregel.ELK:
            klaar = voor + tegen == aantal
            gehaald, verworpen = klaar and voor > 0, klaar and voor == 0
        case Besluitregel.MEERDERHEID:
            gehaald, verworpen = 2 * voor > aantal, 2 * tegen >= aantal
        case _:
            gehaald, verworpen = voor == aantal, tegen > 0
    if gehaald or verworpen:
        return Uitkomst.CONFORM if gehaald else Uitkomst.VERWORPEN
    aangehouden = any(s.uitkomst is Uitkomst.AANGEHOUDEN for s in stemmen)
    return Uitkomst.AANGEHOUDEN if aangehouden else None


def _groepen(stand: Besluitstand) -> dict[tuple[Rol, str], tuple[Stem, ...]]:
    """Give the bodies that decide together: those of one kind in one deciding role."""
    sleutels = dict.fromkeys((s.rol, s.orgaan) for s in stand.betrokken if s.rol in BEPALEND)
    return {(rol, orgaan): stand.stemmen(rol=rol, orgaan=orgaan) for rol, orgaan in sleutels}


def _bijgewerkt(stand: Besluitstand, dag: date) -> Besluitstand:
    """Compute status, who is missing, and since when it stands; a withdrawn proposal stays withdrawn."""
    if stand.status is Status.INGETROKKEN:
        return replace(stand, ontbreekt=())
    groepen = _groepen(stand)
    uitslagen = [uitslag(stemmen=groep, regel=groep[0].regel) for groep in groepen.values()]
    vast = bool(uitslagen) and all(u is Uitkomst.CONFORM for u in uitslagen)
    ontbreekt = tuple(
        s.wie
        for groep, u in zip(groepen.values(), uitslagen, strict=True)
        for s in groep
        if u is not Uitkomst.CONFORM and not s.akkoord
    )
    sinds = (stand.vastgesteld_op or dag) if vast else None
    stand = replace(stand, vastgesteld_op=sinds, ontbreekt=ontbreekt)
    return replace(stand, status=_status(stand, uitslagen, dag))


def _status(stand: Besluitstand, uitslagen: list[Uitkomst | None], dag: date) -> Status:
    if stand.vastgesteld_op is not None:
        wacht = stand.vroegste_werking is not None and dag < stand.vroegste_werking
        return Status.VASTGESTELD if wacht else Status.IN_WERKING
    if Uitkomst.VERWORPEN in uitslagen:
        return Status.VERWORPEN
    return Status.AANGEHOUDEN if Uitkomst.AANGEHOUDEN in uitslagen else Status.VOORGENOMEN


def _vanzelf(stand: Besluitstand, sinds: date) -> tuple[date, Besluitstand] | None:
    """Come into force on the earliest day that the besluit itself allows."""
    if stand.status is not Status.VASTGESTELD or stand.vroegste_werking is None:
        return None
    return max(stand.vroegste_werking, sinds), replace(stand, status=Status.IN_WERKING)


def _aanloop(stand: Besluitstand) -> Besluitstand:
    return replace(
        stand,
        status=Status.TOEKOMSTIG,
        betrokken=tuple(_onbeantwoord(s) for s in stand.betrokken),
        zienswijzen=(),
        bekendmakingen=(),
        vastgesteld_op=None,
        ontbreekt=(),
    )


# --- decisions ---------------------------------------------------------------------------------------------------

ORGAAN_BESLOOT_AL = onmogelijk(
    "orgaan-besloot-al",
    "Dit orgaan besloot al",
    "{wie} besloot op {datum} al {uitkomst}. Trek die uitspraak in of corrigeer haar; alleen na AANGEHOUDEN volgt een "
    "nieuwe uitspraak.",
)
BESLUIT_INGETROKKEN = onmogelijk(
    "besluit-ingetrokken",
    "Dit besluit is ingetrokken",
    "Het voorstel is voor {ingangsdatum} ingetrokken. Breng een nieuw besluit in.",
)
ZIENSWIJZEN_OPEN = onrechtmatig(
    "zienswijzen-nog-open",
    "De termijn voor zienswijzen loopt nog",
    "{wie} kan tot en met {uiterlijk} worden gehoord door {ontbreekt}. Wacht tot die dag, of tot elke zienswijze er is "
    "of ervan is afgezien.",
)
BEKENDMAKING_VOOR_POORT = onrechtmatig(
    "bekendmaking-voor-poort",
    "Dit mag nog niet naar buiten",
    "Naar {doelgroep} gaat via {kanaal} niets voordat elk orgaan in de rol {rol} heeft besloten. Nog niet besloten op "
    "{dag}: {ontbreekt}.",
)


def _toets(stand: Besluitstand, geldend: Geldend) -> list[Bevinding]:
    feit, gevonden = geldend.feit, list[Bevinding]()
    if stand.status is Status.INGETROKKEN:
        gevonden = [bevinding(BESLUIT_INGETROKKEN, geldend, ingangsdatum=feit.ingangsdatum)]
    match feit:
        case OrgaanBesloot():
            gevonden += _toets_uitspraak(stand, geldend, feit)
        case ZienswijzeOntvangen():
            gevonden += _toets_zienswijze(stand, geldend, feit)
        case ZienswijzeVerwerkt():
            plaatsen = {z.plaats for z in stand.zienswijzen}
            gevonden += _toets_doel(geldend, plaatsen, feit.volgnummer, "Een zienswijze")
        case BesluithandelingIngetrokken():
            plaatsen = {s.plaats for s in stand.betrokken if s.plaats is not None}
            plaatsen |= {z.plaats for z in stand.zienswijzen} | {1}
            gevonden += _toets_doel(
                geldend, plaatsen, feit.volgnummer, "Een uitspraak of zienswijze"
            )
        case BesluitBekendgemaakt():
            gevonden += toets_poort(
                stand=stand,
                volgnummer=geldend.volgnummer,
                dag=feit.ingangsdatum,
                doelgroep=feit.doelgroep,
                kanaal=feit.kanaal,
            )
    return gevonden


def _toets_doel(geldend: Geldend, plaatsen: set[int], volgnummer: int, wat: str) -> list[Bevinding]:
    if geldend.doel in plaatsen:
        return []
    wat = f"{wat} met volgnummer"
    return [bevinding(VERWIJZING_ONBEKEND, geldend, wat=wat, verwijzing=volgnummer)]


def _toets_uitspraak(
    stand: Besluitstand, geldend: Geldend, feit: OrgaanBesloot
) -> Iterator[Bevinding]:
    stemmen = [s for s in stand.betrokken if _past(s, feit)]
    if not stemmen:
        wat = "Een orgaan dat bij dit besluit antwoordt:"
        wie = _wie(feit.orgaan, feit.gemeente)
        yield bevinding(VERWIJZING_ONBEKEND, geldend, wie, wat=wat, verwijzing=wie)
    for stem in stemmen:
        if stem.besloten and stem.datum is not None and stem.uitkomst is not None:
            yield bevinding(
                ORGAAN_BESLOOT_AL,
                geldend,
                stem.rol,
                wie=stem.wie,
                datum=stem.datum,
                uitkomst=stem.uitkomst.value,
            )
    beslist = any(s.rol in _BESLISSEND for s in stemmen)
    if beslist and feit.uitkomst is not Uitkomst.AANGEHOUDEN:
        yield from _toets_gehoord(stand, geldend, feit)


def _toets_gehoord(
    stand: Besluitstand, geldend: Geldend, feit: OrgaanBesloot
) -> Iterator[Bevinding]:
    """Deciding before the deadline asks that all were heard; after it nothing that is missing blocks."""
    gehoord = {(z.orgaan, z.gemeente) for z in stand.zienswijzen}
    open_ = [
        s
        for s in stand.betrokken
        if s.rol in _GEHOORD
        and (s.orgaan, s.gemeente) not in gehoord
        and s.uiterlijk is not None
        and feit.ingangsdatum <= s.uiterlijk
    ]
    if open_:
        yield bevinding(
            ZIENSWIJZEN_OPEN,
            geldend,
            wie=_wie(feit.orgaan, feit.gemeente),
            uiterlijk=max(s.uiterlijk for s in open_ if s.uiterlijk is not None),
            ontbreekt=", ".join(s.wie for s in open_),
        )


def _toets_zienswijze(
    stand: Besluitstand, geldend: Geldend, feit: ZienswijzeOntvangen
) -> Iterator[Bevinding]:
    wie = _wie(feit.orgaan, feit.gemeente)
    gevraagd = {(s.orgaan, s.gemeente) for s in stand.betrokken if s.rol in _GEHOORD}
    if (feit.orgaan, feit.gemeente) not in gevraagd:
        wat = "Een orgaan dat om een zienswijze is gevraagd:"
        yield bevinding(VERWIJZING_ONBEKEND, geldend, wie, wat=wat, verwijzing=wie)
    for eerder in stand.zienswijzen:
        if (eerder.orgaan, eerder.gemeente) == (feit.orgaan, feit.gemeente):
            yield bevinding(
                ORGAAN_BESLOOT_AL,
                geldend,
                wie=wie,
                datum=eerder.datum,
                uitkomst="tot een zienswijze",
            )


def toets_poort(
    *, stand: Besluitstand, volgnummer: int, dag: date, doelgroep: str, kanaal: str | None
) -> Iterator[Bevinding]:
    """Judge that something goes out on a day: of the besluit itself, or of a fact that carries it out."""
    for poort in stand.dichte_poorten(kanaal=kanaal, doelgroep=doelgroep):
        waarden = {
            "doelgroep": poort.doelgroep,
            "kanaal": poort.kanaal,
            "rol": poort.rol.value,
            "dag": dag.isoformat(),
            "ontbreekt": ", ".join(stand.onbeslist(poort)),
        }
        yield Bevinding(
            regel=BEKENDMAKING_VOOR_POORT,
            volgnummer=volgnummer,
            kenmerk=f"{poort.kanaal} {poort.doelgroep}",
            waarden=waarden,
        )


BESLUIT: Dingsoort[Besluitstand] = Dingsoort(
    naam="besluit",
    meervoud="besluiten",
    stand=Besluitstand,
    feiten=(
        BesluitIngebracht,
        BesluitGewijzigd,
        OrgaanBesloot,
        ZienswijzeOntvangen,
        ZienswijzeVerwerkt,
        BesluitBekendgemaakt,
        BesluithandelingIngetrokken,
    ),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=_toets,
)
