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

    def expect_first(self, questions: Iterable[Question]) -> None:
        """Expect these questions, in this order, before all others."""
        self._expected.extendleft(reversed([*questions]))

    def is_prepared(self, question: Question) -> bool:
        """Tell whether a question was answered already, is expected soon, or can only be asked alone."""
        return not question.light or question.light in self._answers or self._find_place(question) is not None

    def forget(self) -> None:
        """Expect nothing more; what was answered stays."""
        self._expected.clear()

    def find_answer(self, question: Question) -> Outcome | None:
        """Return what came of a question that was asked already; None where it was not."""
        return self._answers.get(question.light)

    def take_next(self, question: Question) -> list[Question]:
        """Take a question and those that follow it; an empty list where it is to be asked alone."""
        place = self._find_place(question)
        if place is None:
            return []
        for _ in range(place):
            self._expected.popleft()
        together: dict[bytes, Question] = {}
        left = MOST_SECONDS
        while self._expected and len(together) < MOST_TOGETHER and left > 0 and not self._expected[0].prints:
            following = self._expected.popleft()
            if following.light not in self._answers and following.light not in together:
                together[following.light] = following
                left -= following.seconds
        return [*together.values()] if len(together) > 1 else []

    def _find_place(self, question: Question) -> int | None:
        """Find a question among the nearest of those that are expected; None where it is not."""
        if not self._expected or not question.light:
            return None
        nearest = itertools.islice(self._expected, FARTHEST)
        return next((place for place, other in enumerate(nearest) if other.light == question.light), None)

    def keep(self, questions: Sequence[Question], answers: Sequence[Outcome]) -> None:
        """Keep the answers to questions that were asked together."""
        self._answers |= {question.light: answer for question, answer in zip(questions, answers, strict=True)}
