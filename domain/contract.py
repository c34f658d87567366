"""The contract: how its facts follow each other into the terms that hold on every day, and the kind itself.

Its parts stand in contractdelen.py, its facts in contractfeiten.py, its standing in contractstand.py, its rules in
contractregels.py.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from domain.contractdelen import (
    Antwoord,
    Beeindiging,
    Deelopzegging,
    GevolgWeigering,
    Herzieningsvoorstel,
    KomendeWijziging,
    Ontbinding,
    Opzegging,
    Partij,
    Status,
    Voorstelstand,
    Wijzigingsinhoud,
)
from domain.contractfeiten import (
    ContractGeindexeerd,
    ContractGesloten,
    ContractHerzien,
    ContractNietIngegaan,
    ContractOntbonden,
    ContractOpgezegd,
    ContractOvergedragen,
    ContractVerlengd,
    HandelingIngetrokken,
    HerzieningVoorgesteld,
    UitloopAfgesproken,
    VoorstelBeantwoord,
)
from domain.contractregels import herroept, toets, toets_intrekking
from domain.contractstand import Contractstand
from domain.contractsturing import Sturing, afgelopen, gevolgd
from domain.feiten import Feit
from domain.looptijd import Looptijd
from domain.sturingfeiten import STUURFEITEN
from domain.tarieven import geindexeerd, samengevoegd
from domain.tijdlijn import Dingsoort, Geldend, Intrekking
from domain.waarden import dag_na, dag_voor

GROND_WEIGERING = "weigering van een herziening"
"""The ground of a notice that follows from refusing a herziening."""


def _open(geldend: Geldend) -> Contractstand:
    feit = geldend.feit
    assert isinstance(feit, ContractGesloten)  # noqa: S101 - the kind's own opening fact
    return Contractstand(
        contractnummer=feit.contractnummer,
        regio_id=feit.regio_id,
        aanbieder_id=feit.aanbieder_id,
        traject_id=feit.traject_id,
        segment=feit.segment,
        percelen=tuple(sorted(set(feit.percelen))),
        gemeenten=tuple(sorted(set(feit.gemeenten))),
        opdrachtgevers=feit.opdrachtgevers,
        inkoopvorm=feit.inkoopvorm,
        bekostigingsvorm=feit.bekostigingsvorm,
        ingangsdatum=feit.ingangsdatum,
        minimale_looptijd_tot_en_met=feit.minimale_looptijd_tot_en_met,
        uiterste_einddatum=feit.uiterste_einddatum,
        ondertekend_op=feit.ondertekend_op,
        mandaat=feit.mandaat,
        tender_ned_kenmerk=feit.tender_ned_kenmerk,
        cpv=feit.cpv,
        oorspronkelijke_waarde=feit.oorspronkelijke_waarde,
        eigenaar=feit.eigenaar,
        opvolging=feit.opvolging,
        verlengingsopties=feit.verlengingsopties,
        opzegregeling=feit.opzegregeling,
        herzieningsclausule=feit.herzieningsclausule,
        tarieven=samengevoegd(eerder=(), regels=feit.tarieven, jaar=feit.ingangsdatum.year),
        taakbudgetten=tuple(sorted(feit.taakbudgetten, key=lambda t: t.boekjaar)),
        acceptatieplicht=feit.acceptatieplicht,
        meerwerk=feit.meerwerk,
        maximumwaarde=feit.maximumwaarde,
        geraamde_jaarwaarde=feit.geraamde_jaarwaarde,
        looptijd=Looptijd(
            eind=feit.einddatum and dag_na(feit.einddatum),
            stilzwijgend=feit.stilzwijgende_verlenging,
            verlengd=0,
        ),
        status=Status.ACTIEF,
    )


def _evolueer(stand: Contractstand, geldend: Geldend) -> Contractstand:
    if isinstance(geldend.feit, STUURFEITEN):
        einde = stand.laatste_dag if stand.status is Status.BEEINDIGD else None
        return replace(stand, sturing=gevolgd(sturing=stand.sturing, geldend=geldend, einde=einde))
    if stand.status is Status.BEEINDIGD:
        return _na_einde(stand, geldend)
    doe = _GEVOLGEN.get(type(geldend.feit))
    return stand if doe is None else doe(stand, geldend, geldend.feit)


def _na_einde(stand: Contractstand, geldend: Geldend) -> Contractstand:
    """Let care in the run-down be indexed and paid at other tariffs; else what is over does not change."""
    feit = geldend.feit
    if isinstance(feit, UitloopAfgesproken):
        return _uitloop(stand, geldend, feit)
    if not stand.in_uitloop(feit.ingangsdatum):
        return stand
    if isinstance(feit, ContractGeindexeerd):
        return _geindexeerd(stand, geldend, feit)
    if isinstance(feit, ContractHerzien) and feit.wijzigingen.alleen_tarieven:
        return _herzien(stand, geldend, feit)
    return stand


def _toegepast(
    stand: Contractstand, inhoud: Wijzigingsinhoud, *, besproken: date, dag: date
) -> Contractstand:
    """Change the terms from a day on; tariffs without prijspeil are of the year in which they were agreed upon."""
    w = inhoud
    budgetten = {t.boekjaar: t for t in (*stand.taakbudgetten, *w.taakbudgetten)}
    looptijd = stand.looptijd
    if w.stilzwijgende_verlenging is not None or "stilzwijgendeVerlenging" in w.vervalt:
        looptijd = looptijd.met_stilzwijgend(w.stilzwijgende_verlenging, op=dag)
    opties = stand.verlengingsopties if w.verlengingsopties is None else w.verlengingsopties
    return replace(
        stand,
        tarieven=samengevoegd(eerder=stand.tarieven, regels=w.tarieven, jaar=besproken.year),
        taakbudgetten=tuple(budgetten[jaar] for jaar in sorted(budgetten)),
        percelen=w.percelen.toegepast(stand.percelen) if w.percelen else stand.percelen,
        gemeenten=w.gemeenten.toegepast(stand.gemeenten) if w.gemeenten else stand.gemeenten,
        bekostigingsvorm=w.bekostigingsvorm or stand.bekostigingsvorm,
        verlengingsopties=opties,
        looptijd=looptijd,
        geraamde_jaarwaarde=w.geworden("geraamde_jaarwaarde", stand.geraamde_jaarwaarde),
        opzegregeling=w.geworden("opzegregeling", stand.opzegregeling),
        eigenaar=w.geworden("eigenaar", stand.eigenaar),
    )


def _herzien(stand: Contractstand, _geldend: Geldend, feit: ContractHerzien) -> Contractstand:
    dag = feit.ingangsdatum
    return _toegepast(stand, feit.wijzigingen.inhoud, besproken=dag, dag=dag)


def _geindexeerd(
    stand: Contractstand, _geldend: Geldend, feit: ContractGeindexeerd
) -> Contractstand:
    tarieven = geindexeerd(
        tarieven=stand.tarieven,
        percentage=feit.percentage,
        prijspeil=feit.prijspeil or feit.ingangsdatum.year,
    )
    return replace(stand, tarieven=tarieven)


def _verlengd(stand: Contractstand, geldend: Geldend, feit: ContractVerlengd) -> Contractstand:
    """Move the end; agreed changes wait for the first day of the new term."""
    dag, komend = feit.ingangsdatum, stand.komende_wijzigingen
    nieuwe_termijn = stand.looptijd.lopend_eind(dag)
    if feit.wijzigingen is not None and nieuwe_termijn is not None:
        inhoud = feit.wijzigingen.inhoud
        wacht = KomendeWijziging(plaats=geldend.plaats, per=nieuwe_termijn, wijzigingen=inhoud)
        komend = (*komend, wacht)
    return replace(
        stand,
        looptijd=stand.looptijd.verlengd_tot(eind=dag_na(feit.tot_en_met), op=dag),
        verlengingsopties=tuple(
            o for o in stand.verlengingsopties if o.tot_en_met > feit.tot_en_met
        ),
        komende_wijzigingen=komend,
        uitloop_tot_en_met=None,
    )


def _opgezegd(stand: Contractstand, geldend: Geldend, feit: ContractOpgezegd) -> Contractstand:
    opzegging = Opzegging(
        plaats=geldend.plaats,
        laatste_dag=feit.laatste_dag,
        door=feit.door,
        grond=feit.grond,
        verzonden_op=feit.verzonden_op,
    )
    if feit.deel is None:
        return _met_opzegging(stand, opzegging)
    deel = Deelopzegging(opzegging=opzegging, deel=feit.deel)
    return replace(stand, deelopzeggingen=(*stand.deelopzeggingen, deel))


def _met_opzegging(stand: Contractstand, opzegging: Opzegging) -> Contractstand:
    ontbonden = stand.ontbinding.laatste_dag if stand.ontbinding else opzegging.laatste_dag
    laatste_dag = min(opzegging.laatste_dag, ontbonden)
    return replace(stand, opzegging=opzegging, laatste_dag=laatste_dag, status=Status.OPGEZEGD)


def _ontbonden(stand: Contractstand, geldend: Geldend, feit: ContractOntbonden) -> Contractstand:
    ontbinding = Ontbinding(
        plaats=geldend.plaats,
        laatste_dag=feit.laatste_dag,
        grond=feit.grond,
        ontbindingsgrond=feit.ontbindingsgrond,
    )
    opgezegd = stand.opzegging.laatste_dag if stand.opzegging else feit.laatste_dag
    return replace(stand, ontbinding=ontbinding, laatste_dag=min(feit.laatste_dag, opgezegd))


def _niet_ingegaan(
    stand: Contractstand, _geldend: Geldend, _feit: ContractNietIngegaan
) -> Contractstand:
    return replace(
        stand,
        status=Status.BEEINDIGD,
        beeindiging=Beeindiging.NIET_INGEGAAN,
        laatste_dag=dag_voor(stand.ingangsdatum),
    )


def _overgedragen(
    stand: Contractstand, _geldend: Geldend, feit: ContractOvergedragen
) -> Contractstand:
    return replace(stand, aanbieder_id=feit.nieuwe_aanbieder_id)


def _uitloop(stand: Contractstand, _geldend: Geldend, feit: UitloopAfgesproken) -> Contractstand:
    return replace(stand, uitloop_tot_en_met=feit.laatste_dag)


# --- a proposed herziening ---------------------------------------------------------------------------------------


def _voorgesteld(
    stand: Contractstand, geldend: Geldend, feit: HerzieningVoorgesteld
) -> Contractstand:
    voorstel = Herzieningsvoorstel(
        plaats=geldend.plaats,
        voorgesteld_op=feit.ingangsdatum,
        werking_per=feit.werking_per,
        reactie_uiterlijk=feit.reactie_uiterlijk,
        bij_zwijgen=feit.bij_zwijgen,
        wijzigingen=feit.wijzigingen.inhoud,
        wijzigingsgrond=feit.wijzigingsgrond,
        clausule=feit.clausule,
        waardewijziging=feit.waardewijziging,
    )
    voorstellen = (*stand.herzieningsvoorstellen, voorstel)
    return replace(stand, herzieningsvoorstellen=voorstellen)


def _beantwoord(stand: Contractstand, geldend: Geldend, feit: VoorstelBeantwoord) -> Contractstand:
    voorstel = stand.voorstel(geldend.doel)
    if voorstel is None or voorstel.stand is not Voorstelstand.OPEN:
        return stand
    voorstel = replace(voorstel, beantwoord_op=feit.ingangsdatum, addendum=feit.addendum)
    gegeven = Voorstelstand(feit.antwoord.value)
    return _uitgemaakt(stand, voorstel, gegeven, feit.ingangsdatum)


def _uitgemaakt(
    stand: Contractstand, voorstel: Herzieningsvoorstel, naar: Voorstelstand, dag: date
) -> Contractstand:
    """Settle a proposal; a refusal ends the contract before its day where the clause says so (CS 1.4.2)."""
    stand = _met_voorstel(stand, replace(voorstel, stand=naar))
    clausule = stand.herzieningsclausule
    eindigt = clausule is not None and clausule.gevolg_weigering is GevolgWeigering.OPZEGGING
    if naar.gaat_door or not eindigt or stand.opzegging is not None:
        return stand
    laatste_dag = max(dag_voor(voorstel.werking_per), dag)
    opzegging = Opzegging(
        plaats=voorstel.plaats,
        laatste_dag=min(laatste_dag, stand.einddatum(dag) or laatste_dag),
        door=Partij.OPDRACHTNEMER,
        grond=GROND_WEIGERING,
    )
    return _met_opzegging(stand, opzegging)


def _met_voorstel(stand: Contractstand, voorstel: Herzieningsvoorstel) -> Contractstand:
    voorstellen = tuple(
        voorstel if v.plaats == voorstel.plaats else v for v in stand.herzieningsvoorstellen
    )
    return replace(stand, herzieningsvoorstellen=voorstellen)


_GEVOLGEN: Mapping[type[Feit], Callable[[Contractstand, Geldend, Any], Contractstand]] = {
    ContractHerzien: _herzien,
    ContractVerlengd: _verlengd,
    HerzieningVoorgesteld: _voorgesteld,
    VoorstelBeantwoord: _beantwoord,
    ContractOpgezegd: _opgezegd,
    ContractOntbonden: _ontbonden,
    ContractNietIngegaan: _niet_ingegaan,
    ContractOvergedragen: _overgedragen,
    UitloopAfgesproken: _uitloop,
    ContractGeindexeerd: _geindexeerd,
}

# --- by the passing of days --------------------------------------------------------------------------------------


def _vanzelf(stand: Contractstand, sinds: date) -> tuple[date, Contractstand] | None:
    """Give what comes first by itself: the end, else a part that ends, agreed terms that begin, silence that counts."""
    komt = list(_kortingen(stand))  # also of what is held back after the end
    if stand.status is not Status.BEEINDIGD:
        komt = [*_einde(stand), *_delen(stand), *_komend(stand), *_voorstellen(stand), *komt]
    if not komt:
        return None
    gepland, wordt = min(komt, key=lambda een: een[0])  # of one day the end goes first
    dag = max(gepland, sinds)
    return dag, wordt(dag)


Komt = Iterator[tuple[date, Callable[[date], Contractstand]]]
"""From when, and what it becomes on the day on which that takes effect."""


def _einde(stand: Contractstand) -> Komt:
    gesteld = stand.laatste_dag and dag_na(stand.laatste_dag)
    einden = [dag for dag in (gesteld, stand.looptijd.uiterste_eind) if dag is not None]
    if not einden:
        return
    eind = min(einden)
    ontbonden = stand.ontbinding is not None and stand.ontbinding.laatste_dag == stand.laatste_dag
    gegeven = Beeindiging.ONTBONDEN if ontbonden else Beeindiging.OPGEZEGD
    wijze = gegeven if eind == gesteld else Beeindiging.VERLOPEN
    yield (
        eind,
        lambda _dag: replace(
            stand, status=Status.BEEINDIGD, beeindiging=wijze, laatste_dag=dag_voor(eind)
        ),
    )


def _delen(stand: Contractstand) -> Komt:
    for een in stand.deelopzeggingen:
        yield dag_na(een.opzegging.laatste_dag), partial(_zonder_deel, stand, een)


def _zonder_deel(stand: Contractstand, een: Deelopzegging, _dag: date) -> Contractstand:
    deel = een.deel
    return replace(
        stand,
        percelen=tuple(p for p in stand.percelen if p not in deel.percelen),
        gemeenten=tuple(g for g in stand.gemeenten if g not in deel.gemeenten),
        tarieven=tuple(
            t
            for t in stand.tarieven
            if t.productcode not in deel.producten and t.gemeente not in deel.gemeenten
        ),
        deelopzeggingen=tuple(o for o in stand.deelopzeggingen if o is not een),
    )


def _kortingen(stand: Contractstand) -> Komt:
    for dag, sturing in afgelopen(sturing=stand.sturing):
        yield dag, partial(_met_sturing, stand, sturing)


def _met_sturing(stand: Contractstand, sturing: Sturing, _dag: date) -> Contractstand:
    return replace(stand, sturing=sturing)


def _komend(stand: Contractstand) -> Komt:
    for wijziging in stand.komende_wijzigingen:
        yield wijziging.per, partial(_nieuwe_termijn, stand, wijziging)


def _nieuwe_termijn(stand: Contractstand, wijziging: KomendeWijziging, dag: date) -> Contractstand:
    over = tuple(k for k in stand.komende_wijzigingen if k is not wijziging)
    stand = replace(stand, komende_wijzigingen=over)
    return _toegepast(stand, wijziging.wijzigingen, besproken=wijziging.per, dag=dag)


def _voorstellen(stand: Contractstand) -> Komt:
    for voorstel in stand.herzieningsvoorstellen:
        zwijgt = voorstel.bij_zwijgen and voorstel.reactie_uiterlijk
        if voorstel.stand is Voorstelstand.OPEN and zwijgt:
            yield dag_na(zwijgt), partial(_zwijgt, stand, voorstel)
        elif voorstel.stand.gaat_door:
            yield voorstel.werking_per, partial(_doorgevoerd, stand, voorstel)


def _zwijgt(stand: Contractstand, voorstel: Herzieningsvoorstel, dag: date) -> Contractstand:
    telt_als = (
        Voorstelstand.STILZWIJGEND_AANVAARD
        if voorstel.bij_zwijgen is Antwoord.AANVAARD
        else Voorstelstand.STILZWIJGEND_GEWEIGERD
    )
    return _uitgemaakt(stand, voorstel, telt_als, dag)


def _doorgevoerd(stand: Contractstand, voorstel: Herzieningsvoorstel, dag: date) -> Contractstand:
    stand = _met_voorstel(stand, replace(voorstel, stand=Voorstelstand.DOORGEVOERD))
    return _toegepast(stand, voorstel.wijzigingen, besproken=voorstel.werking_per, dag=dag)


def _aanloop(stand: Contractstand) -> Contractstand:
    if stand.beeindiging is Beeindiging.NIET_INGEGAAN:
        return replace(stand, status=Status.TOEKOMSTIG, beeindiging=None, laatste_dag=None)
    return replace(stand, status=Status.TOEKOMSTIG)


CONTRACT: Dingsoort[Contractstand] = Dingsoort(
    naam="contract",
    meervoud="contracten",
    stand=Contractstand,
    feiten=(
        ContractGesloten,
        ContractHerzien,
        ContractVerlengd,
        HerzieningVoorgesteld,
        VoorstelBeantwoord,
        ContractOpgezegd,
        HandelingIngetrokken,
        ContractOntbonden,
        ContractNietIngegaan,
        ContractOvergedragen,
        UitloopAfgesproken,
        ContractGeindexeerd,
        *STUURFEITEN,
    ),
    open=_open,
    evolueer=_evolueer,
    vanzelf=_vanzelf,
    aanloop=_aanloop,
    toets=toets,
    intrekking=Intrekking(herroept=herroept, toets=toets_intrekking),
)
