"""What a suite promises: its points, its words, and what it keeps back."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from grader.authoring.breach import Breach
from grader.authoring.places import line_with
from grader.grading.checks import load_suite
from grader.model import Check, Exercise

WHOLE = 10
"""Points of an exercise of the kit's own; a course of one's own may count as it likes."""
KEPT = (0.5, 2)
"""How many of them may stay with the instructor."""


def suite_breaches(exercise: Exercise) -> Iterator[Breach]:
    """Find every promise of the suite that is not kept."""
    checks = [one.check for one in load_suite(exercise).checks]
    if not exercise.course:
        yield from _points(exercise, checks)
    yield from _words(exercise)
    yield from _groups(exercise, checks)
    yield from _check_uses(exercise)


def _points(exercise: Exercise, checks: list[Check]) -> Iterator[Breach]:
    whole = sum(one.points for one in checks)
    kept = sum(one.points for one in checks if one.held_back)
    name = line_with(exercise, "suites", "")
    if abs(whole - WHOLE) > 1e-6:
        yield Breach(exercise.stem, f"{name}: its points add up to {whole:g}.", f"Let them add up to {WHOLE}.")
    if not KEPT[0] <= kept <= KEPT[1]:
        said = f"{name}: its held-back checks are worth {kept:g} points."
        yield Breach(exercise.stem, said, f"Mark checks held_back that are worth {KEPT[0]} to {KEPT[1]} points.")


def _words(exercise: Exercise) -> Iterator[Breach]:
    """The first paragraph of a docstring is the law, the second what breaking it does to a run."""
    for one in load_suite(exercise).checks:
        check, where = one.check, line_with(exercise, "suites", f"test_{one.check.id.partition('[')[0]}")
        if not check.says:
            yield Breach(exercise.stem, f"{where}: {check.id} says no law.", "Its docstring is the learner's line.")
        if not (check.because or _tells(one.call)):
            said = f"{where}: {check.id} does not say what breaking it does to a run."
            yield Breach(exercise.stem, said, "Write it as the second paragraph of its docstring.")


def _tells(call: Any) -> bool:
    """Whether a check, or a function of its suite that it calls, says `because`."""
    code = inspect.unwrap(call).__code__
    helpers = [call.__globals__.get(name) for name in code.co_names]
    mine = [one for one in helpers if inspect.isfunction(one) and one.__module__ == call.__module__ and one is not call]
    words = [one for held in code.co_consts if isinstance(held, tuple) for one in held]  # names of keywords
    return "because" in (*code.co_varnames, *code.co_names, *words) or any(map(_tells, mine))


def _check_uses(exercise: Exercise) -> Iterator[Breach]:
    """List the functions that a contract `uses` and that have no contract: they could never be put in place."""
    contracts = load_suite(exercise).contracts
    for function, contract in contracts.items():
        for name in contract.uses:
            if name not in contracts:
                where = line_with(exercise, "suites", f'"{name}"')
                said = f"{where}: {function} uses {name}, which has no contract here."
                yield Breach(exercise.stem, said, f"There are contracts of {', '.join(contracts)}.")


def _groups(exercise: Exercise, checks: list[Check]) -> Iterator[Breach]:
    """Checks of a function stand together, those held back too: each change between them costs a fresh worker."""
    groups = [(one.function, one.held_back) for one in checks]
    again = [now for before, now in pairwise([("", False), *groups]) if now != before]
    for function, held in sorted({one for one in again if again.count(one) > 1}):
        kind = "held-back checks" if held else "open checks"
        said = f"{line_with(exercise, 'suites', function)}: the {kind} of {function} do not stand together."
        yield Breach(exercise.stem, said, "Put them one below the other, those held back last.")
