"""The one door in: a write turn under the lock, its read models before commit, and the watermark."""

import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, Table, insert, select
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from application.register import BewaardAntwoord, Peil, Schrijfbeurt, dag_in_amsterdam
from domain.feiten import Correctie, Envelop, Feit, Registratie
from domain.onthouden import onthoudend
from domain.tijdlijn import Dingsoort, S, Verloop, verloop
from infrastructure.bitemporeel import Bijwerking, Projectie, Sleutelwissels, schrijf
from infrastructure.database import lezer, schrijftransactie
from infrastructure.feitmapper import Feitmapper
from infrastructure.herbouw import PROJECTIEVERSIE
from infrastructure.klok import Klok
from infrastructure.log import (
    REGISTER,
    Kop,
    Logboek,
    RegisterGeopend,
    Registersoort,
    lees_kop,
    schrijfbeurt,
)
from infrastructure.peil import lees_peil
from infrastructure.tabellen import ANTWOORDEN, GEBEURTENISSEN, PROJECTIES, SLEUTELS
from infrastructure.vragen import SqlVragen

SYSTEEM = "systeem"
"""The actor of what nobody did."""
_SLEUTELS_PER_VRAAG = 5_000
"""Below the limit of variables of both databases."""


class RegisterIsAnders(Exception):
    """The register is of another sort than asked, or not one in which a story's clock may run."""


