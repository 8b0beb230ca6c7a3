"""One sitting of `grade watch`: what is watched, what is known of it, and what each event changes.

It knows no terminal: whoever draws takes its `view`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from grader.errors import KitError
from grader.learner.hints import Hint, hint_of
from grader.learner.history import trouble_of
from grader.model import Exercise, Report, Submission
from grader.submission import read
from grader.watch.files import Files, Save

GRACE = 0.15
"""Seconds in which an editor that emptied or took away a file may still write it."""


class Grader(Protocol):
    """Grades the latest submission; the report comes as an event."""

    def lay(self, submission: Submission) -> None:
        """Grade this one next."""
        ...


class View(Struct, frozen=True):
    """What there is to see."""

    exercise: Exercise
    place: Path
    """The file that is watched."""
    report: Report | None = None
    """The verdict on what stands in the file; None until there is one."""
    busy: bool = False
    """Whether a newer save is being graded."""
    hint: Hint | None = None
    """The hint that was asked for."""
    coming: tuple[Exercise, Path] | None = None
    """Where to go on once this exercise is passed."""
    quiz: tuple[str, ...] = ()
    """Concepts that this report brought into the quiz."""
    told: str = ""
    """A word about the watching itself."""
    saves: int = 0
    """How many saves were graded, so that a verdict that says the same can be seen to be new."""


class Session:
    """Changes its view as events come in; `own` files are remembered, a draft is not."""

    def __init__(
        self,
        exercise: Exercise,
        place: Path,
        files: Files,
        bench: Grader,
        *,
        shelf: Sequence[Exercise] = (),
        home: Callable[[Exercise], Path] | None = None,
    ) -> None:
        """`shelf`: the exercises among which one moves on, and `home`: where the learner's file of each stands.

        Without a `home` it is a draft that is watched, and there is nowhere to move on to.
        """
        self._files = files
        self._bench = bench
        self._shelf = shelf
        self._home = home
        self._doubt: float | None = None
        self._laid: Submission | None = None
        self._level = 0
        self._trouble: list[str] = []
        self._solved: set[str] = set()
        self.view = View(exercise, place)

    @property
    def deadline(self) -> float | None:
        """When to call `later`, monotonic seconds; None: not at all."""
        return self._doubt

    def again(self) -> None:
        """Grade what stands in the file now."""
        self._doubt = None
        self.view = replace(self.view, busy=True)
        self._laid = read(self.view.exercise, self.view.place)
        self._bench.lay(self._laid)

    def looked(self) -> bool:
        """Look for saves; whether there was one that counts."""
        save = self._chosen(self._files.saved())
        if save is None:
            return False
        self._watch(save.exercise, save.path)
        if save.blank:
            self._doubt = time.monotonic() + GRACE
        else:
            self.again()
        return True

    def later(self) -> None:
        """The time in which a blank file could have been filled is over: it is what the learner saved."""
        self._doubt = None
        self.again()

    def heard(self, report: Report) -> None:
        """Take in a verdict on what was laid last. The hint goes, for it was about another text."""
        if report.submission is not self._laid:
            return
        exercise, passed = report.submission.exercise, report.status == "passed"
        (self._solved.add if passed else self._solved.discard)(exercise.stem)
        coming = self._coming(exercise) if passed else None
        self.view = replace(
            self.view, report=report, busy=False, hint=None, coming=coming, quiz=(), saves=self.view.saves + 1
        )

    def keep(self) -> None:
        """Remember the verdict as `grade 3` does; a memory that cannot be used costs nobody the verdict."""
        report = self.view.report
        if report is None:
            return
        self._begin_hints_anew(report)
        if self._home is None or any(found.id == "no_file" for found in report.findings):
            return
        from grader.learner.history import remembered
        from grader.learner.memory import remember

        try:
            self.view = replace(self.view, quiz=tuple(remember(report)))
            with remembered() as memory:
                last = memory.last(report.submission.exercise.stem)
            if last is not None and trouble_of(last.report) == self._trouble:
                self._level = last.level
        except KitError as error:
            self.told(f"{error.what} {error.mend}")

    def hint(self) -> None:
        """Show the next hint."""
        report = self.view.report
        if report is None or report.status == "passed":
            return
        found = hint_of(report, self._level)
        self.view = replace(self.view, hint=found)
        if found is None:
            return
        self._level = found.level + 1
        if self._home is not None:
            self._keep_level(report.submission.exercise.stem)

    def go_on(self) -> None:
        """To the next exercise, passed or not; from the last one to the first that is not passed yet."""
        coming = self.view.coming or self._coming(self.view.exercise)
        if coming is None:
            self.told("There is no other exercise to go to.")
            return
        self._watch(*coming)
        self.again()

    def told(self, words: str) -> None:
        """Keep a word about the watching itself in sight."""
        self.view = replace(self.view, told=words)

    def _watch(self, exercise: Exercise, place: Path) -> None:
        """Nothing that was said of one file may stand under the name of another."""
        if (exercise, place) != (self.view.exercise, self.view.place):
            self.view = View(exercise, place, told=self.view.told, saves=self.view.saves)

    def _chosen(self, saves: list[Save]) -> Save | None:
        """The save to follow: one of this exercise, else a new text in another one's file."""
        own = [save for save in saves if save.exercise == self.view.exercise]
        mine = [save for save in own if save.path == self.view.place]
        # Taking away or emptying another file is no wish to see it graded.
        others = [save for save in own + saves if save.new and not save.blank]
        return next(iter(mine + others), None)

    def _coming(self, exercise: Exercise) -> tuple[Exercise, Path] | None:
        if self._home is None:
            return None
        place = next((k for k, each in enumerate(self._shelf) if each == exercise), -1)
        around = [*self._shelf[place + 1 :], *self._shelf[: max(place, 0)]]
        left = [each for each in around if each.stem not in self._solved]
        return (left[0], self._home(left[0])) if left else None

    def solved(self, stems: set[str]) -> None:
        """Exercises that were passed before this sitting."""
        self._solved |= stems

    def _begin_hints_anew(self, report: Report) -> None:
        """Hints begin anew where something else is in the way than before."""
        trouble = trouble_of(report)
        if trouble != self._trouble:
            self._level, self._trouble = 0, trouble

    def _keep_level(self, stem: str) -> None:
        from grader.learner.history import remembered

        try:
            with remembered() as memory:
                memory.keep_level(stem, self._level)
        except KitError as error:
            self.told(f"{error.what} {error.mend}")
