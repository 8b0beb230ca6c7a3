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


class Read(Struct, frozen=True):
    """One text."""

    of: str
    """The question or concept, and which of its texts."""
    text: str

    @property
    def grade(self) -> float:
        """Its reading grade."""
        return reading.grade(self.text)


def texts_of(question: Question) -> Iterator[Read]:
    """Every text of a question, with its standard numbers filled in: what is read in one go is one text."""
    try:
        asked = ask(question)
    except FormulaError:
        return
    yield Read(f"{question.id}: prompt", asked.prompt)
    yield Read(f"{question.id}: because", asked.because)
    for place, (choice, because) in enumerate(_reasons(asked)):
        yield Read(f"{question.id}: answer {place + 1}", f"{choice}\n\n{because}")
    if question.model:
        yield Read(f"{question.id}: model", question.model)
    for idea in question.rubric:
        yield Read(f"{question.id}: rubric", idea.idea)


def concept_texts(topics: Iterable[Topic]) -> Iterator[Read]:
    """The sentence of every concept."""
    for topic in topics:
        for concept in topic.concepts:
            yield Read(f"{concept.id}: title", concept.title)


def long_enough(texts: Iterable[Read]) -> list[Read]:
    """Those that have words enough for a grade to mean anything."""
    return [one for one in texts if reading.is_long_enough(one.text)]


def median(texts: Sequence[Read]) -> float:
    """The grade in the middle; 0 of none."""
    return statistics.median(one.grade for one in texts) if texts else 0.0


def hard(texts: Iterable[Read]) -> list[Read]:
    """Those above the highest grade, the hardest first."""
    return sorted((one for one in texts if one.grade > MOST), key=lambda one: -one.grade)


def _reasons(asked: AskedQuestion) -> Iterator[tuple[str, str]]:
    for choice in asked.choices:
        yield choice.text, choice.because
    for wrong in asked.wrong:
        yield "", wrong.because
