"""What decisions do to the contracts of Voorbeeldland: notices, proposals and answers, run-down, the option (S0)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from api.demo.portefeuille import SAS, Contract
from api.demo.streek import Streek
from api.demo.verhaal import Nummer, ding_id, feit_id

OH, SAS_V, SAS_A = "open-house-voorganger", "sas-verblijf", "sas-ambulant"
UITGEOEFEND = "2030-05-12"
"""The day of the option."""
UITTREDERS_2025 = ("VL-2023-A11", "VL-2023-A12", "VL-2023-A13")
NO_GO_2025, NO_GO_2027 = "VB-GROEP-Z", "AM-BEHANDELING-Z"
AFBOUW = "VL-2023-V01"
"""Group homes that shrink along a path announced half a year ahead."""
VOORSTEL_2025 = "voorstel 2025"
"""The bulk command by which all are offered more ambulant care."""
AANVAARDT, BEDENKT_ZICH, BLIJFT, ZWIJGT = "VL-2023-A01", "VL-2023-A06", "VL-2023-A04", "VL-2023-A15"
"""How four of them answer: yes; no and then yes; no, and nothing changes; not at all."""
OVERGENOMEN = "VL-2023-A09"
"""The contract that goes along when its aanbieder merges into another."""
KLEINE_WIJZIGINGEN = "VL-2023-A02"
"""The contract that is changed bit by bit, without a clause."""
_UITLOOP = ("VL-2023-A11", "VL-2023-V04")


def herzie(
    *,
    streek: Streek,
    op: str,
    contract: str,
    ingangsdatum: str,
    wijzigingen: Mapping[str, Any],
    reden: str,
    gevolg_van: str | None = None,
    als: str | None = None,
) -> None:
    """Write a herziening under clause 7.2."""
    inhoud = {
        "ingangsdatum": ingangsdatum,
        "wijzigingen": wijzigingen,
        "wijzigingsgrond": "CLAUSULE",
        "clausule": "7.2",
        "reden": reden,
        "gevolgVan": None if gevolg_van is None else feit_id(gevolg_van),
    }
    streek.op_contract(nummer=contract, pad="herzieningen", op=op, inhoud=inhoud, als=als)


def zeg_op(
    *,
    streek: Streek,
    op: str,
    samen: str,
    contracten: Mapping[str, Mapping[str, Any]],
    laatste_dag: str,
    grond: str,
    gevolg_van: str | None = None,
) -> None:
    """Write notices of the opdrachtgever in one go; what is a contract's own stands beside its number."""
    streek.samen(
        als=samen,
        op=op,
        contracten=contracten,
        pad="opzeggingen",
        inhoud={
            "laatsteDag": laatste_dag,
            "door": "OPDRACHTGEVER",
            "grond": grond,
            "gevolgVan": None if gevolg_van is None else feit_id(gevolg_van),
        },
    )


def perceel_stopt(*, streek: Streek, op: str, perceel: str, besluit: str) -> None:
    """Write the notices for a perceel, of the whole contract or of that part of it, all in one go."""
    deel = {"deel": {"percelen": [perceel]}}
    zeg_op(
        streek=streek,
        op=op,
        samen=f"perceel {perceel} stopt",
        contracten={
            contract.nummer: {} if contract.percelen == (perceel,) else deel
            for contract in SAS
            if perceel in contract.percelen and contract.tot_en_met.isoformat() >= op
        },
        laatste_dag=f"{op[:4]}-12-31",
        grond=f"no-go voor perceel {perceel}",
        gevolg_van=besluit,
    )


# --- what the go of 2025 changed ---------------------------------------------------------------------------------


def schrijf_wijzigingen_2025(*, streek: Streek) -> None:
    """Three stop and one perceel does; the others are asked to do more; group homes shrink."""
    zeg_op(
        streek=streek,
        op="2025-06-12",
        samen="opzeggingen 2025",
        contracten={nummer: {} for nummer in UITTREDERS_2025},
        laatste_dag="2025-12-31",
        grond="prestaties: drie kwartalen onder de afgesproken doorlooptijd",
        gevolg_van="go 2025 ambulant",
    )
    perceel_stopt(
        streek=streek, op="2025-06-12", perceel=NO_GO_2025, besluit="no-go 2025 groepsverblijf zuid"
    )
    _stel_voor(streek)
    _antwoorden(streek)
    _afbouwpad(streek)
    _uitloop(streek)


def _gevraagd() -> list[Contract]:
    return [c for c in SAS if c.segment == "ambulant" and c.nummer not in UITTREDERS_2025]


def _stel_voor(streek: Streek) -> None:
    """What no longer goes to group homes goes to ambulant care: a tenth more, five years long."""
    eigen = {
        contract.nummer: {
            "wijzigingen": {"geraamdeJaarwaarde": f"{contract.jaarbedrag * 110 // 100}.00"},
            "waardewijziging": f"{contract.jaarbedrag // 2}.00",
        }
        for contract in _gevraagd()
    }
    streek.samen(
        als=VOORSTEL_2025,
        op="2025-06-24",
        contracten=eigen,
        pad="herzieningsvoorstellen",
        inhoud={
            "wijzigingsgrond": "CLAUSULE",
            "clausule": "7.2",
            "werkingPer": "2026-01-01",
            "reactieUiterlijk": "2025-09-30",
            "bijZwijgen": "AANVAARD",
            "reden": "Meer ambulante hulp in plaats van verblijf; de wachtlijst gaat mee over.",
            "gevolgVan": feit_id("go 2025 ambulant"),
        },
    )


