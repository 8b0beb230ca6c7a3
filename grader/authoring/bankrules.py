"""What a bank owes as a whole: no answer told by its looks or by a neighbour, questions enough, plain words."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from grader.authoring import texts
from grader.authoring.chance import chances
from grader.quiz.bank import Bank, Question
from grader.quiz.giveaways import collect_stems, compute_overlap, gives_away
from grader.quiz.session import choose_transfer_questions

LEAST = 3
"""Questions of a concept, so that something takes turns."""
DOUBLE, SAME_ANSWER = 0.45, 0.6
"""How much of their words two questions of a concept may share, and two of their right answers."""
REPORTED: frozenset[str] = frozenset()
"""Rules that are reported only, until the bank keeps them; every other one breaches the bank law."""


class Rule(Struct, frozen=True):
    """One demand on the whole bank, and how it fares."""

    id: str
    says: str
    told: str
    """What was measured."""
    cases: Sequence[str] = ()
    """Where it does not hold."""
    holds: bool = True

    @property
    def breached(self) -> bool:
        """Whether it does not hold and must."""
        return not self.holds and self.id not in REPORTED


def bank_rules(bank: Bank) -> list[Rule]:
    """Hold a bank to every rule."""
    return [*_looks(bank), _neighbours(bank), _checkpoints(bank), _enough(bank), _doubles(bank), _words(bank)]


def doubles(questions: Iterable[Question]) -> Iterator[tuple[Question, Question]]:
    """Pairs of one concept whose prompts or whose right answers nearly repeat."""
    for one, other in itertools.combinations(questions, 2):
        if one.concept == other.concept and (_prompts_alike(one, other) or _answers_alike(one, other)):
            yield one, other


_CUES = {
    "longest": ("the longest choice",),
    "shortest": ("the shortest choice",),
    "absolute": ("an absolute word",),
    "hedged": ("a hedging word", "a yes"),
    "reason": ("a reason",),
    "echo": ("most words of the prompt",),
    "place": ("the first place", "the last place"),
}


def _looks(bank: Bank) -> Iterator[Rule]:
    """The right choice has each cue as often as chance would have it."""
    found = {chance.cue: chance for chance in chances(bank)}
    for name, cues in _CUES.items():
        told = "; ".join(f"{cue}: {found[cue].told}" for cue in cues)
        off = [f"Who takes {cue} beats chance or falls short of it: {found[cue].told}." for cue in cues
               if not found[cue].holds]  # fmt: skip
        yield Rule(name, f"Looks tell nothing ({' or '.join(cues)})", told, off, not off)


def _neighbours(bank: Bank) -> Rule:
    """A sitting asks the told question first; where two tell each other, no order helps."""
    pairs = [(a, b) for a, b in itertools.permutations(bank, 2) if gives_away(a, b)]
    ids = {(a.id, b.id) for a, b in pairs}
    each_other = [f"{a} and {b} tell each other's answer." for a, b in ids if (b, a) in ids and a < b]
    told = f"{len(pairs)} prompts hold another question's answer and come after it"
    return Rule("told", "No prompt tells an answer that is asked later", told, each_other, not each_other)


def _checkpoints(bank: Bank) -> Rule:
    """Each checkpoint has a text and a question that its model answer does not answer."""
    names = sorted({question.checkpoint for question in bank if question.checkpoint})
    own = {name: [q for q in bank if q.checkpoint == name] for name in names}
    bare = [f"{name} has no text, or no question that may follow its model answer." for name, few in own.items()
            if not any(q.kind == "free" for q in few) or not choose_transfer_questions(bank, few)]  # fmt: skip
    told = f"{len(names)} checkpoints"
    return Rule("checkpoints", "A checkpoint's text is followed by another question", told, bare, not bare)


def _enough(bank: Bank) -> Rule:
    counts = {concept: len(bank.list_siblings(concept)) for concept in bank.concepts}
    few = [f"{concept}: {count} question{'s' * (count != 1)}." for concept, count in counts.items() if count < LEAST]
    told = f"{len(counts) - len(few)} of {len(counts)} concepts have {LEAST} or more"
    return Rule("enough", f"At least {LEAST} questions a concept", told, few, not few)


def _doubles(bank: Bank) -> Rule:
    pairs = [f"{one.id} and {other.id} ask nearly the same." for one, other in doubles(bank)]
    return Rule("doubles", "No two questions of a concept nearly repeat", f"{len(pairs)} pairs", pairs, not pairs)


def _words(bank: Bank) -> Rule:
    every = texts.long_enough(
        [*(one for question in bank for one in texts.texts_of(question)), *texts.concept_texts(bank.topics)]
    )
    middle, hard = texts.median(every), texts.hard(every)
    off = [f"{one.of}: grade {one.grade:.1f}." for one in hard]
    if middle > texts.MEDIAN:
        off.insert(0, f"The median grade is {middle:.1f}.")
    told = f"median grade {middle:.1f} of {len(every)} texts, {len(hard)} above {texts.MOST:g}"
    says = f"Plain words: reading grade {texts.MEDIAN:g} in the middle, {texts.MOST:g} at most"
    return Rule("words", says, told, off, not off)


def _prompts_alike(one: Question, other: Question) -> bool:
    return compute_overlap(collect_stems(one.prompt), collect_stems(other.prompt)) >= DOUBLE


def _answers_alike(one: Question, other: Question) -> bool:
    first, second = _right(one), _right(other)
    return min(len(first), len(second)) > 2 and compute_overlap(first, second) >= SAME_ANSWER


def _right(question: Question) -> Collection[str]:
    return collect_stems(" ".join(choice.text for choice in question.choices if choice.right))
