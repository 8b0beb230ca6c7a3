"""Which functions computed nothing: whatever they were asked, one number or one of their inputs came back.

Some laws compare answers with each other: twice the gradient, twice the step; the same call, the same answer.
A function that always answers zero holds them all and has said nothing, so its points are not its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from grader.model import CheckResult, Finding

ENOUGH = 5
"""Answers of one function before anything is held against it."""
MOST = 200
"""Numbers of one answer that are looked at."""
SAYS = (
    "Whatever {0} was asked, the same number or one of its inputs came back: "
    "laws that hold for any such answer earn nothing."
)
BECAUSE = "It holds for any answer that never changes; it counts as soon as something is computed."


class Novelty:
    """Listens to every answer, until a function has shown that it computes."""

    def __init__(self) -> None:
        self._new: dict[str, set[object]] = {}
        self._answers: dict[str, int] = {}

    def heard(self, function: str, given: Iterable[object], value: object) -> None:
        """One answer, and the arguments it was given for."""
        known = self._new.setdefault(function, set())
        if len(known) > 1:
            return
        self._answers[function] = self._answers.get(function, 0) + 1
        # NaN is like nothing, not even itself: it never counts.
        known |= {one for one in _leaves(value) if one == one} - set(_leaves(list(given)))

    def blank(self, function: str) -> bool:
        """Whether nothing but one number, or label, and the inputs themselves came back so far."""
        return self._answers.get(function, 0) >= ENOUGH and len(self._new[function]) <= 1

    def deserved(self, checks: list[CheckResult]) -> tuple[list[CheckResult], list[Finding]]:
        """The checks without the points of functions that computed nothing, and a finding for each of these."""
        blank = {check.function: None for check in checks if check.points and self.blank(check.function)}
        kept = [
            replace(check, outcome="failed", points=0.0, message=BECAUSE)
            if check.function in blank and check.outcome == "passed"
            else check
            for check in checks
        ]
        return kept, [Finding("blank", SAYS.format(function), function) for function in blank]


def _leaves(value: object) -> Iterator[object]:
    """Numbers and texts inside an answer or inside arguments, as far as one wants to look."""
    waiting, seen = [value], 0
    while waiting and seen < MOST:
        seen += 1
        one = waiting.pop()
        if isinstance(one, np.ndarray):
            yield from one.ravel()[:MOST].tolist()
        elif isinstance(one, list | tuple):
            waiting += one[:MOST]
        elif isinstance(one, np.generic):
            yield one.item()
        elif isinstance(one, bool | int | float | complex | str):
            yield one
