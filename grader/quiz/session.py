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
from grader.quiz.asking import AskedQuestion, ask
from grader.quiz.bank import Bank, Question
from grader.quiz.giveaways import gives_away, is_answered_by
from grader.quiz.marking import Mark
from grader.quiz.schedule import Card, estimate_recall, is_confident_error
from grader.quiz.store import LoggedAnswer, Store

Why = Literal["due", "diagnosed", "new", "practice", "again", "checkpoint"]
PICKED_KINDS = ("choice", "many")
"""Kinds whose answer is only picked from choices."""


class QuizTurn(Struct, frozen=True):
    """A question whose turn has come, and why."""

    question: Question
    why: Why
    reason: str = ""
    """The misconception behind a `diagnosed`."""


class AnsweredQuestion(Struct, frozen=True):
    """One answered question of this sitting."""

    asked: AskedQuestion
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
    turns: deque[QuizTurn]
    seed: int
    results: list[AnsweredQuestion] = field(default_factory=list)
    _current: QuizTurn | None = None

    @property
    def total(self) -> int:
        """The number of questions of this sitting, the answered ones included."""
        return len(self.results) + len(self.turns) + (self._current is not None)

    def take_next(self) -> tuple[AskedQuestion, QuizTurn] | None:
        """Take the next question as this learner sees it; None at the end. An open question is returned again."""
        if self._current is None:
            if not self.turns:
                return None
            self._current = self.turns.popleft()
        return ask(self._current.question, self.seed + len(self.results)), self._current

    def record_answer(self, asked: AskedQuestion, mark: Mark, confidence: int | None) -> AnsweredQuestion:
        """Store an answer; a confident error brings its concept back at the end of the sitting, once."""
        if self._current is None:
            raise ValueError("no question is open")
        turn = self._current
        question = asked.question
        card = self.store.record(
            LoggedAnswer(
                question.id, question.concept, question.kind, mark.given, mark.share, confidence, self.clock(),
                mark.misconceptions,
            )
        )  # fmt: skip
        again = is_confident_error(question.kind, mark.share, confidence) and turn.why != "again"
        if again:
            self.turns.append(QuizTurn(self._choose_sibling(question), "again"))
        self._current = None
        keep = self.bank.concepts[question.concept].title
        self.results.append(AnsweredQuestion(asked, mark, confidence, card, turn.why, again, keep))
        return self.results[-1]

    def _choose_sibling(self, question: Question) -> Question:
        """Choose a question of the same concept whose answer has not been shown in this sitting."""
        siblings = self.bank.list_siblings(question.concept)
        seen = [question, *(result.asked.question for result in self.results)]
        unread = [sibling for sibling in siblings if not any(gives_away(earlier, sibling) for earlier in seen)]
        return choose_question(unread or siblings, self.store, avoid=question)

    def skip(self) -> None:
        """Leave the open question unanswered."""
        self._current = None


def choose_question(siblings: Sequence[Question], store: Store, avoid: Question | None = None) -> Question:
    """Choose among a concept's questions: one never asked, else the one asked longest ago.

    `avoid` is taken only when there is no other; a question of another kind goes first.
    """
    last = store.find_last_asked()
    others = [question for question in siblings if avoid is None or question.id != avoid.id] or list(siblings)
    return min(
        others,
        key=lambda q: (
            last[q.id].timestamp() if q.id in last else 0.0,
            avoid is not None and q.kind == avoid.kind,
            siblings.index(q),
        ),
    )


def list_due_turns(
    bank: Bank, store: Store, today: date, questions: Iterable[Question] | None = None
) -> list[QuizTurn]:
    """List what is due: first the concepts that code has shown to be missing, then the most nearly forgotten."""
    pool = _group_by_concept(questions if questions is not None else bank)
    cards = [card for card in store.list_cards(today) if card.due <= today and card.concept in pool]
    cards.sort(key=lambda card: (not card.reason, estimate_recall(card, today)))
    return [
        QuizTurn(choose_question(pool[card.concept], store), "diagnosed" if card.reason else "due", card.reason)
        for card in cards
    ]


def plan_sitting(
    bank: Bank, store: Store, today: date, *, topic: str | None = None, count: int = 10, worked_on: str = ""
) -> list[QuizTurn]:
    """Plan the turns: what is due, then concepts not met yet; within a topic, then its other questions.

    New concepts of the exercise just `worked_on` (its stem) come first, the others in the bank's order.
    """
    chosen = [q for q in bank if topic is None or q.topic == topic]
    turns = list_due_turns(bank, store, today, chosen)
    pool = _group_by_concept(chosen)
    met = {card.concept for card in store.list_cards(today)}
    new = [siblings for concept, siblings in pool.items() if concept not in met]
    new.sort(key=lambda siblings: siblings[0].topic != worked_on)
    turns += [QuizTurn(choose_question(siblings, store), "new") for siblings in new]
    if topic is not None:
        last = store.find_last_asked()
        taken = {turn.question.id for turn in turns}
        rest = [q for q in chosen if q.id not in taken]
        rest.sort(key=lambda q: last[q.id].timestamp() if q.id in last else 0.0)
        turns += [QuizTurn(question, "practice") for question in rest]
    return _move_before_giveaways(turns[:count])


def list_checkpoint_turns(bank: Bank, count: int | None = None) -> list[QuizTurn]:
    """List the turns of the four checkpoints: each in one's own words, then one that applies the idea elsewhere."""
    turns = []
    for name in ("CP1", "CP2", "CP3", "CP4"):
        own = [q for q in bank if q.checkpoint == name]
        texts = [q for q in own if q.kind == "free"]
        turns += [QuizTurn(question, "checkpoint") for question in [*texts, *choose_transfer_questions(bank, own)]]
    return turns[:count]


def choose_transfer_questions(bank: Bank, checkpoint: Sequence[Question]) -> list[Question]:
    """Choose the question that follows a checkpoint's text: an application, never one that the model answer answers.

    Numbers, orders and predictions come before what is only picked; the checkpoint's own before its concept's.
    """
    texts = [q for q in checkpoint if q.kind == "free"]
    concepts, topics = {q.concept for q in texts}, {q.topic for q in texts}
    near = [*checkpoint, *(q for q in bank if q.concept in concepts)] or [q for q in bank if q.topic in topics]
    fit = [q for q in near if q.kind != "free" and not any(is_answered_by(t.model, q) for t in texts)]
    return sorted(fit, key=lambda q: (q.kind in PICKED_KINDS, q not in checkpoint))[:1]


def _move_before_giveaways(turns: list[QuizTurn]) -> list[QuizTurn]:
    """Return the turns with each moved before the first whose prompt gives its answer away."""
    placed: list[QuizTurn] = []
    for turn in turns:
        indexes = (i for i, other in enumerate(placed) if gives_away(other.question, turn.question))
        placed.insert(next(indexes, len(placed)), turn)
    return placed


def set_share(mark: Mark, share: float) -> Mark:
    """Return a text's mark with the learner's own judgement as its share."""
    return replace(mark, share=share)


def _group_by_concept(questions: Iterable[Question]) -> dict[str, list[Question]]:
    groups: dict[str, list[Question]] = {}
    for question in questions:
        groups.setdefault(question.concept, []).append(question)
    return groups


__all__ = [
    "AnsweredQuestion", "QuizTurn", "Sitting", "choose_question", "choose_transfer_questions", "list_checkpoint_turns",
    "list_due_turns", "marking", "plan_sitting", "set_share",
]  # fmt: skip
