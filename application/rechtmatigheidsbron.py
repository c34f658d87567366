"""The lines of the rechtmatigheidslijst: deviations, contracts that ran on, changes that do not fit."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from application.rechtmatigheidsgeld import (
    boven_begroting,
    boven_maxima,
    na_einde,
    zorg_voor_contract,
)
from application.rechtmatigheidsinhoud import (
    KADERNOTA,
    Criterium,
    Gemeentebedrag,
    Rechtmatigheidsregel,
    Sectie,
)
from application.rechtmatigheidsvraag import Lijstvraag, contractregel, maand, met_geld
from application.wijzigingsruimte import Meterbron
from domain.besluit import Besluitstand
from domain.besluit import Status as Besluitstatus
from domain.budget import BUDGET_OVERSCHREDEN, Boekingsoort
from domain.contractdelen import Status
from domain.contractfeiten import ContractVerlengd
from domain.contractstand import Contractstand
from domain.contractwijzigingen import WIJZIGEND, Wijzigingstand
from domain.feiten import Registratie
from domain.inkooptraject import Uitkomst
from domain.soorten import SOORTEN
from domain.tijdlijn import Feitenlijst, Verloop
from domain.waarden import dag_voor, plus_maanden
from domain.wijzigingsdelen import Toets


def regels(vraag: Lijstvraag) -> Iterator[Rechtmatigheidsregel]:
    """Give every line of a year."""
    yield from _afwijkingen(vraag)
    yield from _doorgelopen(vraag)
    yield from na_einde(vraag)
    yield from zorg_voor_contract(vraag)
    yield from _wijzigingen(vraag)
    yield from boven_maxima(vraag)
    yield from boven_begroting(vraag)


# --- deviations --------------------------------------------------------------------------------------------------

_CRITERIA = {
    BUDGET_OVERSCHREDEN.code: Criterium.BEGROTINGSCRITERIUM,
    "bewijs-niet-geldig": Criterium.MISBRUIK_EN_ONEIGENLIJK_GEBRUIK,
    "eis-niet-gehaald": Criterium.MISBRUIK_EN_ONEIGENLIJK_GEBRUIK,
    "eis-niet-beoordeeld": Criterium.MISBRUIK_EN_ONEIGENLIJK_GEBRUIK,
}
"""Rules that are not about conditions: all others are."""
_SOORTEN = {soort.naam: soort for soort in SOORTEN}
_NAAMVELDEN = ("contractnummer", "naam", "onderwerp", "kenmerk", "code")


def _afwijkingen(vraag: Lijstvraag) -> Iterator[Rechtmatigheidsregel]:
    """Give a line for each rule that was knowingly not kept by a fact of the year."""
    gemerkt = _gemerkt(vraag)
    dossiers = vraag.lees({r.ding for r in gemerkt})
    for r in gemerkt:
        dossier = Feitenlijst(dossiers[r.ding])
        dag = r.ingangsdatum or dossier.registraties[0].ingangsdatum or vraag.eerste_dag
        for regel in () if r.envelop.afwijking is None else r.envelop.afwijking.regels:
            yield _afwijking(vraag, r, dossier, regel, dag)


def _gemerkt(vraag: Lijstvraag) -> list[Registratie]:
    """Give the entries with an afwijking: of things of the regio, and of aanbieders about its procedures."""

    def vraag_na(**filters: object) -> Sequence[Registratie]:
        gegeven = {"jaar": vraag.jaar, **filters}
        return vraag.vragen.afwijkingen(filters=gegeven, reis=vraag.reis, blik=vraag.blik)

    eigen = list(vraag_na(regioId=vraag.regio_id))
    gehad = {r.id for r in eigen}
    over = (r for r in vraag_na() if getattr(r.feit, "traject_id", None) in vraag.trajecten)
    return eigen + [r for r in over if r.id not in gehad]


def _afwijking(
    vraag: Lijstvraag, r: Registratie, dossier: Feitenlijst, regel: str, dag: date
) -> Rechtmatigheidsregel:
    afwijking = r.envelop.afwijking
    assert afwijking is not None  # noqa: S101 - only asked for entries that have one
    soort = _SOORTEN[r.soort.split(".", 1)[0]]
    opening = dossier.registraties[0].feit
    gevonden = (getattr(opening, naam, None) for naam in _NAAMVELDEN)
    gemeente = getattr(r.feit, "gemeente", None) or getattr(opening, "gemeente", None)
    contract = vraag.contracten.get(r.ding)
    centen = getattr(r.feit, "bedrag", None) if regel == BUDGET_OVERSCHREDEN.code else None
    return Rechtmatigheidsregel(
        sectie=Sectie.AFWIJKING,
        reden="afwijking",
        regel=regel,
        dag=dag,
        onderwerp=next((str(n) for n in gevonden if n is not None), soort.naam),
        contract_id=None if contract is None else r.ding,
        aanbieder=None if contract is None else vraag.namen.get(contract.aanbieder_id),
        gemeenten=contract.gemeenten if contract else (() if gemeente is None else (gemeente,)),
        bedrag=centen,
        bedragen=() if centen is None else (Gemeentebedrag(gemeente=gemeente, bedrag=centen),),
        waarom=f"Van deze regel is bij registratie {r.volgnummer} bewust afgeweken.",
        criterium=_CRITERIA.get(regel, Criterium.VOORWAARDENCRITERIUM),
        bron=KADERNOTA,
        motivering=afwijking.motivering,
        besluit=afwijking.besluit or r.envelop.besluit,
        gecorrigeerd=r.volgnummer in dossier.gecorrigeerd_door,
        volgnummer=r.volgnummer,
        boekingen=(),
        bronnen=(vraag.journaal("Het feit", soort, r.ding),),
    )


# --- running on --------------------------------------------------------------------------------------------------


def _doorgelopen(vraag: Lijstvraag) -> Iterator[Rechtmatigheidsregel]:
    """Give the tacit renewals of the year for which nobody decided in the term that ended."""
    for ding, koers in vraag.koersen.items():
        for dag, begin, stand in _verlengd_vanzelf(vraag, koers):
            besloten = _besloten(vraag, ding, stand, begin, dag)
            if besloten is True:
                continue
            tegen = besloten is not None
            kosten = (
                (g, g.boeking.centen)
                for g in vraag.boekingen.get(ding, ())
                if g.boeking.soort is Boekingsoort.REALISATIE and maand(g)[0] >= dag
            )
            waarom = f"De termijn liep t/m {dag_voor(dag)} en is stilzwijgend verlengd; " + (
                "besloten was juist om te stoppen."
                if tegen
                else f"tussen {begin} en die dag is er niet over beslist."
            )
            yield met_geld(
                vraag,
                ding,
                kosten,
                sectie=Sectie.DOORGELOPEN,
                reden="doorgelopen-tegen-besluit" if tegen else "doorgelopen-zonder-besluit",
                dag=dag,
                waarom=waarom,
            )


def _verlengd_vanzelf(
    vraag: Lijstvraag, koers: Verloop[Contractstand]
) -> Iterator[tuple[date, date, Contractstand]]:
    """Give the first day of each new term in the year, the first day of the term before, and the standing then."""
    vooraf = dag_voor(vraag.eerste_dag)
    for segment in koers.segmenten:
        stand, termijn = segment.stand, segment.stand.looptijd
        vanaf = max(segment.van, vooraf, stand.ingangsdatum)
        dag = termijn.lopend_eind(vanaf)
        while dag is not None and dag <= min(segment.tot, vraag.laatste_dag):
            na = koers.op(dag)
            loopt = na is not None and na.status in (Status.ACTIEF, Status.OPGEZEGD)
            if not loopt or not termijn.verlengt_na(dag_voor(dag)):
                break
            yield dag, _begin(koers, stand, dag), stand
            dag = termijn.lopend_eind(dag) if dag < segment.tot else None


def _begin(koers: Verloop[Contractstand], stand: Contractstand, dag: date) -> date:
    """Give the first day of the term that ended on a day: where the one before ended, or the contract's own."""
    stilzwijgend = stand.looptijd.stilzwijgend
    if stilzwijgend is not None and dag != stand.looptijd.eind:
        return plus_maanden(dag, -stilzwijgend.maanden)
    einden = (
        s.stand.looptijd.lopend_eind(dag_voor(min(s.tot, dag)))
        for s in koers.segmenten
        if s.van < dag
    )
    return max((e for e in einden if e is not None and e < dag), default=stand.ingangsdatum)


