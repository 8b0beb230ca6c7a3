"""Statistics of the log: how much is retained, how well confidence fits, what is due next week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from grader.quiz.bank import Bank
from grader.quiz.schedule import Card
from grader.quiz.store import LoggedAnswer, Store

CONFIDENCE_WORDS = {1: "a guess", 2: "unsure", 3: "fairly sure", 4: "certain"}
"""Confidence in words."""


class Calibration(Struct, frozen=True):
    """One step of confidence and how often it was right."""

    confidence: int
    answers: int
    right: int

    @property
    def share(self) -> float:
        """The share of right answers among them."""
        return self.right / self.answers


class Statistics(Struct, frozen=True):
    """The numbers of `grade quiz --stats`."""

    answers: int
    days: int
    concepts_met: int
    concepts: int
    reviews: int
    """Answers to concepts met on an earlier day."""
    retained: float | None
    """The share of them that were right; None without any."""
    predicted: float | None
    """What FSRS expected of them on average."""
    calibration: tuple[Calibration, ...]
    confident_errors: tuple[str, ...]
    """Concepts whose last confident error is not mended yet, by title."""
    load: tuple[tuple[date, int], ...]
    """Cards due on each of the next seven days; today's include what is overdue."""


def compute_statistics(bank: Bank, store: Store, today: date) -> Statistics:
    """Compute the statistics of a store on that day."""
    answers, cards, concepts = store.list_answers(), store.list_cards(today), bank.concepts
    known = [card for card in cards if card.concept in concepts]
    reviews = [a for a in answers if a.expected is not None and a.expected < 1]
    return Statistics(
        answers=len(answers),
        days=len({answer.at.astimezone().date() for answer in answers}),
        concepts_met=sum(card.reviews > 0 for card in known),
        concepts=len(concepts),
        reviews=len(reviews),
        retained=_compute_mean([float(answer.share >= 0.5) for answer in reviews]),
        predicted=_compute_mean([answer.expected for answer in reviews if answer.expected is not None]),
        calibration=measure_calibration(answers),
        confident_errors=tuple(concepts[card.concept].title for card in known if card.recheck),
        load=count_due_cards(known, today),
    )


def measure_calibration(answers: Sequence[LoggedAnswer]) -> tuple[Calibration, ...]:
    """Count how often each step of confidence was right; steps never used are left out."""
    answered: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for answer in answers:
        if answer.confidence is not None:
            answered[answer.confidence] += 1
            right[answer.confidence] += answer.share >= 1
    return tuple(Calibration(step, answered[step], right[step]) for step in sorted(answered))


def count_due_cards(cards: Sequence[Card], today: date) -> tuple[tuple[date, int], ...]:
    """Count the cards that are due on each of the next seven days, with what is overdue on today."""
    days = [today + timedelta(days=ahead) for ahead in range(7)]
    counts = Counter(max(card.due, today) for card in cards)
    return tuple((day, counts[day]) for day in days)


def _compute_mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
