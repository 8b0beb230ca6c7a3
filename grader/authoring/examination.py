"""One exercise before the bank law; whatever its own files do, what comes of it is a breach and never a crash."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from grader import course
from grader.authoring.bank import CAUSE_SHELVES, find_breaches, find_question_breaches, find_root_causes
from grader.authoring.blanks import find_blanks
from grader.authoring.breach import Breach
from grader.authoring.matrix import MatrixRow, make_matrix
from grader.course.location import PACKAGE, SHELVES, Course
from grader.diagnosis import load_families
from grader.errors import BrokenShelf, BrokenSuite
from grader.model import Exercise
from grader.sandbox import Sandbox


class Examination(Struct, frozen=True):
    """What came of it."""

    breaches: Sequence[Breach]
    rows: Sequence[MatrixRow] = ()
    """The kill matrix, as far as it could be made."""
    scope: str = ""
    """What was looked at."""


def examine(
    exercise: Exercise, sandbox: Sandbox, *, questions: bool = False, others: Iterable[Exercise] = ()
) -> Examination:
    """Hold an exercise to the bank law, its questions too where asked for.

    Where blanks are left, they come first, and what needs no file with a blank is held to the law all the same.
    """
    left = dict(find_blanks(exercise))
    found = list(left.values())
    try:
        can_ask = not left.keys() & {*CAUSE_SHELVES} and not find_root_causes(exercise)[0]
        rows = make_matrix(exercise) if can_ask else []
        found += dict.fromkeys(find_breaches(exercise, sandbox, rows, left, others))
        if questions and "quizzes" not in left:
            found += find_question_breaches([*others] or [exercise], only=exercise.stem)
        return Examination(found, rows, "not written yet" if left else _describe_scope(exercise, rows))
    except (BrokenShelf, BrokenSuite) as error:
        return Examination([*found, Breach(exercise.stem, error.what, error.mend)])
    except Exception as error:  # of a file on the shelves: they are somebody's code
        message = error.msg if isinstance(error, SyntaxError) else error
        said = f"{_locate_error(exercise, error)}: {type(error).__name__}: {message}."
        return Examination([*found, Breach(exercise.stem, said, "Mend it there.")])


def _describe_scope(exercise: Exercise, rows: Sequence[MatrixRow]) -> str:
    """Describe what was looked at: how many variants and laws, and functions without a family."""
    without_family = [name for name in exercise.functions if name not in load_families(exercise)]
    missing = (
        f"no family for {', '.join(without_family)}: what is wrong there is told, not named" if without_family else ""
    )
    counts = f"{len(rows) - 1} variants against {len(rows[0].results)} laws" if rows else ""
    return "; ".join(filter(None, (counts, missing)))


def _locate_error(exercise: Exercise, error: BaseException) -> str:
    """Find the file of the exercise that an exception came from last, and the line, as text."""
    paths = {str(course.locate_file(exercise, shelf)): course.locate_file(exercise, shelf) for shelf in SHELVES}
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in paths:
            return f"{Course(exercise.course).format_path(paths[frame.filename])}, line {frame.lineno}"
    if isinstance(error, SyntaxError) and error.filename in paths:
        return f"{Course(exercise.course).format_path(paths[error.filename])}, line {error.lineno}"
    # No file of the exercise was being run: what was asked of it stands in the kit.
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).is_relative_to(PACKAGE):
            return f"{exercise.stem}, asked by {Path(frame.filename).relative_to(PACKAGE.parent)}, line {frame.lineno}"
    return exercise.stem
