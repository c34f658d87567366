"""What deserves a look at a besluit: who let a deadline pass, and zienswijzen that nobody dealt with."""

from collections.abc import Iterator
from datetime import date

from domain.besluit import BEPALEND, Besluitstand, Status
from domain.contractomgeving import Signaal


def besluitsignalen(*, stand: Besluitstand, dag: date) -> Iterator[Signaal]:
    """Give the signals of a besluit on a day, one of each kind at most."""
    if stand.status in {Status.TOEKOMSTIG, Status.INGETROKKEN}:
        return
    te_laat = [
        f"{s.wie} (uiterlijk {s.uiterlijk.isoformat()})"
        for s in stand.betrokken
        if s.rol in BEPALEND and not s.besloten and s.uiterlijk is not None and s.uiterlijk < dag
    ]
    if te_laat:
        yield Signaal(
            code="termijn-verstreken",
            titel="Een termijn is verstreken zonder uitspraak",
            detail=f"Nog geen uitspraak van {', '.join(te_laat)}.",
        )
    gehoord = {(z.orgaan, z.gemeente) for z in stand.zienswijzen}
    stil = [
        s.wie
        for s in stand.betrokken
        if s.uiterlijk is not None
        and s.uiterlijk < dag
        and s.rol not in BEPALEND
        and not s.besloten
        and (s.orgaan, s.gemeente) not in gehoord
    ]
    if stil:
        yield Signaal(
            code="niet-gehoord",
            titel="Een termijn verstreek zonder zienswijze of advies",
            detail=f"Niets ontvangen van {', '.join(stil)}; dat houdt het besluit niet tegen.",
        )
    open_ = [z for z in stand.zienswijzen if not z.afgezien and z.verwerking is None]
    if open_ and stand.vastgesteld_op is not None:
        wie = ", ".join(
            z.orgaan if z.gemeente is None else f"{z.orgaan} {z.gemeente}" for z in open_
        )
        yield Signaal(
            code="zienswijze-niet-verwerkt",
            titel="Niet vastgelegd hoe een zienswijze is verwerkt",
            detail=f"Het besluit is vastgesteld, maar wat er gebeurde met de zienswijze van {wie} staat er niet.",
        )
    if any(b.voor_poort for b in stand.bekendmakingen):
        yield Signaal(
            code="bekendmaking-voor-poort",
            titel="Er ging iets naar buiten voordat dat mocht",
            detail="Ten minste één bekendmaking ging uit voordat alle organen van de poort hadden besloten.",
        )
