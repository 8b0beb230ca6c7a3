"""One sitting: what is asked, in which order, and what an answer does to the rest. Screens drive it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from grader.quiz import marking
from grader.quiz.asking import Asked, ask
from grader.quiz.bank import Bank, Question
from grader.quiz.giveaways import gives_away, is_told_by
from grader.quiz.marking import Mark
from grader.quiz.schedule import Card, is_confident_error, recall
from grader.quiz.store import Answer, Store

Why = Literal["due", "diagnosed", "new", "practice", "again", "checkpoint"]
PICKED = ("choice", "many")
"""Kinds whose answer is only picked."""


class Turn(Struct, frozen=True):
    """A question whose turn has come, and why."""

    question: Question
    why: Why
    reason: str = ""
    """The misconception behind a `diagnosed`."""


class Result(Struct, frozen=True):
    """One answered question of this sitting."""

    asked: Asked
    mark: Mark
    confidence: int | None
    card: Card
    why: Why
    comes_again: bool
    """Its concept is asked once more in this sitting."""
    keep: str = ""
    """The sentence of its concept: what to keep of it."""


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
            self.turns.append(Turn(self._once_more(question), "again"))
        self._current = None
        keep = self.bank.concepts[question.concept].title
        self.results.append(Result(asked, mark, confidence, card, turn.why, again, keep))
        return self.results[-1]

    def _once_more(self, question: Question) -> Question:
        """A sibling whose answer has not been read in this sitting."""
        siblings = self.bank.questions_of(question.concept)
        seen = [question, *(result.asked.question for result in self.results)]
        unread = [one for one in siblings if not any(gives_away(earlier, one) for earlier in seen)]
        return pick(unread or siblings, self.store, avoid=question)

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


def plan(
    bank: Bank, store: Store, today: date, *, topic: str | None = None, count: int = 10, worked_on: str = ""
) -> list[Turn]:
    """What is due, then concepts not met yet; within a topic, then its other questions.

    New concepts of the exercise just `worked_on` (its stem) come first, the others in the bank's order.
    """
    chosen = [q for q in bank if topic is None or q.topic == topic]
    turns = due_turns(bank, store, today, chosen)
    pool = _by_concept(chosen)
    met = {card.concept for card in store.cards(today)}
    new = [siblings for concept, siblings in pool.items() if concept not in met]
    new.sort(key=lambda siblings: siblings[0].topic != worked_on)
    turns += [Turn(pick(siblings, store), "new") for siblings in new]
    if topic is not None:
        last = store.last_asked()
        taken = {turn.question.id for turn in turns}
        rest = [q for q in chosen if q.id not in taken]
        rest.sort(key=lambda q: last[q.id].timestamp() if q.id in last else 0.0)
        turns += [Turn(question, "practice") for question in rest]
    return _none_given_away(turns[:count])


def checkpoint_turns(bank: Bank, count: int | None = None) -> list[Turn]:
    """The four intuition checkpoints: each in one's own words, then one question that carries the idea elsewhere."""
    turns = []
    for name in ("CP1", "CP2", "CP3", "CP4"):
        own = [q for q in bank if q.checkpoint == name]
        texts = [q for q in own if q.kind == "free"]
        turns += [Turn(question, "checkpoint") for question in [*texts, *transfer(bank, own)]]
    return turns[:count]


def transfer(bank: Bank, checkpoint: Sequence[Question]) -> list[Question]:
    """The question that follows a checkpoint's text: an application, never one that the model answer answers.

    Numbers, orders and predictions come before what is only picked; the checkpoint's own before its concept's.
    """
    texts = [q for q in checkpoint if q.kind == "free"]
    concepts, topics = {q.concept for q in texts}, {q.topic for q in texts}
    near = [*checkpoint, *(q for q in bank if q.concept in concepts)] or [q for q in bank if q.topic in topics]
    fit = [q for q in near if q.kind != "free" and not any(is_told_by(t.model, q) for t in texts)]
    return sorted(fit, key=lambda q: (q.kind in PICKED, q not in checkpoint))[:1]


def _none_given_away(turns: list[Turn]) -> list[Turn]:
    """The same turns, each before any whose prompt holds its answer."""
    placed: list[Turn] = []
    for turn in turns:
        tellers = (p for p, one in enumerate(placed) if gives_away(one.question, turn.question))
        placed.insert(next(tellers, len(placed)), turn)
    return placed


def rated(mark: Mark, share: float) -> Mark:
    """A text's mark with the learner's own judgement put in."""
    return replace(mark, share=share)


def _by_concept(questions: Iterable[Question]) -> dict[str, list[Question]]:
    found: dict[str, list[Question]] = {}
    for question in questions:
        found.setdefault(question.concept, []).append(question)
    return found


__all__ = ["Result", "Sitting", "Turn", "checkpoint_turns", "due_turns", "marking", "pick", "plan", "rated", "transfer"]
