"""Foreign text made inert: never markup, never an escape sequence. See `grader.text.clean`."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from grader.text import clean

__all__ = ["clean", "inert"]


def inert(text: str, style: str | Style = "", *, lines: bool = False) -> Text:
    """Foreign text as a Rich Text: what looks like markup in it stays letters."""
    return Text(clean(text, lines=lines), style=style)
