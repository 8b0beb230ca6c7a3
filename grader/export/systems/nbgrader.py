"""nbgrader's own table of grades (`nbgrader export`), properly quoted; on request its database too.

Who handed in nothing has zeros and no timestamp there, as in nbgrader's own.
nbgrader reads no table back: grades come in through its database alone (`--database`).
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

from grader.errors import KitError
from grader.export import nbdatabase
from grader.export.grades import escape_cell
from grader.export.records import Record, Records, format_student, has_other_work, is_ungraded, read_student
from grader.export.systems import ExportResult, Option
from grader.export.totals import compute_max_scores
from grader.storage.files import save_file

NAME = "nbgrader table"
SUFFIX = ".csv"
EXAMPLES = (
    "nbgrader graded --to grades.csv --assignment ps3",
    "nbgrader graded --to grades.csv --assignment ps3 --database gradebook.db",
)
OPTIONS: tuple[Option, ...] = (
    Option("assignment", "What the course calls the assignment, such as ps3, instead of the exercise's name."),
    Option("database", "Also put the points into this gradebook.db, through nbgrader's own API.", Path),
)
HEAD = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


def write(records: Records, to: Path, *, assignment: str | None = None, database: Path | None = None) -> ExportResult:
    """Write the table; due dates and timestamps stay empty, since a batch does not know them.

    Raises:
        KitError: it cannot be written there, or the database cannot be used.

    """
    max_scores = compute_max_scores(records)
    if database is not None and assignment is None:
        raise KitError("The database needs the assignment's name.", "Name it as the course does: --assignment ps3")
    if assignment is not None and len(max_scores) > 1 and database is None:
        raise KitError(
            f"The batch holds {len(max_scores)} exercises and the table would call them all {assignment}.",
            "Choose one with --exercise.",
        )
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    remarks, rows = [], 0
    for record in records:
        if is_ungraded(record):
            student_text = format_student(*read_student(record))
            remarks.append(
                f"set aside by the batch and not graded, so there is no row for {record['exercise']}: {student_text}"
            )
        elif has_other_work(record):
            remarks.append(
                "handed in something that cannot be graded, so there is no row for "
                f"{record['exercise']}: {format_student(*read_student(record))}"
            )
        else:
            writer.writerow(_make_row(record, max_scores[record["exercise"]], assignment))
            rows += 1
    save_file(to, text.getvalue().encode("utf-8", "backslashreplace"))
    summary = f"{to}: {rows} rows."
    if database is None:
        remarks.append("nbgrader reads no table back; its database takes the points: --database gradebook.db")
        return ExportResult(summary, tuple(remarks))
    saved, left_out = nbdatabase.save_points(database, assignment or "", records, max_scores)
    return ExportResult(
        f"{summary} {database}: points of {saved} reports in {assignment}.", (*remarks, *left_out), reached=saved > 0
    )


def _make_row(record: Record, max_score: float, assignment: str | None) -> list[str]:
    """Return one record as a row under HEAD."""
    id, name = read_student(record)
    # A name is split only where its comma shows which part is the last name.
    last, comma, first = name.partition(",")
    email = id if "@" in id else ""
    person = [
        escape_cell(id),
        escape_cell(last.strip() if comma else name),
        escape_cell(first.strip()),
        escape_cell(email),
    ]
    score = str(float(record["score"]))
    return [escape_cell(assignment or record["exercise"]), "", "", *person, score, "0.0", score, str(float(max_score))]
