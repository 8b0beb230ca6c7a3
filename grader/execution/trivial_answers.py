"""Which functions computed nothing: whatever they were asked, the same numbers, their inputs or nothing came back.

Some laws compare answers with each other: twice the gradient, twice the step; the same call, the same answer.
A function that always answers zero holds them all and has said nothing, so its points are not its own. And a
check that leaves off where a function does not offer something holds nothing where it never answered at all.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterable, Iterator

import numpy as np
from msgspec.structs import replace

from grader.model import CheckResult, Finding

MIN_ANSWERS = 5
"""Answers of one function before anything is held against it."""
MAX_NUMBERS = 200
"""Numbers of one answer that are looked at."""
SAYS = (
    "{0} gave back its inputs, or one and the same answer, in every call. "
    "Laws that hold for any such answer count once it computes something."
)
BECAUSE = "It holds for any answer that never changes. It counts as soon as your function computes something."
BROKEN = "It holds for nan and inf as well. It counts as soon as your function computes finite numbers."
SILENT = "{0} gave no answer to anything. This counts as soon as it does."


class Novelty:
    """Listens to every answer, until a function has shown that it computes."""

    def __init__(self) -> None:
        self._new: dict[str, set[object]] = {}
        """What came back and had not been handed in, in all answers together, by function."""
        self._most: Counter[str] = Counter()
        """The most new numbers in one answer, by function."""
        self._answers: Counter[str] = Counter()
        self._kinds: dict[str, set[str]] = {}
        """Of answers that are one number or text: whether they were inputs (`given`) or not (`own`)."""
        self._said: dict[str, set[object]] = {}
        """Every answer that was one number or text."""
        self._broken: set[str] = set()
        """Functions that answered with numbers that are not finite and were not handed in."""

    def hear(self, function: str, given: Iterable[object], value: object) -> None:
        """Take in one answer, and the arguments it was given for."""
        if self._computes(function):
            return
        handed = set(_iterate_leaves(list(given)))
        leaves = list(_iterate_leaves(value))
        # NaN equals no number, not even itself: it never counts.
        new = {leaf for leaf in leaves if leaf == leaf} - handed
        self._answers[function] += 1
        if any(isinstance(leaf, float) and not math.isfinite(leaf) and leaf not in handed for leaf in leaves):
            self._broken.add(function)
        # One number may be an input by chance, as an index may be a loss; it is told from an input that came back
        # by the other answers.
        single = len(leaves) == 1 and not isinstance(value, np.ndarray | list | tuple)
        self._kinds.setdefault(function, set()).add(("own" if new else "given") if single else "several")
        self._said.setdefault(function, set()).update(leaves[:1] if single else ())
        self._most[function] = max(self._most[function], len(new))
        self._new.setdefault(function, set()).update(new)

    def is_blank(self, function: str) -> bool:
        """Tell whether no answer so far held anything but the inputs and what another answer held too."""
        return self._answers[function] >= MIN_ANSWERS and not self._computes(function)

    def withhold_points(self, checks: list[CheckResult]) -> tuple[list[CheckResult], list[Finding]]:
        """Return the checks without the points of functions that computed nothing, and a finding for each of these."""
        blank = {check.function: None for check in checks if check.points and self.is_blank(check.function)}
        kept = [self._judge(check, blank) if check.outcome == "passed" else check for check in checks]
        named = [function for function in blank if function not in self._broken]
        return kept, [Finding("blank", SAYS.format(function), function) for function in named]

    def _judge(self, check: CheckResult, blank: Container[str]) -> CheckResult:
        """Return a passed check as it is, or as failed where its function did nothing for it."""
        if not self._answers[check.function]:
            return replace(check, outcome="failed", points=0.0, message=SILENT.format(check.function))
        if check.function not in blank:
            return check
        message = BROKEN if check.function in self._broken else BECAUSE
        return replace(check, outcome="failed", points=0.0, message=message)

    def _computes(self, function: str) -> bool:
        mixed = self._kinds.get(function) == {"own", "given"} and len(self._said[function]) > 1
        return mixed or len(self._new.get(function, ())) > self._most[function]


def _iterate_leaves(value: object) -> Iterator[object]:
    """Yield the first numbers and texts inside an answer or inside arguments."""
    waiting, seen = [value], 0
    while waiting and seen < MAX_NUMBERS:
        seen += 1
        item = waiting.pop()
        if isinstance(item, np.ndarray):
            yield from item.ravel()[:MAX_NUMBERS].tolist()
        elif isinstance(item, list | tuple):
            waiting += item[:MAX_NUMBERS]
        elif isinstance(item, np.generic):
            yield item.item()
        elif isinstance(item, bool | int | float | complex | str):
            yield item
