"""The Dutch words of the pages for names and codes of the API; what is not listed reads as it stands."""

import re
from collections.abc import Mapping

_SOORTEN: Mapping[str, str] = {
    "register.geopend": "Register geopend",
    "contract.gesloten": "Contract gesloten",
    "contract.herzien": "Herziening",
    "contract.verlengd": "Verlenging",
    "contract.opgezegd": "Opzegging",
    "contract.handeling_ingetrokken": "Intrekking",
    "contract.ontbonden": "Ontbinding",
    "contract.geindexeerd": "Indexering",
    "inkooptraject.gestart": "Inkooptraject gestart",
    "inkooptraject.gewijzigd": "Wijziging van het traject",
    "inkooptraject.beslissing_genomen": "Beslissing",
    "aanbieder.ingeschreven": "Aanbieder ingeschreven",
    "aanbieder.gewijzigd": "Wijziging van de aanbieder",
    "aanbieder.toegelaten": "Toelating",
    "aanbieder.toelating_ingetrokken": "Toelating ingetrokken",
    "budget.vastgesteld": "Budget vastgesteld",
    "budget.gewijzigd": "Budgetwijziging",
    "budget.verplicht": "Verplichting",
    "budget.gerealiseerd": "Realisatie",
    "regio.gevormd": "Regio gevormd",
    "regio.gemeente_toegetreden": "Gemeente toegetreden",
    "regio.gewijzigd": "Wijziging van de regio",
}
_PADEN: Mapping[str, str] = {
    "POST": "Opening",
    "herzieningen": "Herziening",
    "verlengingen": "Verlenging",
    "opzeggingen": "Opzegging",
    "intrekkingen": "Intrekking",
    "ontbindingen": "Ontbinding",
    "indexeringen": "Indexering",
    "wijzigingen": "Wijziging",
    "toelatingen": "Toelating",
}
_VELDEN: Mapping[str, str] = {
    "aanbiederId": "Aanbieder",
    "agbCode": "AGB-code",
    "bekostigingsvorm": "Bekostiging",
    "beeindiging": "Einde door",
    "cpv": "CPV-code",
    "eigenaar": "Eigenaar",
    "einddatum": "Loopt tot en met",
    "geraamdeJaarwaarde": "Geraamde jaarwaarde",
    "gevolgWeigering": "Gevolg van weigeren",
    "kvkNummer": "KvK-nummer",
    "laatsteDag": "Laatste dag",
    "maanden": "Maanden",
    "maxAantal": "Hoogstens (keren)",
    "minimaleLooptijdTotEnMet": "Minimale looptijd tot en met",
    "ondertekendOp": "Ondertekend op",
    "opvolging": "Volgt op",
    "overeengekomenEinddatum": "Overeengekomen einddatum",
    "regioId": "Regio",
    "stilzwijgendeVerlenging": "Stilzwijgende verlenging",
    "tenderNedKenmerk": "TenderNed-kenmerk",
    "totEnMet": "Tot en met",
    "trajectId": "Inkooptraject",
    "uitersteEinddatum": "Uiterste einddatum",
    "uitersteHandelingsdatum": "Uiterlijk handelen op",
    "vorigContractId": "Vorig contract",
    "wijzigingsgrond": "Grond van de wijziging",
}
_CODES: Mapping[str, str] = {
    "AANGEHOUDEN": "Aangehouden",
    "AANVULLEND": "Aanvullende opdracht (art. 2.163d)",
    "ACTIEF": "Actief",
    "BAGATEL": "Bagatel (art. 2.163b)",
    "BEEINDIGD": "Beëindigd",
    "CLAUSULE": "Herzieningsclausule (art. 2.163c)",
    "DEFINITIEF_CIJFER": "Definitief cijfer",
    "FOUT": "Fout in de registratie",
    "GUNNING": "Gunning",
    "HERZIENING": "Herziening",
    "INBESTEDING": "Inbesteding",
    "INKOOP": "Inkoop",
    "INSPANNINGSGERICHT": "Inspanningsgericht",
    "NIET_WEZENLIJK": "Niet wezenlijk (art. 2.163g)",
    "ONGEWIJZIGD": "Blijft ongewijzigd",
    "ONTBONDEN": "Ontbonden",
    "ONVOORZIEN": "Onvoorzien (art. 2.163e)",
    "OPDRACHTGEVER": "Opdrachtgever",
    "OPDRACHTNEMER": "Opdrachtnemer",
    "OPGEZEGD": "Opgezegd",
    "OPZEGGING": "Opzegging",
    "OUTPUTGERICHT": "Outputgericht",
    "OVERGENOMEN": "Overgenomen",
    "SUBSIDIE": "Subsidie",
    "TAAKGERICHT": "Taakgericht",
    "TOEKOMSTIG": "Toekomstig",
    "TOELATING": "Toelating",
    "UITSPRAAK": "Uitspraak",
    "VERLENGING": "Verlenging",
    "VERLOPEN": "Verlopen",
    "VERVANGING": "Vervanging van de opdrachtnemer (art. 2.163f)",
    "WEDERZIJDS": "Wederzijds",
}
_WOORDDEEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def soort(naam: str) -> str:
    """Give the word for a fact by its stored name (`contract.herzien`)."""
    if naam.endswith(".gecorrigeerd"):
        return "Correctie"
    return _SOORTEN.get(naam) or naam.split(".", 1)[-1].replace("_", " ").capitalize()


def pad(naam: str) -> str:
    """Give the word for a fact by its command's path segment."""
    return _PADEN.get(naam, naam.capitalize())


def veld(naam: str) -> str:
    """Give the words for a field by its outside name (`totEnMet`)."""
    return _VELDEN.get(naam) or _WOORDDEEL.sub(" ", naam).lower().capitalize()


def code(waarde: str) -> str:
    """Give the word for a code of the API; a code of the user's own stays as it is."""
    return _CODES.get(waarde, waarde)
