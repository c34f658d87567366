"""A region of the story: its names, its book, its people, and the regime file from which it boots."""

from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from api.demo.spelers import team
from api.demo.verhaal import Boek, ding_id
from application.regimeladen import Stap
from domain.soorten import SOORTEN
from infrastructure.regimebestand import lees_regime
from infrastructure.regimelading import lading
from infrastructure.regimeverzoeken import fictief

_MEERVOUD = {soort.naam: soort.meervoud for soort in SOORTEN}


class Streek:
    """One region of the story; every thing of it is named after it: `inkooptrajecten/denkwaard-inkoop-2022`."""

    def __init__(self, *, regio: str, regime: str, uur: time) -> None:
        """Begin an empty book; nothing of the regime file is written yet."""
        self.regio, self.boek = regio, Boek(uur=uur)
        self.inkoper, self.beheerder, self.controller = team(regio=regio)
        self.regime = lees_regime(naam=regime)
        keuze = fictief(regime=self.regime)
        self.gemeenten: Sequence[str] = tuple(keuze.gemeenten.values())
        self._stappen = lading(regime=self.regime, keuze=keuze).stappen
        self._wacht = list(self._stappen)
        self._ids = {str(s.ding): ding_id(_MEERVOUD[s.soort], self._naam(s)) for s in self._stappen}
        self._geladen: set[str] = set()

    # --- names ---

    def naam(self, code: str) -> str:
        """Give the name in the story of what this region calls so."""
        return f"{self.regio}-{code}"

    def id(self, meervoud: str, code: str) -> str:
        """Give the id of a thing of this region: a lezing, a traject, a besluit."""
        return ding_id(meervoud, self.naam(code))

    def gekozen(self, lezing: str) -> str:
        """Give how the regime file reads a phrase."""
        return self.regime.lezing_van(lezing).gekozen

    @property
    def regio_id(self) -> str:
        """The id of the regio itself."""
        return ding_id("regios", self.regio)

    def _naam(self, stap: Stap) -> str:
        return self.regio if stap.soort == "regio" else self.naam(stap.plek.split(".")[1])

    # --- contracts ---

    def op_contract(
        self, *, nummer: str, pad: str, op: str, inhoud: Mapping[str, Any], als: str | None = None
    ) -> None:
        """Write a fact of a contract that holds from the day it is written, unless `inhoud` names another."""
        self.boek.schrijf(
            op=op,
            wie=self.beheerder,
            ding=f"contracten/{nummer}",
            pad=pad,
            inhoud={"ingangsdatum": op, **inhoud},
            als=als,
        )

    def samen(
        self,
        *,
        als: str,
        op: str,
        contracten: Mapping[str, Mapping[str, Any]],
        pad: str,
        inhoud: Mapping[str, Any],
    ) -> None:
        """Write one bulk command on contracts by their numbers, each with what is its own."""
        self.boek.schrijf_samen(
            samen=self.naam(als),
            op=op,
            wie=self.beheerder,
            dingen={f"contracten/{nummer}": eigen for nummer, eigen in contracten.items()},
            pad=pad,
            inhoud={"ingangsdatum": op, **inhoud},
        )

    # --- booting ---

    def laad(self, *plekken: str, op: str, anders: Mapping[str, Any] | None = None) -> None:
        """Write what follows from these places of the file; `trajecten.x` takes its criteria along.

        `anders` are fields of the opening fact that the story knows better, such as the besluit that came of it.
        """
        for stap in [s for s in self._wacht if any(_onder(s.plek, plek) for plek in plekken)]:
            self._wacht.remove(stap)
            self._geladen.add(str(stap.ding))
            self._schrijf(stap, op, anders or {} if stap.pad == "POST" else {})

    def laad_rest(self, *, op: str) -> None:
        """Write what follows from the file and is not written yet."""
        self.laad("", op=op)

    def laat_weg(self, *plekken: str) -> None:
        """Leave out what follows from these places of the file, because the story does it another way."""
        self._wacht = [s for s in self._wacht if not any(_onder(s.plek, p) for p in plekken)]

    def lichaam(self, plek: str) -> dict[str, Any]:
        """Give the body that follows from a place of the file, to write a fact of the story's own after."""
        stap = next(s for s in self._stappen if s.plek == plek)
        return {k: self._vertaald(v) for k, v in stap.lichaam.items() if k != "bewijs"}

    def _schrijf(self, stap: Stap, op: str, anders: Mapping[str, Any]) -> None:
        gronden = [g for g in stap.lichaam.get("rustOp", ()) if g in self._geladen]
        inhoud = {**stap.lichaam, "rustOp": gronden}  # what is not known yet carries nothing
        ding = f"{_MEERVOUD[stap.soort]}/{self._naam(stap)}"
        self.boek.schrijf(
            op=op,
            wie=self.inkoper,
            ding=ding,
            pad=stap.pad,
            inhoud={**self._vertaald(inhoud), **anders},
            als=ding if stap.pad == "POST" else f"{self.regio} {stap.plek} {stap.pad}",
        )

    def _vertaald(self, deel: Any) -> Any:
        """Put the story's ids in the place of what stands for things in a loading."""
        if isinstance(deel, Mapping):
            return {sleutel: self._vertaald(waarde) for sleutel, waarde in deel.items()}
        if isinstance(deel, list | tuple):
            return [self._vertaald(waarde) for waarde in deel]
        return self._ids.get(deel, deel) if isinstance(deel, str) else deel


def _onder(plek: str, bovenste: str) -> bool:
    return not bovenste or plek == bovenste or plek.startswith(f"{bovenste}.")
