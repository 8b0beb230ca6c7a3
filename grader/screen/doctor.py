"""The levels of walls, which of them stand, and what would lift a machine to the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.model import Walls
from grader.sandbox.levels import Standing
from grader.screen.clean import inert
from grader.screen.components import FAILED, PASSED, QUIET, Comfortable, grid, ornament

MEANING: Mapping[Walls, str] = {
    "strict": "A process in a world of its own: no files but Python's and numpy's, no network, no other process.",
    "confined": "A process that can open no file but Python's and numpy's, no socket, and start nothing.",
    "process": "A separate process with a limit on time, on Linux on memory too. It can read and write what you can.",
}


def doctor(rows: Sequence[Standing], machine: str) -> RenderableType:
    """Every level with its meaning, best first; `machine` says what was looked at."""
    lines = grid(dict(no_wrap=True), dict(no_wrap=True), dict(ratio=1), label=True)
    for row in rows:
        sign, style = PASSED if row.stands else FAILED
        told = [Text(MEANING[row.level])]
        if not row.stands:
            told += [inert(f"Does not stand: {row.reason}.", QUIET), inert(row.mend)]
        lines.add_row(ornament(sign, style), Text(row.level, "bold"), Group(*told))
    best = next((row.level for row in rows if row.stands), "process")
    last = f"Student code runs at the level {best} here. `--sandbox LEVEL` demands a level or refuses."
    return Padding(Comfortable(Group(inert(machine, QUIET), Text(), lines, Text(), Text(last))), 1)
