"""Landscapes that cross as data: a name and numbers on the wire, a height or a slope wherever it is asked for.

The trusted side and the worker both read this file, so a slope has the same digits on either side. Nothing of an
answer lies in it: it says how high or how steep the ground is, as `f` and `grad_fn` do. Runs in the worker: numpy only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

MAX_NUMBERS = 200_000
"""The most numbers of one value: a theta that a gradient is asked at, or an answer that is judged."""
HEIGHT = "height"
"""Begins the description of a loss: the name of its landscape and its numbers follow."""


class Ground(NamedTuple):
    """A landscape: its slope and its height, each from a theta, or from a theta and the rows of a batch."""

    slope: Callable[..., Any]
    height: Callable[..., Any]
    takes_rows: bool = False


def _make_bowl(hessian: ArrayLike, center: ArrayLike = 0.0, _says: str = "") -> Ground:
    """Return a quadratic bowl around a center."""
    curvature, middle = np.array(hessian, dtype=np.float64), np.array(center, dtype=np.float64)

    def subtract_center(theta: Floats) -> Floats:
        """Return theta as seen from the center; raises ValueError for a theta of another shape."""
        if theta.shape != curvature.shape[:1]:
            raise ValueError(f"was given the shape {theta.shape}; theta has the shape {curvature.shape[:1]}")
        return np.asarray(theta - middle)

    return Ground(
        lambda theta: curvature @ subtract_center(theta),
        lambda theta: subtract_center(theta) @ curvature @ subtract_center(theta) / 2,
    )


def _make_polynomial(coefficients: Sequence[float]) -> Ground:
    """Return the sum over the entries of c0 + c1·x + c2·x² + …."""
    height = np.polynomial.Polynomial(coefficients)
    return Ground(height.deriv(), lambda theta: height(theta).sum())


def _compute_product_slope(theta: Floats) -> Floats:
    """Return for each entry the product of all others: the slope of the product of all."""
    flat = theta.reshape(-1)
    return np.array([np.prod(np.delete(flat, index)) for index in range(flat.size)]).reshape(theta.shape)


def _make_least_squares() -> Ground:
    """Return half the squared error of x·theta against y, the mean over rows (x, y)."""
    return Ground(
        lambda theta, rows: (_compute_residuals(theta, rows)[:, None] * rows[:, :-1]).mean(axis=0),
        lambda theta, rows: (_compute_residuals(theta, rows) ** 2).mean() / 2,
        takes_rows=True,
    )


def _compute_residuals(theta: Floats, rows: Floats) -> Floats:
    """Return x·theta - y for each row (x, y); raises ValueError for a theta of another shape."""
    if theta.shape != (rows.shape[1] - 1,):
        raise ValueError(f"was given the shape {theta.shape}; theta has the shape {(rows.shape[1] - 1,)}")
    return np.asarray(rows[:, :-1] @ theta - rows[:, -1])


def _make_springs() -> Ground:
    """Return half the squared distance to a row, the mean over the rows."""
    return Ground(
        lambda theta, rows: theta - rows.mean(axis=0),
        lambda theta, rows: ((theta - rows) ** 2).sum(axis=1).mean() / 2,
        takes_rows=True,
    )


def _make_fitted(rows: ArrayLike) -> Ground:
    """Return least squares on rows that are always the same."""
    fixed_rows, ground = np.array(rows, dtype=np.float64), _make_least_squares()
    return Ground(lambda theta: ground.slope(theta, fixed_rows), lambda theta: ground.height(theta, fixed_rows))


GROUNDS: dict[str, Callable[..., Ground]] = {
    "bowl": _make_bowl,
    "parabola": lambda curvature, _says="": Ground(
        lambda theta: curvature * theta, lambda theta: curvature / 2 * np.sum(theta**2)
    ),
    "quartic": lambda: Ground(lambda theta: theta**3, lambda theta: np.sum(theta**4) / 4),
    "polynomial": _make_polynomial,
    "product": lambda: Ground(_compute_product_slope, np.prod),
    "exponential": lambda rate: Ground(
        lambda theta: rate * np.exp(rate * theta), lambda theta: np.exp(rate * theta).sum()
    ),
    "waves": lambda: Ground(
        lambda theta: 0.7 * theta + np.sin(2 * theta),
        lambda theta: np.sum(0.35 * theta**2 - np.cos(2 * theta) / 2),
    ),
    "plane": lambda slope: Ground(lambda theta: np.full(theta.shape, slope), lambda theta: slope * np.sum(theta)),
    "ledge": lambda edge, slope: Ground(
        lambda theta: np.where(theta >= edge, slope, 0.0), lambda theta: slope * np.maximum(theta - edge, 0).sum()
    ),
    "least_squares": _make_least_squares,
    "springs": _make_springs,
    "fitted": _make_fitted,
}
"""The makers of landscapes by name; each takes the numbers of its landscape."""


def make_callable(made_by: Sequence[Any]) -> Callable[..., Any]:
    """Return the gradient or loss that a name and its numbers describe; it takes whatever a student passes.

    It raises ValueError for what is no array of numbers of a shape that fits.
    """
    name, *numbers = made_by
    if name == HEIGHT:
        ground = GROUNDS[numbers[0]](*numbers[1:])

        def f(theta: ArrayLike) -> float:
            return float(_evaluate("f", ground.height, theta))

        def f_of_rows(theta: ArrayLike, batch: ArrayLike) -> float:
            return float(_evaluate("f", ground.height, theta, batch))

        return _rename(f_of_rows if ground.takes_rows else f, "f")

    ground = GROUNDS[name](*numbers)

    def grad_fn(theta: ArrayLike) -> Floats:
        return np.asarray(_evaluate("grad_fn", ground.slope, theta), dtype=np.float64)

    def grad_fn_of_rows(theta: ArrayLike, batch: ArrayLike) -> Floats:
        return np.asarray(_evaluate("grad_fn", ground.slope, theta, batch), dtype=np.float64)

    return _rename(grad_fn_of_rows if ground.takes_rows else grad_fn, "grad_fn")


def _rename(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Give a function the stub's name, for what Python says of a call with other arguments."""
    function.__name__ = function.__qualname__ = name
    return function


