"""Bodies of the API that follow from a regime file: of its regio and its trajecten, and the parts of others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from application.fouten import Invoerfout, OngeldigeInvoer
from domain.oordeel import REGELS
from domain.waarden import dag_voor
from infrastructure.regimevormen import (
    Beslismoment,
    Fase,
    Gegeven,
    Kalenderpunt,
    Perceel,
    Regime,
    Traject,
    Vereiste,
    eerste_dag,
)

Lichaam = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Gemeentekeuze:
    """Under which name the region is loaded, and which gemeente takes the place of each fictitious one."""

    naam: str
    gemeenten: Mapping[str, str]
    """By the code in the file; one that is not in it drops out."""

    def van(self, codes: Iterable[str]) -> list[str]:
        """Give the gemeenten that take part, in order."""
        return [self.gemeenten[code] for code in codes if code in self.gemeenten]


def fictief(*, regime: Regime) -> Gemeentekeuze:
    """Give the choice of a demo: the fictitious name and gemeenten."""
    codes = regime.regio.gemeenten_demo.waarde
    return Gemeentekeuze(
        naam=regime.regio.naam_demo.waarde, gemeenten=dict(zip(codes, codes, strict=True))
    )


def gemeentekeuze(
    *, regime: Regime, demo: bool, gemeenten: Mapping[str, str], naam: str | None
) -> Gemeentekeuze:
    """Give the choice for a register: in a DEMO one the fictitious gemeenten stay where none is given.

    Raises OngeldigeInvoer for a code that the regime does not have, a gemeente chosen twice, and for none at all.
    """
    codes = regime.regio.gemeenten_demo.waarde
    gekozen = ({code: code for code in codes} if demo else {}) | dict(gemeenten)
    fouten = [
        Invoerfout(plek="body", naam=f"gemeenten.{code}", reden=reden)
        for code, reden in _keuzefouten(codes, gemeenten, gekozen)
    ]
    if not gekozen:
        reden = (
            "Dit register is geen demo: noem bij elke fictieve gemeente die meedoet de echte, "
            f"bijvoorbeeld {codes[0]}=0505; het regime heeft {', '.join(codes)}"
        )
        fouten.append(Invoerfout(plek="body", naam="gemeenten", reden=reden))
    if fouten:
        raise OngeldigeInvoer(fouten=fouten)
    eigen = regime.regio.naam_demo if demo else regime.regio.naam
    op_volgorde = {code: gekozen[code] for code in codes if code in gekozen}
    return Gemeentekeuze(naam=naam or eigen.waarde, gemeenten=op_volgorde)


def _keuzefouten(
    codes: Sequence[str], gemeenten: Mapping[str, str], gekozen: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    for code, echt in gemeenten.items():
        if code not in codes:
            yield code, f"{code} staat niet in dit regime; het heeft {', '.join(codes)}"
        elif sum(echt == ander for ander in gekozen.values()) > 1:
            yield code, f"gemeente {echt} is twee keer gekozen; elke gemeente doet één keer mee"


# --- one body ----------------------------------------------------------------------------------------------------


def regioverzoek(*, regime: Regime, keuze: Gemeentekeuze | None = None) -> Lichaam:
    """Give the body of POST /v1/regios; without a choice with the fictitious name and gemeenten of the demo."""
    gekozen = keuze or fictief(regime=regime)
    return {
        "ingangsdatum": regime.regio.ingangsdatum.waarde.isoformat(),
        "naam": gekozen.naam,
        "gemeenten": list(gekozen.gemeenten.values()),
    }


def trajectverzoek(
    *, regime: Regime, code: str, regio_id: str, keuze: Gemeentekeuze | None = None
) -> Lichaam:
    """Give the body of POST /v1/inkooptrajecten."""
    traject = regime.traject(code)
    gekozen = keuze or fictief(regime=regime)
    begin, contracten = regime.begin_van(traject), traject.ingangsdatum.waarde
    start = eerste_dag(moment=traject.start_procedure)
    return {
        "ingangsdatum": begin.isoformat(),
        "naam": traject.naam.waarde,
        "regioId": regio_id,
        "inkoopvorm": traject.inkoopvorm.waarde,
        "toetreding": traject.toetreding.waarde,
        **({"ingangContracten": contracten.isoformat()} if begin < contracten else {}),
        "einddatum": None if traject.einddatum is None else traject.einddatum.waarde.isoformat(),
        "segmenten": list(traject.segmenten.waarde),
        "percelen": [_perceel(p, gekozen) for p in traject.percelen if gekozen.van(p.gemeenten)],
        "beslismomenten": [_beslismoment(regime, moment) for moment in traject.beslismomenten],
        "verlengingsopties": optieverzoek(regime=regime, code=code),
        "regels": [
            {
                "code": regel.code,
                "van": regel.van.isoformat(),
                "totEnMet": None if regel.tot is None else dag_voor(regel.tot).isoformat(),
            }
            for regel in regime.regels
            if regel.code in REGELS and code in regel.trajecten
        ],
        "doelen": [
            {"code": doel.code, "omschrijving": doel.tekst}
            for doel in regime.doelen
            if traject.voorganger is not None  # goals are set for what is new
            and (not doel.segmenten or set(doel.segmenten) & set(traject.segmenten.waarde))
        ],
        **({"voorgenomen": True} if is_voorgenomen(regime=regime, traject=traject) else {}),
        **({"startProcedure": start.isoformat()} if start else {}),
        "vereisten": [_vereiste(vereiste) for vereiste in traject.vereisten],
        "kalender": [_kalenderpunt(regime, punt) for punt in op_kalender(regime=regime, code=code)],
        "segmentboom": _segmentboom(regime, traject.segmenten.waarde),
    }


def is_voorgenomen(*, regime: Regime, traject: Traject) -> bool:
    """Tell whether a procedure is a proposal: its own word, else that of the regime for what succeeds another."""
    if traject.stand is not None:
        return traject.stand.waarde == "VOORGENOMEN"
    return regime.regime.stand.waarde == "VOORGENOMEN" and traject.voorganger is not None


def _perceel(perceel: Perceel, keuze: Gemeentekeuze) -> Lichaam:
    return {
        "code": perceel.code,
        "segment": perceel.segment,
        "producten": list(perceel.producten),
        "diensten": list(perceel.diensten),
        "gemeenten": keuze.van(perceel.gemeenten),
    }


def _beslismoment(regime: Regime, moment: Beslismoment) -> Lichaam:
    organen = {orgaan.code: orgaan.naam for orgaan in regime.organen}
    waarde = moment.moment.waarde
    van, tot_en_met = (None, None) if waarde is None else waarde.periode
    return {
        "code": moment.code,
        "omschrijving": ", ".join(moment.waarover.waarde),
        "van": van and van.isoformat(),
        "totEnMet": tot_en_met and tot_en_met.isoformat(),
        "orgaan": organen[moment.orgaan.waarde],
    }


def _vereiste(vereiste: Vereiste) -> Lichaam:
    return gevuld(
        handelingen=list(vereiste.handelingen),
        orgaan=vereiste.orgaan,
        rol=vereiste.rol.value,
        regel=vereiste.regel.value,
        van=vereiste.van,
        totEnMet=vereiste.tot_en_met,
    )


def op_kalender(*, regime: Regime, code: str) -> Iterator[Kalenderpunt]:
    """Give what a procedure's calendar holds: what comes back each year has no place on it."""
    for punt in regime.kalender:
        if code in punt.traject and punt.moment.waarde is not None:
            yield punt


