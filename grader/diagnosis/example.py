"""The simplest call that shows a mistake: the stub's own example where it does, else the smallest probe."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from grader import course
from grader.diagnosis.answers import TOLERANCES, Answers, compute_answers, is_close, read_answers
from grader.diagnosis.by_hand import TOLERANCE, Example, read_examples
from grader.diagnosis.contracts import is_like_probes
from grader.diagnosis.needs import NO_NEED, Need, read_need
from grader.diagnosis.symptoms.besides import make_wider_inputs
from grader.execution.recall import Recall, RecalledSession
from grader.execution.session import Respondent, SubmissionSession
from grader.misconceptions.toolkit import Family, Probe, Turn
from grader.misconceptions.toolkit.family import NotTabled
from grader.misconceptions.toolkit.readings import READINGS
from grader.model import Diagnosis, Exercise, Plain
from grader.sandbox.grounds import as_floats
from grader.sandbox.outcomes import Returned
from grader.suites.toolkit.bundles import convert_to_arrays
from grader.suites.toolkit.plain import plain
from grader.suites.toolkit.slopes import Slope
from grader.view.call import MAX_ENTRIES, format_argument, format_list, name_not_finite

ROWS = 4
"""Rows of a long path that are shown."""
MAX_PROBES = 40
"""Probes of a family that are tried."""
LONG = 32
"""Losses from which a curve is one whose length matters."""
FEW = 4
"""Losses of a curve that one can follow as they are."""
MAX_CALLS = 20
"""Calls that shrinking may ask for."""
Arguments = tuple[Any, ...]
Shapes = tuple[str, str] | None
"""The shapes of the learner's output and of the right one, as Python writes them; None where they are not the point."""


def find_example(session: SubmissionSession, family: Family, diagnosis: Diagnosis) -> dict[str, Plain]:
    """Find a call that shows what a diagnosis says: its text, the learner's answer, the right one; or return {}."""
    exercise, need = session.submission.exercise, read_need(diagnosis)
    return _make_recall(exercise, family, need).run(
        session, lambda heard: _search_example(RecalledSession(heard), exercise, family, need)
    )


@functools.lru_cache(maxsize=256)
def _make_recall(_exercise: Exercise, _family: Family, _need: Need) -> Recall[dict[str, Plain]]:
    return Recall()


def _search_example(session: Respondent, exercise: Exercise, family: Family, need: Need) -> dict[str, Plain]:
    examples = [example for example in read_examples(exercise) if example.function == family.function]
    defaults = course.read_defaults(exercise).get(family.function, ())
    style = CallStyle(examples[0].positional if examples else 1, defaults, need.argument)
    for wanted in (need, NO_NEED) if need.may_be_dropped else (need,):
        for example in examples:
            if evidence := _try_stub_example(session, family, example, wanted):
                return evidence
        if evidence := _find_smallest(session, family, style, wanted):
            return evidence
    return {}


def _try_stub_example(session: Respondent, family: Family, example: Example, need: Need) -> dict[str, Plain]:
    right = read_answers(family, example.answer)
    if not need.is_held_by(family.parameters, example):
        return {}
    for arguments, text in _spell_example(example):
        outcome = session.ask(family.function, *arguments)
        if not isinstance(outcome, Returned):
            continue
        answers = read_answers(family, outcome.value)
        if _do_differ(answers, right, (TOLERANCE, TOLERANCE)) and need.is_met(
            family.gives, outcome.value, answers, right
        ):
            return _collect_evidence(
                family, text, outcome.value, example.answer, _compare_shapes(need, family, answers, right)
            )
        return {}
    return {}


def _spell_example(example: Example) -> Iterator[tuple[Arguments, str]]:
    """Yield the call as the stub writes it, then with arrays in place of its lists: arguments and text."""
    yield example.arguments, example.pasted
    arrays = tuple(
        convert_to_arrays(argument) if isinstance(argument, list) else argument for argument in example.arguments
    )
    yield arrays, example.pasted.replace("[", "np.array([").replace("]", "])")


class CallStyle(Struct, frozen=True):
    """How a function's calls are written."""

    positional: int
    """How many arguments stand without their names."""
    defaults: tuple[object, ...]
    """The values of the last arguments with which these are left out."""
    shown: str = ""
    """An argument that stands in a call whatever its value is; empty for none."""