class Beurt:
    """One write transaction: what was recorded in it is seen by what follows in it."""

    def __init__(
        self,
        *,
        verbinding: Connection,
        kop: Kop,
        klok: Klok,
        logboek: Logboek,
        projecties: Sequence[Projectie[Any]],
        proef: bool = False,
    ) -> None:
        """Begin under the lock, at the head of the log; with `proef` in a reader's snapshot, and nothing is written."""
        self.verbinding = verbinding
        self._proef = proef
        self._klok = klok
        self._gesloten = False
        self._kop = kop
        self._logboek = logboek
        self._projecties: dict[type[Feit | Correctie], Projectie[Any]] = {
            projectie.soort.opening: projectie for projectie in projecties
        }
        self._geladen: dict[UUID, list[Registratie]] = {}
        self._voor: dict[UUID, Verloop[Any] | None] = {}
        """The course of each thing touched in this turn as it was before; None for a new one."""
        self._houders: dict[tuple[str, str], UUID] = {}
        """The things touched in this turn by kind and unique key."""
        self._eigen_sleutels: dict[UUID, list[tuple[str, str]]] = {}
        """The same the other way round."""
        self._opgezocht: dict[tuple[str, str], UUID | None] = {}
        """What the database said of unique keys; under the lock it goes on saying that."""
        self._verlopen: dict[UUID, dict[str, Verloop[Any]]] = {}
        self._onthoudend: dict[UUID, Dingsoort[Any]] = {}
        self._gebeurtenissen: dict[UUID, bool] = {}
        """Which entries were asked for by their own id, and whether they stand in the log."""
        self.nieuw: list[Registratie] = []
        """What this turn recorded, in order of position; written at the end in one statement."""

    @property
    def nu(self) -> datetime:
        """The instant that all facts of this transaction share."""
        return self._kop.nu

    @property
    def vandaag(self) -> date:
        """Today in Europe/Amsterdam by the register's clock."""
        return dag_in_amsterdam(self._kop.klok)

    def registraties(self, *, ding: UUID) -> Sequence[Registratie]:
        """Give all entries of a thing, those of this turn included; empty if unknown."""
        return tuple(self._lijst(ding))

    def _lijst(self, ding: UUID) -> list[Registratie]:
        if ding not in self._geladen:
            self._geladen[ding] = self._logboek.registraties(verbinding=self.verbinding, ding=ding)
        return self._geladen[ding]

    def laad(self, *, dingen: Collection[UUID]) -> None:
        """Read the entries of many things in few statements."""
        nog = [ding for ding in dict.fromkeys(dingen) if ding not in self._geladen]
        self._geladen |= self._logboek.registraties_van(verbinding=self.verbinding, dingen=nog)

    def verloop(self, *, soort: Dingsoort[S], ding: UUID) -> Verloop[S] | None:
        """Give the course of a thing as known now; None if unknown or of another kind."""
        lijst = self._lijst(ding)
        if not lijst or not isinstance(lijst[0].feit, soort.opening):
            return None
        bekend = self._verlopen.setdefault(ding, {})
        if soort.naam not in bekend:
            onthoudt = self._onthoudend.setdefault(ding, onthoudend(soort=soort))
            bekend[soort.naam] = verloop(soort=onthoudt, registraties=lijst)
        return bekend[soort.naam]

    def leg_vast(
        self, registratie: Registratie, verloop: Verloop[Any] | None = None
    ) -> Registratie:
        """Append; gives it back with its position. `verloop`: the course with it, when folded already.

        ValueError when it is not the thing's next entry or carries another instant than this turn's.
        """
        if self._gesloten:
            raise ValueError("na een vraag in dezelfde beurt wordt niets meer vastgelegd")
        if registratie.volgnummer == 1:
            self._geladen.setdefault(registratie.ding, [])  # a clash shows when it is written
        lijst = self._lijst(registratie.ding)
        if registratie.volgnummer != len(lijst) + 1:
            raise ValueError(
                f"volgnummer {registratie.volgnummer} volgt niet op de {len(lijst)} van {registratie.ding}"
            )
        if registratie.geregistreerd_op != self.nu:
            raise ValueError("een registratie draagt het ogenblik van haar beurt")
        geplaatst = replace(registratie, positie=self._kop.positie + len(self.nieuw) + 1)
        if registratie.ding not in self._voor:
            gevonden = self._verloop(registratie.ding)
            self._voor[registratie.ding] = None if gevonden is None else gevonden[1]
        lijst.append(geplaatst)
        self.nieuw.append(geplaatst)
        self._gebeurtenissen[geplaatst.id] = True
        self._verlopen[registratie.ding] = {}
        if verloop is not None:
            self._verlopen[registratie.ding][registratie.soort.split(".", 1)[0]] = verloop
        if registratie.volgnummer == 1 or isinstance(registratie.feit, Correctie):
            self._ken_sleutels(registratie.ding)
        return geplaatst

    def _verloop(self, ding: UUID) -> tuple[Projectie[Any], Verloop[Any]] | None:
        """Give a thing's projection and its course as known now; None when it is unknown."""
        lijst = self._lijst(ding)
        projectie = self._projecties.get(type(lijst[0].feit)) if lijst else None
        if projectie is None:
            return None
        gevonden = self.verloop(soort=projectie.soort, ding=ding)
        return None if gevonden is None else (projectie, gevonden)

    def _ken_sleutels(self, ding: UUID) -> None:
        """Remember which unique keys a thing touched in this turn holds."""
        for sleutel in self._eigen_sleutels.pop(ding, ()):
            if self._houders.get(sleutel) == ding:
                del self._houders[sleutel]
        if (gevonden := self._verloop(ding)) is not None:
            projectie, verloop = gevonden
            eigen = [(projectie.soort.naam, s) for s in projectie.sleutels(verloop)]
            self._eigen_sleutels[ding] = eigen
            self._houders.update(dict.fromkeys(eigen, ding))

    def is_vastgelegd(self, *, gebeurtenis: UUID) -> bool:
        """Tell whether an entry with this id stands in the log, this turn included."""
        if gebeurtenis not in self._gebeurtenissen:
            vraag = select(GEBEURTENISSEN.c.positie).where(
                GEBEURTENISSEN.c.gebeurtenis_id == gebeurtenis
            )
            self._gebeurtenissen[gebeurtenis] = self.verbinding.scalar(vraag) is not None
        return self._gebeurtenissen[gebeurtenis]

    def in_gebruik(self, *, soort: str, sleutel: str) -> UUID | None:
        """Give the thing of a kind that holds a unique key as known now, this turn included."""
        if (soort, sleutel) in self._houders:
            return self._houders[soort, sleutel]
        if (soort, sleutel) not in self._opgezocht:
            self.zoek_sleutels(soort=soort, sleutels=[sleutel])
        houder = self._opgezocht[soort, sleutel]
        return None if houder in self._voor else houder

    def zoek_sleutels(self, *, soort: str, sleutels: Collection[str]) -> None:
        """Look up many unique keys at once, so that `in_gebruik` need not ask for each."""
        gezocht = list(sleutels)
        self._opgezocht.update(dict.fromkeys([(soort, sleutel) for sleutel in gezocht]))
        for begin in range(0, len(gezocht), _SLEUTELS_PER_VRAAG):
            deel = gezocht[begin : begin + _SLEUTELS_PER_VRAAG]
            vraag = select(SLEUTELS.c.sleutel, SLEUTELS.c.ding_id).where(
                SLEUTELS.c.soort == soort, SLEUTELS.c.sleutel.in_(deel)
            )
            for sleutel, houder in self.verbinding.execute(vraag):
                self._opgezocht[soort, sleutel] = houder

    def vragen(self) -> SqlVragen:
        """Ask within this transaction; when it has recorded anything, that is included and nothing can follow."""
        self.sluit()
        return SqlVragen(verbinding=self.verbinding, klok=self._klok, logboek=self._logboek)

    def bewaard_antwoord(self, *, actor: str, route: str, sleutel: str) -> BewaardAntwoord | None:
        """Look up the answer kept under an Idempotency-Key."""
        kolommen = ANTWOORDEN.c
        rij = self.verbinding.execute(
            select(kolommen.vingerafdruk, kolommen.status, kolommen.koppen, kolommen.lichaam).where(
                kolommen.actor == actor, kolommen.route == route, kolommen.sleutel == sleutel
            )
        ).one_or_none()
        if rij is None:
            return None
        return BewaardAntwoord(
            vingerafdruk=rij.vingerafdruk,
            status=rij.status,
            koppen=json.loads(rij.koppen),
            lichaam=bytes(rij.lichaam),
        )

    def bewaar_antwoord(
        self, *, actor: str, route: str, sleutel: str, antwoord: BewaardAntwoord
    ) -> None:
        """Keep an answer in this same transaction."""
        self.verbinding.execute(
            insert(ANTWOORDEN),
            {
                "actor": actor,
                "route": route,
                "sleutel": sleutel,
                "vingerafdruk": antwoord.vingerafdruk,
                "status": antwoord.status,
                "koppen": json.dumps(dict(antwoord.koppen)),
                "lichaam": antwoord.lichaam,
                "bewaard_op": self.nu,
            },
        )

    def sluit(self) -> None:
        """Write the log and then the read models, once for each thing that was touched; the last step before commit.

        ValueError in a proef in which anything was judged to be recorded.
        """
        if self._gesloten or not self.nieuw:
            return
        if self._proef:
            raise ValueError("in een proef wordt niets geschreven")
        self._gesloten = True
        self._logboek.leg_vast(verbinding=self.verbinding, registraties=self.nieuw)
        per_tabel: dict[Table, Bijwerking] = {}
        wissels = Sleutelwissels()
        for ding, voor in self._voor.items():
            gevonden = self._verloop(ding)
            if gevonden is not None:
                projectie, na = gevonden
                projectie.werk_uit(ding=ding, voor=voor, na=na, per_tabel=per_tabel)
                wissels.voeg_toe(projectie=projectie, ding=ding, voor=voor, na=na)
        for tabel, bijwerking in per_tabel.items():
            schrijf(verbinding=self.verbinding, tabel=tabel, bijwerking=bijwerking, nu=self.nu)
        wissels.schrijf(verbinding=self.verbinding)


