"""Where a thing came from: from each of its facts back to what it names, step by step, up to the frame of the raad."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from application.fouten import BestaatNiet
from application.raadplegen import bekende_stand, in_bereik, ingetrokken
from application.register import Tijdreis
from application.tijdreizen import lees_moment
from application.toegang import Blik, Gebruiker
from application.vragen import Vragen
from domain.feiten import Correctie, Registratie, Verwijzingsaard
from domain.indicator import IndicatorGemeten
from domain.indicatordelen import peildagen
from domain.tijdlijn import Dingsoort, Feitenlijst, Geldend
from domain.verband import draagt, evaluaties, genoemd
from domain.waarden import EERSTE_DAG, NOOIT

# --- what is told ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Feitplek:
    """A fact in a thing: the entry that holds it, and the fact as it stands; None when it stands no more."""

    ding: UUID
    registratie: Registratie
    geldend: Geldend | None
    gecorrigeerd_door: int | None = None
    ingetrokken_door: int | None = None
    """Volgnummer, in the same thing, of what took it back by the day asked."""

    @property
    def dingsoort(self) -> str:
        """The name of the kind of thing."""
        return self.registratie.soort.partition(".")[0]

    @property
    def plaats(self) -> int:
        """Its place in the thing."""
        return self.registratie.volgnummer if self.geldend is None else self.geldend.plaats


@dataclass(frozen=True, kw_only=True)
class Herkomst:
    """One step back: from the fact `van` to what it names."""

    diepte: int
    aard: Verwijzingsaard
    van: Feitplek
    naar: UUID
    """The thing or entry as it was named."""
    feit: Feitplek | None
    """What was found; of a thing as a whole its opening. None when it is hidden or unknown."""
    doel: str | None = None
    """The code of the goal meant, of a step to a goal."""
    verborgen: bool = False
    """It lies outside the reader's regions."""
    onbekend: str | None = None
    """Why there is no fact to show, or not the one that was looked for."""


def herkomst(
    *,
    vragen: Vragen,
    soort: Dingsoort[Any],
    ding: UUID,
    volgnummer: int | None,
    reis: Tijdreis,
    gebruiker: Gebruiker,
) -> Sequence[Herkomst]:
    """Give where a thing came from, or one fact of it, at a pair of moments; nearest first.

    Of the whole thing every standing fact whose day has come counts. A fact leads on to its thing; a thing to the facts
    that make it what it is. Raises BestaatNiet for a thing, or a volgnummer in it, that was not known then.
    """
    bekende_stand(vragen=vragen, soort=soort, ding=ding, reis=reis, gebruiker=gebruiker)
    dossiers = _Dossiers(vragen=vragen, reis=reis, blik=gebruiker.blik)
    dossiers.lees([ding])
    begin = dossiers.begin(ding, volgnummer)
    tocht = _Tocht(dossiers)
    if volgnummer is None:
        tocht.gehad.add((ding, 0))  # every fact of it counts already
    return list(tocht.loop(begin))


# --- the way back ------------------------------------------------------------------------------------------------

_Doel = tuple[Verwijzingsaard, UUID, str | None]


