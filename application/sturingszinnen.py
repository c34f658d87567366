"""Agreements, findings and sanctions on a contract in one Dutch sentence for a council, without what was found."""

from application.rapportvraag import euro, kort
from domain.feiten import Feit
from domain.sturingfeiten import (
    AfspraakGemaakt,
    ConstateringGedaan,
    GesprekGevoerd,
    OpvolgingAfgesloten,
    SanctieOpgelegd,
    VerbetertrajectGestart,
)


def sturingszin(feit: Feit) -> str:
    """Say what a fact did; an unknown kind is named by its stored name."""
    match feit:
        case AfspraakGemaakt():
            uiterlijk = f", uiterlijk {kort(feit.uiterlijk)}" if feit.uiterlijk else ""
            return f"Afspraak {feit.code}: {feit.omschrijving}{uiterlijk}"
        case GesprekGevoerd():
            return f"Gesprek over {feit.onderwerp}"
        case ConstateringGedaan():
            dag = feit.herstel_uiterlijk
            herstel = f", te herstellen uiterlijk {kort(dag)}" if dag else ""
            return f"Constatering ({feit.ernst.value.lower()}){herstel}"
        case VerbetertrajectGestart():
            return f"Verbetertraject tot en met {kort(feit.uiterlijk)}"
        case OpvolgingAfgesloten():
            uitkomst = feit.uitkomst.value.lower().replace("_", " ")
            return f"Registratie {feit.volgnummer} afgesloten: {uitkomst}"
    return _sanctie(feit) if isinstance(feit, SanctieOpgelegd) else feit.feitnaam


def _sanctie(feit: SanctieOpgelegd) -> str:
    wat = feit.sanctiesoort.value.capitalize()
    if feit.percentage is not None:
        einde = f" tot en met {kort(feit.tot_en_met)}" if feit.tot_en_met else ""
        return f"{wat} van {str(feit.percentage).replace('.', ',')} %{einde}"
    return wat if feit.bedrag is None else f"{wat} van {euro(feit.bedrag)}"
