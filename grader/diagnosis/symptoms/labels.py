"""Answers that are labels or counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from grader.diagnosis.symptoms.case import Case, Symptom, same, say

ENOUGH = 2
"""Curves whose answer changes with their unit."""


def labels(case: Case) -> Iterator[Symptom]:
    """Which labels are given right, and what the others are taken for."""
    pairs = [(found, wanted) for found, wanted in case.output(0) if isinstance(wanted, str)]
    if len(pairs) < len(case.family.probes):
        return
    called: dict[str, set[str]] = defaultdict(set)
    for found, wanted in pairs:
        called[wanted].add(found if isinstance(found, str) else "no label")
    fine = [label for label, answers in called.items() if answers == {label}]
    lost = {label: answers for label, answers in called.items() if label not in answers}
    if not lost:
        return
    says = "; ".join(f"{label} is called {' or '.join(sorted(answers))}" for label, answers in lost.items())
    more = f" Named as they should be: {', '.join(fine)}." if fine else ""
    yield say("labels", f"On every curve of that kind {says}.{more}", lost=sorted(lost))


def units(case: Case) -> Iterator[Symptom]:
    """Curves in other units: only ratios of losses mean something."""
    losses = [place for place, name in enumerate(case.names) if name in ("losses", "train", "val")]
    if not losses:
        return
    other = 0
    for probe, answers in zip(case.family.probes, case.trial.answers, strict=True):
        for unit in (1e-3, 1e3):
            scaled = [
                [unit * loss for loss in value] if place in losses and value is not None else value
                for place, value in enumerate(probe)
            ]
            other += not same(case.again(scaled), answers)
    if other >= ENOUGH:
        yield say(
            "units",
            "The same curve in thousandths or in thousands gets another answer: somewhere a loss is held against a "
            "fixed number. The unit of a loss is arbitrary; only ratios of losses mean something.",
        )


def counts(case: Case) -> Iterator[Symptom]:
    """Indices that are off by a fixed number, or alarms where none is due."""
    pairs = [
        (float(found), float(wanted))
        for found, wanted in case.output(0)
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
        yield say("offset", f"Where an alarm is due, it comes {abs(by)} {'later' if by > 0 else 'earlier'}.", by=by)
    if len(calm) > 1 and all(found >= 0 for found in calm):
        yield say("alarmed", "An alarm is raised on every curve that deserves none.")
    if len(due) > 1 and all(found < 0 for found, _ in due):
        yield say("silent", "No alarm is raised on any curve that deserves one.")
