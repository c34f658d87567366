"""How the story writes a fact of a thing of a region."""

from collections.abc import Mapping
from typing import Any

from api.demo.streek import Streek


def op_ding(
    *,
    streek: Streek,
    meervoud: str,
    code: str,
    pad: str,
    op: str,
    inhoud: Mapping[str, Any],
    als: str | None = None,
) -> None:
    """Write a fact that holds from the day it is written, unless `inhoud` names another."""
    streek.boek.schrijf(
        op=op,
        wie=streek.inkoper,
        ding=f"{meervoud}/{streek.naam(code)}",
        pad=pad,
        inhoud={"ingangsdatum": op, **inhoud},
        als=als,
    )
