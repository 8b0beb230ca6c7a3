"""A student kit: everything a learner needs, and nothing that gives the work away.

contents   which files it is made of
suites     the hidden suites without the checks that stay with the instructor
tables     families of wrong turns as tables of numbers
pages      its README, its pyproject.toml
search     whether the text of a solution stands in it
answers    whether a function of it would do for an answer, found by running them all
known      what an earlier release found out
candidates the functions of a file, each as a statement of its own
asking     what they answer, in a worker
writing    a folder or a zip
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from grader import course
from grader.course import location
from grader.errors import KitError
from grader.model import Exercise
from grader.release.answers import JUDGES, find_answers
from grader.release.contents import Contents, Watch, is_an_exercises, student_kit, told, unwatched
from grader.release.search import Secrets, leaks, secrets, together
from grader.release.writing import ready, write
from grader.sandbox import Sandbox


def checked(exercises: Sequence[Exercise], sandbox: Sandbox, watch: Watch = unwatched) -> Contents:
    """A student kit in which every solution and every family was searched for, by its text and by running.

    Laws compare with right answers, so a function beside them may give some: the kit's README names each. Raises
    KitError, with all that was found, where anything else in the kit would do for an answer.
    """
    made = student_kit(exercises, watch)
    files = (
        made.files
        if location.find_current_course().is_kits_own
        else {name: made.files[name] for name in made.files if not _ours(name)}
    )
    found = find_answers(made.files, course.list_exercises(), sandbox, watch)
    text = [one for one in leaks(files, hidden()) if not one.startswith(JUDGES)]
    refuse([*text, *(str(one) for one in found if not one.judges)])
    return told(made, exercises, [str(one) for one in found])


def given_away(exercise: Exercise, sandbox: Sandbox) -> list[str]:
    """What an exercise's own files would give away in a student kit."""
    files = {f"exercises/{exercise.stem}.py": course.locate_stub(exercise).read_bytes()}
    picture = course.locate_file(exercise, "pictures")
    if picture.is_file():
        files[f"grader/pictures/{exercise.stem}.py"] = picture.read_bytes()
    found = [str(one) for one in find_answers(files, course.list_exercises(), sandbox)]
    return leaks(files, hidden()) + found


def refuse(found: Sequence[str]) -> None:
    """Raise KitError where something was found, with every line of it."""
    if found:
        listed = "".join(f"\n  {one}" for one in dict.fromkeys(found))
        mend = "Nothing was written. Keep solutions and families where the kit does not look, or say it in closed form."
        raise KitError(f"The kit would give something away:{listed}", mend)


def _ours(name: str) -> bool:
    """Whether a file of the kit is the grader's own, whatever course it is of."""
    inside = PurePosixPath(name.removeprefix("grader/"))
    shared = name.startswith("grader/") and inside.parts[0] != "shelves" and not is_an_exercises(inside)
    return shared and (course.PACKAGE / inside).is_file()


def hidden() -> Secrets:
    """Every solution and every family of this checkout, of all exercises: also of those that come next week."""
    stubs = _texts(course.locate_shelf("exercises").glob("exercise*.py")).values()
    families = [*course.locate_shelf("misconceptions").glob("exercise*.py")]
    if location.find_current_course().is_kits_own:
        families.append(course.PACKAGE / "misconceptions/toolkit/walks.py")
    # A family's helpers have short lines that stand in any program.
    return together(
        secrets(_texts(course.locate_shelf("solutions").glob("exercise*.py")), stubs),
        secrets(_texts(families), stubs, telling=24),
    )


def _texts(paths: Iterable[Path]) -> dict[str, str]:
    return {f"{path.parent.name}/{path.name}": path.read_text("utf-8") for path in sorted(paths)}


__all__ = [
    "Contents",
    "Secrets",
    "checked",
    "find_answers",
    "given_away",
    "hidden",
    "leaks",
    "ready",
    "secrets",
    "student_kit",
    "write",
]
