"""The naive oracle: what a contract is on a day as known at a moment, told day by day over plain dicts.

Written on its own from interface.md 2 and 4, so that it shares no line with what it judges. Slow, and meant to be.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Lichaam = dict[str, Any]
EEN_DAG = timedelta(days=1)


@dataclass
class Logboek:
    """What was recorded about one contract: (volgnummer, instant, command, body), in order."""

    regels: list[tuple[int, str, str, Lichaam]] = field(default_factory=list)

    def schrijf(self, volgnummer: int, moment: str, soort: str, lichaam: Lichaam) -> None:
        """Add what the register said it recorded."""
        self.regels.append((volgnummer, moment, soort, lichaam))

    def staand(self, bekend: str) -> list[tuple[int, str, Lichaam]]:
        """Give the facts that stand at an instant, each with its place, in the order in which they work."""
        houders: dict[int, list[list[Any]]] = {}  # volgnummer -> [place, command, body or None]
        for nummer, moment, soort, lichaam in self.regels:
            if moment > bekend:
                break
            if soort != "correcties":
                houders[nummer] = [[nummer, soort, lichaam]]
                continue
            eigen: list[list[Any]] = []
            for zet in lichaam["registraties"]:
                for plek in houders[zet["volgnummer"]]:
                    if zet.get("plaats", plek[0]) == plek[0]:
                        nieuw = zet["vervanging"]
                        eigen.append([plek[0], nieuw["soort"] if nieuw else None, nieuw])
            genoemd = {plek[0] for plek in eigen}
            for zet in lichaam["registraties"]:
                for plek in houders[zet["volgnummer"]]:
                    if plek[0] not in genoemd:
                        eigen.append([plek[0], None, None])
                        genoemd.add(plek[0])
                    plek[1:] = [None, None]
            houders[nummer] = eigen
        feiten = [tuple(p) for plekken in houders.values() for p in plekken if p[1] is not None]
        return sorted(feiten, key=lambda f: (f[2]["ingangsdatum"], f[0]))

    def stand(self, geldig_op: str, bekend: str) -> Lichaam | None:
        """Give the contract on a day as known at an instant; None when it was not known or withdrawn."""
        feiten = self.staand(bekend)
        opening = next((f for f in feiten if f[0] == 1), None)
        if opening is None:
            return None
        eerste, dag = _dag(opening[2]["ingangsdatum"]), _dag(geldig_op)
        leven = Leven(self, opening[2])
        rest = [f for f in feiten if f[0] != 1]
        vandaag = eerste
        while True:
            leven.begin_dag(vandaag)
            for plaats, soort, lichaam in rest:
                if _dag(lichaam["ingangsdatum"]) == vandaag:
                    leven.verwerk(plaats, soort, lichaam)
            if vandaag >= dag:
                break
            vandaag += EEN_DAG
        return leven.antwoord(voor_begin=dag < eerste)

    def niet_gecorrigeerd(self) -> list[int]:
        """Give the registrations that no correctie has named."""
        genoemd = {
            zet["volgnummer"]
            for _, _, soort, lichaam in self.regels
            if soort == "correcties"
            for zet in lichaam["registraties"]
        }
        return [nummer for nummer, *_ in self.regels if nummer not in genoemd]

    def plaatsen(self, volgnummer: int) -> set[int]:
        """Give every place that a registration, or what it corrects, stands on."""
        soort, lichaam = next((s, b) for n, _, s, b in self.regels if n == volgnummer)
        if soort != "correcties":
            return {volgnummer}
        uit = set()
        for zet in lichaam["registraties"]:
            uit |= self.plaatsen(zet["volgnummer"])
        return uit


class Leven:
    """A contract as it lives from day to day."""

    def __init__(self, logboek: Logboek, begin: Lichaam) -> None:
        """Start with the terms of the opening."""
        self.logboek = logboek
        self.tarieven: dict[tuple[str, str, str], tuple[str, int]] = {}
        self._tarieven(begin.get("tarieven", []), begin["ingangsdatum"])
        self.gemeenten = set(begin["gemeenten"])
        self.jaarwaarde = begin.get("geraamdeJaarwaarde")
        self.eind = begin.get("einddatum") and _dag(begin["einddatum"])
        self.anker, self.keer, self.verlengd = self.eind, 0, 0
        self.stilzwijgend = begin.get("stilzwijgendeVerlenging")
        self.opgezegd: dict[int, date] = {}
        self.ontbonden: date | None = None
        self.einde: tuple[date, str] | None = None

    def begin_dag(self, dag: date) -> None:
        """End or renew when the last day has passed."""
        if self.einde:
            return
        laatste = list(self.opgezegd.values())
        if self.ontbonden and dag > self.ontbonden:
            self.einde = (self.ontbonden, "ONTBONDEN")
        if laatste and dag > laatste[0] and (not self.einde or laatste[0] < self.einde[0]):
            self.einde = (laatste[0], "OPGEZEGD")
        if self.einde or self.eind is None or dag <= self.eind:
            return
        if self.stilzwijgend and self.verlengd < (self.stilzwijgend.get("maxAantal") or 10**9):
            self.keer, self.verlengd = self.keer + 1, self.verlengd + 1
            assert self.anker
            self.eind = _verder(self.anker, self.keer * self.stilzwijgend["maanden"])
        else:
            self.einde = (self.eind, "VERLOPEN")

    def verwerk(self, plaats: int, soort: str, feit: Lichaam) -> None:
        """Let a fact work on its day."""
        if soort == "herzieningen":
            self._herzie(feit["wijzigingen"], feit["ingangsdatum"])
        elif soort == "indexeringen":
            self._indexeer(
                Decimal(feit["percentage"]), feit.get("prijspeil") or int(feit["ingangsdatum"][:4])
            )
        elif soort == "verlengingen":
            self.eind = self.anker = _dag(feit["totEnMet"])
            self.keer = 0
        elif soort == "opzeggingen":
            self.opgezegd = {plaats: _dag(feit["laatsteDag"])}
        elif soort == "intrekkingen":
            for doel in self.logboek.plaatsen(feit["volgnummer"]):
                self.opgezegd.pop(doel, None)
        elif soort == "ontbindingen":
            self.ontbonden = _dag(feit["laatsteDag"])
        else:
            raise AssertionError(soort)

    def _herzie(self, wijzigingen: Lichaam, dag: str) -> None:
        self._tarieven(wijzigingen.get("tarieven", []), dag)
        gemeenten = wijzigingen.get("gemeenten", {})
        self.gemeenten -= set(gemeenten.get("eraf", []))
        self.gemeenten |= set(gemeenten.get("erbij", []))
        self.jaarwaarde = wijzigingen.get("geraamdeJaarwaarde", self.jaarwaarde)
        if "stilzwijgendeVerlenging" in wijzigingen:
            self.stilzwijgend = wijzigingen["stilzwijgendeVerlenging"]
            self.anker, self.keer = self.eind, 0

    def _tarieven(self, regels: list[Lichaam], dag: str) -> None:
        for regel in regels:
            sleutel = (regel["productcode"], regel["eenheid"], regel.get("gemeente") or "")
            if regel["tarief"] is None:
                self.tarieven.pop(sleutel, None)
            else:
                self.tarieven[sleutel] = (regel["tarief"], regel.get("prijspeil") or int(dag[:4]))

    def _indexeer(self, percentage: Decimal, prijspeil: int) -> None:
        for sleutel, (bedrag, peil) in self.tarieven.items():
            if peil < prijspeil:
                kleinste = Decimal(1).scaleb(-len(bedrag.split(".")[1]))
                nieuw = Decimal(bedrag) * (1 + percentage / 100)
                self.tarieven[sleutel] = (str(nieuw.quantize(kleinste, ROUND_HALF_UP)), prijspeil)

    def antwoord(self, *, voor_begin: bool) -> Lichaam:
        """Give the fields that a GET is compared on."""
        status = "OPGEZEGD" if self.opgezegd else "ACTIEF"
        gesteld = [*self.opgezegd.values(), *([self.ontbonden] if self.ontbonden else [])]
        eind = min(gesteld) if gesteld else self.eind
        if self.einde:
            status, eind = "BEEINDIGD", self.einde[0]
        return {
            "status": "TOEKOMSTIG" if voor_begin else status,
            "beeindiging": self.einde[1] if self.einde and not voor_begin else None,
            "einddatum": eind and eind.isoformat(),
            "tarieven": [(*sleutel, *waarde) for sleutel, waarde in sorted(self.tarieven.items())],
            "gemeenten": sorted(self.gemeenten),
            "geraamdeJaarwaarde": self.jaarwaarde,
        }


def _dag(tekst: str) -> date:
    return date.fromisoformat(tekst)


def _verder(laatste: date, maanden: int) -> date:
    """Move a last day by months; the last day of a month stays the last day of its month."""
    jaar, maand = divmod(laatste.year * 12 + laatste.month - 1 + maanden, 12)
    lengte = monthrange(jaar, maand + 1)[1]
    op_het_eind = (laatste + EEN_DAG).day == 1
    return date(jaar, maand + 1, lengte if op_het_eind else min(laatste.day, lengte))