class _Tocht:
    """Breadth first; each fact leads on once, so that facts that name each other in a circle end the chain."""

    def __init__(self, dossiers: "_Dossiers") -> None:
        self._dossiers = dossiers
        self.gehad: set[tuple[UUID, int]] = set()
        """Facts by their place, and things as a whole as place 0, from which was led on."""
        self._gevraagd: set[tuple[UUID, int]] = set()
        """Things as a whole that a fact of theirs already led to."""

    def loop(self, begin: Sequence[Feitplek]) -> Iterator[Herkomst]:
        """Give the steps from these facts on."""
        laag, diepte = list(begin), 0
        self.gehad |= {(f.ding, f.plaats) for f in laag}
        while laag:
            diepte += 1
            doelen = [(van, list(_doelen(van))) for van in laag]
            self._dossiers.zoek(naar for _, eigen in doelen for _, naar, _ in eigen)
            stappen = [
                stap
                for van, eigen in doelen
                for stap in (*(s for d in eigen for s in self._stappen(van, d)), *self._binnen(van))
            ]
            yield from (replace(stap, diepte=diepte) for stap in stappen)
            laag = [f for stap in stappen if stap.feit for f in self._verder(stap)]

    def _stappen(self, van: Feitplek, doel: _Doel) -> Iterator[Herkomst]:
        aard, naar, code = doel
        gevonden = self._dossiers.van_id(naar)
        stap = Herkomst(diepte=0, aard=aard, van=van, naar=naar, feit=None, doel=code)
        if gevonden is None:
            yield replace(stap, onbekend="was toen niet bekend")
            return
        ding, plaats = gevonden
        if not self._dossiers.zichtbaar(ding):
            yield replace(stap, verborgen=True)
        elif aard is Verwijzingsaard.INDICATOR:
            yield from self._metingen(stap, ding)
        elif aard is Verwijzingsaard.DOEL:
            yield self._doelstelling(stap, ding)
        else:
            yield replace(stap, feit=self._dossiers.feit(ding, plaats))

    def _binnen(self, van: Feitplek) -> Iterator[Herkomst]:
        """Give the steps within a thing: to the fact it answers, to what was evaluated, to the thing itself."""
        feiten = self._dossiers.feiten[van.ding]
        doel = van.geldend.doel if van.geldend else None
        if doel is not None and doel != van.plaats:
            gemeend = self._dossiers.feit(van.ding, doel)
            aard, naar = Verwijzingsaard.REGISTRATIE, gemeend.registratie.id
            yield Herkomst(diepte=0, aard=aard, van=van, naar=naar, feit=gemeend)
        for g in evaluaties(beslissing=van.geldend, feiten=feiten) if van.geldend else ():
            evaluatie = self._dossiers.feit(van.ding, g.plaats)
            naar = evaluatie.registratie.id
            aard = Verwijzingsaard.EVALUATIE
            yield Herkomst(diepte=0, aard=aard, van=van, naar=naar, feit=evaluatie)
        gehad = self.gehad | self._gevraagd
        if van.plaats != 1 and not {(van.ding, 0), (van.ding, 1)} & gehad:
            self._gevraagd.add((van.ding, 0))
            aard, opening = Verwijzingsaard.DOSSIER, self._dossiers.feit(van.ding, 1)
            yield Herkomst(diepte=0, aard=aard, van=van, naar=van.ding, feit=opening)

    def _metingen(self, stap: Herkomst, ding: UUID) -> Iterator[Herkomst]:
        """Give per gemeente the newest figure that the register held on the day of the evaluation.

        That of the regio alone when there is one. Of a figure corrected since the entry of then is given.
        """
        assert stap.van.geldend is not None  # noqa: S101 - only a standing fact names an indicator
        dag = stap.van.geldend.feit.ingangsdatum
        metingen = self._dossiers.gemeten(ding, dag)
        if not metingen:
            reden = f"op {dag} was nog geen meting bekend"
            yield replace(stap, feit=self._dossiers.feit(ding, 1), onbekend=reden)
        for meting in metingen:
            yield replace(stap, feit=meting)

    def _doelstelling(self, stap: Herkomst, ding: UUID) -> Herkomst:
        """Give the fact by which a procedure got the goals it has on the day asked."""
        gezet = [
            g for g in self._dossiers.staand(ding) if getattr(g.feit, "doelen", None) is not None
        ]
        if gezet and stap.doel in {d.code for d in getattr(gezet[-1].feit, "doelen", ())}:
            return replace(stap, feit=self._dossiers.feit(ding, gezet[-1].plaats))
        reden = f"het doel {stap.doel} staat niet meer in het traject"
        return replace(stap, feit=self._dossiers.feit(ding, 1), onbekend=reden)

    def _verder(self, stap: Herkomst) -> Iterator[Feitplek]:
        """Give the facts from which a step leads on, those not had yet; a thing by what makes it what it is."""
        feit = stap.feit
        assert feit is not None  # noqa: S101 - asked only of steps that found one
        alle = [feit]
        if feit.plaats == 1 and (feit.ding, 0) not in self.gehad:
            self.gehad.add((feit.ding, 0))
            alle += [
                self._dossiers.feit(feit.ding, g.plaats)
                for g in self._dossiers.staand(feit.ding)
                if g.plaats != 1 and draagt(dingsoort=feit.dingsoort, feit=g.feit)
            ]
        for ander in alle:
            if (ander.ding, ander.plaats) not in self.gehad:
                self.gehad.add((ander.ding, ander.plaats))
                yield ander


def _doelen(van: Feitplek) -> Iterator[_Doel]:
    """Give what a fact names: in its envelope, and by its own fields."""
    if van.geldend is None:
        yield from ((aard, naar, None) for aard, naar in van.registratie.envelop.verwijzingen)
        return
    yield from ((aard, naar, None) for aard, naar in van.geldend.toelichting.verwijzingen)
    yield from genoemd(van.geldend.feit)


# --- the things along it -----------------------------------------------------------------------------------------


