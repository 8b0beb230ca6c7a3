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
"""Columns that say who a student is, the surest first."""
_ABOUT_STUDENTS = {"Student", "LastName", "FirstName", *KEYS, "Integration ID", "Root Account", "Section"}
_TOTALS = re.compile(r"(Current|Final|Override) (Score|Points|Grade|Status)")
_TITLE = re.compile(r"(?P<title>.*?)\s*\((?P<id>\d+)\)")
_MUTED = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)  # without slots, so that what all cells tell is worked out once
class Gradebook:
    """An export whose parts are known."""

    sheet: Sheet
    points: int
    """The row `Points Possible`."""

    @cached_property
    def header(self) -> list[str]:
        """The columns' names."""
        return [cell.plain for cell in self.sheet.rows[0]]

    @cached_property
    def numbers(self) -> NumberFormat:
        """How it writes numbers."""
        after = (self.column("Section") or 0) + 1
        cells = (cell.plain for row in self.sheet.rows[1:] for cell in row[after:])
        # Semicolons part the columns where commas stand in numbers.
        return decimals.detect_format(cells, "," if self.sheet.delimiter == ";" else ".")

    def column(self, name: str) -> int | None:
        """Where the column of that name stands."""
        return self.header.index(name) if name in self.header else None

    def students(self) -> Iterator[int]:
        """The rows that are students'."""
        for row, cells in enumerate(self.sheet.rows):
            if row in (0, self.points) or all(_MUTED.fullmatch(cell.text) for cell in cells):
                continue
            yield row

    def name_of(self, row: int) -> str:
        """A student's name as the export writes it, last name first."""
        if self.header[0] == "LastName":
            return f"{self.sheet.read_cell(row, 0)}, {self.sheet.read_cell(row, 1)}"
        return self.sheet.read_cell(row, 0)

    def assignments(self) -> dict[int, str]:
        """Column → header of everything that could take a grade."""
        custom_end = self.column("Section")
        return {
            place: words
            for place, words in enumerate(self.header)
            if place > (custom_end or 0) and words not in _ABOUT_STUDENTS and not _TOTALS.search(words)
        }

    def possible(self, column: int) -> Decimal | None:
        """Points possible of a column; None where the export gives none."""
        return self.numbers.parse(self.sheet.read_cell(self.points, column))

    def takes_grades(self, column: int) -> bool:
        """Whether a column is an assignment's; a custom column has neither points nor an id in its title."""
        known = self.possible(column) is not None or _TITLE.fullmatch(self.header[column]) is not None
        return known and not self.read_only(column)

    def read_only(self, column: int) -> bool:
        """Whether Canvas ignores what is written there."""
        words = self.sheet.read_cell(self.points, column)
        return bool(words) and self.numbers.parse(words) is None


def understood(sheet: Sheet, name: str) -> Gradebook:
    """The parts of an export.

    Raises:
        KitError: it is none.

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


def target(book: Gradebook, asked: str | None, stems: Sequence[str]) -> int:
    """The column to fill: the one asked for, else the one that speaks of the exercise, else the only one.

    Raises:
        KitError: none fits, several do, or Canvas would not read it.

    """
    found = book.assignments()
    open_ones = {place: words for place, words in found.items() if book.takes_grades(place)}
    if asked is not None:
        fits = [place for place, words in found.items() if asked.casefold() in _names(words)]
    else:
        fits = [place for place, words in open_ones.items() if len(stems) == 1 and _speaks_of(words, stems[0])]
        fits = fits or list(open_ones)
    if len(fits) != 1:
        what = f"No column is called {asked!r}" if asked else "The gradebook does not say which column is meant"
        columns = "; ".join(open_ones.values()) or "none that takes grades"
        raise KitError(f"{what}.", f"Choose one with --column: {columns}.")
    if not book.takes_grades(fits[0]):
        raise KitError(f"Canvas takes no grades in the column {found[fits[0]]!r}.", "Choose another with --column.")
    return fits[0]


def refuse_title(book: Gradebook, title: str) -> None:
    """Let no new column have a name that Canvas takes for something that is there already.

    Raises:
        KitError: it would: for an assignment's id, for another assignment, for a total, for a column about students.

    """
    words = title.strip()
    if not words:
        raise KitError("The new column has no name.", "Give it one: --new-column 'Week 3'.")
    if _TITLE.fullmatch(words):
        raise KitError(
            f"Canvas would take the number at the end of {title!r} for the id of an assignment.",
            "Choose a name that does not end with a number in brackets, such as: Week 3.",
        )
    known = {word.casefold() for word in _ABOUT_STUDENTS}
    if words.casefold() in known or _TOTALS.search(words):
        raise KitError(f"Canvas has a column {title!r} of its own.", "Choose another name, such as: Week 3.")
    if any(words.casefold() in _names(header) for header in book.assignments().values()):
        raise KitError(f"There is a column {title!r} already.", "Fill it with --column.")


def _names(header: str) -> set[str]:
    """What a column may be called: its whole header, its title, its assignment's id."""
    parts = _TITLE.fullmatch(header)
    return {header.casefold(), *(part.casefold() for part in (parts.groups() if parts else ()))}


def _speaks_of(header: str, stem: str) -> bool:
    """Whether a title means an exercise: its stem, its number behind the word, or its name."""
    number, _, name = stem.removeprefix("exercise").partition("_")
    parts = _TITLE.fullmatch(header)
    title = (parts["title"] if parts else header).casefold()
    words = re.sub(r"[\W_]+", " ", title)
    numbered = re.search(rf"\bex(?:ercise)?\s*0*{int(number)}\b", words)
    return numbered is not None or name.replace("_", " ") in words
