"""Whose row is whose: names in every order and spelling, scores at the other system's scale."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from grader.export.totals import Total

Step = tuple[Callable[[int], set[str]], Callable[[Total], set[str]]]
"""One way to know a student: what a row is called, and what a student is called."""


class Pairs(Struct, frozen=True):
    """Rows and students brought together."""

    found: tuple[tuple[int, Total], ...]
    lost: tuple[Total, ...]
    """Students without a row of their own."""
    free: tuple[int, ...]
    """Rows without a student."""


def pair(rows: Iterable[int], students: Sequence[Total], steps: Iterable[Step]) -> Pairs:
    """Bring rows and students together, the surest way first; what a step cannot tell for sure waits for the next."""
    free, waiting = list(rows), list(students)
    found: list[tuple[int, Total]] = []
    for of_row, of_student in steps:
        by_word: dict[str, set[int]] = {}
        for row in free:
            for word in of_row(row):
                by_word.setdefault(word, set()).add(row)
        claims = [(student, _only(by_word, of_student(student))) for student in waiting]
        count = Counter(row for _, row in claims)
        sure = [(row, student) for student, row in claims if row is not None and count[row] == 1]
        found += sure
        taken = {row for row, _ in sure}
        free = [row for row in free if row not in taken]
        waiting = [student for student, row in claims if row is None or row not in taken]
    return Pairs(tuple(found), tuple(waiting), tuple(free))


def _only(by_word: dict[str, set[int]], words: set[str]) -> int | None:
    """The one row that these words mean; None where there is none or there are several."""
    rows = {row for word in words for row in by_word.get(word, ())}
    return rows.pop() if len(rows) == 1 else None


def ids(student: Total) -> set[str]:
    """What a student's id may be looked up as."""
    return {student.id.casefold()} - {""}


def names(student: Total) -> set[str]:
    """What a student's name may be looked up as; the id where no name is known."""
    return spellings(student.name or student.id)


def squeezed(name: str) -> str:
    """A name as file names keep it: lower case, letters and digits alone."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name).casefold())


def spellings(name: str) -> set[str]:
    """`Lovelace, Ada` and `Ada Lovelace`, squeezed; empty for an empty name."""
    last, comma, first = name.partition(",")
    turned = f"{first} {last}" if comma else ""
    return {squeezed(name), squeezed(turned)} - {""}


def scaled(score: float, most: float, target: Decimal | None) -> Decimal:
    """A score on another scale, to two decimals; as it is where either scale is nothing."""
    grade = Decimal(str(score))
    if target is not None and target > 0 and most > 0:
        grade = grade * target / Decimal(str(most))
    return grade.quantize(Decimal("0.01"), ROUND_HALF_UP)
