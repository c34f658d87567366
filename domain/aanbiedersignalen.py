"""What deserves a look at an aanbieder, and at a contract for the sake of its aanbieder; it changes nothing by itself.

No sentence here holds a ground or the outcome of a check: these stand apart in `Signaal.grond`, which not every
reader sees.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain.aanbieder import Aanbiederstand, Toelating
from domain.aanbiederomgeving import TOETS_OP_ONGELDIG_BEWIJS, ongeldig_bewijs
from domain.aanbiedertoezicht import Bewijsstuk, Geldigheid, Toets, nieuwste_toets
from domain.aanbiederverband import Onderaannemer
from domain.clientenstop import Insteller, Stoplaag, perceelstop
from domain.contractdelen import Status
from domain.contractomgeving import Signaal
from domain.contractstand import Contractstand
from domain.inkooptraject import Trajectstand
from domain.waarden import NOOIT

VOORUIT = timedelta(days=60)
"""How long before its last day evidence is said to run out."""
_LOPEND = frozenset({Status.ACTIEF, Status.OPGEZEGD})
_DOOR = {Insteller.OPDRACHTGEVER: "de opdrachtgever", Insteller.AANBIEDER: "de aanbieder zelf"}


@dataclass(frozen=True, kw_only=True)
class Buitenwereld:
    """The other things as they stand at the pair asked, within the reader's scope."""

    trajecten: Mapping[UUID, Trajectstand]
    """Those of the toelatingen."""
    contracten: Sequence[Contractstand]
    """All contracts of the aanbieder."""
    namen: Mapping[UUID, str]
    """The names of the aanbieders into which it has gone over."""
    aanmeldversies: Mapping[UUID, str]
    """Per aanmelding on which a toelating rests: the version of the criteria it was assessed by."""


def aanbiedersignalen(
    *, stand: Aanbiederstand, dag: date, buitenwereld: Buitenwereld
) -> Iterator[Signaal]:
    """Give the signals of an aanbieder on a day."""
    yield from _stopsignalen(stand.clientenstops)
    yield from _toetssignalen(stand, buitenwereld)
    yield from _bewijssignalen(stand.bewijsstukken, dag)
    yield from _meldingsignalen(stand)
    yield from _contractsignalen(stand, buitenwereld.contracten)
    yield from _overgang(stand, buitenwereld.namen, "opgegaan-in", "De aanbieder")


def signalen_bij_contract(
    *, contract: Contractstand, aanbieder: Aanbiederstand, anderen: Mapping[UUID, Aanbiederstand]
) -> Iterator[Signaal]:
    """Give the signals of a running contract for the sake of its aanbieder.

    `anderen` are the aanbieders into which it has gone over, and that deliver for it.
    """
    if contract.status not in _LOPEND:
        return
    lagen = [laag for laag in aanbieder.clientenstops if _raakt(laag, contract)]
    yield from _stopsignalen(lagen)
    yield from _acceptatieplicht(contract, lagen)
    namen = {ding: stand.naam for ding, stand in anderen.items()}
    yield from _overgang(aanbieder, namen, "aanbieder-opgegaan", "De aanbieder van dit contract")
    for een in aanbieder.onderaannemers:
        ander = anderen.get(een.aanbieder_id) if een.aanbieder_id else None
        if ander is not None and een.traject_id == contract.traject_id:
            yield from _onderaannemer(een, ander, contract.percelen)


# --- clientenstop ------------------------------------------------------------------------------------------------


def _raakt(laag: Stoplaag, contract: Contractstand) -> bool:
    gemeenten = not laag.gemeenten or set(laag.gemeenten) & set(contract.gemeenten)
    return bool(gemeenten) and any(
        laag.raakt(traject_id=contract.traject_id, perceel=p) for p in contract.percelen
    )


def _stopsignalen(lagen: Iterable[Stoplaag]) -> Iterator[Signaal]:
    """Name every layer: the stop is in force while any of them stands."""
    for laag in lagen:
        waarvoor = f" voor {_lijst('perceel', laag.percelen)}" if laag.percelen else ""
        waar = f" in {_lijst('gemeente', laag.gemeenten)}" if laag.gemeenten else ""
        yield Signaal(
            code="clientenstop",
            titel="Er geldt een cliëntenstop",
            detail=f"Sinds {laag.ingangsdatum} neemt de aanbieder geen nieuwe cliënten aan{waarvoor}{waar}; ingesteld "
            f"door {_DOOR[laag.ingesteld_door]} (registratie {laag.plaats}).",
            grond=laag.grond,
        )


