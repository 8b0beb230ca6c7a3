"""A law that compares answers with each other gives nothing to a function that computes nothing."""

from __future__ import annotations

import numpy as np
import pytest

from grader import course
from grader.execution.trivial_answers import MIN_ANSWERS, Novelty
from grader.grading import grade_all
from grader.model import CheckResult, Exercise, Report
from grader.sandbox import Sandbox
from grader.submission import make_submission

NOTHING = {
    "zero": "return 0.0",
    "zeros": "return np.zeros(np.shape(a[0]))",
    "two zeros": "z = np.zeros(np.shape(a[0])); return z, z",
    "three zeros": "z = np.zeros(np.shape(a[0])); return z, z, z",
    "three large ones": "z = np.full(np.shape(a[0]), 1.7e308); return z, -z, z / 2",
    "an empty triple": "return (np.zeros((0, 1)),) * 3",
    "the first argument": "return a[0]",
    "all arguments": "return a",
    "the start, again and again": "return np.broadcast_to(a[1], (a[-1] + 1,) + np.shape(a[1]))",
    "one label": "return 'healthy'",
    "no alarm": "return -1",
    "the same random numbers": "return np.random.default_rng(0).normal(size=np.shape(a[0]))",
}

LOOKED_INTO = ("zero", "zeros", "an empty triple", "one label")
"""Two of these are looked into in each exercise, in turn: the kit may not stumble over what is behind them."""


@pytest.fixture(scope="module")
def reports(once, sandbox) -> dict[str, list[Report]]:
    """What each of them earns, exercise by exercise."""
    found: dict[str, list[Report]] = {name: [] for name in NOTHING}
    for exercise in course.list_exercises():
        for report in once(f"nothing-{exercise.stem}", lambda: _graded(exercise, sandbox)):  # noqa: B023 at once
            found[report.submission.origin].append(report)
    return found


def _graded(exercise: Exercise, sandbox: Sandbox) -> list[Report]:
    codes = {
        name: "import numpy as np\n" + "".join(f"def {function}(*a):\n    {body}\n" for function in exercise.functions)
        for name, body in NOTHING.items()
    }
    submissions = {name: make_submission(exercise, code.encode(), name) for name, code in codes.items()}
    found: list[Report] = []
    looked_into = [LOOKED_INTO[(exercise.number + turn) % len(LOOKED_INTO)] for turn in (0, 1)]
    grade_all(exercise, [submissions.pop(name) for name in looked_into], found.append, sandbox)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("grader.diagnosis.diagnose", lambda _session, _checks: ([], []))
        grade_all(exercise, submissions.values(), found.append, sandbox)
    return found


@pytest.mark.parametrize("name", NOTHING)
def test_what_computes_nothing_earns_nothing_in_any_exercise(name, reports):
    assert {report.submission.exercise.stem: report.score for report in reports[name]} == {
        exercise.stem: 0.0 for exercise in course.list_exercises()
    }
    assert not [note for report in reports[name] for note in report.notes if note.id == "kit"]


@pytest.mark.usefixtures("undiagnosed")
@pytest.mark.parametrize("body", ["raise NotImplementedError", "raise ValueError", "import os; os._exit(1)"])
def test_what_never_answers_earns_nothing_however_little_it_offers(body, sandbox):
    """Without defaults there is nothing to ask about defaults."""
    scores = {}
    for exercise in course.list_exercises():
        names = course.read_parameters(exercise)
        code = "\n".join(f"def {name}({', '.join(names[name])}):\n    {body}\n" for name in exercise.functions)
        submission = make_submission(exercise, code.encode(), "silent")
        grade_all(
            exercise,
            [submission],
            lambda report: scores.update({report.submission.exercise.stem: report.score}),
            sandbox,
        )
    assert scores == dict.fromkeys(scores, 0.0)
    assert len(scores) == len(course.list_exercises())


def _heard(*answers: object) -> Novelty:
    novelty = Novelty()
    for number, answer in enumerate(answers):
        novelty.hear("f", [float(number)], answer)
    return novelty


def test_one_answer_that_differs_is_enough_to_have_computed():
    assert _heard(*[7.5] * MIN_ANSWERS).is_blank("f")
    assert not _heard(*[7.5] * MIN_ANSWERS, 8.5).is_blank("f")


def test_few_answers_tell_nothing():
    assert not _heard(*[7.5] * (MIN_ANSWERS - 1)).is_blank("f")


def test_inputs_and_nan_are_nothing_new():
    assert _heard(*[[np.nan, np.float32(place)] for place in range(9)]).is_blank("f")


def test_only_points_of_the_blank_function_are_taken_and_it_is_told():
    checks = [CheckResult(name, "", name, "passed", 1.0, 1.0) for name in ("f", "g")]
    novelty = _heard(*[7.5] * MIN_ANSWERS)
    novelty.hear("g", [1.0], 2.0)
    kept, findings = novelty.withhold_points(checks)
    assert [(check.outcome, check.points) for check in kept] == [("failed", 0.0), ("passed", 1.0)]
    assert [(found.id, found.function) for found in findings] == [("blank", "f")]


def _each(function, calls):
    novelty = Novelty()
    for given, answer in calls:
        novelty.hear(function, given, answer)
    return novelty


def test_an_index_that_is_also_a_loss_is_no_input_that_came_back():
    curves = [[5.0, 4.0, 3.0, 2.0, 9.0], [1.0, 2.0, 7.0], *[[3.5, 2.5, 1.5 + n] for n in range(5)]]
    assert not _each("f", zip(([c] for c in curves), [4, 2, -1, -1, -1, -1, -1], strict=True)).is_blank("f")
    assert _each("f", [([c], c[0]) for c in curves]).is_blank("f")
    assert _each("f", [([c], -1) for c in [*curves, [-1.0, 2.0]]]).is_blank("f")


@pytest.mark.parametrize(
    "broken",
    [[np.inf, np.nan], [np.nan], [np.inf, -np.inf, 1e300 * 1e300]],
    ids=["overflows", "no numbers", "both ways"],
)
def test_numbers_that_overflow_are_not_told_as_inputs_that_came_back(broken):
    novelty = _heard(*[np.array([*broken, float(number)]) for number in range(9)])
    _, findings = novelty.withhold_points([CheckResult("law", "", "f", "failed", 0.0, 1.0)])
    assert findings == []


def test_laws_that_hold_for_numbers_that_are_not_finite_are_not_earned_by_them():
    novelty = _heard(*[np.array([np.inf, np.nan])] * 9)
    kept, _ = novelty.withhold_points([CheckResult("law", "", "f", "passed", 1.0, 1.0)])
    assert [(check.points, "nan and inf" in check.message) for check in kept] == [(0.0, True)]
