"""The panels of a report: a law that did not hold, something that happened around the numbers."""

from __future__ import annotations

import textwrap

from rich.console import RenderableType
from rich.panel import Panel
from rich.text import Text

from grader.model import CheckResult, Finding
from grader.screen.clean import inert
from grader.screen.components import FAILED, UNKNOWN, framed, mark
from grader.screen.numbers import compared
from grader.view.titles import TITLES

MILD = frozenset({"unwritten", "X-MUTATES"})
"""Findings that are no error of the program."""


def failure(check: CheckResult) -> Panel:
    """One law: what it says, the numbers, what breaking it means."""
    title = Text.assemble(mark(check.outcome), " ", inert(check.function, "bold"))
    numbers = compared(check)
    parts: list[RenderableType] = [inert(check.says, "bold")]
    if numbers is not None:
        parts.append(numbers)
    if check.message:
        parts.append(inert(check.message, lines=True))
    return framed(title, "red" if check.outcome == "failed" else "yellow", *parts)


def finding(found: Finding, asked: CheckResult | None = None) -> Panel:
    """One thing that happened around the numbers: the call it happened in, the learner's own lines set off."""
    sign, style = UNKNOWN if found.id in ("timeout", *MILD) else FAILED
    named = f"{found.function}: " if found.function else ""
    title = Text.assemble((sign, style), " ", inert(f"{named}{TITLES.get(found.id, found.id)}", "bold"))
    says, _, code = found.says.partition("\n")
    parts: list[RenderableType] = [inert(says)]
    if code:
        parts.append(inert(textwrap.dedent(code), "bold", lines=True))
    if asked is not None and f"{found.function}(" not in found.says:
        parts.append(compared(asked) or Text())
    return framed(title, style.removeprefix("bold "), *parts)
