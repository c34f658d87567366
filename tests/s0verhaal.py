"""The procurement story of S0, told from its regime file: Open House, then SAS with two go/no-go moments and an option.

What the seed leaves open (days, names, amounts, who stops) is of the story; everyone in it is fictitious.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.hulp import Verhaal, correctie, gemeenten, opzegging, tarief, zet, zoek

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOORD, ZUID = ["9001", "9002", "9003"], ["9004", "9005", "9006"]
ZONDER_MEER, STOPT_BIJ_WEIGEREN = (
    {"nummer": "7.2", "gevolgWeigering": gevolg} for gevolg in ("ONGEWIJZIGD", "OPZEGGING")
)
OPEN_HOUSE = {"OH-1": "Wilg", "OH-2": "Els", "OH-3": "Mos", "OH-4": "Varen"}
"""By contract its aanbieder, all of them for ambulant care."""
UITVAL = ("OH-3", "OH-4")
"""Those that do not meet the tightened criteria."""
GESTOPT = "AM-BEHANDELING-Z"
"""The lot of the no-go of 2027."""
SAS: Mapping[str, tuple[str, str, str | None, Mapping[str, str]]] = {
    "SAS-1": ("Wilg", f"AM-BEGELEIDING-N {GESTOPT}", "OH-1", STOPT_BIJ_WEIGEREN),
    "SAS-2": ("Els", GESTOPT, "OH-2", STOPT_BIJ_WEIGEREN),
    "SAS-3": ("Berk", "AM-BEHANDELING-N", None, STOPT_BIJ_WEIGEREN),
    "SAS-4": ("Iep", "AM-BEGELEIDING-Z", None, STOPT_BIJ_WEIGEREN),
    "SAS-5": ("Den", "AM-BEGELEIDING-Z", None, ZONDER_MEER),
    "SAS-6": ("Linde", "AM-BEGELEIDING-N", None, STOPT_BIJ_WEIGEREN),
    "SAS-7": ("Vlier", "AM-BEHANDELING-N", None, STOPT_BIJ_WEIGEREN),
    "SAS-8": ("Hazel", "AM-VERVANGT-VERBLIJF", None, STOPT_BIJ_WEIGEREN),
    "SAS-9": ("Eik", "VB-GEZIN-N VB-GEZIN-Z", None, ZONDER_MEER),
}
"""By contract: aanbieder, lots, predecessor, and what refusing a herziening does."""
STOPPEN_2025 = ("SAS-6", "SAS-7", "SAS-8")
AANVAARDT, WEIGERT, WEIGERT_EN_BLIJFT, ZWIJGT = "SAS-1", "SAS-4", "SAS-5", "SAS-3"
GO_2025, GO_2027, STEMDAG = "go-no-go-2025", "go-no-go-2027", "2025-05-20"
OPTIE = {
    "lezing": "tot-2034",
    "uitoefenenVan": "2030-01-01",
    "uitoefenenTotEnMet": "2030-12-31",
    "aankondigenUiterlijk": "2030-06-30",
}
OPTIES = [{"totEnMet": f"{jaar}-12-31", **OPTIE} for jaar in (2033, 2034)]
"""One option, written down under both readings of "tot 2034"."""


class Sas:
    """The story so far: the things by path, and the facts that later ones follow from, by id."""

    def __init__(self, verhaal: Verhaal) -> None:
        self.v = verhaal
        self.pad: dict[str, str] = {}
        self.feit: dict[str, str] = {}

    def id(self, naam: str) -> str:
        """Give the id of a thing of the story."""
        return self.pad[naam].rpartition("/")[2]

    def leg(self, dag: str, pad: str, /, als: str = "", **lichaam: Any) -> dict[str, Any]:
        """Record on a day; remember the fact as `als`."""
        self.v.op(dag)
        gedaan: dict[str, Any] = self.v.post(pad, {"ingangsdatum": dag, **lichaam})
        self.feit[als] = gedaan["gebeurtenis"]["id"]
        return gedaan

    def open(self, dag: str, verzameling: str, naam: str, /, **lichaam: Any) -> str:
        """Record a new thing on a day; give its path."""
        gedaan = self.leg(dag, f"/{verzameling}", naam, **lichaam)
        (ding,) = (d for n, d in gedaan.items() if n != "gebeurtenis")
        self.pad[naam] = f"/{verzameling}/{ding['id']}"
        return self.pad[naam]

    def bulk(self, dag: str, handeling: str, nummers: Iterable[str], **rest: Any) -> dict[str, Any]:
        """Record one command on many contracts at once."""
        self.v.op(dag)
        ids = [self.id(nummer) for nummer in nummers]
        lichaam = {"handeling": handeling, "selectie": {"contractIds": ids}, **rest}
        gedaan: dict[str, Any] = self.v.post("/bulkhandelingen", lichaam)
        return gedaan

    # --- 2022: the old contracts, and what the criteria do to them ---

    def begin(self) -> None:
        """The regio boots in the week of the letter (S0:1); the colleges adopt the strategy (S0:16-18)."""
        v = self.v
        v.op("2022-01-06")
        v.regio = v.post("/regimes/s0-sas-2023/ladingen", {})["regio"]["id"]
        self.pad["strategie"] = zoek(v, "/besluiten", "Inkoopstrategie")
        self.pad["oud"] = zoek(v, "/inkooptrajecten", "Open House")
        self.pad["ambulant"] = zoek(v, "/inkooptrajecten", "Ambulante jeugdhulp")
        self.pad["verblijf"] = zoek(v, "/inkooptrajecten", "met verblijf")
        self._stem("strategie", "2022-01-11", gemeenten(v))
        for traject in ("ambulant", "verblijf"):  # now it names the strategy that it rests on
            doorlooptijden = [{"orgaan": "COLLEGE", "dagen": 42}]
            anders: Any = {"ingangsdatum": "2022-03-01", "doorlooptijden": doorlooptijden}
            besluit = {"besluitId": self.id("strategie")}
            self.leg("2022-01-18", f"{self.pad[traject]}/wijzigingen", **anders, **besluit)

    def _stem(self, besluit: str, dag: str, codes: Iterable[str]) -> None:
        for gemeente in codes:
            antwoord = {"orgaan": "COLLEGE", "gemeente": gemeente, "uitkomst": "CONFORM"}
            self.leg(dag, f"{self.pad[besluit]}/uitspraken", **antwoord)

    def _laat_toe(
        self, dag: str, naam: str, traject: str, percelen: str, per: str, grondslag: str
    ) -> None:
        for perceel in percelen.split():
            lichaam = {"trajectId": self.id(traject), "perceel": perceel, "grondslag": grondslag}
            self.leg(dag, f"{self.pad[naam]}/toelatingen", **lichaam, ingangsdatum=per)

    def _contract(
        self, dag: str, nummer: str, naam: str, traject: str, lots: str, **anders: Any
    ) -> None:
        """Conclude a contract on the terms of its procedure."""
        v, stand = self.v, self.v.get(self.pad[traject], geldigOp=anders["ingangsdatum"])
        percelen = [p for p in stand["percelen"] if p["code"] in lots.split()]
        v.aanbieder, v.traject = self.id(naam), self.id(traject)
        vast = {
            "contractnummer": nummer,
            "segment": percelen[0]["segment"],
            "percelen": lots.split(),
            "gemeenten": sorted({g for p in percelen for g in p["gemeenten"]}),
            "inkoopvorm": stand["inkoopvorm"],
            "opzegregeling": {"opdrachtgever": {"maanden": 6}},
            "eigenaar": "contractteam ambulant",
        }
        self.open(dag, "contracten", nummer, **v.lichaam(**{**vast, **anders}))

    def voorgangers(self) -> None:
        """Open House, taken in from paper; in spring all are held to the criteria of 2023 (S0:93-95, S0:128-136)."""
        namen = dict.fromkeys([*OPEN_HOUSE.values(), *(rij[0] for rij in SAS.values())])
        for kvk, naam in enumerate(namen):
            wie = {"naam": f"{naam} (fictief)", "kvkNummer": f"000007{kvk:02d}"}
            self.open("2022-02-01", "aanbieders", naam, ingangsdatum="2019-01-01", **wie)
        oud = {"ingangsdatum": "2019-01-01", "einddatum": "2022-12-31"}
        for nummer, naam in OPEN_HOUSE.items():
            lots = "OH-AMBULANT"
            self._laat_toe("2022-02-01", naam, "oud", lots, "2019-01-01", "TOELATING")
            self._contract("2022-02-01", nummer, naam, "oud", lots, **oud)
        eis = {"code": "kwaliteitscriteria-2023", "omschrijving": "aangescherpte criteria"}
        self.leg("2022-03-01", f"{self.pad['oud']}/criteria", versie="2023", eisen=[eis])
        for nummer in OPEN_HOUSE:
            self._toets(nummer)
        for nummer in UITVAL:
            grond = {"grond": "haalt de criteria van 2023 niet"}
            waaruit = {"gevolgVan": self.feit[f"toets {nummer}"]}
            notice: Any = opzegging("2022-05-10", "2022-12-31", **grond, **waaruit)
            self.leg("2022-05-10", f"{self.pad[nummer]}/opzeggingen", **notice)

    def _toets(self, nummer: str) -> None:
        """Check one aanbieder; who fails does so on a report."""
        aanbieder = self.pad[OPEN_HOUSE[nummer]]
        oordeel: dict[str, Any] = {"eis": "kwaliteitscriteria-2023", "voldaan": True}
        if nummer in UITVAL:
            verslag = {"bewijssoort": "KWALITEITSVERSLAG", "kenmerk": f"verslag {nummer}"}
            meer = {"titel": "Kwaliteitsonderzoek 2022", "afgegevenOp": "2022-04-08"}
            self.leg("2022-04-19", f"{aanbieder}/bewijsstukken", **verslag, **meer)
            oordeel |= {"voldaan": False, "stuk": f"verslag {nummer}"}
        toets = {"trajectId": self.id("oud"), "criteriaversie": "2023", "oordelen": [oordeel]}
        self.leg("2022-04-19", f"{aanbieder}/toetsen", f"toets {nummer}", **toets)

    # --- 2022: the SAS contracts, and how their goals are measured ---

    def doelen(self) -> None:
        """Goals get an indicator, its baseline and a target before the contracts start (S0:80-88)."""
        for code, doel, eenheid, gewenst in (
            ("zorgrecidive", "doel-7", "PERCENTAGE", "LAGER"),
            ("doorlooptijd", "doel-2", "DAGEN", "LAGER"),
        ):
            lichaam = {
                "regioId": self.v.regio,
                "code": code,
                "naam": f"Indicator {code}",
                "eenheid": eenheid,
                "gewenst": gewenst,
                "doelen": [{"trajectId": self.id("ambulant"), "doel": doel}],
            }
            self.open("2022-06-01", "indicatoren", code, **lichaam)
        self.meet("2022-09-01", "zorgrecidive", "2021", "18.4", soort="nulmetingen")
        self.meet("2022-09-01", "doorlooptijd", "2021", "290", soort="nulmetingen")
        streef = {"waarde": "15", "per": "2026"}
        self.leg("2022-09-01", f"{self.pad['zorgrecidive']}/streefwaarden", **streef)

    def meet(
        self, dag: str, code: str, jaar: str, waarde: str, soort: str = "metingen", **anders: Any
    ) -> dict[str, Any]:
        """Record a figure over a year."""
        cijfer = {"peilperiode": jaar, "waarde": waarde, "bron": f"monitor {jaar}"}
        return self.leg(dag, f"{self.pad[code]}/{soort}", **cijfer, **anders)

    def inkoop(self) -> None:
        """Award and conclude: eight years from 2023, with an option; some succeed a contract of before (S0:93-109)."""
        traject = {"AM": "ambulant", "VB": "verblijf"}
        for naam, lots, _, _ in SAS.values():
            self._laat_toe("2022-09-15", naam, traject[lots[:2]], lots, "2023-01-01", "GUNNING")
        for nummer, (naam, lots, vorig, clausule) in SAS.items():
            voorwaarden = {
                "ingangsdatum": "2023-01-01",
                "verlengingsopties": OPTIES,
                "herzieningsclausule": clausule,
                "oorspronkelijkeWaarde": "2000000.00",
            }
            if vorig is not None:
                voorwaarden["opvolging"] = {"vorigContractId": self.id(vorig), "via": "INKOOP"}
            self._contract("2022-10-03", nummer, naam, traject[lots[:2]], lots, **voorwaarden)

    def tot_2023(self) -> None:
        """Tell up to the start of the new contracts."""
        self.begin()
        self.voorgangers()
        self.doelen()
        self.inkoop()

    # --- 2025: the first moment ---

    def tot_de_stem(self) -> None:
        """Two years of figures, criteria beforehand, an evaluation, six colleges, and the decision (S0:103-107)."""
        self.meet("2024-03-12", "zorgrecidive", "2023", "16.5")
        self.meet("2024-03-12", "doorlooptijd", "2023", "301")
        self._zet_criteria()
        self.meet("2025-03-11", "zorgrecidive", "2024", "15.9", voorlopig=True)
        evaluatie = {
            "beslismoment": GO_2025,
            "segment": "ambulant",
            "criteriumoordelen": [
                {"criterium": "zorgrecidive", "voldaan": "JA"},
                {"criterium": "doorlooptijd", "voldaan": "NEE"},
            ],
            "conclusie": "Verder, met wijzigingen; drie aanbieders blijven te traag.",
            "indicatoren": [self.id("zorgrecidive"), self.id("doorlooptijd")],
        }
        self.leg("2025-04-08", f"{self.pad['ambulant']}/evaluaties", "evaluatie", **evaluatie)
        self._besluit("2025-04-08", GO_2025, "ambulant", "verblijf")
        *eerste, laatste = gemeenten(self.v)
        self._stem(GO_2025, "2025-05-13", eerste)
        self._stem(GO_2025, STEMDAG, [laatste])
        for traject, uitkomst in (("ambulant", "GO_MET_WIJZIGING"), ("verblijf", "GO")):
            genomen = {"beslismoment": GO_2025, "segment": traject, "uitkomst": uitkomst}
            self.beslis(STEMDAG, traject, f"go {traject}", besluit=GO_2025, **genomen)

    def _zet_criteria(self) -> None:
        """Say half a year ahead what will be looked at; the moments themselves stay as they were."""
        momenten = self.v.get(self.pad["ambulant"])["beslismomenten"]
        criteria = [
            {
                "code": code,
                "omschrijving": f"{code} hoogstens {hoogstens}",
                "indicator": self.id(code),
                "norm": {"richting": "MAXIMAAL", "waarde": hoogstens},
            }
            for code, hoogstens in (("zorgrecidive", "16"), ("doorlooptijd", "280"))
        ]
        anders = [{**m, "criteria": criteria if m["code"] == GO_2025 else []} for m in momenten]
        self.leg("2024-11-05", f"{self.pad['ambulant']}/wijzigingen", beslismomenten=anders)

    def _besluit(self, dag: str, naam: str, *trajecten: str) -> None:
        """Put a decision to the colleges, each for its own gemeente."""
        alle = {"orgaan": "COLLEGE", "gemeenten": gemeenten(self.v)}
        wie = {**alle, "rol": "BESLIST", "regel": "ELK"}
        over = {"trajectIds": [self.id(t) for t in trajecten]}
        lichaam = {"regioId": self.v.regio, "onderwerp": naam, "betrokken": [wie], "betreft": over}
        self.open(dag, "besluiten", naam, **lichaam)

    def beslis(self, dag: str, traject: str, als: str, *, besluit: str, **lichaam: Any) -> None:
        """Record what the colleges decided on a procedure."""
        genomen = {**lichaam, "besluitId": self.id(besluit)}
        self.leg(dag, f"{self.pad[traject]}/beslissingen", als, **genomen)

    def na_de_stem(self) -> None:
        """What came to light about the figures since."""
        self.meet("2025-07-15", "doorlooptijd", "2024", "276", ingangsdatum="2025-03-01")
        self.v.op("2025-09-02")
        goed = {"peilperiode": "2024", "waarde": "16.4", "bron": "monitor 2024, definitief"}
        regel = zet(5, "metingen", {"ingangsdatum": "2025-03-11", **goed})
        self.v.post(
            f"{self.pad['zorgrecidive']}/correcties", correctie(regel, soort="DEFINITIEF_CIJFER")
        )

    def wijzigingen_2025(self) -> None:
        """Three get notice and the others a proposal, each in one go; they answer as they like (S0:105-107)."""
        notice = opzegging("2025-06-12", "2025-12-31", gevolgVan=self.feit["go ambulant"])
        self.bulk("2025-06-12", "opzeggingen", STOPPEN_2025, opdracht=notice)
        blijft = [n for n, rij in SAS.items() if n not in STOPPEN_2025 and rij[1][:2] == "AM"]
        voorstel = {
            "ingangsdatum": "2025-06-17",
            "wijzigingen": {"tarieven": [tarief("97.50")]},
            "wijzigingsgrond": "CLAUSULE",
            "clausule": "7.2",
            "werkingPer": "2026-01-01",
            "reactieUiterlijk": "2025-09-30",
            "bijZwijgen": "AANVAARD",
            "waardewijziging": "-50000.00",
            "gevolgVan": self.feit["go ambulant"],
        }
        self.voorgesteld = self.bulk(
            "2025-06-17", "herzieningsvoorstellen", blijft, opdracht=voorstel
        )
        for nummer, antwoord in (
            (AANVAARDT, "AANVAARD"),
            (WEIGERT, "GEWEIGERD"),
            (WEIGERT_EN_BLIJFT, "GEWEIGERD"),
        ):
            self.leg(
                "2025-07-08", f"{self.pad[nummer]}/antwoorden", volgnummer=2, antwoord=antwoord
            )

    def tot_2026(self) -> None:
        """Tell up to and including what the first moment brought."""
        self.tot_2023()
        self.tot_de_stem()
        self.wijzigingen_2025()
        self.na_de_stem()

    # --- 2027: the second moment ---

    def no_go_2027(self) -> None:
        """One lot stops: who delivers more goes on with the rest; a successor comes two months late."""
        conclusie = "Te weinig vraag voor twee percelen behandeling."
        oordeel = {"beslismoment": GO_2027, "conclusie": conclusie, "segment": "ambulant"}
        gewogen = [self.id("doorlooptijd")]
        evaluaties = f"{self.pad['ambulant']}/evaluaties"
        self.leg("2027-04-06", evaluaties, **oordeel, indicatoren=gewogen)
        self._besluit("2027-04-06", GO_2027, "ambulant")
        self._stem(GO_2027, "2027-05-18", gemeenten(self.v))
        no_go = {"beslismoment": GO_2027, "percelen": [GESTOPT], "uitkomst": "NO_GO"}
        self.beslis("2027-05-18", "ambulant", "no-go", besluit=GO_2027, **no_go)
        deel = {"contractId": self.id("SAS-1"), "opdracht": {"deel": {"percelen": [GESTOPT]}}}
        notice = opzegging("2027-06-15", "2027-12-31", gevolgVan=self.feit["no-go"])
        self.gestopt = self.bulk(
            "2027-06-15", "opzeggingen", ["SAS-1", "SAS-2"], opdracht=notice, uitzonderingen=[deel]
        )

    def opvolger_2028(self) -> None:
        """A small procurement of its own brings the lot back."""
        perceel = {"segment": "ambulant", "producten": ["45A48"], "gemeenten": ZUID}
        lichaam = {
            "naam": "Behandeling zuid 2028",
            "regioId": self.v.regio,
            "inkoopvorm": "SAS",
            "toetreding": "GESLOTEN",
            "ingangContracten": "2028-03-01",
            "einddatum": "2030-12-31",
            "segmenten": ["ambulant"],
            "percelen": [{"code": GESTOPT, **perceel}],
        }
        self.open("2027-10-05", "inkooptrajecten", "zuid", **lichaam)
        self._laat_toe("2027-11-02", "Berk", "zuid", GESTOPT, "2028-03-01", "GUNNING")
        vorige = {"vorigContractId": self.id("SAS-2"), "via": "INKOOP"}
        per = {"ingangsdatum": "2028-03-01", "opvolging": vorige}
        self._contract("2027-12-14", "SAS-10", "Berk", "zuid", GESTOPT, **per)
