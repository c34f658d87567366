"""The go/no-go dossier: what was decided at a moment, by whom, and on which figures as known when the vote fell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from uuid import UUID

from application.beslisinhoud import (
    Beslisdossier,
    Beslisregel,
    Evaluatieregel,
    Gevolgregel,
    Peilbasis,
    Peilmoment,
    Stemming,
    Stemregel,
    Trajectnaam,
)
from application.beslisvergelijking import (
    Aanleiding,
    Criteriumregel,
    Indicatorvergelijking,
    Kennis,
    Uitslag,
    uitslag,
    vergelijk,
)
from application.fouten import BestaatNiet
from application.gevolgen import Gevolg, gevolgen
from application.indicatorcijfers import Indicatorfeiten, lees_feiten, lees_indicatoren
from application.raadplegen import is_laat
from application.rapportvraag import Verwijzing
from application.register import Tijdreis
from application.tijdreizen import lees_moment
from application.toegang import Gebruiker, Recht
from application.vragen import Vragen
from domain.besluit import BEPALEND, BESLUIT, Besluitstand
from domain.feiten import Registratie
from domain.indicator import INDICATOR
from domain.inkooptraject import INKOOPTRAJECT, Beslissing, Trajectstand
from domain.kalender import beslismoment, open_segmenten
from domain.soorten import SOORTEN
from domain.tijdlijn import Geldend, Verloop, verloop
from domain.trajectdelen import Beslismoment, Criterium, Evaluatie, Evaluatiegegevens
from domain.trajectsignalen import evaluaties_voor, is_geevalueerd

_MEERVOUD: Mapping[str, str] = {soort.naam: soort.meervoud for soort in SOORTEN}


def beslisdossier(
    *, vragen: Vragen, traject_id: UUID, code: str, reis: Tijdreis, gebruiker: Gebruiker
) -> Beslisdossier:
    """Give the dossier of a decision moment; raises BestaatNiet when traject or moment was not there at the pair."""
    gebruiker.eis(Recht.LEZEN)
    stand = vragen.stand(soort=INKOOPTRAJECT, ding=traject_id, reis=reis, blik=gebruiker.blik)
    moment = None if stand is None else stand.beslismoment(code)
    if stand is None or moment is None:
        raise BestaatNiet(
            f"De gevraagde versie bestaat niet: traject {traject_id} met beslismoment {code} was toen niet bekend."
        )
    bron = _Bron(
        vragen=vragen, ding=traject_id, stand=stand, moment=moment, reis=reis, gebruiker=gebruiker
    )
    return bron.dossier()


@dataclass(frozen=True)
class _Stempunt:
    """Where a vote stands in time; None for what is asked without a vote."""

    peil: Peilmoment
    traject: Trajectstand | None
    """The procedure on the day of the vote, as the register held it then."""


@dataclass(frozen=True, kw_only=True)
class _Bron:
    """The procedure with its entries up to the pair, and all that hangs on the moment."""

    vragen: Vragen
    ding: UUID
    stand: Trajectstand
    moment: Beslismoment
    reis: Tijdreis
    gebruiker: Gebruiker

    def dossier(self) -> Beslisdossier:
        """Give the whole."""
        dag, moment = self.reis.geldig_op, self.moment
        in_tijd = beslismoment(stand=self.stand, moment=moment)
        genomen = [b for b in self.stand.beslissingen if b.beslismoment == moment.code]
        evaluaties = [e for e in self.stand.evaluaties if e.beslismoment == moment.code]
        return Beslisdossier(
            traject=Trajectnaam(id=self.ding, naam=self.stand.naam),
            code=moment.code,
            omschrijving=moment.omschrijving,
            van=moment.van,
            tot_en_met=moment.tot_en_met,
            orgaan=moment.orgaan,
            stand=in_tijd.stand_op(dag),
            te_laat_sinds=in_tijd.te_laat_sinds(dag),
            open_segmenten=open_segmenten(stand=self.stand, moment=moment),
            criteria=self._criteria(moment.criteria, None, evaluaties),
            indicatoren=self._vergeleken(moment.criteria, evaluaties, None),
            evaluaties=self._evaluaties(evaluaties, None),
            beslissingen=tuple(self._beslissing(b) for b in genomen),
            bronnen=(_journaal(self.stand.naam, INKOOPTRAJECT.meervoud, self.ding),),
        )

    # --- one decision ---

    def _beslissing(self, beslissing: Beslissing) -> Beslisregel:
        geldend, registratie = self._staand(beslissing.plaats)
        besluit = self._besluit(geldend)
        punt = self._stempunt(beslissing, geldend, besluit)
        criteria = self._criteria_op(punt.peil.dag)
        evaluaties = evaluaties_voor(stand=self.stand, beslissing=beslissing)
        laatste_dag = self.moment.tot_en_met
        return Beslisregel(
            id=registratie.id,
            volgnummer=registratie.volgnummer,
            uitkomst=beslissing.uitkomst,
            ingangsdatum=beslissing.ingangsdatum,
            geregistreerd_op=registratie.geregistreerd_op,
            laat=is_laat(registratie),
            te_laat=laatste_dag is not None and beslissing.ingangsdatum > laatste_dag,
            segment=beslissing.segment,
            percelen=beslissing.percelen,
            gemeenten=beslissing.gemeenten,
            besluit=geldend.toelichting.besluit,
            peilmoment=punt.peil,
            stemming=None if besluit is None else _stemming(besluit, punt.peil, self.reis),
            geevalueerd=is_geevalueerd(stand=self.stand, beslissing=beslissing),
            evaluaties=self._evaluaties(evaluaties, punt),
            criteria=self._criteria(criteria, punt, evaluaties),
            indicatoren=self._vergeleken(criteria, evaluaties, punt),
            gevolgen=tuple(self._gevolgen(registratie.id)),
        )

    def _besluit(self, geldend: Geldend) -> "tuple[UUID, Verloop[Besluitstand]] | None":
        """Read the besluit that a decision names, as known at the pair."""
        id_ = geldend.toelichting.besluit_id
        blik = self.gebruiker.blik
        if id_ is None or not self.vragen.standen(
            soort=BESLUIT, dingen=[id_], reis=self.reis, blik=blik
        ):
            return None
        registraties = self.vragen.registraties(ding=id_, tot=self.reis.beschikbaar_op)
        return id_, verloop(soort=BESLUIT, registraties=registraties)

    def _stempunt(
        self,
        beslissing: Beslissing,
        geldend: Geldend,
        besluit: "tuple[UUID, Verloop[Besluitstand]] | None",
    ) -> _Stempunt:
        genoemd = geldend.toelichting.besluit
        stand = None if besluit is None else besluit[1].op(self.reis.geldig_op)
        vastgesteld = None if stand is None else stand.vastgesteld_op
        if genoemd is not None:
            dag, basis = genoemd.datum, Peilbasis.BESLUITDATUM
        elif vastgesteld is not None:
            dag, basis = vastgesteld, Peilbasis.VASTGESTELD_OP
        else:
            dag, basis = beslissing.ingangsdatum, Peilbasis.INGANGSDATUM
        tot = min(lees_moment(dag.isoformat()), self.reis.beschikbaar_op)
        bekend = [r for r in self._registraties if r.geregistreerd_op <= tot]
        traject = verloop(soort=INKOOPTRAJECT, registraties=bekend).op(dag) if bekend else None
        return _Stempunt(Peilmoment(dag=dag, basis=basis, tot=tot), traject)

    # --- criteria and figures ---

    def _criteria_op(self, dag: date) -> tuple[Criterium, ...]:
        """Give the criteria on the day of a vote, as known at the pair."""
        toen = self._koers.op(dag)
        moment = None if toen is None else toen.beslismoment(self.moment.code)
        return (moment or self.moment).criteria

    def _criteria(
        self,
        criteria: Iterable[Criterium],
        punt: _Stempunt | None,
        evaluaties: Sequence[Evaluatie],
    ) -> tuple[Criteriumregel, ...]:
        return tuple(self._criterium(c, punt, evaluaties) for c in criteria)

    def _criterium(
        self, criterium: Criterium, punt: _Stempunt | None, evaluaties: Sequence[Evaluatie]
    ) -> Criteriumregel:
        oordelen = (
            o
            for e in evaluaties[::-1]
            for o in e.criteriumoordelen
            if o.criterium == criterium.code
        )
        oordeel = next(oordelen, None)
        toen = achteraf = None
        if punt is not None:
            toen = self._uitslag(criterium, punt.peil.dag, punt.peil)
            achteraf = self._uitslag(criterium, punt.peil.dag, None)
        return Criteriumregel(
            code=criterium.code,
            omschrijving=criterium.omschrijving,
            indicator=criterium.indicator,
            norm=criterium.norm,
            vooraf_bekend=None if punt is None else _vooraf(criterium, self.moment.code, punt),
            toen=toen,
            achteraf=achteraf,
            nu=self._uitslag(criterium, self.reis.geldig_op, None),
            anders=None if toen is None or achteraf is None else toen.voldaan != achteraf.voldaan,
            oordeel=None if oordeel is None else oordeel.voldaan,
            toelichting=None if oordeel is None else oordeel.toelichting,
        )

    def _uitslag(self, criterium: Criterium, dag: date, peil: Peilmoment | None) -> Uitslag:
        feiten = None if criterium.indicator is None else self._alle.get(criterium.indicator)
        kennis = None if feiten is None else self._kennis(feiten, dag, peil)
        return uitslag(criterium=criterium, kennis=kennis)

    def _kennis(self, feiten: Indicatorfeiten, dag: date, peil: Peilmoment | None) -> Kennis:
        if peil is None:
            return Kennis(feiten, dag, self.reis.beschikbaar_op)
        return Kennis(feiten.tot(peil.tot), dag, peil.tot)

    def _vergeleken(
        self,
        criteria: Iterable[Criterium],
        evaluaties: Iterable[Evaluatie],
        punt: _Stempunt | None,
    ) -> tuple[Indicatorvergelijking, ...]:
        per: dict[UUID, list[Aanleiding]] = {}
        bij_criterium = {c.indicator for c in criteria if c.indicator is not None}
        bij_evaluatie = {id_ for e in evaluaties for id_ in e.indicatoren}
        for id_ in self._alle:
            for waar, reden in (
                (id_ in bij_criterium, Aanleiding.CRITERIUM),
                (id_ in bij_evaluatie, Aanleiding.EVALUATIE),
                (id_ in self._bij_doel, Aanleiding.DOEL),
            ):
                if waar:
                    per.setdefault(id_, []).append(reden)
        gevonden = (self._vergelijking(id_, redenen, punt) for id_, redenen in per.items())
        return tuple(sorted(gevonden, key=lambda v: (v.code, v.id)))

    def _vergelijking(
        self, id_: UUID, aanleiding: Sequence[Aanleiding], punt: _Stempunt | None
    ) -> Indicatorvergelijking:
        feiten = self._alle[id_]
        nu = self._kennis(feiten, self.reis.geldig_op, None)
        toen = None if punt is None else self._kennis(feiten, punt.peil.dag, punt.peil)
        return vergelijk(nu=nu, toen=toen, aanleiding=aanleiding)

    @cached_property
    def _bij_doel(self) -> Mapping[UUID, Indicatorfeiten]:
        return lees_indicatoren(
            vragen=self.vragen,
            filters={"trajectId": self.ding},
            reis=self.reis,
            blik=self.gebruiker.blik,
        )

    @cached_property
    def _alle(self) -> Mapping[UUID, Indicatorfeiten]:
        """The indicators of all criteria, evaluations and goals of the procedure that the reader may see."""
        standen = [s.stand for s in self._koers.segmenten]
        bij_criteria = (c.indicator for s in standen for m in s.beslismomenten for c in m.criteria)
        bij_evaluaties = (id_ for e in self.stand.evaluaties for id_ in e.indicatoren)
        genoemd = {id_ for id_ in (*bij_criteria, *bij_evaluaties) if id_ is not None}
        zichtbaar = self.vragen.standen(
            soort=INDICATOR,
            dingen=sorted(genoemd - set(self._bij_doel)),
            reis=self.reis,
            blik=self.gebruiker.blik,
        )
        erbij = lees_feiten(vragen=self.vragen, dingen=sorted(zichtbaar), reis=self.reis)
        return {**self._bij_doel, **erbij}

    # --- evaluations and what followed ---

    def _evaluaties(
        self, evaluaties: Iterable[Evaluatie], punt: _Stempunt | None
    ) -> tuple[Evaluatieregel, ...]:
        return tuple(self._evaluatie(e, punt) for e in evaluaties)

    def _evaluatie(self, evaluatie: Evaluatie, punt: _Stempunt | None) -> Evaluatieregel:
        _, registratie = self._staand(evaluatie.plaats)
        moment = registratie.geregistreerd_op
        return Evaluatieregel(
            **{v.name: getattr(evaluatie, v.name) for v in fields(Evaluatiegegevens)},
            volgnummer=registratie.volgnummer,
            ingangsdatum=evaluatie.ingangsdatum,
            geregistreerd_op=moment,
            toen_bekend=None if punt is None else moment <= punt.peil.tot,
        )

    def _gevolgen(self, begin: UUID) -> Iterator[Gevolgregel]:
        """Follow the chain of the procedure from one of its facts on, nearest first."""
        bron = {begin}
        for gevolg in self._keten:
            if gevolg.naar in bron:
                r = gevolg.verwijzing.registratie
                bron |= {r.id, r.ding}
                yield _gevolgregel(gevolg)

    @cached_property
    def _keten(self) -> Sequence[Gevolg]:
        return gevolgen(
            vragen=self.vragen,
            soort=INKOOPTRAJECT,
            ding=self.ding,
            reis=self.reis,
            gebruiker=self.gebruiker,
        )

    # --- the procedure itself ---

    @cached_property
    def _registraties(self) -> Sequence[Registratie]:
        return self.vragen.registraties(ding=self.ding, tot=self.reis.beschikbaar_op)

    @cached_property
    def _koers(self) -> Verloop[Trajectstand]:
        return verloop(soort=INKOOPTRAJECT, registraties=self._registraties)

    def _staand(self, plaats: int) -> tuple[Geldend, Registratie]:
        """Give the standing fact of a place with the entry that holds it."""
        geldend = next(g for g in self._koers.feiten.geldend if g.plaats == plaats)
        return geldend, self._registraties[geldend.volgnummer - 1]


def _vooraf(criterium: Criterium, code: str, punt: _Stempunt) -> bool:
    """Tell whether the register held this very criterium when the vote fell."""
    moment = None if punt.traject is None else punt.traject.beslismoment(code)
    return moment is not None and criterium in moment.criteria


def _stemming(
    besluit: tuple[UUID, Verloop[Besluitstand]], peil: Peilmoment, reis: Tijdreis
) -> Stemming:
    id_, koers = besluit
    stand, toen = koers.op(reis.geldig_op), koers.op(peil.dag)
    assert stand is not None  # noqa: S101 - only asked for a besluit known at the pair
    gestemd = {(s.wie, s.rol) for s in toen.betrokken if s.besloten} if toen else set()
    bepalend = [s for s in stand.betrokken if s.rol in BEPALEND]
    return Stemming(
        id=id_,
        onderwerp=stand.onderwerp,
        status=stand.status,
        stemmen=tuple(
            Stemregel(
                wie=s.wie,
                orgaan=s.orgaan,
                gemeente=s.gemeente,
                rol=s.rol,
                bepalend=s.rol in BEPALEND,
                uitkomst=s.uitkomst,
                datum=s.datum,
                op_tijd=(s.wie, s.rol) in gestemd,
                volgnummer=s.plaats,
            )
            for s in stand.betrokken
        ),
        ontbraken=tuple(s.wie for s in bepalend if (s.wie, s.rol) not in gestemd),
        ontbreekt=stand.ontbreekt,
        bronnen=(_journaal(stand.onderwerp, BESLUIT.meervoud, id_),),
    )


def _gevolgregel(gevolg: Gevolg) -> Gevolgregel:
    verwijzing, staand = gevolg.verwijzing, gevolg.geldend
    r = verwijzing.registratie
    dag = r.ingangsdatum if staand is None else staand.feit.ingangsdatum
    return Gevolgregel(
        id=r.id,
        diepte=gevolg.diepte,
        aard=verwijzing.aard,
        soort=r.soort if staand is None else staand.feit.feitnaam,
        dingsoort=verwijzing.dingsoort,
        ding_id=r.ding,
        volgnummer=r.volgnummer,
        ingangsdatum=dag,
        geregistreerd_op=r.geregistreerd_op,
        ingetrokken_door=gevolg.ingetrokken_door,
        bronnen=(_journaal(r.soort, _MEERVOUD[verwijzing.dingsoort], r.ding),),
    )


def _journaal(titel: str, verzameling: str, ding: UUID) -> Verwijzing:
    return Verwijzing(titel=titel, verzameling=verzameling, ding=ding, deel="gebeurtenissen")
