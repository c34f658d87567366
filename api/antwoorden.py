"""What answers look like: a standing, a dossier, a journal line in outside names; no rules, no queries."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from pydantic import TypeAdapter

from api import woorden
from application.gevolgen import Gevolg
from application.herkomst import Feitplek, Herkomst
from application.lijstverschillen import Lijstverschil
from application.raadplegen import Dossier, Journaalregel, aanbiedernamen, is_laat
from application.register import Tijdreis
from application.toegang import Blik
from application.verschillen import Verschil
from application.vragen import Gevonden, Voorkomen, Vragen
from domain.aanbieder import Aanbiederstand
from domain.budget import BUDGET, Budgetstand
from domain.contract import CONTRACT
from domain.contractstand import Contractstand
from domain.feiten import Correctie, Feit, Registratie, Toelichting
from domain.regio import Regiostand
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort, Geldend, Segment
from domain.waarden import NOOIT, dag_voor, schrijf_bedrag, schrijf_instant

MEERVOUDEN: Mapping[str, str] = {soort.naam: soort.meervoud for soort in SOORTEN}
"""The collection of each kind of thing, by its name."""
BINNENKANT: Mapping[str, frozenset[str]] = {
    CONTRACT.naam: frozenset({"looptijd", "laatsteDag"}),
    BUDGET.naam: frozenset({"posten"}),
}
"""Fields of a standing that answers do not show under that name."""


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(klasse: type[Any]) -> TypeAdapter[Any]:
    if klasse not in _ADAPTERS:
        _ADAPTERS[klasse] = TypeAdapter(klasse)
    return _ADAPTERS[klasse]


def buiten(waarde: Any) -> Any:
    """Give any part of the domain in outside names and JSON values."""
    return _adapter(type(waarde)).dump_python(waarde, mode="json", by_alias=True)


def _plaats_als_volgnummer(waarde: Any) -> Any:
    """Show the place of a fact as the volgnummer by which a command refers to it."""
    if isinstance(waarde, dict):
        return {
            ("volgnummer" if naam == "plaats" else naam): _plaats_als_volgnummer(deel)
            for naam, deel in waarde.items()
        }
    if isinstance(waarde, list):
        return [_plaats_als_volgnummer(deel) for deel in waarde]
    return waarde


def velden(*, soort: Dingsoort[Any], stand: Any, dag: date) -> dict[str, Any]:
    """Give a standing on a day under the names of the POST, with what is computed for that day."""
    binnen = BINNENKANT.get(soort.naam, frozenset())
    uit = {n: _plaats_als_volgnummer(w) for n, w in buiten(stand).items() if n not in binnen}
    if isinstance(stand, Contractstand):
        stilzwijgend = stand.looptijd.stilzwijgend
        return uit | {
            "stilzwijgendeVerlenging": None if stilzwijgend is None else buiten(stilzwijgend),
            "einddatum": _dag(stand.einddatum(dag)),
            "overeengekomenEinddatum": _dag(stand.overeengekomen_einddatum(dag)),
            "uitersteHandelingsdatum": _dag(stand.uiterste_handelingsdatum(dag)),
        }
    if isinstance(stand, Budgetstand):
        sommen = {
            n: schrijf_bedrag(getattr(stand, n))
            for n in ("verplicht", "raming", "openstaand", "ruimte")
        }
        posten = [buiten(p) | {"openstaand": schrijf_bedrag(p.openstaand)} for p in stand.posten]
        return uit | {"bedrag": schrijf_bedrag(stand.begroot), **sommen, "contracten": posten}
    if isinstance(stand, Regiostand):
        return uit | {"gemeenten": list(stand.gemeenten)}
    if isinstance(stand, Aanbiederstand):
        stop = stand.clientenstop
        return uit | {"clientenstop": None if stop is None else buiten(stop)}
    return uit


def _dag(dag: date | None) -> str | None:
    return None if dag is None or dag == NOOIT else dag.isoformat()


def tijdreis(reis: Tijdreis) -> dict[str, str]:
    """Give the resolved pair, to be taken back exactly."""
    return {
        "geldigOp": reis.geldig_op.isoformat(),
        "beschikbaarOp": schrijf_instant(reis.beschikbaar_op),
    }


def dossier(*, gevonden: Dossier[Any], reis: Tijdreis) -> dict[str, Any]:
    """Give a thing as its GET answers."""
    uit: dict[str, Any] = {
        "tijdreis": tijdreis(reis),
        "id": str(gevonden.ding),
        "versie": gevonden.versie,
    }
    uit |= velden(soort=gevonden.soort, stand=gevonden.stand, dag=reis.geldig_op)
    if isinstance(gevonden.stand, Contractstand):
        uit["aanbieder"] = {"id": str(gevonden.stand.aanbieder_id), "naam": gevonden.aanbieder}
    uit["afwijkingen"] = [afwijking(r) for r in gevonden.afwijkingen]
    uit["signalen"] = [buiten(s) for s in gevonden.signalen]
    uit["komend"] = [geldend(g) for g in gevonden.komend]
    return uit


def geldend(feit: Geldend) -> dict[str, Any]:
    """Give a fact whose day is still to come."""
    return {
        "volgnummer": feit.volgnummer,
        "soort": feit.feit.feitnaam,
        "ingangsdatum": feit.feit.ingangsdatum.isoformat(),
        "gegevens": gegevens(feit.feit),
    }


def gegevens(feit: Feit | Correctie) -> dict[str, Any]:
    """Give a fact's own fields, as given; a correctie with its vervangingen in the form of the command."""
    if isinstance(feit, Correctie):
        zetten = []
        for zet in feit.registraties:
            vervanging = None
            if zet.vervanging is not None:
                toelichting = _gegeven(zet.vervanging.toelichting)
                vervanging = {
                    "soort": zet.vervanging.feit.pad,
                    **gegevens(zet.vervanging.feit),
                    **toelichting,
                }
            plaats = {} if zet.plaats is None else {"plaats": zet.plaats}
            zetten.append({"volgnummer": zet.volgnummer, **plaats, "vervanging": vervanging})
        return {"soort": feit.soort.value, "registraties": zetten, "reden": feit.reden}
    return _gegeven(feit)


