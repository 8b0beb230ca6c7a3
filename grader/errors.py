"""What the kit raises when the kit, not the learner's code, is at fault or misused.

KitError                  one line that says what happened, one that says how to mend it; exit code 2
├── UnknownExercise       no shelf holds that name
├── NoWorkspace           nowhere to look for the learner's files
├── BrokenShelf           an exercise's own files contradict each other
├── BrokenSuite           a hidden check raised where it should have judged: our fault, never the learner's
└── SandboxUnavailable    the walls asked for cannot stand on this machine

A learner's failure (a wrong number, an endless loop, a syntax error) is never an exception here: it is
data, a `CheckResult` or a `Finding`.
"""

from __future__ import annotations


class KitError(Exception):
    """What happened, and how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend

    def __reduce__(self) -> tuple[type[KitError], tuple[str, str]]:
        """So that it crosses from one process of ours to another."""
        return type(self), (self.what, self.mend)


class UnknownExercise(KitError):
    """No shelf holds an exercise of that name."""


class NoWorkspace(KitError):
    """Nowhere to look for the learner's files."""


class BrokenCourse(KitError):
    """What is named as a course is none."""


class BrokenShelf(KitError):
    """An exercise's own files contradict each other."""


class BrokenSuite(KitError):
    """A hidden check raised where it should have judged."""


class SandboxUnavailable(KitError):
    """The walls asked for cannot stand on this machine."""
