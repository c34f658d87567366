"""Who is in the story: the aanbieders, all fictitious, and the people who record what happens."""

from collections.abc import Mapping

from api.demo.verhaal import Boek, Speler
from application.toegang import Rol

VOORBEELDLAND = "voorbeeldland"
NOORDOOSTHOEK = "noordoosthoek"
DENKWAARD = "denkwaard"
HEGGENLAND = "heggenland"
EENLING = "eenling"


def team(*, regio: str) -> tuple[Speler, Speler, Speler]:
    """Give who works for a region: inkoper, contractbeheerder and controller."""
    naam = regio.capitalize()
    return (
        Speler(naam=f"inkoper {naam} (fictief)", rol=Rol.INKOPER, regio=regio),
        Speler(naam=f"contractbeheerder {naam} (fictief)", rol=Rol.CONTRACTBEHEERDER, regio=regio),
        Speler(naam=f"controller {naam} (fictief)", rol=Rol.CONTROLLER, regio=regio),
    )


AANBIEDERS: Mapping[str, str] = {
    "regenboog": "Zorgaanbieder De Regenboog (fictief)",
    "zevenmijl": "Jeugdzorg Zevenmijl (fictief)",
    "toverbos": "Gezinshuizen Het Toverbos (fictief)",
    "boomhut": "Stichting De Boomhut (fictief)",
    "vuurvlieg": "Vuurvlieg Jeugdhulp (fictief)",
    "pluizenbol": "Praktijk Pluizenbol (fictief)",
    "kikkersprong": "Begeleiding Kikkersprong (fictief)",
    "sterrenstof": "Behandelcentrum Sterrenstof (fictief)",
    "maanvis": "Maanvis Jeugd-ggz (fictief)",
    "knikkerzak": "De Knikkerzak (fictief)",
    "waterval": "Waterval Behandeling (fictief)",
    "zandkasteel": "Het Zandkasteel (fictief)",
    "luchtbel": "Luchtbel Ambulant (fictief)",
    "zeepbel": "Zeepbel Therapie (fictief)",
    "kiekeboe": "Kiekeboe Intensief Thuis (fictief)",
    "dromenvanger": "Dromenvanger (fictief)",
    "vliegerwens": "Groepshuis De Vliegerwens (fictief)",
    "wolkenridder": "Wolkenridder Verblijf (fictief)",
    "sneeuwklok": "Sneeuwklok Verblijf (fictief)",
    "paddenstoel": "Het Paddenstoelenhuis (fictief)",
    "hazelnoot": "Hazelnoot Begeleiding (fictief)",
    "noodhaven": "Crisisopvang De Noodhaven (fictief)",
    "wiebelbrug": "De Wiebelbrug (fictief)",
    "knuffelbeer": "Praktijk Knuffelbeer (fictief)",
    "bolderkar": "De Bolderkar (fictief)",
    "springtouw": "Springtouw Beweegtherapie (fictief)",
    "draaitol": "Draaitol Daghulp (fictief)",
    "krijtstreep": "Krijtstreep Dyslexiezorg (fictief)",
    "lampion": "Logeerhuis De Lampion (fictief)",
    "blokkendoos": "De Blokkendoos (fictief)",
    "stuiterbal": "Stuiterbal (fictief)",
    "tekendoos": "Tekendoos Jeugd-ggz (fictief)",
    "poppenkast": "De Poppenkast (fictief)",
    "vingerverf": "Vingerverf (fictief)",
    "papierboot": "Het Papieren Bootje (fictief)",
    "stormvogel": "Stormvogel Intensief (fictief)",
    "vuurtoren": "De Vuurtoren Klinieken (fictief)",
    "ankerplaats": "Pleegzorg Ankerplaats (fictief)",
    "bergkam": "Driemilieuhuis Bergkam (fictief)",
    "windmolen": "De Windmolen Begeleiding (fictief)",
    "kleurpotlood": "Praktijk Kleurpotlood (fictief)",
    "zandbak": "De Zandbak (fictief)",
    "hinkelpad": "Het Hinkelpad (fictief)",
    "regenlaars": "De Regenlaars (fictief)",
    "knoopsgat": "Knoopsgat Jeugd-ggz (fictief)",
    "wiekslag": "Jeugdhulp Wiekslag (fictief)",
    "rietkraag": "Begeleiding Rietkraag (fictief)",
    "dijkhuis": "Het Dijkhuis Verblijf (fictief)",
    "veerpont": "Behandeling De Veerpont (fictief)",
    "griendhof": "Gezinshuizen Griendhof (fictief)",
    "waterlelie": "De Waterlelie (fictief)",
    "duinpan": "Jeugdhulp Duinpan (fictief)",
    "helmgras": "Helmgras Verblijf (fictief)",
    "strandloper": "Strandloper Jeugd-ggz (fictief)",
    "schelpengruis": "Schelpengruis Dagbehandeling (fictief)",
    "vloedlijn": "Vloedlijn Ambulant (fictief)",
    "zeewind": "Gezinshuizen Zeewind (fictief)",
    "kokkel": "De Kokkel op School (fictief)",
    "branding": "Branding Begeleiding (fictief)",
    "buurtlamp": "Stichting De Buurtlamp (fictief)",
    "kompasroos": "Kompasroos Ambulant (fictief)",
    "notendop": "Gezinshuizen De Notendop (fictief)",
    "wegwijzer": "Verblijf De Wegwijzer (fictief)",
    "klaverblad": "Klaverblad Jeugdhulp (fictief)",
}


def nummer(sleutel: str) -> str:
    """Give the KvK number, which stands for the AGB code as well; real ones never start with five zeros."""
    return f"{101 + list(AANBIEDERS).index(sleutel):08d}"


def schrijf_in(
    *, boek: Boek, wie: Speler, sleutel: str, op: str, ingangsdatum: str, kvk: str | None = None
) -> None:
    """Enter an aanbieder in the register; `kvk` only where someone mistypes it."""
    boek.open(
        op=op,
        wie=wie,
        ding=f"aanbieders/{sleutel}",
        inhoud={
            "ingangsdatum": ingangsdatum,
            "naam": AANBIEDERS[sleutel],
            "kvkNummer": kvk or nummer(sleutel),
            "agbCode": nummer(sleutel),
        },
    )
