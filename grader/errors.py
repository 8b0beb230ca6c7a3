"""What the kit raises when the kit, not the learner's code, is at fault or misused.

KitError                  one line that says what happened, one that says how to mend it; exit code 2
├── Unfinished            a disk, a network or the machine kept it from being done; exit code 1 of `grade batch`
├── UnknownExercise       no shelf holds that name
├── NoWorkspace           nowhere to look for the learner's files
├── BrokenCourse          what is named as a course is none
├── BrokenShelf           an exercise's own files contradict each other, lack one another, or cannot be read
├── BrokenSuite           a hidden check raised where it should have judged: our fault, never the learner's
└── SandboxUnavailable    the walls asked for cannot stand on this machine
    └── WorkersLost       the machine took the workers: new ones may well stand

A learner's failure (a wrong number, an endless loop, a syntax error) is never an exception here: it is
data, a `CheckResult` or a `Finding`.
"""

from __future__ import annotations

import errno


class KitError(Exception):
    """What happened, and how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend

    def __reduce__(self) -> tuple[type[KitError], tuple[str, str]]:
        """So that it crosses from one process of ours to another."""
        return type(self), (self.what, self.mend)


class Unfinished(KitError):
    """Nothing was misused: a disk, a network or the machine kept it from being done."""


MACHINE_ERRORS = {
    errno.ENOSPC: "The disk is full: make room, then try again.",
    errno.EDQUOT: "Your share of the disk is used up: make room, then try again.",
    errno.EACCES: "You may not read or write it: change its rights, or name another place.",
    errno.EPERM: "You may not read or write it: change its rights, or name another place.",
    errno.EROFS: "Nothing can be written there: name another place.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
    errno.EFBIG: "A file may not grow so large there: make room, or name another place.",
    errno.EIO: "The disk or the network does not answer: try again, or name another place.",
    errno.ELOOP: "Its links lead in a circle: mend them, or name another place.",
    errno.ENOTDIR: "A part of the path is a file: name another place.",
    errno.EISDIR: "It is a folder: name a file.",
    errno.EMFILE: "Too many files are open: close some programs, then try again.",
    errno.ENFILE: "Too many files are open: close some programs, then try again.",
}
"""What the operating system may refuse to any program, and what to do about it."""
_MAX_PATH_CHARS = 120
"""Characters of a path that a message shows."""


def is_machine_error(error: OSError) -> bool:
    """Tell whether the operating system refused something that any program may ask for: no fault of the kit."""
    return error.errno in MACHINE_ERRORS


def make_machine_error(error: OSError, what: str = "") -> Unfinished:
    """Make an Unfinished that says what the operating system refused, and what to do about it."""
    why = (error.strerror or str(error)).lower()
    path = "".join(letter if letter.isprintable() else "?" for letter in str(error.filename or ""))
    if len(path) > _MAX_PATH_CHARS:
        path = f"{path[: _MAX_PATH_CHARS // 2]}…{path[-_MAX_PATH_CHARS // 2 :]}"
    named = f"{what or path or 'A file'} cannot be used"
    return Unfinished(f"{named} ({why}).", MACHINE_ERRORS.get(error.errno or 0, "Name another place."))


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


class WorkersLost(SandboxUnavailable):
    """The machine took the workers in the middle of their work; with new ones it may well go on."""
