"""The legality meter: each change of a contract against Aanbestedingswet 2012 art. 2.163b-g, and the room that is left.

A signal, not a legal judgement: whether the general nature of the contract stays the same, whether a clause is clear
enough and whether something could be foreseen is for people to say.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from domain.contractdelen import Wijzigingsgrond
from domain.contractfeiten import ContractGeindexeerd, ContractGesloten
from domain.contractstand import Contractstand
from domain.contractwijzigingen import Wijziging, Wijzigingsoort, maal
from domain.drempelbedragen import Drempel, Grens, drempel, grens
from domain.tijdlijn import Verloop
from domain.wijzigingsdelen import (
    ARTIKELEN,
    Anders,
    Basis,
    Basissoort,
    Getoetst,
    Regime,
    Ruimte,
    Ruimten,
    Toets,
)

_AANKONDIGEN = frozenset({Wijzigingsgrond.AANVULLEND, Wijzigingsgrond.ONVOORZIEN})
"""Grounds whose use is announced (Richtlijn 2014/24/EU art. 72 lid 1; notice subtype 38)."""


_BUITEN_2163 = {
    Regime.TOELATING: (
        Toets.NIET_VAN_TOEPASSING,
        "De aanbieder is toegelaten, niet gegund: artikel 2.163 geldt niet, het contract zelf wel.",
    ),
    Regime.SUBSIDIE: (
        Toets.NIET_VAN_TOEPASSING,
        "Dit is een subsidie, geen overheidsopdracht: artikel 2.163 geldt niet.",
    ),
    Regime.INBESTEDING: (
        Toets.NIET_VAN_TOEPASSING,
        "Dit is inbesteding, geen overheidsopdracht: artikel 2.163 geldt niet.",
    ),
    Regime.ONBEKEND: (
        Toets.ONBEKEND,
        "Op welke grondslag de aanbieder levert, is niet bekend; dus ook niet of artikel 2.163 geldt.",
    ),
}
"""What is said of every change under these rules."""
_ZONDER_GRENS = {
    Wijzigingsgrond.VERVANGING: "Een andere opdrachtnemer in de plaats (2.163f): daarvoor geldt geen grens in geld.",
    Wijzigingsgrond.NIET_WEZENLIJK: "Een niet-wezenlijke wijziging (2.163g): een open norm zonder grens in geld. Ga "
    "eerst na of een andere grond past.",
}
"""Grounds without a limit in money, and what is said of them."""


@dataclass(frozen=True, kw_only=True)
class Uitgangspunt:
    """What the changes of a contract are held against, as known on the day `bekend`."""

    regime: Regime
    gesloten: ContractGesloten
    indexeringen: tuple[tuple[date, Fraction], ...]
    """The day and the factor of each indexation that raised the tariffs."""
    bekend: date

    def basis(self, dag: date) -> Basis:
        """Give the basis on a day: the indexed value once there has been an indexation."""
        factor = Fraction(1)
        for per, een in self.indexeringen:
            factor *= een if per <= dag else 1
        waarde = self.gesloten.oorspronkelijke_waarde
        soort = Basissoort.OORSPRONKELIJK if factor == 1 else Basissoort.GEINDEXEERD
        bedrag = None if waarde is None else maal(centen=waarde, factor=factor)
        return Basis(soort=soort, bedrag=bedrag)

    def andere_basis(self, dag: date) -> Basis | None:
        """Give the original value where the indexed one was the basis."""
        waarde = self.gesloten.oorspronkelijke_waarde
        if waarde is None or self.basis(dag).soort is Basissoort.OORSPRONKELIJK:
            return None
        return Basis(soort=Basissoort.OORSPRONKELIJK, bedrag=waarde)

    def drempel(self, dag: date) -> Drempel | None:
        """Give the threshold for small changes on a day."""
        soort = self.regime.drempelsoort
        return None if soort is None else drempel(soort=soort, dag=dag, bekend=self.bekend)

    def grens(self, grond: Wijzigingsgrond, dag: date) -> Grens | None:
        """Give the share that a ground allows on a day."""
        return grens(grond=grond, dag=dag, bekend=self.bekend)


def uitgangspunt(
    *, verloop: Verloop[Contractstand], gesloten: ContractGesloten, regime: Regime, bekend: date
) -> Uitgangspunt:
    """Read from a contract's course what its changes are held against; `gesloten` is its opening fact."""
    jaar = gesloten.ingangsdatum.year
    peil = min((t.prijspeil or jaar for t in gesloten.tarieven), default=jaar)
    gevonden = []
    for g in verloop.feiten.geldend:
        if isinstance(g.feit, ContractGeindexeerd):
            naar = g.feit.prijspeil or g.feit.ingangsdatum.year
            if naar > peil:
                peil = naar
                gevonden.append((g.feit.ingangsdatum, Fraction(100 + g.feit.percentage) / 100))
    return Uitgangspunt(
        regime=regime, gesloten=gesloten, indexeringen=tuple(gevonden), bekend=bekend
    )


