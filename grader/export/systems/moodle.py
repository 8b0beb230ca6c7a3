"""Moodle: grades and comments in the grading worksheet handed in, everything else byte for byte.

On import Moodle drops without a word what is above the maximum, what is locked, and what was graded again
after the worksheet was downloaded (`mod/assign/feedback/offline/locallib.php`); all three are told here.
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
from grader.export.systems import SUM, ZERO, Option, Written
from grader.export.totals import Total, compute_totals
from grader.export.worksheet import Worksheet, understood
from grader.storage.files import load, save, zipped

NAME = "Moodle grading worksheet"
SUFFIX = ".csv"
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
    """What is done while the rows are walked."""

    edits: dict[tuple[int, int], str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    graded: int = 0
    again: int = 0


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
) -> Written:
    """Fill grades and comments; locked rows stay, and so does a grade that is the same already.

    Raises:
        KitError: the worksheet cannot be used.

    """
    everyone = compute_totals(records, together=sum)
    sheet = cells.read(load(worksheet, "--worksheet"), worksheet.name)
    book = understood(sheet, worksheet.name, grade_column, feedback_column, locked)
    work = _Filling(told=[book.locks.remark] if book.locks.remark else [])
    pairs = _matched(book, everyone, work)
    for row, student in pairs:
        _fill(book, row, student, zero, work)
    if work.again:
        work.told.append(f"{work.again} rows had a grade; for those graded again since the download, {_UPDATE}")
    save(to, sheet.fill(work.edits))
    says = f"{to}: {work.graded} rows have their grade, from {len(everyone)} reports of students or teams."
    if feedback_zip is not None:
        files = _files(records, work)
        save(feedback_zip, zipped(files))
        says += f" {feedback_zip}: {len(files)} feedback files."
    return Written(says, tuple(work.told), reached=bool(pairs))


def _matched(book: Worksheet, everyone: Sequence[Total], work: _Filling) -> list[tuple[int, Total]]:
    """Rows and students: teams by name, then people by participant id, by any column, by name."""
    teams_of = _teams(book)
    found = [(row, team) for team in everyone for row in teams_of.get(matching.normalize_name(team.name), ())]
    taken, teams = {row for row, _ in found}, {team.id for _, team in found}

    def about(row: int) -> set[str]:
        return {words.casefold() for words in book.about(row)} - {""}

    steps: list[matching.MatchingStep] = [
        (lambda row: {book.participant(row)}, lambda student: {student.id.lstrip("0")}),
        (about, matching.list_ids),
        (lambda row: matching.list_spellings(book.called(row)), matching.list_names),
    ]
    rows = [row for row in book.rows if row not in taken]
    pairs = matching.pair_rows(rows, [one for one in everyone if one.id not in teams], steps)
    work.told += [
        f"not in the worksheet for sure: {format_student(one.id, one.name)}" for one in pairs.unmatched_students
    ]
    work.told += [f"in the worksheet alone, left as it is: {book.called(row)}" for row in pairs.unmatched_rows]
    return sorted([*found, *pairs.matched], key=lambda one: one[0])


def _teams(book: Worksheet) -> dict[str, list[int]]:
    """Squeezed name → its members' rows: what stands in another column than a person's name is a team's."""
    people = {matching.normalize_name(book.called(row)) for row in book.rows}
    found: dict[str, list[int]] = {}
    for row in book.rows:
        for name in {matching.normalize_name(words) for words in book.about(row)[1:]} - people - {""}:
            found.setdefault(name, []).append(row)
    return found


def _fill(book: Worksheet, row: int, student: Total, zero: bool, work: _Filling) -> None:
    who = format_student(book.participant(row), book.called(row))
    most = book.most(row)
    grade = matching.scale_score(student.score, student.max_score, most)
    if book.locked(row):
        work.told.append(f"locked in Moodle, left as it is: {who}")
    elif why := student.explain_omission(zero=zero):
        work.told.append(f"{why}: {who}")
    elif most is not None and grade > most:
        work.told.append(f"{grade} is above the maximum of {most} and Moodle would drop it, left as it is: {who}")
    else:
        _write(book, row, student, grade, work)
        if book.unreadable_date(row):
            work.told.append(f"Moodle cannot read when this row was graded, so {_UPDATE}: {who}")
        elif book.sheet.read_cell(row, book.graded) not in ("", "-"):
            work.again += 1


def _write(book: Worksheet, row: int, student: Total, grade: Decimal, work: _Filling) -> None:
    work.graded += 1
    if not book.numbers.matches(book.sheet.read_cell(row, book.grade), grade):
        work.edits[row, book.grade] = book.numbers.format(grade)
    if book.comments is not None:
        old = book.sheet.rows[row][book.comments].text if book.comments < len(book.sheet.rows[row]) else ""
        # A comment that a person wrote stays, and ours of an earlier day gives way.
        theirs = _OURS.sub("", old)
        work.edits[row, book.comments] = f'{theirs}<div class="fallline">{make_comment(student.records)}</div>'


def _files(records: Records, work: _Filling) -> dict[str, tuple[bytes, bool]]:
    """A page a report, in the folder that the download gave it (or behind the same prefix)."""
    files: dict[str, tuple[bytes, bool]] = {}
    for record in records:
        folder = _folder(record["submission"]["path"])
        if folder:
            files[f"{folder}feedback_{record['exercise']}.html"] = (make_page(record), False)
        elif record["status"] != "absent":
            work.told.append(f"no folder of a Moodle download, so no feedback file: {record['submission']['path']}")
    return files


def _folder(path: str) -> str:
    """`Ada Beispiel_41001_assignsubmission_file/`; with `_` where the download prefixed the files instead."""
    *above, last = path.replace("\\", "/").split("/")
    for part in above:
        if _FOLDER.match(part):
            return f"{part}/"
    found = _FOLDER.match(last)
    return f"{found[0]}_" if found else ""
