"""One admission round as it went: who applied, what each was held to with which evidence, and was it the same for all.

The proof of equal treatment (gelijkheidsbeginsel, S1:1089-1091): every applicant, the version of the criteria, each
demand with its judgement and the evidence on the day of the decision, the outcome and its legal term, the days taken.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from application.fouten import BestaatNiet
from application.register import Tijdreis
from application.toegang import Gebruiker, Recht
from application.vragen import Gevonden, Vragen
from domain.aanbieder import AANBIEDER
from domain.aanmelding import (
    AANMELDING,
    Aanmeldingstand,
    Aanmeldingstatus,
    Besluituitkomst,
)
from domain.aanmeldingomgeving import (
    AANMELDING_BUITEN_RONDE,
    ANDERE_CRITERIAVERSIE,
    EIS_NIET_BEOORDEELD,
    criteria_van,
    tegengronden,
    uitslagen,
)
from domain.criteria import Bewijsstand, Eis, Stuk
from domain.feiten import Vormvast
from domain.inkooptraject import INKOOPTRAJECT, Trajectstand
from domain.trajectdelen import Ronde, Rondegegevens
from domain.waarden import Code, Datum, Id, JaNee, Tekst, Teller

# --- what is told ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Benoemd(Vormvast):
    """A thing with its name; None when the register does not hold it at the pair."""

    id: Id
    naam: Tekst | None


@dataclass(frozen=True, kw_only=True)
class Eisregel(Vormvast):
    """One demand for one applicant; `bewijs` is how its evidence stood on `peildag`, None when none is asked."""

    eis: Code
    omschrijving: Tekst
    voldaan: JaNee | None
    toelichting: Tekst | None
    stuk: Stuk | None
    bewijs: Bewijsstand | None


@dataclass(frozen=True, kw_only=True)
class Rondeuitkomst(Vormvast):
    """An outcome with the days between it and the last day to go against it."""

    uitkomst: Code
    ingangsdatum: Datum
    percelen: tuple[Code, ...]
    redenen: tuple[Tekst, ...]
    bezwaar_tot_en_met: Datum | None
    bezwaardagen: Teller | None


@dataclass(frozen=True, kw_only=True)
class Aanmeldingregel(Vormvast):
    """One applicant. `dagen` counts from receipt to the last outcome or withdrawal, or while open to the day asked."""

    id: Id
    aanbieder: Benoemd
    ontvangen_op: Datum
    binnen_ronde: JaNee
    percelen: tuple[Code, ...]
    open_percelen: tuple[Code, ...]
    status: Aanmeldingstatus
    criteriaversie: Code | None
    beoordeeld_op: Datum | None
    peildag: Datum
    """The day of the first outcome, or while open the day asked: evidence is judged as it stood then."""
    oordelen: tuple[Eisregel, ...]
    uitkomsten: tuple[Rondeuitkomst, ...]
    dagen: Teller
    dagen_te_laat: Teller


@dataclass(frozen=True, kw_only=True)
class Verschilregel(Vormvast):
    """A way in which one applicant was treated otherwise than the round or the others ask."""

    code: Code
    titel: Tekst
    aanmelding_id: Id
    aanbieder: Tekst | None
    detail: Tekst
    grond: Tekst | None
    """Which demands it is about: not every reader sees that."""


@dataclass(frozen=True, kw_only=True)
class Toelatingsronde(Rondegegevens):
    """A round with all its applicants at a pair of moments."""

    traject: Benoemd
    aanmelden_van: Datum
    eisen: tuple[Eis, ...]
    aantal: Teller
    per_status: Mapping[str, int]
    aanmeldingen: tuple[Aanmeldingregel, ...]
    gelijk_behandeld: JaNee
    verschillen: tuple[Verschilregel, ...]


# --- how it is found ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class _Geval:
    """One applicant with what it is held against."""

    ding: UUID
    stand: Aanmeldingstand
    naam: str | None
    ronde: Ronde
    traject: Trajectstand
    dag: date

    @property
    def laatste_dag(self) -> date:
        """The day of the last outcome or of the withdrawal, or while a lot is open the day asked."""
        if self.stand.ingetrokken_op is not None:
            return self.stand.ingetrokken_op
        if self.stand.uitkomsten and not self.stand.open_percelen:
            return max(u.ingangsdatum for u in self.stand.uitkomsten)
        return max(self.dag, self.stand.ingangsdatum)

    @property
    def dagen_te_laat(self) -> int:
        """How many days after the last day of the round was decided, or is waited still; 0 when taken back."""
        if self.stand.status is Aanmeldingstatus.INGETROKKEN:
            return 0
        return max(0, (self.laatste_dag - self.ronde.beslissen_uiterlijk).days)


def toelatingsronde(
    *, vragen: Vragen, traject_id: UUID, ronde: str, reis: Tijdreis, gebruiker: Gebruiker
) -> Toelatingsronde:
    """Give a round at a pair of moments; raises BestaatNiet when traject or round was not there or is out of scope.

    An applicant is in it when its application names the round and had come in by the day asked.
    """
    gebruiker.eis(Recht.LEZEN)
    blik = gebruiker.blik
    traject = vragen.stand(soort=INKOOPTRAJECT, ding=traject_id, reis=reis, blik=blik)
    if traject is None:
        raise BestaatNiet(
            f"De gevraagde versie bestaat niet: traject {traject_id} was toen niet bekend."
        )
    gevonden_ronde = traject.ronde(ronde)
    if gevonden_ronde is None:
        raise BestaatNiet(
            f"Traject {traject.naam} heeft op {reis.geldig_op} geen ronde {ronde}; kijk bij de rondes van het traject."
        )
    filters = {"trajectId": traject_id, "ronde": ronde}
    gevonden = vragen.lijst(soort=AANMELDING, filters=filters, reis=reis, blik=blik).items
    aanbieders = vragen.standen(
        soort=AANBIEDER,
        dingen=sorted({g.stand.aanbieder_id for g in gevonden}),
        reis=reis,
        blik=blik,
    )
    namen = {ding: stand.naam for ding, stand in aanbieders.items()}
    gevallen = [
        _geval(g, gevonden_ronde, traject, namen, reis.geldig_op)
        for g in gevonden
        if g.stand.status is not Aanmeldingstatus.TOEKOMSTIG
    ]
    return _verslag(traject_id, traject, gevonden_ronde, gevallen)


def _geval(
    gevonden: Gevonden[Aanmeldingstand],
    ronde: Ronde,
    traject: Trajectstand,
    namen: Mapping[UUID, str],
    dag: date,
) -> _Geval:
    stand = gevonden.stand
    naam = namen.get(stand.aanbieder_id)
    return _Geval(ding=gevonden.ding, stand=stand, naam=naam, ronde=ronde, traject=traject, dag=dag)


def _verslag(
    traject_id: UUID, traject: Trajectstand, ronde: Ronde, gevallen: Sequence[_Geval]
) -> Toelatingsronde:
    verschillen = tuple(_verschillen(gevallen))
    criteria = traject.criteriaversie(ronde.criteriaversie)
    return Toelatingsronde(
        traject=Benoemd(id=traject_id, naam=traject.naam),
        code=ronde.code,
        aanmelden_van=ronde.ingangsdatum,
        aanmelden_tot_en_met=ronde.aanmelden_tot_en_met,
        beslissen_uiterlijk=ronde.beslissen_uiterlijk,
        criteriaversie=ronde.criteriaversie,
        ingang_per=ronde.ingang_per,
        eisen=() if criteria is None else criteria.eisen,
        aantal=len(gevallen),
        per_status=dict(sorted(Counter(g.stand.status.value for g in gevallen).items())),
        aanmeldingen=tuple(_regel(g) for g in gevallen),
        gelijk_behandeld=not verschillen,
        verschillen=verschillen,
    )


def _regel(geval: _Geval) -> Aanmeldingregel:
    stand, beoordeling = geval.stand, geval.stand.beoordeling
    dagen = [u.ingangsdatum for u in stand.uitkomsten]
    peildag = min(dagen, default=geval.laatste_dag)
    return Aanmeldingregel(
        id=geval.ding,
        aanbieder=Benoemd(id=stand.aanbieder_id, naam=geval.naam),
        ontvangen_op=stand.ingangsdatum,
        binnen_ronde=geval.ronde.open_op(stand.ingangsdatum),
        percelen=stand.percelen,
        open_percelen=stand.open_percelen,
        status=stand.status,
        criteriaversie=None if beoordeling is None else beoordeling.criteriaversie,
        beoordeeld_op=None if beoordeling is None else beoordeling.ingangsdatum,
        peildag=peildag,
        oordelen=tuple(_eisregels(geval, peildag)),
        uitkomsten=tuple(_rondeuitkomst(u) for u in stand.uitkomsten),
        dagen=(geval.laatste_dag - stand.ingangsdatum).days,
        dagen_te_laat=geval.dagen_te_laat,
    )


def _eisregels(geval: _Geval, peildag: date) -> Iterator[Eisregel]:
    criteria = criteria_van(stand=geval.stand, traject=geval.traject)
    for uitslag in uitslagen(stand=geval.stand, criteria=criteria, dag=peildag):
        oordeel, stuk = uitslag.oordeel, uitslag.stuk
        yield Eisregel(
            eis=uitslag.eis.code,
            omschrijving=uitslag.eis.omschrijving,
            voldaan=None if oordeel is None else oordeel.voldaan,
            toelichting=None if oordeel is None else oordeel.toelichting,
            stuk=stuk,
            bewijs=uitslag.bewijs,
        )


def _rondeuitkomst(uitkomst: Besluituitkomst) -> Rondeuitkomst:
    return Rondeuitkomst(
        uitkomst=uitkomst.uitkomst.value,
        ingangsdatum=uitkomst.ingangsdatum,
        percelen=uitkomst.percelen,
        redenen=uitkomst.redenen,
        bezwaar_tot_en_met=uitkomst.bezwaar_tot_en_met,
        bezwaardagen=_bezwaardagen(uitkomst),
    )


def _bezwaardagen(uitkomst: Besluituitkomst) -> int | None:
    einde = uitkomst.bezwaar_tot_en_met
    return None if einde is None else (einde - uitkomst.ingangsdatum).days


# --- was it the same for all -------------------------------------------------------------------------------------


def _verschillen(gevallen: Sequence[_Geval]) -> Iterator[Verschilregel]:
    """Give every difference in the order of the applicants; an application taken back counts for nothing."""
    tellen = [g for g in gevallen if g.stand.status is not Aanmeldingstatus.INGETROKKEN]
    termijn = _gewone_termijn(tellen)
    for geval in tellen:
        for code, titel, detail, grond in (
            *_van_de_ronde(geval),
            *_van_de_beslissing(geval),
            *_van_de_termijn(geval, termijn),
        ):
            yield Verschilregel(
                code=code,
                titel=titel,
                aanmelding_id=geval.ding,
                aanbieder=geval.naam,
                detail=detail,
                grond=grond,
            )


Verschil = tuple[str, str, str, str | None]
"""Code, title, detail and grond."""


def _van_de_ronde(geval: _Geval) -> Iterator[Verschil]:
    ronde, stand = geval.ronde, geval.stand
    positief = any(u.uitkomst.positief for u in stand.uitkomsten)
    if positief and not ronde.open_op(stand.ingangsdatum):
        regel = AANMELDING_BUITEN_RONDE
        detail = f"Ontvangen op {stand.ingangsdatum}, buiten de ronde, en toch meegenomen."
        yield regel.code, regel.titel, detail, None
    versie = stand.beoordeling.criteriaversie if stand.beoordeling else ronde.criteriaversie
    if versie != ronde.criteriaversie:
        regel = ANDERE_CRITERIAVERSIE
        detail = f"Beoordeeld op versie {versie}, de ronde op {ronde.criteriaversie}."
        yield regel.code, regel.titel, detail, None
    if geval.dagen_te_laat:
        wat = "nog niet beslist" if stand.open_percelen else f"beslist op {geval.laatste_dag}"
        dagen = "1 dag" if geval.dagen_te_laat == 1 else f"{geval.dagen_te_laat} dagen"
        detail = f"Uiterlijk {ronde.beslissen_uiterlijk}, {wat}: {dagen} te laat."
        yield "te-laat-beslist", "Niet binnen de termijn van de ronde beslist", detail, None


def _van_de_beslissing(geval: _Geval) -> Iterator[Verschil]:
    """Name what spoke against an outcome in the aanbieder's favour, and demands skipped in what was decided on."""
    for uitkomst in geval.stand.uitkomsten:
        if uitkomst.uitkomst.positief:
            detail = f"Toch {uitkomst.uitkomst} op {uitkomst.ingangsdatum}."
            for regel, grond in tegengronden(
                stand=geval.stand, traject=geval.traject, uitkomst=uitkomst
            ):
                yield regel.code, regel.titel, detail, grond
    overgeslagen = _overgeslagen(geval)
    if overgeslagen:
        regel, grond = EIS_NIET_BEOORDEELD, f"Niet beoordeeld: {', '.join(overgeslagen)}."
        detail = "Afgewezen zonder dat alle eisen zijn beoordeeld."
        yield regel.code, regel.titel, detail, grond


