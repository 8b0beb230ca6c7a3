"""Answers that are labels or counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.diagnosis.symptoms.case import Case, Symptom, are_close, make_symptom
from grader.misconceptions.toolkit import Probe
from grader.text import is_name

ENOUGH = 2
"""Curves whose answer changes with their unit."""
LONGEST = 30
"""Letters of a text of the student's own that is repeated."""
UNITS = (2.0**-10, 2.0**10)
BESIDE = "min_delta"
"""A difference of losses, which has their unit."""
HAIRS = (-3e-7, 3e-7)
"""By how much every loss may change in this test without a change of the answer."""


def find_wrong_labels(case: Case) -> Iterator[Symptom]:
    """Which labels are given right, and what the others are taken for."""
    pairs = [(found, wanted) for found, wanted in case.pair_output(0) if isinstance(wanted, str)]
    if len(pairs) < len(case.family.probes):
        return
    known = {wanted for _, wanted in pairs}
    called: dict[str, set[str]] = defaultdict(set)
    for found, wanted in pairs:
        called[wanted].add(_called(found, known))
    fine = [label for label, answers in called.items() if answers == {label}]
    lost = {label: answers for label, answers in called.items() if label not in answers}
    if not lost:
        return
    says = "; ".join(f"{label} is called {' or '.join(sorted(answers))}" for label, answers in lost.items())
    more = f" Named as they should be: {', '.join(fine)}." if fine else ""
    what = "curve" if _of_losses(case) else "input"
    told = f"On every {what} of that kind that was tried, {says}.{more}"
    yield make_symptom("labels", told, on=len(pairs), lost=sorted(lost))


def _called(found: object, known: set[str]) -> str:
    """What an answer is called: a text of the student's own stands in quotes, and only where it is one short word."""
    if not isinstance(found, str):
        return "no label"
    return found if found in known else f"“{found}”" if is_name(found) and len(found) <= LONGEST else "another text"


def _of_losses(case: Case) -> list[int]:
    """The places of the arguments that are curves of losses."""
    return [place for place, name in enumerate(case.names) if name in ("losses", "train", "val")]


def find_unit_dependence(case: Case) -> Iterator[Symptom]:
    """Curves in other units: only ratios of losses mean something.

    The units are powers of two, so that no loss is rounded and what stood on a tie stands there still.
    """
    losses = _of_losses(case)
    if not losses:
        return

    def scaled(probe: Probe, unit: float) -> list[Any]:
        return [
            [unit * loss for loss in value]
            if place in losses and value is not None
            else unit * value
            if case.names[place] == BESIDE
            else value
            for place, value in enumerate(probe)
        ]

    other = 0
    for probe, answers in zip(case.family.probes, case.trial.answers, strict=True):
        units = [case.ask_student(scaled(probe, unit)) for unit in UNITS]
        # Where a hair's breadth changes the answer too, it is no matter of units.
        settled = (case.ask_student(scaled(probe, 1 + hair)) for hair in HAIRS)
        if not all(are_close(one, answers) for one in units):
            other += all(are_close(one, answers) for one in settled)
    if other >= ENOUGH:
        what = f"curve and {BESIDE}" if BESIDE in case.names else "curve"
        yield make_symptom(
            "units",
            f"The same {what} in another unit, a 1024th of it or 1024 times it, gets another answer on {other} of "
            f"{case.count} curves. The unit of a loss is arbitrary; only ratios of losses mean something.",
            on=other,
        )


def find_wrong_counts(case: Case) -> Iterator[Symptom]:
    """Indices that are off by a fixed number, or alarms where none is due."""
    pairs = [
        (float(found), float(wanted))
        for found, wanted in case.pair_output(0)
        if isinstance(found, np.ndarray) and isinstance(wanted, np.ndarray) and found.ndim == wanted.ndim == 0
    ]
    whole = all(wanted == round(wanted) for _, wanted in pairs)
    if len(case.family.gives) > 1 or len(pairs) < len(case.family.probes) or not whole:
        return
    due = [(found, wanted) for found, wanted in pairs if wanted >= 0]
    calm = [found for found, wanted in pairs if wanted < 0]
    apart = {found - wanted for found, wanted in due}
    if len(due) > 1 and len(apart) == 1 and apart != {0.0} and all(found >= 0 for found, _ in due):
        by = int(apart.pop())
        says = (
            f"Where an alarm is due, it comes {abs(by)} {'later' if by > 0 else 'earlier'}, on all {len(due)} curves."
        )
        yield make_symptom("offset", says, on=len(due), by=by)
    if len(calm) > 1 and all(found >= 0 for found in calm):
        says = f"An alarm is raised on every curve that deserves none, all {len(calm)} of them."
        yield make_symptom("alarmed", says, on=len(calm))
    if len(due) > 1 and all(found < 0 for found, _ in due):
        says = f"No alarm is raised on any curve that deserves one, {len(due)} of them."
        yield make_symptom("silent", says, on=len(due))