def _besloten(
    vraag: Lijstvraag, ding: UUID, stand: Contractstand, begin: date, dag: date
) -> bool | None:
    """Tell whether it was decided in a term to go on (True) or to stop (False); None when nobody decided."""
    traject = vraag.trajecten.get(stand.traject_id)
    uitkomsten = [
        b.uitkomst
        for b in ([] if traject is None else traject.beslissingen)
        if begin <= b.ingangsdatum < dag
        and b.segment in (None, stand.segment)
        and (not b.percelen or set(b.percelen) & set(stand.percelen))
        and (not b.gemeenten or set(b.gemeenten) & set(stand.gemeenten))
        and b.uitkomst is not Uitkomst.AANGEHOUDEN
    ]
    if uitkomsten:
        return uitkomsten[-1] is not Uitkomst.NO_GO
    eigen = any(_gaat_over(b, ding, stand, begin, dag) for b in vraag.besluiten.values())
    return True if eigen else None


def _gaat_over(
    besluit: Besluitstand, ding: UUID, stand: Contractstand, begin: date, dag: date
) -> bool:
    betreft = besluit.betreft
    op = besluit.vastgesteld_op
    aangenomen = besluit.status in (Besluitstatus.VASTGESTELD, Besluitstatus.IN_WERKING)
    if betreft is None or op is None or not aangenomen or not begin <= op < dag:
        return False
    past = not betreft.segmenten or stand.segment in betreft.segmenten
    verlengen = not betreft.handelingen or ContractVerlengd.feitnaam in betreft.handelingen
    via_traject = not betreft.contract_ids and stand.traject_id in betreft.traject_ids
    return (ding in betreft.contract_ids or (via_traject and past)) and verlengen


