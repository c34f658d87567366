"""The rules that a contract's own facts are judged by (interface.md 4)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from domain.bevindingen import onbekend
from domain.contractdelen import Contractdeel, Opzegging, Partij, Status, Voorstelstand
from domain.contractfeiten import (
    ContractGeindexeerd,
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
from domain.contractstand import Contractstand
from domain.feiten import Feit
from domain.looptijd import Verlengingsoptie
from domain.oordeel import Bevinding, Regel, onmogelijk, onrechtmatig
from domain.sturingfeiten import ALLEEN_LOPEND, STUURFEITEN
from domain.sturingregels import toets as toets_sturing
from domain.tijdlijn import Geldend
from domain.waarden import dag_na, plus_maanden

HERZIENING_BUITEN_LOOPTIJD = onmogelijk(
    "herziening-buiten-looptijd",
    "De herziening valt buiten de looptijd",
    "Op {ingangsdatum} is het contract al beëindigd (laatste dag {laatste_dag}). Kies een eerdere ingangsdatum of "
    "leg eerst de verlenging vast.",
    na_einde=True,
)
VERLENGING_NA_EINDE = onmogelijk(
    "verlenging-na-einde",
    "De verlenging komt na het einde",
    "Op {ingangsdatum} is het contract al beëindigd (laatste dag {laatste_dag}); verlengen kan alleen daarvoor.",
    na_einde=True,
)
VERLENGING_NIET_LATER = onmogelijk(
    "verlenging-niet-later",
    "De verlenging eindigt niet later",
    "Verlengen tot en met {tot_en_met} kan niet: het contract loopt al tot en met {einddatum}.",
)
CONTRACT_AL_OPGEZEGD = onmogelijk(
    "contract-al-opgezegd",
    "Er staat een opzegging",
    "Het contract is opgezegd (registratie {opzegging}, laatste dag {laatste_dag}). Trek die opzegging eerst in.",
)
CONTRACT_AL_BEEINDIGD = onmogelijk(
    "contract-al-beeindigd",
    "Het contract is dan al beëindigd",
    "Op {dag} is het contract al beëindigd (laatste dag {laatste_dag}). Kies een dag op of voor die laatste dag.",
    na_einde=True,
)
EINDE_VOOR_INGANG = onmogelijk(
    "einde-voor-ingang",
    "Het einde ligt voor de ingang",
    "De laatste dag {laatste_dag} ligt voor de eerste dag van het contract ({eerste_dag}).",
)
VERLENGING_BUITEN_OPTIE = onrechtmatig(
    "verlenging-buiten-optie",
    "De verlenging past niet bij een verlengingsoptie",
    "Verlengen tot en met {tot_en_met}, uitgeoefend op {ingangsdatum}, past bij geen optie van dit contract: {opties}.",
)
VERLENGING_TE_LAAT = onrechtmatig(
    "verlenging-te-laat-aangekondigd",
    "De verlenging is te laat aangekondigd",
    "De verlenging moest uiterlijk {uiterlijk} zijn aangekondigd en is dat op {aangekondigd}.",
)
OPZEGTERMIJN = onrechtmatig(
    "opzegtermijn-niet-in-acht-genomen",
    "De opzegtermijn is niet in acht genomen",
    "Met een opzegging ontvangen op {ingangsdatum} en een termijn van {maanden} maanden is de vroegste laatste dag "
    "{vroegst}; gegeven is {laatste_dag}.",
)
GEEN_OPZEGRECHT = onrechtmatig(
    "geen-opzegrecht",
    "Deze partij kan niet opzeggen",
    "{waarom}",
)


VOORSTEL_AL_BEANTWOORD = onmogelijk(
    "voorstel-al-beantwoord",
    "Op dit voorstel is al beslist",
    "Het herzieningsvoorstel (registratie {voorstel}) is {stand} sinds {sinds}. Trek eerst dat antwoord in, of doe een "
    "nieuw voorstel.",
)
DEEL_IS_GEHEEL = onmogelijk(
    "deel-is-geheel",
    "Zonder dit deel blijft er niets over",
    "Zonder dit deel heeft het contract geen perceel of geen gemeente meer. Leg een opzegging zonder deel vast: dan "
    "eindigt het hele contract.",
)
AL_INGEGAAN = onmogelijk(
    "al-ingegaan",
    "Niet ingegaan geldt vanaf de eerste dag",
    "Dat een contract niet is ingegaan, geldt vanaf zijn eerste dag. Geef {eerste_dag} als ingangsdatum; liep het al, "
    "beëindig het dan met een opzegging of ontbinding.",
)
ZELFDE_AANBIEDER = onmogelijk(
    "zelfde-aanbieder",
    "Het contract is al van deze aanbieder",
    "Op {ingangsdatum} is aanbieder {aanbieder} al partij bij dit contract. Noem de aanbieder die het overneemt.",
)
UITLOOP_VOOR_EINDE = onmogelijk(
    "uitloop-voor-einde",
    "De uitloop ligt niet na het einde",
    "Uitloop is er na het einde van het contract, en dat loopt t/m {einddatum}. Leg eerst het einde vast, of kies een "
    "latere laatste dag dan {laatste_dag}.",
)
INTREKKING_TE_LAAT = onmogelijk(
    "intrekking-te-laat",
    "De handeling is niet meer in te trekken",
    "Zonder registratie {volgnummer} was het contract op {ingangsdatum} al beëindigd (laatste dag {laatste_dag}). "
    "Beëindig het met een opzegging; was de registratie fout, leg dan een correctie vast.",
)


def _bevinding(
    regel: Regel, geldend: Geldend, feiten: tuple[int, ...] = (), **waarden: object
) -> Bevinding:
    tekst = {naam: "onbepaald" if w is None else str(w) for naam, w in waarden.items()}
    return Bevinding(
        regel=regel,
        volgnummer=geldend.volgnummer,
        waarden={"ingangsdatum": geldend.feit.ingangsdatum.isoformat(), **tekst},
        feiten=feiten,
    )


def toets(stand: Contractstand, geldend: Geldend) -> list[Bevinding]:
    """Give the findings of a fact against the standing it meets on its own day."""
    regels = _TOETSEN.get(type(geldend.feit))
    return [] if regels is None else list(regels(stand, geldend, geldend.feit))


def _over(stand: Contractstand) -> bool:
    return stand.status is Status.BEEINDIGD


def _al_beeindigd(stand: Contractstand, geldend: Geldend, dag: date) -> Bevinding:
    laatste_dag = stand.einddatum(geldend.feit.ingangsdatum)
    return _bevinding(CONTRACT_AL_BEEINDIGD, geldend, dag=dag, laatste_dag=laatste_dag)


def _al_opgezegd(geldend: Geldend, notice: Opzegging) -> Bevinding:
    return _bevinding(
        CONTRACT_AL_OPGEZEGD,
        geldend,
        feiten=(notice.plaats,),
        opzegging=notice.plaats,
        laatste_dag=notice.laatste_dag,
    )


# --- changes -----------------------------------------------------------------------------------------------------


def _toets_herziening(
    stand: Contractstand, geldend: Geldend, feit: ContractHerzien
) -> Iterator[Bevinding]:
    in_uitloop = stand.in_uitloop(feit.ingangsdatum) and feit.wijzigingen.alleen_tarieven
    if _over(stand) and not in_uitloop:
        yield _bevinding(HERZIENING_BUITEN_LOOPTIJD, geldend, laatste_dag=stand.laatste_dag)


def _toets_voorstel(
    stand: Contractstand, geldend: Geldend, feit: HerzieningVoorgesteld
) -> Iterator[Bevinding]:
    eind = stand.einddatum(feit.ingangsdatum)
    vast = stand.laatste_dag is not None or not stand.looptijd.verlengt_na(feit.ingangsdatum)
    if _over(stand) or (vast and eind is not None and feit.werking_per > eind):
        yield replace(
            _bevinding(HERZIENING_BUITEN_LOOPTIJD, geldend, laatste_dag=eind),
            waarden={"ingangsdatum": feit.werking_per.isoformat(), "laatste_dag": str(eind)},
        )


def _toets_antwoord(
    stand: Contractstand, geldend: Geldend, feit: VoorstelBeantwoord
) -> Iterator[Bevinding]:
    voorstel = stand.voorstel(geldend.doel)
    if _over(stand):
        yield _al_beeindigd(stand, geldend, feit.ingangsdatum)
    elif voorstel is None:
        yield onbekend(geldend, "Een herzieningsvoorstel", feit.volgnummer)
    elif voorstel.stand is not Voorstelstand.OPEN:
        yield _bevinding(
            VOORSTEL_AL_BEANTWOORD,
            geldend,
            feiten=(voorstel.plaats,),
            voorstel=voorstel.plaats,
            stand=voorstel.stand.value.lower().replace("_", " "),
            sinds=voorstel.beantwoord_op or voorstel.reactie_uiterlijk,
        )


def _toets_indexering(
    stand: Contractstand, geldend: Geldend, feit: ContractGeindexeerd
) -> Iterator[Bevinding]:
    if _over(stand) and not stand.in_uitloop(feit.ingangsdatum):
        yield _al_beeindigd(stand, geldend, feit.ingangsdatum)


def _toets_overdracht(
    stand: Contractstand, geldend: Geldend, feit: ContractOvergedragen
) -> Iterator[Bevinding]:
    if _over(stand):
        yield _al_beeindigd(stand, geldend, feit.ingangsdatum)
    elif feit.nieuwe_aanbieder_id == stand.aanbieder_id:
        yield _bevinding(ZELFDE_AANBIEDER, geldend, aanbieder=feit.nieuwe_aanbieder_id)


# --- extension ---------------------------------------------------------------------------------------------------


def _toets_verlenging(
    stand: Contractstand, geldend: Geldend, feit: ContractVerlengd
) -> Iterator[Bevinding]:
    if _over(stand):
        yield _bevinding(VERLENGING_NA_EINDE, geldend, laatste_dag=stand.laatste_dag)
        return
    if stand.opzegging is not None:
        yield _al_opgezegd(geldend, stand.opzegging)
        return
    einddatum = stand.overeengekomen_einddatum(feit.ingangsdatum)
    if einddatum is None or feit.tot_en_met <= einddatum:
        tot_en_met = feit.tot_en_met
        yield _bevinding(VERLENGING_NIET_LATER, geldend, tot_en_met=tot_en_met, einddatum=einddatum)
        return
    yield from _toets_optie(stand, geldend, feit)


def _toets_optie(
    stand: Contractstand, geldend: Geldend, feit: ContractVerlengd
) -> Iterator[Bevinding]:
    """Judge an extension against the options; the term that tacit renewal would give needs none."""
    tot_en_met = feit.tot_en_met
    te_ver = stand.uiterste_einddatum is not None and tot_en_met > stand.uiterste_einddatum
    vanzelf = dag_na(tot_en_met) == stand.looptijd.volgend_eind(feit.ingangsdatum)
    optie = next((o for o in stand.verlengingsopties if o.tot_en_met == tot_en_met), None)
    if te_ver or not (vanzelf or (optie is not None and optie.open_op(feit.ingangsdatum))):
        opties = "; ".join(map(_optietekst, stand.verlengingsopties))
        opties = opties or "er is geen verlengingsoptie"
        yield _bevinding(VERLENGING_BUITEN_OPTIE, geldend, tot_en_met=tot_en_met, opties=opties)
        return
    aangekondigd = min([feit.ingangsdatum, *(b.datum for b in geldend.toelichting.bekendgemaakt)])
    uiterlijk = optie.aankondigen_uiterlijk if optie is not None else None
    if uiterlijk is not None and aangekondigd > uiterlijk:
        yield _bevinding(
            VERLENGING_TE_LAAT, geldend, uiterlijk=uiterlijk, aangekondigd=aangekondigd
        )


def _optietekst(optie: Verlengingsoptie) -> str:
    van, tot = optie.uitoefenen_van, optie.uitoefenen_tot_en_met
    return f"tot en met {optie.tot_en_met}" + (
        f", uit te oefenen {van or '…'} t/m {tot or '…'}" if van or tot else ""
    )


# --- the end -----------------------------------------------------------------------------------------------------


def _toets_einde(
    stand: Contractstand, geldend: Geldend, feit: ContractOpgezegd | ContractOntbonden
) -> Iterator[Bevinding]:
    if _over(stand):
        yield _al_beeindigd(stand, geldend, feit.ingangsdatum)
        return
    notice = feit if isinstance(feit, ContractOpgezegd) else None
    if notice is not None and stand.opzegging is not None:
        yield _al_opgezegd(geldend, stand.opzegging)
        return
    einddatum = stand.einddatum(feit.ingangsdatum)
    if einddatum is not None and feit.laatste_dag > einddatum:
        yield _al_beeindigd(stand, geldend, feit.laatste_dag)
        return
    if feit.laatste_dag < stand.ingangsdatum:
        eerste_dag = stand.ingangsdatum
        yield _bevinding(
            EINDE_VOOR_INGANG, geldend, laatste_dag=feit.laatste_dag, eerste_dag=eerste_dag
        )
        return
    if notice is not None and notice.deel is not None:
        yield from _toets_deel(stand, geldend, notice.deel)
    if notice is not None and notice.door is not Partij.WEDERZIJDS:
        yield from _toets_opzegging(stand, geldend, notice)


def _toets_deel(stand: Contractstand, geldend: Geldend, deel: Contractdeel) -> Iterator[Bevinding]:
    producten = {t.productcode for t in stand.tarieven}
    for wat, codes, bekend in (
        ("Perceel", deel.percelen, stand.percelen),
        ("Gemeente", deel.gemeenten, stand.gemeenten),
        ("Product", deel.producten, producten),
    ):
        yield from (
            onbekend(geldend, f"{wat} in dit contract", c) for c in codes if c not in bekend
        )
    if not stand.blijft_over(deel):
        yield _bevinding(DEEL_IS_GEHEEL, geldend)


def _toets_opzegging(
    stand: Contractstand, geldend: Geldend, feit: ContractOpgezegd
) -> Iterator[Bevinding]:
    termijn = stand.opzegregeling.termijn(feit.door) if stand.opzegregeling else None
    partij = feit.door.value.lower()
    if termijn is None:
        waarom = f"De {partij} heeft volgens dit contract geen recht om tussentijds op te zeggen."
        yield _bevinding(GEEN_OPZEGRECHT, geldend, waarom=waarom)
        return
    minimaal = stand.minimale_looptijd_tot_en_met
    if minimaal is not None and feit.laatste_dag < minimaal:
        waarom = (
            f"De minimale looptijd loopt tot en met {minimaal}; eerder kan de {partij} er niet uit."
        )
        yield _bevinding(GEEN_OPZEGRECHT, geldend, waarom=waarom)
    vroegst = plus_maanden(feit.ingangsdatum, termijn.maanden)
    if feit.laatste_dag < vroegst:
        yield _bevinding(
            OPZEGTERMIJN,
            geldend,
            maanden=termijn.maanden,
            vroegst=vroegst,
            laatste_dag=feit.laatste_dag,
        )


def _toets_niet_ingegaan(
    stand: Contractstand, geldend: Geldend, feit: ContractNietIngegaan
) -> Iterator[Bevinding]:
    if feit.ingangsdatum != stand.ingangsdatum:
        yield _bevinding(AL_INGEGAAN, geldend, eerste_dag=stand.ingangsdatum)
    elif _over(stand):
        yield _al_beeindigd(stand, geldend, feit.ingangsdatum)


def _toets_uitloop(
    stand: Contractstand, geldend: Geldend, feit: UitloopAfgesproken
) -> Iterator[Bevinding]:
    einddatum = stand.einddatum(feit.ingangsdatum)
    if einddatum is None or feit.laatste_dag <= einddatum:
        yield _bevinding(
            UITLOOP_VOOR_EINDE, geldend, einddatum=einddatum, laatste_dag=feit.laatste_dag
        )


# --- steering ----------------------------------------------------------------------------------------------------


def _toets_sturing(stand: Contractstand, geldend: Geldend, feit: Feit) -> Iterable[Bevinding]:
    """Judge what is agreed, found and closed, which goes on after the end; new work then is impossible."""
    if _over(stand) and isinstance(feit, ALLEEN_LOPEND):
        return [_al_beeindigd(stand, geldend, feit.ingangsdatum)]
    return toets_sturing(sturing=stand.sturing, geldend=geldend)


# --- taking back -------------------------------------------------------------------------------------------------


def herroept(stand: Contractstand, geldend: Geldend) -> bool:
    """Tell whether a withdrawal takes back a standing act, or terms whose day is still to come.

    What opened or ended the contract is corrected instead.
    """
    doel = geldend.doelfeit
    if not isinstance(geldend.feit, HandelingIngetrokken):
        return False
    if isinstance(doel, STUURFEITEN):
        return True
    if doel is None or _over(stand):
        return False
    komt_nog = doel.ingangsdatum > geldend.feit.ingangsdatum
    return isinstance(doel, _VOORAF_HERROEPELIJK if komt_nog else _HERROEPELIJK)


def _toets_ingetrokken(
    stand: Contractstand, geldend: Geldend, feit: HandelingIngetrokken
) -> Iterator[Bevinding]:
    if herroept(stand, geldend):
        return
    if _over(stand):
        yield _al_beeindigd(stand, geldend, feit.ingangsdatum)
    else:
        yield onbekend(geldend, "Een staande handeling", feit.volgnummer)


def toets_intrekking(
    *, voor: Contractstand, na: Contractstand, geldend: Geldend
) -> Iterator[Bevinding]:
    """Judge what is left without the act: a contract that would have ended before cannot go on again."""
    if _over(na) and not _over(voor):
        yield _bevinding(
            INTREKKING_TE_LAAT, geldend, volgnummer=geldend.doel, laatste_dag=na.laatste_dag
        )


_VOORAF_HERROEPELIJK = (ContractHerzien, ContractOvergedragen, ContractGeindexeerd)
_HERROEPELIJK = (
    *_VOORAF_HERROEPELIJK,
    ContractVerlengd,
    HerzieningVoorgesteld,
    VoorstelBeantwoord,
    ContractOpgezegd,
    ContractOntbonden,
    UitloopAfgesproken,
)
_TOETSEN: Mapping[type[Feit], Callable[[Contractstand, Geldend, Any], Iterable[Bevinding]]] = {
    ContractHerzien: _toets_herziening,
    ContractVerlengd: _toets_verlenging,
    HerzieningVoorgesteld: _toets_voorstel,
    VoorstelBeantwoord: _toets_antwoord,
    ContractOpgezegd: _toets_einde,
    ContractOntbonden: _toets_einde,
    ContractNietIngegaan: _toets_niet_ingegaan,
    ContractOvergedragen: _toets_overdracht,
    UitloopAfgesproken: _toets_uitloop,
    HandelingIngetrokken: _toets_ingetrokken,
    ContractGeindexeerd: _toets_indexering,
    **dict.fromkeys(STUURFEITEN, _toets_sturing),
}
