"""Losses whose runs have known answers, and their gradients as students' code may ask for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.sandbox.grounds import gradient_of

Floats = NDArray[np.float64]


class Slope:
    """A gradient that takes whatever a student passes and knows its own words.

    Takes a list, scalar or array; returns an array of that shape. Anything that does not fit the shape it
    is defined for raises ValueError, which reaches the student's code as such.
    """

    def __init__(self, says: str, gradient: Callable[[ArrayLike], Floats], made_by: tuple[Any, ...] = ()) -> None:
        self.says = says
        self.made_by = made_by
        """A name of BUILDERS and its arguments, where one made it: plain data that makes it again, anywhere."""
        self._gradient = gradient

    @classmethod
    def of(cls, says: str, *made_by: Any) -> Slope:
        """Make the slope of one of GROUNDS."""
        return cls(says, gradient_of(made_by), made_by)

    @property
    def code(self) -> str:
        """The gradient as a lambda that one can paste; its words where it cannot be written so."""
        name, *rest = self.made_by or ("",)
        return WRITTEN[name](*rest) if name in WRITTEN else self.says

    def __call__(self, theta: ArrayLike) -> Floats:
        """The gradient at theta."""
        return self._gradient(theta)


def bowl(hessian: ArrayLike, center: ArrayLike = 0.0, says: str = "") -> Slope:
    """∇ of ½ (θ−c)ᵀH(θ−c), H of shape (d, d), θ of shape (d,)."""
    curvature, middle = np.asarray(hessian, dtype=np.float64).tolist(), np.asarray(center, dtype=np.float64).tolist()
    return Slope.of(says or f"θ ↦ H(θ−c) with H = {curvature}, c = {middle}", "bowl", curvature, middle, says)


def parabola(curvature: float, says: str = "") -> Slope:
    """∇ of a/2·x², entry by entry, for any shape."""
    return Slope.of(says or f"x ↦ {curvature:g}·x", "parabola", float(curvature), says)


def quartic() -> Slope:
    """∇ of x⁴/4, entry by entry, for any shape: a slope that is no straight line."""
    return Slope.of("x ↦ x³", "quartic")


def waves() -> Slope:
    """∇ of 0.35·x² − ½ cos 2x, entry by entry, for any shape: no straight line, steeper here than there."""
    return Slope.of("x ↦ 0.7·x + sin 2x", "waves")


def plane(slope: float) -> Slope:
    """The same slope everywhere, for any shape."""
    return Slope.of(f"x ↦ {slope:g}, everywhere", "plane", float(slope))


def ledge(edge: float, slope: float = 1.0) -> Slope:
    """`slope` where x ≥ edge, and flat ground below it, entry by entry."""
    return Slope.of(f"x ↦ {slope:g} where x ≥ {edge:g}, 0 elsewhere", "ledge", float(edge), float(slope))


BUILDERS = {build.__name__: build for build in (bowl, parabola, quartic, waves, plane, ledge)}
"""Slopes that can be written down as data and made again."""
WRITTEN: dict[str, Callable[..., str]] = {
    "bowl": lambda curvature, center, _: (
        f"lambda x: np.array({curvature}) @ " + (f"(x - np.array({center}))" if np.any(center) else "x")
    ),
    "parabola": lambda curvature, _: f"lambda x: {curvature:g} * x",
    "quartic": lambda: "lambda x: x**3",
    "waves": lambda: "lambda x: 0.7 * x + np.sin(2 * x)",
    "plane": lambda slope: f"lambda x: 0 * x + {slope:g}",
    "ledge": lambda edge, slope: f"lambda x: np.where(x >= {edge:g}, {slope:g}, 0.0)",
}
"""The same as text."""


def coupled(draw: np.random.Generator, softest: float = 0.5, stiffest: float = 4.0) -> Floats:
    """A Hessian, shape (2, 2), whose valley runs across the axes, so that no coordinate can be walked alone."""
    angle = draw.uniform(0.6, 0.8)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(turn @ np.diag([softest, stiffest]) @ turn.T)


def bowl_path(hessian: ArrayLike, theta0: ArrayLike, lr: float, n_steps: int, center: ArrayLike = 0.0) -> Floats:
    """Gradient descent on a bowl in closed form: row k is c + V diag((1−lr·λ)^k) Vᵀ (θ0−c)."""
    eigenvalues, vectors = np.linalg.eigh(np.asarray(hessian, dtype=np.float64))
    start = vectors.T @ (np.asarray(theta0, dtype=np.float64) - np.asarray(center, dtype=np.float64))
    factors = (1.0 - lr * eigenvalues) ** np.arange(n_steps + 1)[:, None]
    return np.asarray((factors * start) @ vectors.T + np.asarray(center, dtype=np.float64))
