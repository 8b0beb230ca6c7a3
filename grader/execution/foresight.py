"""What will probably be asked of a program, so that many questions reach its process at once.

Only for a program that can keep nothing: what follows a question is nothing to it either, and the same question has
the same answer at any time. To wake two processes for each question takes longer than to answer it.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Sequence

from grader.sandbox.outcomes import Outcome
from grader.sandbox.worker_client import Question

MOST_TOGETHER = 24
"""Questions that are asked at once."""
MOST_SECONDS = 0.1
"""Seconds that all answers together may take, as far as it is known."""
FARTHEST = 40
"""Questions of those expected among which the one that is asked is looked for."""


class Foresight:
    """The questions that are expected, and the answers to those that were asked."""

    def __init__(self) -> None:
        self._expected: deque[Question] = deque()
        self._answers: dict[bytes, Outcome] = {}
        """By what crosses of the question."""

    def expect(self, questions: Iterable[Question]) -> None:
        """Expect these questions, in this order."""
        self._expected.extend(question for question in questions if question.light not in self._answers)

    def forget(self) -> None:
        """Expect nothing more; what was answered stays."""
        self._expected.clear()

    def find_answer(self, question: Question) -> Outcome | None:
        """Return what came of a question that was asked already; None where it was not."""
        return self._answers.get(question.light)

    def take_next(self, question: Question) -> list[Question]:
        """Take a question and those that follow it; an empty list where it is to be asked alone."""
        if not self._expected or not question.light:
            return []
        nearest = itertools.islice(self._expected, FARTHEST)
        place = next((place for place, other in enumerate(nearest) if other.light == question.light), None)
        if place is None:
            return []
        for _ in range(place):
            self._expected.popleft()
        together, left = [self._expected.popleft()], MOST_SECONDS
        while self._expected and len(together) < MOST_TOGETHER and (left := left - together[-1].seconds) > 0:
            together.append(self._expected.popleft())
        return together if len(together) > 1 else []

    def keep(self, questions: Sequence[Question], answers: Sequence[Outcome]) -> None:
        """Keep the answers to questions that were asked together."""
        self._answers |= {question.light: answer for question, answer in zip(questions, answers, strict=True)}
