"""The rules for steering on a contract: what a finding, a sanction and a closing may rest on (CS 3.19.1)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from domain.bevindingen import bevinding, onbekend
from domain.contractsturing import Sturing, Stuuritem
from domain.feiten import Feit
from domain.oordeel import Bevinding, onmogelijk, onrechtmatig
from domain.sturingfeiten import (
    ConstateringGedaan,
    GesprekGevoerd,
    OpvolgingAfgesloten,
    SanctieOpgelegd,
    Sanctiesoort,
    VerbetertrajectGestart,
)
from domain.tijdlijn import Geldend

MAXIMALE_KORTING = Decimal(5)
"""The highest percentage that may be held back, all running kortingen together (CS 3.19.1)."""

KORTING_BOVEN_MAXIMUM = onrechtmatig(
    "korting-boven-maximum",
    "De korting is hoger dan mag",
    "Hoogstens {maximum} % van de betalingen mag tijdelijk worden ingehouden; dit is {percentage} %{samen}. Kies een "
    "lager percentage, of sluit eerst een korting af die nog loopt.",
)
SANCTIE_ZONDER_CONSTATERING = onrechtmatig(
    "sanctie-zonder-constatering",
    "De sanctie rust niet op een constatering",
    "Een {sanctie} vraagt een constatering die staat; {waarom}. Leg eerst de constatering vast en noem haar volgnummer "
    "bij de sanctie.",
)
AL_AFGESLOTEN = onmogelijk(
    "opvolging-al-afgesloten",
    "Hier is niets meer af te sluiten",
    "Registratie {volgnummer} {waarom}. Klopt dat niet, trek dan die afsluiting in of corrigeer haar.",
)
UITKOMST_ONGEPAST = onmogelijk(
    "uitkomst-ongepast",
    "Deze uitkomst hoort hier niet bij",
    "Registratie {volgnummer} kan niet worden afgesloten met {uitkomst}; kies uit {uitkomsten}.",
)


def toets(*, sturing: Sturing, geldend: Geldend) -> Iterable[Bevinding]:
    """Give the findings of a fact against what stands on its own day."""
    regels = _TOETSEN.get(type(geldend.feit))
    return () if regels is None else regels(sturing, geldend, geldend.feit)


def _toets_gesprek(sturing: Sturing, geldend: Geldend, feit: GesprekGevoerd) -> Iterator[Bevinding]:
    bekend = {a.code for a in sturing.afspraken}
    yield from (onbekend(geldend, "Afspraak", c) for c in feit.afspraken if c not in bekend)


def _toets_constatering(
    sturing: Sturing, geldend: Geldend, feit: ConstateringGedaan
) -> Iterator[Bevinding]:
    if feit.afspraak not in (None, *(a.code for a in sturing.afspraken)):
        yield onbekend(geldend, "Afspraak", feit.afspraak)


def _toets_verbetertraject(
    sturing: Sturing, geldend: Geldend, feit: VerbetertrajectGestart
) -> Iterator[Bevinding]:
    for plaats in feit.constateringen:
        gevonden = sturing.constatering(plaats)
        if gevonden is None or gevonden.vervallen:
            yield onbekend(geldend, "Een constatering die staat, met volgnummer", plaats)


def _toets_sanctie(
    sturing: Sturing, geldend: Geldend, feit: SanctieOpgelegd
) -> Iterator[Bevinding]:
    gevonden = sturing.constatering(feit.constatering)
    waarom = "er is er geen genoemd"
    if feit.constatering is not None and gevonden is None:
        yield onbekend(geldend, "Een constatering met volgnummer", feit.constatering)
        return
    if gevonden is not None:
        waarom = f"registratie {gevonden.plaats} is vervallen" if gevonden.vervallen else ""
    if waarom and feit.sanctiesoort is not Sanctiesoort.WAARSCHUWING:
        sanctie = feit.sanctiesoort.value.lower()
        yield bevinding(SANCTIE_ZONDER_CONSTATERING, geldend, sanctie=sanctie, waarom=waarom)
    if feit.percentage is not None:
        yield from _toets_korting(sturing, geldend, feit.percentage)


def _toets_korting(sturing: Sturing, geldend: Geldend, percentage: Decimal) -> Iterator[Bevinding]:
    lopend = [s for s in sturing.sancties if s.loopt]
    totaal = percentage + sum(s.percentage or 0 for s in lopend)
    if totaal > MAXIMALE_KORTING:
        nummers = ", ".join(str(s.plaats) for s in lopend)
        samen = f", en met registratie {nummers} erbij {totaal} %" if lopend else ""
        waarden = {"maximum": MAXIMALE_KORTING, "percentage": percentage, "samen": samen}
        gevonden = bevinding(KORTING_BOVEN_MAXIMUM, geldend, **waarden)
        yield replace(gevonden, feiten=tuple(s.plaats for s in lopend))


def _toets_afsluiting(
    sturing: Sturing, geldend: Geldend, feit: OpvolgingAfgesloten
) -> Iterator[Bevinding]:
    item = sturing.item(geldend.doel)
    if item is None:
        wat = "Een afspraak, gesprek, constatering, verbetertraject of sanctie met volgnummer"
        yield onbekend(geldend, wat, feit.volgnummer)
        return
    waarden: dict[str, object] = {"volgnummer": item.plaats}
    if not item.is_open:
        gevonden = bevinding(AL_AFGESLOTEN, geldend, waarom=_waarom_dicht(item), **waarden)
        yield replace(gevonden, feiten=(item.plaats,))
    elif feit.uitkomst not in item.uitkomsten:
        waarden |= {"uitkomst": feit.uitkomst, "uitkomsten": ", ".join(item.uitkomsten)}
        yield bevinding(UITKOMST_ONGEPAST, geldend, **waarden)


def _waarom_dicht(item: Stuuritem) -> str:
    if item.afsluiting is not None:
        a = item.afsluiting
        return f"is op {a.ingangsdatum} afgesloten met {a.uitkomst} (registratie {a.plaats})"
    tot_en_met = getattr(item, "tot_en_met", None)
    return f"liep af op {tot_en_met}" if tot_en_met else "vraagt geen vervolg"


_TOETSEN: Mapping[type[Feit], Callable[[Sturing, Geldend, Any], Iterable[Bevinding]]] = {
    GesprekGevoerd: _toets_gesprek,
    ConstateringGedaan: _toets_constatering,
    VerbetertrajectGestart: _toets_verbetertraject,
    SanctieOpgelegd: _toets_sanctie,
    OpvolgingAfgesloten: _toets_afsluiting,
}
