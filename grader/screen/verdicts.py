"""What became of each law: a line for every one, then panels of what did not hold and why it matters."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.model import CheckResult, Finding, Plain, Report
from grader.screen import ideas, panels
from grader.screen.clean import clean_text
from grader.screen.components import QUIET, UNKNOWN, TwoColumns, make_grid, make_mark
from grader.text import format_points, format_value
from grader.view.titles import FINDING_TITLES

MAX_FULL_PANELS = 3
"""Panels of broken laws shown in full for the first broken function; one where a diagnosis says more, or
where an earlier function is broken too and may be the cause."""
MAX_LABEL_CHARS = 12
"""Letters of an answer in words that a folded line has room for: `overfitting`."""
TOLD_ELSEWHERE = frozenset({"X-SHAPE", "X-NONFINITE", "unwritten"})
"""Findings that the lines and panels of the checks already tell."""
ABOUT_VALUES = frozenset({"X-SHAPE", "X-NONFINITE", "X-MUTATES"})
"""Findings about an answer; the others tell why there is none."""


def render_verdicts(report: Report) -> list[RenderableType]:
    """Return the lines of every function, and the panels of those that do not pass yet."""
    asked = (check.function for check in report.checks)
    functions = list(dict.fromkeys([*report.submission.exercise.functions, *asked]))
    parts: list[RenderableType] = [
        TwoColumns(*(_render_function(report, name) for name in functions if _list_checks(report, name)), spaced=True)
    ]
    blocks: list[RenderableType] = [
        panels.render_finding(finding) for finding in report.findings if finding.function is None
    ]
    broken = [name for name in functions if any(not check.holds for check in _list_checks(report, name))]
    causes: set[str] = set()
    for name in functions:
        rendered = _render_function_panels(report, name, causes, first=name == broken[0] if broken else False)
        # Several functions stand in a column each; the panels of a single one may stand in both.
        blocks += rendered if len(broken) < 2 else [Group(*rendered)] if rendered else []
    if blocks:
        parts += [Text(), TwoColumns(*blocks, spaced=len(broken) > 1)]
    return parts


def _render_function_panels(report: Report, name: str, causes: set[str], *, first: bool) -> list[RenderableType]:
    """Return what happened in one function, the ideas that fit its numbers, the laws that did not hold.

    A cause outside of it that is among `causes` was shown with an earlier function.
    """
    findings = [each for each in report.findings if each.function == name and each.id not in TOLD_ELSEWHERE]
    findings = [finding for finding in findings if _find_outside_cause(finding) not in causes]
    causes |= {cause for finding in findings if (cause := _find_outside_cause(finding))}
    blocks: list[RenderableType] = [
        panels.render_finding(finding, _find_check(report, finding)) for finding in findings
    ]
    blocks += [ideas.render_diagnosis(idea) for idea in report.diagnoses if idea.function == name]
    return blocks + _render_failures(report, name, first=first)


def _find_outside_cause(finding: Finding) -> str:
    """Return the statement outside of a function that failed and took a name with it; empty where there is none."""
    return finding.says.rpartition(" would come from ")[2] if " would come from " in finding.says else ""


def _list_checks(report: Report, function: str) -> list[CheckResult]:
    return [check for check in report.checks if check.function == function]


def _render_function(report: Report, name: str) -> Table:
    """Render a function with a line for each of its laws; one line where no law could be judged."""
    checks = _list_checks(report, name)
    lines = make_grid(dict(no_wrap=True), dict(ratio=1), dict(justify="right", no_wrap=True), gap=1)
    earned, possible = sum(check.points for check in checks), sum(check.max_points for check in checks)
    title = clean_text(name, "bold")
    lines.add_row(
        Text("▸", QUIET),
        title,
        Text(f"{format_points(earned)} of {format_points(possible)}", "bold" if earned == possible else ""),
    )
    if reason := _explain_no_verdict(report, name):
        lines.add_row(Text(*UNKNOWN), clean_text(f"{reason} ({len(checks)} laws wait)"), "")
        return lines
    for check in checks:
        quiet = check.holds or check.outcome == "waiting"
        points_text = Text(_format_points(check), QUIET if quiet else "")
        lines.add_row(make_mark(check.outcome), clean_text(check.says), points_text)
    return lines


def _format_points(check: CheckResult) -> str:
    return (
        format_points(check.points)
        if check.holds
        else f"{format_points(check.points)} of {format_points(check.max_points)}"
    )


def _explain_no_verdict(report: Report, function: str) -> str:
    """Explain in a line why no law of a function could be judged; empty where one could."""
    if any(check.holds or check.expected is not None for check in _list_checks(report, function)):
        return ""
    findings = [each for each in report.findings if each.function == function]
    for finding in findings:
        if finding.id in ("unwritten", "missing", "syntax"):
            return finding.says.partition("\n")[0]
    return f"No answer yet: {function} {FINDING_TITLES.get(findings[0].id, findings[0].id)}." if findings else ""


def _render_failures(report: Report, function: str, *, first: bool) -> list[RenderableType]:
    """Return the first panels in full, and the rest as one line each."""
    unanswered = {each.id for each in report.findings if each.function == function} - ABOUT_VALUES
    failed = [check for check in _list_checks(report, function) if not check.holds and check.outcome != "waiting"]
    failed = [check for check in failed if not (unanswered and check.expected is None)]
    diagnosed = any(each.function == function and each.misconceptions for each in report.diagnoses)
    max_full = MAX_FULL_PANELS if first and not diagnosed else 1
    shown: list[RenderableType] = [panels.render_failure(check) for check in failed[:max_full]]
    if failed[max_full:]:
        shown[-1] = Group(shown[-1], _render_folded(failed[max_full:]))
    return shown


def _render_folded(checks: list[CheckResult]) -> RenderableType:
    """Render one line a law: what it says, cut to fit, and its two numbers where it is about two numbers."""
    wide, narrow = dict(ratio=1, no_wrap=True, overflow="ellipsis"), dict(justify="right", no_wrap=True, min_width=9)
    lines = make_grid(dict(width=1), wide, narrow, narrow, gap=1)
    more = f"{len(checks)} more {'law does' if len(checks) == 1 else 'laws do'} not hold"
    heads = [Text(head, QUIET) for head in ("predicted", "yours")]
    lines.add_row("", Text(more, QUIET), *(heads if any(_render_single(check.expected) for check in checks) else ()))
    for check in checks:
        predicted, yours = _render_single(check.expected), _render_single(check.actual, "bold")
        lines.add_row(make_mark(check.outcome), clean_text(check.says), predicted, yours)
    return Padding(lines, (0, 2, 0, 2))


def _render_single(answer: Plain, style: str = "") -> Text:
    """Render an answer that is short enough for a column; nothing for any other."""
    short = isinstance(answer, int | float) or (isinstance(answer, str) and len(answer) <= MAX_LABEL_CHARS)
    return Text(format_value(answer, 4), style) if short else Text()


def _find_check(report: Report, finding: Finding) -> CheckResult | None:
    """Find the check whose call a finding speaks of; None where there is none."""
    return next((check for check in report.checks if check.given and check.message == finding.says), None)
