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

from grader.screen.encoding import spell_letters


class NarrowConsole(Console):
    """Draws with the letters that its stream can write."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render with texts that are spelled out before they are laid out."""
        return super().render(self._spell_part(renderable), options)

    def _spell_part(self, part: RenderableType) -> RenderableType:
        """Return the same renderable with texts that can be written, as deep as it is measured before it is drawn."""
        if isinstance(part, str):
            return "".join(spell_letters(part, self.encoding))
        if isinstance(part, Text):
            return _spell_text(part, self.encoding)
        if isinstance(part, Group):
            part._renderables = tuple(map(self._spell_part, part._renderables))
        elif isinstance(part, Panel):
            part.renderable = self._spell_part(part.renderable)
            part.title = _spell_title(part.title, self.encoding)
        elif isinstance(part, Padding):
            part.renderable = self._spell_part(part.renderable)
        elif isinstance(part, Table):
            for column in part.columns:
                column.header, column.footer = self._spell_part(column.header), self._spell_part(column.footer)
                column._cells = [self._spell_part(cell) for cell in column._cells]
        return part


def _spell_title(title: str | Text | None, encoding: str) -> str | Text | None:
    if isinstance(title, Text):
        return _spell_text(title, encoding)
    return None if title is None else "".join(spell_letters(title, encoding))


def _spell_text(text: Text, encoding: str) -> Text:
    """Return a text spelled out, its styles where they were."""
    letters = spell_letters(text.plain, encoding)
    starts = [0, *accumulate(map(len, letters))]
    if starts[-1] == len(text.plain):
        return text
    spelled = text.copy()
    spelled.plain = "".join(letters)
    last = len(starts) - 1
    bounds = [(starts[min(span.start, last)], starts[min(span.end, last)], span.style) for span in text.spans]
    spelled.spans = [Span(*bound) for bound in bounds]
    return spelled
