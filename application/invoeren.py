"""Bringing in an existing register: rows become the same commands as at every other door, all of them or none.

Every row is read and judged, so that one run names every fault; onrechtmatige breaches are listed per row and are
accepted together under one motivation. Nothing is recorded when anything is wrong.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from application.fouten import BestaatNiet, OngeldigeInvoer
from application.importsjabloon import (
    AANBIEDERS,
    CONTRACTEN,
    TARIEVEN,
    TOELATINGEN,
    Blad,
    Rij,
)
from application.register import Schrijfbeurt, Tijdreis
from application.toegang import Gebruiker
from application.vastleggen import Opdracht, Vastlegger
from domain.aanbieder import (
    AANBIEDER,
    AanbiederIngeschreven,
    Aanbiederstand,
    AanbiederToegelaten,
)
from domain.contract import CONTRACT
from domain.contractfeiten import ContractGesloten
from domain.feiten import Afwijking, Envelop, Feit
from domain.inkooptraject import INKOOPTRAJECT
from domain.oordeel import Bevinding, Regelsoort, Weigering
from domain.regio import REGIO
from domain.tijdlijn import Dingsoort
from domain.waarden import lees_tekst

NOG_NIETS = UUID(int=0)
"""Stands in a fact for a thing that is named by its natural key, until that is looked up."""


@dataclass(frozen=True, kw_only=True)
class Rijfout:
    """What is wrong with a row; `kolom` is empty when it is about the row as a whole, `rij` 0 about the file."""

    blad: str
    rij: int
    kolom: str
    reden: str


@dataclass(frozen=True, kw_only=True)
class Rijafwijking:
    """An onrechtmatige breach by a row, recorded only with a motivation."""

    blad: str
    rij: int
    kolom: str
    regel: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class Invoer:
    """What was read from the files."""

    rijen: Mapping[str, Sequence[Rij]]
    """By the name of the sheet."""
    fouten: Sequence[Rijfout]


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What became of the rows of a sheet."""

    rijen: int
    nieuw: int
    bestaand: int
    """Aanbieders that stand in the register already, and are the same."""


@dataclass(frozen=True, kw_only=True)
class Uitslag:
    """What an import found, and whether it was recorded."""

    tellingen: Mapping[str, Telling]
    fouten: Sequence[Rijfout]
    afwijkingen: Sequence[Rijafwijking]
    niet_beoordeeld: int
    """Rows that lean on a row with a fault."""
    correlatie: UUID | None
    """What all recorded facts share; None when nothing was recorded."""


Lichaamlezer = Callable[[Dingsoort[Any], type[Feit], Mapping[str, Any]], Feit]
"""Makes a fact of a command's body as the API takes it; raises OngeldigeInvoer with every fault."""
Voortgang = Callable[[int, int], None]
"""Told how many rows are judged, out of how many."""


class _Terug(Exception):
    pass


@dataclass(frozen=True, kw_only=True)
class Invoerder:
    """Records a whole register out of rows; `lees_lichaam` is the API's own reader of bodies."""

    vastlegger: Vastlegger
    lees_lichaam: Lichaamlezer

    def voer_in(
        self,
        *,
        invoer: Invoer,
        gebruiker: Gebruiker,
        motivering: str | None,
        vastleggen: bool,
        voortgang: Voortgang,
    ) -> Uitslag:
        """Read and judge every row, and with `vastleggen` record them in one transaction if nothing is wrong.

        `motivering` accepts every onrechtmatige breach. Raises GeenRecht, RegisterBezet, and ValueError for a
        motivation that cannot be recorded.
        """
        motivering = motivering and lees_tekst(motivering)
        lezing = _Lezing(self.lees_lichaam, invoer)
        correlatie = self.vastlegger.nieuwe_id()
        oordeel: _Oordeel | None = None
        vastgelegd = False
        with suppress(_Terug), self.vastlegger.register.schrijf() as beurt:
            oordeel = _Oordeel(
                vastlegger=self.vastlegger,
                beurt=beurt,
                gebruiker=gebruiker,
                correlatie=correlatie,
                motivering=motivering,
            )
            oordeel.beoordeel(lezing, voortgang)
            zwaar = lezing.fouten or oordeel.fouten or (oordeel.afwijkingen and not motivering)
            if zwaar or not vastleggen:
                raise _Terug
            vastgelegd = True
        assert oordeel is not None  # noqa: S101 - a turn that could not begin has raised
        return Uitslag(
            tellingen=oordeel.tellingen(lezing),
            fouten=sorted([*lezing.fouten, *oordeel.fouten], key=_plaats),
            afwijkingen=sorted(oordeel.afwijkingen, key=_plaats),
            niet_beoordeeld=oordeel.niet_beoordeeld,
            correlatie=correlatie if vastgelegd else None,
        )


