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
from grader.execution.recall import Recall, SessionAgain
from grader.execution.session import Respondent, SubmissionSession
from grader.misconceptions.toolkit import Family, Probe, Turn
from grader.misconceptions.toolkit.family import NotTabled
from grader.misconceptions.toolkit.readings import READINGS
from grader.model import Exercise, Plain
from grader.sandbox.grounds import as_floats
from grader.sandbox.outcomes import Returned
from grader.suites.toolkit.bundles import as_arrays
from grader.suites.toolkit.plain import plain
from grader.suites.toolkit.slopes import Slope
from grader.view.call import MOST_ENTRIES, write_argument, write_list

ROWS = 4
"""Of a long path, that are shown."""
MOST_PROBES = 40
"""Of a family's probes that are tried."""
LONG = 32
"""Losses from which a curve is one whose length matters."""
FEW = 4
"""Losses of a curve that one can follow as they are."""
MOST_CALLS = 20
"""Calls that shrinking may ask for."""
Arguments = tuple[Any, ...]


def find_example(session: SubmissionSession, family: Family) -> dict[str, Plain]:
    """Find a call on which the function is wrong; its text, the learner's answer and the right one, or nothing."""
    exercise = session.submission.exercise
    return _recall(exercise, family).result(session, lambda heard: _found(SessionAgain(heard), exercise, family))


@functools.lru_cache(maxsize=64)
def _recall(_exercise: Exercise, _family: Family) -> Recall[dict[str, Plain]]:
    return Recall()


def _found(session: Respondent, exercise: Exercise, family: Family) -> dict[str, Plain]:
    worked = [one for one in read_examples(exercise) if one.function == family.function]
    for example in worked:
        if found := _by_hand(session, family, example):
            return found
    defaults = course.defaults(exercise).get(family.function, ())
    return _smallest(session, family, Writing(worked[0].positional if worked else 1, defaults))


def _by_hand(session: Respondent, family: Family, example: Example) -> dict[str, Plain]:
    wanted = read_answers(family, example.answer)
    for arguments, text in _spellings(example):
        outcome = session.ask(family.function, *arguments)
        if not isinstance(outcome, Returned):
            continue
        if _differ(read_answers(family, outcome.value), wanted, (TOLERANCE, TOLERANCE)):
            return _evidence(family, text, outcome.value, example.answer)
        return {}
    return {}


def _spellings(example: Example) -> Iterator[tuple[Arguments, str]]:
    """The call as the stub writes it, and with arrays in place of its lists."""
    yield example.arguments, example.pasted
    arrays = tuple(as_arrays(one) if isinstance(one, list) else one for one in example.arguments)
    yield arrays, example.pasted.replace("[", "np.array([").replace("]", "])")


class Writing(Struct, frozen=True):
    """How a function's calls are written."""

    by_place: int
    """Arguments without their names."""
    defaults: tuple[object, ...]
    """Of the last arguments, which are left out where they have just these values."""


def _smallest(session: Respondent, family: Family, writing: Writing) -> dict[str, Plain]:
    """The probe with the shortest text on which the answers differ, made simpler while they still do."""
    differing = (
        (probe, answers)
        for probe in _by_length(family, writing)
        if (answers := _is_wrong(session, family, probe)) is not None
    )
    best, answers = next(differing, ((), None))
    if answers is None:
        return {}
    # Of fewer numbers the spread cannot be read.
    for simpler_than in itertools.islice(_simpler(best), 0 if family.reads else MOST_CALLS):
        simpler = simpler_than(best)
        if (
            _text(family, simpler, writing) != _text(family, best, writing)
            and (found := _is_wrong(session, family, simpler)) is not None
        ):
            best, answers = simpler, found
    return _evidence(family, _text(family, best, writing), *answers)


@functools.lru_cache(maxsize=64)
def _by_length(family: Family, writing: Writing) -> tuple[Arguments, ...]:
    """The probes that are tried, those with the shortest text first."""
    probes = [tuple(probe) for probe in itertools.islice(family.probes, MOST_PROBES)]
    return tuple(sorted(probes, key=lambda probe: len(_text(family, probe, writing))))


def _is_wrong(session: Respondent, family: Family, arguments: Arguments) -> tuple[Any, Any] | None:
    """The learner's answer and the right one where they differ; None where they agree or there is none."""
    try:
        wanted = compute_answers(family, Probe(*arguments), Turn())
    except (NotTabled, TypeError):
        # A call that was made simpler may be none at all, as with a number in place of a matrix.
        return None
    if any(one is None for one in wanted):
        return None
    outcome = session.ask(family.function, *arguments)
    if not isinstance(outcome, Returned):
        return None
    if not _differ(read_answers(family, outcome.value), wanted, TOLERANCES[-1]):
        return None
    if family.reads:
        tell = READINGS[family.reads].tell
        return tell(outcome.value), tell(wanted[0])
    right = [one.tolist() if isinstance(one, np.ndarray) else one for one in wanted]
    return outcome.value, right[0] if len(right) == 1 else tuple(right)


