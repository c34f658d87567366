"""What the pages of bulk commands show: the form, what becomes of every contract, and how far the recording is."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi.responses import Response

from api import woorden
from api.bulk import in_velden, tellingen
from api.dingen import FILTERS
from api.paginas.formulierbeeld import veld_id
from api.paginas.formulierpagina import beelden, overzicht, verdeeld
from api.paginas.lijsten import Filterkeuzes, Filterveld
from api.paginas.proefpagina import afwijkingvelden, regelbeelden
from api.paginas.vastlegblad import AFWIJKING, Blad
from api.problemen import Probleem
from api.sjablonen import toon
from application.bulk import Bulkuitkomst, Bulkuitslag, Geval
from application.fouten import Invoerfout
from application.register import BewaardAntwoord
from domain.contract import CONTRACT
from domain.oordeel import Regelsoort

ADRES = "/bulk"
SELECTIE, OVERSLAAN, OPDRACHT = "selectie.", "overslaan.", "opdracht."
"""What stands before the names of fields: the filters, the reasons to skip, and the command in the body."""
_HIER = "<!-- hier -->"
_VEEL = 25
"""Of more contracts that simply go along the list is folded."""
_GROEPEN: Mapping[Bulkuitkomst, str] = {
    Bulkuitkomst.GEWEIGERD: "Kan niet",
    Bulkuitkomst.KAN_MET_AFWIJKING: "Met een afwijking",
    Bulkuitkomst.KAN: "Kan",
    Bulkuitkomst.OVERGESLAGEN: "Overgeslagen",
}


# --- the form ----------------------------------------------------------------------------------------------------


def formulierpagina(
    *, blad: Blad, status: int = 200, fouten: Sequence[Invoerfout] = (), melding: str = ""
) -> Response:
    """Show the form: which contracts, and the command; `melding` says why nothing was done."""
    eigen = [_zonder_voorvoegsel(fout) for fout in fouten]
    delen, rest = beelden(blad=blad, fouten=eigen)
    nodig, verder = verdeeld(delen=delen)
    return toon(
        blad.request,
        "bulk.html",
        status=status,
        selectie=list(_selectie(blad)),
        bij_filter={f.naam: f.reden for f in fouten if f.naam.startswith(SELECTIE)},
        gevonden=None if fouten else _aantal(blad),
        nodig=nodig,
        verder=verder,
        toelichting=rest,
        verborgen=[
            *blad.verborgen(afwijking=True, rest=False),
            *(paar for paar in _overig(blad) if paar[0].startswith(OVERSLAAN)),
        ],
        fouten=list(overzicht(blad=blad, fouten=eigen, delen=[*delen, rest])),
        melding=melding,
        **_rond(blad),
    )


def _zonder_voorvoegsel(fout: Invoerfout) -> Invoerfout:
    naam = fout.naam.removeprefix(OPDRACHT).replace(f"{SELECTIE}filters.", SELECTIE)
    return Invoerfout(plek=fout.plek, naam=naam, reden=fout.reden)


def _selectie(blad: Blad) -> Iterator[Filterveld]:
    """Give the filters of the list as fields."""
    keuzes = Filterkeuzes(blad.bezoek)
    for naam, parameter in FILTERS[CONTRACT.naam].items():
        waarde = next(iter(blad.formulier.velden.get(f"{SELECTIE}{naam}", ())), "")
        is_id = parameter.schema.get("format") == "uuid" and naam not in Filterkeuzes.DINGEN
        if is_id and not waarde:
            continue
        yield Filterveld(
            naam=f"{SELECTIE}{naam}",
            label=woorden.veld(naam),
            waarde=waarde,
            dag=parameter.schema.get("format") == "date",
            keuzes=list(_keuzes(keuzes, naam, waarde)),
        )


def _keuzes(keuzes: Filterkeuzes, naam: str, waarde: str) -> Iterator[tuple[str, str]]:
    parameter = FILTERS[CONTRACT.naam][naam]
    if parameter.schema.get("type") == "boolean":
        yield from (("true", "ja"), ("false", "nee"))
        return
    yield from keuzes.van(naam, parameter, waarde)


def _aantal(blad: Blad) -> int | None:
    """Count the contracts that meet the filters now; None while there are none, or one cannot be read."""
    bekend, gelezen = FILTERS[CONTRACT.naam], {}
    for veld, waarden in blad.formulier.velden.items():
        naam = veld.removeprefix(SELECTIE)
        if veld.startswith(SELECTIE) and naam in bekend and waarden and waarden[0].strip():
            try:
                gelezen[naam] = bekend[naam].lees(waarden[0].strip())
            except ValueError:
                return None
    if not gelezen:
        return None
    b = blad.bezoek
    gevonden = b.vragen.lijst(soort=CONTRACT, filters=gelezen, reis=b.reis, blik=b.blik, grootte=1)
    return gevonden.aantal


def _overig(blad: Blad) -> list[tuple[str, str]]:
    return blad.verborgen(afwijking=False, rest=True)


def _rond(blad: Blad) -> dict[str, Any]:
    return {**blad.rond, "adres": ADRES, "pad": blad.formulier.vorm.pad}


# --- the preview -------------------------------------------------------------------------------------------------


def proefpagina(*, blad: Blad, uitslag: Bulkuitslag, fouten: Sequence[Invoerfout]) -> Response:
    """Show what becomes of every contract; `fouten` are those of the afwijking."""
    gebroken = [b for geval in uitslag.gevallen for b in geval.regels]
    gekozen = blad.formulier.velden.get(f"{AFWIJKING}.regels", ())
    onmogelijk = any(b.regel.soort is Regelsoort.ONMOGELIJK for b in gebroken)
    afwijken = any(b.regel.soort is Regelsoort.ONRECHTMATIG for b in gebroken) or bool(fouten)
    geweigerd = uitslag.met(Bulkuitkomst.GEWEIGERD)
    return toon(
        blad.request,
        "bulk_proef.html",
        status=400 if fouten else 409 if geweigerd else 200,
        som=tellingen(uitslag=uitslag),
        groepen=list(_groepen(blad, uitslag)),
        regels=[
            (
                beeld,
                sum(any(b.regel.code == beeld.code for b in g.regels) for g in uitslag.gevallen),
            )
            for beeld in regelbeelden(bevindingen=gebroken, gekozen=gekozen)
        ],
        onmogelijk=onmogelijk,
        geweigerd=len(geweigerd),
        bevestiging="" if geweigerd or fouten or not uitslag.vastgelegd else uitslag.bevestiging,
        te_doen=len(uitslag.vastgelegd),
        over={n: w for n, w in _overig(blad) if n.startswith(OVERSLAAN)},
        afwijking=afwijkingvelden(blad=blad, fouten=fouten) if afwijken else {},
        fouten=[
            {
                "label": woorden.veld(fout.naam.rpartition(".")[2]),
                "reden": fout.reden,
                "id": veld_id(fout.naam),
            }
            for fout in fouten
        ],
        verborgen=[
            *blad.verborgen(afwijking=not afwijken, rest=False),
            *(paar for paar in _overig(blad) if not paar[0].startswith(OVERSLAAN)),
        ],
        **_rond(blad),
    )


def _groepen(blad: Blad, uitslag: Bulkuitslag) -> Iterator[dict[str, Any]]:
    """Give the contracts by outcome, those that need a look first."""
    for uitkomst, kop in _GROEPEN.items():
        gevallen = uitslag.met(uitkomst)
        if gevallen:
            gewoon = uitkomst is Bulkuitkomst.KAN
            yield {
                "kop": kop,
                "uitkomst": uitkomst.value,
                "dicht": gewoon and len(gevallen) > _VEEL,
                "gevallen": [_beeld(blad, geval) for geval in gevallen],
            }


def _beeld(blad: Blad, geval: Geval) -> dict[str, Any]:
    velden: dict[str, Any] = blad.bezoek.blik.toon(in_velden(geval=geval))
    return {**velden, "veld": f"{OVERSLAAN}{geval.contract}"}


# --- while it is recorded ----------------------------------------------------------------------------------------


def bezigpagina(*, blad: Blad) -> tuple[str, str]:
    """Give the page around the progress: what comes before it, and what after."""
    pagina = toon(blad.request, "bulk_bezig.html", **_rond(blad))
    voor, _, na = bytes(pagina.body).decode().partition(_HIER)
    return voor, na


def stap(*, gedaan: int, totaal: int) -> str:
    """Give how far it is; the style sheet shows only the last of these."""
    wat = f"{gedaan} van {totaal} contracten beoordeeld"
    if gedaan == totaal:
        wat += "; alles wordt nu vastgelegd"
    balk = f'<progress value="{gedaan}" max="{totaal}" aria-label="Voortgang"></progress>'
    return f'<div class="stap">{balk}{wat}</div>\n'


def slot(*, blad: Blad, gedaan: BewaardAntwoord | Exception, probleem: Probleem | None) -> str:
    """Give what came of it, with the way on."""
    waar = "" if isinstance(gedaan, Exception) else gedaan.koppen["Location"].rpartition("/")[2]
    pagina = toon(
        blad.request,
        "bulk_klaar.html",
        correlatie=waar,
        nee=None if probleem is None else probleem.inhoud,
        velden=blad.verborgen(afwijking=True, rest=True),
        **_rond(blad),
    )
    return bytes(pagina.body).decode()
