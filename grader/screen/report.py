"""One report on the screen: the verdict, a line for every law, then what did not hold and why it matters."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from grader.model import CheckResult, Finding, Misconception, Report
from grader.screen import panels
from grader.screen.clean import clean, inert
from grader.screen.looks import FAILED, PASSED, QUIET, UNKNOWN, Beside, Comfortable, grid, mark
from grader.words import cut, number, points, value

FULL = 3
"""Panels of broken laws shown in full for the first broken function; one where a diagnosis says more, or
where an earlier function is broken too and may be the cause."""
PRINTED_LINES = 8
TOLD_ELSEWHERE = frozenset({"X-SHAPE", "X-NONFINITE", "unwritten"})
"""Findings that the lines and panels of the checks already tell."""
WALLS = {
    "strict": "behind strict walls: it saw nothing of this machine",
    "confined": "behind walls: no network, no writing",
    "process": "in a process of its own, without walls",
}


def report(
    graded: Report, *, known: Mapping[str, Misconception] | None = None, then: str = "", first: str = ""
) -> RenderableType:
    """All of one report.

    `known` gives the misconceptions their names, `then` is the command to go on with, and `first` is the
    call that somebody who has not begun writes first.
    """
    parts: list[RenderableType] = [_head(graded), Text()]
    if graded.status == "not_started":
        parts.append(_first_step(graded, first))
    elif graded.status in ("unreadable", "absent"):
        parts.append(Beside(*(panels.finding(found) for found in graded.findings)))
    else:
        parts += _verdicts(graded, known)
    parts += _foot(graded, then)
    return Padding(Group(*parts), (1, 1, 1, 1))


def _verdicts(graded: Report, known: Mapping[str, Misconception] | None) -> list[RenderableType]:
    functions = list(dict.fromkeys([*graded.submission.exercise.functions, *(c.function for c in graded.checks)]))
    parts: list[RenderableType] = [Beside(*(_function(graded, name) for name in functions if _laws(graded, name)))]
    blocks: list[RenderableType] = [panels.finding(found) for found in graded.findings if found.function is None]
    broken = [name for name in functions if any(c.outcome != "passed" for c in _laws(graded, name))]
    for name in functions:
        blocks += [
            panels.finding(found, _inputs_of(graded, found))
            for found in graded.findings
            if found.function == name and found.id not in TOLD_ELSEWHERE
        ]
        blocks += [panels.diagnosis(found, known) for found in graded.diagnoses if found.function == name]
        blocks += _failures(graded, name, first=name == broken[0] if broken else False)
    if blocks:
        parts.append(Beside(*blocks))
    return parts


def _head(graded: Report) -> RenderableType:
    submission = graded.submission
    head = grid(dict(ratio=1), dict(justify="right", no_wrap=True), gap=1)
    head.add_row(inert(submission.exercise.title, "bold"), _status(graded))
    head.add_row(inert(submission.origin, QUIET), _score(graded))
    return Comfortable(head, 2 if graded.status in ("passed", "failed") else 1)


def _status(graded: Report) -> Text:
    held = sum(check.outcome == "passed" for check in graded.checks)
    sign, words = {
        "passed": (PASSED, f"all {held} laws hold"),
        "failed": (FAILED, f"{held} of {len(graded.checks)} laws hold"),
        "not_started": (UNKNOWN, "not started"),
        "unreadable": (FAILED, "nothing to run"),
        "absent": (UNKNOWN, "nothing handed in"),
    }[graded.status]
    return Text(f"{sign[0]} {words}", sign[1])


def _score(graded: Report) -> Text:
    if graded.status not in ("passed", "failed"):
        return Text()
    return Text(f"{points(graded.score)} of {points(graded.max_score)} points", QUIET)


def _laws(graded: Report, function: str) -> list[CheckResult]:
    return [check for check in graded.checks if check.function == function]


def _function(graded: Report, name: str) -> Table:
    """A function and a line for each of its laws; one line where it is not there to be asked."""
    laws = _laws(graded, name)
    lines = grid(dict(no_wrap=True), dict(ratio=1), dict(justify="right", no_wrap=True), gap=1)
    earned, there = sum(check.points for check in laws), sum(check.max_points for check in laws)
    title = inert(name, "bold")
    lines.add_row(
        Text("▸", QUIET), title, Text(f"{points(earned)} of {points(there)}", "bold" if earned == there else "")
    )
    absent = _not_there(graded, name)
    if absent is not None:
        lines.add_row(Text("?", UNKNOWN[1]), inert(f"{absent.says.partition(chr(10))[0]} ({len(laws)} laws wait)"), "")
        laws = []
    for check in laws:
        held = check.outcome == "passed"
        lines.add_row(mark(check.outcome), inert(check.says), Text(_earned(check), QUIET if held else ""))
    lines.add_row("", "", "")
    return lines


def _earned(check: CheckResult) -> str:
    return (
        points(check.points) if check.outcome == "passed" else f"{points(check.points)} of {points(check.max_points)}"
    )


def _not_there(graded: Report, function: str) -> Finding | None:
    """Why no law of a function could be asked: it is unwritten, missing, or takes other arguments."""
    for found in graded.findings:
        if found.function == function and found.id in ("unwritten", "missing"):
            return found
    return None


def _failures(graded: Report, function: str, *, first: bool) -> list[RenderableType]:
    """The first panels in full, the rest one line each."""
    if _not_there(graded, function):
        return []
    told = {found.id for found in graded.findings if found.function == function} - {*TOLD_ELSEWHERE, "X-MUTATES"}
    failed = [check for check in _laws(graded, function) if check.outcome != "passed"]
    failed = [check for check in failed if not (told and check.expected is None)]
    diagnosed = any(found.function == function and found.misconceptions for found in graded.diagnoses)
    full = FULL if first and not diagnosed else 1
    shown: list[RenderableType] = [panels.failure(check) for check in failed[:full]]
    return [*shown, _folded(failed[full:])] if failed[full:] else shown


def _folded(checks: list[CheckResult]) -> RenderableType:
    """One line a law: what it says, cut to fit, and two numbers where two numbers tell."""
    law = dict(ratio=1, no_wrap=True, overflow="ellipsis")
    lines = grid(dict(width=1), law, dict(justify="right", no_wrap=True), gap=1)
    for check in checks:
        lines.add_row(mark(check.outcome), inert(check.says), Text(_two_numbers(check), QUIET))
    return Padding(lines, (0, 2, 1, 2))


def _two_numbers(check: CheckResult) -> str:
    pair = (check.expected, check.actual)
    if any(isinstance(thing, bool) or not isinstance(thing, int | float) for thing in pair):
        return ""
    expected, actual = (value(thing) for thing in pair)
    return f"{expected} predicted, {actual} yours"


def _inputs_of(graded: Report, found: Finding) -> CheckResult | None:
    """The check whose call a finding tells of."""
    return next((check for check in graded.checks if check.given and check.message == found.says), None)


def _first_step(graded: Report, first: str) -> RenderableType:
    """For a file that is as it came."""
    functions = graded.submission.exercise.functions
    parts: list[RenderableType] = [Text("The file is as it came: every function still waits to be written.")]
    call = first or f"{functions[0]}(…)"
    steps = [
        Text.assemble("Open the file and read its first page; the story is the exercise."),
        Text.assemble("Begin with ", (clean(call), "bold"), ": write its body where it raises NotImplementedError."),
    ]
    if graded.checks:
        steps.append(Text("The first law it will meet: ").append_text(inert(graded.checks[0].says, "italic")))
    steps.append(Text("Then grade again; a function that still waits holds the others back in nothing."))
    numbered = grid(dict(no_wrap=True, style=QUIET), dict(ratio=1), gap=1)
    for place, step in enumerate(steps, 1):
        numbered.add_row(f"{place}.", step)
    return Beside(Group(*parts, Text(), numbered))


def _foot(graded: Report, then: str) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for note in graded.notes:
        named = f"{note.function}: " if note.function and note.function not in note.says else ""
        parts += [Text(), Text("Note  ", "cyan").append_text(inert(f"{named}{note.says}"))]
    if graded.output.strip():
        parts += [Text(), _printed(graded.output)]
    if graded.status in ("passed", "failed"):
        walls = WALLS.get(graded.walls, graded.walls)
        words = f"Your code ran {walls} ({graded.walls}), {number(graded.seconds, 2)} s."
        parts += [Text(), Text(words, QUIET)]
    if then:
        parts += [Text(), Text(then)] if not parts else [Text(then)]
    return parts


def _printed(output: str) -> RenderableType:
    """The first lines of what the code wrote."""
    lines = clean(output, lines=True).strip("\n").split("\n")
    shown = [Text("▌ ", QUIET).append(cut(line, 160)) for line in lines[:PRINTED_LINES]]
    if len(lines) > PRINTED_LINES:
        shown.append(Text(f"▌ … and {len(lines) - PRINTED_LINES} more lines", QUIET))
    return Group(Text("Your code printed", QUIET), *shown)