def _gegeven(deel: Any) -> dict[str, Any]:
    """Dump without the fields that were not given."""
    gegeven: dict[str, Any] = _adapter(type(deel)).dump_python(
        deel, mode="json", by_alias=True, exclude_defaults=True
    )
    return gegeven


def afwijking(registratie: Registratie) -> dict[str, Any]:
    """Give a marked deviation with the entry it stands on."""
    gegeven = registratie.envelop.afwijking
    assert gegeven is not None  # noqa: S101 - only asked for entries that have one
    ingang = registratie.ingangsdatum
    return {
        "dingId": str(registratie.ding),
        "volgnummer": registratie.volgnummer,
        "soort": registratie.soort,
        "ingangsdatum": None if ingang is None else ingang.isoformat(),
        "geregistreerdOp": schrijf_instant(registratie.geregistreerd_op),
        "door": registratie.door,
        "regels": list(gegeven.regels),
        "motivering": gegeven.motivering,
        "besluit": None if gegeven.besluit is None else buiten(gegeven.besluit),
    }


def gebeurtenis(registratie: Registratie) -> dict[str, Any]:
    """Give the entry as a command answers it."""
    return {
        "id": str(registratie.id),
        "soort": registratie.soort,
        "volgnummer": registratie.volgnummer,
        "geregistreerdOp": schrijf_instant(registratie.geregistreerd_op),
    }


def logregel(r: Registratie, *, laat: bool) -> dict[str, Any]:
    """Give an entry of the log as it was recorded; nothing in it ever changes."""
    toelichting = buiten(
        Toelichting(**{n: getattr(r.envelop, n) for n in Toelichting.__dataclass_fields__})
    )
    return {
        **gebeurtenis(r),
        "dingId": str(r.ding),
        "positie": r.positie,
        "ingangsdatum": None if r.ingangsdatum is None else r.ingangsdatum.isoformat(),
        "laat": laat,
        "door": r.door,
        "correlatie": str(r.correlatie),
        **toelichting,
        "reden": r.feit.reden if isinstance(r.feit, Correctie) else r.envelop.reden,
        "afwijking": None if r.envelop.afwijking is None else buiten(r.envelop.afwijking),
        "gegevens": gegevens(r.feit),
    }


def journaalregel(regel: Journaalregel) -> dict[str, Any]:
    """Give an entry of a thing's journal, with what became of it."""
    return {
        **logregel(regel.registratie, laat=regel.laat),
        "gecorrigeerdDoor": regel.gecorrigeerd_door,
        "ingetrokkenDoor": regel.ingetrokken_door,
    }


def gevolg(gevonden: Gevolg, reis: Tijdreis) -> dict[str, Any]:
    """Give a fact in a chain, with what it hangs on, and a link to its thing at the same pair.

    Of a fact that a correctie put in place the fact itself is told, under the entry that holds it.
    """
    verwijzing, staand = gevonden.verwijzing, gevonden.geldend
    r = verwijzing.registratie
    meervoud = MEERVOUDEN[verwijzing.dingsoort]
    return {
        "aard": verwijzing.aard.value,
        "naar": str(gevonden.naar),
        "diepte": gevonden.diepte,
        "dingsoort": verwijzing.dingsoort,
        **logregel(r, laat=is_laat(r)),
        **_staand(r, staand),
        "ingetrokkenDoor": gevonden.ingetrokken_door,
        "_links": {"ding": {"href": adres(f"/v1/{meervoud}/{r.ding}", tijdreis(reis))}},
    }


