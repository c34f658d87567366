"""A story told to the real application over a real database: set the clock, record, ask at a pair of moments."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import httpx
from fastapi import FastAPI

from api.app import maak_app, maak_loket
from application.toegang import Rol
from infrastructure.herbouw import controleer, herbouw
from infrastructure.identiteit import maak_token
from infrastructure.klok import Klok, Verhaalklok, maak_klok
from infrastructure.leesmodellen import PROJECTIES
from infrastructure.log import Registersoort
from infrastructure.register import open_register

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Engine
    from starlette.types import ASGIApp, Receive, Scope, Send

    from api.omgeving import Loket

BEGIN = "2018-01-01"
"""The day on which every story opens its register."""
ADRES = "http://looptijd.test"


def middag(dag: str) -> datetime:
    """Noon UTC of a day: the hour at which stories record."""
    return datetime.combine(date.fromisoformat(dag), time(12), UTC)


@dataclass
class Verhaal:
    """The application with its story clock, and who asks."""

    engine: Engine
    klok: Klok
    loket: Loket
    lus: asyncio.Runner
    client: httpx.AsyncClient
    tokens: dict[str, str] = field(default_factory=dict)
    regio: str = ""
    traject: str = ""
    aanbieder: str = ""
    besluit: str = ""

    # --- time and people ---

    def op(self, dag: str) -> None:
        """Let the story stand at noon UTC of a day."""
        self.zet(middag(dag))

    def zet(self, moment: datetime) -> None:
        """Let the story stand at an instant."""
        assert isinstance(self.klok, Verhaalklok)
        self.klok.zet(moment=moment)

    def token(self, rol: Rol) -> str:
        """Give the one token of a role in this story."""
        if rol.value not in self.tokens:
            self.tokens[rol.value] = maak_token(engine=self.engine, rol=rol)
        return self.tokens[rol.value]

    # --- asking and recording ---

    def vraag(
        self,
        methode: str,
        pad: str,
        *,
        als: Rol | str | None = Rol.BEHEERDER,
        koppen: Mapping[str, str] | None = None,
        **rest: Any,
    ) -> httpx.Response:
        """Send a request; `als` is a role, a token or None for nobody; the path is taken under /v1."""
        geheim = self.token(als) if isinstance(als, Rol) else als
        alle = {} if geheim is None else {"Authorization": f"Bearer {geheim}"}
        adres = pad if pad.startswith(("/v1", "http")) else f"/v1{pad}"
        return self.lus.run(
            self.client.request(methode, adres, headers={**alle, **(koppen or {})}, **rest)
        )

    def get(
        self,
        pad: str,
        *,
        verwacht: int = 200,
        als: Rol | str | None = Rol.BEHEERDER,
        **vraag: Any,
    ) -> Any:
        """Ask, and give the JSON of the answer."""
        # A link carries its own query; an empty mapping would take it away.
        antwoord = self.vraag("GET", pad, als=als, **({"params": vraag} if vraag else {}))
        assert antwoord.status_code == verwacht, antwoord.text
        return antwoord.json()

    def post(
        self,
        pad: str,
        lichaam: object,
        *,
        status: int = 201,
        als: Rol | str | None = Rol.BEHEERDER,
        koppen: Mapping[str, str] | None = None,
    ) -> Any:
        """Record, and give the JSON of the answer."""
        antwoord = self.vraag("POST", pad, als=als, koppen=koppen, json=lichaam)
        assert antwoord.status_code == status, antwoord.text
        return antwoord.json()

    def weigering(self, pad: str, lichaam: object) -> list[str]:
        """Record what must be refused by the rules; give their codes. The log does not grow."""
        positie = self.positie
        antwoord = self.post(pad, lichaam, status=409)
        assert self.positie == positie
        return [regel["code"] for regel in antwoord["regels"]]

    @property
    def positie(self) -> int:
        """The last position of the log."""
        return self.loket.register.peil().positie

    # --- the read models ---

    def herbouw(self) -> None:
        """Make every read model again from the log."""
        herbouw(engine=self.engine, projecties=PROJECTIES, voortgang=_stil, werkers=1)

    def leesfouten(self) -> list[object]:
        """Give every row that differs from what the log says."""
        return list(
            controleer(engine=self.engine, projecties=PROJECTIES, voortgang=_stil, werkers=1)
        )

    # --- the world of most stories ---

    def wereld(self, **traject: object) -> None:
        """Make a regio with two gemeenten, a traject with three percelen and an aanbieder admitted to two of them."""
        regio = {"ingangsdatum": BEGIN, "naam": "Rivierenland", "gemeenten": ["9001", "9002"]}
        self.regio = self.post("/regios", regio)["regio"]["id"]
        begin = {**trajectlichaam(self.regio), **traject}
        self.traject = self.post("/inkooptrajecten", begin)["inkooptraject"]["id"]
        wie = {"ingangsdatum": BEGIN, "naam": "De Oever", "kvkNummer": "12345678"}
        self.aanbieder = self.post("/aanbieders", wie)["aanbieder"]["id"]
        for perceel in ("P1", "P2"):
            self.post(f"/aanbieders/{self.aanbieder}/toelatingen", self.toelating(perceel))

    def toelating(self, perceel: str, **anders: object) -> dict[str, object]:
        """Give the body of an admission."""
        return {
            "ingangsdatum": BEGIN,
            "trajectId": self.traject,
            "perceel": perceel,
            "grondslag": "TOELATING",
            **anders,
        }

    def lichaam(self, **anders: object) -> dict[str, object]:
        """Give the body of contract K of voorbeelden.md, with other values where given."""
        return {
            "contractnummer": "K",
            "regioId": self.regio,
            "aanbiederId": self.aanbieder,
            "trajectId": self.traject,
            "segment": "ambulant",
            "percelen": ["P1"],
            "gemeenten": ["9001"],
            "inkoopvorm": "SAS",
            "bekostigingsvorm": "INSPANNINGSGERICHT",
            "ingangsdatum": "2023-01-01",
            "einddatum": "2030-12-31",
            "tarieven": [tarief("100.00")],
            "geraamdeJaarwaarde": "250000.00",
            **anders,
        }

    def contract(self, **anders: object) -> str:
        """Record contract K, with other values where given; give its path."""
        gemaakt = self.post("/contracten", self.lichaam(**anders))
        return f"/contracten/{gemaakt['contract']['id']}"

    def budget(self, **anders: object) -> str:
        """Record a budget of a million for 2025; give its path."""
        lichaam = {
            "ingangsdatum": "2025-01-01",
            "regioId": self.regio,
            "boekjaar": 2025,
            "segment": "ambulant",
            "bedrag": "1000000.00",
            **anders,
        }
        return f"/budgetten/{self.post('/budgetten', lichaam)['budget']['id']}"


def trajectlichaam(regio: str) -> dict[str, object]:
    """Give the body of an open traject with two segments and three percelen."""
    percelen = [
        {"code": code, "segment": segment, "producten": ["45A04"], "gemeenten": gemeenten}
        for code, segment, gemeenten in (
            ("P1", "ambulant", ["9001"]),
            ("P2", "ambulant", ["9001", "9002"]),
            ("P3", "verblijf", ["9002"]),
        )
    ]
    return {
        "ingangsdatum": BEGIN,
        "naam": "Inkoop jeugd",
        "regioId": regio,
        "inkoopvorm": "SAS",
        "toetreding": "OPEN",
        "segmenten": ["ambulant", "verblijf"],
        "percelen": percelen,
    }


def zoek(verhaal: Verhaal, pad: str, deel: str) -> str:
    """Give the path of the one thing in a list whose name holds a text."""
    gevonden = [
        item["id"]
        for item in verhaal.get(pad, pageSize=500)["resultaten"]
        if deel in (item.get("naam") or item.get("onderwerp") or item["code"])
    ]
    assert len(gevonden) == 1, (pad, deel)
    return f"{pad}/{gevonden[0]}"


def gemeenten(verhaal: Verhaal) -> list[str]:
    """Give the codes of the gemeenten in the story's regio."""
    codes: list[str] = verhaal.get(f"/regios/{verhaal.regio}")["gemeenten"]
    return codes


