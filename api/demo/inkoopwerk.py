"""How the story writes procurement: steps, applications and their outcome, admissions, contracts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from api.demo.dingwerk import op_ding
from api.demo.portefeuille import Contract
from api.demo.spelers import schrijf_in
from api.demo.streek import Streek
from api.demo.verhaal import ding_id
from infrastructure.regimeverzoeken import optieverzoek, opzegverzoek


@dataclass(frozen=True, kw_only=True)
class Inschrijving:
    """Who takes part in a tender, for which percelen, and why it was not awarded (None: it was)."""

    aanbieder: str
    percelen: str
    waarom_niet: str | None = None
    mist: str | None = None
    """The demand that is not met."""

    @property
    def lots(self) -> list[str]:
        """The percelen as a list."""
        return self.percelen.split()


op_traject = partial(op_ding, meervoud="inkooptrajecten")
"""Write a fact of a procedure."""


def zet_stappen(
    *,
    streek: Streek,
    trajecten: Iterable[str],
    regels: Iterable[str],
    extra: Mapping[str, Any] | None = None,
) -> None:
    """Write steps of procedures; a line reads `2022-03-01 start-aanbesteding`."""
    codes = tuple(trajecten)
    for regel in regels:
        dag, _, stap = regel.partition(" ")
        for code in codes:
            inhoud = {"stap": stap, **(extra or {})}
            als = f"{streek.naam(code)} stap {stap}"
            op_traject(streek=streek, code=code, pad="stappen", op=dag, inhoud=inhoud, als=als)


def schrijf_allen_in(
    *, streek: Streek, sleutels: Iterable[str], op: str, per: str | None = None
) -> None:
    """Enter aanbieders in the register; `per` is the day since which they are there, when that is another."""
    for sleutel in sleutels:
        schrijf_in(
            boek=streek.boek,
            wie=streek.beheerder,
            sleutel=sleutel,
            op=op,
            ingangsdatum=per or op,
        )


# --- applications ------------------------------------------------------------------------------------------------


def meld_aan(
    *,
    streek: Streek,
    code: str,
    traject: str,
    aanbieder: str,
    op: str,
    inhoud: Mapping[str, Any],
) -> None:
    """Write an application on the day it is received; `inhoud` says of which kind, for what, with which evidence."""
    streek.boek.open(
        op=op,
        wie=streek.inkoper,
        ding=f"aanmeldingen/{streek.naam(code)}",
        inhoud={
            "ingangsdatum": op,
            "regioId": streek.regio_id,
            "trajectId": streek.id("inkooptrajecten", traject),
            "aanbiederId": ding_id("aanbieders", aanbieder),
            **inhoud,
        },
    )


def op_aanmelding(
    *, streek: Streek, code: str, pad: str, op: str, inhoud: Mapping[str, Any]
) -> None:
    """Write a fact of an application."""
    als = f"aanmelding {streek.naam(code)} {pad} {op}"
    op_ding(
        streek=streek, meervoud="aanmeldingen", code=code, pad=pad, op=op, inhoud=inhoud, als=als
    )


def gun(
    *,
    streek: Streek,
    traject: str,
    ontvangen: str,
    beslist: str,
    bezwaar_tot_en_met: str,
    inschrijvingen: Iterable[Inschrijving],
    criteria: tuple[str, Sequence[str]] | None = None,
) -> None:
    """Write a tender: who took part, and on one day who was awarded and who was not, with the legal term.

    `criteria` are the version that all are held to, and its demands.
    """
    rijen = tuple(inschrijvingen)
    for rij in rijen:
        meld_aan(
            streek=streek,
            code=f"{traject}-{rij.aanbieder}",
            traject=traject,
            aanbieder=rij.aanbieder,
            op=ontvangen,
            inhoud={"aanmeldingsoort": "INSCHRIJVING", "percelen": rij.lots},
        )
    for rij in rijen:
        code = f"{traject}-{rij.aanbieder}"
        if criteria is not None:
            versie, eisen = criteria
            oordelen = [{"eis": eis, "voldaan": eis != rij.mist} for eis in eisen]
            oordeel = {"criteriaversie": versie, "oordelen": oordelen}
            op_aanmelding(streek=streek, code=code, pad="beoordelingen", op=beslist, inhoud=oordeel)
        uitkomst = _uitkomst(rij, bezwaar_tot_en_met)
        op_aanmelding(streek=streek, code=code, pad="uitkomsten", op=beslist, inhoud=uitkomst)


def _uitkomst(rij: Inschrijving, bezwaar_tot_en_met: str) -> dict[str, Any]:
    if rij.waarom_niet is None:
        return {"uitkomst": "GEGUND"}
    return {
        "uitkomst": "NIET_GEGUND",
        "redenen": [rij.waarom_niet],
        "bezwaarTotEnMet": bezwaar_tot_en_met,
    }


# --- admissions and contracts ------------------------------------------------------------------------------------


def laat_toe(
    *,
    streek: Streek,
    contract: Contract,
    traject: str,
    op: str,
    grondslag: str,
    extra: Mapping[str, Any] | None = None,
) -> None:
    """Admit the aanbieder of a contract to each of its percelen, from the contract's first day on."""
    for perceel in contract.percelen:
        streek.boek.schrijf(
            op=op,
            wie=streek.inkoper,
            ding=f"aanbieders/{contract.aanbieder}",
            pad="toelatingen",
            inhoud={
                "ingangsdatum": contract.van.isoformat(),
                "trajectId": streek.id("inkooptrajecten", traject),
                "perceel": perceel,
                "grondslag": grondslag,
                **(extra or {}),
            },
            als=f"toelating {contract.nummer} {perceel}",
        )


