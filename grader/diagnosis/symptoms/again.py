"""What asking again shows: changed arguments, a memory between calls, arguments without influence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.diagnosis.answers import Answer, Answers, compute_answers
from grader.diagnosis.symptoms.besides import can_change, make_other_values, mirror_probe, round_to_whole
from grader.diagnosis.symptoms.case import Case, Symptom, are_close, are_identical, make_symptom, to_plain
from grader.misconceptions.toolkit import Probe, Turn
from grader.sandbox.outcomes import Outcome, Raised, Returned

ENOUGH = 3
DROWNED = 1e-10
"""Of an answer: a change smaller than this cannot be seen beside it."""


def find_changed_arguments(case: Case) -> Iterator[Symptom]:
    """Arguments overwritten, and the numbers right."""
    changed = sum(isinstance(one, Returned) and bool(one.changed) for one in case.trial.outcomes)
    if changed and case.all_right:
        says = "The numbers are right, but your function changed the caller's arguments. Return a new array."
        yield make_symptom("X-MUTATES", says, on=changed)


def find_unstable_answers(case: Case) -> Iterator[Symptom]:
    """The same call again, twice."""
    for place, first in enumerate(case.trial.answers[:3]):
        asked = [case.ask(case.family.probes[place])[:2] for _ in range(2)]
        if not all(isinstance(outcome, Returned | Raised) for outcome, _ in asked):
            return
        second, third = (answers for _, answers in asked)
        if not (are_close(second, first) and are_close(third, first)):
            yield make_symptom(
                "state",
                "The same call gave another answer the next time. Something is kept between calls, read from a clock, "
                "or drawn at random.",
                on=place + 1,
                first=to_plain(first),
                second=to_plain(second if not are_close(second, first) else third),
            )
            return


def find_ignored_arguments(case: Case) -> Iterator[Symptom]:
    """Arguments that can be anything without a change of the answer, to its last digit."""
    arguments = [name for place, name in enumerate(case.names) if can_change(case.family, place)]
    asked = {name: _asked_in_vain(case, case.names.index(name)) for name in arguments}
    if all(asked.values()) and _never_changes(case):
        yield make_symptom(
            "constant", "The same answer comes back whatever the arguments are.", on=case.count, arguments=arguments
        )
        return
    for name, calls in asked.items():
        if calls:
            yield make_symptom(
                "ignored",
                f"{name} has no influence on the answer: {calls} calls with another {name} gave the same to the last "
                "digit.",
                on=calls,
                argument=name,
            )


def _never_changes(case: Case) -> bool:
    """Whether all answers hold one and the same number (or word), in whatever shape."""
    if any(one is None for answers in case.trial.answers for one in answers):
        return False
    first = case.trial.answers[0]
    return all(_all_one(one, first[0]) for answers in case.trial.answers for one in answers) or all(
        are_identical(answers, first) for answers in case.trial.answers
    )


def _all_one(answer: Answer, first: Answer) -> bool:
    if isinstance(answer, np.ndarray) and isinstance(first, np.ndarray):
        return answer.size > 0 and first.size > 0 and bool((answer == first.flat[0]).all())
    return isinstance(answer, str) and answer == first


def find_echoed_arguments(case: Case) -> Iterator[Symptom]:
    """Outputs that are arguments as they came, or a path that never leaves its start."""
    told: list[str] = []
    for place, name in enumerate(case.family.gives):
        if case.is_output_right(place):
            continue
        found = [one for one, _ in case.pair_output(place)]
        if name == "path" and (stands := _stands(case)):
            yield make_symptom("echo", stands, on=case.count, output=name)
            return
        for argument, values in zip(case.names, zip(*case.family.probes, strict=True), strict=True):
            if all(not callable(value) and _is(one, value) for one, value in zip(found, values, strict=True)):
                told.append(f"{name} is {argument}")
                break
    if told:
        *most, last = told
        joined = f"{', '.join(most)} and {last}" if most else last
        says = f"Your function hands back what it was given: {joined}."
        yield make_symptom("echo", says, on=case.count, echoes=list(told))


def _stands(case: Case) -> str:
    """What to say of paths that all have rows, and all rows alike; nothing where one of them moves."""
    pairs = list(zip(case.pair_output(0), case.family.probes, strict=True))
    long = [
        (found, probe)
        for (found, right), probe in pairs
        if isinstance(right, np.ndarray) and right.ndim and len(right) > 1
    ]
    if not long:
        return ""
    start = case.names.index("theta0")
    at_start = True
    for one, probe in long:
        if not (isinstance(one, np.ndarray) and one.ndim > 0 and len(one) > 1 and bool((one == one[:1]).all())):
            return ""
        at_start = at_start and _is(one[0], probe[start])
    return (
        "The path never leaves its start: every row is the same place."
        if at_start
        else "The path stands still: every row is the same place, and it is not always the start."
    )


def _is(found: Answer | Any, value: Any) -> bool:
    return (
        isinstance(found, np.ndarray | np.generic)
        and isinstance(value, float | int | np.ndarray)
        and np.array_equal(found, value)
    )


def find_memory(case: Case) -> Iterator[Symptom]:
    """Other arguments after the same ones, where everything else is right."""
    others = [mirror_probe(case.names, probe) for probe in case.family.probes]
    case.session.renew()
    for place, (probe, other) in enumerate(zip(case.family.probes, others, strict=True)):
        if all(value is one for value, one in zip(other, probe, strict=True)):
            return
        # One process for all of them, where most memories show; a process each only to be sure of one that does.
        if _is_off(*_after(case, probe, other)) and (found := _remembered(case, probe, other)):
            alone, later = found
            yield make_symptom(
                "state",
                "A call that is right at first is off after another call. Something is kept between calls.",
                on=place + 1,
                first=to_plain(alone),
                second=to_plain(later),
            )
            return


def _after(case: Case, probe: Probe, other: Sequence[Any]) -> tuple[Outcome, Answers, Answers]:
    """What comes of other arguments after a probe."""
    case.ask(probe)
    return case.ask(other)


def _is_off(outcome: Outcome, found: Answers, wanted: Answers) -> bool:
    return isinstance(outcome, Returned | Raised) and not are_close(found, wanted)


def _remembered(case: Case, probe: Probe, other: Sequence[Any]) -> tuple[Answers, Answers] | None:
    """The answers to other arguments alone, which are right, and after a probe, which are not; else None."""
    case.session.renew()
    alone = case.ask(other)
    case.session.renew()
    later = _after(case, probe, other)
    return (alone[1], later[1]) if are_close(*alone[1:]) and _is_off(*later) else None


def find_whole_number_fault(case: Case) -> Iterator[Symptom]:
    """Arrays of whole numbers, where everything else is right: the same on all that are tried."""
    # One process for all of them, where most programs are right; a process each only to be sure of what one shows.
    if list(_on_whole_numbers(case)):
        yield from _on_whole_numbers(case, apart=True)


def _on_whole_numbers(case: Case, *, apart: bool = False) -> Iterator[Symptom]:
    asked = []
    for probe in case.family.probes:
        given = [round_to_whole(value) for value in probe]
        if any(isinstance(one, np.ndarray) and one.dtype.kind == "i" for one in given):
            if apart:
                case.session.renew()
            asked.append(case.ask(given))
            # The very same numbers with decimals: else it may be their size that is too much.
            if not are_close(case.ask_student([_with_decimals(one) for one in given]), asked[-1][2]):
                return
    kinds = {outcome.kind for outcome, _, _ in asked if isinstance(outcome, Raised)}
    if asked and len(kinds) == 1 and all(isinstance(outcome, Raised) for outcome, _, _ in asked):
        says = f"On arrays of whole numbers {kinds.copy().pop()} is raised; with decimals the numbers are right."
        if kinds == {"UFuncTypeError"}:
            says += " An integer array cannot store fractions. Make a new array."
        yield make_symptom("whole_numbers", says, on=len(asked))
    elif asked and all(isinstance(outcome, Returned) and not are_close(*pair) for outcome, *pair in asked):
        says = "On arrays of whole numbers the answer is off; with decimals it is right."
        yield make_symptom("whole_numbers", says, on=len(asked))


def _with_decimals(value: Any) -> Any:
    return value.astype(float) if isinstance(value, np.ndarray) and value.dtype.kind == "i" else value


def _asked_in_vain(case: Case, place: int) -> int:
    """How many calls with another value of an argument left the answer as it was to the last bit.

    Zero where one did not, and where there were fewer than three inputs whose right answer changes.
    """
    calls = inputs = 0
    for probe, answers, right in case.iterate_probes():
        if any(one is None for one in answers):
            continue
        telling = 0
        for value in make_other_values(case.names[place], probe[place]):
            arguments = [*probe]
            arguments[place] = value
            wanted = compute_answers(case.family, Probe(*arguments), Turn())
            if are_close(wanted, right) or _drowns(answers, wanted, right):
                continue
            if not are_identical(case.ask(arguments)[1], answers):
                return 0
            telling += 1
        calls += telling
        inputs += telling > 0
    return calls if inputs >= ENOUGH else 0


def _drowns(found: Answers, wanted: Answers, right: Answers) -> bool:
    """Whether numbers are so large that the change from one right answer to the other is lost beside them."""
    changes = [
        float(np.abs(one - other).max(initial=0.0))
        for one, other in zip(wanted, right, strict=True)
        if isinstance(one, np.ndarray) and isinstance(other, np.ndarray) and one.shape == other.shape
    ]
    sizes = [float(np.abs(one).max(initial=0.0)) for one in found if isinstance(one, np.ndarray)]
    return bool(changes and sizes) and max(changes) < DROWNED * max(sizes)
