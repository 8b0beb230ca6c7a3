"""What every function that reads a curve owes: the same answer whatever holds the losses, which stay as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from grader.suites.toolkit.contract import Contract, Told, waiting
from grader.suites.toolkit.law import exactly, holds, numbers

Kind = tuple[str, Callable[[list[float]], Any]]
KINDS: tuple[Kind, ...] = (
    ("a tuple", tuple),
    ("an array", lambda losses: np.array(losses, dtype=float)),
    ("single precision", lambda losses: np.array(losses, dtype=np.float32)),
)


def own(contract: Contract, student: Any, call: Sequence[Any]) -> str | int:
    """Return the student's answer, right or not: what follows asks whether it stays the same."""
    answer = contract.ask(student, *call)
    return answer if isinstance(answer, str) else int(numbers(answer, shape=()))


def is_awake(contract: Contract, student: Any, *told: Told) -> None:
    """Let a law that compares answers with each other wait where they are alike and these are wrong."""
    with waiting():
        for one in told:
            contract.meet(student, one)


def same_in_every_kind(contract: Contract, student: Any, told: Any, kinds: Iterable[Kind]) -> None:
    """Demand that a curve of any kind gets the student's own answer, and stays as it was."""
    with waiting():
        answer = own(contract, student, told.call)
    untouched(student)
    for kind, turn in kinds:
        turned = (turn(one) if isinstance(one, list) else one for one in told.call)
        for found in student.offer(kind, contract.function, *turned):
            exactly(found, answer, given=told.given)
            untouched(student)


def untouched(student: Any) -> None:
    """Demand that the last call changed nothing."""
    holds(not student.changed, expected="the curve as it was", actual="a changed curve")
