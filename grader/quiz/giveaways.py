"""Finds answers given away: by their words in another question's prompt, or in a model answer shown before."""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable

from grader.quiz.arithmetic import FormulaError
from grader.quiz.asking import AskedQuestion, ask
from grader.quiz.bank import Question

MIN_SHARE = 0.75
"""The share of an answer's own words from which a text gives it away."""
MIN_WORDS = 2
"""The number of own words that an answer needs for that; fewer occur by chance."""
_WORD = re.compile(r"[a-zθβλεκμσ]+(?:['’][a-z]+)?")
_NUMBER = re.compile(r"(?<![\w.,])[−-]?\d+(?:\.\d+)?(?:e[−-]?\d+)?(?![\w]|\.\d)")
_SMALL = """
    a about after all an and are as at be because been but by can do does each for from had has have how i if in into
    is it its may more most much no not of off on once one only or other out same so some such than that the their
    them then there these they this those to too two up very was were what when where which while who will with
    would you your
"""
_EMPTY = frozenset(_SMALL.split())
_ENDINGS = re.compile(r"(?:ings?|ers?|ed|es|s|ly)$")


def gives_away(earlier: Question, later: Question) -> bool:
    """Tell whether the prompt of one question holds the answer of another that is asked after it."""
    if earlier.id == later.id:
        return False
    asked = _ask_standard(earlier)
    return asked is not None and is_answered_by(asked.prompt, later, numbers_too=earlier.concept == later.concept)


def is_answered_by(text: str, question: Question, *, numbers_too: bool = False) -> bool:
    """Tell whether a text that was read before holds the answer of this question."""
    asked = _ask_standard(question)
    if asked is None:
        return False
    if asked.choices:
        own = _find_own_words(asked)
        return len(own) >= MIN_WORDS and len(own & collect_stems(text)) >= MIN_SHARE * len(own)
    return numbers_too and bool(_find_telling_numbers(asked)) and _find_telling_numbers(asked) <= collect_numbers(text)


@functools.cache
def collect_stems(text: str) -> frozenset[str]:
    """Collect the words of a text that carry meaning, without their endings."""
    words = (word.replace("’", "'") for word in _WORD.findall(text.lower()))
    return frozenset(_cut_ending(word) for word in words if word not in _EMPTY and len(word) > 1)


def collect_numbers(text: str) -> frozenset[float]:
    """Collect the numbers in a text."""
    return frozenset(float(number.replace("−", "-")) for number in _NUMBER.findall(text.lower()))


def compute_overlap(first: Collection[str], second: Collection[str]) -> float:
    """Compute the share of the words of two texts that both contain (Jaccard 1901)."""
    return len(set(first) & set(second)) / (len(set(first) | set(second)) or 1)


def _find_own_words(asked: AskedQuestion) -> frozenset[str]:
    """Find the words of the right choices that neither the prompt nor a wrong choice contains."""
    right = _merge_stems(choice.text for choice in asked.choices if choice.right)
    return (
        right - _merge_stems(choice.text for choice in asked.choices if not choice.right) - collect_stems(asked.prompt)
    )


def _find_telling_numbers(asked: AskedQuestion) -> frozenset[float]:
    """Find the numbers of an answer that no text has by chance: of two digits or more, and not in the prompt."""
    shown = (float(f"{number:.4g}") for number in asked.numbers)
    return frozenset(one for one in shown if len(f"{one:g}".strip("-0.").replace(".", "")) > 1) - collect_numbers(
        asked.prompt
    )


def _merge_stems(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in collect_stems(text))


def _cut_ending(word: str) -> str:
    shorter = _ENDINGS.sub("", word)
    return shorter if len(shorter) > 3 else word


_asked: dict[int, tuple[Question, AskedQuestion | None]] = {}


def _ask_standard(question: Question) -> AskedQuestion | None:
    """Ask the question with its standard numbers; None where one of its formulas fails, which another rule reports."""
    entry = _asked.get(id(question))
    if entry is None or entry[0] is not question:
        try:
            entry = question, ask(question)
        except FormulaError:
            entry = question, None
        _asked[id(question)] = entry
    return entry[1]
