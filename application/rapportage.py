"""The content of the council report: everything a raad needs of one regio or gemeente in one book year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from application import rapportvooruit as vooruit
from application.fouten import BestaatNiet
from application.rapportdoelen import Doelregel, doelen
from application.rapportfeiten import (
    Afwijkingregel,
    Correctieregel,
    Feitengroep,
    Feitregel,
    Rapportfeiten,
)
from application.rapportgeld import Concentratie, Geld, boekingsommen, concentratie, geld
from application.rapportvooruit import (
    IN_WERKING,
    Eindregel,
    Momentregel,
    Optieregel,
    Vanzelf,
    in_werking,
)
from application.rapportvraag import Bekend, Rapportvraag, Verwijzing
from application.register import Tijdreis
from application.toegang import Gebruiker, Recht
from application.vragen import Vragen
from domain.contractdelen import Status
from domain.contractstand import Contractstand
from domain.feiten import Vormvast
from domain.regio import REGIO
from domain.waarden import Datum, Id


@dataclass(frozen=True, kw_only=True)
class Regionaam(Vormvast):
    """The regio reported on, with the gemeenten that take part on the day asked."""

    id: Id
    naam: str
    gemeenten: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Aantallen(Vormvast):
    """Contracts in force on a day (ACTIEF or OPGEZEGD) and the different aanbieders they are with."""

    dag: Datum
    aanbieders: int
    contracten: int
    opgezegd: int
    bronnen: tuple[Verwijzing, ...]


@dataclass(frozen=True, kw_only=True)
class Segmentregel(Vormvast):
    """A segment, or all of them together (None), at the start of the book year and on the day asked."""

    segment: str | None
    begin: Aantallen | None
    """None when the day asked is not after the first day of the book year."""
    nu: Aantallen


@dataclass(frozen=True, kw_only=True)
class Raadsrapport(Vormvast):
    """The whole report; the same question gives the same content for ever."""

    regio: Regionaam
    gemeente: str | None
    boekjaar: int
    horizon: Datum
    logpositie: int
    """Position of the newest entry of the log at beschikbaarOp."""
    segmenten: tuple[Segmentregel, ...]
    totaal: Segmentregel
    gebeurtenissen: tuple[Feitengroep, ...]
    vanzelf: tuple[Vanzelf, ...]
    correcties: tuple[Correctieregel, ...]
    nagekomen: tuple[Feitregel, ...]
    afwijkingen: tuple[Afwijkingregel, ...]
    aangekondigd: tuple[Feitregel, ...]
    doelen: tuple[Doelregel, ...]
    """Empty when no goals are recorded."""
    beslismomenten: tuple[Momentregel, ...]
    opties: tuple[Optieregel, ...]
    eindes: tuple[Eindregel, ...]
    geld: Geld
    concentratie: Concentratie
    bronnen: tuple[Verwijzing, ...]


def raadsrapport(
    *,
    vragen: Vragen,
    regio_id: UUID,
    gemeente: str | None,
    boekjaar: int | None,
    reis: Tijdreis,
    gebruiker: Gebruiker,
) -> Raadsrapport:
    """Make the report of a regio, or of one gemeente in it; the book year defaults to that of the day asked.

    Raises BestaatNiet when the regio was not known then or lies out of scope, or the gemeente never takes part.
    """
    gebruiker.eis(Recht.LEZEN)
    vraag = Rapportvraag(
        vragen=vragen,
        regio_id=regio_id,
        gemeente=gemeente,
        boekjaar=reis.geldig_op.year if boekjaar is None else boekjaar,
        reis=reis,
        blik=gebruiker.blik,
    )
    bekend = vraag.laad()
    if bekend is None:
        raise BestaatNiet(
            f"De gevraagde versie bestaat niet: regio {regio_id} was toen niet bekend."
        )
    feiten = Rapportfeiten(vraag=vraag, bekend=bekend)
    if gemeente is not None and not feiten.ooit_deelnemer(gemeente):
        raise BestaatNiet(f"Gemeente {gemeente} neemt volgens het register niet deel aan de regio.")
    return _rapport(vraag, bekend, feiten)


def _rapport(vraag: Rapportvraag, bekend: Bekend, feiten: Rapportfeiten) -> Raadsrapport:
    sommen = boekingsommen(vraag=vraag, bekend=bekend)
    segmenten = _segmenten(vraag, bekend)
    return Raadsrapport(
        regio=Regionaam(
            id=vraag.regio_id, naam=bekend.regio.naam, gemeenten=bekend.regio.gemeenten
        ),
        gemeente=vraag.gemeente,
        boekjaar=vraag.boekjaar,
        horizon=vraag.horizon,
        logpositie=vraag.vragen.positie(tot=vraag.reis.beschikbaar_op),
        segmenten=segmenten,
        totaal=_segment(vraag, bekend, None),
        gebeurtenissen=feiten.jaar(),
        vanzelf=vooruit.vanzelf(vraag=vraag, bekend=bekend),
        correcties=feiten.correcties(),
        nagekomen=feiten.nagekomen(),
        afwijkingen=feiten.afwijkingen(),
        aangekondigd=feiten.aangekondigd(),
        doelen=doelen(vraag=vraag, bekend=bekend),
        beslismomenten=vooruit.beslismomenten(vraag=vraag, bekend=bekend),
        opties=vooruit.opties(vraag=vraag, bekend=bekend),
        eindes=vooruit.eindes(vraag=vraag, bekend=bekend),
        geld=geld(vraag=vraag, bekend=bekend, sommen=sommen),
        concentratie=concentratie(vraag=vraag, bekend=bekend, sommen=sommen),
        bronnen=_bronnen(vraag),
    )


def _bronnen(vraag: Rapportvraag) -> tuple[Verwijzing, ...]:
    filters = (("regioId", str(vraag.regio_id)), ("jaar", str(vraag.boekjaar)))
    return (
        vraag.journaal("De regio", REGIO, vraag.regio_id),
        Verwijzing(
            titel="Alle afwijkingen van de regio in het boekjaar",
            verzameling="afwijkingen",
            filters=filters,
            geldig_op=vraag.reis.geldig_op,
        ),
    )


# --- counts ------------------------------------------------------------------------------------------------------


def _segmenten(vraag: Rapportvraag, bekend: Bekend) -> tuple[Segmentregel, ...]:
    """Give every segment of the trajecten and of contracts in force, also one without contracts."""
    lopend = [
        c
        for c in (*bekend.contracten.values(), *bekend.begin.values())
        if c.status in IN_WERKING and vraag.raakt(c.gemeenten)
    ]
    namen = {s for t in bekend.trajecten.values() for s in t.segmenten}
    namen |= {c.segment for c in lopend}
    return tuple(_segment(vraag, bekend, naam) for naam in sorted(namen))


def _segment(vraag: Rapportvraag, bekend: Bekend, segment: str | None) -> Segmentregel:
    later = vraag.reis.geldig_op > vraag.eerste_dag
    return Segmentregel(
        segment=segment,
        begin=_tel(vraag, bekend.begin, segment, vraag.eerste_dag) if later else None,
        nu=_tel(vraag, bekend.contracten, segment, vraag.reis.geldig_op),
    )


def _tel(
    vraag: Rapportvraag, contracten: Mapping[UUID, Contractstand], segment: str | None, dag: date
) -> Aantallen:
    geteld = [
        c
        for c in contracten.values()
        if c.status in IN_WERKING and segment in {None, c.segment} and vraag.raakt(c.gemeenten)
    ]
    filters = {} if segment is None else {"segment": segment}
    return Aantallen(
        dag=dag,
        aanbieders=len({c.aanbieder_id for c in geteld}),
        contracten=len(geteld),
        opgezegd=sum(c.status is Status.OPGEZEGD for c in geteld),
        bronnen=in_werking(vraag, filters, dag=dag),
    )