def _find_smallest(session: Respondent, family: Family, style: CallStyle, need: Need) -> dict[str, Plain]:
    """Find the probe with the shortest text whose answers differ as they need to, made simpler while they still do."""
    probes = itertools.chain(_sort_by_length(family, style), () if need.may_be_dropped else make_wider_inputs(family))
    differing = (
        (tuple(probe), answers)
        for probe in probes
        if (answers := _find_difference(session, family, probe, need)) is not None
    )
    best, answers = next(differing, ((), None))
    if answers is None:
        return {}
    # Of fewer numbers the spread cannot be read.
    for simplify in itertools.islice(_iterate_simplifications(best), 0 if family.reads else MAX_CALLS):
        simpler = simplify(best)
        if (
            _format_call(family, simpler, style) != _format_call(family, best, style)
            and (difference := _find_difference(session, family, simpler, need, is_probe=False)) is not None
        ):
            best, answers = simpler, difference
    return _collect_evidence(family, _format_call(family, best, style), *answers)


@functools.lru_cache(maxsize=64)
def _sort_by_length(family: Family, style: CallStyle) -> tuple[Arguments, ...]:
    """Return the probes that are tried, those with the shortest text first."""
    probes = [tuple(probe) for probe in itertools.islice(family.probes, MAX_PROBES)]
    return tuple(sorted(probes, key=lambda probe: len(_format_call(family, probe, style))))


def _find_difference(
    session: Respondent, family: Family, arguments: Arguments, need: Need, *, is_probe: bool = True
) -> tuple[Any, Any, Shapes] | None:
    """Return the learner's answer, the right one and their shapes where they differ as they need to; else None.

    A call that is no probe is asked only where it is like one: a simpler call may be one that the stub does not allow.
    """
    try:
        right = compute_answers(family, Probe(*arguments), Turn())
    except (NotTabled, TypeError):
        # A call that was made simpler may be none at all, as with a number in place of a matrix.
        return None
    if any(output is None for output in right) or not (is_probe or is_like_probes(family, arguments, right)):
        return None
    outcome = session.ask(family.function, *arguments)
    if not isinstance(outcome, Returned):
        return None
    answers = read_answers(family, outcome.value)
    if not _do_differ(answers, right, TOLERANCES[-1]):
        return None
    if family.reads:
        tell = READINGS[family.reads].tell
        return tell(outcome.value), tell(right[0]), None
    if not need.is_met(family.gives, outcome.value, answers, right):
        return None
    outputs = [output.tolist() if isinstance(output, np.ndarray) else output for output in right]
    shapes = _compare_shapes(need, family, answers, right)
    return outcome.value, outputs[0] if len(outputs) == 1 else tuple(outputs), shapes


def _iterate_simplifications(arguments: Arguments) -> Iterator[Any]:
    """Yield functions that make a call simpler, each to be tried on the simplest call so far."""
    curves = [index for index, argument in enumerate(arguments) if _is_curve(argument)]
    if curves:
        for index in curves:
            yield from _iterate_shortenings(index)
        return
    yield _take_first_entries
    if any(_is_square(argument) for argument in arguments):
        for count in (1, 2):
            yield lambda call, count=count: tuple(_take_leading(argument, count) for argument in call)
    for digits in (1, 2, 3):
        yield lambda call, digits=digits: tuple(_round(argument, digits) for argument in call)
    for index in range(len(arguments)):
        yield lambda call, index=index: (*call[:index], _make_zero(call[index]), *call[index + 1 :])
    for index, argument in enumerate(arguments):
        if isinstance(argument, int) and argument > 2:
            for fewer in (1, 2, 3):
                yield lambda call, index=index, fewer=fewer: (*call[:index], fewer, *call[index + 1 :])


def _is_curve(argument: Any) -> bool:
    """Tell whether it is a list of losses of which some may be left out."""
    return isinstance(argument, list | tuple) and FEW < len(argument) < LONG


def _iterate_shortenings(index: int) -> Iterator[Any]:
    """Yield functions that leave out a part of a curve: a half, a quarter, an eighth, the larger parts first."""
    for parts in (2, 4, 8):
        for part in reversed(range(parts)):
            yield lambda call, parts=parts, part=part: (
                *call[:index], _leave_out(call[index], part, parts), *call[index + 1 :]
            )  # fmt: skip