def herkomst(gevonden: Herkomst, reis: Tijdreis) -> dict[str, Any]:
    """Give one step back, with what was found, and links to its thing and journal at the same pair."""
    van, feit = gevonden.van, gevonden.feit
    weg = {"verborgen": True, "reden": "ligt buiten uw regio's"} if gevonden.verborgen else None
    return {
        "diepte": gevonden.diepte,
        "aard": gevonden.aard.value,
        "stap": woorden.herkomststap(gevonden.aard.value),
        "van": {**_dingnaam(van), **gebeurtenis(van.registratie)},
        "naar": str(gevonden.naar),
        "doel": gevonden.doel,
        "ding": weg if feit is None else _dingnaam(feit),
        "gebeurtenis": weg if feit is None else feitregel(feit),
        "onbekend": gevonden.onbekend,
        "_links": {} if feit is None else _feitlinks(feit, reis),
    }


def _dingnaam(feit: Feitplek) -> dict[str, str]:
    return {"dingsoort": feit.dingsoort, "dingId": str(feit.ding)}


def feitregel(feit: Feitplek) -> dict[str, Any]:
    """Give an entry with the fact that it holds in its place, and what became of it."""
    r = feit.registratie
    return {
        **logregel(r, laat=is_laat(r)),
        **_staand(r, feit.geldend),
        "gecorrigeerdDoor": feit.gecorrigeerd_door,
        "ingetrokkenDoor": feit.ingetrokken_door,
    }


def _staand(registratie: Registratie, staand: Geldend | None) -> dict[str, Any]:
    """Give, of a fact that a correctie put in place, the fact itself."""
    if not isinstance(registratie.feit, Correctie) or staand is None:
        return {}
    return {
        **buiten(staand.toelichting),
        "soort": staand.feit.feitnaam,
        "ingangsdatum": staand.feit.ingangsdatum.isoformat(),
        "gegevens": gegevens(staand.feit),
    }


def _feitlinks(feit: Feitplek, reis: Tijdreis) -> dict[str, Any]:
    pad, tijd = f"/v1/{MEERVOUDEN[feit.dingsoort]}/{feit.ding}", tijdreis(reis)
    bekend = {"beschikbaarOp": tijd["beschikbaarOp"]}
    verder = {**tijd, "volgnummer": feit.registratie.volgnummer}
    return {
        "ding": {"href": adres(pad, tijd)},
        "gebeurtenissen": {"href": adres(f"{pad}/gebeurtenissen", bekend)},
        "herkomst": {"href": adres(f"{pad}/herkomst", verder)},
    }


def adres(pad: str, parameters: Mapping[str, object]) -> str:
    """Write an address with its query."""
    return f"{pad}?{urlencode({naam: _in_adres(waarde) for naam, waarde in parameters.items()})}"


def _in_adres(waarde: object) -> str:
    return str(waarde).lower() if isinstance(waarde, bool) else str(waarde)


def voorkomens(
    *, soort: Dingsoort[Any], gevonden: Voorkomen[Any], moment: datetime
) -> Iterator[dict[str, Any]]:
    """Give a rectangle with its standing; one with tacit renewal falls apart into its terms.

    Terms are given up to the moment asked; renewal without end goes on after that by itself, and the last voorkomen
    stays open with the einddatum of its first term.
    """
    eind, tot = gevonden.eind_geldigheid, gevonden.eind_registratie
    registratie = {
        "beginRegistratie": schrijf_instant(gevonden.begin_registratie),
        "eindRegistratie": None if tot is None else schrijf_instant(tot),
    }
    begin = gevonden.begin_geldigheid
    for volgende in [*_termijnen(gevonden, moment.date()), eind]:
        yield {
            "beginGeldigheid": begin.isoformat(),
            "eindGeldigheid": None if volgende is None else volgende.isoformat(),
            **registratie,
            **velden(soort=soort, stand=gevonden.stand, dag=begin),
        }
        begin = volgende or begin


def _termijnen(gevonden: Voorkomen[Any], tot: date) -> Iterator[date]:
    """Give the days inside a rectangle on which a contract renewed by itself."""
    stand = gevonden.stand
    if not isinstance(stand, Contractstand) or stand.laatste_dag is not None:
        return
    grens = gevonden.eind_geldigheid or tot
    dag = stand.looptijd.lopend_eind(gevonden.begin_geldigheid)
    while dag is not None and dag < grens and stand.looptijd.verlengt_na(dag_voor(dag)):
        yield dag
        dag = stand.looptijd.lopend_eind(dag)


