"""Facts in one Dutch sentence for a council; no tarief, toets or grond ever stands in such a sentence."""

from collections.abc import Iterator

from application.rapportvraag import euro, kort
from application.sturingszinnen import sturingszin
from domain.aanbieder import AanbiederGewijzigd, AanbiederToegelaten, ToelatingIngetrokken
from domain.budget import (
    BudgetGewijzigd,
    BudgetVastgesteld,
    RealisatieGeboekt,
    VerplichtingAangegaan,
)
from domain.contractdelen import Lijstwijziging, Partij, Wijzigingen
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
from domain.feiten import AFWEZIG, Feit
from domain.indicator import (
    IndicatorGemeten,
    IndicatorGewijzigd,
    IndicatorIngetrokken,
    IndicatorVastgelegd,
    NulmetingVastgesteld,
    StreefwaardeGesteld,
)
from domain.inkooptraject import (
    BeslissingGenomen,
    TrajectGeevalueerd,
    TrajectGestart,
    TrajectGewijzigd,
    Uitkomst,
)
from domain.regio import GemeenteToegetreden, RegioGevormd, RegioGewijzigd
from domain.waarden import Getal, schrijf_getal

_PARTIJ = {
    Partij.OPDRACHTGEVER: "door de opdrachtgever",
    Partij.OPDRACHTNEMER: "door de aanbieder",
    Partij.WEDERZIJDS: "met wederzijds goedvinden",
}
UITKOMST = {
    Uitkomst.GO: "go",
    Uitkomst.GO_MET_WIJZIGING: "go met wijziging",
    Uitkomst.NO_GO: "no-go",
    Uitkomst.AANGEHOUDEN: "aangehouden",
}


def zin(feit: Feit) -> str:
    """Say what a fact did; an unknown kind is named by its stored name."""
    if feit.feitnaam.startswith("contract."):
        return _contract(feit)
    if feit.feitnaam.startswith("budget."):
        return _budget(feit)
    if feit.feitnaam.startswith("indicator."):
        return _indicator(feit)
    return _traject(feit) if feit.feitnaam.startswith("inkooptraject.") else _overig(feit)


def _contract(feit: Feit) -> str:  # noqa: C901, PLR0911 - one return per fact
    match feit:
        case ContractGesloten():
            opvolger = "; volgt een eerder contract op" if feit.opvolging else ""
            return f"Nieuw contract, {_tot(feit)}; {feit.bekostigingsvorm.value.lower()}{opvolger}"
        case ContractHerzien():
            return "Herzien: " + "; ".join(_wijzigingen(feit.wijzigingen))
        case ContractVerlengd():
            anders = "; ".join(_wijzigingen(feit.wijzigingen)) if feit.wijzigingen else ""
            hoe = f"Gewijzigd verlengd ({anders})" if anders else "Verlengd"
            return f"{hoe} tot en met {kort(feit.tot_en_met)}"
        case HerzieningVoorgesteld():
            wat = "; ".join(_wijzigingen(feit.wijzigingen))
            return f"Herziening voorgesteld per {kort(feit.werking_per)}: {wat}"
        case VoorstelBeantwoord():
            antwoord = feit.antwoord.value.lower()
            return f"Herzieningsvoorstel (registratie {feit.volgnummer}) {antwoord}"
        case ContractOpgezegd():
            wat = "Deel opgezegd" if feit.deel else "Opgezegd"
            return f"{wat} {_PARTIJ[feit.door]}; laatste dag {kort(feit.laatste_dag)}"
        case HandelingIngetrokken():
            return f"Registratie {feit.volgnummer} ingetrokken"
        case ContractNietIngegaan():
            return "Niet ingegaan"
        case ContractOvergedragen():
            return "Overgedragen aan een andere aanbieder"
        case UitloopAfgesproken():
            return f"Uitloop van lopende zorg tot en met {kort(feit.laatste_dag)}"
        case ContractOntbonden():
            return f"Ontbonden; laatste dag {kort(feit.laatste_dag)}"
        case ContractGeindexeerd():
            percentage = str(feit.percentage).replace(".", ",")
            return f"Geïndexeerd met {percentage} %, prijspeil {feit.prijspeil or feit.ingangsdatum.year}"
    return sturingszin(feit)


def _tot(feit: ContractGesloten) -> str:
    if feit.einddatum is None:
        return "voor onbepaalde tijd"
    vanzelf = ", daarna stilzwijgend verlengd" if feit.stilzwijgende_verlenging else ""
    return f"tot en met {kort(feit.einddatum)}{vanzelf}"


def _wijzigingen(w: Wijzigingen) -> Iterator[str]:
    if w.tarieven:
        yield f"tarieven ({len(w.tarieven)})"
    if w.taakbudgetten:
        yield f"taakbudget {', '.join(str(t.boekjaar) for t in w.taakbudgetten)}"
    yield from _codes("percelen", w.percelen)
    yield from _codes("gemeenten", w.gemeenten)
    if w.bekostigingsvorm is not None:
        yield f"bekostiging wordt {w.bekostigingsvorm.value.lower()}"
    if w.verlengingsopties is not None:
        yield "verlengingsopties"
    for naam, wat in (
        ("geraamde_jaarwaarde", "geraamde jaarwaarde"),
        ("opzegregeling", "opzegregeling"),
        ("stilzwijgende_verlenging", "stilzwijgende verlenging"),
        ("eigenaar", "eigenaar"),
    ):
        if getattr(w, naam) is not AFWEZIG:
            yield wat


