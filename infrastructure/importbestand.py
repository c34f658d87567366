"""Files to import: workbooks and CSV files read into rows with their sheet and number, and the empty template.

No rules here: what a cell may say is known by application/importsjabloon.py.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from application.importsjabloon import BLADEN, TOELICHTING, Blad, Cel, Onleesbaar, Rij
from application.invoeren import Invoer, Rijfout

_PER_NAAM: Mapping[str, Blad] = {blad.naam: blad for blad in BLADEN}
_LEESMIJ = "LEESMIJ.md"
_SCHEIDING = re.compile(r"[\s_-]+")


class OnleesbaarBestand(ValueError):
    """A file that cannot be read at all; says why and what to do."""


@dataclass(kw_only=True)
class _Gelezen:
    """What was read so far."""

    rijen: dict[str, list[Rij]] = field(default_factory=dict)
    fouten: list[Rijfout] = field(default_factory=list)

    def fout(self, blad: str, rij: int, kolom: str, reden: str) -> None:
        self.fouten.append(Rijfout(blad=blad, rij=rij, kolom=kolom, reden=reden))


def lees(*, paden: Sequence[Path]) -> Invoer:
    """Read one workbook, one folder of CSV files, or several CSV files; raises OnleesbaarBestand."""
    gelezen = _Gelezen()
    for pad in _bestanden(paden):
        if pad.suffix.lower() == ".xlsx":
            _lees_werkmap(pad, gelezen)
        else:
            _lees_csv(pad, gelezen)
    if not any(gelezen.rijen.values()) and not gelezen.fouten:
        raise OnleesbaarBestand("Er staat geen enkele rij onder de kopregels.")
    return Invoer(rijen=gelezen.rijen, fouten=gelezen.fouten)


def _bestanden(paden: Sequence[Path]) -> list[Path]:
    """Give the files, each sheet at most once."""
    uit: list[Path] = []
    for pad in paden:
        if not pad.exists():
            raise OnleesbaarBestand(f"{pad} bestaat niet.")
        uit += sorted(pad.glob("*.csv")) if pad.is_dir() else [pad]
    namen = [pad.stem.lower() for pad in uit if pad.suffix.lower() == ".csv"]
    anders = [pad.name for pad in uit if pad.suffix.lower() not in {".csv", ".xlsx"}]
    vreemd = [naam for naam in namen if naam not in _PER_NAAM]
    if not uit:
        raise OnleesbaarBestand(f"In {paden[0]} staat geen CSV-bestand.")
    if anders:
        raise OnleesbaarBestand(f"{anders[0]} is geen .xlsx en geen .csv.")
    if vreemd:
        raise OnleesbaarBestand(f"{vreemd[0]}.csv is onbekend; er zijn {', '.join(_PER_NAAM)}.")
    if len(set(namen)) < len(namen) or (len(uit) > 1 and len(namen) < len(uit)):
        raise OnleesbaarBestand("Geef één werkmap, of van elk blad hoogstens één CSV-bestand.")
    return uit


# --- rows --------------------------------------------------------------------------------------------------------


def _lees_rijen(
    blad: Blad, regels: Iterable[Sequence[Any]], gelezen: _Gelezen, cel: Callable[[Any], Cel]
) -> None:
    """Take the header from the first row and read the rest; empty rows count but say nothing."""
    rijen = gelezen.rijen.setdefault(blad.naam, [])
    lopend = iter(regels)
    kop = _lees_kop(blad, [cel(c) for c in next(lopend, ())], gelezen)
    for nummer, regel in enumerate(lopend, start=2):
        cellen: dict[str, Cel] = {}
        for plek, ruw in enumerate(regel):
            waarde = cel(ruw) if ruw else None
            if waarde is None:
                continue
            naam = kop.get(plek)
            if naam is not None:
                cellen[naam] = waarde
            elif plek not in kop:
                gelezen.fout(blad.naam, nummer, "", "er staat iets in een kolom zonder kop")
        if cellen:
            rijen.append(Rij(blad=blad.naam, nummer=nummer, cellen=cellen))


def _lees_kop(blad: Blad, koppen: Sequence[Cel], gelezen: _Gelezen) -> dict[int, str | None]:
    """Give the template's header by place; None for a column whose fault was told."""
    bekend = {_kaal(kolom.naam): kolom.naam for kolom in blad.kolommen}
    kop: dict[int, str | None] = {}
    for plek, gegeven in enumerate(koppen):
        if gegeven is None:
            continue
        naam = bekend.get(_kaal(str(gegeven)))
        if naam is None:
            gelezen.fout(blad.naam, 1, str(gegeven), "deze kolom bestaat niet; zie het sjabloon")
        elif naam in kop.values():
            gelezen.fout(blad.naam, 1, naam, "deze kolom staat er twee keer")
            naam = None
        kop[plek] = naam
    for kolom in blad.kolommen:
        if kolom.verplicht and kolom.naam not in kop.values():
            gelezen.fout(blad.naam, 1, kolom.naam, "deze verplichte kolom ontbreekt")
    return kop


