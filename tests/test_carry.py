"""Error carried forward: who only uses a wrong function pays for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from grader import course
from grader.desk import Desk
from grader.grading.carry import carry_forward
from grader.grading.checks import suite_of
from grader.suites.toolkit.contract import Contract

SUITE = suite_of(course.find("3"))
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
def outcomes(desk_of: Callable[..., Desk], solution: str) -> Callable[[str], dict[str, set[str]]]:
    """The outcomes of each function's checks."""

    def run(text: str) -> dict[str, set[str]]:
        suite = replace(SUITE, contracts=PARTS)
        desk = desk_of(text)
        found: dict[str, set[str]] = {}
        for check in carry_forward(desk, suite, suite.examine(desk)):
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