# --- each change -------------------------------------------------------------------------------------------------

Oordeel = tuple[Toets, str, int | None]
"""The outcome, why, and the limit it was held against in cents."""


def getoetst(
    *,
    wijzigingen: Sequence[tuple[Wijziging, datetime]],
    uitgangspunt: Uitgangspunt,
) -> tuple[Getoetst, ...]:
    """Hold changes, in their order and with the instant each was recorded, against the law."""
    som: int | None = 0
    uit = []
    for wijziging, geregistreerd_op in wijzigingen:
        if wijziging.wijzigingsgrond is Wijzigingsgrond.BAGATEL:
            som = None if som is None or wijziging.waarde is None else som + wijziging.waarde
        cumulatief = som if wijziging.wijzigingsgrond is Wijzigingsgrond.BAGATEL else None
        uit.append(_getoetst(wijziging, geregistreerd_op, cumulatief, uitgangspunt))
    return tuple(uit)


def _getoetst(
    w: Wijziging, geregistreerd_op: datetime, cumulatief: int | None, u: Uitgangspunt
) -> Getoetst:
    grond = _grond(w)
    basis, andere = u.basis(w.ingangsdatum), u.andere_basis(w.ingangsdatum)
    telt = cumulatief if grond is Wijzigingsgrond.BAGATEL else w.waarde
    toets, waarom, tot = _oordeel(w, telt, basis.bedrag, u)
    anders = None
    if andere is not None:
        anders = Anders(
            basis=andere,
            percentage=procent(deel=telt, geheel=andere.bedrag),
            uitkomst=_oordeel(w, telt, andere.bedrag, u)[0],
        )
    return Getoetst(
        **{f.name: getattr(w, f.name) for f in fields(Wijziging)},
        geregistreerd_op=geregistreerd_op,
        artikel=None if grond is None else ARTIKELEN[grond],
        cumulatief=cumulatief,
        basis=basis,
        percentage=procent(deel=telt, geheel=basis.bedrag),
        grens=tot,
        uitkomst=toets,
        waarom=waarom,
        anders=anders,
        aankondiging_nodig=u.regime.drempelsoort is not None and grond in _AANKONDIGEN,
    )


def _grond(w: Wijziging) -> Wijzigingsgrond | None:
    """Give the ground: what the contract itself provides for is a clause (2.163c: options)."""
    return Wijzigingsgrond.CLAUSULE if w.vooraf else w.wijzigingsgrond


def _oordeel(w: Wijziging, telt: int | None, basis: int | None, u: Uitgangspunt) -> Oordeel:
    if u.regime in _BUITEN_2163:
        return (*_BUITEN_2163[u.regime], None)
    grond = _grond(w)
    if grond is None:
        return _zonder_grond(w)
    if grond is Wijzigingsgrond.CLAUSULE:
        return _clausule(w, u)
    if grond is Wijzigingsgrond.BAGATEL:
        return _bagatel(telt, basis, w.ingangsdatum, u)
    if grond in _ZONDER_GRENS:
        return Toets.NIET_VAN_TOEPASSING, _ZONDER_GRENS[grond], None
    return _per_wijziging(grond, telt, basis, w.ingangsdatum, u)


