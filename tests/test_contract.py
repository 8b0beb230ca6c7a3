"""What a contract demands of a function: it passes, fails for what it says alone, or waits for right numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.execution.session import SubmissionSession
from grader.execution.student import Student
from grader.suites.toolkit import gradients
from grader.suites.toolkit.contract import Contract, Told, changes
from grader.suites.toolkit.law import LawBroken, Waiting
from grader.suites.toolkit.shared import shared

CORRECTION = Contract(
    "bias_correct",
    ("corrected",),
    lambda moment, beta, t: moment / (1 - beta**t),
    lambda draw: (gradients(draw, 1)[0], 0.9, 3),
    arrays=1,
    others=lambda moment, beta, t: [(-moment, beta, t)],
)
RIGHT = "def bias_correct(moment, beta, t):\n    return np.asarray(moment, dtype=float) / (1 - beta**t)\n"
WRONG = "def bias_correct(moment, beta, t):\n    return np.asarray(moment, dtype=float) / (1 - beta)\n"
IDLE = "def bias_correct(moment, beta, t):\n    return moment\n"
CUTS = (
    "def bias_correct(moment, beta, t):\n    answer = np.array(moment)\n    answer[...] = moment / (1 - beta**t)\n"
    "    return answer\n"
)
CHANGES = "def bias_correct(moment, beta, t):\n    moment /= 1 - beta**t\n    return moment\n"
FLOATS_ONLY = (
    "def bias_correct(moment, beta, t):\n"
    "    return moment.astype(np.float64) / (1 - beta**t) * (1 + moment.ndim // 2)\n"
)
DRIFTS = (
    "CALLS = []\n\n\ndef bias_correct(moment, beta, t):\n    CALLS.append(t)\n"
    "    return moment / (1 - beta**t) * len(CALLS)\n"
)
DEFAULT = "def bias_correct(moment, beta, t=4):\n    return np.asarray(moment, dtype=float) / (1 - beta**t)\n"


@CORRECTION.probes()
def table(draw: np.random.Generator) -> Any:
    """The share is undone."""
    for t in (1, 5):
        yield gradients(draw, 1)[0], 0.9, t


@CORRECTION.relations()
def scales(draw: np.random.Generator) -> Any:
    """Twice the moment, twice the answer."""
    moment = gradients(draw, 1)[0]
    yield (moment, 0.9, 3), (2 * moment, 0.9, 3), lambda corrected: 2 * corrected


@CORRECTION.whole_numbers()
def whole() -> Any:
    """Integers are welcome."""
    yield np.array([3, 1]), 0.5, 2


@CORRECTION.left_out()
def defaults(draw: np.random.Generator) -> Any:
    """Left out, t is 3."""
    yield (gradients(draw, 1)[0], 0.9, 3), 2


KINDS = CORRECTION.takes_every_kind("One factor for every entry.")
PURE = CORRECTION.is_pure("The past is still needed.")


@pytest.fixture
def outcome(session_of: Callable[..., SubmissionSession]) -> Callable[[Callable[..., None], str], str]:
    """What comes of one check for one program, asked in a worker."""

    def ask(check: Callable[..., None], text: str) -> str:
        session = session_of("import numpy as np\n\n\n" + text)
        try:
            check(student=Student(session), draw=np.random.default_rng(1))
        except LawBroken:
            return "failed"
        except Waiting:
            return "waiting"
        finally:
            session.close()
        return "passed"

    return ask


@pytest.mark.parametrize("check", [table, scales, whole, KINDS, PURE])
def test_a_right_program_passes(outcome, check):
    assert outcome(check, RIGHT) == "passed"


@pytest.mark.parametrize("check", [whole, KINDS, PURE])
def test_duties_wait_where_the_numbers_are_wrong(outcome, check):
    assert outcome(check, WRONG) == "waiting"
    assert outcome(table, WRONG) == "failed"


def test_a_relation_asks_only_what_it_says_and_waits_for_what_does_nothing(outcome):
    assert outcome(scales, WRONG) == "passed"
    assert outcome(scales, IDLE) == "waiting"


def test_each_duty_fails_for_what_it_is_about(outcome):
    assert outcome(whole, CUTS) == "failed"
    assert outcome(PURE, CHANGES) == "failed"
    assert outcome(PURE, DRIFTS) == "failed"
    assert outcome(KINDS, FLOATS_ONLY) == "failed"


def test_another_default_is_seen_where_everything_said_is_right(outcome):
    assert outcome(defaults, DEFAULT) == "failed"
    assert outcome(defaults, DEFAULT.replace("t=4", "t=3")) == "passed"
    assert outcome(defaults, DEFAULT.replace("beta**t", "beta")) == "waiting"


def test_an_answer_may_stand_beside_its_call(outcome):
    @CORRECTION.probes()
    def beside() -> Any:
        """Nothing is left to correct, but at the start."""
        yield Told((1.0, 0.0, 1), 1)
        yield changes(2.0, 0.9, 1)

    assert outcome(beside, RIGHT) == "passed"
    assert outcome(beside, IDLE) == "waiting"


SIGN = Contract(
    "sign_of",
    ("label",),
    lambda x, zero=0.0: "up" if x.sum() > zero else "down",
    lambda _: (np.array([1.5, 1.0]),),
    arrays=1,
)
SIGN_OF = "def sign_of(x, zero=0.0):\n    return 'up' if np.sum(x) > zero else 'down'\n"


def test_a_formula_may_give_a_word(outcome):
    @SIGN.probes()
    def words() -> Any:
        """Above zero is up."""
        yield np.array([2.0, -1.0]), 0.0
        yield np.array([2.0, -1.0]), 3.0

    @SIGN.left_out()
    def zero() -> Any:
        """Left out, zero is 0."""
        yield (np.array([2.0, -1.0]), 0.0), 1

    assert outcome(words, SIGN_OF) == outcome(zero, SIGN_OF) == "passed"
    assert outcome(words, SIGN_OF.replace("'up'", "'upwards'")) == "failed"
    assert outcome(zero, SIGN_OF.replace("zero=0.0", "zero=9.0")) == "failed"
    assert outcome(zero, SIGN_OF.replace("'down'", "3").replace("'up'", "4")) == "waiting"
    assert outcome(SIGN.takes_every_kind("A sum is a sum."), SIGN_OF) == "passed"


def test_a_list_is_one_answer_where_an_array_was_given(outcome):
    @CORRECTION.probes()
    def beside() -> Any:
        """The share is undone."""
        yield changes(np.array([2.0, -1.0]), 0.9, 1)

    lists = RIGHT.replace("return ", "return list(").rstrip() + ")\n"
    assert outcome(beside, lists) == "passed"
    assert outcome(beside, IDLE.replace("return moment", "return list(moment)")) == "waiting"


def test_what_every_function_owes_is_said_of_what_it_gives():
    kinds, pure = CORRECTION.takes_every_kind("Why.", same="steps"), CORRECTION.is_pure("Why.", same="step")
    assert kinds.__doc__ == "Lists, plain numbers, single precision and 2-D arrays give the same steps.\n\nWhy."
    assert pure.__doc__ == "The arguments stay as they were, and the same call gives the same step again.\n\nWhy."
    assert CORRECTION.is_pure("Why.", "It is {pure}.", same="step").__doc__ == "It is {pure}.\n\nWhy."


def test_a_law_of_several_functions_is_a_check_of_each():
    @shared()
    def law(factor: float, draw: np.random.Generator) -> Any:
        """One sentence.

        And what breaking it does.
        """
        yield factor * gradients(draw, 1)[0], 0.9, 2

    check = law.of(CORRECTION, 2.0, 0.5, says="Another sentence.")
    assert check.__doc__ == "Another sentence.\n\nAnd what breaking it does."
    assert [mark.kwargs for mark in check.pytestmark] == [{"points": 0.5, "function": "bias_correct"}]