class Logregister:
    """The register on a database: the log and its read models."""

    def __init__(self, *, engine: Engine, klok: Klok, projecties: Sequence[Projectie[Any]]) -> None:
        """Take every projection, which together name every kind of thing in the log.

        RegisterNietGeopend for an empty log, RegisterIsAnders for a story's clock on a PRODUCTIE register.
        """
        self.engine = engine
        self.klok = klok
        self.projecties = tuple(projecties)
        self.mapper = Feitmapper(soorten=[projectie.soort for projectie in projecties])
        self.logboek = Logboek(engine=engine, klok=klok, mapper=self.mapper)
        _eis_klok(klok, Registersoort(self.peil().soort))

    @contextmanager
    def schrijf(self) -> Iterator[Schrijfbeurt]:
        """Take the write lock, then give a turn; commits at the end, rolls back on any exception.

        Raises RegisterBezet when the lock takes over 10 seconds, KlokLooptAchter when the clock runs more than five
        minutes behind the newest instant.
        """
        beurt: Beurt | None = None
        klaar = False
        try:
            with schrijfbeurt(engine=self.engine, klok=self.klok) as (verbinding, kop):
                beurt = Beurt(
                    verbinding=verbinding,
                    kop=kop,
                    klok=self.klok,
                    logboek=self.logboek,
                    projecties=self.projecties,
                )
                yield beurt
                beurt.sluit()
                klaar = True
        except (OperationalError, InterfaceError) as fout:
            # The connection broke while committing: the log itself says whether it did.
            if not klaar or beurt is None or not self._staat_er(beurt.nieuw, fout):
                raise

    @contextmanager
    def proef(self) -> Iterator[Schrijfbeurt]:
        """Give a turn that judges and never writes, on a snapshot of its own: no writer has to wait for it."""
        with lezer(engine=self.engine) as verbinding:
            yield Beurt(
                verbinding=verbinding,
                kop=lees_kop(verbinding=verbinding, klok=self.klok),
                klok=self.klok,
                logboek=self.logboek,
                projecties=self.projecties,
                proef=True,
            )

    def _staat_er(self, nieuw: Sequence[Registratie], fout: DBAPIError) -> bool:
        """Tell whether a turn was committed after all; under the lock, which a dying transaction still holds."""
        if not nieuw:
            return False
        try:
            with schrijftransactie(engine=self.engine) as (verbinding, _):
                laatste = nieuw[-1].id
                vraag = select(GEBEURTENISSEN.c.positie).where(
                    GEBEURTENISSEN.c.gebeurtenis_id == laatste
                )
                return verbinding.scalar(vraag) is not None
        except DBAPIError:
            raise fout from None

    def peil(self) -> Peil:
        """Read the watermark and the clock in one statement; RegisterNietGeopend for an empty log."""
        with self.engine.connect() as verbinding:
            return lees_peil(verbinding=verbinding, klok=self.klok)