def _zonder_grond(w: Wijziging) -> Oordeel:
    if w.soort is Wijzigingsoort.HERZIENINGSVOORSTEL:
        return Toets.ONBEKEND, "Bij het voorstel is geen grond genoemd.", None
    if w.soort is Wijzigingsoort.VERLENGING:
        waarom = (
            "De verlenging past bij geen optie van het contract, en er is geen grond voor genoemd."
        )
        return Toets.BOVEN, waarom, None
    waarom = "Er is geen grond van artikel 2.163b-g genoemd; zonder grond vraagt een wijziging een nieuwe procedure."
    return Toets.BOVEN, waarom, None


def clausule_past_niet(*, wijziging: Wijziging, gesloten: ContractGesloten) -> bool:
    """Tell whether a change names another clause than the contract has, or one while it has none."""
    eigen = gesloten.herzieningsclausule
    return (
        wijziging.wijzigingsgrond is Wijzigingsgrond.CLAUSULE
        and wijziging.clausule is not None
        and (eigen is None or eigen.nummer != wijziging.clausule)
    )


def _clausule(w: Wijziging, u: Uitgangspunt) -> Oordeel:
    eigen = u.gesloten.herzieningsclausule
    if w.vooraf:
        return (
            Toets.BINNEN,
            "De verlenging staat al in het contract (2.163c): elke waarde past.",
            None,
        )
    if clausule_past_niet(wijziging=w, gesloten=u.gesloten):
        kent = "kent geen herzieningsclausule" if eigen is None else f"kent clausule {eigen.nummer}"
        waarom = f"Genoemd is clausule {w.clausule}, maar het contract {kent}."
        return Toets.ONBEKEND, waarom, None
    if w.clausule is None:
        waarom = (
            "Genoemd is een clausule als grond (2.163c), maar niet welke. Leg de clausule vast."
        )
        return Toets.ONBEKEND, waarom, None
    return Toets.BINNEN, f"Volgens clausule {w.clausule} (2.163c): elke waarde past.", None


def _bagatel(telt: int | None, basis: int | None, dag: date, u: Uitgangspunt) -> Oordeel:
    """Under the threshold and under ten percent of the value; the net sum of all small changes counts."""
    deel, laag = u.grens(Wijzigingsgrond.BAGATEL, dag), u.drempel(dag)
    if telt is None:
        return Toets.ONBEKEND, "Van ten minste één kleine wijziging is de waarde niet bekend.", None
    if laag is None or deel is None:
        return Toets.ONBEKEND, f"Het register kent op {dag} geen drempel of percentage.", None
    if telt >= laag.bedrag:
        waarom = "De kleine wijzigingen samen halen de Europese drempel (2.163b)."
        return Toets.BOVEN, waarom, laag.bedrag
    if basis is None:
        return Toets.ONBEKEND, "De oorspronkelijke waarde is niet bekend.", None
    van_waarde = aandeel(centen=basis, percentage=deel.percentage)
    tot = min(laag.bedrag, van_waarde)
    if telt * 100 >= deel.percentage * basis:
        waarom = f"De kleine wijzigingen samen zijn niet lager dan {deel.percentage} % van de waarde (2.163b)."
        return Toets.BOVEN, waarom, tot
    waarom = f"De kleine wijzigingen samen blijven onder {deel.percentage} % en onder de drempel (2.163b)."
    return Toets.BINNEN, waarom, tot


