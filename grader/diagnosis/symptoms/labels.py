"""Answers that are labels or counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.diagnosis.symptoms.case import Case, Symptom, are_close, make_symptom
from grader.misconceptions.toolkit import Probe
from grader.text import is_name

ENOUGH = 2
"""Curves whose answer changes with their unit."""
MAX_LETTERS = 30
"""Letters of a text of the student's own that is repeated."""
UNITS = (2.0**-10, 2.0**10)
"""Powers of two: no loss is rounded by them."""
BESIDE = "min_delta"
"""A difference of losses, which has their unit."""
HAIRS = (-3e-7, 3e-7)
"""By how much every loss may change in this test without a change of the answer."""


def find_wrong_labels(case: Case) -> Iterator[Symptom]:
    """Find labels that are never given, what is given in their stead, and which labels are right."""
    pairs = [(answer, right) for answer, right in case.pair_output(0) if isinstance(right, str)]
    if len(pairs) < len(case.family.probes):
        return
    known = {right for _, right in pairs}
    called: dict[str, set[str]] = defaultdict(set)
    for answer, right in pairs:
        called[right].add(_name_answer(answer, known))
    what = "curve" if _list_curves(case) else "input"
    if not any(isinstance(answer, str) and answer in known for answer, _ in pairs):
        yield _describe_strange_labels(pairs, what)
        return
    fine = [label for label, answers in called.items() if answers == {label}]
    lost = {label: answers for label, answers in called.items() if label not in answers}
    if not lost:
        return
    mistakes = "; ".join(f"{label} is called {' or '.join(sorted(answers))}" for label, answers in lost.items())
    more = f" Named as they should be: {', '.join(fine)}." if fine else ""
    says = f"On every {what} of that kind that was tried, {mistakes}.{more}"
    yield make_symptom("labels", says, on=len(pairs), lost=sorted(lost))


def _describe_strange_labels(pairs: Sequence[tuple[object, str]], what: str) -> Symptom:
    """Describe answers of which none is a label that the stub knows."""
    strange = next(((answer, right) for answer, right in pairs if isinstance(answer, str)), None)
    if strange and all(isinstance(answer, str) and answer.strip().lower() == right for answer, right in pairs):
        answer, right = strange
        says = (
            f"Python compares texts letter by letter: “{answer}” is not “{right}”. Write the labels as the stub does."
        )
        return make_symptom("spelling", says, on=len(pairs))
    known = list(dict.fromkeys(right for _, right in pairs))
    says = f"On none of the {len(pairs)} {what}s that were tried, your answer is one of the stub's labels."
    return make_symptom("strange_labels", says, on=len(pairs), lost=sorted(known))


def _name_answer(answer: object, known: set[str]) -> str:
    """Name an answer in a sentence: a text of the student's own in quotes, and only where it is one short word."""
    if not isinstance(answer, str):
        return "no label"
    if answer in known:
        return answer
    return f"“{answer}”" if is_name(answer) and len(answer) <= MAX_LETTERS else "another text"


def _list_curves(case: Case) -> list[int]:
    """List the indices of the arguments that are curves of losses."""
    return [index for index, name in enumerate(case.names) if name in ("losses", "train", "val")]


def find_unit_dependence(case: Case) -> Iterator[Symptom]:
    """Find answers that change with the unit of the losses, where only ratios of losses mean something.

    The units are powers of two, so that no loss is rounded and what stood on a tie stands there still.
    """
    curves = _list_curves(case)
    if not curves:
        return

    def scale(probe: Probe, unit: float) -> list[Any]:
        return [
            [unit * loss for loss in value]
            if index in curves and value is not None
            else unit * value
            if case.names[index] == BESIDE
            else value
            for index, value in enumerate(probe)
        ]

    changed = 0
    for probe, answers in zip(case.family.probes, case.trial.answers, strict=True):
        in_units = [case.ask_student(scale(probe, unit)) for unit in UNITS]
        # Where a hair's breadth changes the answer too, it is no matter of units.
        beside = (case.ask_student(scale(probe, 1 + hair)) for hair in HAIRS)
        if not all(are_close(other, answers) for other in in_units):
            changed += all(are_close(other, answers) for other in beside)
    if changed >= ENOUGH:
        what = f"curve and {BESIDE}" if BESIDE in case.names else "curve"
        yield make_symptom(
            "units",
            f"The same {what} in another unit, a 1024th of it or 1024 times it, gets another answer on {changed} of "
            f"{case.count} curves. The unit of a loss is arbitrary; only ratios of losses mean something.",
            on=changed,
        )


def find_wrong_counts(case: Case) -> Iterator[Symptom]:
    """Find indices that are off by a fixed number, alarms where none is due, and alarms that are missing."""
    pairs = [
        (float(answer), float(right))
        for answer, right in case.pair_output(0)
        if isinstance(answer, np.ndarray) and isinstance(right, np.ndarray) and answer.ndim == right.ndim == 0
    ]
    whole = all(right == round(right) for _, right in pairs)
    if len(case.family.gives) > 1 or len(pairs) < len(case.family.probes) or not whole:
        return
    due = [(answer, right) for answer, right in pairs if right >= 0]
    calm = [answer for answer, right in pairs if right < 0]
    apart = {answer - right for answer, right in due}
    if len(due) > 1 and len(apart) == 1 and apart != {0.0} and all(answer >= 0 for answer, _ in due):
        by = int(apart.pop())
        says = (
            f"Where an alarm is due, it comes {abs(by)} {'later' if by > 0 else 'earlier'}, on all {len(due)} curves."
        )
        yield make_symptom("offset", says, on=len(due), by=by)
    if len(calm) > 1 and all(answer >= 0 for answer in calm):
        says = f"An alarm is raised on every curve that deserves none, all {len(calm)} of them."
        yield make_symptom("alarmed", says, on=len(calm))
    if len(due) > 1 and all(answer < 0 for answer, _ in due):
        says = f"No alarm is raised on any curve that deserves one, {len(due)} of them."
        yield make_symptom("silent", says, on=len(due))
