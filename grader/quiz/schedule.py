"""When a concept comes back: answers and confidence → FSRS ratings → a day.

The card is the concept; its questions take turns. FSRS-6 with its default parameters (package `fsrs`) counts
here in whole days of the learner's calendar: an evening and the next morning are two days, two answers on one
day are the same day. A right answer that was only picked from choices earns at most Good, because it can be
guessed. An error made with confidence comes back on the same day, and its next interval is at most six days:
such errors are corrected well by feedback and return within about a week unless they are asked again
(Butler, Fazio & Marsh 2011).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Literal

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from fsrs import Scheduler

from grader.quiz.bank import Kind

Confidence = Literal[1, 2, 3, 4]
"""1 a guess, 2 unsure, 3 fairly sure, 4 certain."""

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
CONFIDENT = 3
"""From this confidence on an error counts as a confident one."""
RECHECK_WITHIN = timedelta(days=6)
MAX_INTERVAL_DAYS = 365
FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2100, 1, 1)
"""Days outside of these come from a wrong clock."""


class Card(Struct, frozen=True):
    """Where one concept stands in the schedule."""

    concept: str
    due: date
    stability: float | None = None
    """Days until the chance of recall has fallen to 90 %; None before the first answer."""
    difficulty: float | None = None
    last: date | None = None
    """The day of the last answer."""
    reviews: int = 0
    lapses: int = 0
    """Answers rated Again after the first."""
    recheck: bool = False
    """The last error was a confident one and has not been mended on another day."""
    reason: str = ""
    """The misconception that put it on the list, until it is answered."""


class Answered(Struct, frozen=True):
    """What the schedule needs to know of an answer."""

    day: date
    rating: int
    confident_error: bool = False


class Nudge(Struct, frozen=True):
    """A misconception seen in the learner's code."""

    day: date
    misconception: str


def rate_answer(kind: Kind, share: float, confidence: int | None) -> int:
    """Return the FSRS rating of an answer, 1 to 4.

    `share` is what marking gave, 0 to 1; a text's own rating (0, ⅓, ⅔, 1) maps straight to the four ratings.
    """
    if kind == "free":
        return AGAIN + round(3 * share)
    if share < 0.5:
        return AGAIN
    if share < 1 or (confidence is not None and confidence <= 2):
        return HARD
    guessable = kind in ("choice", "many")
    return EASY if confidence == 4 and not guessable else GOOD


def is_confident_error(kind: Kind, share: float, confidence: int | None) -> bool:
    """Tell whether an answer was wrong and the learner sure of it."""
    return kind != "free" and share < 0.5 and confidence is not None and confidence >= CONFIDENT


def update_card(card: Card | None, concept: str, event: Answered | Nudge) -> Card:
    """Return the card after an answer, or after a misconception in code showed that its concept is not there yet."""
    if isinstance(event, Nudge):
        return _nudge(card or Card(concept, event.day), event)
    return _review(card or Card(concept, event.day), event)


def replay_history(concept: str, events: Iterable[Answered | Nudge], today: date | None = None) -> Card | None:
    """Return the card that a history leads to; None for no history.

    An event of an impossible day (long before there was this kit, or still to come) comes from a wrong clock. It
    counts as if it had happened when the concept was due, after all the others.
    """
    known = list(events)
    card: Card | None = None
    for event in known:
        if is_plausible(event.day, today):
            card = update_card(card, concept, event)
    for event in known:
        if not is_plausible(event.day, today):
            card = update_card(card, concept, replace(event, day=_choose_plausible_day(card, today)))
    return card


def is_plausible(day: date, today: date | None) -> bool:
    """Tell whether something can have happened on that day; one day ahead is possible in another time zone."""
    return FIRST_DAY <= day <= (LAST_DAY if today is None else min(today + timedelta(days=1), LAST_DAY))


def is_sound(card: Card, today: date | None) -> bool:
    """Tell whether a card's days and numbers can be true."""
    latest = LAST_DAY if today is None else min(today, LAST_DAY)
    numbers = [card.stability, card.difficulty] if card.last else []
    return (
        FIRST_DAY <= card.due <= latest + timedelta(days=MAX_INTERVAL_DAYS + 1)
        and (card.last is None or is_plausible(card.last, today))
        and all(isinstance(number, float | int) and 0 < number < math.inf for number in numbers)
        and all(isinstance(count, int) and count >= 0 for count in (card.reviews, card.lapses))
    )


def _choose_plausible_day(card: Card | None, today: date | None) -> date:
    latest = LAST_DAY if today is None else min(today, LAST_DAY)
    return min(max(card.due, card.last or card.due) if card else (today or FIRST_DAY), latest)


def estimate_recall(card: Card, day: date) -> float:
    """Estimate the chance, by FSRS, that the concept is recalled on that day; 0 before the first answer."""
    if card.stability is None or card.last is None:
        return 0.0
    return float(_make_scheduler().get_card_retrievability(_convert_to_fsrs(card), current_datetime=_make_noon(day)))


def _review(card: Card, event: Answered) -> Card:
    from fsrs import Rating

    if card.last is not None and event.day < card.last:
        # A clock that was set back: the same day again.
        event = replace(event, day=card.last)
    fresh, _log = _make_scheduler().review_card(_convert_to_fsrs(card), Rating(event.rating), _make_noon(event.day))
    interval = max(timedelta(days=1), fresh.due - _make_noon(event.day))
    another_day = card.last is None or card.last < event.day
    if card.recheck:
        interval = min(interval, RECHECK_WITHIN)
    return replace(
        card,
        due=event.day if event.confident_error else event.day + interval,
        stability=fresh.stability,
        difficulty=fresh.difficulty,
        last=event.day,
        reviews=card.reviews + 1,
        lapses=card.lapses + (event.rating == AGAIN and card.reviews > 0),
        recheck=event.confident_error or (card.recheck and not (another_day and event.rating >= GOOD)),
        reason="",
    )


def _nudge(card: Card, event: Nudge) -> Card:
    """Make the concept due today, or tomorrow when it has been answered today already."""
    day = event.day if card.last is None or card.last < event.day else event.day + timedelta(days=1)
    return replace(card, due=min(card.due, day) if card.reviews else day, reason=event.misconception)


@cache
def _make_scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=MAX_INTERVAL_DAYS)


def _convert_to_fsrs(card: Card):  # type: ignore[no-untyped-def]
    from fsrs import Card as FsrsCard
    from fsrs import State

    return FsrsCard(
        card_id=1,
        state=State.Review if card.stability is not None else State.Learning,
        stability=card.stability,
        difficulty=card.difficulty,
        due=_make_noon(card.due),
        last_review=_make_noon(card.last) if card.last else None,
    )


def _make_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)