def _evaluate(name: str, landscape: Callable[..., Any], theta: ArrayLike, *batches: ArrayLike) -> Any:
    """Return the value of a landscape at a theta; raises ValueError in words about `name`."""
    position = as_floats(theta)
    if position is None:
        raise ValueError(f"{name} was given something that is no array of numbers")
    rows = [as_floats(batch) for batch in batches] if batches else ()
    for batch_rows in rows:
        if batch_rows is None or batch_rows.ndim != 2 or not len(batch_rows):
            raise ValueError(f"{name} was given a batch that is no array of rows of numbers")
    try:
        with np.errstate(all="ignore"):
            return landscape(position, *rows)
    except ValueError as error:
        # Shapes that do not fit are told in one line of ours, numpy's own words after it.
        raise ValueError(f"{name} {error}" if str(error).startswith("was") else f"{name}: {error}") from None


def as_floats(value: object) -> Floats | None:
    """Return a value as float64, or None for what is no rectangle of real numbers (a bool is no number)."""
    if type(value) is np.ndarray and value.dtype == np.float64 and value.size <= MAX_NUMBERS:
        return value
    # Counted first: sixty megabytes of bytes would be half a gigabyte as floats.
    if not is_numeric(value) or count_numbers(value) > MAX_NUMBERS:
        return None
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        return None


def is_numeric(value: object) -> bool:
    """Tell whether a value is a real number, or holds nothing else."""
    if isinstance(value, list | tuple):
        return all(is_numeric(item) for item in value)
    if isinstance(value, np.ndarray | np.generic):
        return value.dtype.kind in "iuf"
    return isinstance(value, int | float) and not isinstance(value, bool)


def count_numbers(value: object) -> int:
    """Count the numbers in lists, tuples and arrays, one inside the other; anything else counts as one."""
    if isinstance(value, list | tuple):
        return sum(map(count_numbers, value))
    return value.size if isinstance(value, np.ndarray) else 1
