"""Recording by page: a form for every command of every kind, first a preview of what it does, then the recording.

The page reads fields, the use case judges: the same `Vastlegger` as the API, with the same refusals. A form carries
a key that lets a double click record once, and the version of the dossier that its user looked at.
"""

import hashlib
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from api.dingen import lees_id
from api.handelingen import (
    BASIS,
    adres,
    corrigeeradres,
    feitnaam,
    handelingen,
    mag,
    openingen,
)
from api.opdrachten import Opdrachtvorm, opdrachtvormen
from api.paginas.bezoek import Balie, Bezoek, Bezoeker
from api.paginas.formulieren import lees_formulier
from api.paginas.formulierpagina import formulierpagina
from api.paginas.inzending import Ingezonden, Inzending
from api.paginas.proefpagina import Oordeel, proefpagina
from api.paginas.vastlegblad import AFWIJKING, Blad, Formulier, dossieradres, zoek_bij
from api.paginas.vastlegvulling import (
    REGISTRATIE,
    met_rij,
    vul_correctie,
    vul_huidig,
    vul_nieuwe_rijen,
    vul_regio,
    vul_vraag,
    zonder_rij,
)
from api.problemen import FormulierVreemd, van_fout
from api.sjablonen import toon
from api.tijdbalk import VASTGELEGD
from api.tijdbalk import adres as met_tijd
from application.fouten import Invoerfout, OngeldigeInvoer, VersieVerouderd
from application.register import (
    BewaardAntwoord,
    KlokLooptAchter,
    RegisterBezet,
    Schrijfbeurt,
    Tijdreis,
)
from application.tijdreizen import los_op
from application.toegang import Gebruiker, schrijfrecht
from application.vastleggen import Herhaalsleutel, Opdracht, Vastgelegd
from domain.feiten import Afwijking
from domain.oordeel import Regelsoort, Weigering
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort
from infrastructure.feitmapper import canoniek

router = APIRouter(include_in_schema=False)
_SOORT: Mapping[str, Dingsoort[Any]] = {soort.meervoud: soort for soort in SOORTEN}
_SLEUTEL = re.compile(r"[A-Za-z0-9_-]{16,64}")
_LEG_VAST = "vastleggen"
_VINK_AAN = Invoerfout(
    plek="body",
    naam=f"{AFWIJKING}.regels",
    reden="vink elke regel aan waarvan u afwijkt, of verbeter wat u invulde; er is niets vastgelegd",
)


@contextmanager
def _nu(gebruiker: Gebruiker, balie: Balie) -> Iterator[Bezoek]:
    """Look at now: what is recorded joins what the register knows today, whatever page one came from."""
    with balie.vragen() as vragen:
        peil = vragen.peil()
        reis = los_op(geldig_op=None, beschikbaar_op=None, peil=peil)
        yield Bezoek(gebruiker=gebruiker, vragen=vragen, peil=peil, reis=reis, waarden={})


def _kies_soort(meervoud: str) -> Dingsoort[Any]:
    if meervoud not in _SOORT:
        raise HTTPException(404)
    return _SOORT[meervoud]


def _kies(gebruiker: Gebruiker, meervoud: str, pad: str) -> Opdrachtvorm:
    """Give the command of an address; raises GeenRecht for who may not give it."""
    vormen = {vorm.pad: vorm for vorm in opdrachtvormen(soort=_kies_soort(meervoud))}
    if pad not in vormen:
        raise HTTPException(404)
    if not mag(gebruiker=gebruiker, vorm=vormen[pad]):
        gebruiker.eis(schrijfrecht(feitnaam=feitnaam(vormen[pad])))
    return vormen[pad]


# --- what there is to record -------------------------------------------------------------------------------------


@router.get(BASIS)
def overzicht(request: Request, gebruiker: Bezoeker) -> Response:
    """Show every kind of thing that this user may open; raises GeenRecht for who may record nothing."""
    mogelijk = openingen(gebruiker)
    if not mogelijk:
        gebruiker.eis(schrijfrecht(feitnaam=SOORTEN[0].opening.feitnaam))
    return toon(request, "vastleggen_keuze.html", gebruiker=gebruiker, mogelijk=mogelijk)


