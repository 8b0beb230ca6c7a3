"""Error carried forward: who only uses a wrong function pays for nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from msgspec.structs import replace

from grader import course
from grader.execution.session import SubmissionSession
from grader.grading import grade
from grader.grading.carry import _limit, carry_forward
from grader.grading.checks import load_suite
from grader.submission import read_submission
from grader.suites.toolkit.contract import Contract

SUITE = load_suite(course.find_exercise("3"))
PARTS = {
    "ema_moments": Contract(
        "ema_moments",
        ("m'", "v'"),
        lambda m, v, grad, beta1, beta2: (beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * grad**2),
        lambda _: (),
        arrays=3,
    ),
    "bias_correct": Contract("bias_correct", ("corrected",), lambda m, b, t: m / (1 - b**t), lambda _: (), arrays=1),
    "adam_step": Contract(
        "adam_step", ("theta'", "m'", "v'"), lambda *_: (), lambda _: (), arrays=4, uses=("ema_moments", "bias_correct")
    ),
}
RIGHT = "    return np.asarray(moment, dtype=float) / (1 - beta**t)\n"


@pytest.fixture
def outcomes(session_of: Callable[..., SubmissionSession], solution: str) -> Callable[[str], dict[str, set[str]]]:
    """The outcomes of each function's checks."""

    def run(text: str) -> dict[str, set[str]]:
        suite = replace(SUITE, contracts=PARTS)
        session = session_of(text)
        found: dict[str, set[str]] = {}
        for check in carry_forward(session, suite, suite.examine(session)):
            found.setdefault(check.function, set()).add(check.outcome)
        return found

    return run


def wrong(solution: str, body: str = "    return moment / (1 - beta)\n") -> str:
    head, _, rest = solution.partition("def bias_correct")
    line, _, rest = rest.partition("\n")
    after = rest[rest.index("\n\n\n") :]
    return f"{head}def bias_correct{line}\n{body}{after}"


def test_a_step_that_uses_a_wrong_correction_is_carried(outcomes, solution):
    found = outcomes(wrong(solution))
    assert "failed" in found["bias_correct"]
    assert found["adam_step"] == {"passed", "carried"}


def test_a_step_that_does_not_use_it_is_judged_by_itself(outcomes, solution):
    text = wrong(solution).replace("= bias_correct(", "= mine(") + "\n\ndef mine(moment, beta, t):\n    return moment\n"
    assert "carried" not in outcomes(text)["adam_step"]


def test_a_step_with_a_mistake_of_its_own_is_not_carried(outcomes, solution):
    text = wrong(solution).replace("theta - lr", "theta + lr").replace("theta -= lr", "theta += lr")
    assert "carried" not in outcomes(text)["adam_step"]


def test_a_helper_that_crashes_takes_nobody_with_it(outcomes, solution):
    found = outcomes(wrong(solution, "    raise RuntimeError('not today')\n"))
    assert "passed" not in found["bias_correct"]
    assert found["adam_step"] <= {"passed", "carried"}


def test_an_alias_of_the_helper_is_not_the_helper(outcomes, solution):
    text = wrong(solution).replace("= bias_correct(", "= alias(") + "\n\nalias = bias_correct\n"
    assert "carried" not in outcomes(text)["adam_step"]


def test_functions_that_call_each_other_do_not_excuse_each_other(outcomes, solution):
    text = wrong(solution, "    return adam_step(0, moment, moment, moment, t)[1]\n")
    assert "carried" not in outcomes(text)["bias_correct"]


@pytest.mark.parametrize(
    "asked",
    [
        "bias_correct(1.0, 3**8000, 10**7)",
        "bias_correct(1.0, 7, 10**9)",
        "bias_correct(np.ones((1, 60_000)), np.ones((60_000, 1)), 2)",
        "bias_correct([1.0] * 60_000, [[0.5]] * 60_000, 2)",
        "ema_moments(np.ones((400, 1)), np.ones((1, 400)), np.ones((400, 1, 1)), 0.9, 0.9)",
        "bias_correct('x' * 10**6, 0.9, 10**6)",
    ],
)
def test_a_right_helper_computes_nothing_that_has_no_end(asked, outcomes, solution):
    text = solution.replace("def ema_moments(", "def _ema_moments(").replace("def adam_step(", "def _adam_step(")
    text = (
        wrong(text) + f"\n\ndef ema_moments(m, v, g, b, c):\n    return m\n\ndef adam_step(*all):\n    return {asked}\n"
    )
    started = time.process_time()
    assert "carried" not in outcomes(text)["adam_step"]
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    "arguments", [(10**400,), ({"a": 1},), (b"x",), (1j,), (np.ones(2**18),), ([[1.0], 2.0],), (np.array(["1"]),)]
)
def test_what_no_right_helper_needs_is_refused(arguments):
    with pytest.raises(ValueError, match=r"number|large"):
        _limit(arguments)


def test_ordinary_arguments_reach_a_right_helper_as_they_are():
    array = np.arange(3.0)
    same, whole, decimal, row, nested = _limit((array, 7, 0.5, (1, 2.5), [[1.0], [2.0]]))
    assert (same.tolist(), whole, type(whole), decimal) == (array.tolist(), 7, int, 0.5)
    assert (row, nested) == ((1.0, 2.5), [[1.0], [2.0]])
    assert [type(one) for one in _limit((10**9, np.int64(3), True, None))] == [float, float, bool, type(None)]


def test_asking_again_takes_from_the_time_of_the_submission(session_of):
    session = session_of("def bias_correct(*a):\n    return 1.0\n")
    other = session.open_with_helpers({})
    before = session.worker.budget.left
    assert other.ask_value("bias_correct", 1.0, 0.9, 2) == 1.0
    assert session.worker.budget.left < before
    session.worker.budget.left = -1000.0
    assert type(other.ask("bias_correct", 1.0, 0.9, 2)).__name__ == "TimedOut"
    other.close()


def test_a_helper_that_is_not_written_excuses_nobody(outcomes, solution):
    found = outcomes(wrong(solution, "    raise NotImplementedError\n"))
    assert "carried" not in found["adam_step"]


def test_an_instructor_may_leave_the_points_out_and_the_sentence_stays(solution, tmp_path):
    exercise = course.find_exercise("3")
    (tmp_path / "exercise03.py").write_text(wrong(solution), "utf-8")
    submission = read_submission(exercise, tmp_path / "exercise03.py")
    kept, left_out = grade(submission), grade(submission, carry=False)
    assert left_out.score < kept.score
    assert [check.outcome for check in left_out.checks] == [check.outcome for check in kept.checks]


CIRCLE = """
import numpy as np


def adam_l2_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    grad = np.asarray(grad, float) + weight_decay * np.asarray(theta, float)
    return adamw_step(theta, m, v, grad, t, lr, beta1, beta2, eps, 0.0)


def adamw_step(theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.01):
    theta = np.asarray(theta, float)
    place, m, v = adam_l2_step(theta, m, v, grad, t, lr, beta1, beta2, eps, 0.0)
    return place - lr * weight_decay * theta, m, v
"""


def test_two_functions_that_only_call_each_other_earn_nothing(tmp_path):
    exercise = course.find_exercise("4")
    (tmp_path / "exercise04.py").write_text(CIRCLE, "utf-8")
    report = grade(read_submission(exercise, tmp_path / "exercise04.py"))
    assert report.score == 0
    assert "carried" not in {check.outcome for check in report.checks}
