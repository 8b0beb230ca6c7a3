"""How far something is that takes long."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grader.screen import mode

_Item = TypeVar("_Item")


def iterate_with_progress(items: Sequence[_Item], label: str) -> Iterator[_Item]:
    """Yield one item after the other; a terminal shows how far that is, and nothing of it stays."""
    console = Console(stderr=True)
    if mode.is_plain() or not console.is_terminal:
        yield from items
        return
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield from progress.track(items)