@router.get(f"{BASIS}/{{meervoud}}/{{id}}")
def bij_dossier(
    request: Request, meervoud: str, id: str, gebruiker: Bezoeker, balie: Balie
) -> Response:
    """Show every command on a thing, and its entries to correct: also when its opening was withdrawn."""
    return _dossier(request, _kies_soort(meervoud), lees_id(id), gebruiker, balie)


def _dossier(
    request: Request, soort: Dingsoort[Any], ding: UUID, gebruiker: Gebruiker, balie: Balie
) -> Response:
    correctie = opdrachtvormen(soort=soort)[-1]
    _kies(gebruiker, soort.meervoud, correctie.pad)
    with _nu(gebruiker, balie) as b:
        bij = zoek_bij(b=b, soort=soort, ding=ding)
        regels = [
            (regel, corrigeeradres(gebruiker=gebruiker, soort=soort, regel=regel))
            for regel in reversed(bij.regels)
        ]
        return toon(
            request,
            "vastleggen_dossier.html",
            gebruiker=gebruiker,
            bij=bij,
            regels=regels,
            handelingen=handelingen(gebruiker, soort.meervoud, ding),
            corrigeren=adres(soort=soort, ding=ding, pad=correctie.pad),
            dossier=bij.stand and dossieradres(request=request, soort=soort, ding=ding),
        )


# --- an empty form -----------------------------------------------------------------------------------------------


@router.get(f"{BASIS}/{{meervoud}}")
def open_formulier(request: Request, meervoud: str, gebruiker: Bezoeker, balie: Balie) -> Response:
    """Show the form that opens a thing; the address may fill in fields."""
    vorm = _kies(gebruiker, meervoud, "POST")
    with _nu(gebruiker, balie) as b:
        gevraagd = vul_vraag(vorm=vorm, vraag=request.query_params)
        velden = vul_regio(bezoek=b, vorm=vorm, velden=gevraagd)
        f = Formulier(vorm=vorm, ding=None, velden=velden, sleutel=_nieuwe_sleutel(), versie=None)
        return formulierpagina(blad=Blad(request=request, bezoek=b, formulier=f, bij=None))


@router.get(f"{BASIS}/{{meervoud}}/{{id}}/{{pad}}")
def formulier_op_ding(
    request: Request, meervoud: str, id: str, pad: str, gebruiker: Bezoeker, balie: Balie
) -> Response:
    """Show the form of a command on a thing; a correctie starts from the entries that the address names."""
    vorm, ding = _kies(gebruiker, meervoud, pad), lees_id(id)
    nummers = request.query_params.getlist(REGISTRATIE)
    if pad == "POST":
        raise HTTPException(404)
    if vorm.feit is None and not nummers:
        return _dossier(request, vorm.soort, ding, gebruiker, balie)
    with _nu(gebruiker, balie) as b:
        bij = zoek_bij(b=b, soort=vorm.soort, ding=ding)
        if vorm.feit is None:
            velden = vul_correctie(vorm=vorm, regels=bij.regels, nummers=nummers)
        else:
            vandaag = b.reis.geldig_op
            velden = vul_huidig(vorm=vorm, regels=bij.regels, vandaag=vandaag)
            velden |= vul_vraag(vorm=vorm, vraag=request.query_params)
        f = Formulier(
            vorm=vorm, ding=ding, velden=velden, sleutel=_nieuwe_sleutel(), versie=bij.versie
        )
        return formulierpagina(blad=Blad(request=request, bezoek=b, formulier=f, bij=bij))


def _nieuwe_sleutel() -> str:
    return secrets.token_urlsafe(24)


# --- a form that came in -----------------------------------------------------------------------------------------


@router.post(f"{BASIS}/{{meervoud}}")
def openend(request: Request, meervoud: str, inzending: Ingezonden, balie: Balie) -> Response:
    """Take the form that opens a thing."""
    vorm = _kies(inzending.gebruiker, meervoud, "POST")
    return _Behandeling(request, balie, inzending, _ontvangen(vorm, None, inzending)).antwoord()


@router.post(f"{BASIS}/{{meervoud}}/{{id}}/{{pad}}")
def op_ding(
    request: Request, meervoud: str, id: str, pad: str, inzending: Ingezonden, balie: Balie
) -> Response:
    """Take the form of a command on a thing."""
    vorm = _kies(inzending.gebruiker, meervoud, pad)
    if pad == "POST":
        raise HTTPException(404)
    f = _ontvangen(vorm, lees_id(id), inzending)
    return _Behandeling(request, balie, inzending, f).antwoord()


