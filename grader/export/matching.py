"""Which row belongs to which student: names in every order and spelling; scores on the other system's scale."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from grader.export.totals import Total

MatchingStep = tuple[Callable[[int], set[str]], Callable[[Total], set[str]]]
"""One way to recognize a student: the words of a row, and the words of a student, that have to be the same."""


class Pairs(Struct, frozen=True):
    """Rows and students brought together."""

    matched: tuple[tuple[int, Total], ...]
    unmatched_students: tuple[Total, ...]
    """Students without a row of their own."""
    unmatched_rows: tuple[int, ...]
    """Rows without a student."""


def pair_rows(rows: Iterable[int], students: Sequence[Total], steps: Iterable[MatchingStep]) -> Pairs:
    """Bring rows and students together, the surest step first; what a step cannot decide waits for the next."""
    free, waiting = list(rows), list(students)
    matched: list[tuple[int, Total]] = []
    for list_row_words, list_student_words in steps:
        by_word: dict[str, set[int]] = {}
        for row in free:
            for word in list_row_words(row):
                by_word.setdefault(word, set()).add(row)
        claims = [(student, _find_single_row(by_word, list_student_words(student))) for student in waiting]
        count = Counter(row for _, row in claims)
        certain = [(row, student) for student, row in claims if row is not None and count[row] == 1]
        matched += certain
        taken = {row for row, _ in certain}
        free = [row for row in free if row not in taken]
        waiting = [student for student, row in claims if row is None or row not in taken]
    return Pairs(tuple(matched), tuple(waiting), tuple(free))


def _find_single_row(by_word: dict[str, set[int]], words: set[str]) -> int | None:
    """Return the one row that these words mean; None where there is none or there are several."""
    rows = {row for word in words for row in by_word.get(word, ())}
    return rows.pop() if len(rows) == 1 else None


def list_ids(student: Total) -> set[str]:
    """Return the words by which a student's id may be looked up."""
    return {student.id.casefold()} - {""}


def list_names(student: Total) -> set[str]:
    """Return the spellings by which a student's name may be looked up; of the id where no name is known."""
    return list_spellings(student.name or student.id)


def normalize_name(name: str) -> str:
    """Return a name as file names keep it: lower case, letters and digits alone."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name).casefold())


def list_spellings(name: str) -> set[str]:
    """Return `Lovelace, Ada` and `Ada Lovelace`, both normalized; nothing for an empty name."""
    last, comma, first = name.partition(",")
    reversed_name = f"{first} {last}" if comma else ""
    return {normalize_name(name), normalize_name(reversed_name)} - {""}


def scale_score(score: float, max_score: float, target_max: Decimal | None) -> Decimal:
    """Return a score on another scale, to two decimals; unscaled where either maximum is 0."""
    grade = Decimal(str(score))
    if target_max is not None and target_max > 0 and max_score > 0:
        grade = grade * target_max / Decimal(str(max_score))
    return grade.quantize(Decimal("0.01"), ROUND_HALF_UP)