_BLADVOLGORDE = {b.naam: n for n, b in enumerate((AANBIEDERS, TOELATINGEN, CONTRACTEN, TARIEVEN))}


def _plaats(gevonden: Rijfout | Rijafwijking) -> tuple[int, int]:
    return (_BLADVOLGORDE.get(gevonden.blad, -1), gevonden.rij)


# --- from rows to facts ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Voorstel:
    """A row as a fact that still names other things by their natural keys."""

    blad: Blad
    rij: Rij
    feit: Any
    """None when the row has a fault: then only its keys are known."""
    sleutels: Mapping[str, str]
    """Natural keys by the field they stand for."""
    tariefrijen: Sequence[Rij]

    def plek(self, veld: str) -> tuple[str, int, str]:
        """Give sheet, row and column of a field; a contract's tarieven stand in rows of their own."""
        delen = veld.split(".")
        if delen[0] == "tarieven" and len(delen) > 1:
            rij = self.tariefrijen[int(delen[1])]
            return (TARIEVEN.naam, rij.nummer, TARIEVEN.kolom(veld=".".join(delen[2:])))
        return (self.blad.naam, self.rij.nummer, self.blad.kolom(veld=veld))


_VERWIJZINGEN = ("regioId", "trajectId", "aanbiederId", "opvolging.vorigContractId")


