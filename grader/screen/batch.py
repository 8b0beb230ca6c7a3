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
from grader.text import count

MOST_REMARKS = 12
EVERY = 10.0
"""Seconds between two lines of progress."""


class Live:
    """The moving line of a batch."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def show(self, standing: Standing) -> None:
        """Where the batch stands now."""
        told = f"{standing.not_passed} not passed" + (f", {standing.known} known already" if standing.known else "")
        self._progress.update(self._task, completed=standing.done, total=standing.total, told=told)


class Told:
    """The same in words, a line now and then."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = time.monotonic()

    def show(self, standing: Standing) -> None:
        """Where the batch stands, where it is time for a line."""
        if (now := time.monotonic()) - self._last >= EVERY:
            self._last = now
            self._console.print(Text(f"Graded {standing.done} of {standing.total}, {standing.not_passed} not passed."))


@contextmanager
def live(console: Console, total: int) -> Iterator[Live | Told]:
    """Progress while the `with` lasts, as lines where all is told; nothing moves where nobody looks (a pipe)."""
    columns = (
        TextColumn("Grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[told]}", style=QUIET),
    )
    if mode.plain():
        yield Told(console)
        return
    with _Rated(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Live(progress, progress.add_task("", total=total, told="", rate=""))


class _Rated(Progress):
    """Progress that shows its speed."""

    def get_renderables(self) -> Iterator[RenderableType]:
        for task in self.tasks:
            task.fields["rate"] = f"{task.speed:.0f}/s" if task.speed else ""
        yield from super().get_renderables()


def gathered(found: Gathered) -> RenderableType:
    """What was found and what was passed over."""
    people = len({one.author.id for one in found.handed})
    files = sum(one.entry is not None for one in found.handed)
    late = sum(one.late for one in found.handed)
    said = f"{count(files, 'submission')} of {count(people, 'student')}, laid out as {found.layout}."
    lines: list[RenderableType] = [Text(f"{said} {late} came late; remarks.txt names them." if late else said)]
    told = [
        *remarks.of_students((one.author.id, remark) for one in found.handed for remark in one.remarks),
        *remarks.of_skipped(one for one in found.skipped if not one.rubbish),
    ]
    lines += _first(told, QUIET)
    if rubbish := sum(one.rubbish for one in found.skipped):
        lines.append(
            Text(f"Passed over: {count(rubbish, 'file or folder', 'files and folders')} that machines leave.", QUIET)
        )
    return Padding(ReadableWidth(Group(*lines)), (1, 1, 0, 1))


def line(told: str) -> RenderableType:
    """Return a line that cannot wait for the end."""
    return Padding(ReadableWidth(clean_text(told)), (0, 1))


def stopped(done: int, total: int, out: Path) -> RenderableType:
    """Return how far a batch came before Ctrl-C, and how it goes on."""
    says = f"Stopped. {done} of {total} are done and kept in {out}; the same command goes on from there."
    return Padding(ReadableWidth(clean_text(says)), (0, 1))


def summary(result: Result, names: Mapping[str, str]) -> RenderableType:
    """Return how the class did, which ideas it holds, who needs a look, and where the files are."""
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
    if result.tried:
        parts += [Text(), Text("Did more than compute; please look at these", "bold"), *_first(result.tried)]
    if result.ungraded:
        says = "Not graded, and nobody knows the points; the same command tries again"
        parts += [Text(), Text(says, "bold"), *_first(result.ungraded)]
    if result.told:
        parts += [Text(), *(clean_text(told) for told in result.told)]
    told = f"{sum(statuses.values())} in {result.seconds:.1f} s. Written: {', '.join(result.written)}"
    parts += [Text(), Text(told, QUIET)]
    return Padding(ReadableWidth(Group(*parts)), 1)


def _first(lines: Sequence[remarks.Line], style: str = "") -> list[RenderableType]:
    """Return the first lines about students, and how many more remarks.txt has."""
    told: list[RenderableType] = [clean_text(f"{who}: {what}", style) for who, what in lines[:MOST_REMARKS]]
    if lines[MOST_REMARKS:]:
        told.append(Text(f"… and {len(lines) - MOST_REMARKS} more, in remarks.txt", QUIET))
    return told
