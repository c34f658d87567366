"""The page of a preview: what a command would do, or why it is refused and what can be done about that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.responses import Response

from api import woorden
from api.paginas.formulierbeeld import Beeld, veld_id
from api.paginas.formulieren import binnen, formulier
from api.paginas.namen import noem
from api.paginas.proefbeeld import Proefbeeld, proefbeeld, stand_zonder_leeg
from api.paginas.vastlegblad import AFWIJKING, Bij, Blad
from api.sjablonen import toon
from application.fouten import Invoerfout
from application.raadplegen import is_laat
from application.vastleggen import Vastgelegd
from domain.oordeel import Bevinding, Regelsoort


@dataclass(frozen=True, kw_only=True)
class Oordeel:
    """What came of judging a form: what it would do (None when it cannot be), and what was refused."""

    lichaam: Mapping[str, Any]
    gedaan: Vastgelegd | None
    geweigerd: Sequence[Bevinding] = ()

    @property
    def bevindingen(self) -> Sequence[Bevinding]:
        """Every rule that is broken, those one deviates from included."""
        return self.gedaan.uitkomst.bevindingen if self.gedaan else self.geweigerd


@dataclass(frozen=True, kw_only=True)
class Regelbeeld:
    """A rule that the command breaks, with all it has against it."""

    code: str
    titel: str
    details: Sequence[str]
    onmogelijk: bool
    gekozen: bool


def proefpagina(
    *, blad: Blad, oordeel: Oordeel, fouten: Sequence[Invoerfout] = (), status: int
) -> Response:
    """Show the preview; `fouten` are those of the afwijking."""
    beeld = _beeld(blad, oordeel)
    nieuw = stand_zonder_leeg(stuk=beeld.verloop[0]) if beeld and beeld.nieuw else {}
    gezegd = _leesbaar({n: w for n, w in oordeel.lichaam.items() if n != AFWIJKING}, blad.bij)
    anders = [] if beeld is None else [vars(v) for v in beeld.veranderingen]
    kan = oordeel.gedaan is not None
    gekozen = blad.formulier.velden.get(f"{AFWIJKING}.regels", ())
    return toon(
        blad.request,
        "vastleggen_proef.html",
        status=status,
        gezegd=gezegd,
        proef=beeld,
        nieuw=nieuw,
        regels=list(regelbeelden(bevindingen=oordeel.bevindingen, gekozen=gekozen)),
        geweigerd=bool(oordeel.geweigerd),
        kan=kan,
        afwijking=afwijkingvelden(blad=blad, fouten=fouten),
        fouten=list(_overzicht(fouten)),
        namen=noem(bezoek=blad.bezoek, inhoud=[gezegd, nieuw, *anders]),
        verborgen=blad.verborgen(
            afwijking=not (kan and (oordeel.bevindingen or fouten)), rest=True
        ),
        **blad.rond,
    )


def _beeld(blad: Blad, oordeel: Oordeel) -> Proefbeeld | None:
    if oordeel.gedaan is None:
        return None
    laat = is_laat(oordeel.gedaan.registratie)
    return proefbeeld(gedaan=oordeel.gedaan, laat=laat, blik=blad.bezoek.blik)


def regelbeelden(
    *, bevindingen: Sequence[Bevinding], gekozen: Sequence[str]
) -> Iterator[Regelbeeld]:
    """Give each rule that is broken once, with all it has against it."""
    per_code: dict[str, list[Bevinding]] = {}
    for bevinding in bevindingen:
        per_code.setdefault(bevinding.regel.code, []).append(bevinding)
    for code, lijst in per_code.items():
        yield Regelbeeld(
            code=code,
            titel=lijst[0].regel.titel,
            details=list(dict.fromkeys(een.detail for een in lijst)),
            onmogelijk=lijst[0].regel.soort is Regelsoort.ONMOGELIJK,
            gekozen=code in gekozen,
        )


def afwijkingvelden(*, blad: Blad, fouten: Sequence[Invoerfout]) -> dict[str, Beeld]:
    """Draw the fields of an afwijking, by name."""
    tekenaar = blad.tekenaar({fout.naam: [fout.reden] for fout in fouten})
    delen = formulier(vorm=blad.formulier.vorm).delen
    groep: Any = next(deel for deel in delen if deel.naam == AFWIJKING)
    return {deel.naam: tekenaar.teken(deel, binnen(AFWIJKING, deel.naam)) for deel in groep.delen}


def _overzicht(fouten: Sequence[Invoerfout]) -> Iterator[dict[str, str]]:
    for fout in fouten:
        label = woorden.veld(fout.naam.rpartition(".")[2])
        yield {"label": label, "reden": fout.reden, "id": veld_id(fout.naam)}


def _leesbaar(deel: Any, bij: Bij | None) -> Any:
    """Write references to entries, and what replaces them, in words."""
    if isinstance(deel, list):
        return [_leesbaar(een, bij) for een in deel]
    if not isinstance(deel, Mapping):
        return deel
    uit: dict[str, Any] = {}
    for naam, waarde in deel.items():
        if naam == "volgnummer":
            uit["registratie"] = _registratie(waarde, bij)
        elif naam == "vervanging" and isinstance(waarde, Mapping):
            uit[naam] = _leesbaar(waarde, bij) | {"soort": woorden.pad(str(waarde.get("soort")))}
        elif naam == "vervanging":
            uit[naam] = "niets: dit vervalt"
        else:
            uit[naam] = _leesbaar(waarde, bij)
    return uit


def _registratie(nummer: object, bij: Bij | None) -> str:
    for regel in () if bij is None else bij.regels:
        if regel.registratie.volgnummer == nummer:
            return f"nr. {nummer}, {woorden.soort(regel.registratie.soort).lower()}"
    return f"nr. {nummer}"
