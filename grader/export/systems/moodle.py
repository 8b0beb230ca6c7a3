"""Moodle: grades and comments in the grading worksheet handed in, everything else byte for byte.

On import Moodle drops without a word what is above the maximum, what is locked, and what was graded again
after the worksheet was downloaded (`mod/assign/feedback/offline/locallib.php`); the export remarks on all three.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from grader.export import cells, matching
from grader.export.feedback import make_comment, make_page
from grader.export.records import Records, format_student
from grader.export.systems import SUM, ZERO, ExportResult, Option
from grader.export.totals import Total, compute_totals, explain_joined
from grader.export.worksheet_columns import Worksheet, identify_columns
from grader.storage.files import make_zip, read_file, save_file

NAME = "Moodle grading worksheet"
SUFFIX = ".csv"
EXAMPLES = (
    "moodle graded --worksheet grades.csv --to filled.csv",
    "moodle graded --worksheet grades.csv --to filled.csv --feedback-zip feedback.zip",
)
OPTIONS = (
    Option("worksheet", "The worksheet to fill (Download grading worksheet).", Path, required=True),
    Option("feedback_zip", "Also write feedback files for Upload multiple feedback files in a zip.", Path),
    Option("grade_column", "The grade's header, where it cannot be told."),
    Option("feedback_column", "The comments' header, where it cannot be told."),
    Option("locked", "What a locked row says under “Grade can be changed”, where it cannot be told."),
    SUM,
    ZERO,
)
_OURS = re.compile(r'<div class="fallline">.*?</div>', re.DOTALL)
_FOLDER = re.compile(r"[^_/]*_\d+_assignsubmission_(?:file|onlinetext)")
_UPDATE = "tick “Update records that have been modified more recently in Moodle than in the spreadsheet” on import"


@dataclass(slots=True)
class _Filling:
    """The cells to change and the remarks, collected while the rows are filled."""

    edits: dict[tuple[int, int], str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    graded: int = 0
    regraded: int = 0


def write(
    records: Records,
    to: Path,
    *,
    worksheet: Path,
    feedback_zip: Path | None = None,
    grade_column: str | None = None,
    feedback_column: str | None = None,
    locked: str | None = None,
    sum: bool = False,
    zero: bool = False,
) -> ExportResult:
    """Fill grades and comments; locked rows stay, and so does a grade that is the same already.

    Raises:
        KitError: the worksheet cannot be used.

    """
    everyone = compute_totals(records, together=sum)
    sheet = cells.read(read_file(worksheet, "--worksheet"), worksheet.name)
    book = identify_columns(sheet, worksheet.name, grade_column, feedback_column, locked)
    filling = _Filling(remarks=[book.locks.remark] if book.locks.remark else [])
    filling.remarks += explain_joined(everyone)
    pairs = _match_students(book, everyone, filling)
    for row, student in pairs:
        _fill_row(book, row, student, zero, filling)
    if filling.regraded:
        filling.remarks.append(
            f"{filling.regraded} rows had a grade; for those graded again since the download, {_UPDATE}"
        )
    save_file(to, sheet.fill(filling.edits))
    summary = f"{to}: {filling.graded} rows have their grade, from {len(everyone)} reports of students or teams."
    if feedback_zip is not None:
        files = _collect_feedback_files(records, filling)
        save_file(feedback_zip, make_zip(files))
        summary += f" {feedback_zip}: {len(files)} feedback files."
    return ExportResult(summary, tuple(filling.remarks), reached=bool(pairs))


def _match_students(book: Worksheet, everyone: Sequence[Total], filling: _Filling) -> list[tuple[int, Total]]:
    """Return (row, student): teams matched by name, then people by participant id, by any column and by name."""
    teams_of = _list_team_rows(book)
    team_pairs = [(row, team) for team in everyone for row in teams_of.get(matching.normalize_name(team.name), ())]
    taken, matched_teams = {row for row, _ in team_pairs}, {team.id for _, team in team_pairs}

    def list_words(row: int) -> set[str]:
        """Return what the row says of its participant, in lower case."""
        return {word.casefold() for word in book.list_identifiers(row)} - {""}

    steps: list[matching.MatchingStep] = [
        (lambda row: {book.read_participant(row)}, lambda student: {id.lstrip("0") for id in student.ids}),
        (list_words, matching.list_ids),
        (lambda row: matching.list_spellings(book.read_name(row)), matching.list_names),
    ]
    rows = [row for row in book.rows if row not in taken]
    pairs = matching.pair_rows(rows, [student for student in everyone if student.id not in matched_teams], steps)
    filling.remarks += [
        f"not in the worksheet for sure: {format_student(student.id, student.name)}"
        for student in pairs.unmatched_students
    ]
    filling.remarks += [f"in the worksheet alone, left as it is: {book.read_name(row)}" for row in pairs.unmatched_rows]
    return sorted([*team_pairs, *pairs.matched], key=lambda pair: pair[0])


def _list_team_rows(book: Worksheet) -> dict[str, list[int]]:
    """Return normalized team name → its members' rows; in another column, what is no person's name is a team's."""
    people = {matching.normalize_name(book.read_name(row)) for row in book.rows}
    rows_of_team: dict[str, list[int]] = {}
    for row in book.rows:
        for name in {matching.normalize_name(words) for words in book.list_identifiers(row)[1:]} - people - {""}:
            rows_of_team.setdefault(name, []).append(row)
    return rows_of_team