def _per_wijziging(
    grond: Wijzigingsgrond, telt: int | None, basis: int | None, dag: date, u: Uitgangspunt
) -> Oordeel:
    """At most half of the value for each change by itself (2.163d, e)."""
    deel = u.grens(grond, dag)
    if telt is None:
        return Toets.ONBEKEND, "De waarde van deze wijziging is niet bekend.", None
    if deel is None:
        return Toets.ONBEKEND, f"Het register kent op {dag} geen percentage voor deze grond.", None
    if basis is None:
        return Toets.ONBEKEND, "De oorspronkelijke waarde is niet bekend.", None
    tot, artikel = aandeel(centen=basis, percentage=deel.percentage), ARTIKELEN[grond]
    if telt * 100 > deel.percentage * basis:
        waarom = f"Deze wijziging is meer dan {deel.percentage} % van de waarde ({artikel})."
        return Toets.BOVEN, waarom, tot
    waarom = f"Deze wijziging is hoogstens {deel.percentage} % van de waarde ({artikel})."
    return Toets.BINNEN, waarom, tot


def aandeel(*, centen: int, percentage: int) -> int:
    """Give a percentage of cents, rounded half up; outcomes are decided on the exact share."""
    return maal(centen=centen, factor=Fraction(percentage, 100))


def procent(*, deel: int | None, geheel: int | None) -> str | None:
    """Give a share in percent with two decimals, rounded half up; None when either is unknown or there is no whole."""
    if deel is None or geheel is None or geheel <= 0:
        return None
    honderdsten = maal(centen=deel, factor=Fraction(10_000, geheel))
    return str(Decimal(honderdsten).scaleb(-2))


# --- the room ----------------------------------------------------------------------------------------------------


def ruimten(
    *, getoetst: Sequence[Getoetst], uitgangspunt: Uitgangspunt, dag: date
) -> Ruimten | None:
    """Give the room on a day after these changes; None where article 2.163 does not apply or is not known to."""
    u = uitgangspunt
    if u.regime.drempelsoort is None:
        return None
    sommen = [g.cumulatief for g in getoetst if g.wijzigingsgrond is Wijzigingsgrond.BAGATEL]
    return Ruimten(
        bagatel=_bagatelruimte(u, dag, sommen[-1] if sommen else 0),
        aanvullend=_ruimte_per_wijziging(u, dag, Wijzigingsgrond.AANVULLEND),
        onvoorzien=_ruimte_per_wijziging(u, dag, Wijzigingsgrond.ONVOORZIEN),
    )


def _bagatelruimte(u: Uitgangspunt, dag: date, gebruikt: int | None) -> Ruimte:
    deel, laag, basis = u.grens(Wijzigingsgrond.BAGATEL, dag), u.drempel(dag), u.basis(dag).bedrag
    toets, _, tot = _bagatel(gebruikt, basis, dag, u)
    bekend = gebruikt is not None and tot is not None and basis is not None
    van_waarde = _deel_van(basis, deel)
    return Ruimte(
        artikel=ARTIKELEN[Wijzigingsgrond.BAGATEL],
        percentage=None if deel is None else deel.percentage,
        percentagebedrag=van_waarde,
        drempel=None if laag is None else laag.bedrag,
        bronnen=tuple(bron.bron for bron in (deel, laag) if bron is not None),
        grens=tot if van_waarde is None or laag is None else min(van_waarde, laag.bedrag),
        gebruikt=gebruikt,
        over=max(0, (tot or 0) - (gebruikt or 0)) if bekend else None,
        boven=max(0, (gebruikt or 0) - (tot or 0)) if bekend else None,
        uitkomst=toets,
    )


def _ruimte_per_wijziging(u: Uitgangspunt, dag: date, grond: Wijzigingsgrond) -> Ruimte:
    deel, basis = u.grens(grond, dag), u.basis(dag).bedrag
    tot = _deel_van(basis, deel)
    return Ruimte(
        artikel=ARTIKELEN[grond],
        percentage=None if deel is None else deel.percentage,
        percentagebedrag=tot,
        drempel=None,
        bronnen=() if deel is None else (deel.bron,),
        grens=tot,
        gebruikt=None,
        over=tot,
        boven=None,
        uitkomst=Toets.ONBEKEND if tot is None else Toets.BINNEN,
    )


def _deel_van(basis: int | None, deel: Grens | None) -> int | None:
    bekend = basis is not None and deel is not None
    return aandeel(centen=basis or 0, percentage=deel.percentage) if bekend and deel else None
