"""What came of a thing: every standing fact that carries it out, follows from it or rests on it, step by step."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from application.raadplegen import bekende_stand, ingetrokken
from application.register import Tijdreis
from application.toegang import Gebruiker
from application.vragen import Verwijzing, Vragen
from domain.feiten import Verwijzingsaard
from domain.tijdlijn import Dingsoort, Feitenlijst, Geldend
from domain.verband import beslissingen
from domain.waarden import EERSTE_DAG, dag_na


@dataclass(frozen=True, kw_only=True)
class Gevolg:
    """A fact in the chain, and how many steps it stands from the thing asked about."""

    diepte: int
    verwijzing: Verwijzing
    naar: UUID
    """The thing it hangs on, or the entry that holds now the fact it follows from."""
    geldend: Geldend | None
    """The fact as it stands; None for a correctie that refers to something itself."""
    ingetrokken_door: int | None
    """Volgnummer, in the same thing, of what took it back by the day asked."""


def gevolgen(
    *, vragen: Vragen, soort: Dingsoort[Any], ding: UUID, reis: Tijdreis, gebruiker: Gebruiker
) -> Sequence[Gevolg]:
    """Give what came of a thing at a pair of moments, nearest first; raises BestaatNiet when it was not known then.

    A fact that opens a thing, or the besluit it belongs to, passes the chain on through that thing as a whole. A
    reference to a fact that was corrected since is one to the fact that stands in its place. Frames, goals and
    indicators are passed along too (domain/verband.py), and an evaluation leads to the decisions at its moment.
    """
    bekende_stand(vragen=vragen, soort=soort, ding=ding, reis=reis, gebruiker=gebruiker)
    gelezen = _Gelezen(vragen=vragen, reis=reis)
    eigen = [r.id for r in vragen.registraties(ding=ding, tot=reis.beschikbaar_op)]
    gelezen.lees([ding])
    bron = {ding, *eigen}
    gevraagd, gezien, uit = set(bron), set[tuple[UUID, int]](), list[Gevolg]()
    diepte, besloten = 0, list[Verwijzing]()
    # Each is asked once, so that facts that name each other in a circle end the chain.
    while bron or besloten:
        diepte += 1
        gevonden = [*besloten, *vragen.verwijzingen(naar=bron, reis=reis, blik=gebruiker.blik)]
        gelezen.lees({v.registratie.ding for v in gevonden})
        verder = {
            (v.registratie.id, v.plaats): v
            for v in gevonden
            if v.registratie.ding != ding
            and (v.registratie.id, v.plaats) not in gezien
            and gelezen.is_gevolg(v)
        }
        gezien |= set(verder)
        uit += [gelezen.gevolg(diepte, v) for v in verder.values()]
        besloten = [b for v in verder.values() for b in gelezen.besloten(v)]
        bron = {id_ for v in verder.values() for id_ in gelezen.bron(v)} - gevraagd
        gevraagd |= bron
    return uit


class _Gelezen:
    """The facts of the things in a chain, read once each."""

    def __init__(self, *, vragen: Vragen, reis: Tijdreis) -> None:
        self._vragen = vragen
        self._reis = reis
        self._feiten: dict[UUID, Feitenlijst] = {}
        self._staand: dict[tuple[UUID, int, int], Geldend] = {}
        self._weg: dict[tuple[UUID, int], int] = {}
        self._houder: dict[UUID, UUID] = {}
        """By the id of an entry that of the one that holds its place now."""

    def lees(self, dingen: Iterable[UUID]) -> None:
        """Read things up to the pair, those not read yet."""
        bekend = self._reis.beschikbaar_op
        nieuw = self._vragen.in_jaar(
            dingen=sorted(set(dingen) - set(self._feiten)),
            van=EERSTE_DAG,
            tot=dag_na(self._reis.geldig_op),
            sinds=bekend,
            bekend=bekend,
        )
        for ding, registraties in nieuw.items():
            feiten = self._feiten[ding] = Feitenlijst(registraties)
            op_nummer = {r.volgnummer: r.id for r in registraties}
            weg = ingetrokken(feiten, op=self._reis.geldig_op)
            self._weg |= {(ding, plaats): door for plaats, door in weg.items()}
            for geldend in feiten.geldend:
                self._staand[ding, geldend.volgnummer, geldend.plaats] = geldend
                houder = op_nummer[geldend.volgnummer]
                for volgnummer in feiten.op_plaats(geldend.plaats):
                    self._houder[op_nummer[volgnummer]] = houder

    def gevolg(self, diepte: int, verwijzing: Verwijzing) -> Gevolg:
        """Give a reference with the fact that makes it."""
        r, plaats = verwijzing.registratie, verwijzing.plaats
        return Gevolg(
            diepte=diepte,
            verwijzing=verwijzing,
            naar=self._houder.get(verwijzing.naar, verwijzing.naar),
            geldend=self._staand_in(verwijzing),
            ingetrokken_door=self._weg.get((r.ding, plaats)),
        )

    def is_gevolg(self, verwijzing: Verwijzing) -> bool:
        """Tell whether a besluit that names a frame came under it: one from before its adoption led to it instead."""
        if verwijzing.aard is not Verwijzingsaard.KADER:
            return True
        gesteld = [
            g for g in self._feiten[verwijzing.naar].geldend if g.feit.pad == "vaststellingen"
        ]
        staand = self._staand_in(verwijzing)
        return staand is not None and any(
            g.feit.ingangsdatum <= staand.feit.ingangsdatum for g in gesteld
        )

    def _staand_in(self, verwijzing: Verwijzing) -> Geldend | None:
        """Give the fact that makes a reference; None for a correctie that refers to something itself."""
        r = verwijzing.registratie
        return self._staand.get((r.ding, r.volgnummer, verwijzing.plaats))

    def besloten(self, verwijzing: Verwijzing) -> Iterator[Verwijzing]:
        """Give the decisions at the moment that a fact evaluated, as if they referred to it."""
        r, dag = verwijzing.registratie, self._reis.geldig_op
        evaluatie = self._staand_in(verwijzing)
        if evaluatie is None:
            return
        feiten = self._feiten[r.ding]
        op_nummer = {e.volgnummer: e for e in feiten.registraties}
        for g in beslissingen(evaluatie=evaluatie, feiten=feiten):
            if g.feit.ingangsdatum <= dag:
                yield Verwijzing(
                    naar=r.id,
                    aard=Verwijzingsaard.EVALUATIE,
                    dingsoort=verwijzing.dingsoort,
                    registratie=op_nummer[g.volgnummer],
                    plaats=g.plaats,
                )

    def bron(self, verwijzing: Verwijzing) -> Iterable[UUID]:
        """Give all that a further fact may name to hang on this one: its thing, and every entry of its place."""
        r = verwijzing.registratie
        feiten = self._feiten[r.ding]
        nummers = {r.volgnummer, *feiten.op_plaats(verwijzing.plaats)}
        return (r.ding, *(e.id for e in feiten.registraties if e.volgnummer in nummers))
