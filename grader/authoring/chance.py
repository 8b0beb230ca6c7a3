"""Can the right choice be told by its looks? Each cue is held against chance by an exact permutation test.

Were a cue no help, the right choice of a question could as well be any other of its choices. How often it has the cue
is then a sum of independent draws, and how likely a count is can be computed exactly, question by question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from grader.quiz.arithmetic import FormulaError
from grader.quiz.asking import AskedQuestion, ask
from grader.quiz.bank import Question
from grader.quiz.giveaways import collect_stems

LEVEL = 0.05
"""A count that chance makes less often than this (in either direction) is no chance."""
ABSOLUTE = re.compile(
    r"\b(?:always|never|only|all|every|none|nothing|no|any|anywhere|everywhere|must|exactly|entirely|completely|"
    r"impossible|guaranteed?s?|proves?|forever|at once|alone|cannot)\b"
)
HEDGED = re.compile(
    r"\b(?:may|might|can|could|often|usually|sometimes|some|mostly|nearly|almost|about|roughly|depends|not always|"
    r"not by itself|in part|partly|tends?|likely|at most|at least|up to|under|provided|if|when|unless|here)\b"
)

REASON = re.compile(r"\b(?:because|since|so that)\b")

Cue = Callable[[AskedQuestion], Sequence[bool]]
"""Which of the choices have it."""


class Chance(Struct, frozen=True):
    """How one cue fares over a bank."""

    cue: str
    questions: int
    """Those in which some choices have it and some do not."""
    hits: int
    """Those whose right choice has it."""
    expected: float
    """Hits by chance."""
    p: float
    """How often chance is as far off, in either direction."""

    @property
    def holds(self) -> bool:
        """Whether the count is within chance."""
        return self.p >= LEVEL

    @property
    def told(self) -> str:
        """The count beside what chance gives."""
        return f"{self.hits} of {self.questions}, by chance {self.expected:.1f} (p = {self.p:.2g})"


def compute_chances(questions: Iterable[Question]) -> list[Chance]:
    """Compute how every cue fares against chance, over the questions of one right choice."""
    asked = [shown for question in questions if (shown := _ask_as_shown(question)) is not None]
    return [_measure_cue(name, cue, asked) for name, cue in CUES.items()]


def compute_tail(shares: Sequence[float], hits: int) -> float:
    """Return the two-sided chance of so many hits, one draw a share."""
    law = [1.0]
    for share in shares:
        law = [
            (law[n] if n < len(law) else 0.0) * (1 - share) + (law[n - 1] if n else 0.0) * share
            for n in range(len(law) + 1)
        ]
    return min(1.0, 2 * min(sum(law[: hits + 1]), sum(law[hits:])))


def _ask_as_shown(question: Question) -> AskedQuestion | None:
    """Ask a question as exports show it; None where there is not one right choice among several."""
    if question.kind == "many" or sum(choice.right for choice in question.choices) != 1:
        return None
    try:
        return ask(question, shuffled=True)
    except FormulaError:
        return None


def _measure_cue(name: str, cue: Cue, asked: Iterable[AskedQuestion]) -> Chance:
    shares, hits = [], 0
    for question in asked:
        has = cue(question)
        if 0 < sum(has) < len(has):
            shares.append(sum(has) / len(has))
            hits += has[[choice.right for choice in question.choices].index(True)]
    return Chance(name, len(shares), hits, sum(shares), compute_tail(shares, hits))


def _mark_largest(sizes: Sequence[float]) -> list[bool]:
    """Mark the choices of the largest size."""
    return [size == max(sizes) for size in sizes]


def _count_chars(asked: AskedQuestion) -> list[int]:
    return [len(choice.text) for choice in asked.choices]


def _make_word_cue(words: re.Pattern[str]) -> Cue:
    """Make the cue of choices that hold one of these words."""
    return lambda asked: [bool(words.search(choice.text.lower())) for choice in asked.choices]


CUES: dict[str, Cue] = {
    "the longest choice": lambda asked: _mark_largest(_count_chars(asked)),
    "the shortest choice": lambda asked: _mark_largest([-length for length in _count_chars(asked)]),
    "an absolute word": _make_word_cue(ABSOLUTE),
    "a hedging word": _make_word_cue(HEDGED),
    "a reason": _make_word_cue(REASON),
    "most words of the prompt": lambda asked: _mark_largest(
        [len(collect_stems(choice.text) & collect_stems(asked.prompt)) for choice in asked.choices]
    ),
    "a yes": lambda asked: [choice.text.lower().startswith("yes") for choice in asked.choices],
    "the first place": lambda asked: [place == 0 for place in range(len(asked.choices))],
    "the last place": lambda asked: [place == len(asked.choices) - 1 for place in range(len(asked.choices))],
}
"""What a guesser looks for."""