def _wijzigingen(vraag: Lijstvraag) -> Iterator[Rechtmatigheidsregel]:
    """Give the changes that came to work in the year and do not fit according to the meter."""
    for ding, koers in vraag.koersen.items():
        if not any(isinstance(g.feit, WIJZIGEND) for g in koers.feiten.geldend):
            continue
        bron = Meterbron(
            vragen=vraag.vragen, blik=vraag.blik, registraties=vraag.registraties[ding]
        )
        for rij in bron.overschrijdend(vraag.reis).rijen:
            gedaan = rij.stand is Wijzigingstand.DOORGEVOERD and vraag.binnen(rij.ingangsdatum)
            if gedaan and rij.uitkomst is Toets.BOVEN:
                gemeenten = vraag.contracten[ding].gemeenten
                wie = gemeenten[0] if len(gemeenten) == 1 else None
                som = rij.waarde
                yield contractregel(
                    vraag,
                    ding,
                    sectie=Sectie.WIJZIGING,
                    reden="wijzigingsruimte-overschreden",
                    dag=rij.ingangsdatum,
                    bedrag=som,
                    bedragen=() if som is None else (Gemeentebedrag(gemeente=wie, bedrag=som),),
                    waarom=rij.waarom,
                    bron=f"Aanbestedingswet 2012 art. {rij.artikel or '2.163a'}; {KADERNOTA}",
                    volgnummer=rij.volgnummer,
                )
