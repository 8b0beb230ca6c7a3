"""A console for streams that cannot write every sign: texts are spelled before they are laid out.

Were they spelled while they are written, `θ` would take five columns where one was planned, and frames would break.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.segment import Segment
from rich.table import Table
from rich.text import Span, Text

from grader.screen.encoding import spelled


class NarrowConsole(Console):
    """Draws with the letters that its stream can write."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Spell first, then lay out."""
        return super().render(self._spelled(renderable), options)

    def _spelled(self, part: RenderableType) -> RenderableType:
        """The same renderable with texts that can be written, as deep as it is measured before it is drawn."""
        if isinstance(part, str):
            return "".join(spelled(part, self.encoding))
        if isinstance(part, Text):
            return _spell(part, self.encoding)
        if isinstance(part, Group):
            part._renderables = tuple(map(self._spelled, part._renderables))
        elif isinstance(part, Panel):
            part.renderable = self._spelled(part.renderable)
            part.title = _title(part.title, self.encoding)
        elif isinstance(part, Padding):
            part.renderable = self._spelled(part.renderable)
        elif isinstance(part, Table):
            for column in part.columns:
                column.header, column.footer = self._spelled(column.header), self._spelled(column.footer)
                column._cells = [self._spelled(cell) for cell in column._cells]
        return part


def _title(title: str | Text | None, encoding: str) -> str | Text | None:
    if isinstance(title, Text):
        return _spell(title, encoding)
    return None if title is None else "".join(spelled(title, encoding))


def _spell(text: Text, encoding: str) -> Text:
    """A text spelled out, its styles where they were."""
    letters = spelled(text.plain, encoding)
    starts = [0, *accumulate(map(len, letters))]
    if starts[-1] == len(text.plain):
        return text
    told = text.copy()
    told.plain = "".join(letters)
    last = len(starts) - 1
    told.spans = [Span(starts[min(one.start, last)], starts[min(one.end, last)], one.style) for one in text.spans]
    return told
