"""From what a reader asks of time to a pair that can be asked again for ever (interface.md 2)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from application.fouten import BestaatNiet, Invoerfout, OngeldigeInvoer, TijdreisGeweigerd
from application.register import AMSTERDAM, Peil, Tijdreis, dag_in_amsterdam
from domain.waarden import lees_datum, schrijf_instant

_SEPARATOR = 10
"""Where the T stands in a date-time."""


def los_op(*, geldig_op: str | None, beschikbaar_op: str | None, peil: Peil) -> Tijdreis:
    """Resolve both parameters as given in a query.

    Raises OngeldigeInvoer with every fault, TijdreisGeweigerd for an instant in the future, BestaatNiet before the
    register was opened.
    """
    fouten: list[Invoerfout] = []
    dag, moment = dag_in_amsterdam(peil.klok), peil.watermerk
    if geldig_op is not None:
        try:
            dag = lees_datum(geldig_op)
        except ValueError as fout:
            fouten.append(Invoerfout(plek="query", naam="geldigOp", reden=str(fout)))
    if beschikbaar_op is not None:
        try:
            moment = lees_moment(beschikbaar_op)
        except ValueError as fout:
            fouten.append(Invoerfout(plek="query", naam="beschikbaarOp", reden=str(fout)))
    if fouten:
        raise OngeldigeInvoer(fouten=fouten)
    vandaag = dag_in_amsterdam(peil.klok)
    einde_van_vandaag = _einde_van_dag(vandaag)
    hele_dag = beschikbaar_op is not None and len(beschikbaar_op) == _SEPARATOR
    if moment > max(peil.klok, peil.watermerk) and not (hele_dag and moment <= einde_van_vandaag):
        raise TijdreisGeweigerd(
            code="ToekomstNietOndersteund",
            uitleg=f"Wat het register op {beschikbaar_op} zal weten, is nog niet bekend.",
        )
    if moment < peil.geopend_op:
        raise BestaatNiet(
            f"Dit register is geopend op {schrijf_instant(peil.geopend_op)}; wat daarvoor bekend was, "
            "staat er niet in en wordt niet gereconstrueerd."
        )
    return Tijdreis(geldig_op=dag, beschikbaar_op=min(moment, peil.watermerk))


def lees_moment(tekst: str) -> datetime:
    """Read a date-time with any offset, without offset (Amsterdam) or a bare date (the end of that day there).

    ValueError, in Dutch, for anything else: also for a local time that does not exist or exists twice.
    """
    if len(tekst) == _SEPARATOR:
        return _einde_van_dag(lees_datum(tekst))
    if len(tekst) < _SEPARATOR or tekst[_SEPARATOR] != "T" or tekst.endswith(("z", "-00:00")):
        raise ValueError(_UITLEG)
    lees_datum(tekst[:_SEPARATOR])
    try:
        moment = datetime.fromisoformat(tekst)
    except ValueError:
        raise ValueError(_UITLEG) from None
    try:
        return (_lokaal(moment, AMSTERDAM) if moment.tzinfo is None else moment).astimezone(UTC)
    except OverflowError:
        raise ValueError(_UITLEG) from None


_UITLEG = (
    "schrijf een datum (2025-01-31) of een moment (2025-01-31T10:00:00Z, 2025-01-31T11:00:00+01:00); "
    "een + in een adres wordt geschreven als %2B"
)


def _lokaal(moment: datetime, zone: ZoneInfo) -> datetime:
    vroeg, laat = moment.replace(tzinfo=zone, fold=0), moment.replace(tzinfo=zone, fold=1)
    if vroeg.utcoffset() == laat.utcoffset():
        return vroeg
    bestaat = vroeg.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == moment
    wat = "komt twee keer voor (einde zomertijd)" if bestaat else "bestaat niet (begin zomertijd)"
    raise ValueError(f"{moment.isoformat()} {wat} in Europe/Amsterdam; geef de afstand tot UTC mee")


def _einde_van_dag(dag: date) -> datetime:
    """Give the last microsecond of a day in Amsterdam."""
    middernacht = datetime.combine(dag + timedelta(days=1), time(), AMSTERDAM)
    return middernacht.astimezone(UTC) - timedelta(microseconds=1)
