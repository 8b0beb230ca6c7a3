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
from grader.text import points, value
from grader.view.titles import TITLES

FULL = 3
"""Panels of broken laws shown in full for the first broken function; one where a diagnosis says more, or
where an earlier function is broken too and may be the cause."""
MOST_LABEL = 12
"""Letters of an answer in words that a folded line has room for: `overfitting`."""
TOLD_ELSEWHERE = frozenset({"X-SHAPE", "X-NONFINITE", "unwritten"})
"""Findings that the lines and panels of the checks already tell."""
ABOUT_VALUES = frozenset({"X-SHAPE", "X-NONFINITE", "X-MUTATES"})
"""Findings about an answer; the others tell why there is none."""


def verdicts(graded: Report) -> list[RenderableType]:
    """The lines of every function, and the panels of those that are not there yet."""
    functions = list(dict.fromkeys([*graded.submission.exercise.functions, *(c.function for c in graded.checks)]))
    parts: list[RenderableType] = [
        TwoColumns(*(_function(graded, name) for name in functions if _laws(graded, name)), apart=True)
    ]
    blocks: list[RenderableType] = [panels.render_finding(found) for found in graded.findings if found.function is None]
    broken = [name for name in functions if any(not c.holds for c in _laws(graded, name))]
    causes: set[str] = set()
    for name in functions:
        told = _function_panels(graded, name, causes, first=name == broken[0] if broken else False)
        # Several functions stand in a column each; the panels of a single one may stand in both.
        blocks += told if len(broken) < 2 else [Group(*told)] if told else []
    if blocks:
        parts += [Text(), TwoColumns(*blocks, apart=len(broken) > 1)]
    return parts


def _function_panels(graded: Report, name: str, causes: set[str], *, first: bool) -> list[RenderableType]:
    """What happened in one function, the ideas that fit its numbers, the laws that did not hold.

    A cause outside of it that is among `causes` was told with an earlier function.
    """
    found = [found for found in graded.findings if found.function == name and found.id not in TOLD_ELSEWHERE]
    found = [one for one in found if _cause(one) not in causes]
    causes |= {cause for one in found if (cause := _cause(one))}
    blocks: list[RenderableType] = [panels.render_finding(one, _inputs_of(graded, one)) for one in found]
    blocks += [ideas.render_diagnosis(idea) for idea in graded.diagnoses if idea.function == name]
    return blocks + _failures(graded, name, first=first)


def _cause(found: Finding) -> str:
    """The statement outside of a function that failed and took a name with it; empty where there is none."""
    return found.says.rpartition(" would come from ")[2] if " would come from " in found.says else ""


def _laws(graded: Report, function: str) -> list[CheckResult]:
    return [check for check in graded.checks if check.function == function]


def _function(graded: Report, name: str) -> Table:
    """A function and a line for each of its laws; one line where it is not there to be asked."""
    laws = _laws(graded, name)
    lines = make_grid(dict(no_wrap=True), dict(ratio=1), dict(justify="right", no_wrap=True), gap=1)
    earned, there = sum(check.points for check in laws), sum(check.max_points for check in laws)
    title = clean_text(name, "bold")
    lines.add_row(
        Text("▸", QUIET), title, Text(f"{points(earned)} of {points(there)}", "bold" if earned == there else "")
    )
    if words := _unasked(graded, name):
        lines.add_row(Text(*UNKNOWN), clean_text(f"{words} ({len(laws)} laws wait)"), "")
        return lines
    for check in laws:
        held = check.holds or check.outcome == "waiting"
        lines.add_row(make_mark(check.outcome), clean_text(check.says), Text(_earned(check), QUIET if held else ""))
    return lines


def _earned(check: CheckResult) -> str:
    return points(check.points) if check.holds else f"{points(check.points)} of {points(check.max_points)}"


def _unasked(graded: Report, function: str) -> str:
    """Why no law of a function could be judged, in a line; empty where one could."""
    if any(check.holds or check.expected is not None for check in _laws(graded, function)):
        return ""
    told = [found for found in graded.findings if found.function == function]
    for found in told:
        if found.id in ("unwritten", "missing", "syntax"):
            return found.says.partition("\n")[0]
    return f"No answer yet: {function} {TITLES.get(told[0].id, told[0].id)}." if told else ""


def _failures(graded: Report, function: str, *, first: bool) -> list[RenderableType]:
    """The first panels in full, the rest one line each."""
    told = {found.id for found in graded.findings if found.function == function} - {
        "X-SHAPE",
        "X-NONFINITE",
        "X-MUTATES",
    }
    failed = [check for check in _laws(graded, function) if not check.holds and check.outcome != "waiting"]
    failed = [check for check in failed if not (told and check.expected is None)]
    diagnosed = any(found.function == function and found.misconceptions for found in graded.diagnoses)
    full = FULL if first and not diagnosed else 1
    shown: list[RenderableType] = [panels.render_failure(check) for check in failed[:full]]
    if failed[full:]:
        shown[-1] = Group(shown[-1], _folded(failed[full:]))
    return shown


def _folded(checks: list[CheckResult]) -> RenderableType:
    """One line a law: what it says, cut to fit, and its two numbers where it is about two numbers."""
    number_ = dict(justify="right", no_wrap=True, min_width=9)
    lines = make_grid(dict(width=1), dict(ratio=1, no_wrap=True, overflow="ellipsis"), number_, number_, gap=1)
    more = f"{len(checks)} more {'law does' if len(checks) == 1 else 'laws do'} not hold"
    heads = [Text(head, QUIET) for head in ("predicted", "yours")]
    lines.add_row("", Text(more, QUIET), *(heads if any(_single(check.expected) for check in checks) else ()))
    for check in checks:
        lines.add_row(
            make_mark(check.outcome), clean_text(check.says), _single(check.expected), _single(check.actual, "bold")
        )
    return Padding(lines, (0, 2, 0, 2))


def _single(thing: Plain, style: str = "") -> Text:
    short = isinstance(thing, int | float) or (isinstance(thing, str) and len(thing) <= MOST_LABEL)
    return Text(value(thing, 4), style) if short else Text()


def _inputs_of(graded: Report, found: Finding) -> CheckResult | None:
    """The check whose call a finding tells of."""
    return next((check for check in graded.checks if check.given and check.message == found.says), None)
