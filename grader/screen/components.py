"""Marks and styles. A mark says what a colour says, so that nothing is told by colour alone."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

PASSED, FAILED, UNKNOWN = ("✓", "green"), ("✗", "bold red"), ("?", "bold yellow")
WAITING = ("·", "dim")
MARKS = {"passed": PASSED, "carried": PASSED, "failed": FAILED, "waiting": WAITING, "unknown": UNKNOWN}
IDEA = "cyan"
QUIET = "dim"
READABLE_COLUMNS = 100
"""Columns beyond which a line of text is hard to follow."""
BLOCK_COLUMNS = 78
"""Columns that a block needs to stand beside another one."""
GAP = 3


def make_mark(outcome: str) -> Text:
    """Return the sign of an outcome."""
    sign, style = MARKS[outcome]
    return Text(sign, style)


class Grid(Table):
    """A table without lines. Where it is told instead of drawn (`plain.PlainConsole`), a row becomes a line."""

    label = False
    """Whether the first cell names the others: `given: theta=3`."""
    heads = False
    """Whether the first row names the columns."""
    separator = ", "
    """What stands between cells."""


def make_grid(
    *columns: dict[str, Any], gap: int = 2, label: bool = False, heads: bool = False, separator: str = ", "
) -> Grid:
    """Return an empty table without lines; a column with a `ratio` takes the room that is left."""
    table = Grid(
        box=None,
        padding=(0, gap, 0, 0),
        collapse_padding=True,
        show_header=False,
        show_footer=False,
        show_edge=False,
        pad_edge=False,
        expand=any("ratio" in column for column in columns),
    )
    table.label, table.heads, table.separator = label, heads, separator
    for column in columns:
        table.add_column(**column)
    return table


class DrawnWithWords:
    """Something drawn, and the same in words for a console that draws nothing."""

    def __init__(self, drawn: RenderableType, words: RenderableType) -> None:
        self.drawn = drawn
        self.words = words

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from console.render(self.drawn, options)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self.drawn)


def frame_parts(title: Text, style: str, *parts: RenderableType) -> Panel:
    """Return the parts under one another in a frame, an empty line between them."""
    spaced: list[RenderableType] = []
    for part in parts:
        spaced += [part, Text()]
    content = Group(*spaced[:-1])
    return Panel(content, title=title, title_align="left", border_style=style, box=box.ROUNDED, padding=(0, 1))


def make_ornament(sign: str, style: str) -> DrawnWithWords:
    """Return a sign beside words that say the same; it is left out where everything is told in words."""
    return DrawnWithWords(Text(sign, style), Text())


class ReadableWidth:
    """Something no wider than a line that is easy to follow, or than the blocks side by side."""

    def __init__(self, inside: RenderableType, columns: int = 1) -> None:
        self.inside = inside
        self.columns = columns

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from console.render(self.inside, options.update_width(_compute_width(options.max_width, self.columns)))


class FittingView:
    """The first of several views of one thing that has at most so many lines; the last one where none has."""

    def __init__(self, max_lines: int, *views: RenderableType) -> None:
        self.max_lines = max_lines
        self.views = views

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        fitting = (view for view in self.views if len(console.render_lines(view, options, pad=False)) <= self.max_lines)
        yield next(fitting, self.views[-1])


class TwoColumns:
    """Blocks under one another; where the terminal is wide, in two columns, read like those of a newspaper."""

    def __init__(self, *blocks: RenderableType, spaced: bool = False) -> None:
        self.blocks = [Padding(block, (0, 0, 1, 0)) for block in blocks[:-1]] + [*blocks[-1:]] if spaced else blocks

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = _compute_width(options.max_width, 2)
        if len(self.blocks) < 2 or width < 2 * BLOCK_COLUMNS + GAP:
            yield ReadableWidth(Group(*self.blocks))
            return
        column = options.update_width((width - GAP) // 2)
        heights = [len(console.render_lines(block, column)) for block in self.blocks]
        split = min(range(1, len(heights)), key=lambda k: max(sum(heights[:k]), sum(heights[k:])))
        row = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
        row.add_column(width=column.max_width)
        row.add_column(width=column.max_width)
        row.add_row(Group(*self.blocks[:split]), Group(*self.blocks[split:]))
        yield row


def _compute_width(width: int, columns: int) -> int:
    """Return how many columns of the terminal a report uses."""
    if columns == 2 and width >= 2 * BLOCK_COLUMNS + GAP:
        return min(width, 2 * READABLE_COLUMNS + GAP)
    return min(width, READABLE_COLUMNS)
