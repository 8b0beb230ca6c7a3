"""No check says an untrue thing of a wrong idea: what speaks of inputs, defaults or repeated calls waits instead."""

from __future__ import annotations

import re

import pytest

from grader import course
from grader.authoring.rehearsal import Rehearsal, blank
from grader.diagnosis import family_of
from grader.execution.session import SubmissionSession
from grader.grading.checks import suite_of

EXERCISES = [exercise for exercise in course.exercises() if suite_of(exercise).contracts]
OF_CALLS = re.compile(r"every_kind|whole_numbers|leaves?_\w+_alone|default|secrets")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.stem)
def test_a_wrong_idea_changes_no_argument_and_minds_no_kind_of_input(exercise):
    families, suite = family_of(exercise), suite_of(exercise)
    rehearsal = Rehearsal(families, course.defaults(exercise))
    untrue: dict[tuple[object, ...], list[str]] = {}
    for function, family in families.items():
        for choice in family.choices(1):
            rehearsal.cast(function, choice)
            session = SubmissionSession(blank(exercise), course.parameters(exercise), rehearsal)
            said = [check.id for check in suite.examine(session, only=function) if check.outcome == "failed"]
            if of_calls := [check for check in said if OF_CALLS.search(check)]:
                untrue[function, choice] = of_calls
    assert not untrue


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.stem)
def test_every_function_has_such_checks(exercise):
    asked = {check.check.function for check in suite_of(exercise).checks if OF_CALLS.search(check.check.id)}
    assert asked == set(exercise.functions)
