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
VOORAF = {"herzieningen", "overdrachten", "indexeringen"}
"""What can be taken back before its day has come."""
INTREKBAAR = VOORAF | {
    "verlengingen",
    "herzieningsvoorstellen",
    "antwoorden",
    "opzeggingen",
    "ontbindingen",
    "uitlopen",
}


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
        rest = [f for f in feiten if f[0] != 1]
        return self._geleefd(opening[2], rest, max(dag, eerste)).antwoord(voor_begin=dag < eerste)

    def _geleefd(self, opening: Lichaam, rest: list[tuple[int, str, Lichaam]], tot: date) -> Leven:
        """Live day by day; what is taken back makes the days before it be lived again without it."""
        weg: set[int] = set()
        leven, vandaag = Leven(opening), _dag(opening["ingangsdatum"])
        while vandaag <= tot:
            leven.begin_dag(vandaag)
            for nummer, (plaats, soort, lichaam) in enumerate(rest):
                if _dag(lichaam["ingangsdatum"]) != vandaag or plaats in weg:
                    continue
                if soort != "intrekkingen":
                    leven.verwerk(soort, lichaam, plaats, self.plaatsen(lichaam.get("volgnummer")))
                    continue
                doel = self._ingetrokken(lichaam, rest, weg)
                if doel is not None and not leven.einde:
                    weg.add(doel)
                    over = [f for f in rest[:nummer] if f[0] not in weg and f[1] != soort]
                    leven = self._geleefd(opening, over, vandaag)
            vandaag += EEN_DAG
        return leven

    def _ingetrokken(
        self, intrekking: Lichaam, rest: list[tuple[int, str, Lichaam]], weg: set[int]
    ) -> int | None:
        """Give the place of what is taken back, if it stands there then."""
        doelen = self.plaatsen(intrekking["volgnummer"])
        for plaats, soort, lichaam in rest:
            komt_nog = lichaam["ingangsdatum"] > intrekking["ingangsdatum"]
            if plaats in doelen - weg and soort in (VOORAF if komt_nog else INTREKBAAR):
                return plaats
        return None

    def niet_gecorrigeerd(self) -> list[int]:
        """Give the registrations that no correctie has named."""
        genoemd = {
            zet["volgnummer"]
            for _, _, soort, lichaam in self.regels
            if soort == "correcties"
            for zet in lichaam["registraties"]
        }
        return [nummer for nummer, *_ in self.regels if nummer not in genoemd]

    def plaatsen(self, volgnummer: int | None) -> set[int]:
        """Give every place that a registration, or what it corrects, stands on."""
        if volgnummer is None:
            return set()
        soort, lichaam = next((s, b) for n, _, s, b in self.regels if n == volgnummer)
        if soort != "correcties":
            return {volgnummer}
        uit = set()
        for zet in lichaam["registraties"]:
            uit |= self.plaatsen(zet["volgnummer"])
        return uit


