"""The queries on one connection: each one or two indexed SELECTs at a pair of moments, within the reader's Blik."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    exists,
    false,
    func,
    or_,
    select,
)

from application.register import Peil, Tijdreis
from application.toegang import Blik
from application.vragen import (
    Bladzijde,
    Boekingsom,
    Bundel,
    Geboekt,
    Gevonden,
    Telling,
    Toelatingsperiode,
    Verwijzing,
    Voorkomen,
)
from domain.aanbieder import AANBIEDER
from domain.budget import (
    BUDGET,
    Boeking,
    Boekingsoort,
    RealisatieGeboekt,
    VerplichtingAangegaan,
)
from domain.contract import CONTRACT
from domain.contractdelen import Status
from domain.contractstand import Contractstand
from domain.dekking import Periode
from domain.dekkingsbouw import Contractstuk
from domain.feiten import Correctie, Registratie, Verwijzingsaard
from domain.inkooptraject import INKOOPTRAJECT
from domain.tijdlijn import Dingsoort, S
from domain.waarden import EERSTE_DAG, NOOIT
from infrastructure.bitemporeel import NU_GELOOFD, geldend
from infrastructure.bitemporeel import bekend as geloofd
from infrastructure.klok import Klok
from infrastructure.leesmodellen import (
    AANBIEDERSTOPS,
    AANBIEDERTOELATINGEN,
    AANBIEDERVOORKOMENS,
    AFWIJKINGEN,
    BUDGETBOEKINGEN,
    CONTRACTGEMEENTEN,
    CONTRACTPERCELEN,
    CONTRACTVOORKOMENS,
    INDICATORTRAJECTEN,
    LEESMODELLEN,
    LEVERINGSLIJNGEMEENTEN,
    VERWIJZINGEN,
    Leesmodel,
)
from infrastructure.log import KOLOMMEN, Logboek
from infrastructure.peil import lees_peil
from infrastructure.tabellen import GEBEURTENISSEN

T = TypeVar("T")


@cache
def _lezer(soort: str) -> Callable[[str], Any]:
    """Give what reads the standing of a kind of thing."""
    return TypeAdapter(LEESMODELLEN[soort].projectie.soort.stand).validate_json


_BOEKINGEN = (VerplichtingAangegaan.feitnaam, RealisatieGeboekt.feitnaam)
_DEEL = 5_000
"""How many ids go into one statement: below the limit of variables of both databases."""


_SMALLE_FILTERS: Mapping[tuple[str, str], Table] = {
    ("contract", "gemeente"): CONTRACTGEMEENTEN,
    ("contract", "perceel"): CONTRACTPERCELEN,
    ("leveringslijn", "gemeente"): LEVERINGSLIJNGEMEENTEN,
    ("indicator", "trajectId"): INDICATORTRAJECTEN,
}
"""The filters on many values, by kind and name, with the narrow table that answers each."""


class SqlVragen:
    """All queries of application/vragen.py on one connection."""

    def __init__(self, *, verbinding: Connection, klok: Klok, logboek: Logboek) -> None:
        """Ask on a connection: a reader's own, in one snapshot (`database.lezer`), or that of a write turn."""
        self._verbinding = verbinding
        self._klok = klok
        self._logboek = logboek
        self._watermerk: datetime | None = None

    def peil(self) -> Peil:
        """Read the watermark and the clock."""
        peil = lees_peil(verbinding=self._verbinding, klok=self._klok)
        self._watermerk = peil.watermerk
        return peil

    def _geldend(self, tabel: Table, reis: Tijdreis) -> ColumnElement[bool]:
        """Give the condition "on geldig_op, as known at beschikbaar_op".

        At the watermark read in this same snapshot that is "still believed", which a small index answers.
        """
        if reis.beschikbaar_op != self._watermerk:
            return geldend(tabel=tabel, tijdreis=reis)
        return and_(
            tabel.c.geldig_van <= reis.geldig_op,
            tabel.c.geldig_tot > reis.geldig_op,
            tabel.c.bekend_tot == NU_GELOOFD,
        )

    # --- things ---

    def stand(self, *, soort: Dingsoort[S], ding: UUID, reis: Tijdreis, blik: Blik) -> S | None:
        """Give a thing as it stands at a pair; None when it was not known then."""
        return self.standen(soort=soort, dingen=[ding], reis=reis, blik=blik).get(ding)

    def standen(
        self, *, soort: Dingsoort[S], dingen: Sequence[UUID], reis: Tijdreis, blik: Blik
    ) -> Mapping[UUID, S]:
        """Give several things as they stand at a pair."""
        model = LEESMODELLEN[soort.naam]
        tabel = model.tabel
        lees = _lezer(soort.naam)
        uit: dict[UUID, S] = {}
        for deel in _delen(dingen):
            vraag = select(tabel.c.ding_id, tabel.c.stand).where(
                tabel.c.ding_id.in_(deel), self._geldend(tabel, reis), _bereik(model, blik)
            )
            uit |= {rij.ding_id: lees(rij.stand) for rij in self._verbinding.execute(vraag)}
        return uit

    def lijst(
        self,
        *,
        soort: Dingsoort[S],
        filters: Mapping[str, object],
        reis: Tijdreis,
        blik: Blik,
        bladzijde: int = 1,
        grootte: int | None = None,
    ) -> Bladzijde[S]:
        """Give a page of things known at a pair; ValueError for a filter that this kind does not have."""
        model = LEESMODELLEN[soort.naam]
        tabel = model.tabel
        waar = and_(
            self._geldend(tabel, reis),
            _bereik(model, blik),
            *(
                self._filter(soort.naam, naam, waarde, reis, blik)
                for naam, waarde in _samen(soort.naam, filters).items()
            ),
        )
        volgorde = [*(tabel.c[naam] for naam in model.volgorde), tabel.c.ding_id]
        vraag = select(tabel.c.ding_id, tabel.c.stand).where(waar).order_by(*volgorde)
        if grootte is not None:
            vraag = vraag.limit(grootte).offset((bladzijde - 1) * grootte)
        lees = _lezer(soort.naam)
        items = [
            Gevonden[S](ding=rij.ding_id, stand=lees(rij.stand))
            for rij in self._verbinding.execute(vraag)
        ]
        aantal = len(items)
        if grootte is not None and (bladzijde > 1 or aantal == grootte):
            tel = select(func.count()).select_from(tabel).where(waar)
            aantal = self._verbinding.scalar(tel) or 0
        return Bladzijde(aantal=aantal, items=items)

    def toelatingsperioden(self, *, bekend: datetime) -> Sequence[Toelatingsperiode]:
        """Give all periods of admission as known at an instant, a row of the narrow table each."""
        tabel = AANBIEDERTOELATINGEN
        vraag = (
            select(tabel.c.ding_id, tabel.c.waarde, tabel.c.geldig_van, tabel.c.geldig_tot)
            .where(geloofd(tabel=tabel, op=bekend))
            .order_by(tabel.c.ding_id, tabel.c.waarde, tabel.c.geldig_van)
        )
        return [
            Toelatingsperiode(
                aanbieder_id=rij.ding_id,
                traject_id=UUID(rij.waarde.partition("|")[0]),
                perceel=rij.waarde.partition("|")[2],
                van=rij.geldig_van,
                tot=None if rij.geldig_tot == NOOIT else rij.geldig_tot,
            )
            for rij in self._verbinding.execute(vraag)
        ]

    def opvolgers(
        self, *, contracten: Sequence[UUID], reis: Tijdreis, blik: Blik
    ) -> Sequence[Gevonden[Contractstand]]:
        """Give the contracts known at a pair that succeed any of these, in the default order within a part."""
        tabel, lees = CONTRACTVOORKOMENS, _lezer(CONTRACT.naam)
        uit: list[Gevonden[Contractstand]] = []
        for deel in _delen(contracten):
            vraag = (
                select(tabel.c.ding_id, tabel.c.stand)
                .where(
                    tabel.c.vorig_contract_id.in_(deel),
                    self._geldend(tabel, reis),
                    _bereik(LEESMODELLEN[CONTRACT.naam], blik),
                )
                .order_by(tabel.c.contractnummer, tabel.c.ding_id)
            )
            rijen = self._verbinding.execute(vraag)
            uit += [Gevonden(ding=rij.ding_id, stand=lees(rij.stand)) for rij in rijen]
        return uit

    def contracttelling(self, *, reis: Tijdreis, blik: Blik) -> Sequence[Telling]:
        """Count the contracts known at a pair by regio, segment and status; no standing is read for it."""
        tabel = CONTRACTVOORKOMENS
        groepen = (tabel.c.regio_id, tabel.c.segment, tabel.c.status)
        vraag = (
            select(*groepen, func.count().label("aantal"))
            .where(self._geldend(tabel, reis), _bereik(LEESMODELLEN[CONTRACT.naam], blik))
            .group_by(*groepen)
        )
        return [
            Telling(
                regio_id=rij.regio_id,
                segment=rij.segment,
                status=Status(rij.status),
                aantal=rij.aantal,
            )
            for rij in self._verbinding.execute(vraag)
        ]

    def _filter(
        self, soort: str, naam: str, waarde: Any, reis: Tijdreis, blik: Blik
    ) -> ColumnElement[bool]:
        tabel = LEESMODELLEN[soort].tabel
        smal = _SMALLE_FILTERS.get((soort, naam))
        if smal is not None:
            return self._heeft(tabel, smal, [str(waarde)], reis)
        match soort, naam:
            case "contract", "eindigtVoor":
                return self._eindigt_voor(waarde, reis, blik)
            case "contract", "zonderOpvolger":
                return self._zonder_opvolger(reis) if waarde else ~self._zonder_opvolger(reis)
            case "aanbieder", "toegelaten":
                return self._toegelaten(waarde, reis, blik)
        gelijk: ColumnElement[bool] = tabel.c[_kolom(naam)] == waarde
        return gelijk

    def _heeft(
        self, tabel: Table, smal: Table, waarden: Iterable[object], reis: Tijdreis
    ) -> ColumnElement[bool]:
        gezocht = select(smal.c.ding_id).where(
            smal.c.waarde.in_(list(waarden)), self._geldend(smal, reis)
        )
        return tabel.c.ding_id.in_(gezocht)

    def _eindigt_voor(self, dag: date, reis: Tijdreis, blik: Blik) -> ColumnElement[bool]:
        """Filter on the last day of the term running on the day asked; tacit renewal is computed, not stored."""
        tabel = CONTRACTVOORKOMENS
        kandidaten = select(tabel.c.ding_id, tabel.c.stand).where(
            self._geldend(tabel, reis),
            tabel.c.stilzwijgend,
            _bereik(LEESMODELLEN[CONTRACT.naam], blik),
        )
        lees = _lezer(CONTRACT.naam)
        eindigt = []
        for rij in self._verbinding.execute(kandidaten):
            einde = lees(rij.stand).einddatum(reis.geldig_op)
            if einde is not None and einde < dag:
                eindigt.append(rij.ding_id)
        verloopt = or_(*(tabel.c.ding_id.in_(deel) for deel in _delen(eindigt)), false())
        return or_(and_(~tabel.c.stilzwijgend, tabel.c.einddatum < dag), verloopt)

    def _zonder_opvolger(self, reis: Tijdreis) -> ColumnElement[bool]:
        volger = CONTRACTVOORKOMENS.c.vorig_contract_id
        gevolgd = select(volger).where(volger.is_not(None), self._geldend(CONTRACTVOORKOMENS, reis))
        return CONTRACTVOORKOMENS.c.ding_id.not_in(gevolgd.correlate(None))

    def _toegelaten(
        self, gezocht: Mapping[str, Any], reis: Tijdreis, blik: Blik
    ) -> ColumnElement[bool]:
        """Filter on an admission for one of the lots sought, if asked with or without a clientenstop for it."""
        lot, stop = AANBIEDERTOELATINGEN.c, AANBIEDERSTOPS.c
        waar = [
            lot.waarde.in_(self._toelatingsleutels(gezocht, reis, blik)),
            self._geldend(AANBIEDERTOELATINGEN, reis),
        ]
        if "clientenstop" in gezocht:
            sleutels: list[ColumnElement[str]] = [lot.waarde]
            if "gemeente" in gezocht:
                sleutels.append(lot.waarde + f"|{gezocht['gemeente']}")
            gestopt = exists().where(
                stop.ding_id == lot.ding_id,
                stop.waarde.in_(sleutels),
                self._geldend(AANBIEDERSTOPS, reis),
            )
            waar.append(gestopt if gezocht["clientenstop"] else ~gestopt)
        return AANBIEDERVOORKOMENS.c.ding_id.in_(select(lot.ding_id).where(*waar))

    def _toelatingsleutels(
        self, gezocht: Mapping[str, Any], reis: Tijdreis, blik: Blik
    ) -> list[str]:
        """Give the lots of all trajecten with a code, in a segment and for a gemeente; what is not sought is open."""
        trajecten = self.lijst(soort=INKOOPTRAJECT, filters={}, reis=reis, blik=blik)
        return [
            f"{traject.ding}|{p.code}"
            for traject in trajecten.items
            for p in traject.stand.percelen
            if gezocht.get("toegelatenVoor", p.code) == p.code
            and gezocht.get("segment", p.segment) == p.segment
            and ("gemeente" not in gezocht or gezocht["gemeente"] in p.gemeenten)
        ]

    def voorkomens(
        self, *, soort: Dingsoort[S], ding: UUID, tot: datetime, blik: Blik
    ) -> Sequence[Voorkomen[S]]:
        """Give all rectangles of a thing as known up to an instant; what precedes its first day is left out."""
        model = LEESMODELLEN[soort.naam]
        tabel = model.tabel
        vraag = (
            select(tabel)
            .where(
                tabel.c.ding_id == ding,
                tabel.c.bekend_van <= tot,
                tabel.c.geldig_van > EERSTE_DAG,
                _bereik(model, blik),
            )
            .order_by(tabel.c.geldig_van, tabel.c.bekend_van)
        )
        return [_voorkomen(soort, rij, tot) for rij in self._verbinding.execute(vraag)]

    def verlopen(
        self, *, soort: Dingsoort[S], regio_id: UUID, bekend: datetime, blik: Blik
    ) -> Mapping[UUID, Sequence[Voorkomen[S]]]:
        """Give of all things of a regio the rectangles believed at an instant; ValueError for a kind without regio."""
        model = LEESMODELLEN[soort.naam]
        tabel = model.tabel
        if model.regio is None:
            raise ValueError(f"een {soort.naam} hoort niet bij één regio")
        vraag = (
            select(tabel)
            .where(
                tabel.c[model.regio] == regio_id,
                geloofd(tabel=tabel, op=bekend),
                tabel.c.geldig_van > EERSTE_DAG,
                _bereik(model, blik),
            )
            .order_by(tabel.c.ding_id, tabel.c.geldig_van)
        )
        uit: dict[UUID, list[Voorkomen[S]]] = defaultdict(list)
        for rij in self._verbinding.execute(vraag):
            uit[rij.ding_id].append(_voorkomen(soort, rij, bekend))
        return uit

    def contractstukken(
        self, *, regio_id: UUID, traject_id: UUID | None, producten: bool, bekend: datetime
    ) -> Sequence[Contractstuk]:
        """Give the days on which contracts are in force, from columns and narrow tables; of tariffs the products."""
        tabel = CONTRACTVOORKOMENS
        waar = [tabel.c.regio_id == regio_id, tabel.c.status.in_(_IN_WERKING)]
        if traject_id is not None:
            waar.append(tabel.c.traject_id == traject_id)
        waar.append(geloofd(tabel=tabel, op=bekend))
        kolommen = [tabel.c[naam] for naam in _STUKKOLOMMEN]
        if producten:
            kolommen.append(tabel.c.stand)
        vraag = select(*kolommen).where(*waar).order_by(tabel.c.ding_id, tabel.c.geldig_van)
        percelen, gemeenten = (
            self._waarden(smal, select(tabel.c.ding_id).where(*waar), bekend)
            for smal in (CONTRACTPERCELEN, CONTRACTGEMEENTEN)
        )
        return [
            Contractstuk(
                contract=rij.ding_id,
                aanbieder=rij.aanbieder_id,
                traject=rij.traject_id,
                segment=rij.segment,
                van=rij.geldig_van,
                tot=rij.geldig_tot,
                percelen=percelen[rij.ding_id],
                gemeenten=gemeenten[rij.ding_id],
                producten=_producten(rij.stand) if producten else None,
            )
            for rij in self._verbinding.execute(vraag)
        ]

    def _waarden(
        self, smal: Table, dingen: Select[tuple[UUID]], bekend: datetime
    ) -> Mapping[UUID, Sequence[tuple[str, Periode]]]:
        """Give per thing the values of a narrow table believed at an instant, each with its days."""
        vraag = select(smal.c.ding_id, smal.c.waarde, smal.c.geldig_van, smal.c.geldig_tot).where(
            smal.c.ding_id.in_(dingen), geloofd(tabel=smal, op=bekend)
        )
        uit: dict[UUID, list[tuple[str, Periode]]] = defaultdict(list)
        for rij in self._verbinding.execute(vraag):
            uit[rij.ding_id].append((rij.waarde, Periode(rij.geldig_van, rij.geldig_tot)))
        return uit

    # --- the log ---

    def registraties(self, *, ding: UUID, tot: datetime) -> Sequence[Registratie]:
        """Give the entries of one thing up to an instant, in order of registration."""
        g = GEBEURTENISSEN.c
        return self._lees(g.ding_id == ding, g.geregistreerd_op <= tot)

    def dingen_van(self, *, gebeurtenissen: Collection[UUID], tot: datetime) -> Mapping[UUID, UUID]:
        """Give by the id of an entry its thing; those not recorded by an instant left out."""
        g = GEBEURTENISSEN.c
        uit: dict[UUID, UUID] = {}
        for deel in _delen(sorted(gebeurtenissen)):
            vraag = select(g.gebeurtenis_id, g.ding_id).where(
                g.gebeurtenis_id.in_(deel), g.geregistreerd_op <= tot
            )
            uit |= {rij.gebeurtenis_id: rij.ding_id for rij in self._verbinding.execute(vraag)}
        return uit

    def log(self, *, vanaf: int, aantal: int, tot: datetime, blik: Blik) -> Sequence[Registratie]:
        """Give the whole log from a position on, up to an instant; entries outside the Blik are left out."""
        g = GEBEURTENISSEN.c
        buiten = [] if blik.regios is None else [self._in_bereik(blik)]
        vraag = (
            select(*KOLOMMEN)
            .where(g.positie >= vanaf, g.geregistreerd_op <= tot, *buiten)
            .order_by(g.positie)
            .limit(aantal)
        )
        return [self._logboek.lees(rij=rij) for rij in self._verbinding.execute(vraag)]

    def bundels(
        self, *, tot: datetime, blik: Blik, bladzijde: int, grootte: int
    ) -> tuple[int, Sequence[Bundel]]:
        """Give a page of what was recorded at once, the newest first; entries outside the Blik do not count."""
        g = GEBEURTENISSEN.c
        buiten = [] if blik.regios is None else [self._in_bereik(blik)]
        per = (
            select(
                g.correlatie,
                func.min(g.geregistreerd_op).label("op"),
                func.count().label("aantal"),
                func.min(g.soort).label("eerste"),
                func.max(g.soort).label("laatste"),
                func.min(g.positie).label("positie"),
            )
            .where(g.geregistreerd_op <= tot, *buiten)
            .group_by(g.correlatie)
            .having(func.count() > 1)
            .subquery()
        )
        begin = (bladzijde - 1) * grootte
        vraag = select(per).order_by(per.c.positie.desc()).limit(grootte).offset(begin)
        aantal = self._verbinding.scalar(select(func.count()).select_from(per)) or 0
        return aantal, [
            Bundel(
                correlatie=UUID(rij.correlatie),
                geregistreerd_op=rij.op,
                aantal=rij.aantal,
                soort=rij.eerste if rij.eerste == rij.laatste else None,
            )
            for rij in self._verbinding.execute(vraag)
        ]

    def samen_vastgelegd(
        self, *, correlatie: UUID, tot: datetime, blik: Blik
    ) -> Sequence[Registratie]:
        """Give the entries that share a correlation id, up to an instant; entries outside the Blik are left out."""
        g = GEBEURTENISSEN.c
        buiten = [] if blik.regios is None else [self._in_bereik(blik)]
        return self._lees(g.correlatie == str(correlatie), g.geregistreerd_op <= tot, *buiten)

    def nieuwste(self, *, aantal: int, tot: datetime, blik: Blik) -> Sequence[Registratie]:
        """Give the newest entries of the log up to an instant, the newest first; entries outside the Blik left out."""
        g = GEBEURTENISSEN.c
        buiten = [] if blik.regios is None else [self._in_bereik(blik)]
        vraag = (
            select(*KOLOMMEN)
            .where(g.geregistreerd_op <= tot, *buiten)
            .order_by(g.positie.desc())
            .limit(aantal)
        )
        return [self._logboek.lees(rij=rij) for rij in self._verbinding.execute(vraag)]

    def _in_bereik(self, blik: Blik) -> ColumnElement[bool]:
        """Filter the log on the things in scope: those of the regions, and those of no region."""
        vreemd = [
            select(m.tabel.c.ding_id).where(~_bereik(m, blik))
            for m in LEESMODELLEN.values()
            if m.regio is not None
        ]
        return and_(*(~GEBEURTENISSEN.c.ding_id.in_(deel) for deel in vreemd))

    def positie(self, *, tot: datetime) -> int:
        """Give the position of the newest entry of the whole log up to an instant."""
        g = GEBEURTENISSEN.c
        return (
            self._verbinding.scalar(select(func.max(g.positie)).where(g.geregistreerd_op <= tot))
            or 0
        )

    def in_jaar(
        self, *, dingen: Sequence[UUID], van: date, tot: date, sinds: datetime, bekend: datetime
    ) -> Mapping[UUID, Sequence[Registratie]]:
        """Give the entries dated in [van, tot) or recorded from `sinds` on; of a corrected thing all."""
        g = GEBEURTENISSEN.c
        raakt = or_(and_(g.ingangsdatum >= van, g.ingangsdatum < tot), g.geregistreerd_op >= sinds)
        uit: dict[UUID, list[Registratie]] = defaultdict(list)
        for deel in _delen(dingen):
            gecorrigeerd = select(g.ding_id).where(
                g.ding_id.in_(deel), g.ingangsdatum.is_(None), g.geregistreerd_op <= bekend
            )
            for registratie in self._lees(
                g.ding_id.in_(deel),
                or_(raakt, g.ding_id.in_(gecorrigeerd)),
                g.geregistreerd_op <= bekend,
            ):
                uit[registratie.ding].append(registratie)
        return uit

    def buiten_boekingen(
        self, *, budgetten: Sequence[UUID], bekend: datetime
    ) -> Mapping[UUID, Sequence[Registratie]]:
        """Give the entries of budgets without their bookings, but for the bookings that a correctie names."""
        g = GEBEURTENISSEN.c
        uit: dict[UUID, list[Registratie]] = defaultdict(list)
        for deel in _delen(budgetten):
            for registratie in self._lees(
                g.ding_id.in_(deel), g.soort.not_in(_BOEKINGEN), g.geregistreerd_op <= bekend
            ):
                uit[registratie.ding].append(registratie)
        for ding, gevonden in uit.items():
            genoemd = _genoemd(gevonden) - {r.volgnummer for r in gevonden}
            for nummers in _delen(sorted(genoemd)):
                gevonden.extend(self._lees(g.ding_id == ding, g.volgnummer.in_(nummers)))
            gevonden.sort(key=lambda r: r.volgnummer)
        return uit

    def _lees(self, *waar: ColumnElement[bool]) -> list[Registratie]:
        vraag = select(*KOLOMMEN).where(*waar).order_by(GEBEURTENISSEN.c.positie)
        return [self._logboek.lees(rij=rij) for rij in self._verbinding.execute(vraag)]

    def afwijkingen(
        self, *, filters: Mapping[str, object], reis: Tijdreis, blik: Blik
    ) -> Sequence[Registratie]:
        """Give the entries recorded with an afwijking whose day has come, known at the moment asked."""
        tabel = AFWIJKINGEN
        waar = [self._geldend(tabel, reis)]
        if blik.regios is not None:
            waar.append(or_(tabel.c.regio_id.is_(None), tabel.c.regio_id.in_(blik.regios)))
        if "regioId" in filters:
            waar.append(tabel.c.regio_id == filters["regioId"])
        if isinstance(jaar := filters.get("jaar"), int):
            waar.append(tabel.c.geldig_van >= date(jaar, 1, 1))
            waar.append(tabel.c.geldig_van < date(jaar, 12, 31) + timedelta(days=1))
        gemerkt = select(tabel.c.ding_id, tabel.c.volgnummer).where(*waar).subquery()
        regel = filters.get("regel")
        g = GEBEURTENISSEN.c
        vraag = (
            select(*KOLOMMEN)
            .join(
                gemerkt, and_(g.ding_id == gemerkt.c.ding_id, g.volgnummer == gemerkt.c.volgnummer)
            )
            .order_by(g.positie)
        )
        gevonden = (self._logboek.lees(rij=rij) for rij in self._verbinding.execute(vraag))
        return [r for r in gevonden if regel is None or _wijkt_af(r, regel)]

    def verwijzingen(
        self, *, naar: Collection[UUID], reis: Tijdreis, blik: Blik
    ) -> Sequence[Verwijzing]:
        """Give the standing facts that refer to any of these and whose day has come, in order of the log."""
        tabel, g = VERWIJZINGEN, GEBEURTENISSEN.c
        binnen = []
        if blik.regios is not None:
            binnen = [or_(tabel.c.regio_id.is_(None), tabel.c.regio_id.in_(blik.regios))]
        uit: list[Verwijzing] = []
        for deel in _delen(sorted(naar)):
            vraag = (
                select(*KOLOMMEN, tabel.c.naar_id, tabel.c.aard, tabel.c.dingsoort, tabel.c.regel)
                .join(
                    GEBEURTENISSEN,
                    and_(g.ding_id == tabel.c.ding_id, g.volgnummer == tabel.c.volgnummer),
                )
                .where(tabel.c.naar_id.in_(deel), self._geldend(tabel, reis), *binnen)
                .order_by(g.positie, tabel.c.regel)
            )
            uit.extend(
                Verwijzing(
                    naar=rij.naar_id,
                    aard=Verwijzingsaard(rij.aard),
                    dingsoort=rij.dingsoort,
                    registratie=self._logboek.lees(rij=rij[: len(KOLOMMEN)]),
                    plaats=int(rij.regel.split("/")[1]),
                )
                for rij in self._verbinding.execute(vraag)
            )
        return uit

    # --- money ---

    def boekingen(
        self, *, budgetten: Sequence[UUID], reis: Tijdreis, blik: Blik
    ) -> Sequence[Geboekt]:
        """Give the ledger lines in force at a pair, of budgets that the reader may see."""
        tabel = BUDGETBOEKINGEN
        zichtbaar = list(self.standen(soort=BUDGET, dingen=budgetten, reis=reis, blik=blik))
        uit: list[Geboekt] = []
        for deel in _delen(zichtbaar):
            vraag = (
                select(tabel)
                .where(tabel.c.ding_id.in_(deel), self._geldend(tabel, reis))
                .order_by(tabel.c.ding_id, tabel.c.geldig_van, tabel.c.volgnummer, tabel.c.regel)
            )
            uit.extend(_geboekt(rij) for rij in self._verbinding.execute(vraag))
        return uit

    def contractboekingen(
        self, *, contracten: Sequence[UUID], boekjaar: int | None, reis: Tijdreis, blik: Blik
    ) -> Sequence[Geboekt]:
        """Give the ledger lines in force at a pair that name these contracts, of budgets that the reader may see."""
        tabel, budget = BUDGETBOEKINGEN, LEESMODELLEN[BUDGET.naam]
        waar = [self._geldend(tabel, reis)]
        if boekjaar is not None:
            waar.append(tabel.c.boekjaar == boekjaar)
        if blik.regios is not None:
            zichtbaar = select(budget.tabel.c.ding_id).where(_bereik(budget, blik))
            waar.append(tabel.c.ding_id.in_(zichtbaar))
        uit: list[Geboekt] = []
        for deel in _delen(contracten):
            vraag = (
                select(tabel)
                .where(tabel.c.contract_id.in_(deel), *waar)
                .order_by(tabel.c.geldig_van, tabel.c.ding_id, tabel.c.volgnummer, tabel.c.regel)
            )
            uit.extend(_geboekt(rij) for rij in self._verbinding.execute(vraag))
        return uit

    def boekingsommen(
        self, *, budgetten: Sequence[UUID], boekjaar: int, reis: Tijdreis, blik: Blik
    ) -> Sequence[Boekingsom]:
        """Give the ledger of one book year in force at a pair, summed per budget, kind, contract and gemeente."""
        tabel = BUDGETBOEKINGEN
        zichtbaar = list(self.standen(soort=BUDGET, dingen=budgetten, reis=reis, blik=blik))
        waarnaar = (tabel.c.ding_id, tabel.c.soort, tabel.c.contract_id, tabel.c.gemeente)
        som = func.sum(tabel.c.centen).label("centen")
        uit: list[Boekingsom] = []
        for deel in _delen(zichtbaar):
            vraag = (
                select(*waarnaar, som, func.count().label("aantal"))
                .where(
                    tabel.c.ding_id.in_(deel),
                    tabel.c.boekjaar == boekjaar,
                    geldend(tabel=tabel, tijdreis=reis),
                )
                .group_by(*waarnaar)
                .order_by(*waarnaar)
            )
            uit.extend(_boekingsom(rij) for rij in self._verbinding.execute(vraag))
        return uit


