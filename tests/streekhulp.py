"""How the regions of the demo are asked: paths by the names of the story, pairs of moments, signals, refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.demo.verhaal import ding_id

if TYPE_CHECKING:
    from tests.hulp import Verhaal


def pad(meervoud: str, regio: str, code: str) -> str:
    """Give the path of a thing of a region."""
    return f"/{meervoud}/{ding_id(meervoud, f'{regio}-{code}')}"


def contract(nummer: str) -> str:
    """Give the path of a contract by its number."""
    return f"/contracten/{ding_id('contracten', nummer)}"


def aanbieder(sleutel: str) -> str:
    """Give the path of an aanbieder."""
    return f"/aanbieders/{ding_id('aanbieders', sleutel)}"


def op(dag: str, bekend: str | None = None) -> dict[str, Any]:
    """Give a pair of moments as parameters; known on the day itself unless said otherwise."""
    return {"geldigOp": dag, "beschikbaarOp": bekend or dag}


def signalen(v: Verhaal, ding: str, dag: str, bekend: str | None = None) -> list[str]:
    """Give the codes of the signals of a thing at a pair."""
    return [s["code"] for s in v.get(ding, **op(dag, bekend))["signalen"]]


def gevolgen(v: Verhaal, ding: str, dag: str) -> list[tuple[str, int]]:
    """Give what follows from a thing: the kind of fact, and how far on."""
    items = v.get(f"{ding}/gevolgen", **op(dag))["resultaten"]
    return [(g["soort"], g["diepte"]) for g in items]


def weigering(v: Verhaal, ding: str, lichaam: dict[str, Any]) -> list[dict[str, Any]]:
    """Try what the story did not do; give the rules that refuse it."""
    regels: list[dict[str, Any]] = v.post(f"{ding}?proef=true", lichaam, status=409)["regels"]
    return regels
