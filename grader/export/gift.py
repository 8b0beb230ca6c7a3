r"""The bank as Moodle's GIFT: every kind has a form there.

choice     {=right#why ~wrong#why}                 many    {~%50%holds#why ~%-50%does not#why}
number     {#=0.08:0.0008#why =%0%0.04:0.0004#…}   order   {=first thing -> 1 =second -> 2}
free       {} an essay, the model answer as general feedback

A blank line would end a question, so paragraphs are written with GIFT's own `\n`. Numbers that come in a row
are asked one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from grader.export.questions import LeftOut, OneNumber, asked_of, because_of, decimal, one_by_one, one_line
from grader.quiz.asking import Asked
from grader.quiz.bank import Bank, Choice
from grader.storage.files import save

_SPECIAL = str.maketrans({sign: "\\" + sign for sign in "\\~=#{}:"})
_WEIGHTS = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571", 8: "12.5"}
"""Moodle takes these shares of 100 and no others."""


def write(bank: Bank, target: Path) -> list[LeftOut]:
    """Write the file; nothing is left out.

    Raises:
        KitError: it cannot be written there.

    """
    save(target, text(bank).encode())
    return []


def text(bank: Bank) -> str:
    """The file's text: a category a topic, a question a block."""
    blocks = []
    topic = ""
    for asked in asked_of(bank):
        if asked.question.topic != topic:
            topic = asked.question.topic
            blocks.append(f"$CATEGORY: $course$/top/Fallline/{topic}")
        blocks += _questions(asked)
    return "\n\n".join(blocks) + "\n"


def _questions(asked: Asked) -> Iterator[str]:
    question, why = asked.question, escape(because_of(asked))
    match question.kind:
        case "free":
            model = escape(f"{question.model}\n\n{because_of(asked)}")
            yield _block(question.id, asked.prompt, [f"####{model}"])
        case "order":
            ranks = [asked.order.index(place) + 1 for place in range(len(asked.items))]
            pairs = [f"={escape(item)} -> {rank}" for item, rank in zip(asked.items, ranks, strict=True)]
            yield _block(question.id, asked.prompt, [*pairs, f"####{why}"])
        case "many":
            yield _block(question.id, asked.prompt, [*_ticks(asked.choices), f"####{why}"])
        case _ if asked.choices:
            lines = [f"{'=' if c.right else '~'}{_answer(c.text)}#{escape(c.because)}" for c in asked.choices]
            yield _block(question.id, asked.prompt, [*lines, f"####{why}"])
        case _:
            for one in one_by_one(asked):
                right = f"={decimal(one.number)}:{decimal(one.tolerance)}"
                known = [_known(one, number, words) for number, words in one.wrong]
                yield _block(one.id, one.prompt, [right, *known, f"####{why}"], opening="{#")


def escape(words: str) -> str:
    r"""A text as GIFT wants it: special signs escaped, paragraphs as `\n\n`."""
    return one_line(words).translate(_SPECIAL).replace("\n", "\\n")


def _answer(words: str) -> str:
    """An answer's text; one that begins with a bracket would be taken for a format."""
    return ("[markdown]" if words.startswith("[") else "") + escape(words)


def _block(name: str, prompt: str, lines: list[str], opening: str = "{") -> str:
    return "\n".join([f"::{escape(name)}::[markdown]{escape(prompt)}{opening}", *lines, "}"])


def _ticks(choices: tuple[Choice, ...]) -> list[str]:
    holding = sum(choice.right for choice in choices)
    weights = {True: _WEIGHTS[holding], False: "-" + _WEIGHTS[len(choices) - holding]}
    return [f"~%{weights[choice.right]}%{_answer(choice.text)}#{escape(choice.because)}" for choice in choices]


def _known(one: OneNumber, number: float, words: str) -> str:
    """A known wrong number, worth nothing, with as much room around it as the right one has."""
    room = one.tolerance * abs(number / one.number) if one.number else one.tolerance
    return f"=%0%{decimal(number)}:{decimal(room)}#{escape(words)}"
