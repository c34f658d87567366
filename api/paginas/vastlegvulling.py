"""What stands in a form before its user fills in anything: from the address, from earlier facts, from what is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from starlette.datastructures import QueryParams

from api import antwoorden
from api.opdrachten import Opdrachtvorm
from api.paginas.bezoek import Bezoek
from api.paginas.formulieren import WEG, Deel, Groep, Wissel, binnen, formulier, vul_formulier
from api.paginas.keuzes import SOORT_OP_NAAM
from api.paginas.namen import VERWIJST
from application.fouten import Invoerfout, OngeldigeInvoer
from application.raadplegen import Journaalregel
from domain.feiten import Correctie, Registratie
from domain.tijdlijn import Feitenlijst, Geldend
from domain.waarden import lees_uuid

REGISTRATIE = "registratie"
"""The parameter that names what a correctie is about."""
_WIJZIGINGEN = "wijzigingen"
Gevuld = dict[str, list[str]]


def vul_vraag(*, vorm: Opdrachtvorm, vraag: QueryParams) -> Gevuld:
    """Take fields from the address, so that a link can fill them in; raises OngeldigeInvoer for what is no field."""
    bekend = {deel.naam for deel in formulier(vorm=vorm).delen}
    fouten = [
        Invoerfout(plek="query", naam=naam, reden="bestaat in dit formulier niet")
        for naam in vraag
        if naam not in bekend
    ]
    if fouten:
        raise OngeldigeInvoer(fouten=fouten)
    return {naam: vraag.getlist(naam) for naam in vraag}


def vul_regio(*, bezoek: Bezoek, vorm: Opdrachtvorm, velden: Gevuld) -> Gevuld:
    """Add the regio of what the address names, when the form asks for one and the address does not say it."""
    bekend = {deel.naam for deel in formulier(vorm=vorm).delen}
    if "regioId" not in bekend or "regioId" in velden:
        return velden
    for naam, waarden in velden.items():
        for soort in VERWIJST.get(naam, ()):
            stand = bezoek.vragen.stand(
                soort=SOORT_OP_NAAM[soort],
                ding=_lees_id(naam, waarden[0]),
                reis=bezoek.reis,
                blik=bezoek.blik,
            )
            regio = getattr(stand, "regio_id", None)
            if regio is not None:
                return {**velden, "regioId": [str(regio)]}
    return velden


def _lees_id(naam: str, tekst: str) -> UUID:
    try:
        return lees_uuid(tekst)
    except ValueError as fout:
        raise OngeldigeInvoer(
            fouten=[Invoerfout(plek="query", naam=naam, reden=str(fout))]
        ) from None


def vul_huidig(*, vorm: Opdrachtvorm, regels: Sequence[Journaalregel], vandaag: date) -> Gevuld:
    """Put what was given last behind every `ongewijzigd`, so that a list can be changed without typing all of it."""
    feiten = Feitenlijst([regel.registratie for regel in regels]).geldend
    gegeven = [
        antwoorden.gegevens(g.feit)
        for g in feiten
        if g.feit.ingangsdatum <= vandaag or g.plaats == 1
    ]
    velden: Gevuld = {}
    for deel, naam in _driekeuzen(formulier(vorm=vorm)):
        alle = ({**een, **een.get(_WIJZIGINGEN, {})} for een in reversed(gegeven))
        laatste = next((een[deel.naam] for een in alle if deel.naam in een), None)
        if laatste:
            deel.schrijf(laatste, naam, velden)
            velden[f"{naam}~keuze"] = [""]
    return velden


def _driekeuzen(groep: Groep, naam: str = "") -> Iterator[tuple[Deel, str]]:
    for deel in groep.delen:
        pad = binnen(naam, deel.naam)
        if deel.leegwaarde is not WEG and not deel.verplicht:
            yield deel, pad
        elif isinstance(deel, Groep) and deel.naam == _WIJZIGINGEN:
            yield from _driekeuzen(deel, pad)


def vul_correctie(
    *, vorm: Opdrachtvorm, regels: Sequence[Journaalregel], nummers: Sequence[str]
) -> Gevuld:
    """Put what the named entries hold now in the form, to be put right; raises OngeldigeInvoer for an unknown one."""
    op_nummer = {str(regel.registratie.volgnummer): regel.registratie for regel in regels}
    onbekend = [n for n in nummers if n not in op_nummer]
    if onbekend:
        reden = f"er is geen registratie {onbekend[0]} in dit dossier"
        raise OngeldigeInvoer(fouten=[Invoerfout(plek="query", naam=REGISTRATIE, reden=reden)])
    feiten = Feitenlijst([regel.registratie for regel in regels])
    zetten = [zet for n in dict.fromkeys(nummers) for zet in _zetten(feiten, op_nummer[n])]
    return vul_formulier(vorm=vorm, lichaam={"registraties": zetten})


def vul_nieuwe_rijen(
    *, vorm: Opdrachtvorm, regels: Sequence[Journaalregel], velden: Mapping[str, Sequence[str]]
) -> Gevuld:
    """Put content in the rows of a correctie whose entry or kind was chosen just now."""
    uit: Gevuld = {naam: list(waarden) for naam, waarden in velden.items()}
    op_nummer = {str(regel.registratie.volgnummer): regel.registratie for regel in regels}
    feiten = Feitenlijst([regel.registratie for regel in regels])
    for sleutel in velden.get("registraties~rij", ()):
        rij = f"registraties.{sleutel}"
        nummer = next(iter(velden.get(f"{rij}.volgnummer", ())), "")
        soort = next(iter(velden.get(f"{rij}.vervanging~soort", ())), "")
        al = any(naam.startswith(f"{rij}.vervanging.") for naam in velden)
        if nummer not in op_nummer or al:
            continue
        zet = _zetten(feiten, op_nummer[nummer])[0]
        vervanging = zet["vervanging"] or {}
        wissel = _wissel(vorm)
        gekozen = soort or vervanging.get("soort", "")
        if gekozen in wissel.vormen:
            inhoud = {**vervanging, "soort": gekozen}
            wissel.schrijf(inhoud, f"{rij}.vervanging", uit)
    return uit


def _wissel(vorm: Opdrachtvorm) -> Wissel:
    rijen: Any = next(deel for deel in formulier(vorm=vorm).delen if deel.naam == "registraties")
    gevonden: Wissel = rijen.een.delen[-1]
    return gevonden


def _zetten(feiten: Feitenlijst, r: Registratie) -> list[dict[str, Any]]:
    """Give the rows that put an entry right: of a correctie one for each place it touched."""
    if not isinstance(r.feit, Correctie):
        inhoud = {
            "soort": r.feit.pad,
            **antwoorden.gegevens(r.feit),
            **antwoorden.buiten(r.envelop),
        }
        return [{"volgnummer": r.volgnummer, "vervanging": inhoud}]
    geraakt = dict.fromkeys(
        zet.plaats or feiten.plaats(zet.volgnummer) for zet in r.feit.registraties
    )
    staand = {g.plaats: g for g in feiten.geldend if g.volgnummer == r.volgnummer}
    return [
        {
            "volgnummer": r.volgnummer,
            "plaats": plaats if len(geraakt) > 1 else None,
            "vervanging": _inhoud(staand[plaats]) if plaats in staand else None,
        }
        for plaats in geraakt
    ]


def _inhoud(g: Geldend) -> dict[str, Any]:
    return {"soort": g.feit.pad, **antwoorden.gegevens(g.feit), **antwoorden.buiten(g.toelichting)}


def met_rij(*, velden: Mapping[str, Sequence[str]], naam: str) -> tuple[Gevuld, str]:
    """Add an empty row to a list of the form; give the form and the path of the row."""
    uit: Gevuld = {n: list(w) for n, w in velden.items()}
    rijen = uit.setdefault(f"{naam}~rij", [])
    nieuw = str(max((int(rij) for rij in rijen if rij.isdecimal()), default=-1) + 1)
    rijen.append(nieuw)
    return uit, binnen(naam, nieuw)


def zonder_rij(*, velden: Mapping[str, Sequence[str]], rij: str) -> Gevuld:
    """Take a row with all that is in it out of the form."""
    naam, _, sleutel = rij.rpartition(".")
    uit = {n: list(w) for n, w in velden.items() if not n.startswith((f"{rij}.", f"{rij}~"))}
    uit[f"{naam}~rij"] = [s for s in uit.get(f"{naam}~rij", ()) if s != sleutel]
    return uit
