from __future__ import annotations

import os
import sys
import types

import pytest
from conftest import ROOT

from grader import course
from grader.grading import checks, grade, grade_all
from grader.sandbox import Limits
from grader.submission import read_submission


@pytest.mark.parametrize("exercise", course.list_exercises(), ids=lambda exercise: exercise.stem)
def test_the_stub_is_not_started_and_the_solution_passes(exercise, sandbox):
    assert grade(read_submission(exercise, course.locate_stub(exercise)), sandbox=sandbox).status == "not_started"
    report = grade(read_submission(exercise, ROOT / "solutions" / f"{exercise.stem}.py"), sandbox=sandbox)
    assert report.status == "passed"
    assert report.score == report.max_score == 10.0


def test_who_brings_no_sandbox_gets_one_for_this_submission(exercise03):
    assert grade(read_submission(exercise03, course.locate_stub(exercise03))).status == "not_started"
    assert grade(read_submission(exercise03, ROOT / "solutions" / f"{exercise03.stem}.py")).status == "passed"


def test_one_function_of_three_earns_its_own_points(graded, solution):
    report = graded(solution.replace("def adam_step", "def adam_stop"))
    assert report.status == "failed"
    assert report.score == 6.0
    assert [finding.id for finding in report.findings] == ["missing"]


def test_what_breaks_one_function_leaves_the_others_alone(graded, solution):
    spoiled = solution + "\ndef bias_correct(moment, beta, t):\n    import os\n    os._exit(1)\n"
    report = graded(spoiled)
    by_function = {check.function: set() for check in report.checks}
    for check in report.checks:
        by_function[check.function].add(check.outcome)
    assert by_function["ema_moments"] == {"passed"}
    assert by_function["bias_correct"] == {"unknown"}


def test_an_endless_loop_costs_two_deadlines_a_function_and_no_more(graded, solution):
    spoiled = solution + "\ndef bias_correct(moment, beta, t):\n    while True:\n        pass\n"
    report = graded(spoiled, limits=Limits(seconds=0.2))
    assert "timeout" in {finding.id for finding in report.findings}
    left_out = [check for check in report.checks if "Left out" in check.message]
    assert len(left_out) >= 5


def test_a_stream_of_submissions_is_graded_in_its_order(exercise03, sandbox):
    right = read_submission(exercise03, ROOT / "solutions" / f"{exercise03.stem}.py")
    stub = read_submission(exercise03, course.locate_stub(exercise03))
    reports = []
    grade_all(exercise03, [right, stub, right], reports.append, sandbox)
    assert [report.status for report in reports] == ["passed", "not_started", "passed"]


def test_the_report_names_the_walls_that_stood(graded, solution):
    assert graded(solution).walls in ("strict", "confined", "process")


def test_a_suite_of_the_kit_is_collected_anew_when_its_file_changes(exercise03, tmp_path, monkeypatch):
    suite = course.locate_suite(exercise03)
    copy = tmp_path / suite.name
    copy.write_bytes(suite.read_bytes())
    monkeypatch.setattr(course, "locate_suite", lambda _exercise: copy)
    before = checks.load_suite(exercise03)
    # pytest calls a module of the kit by its whole name.
    stale = types.ModuleType("stale")
    monkeypatch.setitem(sys.modules, f"grader.suites.{copy.stem}", stale)
    copy.write_text(copy.read_text("utf-8").replace("One step from zero", "A step from zero"), "utf-8")
    os.utime(copy, ns=(1, 1))
    after = checks.load_suite(exercise03)
    assert sys.modules.get(f"grader.suites.{copy.stem}") is not stale
    assert [check.check.id for check in after.checks] == [check.check.id for check in before.checks]