def _fill_row(book: Worksheet, row: int, student: Total, zero: bool, filling: _Filling) -> None:
    """Write one grade with its comment, unless the row has to stay as it is."""
    student_text = format_student(book.read_participant(row), book.read_name(row))
    max_grade = book.read_max_grade(row)
    grade = matching.scale_score(student.score, student.max_score, max_grade)
    if book.is_locked(row):
        filling.remarks.append(f"locked in Moodle, left as it is: {student_text}")
    elif reason := student.explain_omission(zero=zero):
        filling.remarks.append(f"{reason}: {student_text}")
    elif max_grade is not None and grade > max_grade:
        filling.remarks.append(
            f"{grade} is above the maximum of {max_grade} and Moodle would drop it, left as it is: {student_text}"
        )
    else:
        _write_row(book, row, student, grade, filling)
        if book.has_unreadable_date(row):
            filling.remarks.append(f"Moodle cannot read when this row was graded, so {_UPDATE}: {student_text}")
        elif book.sheet.read_cell(row, book.date_column) not in ("", "-"):
            filling.regraded += 1


def _write_row(book: Worksheet, row: int, student: Total, grade: Decimal, filling: _Filling) -> None:
    """Write grade and comment into a row."""
    filling.graded += 1
    if not book.numbers.matches(book.sheet.read_cell(row, book.grade_column), grade):
        filling.edits[row, book.grade_column] = book.numbers.format(grade)
    if book.comments_column is not None:
        old_comment = (
            book.sheet.rows[row][book.comments_column].text if book.comments_column < len(book.sheet.rows[row]) else ""
        )
        # A comment that a person wrote stays, and our own of an earlier export is replaced.
        other_comments = _OURS.sub("", old_comment)
        filling.edits[row, book.comments_column] = (
            f'{other_comments}<div class="fallline">{make_comment(student.records)}</div>'
        )


def _collect_feedback_files(records: Records, filling: _Filling) -> dict[str, tuple[bytes, bool]]:
    """Return a page for each report, in the folder that the download gave it (or behind the same prefix)."""
    files: dict[str, tuple[bytes, bool]] = {}
    for record in records:
        folder = _find_folder(record["submission"]["path"])
        if folder:
            files[f"{folder}feedback_{record['exercise']}.html"] = (make_page(record), False)
        elif record["status"] != "absent":
            filling.remarks.append(
                f"no folder of a Moodle download, so no feedback file: {record['submission']['path']}"
            )
    return files


def _find_folder(path: str) -> str:
    """Return a path's `Ada Beispiel_41001_assignsubmission_file/`; empty where there is none.

    It ends in `_` where the download put it before the files' names instead.
    """
    *above, last = path.replace("\\", "/").split("/")
    for part in above:
        if _FOLDER.match(part):
            return f"{part}/"
    match = _FOLDER.match(last)
    return f"{match[0]}_" if match else ""