def _overgeslagen(geval: _Geval) -> tuple[str, ...]:
    """Give the demands skipped in the assessment of who came in for no lot at all."""
    stand, beoordeling = geval.stand, geval.stand.beoordeling
    in_voor_iets = any(u.uitkomst.positief for u in stand.uitkomsten)
    if beoordeling is None or in_voor_iets or not stand.uitkomsten:
        return ()
    criteria = geval.traject.criteriaversie(beoordeling.criteriaversie)
    codes = () if criteria is None else criteria.eiscodes
    return tuple(code for code in codes if beoordeling.oordeel(code) is None)


def _gewone_termijn(gevallen: Sequence[_Geval]) -> int | None:
    """Give the term that most refusals of the round got, the longest of equals; None without refusals."""
    termijnen = Counter(
        dagen
        for g in gevallen
        for u in g.stand.uitkomsten
        if not u.uitkomst.positief and (dagen := _bezwaardagen(u)) is not None
    )
    return max(termijnen, key=lambda dagen: (termijnen[dagen], dagen), default=None)


def _van_de_termijn(geval: _Geval, termijn: int | None) -> Iterator[Verschil]:
    for uitkomst in geval.stand.uitkomsten:
        dagen = _bezwaardagen(uitkomst)
        if not uitkomst.uitkomst.positief and dagen != termijn:
            detail = f"{dagen} dagen om tegen de afwijzing op te komen, anderen {termijn}."
            yield "termijn-verschilt", "Een andere termijn dan de anderen", detail, None