def _kalenderpunt(regime: Regime, punt: Kalenderpunt) -> Lichaam:
    organen = {orgaan.code: orgaan.orgaan for orgaan in regime.organen}
    return gevuld(
        code=punt.code,
        omschrijving=punt.tekst,
        moment=faselichaam(moment=punt.moment),
        orgaan=organen.get(punt.orgaan or ""),
        soort=punt.soort,
    )


def _segmentboom(regime: Regime, segmenten: Sequence[str]) -> list[Lichaam]:
    """Give the segments of a procedure with what lies above and under them."""
    ouders = {s.code: None if s.ouder is None else s.ouder.waarde for s in regime.segmenten}

    def lijn(code: str | None) -> Iterator[str]:
        while code is not None:
            yield code
            code = ouders[code]

    boven = {code for segment in segmenten for code in lijn(segment)}
    return [
        gevuld(code=segment.code, naam=segment.naam.waarde, ouder=ouders[segment.code])
        for segment in regime.segmenten
        if segment.code in boven or set(lijn(segment.code)) & set(segmenten)
    ]


def optieverzoek(*, regime: Regime, code: str) -> list[Lichaam]:
    """Give the options of a procedure as its contracts carry them, each with the reading it rests on."""
    return [
        gevuld(
            totEnMet=optie.tot_en_met.waarde,
            lezing=_lezingtekst(regime, optie.tot_en_met.lezing),
            uitoefenenVan=eerste_dag(moment=optie.uitoefenen_van),
            uitoefenenTotEnMet=eerste_dag(moment=optie.uitoefenen_tot_en_met),
            aankondigenUiterlijk=eerste_dag(moment=optie.aankondigen_uiterlijk),
        )
        for optie in regime.traject(code).verlengingsopties
    ]