class _Lezing:
    """All rows read by themselves: their facts, and every fault that needs no register."""

    def __init__(self, lees_lichaam: Lichaamlezer, invoer: Invoer) -> None:
        self.fouten = list(invoer.fouten)
        self._lees_lichaam = lees_lichaam
        self._tarieven: dict[str, list[tuple[Rij, dict[str, Any]]]] = {}
        self._kapotte_tarieven: set[str] = set()
        self.aantallen = {naam: len(rijen) for naam, rijen in invoer.rijen.items()}
        rijen = {
            b.naam: invoer.rijen.get(b.naam, ()) for b in (AANBIEDERS, TOELATINGEN, CONTRACTEN)
        }
        self._lees_tarieven(invoer.rijen.get(TARIEVEN.naam, ()))
        self.aanbieders = [
            self._voorstel(AANBIEDERS, rij, AANBIEDER, AanbiederIngeschreven)
            for rij in rijen[AANBIEDERS.naam]
        ]
        self.toelatingen = [
            self._voorstel(TOELATINGEN, rij, AANBIEDER, AanbiederToegelaten)
            for rij in rijen[TOELATINGEN.naam]
        ]
        self.contracten = [
            self._voorstel(CONTRACTEN, rij, CONTRACT, ContractGesloten)
            for rij in rijen[CONTRACTEN.naam]
        ]
        self._weiger_dubbel(self.aanbieders, "kvkNummer")
        self._weiger_dubbel(self.contracten, "contractnummer")
        self._weiger_los()

    def _fout(self, blad: str, rij: int, kolom: str, reden: str) -> None:
        self.fouten.append(Rijfout(blad=blad, rij=rij, kolom=kolom, reden=reden))

    def _cellen(self, blad: Blad, rij: Rij) -> tuple[dict[str, Any], set[str]]:
        """Read the cells of a row by their fields; give the columns with a fault as well."""
        velden: dict[str, Any] = {}
        kapot: set[str] = set()
        for kolom in blad.kolommen:
            cel = rij.cellen.get(kolom.naam)
            if cel is None:
                if kolom.verplicht:
                    kapot.add(kolom.naam)
                    self._fout(blad.naam, rij.nummer, kolom.naam, _VERPLICHT)
                continue
            try:
                velden[kolom.veld] = kolom.lees(cel)
            except ValueError as fout:
                kapot.add(kolom.naam)
                self._fout(blad.naam, rij.nummer, kolom.naam, str(fout))
        return velden, kapot

    def _lees_tarieven(self, rijen: Iterable[Rij]) -> None:
        gezien: dict[tuple[Any, ...], int] = {}
        for rij in rijen:
            velden, kapot = self._cellen(TARIEVEN, rij)
            nummer = velden.pop("contractnummer", "")
            sleutel = (nummer, *(velden.get(v) for v in ("productcode", "eenheid", "gemeente")))
            if kapot:
                self._kapotte_tarieven.add(nummer)
            elif sleutel in gezien:
                self._kapotte_tarieven.add(nummer)
                reden = f"dit tarief staat ook op rij {gezien[sleutel]}"
                self._fout(TARIEVEN.naam, rij.nummer, "productcode", reden)
                continue
            gezien[sleutel] = rij.nummer
            if nummer:
                self._tarieven.setdefault(nummer, []).append((rij, velden))

    def _voorstel(
        self, blad: Blad, rij: Rij, soort: Dingsoort[Any], klasse: type[Feit]
    ) -> _Voorstel:
        velden, kapot = self._cellen(blad, rij)
        sleutels = {veld: velden[veld] for veld in _VERWIJZINGEN if veld in velden}
        sleutels |= {v: velden[v] for v in ("kvkNummer", "contractnummer") if v in velden}
        velden |= {veld: str(NOG_NIETS) for veld in _VERWIJZINGEN if veld in velden}
        nummer = sleutels.get("contractnummer", "")
        tarieven = self._tarieven.get(nummer, []) if blad is CONTRACTEN else []
        voorstel = _Voorstel(
            blad=blad,
            rij=rij,
            feit=None,
            sleutels=sleutels,
            tariefrijen=[tariefrij for tariefrij, _ in tarieven],
        )
        if blad is TOELATINGEN:
            velden.pop("regioId", None)
            velden.pop("aanbiederId", None)
        lichaam, opties = genest(velden=velden)
        if tarieven:
            lichaam["tarieven"] = [regel for _, regel in tarieven]
        feit = None
        try:
            feit = self._lees_lichaam(soort, klasse, lichaam)
        except OngeldigeInvoer as ongeldig:
            self._noteer(voorstel, ongeldig, opties, kapot)
        heel = not kapot and not (blad is CONTRACTEN and nummer in self._kapotte_tarieven)
        return replace(voorstel, feit=feit if heel else None)

    def _noteer(
        self, voorstel: _Voorstel, ongeldig: OngeldigeInvoer, opties: Sequence[str], kapot: set[str]
    ) -> None:
        for fout in ongeldig.fouten:
            blad, rij, kolom = voorstel.plek(_met_optie(fout.naam, opties))
            # A cell that could not be read is missing in the body: that is one fault, not two.
            eerder = kolom in kapot if blad == voorstel.blad.naam else fout.reden == _VERPLICHT
            if not eerder:
                self._fout(blad, rij, kolom, fout.reden)

    def _weiger_dubbel(self, voorstellen: list[_Voorstel], veld: str) -> None:
        gezien: dict[str, int] = {}
        for plek, voorstel in enumerate(voorstellen):
            sleutel = voorstel.sleutels.get(veld)
            if sleutel is not None and sleutel in gezien:
                self._fout(*voorstel.plek(veld), f"'{sleutel}' staat ook op rij {gezien[sleutel]}")
                voorstellen[plek] = replace(voorstel, feit=None)
            elif sleutel is not None:
                gezien[sleutel] = voorstel.rij.nummer

    def _weiger_los(self) -> None:
        """Refuse tarieven of a contract that is not in the files."""
        bekend = {v.sleutels.get("contractnummer") for v in self.contracten}
        for nummer, regels in self._tarieven.items():
            if nummer not in bekend and None not in bekend:
                reden = f"contract '{nummer}' staat niet in het blad {CONTRACTEN.naam}"
                for rij, _ in regels:
                    self._fout(TARIEVEN.naam, rij.nummer, "contractnummer", reden)


