"""Losses whose runs have known answers, and their gradients, as students' code may ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.sandbox.grounds import GROUNDS, HEIGHT, make_callable

Floats = NDArray[np.float64]

TAKE_A_SLOPE = "Take a slope of grader.suites.toolkit.slopes, such as parabola(1.3), or its `.loss`."
"""What to do about a function that no data describes."""


class Slope:
    """A gradient that takes whatever a student passes and knows its own words.

    Takes a list, scalar or array (and the rows of a batch, where it is one of rows); returns an array of that shape.
    Anything that does not fit the shape it is defined for raises ValueError, which reaches the student's code as such.
    """

    def __init__(self, says: str, gradient: Callable[..., Any], made_by: tuple[Any, ...] = ()) -> None:
        self.says = says
        self.made_by = made_by
        """A name of BUILDERS and its arguments, where one made it: plain data that makes it again, anywhere."""
        self._gradient = gradient

    @classmethod
    def of(cls, says: str, *made_by: Any) -> Slope:
        """Make the slope of one of GROUNDS, from its name and its numbers."""
        return cls(says, make_callable(made_by), made_by)

    @property
    def code(self) -> str:
        """The gradient as a lambda that one can paste; its words where it cannot be written so."""
        name, *rest = self.made_by or ("",)
        return WRITTEN[name][0](*rest) if name in WRITTEN else self.says

    @property
    def of_rows(self) -> bool:
        """Whether it is asked with a batch of rows beside theta."""
        name, *rest = self.made_by or ("",)
        return name in GROUNDS and GROUNDS[name](*rest).takes_rows

    @property
    def loss(self) -> Loss:
        """The loss that it is the slope of: what a stub calls `f`."""
        return Loss(self)

    def __call__(self, *theta_and_rows: ArrayLike) -> Any:
        """Return the gradient at theta, over a batch where it is one of rows."""
        return self._gradient(*theta_and_rows)


class Loss:
    """A loss that takes whatever a student passes and returns a number: the height of a slope's landscape."""

    def __init__(self, slope: Slope) -> None:
        self.says = f"the loss whose slope is {slope.says}"
        self.slope = slope
        self.made_by = (HEIGHT, *slope.made_by)
        """What makes it again: plain data that can be sent to a worker."""
        self._height = make_callable(self.made_by)

    @property
    def code(self) -> str:
        """The loss as a lambda that one can paste; its words where it cannot be written so."""
        _, name, *rest = self.made_by
        return WRITTEN[name][1](*rest) if name in WRITTEN else self.says

    def __call__(self, *theta_and_rows: ArrayLike) -> float:
        """Return the loss at theta, over a batch where it is one of rows."""
        return float(self._height(*theta_and_rows))


def find_undescribed(arguments: Iterable[Any]) -> Callable[..., Any] | None:
    """Find an argument that is a function and that no data describes (a lambda, say); None where there is none."""
    return next((value for value in arguments if callable(value) and not getattr(value, "made_by", ())), None)


def name_callable(function: Any) -> str:
    """Return the name of a function, or of the class of what else can be called."""
    return str(getattr(function, "__name__", type(function).__name__))


def bowl(hessian: ArrayLike, center: ArrayLike = 0.0, says: str = "") -> Slope:
    """Make ∇ of ½ (θ−c)ᵀH(θ−c), H of shape (d, d), θ of shape (d,)."""
    curvature, middle = np.asarray(hessian, dtype=np.float64).tolist(), np.asarray(center, dtype=np.float64).tolist()
    return Slope.of(says or f"θ ↦ H(θ−c) with H = {curvature}, c = {middle}", "bowl", curvature, middle, says)


def parabola(curvature: float, says: str = "") -> Slope:
    """Make ∇ of a/2·x², entry by entry, for any shape."""
    return Slope.of(says or f"x ↦ {curvature:g}·x", "parabola", float(curvature), says)


def quartic() -> Slope:
    """Make ∇ of x⁴/4, entry by entry, for any shape: a slope that is no straight line."""
    return Slope.of("x ↦ x³", "quartic")


def waves() -> Slope:
    """Make ∇ of 0.35·x² − ½ cos 2x, entry by entry, for any shape: no straight line, steeper here than there."""
    return Slope.of("x ↦ 0.7·x + sin 2x", "waves")


def plane(slope: float) -> Slope:
    """Make the slope that is the same everywhere, for any shape."""
    return Slope.of(f"x ↦ {slope:g}, everywhere", "plane", float(slope))


def ledge(edge: float, slope: float = 1.0) -> Slope:
    """Make the gradient that is `slope` where x ≥ edge and 0 elsewhere, entry by entry."""
    return Slope.of(f"x ↦ {slope:g} where x ≥ {edge:g}, 0 elsewhere", "ledge", float(edge), float(slope))


def polynomial(*coefficients: float) -> Slope:
    """Make ∇ of the sum over the entries of c0 + c1·x + c2·x² + …, for any shape."""
    factors = [float(factor) for factor in coefficients]
    terms = " + ".join(f"{power * factor:g}·x^{power - 1}" for power, factor in enumerate(factors) if power and factor)
    return Slope.of(f"x ↦ {terms or '0'}", "polynomial", factors)


def product() -> Slope:
    """Make ∇ of the product of all entries, for any shape: a saddle in two dimensions."""
    return Slope.of("θ ↦ for each entry, the product of the others", "product")


def exponential(rate: float = 1.0) -> Slope:
    """Make ∇ of the sum of exp(rate·x), entry by entry, for any shape."""
    return Slope.of(f"x ↦ {rate:g}·exp({rate:g}·x)", "exponential", float(rate))


