"""What a field of a form can be chosen from: now, within the reader's scope, and only while the list stays short."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from api import woorden
from api.dingen import FILTERS
from api.paginas.bezoek import Bezoek
from api.paginas.formulieren import Invoer, Veld, Velden, vorm_van
from api.paginas.namen import VERWIJST, noem_dingen
from api.paginas.stuurkeuzes import stuurkeuzes
from application.raadplegen import Journaalregel
from domain.feiten import Correctie
from domain.inkooptraject import INKOOPTRAJECT, Trajectstand
from domain.oordeel import REGELS, Regelsoort
from domain.regio import REGIO
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort
from domain.waarden import Gemeentecode, Productcode, lees_uuid
from infrastructure import gemeenten

GRENS = 200
"""Things to choose from; of more the field takes an id."""
SOORT_OP_NAAM: Mapping[str, Dingsoort[Any]] = {soort.naam: soort for soort in SOORTEN}
_GEMEENTE, _PRODUCT = vorm_van(Gemeentecode), vorm_van(Productcode)
_ORGANEN = ("COLLEGE", "RAAD", "AB", "DB", "RBO", "BOJ")
_EENHEDEN = ("UUR", "DAGDEEL", "ETMAAL", "MINUUT", "STUKS")


@dataclass(frozen=True, kw_only=True)
class Optie:
    """A value, and how a person calls it."""

    waarde: str
    tekst: str


@dataclass(frozen=True, kw_only=True)
class Keuze:
    """What to choose from; not `vast` it is a help and other values are as good."""

    opties: Sequence[Optie]
    vast: bool = True
    ruim: bool = False
    """From more than one traject or regio, for which it is was not chosen yet."""


_JA_NEE = (Optie(waarde="ja", tekst="Ja"), Optie(waarde="nee", tekst="Nee"))


def _zelf(codes: Iterable[str]) -> list[Optie]:
    return [Optie(waarde=c, tekst=woorden.code(c)) for c in dict.fromkeys(codes)]


_UIT_TRAJECT: Mapping[str, Callable[[Trajectstand], Iterable[tuple[str, str]]]] = {
    "perceel": lambda t: ((p.code, f"{p.code} ({p.segment})") for p in t.percelen),
    "percelen": lambda t: ((p.code, f"{p.code} ({p.segment})") for p in t.percelen),
    "segment": lambda t: ((s, s) for s in t.segmenten),
    "segmenten": lambda t: ((s, s) for s in t.segmenten),
    "beslismoment": lambda t: ((b.code, b.omschrijving or b.code) for b in t.beslismomenten),
    "criteriaversie": lambda t: ((c.versie, c.versie) for c in t.criteria),
    "ronde": lambda t: ((r.code, r.code) for r in t.rondes),
    "stap": lambda t: ((k.code, k.omschrijving) for k in t.kalender),
    "doel": lambda t: ((d.code, d.omschrijving) for d in t.doelen),
    "eis": lambda t: ((e.code, e.omschrijving) for c in t.criteria for e in c.eisen),
    "inkoopvorm": lambda t: [(t.inkoopvorm, t.inkoopvorm)],
}
"""What a traject says of a code, by the name of the field."""
_VAST = frozenset({"perceel", "percelen", "segment", "segmenten", "beslismoment"})
_ZELF_BEPALEND = frozenset({"POST", "wijzigingen", Correctie.pad})
"""Commands by which a traject itself says what its codes are."""
_HELP: Mapping[str, Callable[[], Sequence[Optie]]] = {
    "orgaan": lambda: _zelf(_ORGANEN),
    "eenheid": lambda: _zelf(_EENHEDEN),
    "regels.code": lambda: [
        Optie(waarde=r.code, tekst=r.titel)
        for r in REGELS.values()
        if r.soort is Regelsoort.ONRECHTMATIG
    ],
}
"""Values that are usual, by the end of the path of a field."""


@dataclass(kw_only=True)
class Keuzes:
    """The choices of one form; `stand` is the thing as it is now, None for what is still to be opened."""

    bezoek: Bezoek
    soort: Dingsoort[Any]
    pad: str
    ding: UUID | None
    stand: Any
    velden: Velden
    regels: Sequence[Journaalregel] = ()
    _lijsten: dict[str, Sequence[Optie] | None] = field(default_factory=dict)

    def voor(self, *, deel: Veld, naam: str) -> Keuze | None:
        """Give what a field can be chosen from; None when it takes anything."""
        pad = [stap for stap in naam.split(".") if not stap.isdigit() and stap not in _WISSELEND]
        woord = pad[-1]
        if woord in VERWIJST:
            return self._dingen(VERWIJST[woord])
        vast = self._vast(deel, woord)
        if vast:
            return Keuze(opties=vast)
        if woord in _UIT_TRAJECT:
            return self._uit_traject(woord)
        help_ = self._help(deel, ".".join(pad[-2:]), woord)
        return Keuze(opties=help_, vast=False) if help_ else None

    def _vast(self, deel: Veld, woord: str) -> Sequence[Optie]:
        """Give the only values that there are."""
        if deel.opties:
            return _zelf(deel.opties)
        if deel.invoer is Invoer.JA_NEE:
            return _JA_NEE
        if deel.vorm is _GEMEENTE:
            return self._gemeenten()
        if woord == "handelingen":
            return list(_handelingen())
        eigen = stuurkeuzes(stand=self.stand, pad=self.pad, woord=woord)
        if eigen is not None:
            return [Optie(waarde=waarde, tekst=tekst) for waarde, tekst in eigen]
        return list(self._registraties()) if woord == "volgnummer" else []

    def _help(self, deel: Veld, einde: str, woord: str) -> Sequence[Optie]:
        """Give values that are usual."""
        if deel.vorm is _PRODUCT:
            return _zelf(sorted(self._producten))
        if woord == "gevolgVan":
            return list(self._feiten())
        gewoon = _HELP.get(einde) or _HELP.get(woord)
        return gewoon() if gewoon else []

    # --- from the thing itself ---

    def _registraties(self) -> Iterator[Optie]:
        for regel in self.regels:
            r = regel.registratie
            if isinstance(r.feit, Correctie) or regel.gecorrigeerd_door or regel.ingetrokken_door:
                continue
            dag = "" if r.ingangsdatum is None else f", {_dag(r.ingangsdatum)}"
            tekst = f"nr. {r.volgnummer}: {woorden.soort(r.soort)}{dag}"
            yield Optie(waarde=str(r.volgnummer), tekst=tekst)

    def _feiten(self) -> Iterator[Optie]:
        for regel in self.regels:
            r = regel.registratie
            yield Optie(waarde=str(r.id), tekst=f"nr. {r.volgnummer}: {woorden.soort(r.soort)}")

    # --- from other things ---

    def _ingevuld(self, naam: str) -> UUID | None:
        """Give the thing that this form names in a field, whatever its place."""
        for veld, waarden in self.velden.items():
            if veld.rpartition(".")[2] == naam and waarden and waarden[0]:
                try:
                    return lees_uuid(waarden[0].strip())
                except ValueError:
                    return None
        return None

    @cached_property
    def _regio(self) -> UUID | None:
        eigen = self.ding if self.soort is REGIO else getattr(self.stand, "regio_id", None)
        return self._ingevuld("regioId") or eigen

    @cached_property
    def _trajecten(self) -> Sequence[Trajectstand]:
        """The traject that this is about; not known yet, all of the regio."""
        if isinstance(self.stand, Trajectstand):
            return [self.stand]
        gekozen = self._ingevuld("trajectId") or getattr(self.stand, "traject_id", None)
        b = self.bezoek
        if gekozen is not None:
            stand = b.vragen.stand(soort=INKOOPTRAJECT, ding=gekozen, reis=b.reis, blik=b.blik)
            return [] if stand is None else [stand]
        filters = {} if self._regio is None else {"regioId": self._regio}
        gevonden = b.vragen.lijst(soort=INKOOPTRAJECT, filters=filters, reis=b.reis, blik=b.blik)
        return [g.stand for g in gevonden.items]

    @property
    def _producten(self) -> set[str]:
        return {code for t in self._trajecten for p in t.percelen for code in p.producten}

    def _uit_traject(self, woord: str) -> Keuze | None:
        zelf = self.soort is INKOOPTRAJECT and self.pad in _ZELF_BEPALEND
        if zelf:
            codes = _regels_van(self.velden.get("segmenten", ())) if woord == "segment" else []
            return Keuze(opties=_zelf(codes), vast=False) if codes else None
        gevonden = dict(paar for t in self._trajecten for paar in _UIT_TRAJECT[woord](t))
        opties = [Optie(waarde=c, tekst=tekst) for c, tekst in gevonden.items()]
        ruim = len(self._trajecten) > 1
        return Keuze(opties=opties, vast=woord in _VAST, ruim=ruim) if opties else None

    @cached_property
    def _gemeentecodes(self) -> Sequence[str]:
        """Give the gemeenten of the regio; none known, of every regio; for a regio itself those of the whole list."""
        b = self.bezoek
        if self.soort is REGIO:
            demo = b.peil.soort == "DEMO"
            return [g.code for g in gemeenten.gemeenten(dag=b.reis.geldig_op, demo=demo)]
        regios = b.vragen.lijst(soort=REGIO, filters={}, reis=b.reis, blik=b.blik).items
        eigen = (r.stand.gemeenten for r in regios if self._regio in (None, r.ding))
        return sorted({code for codes in eigen for code in codes})

    def _gemeenten(self) -> Sequence[Optie]:
        namen = [(c, gemeenten.naam(code=c, demo=True) or "gemeente") for c in self._gemeentecodes]
        return [Optie(waarde=c, tekst=f"{naam} ({c})") for c, naam in namen]

    def _dingen(self, soorten: Iterable[str]) -> Keuze | None:
        """Give the things of these kinds by name; None as soon as there are too many of one."""
        opties: list[Optie] = []
        for soort in soorten:
            if soort not in self._lijsten:
                self._lijsten[soort] = self._lijst(soort)
            gevonden = self._lijsten[soort]
            if gevonden is None:
                return None
            opties += gevonden
        return Keuze(opties=opties)

    def _lijst(self, naam: str) -> Sequence[Optie] | None:
        soort, b = SOORT_OP_NAAM.get(naam), self.bezoek
        if soort is None:
            return []
        eigen = self._regio is not None and "regioId" in FILTERS[naam]
        gevonden = b.vragen.lijst(
            soort=soort,
            filters={"regioId": self._regio} if eigen else {},
            reis=b.reis,
            blik=b.blik,
            grootte=GRENS,
        )
        if gevonden.aantal > GRENS:
            return None
        ids = [g.ding for g in gevonden.items]
        namen = noem_dingen(bezoek=b, dingen={naam: ids})
        dubbel = Counter(g.naam for g in namen.values())
        return [
            Optie(
                waarde=str(ding),
                tekst=f"{namen[str(ding)].naam}{_kort(ding) if dubbel[namen[str(ding)].naam] > 1 else ''}",
            )
            for ding in ids
        ]


_WISSELEND = frozenset({"erbij", "eraf", "vervanging", "registraties", "wijzigingen"})
"""Steps of a path that do not say what a field holds."""


def _kort(ding: UUID) -> str:
    return f" · {str(ding)[:8]}"


def _dag(dag: Any) -> str:
    return f"{dag.day}-{dag.month}-{dag.year}"


def _regels_van(gegeven: Sequence[str]) -> list[str]:
    return [regel.strip() for deel in gegeven for regel in deel.splitlines() if regel.strip()]


def _handelingen() -> Iterator[Optie]:
    """Give every fact that can be recorded, by its stored name."""
    for soort in SOORTEN:
        for feit in soort.feiten:
            tekst = f"{soort.naam.capitalize()}: {woorden.soort(feit.feitnaam).lower()}"
            yield Optie(waarde=feit.feitnaam, tekst=tekst)