def _acceptatieplicht(contract: Contractstand, lagen: Iterable[Stoplaag]) -> Iterator[Signaal]:
    """Tell that an aanbieder who must accept everyone takes nobody new by its own choice (S1:1301-1303)."""
    zelf = [laag for laag in lagen if laag.ingesteld_door is Insteller.AANBIEDER]
    if contract.acceptatieplicht and zelf:
        yield Signaal(
            code="acceptatieplicht-niet-nagekomen",
            titel="De aanbieder heeft een acceptatieplicht en neemt niemand aan",
            detail=f"Dit contract verplicht tot aannemen; sinds {min(x.ingangsdatum for x in zelf)} geldt een "
            "cliëntenstop van de aanbieder zelf. Bespreek haar, of leg een constatering vast.",
        )


def _onderaannemer(
    een: Onderaannemer, ander: Aanbiederstand, percelen: Iterable[str]
) -> Iterator[Signaal]:
    """Tell that one who delivers lots of this contract takes nobody new for them itself."""
    gestopt = [
        perceel
        for perceel in sorted(set(een.percelen) & set(percelen))
        if perceelstop(lagen=ander.clientenstops, traject_id=een.traject_id, perceel=perceel)
    ]
    if gestopt:
        yield Signaal(
            code="onderaannemer",
            titel="Voor een onderaannemer geldt een cliëntenstop",
            detail=f"{ander.naam} levert dit als onderaannemer, en neemt zelf geen nieuwe cliënten aan voor "
            f"{_lijst('perceel', gestopt)}.",
        )


# --- toets and evidence ------------------------------------------------------------------------------------------


def _toetssignalen(stand: Aanbiederstand, buitenwereld: Buitenwereld) -> Iterator[Signaal]:
    trajecten = buitenwereld.trajecten
    oud: dict[tuple[UUID, str, str], list[str]] = {}
    in_gebruik: dict[int, Toets] = {}
    for toelating in stand.toelatingen:
        traject = trajecten.get(toelating.traject_id)
        toets = _toets_van(stand, toelating)
        if toets is not None:
            in_gebruik[toets.plaats] = toets
        versie = toets.criteriaversie if toets else _versie(toelating, traject, buitenwereld)
        if traject is not None and (verouderd := _verouderd(toelating.perceel, versie, traject)):
            oud.setdefault((toelating.traject_id, *verouderd), []).append(toelating.perceel)
    for (_, rust_op, geldend), percelen in oud.items():
        yield Signaal(
            code="hertoets-nodig",
            titel="De criteria zijn gewijzigd sinds de laatste toets",
            detail=f"De toelating voor {_lijst('perceel', percelen)} rust op {rust_op}; {geldend}. Toets opnieuw.",
        )
    for toets in in_gebruik.values():
        yield from _uitkomst(stand, toets, trajecten.get(toets.traject_id))


def _toets_van(stand: Aanbiederstand, toelating: Toelating) -> Toets | None:
    """Give the check that an admission rests on; None when it is itself the newest."""
    toets = nieuwste_toets(
        toetsen=stand.toetsen, traject_id=toelating.traject_id, perceel=toelating.perceel
    )
    return toets if toets and toets.ingangsdatum >= toelating.ingangsdatum else None


def _versie(
    toelating: Toelating, traject: Trajectstand | None, buitenwereld: Buitenwereld
) -> str | None:
    """Give the version an admission was decided by: that of its aanmelding, else the one in force on its first day."""
    aanmelding = toelating.aanmelding_id
    if aanmelding is not None and aanmelding in buitenwereld.aanmeldversies:
        return buitenwereld.aanmeldversies[aanmelding]
    eerder = [
        c.versie
        for c in (traject.criteria if traject else ())
        if c.geldt_voor((toelating.perceel,)) and c.ingangsdatum <= toelating.ingangsdatum
    ]
    return eerder[-1] if eerder else None


def _verouderd(perceel: str, versie: str | None, traject: Trajectstand) -> tuple[str, str] | None:
    """Say on which criteria an admission rests and which are in force, when those are newer.

    A version that is not in force yet may have been checked against already: that is no reason for another check.
    """
    versies = [c for c in traject.criteria if c.geldt_voor((perceel,))]
    eerdere = {c.versie for c in versies[:-1]}
    if not versies or not (versie is None or versie in eerdere):
        return None
    sinds = f"sinds {versies[-1].ingangsdatum} geldt versie {versies[-1].versie}"
    return (f"versie {versie}" if versie else "geen vastgelegde criteria"), sinds


