"""One report on the screen: the verdict, the laws, and what else is to be told."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from grader.model import Printed, Report
from grader.screen import panels, pictures
from grader.screen.clean import clean, clean_text
from grader.screen.components import FAILED, PASSED, QUIET, UNKNOWN, ReadableWidth, TwoColumns, make_grid
from grader.screen.verdicts import render_verdicts
from grader.text import cut, format_number, format_points

MAX_PRINTED_LINES = 400
WALLS = {
    "strict": "strict: your code saw nothing of this machine",
    "confined": "confined: your code could write nothing and reach nobody",
    "process": "process: your code ran apart from the grader, with your own rights",
}


def render_report(report: Report, *, then: str = "", first: str = "") -> RenderableType:
    """Render a whole report.

    `then` is the command to go on with, and `first` is the call that somebody who has not begun writes first.
    """
    parts: list[RenderableType] = [render_head(report), Text()]
    if report.status == "not_started":
        parts.append(render_first_step(report, first))
    elif report.status in ("unreadable", "absent", "set_aside"):
        parts.append(TwoColumns(*(panels.render_finding(finding) for finding in report.findings[:1])))
    else:
        parts += render_verdicts(report)
        if (drawn := pictures.render_pictures(report.pictures)) is not None:
            parts += [Text(), drawn]
    for part in _render_foot(report, then):
        parts += [Text(), part]
    return Padding(Group(*parts), 1)


def render_head(report: Report) -> RenderableType:
    """Render title and file, verdict and points."""
    submission = report.submission
    lines = make_grid(dict(ratio=1), dict(justify="right", no_wrap=True), gap=1)
    lines.add_row(clean_text(submission.exercise.title, "bold"), _render_status(report))
    lines.add_row(clean_text(submission.origin, QUIET), _render_score(report))
    return ReadableWidth(lines, 2 if report.status in ("passed", "failed") else 1)


def _render_status(report: Report) -> Text:
    holding = sum(check.holds for check in report.checks)
    sign, words = {
        "passed": (PASSED, f"all {holding} laws hold"),
        "failed": (FAILED, f"{holding} of {len(report.checks)} laws hold"),
        "not_started": (UNKNOWN, "not started"),
        "unreadable": (FAILED, "nothing to run"),
        "absent": (UNKNOWN, "nothing handed in"),
        "set_aside": (UNKNOWN, "set aside"),
    }[report.status]
    return Text(f"{sign[0]} {words}", sign[1])


def _render_score(report: Report) -> Text:
    if report.status not in ("passed", "failed"):
        return Text()
    return Text(f"{format_points(report.score)} of {format_points(report.max_score)} points", QUIET)


def render_first_step(report: Report, first: str) -> RenderableType:
    """Render how to begin, for a file that nobody has changed yet."""
    functions = report.submission.exercise.functions
    parts: list[RenderableType] = [Text("The file is as it came: every function still waits to be written.")]
    call = first or f"{functions[0]}(…)"
    steps = [
        Text.assemble("Open the file and read its first page; the story is the exercise."),
        Text.assemble("Begin with ", (clean(call), "bold"), ": write its body where it raises NotImplementedError."),
    ]
    if report.checks:
        steps.append(Text("The first law it will meet: ").append_text(clean_text(report.checks[0].says, "italic")))
    steps.append(Text("Then grade again. Functions are graded one by one; the others may wait."))
    numbered = make_grid(dict(no_wrap=True, style=QUIET), dict(ratio=1), gap=1)
    for position, step in enumerate(steps, 1):
        numbered.add_row(f"{position}.", step)
    return TwoColumns(Group(*parts, Text(), numbered))


def _render_foot(report: Report, then: str) -> list[RenderableType]:
    """Return what stands at the end of a report: notes, what was printed, the walls and the next step."""
    parts: list[RenderableType] = []
    stuck = {finding.function for finding in report.findings if finding.id == "crash"}
    for note in report.notes:
        if note.id == "input_kind" and note.function in stuck:
            continue
        prefix = f"{note.function}: " if note.function and note.function not in note.says else ""
        parts.append(ReadableWidth(Text.assemble(("Note  ", "cyan"), clean_text(f"{prefix}{note.says}"))))
    parts += [_render_printed(printed) for printed in report.printed]
    last = [Text(then)] if then else []
    if report.status in ("passed", "failed"):
        walls = WALLS[report.walls or "process"]
        last.insert(0, Text(f"Walls {walls}. Graded in {format_number(report.seconds, 2)} s.", QUIET))
    return [*parts, Group(*last)] if last else parts


def _render_printed(printed: Printed) -> RenderableType:
    """Render what the code wrote in one place, under the call that wrote it."""
    lines = clean(printed.text, lines=True).strip("\n").split("\n")
    shown = [Text("▌ ", QUIET).append(cut(line, 160)) for line in lines[:MAX_PRINTED_LINES]]
    if len(lines) > MAX_PRINTED_LINES:
        shown.append(Text(f"▌ … and {len(lines) - MAX_PRINTED_LINES} more lines", QUIET))
    heading = f"Printed by {printed.call}" if printed.function else "Printed while the file was loaded"
    return Group(clean_text(heading, QUIET), *shown)
