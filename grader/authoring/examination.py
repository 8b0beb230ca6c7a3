"""One exercise before the bank law; whatever its own files do, what comes of it is a breach and never a crash."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Sequence

from msgspec import Struct

from grader import course
from grader.authoring.bank import breaches, question_breaches
from grader.authoring.blanks import blanks
from grader.authoring.breach import Breach
from grader.authoring.matrix import Row, matrix
from grader.course.location import SHELVES, Course
from grader.diagnosis import load_families
from grader.errors import BrokenShelf, BrokenSuite
from grader.model import Exercise
from grader.sandbox import Sandbox


class Examination(Struct, frozen=True):
    """What came of it."""

    breaches: Sequence[Breach]
    rows: Sequence[Row] = ()
    """The kill matrix, as far as it could be made."""
    told: str = ""
    """What was looked at."""


def examine(
    exercise: Exercise, sandbox: Sandbox, *, questions: bool = False, others: Iterable[Exercise] = ()
) -> Examination:
    """Hold an exercise to the bank law, its questions too where asked for.

    Where blanks are left, they come first, and what needs no file with a blank is held to the law all the same.
    """
    left = dict(blanks(exercise))
    found = list(left.values())
    try:
        rows = matrix(exercise) if not left.keys() & {"exercises", "suites", "misconceptions"} else []
        found += breaches(exercise, sandbox, rows, left, others)
        if questions and "quizzes" not in left:
            found += question_breaches([*others] or [exercise], only=exercise.stem)
        return Examination(found, rows, "not written yet" if left else _told(exercise, rows))
    except (BrokenShelf, BrokenSuite) as error:
        return Examination([*found, Breach(exercise.stem, error.what, error.mend)])
    except Exception as error:  # of a file on the shelves: they are somebody's code
        said = f"{_place(exercise, error)}: {type(error).__name__}: {error}."
        return Examination([*found, Breach(exercise.stem, said, "Mend it there.")])


def _told(exercise: Exercise, rows: Sequence[Row]) -> str:
    nameless = [name for name in exercise.functions if name not in load_families(exercise)]
    without = f"no family for {', '.join(nameless)}: what is wrong there is told, not named" if nameless else ""
    seen = f"{len(rows) - 1} variants against {len(rows[0].results)} laws" if rows else ""
    return "; ".join(filter(None, (seen, without)))


def _place(exercise: Exercise, error: BaseException) -> str:
    """The file of the exercise that an exception came from last, and the line."""
    ours = {str(course.locate_file(exercise, shelf)): course.locate_file(exercise, shelf) for shelf in SHELVES}
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in ours:
            return f"{Course(exercise.course).format_path(ours[frame.filename])}, line {frame.lineno}"
    return exercise.stem
