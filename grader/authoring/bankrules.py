"""What a bank owes as a whole: no answer told by its looks or by a neighbour, questions enough, plain words."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from grader.authoring import texts
from grader.authoring.chance import compute_chances
from grader.quiz.bank import Bank, Question
from grader.quiz.giveaways import collect_stems, compute_overlap, gives_away
from grader.quiz.session import choose_transfer_questions

MIN_QUESTIONS = 3
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


def check_bank_rules(bank: Bank) -> list[Rule]:
    """Check a bank against every rule."""
    return [
        *_check_looks(bank),
        _check_neighbours(bank),
        _check_checkpoints(bank),
        _check_counts(bank),
        _check_doubles(bank),
        _check_words(bank),
    ]


def find_doubles(questions: Iterable[Question]) -> Iterator[tuple[Question, Question]]:
    """Yield pairs of one concept whose prompts or whose right answers nearly repeat."""
    for first, second in itertools.combinations(questions, 2):
        if first.concept == second.concept and (_are_prompts_alike(first, second) or _are_answers_alike(first, second)):
            yield first, second


_CUES = {
    "longest": ("the longest choice",),
    "shortest": ("the shortest choice",),
    "absolute": ("an absolute word",),
    "hedged": ("a hedging word", "a yes"),
    "reason": ("a reason",),
    "echo": ("most words of the prompt",),
    "place": ("the first place", "the last place"),
}


def _check_looks(bank: Bank) -> Iterator[Rule]:
    """Check that the right choice has each cue as often as chance would have it."""
    by_cue = {chance.cue: chance for chance in compute_chances(bank)}
    for name, cues in _CUES.items():
        measured = "; ".join(f"{cue}: {by_cue[cue].told}" for cue in cues)
        cases = [f"Who takes {cue} beats chance or falls short of it: {by_cue[cue].told}." for cue in cues
               if not by_cue[cue].holds]  # fmt: skip
        yield Rule(name, f"Looks tell nothing ({' or '.join(cues)})", measured, cases, not cases)


def _check_neighbours(bank: Bank) -> Rule:
    """Check that no two questions tell each other's answer; where one tells the other, a sitting orders them."""
    pairs = [(a, b) for a, b in itertools.permutations(bank, 2) if gives_away(a, b)]
    ids = {(a.id, b.id) for a, b in pairs}
    each_other = [f"{a} and {b} tell each other's answer." for a, b in ids if (b, a) in ids and a < b]
    measured = f"{len(pairs)} prompts hold another question's answer and come after it"
    return Rule("told", "No prompt tells an answer that is asked later", measured, each_other, not each_other)


def _check_checkpoints(bank: Bank) -> Rule:
    """Check that each checkpoint has a text and a question that its model answer does not answer."""
    names = sorted({question.checkpoint for question in bank if question.checkpoint})
    own = {name: [q for q in bank if q.checkpoint == name] for name in names}
    bare = [f"{name} has no text, or no question that may follow its model answer." for name, few in own.items()
            if not any(q.kind == "free" for q in few) or not choose_transfer_questions(bank, few)]  # fmt: skip
    told = f"{len(names)} checkpoints"
    return Rule("checkpoints", "A checkpoint's text is followed by another question", told, bare, not bare)


def _check_counts(bank: Bank) -> Rule:
    counts = {concept: len(bank.list_siblings(concept)) for concept in bank.concepts}
    few = [
        f"{concept}: {count} question{'s' * (count != 1)}."
        for concept, count in counts.items()
        if count < MIN_QUESTIONS
    ]
    told = f"{len(counts) - len(few)} of {len(counts)} concepts have {MIN_QUESTIONS} or more"
    return Rule("enough", f"At least {MIN_QUESTIONS} questions a concept", told, few, not few)


def _check_doubles(bank: Bank) -> Rule:
    """Check that no two questions of a concept nearly repeat."""
    pairs = [f"{first.id} and {second.id} ask nearly the same." for first, second in find_doubles(bank)]
    return Rule("doubles", "No two questions of a concept nearly repeat", f"{len(pairs)} pairs", pairs, not pairs)


def _check_words(bank: Bank) -> Rule:
    """Check that the texts are written in plain words, by their reading grade."""
    all_texts = texts.filter_long_enough(
        [
            *(text for question in bank for text in texts.iterate_texts(question)),
            *texts.iterate_concept_texts(bank.topics),
        ]
    )
    middle, hard = texts.compute_median(all_texts), texts.select_hard(all_texts)
    cases = [f"{text.source}: grade {text.grade:.1f}." for text in hard]
    if middle > texts.MEDIAN:
        cases.insert(0, f"The median grade is {middle:.1f}.")
    measured = f"median grade {middle:.1f} of {len(all_texts)} texts, {len(hard)} above {texts.MOST:g}"
    says = f"Plain words: reading grade {texts.MEDIAN:g} in the middle, {texts.MOST:g} at most"
    return Rule("words", says, measured, cases, not cases)


def _are_prompts_alike(one: Question, other: Question) -> bool:
    return compute_overlap(collect_stems(one.prompt), collect_stems(other.prompt)) >= DOUBLE


def _are_answers_alike(one: Question, other: Question) -> bool:
    first, second = _stem_right_answers(one), _stem_right_answers(other)
    return min(len(first), len(second)) > 2 and compute_overlap(first, second) >= SAME_ANSWER


def _stem_right_answers(question: Question) -> Collection[str]:
    return collect_stems(" ".join(choice.text for choice in question.choices if choice.right))
