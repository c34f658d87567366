"""Folding one thing again and again without computing a standing twice."""

from dataclasses import replace
from datetime import date

from domain.feiten import Feit
from domain.tijdlijn import Dingsoort, Geldend, S


def onthoudend(*, soort: Dingsoort[S]) -> Dingsoort[S]:
    """Give a kind that remembers the standings of one thing.

    Folding it again with each next fact then costs little more than what that fact changes, and standings that stay
    are the same objects. Sound because all functions are pure; a fact is known by its object, which is held here, so
    that a candidate that was refused never stands in for the next one.
    """
    geopend: dict[tuple[int, int], tuple[Feit, S]] = {}
    gevolgd: dict[tuple[int, int, int], tuple[Feit, S]] = {}
    vanzelf: dict[tuple[int, date], tuple[date, S] | None] = {}
    aanloop: dict[int, S] = {}
    # Every standing that is a key by its id is held as a value of one of these, so no id is used twice.

    def open_(geldend: Geldend) -> S:
        sleutel = (id(geldend.feit), geldend.plaats)
        if sleutel not in geopend:
            geopend[sleutel] = (geldend.feit, soort.open(geldend))
        return geopend[sleutel][1]

    def evolueer(stand: S, geldend: Geldend) -> S:
        sleutel = (id(stand), id(geldend.feit), geldend.plaats)
        if sleutel not in gevolgd:
            gevolgd[sleutel] = (geldend.feit, soort.evolueer(stand, geldend))
        return gevolgd[sleutel][1]

    def vanzelf_(stand: S, sinds: date) -> tuple[date, S] | None:
        sleutel = (id(stand), sinds)
        if sleutel not in vanzelf:
            vanzelf[sleutel] = soort.vanzelf(stand, sinds)
        return vanzelf[sleutel]

    def aanloop_(stand: S) -> S:
        if id(stand) not in aanloop:
            aanloop[id(stand)] = soort.aanloop(stand)
        return aanloop[id(stand)]

    return replace(soort, open=open_, evolueer=evolueer, vanzelf=vanzelf_, aanloop=aanloop_)
