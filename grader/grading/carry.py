"""Error carried forward: a function that only uses a wrong one is asked again with the right one in its place.

Examiners call this follow-through marking. The right helper answers from this side, over the channel that gradients
use, so nothing of it lies in the student's process; what it is asked is kept from the helper's own checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from math import prod
from typing import Any

import numpy as np
from msgspec.structs import replace

from grader.execution.session import SubmissionSession
from grader.grading.checks import Suite
from grader.model import CheckResult
from grader.sandbox.grounds import as_floats
from grader.suites.toolkit.contract import Contract
from grader.suites.toolkit.kinds import real

Helper = Callable[..., Any]
MAX_ENTRIES = 2**17
"""Numbers that a right function may come to compute when arrays of different shapes are spread over each other."""
MAX_WHOLE = 10**4
"""A larger whole number is taken as a decimal: powers of whole numbers have no end, nor has counting up to one."""


def carry_forward(session: SubmissionSession, suite: Suite, checks: Sequence[CheckResult]) -> list[CheckResult]:
    """Return the checks, those of a function `carried` that is right as soon as its wrong helpers are.

    Never where the function does not call the helper, never for a part of its checks, and never on account of a
    helper that is not written or that calls the function itself: then nobody has written what both are asked for.
    """
    judged = list(checks)
    if session.gone:
        return judged
    for function, contract in suite.contracts.items():
        wrong = [name for name in contract.uses if name in suite.contracts and _is_wrong(judged, name)]
        if _is_wrong(judged, function) and wrong:
            excuses = [
                name for name in wrong if session.is_written(name) and not _calls(session, suite, name, function)
            ]
            judged = _carry(session, suite, judged, function, excuses) if excuses else judged
    return judged


def _calls(session: SubmissionSession, suite: Suite, helper: str, function: str) -> bool:
    """Tell whether a helper asks for the very function that asks for it, as far as its checks show."""
    if function not in suite.contracts[helper].uses:
        return False
    asked: Counter[str] = Counter()
    other = session.open_with_helpers({function: _make_helper(suite.contracts[function], asked)})
    try:
        suite.examine(other, only=helper)
    finally:
        other.close()
    return bool(asked)


def _carry(
    session: SubmissionSession, suite: Suite, checks: list[CheckResult], function: str, wrong: Sequence[str]
) -> list[CheckResult]:
    asked: Counter[str] = Counter()
    helpers = {name: _make_helper(suite.contracts[name], asked) for name in wrong}
    other = session.open_with_helpers(helpers)
    try:
        again = {check.id: check for check in suite.examine(other, only=function)}
    finally:
        other.close()
    if not asked or not all(check.outcome == "passed" for check in again.values()):
        return checks
    blamed = " and ".join(name for name in wrong if asked[name])
    return [
        replace(again[check.id], outcome="carried", carried_from=blamed)
        if check.function == function and check.outcome != "passed"
        else check
        for check in checks
    ]


def _is_wrong(checks: Sequence[CheckResult], function: str) -> bool:
    return any(check.function == function and not check.holds for check in checks)


def _make_helper(contract: Contract, asked: Counter[str]) -> Helper:
    """Return the right function, which counts how often it is asked."""

    def answer(*arguments: Any) -> Any:
        asked[contract.function] += 1
        with np.errstate(all="ignore"):
            return contract.right(*contract.turned(_limit(arguments), real))

    return answer


def _limit(arguments: Sequence[Any]) -> tuple[Any, ...]:
    """Return what a stranger's code passed, in a form that costs this process little; raises ValueError."""
    kept = tuple(map(_simplify, arguments))
    shapes = [np.shape(value)[::-1] for value in kept if isinstance(value, np.ndarray | list | tuple)]
    longest = [max((shape[axis] for shape in shapes if axis < len(shape)), default=1) for axis in range(64)]
    if prod(longest) > MAX_ENTRIES:
        raise ValueError("arrays as large as these are never needed here")
    return kept


def _simplify(value: Any) -> Any:
    if value is None or isinstance(value, bool | str | float):
        return value
    if isinstance(value, int) and abs(value) <= MAX_WHOLE:
        return value
    numbers = as_floats(value)
    if numbers is None:
        raise ValueError("a number, or an array of numbers, was asked for")
    if isinstance(value, list | tuple):
        return type(value)(numbers.tolist())
    return numbers if numbers.ndim else float(numbers)


def leave_points_out(checks: Sequence[CheckResult]) -> list[CheckResult]:
    """Return the checks, those that are carried without their points."""
    return [replace(check, points=0.0) if check.outcome == "carried" else check for check in checks]


def drop_carried(things: Sequence[Any], checks: Sequence[CheckResult]) -> list[Any]:
    """Return what is told of functions that are not carried: a function that is right needs no diagnosis."""
    carried = {check.function for check in checks if check.outcome == "carried"}
    return [thing for thing in things if thing.function not in carried]
