"""One command on many contracts by page: choose, see what becomes of each, and record with the progress in view."""

import hashlib
import re
import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response, StreamingResponse
from starlette.datastructures import QueryParams

from api import uitleg
from api.bulk import leg_alles_vast, samen
from api.bulkopdracht import VORMEN, lees_opdracht
from api.dingen import FILTERS, lees_id
from api.handelingen import mag, naam_van_opdracht, uitlegnaam
from api.opdrachten import Opdrachtvorm
from api.paginas.bezoek import Balie, Bezoek, Bezoeker, bezoek
from api.paginas.bulkblad import (
    ADRES,
    OPDRACHT,
    OVERSLAAN,
    SELECTIE,
    bezigpagina,
    formulierpagina,
    proefpagina,
    slot,
    stap,
)
from api.paginas.formulieren import formulier, lees_formulier
from api.paginas.inzending import Ingezonden, Inzending
from api.paginas.vastlegblad import AFWIJKING, Blad, Formulier
from api.paginas.vastlegvulling import met_rij, vul_vraag, zonder_rij
from api.problemen import FormulierVreemd, van_fout
from api.sjablonen import toon
from application.bulk import Bulkopdracht, Bulkuitslag, Bulkvastlegger
from application.fouten import OngeldigeInvoer
from application.register import BewaardAntwoord
from application.tijdreizen import los_op
from application.toegang import Gebruiker, Recht, schrijfrecht
from application.vastleggen import Herhaalsleutel
from domain.contract import CONTRACT
from infrastructure.feitmapper import canoniek

router = APIRouter(include_in_schema=False)
_SLEUTEL = re.compile(r"[A-Za-z0-9_-]{16,64}")
_FOUT_VAN_ONS = 500
_EERDER = 10
"""How many that were recorded before are shown."""
PER_PAGINA: Mapping[str, Opdrachtvorm] = {
    pad: vorm
    for pad, vorm in VORMEN.items()
    if all(deel.naam != "volgnummer" for deel in formulier(vorm=vorm).delen)
}
"""The commands that say the same of every contract: those that name an entry differ for each (API, command line)."""


def _kies(gebruiker: Gebruiker, handeling: str) -> Opdrachtvorm:
    if handeling not in PER_PAGINA:
        raise HTTPException(404)
    _eis(gebruiker)
    return PER_PAGINA[handeling]


def _eis(gebruiker: Gebruiker) -> None:
    """Raise GeenRecht for who may not record on contracts."""
    gebruiker.eis(schrijfrecht(feitnaam=CONTRACT.opening.feitnaam))


@contextmanager
def _nu(gebruiker: Gebruiker, balie: Balie) -> Iterator[Bezoek]:
    with balie.vragen() as vragen:
        peil = vragen.peil()
        reis = los_op(geldig_op=None, beschikbaar_op=None, peil=peil)
        yield Bezoek(gebruiker=gebruiker, vragen=vragen, peil=peil, reis=reis, waarden={})


# --- routes ------------------------------------------------------------------------------------------------------