def sluit(
    *,
    streek: Streek,
    contract: Contract,
    traject: str,
    op: str,
    bron: str | None = None,
    extra: Mapping[str, Any] | None = None,
) -> None:
    """Sign a contract on the terms that the regime file gives its procedure.

    `bron` is the procedure of the file after which the story made a `traject` of its own.
    """
    regels = streek.regime.traject(bron or traject)
    percelen = [p for p in regels.percelen if p.code in contract.percelen]
    streek.boek.open(
        op=op,
        wie=streek.beheerder,
        ding=contract.ding,
        inhoud={
            "ingangsdatum": contract.van.isoformat(),
            "contractnummer": contract.nummer,
            "regioId": streek.regio_id,
            "aanbiederId": ding_id("aanbieders", contract.aanbieder),
            "trajectId": streek.id("inkooptrajecten", traject),
            "segment": contract.segment,
            "percelen": list(contract.percelen),
            "gemeenten": sorted({g for p in percelen for g in p.gemeenten}),
            "inkoopvorm": regels.inkoopvorm.waarde,
            "bekostigingsvorm": regels.bekostiging[0].vorm.waarde,
            "einddatum": regels.laatste_dag.isoformat() if regels.laatste_dag else None,
            "ondertekendOp": op,
            "eigenaar": f"contractteam {contract.segment}",
            "opzegregeling": opzegverzoek(regime=streek.regime, code=regels.code),
            "verlengingsopties": optieverzoek(regime=streek.regime, code=regels.code),
            "geraamdeJaarwaarde": f"{contract.jaarbedrag}.00",
            **(extra or {}),
        },
    )


def jaarbedragen(*, bedrag: int, jaren: Iterable[int]) -> list[dict[str, Any]]:
    """Give a sum of whole euros for each of some book years."""
    return [{"boekjaar": jaar, "bedrag": f"{bedrag}.00"} for jaar in jaren]


def taakbudgetten(*, contract: Contract, jaren: Iterable[int]) -> dict[str, Any]:
    """Give the part of a body by which a contract is paid a sum a year."""
    bedragen = jaarbedragen(bedrag=contract.jaarbedrag, jaren=jaren)
    return {"bekostigingsvorm": "TAAKGERICHT", "taakbudgetten": bedragen}
