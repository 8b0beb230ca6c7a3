"""Questions as one page that asks and marks by itself, without a network; it can be used by keyboard and screen reader.

The page holds every question with a few drawings of its numbers. The answers stay in the browser of its reader,
who can save them as a file that `grade quiz --import-progress` takes in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from grader.export.pages.rendering import format_prose, render
from grader.export.pages.svg import Pictures
from grader.quiz.asking import AskedQuestion, ask
from grader.quiz.bank import Bank, Question
from grader.quiz.marking import make_example
from grader.quiz.pictures import draw_question_picture
from grader.quiz.store import SCHEMA

DRAWINGS = 4
"""The drawings of a question's numbers and orders that a page holds."""
_HERE = Path(__file__).parent / "templates"


def render_page(bank: Bank, title: str, questions: Iterable[Question] | None = None, seed: int = 0) -> str:
    """Return the page of these questions; all of the bank's where none are named."""
    pictures = Pictures()
    asked = [
        _make_question(bank, question, seed, pictures) for question in (questions if questions is not None else bank)
    ]
    data = json.dumps({"schema": SCHEMA, "questions": asked}, ensure_ascii=True).replace("<", "\\u003c")
    script = Markup((_HERE / "quiz.js").read_text("utf-8"))
    return render("quiz.html", title=title, count=len(asked), data=Markup(data), script=script)


def _make_question(bank: Bank, question: Question, seed: int, pictures: Pictures) -> dict[str, Any]:
    """Return a question with its drawings, as the page's script reads it."""
    drawing_count = DRAWINGS if question.draw or not question.fixed else 1
    drawings = [_make_drawing(ask(question, seed + index), pictures) for index in range(drawing_count)]
    return {
        "id": question.id,
        "kind": question.kind,
        "concept": question.concept,
        "keep": str(format_prose(bank.concepts[question.concept].title)),
        "unit": question.unit,
        "relative": question.relative,
        "absolute": question.absolute,
        "rubric": [{"idea": str(format_prose(idea.idea)), "keywords": list(idea.keywords)} for idea in question.rubric],
        "before": question.picture is not None and question.picture.before,
        "drawings": _remove_duplicates(drawings),
    }


def _remove_duplicates(drawings: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the drawings without repetitions."""
    return list({json.dumps(drawing, sort_keys=True): drawing for drawing in drawings}.values())


def _make_drawing(asked: AskedQuestion, pictures: Pictures) -> dict[str, Any]:
    """Return one drawing of a question's numbers and orders."""
    return {
        "prompt": _format_paragraphs(asked.prompt),
        "because": _format_paragraphs(asked.because),
        "choices": [
            {
                "text": str(format_prose(choice.text)),
                "because": str(format_prose(choice.because)),
                "right": choice.right,
                "misconception": choice.misconception,
            }
            for choice in asked.choices
        ],
        "numbers": list(asked.numbers),
        "example": make_example(asked) if asked.numbers else "",
        "wrong": [
            {
                "numbers": list(wrong.numbers),
                "because": str(format_prose(wrong.because)),
                "misconception": wrong.misconception,
            }
            for wrong in asked.wrong
        ],
        "items": [str(format_prose(item)) for item in asked.items],
        "order": list(asked.order),
        "picture": _draw_picture(asked, pictures),
    }


def _format_paragraphs(text: str) -> str:
    """Return a text's paragraphs as HTML."""
    return "".join(f"<p>{format_prose(part)}</p>" for part in text.split("\n\n"))


def _draw_picture(asked: AskedQuestion, pictures: Pictures) -> str:
    """Return the picture that is shown after the answer, as SVG; empty where there is nwrong."""
    picture = draw_question_picture(asked)
    return "" if picture is None else str(pictures.plot(picture))
