"""An answer → right, partly right or wrong, which idea produced it, and why."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from msgspec import Struct

from grader.quiz.asking import AskedQuestion
from grader.quiz.bank import RubricIdea
from grader.quiz.typed import parse_numbers

ENOUGH_DIGITS = 3
"""The number of digits that a careful person gives."""
MAX_DIGITS = 13
ROUNDING_SHARE = 0.75
"""The share of the points for a number of which only the rounding was wrong."""
NUMBER_EXAMPLES = ("0.3, 3e-1 or 3/10", "0.07, 7e-2 or 7/100", "14, 1.4e1 or 28/2", "620, 6.2e2 or 1240/2")
ROW_EXAMPLES = ("1.7 -2.8 0.3", "-3.4 0.7 5.9", "64 -87 0.21", "-53 0.038 910")
"""Examples of what to type; the first that gives nothing away is shown."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class UnreadableAnswer(ValueError):
    """The answer cannot be read as one to this question; the message says what is wanted. Nothing is marked."""


class Mark(Struct, frozen=True):
    """The verdict on an answer."""

    share: float
    """1 right, 0 wrong, between for a part of `many` and for a self-rated text."""
    given: str
    """The answer as understood."""
    says: str
    """Why: first what the answer itself calls for, then the question's own explanation."""
    misconceptions: tuple[str, ...] = ()
    """Ids of the ideas that produced it."""
    ideas: tuple[tuple[RubricIdea, bool], ...] = ()
    """A rubric's ideas and whether a keyword of each was found; for `free` only."""

    @property
    def right(self) -> bool:
        """Whether the answer is wholly right."""
        return self.share >= 1


def mark_answer(asked: AskedQuestion, answer: str) -> Mark:
    """Mark a typed answer: a letter, letters, numbers, an order of letters, or a text.

    Raises:
        UnreadableAnswer: it is no answer to this kind of question.

    """
    match asked.question.kind:
        case "free":
            return mark_text(asked, answer)
        case "order":
            return _mark_order(asked, _parse_letters(answer, len(asked.items)))
        case "many":
            return mark_many(asked, _parse_letters(answer, len(asked.choices)))
        case "choice" | "predict" if asked.choices:
            indexes = _parse_letters(answer, len(asked.choices))
            if len(indexes) != 1:
                raise UnreadableAnswer("One letter, please.")
            return _mark_choice(asked, indexes[0])
        case _:
            return _mark_number(asked, answer)


def is_close(typed: Sequence[float], right: Sequence[float], relative: float, absolute: float) -> bool:
    """Tell whether every number is within the tolerance of its counterpart."""
    return len(typed) == len(right) and all(
        math.isclose(a, b, rel_tol=relative, abs_tol=max(absolute, 1e-12)) for a, b in zip(typed, right, strict=True)
    )


def _mark_choice(asked: AskedQuestion, index: int) -> Mark:
    picked = asked.choices[index]
    tags = (picked.misconception,) if picked.misconception and not picked.right else ()
    return Mark(float(picked.right), f"{LETTERS[index]}) {picked.text}", picked.because, tags)


def mark_many(asked: AskedQuestion, indexes: Sequence[int]) -> Mark:
    """Mark ticked choices: each one rightly ticked or left counts; half of them, as luck gives, are worth nothing.

    Raises:
        UnreadableAnswer: nothing is ticked, and at least one choice always holds.

    """
    ticked = set(indexes)
    if not ticked:
        raise UnreadableAnswer("At least one holds: tick it first.")
    agree = [choice.right == (index in ticked) for index, choice in enumerate(asked.choices)]
    share = max(0.0, 2 * sum(agree) / len(agree) - 1)
    tags = tuple(c.misconception for i, c in enumerate(asked.choices) if c.misconception and not agree[i])
    reasons = [f"{LETTERS[i]}) {c.because}" for i, c in enumerate(asked.choices) if not agree[i]]
    given = ", ".join(LETTERS[index] for index in sorted(ticked))
    return Mark(share, given, "\n".join(reasons), tags)


def _mark_order(asked: AskedQuestion, indexes: list[int]) -> Mark:
    if sorted(indexes) != list(range(len(asked.items))):
        raise UnreadableAnswer(f"Each of the {len(asked.items)} letters once, please.")
    given = " ".join(LETTERS[index] for index in indexes)
    for position, (put, right) in enumerate(zip(indexes, asked.order, strict=True), start=1):
        if put != right:
            says = f"Place {position} is the first that differs: {asked.items[right]} belongs there."
            return Mark(0.0, given, says)
    return Mark(1.0, given, "")