def lijstitems(
    *,
    soort: Dingsoort[Any],
    gevonden: Sequence[Gevonden[Any]],
    reis: Tijdreis,
    vragen: Vragen,
    blik: Blik,
) -> list[dict[str, Any]]:
    """Give the things of a page, each with a link to itself at the same pair."""
    contracten = [g.stand for g in gevonden if isinstance(g.stand, Contractstand)]
    namen = aanbiedernamen(vragen=vragen, standen=contracten, reis=reis, blik=blik)
    pad = f"/v1/{soort.meervoud}"
    vraag = urlencode(tijdreis(reis))
    uit = []
    for g in gevonden:
        item = {"id": str(g.ding), **velden(soort=soort, stand=g.stand, dag=reis.geldig_op)}
        if isinstance(g.stand, Contractstand):
            naam = namen.get(g.stand.aanbieder_id)
            item["aanbieder"] = {"id": str(g.stand.aanbieder_id), "naam": naam}
        item["_links"] = {"self": {"href": f"{pad}/{g.ding}?{vraag}"}}
        uit.append(item)
    return uit


def verschil(gevonden: Verschil, registraties: Sequence[Registratie]) -> dict[str, Any]:
    """Give a difference with its causes; the values under the field's own name, so that hiding works on them."""
    op_nummer = {r.volgnummer: r for r in registraties}
    oorzaken = []
    for oorzaak in gevonden.oorzaken:
        r = op_nummer.get(oorzaak.volgnummer or 0)
        feit = None if r is None else gebeurtenis(r)
        oorzaken.append({"soort": oorzaak.soort.value, "gebeurtenis": feit})
    return {
        "veld": gevonden.veld,
        "was": {gevonden.veld: gevonden.was},
        "wordt": {gevonden.veld: gevonden.wordt},
        "oorzaken": oorzaken,
    }


_NAAMVELDEN = ("contractnummer", "naam", "onderwerp", "code", "kenmerk")
"""By which of its fields people call a thing: the first that it has."""


def lijstverschil(
    gevonden: Lijstverschil, *, soort: Dingsoort[Any], reis: Tijdreis
) -> dict[str, Any]:
    """Give a thing that differs between two answers of a list, under its own name, linked at the second pair."""
    naam = next((n for n in _NAAMVELDEN if n in gevonden.velden), None)
    return {
        "id": str(gevonden.ding),
        **({} if naam is None else {naam: gevonden.velden[naam]}),
        "stondErin": gevonden.stond_erin,
        "staatErin": gevonden.staat_erin,
        "verschillen": [verschil(v, gevonden.registraties) for v in gevonden.verschillen],
        "_links": {
            "ding": {"href": adres(f"/v1/{soort.meervoud}/{gevonden.ding}", tijdreis(reis))}
        },
    }


def verloop(
    *, soort: Dingsoort[Any], segmenten: Sequence[Segment[Any]], eerste_dag: date
) -> list[dict[str, Any]]:
    """Give a course from its first day on, as a proef shows it."""
    return [
        {
            "beginGeldigheid": s.van.isoformat(),
            "eindGeldigheid": None if s.tot == NOOIT else s.tot.isoformat(),
            **velden(soort=soort, stand=s.stand, dag=s.van),
        }
        for s in segmenten
        if s.van >= eerste_dag
    ]


def koerswijzigingen(
    *, soort: Dingsoort[Any], voor: Sequence[Segment[Any]], na: Sequence[Segment[Any]]
) -> Iterator[dict[str, Any]]:
    """Give what a candidate changes in the course: per stretch of days each field that differs."""
    grenzen = sorted({s.van for s in (*voor, *na)})
    for van, tot in zip(grenzen, [*grenzen[1:], NOOIT], strict=True):
        was, wordt = (_velden_op(soort, segmenten, van) for segmenten in (voor, na))
        anders = [v for v in sorted({*was, *wordt}) if was.get(v) != wordt.get(v)]
        for veld in anders:
            yield {
                "beginGeldigheid": None if van.year == 1 else van.isoformat(),
                "eindGeldigheid": None if tot == NOOIT else tot.isoformat(),
                "veld": veld,
                "was": {veld: was.get(veld)},
                "wordt": {veld: wordt.get(veld)},
            }


def _velden_op(
    soort: Dingsoort[Any], segmenten: Sequence[Segment[Any]], dag: date
) -> dict[str, Any]:
    stand = next((s.stand for s in segmenten if s.van <= dag < s.tot), None)
    return {} if stand is None else velden(soort=soort, stand=stand, dag=dag)