def least_squares() -> Slope:
    """Make ∇ of ½ (x·θ − y)², the mean over the rows (x, y) of a batch: `grad_fn(theta, batch)`."""
    return Slope.of("θ, rows ↦ the mean of (x·θ − y)·x over the rows (x, y)", "least_squares")


def springs() -> Slope:
    """Make ∇ of ½ ‖θ − row‖², the mean over the rows of a batch: `grad_fn(theta, batch)`."""
    return Slope.of("θ, rows ↦ θ − the mean of the rows", "springs")


def fitted(rows: ArrayLike) -> Slope:
    """Make ∇ of ½ (x·θ − y)², the mean over these rows (x, y); θ of shape (d,), d + 1 columns."""
    data = np.asarray(rows, dtype=np.float64).tolist()
    return Slope.of(f"θ ↦ the mean of (x·θ − y)·x over the rows (x, y) of {data}", "fitted", data)


_MADE = (bowl, parabola, quartic, waves, plane, ledge, polynomial, product, exponential, least_squares, springs, fitted)
BUILDERS: dict[str, Callable[..., Any]] = {build.__name__: build for build in _MADE}
"""Slopes, and the losses they belong to, that can be written down as data and made again."""
BUILDERS["polynomial"] = lambda coefficients: polynomial(*coefficients)
BUILDERS[HEIGHT] = lambda name, *arguments: BUILDERS[name](*arguments).loss

WRITTEN: dict[str, tuple[Callable[..., str], Callable[..., str]]] = {
    "bowl": (
        lambda curvature, center, _: f"lambda x: np.array({curvature}) @ {_format_offset(center)}",
        lambda curvature, center, _: (
            f"lambda x: 0.5 * {_format_offset(center)} @ np.array({curvature}) @ {_format_offset(center)}"
        ),
    ),
    "parabola": (
        lambda curvature, _: f"lambda x: {curvature:g} * x",
        lambda curvature, _: f"lambda x: {curvature / 2:g} * np.sum(x**2)",
    ),
    "quartic": (lambda: "lambda x: x**3", lambda: "lambda x: np.sum(x**4) / 4"),
    "waves": (
        lambda: "lambda x: 0.7 * x + np.sin(2 * x)",
        lambda: "lambda x: np.sum(0.35 * x**2 - np.cos(2 * x) / 2)",
    ),
    "plane": (lambda slope: f"lambda x: 0 * x + {slope:g}", lambda slope: f"lambda x: {slope:g} * np.sum(x)"),
    "ledge": (
        lambda edge, slope: f"lambda x: np.where(x >= {edge:g}, {slope:g}, 0.0)",
        lambda edge, slope: f"lambda x: {slope:g} * np.sum(np.maximum(x - {edge:g}, 0))",
    ),
    "polynomial": (
        lambda coefficients: f"lambda x: np.polynomial.Polynomial({coefficients}).deriv()(x)",
        lambda coefficients: f"lambda x: np.sum(np.polynomial.Polynomial({coefficients})(x))",
    ),
    "product": (
        lambda: "lambda x: np.array([np.prod(np.delete(x, k)) for k in range(len(x))])",
        lambda: "lambda x: np.prod(x)",
    ),
    "exponential": (
        lambda rate: f"lambda x: {rate:g} * np.exp({rate:g} * x)",
        lambda rate: f"lambda x: np.sum(np.exp({rate:g} * x))",
    ),
    "least_squares": (
        lambda: "lambda theta, rows: np.mean([(row[:-1] @ theta - row[-1]) * row[:-1] for row in rows], axis=0)",
        lambda: "lambda theta, rows: np.mean([(row[:-1] @ theta - row[-1]) ** 2 / 2 for row in rows])",
    ),
    "springs": (
        lambda: "lambda theta, rows: theta - np.mean(rows, axis=0)",
        lambda: "lambda theta, rows: np.mean([np.sum((theta - row) ** 2) / 2 for row in rows])",
    ),
    "fitted": (
        lambda data: (
            f"lambda theta: np.mean([(row[:-1] @ theta - row[-1]) * row[:-1] for row in np.array({data})], axis=0)"
        ),
        lambda data: f"lambda theta: np.mean([(row[:-1] @ theta - row[-1]) ** 2 / 2 for row in np.array({data})])",
    ),
}
"""By the name of a builder: the slope and the loss as code that one can paste, each from the builder's arguments."""


def _format_offset(center: Any) -> str:
    """Format x as seen from the center as code: `(x - np.array([1.0]))`, or `x` where the center is 0."""
    return f"(x - np.array({center}))" if np.any(center) else "x"


def coupled(draw: np.random.Generator, softest: float = 0.5, stiffest: float = 4.0) -> Floats:
    """Return a Hessian, shape (2, 2), whose valley runs across the axes, so that no coordinate can be walked alone."""
    angle = draw.uniform(0.6, 0.8)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(turn @ np.diag([softest, stiffest]) @ turn.T)


def bowl_path(hessian: ArrayLike, theta0: ArrayLike, lr: float, n_steps: int, center: ArrayLike = 0.0) -> Floats:
    """Return the path of gradient descent on a bowl, shape (n_steps + 1, d), in closed form.

    Row k is c + V diag((1−lr·λ)^k) Vᵀ (θ0−c).
    """
    eigenvalues, vectors = np.linalg.eigh(np.asarray(hessian, dtype=np.float64))
    start = vectors.T @ (np.asarray(theta0, dtype=np.float64) - np.asarray(center, dtype=np.float64))
    factors = (1.0 - lr * eigenvalues) ** np.arange(n_steps + 1)[:, None]
    return np.asarray((factors * start) @ vectors.T + np.asarray(center, dtype=np.float64))