class _Dossiers:
    """The facts of the things along the way, as known at the pair, read once each."""

    def __init__(self, *, vragen: Vragen, reis: Tijdreis, blik: Blik) -> None:
        self._vragen = vragen
        self._reis = reis
        self._blik = blik
        self.feiten: dict[UUID, Feitenlijst] = {}
        self._van_feit: dict[UUID, tuple[UUID, int]] = {}
        """By the id of an entry its thing, and its place there."""
        self._weg: dict[UUID, Mapping[int, int]] = {}

    def lees(self, dingen: Iterable[UUID]) -> None:
        """Read things up to the pair, those not read yet; what is no thing is left out."""
        nieuw = self._lees(set(dingen) - set(self.feiten), self._reis.beschikbaar_op)
        for ding, registraties in nieuw.items():
            feiten = self.feiten[ding] = Feitenlijst(registraties)
            self._weg[ding] = ingetrokken(feiten, op=self._reis.geldig_op)
            for r in registraties:
                self._van_feit[r.id] = (ding, feiten.plaats(r.volgnummer) or r.volgnummer)

    def _lees(
        self, dingen: Iterable[UUID], bekend: datetime
    ) -> Mapping[UUID, Sequence[Registratie]]:
        return self._vragen.in_jaar(
            dingen=sorted(dingen), van=EERSTE_DAG, tot=NOOIT, sinds=bekend, bekend=bekend
        )

    def zoek(self, ids: Iterable[UUID]) -> None:
        """Read what is named, be it a thing or an entry."""
        gezocht = set(ids) - set(self._van_feit)
        self.lees(gezocht)
        rest = gezocht - set(self.feiten)
        tot = self._reis.beschikbaar_op
        self.lees(self._vragen.dingen_van(gebeurtenissen=rest, tot=tot).values())

    def van_id(self, naar: UUID) -> tuple[UUID, int] | None:
        """Give the thing and the place that an id names; of a thing its opening. None when it is not known."""
        return (naar, 1) if naar in self.feiten else self._van_feit.get(naar)

    def zichtbaar(self, ding: UUID) -> bool:
        """Tell whether a thing lies in the reader's regions."""
        return in_bereik(opening=self.feiten[ding].registraties[0], blik=self._blik)

    def staand(self, ding: UUID) -> Iterator[Geldend]:
        """Give the standing facts of a thing whose day has come."""
        alle = self.feiten[ding].geldend
        return (g for g in alle if g.feit.ingangsdatum <= self._reis.geldig_op)

    def feit(self, ding: UUID, plaats: int) -> Feitplek:
        """Give what stands in a place of a thing; when nothing does any more the entry that stood there first."""
        feiten = self.feiten[ding]
        geldend = next((g for g in feiten.geldend if g.plaats == plaats), None)
        nummer = plaats if geldend is None else geldend.volgnummer
        registratie = next(r for r in feiten.registraties if r.volgnummer == nummer)
        return self._feitplek(registratie, geldend, plaats)

    def _feitplek(self, registratie: Registratie, geldend: Geldend | None, plaats: int) -> Feitplek:
        ding = registratie.ding
        return Feitplek(
            ding=ding,
            registratie=registratie,
            geldend=geldend,
            gecorrigeerd_door=self.feiten[ding].gecorrigeerd_door.get(registratie.volgnummer),
            ingetrokken_door=self._weg[ding].get(plaats),
        )

    def begin(self, ding: UUID, volgnummer: int | None) -> list[Feitplek]:
        """Give the facts to begin with: all that stand, or those of one entry; raises BestaatNiet."""
        feiten = self.feiten[ding]
        if volgnummer is None:
            return [self.feit(ding, g.plaats) for g in self.staand(ding)]
        gevraagd = next((r for r in feiten.registraties if r.volgnummer == volgnummer), None)
        if gevraagd is None:
            raise BestaatNiet(
                f"De gevraagde versie bestaat niet: registratie {volgnummer} was toen niet bekend."
            )
        hier = [
            g.plaats
            for g in feiten.geldend
            if volgnummer == g.volgnummer or volgnummer in feiten.op_plaats(g.plaats)
        ]
        if hier or isinstance(gevraagd.feit, Correctie):
            eigen = [self._feitplek(gevraagd, None, 0)] if not hier else []
            return eigen or [self.feit(ding, plaats) for plaats in hier]
        return [self._feitplek(gevraagd, None, volgnummer)]

    def gemeten(self, ding: UUID, dag: date) -> list[Feitplek]:
        """Give the newest figures of an indicator that had come by a day and were recorded by its end."""
        bekend = min(lees_moment(dag.isoformat()), self._reis.beschikbaar_op)
        toen = Feitenlijst(self._lees([ding], bekend).get(ding, ()))
        weg = ingetrokken(toen, op=dag)
        nieuwste: dict[str | None, tuple[date, Geldend]] = {}
        for g in toen.geldend:
            if not isinstance(g.feit, IndicatorGemeten) or g.plaats in weg:
                continue
            einde = peildagen(g.feit.peilperiode)[1]
            eerder = nieuwste.get(g.feit.gemeente)
            if g.feit.ingangsdatum <= dag and (eerder is None or eerder[0] <= einde):
                nieuwste[g.feit.gemeente] = (einde, g)
        if None in nieuwste:
            nieuwste = {None: nieuwste[None]}
        op_nummer = {r.volgnummer: r for r in toen.registraties}
        return [self._feitplek(op_nummer[g.volgnummer], g, g.plaats) for _, g in nieuwste.values()]
