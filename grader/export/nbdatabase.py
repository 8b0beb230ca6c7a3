"""Points in nbgrader's own database, through its own API: the only way in that nbgrader has for grades.

Each exercise is a notebook of the assignment, with one cell that holds the kit's points; cells of the course's own
stay as they are.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from grader.errors import KitError
from grader.export.records import Record, format_student, is_ungraded, read_student

CELL = "fallline"
"""The cell that holds the points of one exercise."""


def put(database: Path, assignment: str, records: Iterable[Record], most: Mapping[str, float]) -> tuple[int, list[str]]:
    """Write every report's points; returns how many, and who was left out.

    Raises:
        KitError: nbgrader is not installed, or the database is not there or not its own.

    """
    try:
        from nbgrader import api  # type: ignore[import-not-found,import-untyped,unused-ignore]
    except ImportError as error:
        raise KitError("Its database is reached through the package nbgrader.", "pip install nbgrader") from error
    if not database.is_file():
        raise KitError(f"There is no database {database}.", "Name the course's gradebook.db with --database.")
    # nbgrader starts a program of its own environment by its bare name.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    try:
        with warnings.catch_warnings(), api.Gradebook(f"sqlite:///{database.resolve()}") as book:
            warnings.simplefilter("ignore")  # SQLAlchemy's, about how nbgrader uses it
            book.update_or_create_assignment(assignment)
            return _all(api, book, assignment, records, most)
    except KitError:
        raise
    except Exception as error:  # whatever SQLAlchemy and nbgrader raise is about the file
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        mend = "Name the gradebook.db of a course with --database."
        raise KitError(f"{database} cannot be written through nbgrader ({why}).", mend) from None


def _all(
    api: Any, book: Any, assignment: str, records: Iterable[Record], most: Mapping[str, float]
) -> tuple[int, list[str]]:
    told: list[str] = []
    count = 0
    known = {student.id for student in book.students}
    for record in records:
        id, name = read_student(record)
        if id not in known:
            told.append(f"not in nbgrader's database: {format_student(id, name)}")
        elif record["status"] == "absent":
            told.append(f"handed in nothing, left as it is: {format_student(id, name)}")
        elif is_ungraded(record):
            told.append(f"set aside by the batch and not graded, left as it is: {format_student(id, name)}")
        else:
            grade = _grade(api, book, assignment, record["exercise"], id, most[record["exercise"]])
            grade.auto_score, grade.needs_manual_grade = float(record["score"]), False
            count += 1
    book.db.commit()
    return count, told


def _grade(api: Any, book: Any, assignment: str, notebook: str, student: str, most: float) -> Any:
    """The place for a student's points; what of it is not there yet is made."""
    book.update_or_create_notebook(notebook, assignment)
    cell = book.update_or_create_grade_cell(CELL, notebook, assignment, max_score=float(most), cell_type="code")
    submission = book.update_or_create_submission(assignment, student)
    handed_in = next((one for one in submission.notebooks if one.name == notebook), None)
    if handed_in is None:
        handed_in = api.SubmittedNotebook(notebook=book.find_notebook(notebook, assignment), assignment=submission)
        book.db.add(handed_in)
        book.db.commit()
    found = next((one for one in handed_in.grades if one.name == CELL), None)
    if found is None:
        found = api.Grade(cell_id=cell.id, notebook=handed_in)
        book.db.add(found)
        book.db.commit()
    return found
