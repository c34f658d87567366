"""The REST doors of the five kinds of things: one set of routes for all of them, in the same order everywhere.

A collection, a thing, its historie, gebeurtenissen and verschillen, and for every command a sub-collection that takes
POST and GET. No rules here: reading a request, calling the use case, writing the answer.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse, Response

from api import antwoorden, opdrachten, vraag
from api.omgeving import Loket, lichaam, loket, wie
from api.problemen import regels
from api.vraag import Parameter, Vraagvorm, dag_parameter, id_parameter, tekst_parameter
from application.fouten import BestaatNiet, Invoerfout, OngeldigeInvoer
from application.gevolgen import gevolgen
from application.herkomst import herkomst
from application.lijstverschillen import Lijstvraag, lijstverschillen
from application.raadplegen import bekende_stand, dossier, journaal
from application.register import BewaardAntwoord, Peil, Schrijfbeurt, Tijdreis
from application.toegang import Gebruiker, Recht
from application.vastleggen import Herhaalsleutel, Opdracht, Vastgelegd
from application.verschillen import verschillen
from application.vragen import Vragen
from domain import waarden
from domain.aanbieder import AANBIEDER
from domain.aanmelding import AANMELDING, Aanmeldingsoort, Aanmeldingstatus
from domain.beleidskader import BELEIDSKADER
from domain.beleidskader import Status as Kaderstatus
from domain.besluit import BESLUIT
from domain.besluit import Status as Besluitstatus
from domain.budget import BUDGET
from domain.contract import CONTRACT
from domain.contractdelen import Status
from domain.indicator import INDICATOR
from domain.indicatordelen import Indicatorstatus
from domain.inkooptraject import INKOOPTRAJECT
from domain.inkooptraject import Status as Looptijdstatus
from domain.leveringslijn import LEVERINGSLIJN, Lijnsoort
from domain.leveringslijn import Status as Lijnstatus
from domain.lezing import LEZING
from domain.onderstelling import ONDERSTELLING
from domain.onderstelling import Status as Onderstellingstatus
from domain.regeling import REGELING
from domain.regio import REGIO
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort

BASIS = "/v1"
Wie = Annotated[Gebruiker, Depends(wie)]
Balie = Annotated[Loket, Depends(loket)]
Lichaam = Annotated[bytes, Depends(lichaam)]

# --- what can be asked -------------------------------------------------------------------------------------------


def _keuze(*keuzen: str) -> Callable[[str], str]:
    def lees(tekst: str) -> str:
        if tekst not in keuzen:
            raise ValueError(f"kies uit {', '.join(keuzen)}")
        return tekst

    return lees


def _statusfilter(klasse: type[StrEnum]) -> Parameter:
    statussen = [status.value for status in klasse]
    return Parameter(
        lees=_keuze(*statussen),
        schema={"type": "string", "enum": statussen},
        uitleg="Alleen met deze status op geldigOp.",
    )


_REGIO = id_parameter(uitleg="Alleen van deze regio.")
_GEMEENTE = Parameter(
    lees=waarden.Gemeentecode.__metadata__[0].lees,  # type: ignore[attr-defined]
    schema={"type": "string", "pattern": r"^\d{4}$"},
    uitleg="Alleen voor deze gemeente (CBS-code).",
)
FILTERS: Mapping[str, Mapping[str, Parameter]] = {
    REGIO.naam: {"naam": tekst_parameter(uitleg="De naam, precies.")},
    INKOOPTRAJECT.naam: {"regioId": _REGIO, "naam": tekst_parameter(uitleg="De naam, precies.")},
    AANBIEDER.naam: {
        "naam": tekst_parameter(uitleg="De naam, precies."),
        "kvkNummer": tekst_parameter(uitleg="Het KvK-nummer."),
        "toegelatenVoor": tekst_parameter(
            uitleg="Alleen met een geldende toelating voor dit perceel (code)."
        ),
        "segment": tekst_parameter(uitleg="Alleen met een geldende toelating in dit segment."),
        "gemeente": _GEMEENTE,
        "clientenstop": replace(
            vraag.JA_NEE,
            uitleg="Alleen met een toelating waarvoor wel (true) of geen (false) cliëntenstop geldt.",
        ),
    },
    AANMELDING.naam: {
        "regioId": _REGIO,
        "trajectId": id_parameter(uitleg="Alleen voor dit inkooptraject."),
        "aanbiederId": id_parameter(uitleg="Alleen van deze aanbieder."),
        "aanmeldingsoort": Parameter(
            lees=_keuze(*(s.value for s in Aanmeldingsoort)),
            schema={"type": "string", "enum": [s.value for s in Aanmeldingsoort]},
            uitleg="Alleen van deze soort.",
        ),
        "ronde": tekst_parameter(uitleg="Alleen in de ronde met deze code."),
        "status": _statusfilter(Aanmeldingstatus),
    },
    CONTRACT.naam: {
        "regioId": _REGIO,
        "aanbiederId": id_parameter(uitleg="Alleen van deze aanbieder."),
        "trajectId": id_parameter(uitleg="Alleen uit dit inkooptraject."),
        "segment": tekst_parameter(uitleg="Alleen in dit segment."),
        "perceel": tekst_parameter(uitleg="Alleen met dit perceel."),
        "gemeente": _GEMEENTE,
        "status": _statusfilter(Status),
        "eindigtVoor": dag_parameter(
            uitleg="Alleen waarvan de lopende termijn voor deze dag eindigt."
        ),
        "contractnummer": tekst_parameter(uitleg="Het contractnummer, precies."),
        "eigenaar": tekst_parameter(uitleg="De eigenaar."),
        "vorigContractId": id_parameter(uitleg="Alleen wat dit contract opvolgt."),
        "zonderOpvolger": replace(
            vraag.JA_NEE, uitleg="Alleen zonder (true) of met (false) een contract dat het opvolgt."
        ),
    },
    BUDGET.naam: {
        "regioId": _REGIO,
        "gemeente": _GEMEENTE,
        "boekjaar": Parameter(
            lees=vraag.geheel(laagste=1900, hoogste=2999),
            schema={"type": "integer", "minimum": 1900, "maximum": 2999},
            uitleg="Alleen van dit boekjaar.",
        ),
        "segment": tekst_parameter(uitleg="Alleen voor dit segment."),
    },
    BESLUIT.naam: {
        "regioId": _REGIO,
        "onderwerp": tekst_parameter(uitleg="Het onderwerp, precies."),
        "status": _statusfilter(Besluitstatus),
    },
    BELEIDSKADER.naam: {
        "regioId": _REGIO,
        "naam": tekst_parameter(uitleg="De naam, precies."),
        "voorgangerId": id_parameter(uitleg="Alleen wat dit kader opvolgt."),
        "status": _statusfilter(Kaderstatus),
    },
    LEZING.naam: {"regioId": _REGIO, "code": tekst_parameter(uitleg="De code, precies.")},
    ONDERSTELLING.naam: {
        "regioId": _REGIO,
        "code": tekst_parameter(uitleg="De code, precies."),
        "status": _statusfilter(Onderstellingstatus),
    },
    INDICATOR.naam: {
        "regioId": _REGIO,
        "code": tekst_parameter(uitleg="De code, precies."),
        "trajectId": id_parameter(uitleg="Alleen bij een doel van dit inkooptraject."),
        "status": _statusfilter(Indicatorstatus),
    },
    REGELING.naam: {
        "regioId": _REGIO,
        "naam": tekst_parameter(uitleg="De naam, precies."),
        "status": _statusfilter(Looptijdstatus),
    },
    LEVERINGSLIJN.naam: {
        "regioId": _REGIO,
        "aanbiederId": id_parameter(uitleg="Alleen aan deze aanbieder."),
        "trajectId": id_parameter(uitleg="Alleen bij dit inkooptraject."),
        "lijnsoort": Parameter(
            lees=_keuze(*(s.value for s in Lijnsoort)),
            schema={"type": "string", "enum": [s.value for s in Lijnsoort]},
            uitleg="Alleen van deze soort.",
        ),
        "segment": tekst_parameter(uitleg="Alleen in dit segment."),
        "gemeente": _GEMEENTE,
        "status": _statusfilter(Lijnstatus),
        "kenmerk": tekst_parameter(uitleg="Het kenmerk, precies."),
    },
}
DETAIL = Vraagvorm(geldig_op=True, beschikbaar_op=True)
HERKOMST = Vraagvorm(
    parameters={
        "volgnummer": Parameter(
            lees=vraag.geheel(laagste=1, hoogste=1_000_000),
            schema={"type": "integer", "minimum": 1, "maximum": 1_000_000},
            uitleg="Alleen vanaf dit feit; zonder opgave vanaf elk geldend feit van het dossier.",
        )
    },
    geldig_op=True,
    beschikbaar_op=True,
)
ALLEEN_BESCHIKBAAR = Vraagvorm(beschikbaar_op=True)
PROEF = Vraagvorm(parameters={"proef": vraag.JA_NEE})
VERSCHILLEN = Vraagvorm(
    parameters={
        naam: Parameter(
            lees=str,
            schema={"type": "string", "format": "date" if "Geldig" in naam else "date-time"},
            uitleg=uitleg,
        )
        for naam, uitleg in (
            ("vanGeldigOp", "De dag van het eerste antwoord; standaard vandaag."),
            ("vanBeschikbaarOp", "Het moment van het eerste antwoord; standaard nu."),
            ("totGeldigOp", "De dag van het tweede antwoord; standaard vandaag."),
            ("totBeschikbaarOp", "Het moment van het tweede antwoord; standaard nu."),
        )
    }
)


def lijstvorm(soort: Dingsoort[Any]) -> Vraagvorm:
    """Give what a collection takes."""
    bladzijden = {"page": vraag.PAGE, "pageSize": vraag.PAGE_SIZE}
    return Vraagvorm(
        parameters={**FILTERS[soort.naam], **bladzijden}, geldig_op=True, beschikbaar_op=True
    )


def lijstverschillenvorm(soort: Dingsoort[Any]) -> Vraagvorm:
    """Give what the differences between two answers of a collection take."""
    return Vraagvorm(parameters={**VERSCHILLEN.parameters, **lijstvorm(soort).parameters})


def lees_id(tekst: str) -> UUID:
    """Read an id from the path; raises OngeldigeInvoer."""
    try:
        return waarden.lees_uuid(tekst)
    except ValueError as fout:
        raise OngeldigeInvoer(
            fouten=[Invoerfout(plek="path", naam="id", reden=str(fout))]
        ) from None


# --- routes ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Deur:
    """The routes of one kind of thing."""

    soort: Dingsoort[Any]

    def router(self) -> APIRouter:
        """Make the routes; a command's own path comes before nothing else takes it."""
        router = APIRouter(tags=[self.soort.meervoud])
        pad = f"/{self.soort.meervoud}"
        opening, *rest = opdrachten.opdrachtvormen(soort=self.soort)
        self._commando(router, pad, opening)
        self._lees(router, pad, self.lijst, lijstvorm(self.soort), "lijst")
        self._lees(
            router,
            f"{pad}/verschillen",
            self.lijstverschillen,
            lijstverschillenvorm(self.soort),
            "lijstverschillen",
        )
        self._lees(router, f"{pad}/{{id}}", self.detail, DETAIL, "detail")
        self._lees(router, f"{pad}/{{id}}/historie", self.historie, ALLEEN_BESCHIKBAAR, "historie")
        self._lees(
            router,
            f"{pad}/{{id}}/gebeurtenissen",
            self.journaal(None),
            ALLEEN_BESCHIKBAAR,
            "gebeurtenissen",
        )
        self._lees(
            router, f"{pad}/{{id}}/verschillen", self.verschillen, VERSCHILLEN, "verschillen"
        )
        self._lees(router, f"{pad}/{{id}}/gevolgen", self.gevolgen, DETAIL, "gevolgen")
        self._lees(router, f"{pad}/{{id}}/herkomst", self.herkomst, HERKOMST, "herkomst")
        for vorm in rest:
            eigen = f"{pad}/{{id}}/{vorm.pad}"
            self._commando(router, eigen, vorm)
            self._lees(router, eigen, self.journaal(vorm), ALLEEN_BESCHIKBAAR, "gebeurtenissen")
        return router

    def _lees(
        self,
        router: APIRouter,
        pad: str,
        eindpunt: Callable[..., Response],
        vorm: Vraagvorm,
        antwoord: str,
    ) -> None:
        router.add_api_route(
            pad,
            eindpunt,
            methods=["GET"],
            response_class=JSONResponse,
            openapi_extra={"x-vraag": vorm, "x-antwoord": antwoord, "x-soort": self.soort},
        )

    def _commando(self, router: APIRouter, pad: str, vorm: opdrachten.Opdrachtvorm) -> None:
        router.add_api_route(
            pad,
            self.commando(vorm),
            methods=["POST"],
            status_code=201,
            response_class=JSONResponse,
            openapi_extra={
                "x-vraag": PROEF,
                "x-antwoord": "commando",
                "x-soort": self.soort,
                "x-opdracht": vorm,
            },
        )

    # --- questions ---

    def lijst(self, request: Request, gebruiker: Wie, balie: Balie) -> Response:
        """Answer a page of things at a pair of moments."""
        gebruiker.eis(Recht.LEZEN)
        gevraagd = lijstvorm(self.soort).lees(request)
        bladzijde = gevraagd.waarden.get("page", 1)
        grootte = gevraagd.waarden.get("pageSize", vraag.STANDAARD_BLADZIJDE)
        with balie.vragen() as vragen:
            reis = gevraagd.reis(vragen.peil())
            gevonden = vragen.lijst(
                soort=self.soort,
                filters=gevraagd.rest(),
                reis=reis,
                blik=gebruiker.blik,
                bladzijde=bladzijde,
                grootte=grootte,
            )
            items = antwoorden.lijstitems(
                soort=self.soort,
                gevonden=gevonden.items,
                reis=reis,
                vragen=vragen,
                blik=gebruiker.blik,
            )
        vast = {**gevraagd.rest(), **antwoorden.tijdreis(reis)}
        links = bladerlinks(
            request=request,
            gevraagd=vast,
            bladzijde=bladzijde,
            grootte=grootte,
            aantal=gevonden.aantal,
        )
        inhoud = {
            "tijdreis": antwoorden.tijdreis(reis),
            "aantal": gevonden.aantal,
            "resultaten": items,
            "_links": links,
        }
        return JSONResponse(gebruiker.blik.toon(inhoud))

    def lijstverschillen(self, request: Request, gebruiker: Wie, balie: Balie) -> Response:
        """Answer what differs between two answers of the list, thing by thing, with the facts that cause it."""
        gevraagd = lijstverschillenvorm(self.soort).lees(request)
        filters = gevraagd.rest(*VERSCHILLEN.parameters)
        bladzijde = gevraagd.waarden.get("page", 1)
        grootte = gevraagd.waarden.get("pageSize", vraag.STANDAARD_BLADZIJDE)
        with balie.vragen() as vragen:
            van, tot = _paren(gevraagd.waarden, vragen.peil())
            aantal, gevonden = lijstverschillen(
                vragen=vragen,
                soort=self.soort,
                vraag=Lijstvraag(
                    van=van, tot=tot, filters=filters, bladzijde=bladzijde, grootte=grootte
                ),
                velden=self._velden,
                gebruiker=gebruiker,
            )
        vast = {**filters, **_paarparameters(van, tot)}
        inhoud = {
            "van": antwoorden.tijdreis(van),
            "tot": antwoorden.tijdreis(tot),
            "aantal": aantal,
            "resultaten": [
                antwoorden.lijstverschil(verschil, soort=self.soort, reis=tot)
                for verschil in gevonden
            ],
            "_links": bladerlinks(
                request=request,
                gevraagd=vast,
                bladzijde=bladzijde,
                grootte=grootte,
                aantal=aantal,
            ),
        }
        return JSONResponse(gebruiker.blik.toon(inhoud))

    def detail(self, request: Request, id: str, gebruiker: Wie, balie: Balie) -> Response:
        """Answer one thing at a pair of moments."""
        gevraagd = DETAIL.lees(request)
        with balie.vragen() as vragen:
            reis = gevraagd.reis(vragen.peil())
            inhoud = self._dossier(vragen, lees_id(id), reis, gebruiker)
        return JSONResponse(inhoud, headers={"ETag": f'"{inhoud["versie"]}"'})

    def _dossier(
        self, vragen: Vragen, ding: UUID, reis: Tijdreis, gebruiker: Gebruiker
    ) -> dict[str, Any]:
        gevonden = dossier(
            vragen=vragen, soort=self.soort, ding=ding, reis=reis, gebruiker=gebruiker
        )
        inhoud: dict[str, Any] = gebruiker.blik.toon(
            antwoorden.dossier(gevonden=gevonden, reis=reis)
        )
        return inhoud

    def historie(self, request: Request, id: str, gebruiker: Wie, balie: Balie) -> Response:
        """Answer all rectangles of a thing as known at a moment."""
        gebruiker.eis(Recht.LEZEN)
        gevraagd, ding = ALLEEN_BESCHIKBAAR.lees(request), lees_id(id)
        with balie.vragen() as vragen:
            tot = gevraagd.moment(vragen.peil())
            journaal(vragen=vragen, soort=self.soort, ding=ding, tot=tot, gebruiker=gebruiker)
            gevonden = vragen.voorkomens(soort=self.soort, ding=ding, tot=tot, blik=gebruiker.blik)
        inhoud = {
            "tijdreis": {"beschikbaarOp": waarden.schrijf_instant(tot)},
            "id": str(ding),
            "voorkomens": [
                rij
                for v in gevonden
                for rij in antwoorden.voorkomens(soort=self.soort, gevonden=v, moment=tot)
            ],
        }
        return JSONResponse(gebruiker.blik.toon(inhoud))

    def journaal(self, vorm: opdrachten.Opdrachtvorm | None) -> Callable[..., Response]:
        """Make the answer of the journal, of all entries or of those of one command."""
        soort = self.soort
        naam = None if vorm is None else soort.naam_correctie
        if vorm is not None and vorm.feit is not None:
            naam = vorm.feit.feitnaam

        def eindpunt(request: Request, id: str, gebruiker: Wie, balie: Balie) -> Response:
            gevraagd, ding = ALLEEN_BESCHIKBAAR.lees(request), lees_id(id)
            with balie.vragen() as vragen:
                tot = gevraagd.moment(vragen.peil())
                gevonden = journaal(
                    vragen=vragen, soort=soort, ding=ding, tot=tot, gebruiker=gebruiker
                )
            items = [
                antwoorden.journaalregel(r) for r in gevonden if naam in (None, r.registratie.soort)
            ]
            inhoud = {
                "tijdreis": {"beschikbaarOp": waarden.schrijf_instant(tot)},
                "aantal": len(items),
                "resultaten": items,
                "_links": {
                    "self": {
                        "href": antwoorden.adres(
                            request.url.path, {"beschikbaarOp": waarden.schrijf_instant(tot)}
                        )
                    }
                },
            }
            return JSONResponse(gebruiker.blik.toon(inhoud))

        return eindpunt

    def gevolgen(self, request: Request, id: str, gebruiker: Wie, balie: Balie) -> Response:
        """Answer every standing fact that came of a thing, with how many steps it stands away."""
        gebruiker.eis(Recht.LEZEN)
        gevraagd, ding = DETAIL.lees(request), lees_id(id)
        with balie.vragen() as vragen:
            reis = gevraagd.reis(vragen.peil())
            gevonden = gevolgen(
                vragen=vragen, soort=self.soort, ding=ding, reis=reis, gebruiker=gebruiker
            )
        inhoud = {
            "tijdreis": antwoorden.tijdreis(reis),
            "id": str(ding),
            "aantal": len(gevonden),
            "resultaten": [antwoorden.gevolg(g, reis) for g in gevonden],
            "_links": {
                "self": {"href": antwoorden.adres(request.url.path, antwoorden.tijdreis(reis))}
            },
        }
        return JSONResponse(gebruiker.blik.toon(inhoud))

    def herkomst(self, request: Request, id: str, gebruiker: Wie, balie: Balie) -> Response:
        """Answer where a thing, or one fact of it, came from, step by step back."""
        gebruiker.eis(Recht.LEZEN)
        gevraagd, ding = HERKOMST.lees(request), lees_id(id)
        volgnummer = gevraagd.waarden.get("volgnummer")
        with balie.vragen() as vragen:
            reis = gevraagd.reis(vragen.peil())
            gevonden = herkomst(
                vragen=vragen,
                soort=self.soort,
                ding=ding,
                volgnummer=volgnummer,
                reis=reis,
                gebruiker=gebruiker,
            )
        zelf = {**gevraagd.rest(), **antwoorden.tijdreis(reis)}
        inhoud = {
            "tijdreis": antwoorden.tijdreis(reis),
            "id": str(ding),
            "volgnummer": volgnummer,
            "aantal": len(gevonden),
            "resultaten": [antwoorden.herkomst(stap, reis) for stap in gevonden],
            "_links": {"self": {"href": antwoorden.adres(request.url.path, zelf)}},
        }
        return JSONResponse(gebruiker.blik.toon(inhoud))

    def verschillen(self, request: Request, id: str, gebruiker: Wie, balie: Balie) -> Response:
        """Answer what differs between two pairs, with the facts that cause it."""
        gebruiker.eis(Recht.LEZEN)
        gevraagd, ding = VERSCHILLEN.lees(request).waarden, lees_id(id)
        with balie.vragen() as vragen:
            van, tot = _paren(gevraagd, vragen.peil())
            for reis in (van, tot):
                bekende_stand(
                    vragen=vragen, soort=self.soort, ding=ding, reis=reis, gebruiker=gebruiker
                )
            laatste = max(van.beschikbaar_op, tot.beschikbaar_op)
            registraties = vragen.registraties(ding=ding, tot=laatste)
        gevonden = verschillen(
            soort=self.soort, registraties=registraties, van=van, tot=tot, velden=self._velden
        )
        inhoud = {
            "van": antwoorden.tijdreis(van),
            "tot": antwoorden.tijdreis(tot),
            "id": str(ding),
            "verschillen": [antwoorden.verschil(v, registraties) for v in gevonden],
        }
        return JSONResponse(gebruiker.blik.toon(inhoud))

    def _velden(self, stand: Any, dag: date) -> Mapping[str, object]:
        return antwoorden.velden(soort=self.soort, stand=stand, dag=dag)

    # --- commands ---

    def commando(self, vorm: opdrachten.Opdrachtvorm) -> Callable[..., Response]:
        """Make the answer of a command."""

        def openend(request: Request, gebruiker: Wie, balie: Balie, inhoud: Lichaam) -> Response:
            return self._voer_uit(request, gebruiker, balie, vorm, None, inhoud)

        def op_ding(
            request: Request,
            id: str,
            gebruiker: Wie,
            balie: Balie,
            inhoud: Lichaam,
        ) -> Response:
            return self._voer_uit(request, gebruiker, balie, vorm, lees_id(id), inhoud)

        return openend if vorm.pad == "POST" else op_ding

    def _voer_uit(
        self,
        request: Request,
        gebruiker: Gebruiker,
        balie: Loket,
        vorm: opdrachten.Opdrachtvorm,
        ding: UUID | None,
        inhoud: bytes,
    ) -> Response:
        proef = PROEF.lees(request).waarden.get("proef", False)
        feit, envelop = vorm.lees(lichaam=inhoud)
        opdracht = Opdracht(
            gebruiker=gebruiker,
            soort=self.soort,
            ding=ding,
            feit=feit,
            envelop=envelop,
            verwachte_versie=_if_match(request),
        )
        correlatie = uuid4()
        if proef:
            with balie.register.schrijf() as beurt:
                gedaan = balie.vastlegger.leg_vast(
                    beurt=beurt, opdracht=opdracht, correlatie=correlatie, proef=True
                )
            return JSONResponse(gebruiker.blik.toon(_proefantwoord(gedaan)))
        antwoord = balie.vastlegger.met_antwoord(
            opdracht=opdracht,
            correlatie=correlatie,
            antwoord=lambda beurt, gedaan: self._antwoord(beurt, gedaan, gebruiker),
            sleutel=herhaalsleutel(request=request, inhoud=inhoud),
        )
        return Response(
            antwoord.lichaam,
            status_code=antwoord.status,
            headers=dict(antwoord.koppen),
            media_type="application/json",
        )

    def _antwoord(
        self, beurt: Schrijfbeurt, gedaan: Vastgelegd, gebruiker: Gebruiker
    ) -> BewaardAntwoord:
        """Make the 201: the entry, and the thing as GET answers it today at that instant."""
        r = gedaan.registratie
        reis = Tijdreis(geldig_op=beurt.vandaag, beschikbaar_op=beurt.nu)
        ding = f"{BASIS}/{self.soort.meervoud}/{r.ding}"
        try:
            stand = self._dossier(beurt.vragen(), r.ding, reis, gebruiker)
        except BestaatNiet:
            stand = None  # the opening fact was withdrawn
        inhoud = {"gebeurtenis": antwoorden.gebeurtenis(r), self.soort.naam: stand}
        return BewaardAntwoord(
            vingerafdruk="",
            status=201,
            koppen={
                "Location": ding if r.volgnummer == 1 else f"{ding}/gebeurtenissen",
                "ETag": f'"{r.volgnummer}"',
            },
            lichaam=bytes(JSONResponse(gebruiker.blik.toon(inhoud)).body),
        )


