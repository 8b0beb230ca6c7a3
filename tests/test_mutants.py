"""Suites notice broken programs: a fixed sample of what `python tests/mutants.py` tries in full."""

import ast

import pytest

from grader import course
from grader.authoring import mutants

SAMPLE = 9
"""At most so many mutants of one exercise; all of them take a minute or more."""
STEP = """
def step(theta, grad, lr=0.1):
    "Walk downhill."
    if lr < 0:
        return theta
    return theta - lr * grad
"""


@pytest.mark.parametrize("exercise", course.list_exercises(), ids=lambda exercise: exercise.stem)
def test_the_suite_notices_what_was_broken_on_purpose(exercise, sandbox):
    broken = mutants.make_mutants(exercise)
    sample = broken[len(broken) // SAMPLE // 2 :: -(-len(broken) // SAMPLE)]
    left = mutants.find_survivors(exercise, sample, sandbox)
    assert len(sample) >= min(len(broken), SAMPLE // 2) > 0
    assert not left, "\n".join(map(str, left))


@pytest.mark.parametrize("exercise", course.list_exercises(), ids=lambda exercise: exercise.stem)
def test_an_unbroken_solution_would_count_as_a_survivor(exercise, sandbox):
    source = course.locate_file(exercise, "solutions").read_text("utf-8")
    whole = mutants.Mutant("none", 0, "", "", source)
    assert mutants.find_survivors(exercise, [whole], sandbox) == [whole]


@pytest.mark.parametrize("exercise", course.list_exercises(), ids=lambda exercise: exercise.stem)
def test_what_is_excused_still_happens(exercise):
    assert mutants.find_idle_excuses(exercise) == []


def test_every_mutant_is_a_program_of_its_own_with_one_changed_statement():
    found = list(mutants.iterate_mutants(STEP))
    original = ast.unparse(ast.parse(STEP))
    assert len({mutant.source for mutant in found} | {original}) == len(found) + 1
    assert all(ast.parse(mutant.source) and mutant.before != mutant.after for mutant in found)


def test_every_kind_of_slip_is_tried():
    assert {(mutant.kind, mutant.after) for mutant in mutants.iterate_mutants(STEP)} >= {
        ("constant", "def step(theta, grad, lr=0.125):"),
        ("constant", "if lr < 1:"),
        ("comparison", "if lr <= 0:"),
        ("condition", "if not lr < 0:"),
        ("dropped", "pass"),
        ("operator", "return theta + lr * grad"),
        ("operator", "return theta - lr / grad"),
        ("operand", "return theta - lr"),
        ("neighbour", "return theta - lr * lr"),
    }


def test_a_docstring_and_a_conversion_are_left_alone():
    source = 'def f(x):\n    "Says."\n    x = np.asarray(x, dtype=float)\n    return x\n'
    assert [mutant.after for mutant in mutants.iterate_mutants(source)] == ["pass"]
