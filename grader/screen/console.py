"""The Console: its width and colour follow the terminal, NO_COLOR and pipes; `--plain` makes it tell all in lines."""

from __future__ import annotations

import sys
from typing import TextIO

from rich.console import Console

from grader.screen import mode
from grader.screen.encoding import is_narrow, make_forgiving


def make(file: TextIO | None = None) -> Console:
    """Return a console that takes texts as they are: no markup, no emoji codes, no guessed highlights."""
    stream = file or sys.stdout
    make_forgiving(stream)
    if mode.is_plain():
        from grader.screen.plain import PlainConsole

        return PlainConsole(stream)
    if is_narrow(stream):
        from grader.screen.narrow import NarrowConsole

        return NarrowConsole(file=stream, markup=False, emoji=False, highlight=False)
    return Console(file=stream, markup=False, emoji=False, highlight=False)


__all__ = ["Console", "make"]
