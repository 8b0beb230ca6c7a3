"""One thought for the next step."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.learner.hints import Hint
from grader.model import Report
from grader.screen.clean import clean_text
from grader.screen.components import IDEA, QUIET, ReadableWidth


def hint(found: Hint | None, report: Report, again: str) -> RenderableType:
    """Draw a hint, and the command that shows the next."""
    return Padding(ReadableWidth(Group(*_thought(found, report, again))), 1)


def _thought(found: Hint | None, report: Report, again: str) -> list[RenderableType]:
    if report.status == "passed":
        return [Text("Every law of this exercise holds; there is nothing left to hint at.")]
    if found is None:
        return [clean_text(told.says, lines=True) for told in report.findings[:1]]
    thought: list[RenderableType] = [
        Text.assemble((f"Hint {found.level + 1}  ", QUIET), (found.title, IDEA)),
        clean_text(found.text, lines=True),
    ]
    if not found.last:
        thought += [Text(), Text(f"Once more `{again}` goes a step further.", QUIET)]
    return thought