DEUREN = tuple(Deur(soort) for soort in SOORTEN)


def _proefantwoord(gedaan: Vastgelegd) -> dict[str, Any]:
    uitkomst, soort = gedaan.uitkomst, gedaan.soort
    opening = uitkomst.later.feiten.opening
    eerste = waarden.EERSTE_DAG if opening is None else opening.feit.ingangsdatum
    voor = () if uitkomst.eerder is None else uitkomst.eerder.segmenten
    wijzigingen = antwoorden.koerswijzigingen(soort=soort, voor=voor, na=uitkomst.later.segmenten)
    return {
        "proef": True,
        "soort": gedaan.registratie.soort,
        "verloop": antwoorden.verloop(
            soort=soort, segmenten=uitkomst.later.segmenten, eerste_dag=eerste
        ),
        "wijzigingen": list(wijzigingen),
        "regels": regels(uitkomst.bevindingen),
    }


_IF_MATCH = re.compile(r'(?:W/)?"?(\d{1,9})"?')
_SLEUTEL = re.compile(r'"?([\x21\x23-\x7e]{1,200})"?')


def _if_match(request: Request) -> int | None:
    gegeven = request.headers.get("If-Match")
    if gegeven is None or gegeven.strip() == "*":
        return None
    gelezen = _IF_MATCH.fullmatch(gegeven.strip())
    if gelezen is None:
        reden = 'geef de ETag van het dossier terug, bijvoorbeeld "3"'
        raise OngeldigeInvoer(fouten=[Invoerfout(plek="header", naam="If-Match", reden=reden)])
    return int(gelezen[1])


