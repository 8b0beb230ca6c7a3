"""The bank's Markdown, and lettered lists, as Rich text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from grader.quiz.marking import LETTERS

_INLINE = re.compile(r"(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*)")


def render_inline(text: str, style: str = "") -> Text:
    """Render a line of Markdown: `code`, *emphasis*, **strong**."""
    whole = Text(style=style)
    for part in _INLINE.split(text):
        if part.startswith("`"):
            whole.append(part[1:-1], style="bold cyan")
        elif part.startswith("**"):
            whole.append(part[2:-2], style="bold")
        elif part.startswith("*") and len(part) > 2:
            whole.append(part[1:-1], style="italic")
        else:
            whole.append(part)
    return whole


def render_paragraphs(text: str) -> Group:
    """Render paragraphs of Markdown."""
    parts: list[RenderableType] = []
    for part in text.split("\n\n"):
        parts += [render_inline(part), Text()]
    return Group(*parts[:-1])


def render_lettered(texts: Sequence[Text], marked: Sequence[int] = ()) -> Table:
    """Render texts under letters; the marked ones faint."""
    styles = ["dim" if index in marked else "" for index in range(len(texts))]
    lines = [Text.assemble(text, style=style) for text, style in zip(texts, styles, strict=True)]
    return render_rows([(f"{LETTERS[index]})", line) for index, line in enumerate(lines)])


def render_rows(rows: Sequence[tuple[str, Text]]) -> Table:
    """Render rows of a letter and a text."""
    table = Table(box=None, padding=(0, 1, 0, 1), show_header=False)
    for letter, text in rows:
        table.add_row(Text(letter, style="bold"), text)
    return table
