"""A console that tells instead of drawing: for screen readers, braille lines, logs and who likes it quiet.

Whatever the rooms of the screen build, it comes out as lines read from top to bottom: a row of a table is a line,
a frame is its title and what is in it, what would stand side by side stands one after the other, and a sign is a
word. The renderables need not know; those that draw something offer its words (`looks.Either`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.columns import Columns
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.protocol import rich_cast
from rich.rule import Rule
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from grader.screen.components import Beside, Comfortable, Either, Grid

ENDLESS = 100_000
"""Columns of a line in a pipe: whoever reads it wraps it."""
SAID = {
    "✓": "passed:",
    "✗": "failed:",
    "?": "open:",
    "◆": "",
    "▸": "",
    "•": "",
    "-": "",
    "▌": "printed:",
    "●": "yes",
    "·": "",
}
"""Signs at the beginning of a line or alone in a cell, in words."""
SIGN = re.compile(rf"^([{re.escape(''.join(SAID))}])(?: +|$)", re.MULTILINE)
DRAWN = re.compile(r"[ \t]*[\u2500-\u25ff\u2800-\u28ff]+[ \t]*")
"""Frames, blocks, geometric shapes and braille dots."""
APART = (
    (re.compile(r"(?<=\w) {3,}(?=\w)"), ", "),
    (re.compile(r"(?<=\[) +"), ""),
    (re.compile(r"(?<=\S) {2,}(?=\S)"), " "),
)
"""Blanks that only the eye can use: between things side by side, before aligned numbers."""
ENDS = (".", ":", ";", "!", "?", ")", ",", "…")


class PlainConsole(Console):
    """No colour, no escape sequences, no drawing, no line that needs its neighbours to be understood."""

    def __init__(self, file: TextIO) -> None:
        super().__init__(
            file=file,
            color_system=None,
            no_color=True,
            force_terminal=False,
            force_jupyter=False,
            markup=False,
            emoji=False,
            highlight=False,
            width=None if file.isatty() else ENDLESS,
        )

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """What it says instead of how it looks."""
        return super().render(self._told(rich_cast(renderable)), options)

    def _told(self, one: RenderableType) -> RenderableType:
        match one:
            case str():
                return _words(Text(one))
            case Text():
                return _words(one)
            case Either():
                return self._told(rich_cast(one.told))
            case Table():
                return Text("\n".join(self._rows(one)))
            case Panel():
                title = one.title if isinstance(one.title, Text) else Text(str(one.title or ""))
                return Group(title, one.renderable, Text())
            case Beside():
                return Group(*one.blocks)
            case Columns():
                return Group(*one.renderables)
            case Comfortable():
                return self._told(rich_cast(one.inside))
            case Padding():
                return Group(one.renderable, *([Text()] if one.bottom else []))
            case Rule():
                return _words(Text(str(one.title)) if one.title else Text())
            case _:
                return one

    def _rows(self, table: Table) -> Iterator[str]:
        """A line for each row; where the columns are named, each cell with its name."""
        rows = [[self._lines(cell) for cell in row] for row in zip(*(c.cells for c in table.columns), strict=True)]
        names = [_one(self._lines(column.header)) for column in table.columns] if table.show_header else []
        if isinstance(table, Grid) and table.heads:
            names, *rows = [list(map(_one, rows[0])), *rows[1:]]
        joint, label = (table.joint, table.label) if isinstance(table, Grid) else (", ", False)
        for *cells, last in rows:
            told = [*map(_one, cells), *last[:1]]
            yield _line(list(map(_named, names, told)) if names else told, joint, label)
            # Several lines in the last cell are a text of their own: sentences, or the places of a path.
            yield from last[1:]

    def _lines(self, cell: RenderableType) -> list[str]:
        told = "".join(segment.text for segment in self.render(cell, self.options.update_width(ENDLESS)))
        return [line.strip() for line in told.splitlines()]


def _one(lines: list[str]) -> str:
    return _line(lines, "; ")


def _named(name: str, cell: str) -> str:
    return (f"{name}: {cell}" if name else cell) if cell else ""


def _line(cells: list[str], joint: str, label: bool = False) -> str:
    """Cells as one line; what ends like a sentence needs no comma after it."""
    line = ""
    for place, cell in enumerate(one for one in cells if one):
        if place == 1 and label and not line.endswith(ENDS):
            line += ": "
        elif line:
            line += " " if line.endswith(ENDS) else joint
        line += cell
    return line


def _words(text: Text) -> Text:
    """The letters alone, signs spelled out, drawings left out."""
    told = SIGN.sub(lambda found: f"{SAID[found[1]]} " if SAID[found[1]] else "", text.plain)
    told = DRAWN.sub(lambda found: " " if found[0].strip() != found[0] else "", told)
    for apart, joined in APART:
        told = apart.sub(joined, told)
    return Text(told if text.plain.endswith(" ") else re.sub(r" +$", "", told, flags=re.MULTILINE), end=text.end)