def _kaal(naam: str) -> str:
    return _SCHEIDING.sub(" ", naam.replace("\xa0", " ").strip()).casefold()


# --- CSV ---------------------------------------------------------------------------------------------------------


def _lees_csv(pad: Path, gelezen: _Gelezen) -> None:
    blad = _PER_NAAM[pad.stem.lower()]
    try:
        tekst = pad.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise OnleesbaarBestand(
            f"{pad.name} is geen UTF-8; bewaar het als 'CSV UTF-8 (door scheidingstekens gescheiden)'."
        ) from None
    if "\x00" in tekst:
        raise OnleesbaarBestand(f"{pad.name} bevat nulbytes; bewaar het als CSV UTF-8.")
    eerste = re.match(r"sep=(.)\r?\n", tekst)
    if eerste:
        tekst = tekst[eerste.end() :]
    regels = csv.reader(
        io.StringIO(tekst, newline=""),
        delimiter=eerste[1] if eerste else _scheidingsteken(tekst),
        strict=True,
    )
    try:
        _lees_rijen(blad, regels, gelezen, _csv_cel)
    except csv.Error as fout:
        raise OnleesbaarBestand(f"{pad.name}, regel {regels.line_num}: {fout}.") from None


def _scheidingsteken(tekst: str) -> str:
    kop = tekst.partition("\n")[0]
    return ";" if kop.count(";") >= kop.count(",") else ","


def _csv_cel(ruw: Any) -> Cel:
    return str(ruw).replace("\xa0", " ").strip() or None


# --- XLSX --------------------------------------------------------------------------------------------------------