def _leave_out(curve: Any, part: int, parts: int) -> Any:
    size = max(1, len(curve) // parts)
    rest = curve[: part * size] + curve[(part + 1) * size :]
    return rest if len(rest) >= 2 else curve


def _take_first_entries(call: Arguments) -> Arguments:
    """Replace every array by its first entry, as a plain number."""
    return tuple(
        float(argument.flat[0]) if isinstance(argument, np.ndarray) and argument.size else argument for argument in call
    )


def _is_square(argument: Any) -> bool:
    return isinstance(argument, np.ndarray) and argument.ndim == 2 and argument.shape[0] == argument.shape[1] > 0


def _take_leading(argument: Any, count: int) -> Any:
    """Take the first `count` entries along each axis: a matrix has a row and a column for each parameter."""
    return argument[(slice(count),) * argument.ndim] if isinstance(argument, np.ndarray) else argument


def _round(argument: Any, digits: int) -> Any:
    if isinstance(argument, float):
        return float(f"{argument:.{digits}g}")
    if isinstance(argument, np.ndarray) and argument.dtype.kind == "f":
        return (
            np.vectorize(lambda entry: float(f"{entry:.{digits}g}"), otypes=[float])(argument)
            if argument.size
            else argument
        )
    return argument


def _make_zero(argument: Any) -> Any:
    """Return zeros in place of an array; a plain number sets a pace and stays."""
    return np.zeros_like(argument) if isinstance(argument, np.ndarray) else argument


def _compare_shapes(need: Need, family: Family, answers: Answers, right: Answers) -> Shapes:
    if need.id != "shape":
        return None
    index = family.gives.index(need.output)
    return _format_shape(answers[index]), _format_shape(right[index])


def _format_shape(output: Any) -> str:
    return str(np.shape(output)) if np.ndim(output) else "a single number"


def _do_differ(answers: Answers, right: Answers, tolerance: tuple[float, float]) -> bool:
    return not all(is_close(mine, theirs, tolerance) for mine, theirs in zip(answers, right, strict=True))


def _format_call(family: Family, arguments: Sequence[Any], style: CallStyle) -> str:
    shown = list(arguments)
    for default in reversed(style.defaults):
        name = family.parameters[len(shown) - 1]
        if (
            len(shown) < len(arguments) - len(style.defaults)
            or name == style.shown
            or not _is_default(shown[-1], default)
        ):
            break
        shown.pop()
    written = [
        _format_argument(argument) if index < style.positional else f"{name}={_format_argument(argument)}"
        for index, (name, argument) in enumerate(zip(family.parameters, shown, strict=False))
    ]
    return f"{family.function}({', '.join(written)})"


def _is_default(argument: Any, default: object) -> bool:
    return type(argument) in (int, float, type(None)) and argument == default


def _format_argument(argument: Any) -> str:
    if isinstance(argument, list | tuple) and any(isinstance(part, np.ndarray) for part in argument):
        return f"[{', '.join(map(_format_argument, argument))}]"
    if isinstance(argument, list | tuple):
        return format_list(plain(argument))
    if isinstance(argument, Slope):
        return argument.code
    if isinstance(argument, np.ndarray) and argument.ndim and argument.size <= 6:
        return name_not_finite(f"np.array({argument.tolist()})")
    return format_argument(plain(argument))


def _collect_evidence(
    family: Family, call: str, yours: object, right: object, shapes: Shapes = None
) -> dict[str, Plain]:
    evidence: dict[str, Plain] = {"call": call, "names": list(family.gives)}
    if shapes is not None:
        evidence["shapes"] = list(shapes)
    if len(family.gives) == 1 and (window := _cut_window(yours, right)):
        first, yours, right = window
        evidence["first"] = first
    # A text that looks like numbers is shown as a text all the same.
    shown = f'"{yours}"' if isinstance(yours, str) and not yours.isidentifier() and not family.reads else yours
    return evidence | {"yours": plain(shown), "right": plain(right)}


def _cut_window(yours: Any, right: Any) -> tuple[int, Any, Any] | None:
    """Cut two long paths to ROWS rows from the last row that agrees; return that row's number and the two parts.

    None where there is nothing to cut.
    """
    if isinstance(yours, str | bytes | dict):
        return None
    try:
        my_rows, right_rows = list(yours), list(right)
    except TypeError:
        return None
    if max(len(my_rows), len(right_rows)) <= MAX_ENTRIES:
        return None
    same = itertools.takewhile(lambda pair: _are_rows_close(*pair), zip(my_rows, right_rows, strict=False))
    first = max(0, sum(1 for _ in same) - 1)
    return first, my_rows[first : first + ROWS], right_rows[first : first + ROWS]


def _are_rows_close(mine: Any, theirs: Any) -> bool:
    answer, expected = as_floats(mine), as_floats(theirs)
    return answer is not None and expected is not None and is_close(answer, expected, TOLERANCES[-1])