def _simpler(arguments: Arguments) -> Iterator[Any]:
    """Ways to make a call simpler, each tried on the simplest found so far."""
    curves = [place for place, one in enumerate(arguments) if _is_curve(one)]
    if curves:
        for place in curves:
            yield from _shorter(place)
        return
    yield _one_coordinate
    if any(_is_square(one) for one in arguments):
        for count in (1, 2):
            yield lambda given, count=count: tuple(_leading(one, count) for one in given)
    for digits in (1, 2, 3):
        yield lambda given, digits=digits: tuple(_rounded(one, digits) for one in given)
    for place in range(len(arguments)):
        yield lambda given, place=place: (*given[:place], _zero(given[place]), *given[place + 1 :])
    for place, one in enumerate(arguments):
        if isinstance(one, int) and one > 2:
            for fewer in (1, 2, 3):
                yield lambda given, place=place, fewer=fewer: (*given[:place], fewer, *given[place + 1 :])


def _is_curve(one: Any) -> bool:
    """Whether it is a row of losses, of which some may be left out."""
    return isinstance(one, list | tuple) and FEW < len(one) < LONG


def _shorter(place: int) -> Iterator[Any]:
    """Ways to leave out a part of a curve: a half, a quarter, an eighth, the larger parts first."""
    for parts in (2, 4, 8):
        for part in reversed(range(parts)):
            yield lambda given, parts=parts, part=part: (
                *given[:place], _without(given[place], part, parts), *given[place + 1 :]
            )  # fmt: skip


def _without(curve: Any, part: int, parts: int) -> Any:
    size = max(1, len(curve) // parts)
    left = curve[: part * size] + curve[(part + 1) * size :]
    return left if len(left) >= 2 else curve


def _one_coordinate(given: Arguments) -> Arguments:
    """The first coordinate of every array, as plain numbers."""
    return tuple(float(one.flat[0]) if isinstance(one, np.ndarray) and one.size else one for one in given)


def _is_square(one: Any) -> bool:
    return isinstance(one, np.ndarray) and one.ndim == 2 and one.shape[0] == one.shape[1] > 0


def _leading(one: Any, count: int) -> Any:
    """So many parameters, where a matrix beside them has a row and a column for each."""
    return one[(slice(count),) * one.ndim] if isinstance(one, np.ndarray) else one


def _rounded(one: Any, digits: int) -> Any:
    if isinstance(one, float):
        return float(f"{one:.{digits}g}")
    if isinstance(one, np.ndarray) and one.dtype.kind == "f":
        return np.vectorize(lambda entry: float(f"{entry:.{digits}g}"), otypes=[float])(one) if one.size else one
    return one


def _zero(one: Any) -> Any:
    """Nothing in place of a state; what sets a pace stays."""
    return np.zeros_like(one) if isinstance(one, np.ndarray) else one


def _differ(found: Answers, wanted: Answers, tolerance: tuple[float, float]) -> bool:
    return not all(is_close(one, other, tolerance) for one, other in zip(found, wanted, strict=True))


def _text(family: Family, arguments: Sequence[Any], writing: Writing) -> str:
    shown = list(arguments)
    for usual in reversed(writing.defaults):
        if len(shown) < len(arguments) - len(writing.defaults) or not _is_just(shown[-1], usual):
            break
        shown.pop()
    words = [
        _argument(one) if place < writing.by_place else f"{name}={_argument(one)}"
        for place, (name, one) in enumerate(zip(family.parameters, shown, strict=False))
    ]
    return f"{family.function}({', '.join(words)})"


def _is_just(one: Any, usual: object) -> bool:
    return type(one) in (int, float, type(None)) and one == usual


def _argument(one: Any) -> str:
    if isinstance(one, list | tuple) and any(isinstance(part, np.ndarray) for part in one):
        return f"[{', '.join(map(_argument, one))}]"
    if isinstance(one, list | tuple):
        return write_list(plain(one))
    if isinstance(one, Slope):
        return one.code
    if isinstance(one, np.ndarray) and one.ndim:
        return f"np.array({one.tolist()})" if one.size <= 6 else write_argument(plain(one))
    return write_argument(plain(one))


def _evidence(family: Family, call: str, yours: object, right: object) -> dict[str, Plain]:
    told: dict[str, Plain] = {"call": call, "names": list(family.gives)}
    if len(family.gives) == 1 and (window := _window(yours, right)):
        first, yours, right = window
        told["first"] = first
    # A text that looks like numbers is one all the same.
    shown = f'"{yours}"' if isinstance(yours, str) and not yours.isidentifier() and not family.reads else yours
    return told | {"yours": plain(shown), "right": plain(right)}


def _window(yours: Any, right: Any) -> tuple[int, Any, Any] | None:
    """The part of two long paths around the first row that differs, and the number of its first row."""
    if isinstance(yours, str | bytes | dict):
        return None
    try:
        mine, wanted = list(yours), list(right)
    except TypeError:
        return None
    if max(len(mine), len(wanted)) <= MOST_ENTRIES:
        return None
    same = itertools.takewhile(lambda pair: _is_close(*pair), zip(mine, wanted, strict=False))
    first = max(0, sum(1 for _ in same) - 1)
    return first, mine[first : first + ROWS], wanted[first : first + ROWS]


def _is_close(one: Any, other: Any) -> bool:
    found, wanted = as_floats(one), as_floats(other)
    return found is not None and wanted is not None and is_close(found, wanted, TOLERANCES[-1])
