"""The hint ladder: from the law that broke to where one reads on, a rung at a time, never a formula.

The rungs follow the evidence that a predicted beside an actual number, and a question before the answer,
teach more than a verdict (QUIZZES, section 4: elaborated feedback, self-explanation, misconceptions by name).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader import course
from grader.model import HOLDS
from grader.progress import trouble_of
from grader.words import value

Record = Mapping[str, Any]
"""A report (`fallline/report/v1`)."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One hint."""

    number: int
    """From 0."""
    title: str
    text: str
    last: bool = False
    """Whether the ladder ends here."""


def rung(record: Record, number: int) -> Rung | None:
    """The hint of that rung for what is in the way; the last one for any number beyond. None where nothing is."""
    steps = [step for step in (_law, _prediction, _idea, _quantity, _reading) if step(record)]
    if not steps:
        return None
    place = min(number, len(steps) - 1)
    title, text = steps[place](record)  # type: ignore[misc]
    return Rung(place, title, text, last=place == len(steps) - 1)


Step = tuple[str, str] | None


def _law(record: Record) -> Step:
    """Rung 0: the law and the numbers."""
    check = _check(record)
    if check is None:
        return None
    lines = [f"{check['function']} should keep this law: {check['says']}"]
    given = ", ".join(f"{name}={value(one)}" for name, one in check["given"].items())
    if check["expected"] is not None:
        lines.append(f"With {given}:" if given else "Here:")
        lines.append(f"  predicted {value(check['expected'])}, yours {value(check['actual'])}.")
    else:
        lines.append(check["message"].partition("\n")[0])
    return "The law", "\n".join(lines)


def _prediction(record: Record) -> Step:
    """Rung 1: a question to answer before reading on."""
    found = _diagnosis(record)
    if found is None or not found["misconceptions"]:
        return None
    return "A question first", f"{found['hint']}\nWrite your answer down before you take the next hint."


def _idea(record: Record) -> Step:
    """Rung 2: the idea behind the numbers."""
    found = _diagnosis(record)
    if found is None:
        check = _check(record)
        return None if check is None or check["expected"] is None else ("What it means", check["message"])
    return "The idea", found["says"]


def _quantity(record: Record) -> Step:
    """Rung 3: which quantity is off."""
    found = _diagnosis(record)
    states = found["evidence"].get("outputs", {}) if found else {}
    off = [name for name, state in states.items() if state == "off"]
    fine = [name for name, state in states.items() if state == "right"]
    if not off or len(states) < 2:
        return None
    right = f" {_and(fine)} came out right on every probe, so what makes them is sound." if fine else ""
    return "Which quantity", f"What is off is {_and(off)}.{right}"


def _reading(record: Record) -> Step:
    """Rung 4: where to read on."""
    function = trouble_of(dict(record))[0]
    if not function:
        return None
    exercise = course.find(record["exercise"])
    text = f"The docstring of {function} in your file states the convention and one number to check by hand."
    if course.file_of(exercise, "quizzes").is_file():
        text += f"\n`grade quiz {exercise.name}` asks for the idea behind it."
    return "Where to read", text


def _check(record: Record) -> dict[str, Any] | None:
    return next((check for check in record["checks"] if check["outcome"] not in (*HOLDS, "waiting")), None)


def _diagnosis(record: Record) -> dict[str, Any] | None:
    function = trouble_of(dict(record))[0]
    return next((one for one in record["diagnoses"] if one["function"] == function), None)


def _and(names: list[str]) -> str:
    return " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
