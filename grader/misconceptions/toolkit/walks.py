"""How a walk of many steps goes wrong, whatever its single step is (ids: GD)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.misconceptions.toolkit.turn import Turn
from grader.misconceptions.toolkit.words import ideas

Floats = NDArray[np.float64]
State = tuple[Floats, Floats]
"""Place and velocity; plain gradient descent leaves the velocity at zero."""
Feel = Callable[[Floats], Floats]
Advance = Callable[[State, Feel, int], State]
"""One step from a state: feel the slope where it is wanted, at step k counted from zero."""

STILL = 1e-3
"""Moves shorter than this end the walk of GD-TOL; diagnosis takes any other tolerance as well."""

WALKS = ideas("""
GD-NOSTART: the start is missing [guarded]
    The first place on a path is where you stood before any step. Without it nobody can see what the first step did.
    ? Where is the ball after zero steps?
GD-NOEND: one step too few [guarded]
    The walk ends one step early, so the place where the run comes to rest or breaks is not on the path.
    ? How many posts does a fence of n rails have?
GD-EXTRA: one step too many
    The walk goes one step further than was asked. Runs of different length cannot be compared row by row.
    ? How many posts does a fence of n rails have?
GD-LAST: the destination without the path
    Only the last place came back. Whether a run crept, swung or jumped on its way there can no longer be told.
    ? What would a plot of the run need?
GD-ALIAS: a history that was overwritten [guarded]
    Every row shows the last place: all of them are one array, and each further step rewrote the whole past.
    ? If the place is changed after it was recorded, what does the record show?
GD-EMPTY: rows that were never filled
    Only the first row is alive. The steps may have been taken, but none of the places they led to came back.
    ? After three steps, where on your path does one read how far they led?
GD-FROZEN: a slope felt only once
    The slope is true only where it was measured. Yours is taken at the start and followed on a fixed bearing, straight
    past the bottom.
    ? How steep is the ground at the second place on your path?
GD-STALE: a slope from one place back
    Each step uses the slope of the place before, so every correction comes a step late and the walk swings out.
    ? At which place was the slope measured that moves you now?
GD-SEQ: one coordinate after another
    Later coordinates already feel the ground where earlier ones have moved to. That is coordinate descent, another path
    to the same valley.
    ? From how many places is the slope felt within one step?
GD-TOL: a stopping rule of its own [prefix]
    The walk ended because it looked settled. The caller asked for all the steps: slow progress and rest are part of the
    picture.
    ? How many rows does the caller expect when hardly anything moves any more?
GD-DECAY: a learning rate that fades like 1/k
    Steps shorten by themselves as the ground flattens. Yours also shrink with the count of steps, and a long run stalls
    on the slope.
    ? On a slope that never changes, how long is the tenth step?
GD-SCHEDULE: a schedule nobody asked for
    The learning rate changes along the way, so the same slope moves you less far late in the run than early.
    ? On a slope that never changes, how long is the tenth step?
""")


def rate(lr: float, k: int, n_steps: int, turn: Turn) -> float:
    """Return the learning rate at step k, counted from zero."""
    return float(
        turn.line(
            lambda: lr,
            {
                # The second form divides what the step before has left.
                "GD-DECAY": (lambda: lr / (k + 1), lambda: lr / np.prod(np.arange(1.0, k + 2))),
                "GD-SCHEDULE": (
                    lambda: lr / np.sqrt(k + 1),
                    lambda: lr * 0.9**k,
                    lambda: lr * 0.95**k,
                    lambda: lr * 0.99**k,
                    lambda: lr * 0.5**k,
                    lambda: lr / (k + 2),
                    lambda: lr * (1 - k / n_steps),
                    lambda: lr * 0.5 * (1 + np.cos(np.pi * k / n_steps)),
                ),
            },
        )
    )


def walk(grad_fn: Callable[[Any], Floats], theta0: ArrayLike, n_steps: int, advance: Advance, turn: Turn) -> Floats:
    """Return the path as the ways taken leave it; ValueError where one leaves none, or is free to do as it likes."""
    start = np.asarray(theta0, dtype=float)
    count = turn.line(lambda: n_steps, {"GD-NOEND": lambda: n_steps - 1, "GD-EXTRA": lambda: n_steps + 1})
    if count < 0:
        raise ValueError("no row is left")
    rows = _collect_rows(grad_fn, start, count, advance, turn)
    last, unfilled = rows[-1], count + 1 - len(rows)
    nothing = np.zeros_like(start)
    rows = turn.line(
        lambda: rows,
        {
            "GD-ALIAS": (
                lambda: _repeat_place(last, len(rows)),
                lambda: [rows[0], *_repeat_place(last, len(rows) - 1)],
            ),
            "GD-EMPTY": (lambda: [start, *[nothing] * (len(rows) - 1)], lambda: [start] * len(rows)),
            "GD-LAST": lambda: [last],
            # A path laid out in advance keeps what stood there.
            "GD-TOL": (lambda: rows, lambda: rows + [last] * unfilled, lambda: rows + [nothing] * unfilled),
        },
    )
    rows = turn.line(lambda: rows, {"GD-NOSTART": lambda: rows[1:]})
    return np.asarray(turn.line(lambda: np.stack(rows), {"GD-LAST": lambda: last}))


def _repeat_place(place: Floats, count: int) -> list[Floats]:
    """Return so many rows that are all one array. Raises ValueError for a plain number, which nobody can overwrite."""
    if place.ndim == 0:
        raise ValueError("a plain number has no second name")
    return [place] * count


def _collect_rows(
    grad_fn: Callable[[Any], Floats], start: Floats, count: int, advance: Advance, turn: Turn
) -> list[Floats]:
    state = (start, np.zeros_like(start))
    rows = [start]
    for k in range(count):
        feel = _make_feel(grad_fn, rows, turn)
        new = turn.line(
            lambda: advance(state, feel, k),  # noqa: B023 # called at once
            {"GD-SEQ": lambda: _step_one_by_one(state, feel, k, advance)},  # noqa: B023
        )
        if turn.line(lambda: False, {"GD-TOL": lambda: np.max(np.abs(new[0] - state[0])) < STILL}):  # noqa: B023
            break
        state = new
        rows.append(state[0])
    return rows


def _make_feel(grad_fn: Callable[[Any], Floats], rows: list[Floats], turn: Turn) -> Feel:
    back = rows[-2] - rows[-1] if len(rows) > 1 else 0.0
    late = turn.line(lambda: grad_fn, {"GD-STALE": lambda: lambda place: grad_fn(place + back)})
    felt: Feel = turn.line(lambda: late, {"GD-FROZEN": lambda: lambda _place: grad_fn(rows[0])})
    return felt


def _step_one_by_one(state: State, feel: Feel, k: int, advance: Advance) -> State:
    """Return the state after a step in which each coordinate moves after the ones before it have moved."""
    theta, v = state[0].copy(), state[1].copy()
    for index in np.ndindex(theta.shape):
        moved, kept = advance((theta, v), feel, k)
        theta[index], v[index] = moved[index], kept[index]
    return theta, v
