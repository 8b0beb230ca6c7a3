"""What the quiz exports share: questions of one number, Markdown as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from grader.quiz.asking import AskedQuestion, ask
from grader.quiz.bank import Bank

LeftOut = tuple[str, str]
"""(question id, reason why the format cannot hold it)"""

_INLINE = re.compile(r"(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*)")


class NumberQuestion(Struct, frozen=True):
    """A question that asks for one number: a whole question, or one number of several."""

    id: str
    prompt: str
    because: str
    number: float
    tolerance: float
    wrong: tuple[tuple[float, str], ...]
    """(known wrong number, its explanation)."""


def ask_all(bank: Bank) -> Iterator[AskedQuestion]:
    """Yield every question with its standard numbers, and its choices and items in an order drawn by its id."""
    return (ask(question, shuffled=True) for question in bank)


def split_numbers(asked: AskedQuestion) -> Iterator[NumberQuestion]:
    """Yield the numbers of a question one at a time, for systems whose questions hold one number."""
    question, count = asked.question, len(asked.numbers)
    for index, number in enumerate(asked.numbers):
        tolerance = max(question.absolute, abs(number) * question.relative)
        wrong = {wrong_answer.numbers[index]: wrong_answer.because for wrong_answer in asked.wrong}
        separate = {
            wrong_number: explanation
            for wrong_number, explanation in wrong.items()
            if abs(wrong_number - number) > 2 * max(tolerance, abs(wrong_number) * question.relative)
        }
        name = question.id if count == 1 else f"{question.id}-{index + 1}"
        instruction = "" if count == 1 else f"\n\nHere type only number {index + 1} of {count}."
        unit = f"\n\n(in units of {question.unit})" if question.unit and count == 1 else ""
        yield NumberQuestion(
            name, asked.prompt + instruction + unit, asked.because, number, tolerance, tuple(separate.items())
        )


def format_decimal(number: float) -> str:
    """Format a number with ten digits and without an exponent, which not every reader takes."""
    return format(Decimal(f"{number:.10g}"), "f")


def unwrap_paragraphs(text: str) -> str:
    """Return a text without line breaks inside its paragraphs."""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n"))


def convert_to_html(text: str) -> str:
    """Convert Markdown as the bank uses it (code, emphasis, paragraphs) to HTML, everything else escaped."""
    return "<br><br>".join(
        "".join(map(_tag_inline, _INLINE.split(part))) for part in unwrap_paragraphs(text).split("\n\n")
    )


def _tag_inline(part: str) -> str:
    """Return a piece of text as HTML: code, strong, emphasis or plain."""
    if part.startswith("`") and part.endswith("`") and len(part) > 2:
        return f"<code>{html.escape(part[1:-1])}</code>"
    if part.startswith("**") and len(part) > 4:
        return f"<strong>{html.escape(part[2:-2])}</strong>"
    if part.startswith("*") and part.endswith("*") and len(part) > 2:
        return f"<em>{html.escape(part[1:-1])}</em>"
    return html.escape(part)


def explain_answer(asked: AskedQuestion) -> str:
    """Return the explanation of the right answer, with its source."""
    source = asked.question.source
    return asked.because + (f"\n\nSource: {source}" if source else "")
