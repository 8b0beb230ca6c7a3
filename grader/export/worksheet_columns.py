"""The columns of Moodle's grading worksheet, recognized in any language.

The columns stand in the order of `mod/assign/gradingtable.php`: identifier, names, status, team, grade,
maximum, whether the grade can be changed, dates, comments. Headers are translated and some are missing, so a
column with a known header is the one that its header says, and any other is recognized by its cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from grader.errors import KitError
from grader.export import decimals, locks
from grader.export.cells import Sheet
from grader.export.decimals import NumberFormat
from grader.export.grades import HEAD
from grader.export.locks import Locks

GRADE = {"grade", "bewertung", "note", "calificación", "valutazione", "beoordeling", "nota", "qualificació"}
MAXIMUM = {"maximum grade", "bestwertung", "note maximale", "calificación máxima", "valutazione massima"}
COMMENTS = {"feedback comments", "feedback als kommentar", "feedback par commentaires"}
_DATE = re.compile(r"-|(?=.*\d{4})(?:\D*\d+){3,}\D*", re.DOTALL)
_ENGLISH = re.compile(
    r"-|(?:mon|tues|wednes|thurs|fri|satur|sun)day, .* (?:january|february|march|april|may|june|july|august"
    r"|september|october|november|december) .*|[\d\-/.: ,apm]+",
    re.IGNORECASE,
)


@dataclass(frozen=True)  # without slots, so that properties over all cells are computed once
class Worksheet:
    """A worksheet and the indices of its columns; None where it has no such column."""

    sheet: Sheet
    grade_column: int
    maximum_column: int | None
    locks: Locks
    date_column: int | None
    """The date when the grade was given."""
    comments_column: int | None

    @cached_property
    def numbers(self) -> NumberFormat:
        """The way it writes numbers."""
        columns = [self.grade_column] if self.maximum_column is None else [self.grade_column, self.maximum_column]
        return decimals.detect_format(self.sheet.read_cell(row, column) for row in self.rows for column in columns)

    @cached_property
    def rows(self) -> list[int]:
        """The indices of the participants' rows."""
        return [row for row in range(1, len(self.sheet.rows)) if self.read_participant(row)]

    def read_participant(self, row: int) -> str:
        """Return the participant's number, as text: `41001` of `Participant 41001`; empty where there is none."""
        match = re.search(r"\d+$", self.sheet.read_cell(row, 0))
        return match[0].lstrip("0") if match else ""

    def read_name(self, row: int) -> str:
        """Return their name; under blind marking the identifier."""
        return self.sheet.read_cell(row, 1 if self.grade_column > 2 else 0)

    def list_identifiers(self, row: int) -> list[str]:
        """Return everything between identifier and grade: name, e-mail address, number, team."""
        return [self.sheet.read_cell(row, column) for column in range(1, self.grade_column)]

    def read_max_grade(self, row: int) -> Decimal | None:
        """Return the highest grade that Moodle takes; None where the row has none."""
        return self.numbers.parse(self.sheet.read_cell(row, self.maximum_column))

    def is_locked(self, row: int) -> bool:
        """Tell whether Moodle says that the grade cannot be changed."""
        return (
            self.locks.locked_word is not None
            and locks.normalize_word(self.sheet.read_cell(row, self.locks.column)) == self.locks.locked_word
        )

    def has_unreadable_date(self, row: int) -> bool:
        """Tell whether Moodle cannot read back when this grade was given, since the date is not in English."""
        date = self.sheet.read_cell(row, self.date_column)
        return bool(date) and _ENGLISH.fullmatch(date) is None


