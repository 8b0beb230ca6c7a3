"""No check says an untrue thing of a wrong idea: what speaks of inputs, defaults or repeated calls waits instead."""

from __future__ import annotations

import re

import pytest

from grader import course
from grader.diagnosis import load_families
from grader.grading.checks import load_suite

EXERCISES = [exercise for exercise in course.list_exercises() if load_suite(exercise).contracts]
OF_CALLS = re.compile(r"every_kind|whole_numbers|leaves?_\w+_alone|default|secrets")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.stem)
def test_a_wrong_idea_changes_no_argument_and_minds_no_kind_of_input(exercise, matrix):
    families = load_families(exercise)
    ideas = {(function, choice) for function, family in families.items() for choice in family.iterate_choices(1)}
    rows = [row for row in matrix(exercise) if (row.function, row.choice) in ideas]
    assert len(rows) == len(ideas)
    untrue = {
        (row.function, row.choice): said
        for row in rows
        if (said := [one.id for one in row.results if one.function == row.function and speaks_untruly(one)])
    }
    assert not untrue


def speaks_untruly(one):
    return one.outcome == "failed" and OF_CALLS.search(one.id)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.stem)
def test_every_function_has_such_checks(exercise):
    asked = {check.check.function for check in load_suite(exercise).checks if OF_CALLS.search(check.check.id)}
    assert asked == set(exercise.functions)
