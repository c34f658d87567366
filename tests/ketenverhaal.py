"""S0 in small, told through the API: from a frame of the raad to a notice, every step named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.hulp import opzegging, trajectlichaam

if TYPE_CHECKING:
    from tests.hulp import Verhaal


class Keten:
    """The ids of a story from the frame of the raad to a notice."""

    def __init__(self, v: Verhaal) -> None:
        self.v = v
        self.feit: dict[str, str] = {}
        """By name the id of the entry."""
        self.pad: dict[str, str] = {}

    def leg(self, dag: str, wat: str, pad: str, /, **lichaam: Any) -> str:
        """Record on a day; remember the fact and, of a new thing, its path."""
        self.v.op(dag)
        antwoord = self.v.post(pad, {"ingangsdatum": dag, **lichaam})
        self.feit[wat] = antwoord["gebeurtenis"]["id"]
        ding = next(d for n, d in antwoord.items() if n != "gebeurtenis")
        self.pad[wat] = pad if pad.count("/") > 1 else f"{pad}/{ding['id']}"
        return str(ding["id"])


def vertel_keten(verhaal: Verhaal) -> Keten:
    """Tell S0 in small: a frame, a traject under it, a figure, an evaluation, a no-go, a notice."""
    k = Keten(verhaal)
    wie = {"orgaan": "RAAD", "gemeenten": ["9001"], "rol": "BESLIST", "regel": "ELK"}
    regio = k.leg("2020-01-01", "regio", "/regios", naam="Oever", gemeenten=["9001", "9002"])
    verhaal.regio = regio
    over = {"regioId": regio, "betrokken": [wie]}
    raad = k.leg("2020-02-01", "raadsbesluit", "/besluiten", onderwerp="Kader vaststellen", **over)
    op = {"regioId": regio, "naam": "Beleidskader jeugd", "geldigVan": "2020-03-01"}
    kader = k.leg("2020-02-02", "kader", "/beleidskaders", **op)
    k.leg("2020-03-01", "vastgesteld", f"{k.pad['kader']}/vaststellingen", besluitId=raad)
    onder = {"onderwerp": "Inkoop vaststellen", "kaderId": kader, **over}
    inkoop = k.leg("2020-04-01", "inkoopbesluit", "/besluiten", **onder)
    lichaam = {
        **trajectlichaam(regio),
        "ingangContracten": "2021-01-01",
        "doelen": [{"code": "D1", "omschrijving": "Kinderen blijven thuis wonen"}],
        "beslismomenten": [{"code": "2025", "van": "2025-01-01", "totEnMet": "2025-12-31"}],
        "besluitId": inkoop,
    }
    del lichaam["ingangsdatum"]
    verhaal.traject = k.leg("2020-05-01", "traject", "/inkooptrajecten", **lichaam)
    meet = {"code": "I1", "naam": "Uithuisplaatsingen", "eenheid": "AANTAL", "gewenst": "LAGER"}
    doelen = [{"trajectId": verhaal.traject, "doel": "D1"}]
    indicator = k.leg(
        "2020-06-01", "indicator", "/indicatoren", regioId=regio, doelen=doelen, **meet
    )
    cijfer = {"bron": "jaarverslag", "peilperiode": "2023", "waarde": "140"}
    k.leg("2024-02-01", "meting-2023", f"{k.pad['indicator']}/metingen", **cijfer)
    cijfer = {"bron": "jaarverslag", "peilperiode": "2024", "waarde": "165"}
    k.leg("2025-02-01", "meting-2024", f"{k.pad['indicator']}/metingen", **cijfer)
    oordeel = {"beslismoment": "2025", "conclusie": "Het doel raakt uit zicht"}
    k.leg(
        "2025-04-01",
        "evaluatie",
        f"{k.pad['traject']}/evaluaties",
        indicatoren=[indicator],
        **oordeel,
    )
    uitkomst = {"beslismoment": "2025", "uitkomst": "NO_GO"}
    k.leg("2025-06-01", "beslissing", f"{k.pad['traject']}/beslissingen", **uitkomst)
    aanbieder = {"naam": "De Oever", "kvkNummer": "12345678"}
    verhaal.aanbieder = k.leg("2025-06-02", "aanbieder", "/aanbieders", **aanbieder)
    toelating = verhaal.toelating("P1", ingangsdatum="2025-06-02")
    verhaal.post(f"/aanbieders/{verhaal.aanbieder}/toelatingen", toelating)
    contract = verhaal.lichaam(ingangsdatum="2025-06-03")
    contract["opzegregeling"] = {"opdrachtgever": {"maanden": 3}}
    k.leg(str(contract.pop("ingangsdatum")), "contract", "/contracten", **contract)
    notice = opzegging("2025-07-01", "2025-12-31", gevolgVan=k.feit["beslissing"])
    k.leg(str(notice.pop("ingangsdatum")), "notice", f"{k.pad['contract']}/opzeggingen", **notice)
    verhaal.op("2025-08-01")
    return k