def _lees_werkmap(pad: Path, gelezen: _Gelezen) -> None:
    try:
        werkmap = load_workbook(pad, read_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as fout:
        raise OnleesbaarBestand(
            f"{pad.name} is niet te lezen als Excel-werkmap ({fout})."
        ) from None
    try:
        for blad in werkmap.worksheets:
            naam = blad.title.strip().lower()
            if naam == TOELICHTING:
                continue
            if naam not in _PER_NAAM:
                reden = f"dit werkblad is onbekend; er zijn {', '.join(_PER_NAAM)} en {TOELICHTING}"
                gelezen.fout(blad.title, 0, "", reden)
                continue
            blad.reset_dimensions()  # programs write wrong ones
            _lees_rijen(_PER_NAAM[naam], blad.iter_rows(), gelezen, _xlsx_cel)
    finally:
        werkmap.close()


_NULLEN = re.compile(r"0{2,}")


def _xlsx_cel(cel: ReadOnlyCell | EmptyCell) -> Cel:
    waarde: Any = cel.value
    if waarde is None or isinstance(cel, EmptyCell):
        return None
    if cel.data_type == "f":
        return Onleesbaar(reden="hier staat een formule; plak de uitkomst als waarde")
    if cel.data_type == "e":
        return Onleesbaar(reden=f"hier staat een fout ({waarde})")
    if isinstance(waarde, str):
        return waarde.replace("\xa0", " ").strip() or None
    getal = cel.data_type == "n" and isinstance(waarde, int | float) and waarde == int(waarde)
    if getal and _NULLEN.fullmatch(cel.number_format or ""):
        # A format of zeros shows the zeros in front that the number lost.
        return f"{int(waarde):0{len(cel.number_format)}d}"
    gelezen: Cel = waarde
    return gelezen


# --- the template ------------------------------------------------------------------------------------------------

_KOP = ("blad", "kolom", "verplicht", "betekenis", "voorbeeld")


def uitleg() -> Iterator[tuple[str, str, str, str, str]]:
    """Give a line per column: sheet, header, whether it must be there, what it means, an example."""
    for blad in BLADEN:
        for kolom in blad.kolommen:
            verplicht = "ja" if kolom.verplicht else ""
            yield blad.naam, kolom.naam, verplicht, kolom.uitleg, kolom.voorbeeld


def schrijf_sjabloon(*, pad: Path) -> list[Path]:
    """Write the empty template, a workbook or a folder of CSV files; raises OnleesbaarBestand rather than overwrite."""
    werkmap = pad.suffix.lower() == ".xlsx"
    doelen = [pad] if werkmap else [pad / n for n in (*(f"{b.naam}.csv" for b in BLADEN), _LEESMIJ)]
    staat_er = [doel.name for doel in doelen if doel.exists()]
    if staat_er:
        raise OnleesbaarBestand(f"{staat_er[0]} bestaat al en wordt niet overschreven.")
    if werkmap:
        _schrijf_werkmap(pad)
        return doelen
    pad.mkdir(parents=True, exist_ok=True)
    for blad in BLADEN:
        kop = ";".join(kolom.naam for kolom in blad.kolommen)
        # With a mark of its encoding, or a spreadsheet reads it as another one.
        (pad / f"{blad.naam}.csv").write_text(f"{kop}\r\n", encoding="utf-8-sig", newline="")
    (pad / _LEESMIJ).write_text(leesmij(), encoding="utf-8")
    return doelen


def leesmij() -> str:
    """Give the explanation of all columns as Markdown."""
    regels = []
    for blad in BLADEN:
        regels += [
            f"## {blad.naam}",
            "",
            blad.uitleg,
            "",
            f"| {' | '.join(_KOP[1:])} |",
            "|---|---|---|---|",
        ]
        for naam, *cellen in uitleg():
            if naam == blad.naam:
                regels.append("| " + " | ".join(c.replace("|", "\\|") for c in cellen) + " |")
        regels.append("")
    return "\n".join(regels)


def _schrijf_werkmap(pad: Path) -> None:
    werkmap = Workbook()
    werkmap.remove(werkmap.worksheets[0])
    for blad in BLADEN:
        vel = werkmap.create_sheet(blad.naam)
        vel.append([kolom.naam for kolom in blad.kolommen])
        vel.freeze_panes = "A2"
        for plek, kolom in enumerate(blad.kolommen, start=1):
            vel.cell(row=1, column=plek).font = Font(bold=kolom.verplicht)
            breedte = vel.column_dimensions[vel.cell(row=1, column=plek).column_letter]
            breedte.width = max(12, len(kolom.naam) + 2)
            # Text, so that a code keeps its zeros in front.
            breedte.number_format = "@"
    vel = werkmap.create_sheet(TOELICHTING)
    vel.append(_KOP)
    for regel in uitleg():
        vel.append(regel)
    for letter, breed in zip("ABCDE", (14, 38, 10, 70, 24), strict=True):
        vel.column_dimensions[letter].width = breed
    werkmap.save(pad)


def schrijf_fouten(*, pad: Path, regels: Iterable[tuple[str, int, str, str, str]]) -> None:
    """Write faults and deviations to a CSV file: sheet, row, column, kind, reason."""
    with pad.open("w", encoding="utf-8-sig", newline="") as bestand:
        schrijver = csv.writer(bestand, delimiter=";")
        schrijver.writerow(("blad", "rij", "kolom", "soort", "reden"))
        schrijver.writerows(regels)