def _voorkomen(soort: Dingsoort[S], rij: Any, tot: datetime) -> Voorkomen[S]:
    return Voorkomen(
        begin_geldigheid=rij.geldig_van,
        eind_geldigheid=None if rij.geldig_tot == NOOIT else rij.geldig_tot,
        begin_registratie=rij.bekend_van,
        eind_registratie=None if rij.bekend_tot > tot else rij.bekend_tot,
        stand=_lezer(soort.naam)(rij.stand),
    )


_IN_WERKING = (Status.ACTIEF.value, Status.OPGEZEGD.value)
_STUKKOLOMMEN = ("ding_id", "aanbieder_id", "traject_id", "segment", "geldig_van", "geldig_tot")


def _producten(stand: str) -> frozenset[str] | None:
    """Give the products in the tariffs of a kept standing of a contract; None when it has no tariffs."""
    return frozenset(t["productcode"] for t in json.loads(stand).get("tarieven", ())) or None


def _kolom(naam: str) -> str:
    """Give the column of a filter by its outside name: `regioId` -> `regio_id`."""
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in naam)


_VAN_TOELATING = frozenset({"toegelatenVoor", "segment", "gemeente", "clientenstop"})


def _samen(soort: str, filters: Mapping[str, object]) -> dict[str, object]:
    """Take together what must hold of one and the same toelating: its perceel, segment, gemeente and clientenstop."""
    gezocht = {n: w for n, w in filters.items() if n in _VAN_TOELATING}
    if soort != AANBIEDER.naam or not gezocht:
        return dict(filters)
    rest = {n: w for n, w in filters.items() if n not in _VAN_TOELATING}
    return {**rest, "toegelaten": gezocht}


