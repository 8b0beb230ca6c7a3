"""One session of `grade watch`: what is watched, what is known of it, and what each event changes.

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
from grader.learner.hints import Hint, make_hint
from grader.learner.history import find_trouble
from grader.model import Exercise, Report, Submission
from grader.submission import read_submission
from grader.watch.files import Save, WatchedFiles

BLANK_SECONDS = 0.15
"""Seconds in which an editor that emptied or took away a file may still write it."""


class Grader(Protocol):
    """Grades the latest submission; the report comes as an event."""

    def submit(self, submission: Submission) -> None:
        """Grade this one next."""
        ...


class View(Struct, frozen=True):
    """What there is to see."""

    exercise: Exercise
    path: Path
    """The file that is watched."""
    report: Report | None = None
    """The verdict on what stands in the file; None until there is one."""
    busy: bool = False
    """Whether a newer save is being graded."""
    hint: Hint | None = None
    """The hint that was asked for."""
    coming: tuple[Exercise, Path] | None = None
    """The next exercise and its file, once this one is passed."""
    quiz: tuple[str, ...] = ()
    """Concepts that this report brought into the quiz."""
    message: str = ""
    """A sentence about the watching itself."""
    saves: int = 0
    """How many saves were graded, so that a verdict that says the same can be seen to be new."""


class WatchSession:
    """Changes its view as events come in; reports of the learner's own files are remembered, those of a draft not."""

    def __init__(
        self,
        exercise: Exercise,
        path: Path,
        files: WatchedFiles,
        grader: Grader,
        *,
        shelf: Sequence[Exercise] = (),
        home: Callable[[Exercise], Path] | None = None,
    ) -> None:
        """`shelf` holds the exercises to move on to, and `home` says where the learner's file of each stands.

        Without a `home` the watched file is a draft, and there is nowhere to move on to.
        """
        self._files = files
        self._grader = grader
        self._shelf = shelf
        self._home = home
        self._blank_deadline: float | None = None
        self._submitted: Submission | None = None
        self._level = 0
        self._trouble: list[str] = []
        self._solved: set[str] = set()
        self.view = View(exercise, path)

    @property
    def deadline(self) -> float | None:
        """When to call `grade_blank_file`, in monotonic seconds; None: not at all."""
        return self._blank_deadline

    def grade_again(self) -> None:
        """Grade what stands in the file now."""
        self._blank_deadline = None
        self.view = replace(self.view, busy=True)
        self._submitted = read_submission(self.view.exercise, self.view.path)
        self._grader.submit(self._submitted)

    def check_files(self) -> bool:
        """Look for saves and grade the one that counts; tell whether there was one."""
        save = self._choose_save(self._files.list_saves())
        if save is None:
            return False
        self._watch_file(save.exercise, save.path)
        if save.blank:
            self._blank_deadline = time.monotonic() + BLANK_SECONDS
        else:
            self.grade_again()
        return True

    def grade_blank_file(self) -> None:
        """Grade a blank file: the time in which an editor could have filled it is over, so it is what was saved."""
        self._blank_deadline = None
        self.grade_again()

    def receive_report(self, report: Report) -> None:
        """Show a report on what was submitted last. The hint goes, for it was about another text."""
        if report.submission is not self._submitted:
            return
        exercise, passed = report.submission.exercise, report.status == "passed"
        (self._solved.add if passed else self._solved.discard)(exercise.stem)
        coming = self._find_next_exercise(exercise) if passed else None
        self.view = replace(
            self.view, report=report, busy=False, hint=None, coming=coming, quiz=(), saves=self.view.saves + 1
        )

    def remember_report(self) -> None:
        """Record the report as `grade 3` does; a history that cannot be used costs nobody the verdict."""
        report = self.view.report
        if report is None:
            return
        self._reset_hints(report)
        if self._home is None or any(finding.id == "no_file" for finding in report.findings):
            return
        from grader.learner.history import open_history, remember_report

        try:
            self.view = replace(self.view, quiz=tuple(remember_report(report)))
            with open_history() as history:
                last = history.find_last(report.submission.exercise.stem)
            if last is not None and find_trouble(last.report) == self._trouble:
                self._level = last.level
        except KitError as error:
            self.show_message(f"{error.what} {error.mend}")

    def show_hint(self) -> None:
        """Show the next hint."""
        report = self.view.report
        if report is None or report.status == "passed":
            return
        hint = make_hint(report, self._level)
        self.view = replace(self.view, hint=hint)
        if hint is None:
            return
        self._level = hint.level + 1
        if self._home is not None:
            self._save_level(report.submission.exercise.stem)

    def go_to_next(self) -> None:
        """Watch the next exercise, whether this one is passed or not; after the last the first that is not passed."""
        coming = self.view.coming or self._find_next_exercise(self.view.exercise)
        if coming is None:
            self.show_message("There is no other exercise to go to.")
            return
        self._watch_file(*coming)
        self.grade_again()

    def show_message(self, message: str) -> None:
        """Show a sentence about the watching itself."""
        self.view = replace(self.view, message=message)

    def add_solved(self, stems: set[str]) -> None:
        """Take in which exercises were passed before this session."""
        self._solved |= stems

    def _watch_file(self, exercise: Exercise, path: Path) -> None:
        """Watch this file from now on; nothing that was said of another one stays in view."""
        if (exercise, path) != (self.view.exercise, self.view.path):
            self.view = View(exercise, path, message=self.view.message, saves=self.view.saves)

    def _choose_save(self, saves: list[Save]) -> Save | None:
        """Choose the save to follow: one of this exercise, else a new text in another one's file."""
        of_exercise = [save for save in saves if save.exercise == self.view.exercise]
        of_file = [save for save in of_exercise if save.path == self.view.path]
        # Taking away or emptying another file is no wish to see it graded.
        others = [save for save in of_exercise + saves if save.new and not save.blank]
        return next(iter(of_file + others), None)

    def _find_next_exercise(self, exercise: Exercise) -> tuple[Exercise, Path] | None:
        """Find the next exercise that is not passed, the shelf taken as a circle; return it and its file."""
        if self._home is None:
            return None
        index = next((index for index, each in enumerate(self._shelf) if each == exercise), -1)
        others = [*self._shelf[index + 1 :], *self._shelf[: max(index, 0)]]
        left = [each for each in others if each.stem not in self._solved]
        return (left[0], self._home(left[0])) if left else None

    def _reset_hints(self, report: Report) -> None:
        """Begin with the first hint again where something else is in the way than before."""
        trouble = find_trouble(report)
        if trouble != self._trouble:
            self._level, self._trouble = 0, trouble

    def _save_level(self, stem: str) -> None:
        from grader.learner.history import open_history

        try:
            with open_history() as history:
                history.save_level(stem, self._level)
        except KitError as error:
            self.show_message(f"{error.what} {error.mend}")
