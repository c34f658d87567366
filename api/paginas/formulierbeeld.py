"""A form as its template shows it: every part with its label, its help, what is filled in and what is wrong with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api import uitleg, woorden
from api.paginas.formulieren import (
    BEGELEIDEND,
    LEEG,
    NIETS,
    NIEUW,
    WEG,
    Deel,
    Gelezen,
    Groep,
    Invoer,
    Lijst,
    Rijen,
    Veld,
    Wissel,
    binnen,
)
from api.paginas.keuzes import Keuze, Keuzes, Optie

_KLEIN = 4
MAX_VAKJES = 60
"""Choices shown as boxes to tick; of more they are written one to a line."""
_LANG = frozenset(
    {
        "beoogdResultaat",
        "bevinding",
        "geconstateerd",
        "gevolg",
        "grond",
        "motivering",
        "omschrijving",
        "overweging",
        "reden",
        "redenen",
        "strekking",
        "tekst",
        "toelichting",
        "toelichtingGrond",
        "toelichtingUitkomst",
        "zinsnede",
    }
)
"""Texts that take more than a line."""
_LABELS: Mapping[str, str] = {
    "besluit": "Besluit buiten het register",
    "bewijs": "Bewijs",
    "besluitId": "Besluit",
    "gevolgVan": "Gevolg van",
    "ingangsdatum": "Ingangsdatum",
    "segmentboom": "Segmentboom",
    "sha256": "Hash van het document (sha256)",
}
"""Fields that a form calls otherwise than a page that shows them."""
_KIES_EERST = (
    "Kies eerst het inkooptraject en ververs de keuzelijsten; dan staat hier wat daarin zit."
)


def label_van(naam: str) -> str:
    """Give what a form calls a field."""
    return _LABELS.get(naam) or woorden.veld(naam)


_VOORBEELD: Mapping[Invoer, str] = {
    Invoer.ID: "Het id van het dossier; het staat onderaan de pagina daarvan.",
}


_VASTE_PLEK = re.compile(r"registraties\.\d+\.(volgnummer|plaats)")
"""What a correctie is about, chosen before; the name of its row says it."""


@dataclass(frozen=True, kw_only=True)
class Beeld:
    """One part of the form; `soort` names the macro that shows it."""

    soort: str
    naam: str
    label: str
    uitleg: str = ""
    verplicht: bool = True
    fouten: Sequence[str] = ()
    waarden: Sequence[str] = ()
    opties: Sequence[Optie] = ()
    """To choose from, or as a help beside free text."""
    invoer: str = ""
    kinderen: Sequence["Beeld"] = ()
    keuze: str | None = None
    """Of a part where empty and absent differ: `leeg`, `nieuw` or nothing chosen; None for any other part."""
    ingevuld: bool = False
    mag_leeg: bool = False
    """It says something without any field, and asks whether it is there."""
    er: bool = False
    breed: bool = True
    focus: bool = False
    nu: Any = None
    """What holds today, where the command changes that."""

    @property
    def id(self) -> str:
        """Its id in the page."""
        return veld_id(self.naam)

    @property
    def waarde(self) -> str:
        """The single value."""
        return self.waarden[0] if self.waarden else ""

    @property
    def klein(self) -> bool:
        """Whether it is a small part within another, not worth to be opened first."""
        enkel = all(kind.soort in {"invoer", "kies", "lang"} for kind in self.kinderen)
        return "." in self.naam and enkel and len(self.kinderen) <= _KLEIN

    @property
    def open(self) -> bool:
        """Whether it is shown opened."""
        return self.ingevuld or any(b.fouten or b.focus for b in self.alle())

    def alle(self) -> Iterator["Beeld"]:
        """Give this part and all within it."""
        yield self
        for kind in self.kinderen:
            yield from kind.alle()


def veld_id(naam: str) -> str:
    """Give the id of a field in the page."""
    return "v-" + re.sub(r"[^A-Za-z0-9]", "-", naam)


@dataclass(frozen=True, kw_only=True)
class Tekenaar:
    """Draws the parts of one form."""

    gelezen: Gelezen
    keuzes: Keuzes
    fouten: Mapping[str, Sequence[str]]
    feit: str
    """The stored name of the fact, for its own words of help."""
    focus: str = ""
    """The field to stand in."""
    rijnamen: Mapping[str, str]
    """Words for rows that have a name of their own, by the path of the row."""
    nu: Mapping[str, Any]
    """What holds today, by the name of the field; empty for a command that changes no terms."""

    def teken(self, deel: Deel, naam: str, label: str = "") -> Beeld:
        """Draw a part at its path."""
        label = label or label_van(deel.naam)
        match deel:
            case Groep():
                return self._groep(deel, naam, label)
            case Rijen():
                return self._rijen(deel, naam, label)
            case Wissel():
                return self._wissel(deel, naam, label)
            case Lijst():
                return self._lijst(deel, naam, label)
            case Veld():
                return self._veld(deel, naam, label)
        raise TypeError(f"geen beeld voor {type(deel).__name__}")

    def _basis(self, deel: Deel, naam: str, label: str) -> dict[str, Any]:
        gekozen = None if deel.leegwaarde is WEG else self.gelezen.eerste(f"{naam}~keuze")
        return {
            "naam": naam,
            "label": label,
            "uitleg": uitleg.veld(feit=self.feit, naam=deel.naam, eigen=deel.uitleg),
            "verplicht": deel.verplicht,
            "fouten": self.fouten.get(naam, ()),
            "keuze": gekozen,
            "ingevuld": not deel.leeg(self.gelezen, naam),
            "focus": naam == self.focus,
            "nu": self.nu.get(naam.removeprefix("wijzigingen.")) or None,
        }

    # --- single values ---

    def _veld(self, deel: Veld, naam: str, label: str) -> Beeld:
        basis = self._basis(deel, naam, label)
        waarde = self.gelezen.eerste(naam)
        if _VASTE_PLEK.fullmatch(naam) and not basis["fouten"] and (waarde or not deel.verplicht):
            return Beeld(soort="verborgen", waarden=[waarde], **basis)
        gevonden = self.keuzes.voor(deel=deel, naam=naam)
        if gevonden is not None and gevonden.vast:
            opties = _met(gevonden, [waarde])
            return Beeld(soort="kies", waarden=[waarde], opties=opties, breed=False, **basis)
        lang = deel.invoer is Invoer.TEKST and (deel.naam in _LANG or "\n" in waarde)
        basis["uitleg"] = basis["uitleg"] or _VOORBEELD.get(deel.invoer, "") or _vormuitleg(deel)
        return Beeld(
            soort="lang" if lang else "invoer",
            invoer=deel.invoer.value,
            waarden=[waarde],
            opties=gevonden.opties if gevonden else (),
            breed=lang or deel.invoer is Invoer.TEKST,
            **basis,
        )

    def _lijst(self, deel: Lijst, naam: str, label: str) -> Beeld:
        basis = self._basis(deel, naam, label)
        waarden = deel.teksten(self.gelezen.velden.get(naam, ()))
        if deel.een.invoer is Invoer.TEKST:
            return Beeld(soort="teksten", waarden=[*waarden, ""], **basis)
        gevonden = self.keuzes.voor(deel=deel.een, naam=naam)
        opties = _met(gevonden, waarden) if gevonden and gevonden.vast else []
        if gevonden and gevonden.ruim:
            basis["uitleg"] = _KIES_EERST
        if 0 < len(opties) <= MAX_VAKJES or deel.naam == "handelingen":
            return Beeld(soort="vakjes", waarden=waarden, opties=opties, **basis)
        if gevonden and gevonden.vast and not opties:
            return Beeld(soort="niets", **basis)
        basis["uitleg"] = " ".join(filter(None, (basis["uitleg"], "Eén per regel.")))
        return Beeld(soort="regels", waarden=waarden, **basis)

    # --- parts with parts ---

    def _groep(self, deel: Groep, naam: str, label: str) -> Beeld:
        basis = self._basis(deel, naam, label)
        er = bool(self.gelezen.eerste(f"{naam}~er"))
        kinderen = [self.teken(d, binnen(naam, d.naam)) for d in deel.delen]
        return Beeld(
            soort="groep",
            kinderen=kinderen,
            mag_leeg=deel.mag_leeg and deel.leegwaarde is WEG,
            er=er,
            **basis,
        )

    def _rijen(self, deel: Rijen, naam: str, label: str) -> Beeld:
        basis = self._basis(deel, naam, label)
        sleutels = deel.sleutels(self.gelezen, naam) or ["0"]
        rijen = []
        for nummer, sleutel in enumerate(sleutels, start=1):
            rij = binnen(naam, sleutel)
            eigen = self.rijnamen.get(rij, f"{label}, regel {nummer}")
            rijen.append(self.teken(deel.een, rij, eigen))
        return Beeld(soort="rijen", kinderen=rijen, **basis)

    def _wissel(self, deel: Wissel, naam: str, label: str) -> Beeld:
        gekozen = self.gelezen.eerste(f"{naam}~soort")
        kinderen: list[Beeld] = []
        if gekozen in deel.vormen:
            getekend = [self.teken(d, binnen(naam, d.naam)) for d in deel.vormen[gekozen].delen]
            kinderen = [
                b
                for d, b in zip(deel.vormen[gekozen].delen, getekend, strict=True)
                if d.naam not in BEGELEIDEND
            ]
            rest = [
                b
                for d, b in zip(deel.vormen[gekozen].delen, getekend, strict=True)
                if d.naam in BEGELEIDEND
            ]
            kinderen.append(toelichting(naam=f"{naam}~toelichting", delen=rest))
        opties = [Optie(waarde=pad, tekst=woorden.pad(pad)) for pad in deel.vormen]
        basis = self._basis(deel, naam, label)
        return Beeld(
            soort="wissel",
            waarden=[gekozen],
            opties=[*opties, Optie(waarde=NIETS, tekst="Niets: dit vervalt")],
            kinderen=kinderen,
            **basis,
        )


def toelichting(*, naam: str, delen: Sequence[Beeld]) -> Beeld:
    """Take together what accompanies a fact, to be opened when it is needed."""
    return Beeld(
        soort="toelichting",
        naam=naam,
        label="Toelichting en bewijs",
        verplicht=False,
        ingevuld=any(b.ingevuld for b in delen),
        kinderen=delen,
    )


def _met(keuze: Keuze, waarden: Sequence[str]) -> list[Optie]:
    """Give the choices, and what was filled in besides."""
    bekend = {o.waarde for o in keuze.opties}
    buiten = [Optie(waarde=w, tekst=w) for w in waarden if w and w not in bekend]
    return [*keuze.opties, *buiten]


def _vormuitleg(deel: Veld) -> str:
    """Give what the form of a value says of itself, where that helps."""
    zin = "" if deel.vorm is None else str(deel.vorm.schema.get("description", ""))
    if not zin or deel.invoer is Invoer.GELD or zin.startswith("een code heeft"):
        return ""
    return f"{zin[0].upper()}{zin[1:]}."


KEUZES = (("", "Ongewijzigd"), (NIEUW, "Nieuwe waarde"), (LEEG, "Leeg maken"))
"""What can be done with a part where empty and absent differ."""
