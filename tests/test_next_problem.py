"""What a report shows first."""

from pathlib import Path

from grader.model import CheckResult, Diagnosis, Exercise, Finding, Report, Submission
from grader.view.next_problem import find_next_problem

EXERCISE = Exercise("exercise19_gradient_flow", 19, "gradient_flow", "Gradient flow", ("backpropagate",))
SUBMISSION = Submission(EXERCISE, None, b"", str(Path("mine.py")), "")
IDEA = Diagnosis("backpropagate", ("GF-NOT",), "Weights that were not turned round.", "Which rows?")
NAMELESS = Diagnosis("backpropagate", (), "Twice too large.", "How large?")
MISFIT = Finding("crash", "ValueError in backpropagate: operands could not be broadcast together", "backpropagate")
STOPPED = Finding("crash", "KeyError in backpropagate: 3", "backpropagate")
HUNG = Finding("timeout", "It took too long.", "backpropagate")


def shown(finding, idea):
    broken = CheckResult("a_law", "A law.", "backpropagate", "failed", 0, 1)
    return find_next_problem(Report(SUBMISSION, (broken,), (idea,), (), (finding,)))


def test_a_known_idea_comes_before_the_shapes_that_do_not_fit_for_it():
    assert shown(MISFIT, IDEA) is IDEA


def test_any_other_error_comes_before_an_idea():
    assert shown(STOPPED, IDEA) is STOPPED


def test_shapes_that_do_not_fit_come_before_what_has_no_name():
    assert shown(MISFIT, NAMELESS) is MISFIT


def test_what_hangs_comes_first():
    assert shown(HUNG, IDEA) is HUNG
