"""What the quiz exports share: one number a question, Markdown made HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from grader.quiz.asking import Asked, ask
from grader.quiz.bank import Bank

LeftOut = tuple[str, str]
"""(question id, why the format cannot hold it)"""

_INLINE = re.compile(r"(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*)")


class OneNumber(Struct, frozen=True):
    """A question that asks for one number: a whole one, or one place of a row."""

    id: str
    prompt: str
    because: str
    number: float
    tolerance: float
    wrong: tuple[tuple[float, str], ...]
    """Known wrong numbers and what is said to them."""


def asked_of(bank: Bank) -> Iterator[Asked]:
    """Every question with its standard numbers, choices and items in an order drawn by its id."""
    return (ask(question, shuffled=True) for question in bank)


def one_by_one(asked: Asked) -> Iterator[OneNumber]:
    """The numbers of a question one at a time, for systems whose questions hold one number."""
    question, count = asked.question, len(asked.numbers)
    for place, number in enumerate(asked.numbers):
        tolerance = max(question.absolute, abs(number) * question.relative)
        wrong = {w.numbers[place]: w.because for w in asked.wrong}
        apart = {n: why for n, why in wrong.items() if abs(n - number) > 2 * max(tolerance, abs(n) * question.relative)}
        name = question.id if count == 1 else f"{question.id}-{place + 1}"
        extra = "" if count == 1 else f"\n\nHere type only number {place + 1} of {count}."
        unit = f"\n\n(in units of {question.unit})" if question.unit and count == 1 else ""
        yield OneNumber(name, asked.prompt + extra + unit, asked.because, number, tolerance, tuple(apart.items()))


def decimal(number: float) -> str:
    """A number to ten digits without an exponent, which not every reader takes."""
    return format(Decimal(f"{number:.10g}"), "f")


def one_line(text: str) -> str:
    """A text without line breaks inside its paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def to_html(text: str) -> str:
    """Markdown as the bank uses it (code, emphasis, paragraphs) → HTML, everything else escaped."""
    return "<br><br>".join("".join(map(_tag, _INLINE.split(part))) for part in one_line(text).split("\n\n"))


def _tag(part: str) -> str:
    if part.startswith("`") and part.endswith("`") and len(part) > 2:
        return f"<code>{html.escape(part[1:-1])}</code>"
    if part.startswith("**") and len(part) > 4:
        return f"<strong>{html.escape(part[2:-2])}</strong>"
    if part.startswith("*") and part.endswith("*") and len(part) > 2:
        return f"<em>{html.escape(part[1:-1])}</em>"
    return html.escape(part)


def because_of(asked: Asked) -> str:
    """The explanation, with who says so."""
    source = asked.question.source
    return asked.because + (f"\n\nSource: {source}" if source else "")