def identify_columns(
    sheet: Sheet,
    name: str,
    grade_name: str | None = None,
    comments_name: str | None = None,
    locked_word: str | None = None,
) -> Worksheet:
    """Identify the columns of a worksheet.

    The names of two columns, and the word of locked rows, are needed only where they cannot be found.

    Raises:
        KitError: it is no worksheet, it grades with a scale of words, or it is not clear which rows are locked.

    """
    header = [cell.plain.casefold() for cell in sheet.rows[0]]
    if tuple(header) == HEAD:
        raise KitError(
            f"{name} is the kit's own table of grades, no grading worksheet of Moodle.",
            "In the assignment choose Download grading worksheet, and name that file with --worksheet.",
        )
    people = [row for row in range(1, len(sheet.rows)) if re.search(r"\d$", sheet.read_cell(row, 0))]
    columns = [[sheet.read_cell(row, column) for row in people] for column in range(len(header))]
    if not people:
        raise KitError(
            f"{name} is no grading worksheet of Moodle: its first column must identify participants.",
            "In the assignment choose Download grading worksheet, and hand that file in unchanged.",
        )
    maximum_column, grade_column = _find_header(header, MAXIMUM), None
    if grade_name is not None:
        grade_column = _find_named_column(header, grade_name, "--grade-column")
    elif maximum_column is None:
        grade_column = _find_header(header, GRADE)
    maximum_column = _find_maximum_column(columns, grade_column) if maximum_column is None else maximum_column
    if grade_column is None and maximum_column is not None:
        grade_column = maximum_column - 1
    if grade_column is None:
        raise KitError(f"{name} does not say which column takes the grade.", "Name its header with --grade-column.")
    _refuse_scale(columns, grade_column, name)
    date_column = next(
        (column for column in reversed(range(grade_column + 1, len(header))) if _holds_dates(columns[column])), None
    )
    comments_column = (
        _find_named_column(header, comments_name, "--feedback-column")
        if comments_name
        else _find_header(header, COMMENTS)
    )
    if comments_column is None and date_column is not None and date_column + 1 < len(header):
        comments_column = date_column + 1
    found_locks = _find_locks(sheet, columns, (grade_column, maximum_column, date_column), people, locked_word)
    return Worksheet(sheet, grade_column, maximum_column, found_locks, date_column, comments_column)


def _find_locks(
    sheet: Sheet,
    columns: list[list[str]],
    found_columns: tuple[int, int | None, int | None],
    people: list[int],
    locked_word: str | None,
) -> Locks:
    """Find which rows are locked; `found_columns` are those of grade, highest grade and the date of grading."""
    grade_column, maximum_column, date_column = found_columns
    last_column = grade_column if maximum_column is None else maximum_column
    lock_column = locks.find_column(
        columns,
        last_column,
        [column for column in range(last_column + 1, len(columns)) if _holds_dates(columns[column])],
    )
    if lock_column is None:
        if locked_word is not None:
            raise KitError("The worksheet does not say which grades can be changed.", "Leave out --locked.")
        return Locks()
    has_grade = [
        bool(sheet.read_cell(row, grade_column)) or sheet.read_cell(row, date_column) not in ("", "-") for row in people
    ]
    return locks.read_locks(lock_column, sheet.rows[0][lock_column].plain, columns[lock_column], has_grade, locked_word)


def _find_header(header: list[str], names: set[str]) -> int | None:
    """Find the first column, after the identifier's, that has one of these names; None where there is none."""
    return next((index for index, title in enumerate(header) if index > 0 and title in names), None)


def _find_named_column(header: list[str], name: str, option: str) -> int:
    """Find the column that an option names; raises KitError where there is none."""
    if name.casefold() not in header:
        raise KitError(f"The worksheet has no column {name!r}.", f"Give {option} a header of its first row.")
    return header.index(name.casefold())


def _find_maximum_column(columns: list[list[str]], grade_column: int | None) -> int | None:
    """Find the column that holds one number in all rows, right of a column of numbers; None where there is none."""
    for column in range(len(columns) - 1, 1, -1) if grade_column is None else [grade_column + 1]:
        values = {NumberFormat().parse(cell) for cell in columns[column]} if column < len(columns) else {None}
        numbers_to_the_left = all(not cell or NumberFormat().parse(cell) is not None for cell in columns[column - 1])
        if len(values) == 1 and None not in values and numbers_to_the_left:
            return column
    return None


def _refuse_scale(columns: list[list[str]], grade_column: int, name: str) -> None:
    """Raise KitError where the worksheet grades with a scale of words."""
    scale = columns[grade_column + 1] if grade_column + 1 < len(columns) else []
    if any("\n" in cell for cell in scale) or any(
        cell and NumberFormat().parse(cell) is None for cell in columns[grade_column]
    ):
        raise KitError(
            f"{name} grades with a scale of words, and points cannot be put there.",
            "Set the assignment's grade to points and download the worksheet anew.",
        )


def _holds_dates(column: list[str]) -> bool:
    """Tell whether a column holds dates, or `-`, and nothing else."""
    return bool(column) and all(_DATE.fullmatch(cell) for cell in column)
