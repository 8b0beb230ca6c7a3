"""The one comparison. Whatever a student returned is judged here and nowhere else.

Exact shape and kind first, then finiteness, then values: an empty array is close to anything, NaN slips
through every `<`, and a stray axis broadcasts into gigabytes, so none of them may reach the comparison.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.sandbox.grounds import as_floats, is_numeric
from grader.suites.toolkit.plain import plain
from grader.text import join_words

RTOL = 2e-5
"""Single precision passes everywhere."""
ATOL_OF_TERMS = 2e-6
"""Of the largest term of the formula: what single precision loses where large terms cancel."""
DROWNS = 1e3
"""An answer this large swallows, by rounding alone, whatever is added to places and slopes of ordinary size."""

Floats = NDArray[np.float64]
Fault = Literal["value", "shape", "nonfinite"]


class LawBroken(Exception):
    """A law did not hold for the numbers that came back."""

    def __init__(
        self,
        because: str = "",
        *,
        says: str = "",
        expected: object = None,
        actual: object = None,
        given: Mapping[str, object] | None = None,
        fault: Fault = "value",
    ) -> None:
        super().__init__(f"{says} {because}".strip())
        self.says = says
        """What is wrong with the answer itself: its count, its shape, its kind."""
        self.because = because
        self.expected = plain(expected)
        self.actual = plain(actual)
        self.given = None if given is None else {name: plain(value) for name, value in given.items()}
        self.fault = fault


class Waiting(Exception):
    """What a check is about cannot be told before other numbers are right."""


def law(
    actual: object,
    expected: ArrayLike,
    *,
    because: str = "",
    given: Mapping[str, object] | None = None,
    terms: Sequence[ArrayLike] = (),
    slack: float = 0.0,
) -> None:
    """Demand that `actual` is `expected`: same shape, finite, close.

    `because` says what breaking the law does to a run; left out, the second paragraph of the check's docstring does.
    `given` are the inputs to show; left out, the last call's arguments are shown. `terms` are the terms of the
    formula, whose largest sets how much cancellation may cost; `slack` is a further absolute allowance (1e-5·lr for
    the Adam family).
    Raises LawBroken.
    """
    right = np.asarray(expected, dtype=np.float64)
    answer = numbers(actual, because, given=given, shape=right.shape, expected=expected)
    if not _is_close(answer, right, terms, slack):
        raise LawBroken(because, expected=right, actual=answer, given=given)


def holds(
    condition: Any,
    *,
    because: str = "",
    expected: object,
    actual: object,
    given: Mapping[str, object] | None = None,
) -> None:
    """Demand a condition on numbers already taken by `numbers`; write it so that NaN makes it false."""
    if not bool(condition):
        raise LawBroken(because, expected=expected, actual=actual, given=given)


def differs(
    actual: object, other: ArrayLike, *, because: str = "", given: Mapping[str, object] | None = None
) -> Floats:
    """Demand finite numbers of the shape of `other` that are not `other` all over, and return them.

    For laws that compare a student's answers with each other: what stands still, or says the same to
    everything, keeps most of them without doing anything.
    """
    reference = np.asarray(other, dtype=np.float64)
    answer = numbers(actual, because, given=given, shape=reference.shape)
    far = np.abs(answer - reference) > 1e-3 * np.maximum(np.abs(reference), 1e-3)
    if not far.any():
        raise LawBroken(because, expected=f"other numbers than {plain(reference)}", actual=answer, given=given)
    return answer


def moderate(values: Floats, *, because: str = "", given: Mapping[str, object] | None = None) -> Floats:
    """Demand numbers beside which a law can still see what it adds to them, and return them.

    For laws that add something of their own to a student's answer: any two answers of 1e300 are close.
    """
    if np.abs(values).max() > DROWNS:
        says = "Beside numbers this large nothing else can be seen."
        raise LawBroken(because, says=says, expected=f"numbers below {DROWNS:g}", actual=values, given=given)
    return values


def exactly(
    actual: object, expected: int | str, *, because: str = "", given: Mapping[str, object] | None = None
) -> None:
    """Demand a whole number or a label; an int, np.int64, 0-d array or float of one value are one answer."""
    if isinstance(expected, str):
        answer: object = actual if type(actual) is str else None
    else:
        answer = _find_whole_number(actual)
    if answer is None:
        kind = "a label (a str)" if isinstance(expected, str) else "a whole number"
        raise LawBroken(
            because,
            says=f"Return {kind}. Yours is {_describe_kind(actual)}.",
            expected=expected,
            actual=actual,
            given=given,
            fault="shape",
        )
    if answer != expected:
        raise LawBroken(because, expected=expected, actual=answer, given=given)


def numbers(
    value: object,
    because: str = "",
    *,
    given: Mapping[str, object] | None = None,
    shape: tuple[int, ...] | None = None,
    expected: object = None,
) -> Floats:
    """Return the student's value as finite float64 numbers, of exactly `shape` where one is named. Raises LawBroken."""
    array = as_floats(value)
    if array is None:
        raise LawBroken(
            because,
            says=_explain_no_numbers(value),
            expected=expected,
            actual=value,
            given=given,
            fault="shape",
        )
    if shape is not None and array.shape != shape:
        raise LawBroken(
            because,
            says=f"Return {_describe_shape(shape)}. You returned {_describe_shape(array.shape)}.",
            expected=expected,
            actual=value,
            given=given,
            fault="shape",
        )
    if not np.isfinite(array).all():
        raise LawBroken(
            because,
            says="Your answer holds a number that is not finite (nan or inf).",
            expected=expected,
            actual=value,
            given=given,
            fault="nonfinite",
        )
    return array


