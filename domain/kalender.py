"""What has a day, over all kinds of things: when it can or must be done, by whom, and whether it is done or late."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.aanmelding import Aanmeldingstand, Aanmeldingstatus
from domain.beleidskader import Kaderstand, aansluitend, kadersignalen, opvolger
from domain.beleidskader import Status as Kaderstatus
from domain.besluit import Besluitstand, Stem
from domain.besluit import Status as Besluitstatus
from domain.besluitvereiste import Rol
from domain.fase import Fase, Precisie, Richting
from domain.inkooptraject import Beslissing, Trajectstand, Uitkomst, Vaststelling
from domain.leveringslijn import Lijnsoort, Lijnstand
from domain.regeling import VOORUIT, Regelingstand
from domain.trajectdelen import Beslismoment, Ronde
from domain.waarden import dag_na


class Itemsoort(StrEnum):
    """What kind of moment it is."""

    KALENDERPUNT = "KALENDERPUNT"
    BESLISMOMENT = "BESLISMOMENT"
    RONDE_SLUIT = "RONDE_SLUIT"
    RONDE_BESLIST = "RONDE_BESLIST"
    BESLUITTERMIJN = "BESLUITTERMIJN"
    KADER_EINDE = "KADER_EINDE"
    EVALUATIE = "EVALUATIE"
    REGELING_EINDE = "REGELING_EINDE"
    LEVERINGSLIJN_EINDE = "LEVERINGSLIJN_EINDE"


class Itemstand(StrEnum):
    """How a moment stands on a day."""

    GEDAAN = "GEDAAN"
    OPEN = "OPEN"
    """It can be done, and is not late."""
    TE_LAAT = "TE_LAAT"
    KOMEND = "KOMEND"


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A dated thing: `van`..`tot_en_met` are its first and last day (None: open), `fase` the moment as given.

    It can be done from `open_vanaf` on and is late after `uiterlijk` (None: never); done since `gedaan_op`.
    """

    code: str
    soort: Itemsoort
    wat: str
    van: date | None
    tot_en_met: date | None
    open_vanaf: date | None
    uiterlijk: date | None
    gedaan_op: date | None
    orgaan: str | None = None
    gemeente: str | None = None
    fase: Fase | None = None
    signaal: str | None = None
    """Code of the signaal that stands on the thing for it."""

    def stand_op(self, dag: date) -> Itemstand:
        """Tell how it stands on a day."""
        if self.gedaan_op is not None and self.gedaan_op <= dag:
            return Itemstand.GEDAAN
        if self.uiterlijk is not None and self.uiterlijk < dag:
            return Itemstand.TE_LAAT
        komt_nog = self.open_vanaf is not None and dag < self.open_vanaf
        return Itemstand.KOMEND if komt_nog else Itemstand.OPEN

    def te_laat_sinds(self, dag: date) -> date | None:
        """Give the first day on which it was late, also when it was done after that."""
        if self.uiterlijk is None or self.uiterlijk >= dag:
            return None
        op_tijd = self.gedaan_op is not None and self.gedaan_op <= self.uiterlijk
        return None if op_tijd else dag_na(self.uiterlijk)


def _op_dag(dag: date) -> Fase:
    return Fase(fase=dag.isoformat(), precisie=Precisie.DAG)


# --- a traject ---------------------------------------------------------------------------------------------------


def trajectmomenten(
    *,
    stand: Trajectstand,
    komend: Sequence[Ronde],
    aanmeldingen: Sequence[Aanmeldingstand],
    dag: date,
) -> Iterator[Moment]:
    """Give the planning, decision moments and rounds of a procedure; of a superseded one only what was done.

    `komend` are rounds that were already announced and open after `dag`.
    """
    momenten = [
        *_kalenderpunten(stand),
        *(
            beslismoment(stand=stand, moment=m)
            for m in stand.beslismomenten
            if m.van or m.tot_en_met
        ),
    ]
    for ronde in (*stand.rondes, *komend):
        van_ronde = [a for a in aanmeldingen if a.ronde == ronde.code]
        momenten += _ronde(ronde, van_ronde, dag)
    vervallen = stand.stand is Vaststelling.VERVALLEN
    yield from (m for m in momenten if m.gedaan_op is not None or not vervallen)


def _kalenderpunten(stand: Trajectstand) -> Iterator[Moment]:
    for punt in stand.kalender:
        van, tot_en_met = punt.moment.periode
        zonder_einde = punt.moment.richting is Richting.VANAF
        yield Moment(
            code=punt.code,
            soort=Itemsoort.KALENDERPUNT,
            wat=punt.omschrijving,
            orgaan=punt.orgaan,
            fase=punt.moment,
            van=van,
            tot_en_met=None if zonder_einde else tot_en_met,
            open_vanaf=van,
            uiterlijk=None if zonder_einde else punt.moment.uiterlijk,
            gedaan_op=punt.gedaan_op,
        )


def open_segmenten(*, stand: Trajectstand, moment: Beslismoment) -> tuple[str, ...]:
    """Give the segments that a decision moment has not decided on; putting off is not deciding."""
    genomen = _genomen(stand, moment)
    return tuple(s for s in stand.segmenten if not _beslist(stand, s, genomen))


