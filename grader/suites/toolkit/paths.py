"""Paths that students return, and the path of a heavy ball in closed form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.suites.toolkit.law import law, numbers
from grader.suites.toolkit.slopes import Slope

Floats = NDArray[np.float64]
FAR = 4
"""Times the rows that are wanted: a path that has more is looked at no further."""


def walk(answer: object, theta0: ArrayLike, n_steps: int) -> Floats:
    """Return the rows that came back: at least two, and not far too many. Raises LawBroken.

    Of shape (rows, *theta0.shape).

    Their number is not judged: a law of what happens from row to row holds on a path without its first
    row too, and a missing row should not cost the points of every other law.
    """
    shape = np.shape(theta0)
    rows = numbers(answer)
    if rows.ndim != 1 + len(shape) or rows.shape[1:] != shape or not 2 <= len(rows) <= FAR * (n_steps + 1):
        return numbers(answer, shape=(n_steps + 1, *shape))
    return rows


def stepwise(path: Floats, expected: Floats, *, back: int = 1, **given: object) -> None:
    """Demand that each row from row `back` on is its row of `expected`, worked out from the `back` rows before it.

    The first row that is not is shown alone, beside the rows it came from, so that one can check it by hand.
    """
    for index, (row, right) in enumerate(zip(path[back:], expected, strict=True), back):
        before = path[index - back : index]
        shown = {"row": index, "rows before": before, **given}
        law(row, right, given=shown, terms=(np.abs(before).max(),))


def follows(path: Floats, ground: Slope, lr: float, beta: float = 0.0) -> None:
    """Demand that each row follows from the two before it: beta times the last move, minus lr times the slope there.

    That is the heavy ball in two terms (Polyak 1964), and without memory plain gradient descent, where one row is
    enough to know the next.
    """
    back = 2 if beta else 1
    rows = path[back - 1 : -1]
    slopes = np.array([ground(row) for row in rows]).reshape(rows.shape)
    last_move = np.diff(path, axis=0)[:-1] if beta else 0.0
    shown: dict[str, Any] = {"beta": beta} if beta else {}
    stepwise(path, rows + beta * last_move - lr * slopes, back=back, grad_fn=ground, lr=lr, **shown)


def heavy_ball(ground: Slope, theta0: ArrayLike, lr: float, beta: float, n_steps: int) -> Floats:
    """Return the path of the heavy ball from rest, row by row; that of gradient descent where beta is 0.

    Of shape (n_steps + 1, *theta0.shape).
    """
    rows = [np.asarray(theta0, dtype=np.float64)] * 2
    for _ in range(n_steps):
        rows.append(rows[-1] + beta * (rows[-1] - rows[-2]) - lr * ground(rows[-1]))
    return np.stack(rows[1:])


def sizes(path: Floats) -> Floats:
    """Return the size of the largest entry of each row: how big the terms of a step are.

    It broadcasts with the rows.
    """
    largest = np.abs(path).reshape(len(path), -1).max(axis=1)
    return np.asarray(largest.reshape(-1, *[1] * (path.ndim - 1)))


def velocity(gradients: ArrayLike, beta: float) -> Floats:
    """Return the velocity from rest after `gradients` (t along the first axis): Σ β^(t−i) g_i, zero where t = 0."""
    seen = np.asarray(gradients, dtype=np.float64)
    ages = np.arange(len(seen) - 1, -1, -1, dtype=np.float64)
    return np.asarray(np.tensordot(beta**ages, seen, axes=1))


def rolling_path(
    hessian: ArrayLike,
    theta0: ArrayLike,
    lr: float,
    beta: float,
    n_steps: int,
    center: ArrayLike = 0.0,
    *,
    ahead: bool = False,
) -> Floats:
    """Return the path of momentum from rest on a bowl, shape (n_steps + 1, d), in closed form.

    Along each eigenvector Polyak's recurrence (1964, eq. 9) is solved by powers of a matrix.

    With s = lr·λ, (x_{k+1}, x_k) = [[1 + β − s, −β], [1, 0]] (x_k, x_{k−1}) and x_{−1} = x_0 at rest. Where the slope
    is felt `ahead` (Nesterov 1983), 1 − s takes its share of the last move too: the first row is (1 − s)·(1 + β, −β).
    """
    eigenvalues, vectors = np.linalg.eigh(np.asarray(hessian, dtype=np.float64))
    start = vectors.T @ (np.asarray(theta0, dtype=np.float64) - np.asarray(center, dtype=np.float64))
    modes = np.empty((n_steps + 1, len(start)))
    for mode, curvature in enumerate(eigenvalues):
        left = 1 - lr * curvature
        first = [left * (1 + beta), -left * beta] if ahead else [left + beta, -beta]
        turn = np.array([first, [1.0, 0.0]])
        for k in range(n_steps + 1):
            modes[k, mode] = np.linalg.matrix_power(turn, k)[0].sum() * start[mode]
    return np.asarray(modes @ vectors.T + np.asarray(center, dtype=np.float64))


def heights(path: Floats, hessian: ArrayLike, center: ArrayLike = 0.0) -> Floats:
    """Return the loss ½ (θ−c)ᵀH(θ−c) at each row of a path."""
    apart = path - np.asarray(center)
    return np.asarray(0.5 * np.einsum("ki,ij,kj->k", apart, np.asarray(hessian), apart))


def let_go(student: Any, theta: ArrayLike, slopes: Iterable[Any], lr: float, beta: float) -> Floats:
    """Return the points that `momentum_step` reaches from rest at theta, given its own velocities. Raises LawBroken.

    `slopes` holds a gradient for each step, or a function of the point.
    """
    points, v = [np.asarray(theta, dtype=float)], np.zeros(np.shape(theta))
    for slope in slopes:
        grad = np.asarray(slope(points[-1]) if callable(slope) else slope, dtype=float)
        arrived, kept = student.momentum_step(points[-1], v, grad, lr, beta)
        points.append(numbers(arrived, shape=v.shape))
        v = numbers(kept, shape=v.shape)
    return np.stack(points)
