"""What a suite promises: its points, its words, and what it keeps back."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from grader.authoring.breach import Breach, find_line
from grader.grading.checks import load_suite
from grader.model import Check, Exercise

POINTS_PER_EXERCISE = 10
"""Points of an exercise of the kit's own; a course of one's own may count as it likes."""
HELD_BACK_POINTS = (0.5, 2)
"""How many of them may stay with the instructor."""


def find_suite_breaches(exercise: Exercise) -> Iterator[Breach]:
    """Find every promise of the suite that is not kept."""
    checks = [one.check for one in load_suite(exercise).checks]
    if not exercise.course:
        yield from _check_points(exercise, checks)
    yield from _check_words(exercise)
    yield from _check_groups(exercise, checks)
    yield from _check_uses(exercise)


def _check_points(exercise: Exercise, checks: list[Check]) -> Iterator[Breach]:
    """Check how many points the suite gives, and how many of them are held back."""
    whole = sum(check.points for check in checks)
    kept = sum(check.points for check in checks if check.held_back)
    name = find_line(exercise, "suites", "")
    if abs(whole - POINTS_PER_EXERCISE) > 1e-6:
        yield Breach(
            exercise.stem, f"{name}: its points add up to {whole:g}.", f"Let them add up to {POINTS_PER_EXERCISE}."
        )
    if not HELD_BACK_POINTS[0] <= kept <= HELD_BACK_POINTS[1]:
        what = f"{name}: its held-back checks are worth {kept:g} points."
        yield Breach(
            exercise.stem,
            what,
            f"Mark checks held_back that are worth {HELD_BACK_POINTS[0]} to {HELD_BACK_POINTS[1]} points.",
        )


def _check_words(exercise: Exercise) -> Iterator[Breach]:
    """Check that each check says its law and what breaking it does to a run."""
    for suite_check in load_suite(exercise).checks:
        check, where = (
            suite_check.check,
            find_line(exercise, "suites", f"test_{suite_check.check.id.partition('[')[0]}"),
        )
        if not check.says:
            yield Breach(exercise.stem, f"{where}: {check.id} says no law.", "Its docstring is the learner's line.")
        if not (check.because or _says_because(suite_check.call)):
            what = f"{where}: {check.id} does not say what breaking it does to a run."
            yield Breach(exercise.stem, what, "Write it as the second paragraph of its docstring.")


def _says_because(call: Any) -> bool:
    """Tell whether a check, or a function of its suite that it calls, says `because`."""
    code = inspect.unwrap(call).__code__
    helpers = [call.__globals__.get(name) for name in code.co_names]
    own = [
        helper
        for helper in helpers
        if inspect.isfunction(helper) and helper.__module__ == call.__module__ and helper is not call
    ]
    words = [
        helper for constant in code.co_consts if isinstance(constant, tuple) for helper in constant
    ]  # names of keywords
    return "because" in (*code.co_varnames, *code.co_names, *words) or any(map(_says_because, own))


def _check_uses(exercise: Exercise) -> Iterator[Breach]:
    """Check that each function that a contract `uses` has a contract: otherwise it could never be put in place."""
    contracts = load_suite(exercise).contracts
    for function, contract in contracts.items():
        for name in contract.uses:
            if name not in contracts:
                where = find_line(exercise, "suites", f'"{name}"')
                what = f"{where}: {function} uses {name}, which has no contract here."
                yield Breach(exercise.stem, what, f"There are contracts of {', '.join(contracts)}.")


def _check_groups(exercise: Exercise, checks: list[Check]) -> Iterator[Breach]:
    """Check that the open checks of a function stand together, and its held-back ones."""
    groups = [(check.function, check.held_back) for check in checks]
    again = [now for before, now in pairwise([("", False), *groups]) if now != before]
    for function, held_back in sorted({check for check in again if again.count(check) > 1}):
        kind = "held-back checks" if held_back else "open checks"
        what = f"{find_line(exercise, 'suites', function)}: the {kind} of {function} do not stand together."
        yield Breach(exercise.stem, what, "Put them one below the other, those held back last.")