def herhaalsleutel(*, request: Request, inhoud: bytes) -> Herhaalsleutel | None:
    """Read the Idempotency-Key of a command; raises OngeldigeInvoer."""
    gegeven = request.headers.get("Idempotency-Key")
    if gegeven is None:
        return None
    gelezen = _SLEUTEL.fullmatch(gegeven.strip())
    if gelezen is None:
        reden = "een sleutel heeft 1 tot 200 leesbare tekens zonder spaties"
        raise OngeldigeInvoer(
            fouten=[Invoerfout(plek="header", naam="Idempotency-Key", reden=reden)]
        )
    return Herhaalsleutel(
        route=request.url.path,
        sleutel=gelezen[1],
        vingerafdruk=hashlib.sha256(inhoud).hexdigest(),
    )


def _paren(gevraagd: Mapping[str, Any], peil: Peil) -> tuple[Tijdreis, Tijdreis]:
    """Resolve the two pairs of moments of a question for differences."""
    van, tot = (
        vraag.Vraag(
            waarden={
                naam: gevraagd[_van_kant(kant, naam)]
                for naam in ("geldigOp", "beschikbaarOp")
                if _van_kant(kant, naam) in gevraagd
            }
        ).reis(peil)
        for kant in ("van", "tot")
    )
    return van, tot


def _van_kant(kant: str, naam: str) -> str:
    return f"{kant}{naam[0].upper()}{naam[1:]}"


def _paarparameters(van: Tijdreis, tot: Tijdreis) -> dict[str, str]:
    """Give two resolved pairs under the names by which they are asked."""
    return {
        _van_kant(kant, naam): waarde
        for kant, reis in (("van", van), ("tot", tot))
        for naam, waarde in antwoorden.tijdreis(reis).items()
    }


def bladerlinks(
    *, request: Request, gevraagd: Mapping[str, Any], bladzijde: int, grootte: int, aantal: int
) -> dict[str, Any]:
    """Give the links of a page; they carry the resolved moments, so that paging stays in one answer."""

    def link(nummer: int) -> dict[str, str]:
        vast = {**gevraagd, "pageSize": grootte, "page": nummer}
        return {"href": antwoorden.adres(request.url.path, vast)}

    links = {"self": link(bladzijde)}
    if bladzijde * grootte < aantal:
        links["next"] = link(bladzijde + 1)
    if bladzijde > 1:
        links["prev"] = link(bladzijde - 1)
    return links
