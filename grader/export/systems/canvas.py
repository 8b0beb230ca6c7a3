"""Canvas: one column of the gradebook export that the instructor hands in, everything else byte for byte."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.export import cells, matching
from grader.export.feedback import encode_text
from grader.export.gradebook import KEYS, Gradebook, refuse_title, target, understood
from grader.export.grades import escape_cell
from grader.export.records import Records, format_student, list_exercises, read_student
from grader.export.systems import SUM, ZERO, Option, Written
from grader.export.totals import Total, compute_totals
from grader.storage.files import load, save, zipped

NAME = "Canvas gradebook"
SUFFIX = ".csv"
OPTIONS = (
    Option("gradebook", "The export to fill (Grades → Export).", Path, required=True),
    Option("column", "The assignment: its title, its id, or its whole header."),
    Option("new_column", "Make a new assignment of this title instead; Canvas creates it on import."),
    Option("feedback_zip", "Also write feedback files for Canvas's Upload Submissions.", Path),
    SUM,
    ZERO,
)
_PREFIX = re.compile(r"(?:(?![0-9]+_)[^_]*_)*(?P<user>[0-9]+)_(?:(?![0-9]+_)[^_]*_)*[0-9]+_")
"""Of a file in a download: everything up to its second number that stands alone."""


@dataclass(slots=True)
class _Filling:
    """What is done while rows are matched with students."""

    edits: dict[tuple[int, int], str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
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
) -> Written:
    """Fill the column; EX, N/A and read-only cells stay, and so does a grade that is the same already.

    Raises:
        KitError: the export cannot be used, or the column is not clear.

    """
    everyone = compute_totals(records, together=sum)
    book = _book(gradebook)
    work = _Filling()
    if new_column is not None:
        place = _append(book, new_column, everyone, work)
    else:
        place = target(book, column, list_exercises(records))
    pairs = _matched(book, everyone, work)
    for row, student in pairs:
        _fill(book, row, place, student, zero, work)
    save(to, book.sheet.fill(work.edits))
    title = new_column if new_column is not None else book.header[place]
    says = f"{to}: {work.filled} of {len(everyone)} students have their grade in {title!r}."
    if feedback_zip is not None:
        files = _files(records, work)
        save(feedback_zip, zipped(files))
        says += f" {feedback_zip}: {len(files)} feedback files."
    return Written(says, tuple(work.told), reached=bool(pairs))


def _book(path: Path) -> Gradebook:
    return understood(cells.read(load(path, "--gradebook"), path.name), path.name)


def _append(book: Gradebook, title: str, everyone: Sequence[Total], work: _Filling) -> int:
    """A column after the last one, with its header and its points."""
    refuse_title(book, title)
    place = len(book.header)
    work.edits[0, place] = escape_cell(title)
    for row, cells_there in enumerate(book.sheet.rows):
        if row > 0 and any(cell.text for cell in cells_there):
            work.edits[row, place] = ""
    most = matching.scale_score(everyone[0].max_score, 0, None)
    work.edits[book.points, place] = book.numbers.format(most)
    return place


def _matched(book: Gradebook, everyone: Sequence[Total], work: _Filling) -> Sequence[tuple[int, Total]]:
    """Rows and students: by ID first, then by SIS id, by login, by name; who is left is told."""

    def says(key: str) -> matching.MatchingStep:
        return (lambda row: {book.sheet.read_cell(row, book.column(key)).casefold()} - {""}, matching.list_ids)

    by_name: matching.MatchingStep = (lambda row: matching.list_spellings(book.name_of(row)), matching.list_names)
    pairs = matching.pair_rows(book.students(), everyone, [*map(says, KEYS), by_name])
    work.told += [
        f"not in the gradebook for sure: {format_student(student.id, student.name)}"
        for student in pairs.unmatched_students
    ]
    work.told += [f"in the gradebook alone, left as it is: {book.name_of(row)}" for row in pairs.unmatched_rows]
    return pairs.matched


def _fill(book: Gradebook, row: int, place: int, student: Total, zero: bool, work: _Filling) -> None:
    """One cell, unless it is to stay."""
    who = format_student(student.id, student.name or book.name_of(row))
    old = book.sheet.read_cell(row, place)
    if old.upper() in ("EX", "N/A"):
        why = "excused" if old.upper() == "EX" else "not assigned"
        work.told.append(f"{why}, left as it is: {who}")
        return
    if why := student.explain_omission(zero=zero):
        work.told.append(f"{why}: {who}")
        return
    new = place == len(book.header)
    grade = matching.scale_score(student.score, student.max_score, None if new else book.possible(place))
    work.filled += 1
    if not book.numbers.matches(old, grade):
        work.edits[row, place] = book.numbers.format(grade)


def _files(records: Records, work: _Filling) -> dict[str, tuple[bytes, bool]]:
    """A text a report, behind the prefix of the student's own file: Canvas joins by its first two numbers.

    These are the user and the attachment (`Assignment#infer_comment_context_from_filename`). Canvas shows the text
    as a comment's attachment under the name of the student's file, so it is no HTML.
    """
    files: dict[str, tuple[bytes, bool]] = {}
    for record in records:
        if record["status"] in ("absent", "set_aside"):
            continue
        name = record["submission"]["path"].replace("\\", "/").rpartition("/")[2]
        found = _PREFIX.match(name)
        if found is not None and found["user"] == read_student(record)[0]:
            files[f"{found[0]}feedback_{record['exercise']}.txt"] = (encode_text(record), False)
        else:
            work.told.append(f"no file of a Canvas download, so no feedback file: {record['submission']['path']}")
    return files
