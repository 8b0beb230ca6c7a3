"""The levels of walls, which of them stand, and what would lift a machine to the next one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.model import Walls
from grader.sandbox.levels import LevelReport
from grader.screen.clean import clean_text
from grader.screen.components import FAILED, PASSED, QUIET, ReadableWidth, make_grid, make_ornament

MEANING: Mapping[Walls, str] = {
    "strict": "A process in a world of its own: no files but Python's and numpy's, no network, no other process.",
    "confined": "A process that can open no file but Python's and numpy's, no socket, and start nothing.",
    "process": "A separate process with a limit on time, on Linux on memory too. It can read and write what you can.",
}


def render_levels(rows: Sequence[LevelReport], machine: str) -> RenderableType:
    """Render every level with its meaning, best first; `machine` says what was looked at."""
    lines = make_grid(dict(no_wrap=True), dict(no_wrap=True), dict(ratio=1), label=True)
    for row in rows:
        sign, style = PASSED if row.stands else FAILED
        parts = [Text(MEANING[row.level])]
        if not row.stands:
            parts += [clean_text(f"Does not stand: {row.reason}.", QUIET), clean_text(row.mend)]
        lines.add_row(make_ornament(sign, style), Text(row.level, "bold"), Group(*parts))
    best = next((row.level for row in rows if row.stands), "process")
    advice = f"Student code runs at the level {best} here. `--sandbox LEVEL` demands a level or refuses."
    return Padding(ReadableWidth(Group(clean_text(machine, QUIET), Text(), lines, Text(), Text(advice))), 1)