def _mark_number(asked: AskedQuestion, answer: str) -> Mark:
    question = asked.question
    rows = parse_numbers(answer, len(asked.numbers), question.unit, asked.prompt)
    if not rows:
        raise UnreadableAnswer(describe_input(asked))
    given = answer.strip()
    if any(is_close(row, asked.numbers, question.relative, question.absolute) for row in rows):
        return Mark(1.0, given, "")
    for row in rows:
        for wrong in asked.wrong:
            if is_close(row, wrong.numbers, question.relative, question.absolute):
                return Mark(0.0, given, wrong.because, (wrong.misconception,) if wrong.misconception else ())
    if any(is_rounding(row, asked.numbers, ENOUGH_DIGITS) for row in rows):
        return Mark(1.0, given, "")
    if any(is_rounding(row, asked.numbers, 1) for row in rows):
        return Mark(ROUNDING_SHARE, given, "Only the rounding was off. Three digits are enough.")
    return Mark(0.0, given, "")


def describe_input(asked: AskedQuestion) -> str:
    """Describe what to type for numbers, by an example that is no answer here."""
    count = len(asked.numbers)
    return f"Type {'a number' if count == 1 else f'{count} numbers'}, like: {make_example(asked)}"


def make_example(asked: AskedQuestion) -> str:
    """Make an example of numbers to type; none is close to a number that this question knows."""
    count = len(asked.numbers)
    known = {*asked.numbers, *(number for wrong in asked.wrong for number in wrong.numbers)}
    known |= {abs(number) for number in known}
    for shown in NUMBER_EXAMPLES if count == 1 else ROW_EXAMPLES:
        values = [float(word) for word in shown.split(", ")[:1]] if count == 1 else [float(n) for n in shown.split()]
        if not any(math.isclose(a, b, rel_tol=0.1) for a in values for b in known):
            break
    return shown if count == 1 else " ".join(itertools.islice(itertools.cycle(shown.split()), count))


def is_rounding(typed: Sequence[float], right: Sequence[float], digits: int) -> bool:
    """Tell whether each number is its counterpart, rounded or cut off after that many digits or more."""
    return len(typed) == len(right) and all(_is_rounded(a, b, digits) for a, b in zip(typed, right, strict=True))


def _is_rounded(typed: float, right: float, digits: int) -> bool:
    if math.isclose(typed, right, rel_tol=1e-9, abs_tol=1e-12):
        return True
    if not right or (float(right).is_integer() and abs(right) < 10**ENOUGH_DIGITS):
        return False
    # A bare 1 (or 10, or 0.1) is more often another idea than a rounding of 0.97.
    return any(
        math.isclose(typed, shorten(right, kept), rel_tol=1e-9)
        for kept in range(digits, MAX_DIGITS)
        for shorten in (_round_to, _truncate_to)
        if not (kept == 1 and math.log10(abs(typed) or 1).is_integer())
    )


def _round_to(number: float, digits: int) -> float:
    return float(f"{number:.{digits - 1}e}")


def _truncate_to(number: float, digits: int) -> float:
    unit: float = 10.0 ** (math.floor(math.log10(abs(number))) - digits + 1)
    return math.trunc(number / unit) * unit


def mark_text(asked: AskedQuestion, answer: str, rated: float = 0.0) -> Mark:
    """Mark a text: keywords only help, `rated` (0 to 1) is the learner's own judgement."""
    folded = " ".join(answer.lower().split())
    ideas = tuple((idea, any(keyword.lower() in folded for keyword in idea.keywords)) for idea in asked.question.rubric)
    return Mark(rated, answer.strip(), "", (), ideas)


def _parse_letters(answer: str, count: int) -> list[int]:
    """Parse letters or numbers into indexes: `b`, `B)`, `2`, `a c`, `ac`, `1,3`. Raises UnreadableAnswer."""
    text = answer.strip().lower()
    for separator in ",;.()[]>":
        text = text.replace(separator, " ")
    words = text.split()
    marks = words if all(word.isdigit() for word in words) and len(words) > 1 else list("".join(words))
    last = LETTERS[count - 1]
    indexes = [int(m) - 1 if m.isdigit() else LETTERS.find(m) for m in marks]
    if not all(0 <= index < count for index in indexes):
        raise UnreadableAnswer(f"The letters here go from a to {last}.")
    return list(dict.fromkeys(indexes))


__all__ = [
    "LETTERS", "Mark", "UnreadableAnswer", "is_close", "mark_answer", "mark_many", "mark_text", "parse_numbers",
]  # fmt: skip
