"""A stub as it came, whatever a learner has written into it since."""

from __future__ import annotations

from pathlib import Path

from grader import course
from grader.course.location import Course
from grader.errors import KitError
from grader.model import Exercise
from grader.surroundings import ask_git

UNWRITTEN = b"NotImplementedError"
"""What every function of a stub raises."""


def read_untouched_stub(exercise: Exercise) -> bytes:
    """Read the stub as it came: from the shelves that an installed kit carries, else from the history of its checkout.

    A course of one's own without a history gives what stands on its shelf, as long as nobody filled it in.
    Raises KitError where none has it.
    """
    its = Course(exercise.course)
    shelved = course.locate_stub(exercise)
    if its.is_kits_own and its.locate_shelf("exercises").is_relative_to(course.PACKAGE):
        return shelved.read_bytes()
    committed = _read_committed(shelved)
    if committed is None and not its.is_kits_own and shelved.read_bytes().count(UNWRITTEN) >= len(exercise.functions):
        return shelved.read_bytes()
    if committed is None or UNWRITTEN not in committed:
        raise KitError(
            f"The kit has no untouched copy of {exercise.stem}.py.",
            "`pip install .` gives it one; in a git checkout it takes the committed stub."
            if its.is_kits_own
            else "Commit the stub to git before it is filled in; or fill it in elsewhere: grade start DIR.",
        )
    return committed


def _read_committed(path: Path) -> bytes | None:
    """Read a file as it was committed last in the checkout around it; None without git."""
    # The blob as it is: `git show` may pass it through a program that the repository names.
    return ask_git(path.parent, "cat-file", "blob", f"HEAD:./{path.name}")
