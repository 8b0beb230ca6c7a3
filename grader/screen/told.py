"""What a screen would say, as text: for places that are no terminal."""

from __future__ import annotations

import io

from rich.console import RenderableType

from grader.screen.plain import PlainConsole


def told(thing: RenderableType) -> str:
    """Return the plain lines of anything that is drawn."""
    stream = io.StringIO()
    PlainConsole(stream).print(thing)
    return stream.getvalue().strip("\n")