_VERPLICHT = "is verplicht"


def genest(*, velden: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Turn fields by path into a body; give also which numbered verlengingsopties were filled, in order."""
    lichaam: dict[str, Any] = {}
    for pad, waarde in velden.items():
        *delen, laatste = pad.split(".")
        plek = lichaam
        for deel in delen:
            plek = plek.setdefault(deel, {})
        plek[laatste] = waarde
    opties = lichaam.get("verlengingsopties")
    if not opties:
        return lichaam, []
    nummers = sorted(opties)
    lichaam["verlengingsopties"] = [opties[nummer] for nummer in nummers]
    return lichaam, nummers


def _met_optie(veld: str, opties: Sequence[str]) -> str:
    """Give the path with the number that the option has in the template."""
    delen = veld.split(".")
    if delen[0] == "verlengingsopties" and len(delen) > 1:
        delen[1] = opties[int(delen[1])]
    return ".".join(delen)


# --- judging and recording ---------------------------------------------------------------------------------------

_KOLOMVELD = {
    "contractnummer-bestaat-al": "contractnummer",
    "niet-toegelaten": "percelen",
    "gemeente-neemt-niet-deel": "gemeenten",
    "toetreding-gesloten": "ingangsdatum",
    "periode-overlapt": "perceel",
}
"""The field that a breach of a rule is about."""


class _Niet(ValueError):
    """A natural key that names nothing, or more than one thing."""


class _Overslaan(Exception):
    """A row has a fault that was told already."""


class _Leunt(_Overslaan):
    """A row leans on a row with a fault; judging it would only tell that fault again."""


@dataclass(kw_only=True)
class _Oordeel:
    """One turn in which the rows are judged and recorded one after another."""

    vastlegger: Vastlegger
    beurt: Schrijfbeurt
    gebruiker: Gebruiker
    correlatie: UUID
    motivering: str | None
    fouten: list[Rijfout] = field(default_factory=list)
    afwijkingen: list[Rijafwijking] = field(default_factory=list)
    niet_beoordeeld: int = 0
    _nieuw: dict[str, int] = field(default_factory=dict)
    _bestaand: int = 0
    _kapot: set[tuple[str, str]] = field(default_factory=set)
    """Sheet and natural key of each row with a fault; an empty key is one that could not be read."""
    _bekend: dict[tuple[str, ...], list[UUID]] = field(default_factory=dict)
    """Things by kind and natural key."""
    _in_bestand: set[str | None] = field(default_factory=set)
    """The contractnummers in the files."""

    def beoordeel(self, lezing: _Lezing, voortgang: Voortgang) -> None:
        """Judge every row in an order in which each finds what it names."""
        standen = self._ken_register()
        nummers = {n for v in lezing.contracten for n in _nummers(v)}
        self._in_bestand = {v.sleutels.get("contractnummer") for v in lezing.contracten}
        self.beurt.zoek_sleutels(soort=CONTRACT.naam, sleutels=nummers)
        werk: list[tuple[_Voorstel, Callable[[_Voorstel], None]]] = [
            *((v, lambda v: self._aanbieder(v, standen)) for v in lezing.aanbieders),
            *((v, self._toelating) for v in lezing.toelatingen),
            *((v, self._contract) for v in self._op_volgorde(lezing.contracten)),
        ]
        for gedaan, (voorstel, stap) in enumerate(werk, start=1):
            try:
                stap(voorstel)
            except _Overslaan as reden:
                self.niet_beoordeeld += isinstance(reden, _Leunt)
                self._kapot.add((voorstel.blad.naam, _sleutel(voorstel)))
            if gedaan % 100 == 0 or gedaan == len(werk):
                voortgang(gedaan, len(werk))

    def tellingen(self, lezing: _Lezing) -> Mapping[str, Telling]:
        """Count per sheet."""
        return {
            naam: Telling(
                rijen=aantal,
                nieuw=self._nieuw.get(naam, 0),
                bestaand=self._bestaand if naam == AANBIEDERS.naam else 0,
            )
            for naam, aantal in lezing.aantallen.items()
        }

    def _ken_register(self) -> Mapping[UUID, Aanbiederstand]:
        """Learn the natural keys of today; give how the aanbieders stand."""
        vragen, blik = self.beurt.vragen(), self.gebruiker.blik
        reis = Tijdreis(geldig_op=self.beurt.vandaag, beschikbaar_op=self.beurt.nu)
        for regio in vragen.lijst(soort=REGIO, filters={}, reis=reis, blik=blik).items:
            self._bekend.setdefault((REGIO.naam, regio.stand.naam), []).append(regio.ding)
        for traject in vragen.lijst(soort=INKOOPTRAJECT, filters={}, reis=reis, blik=blik).items:
            sleutel = (INKOOPTRAJECT.naam, str(traject.stand.regio_id), traject.stand.naam)
            self._bekend.setdefault(sleutel, []).append(traject.ding)
        standen = {}
        for aanbieder in vragen.lijst(soort=AANBIEDER, filters={}, reis=reis, blik=blik).items:
            kvk = (AANBIEDER.naam, aanbieder.stand.kvk_nummer)
            self._bekend.setdefault(kvk, []).append(aanbieder.ding)
            standen[aanbieder.ding] = aanbieder.stand
        return standen

    # --- the three kinds of rows ---

    def _aanbieder(self, voorstel: _Voorstel, standen: Mapping[UUID, Aanbiederstand]) -> None:
        feit = _heel(voorstel)
        kvk: str = feit.kvk_nummer
        if (AANBIEDER.naam, kvk) not in self._bekend:
            nieuw = self._leg_vast(voorstel, AANBIEDER, None, feit)
            self._bekend[AANBIEDER.naam, kvk] = [nieuw]
            return
        try:
            stand = standen[self._een("aanbieder", AANBIEDER.naam, kvk)]
        except _Niet as fout:
            self._fout(voorstel, "kvkNummer", str(fout))
            raise _Overslaan from None
        verschillen = list(_verschillen(feit, stand))
        for veld, reden in verschillen:
            self._fout(voorstel, veld, reden)
        if verschillen:
            raise _Overslaan
        self._bestaand += 1

    def _toelating(self, voorstel: _Voorstel) -> None:
        gevonden = self._verwezen(voorstel)
        feit = replace(_heel(voorstel), traject_id=gevonden["trajectId"])
        self._leg_vast(voorstel, AANBIEDER, gevonden["aanbiederId"], feit)

    def _contract(self, voorstel: _Voorstel) -> None:
        gevonden = self._verwezen(voorstel)
        if (TOELATINGEN.naam, voorstel.sleutels.get("aanbiederId", "")) in self._kapot:
            raise _Leunt  # a toelating that is missing by a fault would tell a breach that is none
        feit = _heel(voorstel)
        opvolging = feit.opvolging
        feit = replace(
            feit,
            regio_id=gevonden["regioId"],
            traject_id=gevonden["trajectId"],
            aanbieder_id=gevonden["aanbiederId"],
            opvolging=opvolging and replace(opvolging, vorig_contract_id=gevonden[_VORIG]),
        )
        self._leg_vast(voorstel, CONTRACT, None, feit)

    def _op_volgorde(self, contracten: Sequence[_Voorstel]) -> Iterator[_Voorstel]:
        """Give predecessors before what succeeds them; contracts that succeed each other in a circle are a fault."""
        yield from (v for v in contracten if v.feit is None)
        wacht = {v.sleutels["contractnummer"]: v for v in contracten if v.feit is not None}
        while wacht:
            klaar = [n for n, v in wacht.items() if v.sleutels.get(_VORIG) not in wacht]
            for nummer in klaar:
                yield wacht.pop(nummer)
            if not klaar:
                for voorstel in wacht.values():
                    self._fout(voorstel, _VORIG, "deze contracten volgen elkaar in een kring op")
                return

    # --- what a row names ---

    def _verwezen(self, voorstel: _Voorstel) -> Mapping[str, UUID]:
        """Look up what a row names; raises _Overslaan after telling every key that names nothing."""
        gevonden: dict[str, UUID] = {}
        reden: _Overslaan | None = None
        for veld, zoek in (
            ("regioId", self._regio),
            ("trajectId", self._traject),
            ("aanbiederId", self._aanbieder_van),
            (_VORIG, self._vorige),
        ):
            if veld not in voorstel.sleutels:
                continue
            try:
                gevonden[veld] = zoek(voorstel.sleutels[veld], gevonden)
            except _Niet as fout:
                self._fout(voorstel, veld, str(fout))
                reden = _Overslaan()
            except _Overslaan as leunt:
                reden = reden or leunt
        if reden is not None:
            raise reden
        return gevonden

    def _een(self, wat: str, *sleutel: str) -> UUID:
        gevonden = self._bekend.get(sleutel, [])
        if len(gevonden) > 1:
            raise _Niet(
                f"'{sleutel[-1]}' komt {len(gevonden)} keer voor in het register; "
                "leg dit vast via de API, met het id"
            )
        if not gevonden:
            raise _Niet(f"{wat} '{sleutel[-1]}' staat niet in het register{self._wel(sleutel)}")
        return gevonden[0]

    def _wel(self, sleutel: tuple[str, ...]) -> str:
        """Name what does exist, when that fits on a line."""
        namen = sorted(k[-1] for k in self._bekend if k[:-1] == sleutel[:-1])
        return f"; daar staat wel: {', '.join(namen)}" if 0 < len(namen) <= _OP_EEN_REGEL else ""

    def _regio(self, naam: str, _eerder: Mapping[str, UUID]) -> UUID:
        return self._een("regio", REGIO.naam, naam)

    def _traject(self, naam: str, eerder: Mapping[str, UUID]) -> UUID:
        if "regioId" not in eerder:
            raise _Overslaan
        return self._een("traject", INKOOPTRAJECT.naam, str(eerder["regioId"]), naam)

    def _aanbieder_van(self, kvk: str, _eerder: Mapping[str, UUID]) -> UUID:
        if (AANBIEDERS.naam, kvk) in self._kapot:
            raise _Leunt
        if (AANBIEDER.naam, kvk) not in self._bekend:
            if (AANBIEDERS.naam, "") in self._kapot:
                raise _Leunt
            raise _Niet(
                f"aanbieder '{kvk}' staat niet in het register en niet in het blad {AANBIEDERS.naam}"
            )
        return self._een("aanbieder", AANBIEDER.naam, kvk)

    def _vorige(self, nummer: str, _eerder: Mapping[str, UUID]) -> UUID:
        if (CONTRACTEN.naam, nummer) in self._kapot:
            raise _Leunt
        vorige = self.beurt.in_gebruik(soort=CONTRACT.naam, sleutel=nummer)
        if vorige is None and (nummer in self._in_bestand or (CONTRACTEN.naam, "") in self._kapot):
            raise _Leunt
        if vorige is None:
            raise _Niet(f"contract '{nummer}' staat niet in het register en niet in het bestand")
        return vorige

    # --- one fact ---

    def _leg_vast(
        self, voorstel: _Voorstel, soort: Dingsoort[Any], ding: UUID | None, feit: Feit
    ) -> UUID:
        """Record; on an onrechtmatige breach list it and record with the motivation. _Overslaan on a fault."""
        opdracht = Opdracht(
            gebruiker=self.gebruiker, soort=soort, ding=ding, feit=feit, envelop=Envelop()
        )
        try:
            gemaakt = self._doe(opdracht)
        except Weigering as weigering:
            if self._noteer(voorstel, weigering.bevindingen):
                raise _Overslaan from None
            regels = tuple(dict.fromkeys(b.regel.code for b in weigering.bevindingen))
            afwijking = Afwijking(regels=regels, motivering=self.motivering or "nog niet gegeven")
            gemaakt = self._doe(replace(opdracht, envelop=Envelop(afwijking=afwijking)))
        except OngeldigeInvoer as ongeldig:
            for fout in ongeldig.fouten:
                self._fout(voorstel, fout.naam, fout.reden)
            raise _Overslaan from None
        except BestaatNiet as onbekend:
            self._fout(voorstel, "", str(onbekend))
            raise _Overslaan from None
        self._nieuw[voorstel.blad.naam] = self._nieuw.get(voorstel.blad.naam, 0) + 1
        self._nieuw[TARIEVEN.naam] = self._nieuw.get(TARIEVEN.naam, 0) + len(voorstel.tariefrijen)
        return gemaakt

    def _doe(self, opdracht: Opdracht) -> UUID:
        gedaan = self.vastlegger.leg_vast(
            beurt=self.beurt, opdracht=opdracht, correlatie=self.correlatie
        )
        return gedaan.registratie.ding

    def _noteer(self, voorstel: _Voorstel, bevindingen: Sequence[Bevinding]) -> bool:
        """List what a row breaks; tell whether anything of it is impossible."""
        onmogelijk = False
        for bevinding in bevindingen:
            blad, rij, kolom = voorstel.plek(_veld(bevinding, voorstel.blad))
            if bevinding.regel.soort is Regelsoort.ONMOGELIJK:
                onmogelijk = True
                self.fouten.append(Rijfout(blad=blad, rij=rij, kolom=kolom, reden=bevinding.detail))
                continue
            self.afwijkingen.append(
                Rijafwijking(
                    blad=blad,
                    rij=rij,
                    kolom=kolom,
                    regel=bevinding.regel.code,
                    detail=bevinding.detail,
                )
            )
        return onmogelijk

    def _fout(self, voorstel: _Voorstel, veld: str, reden: str) -> None:
        blad, rij, kolom = voorstel.plek(veld)
        self.fouten.append(Rijfout(blad=blad, rij=rij, kolom=kolom, reden=reden))


_OP_EEN_REGEL = 10
_VORIG = "opvolging.vorigContractId"


def _nummers(voorstel: _Voorstel) -> Iterator[str]:
    for veld in ("contractnummer", _VORIG):
        if veld in voorstel.sleutels:
            yield voorstel.sleutels[veld]


def _heel(voorstel: _Voorstel) -> Any:
    if voorstel.feit is None:
        raise _Overslaan
    return voorstel.feit


def _sleutel(voorstel: _Voorstel) -> str:
    """Give the natural key by which other rows lean on this one."""
    velden = ("contractnummer", "kvkNummer", "aanbiederId")
    return next((voorstel.sleutels[v] for v in velden if v in voorstel.sleutels), "")


def _veld(bevinding: Bevinding, blad: Blad) -> str:
    eigen = {"Segment": "segment", "Perceel": "perceel" if blad is TOELATINGEN else "percelen"}
    regel = _KOLOMVELD.get(bevinding.regel.code)
    return regel or eigen.get(bevinding.waarden.get("wat", ""), "")


def _verschillen(feit: AanbiederIngeschreven, stand: Aanbiederstand) -> Iterator[tuple[str, str]]:
    """Give the fields in which a row differs from the register; an empty AGB-code says nothing."""
    for veld, gegeven, staat in (
        ("naam", feit.naam, stand.naam),
        ("ingangsdatum", feit.ingangsdatum, stand.ingangsdatum),
        ("agbCode", feit.agb_code or stand.agb_code, stand.agb_code),
    ):
        if gegeven != staat:
            reden = f"deze aanbieder staat al in het register, met '{staat or 'niets'}' in plaats van '{gegeven}'"
            yield veld, f"{reden}; maak ze gelijk of laat de rij weg"
