"""How Heggenland herziet running contracts in 2026: proposals to whole segments, answers, and what refusing does."""

from api.demo.portefeuille import HEGGENLAND_2023
from api.demo.streek import Streek
from api.demo.verhaal import Nummer, feit_id

WEIGERAAR, BLIJVER = "HL-2023-O03", "HL-2023-O02"
"""Refuse a herziening: the one is out, by its clause; for the other nothing changes."""
VOORSTEL, TWEEDE_VOORSTEL = "eerste herziening 2026", "tweede herziening 2026"
"""The bulk commands by which a herziening is put to all aanbieders of a segment."""
_ALLEN = ("HL-2023-O01", BLIJVER, WEIGERAAR, "HL-2023-O04")
"""The contracts of the two segments; the last one is not for verblijf."""


def schrijf_herzieningen(*, streek: Streek, traject: str) -> None:
    """Write both herzieningen with their answers; `traject` is the one whose steps they follow from (S3:616-656)."""
    _voorstellen(streek, traject)
    _antwoorden(streek)
    _uitloop(streek)


def _voorstellen(streek: Streek, traject: str) -> None:
    """To all aanbieders of both segments in January; to those for verblijf again in April, for October."""
    waarde = {c.nummer: c.jaarbedrag for c in HEGGENLAND_2023}
    for als, op, werking, uiterlijk, deel, nummers, extra in (
        (
            VOORSTEL,
            "2026-01-29",
            "2026-07-01",
            "2026-02-24",
            97,
            _ALLEN,
            {
                "bijZwijgen": "AANVAARD",
                "gevolgVan": _stap(streek, traject, "herziening-presentatie"),
            },
        ),
        (
            TWEEDE_VOORSTEL,
            "2026-04-14",
            "2026-10-01",
            "2026-05-12",
            95,
            _ALLEN[:3],
            {"gevolgVan": _stap(streek, traject, "tweede presentatie")},
        ),
    ):
        lager = {nummer: f"{waarde[nummer] * deel // 100}.00" for nummer in nummers}
        streek.samen(
            als=als,
            op=op,
            contracten={n: {"wijzigingen": {"geraamdeJaarwaarde": lager[n]}} for n in nummers},
            pad="herzieningsvoorstellen",
            inhoud={
                "wijzigingsgrond": "CLAUSULE",
                "clausule": "4.1",
                "werkingPer": werking,
                "reactieUiterlijk": uiterlijk,
                "reden": "Minder verblijf, korter en dichter bij huis, al voor 2027.",
                **extra,
            },
        )


def _stap(streek: Streek, traject: str, stap: str) -> str:
    return feit_id(f"{streek.naam(traject)} stap {stap}")


_ANTWOORDEN = (
    (VOORSTEL, "HL-2023-O01", "2026-02-17", "AANVAARD"),
    (VOORSTEL, WEIGERAAR, "2026-02-19", "AANVAARD"),
    (VOORSTEL, BLIJVER, "2026-02-24", "GEWEIGERD"),
    (TWEEDE_VOORSTEL, "HL-2023-O01", "2026-05-06", "AANVAARD"),
    (TWEEDE_VOORSTEL, BLIJVER, "2026-05-12", "AANVAARD"),
    (TWEEDE_VOORSTEL, WEIGERAAR, "2026-06-09", "GEWEIGERD"),
)
"""Strandloper says nothing to the first, and that counts as yes; Duinpan is four weeks late with its last word."""


def _antwoorden(streek: Streek) -> None:
    """Answers to both; whoever refuses is out or keeps what it had, as the clause of its contract says."""
    for voorstel, nummer, op, antwoord in _ANTWOORDEN:
        gedaan = f"{streek.naam(voorstel)} {nummer}"
        addendum = {"kenmerk": f"{nummer} {voorstel}", "ondertekendOp": op}
        streek.op_contract(
            nummer=nummer,
            pad="antwoorden",
            op=op,
            inhoud={
                "volgnummer": Nummer(gedaan),
                "antwoord": antwoord,
                "gevolgVan": feit_id(gedaan),
                **({"addendum": addendum} if antwoord == "AANVAARD" else {}),
            },
            als=f"antwoord {nummer} {op}",
        )


def _uitloop(streek: Streek) -> None:
    """Who is in care at Duinpan when it leaves, may stay until the new contracts begin."""
    streek.op_contract(
        nummer=WEIGERAAR,
        pad="uitlopen",
        op="2026-06-23",
        inhoud={"laatsteDag": "2026-12-31", "reden": "Lopende plaatsingen worden afgemaakt."},
    )
