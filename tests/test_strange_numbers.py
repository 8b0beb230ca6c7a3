"""What comes in place of real numbers is called by its kind, of every function that gives numbers.

Every function gives nan or inf, and complex numbers; of the other two kinds each gives one.
"""

from __future__ import annotations

from itertools import cycle

import pytest
from conftest import ROOT

from grader import course
from grader.diagnosis import load_families
from grader.diagnosis.answers import compute_right_answers
from grader.grading import grade
from grader.submission import make_submission
from grader.view import make_brief

FUNCTIONS = {
    function: exercise
    for exercise in course.list_exercises()
    for function, family in load_families(exercise).items()
    if not any(isinstance(output, str) for right in compute_right_answers(family) for output in right)
}
SPOILED = """

def _spoil(answer):
    return type(answer)(map(_spoil, answer)) if isinstance(answer, list | tuple) else {spoil}


def {function}(*given, _right={function}, **named):
    return _spoil(_right(*given, **named))
"""


@pytest.fixture
def headline(sandbox):
    """The first words on a right function whose numbers were spoiled."""

    def read(function, spoil):
        exercise = FUNCTIONS[function]
        right = (ROOT / "solutions" / f"{exercise.stem}.py").read_text("utf-8")
        text = right + SPOILED.format(function=function, spoil=spoil)
        submission = make_submission(exercise, text.encode(), f"{exercise.stem}.py")
        return make_brief(grade(submission, sandbox=sandbox)).story.headline

    return read


@pytest.mark.parametrize(
    ("function", "spoil"), [*zip(FUNCTIONS, cycle(["np.asarray(answer) * np.nan", "np.asarray(answer) + np.inf"]))]
)
def test_what_is_not_finite_is_called_that(headline, function, spoil):
    assert headline(function, spoil) == f"{function}: nan or inf comes back"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_what_is_complex_is_called_that(headline, function):
    assert headline(function, "np.asarray(answer) + 0j") == f"{function}: complex numbers come back"


@pytest.mark.parametrize("function", list(FUNCTIONS)[::2])
def test_what_is_true_or_false_is_called_that(headline, function):
    told = (f"{function}: True or False comes back", f"{function} returns True or False")
    assert headline(function, "np.asarray(answer) > 0") in told


@pytest.mark.parametrize("function", list(FUNCTIONS)[1::2])
def test_what_is_a_text_is_called_that(headline, function):
    assert headline(function, "str(answer)") in (f"{function}: a text comes back", f"{function} returns a text")


def test_several_answers_are_told_with_one_advice(sandbox):
    text = "def ema_moments(m, v, grad, beta1, beta2):\n    return m + 0j, v + 0j\n"
    exercise = course.find_exercise("3")
    report = grade(make_submission(exercise, text.encode(), f"{exercise.stem}.py"), sandbox=sandbox)
    assert report.diagnoses[0].says == (
        "m' is complex on all inputs that were tried. Return real numbers. v' is complex on all inputs that were tried."
    )
