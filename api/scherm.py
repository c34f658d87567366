"""What the command line says: plain lines at once, and progress as a bar on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

UIT = Console(highlight=False, soft_wrap=True)


def meld(tekst: str) -> None:
    """Say something at once, also when the output is a file."""
    UIT.print(tekst, markup=False)
    sys.stdout.flush()


@contextmanager
def voortgang(titel: str) -> Iterator[Callable[[int, int], None]]:
    """Show progress: a bar on a terminal, plain lines elsewhere; call with (done, total)."""
    if not sys.stdout.isatty():
        stand = {"tiende": -1}

        def regel(gedaan: int, totaal: int) -> None:
            tiende = 10 * gedaan // totaal if totaal else 10
            if tiende > stand["tiende"]:
                stand["tiende"] = tiende
                meld(f"{titel}: {gedaan} van {totaal}")

        yield regel
        return
    balk = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    )
    with balk:
        taak = balk.add_task(titel, total=None)
        yield lambda gedaan, totaal: balk.update(taak, completed=gedaan, total=totaal)
