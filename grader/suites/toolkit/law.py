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

RTOL = 2e-5
"""Single precision passes everywhere (CURRICULUM, decision 1)."""
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
    wanted = np.asarray(expected, dtype=np.float64)
    found = numbers(actual, because=because, given=given, shape=wanted.shape, expected=expected)
    if not _close(found, wanted, terms, slack):
        raise LawBroken(because, expected=wanted, actual=found, given=given)


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
    """Demand finite numbers of the shape of `other` that are not `other` all over, and give them back.

    For laws that compare a student's answers with each other: what stands still, or says the same to
    everything, keeps most of them without doing anything.
    """
    wanted = np.asarray(other, dtype=np.float64)
    found = numbers(actual, because=because, given=given, shape=wanted.shape)
    far = np.abs(found - wanted) > 1e-3 * np.maximum(np.abs(wanted), 1e-3)
    if not far.any():
        raise LawBroken(because, expected=f"other numbers than {plain(wanted)}", actual=found, given=given)
    return found


def moderate(found: Floats, *, because: str = "", given: Mapping[str, object] | None = None) -> Floats:
    """Demand numbers beside which a law can still see what it adds to them, and give them back.

    For laws that add something of their own to a student's answer: any two answers of 1e300 are close.
    """
    if np.abs(found).max() > DROWNS:
        says = "Beside numbers this large nothing else can be seen."
        raise LawBroken(because, says=says, expected=f"numbers below {DROWNS:g}", actual=found, given=given)
    return found


def exactly(
    actual: object, expected: int | str, *, because: str = "", given: Mapping[str, object] | None = None
) -> None:
    """Demand a whole number or a label; an int, np.int64, 0-d array or float of one value are one answer."""
    if isinstance(expected, str):
        found: object = actual if type(actual) is str else None
    else:
        found = _whole(actual)
    if found is None:
        kind = "a label (a str)" if isinstance(expected, str) else "a whole number"
        raise LawBroken(
            because,
            says=f"Return {kind}. Yours is {_kind(actual)}.",
            expected=expected,
            actual=actual,
            given=given,
            fault="shape",
        )
    if found != expected:
        raise LawBroken(because, expected=expected, actual=found, given=given)


def numbers(
    value: object,
    *,
    because: str = "",
    given: Mapping[str, object] | None = None,
    shape: tuple[int, ...] | None = None,
    expected: object = None,
) -> Floats:
    """The student's value as finite float64 numbers, of exactly `shape` where one is named; or LawBroken."""
    found = as_floats(value)
    if found is None:
        raise LawBroken(
            because,
            says=_no_numbers(value),
            expected=expected,
            actual=value,
            given=given,
            fault="shape",
        )
    if shape is not None and found.shape != shape:
        raise LawBroken(
            because,
            says=f"Return {_shape(shape)}. You returned {_shape(found.shape)}.",
            expected=expected,
            actual=value,
            given=given,
            fault="shape",
        )
    if not np.isfinite(found).all():
        raise LawBroken(
            because,
            says="Your answer holds a number that is not finite (nan or inf).",
            expected=expected,
            actual=value,
            given=given,
            fault="nonfinite",
        )
    return found


def parts(
    value: object, names: Sequence[str], *, because: str = "", given: Mapping[str, object] | None = None
) -> list[Any]:
    """A returned pair or triple, whatever holds it: tuple, list, named tuple, or one stacked array."""
    held = isinstance(value, tuple | list) or (isinstance(value, np.ndarray) and value.ndim > 0)
    if held and len(value) == len(names):  # type: ignore[arg-type]
        return list(value)  # type: ignore[call-overload, no-any-return]
    raise LawBroken(
        because,
        says=f"Return {_count(len(names))} values, {_listed(names)}. You returned {_returned(value)}.",
        expected=f"({', '.join(names)})",
        actual=value,
        given=given,
        fault="shape",
    )


def _close(found: Floats, wanted: Floats, terms: Sequence[ArrayLike], slack: float) -> bool:
    """Within rtol of the value and a sliver of the largest term, entry by entry."""
    if not wanted.shape and not any(map(np.ndim, terms)):
        return _close_numbers(
            float(found), float(wanted), [abs(float(np.asarray(term, dtype=np.float64))) for term in terms], slack
        )
    largest = np.abs(wanted)
    for term in terms:
        size = np.abs(np.asarray(term, dtype=np.float64))
        largest = np.maximum(largest, size if _fits(size, wanted) else size.max(initial=0.0))
    allowed = RTOL * np.abs(wanted) + ATOL_OF_TERMS * largest + slack
    # Numbers of a student's own may overflow on the way to what they are compared with: like infinity is nothing.
    return bool(np.isfinite(allowed).all() and (np.abs(found - wanted) <= allowed).all())


def _close_numbers(found: float, wanted: float, terms: Sequence[float], slack: float) -> bool:
    """The same for single numbers, which need no arrays."""
    # An undefined term leaves the allowance undefined, as it does in arrays.
    largest = math.nan if any(map(math.isnan, terms)) else max(abs(wanted), *terms, 0.0)
    allowed = RTOL * abs(wanted) + ATOL_OF_TERMS * largest + slack
    return math.isfinite(allowed) and abs(found - wanted) <= allowed


def _fits(size: Floats, wanted: Floats) -> bool:
    """Whether one stands beside the other entry by entry; numbers of a student's own may have any shape."""
    if not size.shape or size.shape == wanted.shape:
        return True
    try:
        return np.broadcast_shapes(size.shape, wanted.shape) == wanted.shape
    except ValueError:
        return False


def _whole(value: object) -> int | None:
    found = as_floats(value)
    if found is None or found.shape != () or not np.isfinite(found) or found != np.round(found):
        return None
    return int(found)


def _no_numbers(value: object) -> str:
    if value is None:
        return "Your function returned nothing (None). Is a `return` missing?"
    return f"Return numbers. You returned {_kind(value)}."


def _returned(value: object) -> str:
    if value is None:
        return "nothing (None)"
    if isinstance(value, list | tuple):
        return _count(len(value)) if len(value) else "an empty " + type(value).__name__
    return "one" if is_numeric(value) else _kind(value)


def _count(amount: int) -> str:
    words = ("no", "one", "two", "three", "four", "five")
    return words[amount] if amount < len(words) else str(amount)


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _kind(value: object) -> str:
    """What came back, in words."""
    if value is None:
        return "None"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape} and dtype {value.dtype}"
    if isinstance(value, list | tuple):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, bool | np.bool_):
        return "a truth value"
    return f"a {type(value).__name__}"


def _shape(shape: tuple[int, ...]) -> str:
    return "a single number" if shape == () else f"an array of shape {shape}"
