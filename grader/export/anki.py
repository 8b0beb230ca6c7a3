"""The bank as an Anki package, written by `genanki`; a later import updates cards instead of doubling them.

A note's guid comes from its question's id, model and deck ids are fixed. Every field is HTML in which
all text is escaped. Every kind has a card: the question with its choices in front, the key and the explanations
behind.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from grader.errors import KitError
from grader.export.questions import LeftOut, convert_to_html, explain_answer
from grader.quiz.arithmetic import format_formula_value
from grader.quiz.asking import AskedQuestion, ask
from grader.quiz.bank import Bank
from grader.storage.files import save_file

_MODEL_ID = 1_607_392_319
_TIMESTAMP = 1_700_000_000.0
"""A fixed time, so that the same bank makes the same notes."""
_FIELDS = ("Id", "Question", "Choices", "Answer", "Why", "Section")
_FRONT = "<p>{{Question}}</p>{{#Choices}}<ol type='a'>{{Choices}}</ol>{{/Choices}}"
_BACK = "{{FrontSide}}<hr id=answer><p><b>{{Answer}}</b></p><div>{{Why}}</div><p><small>{{Section}}</small></p>"
_CSS = """
.card { font-family: sans-serif; font-size: 18px; max-width: 40em; margin: auto; color: #1e2530; background: #ffffff }
code { color: #0059b3 }
.card.nightMode, .card.night_mode { color: #e5e8ec; background: #2c2c2c }
.nightMode code, .night_mode code { color: #8cc8ff }
"""


def write(bank: Bank, target: Path) -> list[LeftOut]:
    """Write the package; nothing is left out.

    Raises:
        KitError: `genanki` is not installed, or the file cannot be written.

    """
    try:
        import genanki  # type: ignore[import-untyped]
    except ImportError as error:
        raise KitError("The Anki export needs the package genanki.", "pip install 'fallline[anki]'") from error
    template = {"name": "Question", "qfmt": _FRONT, "afmt": _BACK}
    model = genanki.Model(
        _MODEL_ID, "Fallline question", fields=[{"name": n} for n in _FIELDS], templates=[template], css=_CSS
    )
    decks = []
    for topic in bank.topics:
        deck = genanki.Deck(_make_deck_id(topic.stem), f"Fallline::{topic.title.replace('::', ':')}")
        for question in topic.questions:
            deck.add_note(_make_note(genanki, model, ask(question, seed=1)))
        decks.append(deck)
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "fallline.apkg"
        genanki.Package(decks).write_to_file(str(package), timestamp=_TIMESTAMP)
        save_file(target, package.read_bytes())
    return []


def _make_note(genanki: Any, model: Any, asked: AskedQuestion) -> Any:
    """Return the note of one question."""
    question = asked.question
    options = asked.items or tuple(choice.text for choice in asked.choices)
    fields = [
        question.id,
        convert_to_html(asked.prompt),
        "".join(f"<li>{convert_to_html(text)}</li>" for text in options),
        _format_key(asked),
        convert_to_html(explain_answer(asked)) + _format_explanations(asked),
        convert_to_html(question.section),
    ]
    return genanki.Note(
        model=model, fields=fields, guid=genanki.guid_for("fallline", question.id), tags=[question.concept]
    )


def _format_key(asked: AskedQuestion) -> str:
    """Return the right answer as HTML."""
    question = asked.question
    if question.kind == "free":
        return convert_to_html(question.model)
    if question.kind == "order":
        return " ".join(ascii_lowercase[index] for index in asked.order)
    if asked.choices:
        return ", ".join(
            f"{ascii_lowercase[index]}) {convert_to_html(choice.text)}"
            for index, choice in enumerate(asked.choices)
            if choice.right
        )
    return convert_to_html(f"{_format_numbers(asked.numbers)} {question.unit}".strip())


def _format_explanations(asked: AskedQuestion) -> str:
    """Return the explanation of every choice and of every known wrong number as HTML."""
    rows = [
        f"{ascii_lowercase[index]}) {convert_to_html(choice.because)}" for index, choice in enumerate(asked.choices)
    ]
    rows += [
        f"{convert_to_html(_format_numbers(wrong.numbers))}? {convert_to_html(wrong.because)}" for wrong in asked.wrong
    ]
    return "".join(f"<p>{row}</p>" for row in rows)


def _format_numbers(numbers: tuple[float, ...]) -> str:
    """Return the numbers of an answer as text."""
    return format_formula_value(numbers if len(numbers) > 1 else numbers[0])


def _make_deck_id(stem: str) -> int:
    """Return a number between 2³⁰ and 2³¹, as Anki wants ids, that is always the same for a topic."""
    return (1 << 30) + int.from_bytes(hashlib.sha256(stem.encode()).digest()[:4], "big") % (1 << 30)