def _codes(wat: str, wijziging: Lijstwijziging | None) -> Iterator[str]:
    if wijziging is not None and wijziging.erbij:
        yield f"{wat} erbij: {', '.join(wijziging.erbij)}"
    if wijziging is not None and wijziging.eraf:
        yield f"{wat} eraf: {', '.join(wijziging.eraf)}"


def _budget(feit: Feit) -> str:
    match feit:
        case BudgetVastgesteld():
            return f"Budget {feit.boekjaar} vastgesteld op {euro(feit.bedrag)}"
        case BudgetGewijzigd():
            return f"Budget {'verhoogd' if feit.bedrag >= 0 else 'verlaagd'} met {euro(abs(feit.bedrag))}"
        case VerplichtingAangegaan():
            wat = "Verplichting" if feit.aard.value == "HARD" else "Raming"
            return f"{wat} van {euro(feit.bedrag)}"
        case RealisatieGeboekt():
            return f"Kosten over {feit.prestatieperiode}, boekjaar {feit.boekjaar}: {euro(feit.bedrag)}"
    return feit.feitnaam


def _indicator(feit: Feit) -> str:  # noqa: PLR0911 - one return per fact
    match feit:
        case IndicatorVastgelegd():
            return f"Indicator {feit.code} vastgelegd"
        case IndicatorGewijzigd():
            return "Indicator gewijzigd"
        case NulmetingVastgesteld():
            return f"Nulmeting over {feit.peilperiode}{_waar(feit.gemeente)}: {_getal(feit.waarde)}"
        case IndicatorGemeten():
            wat = "Voorlopig cijfer" if feit.voorlopig else "Cijfer"
            return f"{wat} over {feit.peilperiode}{_waar(feit.gemeente)}: {_getal(feit.waarde)}"
        case StreefwaardeGesteld():
            return f"Streefwaarde voor {feit.per}{_waar(feit.gemeente)}: {_getal(feit.waarde)}"
        case IndicatorIngetrokken():
            return f"Cijfer (registratie {feit.volgnummer}) ingetrokken"
    return feit.feitnaam


def _getal(waarde: Getal) -> str:
    return schrijf_getal(waarde).replace(".", ",")


def _waar(gemeente: str | None) -> str:
    return "" if gemeente is None else f" in gemeente {gemeente}"


def _traject(feit: Feit) -> str:
    match feit:
        case BeslissingGenomen():
            return f"Besluit {feit.beslismoment}: {UITKOMST[feit.uitkomst]}{_waarover(feit)}"
        case TrajectGeevalueerd():
            return f"Evaluatie voor {feit.beslismoment}"
        case TrajectGestart():
            tot = (
                "voor onbepaalde tijd"
                if feit.einddatum is None
                else f"tot en met {kort(feit.einddatum)}"
            )
            return f"Inkooptraject gestart ({feit.inkoopvorm}), {tot}"
        case TrajectGewijzigd():
            return "Inkooptraject gewijzigd"
    return feit.feitnaam


def _overig(feit: Feit) -> str:  # noqa: PLR0911 - one return per fact
    match feit:
        case AanbiederToegelaten():
            tot = f" tot en met {kort(feit.laatste_dag)}" if feit.laatste_dag else ""
            return f"{_GRONDSLAG[feit.grondslag.value]} voor perceel {feit.perceel}{tot}"
        case ToelatingIngetrokken():
            return f"Toelating (registratie {feit.volgnummer}) ingetrokken"
        case AanbiederGewijzigd():
            return f"Heet voortaan {feit.naam}" if feit.naam else "Gegevens gewijzigd"
        case RegioGevormd():
            return f"Regio gevormd door gemeenten {', '.join(feit.gemeenten)}"
        case GemeenteToegetreden():
            tot = f" tot en met {kort(feit.laatste_dag)}" if feit.laatste_dag else ""
            return f"Gemeente {feit.gemeente} neemt deel{tot}"
        case RegioGewijzigd():
            naam = [f"heet voortaan {feit.naam}"] if feit.naam else []
            weg = [
                f"gemeente {u.gemeente} tot en met {kort(u.laatste_dag)}" for u in feit.uittredingen
            ]
            return "Regio gewijzigd: " + "; ".join([*naam, *weg])
    return feit.feitnaam


_GRONDSLAG = {
    "TOELATING": "Toegelaten",
    "GUNNING": "Gegund",
    "SUBSIDIE": "Gesubsidieerd",
    "INBESTEDING": "Inbesteed",
    "OVERGENOMEN": "Overgenomen",
}


def _waarover(feit: BeslissingGenomen) -> str:
    delen = [f"segment {feit.segment}"] if feit.segment else []
    delen += [f"percelen {', '.join(feit.percelen)}"] if feit.percelen else []
    return f" ({'; '.join(delen)})" if delen else ""
