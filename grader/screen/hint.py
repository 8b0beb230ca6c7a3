"""One thought for the next step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.ladder import Rung
from grader.screen.clean import inert
from grader.screen.looks import IDEA, QUIET, Comfortable


def hint(rung: Rung | None, record: Mapping[str, Any], again: str) -> RenderableType:
    """A rung of the ladder, and the command that climbs to the next."""
    return Padding(Comfortable(Group(*_thought(rung, record, again))), 1)


def _thought(rung: Rung | None, record: Mapping[str, Any], again: str) -> list[RenderableType]:
    if record["status"] == "passed":
        return [Text("Every law of this exercise holds; there is nothing left to hint at.")]
    if rung is None or record["status"] in ("unreadable", "absent"):
        return [inert(found["says"], lines=True) for found in record["findings"][:1]]
    thought: list[RenderableType] = [
        Text.assemble((f"Hint {rung.number + 1}  ", QUIET), (rung.title, IDEA)),
        inert(rung.text, lines=True),
    ]
    if not rung.last:
        thought += [Text(), Text(f"Once more `{again}` goes a step further.", QUIET)]
    return thought
