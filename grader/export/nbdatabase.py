"""Points in nbgrader's own database, through its own API: nbgrader takes grades in no other way.

Each exercise is a notebook of the assignment, with one cell that holds the kit's points; the course's own cells
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
from grader.export.records import Record, format_student, has_other_work, is_ungraded, read_student

POINTS_CELL = "fallline"
"""The cell that holds the points of one exercise."""


def save_points(
    database: Path, assignment: str, records: Iterable[Record], max_scores: Mapping[str, float]
) -> tuple[int, list[str]]:
    """Save every report's points in the database; return how many, and remarks on who was left out.

    Raises:
        KitError: nbgrader is not installed, or there is no such database, or it is not nbgrader's.

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
            warnings.simplefilter("ignore")  # warnings of SQLAlchemy on how nbgrader uses it
            book.update_or_create_assignment(assignment)
            return _save_all(api, book, assignment, records, max_scores)
    except KitError:
        raise
    except Exception as error:  # whatever SQLAlchemy and nbgrader raise is about the file
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        mend = "Name the gradebook.db of a course with --database."
        raise KitError(f"{database} cannot be written through nbgrader ({why}).", mend) from None


def _save_all(
    api: Any, book: Any, assignment: str, records: Iterable[Record], max_scores: Mapping[str, float]
) -> tuple[int, list[str]]:
    """Save the points of all records in an open gradebook; return the same as `save_points`."""
    remarks: list[str] = []
    saved = 0
    known_students = {student.id for student in book.students}
    for record in records:
        id, name = read_student(record)
        if id not in known_students:
            remarks.append(f"not in nbgrader's database: {format_student(id, name)}")
        elif has_other_work(record):
            why = "handed in something that cannot be graded, left as it is"
            remarks.append(f"{why}: {format_student(id, name)}")
        elif record["status"] == "absent":
            remarks.append(f"handed in nothing, left as it is: {format_student(id, name)}")
        elif is_ungraded(record):
            remarks.append(f"set aside by the batch and not graded, left as it is: {format_student(id, name)}")
        else:
            grade = _find_or_make_grade(api, book, assignment, record["exercise"], id, max_scores[record["exercise"]])
            grade.auto_score, grade.needs_manual_grade = float(record["score"]), False
            saved += 1
    book.db.commit()
    return saved, remarks


def _find_or_make_grade(api: Any, book: Any, assignment: str, notebook: str, student_id: str, max_score: float) -> Any:
    """Return nbgrader's Grade of a student's notebook; notebook, cell, submission and Grade are made where missing."""
    book.update_or_create_notebook(notebook, assignment)
    cell = book.update_or_create_grade_cell(
        POINTS_CELL, notebook, assignment, max_score=float(max_score), cell_type="code"
    )
    submission = book.update_or_create_submission(assignment, student_id)
    handed_in = next((entry for entry in submission.notebooks if entry.name == notebook), None)
    if handed_in is None:
        handed_in = api.SubmittedNotebook(notebook=book.find_notebook(notebook, assignment), assignment=submission)
        book.db.add(handed_in)
        book.db.commit()
    grade = next((entry for entry in handed_in.grades if entry.name == POINTS_CELL), None)
    if grade is None:
        grade = api.Grade(cell_id=cell.id, notebook=handed_in)
        book.db.add(grade)
        book.db.commit()
    return grade