def _ontvangen(vorm: Opdrachtvorm, ding: UUID | None, inzending: Inzending) -> Formulier:
    sleutel, versie = inzending.eerste("_sleutel"), inzending.eerste("_versie")
    return Formulier(
        vorm=vorm,
        ding=ding,
        velden={n: w for n, w in inzending.velden.items() if not n.startswith("_")},
        sleutel=sleutel if _SLEUTEL.fullmatch(sleutel) else _nieuwe_sleutel(),
        # A form without the version it was made at counts as out of date: it is shown once more.
        versie=None if ding is None else int(versie) if re.fullmatch(r"\d{1,9}", versie) else 0,
    )


@dataclass(frozen=True)
class _Behandeling:
    """What is done with one form that came in."""

    request: Request
    balie: Balie
    inzending: Inzending
    f: Formulier

    def antwoord(self) -> Response:
        """Do the step that was chosen; without one it is judged."""
        stap, _, waar = self.inzending.eerste("_stap").partition(" ")
        if not self.inzending.eigen:
            return self._opnieuw(FormulierVreemd())
        match stap:
            case "verbeter":
                return self._formulier(self.f)
            case "toon":
                return self._formulier(self._gevuld(waar))
            case "erbij":
                velden, rij = met_rij(velden=self.f.velden, naam=waar)
                return self._formulier(replace(self.f, velden=velden, focus=rij))
            case "weg":
                velden = zonder_rij(velden=self.f.velden, rij=waar)
                lijst = waar.rpartition(".")[0]
                return self._formulier(replace(self.f, velden=velden, focus=lijst))
        return self._oordeel(vastleggen=stap == _LEG_VAST)

    # --- judging and recording ---

    def _oordeel(self, *, vastleggen: bool) -> Response:
        lichaam, _ = lees_formulier(vorm=self.f.vorm, velden=self.f.velden)
        try:
            opdracht = self._opdracht(lichaam)
            if vastleggen:
                with suppress(Weigering):
                    return self._leg_vast(opdracht, lichaam)
            oordeel = self._beoordeel(opdracht, lichaam)
        except OngeldigeInvoer as fout:
            return self._ongeldig(fout, lichaam)
        except (VersieVerouderd, RegisterBezet, KlokLooptAchter) as fout:
            return self._opnieuw(fout)
        fouten = [_VINK_AAN] if vastleggen and oordeel.gedaan and oordeel.geweigerd else []
        return self._proef(oordeel, fouten)

    def _opdracht(self, lichaam: Mapping[str, Any]) -> Opdracht:
        feit, envelop = self.f.vorm.lees(lichaam=canoniek(lichaam).encode())
        return Opdracht(
            gebruiker=self.inzending.gebruiker,
            soort=self.f.soort,
            ding=self.f.ding,
            feit=feit,
            envelop=envelop,
            verwachte_versie=self.f.versie,
        )

    def _beoordeel(self, opdracht: Opdracht, lichaam: Mapping[str, Any]) -> Oordeel:
        """Judge without recording; refused only by rules one may deviate from, also what it would do then."""
        with self.balie.register.schrijf() as beurt:
            try:
                return Oordeel(lichaam=lichaam, gedaan=self._proefbeurt(beurt, opdracht))
            except Weigering as nee:
                gedaan = None
                if all(b.regel.soort is Regelsoort.ONRECHTMATIG for b in nee.bevindingen):
                    gedaan = self._proefbeurt(beurt, _met_afwijking(opdracht, nee))
                return Oordeel(lichaam=lichaam, gedaan=gedaan, geweigerd=nee.bevindingen)

    def _proefbeurt(self, beurt: Schrijfbeurt, opdracht: Opdracht) -> Vastgelegd:
        return self.balie.vastlegger.leg_vast(
            beurt=beurt, opdracht=opdracht, correlatie=uuid4(), proef=True
        )

    def _leg_vast(self, opdracht: Opdracht, lichaam: Mapping[str, Any]) -> Response:
        """Record, and go to the thing as it is known from now on; the same form again goes there too."""
        vingerafdruk = hashlib.sha256(canoniek(lichaam).encode()).hexdigest()
        sleutel = Herhaalsleutel(
            route=self.request.url.path,
            sleutel=f"{self.f.sleutel}.{vingerafdruk[:32]}",
            vingerafdruk=vingerafdruk,
        )
        antwoord = self.balie.vastlegger.met_antwoord(
            opdracht=opdracht, correlatie=uuid4(), antwoord=self._daarna, sleutel=sleutel
        )
        return RedirectResponse(antwoord.koppen["Location"], status_code=antwoord.status)

    def _daarna(self, beurt: Schrijfbeurt, gedaan: Vastgelegd) -> BewaardAntwoord:
        """Make the way to the thing at the new moment; to its forms when its opening was withdrawn."""
        r, soort = gedaan.registratie, self.f.soort
        pad, reis = adres(soort=soort, ding=r.ding), None
        if gedaan.uitkomst.later.segmenten:
            pad = dossieradres(request=self.request, soort=soort, ding=r.ding)
            reis = Tijdreis(geldig_op=beurt.vandaag, beschikbaar_op=beurt.nu)
        naar = met_tijd(pad, reis=reis, rest={VASTGELEGD: r.volgnummer})
        return BewaardAntwoord(vingerafdruk="", status=303, koppen={"Location": naar}, lichaam=b"")

    # --- answers ---

    @contextmanager
    def _blad(self, f: Formulier) -> Iterator[Blad]:
        with _nu(self.inzending.gebruiker, self.balie) as b:
            bij = None if f.ding is None else zoek_bij(b=b, soort=f.soort, ding=f.ding)
            yield Blad(request=self.request, bezoek=b, formulier=f, bij=bij)

    def _gevuld(self, waar: str) -> Formulier:
        """Give the form with what was chosen just now filled in, to stand at a field of it."""
        velden = self.f.velden
        if self.f.vorm.feit is None:
            with self._blad(self.f) as blad:
                regels = () if blad.bij is None else blad.bij.regels
                velden = vul_nieuwe_rijen(vorm=self.f.vorm, regels=regels, velden=velden)
        return replace(self.f, velden=velden, focus=waar)

    def _formulier(self, f: Formulier) -> Response:
        with self._blad(f) as blad:
            return formulierpagina(blad=blad)

    def _ongeldig(self, fout: OngeldigeInvoer, lichaam: Mapping[str, Any]) -> Response:
        """Tell every fault at its field; those of an afwijking stand on the page of the refusal."""
        if all(f.naam.partition(".")[0] == AFWIJKING for f in fout.fouten):
            zonder = {n: w for n, w in lichaam.items() if n != AFWIJKING}
            oordeel = self._beoordeel(self._opdracht(zonder), zonder)
            return self._proef(oordeel, fout.fouten, fout)
        with self._blad(self.f) as blad:
            return formulierpagina(blad=blad, status=self._status(fout), fouten=fout.fouten)

    def _opnieuw(self, fout: Exception) -> Response:
        """Show the form once more, with why nothing was done; its version is now that of the dossier."""
        probleem = van_fout(self.request, fout)
        with self._blad(self.f) as blad:
            versie = blad.bij.versie if blad.bij else None
            antwoord = formulierpagina(
                blad=replace(blad, formulier=replace(self.f, versie=versie)),
                status=probleem.status_code,
                melding=probleem.inhoud["detail"],
                sinds=self.f.versie if isinstance(fout, VersieVerouderd) else None,
            )
        antwoord.headers.update(probleem.koppen)
        return antwoord

    def _proef(
        self,
        oordeel: Oordeel,
        fouten: Sequence[Invoerfout],
        fout: Exception | None = None,
    ) -> Response:
        if oordeel.geweigerd:
            fout = fout or Weigering(bevindingen=oordeel.geweigerd)
        status = self._status(fout) if fout else 200
        with self._blad(self.f) as blad:
            return proefpagina(blad=blad, oordeel=oordeel, fouten=fouten, status=status)

    def _status(self, fout: Exception) -> int:
        return van_fout(self.request, fout).status_code


def _met_afwijking(opdracht: Opdracht, nee: Weigering) -> Opdracht:
    """Give the command as if it deviates from every rule that refused it, to see what it would do."""
    al = opdracht.envelop.afwijking
    codes = [*(al.regels if al else ()), *(b.regel.code for b in nee.bevindingen)]
    ruim = Afwijking(regels=tuple(dict.fromkeys(codes)), motivering="proef")
    return replace(opdracht, envelop=replace(opdracht.envelop, afwijking=ruim))