def _bereik(model: Leesmodel, blik: Blik) -> ColumnElement[bool]:
    if blik.regios is None or model.regio is None:
        return and_(True)  # noqa: FBT003 - the neutral condition
    return model.tabel.c[model.regio].in_(blik.regios)


def _wijkt_af(registratie: Registratie, regel: object) -> bool:
    afwijking = registratie.envelop.afwijking
    return afwijking is not None and regel in afwijking.regels


def _genoemd(registraties: Iterable[Registratie]) -> set[int]:
    """Give the volgnummers that correcties name."""
    correcties = [r.feit for r in registraties if isinstance(r.feit, Correctie)]
    return {zet.volgnummer for correctie in correcties for zet in correctie.registraties}


def _delen(dingen: Sequence[T]) -> list[Sequence[T]]:
    return [dingen[begin : begin + _DEEL] for begin in range(0, len(dingen), _DEEL)]


def _geboekt(rij: Any) -> Geboekt:
    boeking = Boeking(
        volgnummer=rij.volgnummer,
        plaats=int(rij.regel.rsplit("/", 1)[1]),
        soort=Boekingsoort(rij.soort),
        ingangsdatum=rij.geldig_van,
        centen=rij.centen,
        contract_id=rij.contract_id,
        gemeente=rij.gemeente,
        prestatieperiode=rij.prestatieperiode,
        boekjaar=rij.boekjaar,
        productcode=rij.productcode,
        kostensoort=rij.kostensoort,
    )
    return Geboekt(budget_id=rij.ding_id, boeking=boeking)


def _boekingsom(rij: Any) -> Boekingsom:
    return Boekingsom(
        budget_id=rij.ding_id,
        soort=Boekingsoort(rij.soort),
        contract_id=rij.contract_id,
        gemeente=rij.gemeente,
        centen=int(rij.centen),
        aantal=rij.aantal,
    )
