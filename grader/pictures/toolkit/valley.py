"""A long narrow valley: ½ θᵀHθ, steep across and gentle along, and paths that lead through it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.model import Curve, Picture, Role
from grader.pictures.toolkit.asked import Floats, arrays, same
from grader.pictures.toolkit.courses import row, short
from grader.suites.toolkit import bowl

ALONG, ACROSS = 0.4, 8.0
"""Curvatures along the valley and across it."""
TILT = 0.12
"""Angle of the valley's floor: coordinates cannot be walked one after another unseen."""
AXES = np.array([[np.cos(TILT), -np.sin(TILT)], [np.sin(TILT), np.cos(TILT)]])
HESSIAN = AXES @ np.diag([ALONG, ACROSS]) @ AXES.T
START = AXES @ np.array([-9.0, 1.5])
SLOPE = bowl(HESSIAN)
N_STEPS = 20
BEYOND = 5.0
"""How far the picture goes beyond the bottom."""
SHARES = (1.0, 0.35, 0.06)
"""Shares of the loss at the start whose level lines are drawn."""
MORE = 0.45
"""How far a picture may grow to each side for a path that leaves it, as a share of its size."""


def walked(step: Callable[[Floats, int], Floats]) -> Floats:
    """Return the path of a function that takes one step from a point, shape (rows, 2), until it is not finite."""
    path = [START]
    for k in range(N_STEPS):
        point = step(path[-1], k)
        if not np.isfinite(point).all():
            break
        path.append(point)
    return np.stack(path)


def rolled(step: Callable[[Floats, Floats], object]) -> Floats:
    """Return the path of a function that takes one step from a point and a velocity, and gives both; shape (rows, 2).

    It begins at rest.
    """
    velocity: Floats = np.zeros(2)

    def move(point: Floats, _: int) -> Floats:
        nonlocal velocity
        point, velocity = arrays(step(point, velocity), 2, (2,))
        return point

    return walked(move)


def in_the_valley(
    function: str,
    title: str,
    yours: Floats,
    right: Floats,
    says: str,
    beside: Sequence[tuple[str, Floats]] = (),
) -> Picture:
    """Draw paths of shape (rows, 2) over level lines; `says` is what a right path shows."""
    differs = not same(yours, right)
    levels = [_make_level(share, "level lines" if index == 0 else "") for index, share in enumerate(SHARES)]
    window = _choose_window(np.concatenate([np.stack([level.xs, level.ys], axis=1) for level in levels]), yours)
    curves = [
        *levels,
        Curve("bottom", "ground", (0.0,), (0.0,), joined=False),
        *(_make_path(name, "beside", path) for name, path in beside if not differs),
    ]
    curves += [_make_path("right", "right", right)] if differs else []
    curves += [_make_path("yours" if differs else "yours (right)", "yours", yours)]
    says = _describe_difference(yours, right, window) if differs else says
    return Picture(function, title, says, "x", "y", tuple(curves), differs, window)


def compute_loss_shares(path: Floats) -> Floats:
    """Compute the share of the starting loss that is left at each row of a path; shapes (rows, 2) and (rows,)."""
    losses = 0.5 * np.einsum("ki,ij,kj->k", path, HESSIAN, path)
    return np.asarray(losses / (0.5 * START @ HESSIAN @ START))


def format_loss_left(path: Floats) -> str:
    """Format the share of the starting loss that is left at the end of a path, shape (rows, 2)."""
    return format_share(float(compute_loss_shares(path)[-1]))


def format_share(value: float) -> str:
    """Format a share of a whole, to be followed by the whole: `2 % of`, `460 times`."""
    if not np.isfinite(value):
        return "inf times"
    if value > 1.5:
        return f"{short(value)} times"
    return f"{'less than 0.1' if value < 1e-3 else short(100 * value)} % of"


def _describe_difference(yours: Floats, right: Floats, window: tuple[float, float, float, float]) -> str:
    """Describe where two paths part and how they end, in a sentence or two."""
    count = min(len(yours), len(right))
    apart = ~np.isclose(yours[:count], right[:count], rtol=1e-6, atol=1e-9).all(axis=1)
    where = f"The paths part at step {int(np.argmax(apart))}. " if apart.any() else ""
    steps, expected = len(yours) - 1, len(right) - 1
    lengths = f" Yours has {len(yours)} finite rows, {len(right)} were asked for." if steps != expected else ""
    gone = np.argmax(_mark_outside(yours, window)) if _mark_outside(yours, window).any() else 0
    out = f"Yours leaves the picture at step {gone}. " if gone else ""
    end, best = compute_loss_shares(yours)[-1], compute_loss_shares(right)[-1]
    what = "still has" if best < end < 1 else "has"
    ends = (
        f"After {steps} steps yours {what} {format_share(end)} the loss at the start, "
        f"the right path {format_share(best)} it."
    )
    return f"{where}{out}{ends}{lengths}"


def _mark_outside(path: Floats, window: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    """Mark the rows of a path that lie outside the window (left, right, bottom, top)."""
    low, high = np.array(window[::2]), np.array(window[1::2])
    return np.asarray(((path < low) | (path > high)).any(axis=1))


def _make_level(share: float, name: str) -> Curve:
    """Make the level line on which that share of the starting loss is left."""
    turn = np.linspace(0, 2 * np.pi, 91)
    twice = share * float(START @ HESSIAN @ START)
    ring = np.stack([np.sqrt(twice / ALONG) * np.cos(turn), np.sqrt(twice / ACROSS) * np.sin(turn)], axis=1) @ AXES.T
    return Curve(name, "ground", row(ring[:, 0]), row(ring[:, 1]))


def _make_path(name: str, role: Role, path: Floats) -> Curve:
    return Curve(name, role, row(path[:, 0]), row(path[:, 1]))


def _choose_window(known: Floats, yours: Floats) -> tuple[float, float, float, float]:
    """Choose the limits (left, right, bottom, top): those of the level lines, and of yours up to MORE beyond."""
    low, high = known.min(axis=0), known.max(axis=0)
    # What lies far beyond the bottom is the same once more.
    high[0] = BEYOND
    size = high - low
    bottom = np.minimum(low, np.maximum(yours.min(axis=0), low - MORE * size)) - 0.03 * size
    top = np.maximum(high, np.minimum(yours.max(axis=0), high + MORE * size)) + 0.03 * size
    return float(bottom[0]), float(top[0]), float(bottom[1]), float(top[1])
