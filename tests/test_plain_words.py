"""What a learner reads is short and plain: its reading grade and its length, text by text."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator

import pytest

from grader import course, diagnosis
from grader.authoring import reading
from grader.course import front_matter
from grader.diagnosis import naming
from grader.diagnosis.slips import writing
from grader.execution import exceptions
from grader.grading.checks import load_suite
from grader.sandbox.outcomes import Raised
from grader.view import titles

EXERCISES = course.list_exercises()
MOST_GRADE, MEDIAN = 10.0, 6.0
ID = re.compile(r"\b(?:[A-Z]{1,3}\d?-[A-Z0-9]{2,})\b")
RAISED = (
    Raised("NameError", "name 'momentum_stp' is not defined"),
    Raised("UnboundLocalError", "cannot access local variable 'v' where it is not associated with a value"),
    Raised("UFuncTypeError", "Cannot cast ufunc 'add' output with casting rule 'same_kind'"),
    Raised("TypeError", "unsupported operand type(s) for ^: 'float' and 'int'"),
    Raised("TypeError", "unsupported operand type(s) for *: 'float' and 'NoneType'"),
    Raised("TypeError", "cannot unpack non-iterable NoneType object"),
    Raised("TypeError", "can't multiply sequence by non-int of type 'float'"),
    Raised("TypeError", "'float' object is not callable"),
    Raised("TypeError", "f() missing 1 required positional argument: 'val'"),
    Raised("TypeError", "f() takes 2 positional arguments but 3 were given"),
    Raised("TypeError", "cannot unpack non-iterable float object"),
    Raised("ValueError", "too many values to unpack (expected 2)"),
    Raised("ValueError", "not enough values to unpack (expected 3, got 2)"),
    Raised("ValueError", "operands could not be broadcast together with shapes (3,) (2,) "),
    Raised("ValueError", "The truth value of an array with more than one element is ambiguous."),
    Raised("ValueError", "setting an array element with a sequence."),
    Raised("IndexError", "index 5 is out of bounds for axis 0 with size 5"),
    Raised("IndexError", "list index out of range"),
    Raised("ZeroDivisionError", "division by zero"),
    Raised("AttributeError", "'list' object has no attribute 'shape'"),
    Raised("AttributeError", "module 'numpy' has no attribute 'flaot'"),
)


def ideas() -> Iterator[tuple[str, str]]:
    for exercise in EXERCISES:
        for family in diagnosis.load_families(exercise).values():
            for idea in family.ideas:
                yield f"{idea.id} says", idea.says
                yield f"{idea.id} hint", idea.hint


def laws() -> Iterator[tuple[str, str]]:
    for exercise in EXERCISES:
        for held in load_suite(exercise).checks:
            yield f"{held.check.id} says", held.check.says
            yield f"{held.check.id} because", held.check.because


def others() -> Iterator[tuple[str, str]]:
    yield "unknown", naming.UNKNOWN
    yield "right here", naming.RIGHT_HERE
    for exercise in EXERCISES:
        about = course.load_front_matter(exercise)
        yield from ((f"{exercise.stem} {key}", getattr(about, key)) for key in front_matter.SENTENCE_KEYS)
    for raised in RAISED:
        yield raised.message, exceptions.explain_exception(raised)


TEXTS = {name: text for part in (ideas(), laws(), others()) for name, text in part if text}


def test_no_text_is_harder_than_the_tenth_grade():
    assert not {name: text for name, text in TEXTS.items() if reading.compute_grade(text) > MOST_GRADE}


@pytest.mark.parametrize("part", [ideas, laws, others])
def test_most_texts_are_of_the_sixth_grade_or_below(part):
    assert statistics.median(reading.compute_grade(text) for _, text in part() if text) <= MEDIAN


def test_no_text_is_long():
    assert not {name: text for name, text in TEXTS.items() if len(text.split()) > (30 if "hint" in name else 55)}


def test_no_text_speaks_of_ids():
    assert not [name for name, text in TEXTS.items() if ID.search(text)]


@pytest.mark.parametrize("raised", RAISED, ids=[f"{one.kind} {one.message[:40]}" for one in RAISED])
def test_what_python_says_has_plainer_words(raised):
    assert exceptions.explain_exception(raised)


def test_headlines_and_titles_are_short():
    headlines = [
        *titles.FACT_TITLES.values(),
        *titles.FINDING_TITLES.values(),
        *(one.headline for one in writing.REWRITES),
    ]
    assert not [words for words in headlines if len(words) > 45 or words.endswith(".")]


@pytest.mark.parametrize("exercise", EXERCISES, ids=[exercise.stem for exercise in EXERCISES])
def test_a_stub_fits_a_terminal_of_eighty_columns(exercise):
    lines = course.locate_stub(exercise).read_text("utf-8").splitlines()
    assert not [line for line in lines if len(line) > 80]
