"""Documents that are made from the code: written by `fix`, compared by `check`."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from typer.main import get_command

from api import cli
from api.app import maak_api
from api.openapi import maak_openapi
from api.toestanden import beschrijf
from application import toegang
from domain.oordeel import REGELS, Regelsoort
from domain.soorten import SOORTEN
from domain.tijdlijn import Dingsoort

_KOP = "<!-- gemaakt door ./looptijd fix; niet met de hand wijzigen -->\n\n"


def documenten() -> Mapping[str, str]:
    """Give every made document by its path from the root."""
    return {
        "docs/openapi.json": json.dumps(maak_openapi(maak_api()), indent=1, ensure_ascii=False)
        + "\n",
        "docs/opdrachtregel.md": _KOP + "".join(_opdrachtregel()),
        "docs/feiten.md": _KOP + "".join(_feiten()),
        "docs/regels.md": _KOP + "".join(_regels()),
        "docs/rollen.md": _KOP + "".join(_rollen()),
        "docs/toestanden.md": _KOP + "".join(beschrijf(soorten=SOORTEN)),
    }


def verouderd(*, wortel: Path) -> list[str]:
    """Give the documents that are not as the code would make them."""
    return [
        pad
        for pad, inhoud in documenten().items()
        if not (wortel / pad).exists() or (wortel / pad).read_text(encoding="utf-8") != inhoud
    ]


def schrijf(*, wortel: Path) -> None:
    """Write every made document."""
    for pad, inhoud in documenten().items():
        (wortel / pad).parent.mkdir(parents=True, exist_ok=True)
        (wortel / pad).write_text(inhoud, encoding="utf-8")


def _opdrachtregel() -> Iterator[str]:
    yield "# Command line\n\nThe same use cases as the API. `./looptijd <opdracht> --help` says the same.\n"
    yield from _opdrachten(get_command(cli.app), "")


def _opdrachten(groep: object, voor: str) -> Iterator[str]:
    """Describe the commands of a group, those of the groups within it after its own name."""
    for naam, opdracht in sorted(getattr(groep, "commands", {}).items()):
        yield f"\n## {voor}{naam}\n\n{opdracht.help}\n"
        opties = [p for p in opdracht.params if getattr(p, "help", None)]
        if opties:
            yield "\n| optie | uitleg |\n|---|---|\n"
        for optie in opties:
            yield f"| `{' '.join(optie.opts)}` | {getattr(optie, 'help', '')} |\n"
        yield from _opdrachten(opdracht, f"{voor}{naam} ")


def _feiten() -> Iterator[str]:
    yield "# Facts\n\nEvery fact in the log: its stored name, its command, and what it says.\n"
    for soort in SOORTEN:
        yield f"\n## {soort.naam}\n\n| fact | command | meaning |\n|---|---|---|\n"
        for feit in soort.feiten:
            yield f"| `{feit.feitnaam}` | `{_pad(soort, feit.pad)}` | {_eerste_zin(feit)} |\n"
        yield f"| `{soort.naam_correctie}` | `{_pad(soort, 'correcties')}` | Registrations corrected. |\n"


def _pad(soort: Dingsoort[object], pad: str) -> str:
    return f"POST /v1/{soort.meervoud}" + ("" if pad == "POST" else f"/{{id}}/{pad}")


def _eerste_zin(klasse: type) -> str:
    return (klasse.__doc__ or "").strip().splitlines()[0]


def _regels() -> Iterator[str]:
    yield "# Rules\n\nBy which a command can be refused; an onrechtmatige one is recorded only with an afwijking.\n"
    regels = [REGELS[code] for code in sorted(REGELS)]
    for soort in Regelsoort:
        yield f"\n## {soort.value.lower()}\n\n| code | titel | uitleg |\n|---|---|---|\n"
        for regel in regels:
            if regel.soort is soort:
                yield f"| `{regel.code}` | {regel.titel} | {regel.detail} |\n"


def _rollen() -> Iterator[str]:
    yield "# Roles\n\nOne table, in `application/toegang.py`.\n\n| rol | rechten | ziet niet |\n|---|---|---|\n"
    for rol in toegang.Rol:
        gebruiker = toegang.Gebruiker(actor="", rol=rol)
        rechten = ", ".join(r.value for r in toegang.Recht if gebruiker.mag(r))
        yield f"| {rol} | {rechten} | {', '.join(sorted(gebruiker.blik.verborgen)) or '—'} |\n"
