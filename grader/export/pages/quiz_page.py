"""Questions as one page that asks and marks by itself: no network, by keys alone, for screen readers, light and dark.

The page holds every question with a few drawings of its numbers. What was answered is kept by nobody but its reader,
who can save it as a file that `grade quiz --import-progress` takes in.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from grader.export.pages.rendering import prose, render
from grader.export.pages.svg import Pictures
from grader.quiz.asking import Asked, ask
from grader.quiz.bank import Bank, Question
from grader.quiz.marking import example
from grader.quiz.pictures import picture_of
from grader.quiz.store import SCHEMA

DRAWINGS = 4
"""How many drawings of a question's numbers and orders a page holds."""
_HERE = Path(__file__).parent / "templates"


def page(bank: Bank, title: str, questions: Iterable[Question] | None = None, seed: int = 0) -> str:
    """Return the page of these questions; all of the bank's where none are named."""
    pictures = Pictures()
    asked = [_question(bank, one, seed, pictures) for one in (questions if questions is not None else bank)]
    told = json.dumps({"schema": SCHEMA, "questions": asked}, ensure_ascii=True).replace("<", "\\u003c")
    script = Markup((_HERE / "quiz.js").read_text("utf-8"))
    return render("quiz.html", title=title, count=len(asked), data=Markup(told), script=script)


def _question(bank: Bank, question: Question, seed: int, pictures: Pictures) -> dict[str, Any]:
    again = DRAWINGS if question.draw or not question.fixed else 1
    drawings = [_drawing(ask(question, seed + place), pictures) for place in range(again)]
    return {
        "id": question.id,
        "kind": question.kind,
        "concept": question.concept,
        "keep": str(prose(bank.concepts[question.concept].title)),
        "unit": question.unit,
        "relative": question.relative,
        "absolute": question.absolute,
        "rubric": [{"idea": str(prose(one.idea)), "keywords": list(one.keywords)} for one in question.rubric],
        "before": question.picture is not None and question.picture.before,
        "drawings": _different(drawings),
    }


def _different(drawings: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out drawings that are an earlier one again."""
    return list({json.dumps(one, sort_keys=True): one for one in drawings}.values())


def _drawing(asked: Asked, pictures: Pictures) -> dict[str, Any]:
    return {
        "prompt": _paragraphs(asked.prompt),
        "because": _paragraphs(asked.because),
        "choices": [
            {
                "text": str(prose(one.text)),
                "because": str(prose(one.because)),
                "right": one.right,
                "misconception": one.misconception,
            }
            for one in asked.choices
        ],
        "numbers": list(asked.numbers),
        "example": example(asked) if asked.numbers else "",
        "wrong": [
            {"numbers": list(one.numbers), "because": str(prose(one.because)), "misconception": one.misconception}
            for one in asked.wrong
        ],
        "items": [str(prose(one)) for one in asked.items],
        "order": list(asked.order),
        "picture": _drawn(asked, pictures),
    }


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{prose(part)}</p>" for part in text.split("\n\n"))


def _drawn(asked: Asked, pictures: Pictures) -> str:
    picture = picture_of(asked)
    return "" if picture is None else str(pictures.plot(picture))
