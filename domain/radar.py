"""What must be done by when: per contract, option, toelating and proof the last day to act, and how it follows.

Every kind of act is one function that gives its points; `_BRONNEN` lists those of a contract. A point stays on the
radar until it was done, fell away or was decided otherwise: passing its last day only makes it late.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from domain.aanbieder import Aanbiederstand
from domain.aanbiedertoezicht import Bewijsstuk
from domain.besluit import Besluitstand
from domain.besluit import Status as Besluitstatus
from domain.contractdelen import Beeindiging, Status, Voorstelstand
from domain.contractstand import Contractstand
from domain.inkooptraject import Beslissing, Trajectstand, Uitkomst
from domain.looptijd import Verlengingsoptie, laatste_opzegdag
from domain.radarpunt import FEITEN, Radarhandeling, Radarpunt, Rekenstap, met_organen
from domain.sturingsignalen import stuurmomenten
from domain.waarden import NOOIT, dag_na, dag_voor, plus_maanden

# --- a contract --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Contractbeeld:
    """A contract as the radar looks at it on `dag`, with what stands around it then."""

    contract: UUID
    stand: Contractstand
    dag: date
    opvolgers: Sequence[str]
    """The numbers of the contracts that succeed it and took or will take effect."""
    traject: Trajectstand | None
    besluiten: Sequence[Besluitstand]
    """Those of its regio."""

    @property
    def eind(self) -> date | None:
        """The last day of the term running on the day, notices apart."""
        return self.stand.overeengekomen_einddatum(self.dag)

    @property
    def loopt_door(self) -> bool:
        """Whether the running term renews by itself, if nobody gives notice."""
        s = self.stand
        over = s.status is Status.BEEINDIGD
        return not over and s.looptijd.verlengt_na(max(self.dag, s.ingangsdatum))

    @property
    def gesteld_einde(self) -> str | None:
        """By what an end was set on purpose; None when none was."""
        s = self.stand
        if s.beeindiging is Beeindiging.NIET_INGEGAAN:
            return "niet ingegaan"
        if s.beeindiging is Beeindiging.VERLOPEN or s.laatste_dag is None:
            return None
        ontbonden = s.ontbinding is not None and s.ontbinding.laatste_dag == s.laatste_dag
        akte = s.ontbinding if ontbonden else s.opzegging
        waar = "" if akte is None else f" (registratie {akte.plaats})"
        return f"{'ontbonden' if ontbonden else 'opgezegd'} per {s.laatste_dag}{waar}"


def contractpunten(*, beeld: Contractbeeld) -> Iterator[Radarpunt]:
    """Give all points of a contract, those done included."""
    for bron in _BRONNEN:
        for punt in bron(beeld):
            yield _voorgelegd(met_organen(punt=punt, traject=beeld.traject), beeld)


def _opzeggen(b: Contractbeeld) -> Iterator[Radarpunt]:
    """Tacit renewal: the last day of notice for the running term, none where no notice can end it (CS 1.3.4)."""
    s, eind = b.stand, b.eind
    termijn = s.opzegregeling.opdrachtgever if s.opzegregeling else None
    verlenging = s.looptijd.stilzwijgend
    if eind is None or termijn is None or verlenging is None or not b.loopt_door:
        return
    if s.minimale_looptijd_tot_en_met is not None and eind < s.minimale_looptijd_tot_en_met:
        return
    uiterlijk = laatste_opzegdag(laatste_dag=eind, maanden=termijn.maanden)
    vanaf = dag_na(plus_maanden(uiterlijk, -verlenging.maanden))
    yield Radarpunt(
        code="opzeggen",
        handeling=Radarhandeling.OPZEGGEN_OF_LATEN_VERLENGEN,
        wat=f"Opzeggen per {eind}, anders loopt het contract {verlenging.maanden} maanden door",
        uiterlijk=uiterlijk,
        stappen=(
            Rekenstap(wat="De lopende termijn eindigt", dag=eind),
            Rekenstap(
                wat=f"De opdrachtgever zegt {termijn.maanden} maanden van tevoren op", dag=uiterlijk
            ),
        ),
        voorleggen_vanaf=vanaf,
        gedaan=b.gesteld_einde or _gaat_door(b, vanaf),
    )


def _gaat_door(b: Contractbeeld, vanaf: date) -> str | None:
    """By what was decided, for the running term, to let the contract renew; None when nothing says so."""
    beslist = _beslissing(b)
    if beslist is not None and beslist.ingangsdatum >= vanaf:
        if beslist.uitkomst is Uitkomst.NO_GO:
            return None
        return f"besloten op {beslist.ingangsdatum} om door te gaan ({beslist.beslismoment})"
    for besluit in b.besluiten:
        op = besluit.vastgesteld_op
        aangenomen = besluit.status in (Besluitstatus.VASTGESTELD, Besluitstatus.IN_WERKING)
        verlengen = _gaat_over(besluit, FEITEN[Radarhandeling.VERLENGEN], b)
        if aangenomen and verlengen and op is not None and op >= vanaf:
            return f"besloten op {op} om te verlengen ({besluit.onderwerp})"
    return None


def _opties(b: Contractbeeld) -> Iterator[Radarpunt]:
    """Each option that would move the end (S0:107-109); a later one counts from the end that the one before gives."""
    s, eind = b.stand, b.eind
    if eind is None or s.laatste_dag is not None:
        return
    grens, eerder = eind, False
    verder = {o.tot_en_met: o for o in reversed(s.verlengingsopties) if o.tot_en_met > eind}
    for tot_en_met in sorted(verder):
        if s.uiterste_einddatum is not None and tot_en_met > s.uiterste_einddatum:
            return
        punt = _optie(verder[tot_en_met], grens, eerder=eerder)
        yield punt
        if punt.uiterlijk >= b.dag:
            grens, eerder = tot_en_met, True


def _optie(optie: Verlengingsoptie, grens: date, *, eerder: bool) -> Radarpunt:
    wat = "De optie hiervoor loopt, als zij wordt gebruikt, t/m" if eerder else "De termijn eindigt"
    dagen = (
        (wat, grens),
        ("Het venster van de optie sluit", optie.uitoefenen_tot_en_met),
        ("De verlenging moet zijn aangekondigd", optie.aankondigen_uiterlijk),
    )
    stappen = tuple(Rekenstap(wat=w, dag=d) for w, d in dagen if d is not None)
    lezing = f" (lezing: {optie.lezing})" if optie.lezing else ""
    return Radarpunt(
        code=f"verlengen/{optie.tot_en_met}",
        handeling=Radarhandeling.VERLENGEN,
        wat=f"De optie gebruiken om te verlengen t/m {optie.tot_en_met}{lezing}",
        uiterlijk=min(stap.dag for stap in stappen),
        stappen=stappen,
        vanaf=optie.uitoefenen_van,
    )


def _opvolgen(b: Contractbeeld) -> Iterator[Radarpunt]:
    """A contract that ends: done when another succeeds it, the end was set on purpose, or decided is not to go on."""
    eind = b.stand.einddatum(b.dag)
    if eind is None or (b.loopt_door and b.gesteld_einde is None):
        return
    gedaan = b.gesteld_einde
    if b.opvolgers:
        gedaan = f"opgevolgd door {', '.join(b.opvolgers)}"
    beslist = _beslissing(b)
    if gedaan is None and beslist is not None and beslist.uitkomst is Uitkomst.NO_GO:
        gedaan = f"besloten op {beslist.ingangsdatum} om niet door te gaan ({beslist.beslismoment})"
    over = "liep af" if b.stand.status is Status.BEEINDIGD else "loopt af"
    yield Radarpunt(
        code="opvolgen",
        handeling=Radarhandeling.OPVOLGEN,
        wat=f"Het contract {over} op {eind} en niets volgt het op",
        uiterlijk=eind,
        stappen=(Rekenstap(wat="Het contract eindigt", dag=eind),),
        gedaan=gedaan,
    )


def _beslissing(b: Contractbeeld) -> Beslissing | None:
    """Give the latest decision that covers the whole contract, those put off left out."""
    genomen = [d for d in (b.traject.beslissingen if b.traject else ()) if _raakt(d, b.stand)]
    return max(genomen, key=lambda d: (d.ingangsdatum, d.plaats), default=None)


def _raakt(besluit: Beslissing, stand: Contractstand) -> bool:
    return (
        besluit.uitkomst is not Uitkomst.AANGEHOUDEN
        and besluit.segment in (None, stand.segment)
        and (not besluit.percelen or set(stand.percelen) <= set(besluit.percelen))
        and (not besluit.gemeenten or set(stand.gemeenten) <= set(besluit.gemeenten))
    )


def _antwoorden(b: Contractbeeld) -> Iterator[Radarpunt]:
    """Each proposed herziening without an answer: by its own day, else before it is to work (CS 1.4.2)."""
    if b.stand.status is Status.BEEINDIGD:
        return
    for voorstel in b.stand.herzieningsvoorstellen:
        if voorstel.stand is not Voorstelstand.OPEN:
            continue
        uiterlijk = voorstel.reactie_uiterlijk or dag_voor(voorstel.werking_per)
        wat = "De aanbieder moet antwoorden" if voorstel.reactie_uiterlijk else "De dag ervoor"
        yield Radarpunt(
            code=f"antwoord/{voorstel.plaats}",
            handeling=Radarhandeling.ANTWOORD,
            wat=f"Het antwoord op het voorstel van {voorstel.voorgesteld_op} vastleggen",
            uiterlijk=uiterlijk,
            stappen=(
                Rekenstap(wat="De herziening moet werken", dag=voorstel.werking_per),
                Rekenstap(wat=wat, dag=uiterlijk),
            ),
        )


def _uitloop(b: Contractbeeld) -> Iterator[Radarpunt]:
    """The last day on which running care is still paid after the end; nothing is late after it."""
    laatste, eind = b.stand.uitloop_tot_en_met, b.stand.einddatum(b.dag)
    if laatste is None or eind is None:
        return
    yield Radarpunt(
        code="uitloop",
        handeling=Radarhandeling.UITLOOP,
        wat="De lopende zorg overdragen: na die dag wordt niets meer betaald",
        uiterlijk=laatste,
        stappen=(
            Rekenstap(wat="Het contract eindigt", dag=eind),
            Rekenstap(wat="De uitloop eindigt", dag=laatste),
        ),
        gedaan=f"de uitloop is voorbij sinds {dag_na(laatste)}" if laatste < b.dag else None,
    )


def _sturing(b: Contractbeeld) -> Iterator[Radarpunt]:
    """Each term of what was agreed, found or imposed; it asks to be closed, also after the end (CS 3.19.1)."""
    for moment in stuurmomenten(sturing=b.stand.sturing):
        stap = f"De termijn die registratie {moment.plaats} stelt"
        yield Radarpunt(
            code=moment.code,
            handeling=Radarhandeling(moment.handeling.value),
            wat=moment.wat,
            uiterlijk=moment.uiterlijk,
            stappen=(Rekenstap(wat=stap, dag=moment.uiterlijk),),
            gedaan=moment.gedaan,
        )


_BRONNEN: tuple[Callable[[Contractbeeld], Iterator[Radarpunt]], ...] = (
    _opzeggen,
    _opties,
    _opvolgen,
    _antwoorden,
    _uitloop,
    _sturing,
)


# --- the bodies --------------------------------------------------------------------------------------------------


_VERVALLEN = frozenset(
    {Besluitstatus.TOEKOMSTIG, Besluitstatus.INGETROKKEN, Besluitstatus.VERWORPEN}
)


def _voorgelegd(punt: Radarpunt, b: Contractbeeld) -> Radarpunt:
    """Add the first day on which a besluit that names this act or contract lay before all the bodies."""
    if not punt.organen:
        return punt
    wie = {o.orgaan for o in punt.organen}
    dagen = [
        besluit.ingangsdatum
        for besluit in b.besluiten
        if besluit.status not in _VERVALLEN
        and besluit.ingangsdatum >= (punt.voorleggen_vanaf or date.min)
        and wie <= {stem.orgaan for stem in besluit.betrokken}
        and _gaat_over(besluit, FEITEN[punt.handeling], b)
    ]
    return replace(punt, voorgelegd_op=min(dagen, default=None))


def _gaat_over(besluit: Besluitstand, feitnaam: str, b: Contractbeeld) -> bool:
    """Tell whether a besluit names this act or this contract, and nothing that leaves it out."""
    betreft = besluit.betreft
    if betreft is None or not (betreft.handelingen or betreft.contract_ids):
        return False
    return (
        (not betreft.handelingen or feitnaam in betreft.handelingen)
        and (not betreft.contract_ids or b.contract in betreft.contract_ids)
        and (not betreft.traject_ids or b.stand.traject_id in betreft.traject_ids)
        and (not betreft.segmenten or b.stand.segment in betreft.segmenten)
    )


# --- an aanbieder ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Lot:
    """The admissions of an aanbieder for one perceel, as days from `van` up to `tot` (None: open), in order."""

    traject_id: UUID
    perceel: str
    perioden: tuple[tuple[date, date | None], ...]
    contracten: tuple[str, ...]
    """The numbers of the contracts that run or will run on it."""
    blijft_nodig: bool
    """Whether its end is to be acted on without a contract as well: it was agreed, and the procedure goes on."""


def toelatingspunt(*, lot: Lot, dag: date, traject: Trajectstand | None) -> Radarpunt | None:
    """Give the end of the admission in force, or of the last one when it was not renewed; None if none ends."""
    begonnen = [tot for van, tot in lot.perioden if van <= dag]
    tot = begonnen[-1] if begonnen else None
    if tot is None or not (lot.contracten or lot.blijft_nodig):
        return None
    uiterlijk = dag_voor(tot)
    over = "eindigde" if tot <= dag else "eindigt"
    leunt = f"; nodig voor {', '.join(lot.contracten)}" if lot.contracten else ""
    punt = Radarpunt(
        code=f"toelating/{lot.traject_id}/{lot.perceel}",
        handeling=Radarhandeling.TOELATING_VERNIEUWEN,
        wat=f"De toelating voor perceel {lot.perceel} {over} op {uiterlijk}{leunt}",
        uiterlijk=uiterlijk,
        stappen=(Rekenstap(wat="De toelating eindigt", dag=uiterlijk),),
    )
    return met_organen(punt=punt, traject=traject)


def aaneen(perioden: Iterable[tuple[date, date | None]]) -> tuple[tuple[date, date | None], ...]:
    """Join periods that touch or overlap, in order; an admission renewed in time is one that goes on."""
    uit: list[tuple[date, date | None]] = []
    for van, tot in sorted(perioden, key=lambda p: (p[0], p[1] or NOOIT)):
        vorig = uit[-1] if uit else None
        if vorig is None or (vorig[1] is not None and vorig[1] < van):
            uit.append((van, tot))
        elif vorig[1] is not None:
            uit[-1] = (vorig[0], None if tot is None else max(vorig[1], tot))
    return tuple(uit)


def bewijspunten(*, stand: Aanbiederstand) -> Iterator[Radarpunt]:
    """Give of each kind of evidence the piece that is valid longest, when that ends."""
    langste: dict[str, Bewijsstuk] = {}
    for stuk in stand.bewijsstukken:
        ander = langste.get(stuk.bewijssoort)
        if ander is None or _geldig_tot(stuk) >= _geldig_tot(ander):
            langste[stuk.bewijssoort] = stuk
    for stuk in langste.values():
        if stuk.geldig_tot_en_met is None:
            continue
        yield Radarpunt(
            code=f"bewijs/{stuk.bewijssoort}",
            handeling=Radarhandeling.BEWIJS_VERNIEUWEN,
            wat=f"Nieuw bewijs vragen: {stuk.bewijssoort} {stuk.kenmerk}",
            uiterlijk=stuk.geldig_tot_en_met,
            stappen=(
                Rekenstap(wat="Afgegeven", dag=stuk.afgegeven_op),
                Rekenstap(wat="Geldig tot en met", dag=stuk.geldig_tot_en_met),
            ),
        )


def _geldig_tot(stuk: Bewijsstuk) -> date:
    return stuk.geldig_tot_en_met or NOOIT
