"""One sitting: what is asked, in which order, and what an answer does to the rest. Screens drive it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal

from grader.quiz import marking
from grader.quiz.asking import Asked, ask
from grader.quiz.bank import Bank, Question
from grader.quiz.marking import Mark
from grader.quiz.schedule import Card, is_confident_error, recall
from grader.quiz.store import Answer, Store

Why = Literal["due", "diagnosed", "new", "practice", "again", "checkpoint"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question whose turn has come, and why."""

    question: Question
    why: Why
    reason: str = ""
    """The misconception behind a `diagnosed`."""


@dataclass(frozen=True, slots=True)
class Result:
    """One answered question of this sitting."""

    asked: Asked
    mark: Mark
    confidence: int | None
    card: Card
    why: Why
    comes_again: bool
    """Its concept is asked once more in this sitting."""


@dataclass
class Sitting:
    """The queue of one sitting; every answer is in the store before the next question is taken."""

    bank: Bank
    store: Store
    clock: Callable[[], datetime]
    """The learner's local time."""
    turns: deque[Turn]
    seed: int
    results: list[Result] = field(default_factory=list)
    _current: Turn | None = None

    @property
    def total(self) -> int:
        """Questions of this sitting, the answered ones included."""
        return len(self.results) + len(self.turns) + (self._current is not None)

    def next(self) -> tuple[Asked, Turn] | None:
        """The next question as this learner sees it; None at the end."""
        if self._current is None:
            if not self.turns:
                return None
            self._current = self.turns.popleft()
        return ask(self._current.question, self.seed + len(self.results)), self._current

    def answer(self, asked: Asked, mark: Mark, confidence: int | None) -> Result:
        """Keep an answer; a confident error brings its concept back at the end of the sitting, once."""
        if self._current is None:
            raise ValueError("no question is open")
        turn = self._current
        question = asked.question
        card = self.store.record(
            Answer(
                question.id, question.concept, question.kind, mark.given, mark.share, confidence, self.clock(),
                mark.misconceptions,
            )
        )  # fmt: skip
        again = is_confident_error(question.kind, mark.share, confidence) and turn.why != "again"
        if again:
            sibling = pick(self.bank.questions_of(question.concept), self.store, avoid=question)
            self.turns.append(Turn(sibling, "again"))
        self._current = None
        self.results.append(Result(asked, mark, confidence, card, turn.why, again))
        return self.results[-1]

    def skip(self) -> None:
        """Leave the open question unanswered."""
        self._current = None


def pick(siblings: Sequence[Question], store: Store, avoid: Question | None = None) -> Question:
    """Whose turn it is among a concept's questions: never asked first, else asked longest ago.

    `avoid` is taken only when there is no other; a question of another kind goes first.
    """
    last = store.last_asked()
    others = [question for question in siblings if avoid is None or question.id != avoid.id] or list(siblings)
    return min(
        others,
        key=lambda q: (
            last[q.id].timestamp() if q.id in last else 0.0,
            avoid is not None and q.kind == avoid.kind,
            siblings.index(q),
        ),
    )


def due_turns(bank: Bank, store: Store, today: date, questions: Iterable[Question] | None = None) -> list[Turn]:
    """What is due: first what code has shown to be missing, then what is most nearly forgotten."""
    pool = _by_concept(questions if questions is not None else bank)
    cards = [card for card in store.cards(today) if card.due <= today and card.concept in pool]
    cards.sort(key=lambda card: (not card.reason, recall(card, today)))
    return [Turn(pick(pool[card.concept], store), "diagnosed" if card.reason else "due", card.reason) for card in cards]


def plan(bank: Bank, store: Store, today: date, *, topic: str | None = None, count: int = 10) -> list[Turn]:
    """What is due, then concepts not met yet, in the bank's order; within a topic, then its other questions."""
    chosen = [q for q in bank if topic is None or q.topic == topic]
    turns = due_turns(bank, store, today, chosen)
    pool = _by_concept(chosen)
    met = {card.concept for card in store.cards(today)}
    turns += [Turn(pick(siblings, store), "new") for concept, siblings in pool.items() if concept not in met]
    if topic is not None:
        last = store.last_asked()
        taken = {turn.question.id for turn in turns}
        rest = [q for q in chosen if q.id not in taken]
        rest.sort(key=lambda q: last[q.id].timestamp() if q.id in last else 0.0)
        turns += [Turn(question, "practice") for question in rest]
    return turns[:count]


def checkpoint_turns(bank: Bank, count: int | None = None) -> list[Turn]:
    """The four intuition checkpoints, each first in one's own words, then as questions with a key."""
    turns = []
    for name in ("CP1", "CP2", "CP3", "CP4"):
        own = [q for q in bank if q.checkpoint == name]
        own.sort(key=lambda q: ("free", "choice").index(q.kind) if q.kind in ("free", "choice") else 2)
        turns += [Turn(question, "checkpoint") for question in own]
    return turns[:count]


def rated(mark: Mark, share: float) -> Mark:
    """A text's mark with the learner's own judgement put in."""
    return replace(mark, share=share)


def _by_concept(questions: Iterable[Question]) -> dict[str, list[Question]]:
    found: dict[str, list[Question]] = {}
    for question in questions:
        found.setdefault(question.concept, []).append(question)
    return found


__all__ = ["Result", "Sitting", "Turn", "checkpoint_turns", "due_turns", "marking", "pick", "plan", "rated"]