@contextmanager
def verteld(engine: Engine, *, begin: str = BEGIN) -> Iterator[Verhaal]:
    """Open a DEMO register on a story clock and put the whole application on it."""
    klok = Verhaalklok(begin=middag(begin))
    open_register(engine=engine, klok=klok, soort=Registersoort.DEMO)
    with _op_klok(engine, klok) as verhaal:
        yield verhaal


@contextmanager
def op_echte_klok(engine: Engine) -> Iterator[Verhaal]:
    """Put the whole application on a register that is open, on the clock of its database."""
    with _op_klok(engine, maak_klok(engine=engine)) as verhaal:
        yield verhaal


@contextmanager
def _op_klok(engine: Engine, klok: Klok) -> Iterator[Verhaal]:
    loket = maak_loket(engine=engine, klok=klok)
    with asyncio.Runner() as lus:
        transport = httpx.ASGITransport(_aan_dit_loket(loket))
        client = httpx.AsyncClient(transport=transport, base_url=ADRES)
        yield Verhaal(engine, klok, loket, lus, client)
        lus.run(client.aclose())


@cache
def _toepassing() -> tuple[FastAPI, FastAPI]:
    """Make the application and the API in it once for all stories: making it takes longer than most of them."""
    app = maak_app(loket=cast("Loket", None))
    delen = [getattr(route, "app", None) for route in app.routes]
    (v1,) = [deel for deel in delen if isinstance(deel, FastAPI)]
    return app, v1


