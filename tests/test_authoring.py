from __future__ import annotations

import pytest
from conftest import ROOT
from msgspec.structs import replace

from grader import authoring, course
from grader.authoring.bank import _check_variants
from grader.authoring.matrix import MatrixRow
from grader.model import CheckResult

EXERCISES = course.list_exercises()


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.stem)
def test_the_bank_law_holds(exercise, sandbox, matrix):
    """Stub, notebook, solution, every variant and every name: nothing is breached."""
    assert list(authoring.find_breaches(exercise, sandbox, matrix(exercise))) == []


def test_every_question_keeps_its_promises():
    assert list(authoring.find_question_breaches(EXERCISES)) == []


def test_the_page_of_the_kill_matrix_is_the_one_that_the_suites_make(matrix):
    made = authoring.make_page((exercise, matrix(exercise)) for exercise in EXERCISES)
    assert (ROOT / "docs" / "kill-matrix.md").read_text("utf-8") == made + "\n", "grade check --markdown makes it anew"


def test_a_wrong_turn_that_passes_is_a_breach_with_a_mend(exercise03):
    passes = MatrixRow("bias_correct", (("BC-NONE", 1),), "wrong", (result("passed"),))
    told = list(_check_variants(exercise03, [passes]))
    assert [breach.what for breach in told] == ["BC-NONE of bias_correct passes every check."]
    assert told[0].mend


def test_a_legitimate_form_that_fails_is_a_breach(exercise03):
    fails = MatrixRow("adam_step", (("AD-EPSIN", 1),), "advisory", (result("failed"),))
    (breach,) = _check_variants(exercise03, [fails])
    assert "legitimate and fails" in breach.what


def result(outcome: str) -> CheckResult:
    return CheckResult("law", "A law.", "bias_correct", outcome, 0.0, 1.0)


def test_a_law_on_changed_arguments_that_fails_for_wrong_numbers_tells_an_untruth():
    told = dict(function="f", points=0.0, max_points=1.0)
    untrue = CheckResult("pure", "The arguments stay as they were, and the same call gives the same numbers again.",
                         outcome="failed", **told)  # fmt: skip
    value = CheckResult("value", "Twice the slope, twice the step.", outcome="failed", **told)
    waits = replace(untrue, id="waits", outcome="waiting")
    row = MatrixRow("f", (("GS-HALF", 1),), "wrong", (untrue, value, waits))
    assert row.told_falsely == ("pure",)
    assert row.killed_by == ("pure", "value")


def test_a_probe_that_leaves_an_argument_out_is_a_breach(exercise03):
    from grader.authoring.families import _check_probes
    from grader.diagnosis import load_families
    from grader.misconceptions.toolkit import Probe

    family = load_families(exercise03)["bias_correct"]
    (breach,) = _check_probes(exercise03, replace(family, probes=(*family.probes, Probe(0.1, 0.9))))
    assert breach.what == "A probe of bias_correct has 2 of 3 arguments."
