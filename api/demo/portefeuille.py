"""The contracts of the story: whose, for which percelen, worth how much, and how long they run in the end."""

from dataclasses import dataclass
from datetime import date

_SEGMENT = {
    "A": "ambulant",
    "V": "verblijf",
    "L": "licht",
    "Z": "zwaar",
    "J": "jeugdhulp",
    "O": "ongedeeld",
    "H": "hoog-specialistisch",
    "D": "dagbesteding",
    "S": "onderwijs-jeugdhulp",
    "W": "veel-voorkomend",
}
_EINDELOOS = date(2034, 12, 31)


@dataclass(frozen=True, kw_only=True)
class Contract:
    """One line of the portfolio."""

    nummer: str
    aanbieder: str
    percelen: tuple[str, ...]
    jaarbedrag: int
    """Whole euros a year, at the prices of its first year."""
    van: date
    tot_en_met: date
    """The last day in the end, as the story runs."""

    @property
    def ding(self) -> str:
        """Its name in the story."""
        return f"contracten/{self.nummer}"

    @property
    def segment(self) -> str:
        """From the letter in its number."""
        return _SEGMENT[self.nummer.split("-")[2][0]]

    @property
    def voorzien(self) -> bool:
        """Tell whether the budget of its first year knew of it: who joins Open House halfway is a surprise."""
        return self.segment != "licht" or self.van.month == 1

    def loopt(self, dag: date) -> bool:
        """Tell whether it runs on a day."""
        return self.van <= dag <= self.tot_en_met


def _rij(nummer: str, aanbieder: str, percelen: str, euro: int, loopt: str) -> Contract:
    """Read a line; `loopt` is `2020-01-01..2025-06-30`, without its end while it lasts."""
    van, _, tot_en_met = loopt.partition("..")
    return Contract(
        nummer=nummer,
        aanbieder=aanbieder,
        percelen=tuple(percelen.split()),
        jaarbedrag=euro,
        van=date.fromisoformat(van),
        tot_en_met=date.fromisoformat(tot_en_met) if tot_en_met else _EINDELOOS,
    )


# --- Voorbeeldland -----------------------------------------------------------------------------------------------

