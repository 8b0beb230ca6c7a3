"""What asking again shows: changed arguments, a memory between calls, arguments without influence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from grader.diagnosis.answers import Answer, Answers, compute_answers
from grader.diagnosis.contracts import is_like_probes
from grader.diagnosis.symptoms.besides import can_change, make_other_values, mirror_probe, round_to_whole
from grader.diagnosis.symptoms.case import Case, Symptom, are_close, are_identical, convert_answers, make_symptom
from grader.misconceptions.toolkit import Probe, Turn
from grader.sandbox.outcomes import Outcome, Raised, Returned
from grader.text import join_words

ENOUGH = 3
"""Inputs that must show that an argument has no influence."""
DROWNED = 1e-10
"""The share of an answer below which a change cannot be seen beside it."""


def find_changed_arguments(case: Case) -> Iterator[Symptom]:
    """Find arguments that are overwritten, where the numbers are right."""
    changed = sum(isinstance(outcome, Returned) and bool(outcome.changed) for outcome in case.trial.outcomes)
    if changed and case.all_right:
        says = "The numbers are right, but your function changed the caller's arguments. Work on a copy of them."
        yield make_symptom("X-MUTATES", says, on=changed)


def find_unstable_answers(case: Case) -> Iterator[Symptom]:
    """Ask a probe two more times, and find an answer that is not the first one."""
    for index, first in enumerate(case.trial.answers[:3]):
        repeats = [case.ask(case.family.probes[index])[:2] for _ in range(2)]
        if not all(isinstance(outcome, Returned | Raised) for outcome, _ in repeats):
            return
        second, third = (answers for _, answers in repeats)
        if not (are_close(second, first) and are_close(third, first)):
            yield make_symptom(
                "state",
                "The same call gave another answer the next time. Something is kept between calls, read from a clock, "
                "or drawn at random.",
                on=index + 1,
                first=convert_answers(first),
                second=convert_answers(second if not are_close(second, first) else third),
            )
            return


def find_ignored_arguments(case: Case) -> Iterator[Symptom]:
    """Find arguments that can be anything without a change of the answer, to its last digit."""
    arguments = [name for index, name in enumerate(case.names) if can_change(case.family, index)]
    calls_by_name = {name: _count_calls_without_influence(case, case.names.index(name)) for name in arguments}
    if all(calls_by_name.values()) and _never_changes(case):
        yield make_symptom(
            "constant", "The same answer comes back whatever the arguments are.", on=case.count, arguments=arguments
        )
        return
    for name, calls in calls_by_name.items():
        if calls:
            yield make_symptom(
                "ignored",
                f"{name} has no influence on the answer: {calls} calls with another {name} gave the same to the last "
                "digit.",
                on=calls,
                argument=name,
            )


def _never_changes(case: Case) -> bool:
    """Tell whether all answers hold one and the same number (or word), in whatever shape."""
    if any(output is None for answers in case.trial.answers for output in answers):
        return False
    first = case.trial.answers[0]
    return all(_holds_only(output, first[0]) for answers in case.trial.answers for output in answers) or all(
        are_identical(answers, first) for answers in case.trial.answers
    )


def _holds_only(answer: Answer, first: Answer) -> bool:
    """Tell whether every entry of an answer is the first entry of `first`."""
    if isinstance(answer, np.ndarray) and isinstance(first, np.ndarray):
        return answer.size > 0 and first.size > 0 and bool((answer == first.flat[0]).all())
    return isinstance(answer, str) and answer == first


def find_echoed_arguments(case: Case) -> Iterator[Symptom]:
    """Find outputs that are arguments as they came, or a path that never leaves its start."""
    echoes: list[str] = []
    for index, name in enumerate(case.family.gives):
        if case.is_output_right(index):
            continue
        answers = [answer for answer, _ in case.pair_output(index)]
        if name == "path" and (says := _describe_standing_paths(case)):
            yield make_symptom("echo", says, on=case.count, output=name)
            return
        for argument, values in zip(case.names, zip(*case.family.probes, strict=True), strict=True):
            if all(
                not callable(value) and _equals(answer, value) for answer, value in zip(answers, values, strict=True)
            ):
                echoes.append(f"{name} is {argument}")
                break
    if echoes:
        says = f"Your function hands back what it was given: {join_words(echoes)}."
        yield make_symptom("echo", says, on=case.count, echoes=list(echoes))


def _describe_standing_paths(case: Case) -> str:
    """Describe paths that have rows and all rows alike; empty where one of them moves."""
    pairs = list(zip(case.pair_output(0), case.family.probes, strict=True))
    long = [
        (path, probe)
        for (path, right), probe in pairs
        if isinstance(right, np.ndarray) and right.ndim and len(right) > 1
    ]
    if not long:
        return ""
    start = case.names.index("theta0") if "theta0" in case.names else None
    at_start = True
    for path, probe in long:
        if not (isinstance(path, np.ndarray) and path.ndim > 0 and len(path) > 1 and bool((path == path[:1]).all())):
            return ""
        at_start = at_start and start is not None and _equals(path[0], probe[start])
    if start is None:
        return "The path stands still: every row is the same place."
    return (
        "The path never leaves its start: every row is the same place."
        if at_start
        else "The path stands still: every row is the same place, and it is not always the start."
    )


def _equals(answer: Answer | Any, value: Any) -> bool:
    return (
        isinstance(answer, np.ndarray | np.generic)
        and isinstance(value, float | int | np.ndarray)
        and np.array_equal(answer, value)
    )


def find_memory(case: Case) -> Iterator[Symptom]:
    """Find an answer that is off only after another call, where everything else is right."""
    others = [mirror_probe(case.names, probe) for probe in case.family.probes]
    case.session.renew()
    for index, (probe, other) in enumerate(zip(case.family.probes, others, strict=True)):
        if all(mirrored is value for mirrored, value in zip(other, probe, strict=True)):
            return
        # One process for all of them, where most memories show; a process each only to be sure of one that does.
        if _is_off(*_ask_after(case, probe, other)) and (confirmed := _confirm_memory(case, probe, other)):
            alone, later = confirmed
            yield make_symptom(
                "state",
                "A call that is right at first is off after another call. Something is kept between calls.",
                on=index + 1,
                first=convert_answers(alone),
                second=convert_answers(later),
            )
            return


def _ask_after(case: Case, probe: Probe, other: Sequence[Any]) -> tuple[Outcome, Answers, Answers]:
    """Ask a probe, then other arguments; return the outcome, the answers and the right answers of the second call."""
    case.ask(probe)
    return case.ask(other)


def _is_off(outcome: Outcome, answers: Answers, right: Answers) -> bool:
    return isinstance(outcome, Returned | Raised) and not are_close(answers, right)


def _confirm_memory(case: Case, probe: Probe, other: Sequence[Any]) -> tuple[Answers, Answers] | None:
    """Return the answers to other arguments, right when asked alone and off when asked after a probe; else None."""
    case.session.renew()
    alone = case.ask(other)
    case.session.renew()
    later = _ask_after(case, probe, other)
    return (alone[1], later[1]) if are_close(*alone[1:]) and _is_off(*later) else None


def find_whole_number_fault(case: Case) -> Iterator[Symptom]:
    """Find a fault on arrays of whole numbers, the same on all that are tried, where everything else is right."""
    # One process for all of them, where most programs are right; a process each only to be sure of what one shows.
    if list(_try_whole_numbers(case)):
        yield from _try_whole_numbers(case, apart=True)


def _try_whole_numbers(case: Case, *, apart: bool = False) -> Iterator[Symptom]:
    calls = []
    for probe in case.family.probes:
        arguments = [round_to_whole(value) for value in probe]
        if any(isinstance(value, np.ndarray) and value.dtype.kind == "i" for value in arguments):
            if apart:
                case.session.renew()
            call = case.ask(arguments)
            if not is_like_probes(case.family, arguments, call[2]):
                # A number below a twentieth has become a zero, which the stub may not allow.
                continue
            calls.append(call)
            # The very same numbers with decimals: else it may be their size that is too much.
            if not are_close(case.ask_student([_convert_to_decimals(value) for value in arguments]), calls[-1][2]):
                return
    kinds = {outcome.kind for outcome, _, _ in calls if isinstance(outcome, Raised)}
    if calls and len(kinds) == 1 and all(isinstance(outcome, Raised) for outcome, _, _ in calls):
        says = f"On arrays of whole numbers {kinds.copy().pop()} is raised; with decimals the numbers are right."
        if kinds == {"UFuncTypeError"}:
            says += " An integer array cannot store fractions. Make a new array."
        yield make_symptom("whole_numbers", says, on=len(calls))
    elif calls and all(isinstance(outcome, Returned) and not are_close(*pair) for outcome, *pair in calls):
        says = "On arrays of whole numbers the answer is off; with decimals it is right."
        yield make_symptom("whole_numbers", says, on=len(calls))


def _convert_to_decimals(value: Any) -> Any:
    return value.astype(float) if isinstance(value, np.ndarray) and value.dtype.kind == "i" else value


def _count_calls_without_influence(case: Case, index: int) -> int:
    """Count the calls with another value of an argument that left the answer as it was to the last bit.

    Zero where one did not, and where there were fewer than three inputs whose right answer changes.
    """
    calls = inputs = 0
    for probe, answers, right in case.iterate_probes():
        if any(output is None for output in answers):
            continue
        telling = 0
        for value in make_other_values(case.names[index], probe[index]):
            arguments = [*probe]
            arguments[index] = value
            expected = compute_answers(case.family, Probe(*arguments), Turn())
            if are_close(expected, right) or _drowns(answers, expected, right):
                continue
            if not are_identical(case.ask(arguments)[1], answers):
                return 0
            telling += 1
        calls += telling
        inputs += telling > 0
    return calls if inputs >= ENOUGH else 0


def _drowns(answers: Answers, expected: Answers, right: Answers) -> bool:
    """Tell whether answers are so large that the change between two right ones is lost beside them."""
    changes = [
        float(np.abs(after - before).max(initial=0.0))
        for after, before in zip(expected, right, strict=True)
        if isinstance(after, np.ndarray) and isinstance(before, np.ndarray) and after.shape == before.shape
    ]
    sizes = [float(np.abs(output).max(initial=0.0)) for output in answers if isinstance(output, np.ndarray)]
    return bool(changes and sizes) and max(changes) < DROWNED * max(sizes)
