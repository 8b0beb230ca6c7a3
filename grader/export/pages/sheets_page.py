"""Sheets of questions on paper: a page for each student, and a key for whoever marks them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from msgspec import Struct

from grader.export.grades import escape_cell
from grader.export.pages.rendering import render
from grader.quiz.asking import AskedQuestion
from grader.quiz.marking import LETTERS
from grader.text import format_number


class Sheet(Struct, frozen=True):
    """The questions for one student about one exercise."""

    id: str
    name: str
    title: str
    exercise: str
    """The stem of the exercise."""
    asked: tuple[AskedQuestion, ...]


HEAD = ("student", "name", "exercise", "question", "answer", "why")


def render_page(sheets: Iterable[Sheet]) -> str:
    """Return the page, which prints one sheet after another."""
    return render("sheets.html", title="Questions about your own code", sheets=list(sheets), letters=LETTERS)


def format_key(sheets: Iterable[Sheet]) -> str:
    """Return the answers as a CSV table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEAD)
    for sheet in sheets:
        for index, asked in enumerate(sheet.asked, start=1):
            row = (sheet.id, sheet.name, sheet.exercise, str(index), format_answer(asked), asked.because)
            writer.writerow([escape_cell(cell) for cell in row])
    return text.getvalue()


def format_answer(asked: AskedQuestion) -> str:
    """Return the letters or the numbers that are right."""
    if asked.choices:
        return " ".join(letter for letter, choice in zip(LETTERS, asked.choices, strict=False) if choice.right)
    return " ".join(format_number(value) for value in asked.numbers)
