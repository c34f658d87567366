"""How the story writes what bodies decide: proposals, their answers, readings confirmed, assumptions judged."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from api.demo.dingwerk import op_ding
from api.demo.streek import Streek
from domain.besluitvereiste import Besluitregel, Rol

_TEKENT = {
    "COLLEGE": "burgemeester en gemeentesecretaris",
    "RAAD": "voorzitter en griffier van de raad",
    "AB": "voorzitter en secretaris van het algemeen bestuur",
}
"""Who signs for a body: functions only."""


def iedere(
    *,
    streek: Streek,
    orgaan: str,
    rol: Rol,
    regel: Besluitregel = Besluitregel.ELK,
    uiterlijk: str | None = None,
) -> dict[str, Any]:
    """Give the bodies of which every gemeente has one, in one role."""
    groep = {
        "orgaan": orgaan,
        "gemeenten": list(streek.gemeenten),
        "rol": rol.value,
        "regel": regel.value,
    }
    return groep if uiterlijk is None else {**groep, "uiterlijk": uiterlijk}


def breng_in(
    *,
    streek: Streek,
    code: str,
    op: str,
    onderwerp: str,
    betrokken: Sequence[Mapping[str, Any]],
    extra: Mapping[str, Any],
) -> None:
    """Put a proposal to its bodies that is the story's own, not the regime file's."""
    streek.boek.open(
        op=op,
        wie=streek.inkoper,
        ding=f"besluiten/{streek.naam(code)}",
        inhoud={
            "ingangsdatum": op,
            "regioId": streek.regio_id,
            "onderwerp": onderwerp,
            "kenmerk": code,
            "betrokken": list(betrokken),
            **extra,
        },
    )


op_besluit = partial(op_ding, meervoud="besluiten")
"""Write a fact of a besluit."""


def uitspraken(
    *,
    streek: Streek,
    code: str,
    orgaan: str,
    regels: Iterable[str],
    op: str | None = None,
    extra: Mapping[str, Any] | None = None,
) -> None:
    """Let bodies answer; a line reads `2025-05-06 CONFORM 9001 9002`, without gemeenten for a body alone in its kind.

    Each answer is written on its own day, or all of them on `op`.
    """
    tekent = {"ondertekenaar": _TEKENT[orgaan]} if orgaan in _TEKENT else {}
    for regel in regels:
        dag, uitkomst, *gemeenten = regel.split()
        for gemeente in gemeenten or [""]:
            inhoud = {"orgaan": orgaan, "uitkomst": uitkomst, **tekent, **(extra or {})}
            eigen = {"gemeente": gemeente} if gemeente else {}
            op_besluit(
                streek=streek,
                code=code,
                pad="uitspraken",
                op=op or dag,
                inhoud={**inhoud, **eigen, "ingangsdatum": dag},
                als=f"{streek.naam(code)} {orgaan} {gemeente} {dag}",
            )


def kies(
    *,
    streek: Streek,
    lezing: str,
    op: str,
    gekozen: str,
    orgaan: str,
    extra: Mapping[str, Any] | None = None,
) -> None:
    """Let a body say how a phrase is read, from the day on which it is written."""
    inhoud = {"gekozen": gekozen, "stand": "BEVESTIGD", "orgaan": orgaan, **(extra or {})}
    op_ding(streek=streek, meervoud="lezingen", code=lezing, pad="keuzes", op=op, inhoud=inhoud)


def blijkt(
    *,
    streek: Streek,
    onderstelling: str,
    op: str,
    uitkomst: str,
    toelichting: str,
    per: str | None = None,
) -> None:
    """Write what came of an assumption; `per` is the day from which that is so, when it is not the day of writing."""
    op_ding(
        streek=streek,
        meervoud="onderstellingen",
        code=onderstelling,
        pad="uitkomsten",
        op=op,
        inhoud={"ingangsdatum": per or op, "uitkomst": uitkomst, "toelichting": toelichting},
    )
