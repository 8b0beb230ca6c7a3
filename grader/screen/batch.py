"""A batch on the screen: live progress, and what there is to know when it is done."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from grader.batch.nouns import Gathered
from grader.batch.nouns import Progress as Standing
from grader.screen import mode
from grader.screen.clean import inert
from grader.screen.looks import FAILED, IDEA, PASSED, QUIET, UNKNOWN, Comfortable, grid, ornament
from grader.words import count

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
    remarks = [f"{one.author.id}: {remark}" for one in found.handed for remark in one.remarks]
    remarks += [f"{one.path}: {one.why}" for one in found.skipped if not one.rubbish]
    lines += [inert(remark, QUIET) for remark in remarks[:MOST_REMARKS]]
    if remarks[MOST_REMARKS:]:
        lines.append(Text(f"… and {len(remarks) - MOST_REMARKS} more, in remarks.txt", QUIET))
    if rubbish := sum(one.rubbish for one in found.skipped):
        lines.append(
            Text(f"Passed over: {count(rubbish, 'file or folder', 'files and folders')} that machines leave.", QUIET)
        )
    return Padding(Comfortable(Group(*lines)), (1, 1, 0, 1))


def summary(
    statuses: Counter[str], ideas: Counter[str], names: Mapping[str, str], written: Sequence[str], seconds: float
) -> RenderableType:
    """How the class did, which ideas it holds, and where the files are."""
    lines = grid({"no_wrap": True}, {"justify": "right"}, {"ratio": 1}, gap=1, joint=" ")
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
            lines.add_row(ornament(*sign), str(statuses[status]), words)
    parts: list[RenderableType] = [lines]
    if ideas:
        parts += [Text(), Text("What the class believes", "bold")]
        table = grid({"justify": "right"}, {"style": IDEA, "no_wrap": True}, {"ratio": 1}, gap=1)
        for name, holders in ideas.most_common(8):
            table.add_row(str(holders), name, names.get(name, ""))
        parts.append(table)
    parts += [Text(), Text(f"{sum(statuses.values())} in {seconds:.1f} s. Written: {', '.join(written)}", QUIET)]
    return Padding(Comfortable(Group(*parts)), 1)