class Leven:
    """A contract as it lives from day to day."""

    def __init__(self, begin: Lichaam) -> None:
        """Start with the terms of the opening."""
        self.tarieven: dict[tuple[str, str, str], tuple[str, int]] = {}
        self._tarieven(begin.get("tarieven", []), begin["ingangsdatum"])
        self.percelen = set(begin["percelen"])
        self.gemeenten = set(begin["gemeenten"])
        self.aanbieder = begin["aanbiederId"]
        self.jaarwaarde = begin.get("geraamdeJaarwaarde")
        self.eind = begin.get("einddatum") and _dag(begin["einddatum"])
        self.anker, self.keer, self.verlengd = self.eind, 0, 0
        self.stilzwijgend = begin.get("stilzwijgendeVerlenging")
        clausule = begin.get("herzieningsclausule") or {}
        self.weigeren_is_weggaan = clausule.get("gevolgWeigering") == "OPZEGGING"
        self.opgezegd: date | None = None
        self.ontbonden: date | None = None
        self.uitloop: date | None = None
        self.delen: list[tuple[date, Lichaam]] = []
        self.nieuwe_termijn: list[tuple[date, Lichaam]] = []
        self.voorstellen: dict[int, Lichaam] = {}
        self.einde: tuple[date, str] | None = None

    def begin_dag(self, dag: date) -> None:
        """End or renew when the last day has passed, then let begin what was agreed for this day."""
        if self.einde:
            return
        self.einde = self._gesteld_einde(dag)
        if not self.einde and self.eind is not None and dag > self.eind:
            self._termijn_om()
        if not self.einde:
            self._wat_begint(dag)

    def _gesteld_einde(self, dag: date) -> tuple[date, str] | None:
        """Give the end by a notice or ontbinding whose last day has passed; of one day the ontbinding counts."""
        beide = ((self.ontbonden, "ONTBONDEN"), (self.opgezegd, "OPGEZEGD"))
        gesteld = [(laatste, hoe) for laatste, hoe in beide if laatste and laatste < dag]
        return min(gesteld, default=None)

    def _termijn_om(self) -> None:
        assert self.eind
        assert self.anker
        if self.stilzwijgend and self.verlengd < (self.stilzwijgend.get("maxAantal") or 10**9):
            self.keer, self.verlengd = self.keer + 1, self.verlengd + 1
            self.eind = _verder(self.anker, self.keer * self.stilzwijgend["maanden"])
        else:
            self.einde = (self.eind, "VERLOPEN")

    def _wat_begint(self, dag: date) -> None:
        for laatste, deel in self.delen:
            if laatste + EEN_DAG == dag:
                self._zonder(deel)
        for per, wijzigingen in self.nieuwe_termijn:
            if per == dag:
                self._herzie(wijzigingen, dag.isoformat())
        for voorstel in self.voorstellen.values():
            uiterlijk = voorstel.get("reactieUiterlijk")
            zwijgt = voorstel["stand"] == "OPEN" and voorstel.get("bijZwijgen")
            if zwijgt and uiterlijk and _dag(uiterlijk) + EEN_DAG == dag:
                self._antwoord(voorstel, voorstel["bijZwijgen"], dag, "STILZWIJGEND_")
            if voorstel["werkingPer"] == dag.isoformat():
                self._voer_door(voorstel, dag)

    def _zonder(self, deel: Lichaam) -> None:
        self.percelen -= set(deel.get("percelen", []))
        self.gemeenten -= set(deel.get("gemeenten", []))
        for product, eenheid, gemeente in list(self.tarieven):
            if product in deel.get("producten", []) or gemeente in deel.get("gemeenten", []):
                del self.tarieven[product, eenheid, gemeente]

    def verwerk(self, soort: str, feit: Lichaam, plaats: int, doelen: set[int]) -> None:
        """Let a fact work on its day; `doelen` are the places it refers to."""
        dag = _dag(feit["ingangsdatum"])
        if self.einde and soort != "uitlopen":
            alleen_geld = soort == "indexeringen" or set(feit.get("wijzigingen", {})) == {
                "tarieven"
            }
            if not (alleen_geld and self.uitloop and dag <= self.uitloop):
                return
        if soort in ("herzieningsvoorstellen", "antwoorden"):
            self._overleg(soort, feit, plaats, doelen)
        elif soort in ("herzieningen", "indexeringen", "verlengingen", "overdrachten"):
            self._verander(soort, feit)
        else:
            self._beeindig(soort, feit)
        if not self.einde:
            self.einde = self._gesteld_einde(dag)  # a last day that has passed already

    def _overleg(self, soort: str, feit: Lichaam, plaats: int, doelen: set[int]) -> None:
        if soort == "herzieningsvoorstellen":
            self.voorstellen[plaats] = {**feit, "stand": "OPEN"}
            return
        for doel in doelen & set(self.voorstellen):
            dag = _dag(feit["ingangsdatum"])
            self._antwoord(self.voorstellen[doel], feit["antwoord"], dag, "")

    def _verander(self, soort: str, feit: Lichaam) -> None:
        if soort == "herzieningen":
            self._herzie(feit["wijzigingen"], feit["ingangsdatum"])
        elif soort == "overdrachten":
            self.aanbieder = feit["nieuweAanbiederId"]
        elif soort == "verlengingen":
            self._verleng(feit)
        else:
            prijspeil = feit.get("prijspeil") or int(feit["ingangsdatum"][:4])
            self._indexeer(Decimal(feit["percentage"]), prijspeil)

    def _beeindig(self, soort: str, feit: Lichaam) -> None:
        if soort == "niet-ingegaan":
            self.einde = (_dag(feit["ingangsdatum"]) - EEN_DAG, "NIET_INGEGAAN")
            return
        laatste = _dag(feit["laatsteDag"])
        if soort == "opzeggingen" and feit.get("deel"):
            self.delen.append((laatste, feit["deel"]))
            if laatste < _dag(feit["ingangsdatum"]):
                self._zonder(feit["deel"])
        elif soort == "opzeggingen":
            self.opgezegd = laatste
        elif soort == "ontbindingen":
            self.ontbonden = laatste
        else:
            assert soort == "uitlopen"
            self.uitloop = laatste

    def _verleng(self, feit: Lichaam) -> None:
        nieuw = _dag(feit["totEnMet"])
        if feit.get("wijzigingen") and self.eind:
            self.nieuwe_termijn.append((self.eind + EEN_DAG, feit["wijzigingen"]))
        if self.stilzwijgend and self.anker:
            maximaal = self.stilzwijgend.get("maxAantal") or 10**9
            volgende = _verder(self.anker, (self.keer + 1) * self.stilzwijgend["maanden"])
            self.verlengd += int(self.verlengd < maximaal and nieuw == volgende)
        self.eind = self.anker = nieuw
        self.keer, self.uitloop = 0, None

    def _antwoord(self, voorstel: Lichaam, antwoord: str, dag: date, hoe: str) -> None:
        if voorstel["stand"] != "OPEN":
            return
        voorstel["stand"] = hoe + antwoord
        if antwoord == "AANVAARD" and _dag(voorstel["werkingPer"]) <= dag:
            self._voer_door(voorstel, _dag(voorstel["werkingPer"]))
        if antwoord == "GEWEIGERD" and self.weigeren_is_weggaan and not self.opgezegd:
            laatste = max(_dag(voorstel["werkingPer"]) - EEN_DAG, dag)
            self.opgezegd = min(laatste, self.ontbonden or self.eind or laatste)

    def _voer_door(self, voorstel: Lichaam, dag: date) -> None:
        if voorstel["stand"].endswith("AANVAARD"):
            voorstel["stand"] = "DOORGEVOERD"
            self._herzie(voorstel["wijzigingen"], dag.isoformat())

    def _herzie(self, wijzigingen: Lichaam, dag: str) -> None:
        self._tarieven(wijzigingen.get("tarieven", []), dag)
        for naam, codes in (("percelen", self.percelen), ("gemeenten", self.gemeenten)):
            codes -= set(wijzigingen.get(naam, {}).get("eraf", []))
            codes |= set(wijzigingen.get(naam, {}).get("erbij", []))
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
        gesteld = [dag for dag in (self.opgezegd, self.ontbonden) if dag]
        eind = min(gesteld) if gesteld else self.eind
        status, beeindiging = "OPGEZEGD" if self.opgezegd else "ACTIEF", None
        if self.einde:
            status, (eind, beeindiging) = "BEEINDIGD", self.einde
        if voor_begin and beeindiging == "NIET_INGEGAAN":
            eind = self.eind
        return {
            "status": "TOEKOMSTIG" if voor_begin else status,
            "beeindiging": None if voor_begin else beeindiging,
            "einddatum": eind and eind.isoformat(),
            "tarieven": [(*sleutel, *waarde) for sleutel, waarde in sorted(self.tarieven.items())],
            "percelen": sorted(self.percelen),
            "gemeenten": sorted(self.gemeenten),
            "aanbiederId": self.aanbieder,
            "geraamdeJaarwaarde": self.jaarwaarde,
            "herzieningsvoorstellen": [
                (plaats, voorstel["stand"]) for plaats, voorstel in sorted(self.voorstellen.items())
            ],
        }


def _dag(tekst: str) -> date:
    return date.fromisoformat(tekst)


def _verder(laatste: date, maanden: int) -> date:
    """Move a last day by months; the last day of a month stays the last day of its month."""
    jaar, maand = divmod(laatste.year * 12 + laatste.month - 1 + maanden, 12)
    lengte = monthrange(jaar, maand + 1)[1]
    op_het_eind = (laatste + EEN_DAG).day == 1
    return date(jaar, maand + 1, lengte if op_het_eind else min(laatste.day, lengte))
