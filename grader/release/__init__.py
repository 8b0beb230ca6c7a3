"""A student kit: everything a learner needs, and nothing that gives the work away.

contents   which files it is made of
suites     the hidden suites without the checks that stay with the instructor
tables     families of wrong turns as tables of numbers
pages      its README, its pyproject.toml
search     the proof that no solution stands in it
writing    a folder or a zip
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from grader import course
from grader.errors import KitError
from grader.model import Exercise
from grader.release.contents import Contents, student_kit
from grader.release.search import Secrets, leaks, secrets, together
from grader.release.writing import ready, write


def checked(exercises: Sequence[Exercise]) -> Contents:
    """A student kit in which every solution and every family was searched for. Raises KitError where one is found."""
    made = student_kit(exercises)
    found = leaks(made.files, hidden())
    if found:
        raise KitError(
            f"The kit would give something away: {found[0]}" + (f" (and {len(found) - 1} more)." if found[1:] else "."),
            "Nothing was written. Keep solutions and families where the kit does not look, or say it in closed form.",
        )
    return made


def hidden() -> Secrets:
    """Every solution and every family of this checkout, of all exercises: also of those that come next week."""
    stubs = _texts(course.shelf("exercises").glob("exercise*.py")).values()
    families = [
        *course.shelf("misconceptions").glob("exercise*.py"),
        course.PACKAGE / "misconceptions/toolkit/walks.py",
    ]
    # A family's helpers have short lines that stand in any program.
    return together(
        secrets(_texts(course.shelf("solutions").glob("exercise*.py")), stubs),
        secrets(_texts(families), stubs, telling=24),
    )


def _texts(paths: Iterable[Path]) -> dict[str, str]:
    return {f"{path.parent.name}/{path.name}": path.read_text("utf-8") for path in sorted(paths)}


__all__ = ["Contents", "Secrets", "checked", "hidden", "leaks", "ready", "secrets", "student_kit", "write"]
