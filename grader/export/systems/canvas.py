"""Canvas: one column of the gradebook export that the instructor hands in, everything else byte for byte."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.export import cells, matching
from grader.export.feedback import encode_text
from grader.export.gradebook import KEYS, Gradebook, choose_column, identify_gradebook, refuse_title
from grader.export.grades import escape_cell
from grader.export.records import Records, format_student, is_ungraded, list_exercises, read_student
from grader.export.systems import SUM, ZERO, ExportResult, Option
from grader.export.totals import Total, compute_totals, explain_joined
from grader.storage.files import make_zip, read_file, save_file

NAME = "Canvas gradebook"
SUFFIX = ".csv"
EXAMPLES = (
    "canvas graded --gradebook export.csv --to filled.csv",
    "canvas graded --gradebook export.csv --to filled.csv --feedback-zip feedback.zip",
    'canvas graded --gradebook export.csv --to filled.csv --new-column "Week 3" --sum',
)
OPTIONS = (
    Option("gradebook", "The export to fill (Grades → Export).", Path, required=True),
    Option("column", "The assignment: its title, its id, or its whole header."),
    Option("new_column", "Make a new assignment of this title instead; Canvas creates it on import."),
    Option("feedback_zip", "Also write feedback files for Canvas's Upload Submissions.", Path),
    SUM,
    ZERO,
)
_PREFIX = re.compile(r"(?:(?![0-9]+_)[^_]*_)*(?P<user>[0-9]+)_(?:(?![0-9]+_)[^_]*_)*[0-9]+_")
"""The prefix of a file in a download: everything up to its second number that stands alone."""


@dataclass(slots=True)
class _Filling:
    """The cells to change and the remarks, collected while rows are matched with students."""

    edits: dict[tuple[int, int], str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    filled: int = 0


def write(
    records: Records,
    to: Path,
    *,
    gradebook: Path,
    column: str | None = None,
    new_column: str | None = None,
    feedback_zip: Path | None = None,
    sum: bool = False,
    zero: bool = False,
) -> ExportResult:
    """Fill the column; EX, N/A and read-only cells stay, and so does a grade that is the same already.

    Raises:
        KitError: the export cannot be used, or the column is not clear.

    """
    everyone = compute_totals(records, together=sum)
    book = _read_gradebook(gradebook)
    filling = _Filling()
    if new_column is not None:
        target_column = _append_column(book, new_column, everyone, filling)
    else:
        target_column = choose_column(book, column, list_exercises(records))
        _tell_no_points(book, target_column, everyone, filling)
    filling.remarks += explain_joined(everyone)
    pairs = _match_students(book, everyone, filling)
    for row, student in pairs:
        _fill_cell(book, row, target_column, student, zero, filling)
    save_file(to, book.sheet.fill(filling.edits))
    title = new_column if new_column is not None else book.header[target_column]
    summary = f"{to}: {filling.filled} of {len(everyone)} students have their grade in {title!r}."
    if feedback_zip is not None:
        files = _collect_feedback_files(records, filling)
        save_file(feedback_zip, make_zip(files))
        summary += f" {feedback_zip}: {len(files)} feedback files."
    return ExportResult(summary, tuple(filling.remarks), reached=bool(pairs))


def _read_gradebook(path: Path) -> Gradebook:
    """Read the gradebook export; raises KitError where it is none."""
    return identify_gradebook(cells.read(read_file(path, "--gradebook"), path.name), path.name)


def _tell_no_points(book: Gradebook, column: int, everyone: Sequence[Total], filling: _Filling) -> None:
    """Add a remark where an assignment has no points, so that scores cannot be scaled to them."""
    if not book.read_points_possible(column):
        max_score = book.numbers.format(matching.scale_score(everyone[0].max_score, 0, None))
        filling.remarks.append(
            f"{book.header[column]!r} has 0 Points Possible: scores are written as they are, out of {max_score}; "
            "give the assignment its points in Canvas, then export the gradebook anew"
        )


def _append_column(book: Gradebook, title: str, everyone: Sequence[Total], filling: _Filling) -> int:
    """Add a column after the last one, with its header and its points; return its index."""
    refuse_title(book, title)
    column = len(book.header)
    filling.edits[0, column] = escape_cell(title)
    for row, cells_there in enumerate(book.sheet.rows):
        if row > 0 and any(cell.text for cell in cells_there):
            filling.edits[row, column] = ""
    max_score = matching.scale_score(everyone[0].max_score, 0, None)
    filling.edits[book.points_row, column] = book.numbers.format(max_score)
    return column


def _match_students(book: Gradebook, everyone: Sequence[Total], filling: _Filling) -> Sequence[tuple[int, Total]]:
    """Return (row, student) matched by ID, then by SIS id, login and name; add a remark for whoever is left over."""

    def make_step(key: str) -> matching.MatchingStep:
        """Return the step that compares ids with a column of the gradebook."""
        return (lambda row: {book.sheet.read_cell(row, book.find_column(key)).casefold()} - {""}, matching.list_ids)

    by_name: matching.MatchingStep = (lambda row: matching.list_spellings(book.read_name(row)), matching.list_names)
    pairs = matching.pair_rows(book.iterate_students(), everyone, [*map(make_step, KEYS), by_name])
    filling.remarks += [
        f"not in the gradebook for sure: {format_student(student.id, student.name)}"
        for student in pairs.unmatched_students
    ]
    filling.remarks += [f"in the gradebook alone, left as it is: {book.read_name(row)}" for row in pairs.unmatched_rows]
    return pairs.matched


def _fill_cell(book: Gradebook, row: int, column: int, student: Total, zero: bool, filling: _Filling) -> None:
    """Write one grade, unless the cell has to stay as it is."""
    student_text = format_student(student.id, student.name or book.read_name(row))
    old_text = book.sheet.read_cell(row, column)
    if old_text.upper() in ("EX", "N/A"):
        reason = "excused" if old_text.upper() == "EX" else "not assigned"
        filling.remarks.append(f"{reason}, left as it is: {student_text}")
        return
    if reason := student.explain_omission(zero=zero):
        filling.remarks.append(f"{reason}: {student_text}")
        return
    is_new = column == len(book.header)
    grade = matching.scale_score(
        student.score, student.max_score, None if is_new else book.read_points_possible(column)
    )
    filling.filled += 1
    if not book.numbers.matches(old_text, grade):
        filling.edits[row, column] = book.numbers.format(grade)


def _collect_feedback_files(records: Records, filling: _Filling) -> dict[str, tuple[bytes, bool]]:
    """Return a text file for each report, named with the prefix of the student's own file.

    By the first two numbers of that prefix Canvas knows whose file it is:
    these are the user and the attachment (`Assignment#infer_comment_context_from_filename`). Canvas shows the text
    as a comment's attachment under the name of the student's file, so it is no HTML.
    """
    files: dict[str, tuple[bytes, bool]] = {}
    for record in records:
        if record["status"] == "absent" or is_ungraded(record):
            continue
        name = record["submission"]["path"].replace("\\", "/").rpartition("/")[2]
        match = _PREFIX.match(name)
        if match is not None and match["user"] == read_student(record)[0]:
            files[f"{match[0]}feedback_{record['exercise']}.txt"] = (encode_text(record), False)
        else:
            filling.remarks.append(f"no file of a Canvas download, so no feedback file: {record['submission']['path']}")
    return files
