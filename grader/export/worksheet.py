"""Moodle's grading worksheet: which column is which, in any language.

The columns stand in the order of `mod/assign/gradingtable.php`: identifier, names, status, team, grade,
maximum, whether the grade can be changed, dates, comments. Headers are translated and some are missing, so a
header known by its name is taken at its word and any other is told by what its column holds.
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


@dataclass(frozen=True)  # without slots, so that what all cells tell is worked out once
class Worksheet:
    """A worksheet whose columns are known; None where it has no such column."""

    sheet: Sheet
    grade: int
    maximum: int | None
    locks: Locks
    graded: int | None
    """When the grade was given."""
    comments: int | None

    @cached_property
    def numbers(self) -> NumberFormat:
        """How it writes numbers."""
        places = [self.grade] if self.maximum is None else [self.grade, self.maximum]
        return decimals.detect_format(self.sheet.read_cell(row, place) for row in self.rows for place in places)

    @cached_property
    def rows(self) -> list[int]:
        """The participants' rows."""
        return [row for row in range(1, len(self.sheet.rows)) if self.participant(row)]

    def participant(self, row: int) -> str:
        """`41001` of `Participant 41001` or `Teilnehmer/in41001`."""
        found = re.search(r"\d+$", self.sheet.read_cell(row, 0))
        return found[0].lstrip("0") if found else ""

    def called(self, row: int) -> str:
        """Their name; under blind marking the identifier."""
        return self.sheet.read_cell(row, 1 if self.grade > 2 else 0)

    def about(self, row: int) -> list[str]:
        """Everything between identifier and grade: name, e-mail address, number, team."""
        return [self.sheet.read_cell(row, place) for place in range(1, self.grade)]

    def most(self, row: int) -> Decimal | None:
        """The highest grade that Moodle takes."""
        return self.numbers.parse(self.sheet.read_cell(row, self.maximum))

    def locked(self, row: int) -> bool:
        """Whether Moodle says that the grade cannot be changed."""
        return (
            self.locks.locked_word is not None
            and locks.normalize_word(self.sheet.read_cell(row, self.locks.column)) == self.locks.locked_word
        )

    def unreadable_date(self, row: int) -> bool:
        """Whether Moodle cannot read back when this grade was given, since the date is not in English."""
        words = self.sheet.read_cell(row, self.graded)
        return bool(words) and _ENGLISH.fullmatch(words) is None


def understood(
    sheet: Sheet, name: str, grade: str | None = None, comments: str | None = None, locked: str | None = None
) -> Worksheet:
    """The columns of a worksheet; `grade` and `comments` name two of them, `locked` a word, where they cannot be told.

    Raises:
        KitError: it is no worksheet, it grades with a scale of words, or locked rows cannot be told.

    """
    header = [cell.plain.casefold() for cell in sheet.rows[0]]
    people = [row for row in range(1, len(sheet.rows)) if re.search(r"\d$", sheet.read_cell(row, 0))]
    columns = [[sheet.read_cell(row, place) for row in people] for place in range(len(header))]
    if not people:
        raise KitError(
            f"{name} is no grading worksheet of Moodle: its first column must identify participants.",
            "In the assignment choose Download grading worksheet, and hand that file in unchanged.",
        )
    maximum, place = _named(header, MAXIMUM), None
    if grade is not None:
        place = _asked(header, grade, "--grade-column")
    elif maximum is None:
        place = _named(header, GRADE)
    maximum = _maximum(columns, place) if maximum is None else maximum
    if place is None and maximum is not None:
        place = maximum - 1
    if place is None:
        raise KitError(f"{name} does not say which column takes the grade.", "Name its header with --grade-column.")
    _refuse_words(columns, place, name)
    graded = next((at for at in reversed(range(place + 1, len(header))) if _dates(columns[at])), None)
    said = _asked(header, comments, "--feedback-column") if comments else _named(header, COMMENTS)
    if said is None and graded is not None and graded + 1 < len(header):
        said = graded + 1
    shut = _locks(sheet, columns, (place, maximum, graded), people, locked)
    return Worksheet(sheet, place, maximum, shut, graded, said)


def _locks(
    sheet: Sheet,
    columns: list[list[str]],
    places: tuple[int, int | None, int | None],
    people: list[int],
    asked: str | None,
) -> Locks:
    """Which rows are locked; `places` are those of grade, highest grade and the date of grading."""
    grade, maximum, date = places
    after = grade if maximum is None else maximum
    at = locks.find_column(
        columns, after, [place for place in range(after + 1, len(columns)) if _dates(columns[place])]
    )
    if at is None:
        if asked is not None:
            raise KitError("The worksheet does not say which grades can be changed.", "Leave out --locked.")
        return Locks()
    graded = [bool(sheet.read_cell(row, grade)) or sheet.read_cell(row, date) not in ("", "-") for row in people]
    return locks.read_locks(at, sheet.rows[0][at].plain, columns[at], graded, asked)


def _named(header: list[str], names: set[str]) -> int | None:
    return next((place for place, words in enumerate(header) if place > 0 and words in names), None)


def _asked(header: list[str], name: str, option: str) -> int:
    if name.casefold() not in header:
        raise KitError(f"The worksheet has no column {name!r}.", f"Give {option} a header of its first row.")
    return header.index(name.casefold())


def _maximum(columns: list[list[str]], grade: int | None) -> int | None:
    """The column of one and the same number everywhere, right of one that holds only numbers or nothing."""
    for place in range(len(columns) - 1, 1, -1) if grade is None else [grade + 1]:
        found = {NumberFormat().parse(words) for words in columns[place]} if place < len(columns) else {None}
        left = all(not words or NumberFormat().parse(words) is not None for words in columns[place - 1])
        if len(found) == 1 and None not in found and left:
            return place
    return None


def _refuse_words(columns: list[list[str]], grade: int, name: str) -> None:
    scale = columns[grade + 1] if grade + 1 < len(columns) else []
    if any("\n" in words for words in scale) or any(w and NumberFormat().parse(w) is None for w in columns[grade]):
        raise KitError(
            f"{name} grades with a scale of words, and points cannot be put there.",
            "Set the assignment's grade to points and download the worksheet anew.",
        )


def _dates(column: list[str]) -> bool:
    return bool(column) and all(_DATE.fullmatch(words) for words in column)