@router.get(ADRES)
def begin(request: Request, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show what can be done with many contracts at once; with `handeling` its form, filled in from the address."""
    _eis(gebruiker)
    vraag = {naam: request.query_params.getlist(naam) for naam in request.query_params}
    handeling = next(iter(vraag.pop("handeling", ())), "")
    filters = {naam: w for naam, w in vraag.items() if naam in FILTERS[CONTRACT.naam]}
    if not handeling:
        keuzes = [
            (naam_van_opdracht(v), _adres(pad, filters), uitleg.opdracht(uitlegnaam(v)))
            for pad, v in PER_PAGINA.items()
            if mag(gebruiker=gebruiker, vorm=v)
        ]
        with _nu(gebruiker, balie) as b:
            tot = b.reis.beschikbaar_op
            _, eerder = b.vragen.bundels(tot=tot, blik=b.blik, bladzijde=1, grootte=_EERDER)
        return toon(request, "bulk_keuze.html", gebruiker=gebruiker, keuzes=keuzes, eerder=eerder)
    vorm = _kies(gebruiker, handeling)
    paren = request.query_params.multi_items()
    rest = QueryParams([paar for paar in paren if paar[0] not in {"handeling", *filters}])
    velden = {**vul_vraag(vorm=vorm, vraag=rest)}
    velden |= {f"{SELECTIE}{naam}": waarden for naam, waarden in filters.items()}
    f = Formulier(
        vorm=vorm, ding=None, velden=velden, sleutel=secrets.token_urlsafe(24), versie=None
    )
    with _nu(gebruiker, balie) as b:
        return formulierpagina(blad=Blad(request=request, bezoek=b, formulier=f, bij=None))


def _adres(handeling: str, filters: Mapping[str, Sequence[str]]) -> str:
    return f"{ADRES}?{urlencode({'handeling': handeling, **filters}, doseq=True)}"


@router.post(ADRES)
def stuur(request: Request, inzending: Ingezonden, balie: Balie) -> Response:
    """Take the form: show it again, judge every contract, or record."""
    vorm = _kies(inzending.gebruiker, inzending.eerste("_handeling"))
    sleutel = inzending.eerste("_sleutel")
    f = Formulier(
        vorm=vorm,
        ding=None,
        velden={n: w for n, w in inzending.velden.items() if not n.startswith("_")},
        sleutel=sleutel if _SLEUTEL.fullmatch(sleutel) else secrets.token_urlsafe(24),
        versie=None,
    )
    return _Behandeling(request, balie, inzending, f).antwoord()


@router.get(f"{ADRES}/{{id}}")
def vastgelegd(request: Request, id: str, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show everything that was recorded at once."""
    gebruiker.eis(Recht.LEZEN)
    with bezoek(request=request, gebruiker=gebruiker, balie=balie) as b:
        inhoud = samen(vragen=b.vragen, correlatie=lees_id(id), reis=b.reis, blik=b.blik)
        return toon(
            request,
            "bulk_vastgelegd.html",
            s=inhoud,
            eerste=inhoud["resultaten"][0],
            **b.context,
        )


# --- a form that came in -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Behandeling:
    """What is done with one form that came in."""

    request: Request
    balie: Balie
    inzending: Inzending
    f: Formulier

    def antwoord(self) -> Response:
        """Do the step that was chosen; without one every contract is judged."""
        gekozen, _, waar = self.inzending.eerste("_stap").partition(" ")
        if not self.inzending.eigen:
            return self._opnieuw(FormulierVreemd())
        if gekozen == "vastleggen":
            return self._leg_vast()
        opnieuw = self._bewerkt(gekozen, waar)
        return self._proef() if opnieuw is None else self._formulier(opnieuw)

    def _bewerkt(self, gekozen: str, waar: str) -> Formulier | None:
        """Give the form to be shown again after a step that only changes it; None after any other."""
        match gekozen:
            case "verbeter":
                return self.f
            case "toon":
                return replace(self.f, focus=waar)
            case "erbij":
                velden, rij = met_rij(velden=self.f.velden, naam=waar)
                return replace(self.f, velden=velden, focus=rij)
            case "weg":
                velden = zonder_rij(velden=self.f.velden, rij=waar)
                return replace(self.f, velden=velden, focus=waar.rpartition(".")[0])
        return None

    @cached_property
    def lichaam(self) -> Mapping[str, Any]:
        """The body of the API for what was filled in."""
        velden = {n: w[0].strip() for n, w in self.f.velden.items() if w and w[0].strip()}
        inhoud, _ = lees_formulier(vorm=self.f.vorm, velden=self.f.velden)
        return {
            "handeling": self.f.vorm.pad,
            "selectie": {"filters": _onder(velden, SELECTIE)},
            "opdracht": inhoud,
            "uitzonderingen": [
                {"contractId": contract, "overslaan": True, "reden": reden}
                for contract, reden in _onder(velden, OVERSLAAN).items()
            ],
        }

    def _lees(self, lichaam: Mapping[str, Any]) -> Bulkopdracht:
        return lees_opdracht(waarde=lichaam, gebruiker=self.inzending.gebruiker)

    # --- judging ---

    def _proef(self) -> Response:
        try:
            uitslag = self._beoordeel(self.lichaam)
        except OngeldigeInvoer as fout:
            return self._ongeldig(fout)
        with self._blad(self.f) as blad:
            return proefpagina(blad=blad, uitslag=uitslag, fouten=())

    def _beoordeel(self, lichaam: Mapping[str, Any]) -> Bulkuitslag:
        bulk = Bulkvastlegger(vastlegger=self.balie.vastlegger)
        opdracht = self._lees(lichaam)
        return bulk.beoordeel(opdracht=opdracht, voortgang=lambda _gedaan, _totaal: None)

    def _ongeldig(self, fout: OngeldigeInvoer) -> Response:
        """Tell every fault at its field; those of an afwijking stand beside the rules it is about."""
        if all(f.naam.startswith(f"{OPDRACHT}{AFWIJKING}.") for f in fout.fouten):
            opdracht = {n: w for n, w in self.lichaam["opdracht"].items() if n != AFWIJKING}
            uitslag = self._beoordeel({**self.lichaam, "opdracht": opdracht})
            eigen = [replace(f, naam=f.naam.removeprefix(OPDRACHT)) for f in fout.fouten]
            with self._blad(self.f) as blad:
                return proefpagina(blad=blad, uitslag=uitslag, fouten=eigen)
        with self._blad(self.f) as blad:
            return formulierpagina(blad=blad, status=400, fouten=fout.fouten)

    # --- recording ---

    def _leg_vast(self) -> Response:
        """Record while the page tells how far it is; a closed browser does not stop the work."""
        bevestiging = self.inzending.eerste("_bevestiging") or "geen"
        lichaam = {**self.lichaam, "bevestiging": bevestiging}
        try:
            opdracht = self._lees(lichaam)
        except OngeldigeInvoer as fout:
            return self._ongeldig(fout)
        vingerafdruk = hashlib.sha256(canoniek(lichaam).encode()).hexdigest()
        sleutel = Herhaalsleutel(
            route=ADRES, sleutel=f"{self.f.sleutel}.{vingerafdruk[:32]}", vingerafdruk=vingerafdruk
        )
        return StreamingResponse(
            self._stroom(opdracht, sleutel), media_type="text/html; charset=utf-8"
        )

    def _stroom(self, opdracht: Bulkopdracht, sleutel: Herhaalsleutel) -> Iterator[str]:
        with self._blad(self.f) as blad:
            voor, na = bezigpagina(blad=blad)
        yield voor
        gebeurd: SimpleQueue[tuple[int, int] | BewaardAntwoord | Exception] = SimpleQueue()

        def werk() -> None:
            try:
                gebeurd.put(
                    leg_alles_vast(
                        loket=self.balie,
                        opdracht=opdracht,
                        sleutel=sleutel,
                        voortgang=lambda gedaan, totaal: gebeurd.put((gedaan, totaal)),
                    )
                )
            except Exception as fout:  # noqa: BLE001 - told on the page, below
                gebeurd.put(fout)

        threading.Thread(target=werk, name="bulk").start()
        while isinstance(nu := gebeurd.get(), tuple):
            yield stap(gedaan=nu[0], totaal=nu[1])
        probleem = van_fout(self.request, nu) if isinstance(nu, Exception) else None
        yield slot(blad=blad, gedaan=nu, probleem=probleem) + na
        if probleem is not None and probleem.status_code == _FOUT_VAN_ONS:
            raise nu  # type: ignore[misc] # an exception, as probleem tells

    # --- answers ---

    @contextmanager
    def _blad(self, f: Formulier) -> Iterator[Blad]:
        with _nu(self.inzending.gebruiker, self.balie) as b:
            yield Blad(request=self.request, bezoek=b, formulier=f, bij=None)

    def _formulier(self, f: Formulier) -> Response:
        with self._blad(f) as blad:
            return formulierpagina(blad=blad)

    def _opnieuw(self, fout: Exception) -> Response:
        probleem = van_fout(self.request, fout)
        with self._blad(self.f) as blad:
            return formulierpagina(
                blad=blad, status=probleem.status_code, melding=probleem.inhoud["detail"]
            )


def _onder(velden: Mapping[str, str], begin_: str) -> dict[str, str]:
    return {n.removeprefix(begin_): w for n, w in velden.items() if n.startswith(begin_)}
