"""Who agreed to what: every act that its regime or the law asks a besluit for, body by body, at a pair of moments.

The same judgement as when an act is recorded (`instemming.py`), but by what the register holds at the pair: an
uitspraak that was corrected since no longer carries an act, and before its recording it did not carry it yet.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from application.fouten import BestaatNiet
from application.instemming import Akte, handeling_in, handeling_wgr, traject_van
from application.register import Tijdreis
from application.toegang import Blik, Gebruiker, Recht
from application.vragen import Vragen
from domain.besluit import BEPALEND, BESLUIT, Besluitstand, Status, Uitkomst
from domain.besluitvereiste import Besluitregel, Rol
from domain.feiten import Registratie, Vormvast
from domain.inkooptraject import INKOOPTRAJECT, TrajectGestart, Trajectstand
from domain.instemming import Instemming, weeg_instemming
from domain.regeling import TOESTEMMING_RADEN, Regelingstand
from domain.regio import REGIO, Regiostand
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort, Geldend, S, Verloop, verloop
from domain.waarden import EERSTE_DAG, NOOIT, Code, Datum, Id, Instant, JaNee, Tekst, Teller

# --- what is told ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Orgaanregel(Vormvast):
    """A body that had to agree, and its answer as it stood on the day of the act."""

    wie: Tekst
    akkoord: JaNee
    uitkomst: Uitkomst | None = None
    datum: Datum | None = None
    ondertekenaar: Tekst | None = None
    mandaat: Tekst | None = None


@dataclass(frozen=True, kw_only=True)
class Besluitnaam(Vormvast):
    """The besluit that an act names, with its status on the day of the act."""

    id: Id
    onderwerp: Tekst
    kenmerk: Tekst | None
    status: Status


@dataclass(frozen=True, kw_only=True)
class Handelingregel(Vormvast):
    """One act under one requirement; `id` and `volgnummer` are those of the entry that holds it."""

    id: Id
    soort: Code
    volgnummer: Teller
    ingangsdatum: Datum
    geregistreerd_op: Instant
    dingsoort: Code
    ding_id: Id
    naam: Tekst | None
    orgaan: Code
    rol: Rol
    regel: Besluitregel
    besluit: Besluitnaam | None
    organen: tuple[Orgaanregel, ...]
    ontbreekt: tuple[Tekst, ...]
    waarom: Tekst | None
    afwijking: JaNee
    """Recorded knowingly against a rule; without it a missing agreement fell away later."""


@dataclass(frozen=True, kw_only=True)
class Instemmingsverslag(Vormvast):
    """All acts of a regio up to the day asked that need a besluit, one line per requirement."""

    aantal: Teller
    zonder: Teller
    """How many of them lack an agreement."""
    resultaten: tuple[Handelingregel, ...]


# --- how it is found ---------------------------------------------------------------------------------------------


def instemmingsverslag(
    *,
    vragen: Vragen,
    regio_id: UUID,
    ontbreekt: bool | None,
    reis: Tijdreis,
    gebruiker: Gebruiker,
) -> Instemmingsverslag:
    """Give the acts of a regio at a pair, in order of their day; raises BestaatNiet when the regio was not there.

    `ontbreekt` leaves only the acts that lack a consent (True) or have them all (False).
    """
    gebruiker.eis(Recht.LEZEN)
    if vragen.stand(soort=REGIO, ding=regio_id, reis=reis, blik=gebruiker.blik) is None:
        raise BestaatNiet(
            f"De gevraagde versie bestaat niet: regio {regio_id} was toen niet bekend."
        )
    bron = _Bron(vragen=vragen, regio_id=regio_id, reis=reis, blik=gebruiker.blik)
    alle = sorted(bron.regels(), key=lambda r: (r.ingangsdatum, r.naam or "", r.volgnummer, r.id))
    gevraagd = [r for r in alle if ontbreekt in (None, bool(r.ontbreekt))]
    return Instemmingsverslag(
        aantal=len(gevraagd),
        zonder=sum(bool(r.ontbreekt) for r in gevraagd),
        resultaten=tuple(gevraagd),
    )


@dataclass(frozen=True, kw_only=True)
class _Vondst:
    """A standing fact with the entry that holds it, and the standing of its thing on its own day."""

    soort: Dingsoort[Any]
    ding: UUID
    stand: object
    geldend: Geldend
    registratie: Registratie


@dataclass(frozen=True, kw_only=True)
class _Bron:
    """The things of the regio, folded as known at the pair; each kind is read once."""

    vragen: Vragen
    regio_id: UUID
    reis: Tijdreis
    blik: Blik

    def regels(self) -> Iterator[Handelingregel]:
        """Give a line for each act and requirement."""
        vondsten = list(self._vondsten())
        genoemd = {v.geldend.toelichting.besluit_id for v in vondsten} - {None}
        bekend = self.vragen.standen(
            soort=BESLUIT,
            dingen=sorted(id_ for id_ in genoemd if id_ is not None),
            reis=self.reis,
            blik=self.blik,
        )
        besluiten = self._verlopen(BESLUIT, bekend)
        for vondst in vondsten:
            id_ = vondst.geldend.toelichting.besluit_id
            koers = None if id_ is None else besluiten.get(id_)
            besluit = None if koers is None else koers.op(vondst.geldend.feit.ingangsdatum)
            for gewogen in self._gewogen(vondst, besluit):
                yield _regel(vondst, besluit, gewogen)

    def _vondsten(self) -> Iterator[_Vondst]:
        """Give the facts whose day has come, of a name that some requirement is about."""
        gevraagd = self._gevraagd
        soorten = {naam.split(".", 1)[0] for naam in gevraagd}
        for soort in (s for s in SOORTEN if s.naam in soorten):
            verlopen = self._trajecten if soort is INKOOPTRAJECT else self._alle(soort)
            for ding, koers in verlopen.items():
                op_nummer = {r.volgnummer: r for r in koers.feiten.registraties}
                for g in koers.feiten.geldend:
                    dag = g.feit.ingangsdatum
                    if not gevraagd.isdisjoint(g.feit.telt_als) and dag <= self.reis.geldig_op:
                        yield _Vondst(
                            soort=soort,
                            ding=ding,
                            stand=koers.op(dag),
                            geldend=g,
                            registratie=op_nummer[g.volgnummer],
                        )

    @cached_property
    def _gevraagd(self) -> frozenset[str]:
        """The stored names of the facts that a procedure of the regio, or the law, asks a besluit for."""
        van_trajecten = (
            naam
            for traject in self._trajecten.values()
            for segment in traject.segmenten
            for vereiste in segment.stand.vereisten
            for naam in vereiste.handelingen
        )
        # What starts a procedure comes before what the procedure asks.
        return frozenset(
            {*van_trajecten, *TOESTEMMING_RADEN.handelingen} - {TrajectGestart.feitnaam}
        )

    def _gewogen(self, vondst: _Vondst, besluit: Besluitstand | None) -> Iterator[Instemming]:
        feit, stand = vondst.geldend.feit, vondst.stand
        akte = Akte(
            ding=vondst.ding,
            feit=feit,
            volgnummer=vondst.geldend.volgnummer,
            stand=stand,
            besluit=besluit,
        )
        if isinstance(stand, Regelingstand):
            handeling = handeling_wgr(akte=akte, gemeenten=stand.gemeenten)
            yield from weeg_instemming(handeling=handeling, vereisten=(TOESTEMMING_RADEN,))
            return
        traject_id = traject_van(feit, stand, vondst.ding)
        koers = None if traject_id is None else self._trajecten.get(traject_id)
        traject = None if koers is None else koers.op(feit.ingangsdatum)
        if traject is None:
            return
        regio = self._regio.op(feit.ingangsdatum)
        handeling = handeling_in(
            akte=akte,
            traject_id=traject_id,
            traject=traject,
            regio=regio,
        )
        yield from weeg_instemming(handeling=handeling, vereisten=traject.vereisten)

    # --- reading ---

    @cached_property
    def _regio(self) -> Verloop[Regiostand]:
        return self._verlopen(REGIO, [self.regio_id])[self.regio_id]

    @cached_property
    def _trajecten(self) -> Mapping[UUID, Verloop[Trajectstand]]:
        return self._alle(INKOOPTRAJECT)

    def _alle(self, soort: Dingsoort[S]) -> Mapping[UUID, Verloop[S]]:
        met_regio = "regio_id" in soort.stand.__annotations__
        filters = {"regioId": self.regio_id} if met_regio else {}
        gevonden = self.vragen.lijst(soort=soort, filters=filters, reis=self.reis, blik=self.blik)
        return self._verlopen(soort, (g.ding for g in gevonden.items))

    def _verlopen(self, soort: Dingsoort[S], dingen: Iterable[UUID]) -> Mapping[UUID, Verloop[S]]:
        bekend = self.reis.beschikbaar_op
        gelezen = self.vragen.in_jaar(
            dingen=sorted(dingen), van=EERSTE_DAG, tot=NOOIT, sinds=bekend, bekend=bekend
        )
        return {ding: verloop(soort=soort, registraties=r) for ding, r in gelezen.items()}


_NAAMVELDEN = ("contractnummer", "naam", "kenmerk")


def _regel(vondst: _Vondst, besluit: Besluitstand | None, gewogen: Instemming) -> Handelingregel:
    r, vereiste = vondst.registratie, gewogen.vereiste
    namen = (getattr(vondst.stand, naam, None) for naam in _NAAMVELDEN)
    return Handelingregel(
        id=r.id,
        soort=vondst.geldend.feit.feitnaam,
        volgnummer=r.volgnummer,
        ingangsdatum=vondst.geldend.feit.ingangsdatum,
        geregistreerd_op=r.geregistreerd_op,
        dingsoort=vondst.soort.naam,
        ding_id=vondst.ding,
        naam=next((naam for naam in namen if naam is not None), None),
        orgaan=vereiste.orgaan,
        rol=vereiste.rol,
        regel=vereiste.regel,
        besluit=_besluitnaam(vondst.geldend, besluit),
        organen=tuple(_orgaan(wie, besluit) for wie in gewogen.kring),
        ontbreekt=gewogen.ontbreekt,
        waarom=gewogen.waarom if gewogen.ontbreekt else None,
        afwijking=r.envelop.afwijking is not None,
    )


def _besluitnaam(geldend: Geldend, besluit: Besluitstand | None) -> Besluitnaam | None:
    id_ = geldend.toelichting.besluit_id
    if besluit is None or id_ is None:
        return None
    return Besluitnaam(
        id=id_, onderwerp=besluit.onderwerp, kenmerk=besluit.kenmerk, status=besluit.status
    )


def _orgaan(wie: str, besluit: Besluitstand | None) -> Orgaanregel:
    stemmen = () if besluit is None else besluit.betrokken
    stem = next((s for s in stemmen if s.wie == wie and s.rol in BEPALEND), None)
    if stem is None:
        return Orgaanregel(wie=wie, akkoord=False)
    return Orgaanregel(
        wie=wie,
        akkoord=stem.akkoord,
        uitkomst=stem.uitkomst,
        datum=stem.datum,
        ondertekenaar=stem.ondertekenaar,
        mandaat=stem.mandaat,
    )
