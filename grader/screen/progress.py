"""How far something is that takes its time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grader.screen import mode

_Thing = TypeVar("_Thing")


def watched(things: Sequence[_Thing], what: str) -> Iterator[_Thing]:
    """Give one thing after the other; a terminal shows how far that is, and nothing stays of it."""
    console = Console(stderr=True)
    if mode.plain() or not console.is_terminal:
        yield from things
        return
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield from progress.track(things)
