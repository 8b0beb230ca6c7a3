"""Canvas's gradebook export as Canvas reads it back: header, special rows, students, one column to fill.

The rules are those of Canvas's own importer (`lib/gradebook_importer.rb`): the header is never translated,
`Points Possible` may stand anywhere in the first cell of its row, a row that says nothing but `Manual Posting`
is no student, and a column whose points are words (`(read only)`, also translated) is not taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from grader.errors import KitError
from grader.export import decimals
from grader.export.cells import Sheet
from grader.export.decimals import NumberFormat

KEYS = ("ID", "SIS User ID", "SIS Login ID")
"""Columns that identify a student, the surest first."""
_ABOUT_STUDENTS = {"Student", "LastName", "FirstName", *KEYS, "Integration ID", "Root Account", "Section"}
_TOTALS = re.compile(r"(Current|Final|Override) (Score|Points|Grade|Status)")
_TITLE = re.compile(r"(?P<title>.*?)\s*\((?P<id>\d+)\)")
_MUTED = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)  # without slots, so that properties over all cells are computed once
class Gradebook:
    """A gradebook export whose columns and rows are identified."""

    sheet: Sheet
    points_row: int
    """The index of the row `Points Possible`."""

    @cached_property
    def header(self) -> list[str]:
        """The names of the columns."""
        return [cell.plain for cell in self.sheet.rows[0]]

    @cached_property
    def numbers(self) -> NumberFormat:
        """The way it writes numbers."""
        after = (self.find_column("Section") or 0) + 1
        cells = (cell.plain for row in self.sheet.rows[1:] for cell in row[after:])
        # Semicolons separate columns where a comma is the decimal sign.
        return decimals.detect_format(cells, "," if self.sheet.delimiter == ";" else ".")

    def find_column(self, name: str) -> int | None:
        """Return the index of the column of that name; None where there is none."""
        return self.header.index(name) if name in self.header else None

    def iterate_students(self) -> Iterator[int]:
        """Yield the indices of the students' rows."""
        for row, cells in enumerate(self.sheet.rows):
            if row in (0, self.points_row) or all(_MUTED.fullmatch(cell.text) for cell in cells):
                continue
            yield row

    def read_name(self, row: int) -> str:
        """Return a student's name as the export writes it, last name first."""
        if self.header[0] == "LastName":
            return f"{self.sheet.read_cell(row, 0)}, {self.sheet.read_cell(row, 1)}"
        return self.sheet.read_cell(row, 0)

    def list_assignments(self) -> dict[int, str]:
        """Return column → header of every column that could take a grade."""
        custom_end = self.find_column("Section")
        return {
            index: title
            for index, title in enumerate(self.header)
            if index > (custom_end or 0) and title not in _ABOUT_STUDENTS and not _TOTALS.search(title)
        }

    def read_points_possible(self, column: int) -> Decimal | None:
        """Return the points possible of a column; None where the export gives none."""
        return self.numbers.parse(self.sheet.read_cell(self.points_row, column))

    def takes_grades(self, column: int) -> bool:
        """Tell whether a column is an assignment's; a custom column has neither points nor an id in its title."""
        is_assignment = (
            self.read_points_possible(column) is not None or _TITLE.fullmatch(self.header[column]) is not None
        )
        return is_assignment and not self.is_read_only(column)

    def is_read_only(self, column: int) -> bool:
        """Tell whether Canvas ignores what is written there."""
        points = self.sheet.read_cell(self.points_row, column)
        return bool(points) and self.numbers.parse(points) is None


def identify_gradebook(sheet: Sheet, name: str) -> Gradebook:
    """Check that a sheet is a gradebook export, and return it with the row of the points.

    Raises:
        KitError: it is no gradebook export.

    """
    header = [cell.plain for cell in sheet.rows[0]]
    points = next((row for row in range(1, len(sheet.rows)) if "Points Possible" in sheet.rows[row][0].text), None)
    if header[:1] not in (["Student"], ["LastName"]) or "ID" not in header or "Section" not in header:
        raise KitError(
            f"{name} is no gradebook export of Canvas: its first row must name Student, ID and Section.",
            "In Canvas choose Grades, Export, and hand that file in unchanged.",
        )
    if points is None:
        raise KitError(f"{name} has no row `Points Possible`.", "Export the gradebook anew and leave every row in it.")
    return Gradebook(sheet, points)


def choose_column(book: Gradebook, wanted_title: str | None, stems: Sequence[str]) -> int:
    """Choose the column to fill: the one asked for, else the one that speaks of the exercise, else the only one.

    Raises:
        KitError: none fits, several do, or Canvas would not read it.

    """
    assignments = book.list_assignments()
    open_columns = {column: title for column, title in assignments.items() if book.takes_grades(column)}
    if wanted_title is not None:
        fitting = [column for column, title in assignments.items() if wanted_title.casefold() in _list_names(title)]
    else:
        fitting = [
            column for column, title in open_columns.items() if len(stems) == 1 and _means_exercise(title, stems[0])
        ]
        fitting = fitting or list(open_columns)
    if len(fitting) != 1:
        what = (
            f"No column is called {wanted_title!r}"
            if wanted_title
            else "The gradebook does not say which column is meant"
        )
        columns = "; ".join(open_columns.values()) or "none that takes grades"
        raise KitError(f"{what}.", f"Choose one with --column: {columns}.")
    if not book.takes_grades(fitting[0]):
        raise KitError(
            f"Canvas takes no grades in the column {assignments[fitting[0]]!r}.", "Choose another with --column."
        )
    return fitting[0]


def refuse_title(book: Gradebook, title: str) -> None:
    """Refuse a title for a new column that Canvas takes for something that is there already.

    Raises:
        KitError: the title means an assignment's id, another assignment, a total, or a column about students.

    """
    stripped = title.strip()
    if not stripped:
        raise KitError("The new column has no name.", "Give it one: --new-column 'Week 3'.")
    if _TITLE.fullmatch(stripped):
        raise KitError(
            f"Canvas would take the number at the end of {title!r} for the id of an assignment.",
            "Choose a name that does not end with a number in brackets, such as: Week 3.",
        )
    known = {word.casefold() for word in _ABOUT_STUDENTS}
    if stripped.casefold() in known or _TOTALS.search(stripped):
        raise KitError(f"Canvas has a column {title!r} of its own.", "Choose another name, such as: Week 3.")
    if any(stripped.casefold() in _list_names(header) for header in book.list_assignments().values()):
        raise KitError(f"There is a column {title!r} already.", "Fill it with --column.")


def _list_names(header: str) -> set[str]:
    """Return the names of a column in lower case: its whole header, its title, its assignment's id."""
    parts = _TITLE.fullmatch(header)
    return {header.casefold(), *(part.casefold() for part in (parts.groups() if parts else ()))}


def _means_exercise(header: str, stem: str) -> bool:
    """Tell whether a title means an exercise: by its stem, by its number behind the word, or by its name."""
    number, _, name = stem.removeprefix("exercise").partition("_")
    parts = _TITLE.fullmatch(header)
    title = (parts["title"] if parts else header).casefold()
    words = re.sub(r"[\W_]+", " ", title)
    numbered = re.search(rf"\bex(?:ercise)?\s*0*{int(number)}\b", words)
    return numbered is not None or name.replace("_", " ") in words
