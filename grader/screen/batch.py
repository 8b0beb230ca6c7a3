"""A batch on the screen: live progress, and what there is to know when it is done."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from grader.batch import remarks
from grader.batch.nouns import Gathered
from grader.batch.nouns import Progress as Standing
from grader.batch.run import Result
from grader.screen import mode
from grader.screen.clean import clean_text
from grader.screen.components import FAILED, IDEA, PASSED, QUIET, UNKNOWN, ReadableWidth, make_grid, make_ornament
from grader.text import format_count

MAX_REMARKS = 12
PROGRESS_SECONDS = 10.0
"""Seconds between two lines of progress."""


class ProgressBar:
    """The progress of a batch as a moving line."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def show(self, standing: Standing) -> None:
        """Show where the batch stands now."""
        remark = f"{standing.not_passed} not passed" + (f", {standing.known} known already" if standing.known else "")
        self._progress.update(self._task, completed=standing.done, total=standing.total, remark=remark)


class ProgressLines:
    """The progress of a batch in words, a line now and then."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = time.monotonic()

    def show(self, standing: Standing) -> None:
        """Print where the batch stands, if the last line is long enough ago."""
        if (now := time.monotonic()) - self._last >= PROGRESS_SECONDS:
            self._last = now
            self._console.print(Text(f"Graded {standing.done} of {standing.total}, {standing.not_passed} not passed."))


@contextmanager
def show_progress(console: Console, total: int) -> Iterator[ProgressBar | ProgressLines]:
    """Show progress while the `with` lasts, in plain lines where these are asked for, and nothing in a pipe."""
    columns = (
        TextColumn("Grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[remark]}", style=QUIET),
    )
    if mode.is_plain():
        yield ProgressLines(console)
        return
    with _SpeedProgress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield ProgressBar(progress, progress.add_task("", total=total, remark="", rate=""))


class _SpeedProgress(Progress):
    """Progress that shows its speed."""

    def get_renderables(self) -> Iterator[RenderableType]:
        for task in self.tasks:
            task.fields["rate"] = f"{task.speed:.0f}/s" if task.speed else ""
        yield from super().get_renderables()


def render_gathered(gathered: Gathered) -> RenderableType:
    """Render what was found and what was passed over."""
    people = len({work.author.id for work in gathered.handed})
    files = sum(work.entry is not None for work in gathered.handed)
    late = sum(work.late for work in gathered.handed)
    sentence = (
        f"{format_count(files, 'submission')} of {format_count(people, 'student')}, laid out as {gathered.layout}."
    )
    lines: list[RenderableType] = [Text(f"{sentence} {late} came late; remarks.txt names them." if late else sentence)]
    remark_lines = [
        *remarks.iterate_student_lines((work.author.id, remark) for work in gathered.handed for remark in work.remarks),
        *remarks.iterate_skipped_lines(entry for entry in gathered.skipped if not entry.rubbish),
    ]
    lines += _render_remarks(remark_lines, QUIET)
    if rubbish := sum(entry.rubbish for entry in gathered.skipped):
        lines.append(
            Text(
                f"Passed over: {format_count(rubbish, 'file or folder', 'files and folders')} that machines leave.",
                QUIET,
            )
        )
    return Padding(ReadableWidth(Group(*lines)), (1, 1, 0, 1))


def render_line(text: str) -> RenderableType:
    """Render a line that cannot wait for the end."""
    return Padding(ReadableWidth(clean_text(text)), (0, 1))


def render_stopped(done: int, total: int, out: Path) -> RenderableType:
    """Render how far a batch came before Ctrl-C, and how it goes on."""
    sentence = f"Stopped. {done} of {total} are done and kept in {out}; the same command goes on from there."
    return Padding(ReadableWidth(clean_text(sentence)), (0, 1))


def render_summary(result: Result, names: Mapping[str, str]) -> RenderableType:
    """Render how the class did, which ideas it holds, who needs a look, and where the files are."""
    statuses, ideas = result.statuses, result.ideas
    lines = make_grid({"no_wrap": True}, {"justify": "right"}, {"ratio": 1}, gap=1, separator=" ")
    for status, words in (
        ("passed", "passed"),
        ("failed", "failed"),
        ("not_started", "not started"),
        ("unreadable", "unreadable"),
        ("absent", "not handed in"),
        ("set_aside", "set aside, not graded; the same command tries again"),
    ):
        if statuses[status]:
            sign = {"passed": PASSED, "failed": FAILED}.get(status, UNKNOWN)
            lines.add_row(make_ornament(*sign), str(statuses[status]), words)
    parts: list[RenderableType] = [lines]
    if ideas:
        parts += [Text(), Text("What the class believes", "bold")]
        table = make_grid({"justify": "right"}, {"style": IDEA, "no_wrap": True}, {"ratio": 1}, gap=1)
        for name, holders in ideas.most_common(8):
            table.add_row(str(holders), name, names.get(name, ""))
        parts.append(table)
    if result.attempts:
        parts += [
            Text(),
            Text("Did more than compute; please look at these", "bold"),
            *_render_remarks(result.attempts),
        ]
    if result.ungraded:
        heading = "Not graded, and nobody knows the points; the same command tries again"
        parts += [Text(), Text(heading, "bold"), *_render_remarks(result.ungraded)]
    if result.messages:
        parts += [Text(), *(clean_text(sentence) for sentence in result.messages)]
    sentence = f"{sum(statuses.values())} in {result.seconds:.1f} s. Written: {', '.join(result.written)}"
    parts += [Text(), Text(sentence, QUIET)]
    return Padding(ReadableWidth(Group(*parts)), 1)


def _render_remarks(lines: Sequence[remarks.Line], style: str = "") -> list[RenderableType]:
    """Return the first lines about students, and how many more remarks.txt has."""
    shown: list[RenderableType] = [clean_text(f"{student}: {remark}", style) for student, remark in lines[:MAX_REMARKS]]
    if lines[MAX_REMARKS:]:
        shown.append(Text(f"… and {len(lines) - MAX_REMARKS} more, in remarks.txt", QUIET))
    return shown
