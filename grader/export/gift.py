r"""The bank as Moodle's GIFT: every kind has a form there.

choice     {=right#why ~wrong#why}                 many    {~%50%holds#why ~%-50%does not#why}
number     {#=0.08:0.0008#why =%0%0.04:0.0004#…}   order   {=first thing -> 1 =second -> 2}
free       {} an essay, the model answer as general feedback

A blank line would end a question, so paragraphs are written with GIFT's own `\n`. A question for several
numbers becomes one question for each.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.export.questions import (
    LeftOut,
    NumberQuestion,
    ask_all,
    explain_answer,
    format_decimal,
    split_numbers,
    unwrap_paragraphs,
)
from grader.quiz.asking import AskedQuestion
from grader.quiz.bank import Bank, Choice
from grader.storage.files import save_file

_SPECIAL = str.maketrans({sign: "\\" + sign for sign in "\\~=#{}:"})
_WEIGHTS = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571", 8: "12.5"}
"""Number of choices → the share of each in per cent, as Moodle writes it; it takes no other numbers."""


def write(bank: Bank, target: Path) -> list[LeftOut]:
    """Write the file; nothing is left out.

    Raises:
        KitError: it cannot be written there.

    """
    save_file(target, format_bank(bank).encode())
    return []


def format_bank(bank: Bank) -> str:
    """Return the file's text: a category for each topic, a block for each question."""
    blocks = []
    topic = ""
    for asked in ask_all(bank):
        if asked.question.topic != topic:
            topic = asked.question.topic
            blocks.append(f"$CATEGORY: $course$/top/Fallline/{topic}")
        blocks += _iterate_blocks(asked)
    return "\n\n".join(blocks) + "\n"


def _iterate_blocks(asked: AskedQuestion) -> Iterator[str]:
    """Yield the blocks of a question; one that asks for several numbers has a block for each."""
    question, why = asked.question, escape(explain_answer(asked))
    match question.kind:
        case "free":
            model = escape(f"{question.model}\n\n{explain_answer(asked)}")
            yield _format_block(question.id, asked.prompt, [f"####{model}"])
        case "order":
            ranks = [asked.order.index(index) + 1 for index in range(len(asked.items))]
            pairs = [f"={escape(item)} -> {rank}" for item, rank in zip(asked.items, ranks, strict=True)]
            yield _format_block(question.id, asked.prompt, [*pairs, f"####{why}"])
        case "many":
            yield _format_block(question.id, asked.prompt, [*_format_ticks(asked.choices), f"####{why}"])
        case _ if asked.choices:
            lines = [
                f"{'=' if choice.right else '~'}{_format_answer(choice.text)}#{escape(choice.because)}"
                for choice in asked.choices
            ]
            yield _format_block(question.id, asked.prompt, [*lines, f"####{why}"])
        case _:
            for part in split_numbers(asked):
                right = f"={format_decimal(part.number)}:{format_decimal(part.tolerance)}"
                known_wrong = [_format_known_wrong(part, number, words) for number, words in part.wrong]
                yield _format_block(part.id, part.prompt, [right, *known_wrong, f"####{why}"], opening="{#")


def escape(text: str) -> str:
    r"""Return a text as GIFT wants it: special signs escaped, paragraphs as `\n\n`."""
    return unwrap_paragraphs(text).translate(_SPECIAL).replace("\n", "\\n")


def _format_answer(text: str) -> str:
    """Return an answer's text; one that begins with a bracket would be taken for a format."""
    return ("[markdown]" if text.startswith("[") else "") + escape(text)


def _format_block(name: str, prompt: str, lines: list[str], opening: str = "{") -> str:
    """Return a question with its answers, one a line."""
    return "\n".join([f"::{escape(name)}::[markdown]{escape(prompt)}{opening}", *lines, "}"])


def _format_ticks(choices: tuple[Choice, ...]) -> list[str]:
    """Return the choices of a question with several right answers, each with its share of the points."""
    holding = sum(choice.right for choice in choices)
    weights = {True: _WEIGHTS[holding], False: "-" + _WEIGHTS[len(choices) - holding]}
    return [f"~%{weights[choice.right]}%{_format_answer(choice.text)}#{escape(choice.because)}" for choice in choices]


def _format_known_wrong(part: NumberQuestion, number: float, explanation: str) -> str:
    """Return a known wrong number, worth nothing, with the same relative tolerance as the right one."""
    tolerance = part.tolerance * abs(number / part.number) if part.number else part.tolerance
    return f"=%0%{format_decimal(number)}:{format_decimal(tolerance)}#{escape(explanation)}"