def _uitkomst(
    stand: Aanbiederstand, toets: Toets, traject: Trajectstand | None
) -> Iterator[Signaal]:
    """Tell of a check in use that a demand was not met, or that the evidence was not valid that day."""
    welke = f"De toets van {toets.ingangsdatum} (registratie {toets.plaats})"
    niet = [o.eis for o in toets.oordelen if not o.voldaan]
    if niet:
        yield Signaal(
            code="toets-vraagt-vervolg",
            titel="Een toets vraagt een vervolg",
            detail=f"{welke} geeft aanleiding tot een vervolg, en de toelating geldt nog.",
            grond=f"niet voldaan aan {_lijst('eis', niet)}",
        )
    toen = [b.stuk for b in stand.bewijsstukken if b.ingangsdatum <= toets.ingangsdatum]
    versie = traject.criteriaversie(toets.criteriaversie) if traject else None
    gevonden = (
        ongeldig_bewijs(oordeel=o, versie=versie, stukken=toen, dag=toets.ingangsdatum)
        for o in toets.oordelen
    )
    ongeldig = [waarom for waarom in gevonden if waarom is not None]
    if ongeldig:
        yield Signaal(
            code=TOETS_OP_ONGELDIG_BEWIJS.code,
            titel=TOETS_OP_ONGELDIG_BEWIJS.titel,
            detail=f"{welke} rust op bewijs dat die dag niet geldig was: {'; '.join(ongeldig)}.",
        )


def _bewijssignalen(stukken: Iterable[Bewijsstuk], dag: date) -> Iterator[Signaal]:
    """Tell of every kind of evidence whose longest valid piece has run out or soon will."""
    langste: dict[str, Bewijsstuk] = {}
    for stuk in stukken:
        ander = langste.get(stuk.bewijssoort)
        if ander is None or _tot(stuk) >= _tot(ander):
            langste[stuk.bewijssoort] = stuk
    for stuk in langste.values():
        wat = f"{stuk.bewijssoort} {stuk.kenmerk}"
        if stuk.geldigheid is Geldigheid.VERLOPEN:
            yield Signaal(
                code="bewijs-verlopen",
                titel="Bewijs is verlopen",
                detail=f"{wat} was geldig tot en met {stuk.geldig_tot_en_met}. Vraag nieuw bewijs.",
            )
        elif _tot(stuk) <= dag + VOORUIT:
            yield Signaal(
                code="bewijs-verloopt",
                titel="Bewijs verloopt binnenkort",
                detail=f"{wat} is geldig tot en met {stuk.geldig_tot_en_met}. Vraag op tijd nieuw bewijs.",
            )


def _tot(stuk: Bewijsstuk) -> date:
    return stuk.geldig_tot_en_met or NOOIT


# --- the rest ----------------------------------------------------------------------------------------------------


def _meldingsignalen(stand: Aanbiederstand) -> Iterator[Signaal]:
    for melding in stand.meldingen:
        jaar = f" over {melding.boekjaar}" if melding.boekjaar else ""
        yield Signaal(
            code="melding-open",
            titel="Er staat een melding open",
            detail=f"Sinds {melding.ingangsdatum} staat een melding {melding.onderwerp}{jaar} open, ernst "
            f"{melding.ernst} (registratie {melding.plaats}).",
        )


def _contractsignalen(
    stand: Aanbiederstand, contracten: Iterable[Contractstand]
) -> Iterator[Signaal]:
    """Name each running contract for lots that no admission in force covers, such as after a withdrawal."""
    for contract in contracten:
        zonder = [
            perceel
            for perceel in contract.percelen
            if not stand.toegelaten(traject_id=contract.traject_id, perceel=perceel)
        ]
        if zonder and contract.status in _LOPEND:
            yield Signaal(
                code="contract-zonder-toelating",
                titel="Een contract loopt zonder toelating",
                detail=f"Contract {contract.contractnummer} loopt voor {_lijst('perceel', zonder)} zonder geldende "
                "toelating. Besluit wat ermee gebeurt.",
            )


def _overgang(
    stand: Aanbiederstand, namen: Mapping[UUID, str], code: str, wie: str
) -> Iterator[Signaal]:
    overgang = stand.opgegaan_in
    if overgang is not None:
        naam = namen.get(overgang.aanbieder_id, str(overgang.aanbieder_id))
        yield Signaal(
            code=code,
            titel="De aanbieder is overgegaan in een andere",
            detail=f"{wie} is sinds {overgang.ingangsdatum} overgegaan in {naam} ({overgang.vorm.lower()}, registratie "
            f"{overgang.plaats}).",
        )


def _lijst(wat: str, codes: Sequence[str]) -> str:
    """Write `perceel P1`, or `percelen P1, P2 en P3`."""
    if len(codes) == 1:
        return f"{wat} {codes[0]}"
    meer = {"perceel": "percelen", "gemeente": "gemeenten", "eis": "eisen"}[wat]
    return f"{meer} {', '.join(codes[:-1])} en {codes[-1]}"
