"""Contracts in the stories of the seeds: asked on a day, asked again later, and changed many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.hulp import Verhaal


def id_van(pad: str) -> str:
    """Give the id at the end of a path."""
    return pad.rpartition("/")[2]


def op(verhaal: Verhaal, pad: str, dag: str, *velden: str, **vraag: Any) -> list[Any]:
    """Give fields of a thing on a day."""
    gevonden = verhaal.get(pad, geldigOp=dag, **vraag)
    return [gevonden[veld] for veld in velden]


def bedrag(verhaal: Verhaal, pad: str, dag: str, **vraag: Any) -> str:
    """Give the one tariff of a contract on a day."""
    (regel,) = verhaal.get(pad, geldigOp=dag, **vraag)["tarieven"]
    return str(regel["tarief"])


def signalen(verhaal: Verhaal, pad: str, dag: str, **vraag: Any) -> set[str]:
    """Give the codes of the signals of a thing on a day."""
    return {s["code"] for s in verhaal.get(pad, geldigOp=dag, **vraag)["signalen"]}


def radar(verhaal: Verhaal, pad: str, dag: str, **vraag: Any) -> dict[str, dict[str, Any]]:
    """Give by code what the radar holds of a thing on a day."""
    gevraagd = {"regioId": verhaal.regio, "geldigOp": dag, "pageSize": 500, **vraag}
    punten = verhaal.get("/radar", **gevraagd)["resultaten"]
    return {punt["code"]: punt for punt in punten if punt["ding"]["id"] == id_van(pad)}


def onthoud(verhaal: Verhaal, paden: Sequence[str], *dagen: str) -> list[tuple[str, Any]]:
    """Ask things on days, to ask them again later."""
    return [(pad, verhaal.get(pad, geldigOp=dag)) for pad in paden for dag in dagen]


def blijft(verhaal: Verhaal, eerder: Sequence[tuple[str, Any]]) -> None:
    """Ask the same pairs again: whatever was recorded since, the answers are the same."""
    for pad, antwoord in eerder:
        assert verhaal.get(pad, **antwoord["tijdreis"]) == antwoord


def lijstregels(
    verhaal: Verhaal, jaar: int, sectie: str, **vraag: Any
) -> list[tuple[str, str, str | None]]:
    """Give of a section of the rechtmatigheidslijst the subject, the reason and the sum of each line."""
    gevraagd = {"regioId": verhaal.regio, "jaar": jaar, "geldigOp": f"{jaar}-12-31", **vraag}
    lijst = verhaal.get("/rapportages/rechtmatigheid", **gevraagd)
    (deel,) = [s for s in lijst["secties"] if s["sectie"] == sectie]
    return [(r["onderwerp"], r["reden"], r["bedrag"]) for r in deel["regels"]]


# --- many at once ------------------------------------------------------------------------------------------------


def samen(handeling: str, contracten: Sequence[str], **opdracht: Any) -> dict[str, Any]:
    """Give the body of one command on these contracts."""
    return {
        "handeling": handeling,
        "selectie": {"contractIds": [id_van(contract) for contract in contracten]},
        "opdracht": opdracht,
    }


def proef(verhaal: Verhaal, lichaam: dict[str, Any]) -> dict[str, Any]:
    """Ask what a bulk command would do; the log does not grow."""
    positie = verhaal.positie
    uitslag: dict[str, Any] = verhaal.post("/bulkhandelingen?proef=true", lichaam, status=200)
    assert verhaal.positie == positie
    return uitslag


def leg_samen_vast(verhaal: Verhaal, lichaam: dict[str, Any]) -> dict[str, Any]:
    """Look at the preview, in which every contract can go along, confirm it, and give what was recorded."""
    uitslag = proef(verhaal, lichaam)
    assert {een["uitkomst"] for een in uitslag["resultaten"]} == {"KAN"}
    bevestigd = {**lichaam, "bevestiging": uitslag["bevestiging"]}
    gedaan: dict[str, Any] = verhaal.post("/bulkhandelingen", bevestigd)
    assert gedaan["aantal"] == uitslag["aantal"]
    return gedaan