def parts(
    value: object, names: Sequence[str], *, because: str = "", given: Mapping[str, object] | None = None
) -> list[Any]:
    """Return the parts of a pair or triple, whatever holds it: tuple, list or one stacked array. Raises LawBroken."""
    has_parts = isinstance(value, tuple | list) or (isinstance(value, np.ndarray) and value.ndim > 0)
    if has_parts and len(value) == len(names):  # type: ignore[arg-type]
        return list(value)  # type: ignore[call-overload, no-any-return]
    raise LawBroken(
        because,
        says=f"Return {_spell_count(len(names))} values, {join_words(names)}. "
        f"You returned {_describe_returned(value)}.",
        expected=f"({', '.join(names)})",
        actual=value,
        given=given,
        fault="shape",
    )


def _is_close(answer: Floats, right: Floats, terms: Sequence[ArrayLike], slack: float) -> bool:
    """Tell whether each entry is within RTOL of the right one, a small share of the largest term, and the slack."""
    if not right.shape and not any(map(np.ndim, terms)):
        return _is_close_number(
            float(answer), float(right), [abs(float(np.asarray(term, dtype=np.float64))) for term in terms], slack
        )
    largest = np.abs(right)
    for term in terms:
        size = np.abs(np.asarray(term, dtype=np.float64))
        largest = np.maximum(largest, size if _can_broadcast(size, right) else size.max(initial=0.0))
    allowed = RTOL * np.abs(right) + ATOL_OF_TERMS * largest + slack
    # Numbers of a student's own may overflow on the way to what they are compared with: nothing is close to infinity.
    return bool(np.isfinite(allowed).all() and (np.abs(answer - right) <= allowed).all())


def _is_close_number(answer: float, right: float, terms: Sequence[float], slack: float) -> bool:
    """Tell what `_is_close` tells of single numbers, without making arrays of them."""
    # An undefined term leaves the allowance undefined, as it does in arrays.
    largest = math.nan if any(map(math.isnan, terms)) else max(abs(right), *terms, 0.0)
    allowed = RTOL * abs(right) + ATOL_OF_TERMS * largest + slack
    return math.isfinite(allowed) and abs(answer - right) <= allowed


def _can_broadcast(size: Floats, right: Floats) -> bool:
    """Tell whether sizes fit the right answer entry by entry; numbers of a student's own may have any shape."""
    if not size.shape or size.shape == right.shape:
        return True
    try:
        return np.broadcast_shapes(size.shape, right.shape) == right.shape
    except ValueError:
        return False


def _find_whole_number(value: object) -> int | None:
    """Find the whole number that a value is, as an int; None where it is none."""
    array = as_floats(value)
    if array is None or array.shape != () or not np.isfinite(array) or array != np.round(array):
        return None
    return int(array)


def _explain_no_numbers(value: object) -> str:
    if value is None:
        return "Your function returned nothing (None). Is a `return` missing?"
    return f"Return numbers. You returned {_describe_kind(value)}."


def _describe_returned(value: object) -> str:
    if value is None:
        return "nothing (None)"
    if isinstance(value, list | tuple):
        return _spell_count(len(value)) if len(value) else "an empty " + type(value).__name__
    return "one" if is_numeric(value) else _describe_kind(value)


def _spell_count(amount: int) -> str:
    words = ("no", "one", "two", "three", "four", "five")
    return words[amount] if amount < len(words) else str(amount)


def _describe_kind(value: object) -> str:
    """Describe the kind of a value: `a list of 3`, `an array of shape (2,) and dtype float64`."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, bool | np.bool_):
        return "a truth value"
    return f"a {type(value).__name__}"


def _describe_shape(shape: tuple[int, ...]) -> str:
    return "a single number" if shape == () else f"an array of shape {shape}"
