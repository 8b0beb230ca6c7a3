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
"""Of the loss at the start, those whose level lines are drawn."""
MORE = 0.45
"""How far a picture may grow to each side for a path that leaves it, as a share of its size."""


def walked(step: Callable[[Floats, int], Floats]) -> Floats:
    """The path of a function that takes one step from a place, shape (rows, 2), until it is not finite."""
    path = [START]
    for k in range(N_STEPS):
        place = step(path[-1], k)
        if not np.isfinite(place).all():
            break
        path.append(place)
    return np.stack(path)


def rolled(step: Callable[[Floats, Floats], object]) -> Floats:
    """The path of a function that takes one step from a place and a velocity, and gives both: from rest, (rows, 2)."""
    velocity: Floats = np.zeros(2)

    def move(place: Floats, _: int) -> Floats:
        nonlocal velocity
        place, velocity = arrays(step(place, velocity), 2, (2,))
        return place

    return walked(move)


def in_the_valley(
    function: str,
    title: str,
    yours: Floats,
    right: Floats,
    says: str,
    beside: Sequence[tuple[str, Floats]] = (),
) -> Picture:
    """Paths over level lines, shape (rows, 2); `says` is what a right path shows."""
    differs = not same(yours, right)
    levels = [_level(share, "level lines" if place == 0 else "") for place, share in enumerate(SHARES)]
    window = _window(np.concatenate([np.stack([one.xs, one.ys], axis=1) for one in levels]), yours)
    curves = [
        *levels,
        Curve("bottom", "ground", (0.0,), (0.0,), joined=False),
        *(_path(name, "beside", path) for name, path in beside if not differs),
    ]
    curves += [_path("right", "right", right)] if differs else []
    curves += [_path("yours" if differs else "yours (right)", "yours", yours)]
    told = _beside_right(yours, right, window) if differs else says
    return Picture(function, title, told, "x", "y", tuple(curves), differs, window)


def left(path: Floats) -> Floats:
    """The share of the starting loss that is left at each row of a path."""
    losses = 0.5 * np.einsum("ki,ij,kj->k", path, HESSIAN, path)
    return np.asarray(losses / (0.5 * START @ HESSIAN @ START))


def share(value: float) -> str:
    """A share of a whole as one would say it, to be followed by the whole: `2 % of`, `460 times`."""
    if not np.isfinite(value):
        return "inf times"
    if value > 1.5:
        return f"{short(value)} times"
    return f"{'less than 0.1' if value < 1e-3 else short(100 * value)} % of"


def _beside_right(yours: Floats, right: Floats, window: tuple[float, float, float, float]) -> str:
    """Where two paths part and how they end, in a sentence or two."""
    count = min(len(yours), len(right))
    apart = ~np.isclose(yours[:count], right[:count], rtol=1e-6, atol=1e-9).all(axis=1)
    where = f"The paths part at step {int(np.argmax(apart))}. " if apart.any() else ""
    steps, wanted = len(yours) - 1, len(right) - 1
    lengths = f" Yours has {len(yours)} finite rows, {len(right)} were asked for." if steps != wanted else ""
    gone = np.argmax(_outside(yours, window)) if _outside(yours, window).any() else 0
    out = f"Yours leaves the picture at step {gone}. " if gone else ""
    end, best = left(yours)[-1], left(right)[-1]
    what = "still has" if best < end < 1 else "has"
    ends = f"After {steps} steps yours {what} {share(end)} the loss at the start, the right path {share(best)} it."
    return f"{where}{out}{ends}{lengths}"


def _outside(path: Floats, window: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    low, high = np.array(window[::2]), np.array(window[1::2])
    return np.asarray(((path < low) | (path > high)).any(axis=1))


def _level(share: float, name: str) -> Curve:
    turn = np.linspace(0, 2 * np.pi, 91)
    twice = share * float(START @ HESSIAN @ START)
    ring = np.stack([np.sqrt(twice / ALONG) * np.cos(turn), np.sqrt(twice / ACROSS) * np.sin(turn)], axis=1) @ AXES.T
    return Curve(name, "ground", row(ring[:, 0]), row(ring[:, 1]))


def _path(name: str, role: Role, path: Floats) -> Curve:
    return Curve(name, role, row(path[:, 0]), row(path[:, 1]))


def _window(known: Floats, yours: Floats) -> tuple[float, float, float, float]:
    low, high = known.min(axis=0), known.max(axis=0)
    # What lies far beyond the bottom is the same once more.
    high[0] = BEYOND
    size = high - low
    bottom = np.minimum(low, np.maximum(yours.min(axis=0), low - MORE * size)) - 0.03 * size
    top = np.maximum(high, np.minimum(yours.max(axis=0), high + MORE * size)) + 0.03 * size
    return float(bottom[0]), float(top[0]), float(bottom[1]), float(top[1])