def beslismoment(*, stand: Trajectstand, moment: Beslismoment) -> Moment:
    """Give a decision moment, done when every segment is decided on."""
    genomen = _genomen(stand, moment)
    open_ = open_segmenten(stand=stand, moment=moment)
    wat = moment.omschrijving or f"Beslismoment {moment.code}"
    if genomen and open_:
        wat += f"; nog te beslissen: {', '.join(open_)}"
    van = moment.van or moment.tot_en_met
    return Moment(
        code=moment.code,
        soort=Itemsoort.BESLISMOMENT,
        wat=wat,
        orgaan=moment.orgaan,
        van=van,
        tot_en_met=moment.tot_en_met,
        open_vanaf=van,
        uiterlijk=moment.tot_en_met,
        gedaan_op=None if open_ or not genomen else max(b.ingangsdatum for b in genomen),
    )


def _genomen(stand: Trajectstand, moment: Beslismoment) -> Sequence[Beslissing]:
    return [
        b
        for b in stand.beslissingen
        if b.beslismoment == moment.code and b.uitkomst is not Uitkomst.AANGEHOUDEN
    ]


def _beslist(stand: Trajectstand, segment: str, genomen: Sequence[Beslissing]) -> bool:
    """Tell whether decisions cover a segment: all, the segment itself, or each of its percelen."""
    if any(not b.percelen and b.segment in (None, segment) for b in genomen):
        return True
    percelen = {p.code for p in stand.percelen if p.segment == segment}
    return bool(percelen) and percelen <= {p for b in genomen for p in b.percelen}


def _ronde(ronde: Ronde, aanmeldingen: Sequence[Aanmeldingstand], dag: date) -> Iterator[Moment]:
    sluit, beslis = ronde.aanmelden_tot_en_met, ronde.beslissen_uiterlijk
    yield Moment(
        code=f"{ronde.code}/aanmelden",
        soort=Itemsoort.RONDE_SLUIT,
        wat=f"Aanmelden voor ronde {ronde.code} kan t/m {sluit}",
        van=ronde.ingangsdatum,
        tot_en_met=sluit,
        open_vanaf=ronde.ingangsdatum,
        uiterlijk=None,
        gedaan_op=dag_na(sluit),
    )
    weg = (Aanmeldingstatus.TOEKOMSTIG, Aanmeldingstatus.INGETROKKEN)
    tellen = [a for a in aanmeldingen if a.status not in weg]
    open_ = [a for a in tellen if a.open_percelen]
    laatste = max((u.ingangsdatum for a in tellen for u in a.uitkomsten), default=None)
    klaar = not open_ and sluit < dag
    nog = f"; nog {len(open_)} van {len(tellen)}" if open_ else ""
    yield Moment(
        code=f"{ronde.code}/beslissen",
        soort=Itemsoort.RONDE_BESLIST,
        wat=f"Beslissen op de aanmeldingen van ronde {ronde.code} uiterlijk {beslis}{nog}",
        fase=_op_dag(beslis),
        van=beslis,
        tot_en_met=beslis,
        open_vanaf=dag_na(sluit),
        uiterlijk=beslis,
        gedaan_op=max(laatste or dag_na(sluit), dag_na(sluit)) if klaar else None,
    )


# --- a besluit ---------------------------------------------------------------------------------------------------

_DOET: Mapping[Rol, str] = {
    Rol.BESLIST: "beslist over",
    Rol.STELT_VAST: "stelt vast:",
    Rol.TOESTEMMING: "geeft of weigert toestemming voor",
    Rol.WENSEN_EN_BEDENKINGEN: "kan wensen en bedenkingen geven over",
    Rol.ZIENSWIJZE: "kan een zienswijze geven over",
    Rol.ADVIES: "adviseert over",
    Rol.NEEMT_KENNIS: "neemt kennis van",
}


def besluitmomenten(*, stand: Besluitstand) -> Iterator[Moment]:
    """Give the deadline of each body; of a besluit that is off only what was done."""
    van_de_baan = stand.status in (Besluitstatus.VERWORPEN, Besluitstatus.INGETROKKEN)
    for stem in stand.betrokken:
        gedaan_op = _gedaan_op(stand, stem)
        if stem.uiterlijk is None or (van_de_baan and gedaan_op is None):
            continue
        yield Moment(
            code=f"{stem.rol.value.lower()}/{stem.wie}",
            soort=Itemsoort.BESLUITTERMIJN,
            wat=f"{stem.naam or stem.wie} {_DOET[stem.rol]} '{stand.onderwerp}'",
            orgaan=stem.orgaan,
            gemeente=stem.gemeente,
            fase=_op_dag(stem.uiterlijk),
            van=stem.uiterlijk,
            tot_en_met=stem.uiterlijk,
            open_vanaf=stand.ingangsdatum,
            uiterlijk=stem.uiterlijk,
            gedaan_op=gedaan_op,
        )


