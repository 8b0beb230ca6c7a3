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
COMFORTABLE = 100
"""Columns beyond which a line of text is hard to follow."""
BESIDE = 78
"""Columns that a block needs to stand beside another one."""
GAP = 3


def mark(outcome: str) -> Text:
    """The sign of an outcome."""
    sign, style = MARKS[outcome]
    return Text(sign, style)


class Grid(Table):
    """A table without lines. Where it is told instead of drawn (`plain.PlainConsole`), a row becomes a line."""

    label = False
    """Whether the first cell names the others: `given: theta=3`."""
    heads = False
    """Whether the first row names the columns."""
    joint = ", "
    """What stands between cells."""


def grid(*columns: dict[str, Any], gap: int = 2, label: bool = False, heads: bool = False, joint: str = ", ") -> Grid:
    """A table without lines; a column with a `ratio` takes the room that is left."""
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
    table.label, table.heads, table.joint = label, heads, joint
    for column in columns:
        table.add_column(**column)
    return table


class Either:
    """Something drawn, and the same in words for a console that draws nothing."""

    def __init__(self, drawn: RenderableType, told: RenderableType) -> None:
        self.drawn = drawn
        self.told = told

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from console.render(self.drawn, options)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self.drawn)


def framed(title: Text, style: str, *parts: RenderableType) -> Panel:
    """Parts under one another in a frame, an empty line between them."""
    apart: list[RenderableType] = []
    for part in parts:
        apart += [part, Text()]
    inside = Group(*apart[:-1])
    return Panel(inside, title=title, title_align="left", border_style=style, box=box.ROUNDED, padding=(0, 1))


def ornament(sign: str, style: str) -> Either:
    """A sign beside words that say the same; nothing where all is told in words."""
    return Either(Text(sign, style), Text())


class Comfortable:
    """Something no wider than a line that one follows with ease, or than the blocks side by side."""

    def __init__(self, inside: RenderableType, columns: int = 1) -> None:
        self.inside = inside
        self.columns = columns

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield from console.render(self.inside, options.update_width(_spread(options.max_width, self.columns)))


class Shortest:
    """The first of several views of one thing that has so many lines at most; the last one where none has."""

    def __init__(self, most: int, *views: RenderableType) -> None:
        self.most = most
        self.views = views

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        fit = (view for view in self.views if len(console.render_lines(view, options, pad=False)) <= self.most)
        yield next(fit, self.views[-1])


class Beside:
    """Blocks under one another; in two columns, read like a newspaper's, where the terminal is wide."""

    def __init__(self, *blocks: RenderableType, apart: bool = False) -> None:
        self.blocks = [Padding(block, (0, 0, 1, 0)) for block in blocks[:-1]] + [*blocks[-1:]] if apart else blocks

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        spread = _spread(options.max_width, 2)
        if len(self.blocks) < 2 or spread < 2 * BESIDE + GAP:
            yield Comfortable(Group(*self.blocks))
            return
        each = options.update_width((spread - GAP) // 2)
        heights = [len(console.render_lines(block, each)) for block in self.blocks]
        turn = min(range(1, len(heights)), key=lambda k: max(sum(heights[:k]), sum(heights[k:])))
        row = Table.grid(padding=(0, GAP, 0, 0), pad_edge=False)
        row.add_column(width=each.max_width)
        row.add_column(width=each.max_width)
        row.add_row(Group(*self.blocks[:turn]), Group(*self.blocks[turn:]))
        yield row


def _spread(width: int, columns: int) -> int:
    """The columns of the terminal that a report uses."""
    if columns == 2 and width >= 2 * BESIDE + GAP:
        return min(width, 2 * COMFORTABLE + GAP)
    return min(width, COMFORTABLE)
