"""One thought for the next step."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.model import Finding, Report
from grader.screen.clean import inert
from grader.screen.looks import IDEA, Comfortable


def hint(graded: Report) -> RenderableType:
    """Of the first function that is not yet there: what stands in the way, or the first law it breaks, in words."""
    return Padding(Comfortable(Group(*_thought(graded))), 1)


def _thought(graded: Report) -> list[RenderableType]:
    if graded.status == "passed":
        return [Text("Every law of this exercise holds; there is nothing left to hint at.")]
    if graded.status in ("unreadable", "absent"):
        return [inert(graded.findings[0].says, lines=True)]
    check = next((check for check in graded.checks if check.outcome != "passed"), None)
    if check is None:
        return [inert(found.says, lines=True) for found in graded.findings[:1]]
    told = next((found for found in graded.findings if found.function == check.function and _stops(found)), None)
    idea = next((idea for idea in graded.diagnoses if idea.function == check.function and idea.hint), None)
    words = idea.hint if idea else "" if told else check.message
    thought = [Text.assemble(inert(check.function, "bold"), " should keep this law: ", inert(check.says))]
    if told is not None:
        thought.append(inert(told.says.partition("\n")[0]))
    return [*thought, Text.assemble(("To think about: ", IDEA), inert(words))] if words else list(thought)


def _stops(found: Finding) -> bool:
    return not found.id.startswith("X-")