def _aan_dit_loket(loket: Loket) -> ASGIApp:
    """Let the one application serve this story; requests of stories never run at the same time."""
    app, v1 = _toepassing()

    async def dien(scope: Scope, receive: Receive, send: Send) -> None:
        app.state.loket = v1.state.loket = loket
        await app(scope, receive, send)

    return dien


def _stil(_gedaan: int, _totaal: int) -> None:
    """No progress to show."""


# --- bodies ------------------------------------------------------------------------------------------------------


def tarief(bedrag: str | None, **anders: object) -> dict[str, object]:
    """Give a tariff line."""
    return {"productcode": "45A04", "eenheid": "UUR", "tarief": bedrag, **anders}


def herziening(dag: str, bedrag: str | None = None, **anders: Any) -> dict[str, object]:
    """Give the body of a herziening of the tariff, or of what is given."""
    wijzigingen = anders.pop("wijzigingen", None) or {"tarieven": [tarief(bedrag)]}
    return {
        "ingangsdatum": dag,
        "wijzigingen": wijzigingen,
        "wijzigingsgrond": "CLAUSULE",
        **anders,
    }


def indexering(dag: str, percentage: str, **anders: object) -> dict[str, object]:
    """Give the body of an indexering."""
    return {"ingangsdatum": dag, "percentage": percentage, **anders}


def opzegging(dag: str, laatste: str, **anders: object) -> dict[str, object]:
    """Give the body of a notice by the opdrachtgever."""
    return {
        "ingangsdatum": dag,
        "laatsteDag": laatste,
        "door": "OPDRACHTGEVER",
        "grond": "geen behoefte meer",
        **anders,
    }


def verlenging(dag: str, tot_en_met: str, **anders: object) -> dict[str, object]:
    """Give the body of an extension."""
    return {"ingangsdatum": dag, "totEnMet": tot_en_met, **anders}


def intrekking(dag: str, volgnummer: int) -> dict[str, object]:
    """Give the body of a withdrawal."""
    return {"ingangsdatum": dag, "volgnummer": volgnummer}


def correctie(*zetten: Mapping[str, object], soort: str = "FOUT") -> dict[str, object]:
    """Give the body of a correctie."""
    return {"soort": soort, "registraties": list(zetten), "reden": "verkeerd overgenomen"}


def zet(
    volgnummer: int,
    soort: str | None = None,
    lichaam: Mapping[str, object] | None = None,
    **rest: object,
) -> dict[str, object]:
    """Give one corrected registration; without `soort` it goes without replacement."""
    vervanging = None if soort is None else {"soort": soort, **(lichaam or {})}
    return {"volgnummer": volgnummer, "vervanging": vervanging, **rest}


def afwijking(*regels: str) -> dict[str, object]:
    """Give an afwijking from rules."""
    besluit = {"orgaan": "COLLEGE", "datum": "2024-01-09", "kenmerk": "B-24-1"}
    return {"regels": list(regels), "motivering": "spoedplaatsing", "besluit": besluit}