def _gedaan_op(stand: Besluitstand, stem: Stem) -> date | None:
    """Give the day on which a body answered: its uitspraak, or its first zienswijze (or word that none comes)."""
    dagen = [stem.datum] if stem.besloten and stem.datum is not None else []
    if stem.rol in (Rol.ZIENSWIJZE, Rol.WENSEN_EN_BEDENKINGEN):
        wie = (stem.orgaan, stem.gemeente)
        dagen += [z.datum for z in stand.zienswijzen if (z.orgaan, z.gemeente) == wie]
    return min(dagen, default=None)


# --- frames, regelingen, leveringslijnen -------------------------------------------------------------------------


def kadermomenten(
    *, stand: Kaderstand, opvolgers: Sequence[Kaderstand], dag: date
) -> Iterator[Moment]:
    """Give the end of an adopted frame; done when an adopted successor takes over."""
    laatste = stand.laatste_dag
    if laatste is None or not (stand.heeft_gegolden or stand.status is Kaderstatus.VASTGESTELD):
        return
    volgende = opvolger(opvolgers=opvolgers)
    gedaan_op = None
    if volgende is not None and volgende.vastgesteld_op is not None:
        op_tijd = aansluitend(stand=stand, opvolgers=opvolgers) is not None
        overgenomen = max(volgende.geldig_van, volgende.vastgesteld_op)
        gedaan_op = volgende.vastgesteld_op if op_tijd else overgenomen
    signalen = [s.code for s in kadersignalen(stand=stand, opvolgers=opvolgers, dag=dag)]
    vervolg = f"'{volgende.naam}' volgt het op" if volgende else "er is geen vastgestelde opvolger"
    yield Moment(
        code="kader-einde",
        soort=Itemsoort.KADER_EINDE,
        wat=f"Het kader '{stand.naam}' geldt t/m {laatste}; {vervolg}",
        fase=_op_dag(laatste),
        van=laatste,
        tot_en_met=laatste,
        open_vanaf=stand.geldig_van,
        uiterlijk=laatste,
        gedaan_op=gedaan_op,
        signaal=signalen[0] if signalen else None,
    )


def regelingmomenten(*, stand: Regelingstand) -> Iterator[Moment]:
    """Give the evaluations of a regeling and its end, which with an option is open a year before."""
    for gehouden in stand.evaluaties:
        fase = gehouden.uiterlijk or _op_dag(gehouden.ingangsdatum)
        yield _evaluatie(stand, f"evaluatie/{gehouden.plaats}", fase, gehouden.ingangsdatum)
    if stand.evaluatie_uiterlijk is not None:
        yield _evaluatie(stand, "evaluatie", stand.evaluatie_uiterlijk, None)
    einde, optie = stand.einddatum, stand.open_optie
    if einde is None:
        return
    vervolg = "" if optie is None else "; de optie om te verlengen is niet gebruikt"
    yield Moment(
        code="regeling-einde",
        soort=Itemsoort.REGELING_EINDE,
        wat=f"De regeling '{stand.naam}' loopt t/m {einde}{vervolg}",
        fase=_op_dag(einde),
        van=einde,
        tot_en_met=einde,
        open_vanaf=einde if optie is None else einde - VOORUIT,
        uiterlijk=None,
        gedaan_op=dag_na(einde),
    )


def _evaluatie(stand: Regelingstand, code: str, fase: Fase, gedaan_op: date | None) -> Moment:
    van, tot_en_met = fase.periode
    return Moment(
        code=code,
        soort=Itemsoort.EVALUATIE,
        wat=f"Evaluatie van '{stand.naam}'",
        fase=fase,
        van=van,
        tot_en_met=tot_en_met,
        open_vanaf=van,
        uiterlijk=fase.uiterlijk,
        gedaan_op=gedaan_op,
    )


_LIJN: Mapping[Lijnsoort, str] = {
    Lijnsoort.SUBSIDIE: "Subsidie",
    Lijnsoort.EIGEN_BEHEER: "Eigen beheer",
}


def lijnmomenten(*, stand: Lijnstand) -> Iterator[Moment]:
    """Give the end of a line; of a subsidy it is done once the sum is set, by no fixed day (Awb 4:44)."""
    einde = stand.einddatum
    if einde is None:
        return
    gedaan_op = stand.ingetrokken_per
    if gedaan_op is None and stand.lijnsoort is Lijnsoort.EIGEN_BEHEER:
        gedaan_op = dag_na(einde)
    if stand.vaststelling is not None:
        gedaan_op = stand.vaststelling.ingangsdatum
    vervolg = "" if stand.ingetrokken_per is None else f"; ingetrokken per {stand.ingetrokken_per}"
    if stand.lijnsoort is Lijnsoort.SUBSIDIE and gedaan_op is None:
        vervolg = "; daarna volgt de vaststelling"
    wat = f"{_LIJN[stand.lijnsoort]} {stand.kenmerk}"
    yield Moment(
        code="leveringslijn-einde",
        soort=Itemsoort.LEVERINGSLIJN_EINDE,
        wat=f"{wat} loopt t/m {einde}{vervolg}",
        fase=_op_dag(einde),
        van=einde,
        tot_en_met=einde,
        open_vanaf=einde,
        uiterlijk=None,
        gedaan_op=gedaan_op,
    )