def open_register(*, engine: Engine, klok: Klok, soort: Registersoort) -> Peil:
    """Record position 1 when the log is empty, and give the peil; a second call changes nothing.

    RegisterIsAnders when the register stands and is of another sort, or for a story's clock on a PRODUCTIE register.
    """
    _eis_klok(klok, soort)
    with schrijfbeurt(engine=engine, klok=klok) as (verbinding, kop):
        if kop.positie == 0:
            _leg_opening_vast(engine, klok, verbinding, kop, soort)
        peil = lees_peil(verbinding=verbinding, klok=klok)
    if peil.soort != soort:
        raise RegisterIsAnders(f"dit register is geopend als {peil.soort}, niet als {soort}")
    return peil


def _leg_opening_vast(
    engine: Engine, klok: Klok, verbinding: Connection, kop: Kop, soort: Registersoort
) -> None:
    opening = Registratie(
        id=uuid4(),
        ding=REGISTER,
        soort=RegisterGeopend.feitnaam,
        volgnummer=1,
        positie=1,
        geregistreerd_op=kop.nu,
        door=SYSTEEM,
        correlatie=uuid4(),
        envelop=Envelop(),
        feit=RegisterGeopend(ingangsdatum=dag_in_amsterdam(kop.klok), soort=soort),
    )
    logboek = Logboek(engine=engine, klok=klok, mapper=Feitmapper(soorten=()))
    logboek.leg_vast(verbinding=verbinding, registraties=[opening])
    verbinding.execute(insert(PROJECTIES), {"versie": PROJECTIEVERSIE, "opgebouwd_op": kop.nu})


def _eis_klok(klok: Klok, soort: Registersoort) -> None:
    if klok.verhaal and soort is not Registersoort.DEMO:
        raise RegisterIsAnders("een verhaalklok werkt alleen in een register van soort DEMO")
