"""The moment bar: which moment a page looks at, in words and as a form, and addresses that carry it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from urllib.parse import urlencode, urlsplit

from starlette.datastructures import QueryParams
from starlette.requests import Request

from api import antwoorden
from application.register import AMSTERDAM, Peil, Tijdreis, dag_in_amsterdam

TIJD = ("geldigOp", "beschikbaarOp")
VASTGELEGD = "vastgelegd"
"""The parameter with which a page says what was recorded just now; it belongs to one answer only."""
_EINDE_VAN_DE_DAG = time.max


@dataclass(frozen=True, kw_only=True)
class Tijdbalk:
    """What the bar shows; `reis` None when the moment asked could not be resolved."""

    reis: Tijdreis | None
    stand: str
    """How the moment lies to now: `nu`, `zojuist` (today, something was recorded since), `toen` or `onbekend`."""
    naar: str
    """This page without its moment; the form takes the moment there."""
    geldig_op: str
    dag: str
    tijd: str
    """Empty for the end of the day."""

    @property
    def hele_dag(self) -> bool:
        """Tell whether the register is seen as at the end of a day."""
        return self.reis is not None and _is_einde_van_dag(self.reis.beschikbaar_op)

    @property
    def precies(self) -> str:
        """The instant behind what the form shows, to the microsecond."""
        return "" if self.reis is None else antwoorden.tijdreis(self.reis)["beschikbaarOp"]


def adres(pad: str, *, reis: Tijdreis | None, rest: Mapping[str, object]) -> str:
    """Write an address that carries the moment and what else is given; None and empty are left out."""
    tijd = {} if reis is None else antwoorden.tijdreis(reis)
    alles = {naam: str(w) for naam, w in {**rest, **tijd}.items() if w not in (None, "")}
    return f"{pad}?{urlencode(alles)}" if alles else pad


def maak_tijdbalk(*, request: Request, reis: Tijdreis, peil: Peil, vast: bool) -> Tijdbalk:
    """Make the bar of an answer; `vast` never calls it now, for a page that stays the same for ever."""
    vandaag = dag_in_amsterdam(peil.klok)
    nieuwste = reis.beschikbaar_op == peil.watermerk
    if vast or reis.geldig_op != vandaag or dag_in_amsterdam(reis.beschikbaar_op) > vandaag:
        stand = "toen"
    elif nieuwste:
        stand = "nu"
    else:
        stand = "zojuist" if dag_in_amsterdam(reis.beschikbaar_op) == vandaag else "toen"
    dag, tijd = _in_velden(reis.beschikbaar_op)
    if nieuwste and not vast:
        dag, tijd = vandaag.isoformat(), ""
    return Tijdbalk(
        reis=reis,
        stand=stand,
        naar=zonder_tijd(request),
        geldig_op=reis.geldig_op.isoformat(),
        dag=dag,
        tijd=tijd,
    )


def onbekende_tijdbalk(*, request: Request) -> Tijdbalk:
    """Make the bar of a page whose moment was refused, with what was filled in."""
    gegeven = request.query_params
    dag, _, tijd = gegeven.get("beschikbaarOp", "").partition("T")
    naar = zonder_tijd(request)
    if request.url.path == "/tijd":
        naar = gegeven["naar"] if is_eigen(gegeven.get("naar", "")) else "/"
    return Tijdbalk(
        reis=None,
        stand="onbekend",
        naar=naar,
        geldig_op=gegeven.get("geldigOp", ""),
        dag=dag,
        tijd=gegeven.get("tijd", tijd),
    )


def zonder_tijd(request: Request) -> str:
    """Give this page's address without its moment and without the page number that belongs to it."""
    rest = {n: w for n, w in request.query_params.items() if n not in {*TIJD, "page", VASTGELEGD}}
    return adres(request.url.path, reis=None, rest=rest)


def is_eigen(naar: str) -> bool:
    """Tell whether an address is a path of this application itself."""
    delen = urlsplit(naar)
    eigen = not delen.scheme and not delen.netloc and "\\" not in naar
    return eigen and delen.path.startswith("/") and not delen.path.startswith("//")


def gevraagd_moment(velden: QueryParams) -> str | None:
    """Give the beschikbaarOp that the form asks for; untouched fields keep the exact instant behind them."""
    dag, tijd, precies = (velden.get(n, "").strip() for n in ("beschikbaarOp", "tijd", "precies"))
    if not dag:
        return None
    if precies and _zelfde(precies, dag, tijd):
        return precies
    return f"{dag}T{tijd}" if tijd else dag


def _zelfde(precies: str, dag: str, tijd: str) -> bool:
    try:
        moment = datetime.fromisoformat(precies)
    except ValueError:
        return False
    return moment.tzinfo is not None and _in_velden(moment) == (dag, tijd)


def _in_velden(moment: datetime) -> tuple[str, str]:
    hier = moment.astimezone(AMSTERDAM)
    hele_dag = _is_einde_van_dag(moment)
    return hier.date().isoformat(), "" if hele_dag else hier.strftime("%H:%M:%S")


def _is_einde_van_dag(moment: datetime) -> bool:
    return moment.astimezone(AMSTERDAM).time() == _EINDE_VAN_DE_DAG
