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
from grader.release.answers import LAWS_FOLDERS, find_answers
from grader.release.contents import (
    KitContents,
    Progress,
    add_answers_to_readme,
    belongs_to_exercise,
    ignore_progress,
    make_student_kit,
)
from grader.release.search import Secrets, extract_secrets, find_leaks, merge_secrets
from grader.release.writing import validate_target, write
from grader.sandbox import Sandbox


def make_checked_kit(
    exercises: Sequence[Exercise], sandbox: Sandbox, progress: Progress = ignore_progress
) -> KitContents:
    """Make a student kit after searching it for every solution and every family, by their text and by running.

    Laws compare with right answers, so a function beside them may give some: the kit's README names each. Raises
    KitError, with all that was found, where anything else in the kit would do for an answer.
    """
    kit = make_student_kit(exercises, progress)
    files = (
        kit.files
        if location.find_current_course().is_kits_own
        else {name: kit.files[name] for name in kit.files if not _is_graders_own(name)}
    )
    answers = find_answers(kit.files, course.list_exercises(), sandbox, progress)
    leaks = [leak for leak in find_leaks(files, collect_hidden_code()) if not leak.startswith(LAWS_FOLDERS)]
    refuse([*leaks, *(str(leak) for leak in answers if not leak.judges)])
    return add_answers_to_readme(kit, exercises, [str(leak) for leak in answers])


def find_exercise_leaks(exercise: Exercise, sandbox: Sandbox) -> list[str]:
    """List what an exercise's own files would give away in a student kit."""
    files = {f"exercises/{exercise.stem}.py": course.locate_stub(exercise).read_bytes()}
    picture = course.locate_file(exercise, "pictures")
    if picture.is_file():
        files[f"grader/pictures/{exercise.stem}.py"] = picture.read_bytes()
    answers = [str(answer) for answer in find_answers(files, course.list_exercises(), sandbox)]
    return find_leaks(files, collect_hidden_code()) + answers


def refuse(found: Sequence[str]) -> None:
    """Raise KitError with every line of `found`, where there is one."""
    if found:
        listed = "".join(f"\n  {leak}" for leak in dict.fromkeys(found))
        mend = "Nothing was written. Keep solutions and families where the kit does not look, or say it in closed form."
        raise KitError(f"The kit would give something away:{listed}", mend)


def _is_graders_own(name: str) -> bool:
    """Tell whether a file of the kit is the grader's own, whatever course the kit is of."""
    inside = PurePosixPath(name.removeprefix("grader/"))
    shared = name.startswith("grader/") and inside.parts[0] != "shelves" and not belongs_to_exercise(inside)
    return shared and (course.PACKAGE / inside).is_file()


def collect_hidden_code() -> Secrets:
    """Collect the code of every solution and family of this checkout, also of exercises that come next week."""
    stubs = _read_texts(course.locate_shelf("exercises").glob("exercise*.py")).values()
    families = [*course.locate_shelf("misconceptions").glob("exercise*.py")]
    if location.find_current_course().is_kits_own:
        families.append(course.PACKAGE / "misconceptions/toolkit/walks.py")
    # A family's helpers have short lines that stand in any program.
    return merge_secrets(
        extract_secrets(_read_texts(course.locate_shelf("solutions").glob("exercise*.py")), stubs),
        extract_secrets(_read_texts(families), stubs, min_chars=24),
    )


def _read_texts(paths: Iterable[Path]) -> dict[str, str]:
    """Read files, and return their texts by folder and name."""
    return {f"{path.parent.name}/{path.name}": path.read_text("utf-8") for path in sorted(paths)}


__all__ = [
    "KitContents",
    "Secrets",
    "collect_hidden_code",
    "extract_secrets",
    "find_answers",
    "find_exercise_leaks",
    "find_leaks",
    "make_checked_kit",
    "make_student_kit",
    "validate_target",
    "write",
]
