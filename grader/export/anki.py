"""The bank as an Anki package, written by `genanki`; a later import updates cards instead of doubling them.

A note's guid comes from its question's id, model and deck ids are fixed. Every field is HTML with everything
of ours escaped. All kinds have a card: front the question with its choices, back the key and every why.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from grader.errors import KitError
from grader.export.questions import LeftOut, because_of, to_html
from grader.quiz.arithmetic import show
from grader.quiz.asking import Asked, ask
from grader.quiz.bank import Bank
from grader.storage.files import save

_MODEL_ID = 1_607_392_319
_TIMESTAMP = 1_700_000_000.0
"""Fixed, so that the same bank makes the same notes."""
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
        deck = genanki.Deck(_deck_id(topic.stem), f"Fallline::{topic.title.replace('::', ':')}")
        for question in topic.questions:
            deck.add_note(_note(genanki, model, ask(question, seed=1)))
        decks.append(deck)
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "fallline.apkg"
        genanki.Package(decks).write_to_file(str(package), timestamp=_TIMESTAMP)
        save(target, package.read_bytes())
    return []


def _note(genanki: Any, model: Any, asked: Asked) -> Any:
    question = asked.question
    shown = asked.items or tuple(choice.text for choice in asked.choices)
    fields = [
        question.id,
        to_html(asked.prompt),
        "".join(f"<li>{to_html(text)}</li>" for text in shown),
        _key(asked),
        to_html(because_of(asked)) + _whys(asked),
        to_html(question.section),
    ]
    return genanki.Note(
        model=model, fields=fields, guid=genanki.guid_for("fallline", question.id), tags=[question.concept]
    )


def _key(asked: Asked) -> str:
    question = asked.question
    if question.kind == "free":
        return to_html(question.model)
    if question.kind == "order":
        return " ".join(ascii_lowercase[place] for place in asked.order)
    if asked.choices:
        return ", ".join(f"{ascii_lowercase[p]}) {to_html(c.text)}" for p, c in enumerate(asked.choices) if c.right)
    return to_html(f"{_shown(asked.numbers)} {question.unit}".strip())


def _whys(asked: Asked) -> str:
    rows = [f"{ascii_lowercase[place]}) {to_html(choice.because)}" for place, choice in enumerate(asked.choices)]
    rows += [f"{to_html(_shown(wrong.numbers))}? {to_html(wrong.because)}" for wrong in asked.wrong]
    return "".join(f"<p>{row}</p>" for row in rows)


def _shown(numbers: tuple[float, ...]) -> str:
    return show(numbers if len(numbers) > 1 else numbers[0])


def _deck_id(stem: str) -> int:
    """Between 2³⁰ and 2³¹, as Anki wants ids, and the same for ever."""
    return (1 << 30) + int.from_bytes(hashlib.sha256(stem.encode()).digest()[:4], "big") % (1 << 30)