def _antwoorden(streek: Streek) -> None:
    """Most say yes and sign; one says no and thinks better of it, one says no, one says nothing."""
    _antwoord(streek, BEDENKT_ZICH, "2025-07-15", "GEWEIGERD")
    terug = {"volgnummer": Nummer(f"antwoord {BEDENKT_ZICH} 2025-07-15")}
    reden = {"reden": "De aanbieder komt terug op de weigering: er is personeel gevonden."}
    streek.op_contract(
        nummer=BEDENKT_ZICH, pad="intrekkingen", op="2025-08-26", inhoud={**terug, **reden}
    )
    _antwoord(streek, BEDENKT_ZICH, "2025-08-26", "AANVAARD")
    _antwoord(streek, BLIJFT, "2025-09-02", "GEWEIGERD")
    for contract in _gevraagd():
        if contract.nummer not in (BEDENKT_ZICH, BLIJFT, ZWIJGT):
            _antwoord(streek, contract.nummer, "2025-09-09", "AANVAARD")


def _antwoord(streek: Streek, nummer: str, op: str, antwoord: str) -> None:
    inhoud: dict[str, Any] = {
        "volgnummer": Nummer(f"{streek.naam(VOORSTEL_2025)} {nummer}"),
        "antwoord": antwoord,
    }
    if antwoord == "AANVAARD":
        inhoud["addendum"] = {"kenmerk": f"{nummer} addendum 1", "ondertekendOp": op}
    streek.op_contract(
        nummer=nummer, pad="antwoorden", op=op, inhoud=inhoud, als=f"antwoord {nummer} {op}"
    )


def _afbouwpad(streek: Streek) -> None:
    """Twice a year the next step down is announced, half a year and more ahead: always one still to come."""
    waarde = 4_600_000
    for jaar in range(2025, 2031):
        oktober = (f"{jaar}-10-15", f"{jaar + 1}-07-01")
        april = (f"{jaar + 1}-04-15", f"{jaar + 2}-01-01")
        for op, ingang in (oktober, april):
            if op < UITGEOEFEND and ingang > "2030-12-31":
                continue  # the option is still open: nothing can be agreed beyond the end
            waarde = waarde * 95 // 100
            herzie(
                streek=streek,
                op=op,
                contract=AFBOUW,
                ingangsdatum=ingang,
                wijzigingen={"geraamdeJaarwaarde": f"{waarde}.00"},
                reden="Afbouwpad groepsverblijf: vijf procent per half jaar, ruim vooraf aangekondigd.",
                gevolg_van="go 2025 verblijf",
                als=f"afbouwstap {ingang}",
            )


def _uitloop(streek: Streek) -> None:
    """Who was in care when a contract ended stays until a last day, at an indexed tariff."""
    for nummer, laatste_dag in zip(_UITLOOP, ("2026-06-30", "2026-12-31"), strict=True):
        inhoud = {"laatsteDag": laatste_dag, "reden": "Lopende trajecten worden afgemaakt."}
        streek.op_contract(nummer=nummer, pad="uitlopen", op="2025-11-11", inhoud=inhoud)
        hoger = {"ingangsdatum": "2026-01-01", "percentage": "4.10"}
        streek.op_contract(nummer=nummer, pad="indexeringen", op="2025-12-01", inhoud=hoger)


# --- along the way -----------------------------------------------------------------------------------------------


def schrijf_tussentijds(*, streek: Streek) -> None:
    """Small changes without a clause, one after the other; and a contract that goes along with a merger."""
    contract = next(c for c in SAS if c.nummer == KLEINE_WIJZIGINGEN)
    for nummer, (op, waarde, waarom) in enumerate(
        (
            ("2024-04-02", 310_000, "een extra locatie in gemeente 9002"),
            ("2026-02-03", 360_000, "een team voor meisjes met een eetstoornis"),
        ),
        start=1,
    ):
        jaren = 2031 - int(op[:4])
        hoger = contract.jaarbedrag + waarde // jaren
        inhoud = {
            "ingangsdatum": f"{op[:4]}-05-01",
            "wijzigingen": {"geraamdeJaarwaarde": f"{hoger}.00"},
            "wijzigingsgrond": "BAGATEL",
            "waardewijziging": f"{waarde}.00",
            "addendum": {"kenmerk": f"{contract.nummer} klein {nummer}", "ondertekendOp": op},
            "reden": f"Niet voorzien in een clausule: {waarom}.",
        }
        streek.op_contract(nummer=contract.nummer, pad="herzieningen", op=op, inhoud=inhoud)
    over = {
        "ingangsdatum": "2026-04-01",
        "nieuweAanbiederId": ding_id("aanbieders", "vuurvlieg"),
        "gevolgVan": feit_id("fusie knikkerzak"),
    }
    streek.op_contract(nummer=OVERGENOMEN, pad="overdrachten", op="2026-05-12", inhoud=over)


# --- the option --------------------------------------------------------------------------------------------------


def verleng(*, streek: Streek, besluit: str, lezingen: Iterable[str]) -> None:
    """Write the extension to the end of 2034 in one go; two contracts are left to expire."""
    blijvend = [c for c in SAS if c.tot_en_met > date(2030, 12, 31)]
    streek.samen(
        als="verlenging",
        op=UITGEOEFEND,
        contracten={c.nummer: {"waardewijziging": f"{4 * c.jaarbedrag}.00"} for c in blijvend},
        pad="verlengingen",
        inhoud={
            "totEnMet": "2034-12-31",
            "besluitId": streek.id("besluiten", besluit),
            "rustOp": [streek.id("lezingen", lezing) for lezing in lezingen],
        },
    )
