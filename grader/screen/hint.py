"""One thought for the next step."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.learner.hints import Hint
from grader.model import Report
from grader.screen.clean import clean_text
from grader.screen.components import IDEA, QUIET, ReadableWidth


def render_hint(hint: Hint | None, report: Report, again: str) -> RenderableType:
    """Render a hint, and the command that shows the next."""
    return Padding(ReadableWidth(Group(*_list_parts(hint, report, again))), 1)


def _list_parts(hint: Hint | None, report: Report, again: str) -> list[RenderableType]:
    if report.status == "passed":
        return [Text("Every law of this exercise holds; there is nothing left to hint at.")]
    if hint is None:
        return [clean_text(finding.says, lines=True) for finding in report.findings[:1]]
    parts: list[RenderableType] = [
        Text.assemble((f"Hint {hint.level + 1}  ", QUIET), (hint.title, IDEA)),
        clean_text(hint.text, lines=True),
    ]
    if not hint.last:
        parts += [Text(), Text(f"Once more `{again}` goes a step further.", QUIET)]
    return parts
