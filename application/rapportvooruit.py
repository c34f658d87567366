"""What is still to come in a report: decision moments, extension options, ends and tacit renewals."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from application.rapportvraag import Bekend, Rapportvraag, Verwijzing
from domain.contract import CONTRACT
from domain.contractdelen import Beeindiging, Status
from domain.contractstand import Contractstand
from domain.feiten import Vormvast
from domain.inkooptraject import (
    INKOOPTRAJECT,
    Beslissing,
    Trajectstand,
    Uitkomst,
)
from domain.looptijd import Verlengingsoptie
from domain.trajectdelen import Beslismoment
from domain.waarden import Datum, Id, dag_voor

IN_WERKING = (Status.ACTIEF, Status.OPGEZEGD)


class Momentstand(StrEnum):
    """How a decision moment lies to the day asked."""

    KOMEND = "KOMEND"
    LOPEND = "LOPEND"
    GENOMEN = "GENOMEN"
    VERSTREKEN = "VERSTREKEN"
    """Its period is over and the register holds no decision."""


@dataclass(frozen=True, kw_only=True)
class Uitkomstregel(Vormvast):
    """A decision taken, over all or part of the contracts."""

    uitkomst: Uitkomst
    ingangsdatum: Datum
    segment: str | None
    percelen: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Momentregel(Vormvast):
    """A decision moment of a traject, with its outcome once there is one."""

    traject: str
    code: str
    omschrijving: str | None
    van: Datum | None
    tot_en_met: Datum | None
    orgaan: str | None
    stand: Momentstand
    uitkomsten: tuple[Uitkomstregel, ...]
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Contractnaam(Vormvast):
    """A contract behind a figure."""

    id: Id
    contractnummer: str
    aanbieder: str | None
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Optieregel(Vormvast):
    """An extension option still open: of a traject (no contracts named) or of the running contracts that share it."""

    traject: str
    segment: str | None
    tot_en_met: Datum
    lezing: str | None
    uitoefenen_van: Datum | None
    uitoefenen_tot_en_met: Datum | None
    aankondigen_uiterlijk: Datum | None
    verstreken: bool
    """The last day to act has passed without the option being exercised."""
    aantal: int | None
    """Running contracts that still have the option; None for that of the traject itself."""
    uitgeoefend: int | None
    """For an option of a traject: its running contracts that already run that far or further."""
    contracten: tuple[Contractnaam, ...]
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Eindregel(Vormvast):
    """Running contracts of a segment that reach the same end, and the last day on which that can be steered."""

    segment: str
    einddatum: Datum
    stilzwijgend: bool
    """It renews by itself unless notice is given in time."""
    opgezegd: bool
    uiterlijk_handelen: Datum | None
    aantal: int
    contracten: tuple[Contractnaam, ...]
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Vanzelf(Vormvast):
    """What happened in the book year without a fact of its own: a term that ended or renewed by itself."""

    soort: str
    """`BEEINDIGD` or `STILZWIJGEND_VERLENGD`."""
    dag: Datum
    """The last day, or the first day of the new term."""
    contractnummer: str
    aanbieder: str | None
    segment: str
    beeindiging: Beeindiging | None
    bronnen: tuple[Verwijzing, ...]


# --- decision moments --------------------------------------------------------------------------------------------


def beslismomenten(*, vraag: Rapportvraag, bekend: Bekend) -> tuple[Momentregel, ...]:
    """Give all decision moments up to the horizon, in order of time; those without a date last."""
    regels = [
        _moment(vraag, ding, traject, moment)
        for ding, traject in bekend.trajecten.items()
        for moment in traject.beslismomenten
        if (moment.van or moment.tot_en_met or vraag.horizon) <= vraag.horizon
    ]
    return tuple(
        sorted(regels, key=lambda r: (r.van or r.tot_en_met or date.max, r.traject, r.code))
    )


def _moment(
    vraag: Rapportvraag, ding: UUID, traject: Trajectstand, moment: Beslismoment
) -> Momentregel:
    genomen = [b for b in traject.beslissingen if b.beslismoment == moment.code]
    return Momentregel(
        traject=traject.naam,
        code=moment.code,
        omschrijving=moment.omschrijving,
        van=moment.van,
        tot_en_met=moment.tot_en_met,
        orgaan=moment.orgaan,
        stand=_momentstand(moment, genomen, vraag.reis.geldig_op),
        uitkomsten=tuple(
            Uitkomstregel(
                uitkomst=b.uitkomst,
                ingangsdatum=b.ingangsdatum,
                segment=b.segment,
                percelen=b.percelen,
            )
            for b in genomen
        ),
        bronnen=(vraag.journaal(traject.naam, INKOOPTRAJECT, ding),),
    )


def _momentstand(moment: Beslismoment, genomen: list[Beslissing], dag: date) -> Momentstand:
    if any(b.uitkomst is not Uitkomst.AANGEHOUDEN for b in genomen):
        return Momentstand.GENOMEN
    if moment.tot_en_met is not None and moment.tot_en_met < dag:
        return Momentstand.VERSTREKEN
    begonnen = moment.van is not None and moment.van <= dag
    return Momentstand.LOPEND if begonnen else Momentstand.KOMEND


# --- options and ends --------------------------------------------------------------------------------------------


def opties(*, vraag: Rapportvraag, bekend: Bekend) -> tuple[Optieregel, ...]:
    """Give the extension options up to the horizon: of the trajecten, and of the running contracts together."""
    regels = [*_trajectopties(vraag, bekend), *_contractopties(vraag, bekend)]
    binnen = [r for r in regels if (r.uitoefenen_van or r.tot_en_met) <= vraag.horizon]
    return tuple(
        sorted(
            binnen,
            key=lambda r: (
                r.tot_en_met,
                r.traject,
                r.segment or "",
                r.lezing or "",
                r.uitoefenen_van or date.min,
                r.uitoefenen_tot_en_met or date.max,
                r.aankondigen_uiterlijk or date.max,
            ),
        )
    )


def _trajectopties(vraag: Rapportvraag, bekend: Bekend) -> Iterator[Optieregel]:
    for ding, traject in bekend.trajecten.items():
        lopend = [c for c in _lopend(vraag, bekend).values() if c.traject_id == ding]
        for optie in traject.verlengingsopties:
            einden = [c.overeengekomen_einddatum(vraag.reis.geldig_op) for c in lopend]
            verder = [e for e in einden if e is None or e >= optie.tot_en_met]
            yield _optie(vraag, traject, None, optie, None, len(verder), ding, ())


def _contractopties(vraag: Rapportvraag, bekend: Bekend) -> Iterator[Optieregel]:
    groepen: dict[tuple[UUID, str, Verlengingsoptie], list[UUID]] = defaultdict(list)
    for ding, contract in _lopend(vraag, bekend).items():
        for optie in contract.verlengingsopties:
            groepen[contract.traject_id, contract.segment, optie].append(ding)
    for (traject_id, segment, optie), dingen in groepen.items():
        traject = bekend.trajecten.get(traject_id)
        namen = _namen(vraag, bekend, dingen)
        yield _optie(vraag, traject, segment, optie, len(dingen), None, traject_id, namen)


def _optie(  # noqa: PLR0917 - what an option shows is of eight kinds
    vraag: Rapportvraag,
    traject: Trajectstand | None,
    segment: str | None,
    optie: Verlengingsoptie,
    aantal: int | None,
    uitgeoefend: int | None,
    traject_id: UUID,
    contracten: tuple[Contractnaam, ...],
) -> Optieregel:
    bronnen = (
        (vraag.journaal("Inkooptraject", INKOOPTRAJECT, traject_id),)
        if segment is None
        else in_werking(vraag, {"trajectId": traject_id, "segment": segment})
    )
    return Optieregel(
        traject="onbekend" if traject is None else traject.naam,
        segment=segment,
        tot_en_met=optie.tot_en_met,
        lezing=optie.lezing,
        uitoefenen_van=optie.uitoefenen_van,
        uitoefenen_tot_en_met=optie.uitoefenen_tot_en_met,
        aankondigen_uiterlijk=optie.aankondigen_uiterlijk,
        verstreken=optie.uiterlijk is not None and optie.uiterlijk < vraag.reis.geldig_op,
        aantal=aantal,
        uitgeoefend=uitgeoefend,
        contracten=contracten,
        bronnen=bronnen,
    )


def eindes(*, vraag: Rapportvraag, bekend: Bekend) -> tuple[Eindregel, ...]:
    """Give when the running contracts end or renew, up to the horizon, taken together per segment and day."""
    dag = vraag.reis.geldig_op
    groepen: dict[tuple[date, str, bool, bool, date | None], list[UUID]] = defaultdict(list)
    for ding, contract in _lopend(vraag, bekend).items():
        einde = contract.einddatum(dag)
        if einde is not None and einde <= vraag.horizon:
            opgezegd = contract.laatste_dag is not None
            vanzelf = not opgezegd and contract.looptijd.verlengt_na(dag)
            uiterlijk = contract.uiterste_handelingsdatum(dag)
            groepen[einde, contract.segment, vanzelf, opgezegd, uiterlijk].append(ding)
    regels = [
        Eindregel(
            segment=segment,
            einddatum=einde,
            stilzwijgend=vanzelf,
            opgezegd=opgezegd,
            uiterlijk_handelen=uiterlijk,
            aantal=len(dingen),
            contracten=_namen(vraag, bekend, dingen),
            bronnen=in_werking(
                vraag, {"segment": segment, "eindigtVoor": einde + timedelta(days=1)}
            ),
        )
        for (einde, segment, vanzelf, opgezegd, uiterlijk), dingen in groepen.items()
    ]
    return tuple(
        sorted(
            regels,
            key=lambda r: (
                r.einddatum,
                r.segment,
                r.stilzwijgend,
                r.opgezegd,
                r.uiterlijk_handelen or date.max,
            ),
        )
    )


def vanzelf(*, vraag: Rapportvraag, bekend: Bekend) -> tuple[Vanzelf, ...]:
    """Give the terms that ended or renewed by themselves in the part of the book year looked at."""
    regels = [
        Vanzelf(
            soort=soort,
            dag=dag,
            contractnummer=contract.contractnummer,
            aanbieder=bekend.aanbieder(contract),
            segment=contract.segment,
            beeindiging=contract.beeindiging if soort == _EINDE else None,
            bronnen=(vraag.journaal(contract.contractnummer, CONTRACT, ding),),
        )
        for ding, contract in bekend.contracten.items()
        if vraag.raakt(contract.gemeenten)
        for soort, dag in _gebeurd(vraag, contract)
    ]
    return tuple(sorted(regels, key=lambda r: (r.dag, r.contractnummer, r.soort)))


_EINDE, _VERLENGD = "BEEINDIGD", "STILZWIJGEND_VERLENGD"


def _gebeurd(vraag: Rapportvraag, contract: Contractstand) -> Iterator[tuple[str, date]]:
    termijn = contract.looptijd.lopend_eind(dag_voor(vraag.eerste_dag))
    while termijn is not None and termijn <= vraag.laatste_dag:
        door = contract.laatste_dag is None or termijn <= contract.laatste_dag
        if not door or not contract.looptijd.verlengt_na(dag_voor(termijn)):
            break
        if termijn >= max(vraag.eerste_dag, contract.ingangsdatum):
            yield _VERLENGD, termijn
        termijn = contract.looptijd.lopend_eind(termijn)
    einde = contract.einddatum(vraag.reis.geldig_op)
    over = contract.status is Status.BEEINDIGD or (
        einde == vraag.reis.geldig_op and not _loopt_door(contract, einde)
    )
    if over and einde is not None and vraag.binnen(einde):
        yield _EINDE, einde


def _loopt_door(contract: Contractstand, einde: date) -> bool:
    return contract.laatste_dag is None and contract.looptijd.verlengt_na(einde)


def _lopend(vraag: Rapportvraag, bekend: Bekend) -> Mapping[UUID, Contractstand]:
    return {
        ding: c
        for ding, c in bekend.contracten.items()
        if c.status in IN_WERKING and vraag.raakt(c.gemeenten)
    }


def in_werking(
    vraag: Rapportvraag, filters: Mapping[str, object], *, dag: date | None = None
) -> tuple[Verwijzing, ...]:
    """Refer to the contracts in force: one list for each of the two statuses that have that meaning."""
    return tuple(
        vraag.lijst(titel, CONTRACT, {**filters, "status": status.value}, dag=dag)
        for titel, status in (("Actief", Status.ACTIEF), ("Opgezegd", Status.OPGEZEGD))
    )


def _namen(vraag: Rapportvraag, bekend: Bekend, dingen: Iterable[UUID]) -> tuple[Contractnaam, ...]:
    return tuple(
        Contractnaam(
            id=ding,
            contractnummer=bekend.contracten[ding].contractnummer,
            aanbieder=bekend.aanbieder(bekend.contracten[ding]),
            bronnen=(vraag.journaal(bekend.contracten[ding].contractnummer, CONTRACT, ding),),
        )
        for ding in dingen
    )
