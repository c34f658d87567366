"""The radar as an iCalendar feed (RFC 5545): for every last day an all-day event with two reminders."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from icalendar import Alarm, Calendar, Event

from api.woorden import code
from application.radar import Radaritem
from application.register import Tijdreis

MEDIATYPE = "text/calendar"
HERINNERINGEN = (30, 7)
"""Days beforehand on which a calendar program warns."""
_VERVERS = timedelta(hours=12)
"""How often a calendar program may come back."""


@dataclass(frozen=True, kw_only=True)
class Feedkop:
    """The question of a feed: its pair of moments, where its links lead, and for whom it is."""

    reis: Tijdreis
    thuis: str
    """Where the pages stand: `https://looptijd.example`."""
    eigenaar: str | None


def schrijf_feed(*, items: Sequence[Radaritem], kop: Feedkop) -> bytes:
    """Write a calendar of items; the same items at the same pair give the same bytes."""
    voor = f" van {kop.eigenaar}" if kop.eigenaar else ""
    agenda = Calendar()
    agenda.add("prodid", "-//Looptijd//Radar//NL")
    agenda.add("version", "2.0")
    agenda.add("calscale", "GREGORIAN")
    agenda.add("method", "PUBLISH")
    agenda.add("x-wr-calname", f"Looptijd radar{voor}")
    agenda.add("x-wr-timezone", "Europe/Amsterdam")
    agenda.add("refresh-interval", _VERVERS, parameters={"value": "DURATION"})
    agenda.add("x-published-ttl", "PT12H")
    laat = sum(item.te_laat for item in items)
    if laat:
        agenda.add_component(_samenvatting(laat, kop))
    for item in items:
        for gebeurtenis in _gebeurtenissen(item, kop):
            agenda.add_component(gebeurtenis)
    geschreven: bytes = agenda.to_ical()
    return geschreven


def _gebeurtenissen(item: Radaritem, kop: Feedkop) -> Iterator[Event]:
    """Give the last day for the act, and before it that for the bodies; what lies behind needs no reminder."""
    punt = item.punt
    laat = "Te laat: " if item.te_laat else ""
    wat = f"{code(punt.handeling.value)}: {item.naam}"
    yield _dag(item, kop, "uiterlijk", punt.uiterlijk, f"{laat}{wat}")
    if punt.besluit_uiterlijk is not None and punt.voorgelegd_op is None:
        organen = ", ".join(code(o.orgaan) for o in punt.organen)
        kort = f"{laat}Voorleggen aan {organen}. {wat}"
        yield _dag(item, kop, "besluit", punt.besluit_uiterlijk, kort)


def _dag(item: Radaritem, kop: Feedkop, welke: str, dag: date, kort: str) -> Event:
    gebeurtenis = _leeg(
        kop,
        uid=f"{item.ding}/{item.punt.code}/{welke}",
        dag=dag,
        kort=kort,
        pad=f"/{item.verzameling}/{item.ding}",
    )
    gebeurtenis.add("description", "\n".join(_toelichting(item)))
    for vooraf in HERINNERINGEN if dag >= kop.reis.geldig_op else ():
        gebeurtenis.add_component(_herinnering(kort, vooraf))
    return gebeurtenis


def _toelichting(item: Radaritem) -> Iterator[str]:
    punt = item.punt
    yield f"{punt.wat}."
    if item.aanbieder and item.aanbieder != item.naam:
        yield f"Aanbieder: {item.aanbieder}."
    yield f"Eigenaar: {', '.join(item.eigenaren) or 'niemand'}."
    if item.te_laat_sinds is not None:
        yield f"Te laat sinds {_kort(item.te_laat_sinds)}."
    yield f"Uiterlijk {_kort(punt.uiterlijk)}. Zo volgt dat:"
    yield from (f"- {stap.wat}: {_kort(stap.dag)}" for stap in punt.berekening)


def _kort(dag: date) -> str:
    return f"{dag.day}-{dag.month}-{dag.year}"


def _samenvatting(aantal: int, kop: Feedkop) -> Event:
    """Give one event on the day asked: what is late lies in the past, where nobody looks."""
    gebeurtenis = _leeg(
        kop,
        uid="te-laat",
        dag=kop.reis.geldig_op,
        kort=f"Looptijd radar: {aantal} te laat",
        pad="/radar?stand=TE_LAAT",
    )
    gebeurtenis.add("description", "Wat te laat is, staat ook op zijn eigen dag in deze agenda.")
    return gebeurtenis


def _leeg(kop: Feedkop, *, uid: str, dag: date, kort: str, pad: str) -> Event:
    gebeurtenis = Event()
    gebeurtenis.add("uid", f"{uid}@looptijd")
    gebeurtenis.add("dtstamp", kop.reis.beschikbaar_op)
    gebeurtenis.add("dtstart", dag)
    gebeurtenis.add("summary", kort)
    gebeurtenis.add("url", f"{kop.thuis}{pad}")
    gebeurtenis.add("transp", "TRANSPARENT")
    return gebeurtenis


def _herinnering(kort: str, vooraf: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", kort)
    alarm.add("trigger", timedelta(days=-vooraf))
    return alarm