def _lezingtekst(regime: Regime, code: str | None) -> str | None:
    if code is None:
        return None
    lezing = regime.lezing_van(code)
    return f"'{lezing.zinsnede}' gelezen als {lezing.gekozen}"


def opzegverzoek(*, regime: Regime, code: str) -> Lichaam:
    """Give the notice rule of a procedure as its contracts carry it."""
    regeling = regime.traject(code).opzegregeling
    if regeling is None:
        return {}
    partijen = {
        "opdrachtgever": regeling.opdrachtgever,
        "opdrachtnemer": regeling.opdrachtnemer,
    }
    return {
        naam: {"maanden": termijn.maanden}
        for naam, termijn in partijen.items()
        if termijn is not None
    }


def regelingverzoek(
    *, regime: Regime, code: str, regio_id: str, keuze: Gemeentekeuze | None = None
) -> Lichaam:
    """Give the body of POST /v1/regelingen, to which the besluit of the raden must be added (Wgr 1).

    KeyError when the regime has none by that code, ValueError when its source gives no first day.
    """
    regeling = {een.code: een for een in regime.regelingen}[code]
    gekozen = keuze or fictief(regime=regime)
    begin = eerste_dag(moment=regeling.ingangsdatum)
    if begin is None:
        raise ValueError(f"De bron geeft geen begin van {regeling.naam.waarde}.")
    centrum = regeling.centrumgemeente_demo
    optie, verlengbaar = regeling.verlengingsoptie, regeling.verlengbaar
    heeft_optie = optie is not None or (verlengbaar is not None and verlengbaar.waarde)
    geheel = regeling.deelname is None or regeling.deelname.waarde == "GEHEEL_OF_NIET"
    evaluatie = regeling.evaluatie_uiterlijk
    return gevuld(
        ingangsdatum=begin,
        regioId=regio_id,
        naam=regeling.naam.waarde,
        regelingsoort=regeling.soort.waarde,
        centrumgemeente=None if centrum is None else gekozen.gemeenten.get(centrum.waarde),
        deelnemers=list(gekozen.gemeenten.values()),
        einddatum=eerste_dag(moment=regeling.einddatum),
        verlengingsoptie=gevuld(totEnMet=eerste_dag(moment=optie)) if heeft_optie else None,
        evaluatieUiterlijk=None if evaluatie is None else faselichaam(moment=evaluatie),
        opOnderdelen=None if geheel else True,
    )


# --- parts of bodies ---------------------------------------------------------------------------------------------


def faselichaam(*, moment: Gegeven[date] | Fase) -> Lichaam | None:
    """Give a moment as the API takes it; None for what comes back."""
    if not isinstance(moment, Fase):
        return {"fase": moment.waarde.isoformat(), "precisie": "DAG"}
    waarde = moment.waarde
    if waarde is None:
        return None
    return gevuld(
        fase=waarde.fase,
        precisie=waarde.precisie.value,
        richting=waarde.richting and waarde.richting.value,
        zinsnede=waarde.zinsnede,
    )


def gevuld(**velden: Any) -> Lichaam:
    """Give the fields that say something, days as text."""
    return {
        naam: waarde.isoformat() if isinstance(waarde, date) else waarde
        for naam, waarde in velden.items()
        if waarde is not None and waarde != []
    }
