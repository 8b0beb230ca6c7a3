"""The texts of the quiz as a learner reads them, and how hard they are."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from grader.authoring import reading
from grader.quiz.arithmetic import FormulaError
from grader.quiz.asking import AskedQuestion, ask
from grader.quiz.bank import Question, Topic

MEDIAN, MOST = 6.0, 10.0
"""The reading grades that a bank keeps: in the middle, and at most."""


class QuizText(Struct, frozen=True):
    """One text."""

    source: str
    """The question or concept, and which of its texts."""
    text: str

    @property
    def grade(self) -> float:
        """Its reading grade."""
        return reading.compute_grade(self.text)


def iterate_texts(question: Question) -> Iterator[QuizText]:
    """Yield every text of a question, with its standard numbers filled in: what is read in one go is one text."""
    try:
        asked = ask(question)
    except FormulaError:
        return
    yield QuizText(f"{question.id}: prompt", asked.prompt)
    yield QuizText(f"{question.id}: because", asked.because)
    for number, (choice, because) in enumerate(_iterate_reasons(asked)):
        yield QuizText(f"{question.id}: answer {number + 1}", f"{choice}\n\n{because}")
    if question.model:
        yield QuizText(f"{question.id}: model", question.model)
    for idea in question.rubric:
        yield QuizText(f"{question.id}: rubric", idea.idea)


def iterate_concept_texts(topics: Iterable[Topic]) -> Iterator[QuizText]:
    """Yield the sentence of every concept."""
    for topic in topics:
        for concept in topic.concepts:
            yield QuizText(f"{concept.id}: title", concept.title)


def filter_long_enough(texts: Iterable[QuizText]) -> list[QuizText]:
    """Return the texts that have enough words for a grade to mean anything."""
    return [text for text in texts if reading.is_long_enough(text.text)]


def compute_median(texts: Sequence[QuizText]) -> float:
    """Return the grade in the middle; 0 where there are no texts."""
    return statistics.median(text.grade for text in texts) if texts else 0.0


def select_hard(texts: Iterable[QuizText]) -> list[QuizText]:
    """Select the texts above the highest grade, the hardest first."""
    return sorted((text for text in texts if text.grade > MOST), key=lambda text: -text.grade)


def _iterate_reasons(asked: AskedQuestion) -> Iterator[tuple[str, str]]:
    for choice in asked.choices:
        yield choice.text, choice.because
    for wrong in asked.wrong:
        yield "", wrong.because
