"""The page of a form: all that is filled in, each fault at its field and all of them above."""

from collections.abc import Iterator, Mapping, Sequence

from fastapi.responses import Response

from api import woorden
from api.paginas.formulierbeeld import Beeld, toelichting
from api.paginas.formulieren import BEGELEIDEND, formulier
from api.paginas.namen import noem
from api.paginas.vastlegblad import AFWIJKING, Blad
from api.sjablonen import toon
from application.fouten import Invoerfout
from application.raadplegen import Journaalregel

_WEINIG = 4
"""Optional fields that may stand among the others."""
_ANDERS_GEZEGD: Mapping[str, str] = {
    "geef een geheel getal zonder aanhalingstekens": "geef een geheel getal, alleen cijfers",
    "geef true of false": "kies ja of nee",
}
"""Where the sentence of the API speaks of JSON."""


def formulierpagina(
    *,
    blad: Blad,
    status: int = 200,
    fouten: Sequence[Invoerfout] = (),
    melding: str = "",
    sinds: int | None = None,
) -> Response:
    """Show the form.

    `melding` says why nothing was done; `sinds` is the version after which the thing changed under its user's hands.
    """
    eigen, rest = beelden(blad=blad, fouten=fouten)
    nodig, verder = verdeeld(delen=eigen)
    return toon(
        blad.request,
        "vastleggen.html",
        status=status,
        nodig=nodig,
        verder=verder,
        toelichting=rest,
        verborgen=blad.verborgen(afwijking=True, rest=False),
        fouten=list(overzicht(blad=blad, fouten=fouten, delen=[*eigen, rest])),
        melding=melding,
        intussen=_intussen(blad, sinds),
        namen=noem(bezoek=blad.bezoek, inhoud=blad.nu),
        **blad.rond,
    )


def beelden(*, blad: Blad, fouten: Sequence[Invoerfout]) -> tuple[list[Beeld], Beeld]:
    """Draw the fields of the fact, and apart from them what may accompany it."""
    bij_veld: dict[str, list[str]] = {}
    for fout in fouten:
        bij_veld.setdefault(blad.gelezen.veld(fout.naam), []).append(_reden(fout))
    tekenaar = blad.tekenaar(bij_veld)
    vorm = blad.formulier.vorm
    alle = [
        tekenaar.teken(deel, deel.naam)
        for deel in formulier(vorm=vorm).delen
        if deel.naam != AFWIJKING
    ]
    # The reason of a correctie is a field of its own; elsewhere it accompanies the fact.
    mee = BEGELEIDEND if vorm.feit else BEGELEIDEND - {"reden"}
    rest = [beeld for beeld in alle if beeld.naam in mee]
    eigen = [beeld for beeld in alle if beeld.naam not in mee]
    return eigen, toelichting(naam="~toelichting", delen=rest)


def verdeeld(*, delen: Sequence[Beeld]) -> tuple[list[Beeld], list[Beeld]]:
    """Set apart what a command can do without, when there is much of it."""
    verder = [b for b in delen if not b.verplicht]
    if len(verder) <= _WEINIG or len(verder) == len(delen):
        return list(delen), []
    return [b for b in delen if b.verplicht], verder


def _reden(fout: Invoerfout) -> str:
    return _ANDERS_GEZEGD.get(fout.reden, fout.reden)


def overzicht(
    *, blad: Blad, fouten: Sequence[Invoerfout], delen: Sequence[Beeld]
) -> Iterator[dict[str, str]]:
    """Give every fault with the words and the id of its field."""
    op_naam = dict(paar for beeld in delen for paar in _met_label(beeld, ""))
    for fout in fouten:
        beeld, label = op_naam.get(blad.gelezen.veld(fout.naam), (None, ""))
        yield {
            "label": label or (fout.naam and woorden.veld(fout.naam)),
            "reden": _reden(fout),
            "id": beeld.id if beeld else "",
        }


def _met_label(beeld: Beeld, voor: str) -> Iterator[tuple[str, tuple[Beeld, str]]]:
    """Give every part by its name, with its label and that of what it stands in."""
    yield beeld.naam, (beeld, f"{voor}: {beeld.label.lower()}" if voor else beeld.label)
    eigen = "" if beeld.soort in {"toelichting", "rijen"} else beeld.label
    for kind in beeld.kinderen:
        yield from _met_label(kind, eigen)


def _intussen(blad: Blad, sinds: int | None) -> list[Journaalregel]:
    """Give what was recorded since a version."""
    if blad.bij is None or sinds is None:
        return []
    return [regel for regel in blad.bij.regels if regel.registratie.volgnummer > sinds]