OPEN_HOUSE = (
    _rij("VL-2019-A01", "regenboog", "OH-AMBULANT", 1_900_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A02", "zevenmijl", "OH-AMBULANT", 1_450_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A03", "boomhut", "OH-AMBULANT", 620_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A04", "vuurvlieg", "OH-AMBULANT", 480_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A05", "pluizenbol", "OH-AMBULANT", 350_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A06", "kikkersprong", "OH-AMBULANT", 290_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A07", "sterrenstof", "OH-AMBULANT", 840_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A08", "maanvis", "OH-AMBULANT", 760_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A09", "knikkerzak", "OH-AMBULANT", 180_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A10", "waterval", "OH-AMBULANT", 910_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A11", "zandkasteel", "OH-AMBULANT", 240_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A12", "luchtbel", "OH-AMBULANT", 150_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A13", "zeepbel", "OH-AMBULANT", 130_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A14", "kiekeboe", "OH-AMBULANT", 510_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A15", "paddenstoel", "OH-AMBULANT", 120_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-A16", "hazelnoot", "OH-AMBULANT", 95_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-V01", "zevenmijl", "OH-VERBLIJF", 4_100_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-V02", "toverbos", "OH-VERBLIJF", 2_600_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-V03", "boomhut", "OH-VERBLIJF", 1_700_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-V04", "vliegerwens", "OH-VERBLIJF", 1_350_000, "2019-01-01..2022-12-31"),
    _rij("VL-2019-V05", "sneeuwklok", "OH-VERBLIJF", 480_000, "2019-01-01..2022-12-31"),
)
SAS = (
    _rij(
        "VL-2023-A01", "regenboog", "AM-BEGELEIDING-N AM-BEHANDELING-N", 2_400_000, "2023-01-01.."
    ),
    _rij(
        "VL-2023-A02", "zevenmijl", "AM-BEHANDELING-N AM-BEHANDELING-Z", 1_800_000, "2023-01-01.."
    ),
    _rij("VL-2023-A03", "boomhut", "AM-VERVANGT-VERBLIJF", 950_000, "2023-01-01.."),
    _rij("VL-2023-A04", "vuurvlieg", "AM-BEGELEIDING-Z", 560_000, "2023-01-01.."),
    _rij("VL-2023-A05", "pluizenbol", "AM-BEGELEIDING-N AM-BEGELEIDING-Z", 410_000, "2023-01-01.."),
    _rij("VL-2023-A06", "kikkersprong", "AM-BEGELEIDING-N", 330_000, "2023-01-01.."),
    _rij("VL-2023-A07", "sterrenstof", "AM-BEHANDELING-N", 980_000, "2023-01-01.."),
    _rij("VL-2023-A08", "maanvis", "AM-BEHANDELING-Z", 870_000, "2023-01-01..2027-12-31"),
    _rij("VL-2023-A09", "knikkerzak", "AM-BEGELEIDING-N", 200_000, "2023-01-01..2030-12-31"),
    _rij("VL-2023-A10", "waterval", "AM-BEHANDELING-N AM-BEHANDELING-Z", 1_050_000, "2023-01-01.."),
    _rij("VL-2023-A11", "zandkasteel", "AM-BEGELEIDING-Z", 260_000, "2023-01-01..2025-12-31"),
    _rij("VL-2023-A12", "luchtbel", "AM-BEGELEIDING-N", 170_000, "2023-01-01..2025-12-31"),
    _rij("VL-2023-A13", "zeepbel", "AM-BEHANDELING-Z", 140_000, "2023-01-01..2025-12-31"),
    _rij(
        "VL-2023-A14", "kiekeboe", "AM-BEHANDELING-N AM-VERVANGT-VERBLIJF", 690_000, "2023-01-01.."
    ),
    _rij("VL-2023-A15", "dromenvanger", "AM-BEGELEIDING-N", 220_000, "2023-01-01.."),
    _rij("VL-2023-V01", "zevenmijl", "VB-GROEP-N VB-GROEP-Z", 4_600_000, "2023-01-01.."),
    _rij("VL-2023-V02", "toverbos", "VB-GEZIN-N VB-GEZIN-Z", 3_100_000, "2023-01-01.."),
    _rij("VL-2023-V03", "boomhut", "VB-GEZIN-N", 1_850_000, "2023-01-01.."),
    _rij("VL-2023-V04", "vliegerwens", "VB-GROEP-Z", 1_500_000, "2023-01-01..2025-12-31"),
    _rij("VL-2023-V05", "wolkenridder", "VB-GROEP-N", 1_200_000, "2023-01-01..2030-12-31"),
)
SPOED = _rij("VL-2024-V90", "noodhaven", "VB-GROEP-N", 180_000, "2024-08-15..2025-02-14")

# --- Noordoosthoek -----------------------------------------------------------------------------------------------

INKOOP_2016 = (
    _rij("NH-2016-L01", "wiebelbrug", "VG-LICHT", 820_000, "2016-01-01..2019-12-31"),
    _rij("NH-2016-L02", "knuffelbeer", "VG-LICHT", 410_000, "2016-01-01..2019-12-31"),
    _rij("NH-2016-L03", "bolderkar", "VG-LICHT", 365_000, "2016-01-01..2019-12-31"),
    _rij("NH-2016-L04", "springtouw", "VG-LICHT", 140_000, "2016-01-01..2019-12-31"),
    _rij("NH-2016-L05", "draaitol", "VG-LICHT", 530_000, "2016-01-01..2019-12-31"),
    _rij("NH-2016-Z01", "stormvogel", "VG-ZWAAR", 3_900_000, "2016-01-01..2019-12-31"),
    _rij("NH-2016-Z02", "vuurtoren", "VG-ZWAAR", 5_200_000, "2016-01-01..2019-12-31"),
    _rij("NH-2016-Z03", "ankerplaats", "VG-ZWAAR", 2_800_000, "2016-01-01..2019-12-31"),
    _rij("NH-2016-Z04", "bergkam", "VG-ZWAAR", 1_900_000, "2016-01-01..2019-12-31"),
    _rij("NH-2016-Z05", "boomhut", "VG-ZWAAR", 1_250_000, "2016-01-01..2019-12-31"),
)
LICHT_2020 = (
    _rij("NH-2020-L01", "wiebelbrug", "LI-GGZ LI-BEGELEIDING", 980_000, "2020-01-01.."),
    _rij("NH-2020-L02", "knuffelbeer", "LI-GGZ", 450_000, "2020-01-01.."),
    _rij("NH-2020-L03", "bolderkar", "LI-BEGELEIDING", 390_000, "2020-01-01..2021-12-31"),
    _rij("NH-2020-L04", "springtouw", "LI-PMT", 160_000, "2020-01-01.."),
    _rij("NH-2020-L05", "draaitol", "LI-DAGHULP", 570_000, "2020-01-01.."),
    _rij("NH-2020-L06", "krijtstreep", "LI-DYSLEXIE", 310_000, "2020-01-01.."),
    _rij("NH-2020-L07", "lampion", "LI-RESPIJT", 220_000, "2020-01-01..2022-09-30"),
    _rij("NH-2020-L08", "regenboog", "LI-BEGELEIDING", 640_000, "2020-01-01.."),
    _rij("NH-2020-L09", "blokkendoos", "LI-BEGELEIDING", 130_000, "2020-04-01.."),
    _rij("NH-2020-L10", "stuiterbal", "LI-PMT", 85_000, "2020-09-01..2021-12-31"),
    _rij("NH-2021-L11", "tekendoos", "LI-GGZ", 275_000, "2021-03-01.."),
    _rij("NH-2021-L15", "windmolen", "LI-BEGELEIDING", 95_000, "2021-06-01.."),
    _rij("NH-2021-L16", "zandbak", "LI-RESPIJT", 120_000, "2021-06-01.."),
    _rij("NH-2022-L12", "poppenkast", "LI-RESPIJT", 190_000, "2022-11-01.."),
    _rij("NH-2024-L13", "vingerverf", "LI-BEGELEIDING", 115_000, "2024-04-01.."),
    _rij("NH-2026-L14", "papierboot", "LI-GGZ", 150_000, "2026-02-01.."),
)
ZWAAR_2020 = (
    _rij("NH-2020-Z01", "stormvogel", "ZW-NIS ZW-DAGHULP", 4_200_000, "2020-01-01..2025-06-30"),
    _rij(
        "NH-2020-Z02",
        "vuurtoren",
        "ZW-VERBLIJF-ZWAAR ZW-KLINIEK",
        5_600_000,
        "2020-01-01..2025-06-30",
    ),
    _rij("NH-2020-Z03", "ankerplaats", "ZW-PLEEGZORG", 3_000_000, "2020-01-01..2025-06-30"),
    _rij("NH-2020-Z04", "bergkam", "ZW-DRIEMILIEU", 2_050_000, "2020-01-01..2025-06-30"),
    _rij("NH-2020-Z05", "boomhut", "ZW-VERBLIJF-LICHT", 1_350_000, "2020-01-01..2025-06-30"),
)
ZWAAR_2025 = (
    _rij("NH-2025-Z01", "stormvogel", "ZW-NIS ZW-DAGHULP", 5_100_000, "2025-07-01..2031-06-30"),
    _rij("NH-2025-Z02", "vuurtoren", "ZW-VERBLIJF-ZWAAR", 5_900_000, "2025-07-01..2031-06-30"),
    _rij("NH-2025-Z03", "ankerplaats", "ZW-PLEEGZORG", 3_700_000, "2025-07-01..2031-06-30"),
    _rij("NH-2025-Z04", "boomhut", "ZW-VERBLIJF-LICHT", 1_800_000, "2025-07-01..2031-06-30"),
    _rij(
        "NH-2025-Z05", "zevenmijl", "ZW-DRIEMILIEU ZW-KLINIEK", 2_900_000, "2025-07-01..2031-06-30"
    ),
)

# --- Denkwaard ---------------------------------------------------------------------------------------------------

DENKWAARD_2022 = (
    _rij("DW-2022-J01", "rietkraag", "JH-LOKAAL", 1_400_000, "2022-01-01.."),
    _rij("DW-2022-J02", "veerpont", "JH-LOKAAL", 1_900_000, "2022-01-01.."),
    _rij("DW-2022-J03", "dijkhuis", "JH-REGIONAAL", 3_800_000, "2022-01-01.."),
    _rij("DW-2022-J04", "griendhof", "JH-REGIONAAL", 2_200_000, "2022-01-01.."),
    _rij("DW-2022-J05", "wiekslag", "JH-LOKAAL JH-REGIONAAL", 2_600_000, "2022-01-01.."),
)

# --- Heggenland --------------------------------------------------------------------------------------------------

HEGGENLAND_2023 = (
    _rij("HL-2023-O01", "helmgras", "HC-VERBLIJF", 5_200_000, "2023-01-01..2026-12-31"),
    _rij("HL-2023-O02", "zeewind", "HC-VERBLIJF", 2_700_000, "2023-01-01..2026-12-31"),
    _rij("HL-2023-O03", "duinpan", "HC-VERBLIJF HC-GGZ", 3_900_000, "2023-01-01..2026-09-30"),
    _rij("HL-2023-O04", "strandloper", "HC-GGZ", 4_100_000, "2023-01-01..2026-12-31"),
    _rij("HL-2023-O05", "schelpengruis", "HC-DAG", 1_600_000, "2023-01-01..2026-12-31"),
    _rij("HL-2023-O06", "vloedlijn", "HC-AMBULANT", 2_300_000, "2023-01-01..2026-12-31"),
)
HEGGENLAND_HERZIEN = (
    _rij("HL-2027-V01", "helmgras", "VB-OPVANG VB-AMBULANT", 5_600_000, "2027-01-01.."),
    _rij("HL-2027-V02", "zeewind", "VB-GEZIN", 3_000_000, "2027-01-01.."),
    _rij("HL-2027-H01", "strandloper", "HS-GGZ HS-FORENSISCH", 4_500_000, "2027-01-01.."),
)
HEGGENLAND_TOEGELATEN = (_rij("HL-2027-V03", "branding", "VB-KORT", 700_000, "2027-01-01.."),)
"""Admitted to a segment that goes on by herziening."""
HEGGENLAND_GEGUND = (
    _rij(
        "HL-2027-D01",
        "schelpengruis",
        "DB-DAGBESTEDING DB-DAGBEHANDELING",
        1_800_000,
        "2027-01-01..",
    ),
    _rij("HL-2027-S01", "kokkel", "OJ-SCHOOL", 1_200_000, "2027-01-01.."),
    _rij("HL-2027-W01", "vloedlijn", "VV-BEGELEIDING VV-BEHANDELING", 2_500_000, "2027-01-01.."),
    _rij("HL-2027-W02", "branding", "VV-BEGELEIDING", 900_000, "2027-01-01.."),
)

# --- Eenling -----------------------------------------------------------------------------------------------------

EENLING_HUIDIG = (
    _rij("EL-2016-A01", "kompasroos", "OH-AMBULANT", 6_400_000, "2016-01-01..2021-12-31"),
    _rij("EL-2016-A02", "klaverblad", "OH-AMBULANT", 2_100_000, "2016-01-01..2021-12-31"),
    _rij("EL-2016-V01", "wegwijzer", "OH-VERBLIJF", 8_900_000, "2016-01-01..2021-12-31"),
    _rij("EL-2016-V02", "notendop", "OH-VERBLIJF", 3_200_000, "2016-01-01..2021-12-31"),
)
EENLING_2022 = (
    _rij("EL-2022-A01", "kompasroos", "OO-AMBULANT", 8_200_000, "2022-01-01.."),
    _rij("EL-2022-V01", "notendop", "OO-GEZINSVORM", 5_100_000, "2022-01-01.."),
    _rij("EL-2022-V02", "wegwijzer", "OO-VERBLIJF", 6_300_000, "2022-01-01.."),
)
