"""Error carried forward from a step to the walk that uses it, and everything that must not earn it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from grader import course
from grader.grading import grade_all
from grader.model import Report
from grader.submission import make_submission

HEAD = "import numpy as np\n\n"
STEPS = {
    1: """
        def gradient_step(theta, grad, lr):
            return np.asarray(theta, dtype=float) {sign} lr * np.asarray(grad, dtype=float)
    """,
    2: """
        def momentum_step(theta, v, grad, lr, beta):
            v = beta * np.asarray(v, dtype=float) + np.asarray(grad, dtype=float)
            return np.asarray(theta, dtype=float) {sign} lr * v, v
    """,
}
WALKS = {
    1: """
        def gradient_descent(grad_fn, theta0, lr, n_steps):
            path = [np.array(theta0, dtype=float)]
            for _ in range(n_steps):
                path.append({step}(path[-1], grad_fn(path[-1]), lr))
            return np.stack(path)
    """,
    2: """
        def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
            path, v = [np.array(theta0, dtype=float)], np.zeros(np.shape(theta0))
            for _ in range(n_steps):
                theta, v = {step}(path[-1], v, grad_fn(path[-1]), lr, beta)
                path.append(theta)
            return np.stack(path)
    """,
}
STEP = {1: "gradient_step", 2: "momentum_step"}
WALK = {1: "gradient_descent", 2: "momentum_descent"}
Outcomes = dict[str, set[str]]
both = pytest.mark.parametrize("number", [1, 2])


def step(number: int, sign: str = "+") -> str:
    return textwrap.dedent(STEPS[number]).format(sign=sign)


def walk(number: int, name: str = "") -> str:
    return textwrap.dedent(WALKS[number]).format(step=name or STEP[number])


@pytest.fixture
def graded(sandbox) -> Callable[..., Report]:
    def run(number: int, *texts: str) -> Report:
        text = HEAD + "\n\n".join(map(textwrap.dedent, texts))
        exercise, found = course.find_exercise(str(number)), []
        grade_all(exercise, [make_submission(exercise, text.encode(), "attack.py")], found.append, sandbox)
        return found[0]

    return run


def outcomes(report: Report, function: str) -> set[str]:
    return {check.outcome for check in report.checks if check.function == function}


def points(report: Report, function: str) -> tuple[float, float]:
    mine = [check for check in report.checks if check.function == function]
    return sum(check.points for check in mine), sum(check.max_points for check in mine)


@both
def test_a_walk_that_uses_a_wrong_step_pays_for_nothing(graded, number):
    report = graded(number, step(number), walk(number))
    assert "failed" in outcomes(report, STEP[number])
    assert outcomes(report, WALK[number]) <= {"passed", "carried"}
    assert {check.carried_from for check in report.checks if check.outcome == "carried"} == {STEP[number]}
    earned, most = points(report, WALK[number])
    assert earned == most
    assert {one.function for one in report.diagnoses} == {STEP[number]}


@both
def test_a_step_that_hands_on_to_another_function_is_one_step_all_the_same(graded, number):
    handed_on = f"kept = {STEP[number]}\n{STEP[number]} = lambda *asked: kept(*asked)\n"
    report = graded(number, step(number), handed_on + walk(number))
    assert outcomes(report, WALK[number]) <= {"passed", "carried"}


WRONG_WALKS = {
    "a mistake of its own": lambda number: walk(number).replace("range(n_steps)", "range(n_steps - 1)"),
    "a step by another name": lambda number: f"mine = {STEP[number]}\n" + walk(number, "mine"),
    "a step bound before": lambda number: walk(number, "own").replace("n_steps):", f"n_steps, own={STEP[number]}):", 1),
    "a step that is a method": lambda number: (
        "class Hiker:\n    step = staticmethod(" + STEP[number] + ")\n\n" + walk(number, "Hiker.step")
    ),
    "a step that is an object": lambda number: (
        f"class Step:\n    __call__ = staticmethod({STEP[number]})\n\n{STEP[number]} = Step()\n" + walk(number)
    ),
    "a name rebound in the call": lambda number: (
        f"kept = {STEP[number]}\n"
        + walk(number).replace("    path", f"    global {STEP[number]}\n    {STEP[number]} = kept\n    path", 1)
    ),
    "a step that is asked in vain": lambda number: (
        f"kept = {STEP[number]}\n"
        + walk(number, "kept").replace("    path", f"    {STEP[number]}(*[np.ones(2)] * {2 * number + 1})\n    path", 1)
    ),
    "only its step": lambda number: (
        f"def {WALK[number]}(grad_fn, theta0, *rest):\n"
        f"    return {STEP[number]}(*[theta0] * {number}, grad_fn(theta0), *rest[:-1])\n"
    ),
    "a step asked for the whole walk": lambda number: (
        f"def {WALK[number]}(*asked):\n    return {STEP[number]}(*asked)\n"
    ),
    "a step asked for what is no number": lambda number: (
        f"def {WALK[number]}(grad_fn, theta0, *rest):\n"
        f"    try:\n        return {STEP[number]}('path', {{}}, grad_fn)\n"
        f"    except Exception as error:\n        return error.args\n"
    ),
    "a step asked for too many numbers": lambda number: (
        f"def {WALK[number]}(grad_fn, theta0, *rest):\n"
        f"    return {STEP[number]}(*[np.zeros(10**6)] * {2 * number + 1})\n"
    ),
}


@both
@pytest.mark.parametrize("name", WRONG_WALKS)
def test_a_walk_that_is_not_right_by_a_right_step_is_not_carried(graded, number, name):
    report = graded(number, step(number), WRONG_WALKS[name](number))
    assert "failed" in outcomes(report, WALK[number])
    assert "carried" not in outcomes(report, WALK[number])


@both
def test_a_step_that_asks_a_wrong_walk_is_at_fault_itself(graded, number):
    rest = {1: "lr, 1)[1]", 2: "lr, beta, 1)[1], v"}[number]
    asking = step(number).splitlines()
    asking = [*asking[:2], f"    return {WALK[number]}(lambda _: np.asarray(grad), theta, {rest}"]
    own = step(number).replace(STEP[number], "own")
    report = graded(number, "\n".join(asking), own, walk(number, "own"))
    assert "failed" in outcomes(report, STEP[number])
    assert not {"carried"} & (outcomes(report, STEP[number]) | outcomes(report, WALK[number]))


@both
def test_functions_that_call_each_other_for_ever_earn_nothing_for_the_step(graded, number):
    lines = step(number).splitlines()
    rest = {1: "lr, 1)[1]", 2: "lr, beta, 1)[1], v"}[number]
    round_and_round = "\n".join([*lines[:2], f"    return {WALK[number]}(lambda _: grad, theta, {rest}"])
    report = graded(number, round_and_round, walk(number))
    assert points(report, STEP[number])[0] == 0
    assert "carried" not in outcomes(report, STEP[number])
