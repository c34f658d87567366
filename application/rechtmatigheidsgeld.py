"""The lines of the rechtmatigheidslijst that bookings tell: care too early or too late, and sums above a limit."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from application.rechtmatigheidsinhoud import (
    KADERNOTA,
    Criterium,
    Gemeentebedrag,
    Rechtmatigheidsregel,
    Sectie,
)
from application.rechtmatigheidsvraag import Lijstvraag, is_kost, maand, met_geld
from application.vragen import Geboekt
from domain.budget import BUDGET, Boekingsoort
from domain.contractdelen import Beeindiging, Status
from domain.contractfeiten import ContractGesloten, ContractOvergedragen
from domain.contractmaximum import BRON as BRON_MAXIMUM
from domain.contractmaximum import boven_maximum
from domain.contractomgeving import NIET_TOEGELATEN
from domain.contractstand import Contractstand
from domain.waarden import NOOIT, dag_na


def na_einde(vraag: Lijstvraag) -> Iterator[Rechtmatigheidsregel]:
    """Give costs over months, and commitments in book years, that begin after the end and the run-down."""
    for ding, geboekt in vraag.boekingen.items():
        stand = vraag.contracten[ding]
        if stand.status is not Status.BEEINDIGD or stand.laatste_dag is None:
            continue
        eind = max(stand.laatste_dag, stand.uitloop_tot_en_met or stand.laatste_dag)
        einde = (
            "Het contract is niet ingegaan"
            if stand.beeindiging is Beeindiging.NIET_INGEGAAN
            else f"Het contract en de uitloop liepen t/m {eind}"
        )
        kosten = [g for g in geboekt if is_kost(g) and maand(g)[0] > eind]
        hard = [g for g in geboekt if g.boeking.soort is Boekingsoort.HARD]
        soorten = (
            ("kosten-na-einde", "deze kosten gaan over maanden daarna", kosten),
            (
                "verplichting-na-einde",
                f"deze verplichting staat in boekjaar {vraag.jaar}",
                hard if vraag.eerste_dag > eind else [],
            ),
        )
        for reden, wat, delen in soorten:
            if delen:
                yield met_geld(
                    vraag,
                    ding,
                    ((g, g.boeking.centen) for g in delen),
                    sectie=Sectie.DOORGELOPEN,
                    reden=reden,
                    dag=dag_na(eind),
                    waarom=f"{einde}; {wat}.",
                )


# --- care before contract ----------------------------------------------------------------------------------------


def zorg_voor_contract(vraag: Lijstvraag) -> Iterator[Rechtmatigheidsregel]:
    """Give costs over months that lie before the contract, before its signing, or without an admission."""
    for ding, geboekt in vraag.boekingen.items():
        stand = vraag.contracten[ding]
        per: dict[tuple[str, str], list[tuple[Geboekt, int]]] = defaultdict(list)
        for g in filter(is_kost, geboekt):
            waarom = _te_vroeg(vraag, ding, stand, g)
            if waarom is not None:
                per[waarom].append((g, g.boeking.centen))
        for (reden, uitleg), delen in per.items():
            yield met_geld(
                vraag,
                ding,
                delen,
                sectie=Sectie.ZORG_VOOR_CONTRACT,
                reden=reden,
                regel=NIET_TOEGELATEN.code if reden == _ZONDER_TOELATING else reden,
                dag=min(maand(g)[0] for g, _ in delen),
                waarom=uitleg,
            )


_ZONDER_TOELATING = "zorg-zonder-toelating"


def _te_vroeg(
    vraag: Lijstvraag, ding: UUID, stand: Contractstand, g: Geboekt
) -> tuple[str, str] | None:
    """Give why a cost comes too early; a month counts only when all of it does, and for the first reason only."""
    eerste, laatste = maand(g)
    if stand.beeindiging is Beeindiging.NIET_INGEGAAN:
        return None
    if laatste < stand.ingangsdatum:
        return "zorg-voor-ingang", f"Het contract gaat in op {stand.ingangsdatum}."
    if stand.ondertekend_op is not None and laatste < stand.ondertekend_op:
        return "zorg-voor-ondertekening", f"Het contract is ondertekend op {stand.ondertekend_op}."
    if not _toegelaten(vraag, ding, stand, eerste, laatste):
        waarom = "In die maanden had de aanbieder voor geen perceel van het contract een toelating."
        return _ZONDER_TOELATING, waarom
    return None


def _toegelaten(
    vraag: Lijstvraag, ding: UUID, stand: Contractstand, eerste: date, laatste: date
) -> bool:
    """Tell whether any party of the contract was admitted to any of its lots on any of these days."""
    wie, percelen = {stand.aanbieder_id}, set(stand.percelen)
    for r in vraag.registraties.get(ding, ()):
        if isinstance(r.feit, ContractGesloten):
            wie.add(r.feit.aanbieder_id)
            percelen |= set(r.feit.percelen)
        elif isinstance(r.feit, ContractOvergedragen):
            wie.add(r.feit.nieuwe_aanbieder_id)
    return any(
        p.perceel in percelen and p.van <= laatste and eerste < (p.tot or NOOIT)
        for een in wie
        for p in vraag.toelatingen.get((een, stand.traject_id), ())
    )


def boven_maxima(vraag: Lijstvraag) -> Iterator[Rechtmatigheidsregel]:
    """Give of each contract with a maximum the costs of the book year that lie above it."""
    met = {d: s for d, s in vraag.contracten.items() if s.maximumwaarde is not None}
    for ding, geboekt in vraag.alle_boekingen(met).items():
        maximumwaarde = met[ding].maximumwaarde or 0
        bij = {id(g.boeking): g for g in geboekt}
        kosten = [g.boeking for g in geboekt if is_kost(g)]
        delen = [
            (bij[id(b)], boven)
            for b, boven in boven_maximum(maximumwaarde=maximumwaarde, kosten=kosten)
            if b.boekjaar == vraag.jaar
        ]
        if sum(boven for _, boven in delen) > 0:
            yield met_geld(
                vraag,
                ding,
                delen,
                sectie=Sectie.MAXIMUM,
                reden="maximum-uitgeput",
                dag=delen[0][0].boeking.ingangsdatum,
                waarom="Deze kosten liggen boven het maximum van de raamovereenkomst.",
                bron=BRON_MAXIMUM,
            )


def boven_begroting(vraag: Lijstvraag) -> Iterator[Rechtmatigheidsregel]:
    """Give the budgets of the year on which more was spent than voted."""
    for ding, stand in vraag.budgetten.items():
        if stand.boekjaar != vraag.jaar or stand.overschreden_sinds is None:
            continue
        boven = stand.gerealiseerd - stand.begroot
        naam = f"Budget {stand.boekjaar}, {stand.segment or 'geheel'}"
        yield Rechtmatigheidsregel(
            sectie=Sectie.BEGROTING,
            reden="overschreden",
            regel="overschreden",
            dag=stand.overschreden_sinds,
            onderwerp=naam,
            contract_id=None,
            aanbieder=None,
            gemeenten=() if stand.gemeente is None else (stand.gemeente,),
            bedrag=boven,
            bedragen=(Gemeentebedrag(gemeente=stand.gemeente, bedrag=boven),),
            waarom=f"Sinds {stand.overschreden_sinds} is meer gerealiseerd dan begroot.",
            criterium=Criterium.BEGROTINGSCRITERIUM,
            bron=KADERNOTA,
            motivering=None,
            besluit=None,
            gecorrigeerd=False,
            volgnummer=None,
            boekingen=(),
            bronnen=(vraag.journaal(naam, BUDGET, ding),),
        )
