"""What asking again shows: changed arguments, a memory between calls, arguments without influence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from grader.diagnosis.answers import Answer, imagined
from grader.diagnosis.symptoms.case import Case, Symptom, same, say, shown
from grader.misconceptions.toolkit import Probe, Turn
from grader.sandbox.outcomes import Raised, Returned

SIGNED = frozenset({"theta", "theta0", "grad", "moment", "m"})
"""Arguments that may turn around; the others stay positive, and below what they were."""
ENOUGH = 3
FIXED = frozenset({"eps"})
"""Without influence where a program is right."""


def changes(case: Case) -> Iterator[Symptom]:
    """Arguments overwritten, and the numbers right."""
    changed = any(isinstance(one, Returned) and one.changed for one in case.trial.outcomes)
    if changed and case.all_right:
        yield say("X-MUTATES", "The numbers are right, but the arguments were changed: the past of the run is gone.")


def fickle(case: Case) -> Iterator[Symptom]:
    """The same call again, twice."""
    for place, first in enumerate(case.trial.answers[:3]):
        second, third = (case.ask(case.family.probes[place])[1] for _ in range(2))
        if not (same(second, first) and same(third, first)):
            yield say(
                "state",
                "The same call gave other numbers the next time: something is kept between calls, or drawn at random.",
                first=shown(first),
                second=shown(second if not same(second, first) else third),
            )
            return


def ignored(case: Case) -> Iterator[Symptom]:
    """Arguments that can be anything without a change of the answer."""
    arguments = [name for place, name in enumerate(case.names) if _can_turn(case, place)]
    idle = [name for name in arguments if _without_influence(case, case.names.index(name))]
    others = [name for name in case.names if name not in (*arguments, *FIXED)]
    alike = all(same(answers, case.trial.answers[0]) for answers in case.trial.answers)
    if len(idle) == len(arguments) and (alike or (len(arguments) > 1 and not others)):
        yield say("constant", "The same answer comes back whatever the arguments are.", arguments=list(idle))
        return
    for name in idle:
        yield say("ignored", f"{name} has no influence on the answer.", argument=name)


def echoes(case: Case) -> Iterator[Symptom]:
    """Outputs that are arguments as they came, or a path that never leaves its start."""
    told: list[str] = []
    for place, name in enumerate(case.family.gives):
        if case.right_at(place):
            continue
        found = [one for one, _ in case.output(place)]
        if name == "path" and _never_leaves(case.output(place)):
            yield say("echo", "The path never leaves its start: every row is the same place.", output=name)
            return
        for argument, values in zip(case.names, zip(*case.family.probes, strict=True), strict=True):
            if all(not callable(value) and _is(one, value) for one, value in zip(found, values, strict=True)):
                told.append(f"{name} is {argument}")
                break
    if told:
        *most, last = told
        joined = f"{', '.join(most)} and {last}" if most else last
        yield say("echo", f"What came back was handed over just so: {joined}.", echoes=list(told))


def _never_leaves(paths: list[tuple[Answer, Answer]]) -> bool:
    """Whether every path that should have rows has them, all of them alike."""
    long = [found for found, right in paths if isinstance(right, np.ndarray) and right.ndim and len(right) > 1]
    return all(
        isinstance(one, np.ndarray) and one.ndim > 0 and len(one) > 1 and bool((one == one[:1]).all()) for one in long
    )


def _is(found: Answer, value: Any) -> bool:
    return (
        isinstance(found, np.ndarray) and isinstance(value, float | int | np.ndarray) and np.array_equal(found, value)
    )


def remembers(case: Case) -> Iterator[Symptom]:
    """Other arguments after the same ones, where everything else is right."""
    for probe in case.family.probes:
        turned = [-1.7 * value if name in SIGNED else value for name, value in zip(case.names, probe, strict=True)]
        if all(value is other for value, other in zip(turned, probe, strict=True)):
            return
        case.desk.fresh()
        alone = case.ask(turned)
        case.desk.fresh()
        case.ask(probe)
        later = case.ask(turned)
        if same(alone[1], alone[2]) and not same(later[1], later[2]):
            yield say(
                "state",
                "A call that is right in a fresh process is off after another call: something is kept between calls.",
                first=shown(alone[1]),
                second=shown(later[1]),
            )
            return


def whole_numbers(case: Case) -> Iterator[Symptom]:
    """Arrays of whole numbers, where everything else is right."""
    for probe in case.family.probes:
        whole = [_whole(value) for value in probe]
        if not any(isinstance(one, np.ndarray) and one.dtype.kind == "i" for one in whole):
            continue
        case.desk.fresh()
        outcome, found, wanted = case.ask(whole)
        if isinstance(outcome, Raised):
            says = f"On arrays of whole numbers {outcome.kind} is raised; with decimals the numbers are right."
            if outcome.kind == "UFuncTypeError":
                says += " Places on an integer grid cannot take a step of a fraction."
            yield say("whole_numbers", says)
        elif not same(found, wanted):
            yield say("whole_numbers", "On arrays of whole numbers the answer is off; with decimals it is right.")
        return


def _can_turn(case: Case, place: int) -> bool:
    name, value = case.names[place], case.family.probes[0][place]
    return name not in FIXED and isinstance(value, float | np.floating | np.ndarray | int) and not callable(value)


def _without_influence(case: Case, place: int) -> bool:
    """Whether other values of an argument leave every answer as it was that ought to change, three at least."""
    asked = 0
    for probe, answers, right in zip(case.family.probes, case.trial.answers, case.trial.right, strict=True):
        if any(one is None for one in answers):
            continue
        telling = False
        for value in _turned(case.names[place], probe[place]):
            arguments = [*probe]
            arguments[place] = value
            if same(imagined(case.family, Probe(*arguments), Turn()), right):
                continue
            if not same(case.ask(arguments)[1], answers):
                return False
            telling = True
        asked += telling
    return asked >= ENOUGH


def _turned(name: str, value: Any) -> list[Any]:
    """Other values that the argument may have."""
    if isinstance(value, int) and not isinstance(value, np.generic):
        return [value + 1, value + 4]
    turned = [-1.7 * value, 0.37 * value] if name in SIGNED else [0.37 * value, 0.81 * value]
    return [type(value)(one) if np.ndim(value) == 0 and not isinstance(value, np.ndarray) else one for one in turned]


def _whole(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.ndim:
        return np.rint(10 * value).astype(int)
    return value
