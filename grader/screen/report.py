"""One report on the screen: the verdict, the laws, and what else is to be told."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.model import Printed, Report
from grader.screen import panels, pictures
from grader.screen.clean import clean, clean_text
from grader.screen.components import FAILED, PASSED, QUIET, UNKNOWN, ReadableWidth, TwoColumns, make_grid
from grader.screen.verdicts import verdicts
from grader.text import cut, number, points

PRINTED_LINES = 400
WALLS = {
    "strict": "strict: your code saw nothing of this machine",
    "confined": "confined: your code could write nothing and reach nobody",
    "process": "process: your code ran apart from the grader, with your own rights",
}


def report(graded: Report, *, then: str = "", first: str = "") -> RenderableType:
    """All of one report.

    `then` is the command to go on with, and `first` is the
    call that somebody who has not begun writes first.
    """
    parts: list[RenderableType] = [head(graded), Text()]
    if graded.status == "not_started":
        parts.append(first_step(graded, first))
    elif graded.status in ("unreadable", "absent", "set_aside"):
        parts.append(TwoColumns(*(panels.render_finding(found) for found in graded.findings[:1])))
    else:
        parts += verdicts(graded)
        if (drawn := pictures.shown(graded.pictures)) is not None:
            parts += [Text(), drawn]
    for part in _foot(graded, then):
        parts += [Text(), part]
    return Padding(Group(*parts), 1)


def head(graded: Report) -> RenderableType:
    """Title and file, verdict and points."""
    submission = graded.submission
    lines = make_grid(dict(ratio=1), dict(justify="right", no_wrap=True), gap=1)
    lines.add_row(clean_text(submission.exercise.title, "bold"), _status(graded))
    lines.add_row(clean_text(submission.origin, QUIET), _score(graded))
    return ReadableWidth(lines, 2 if graded.status in ("passed", "failed") else 1)


def _status(graded: Report) -> Text:
    held = sum(check.holds for check in graded.checks)
    sign, words = {
        "passed": (PASSED, f"all {held} laws hold"),
        "failed": (FAILED, f"{held} of {len(graded.checks)} laws hold"),
        "not_started": (UNKNOWN, "not started"),
        "unreadable": (FAILED, "nothing to run"),
        "absent": (UNKNOWN, "nothing handed in"),
        "set_aside": (UNKNOWN, "set aside"),
    }[graded.status]
    return Text(f"{sign[0]} {words}", sign[1])


def _score(graded: Report) -> Text:
    if graded.status not in ("passed", "failed"):
        return Text()
    return Text(f"{points(graded.score)} of {points(graded.max_score)} points", QUIET)


def first_step(graded: Report, first: str) -> RenderableType:
    """For a file that is as it came."""
    functions = graded.submission.exercise.functions
    parts: list[RenderableType] = [Text("The file is as it came: every function still waits to be written.")]
    call = first or f"{functions[0]}(…)"
    steps = [
        Text.assemble("Open the file and read its first page; the story is the exercise."),
        Text.assemble("Begin with ", (clean(call), "bold"), ": write its body where it raises NotImplementedError."),
    ]
    if graded.checks:
        steps.append(Text("The first law it will meet: ").append_text(clean_text(graded.checks[0].says, "italic")))
    steps.append(Text("Then grade again. Functions are graded one by one; the others may wait."))
    numbered = make_grid(dict(no_wrap=True, style=QUIET), dict(ratio=1), gap=1)
    for place, step in enumerate(steps, 1):
        numbered.add_row(f"{place}.", step)
    return TwoColumns(Group(*parts, Text(), numbered))


def _foot(graded: Report, then: str) -> list[RenderableType]:
    parts: list[RenderableType] = []
    stuck = {found.function for found in graded.findings if found.id == "crash"}
    for note in graded.notes:
        if note.id == "input_kind" and note.function in stuck:
            continue
        named = f"{note.function}: " if note.function and note.function not in note.says else ""
        parts.append(ReadableWidth(Text.assemble(("Note  ", "cyan"), clean_text(f"{named}{note.says}"))))
    parts += [_printed(one) for one in graded.printed]
    last = [Text(then)] if then else []
    if graded.status in ("passed", "failed"):
        walls = WALLS[graded.walls or "process"]
        last.insert(0, Text(f"Walls {walls}. Graded in {number(graded.seconds, 2)} s.", QUIET))
    return [*parts, Group(*last)] if last else parts


def _printed(told: Printed) -> RenderableType:
    """What the code wrote in one place, under the call that wrote it."""
    lines = clean(told.text, lines=True).strip("\n").split("\n")
    shown = [Text("▌ ", QUIET).append(cut(line, 160)) for line in lines[:PRINTED_LINES]]
    if len(lines) > PRINTED_LINES:
        shown.append(Text(f"▌ … and {len(lines) - PRINTED_LINES} more lines", QUIET))
    who = f"Printed by {told.call}" if told.function else "Printed while the file was loaded"
    return Group(clean_text(who, QUIET), *shown)
