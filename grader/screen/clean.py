"""Foreign text made inert: never markup, never an escape sequence. See `grader.text.clean`."""

from __future__ import annotations

from rich.style import Style
from rich.text import Text

from grader.text import clean

__all__ = ["clean", "clean_text"]


def clean_text(text: str, style: str | Style = "", *, lines: bool = False) -> Text:
    """Return foreign text as a Rich Text that can do nothing: what looks like markup in it stays letters."""
    return Text(clean(text, lines=lines), style=style)
