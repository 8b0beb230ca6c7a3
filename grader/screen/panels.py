"""The panels of a report: a law that did not hold, something that happened around the numbers."""

from __future__ import annotations

import textwrap

from rich.console import RenderableType
from rich.panel import Panel
from rich.text import Text

from grader.model import CheckResult, Finding
from grader.screen.clean import clean_text
from grader.screen.components import FAILED, UNKNOWN, frame_parts, make_mark
from grader.screen.numbers import render_comparison
from grader.view.titles import FINDING_TITLES

MILD_FINDINGS = frozenset({"unwritten", "X-MUTATES"})
"""Findings that are no error of the program."""


def render_failure(check: CheckResult) -> Panel:
    """Render one law that did not hold: what it says, the numbers, what breaking it means."""
    title = Text.assemble(make_mark(check.outcome), " ", clean_text(check.function, "bold"))
    numbers = render_comparison(check)
    parts: list[RenderableType] = [clean_text(check.says, "bold")]
    if numbers is not None:
        parts.append(numbers)
    if check.message:
        parts.append(clean_text(check.message, lines=True))
    return frame_parts(title, "red" if check.outcome == "failed" else "yellow", *parts)


def render_finding(finding: Finding, check: CheckResult | None = None) -> Panel:
    """Render one thing that happened around the numbers, with its call; the learner's own lines are set off."""
    sign, style = UNKNOWN if finding.id in ("timeout", *MILD_FINDINGS) else FAILED
    prefix = f"{finding.function}: " if finding.function else ""
    title = Text.assemble(
        (sign, style), " ", clean_text(f"{prefix}{FINDING_TITLES.get(finding.id, finding.id)}", "bold")
    )
    says, _, code = finding.says.partition("\n")
    parts: list[RenderableType] = [clean_text(says)]
    if code:
        parts.append(clean_text(textwrap.dedent(code), "bold", lines=True))
    if check is not None and f"{finding.function}(" not in finding.says:
        parts.append(render_comparison(check) or Text())
    return frame_parts(title, style.removeprefix("bold "), *parts)
