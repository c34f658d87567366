"""Making findings: the one place where values become the text of a refusal."""

from domain.oordeel import Bevinding, Regel
from domain.tijdlijn import VERWIJZING_ONBEKEND, Geldend


def bevinding(
    regel: Regel, bij: Geldend | int, kenmerk: str = "", /, **waarden: object
) -> Bevinding:
    """Make a finding against a standing fact, or the registration with this volgnummer; `waarden` fill its sentence."""
    return Bevinding(
        regel=regel,
        volgnummer=bij if isinstance(bij, int) else bij.volgnummer,
        kenmerk=kenmerk,
        waarden={naam: str(waarde) for naam, waarde in waarden.items()},
    )


def onbekend(bij: Geldend | int, wat: str, verwijzing: object) -> Bevinding:
    """Make the finding of a fact that names what is not known: `wat` and the reference as given."""
    kenmerk = f"{wat} {verwijzing}"
    return bevinding(VERWIJZING_ONBEKEND, bij, kenmerk, wat=wat, verwijzing=verwijzing)
