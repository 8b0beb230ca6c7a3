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
    """Return the student's answer as a text or an int, right or not: a law may ask whether it stays the same."""
    answer = contract.ask(student, *call)
    return answer if isinstance(answer, str) else int(numbers(answer, shape=()))


def is_awake(contract: Contract, student: Any, *told: Told) -> None:
    """Let a check wait where one of these answers is wrong.

    A law that compares answers with each other says nothing of a function that gives the same answer to everything.
    """
    with waiting():
        for call in told:
            contract.meet(student, call)


def same_in_every_kind(contract: Contract, student: Any, told: Any, kinds: Iterable[Kind]) -> None:
    """Demand that a curve of any kind gets the student's own answer, and stays as it was. Raises LawBroken."""
    with waiting():
        answer = own(contract, student, told.call)
    untouched(student)
    for kind, turn in kinds:
        turned = (turn(value) if isinstance(value, list) else value for value in told.call)
        for answer_again in student.offer(kind, contract.function, *turned):
            exactly(answer_again, answer, given=told.given)
            untouched(student)


def untouched(student: Any) -> None:
    """Demand that the last call changed none of its arguments. Raises LawBroken."""
    holds(not student.changed, expected="the curve as it was", actual="a changed curve")
