"""All commands that follow from a regime file, in the order in which they are recorded, and what stays behind."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from application.regimeladen import BEWIJS, Achterblijver, Lading, Stap
from domain.beleidskader import KaderVastgesteld
from domain.inkooptraject import CriteriaVastgelegd
from infrastructure.regimeverzoeken import (
    Gemeentekeuze,
    Lichaam,
    gevuld,
    op_kalender,
    regioverzoek,
    trajectverzoek,
)
from infrastructure.regimevormen import (
    Alternatief,
    Besluit,
    Betrokken,
    Criteria,
    Deel,
    Gegeven,
    Kader,
    Lezing,
    Poort,
    Regime,
    Traject,
    eerste_dag,
    laatste_dag,
)

_NAAMRUIMTE = UUID("6f0f1d0a-54c6-4d2e-9d6e-3d5b1f1f7a01")
"""In which the codes of a file stand for things that have no id yet."""


def lading(*, regime: Regime, keuze: Gemeentekeuze) -> Lading:
    """Give every command that follows from a regime, and what stays behind in the file."""
    maker = _Maker(regime, keuze)
    stappen = tuple(maker.stappen())
    return Lading(regio=keuze.naam, stappen=stappen, achterblijvers=tuple(maker.achterblijvers()))


class _Maker:
    """Makes the commands of one regime for one choice of gemeenten."""

    def __init__(self, regime: Regime, keuze: Gemeentekeuze) -> None:
        self.regime, self.keuze = regime, keuze
        bron, begin = eerste_dag(moment=regime.regime.datum), regime.regio.ingangsdatum.waarde
        self.dag = max(bron or begin, begin)
        """The day of the source: on it the proposals, readings and assumptions were there."""

    def stappen(self) -> Iterator[Stap]:
        regime = self.regime
        verzoek = regioverzoek(regime=regime, keuze=self.keuze)
        yield self._stap("regio", "regio", "regio", self.keuze.naam, verzoek)
        for lezing in regime.lezingen:
            plek = f"lezingen.{lezing.code}"
            yield self._stap(plek, "lezing", lezing.code, lezing.zinsnede, self._lezing(lezing))
        for een in regime.onderstellingen:
            inhoud = self._met_regio(
                code=een.code, tekst=een.tekst, bron=", ".join(een.bron) or None
            )
            plek = f"onderstellingen.{een.code}"
            yield self._stap(plek, "onderstelling", een.code, een.tekst, inhoud)
        for kader in _voorgangers_eerst(regime.kaders):
            yield from self._kader(kader)
        for traject in regime.trajecten:
            yield from self._traject(traject)
        for besluit in regime.besluiten:
            plek, naam = f"besluiten.{besluit.code}", besluit.onderwerp.waarde
            yield self._stap(plek, "besluit", besluit.code, naam, self._besluit(besluit))

    def achterblijvers(self) -> Iterator[Achterblijver]:
        for code in self.regime.regio.gemeenten_demo.waarde:
            if code not in self.keuze.gemeenten:
                plek = f"regio.gemeenten_demo.{code}"
                yield Achterblijver(plek=plek, reden="er is geen gemeente voor gekozen")
        for traject in self.regime.trajecten:
            yield from self._van_traject(traject)
        for punt in self.regime.kalender:
            if not punt.traject or punt.moment.waarde is None:
                reden = "komt steeds terug" if punt.traject else "hoort bij geen traject"
                yield Achterblijver(plek=f"kalender.{punt.code}", reden=reden)
        for regeling in self.regime.regelingen:
            reden = "vraagt de toestemming van de raden; leg haar vast met dat besluit"
            yield Achterblijver(plek=f"regelingen.{regeling.code}", reden=reden)

    def _van_traject(self, traject: Traject) -> Iterator[Achterblijver]:
        pad = f"trajecten.{traject.code}"
        for perceel in traject.percelen:
            if not self.keuze.van(perceel.gemeenten):
                plek = f"{pad}.percelen.{perceel.code}"
                yield Achterblijver(plek=plek, reden="geen van zijn gemeenten doet mee")
        for criteria in traject.criteria:
            for eis in criteria.eisen:
                if not eis.verplicht:
                    plek = f"{pad}.criteria.{criteria.versie}.eisen.{eis.code}"
                    yield Achterblijver(plek=plek, reden="mag worden gevraagd, hoeft niet")

    # --- bodies ---

    def _lezing(self, lezing: Lezing) -> Lichaam:
        return self._met_regio(
            code=lezing.code,
            zinsnede=lezing.zinsnede,
            bron=", ".join(lezing.bron) or "aanname",
            gekozen=lezing.gekozen,
            stand=lezing.stand,
            alternatieven=[
                {"waarde": ander.waarde, "steun": ander.steun, "gevolg": ander.gevolg}
                for ander in lezing.alternatieven
            ],
            reden=lezing.reden,
        )

    def _kader(self, kader: Kader) -> Iterator[Stap]:
        """Give a frame, and its adoption when the source reports one."""
        plek, naam = f"kaders.{kader.code}", kader.naam.waarde
        begin = eerste_dag(moment=kader.vastgesteld)
        van = eerste_dag(moment=kader.van) or begin
        vast = kader.stand.waarde == "VASTGESTELD"
        inhoud = self._met_regio(
            naam=naam,
            geldigVan=van,
            geldigTotEnMet=laatste_dag(moment=kader.tot_en_met),
            voorgangerId=self._verwijzing("beleidskader", kader.voorganger),
            uitgangspunten=[
                {"code": u.code, "omschrijving": u.tekst} for u in kader.uitgangspunten
            ],
            rustOp=self._rust_op(kader),
        )
        inhoud |= gevuld(ingangsdatum=(begin or van) if vast else None)
        yield self._stap(plek, "beleidskader", kader.code, naam, inhoud)
        if vast:
            vastgesteld = self._vastgesteld(kader, laatste_dag(moment=kader.vastgesteld) or van)
            titel = f"{naam}: vastgesteld"
            yield self._stap(
                plek, "beleidskader", kader.code, titel, vastgesteld, pad=KaderVastgesteld.pad
            )

    def _vastgesteld(self, kader: Kader, dag: date | None) -> Lichaam:
        """Give the adoption; of a day that the source leaves open the last that can be."""
        organen = {orgaan.code: orgaan.naam for orgaan in self.regime.organen}
        wie = organen.get(kader.orgaan or "", "niet genoemd in de bron")
        moment = kader.vastgesteld
        precies = isinstance(moment, Gegeven) or (moment is not None and moment.precisie == "dag")
        return gevuld(
            ingangsdatum=dag,
            besluit=gevuld(orgaan=wie, datum=dag),
            reden=None if precies else "De bron geeft de dag niet; dit is de laatste die kan.",
        )

    def _traject(self, traject: Traject) -> Iterator[Stap]:
        plek, naam = f"trajecten.{traject.code}", traject.naam.waarde
        inhoud = trajectverzoek(
            regime=self.regime,
            code=traject.code,
            regio_id=str(self._id("regio", "regio")),
            keuze=self.keuze,
        )
        regels = [r for r in self.regime.regels if traject.code in r.trajecten]
        eigen = [getattr(traject, v) for v in type(traject).model_fields if v != "criteria"]
        kalender = op_kalender(regime=self.regime, code=traject.code)
        rust_op = self._rust_op(*eigen, *regels, *kalender)
        inhoud |= {"rustOp": rust_op} if rust_op else {}
        yield self._stap(plek, "inkooptraject", traject.code, naam, inhoud)
        for criteria in traject.criteria:
            onder = f"{plek}.criteria.{criteria.versie}"
            titel = f"{naam}: criteria {criteria.versie}"
            lichaam = self._criteria(criteria)
            yield self._stap(
                onder, "inkooptraject", traject.code, titel, lichaam, pad=CriteriaVastgelegd.pad
            )

    def _criteria(self, criteria: Criteria) -> Lichaam:
        eisen = []
        for eis in criteria.eisen:
            bewijs = eis.bewijs and gevuld(
                soort=eis.bewijs.soort,
                maximaleOuderdomMaanden=eis.bewijs.maximale_ouderdom_maanden,
            )
            if eis.verplicht:
                eisen.append(gevuld(code=eis.code, omschrijving=eis.omschrijving, bewijs=bewijs))
        return gevuld(
            ingangsdatum=eerste_dag(moment=criteria.van),
            versie=criteria.versie,
            eisen=eisen,
            rustOp=self._rust_op(criteria),
        )

    def _besluit(self, besluit: Besluit) -> Lichaam:
        betreft = gevuld(
            trajectIds=[self._verwijzing("inkooptraject", code) for code in besluit.trajecten],
            segmenten=list(besluit.segmenten),
            handelingen=list(besluit.handelingen),
        )
        inhoud = self._met_regio(
            onderwerp=besluit.onderwerp.waarde,
            kenmerk=besluit.code,
            indiener=None if besluit.indiener is None else besluit.indiener.waarde,
            kaderId=self._verwijzing("beleidskader", besluit.kader),
            betreft=betreft or None,
            betrokken=[self._betrokken(betrokken) for betrokken in besluit.betrokken],
            vroegsteWerking=eerste_dag(moment=besluit.vroegste_werking),
            poorten=[_poort(poort) for poort in besluit.poorten],
            alternatieven=[
                _alternatief(een)
                for een in self.regime.alternatieven
                if een.code in besluit.alternatieven
            ],
            rustOp=self._rust_op(
                besluit, lezingen=besluit.lezingen, onderstellingen=besluit.onderstellingen
            ),
        )
        inhoud["ingangsdatum"] = str(eerste_dag(moment=besluit.ingediend) or self.dag)
        return inhoud

    def _betrokken(self, betrokken: Betrokken) -> Lichaam:
        alle = betrokken.wie == "ALLE_GEMEENTEN"
        return gevuld(
            orgaan=betrokken.orgaan,
            naam=betrokken.naam,
            gemeenten=list(self.keuze.gemeenten.values()) if alle else [],
            rol=betrokken.rol.value,
            regel=betrokken.regel and betrokken.regel.value,
            uiterlijk=laatste_dag(moment=betrokken.uiterlijk),
        )

    # --- how things are named ---

    def _id(self, soort: str, code: str) -> UUID:
        return uuid5(_NAAMRUIMTE, f"{self.regime.code}/{soort}/{code}")

    def _verwijzing(self, soort: str, code: str | None) -> str | None:
        return None if code is None else str(self._id(soort, code))

    def _met_regio(self, **velden: Any) -> Lichaam:
        return gevuld(ingangsdatum=self.dag, regioId=self._verwijzing("regio", "regio"), **velden)

    def _rust_op(
        self, *delen: object, lezingen: Sequence[str] = (), onderstellingen: Sequence[str] = ()
    ) -> list[str]:
        """Give what stands for the readings and assumptions that parts of the file name, each once, in file order."""
        gevonden = set(_gronden(delen))
        gevonden |= {("lezing", code) for code in lezingen}
        gevonden |= {("onderstelling", code) for code in onderstellingen}
        bekend = [("lezing", lezing.code) for lezing in self.regime.lezingen]
        bekend += [("onderstelling", een.code) for een in self.regime.onderstellingen]
        return [str(self._id(*grond)) for grond in bekend if grond in gevonden]

    def _stap(
        self,
        plek: str,
        soort: str,
        code: str,
        naam: str,
        lichaam: Lichaam,
        *,
        pad: str = "POST",
    ) -> Stap:
        regel = self.regime.regelnummer(plek)
        return Stap(
            plek=plek,
            regel=regel,
            soort=soort,
            pad=pad,
            ding=self._id(soort, code),
            naam=naam,
            lichaam=lichaam | {"bewijs": [self._bewijs(regel)]},
        )

    def _bewijs(self, regel: int) -> Lichaam:
        """Give the file with the line from which a fact was made, so that it can be held beside it later."""
        return {
            "kenmerk": self.regime.code,
            "titel": f"{BEWIJS}, regel {regel}",
            "sha256": self.regime.sha256,
        }


def _poort(poort: Poort) -> Lichaam:
    return {
        "kanaal": poort.kanaal,
        "doelgroep": poort.doelgroep,
        "orgaan": poort.orgaan,
        "rol": poort.rol.value,
    }


def _alternatief(alternatief: Alternatief) -> Lichaam:
    return gevuld(
        code=alternatief.code,
        omschrijving=alternatief.tekst,
        gekozen=alternatief.gekozen,
        overweging=alternatief.overweging,
    )


def _gronden(deel: object) -> Iterator[tuple[str, str]]:
    """Walk a part and give every reading and assumption it names."""
    if isinstance(deel, tuple | list):
        for kind in deel:
            yield from _gronden(kind)
    if not isinstance(deel, Deel):
        return
    if deel.lezing is not None:
        yield "lezing", deel.lezing
    if deel.onderstelling is not None:
        yield "onderstelling", deel.onderstelling
    for veld in type(deel).model_fields:
        yield from _gronden(getattr(deel, veld))


def _voorgangers_eerst(kaders: Sequence[Kader]) -> Iterator[Kader]:
    """Give each frame after the one it succeeds; the reader has refused circles."""
    wacht = {kader.code: kader for kader in kaders}
    while wacht:
        for code in [c for c, kader in wacht.items() if kader.voorganger not in wacht]:
            yield wacht.pop(code)
