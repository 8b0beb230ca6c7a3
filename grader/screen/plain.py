"""A console that tells instead of drawing: for screen readers, braille lines, logs and who likes it quiet.

Whatever the modules of the screen build, it comes out as lines read from top to bottom: a row of a table is a line,
a frame is its title and what is in it, what would stand side by side stands one after the other, and a sign is a
word. The renderables need not know; those that draw something offer its words (`components.DrawnWithWords`).
"""

from __future__ import annotations

import io
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

from grader.screen.components import DrawnWithWords, Grid, ReadableWidth, TwoColumns

ENDLESS_COLUMNS = 100_000
"""Columns of a line in a pipe: whoever reads it wraps it."""
SIGN_WORDS = {
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
SIGN_PATTERN = re.compile(rf"^([{re.escape(''.join(SIGN_WORDS))}])(?: +|$)", re.MULTILINE)
DRAWN_PATTERN = re.compile(r"[ \t]*[\u2500-\u25ff\u2800-\u28ff]+[ \t]*")
"""Frames, blocks, geometric shapes and braille dots."""
GAP_PATTERNS = (
    (re.compile(r"(?<=\w) {3,}(?=\w)"), ", "),
    (re.compile(r"(?<=\[) +"), ""),
    (re.compile(r"(?<=\S) {2,}(?=\S)"), " "),
)
"""Blanks that only the eye can use: between things side by side, before aligned numbers."""
SENTENCE_ENDS = (".", ":", ";", "!", "?", ")", ",", "…")


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
            width=None if file.isatty() else ENDLESS_COLUMNS,
        )

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render what it says instead of how it looks."""
        return super().render(self._simplify(rich_cast(renderable)), options)

    def _simplify(self, part: RenderableType) -> RenderableType:
        """Return a renderable as texts and groups of them, without frames, columns and drawings."""
        match part:
            case str():
                return _spell_signs(Text(part))
            case Text():
                return _spell_signs(part)
            case DrawnWithWords():
                return self._simplify(rich_cast(part.words))
            case Table():
                return Text("\n".join(self._format_rows(part)))
            case Panel():
                title = part.title if isinstance(part.title, Text) else Text(str(part.title or ""))
                return Group(title, part.renderable, Text())
            case TwoColumns():
                return Group(*part.blocks)
            case Columns():
                return Group(*part.renderables)
            case ReadableWidth():
                return self._simplify(rich_cast(part.inside))
            case Padding():
                return Group(part.renderable, *([Text()] if part.bottom else []))
            case Rule():
                return _spell_signs(Text(str(part.title)) if part.title else Text())
            case _:
                return part

    def _format_rows(self, table: Table) -> Iterator[str]:
        """Yield a line for each row; where the columns are named, each cell has its name."""
        rows = [[self._split_cell(cell) for cell in row] for row in zip(*(c.cells for c in table.columns), strict=True)]
        names = [_join_lines(self._split_cell(column.header)) for column in table.columns] if table.show_header else []
        if isinstance(table, Grid) and table.heads:
            names, *rows = [list(map(_join_lines, rows[0])), *rows[1:]]
        separator, label = (table.separator, table.label) if isinstance(table, Grid) else (", ", False)
        for *cells, last in rows:
            texts = [*map(_join_lines, cells), *last[:1]]
            yield _join_cells(list(map(_name_cell, names, texts)) if names else texts, separator, label)
            # Several lines in the last cell are a text of their own: sentences, or the points of a path.
            yield from last[1:]

    def _split_cell(self, cell: RenderableType) -> list[str]:
        """Return the lines of a cell."""
        text = "".join(segment.text for segment in self.render(cell, self.options.update_width(ENDLESS_COLUMNS)))
        return [line.strip() for line in text.splitlines()]


def format_plain(renderable: RenderableType) -> str:
    """Return the plain lines of anything that is drawn, for places that are no terminal."""
    stream = io.StringIO()
    PlainConsole(stream).print(renderable)
    return stream.getvalue().strip("\n")


def _join_lines(lines: list[str]) -> str:
    return _join_cells(lines, "; ")


def _name_cell(name: str, cell: str) -> str:
    return (f"{name}: {cell}" if name else cell) if cell else ""


def _join_cells(cells: list[str], separator: str, label: bool = False) -> str:
    """Join cells to one line; what ends like a sentence needs no comma after it."""
    line = ""
    for index, cell in enumerate(filter(None, cells)):
        if index == 1 and label and not line.endswith(SENTENCE_ENDS):
            line += ": "
        elif line:
            line += " " if line.endswith(SENTENCE_ENDS) else separator
        line += cell
    return line


def _spell_signs(text: Text) -> Text:
    """Return the letters alone: signs become words, drawings are left out."""
    words = SIGN_PATTERN.sub(lambda match: f"{SIGN_WORDS[match[1]]} " if SIGN_WORDS[match[1]] else "", text.plain)
    words = DRAWN_PATTERN.sub(lambda match: " " if match[0].strip() != match[0] else "", words)
    for gap, filling in GAP_PATTERNS:
        words = gap.sub(filling, words)
    return Text(words if text.plain.endswith(" ") else re.sub(r" +$", "", words, flags=re.MULTILINE), end=text.end)
