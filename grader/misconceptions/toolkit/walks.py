"""How a walk of many steps goes wrong, whatever its single step is (ids and sources: the catalogue's GD)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from grader.misconceptions.toolkit.family import Idea, Turn

Floats = NDArray[np.float64]
State = tuple[Floats, Floats]
"""Place and velocity; plain gradient descent leaves the velocity at zero."""
Feel = Callable[[Floats], Floats]
Advance = Callable[[State, Feel, int], State]
"""One step from a state: feel the slope where it is wanted, at step k counted from zero."""

STILL = 1e-3
"""Moves shorter than this end the walk of GD-TOL; diagnosis takes any other tolerance as well."""

WALKS = (
    Idea(
        "GD-NOSTART",
        "the start is missing",
        "The first place on a path is where you stood before any step. Without it nobody can see what the first step "
        "did.",
        "Where is the ball after zero steps?",
        guarded=True,
    ),
    Idea(
        "GD-NOEND",
        "one step too few",
        "The walk ends one step early, so the place where the run comes to rest or breaks is not on the path.",
        "How many posts does a fence of n rails have?",
        guarded=True,
    ),
    Idea(
        "GD-EXTRA",
        "one step too many",
        "The walk goes one step further than was asked. Runs of different length cannot be compared row by row.",
        "How many posts does a fence of n rails have?",
    ),
    Idea(
        "GD-LAST",
        "the destination without the path",
        "Only the last place came back. Whether a run crept, swung or jumped on its way there can no longer be told.",
        "What would a plot of the run need?",
        writes=("end",),
        hides=("GD-ALIAS", "GD-NOSTART", "GD-TOL", "GD-EMPTY"),
    ),
    Idea(
        "GD-ALIAS",
        "a history that was overwritten",
        "Every row shows the last place: all of them are one array, and each further step rewrote the whole past.",
        "If the place is changed after it was recorded, what does the record show?",
        forms=2,
        writes=("end",),
        guarded=True,
    ),
    Idea(
        "GD-EMPTY",
        "rows that were never filled",
        "Only the first row is alive. The steps may have been taken, but none of the places they led to came back.",
        "After three steps, where on your path does one read how far they led?",
        forms=2,
        writes=("end",),
        hides=("GS-*", "MO-*", "GD-A*", "GD-NORM", "GD-F*", "GD-S*", "GD-D*", "GD-TOL"),
    ),
    Idea(
        "GD-FROZEN",
        "a slope felt only once",
        "The slope is true only where it was measured. Yours is taken at the start and followed on a fixed bearing, "
        "straight past the bottom.",
        "How steep is the ground at the second place on your path?",
        hides=("GD-SEQ", "GD-STALE", "GD-TOL"),
    ),
    Idea(
        "GD-STALE",
        "a slope from one place back",
        "Each step uses the slope of the place before, so every correction comes a step late and the walk swings out.",
        "At which place was the slope measured that moves you now?",
    ),
    Idea(
        "GD-SEQ",
        "one coordinate after another",
        "Later coordinates already feel the ground where earlier ones have moved to. That is coordinate descent, "
        "another path to the same valley.",
        "From how many places is the slope felt within one step?",
    ),
    Idea(
        "GD-TOL",
        "a stopping rule of its own",
        "The walk ended because it looked settled. The caller asked for all the steps: slow progress and rest are "
        "part of the picture.",
        "How many rows does the caller expect when hardly anything moves any more?",
        forms=3,
        writes=("end",),
        prefix=True,
    ),
    Idea(
        "GD-DECAY",
        "a learning rate that fades like 1/k",
        "Steps shorten by themselves as the ground flattens. Yours also shrink with the count of steps, and a long "
        "run stalls on the slope.",
        "On a slope that never changes, how long is the tenth step?",
        forms=2,
        hides=("GD-TOL",),
    ),
    Idea(
        "GD-SCHEDULE",
        "a schedule nobody asked for",
        "The learning rate changes along the way, so the same slope moves you less far late in the run than early.",
        "On a slope that never changes, how long is the tenth step?",
        forms=8,
        hides=("GD-TOL",),
    ),
)


def rate(lr: float, k: int, n_steps: int, turn: Turn) -> float:
    """The learning rate at step k, counted from zero."""
    decay, schedule = turn("GD-DECAY"), turn("GD-SCHEDULE")
    if decay:
        # The second form divides what the step before has left.
        lr = lr / (k + 1 if decay == 1 else float(np.prod(np.arange(1.0, k + 2))))
    if schedule:
        lr = (
            lr
            * (
                1 / np.sqrt(k + 1),
                0.9**k,
                0.95**k,
                0.99**k,
                0.5**k,
                1 / (k + 2),
                1 - k / n_steps,
                0.5 * (1 + np.cos(np.pi * k / n_steps)),
            )[schedule - 1]
        )
    return lr


def walk(grad_fn: Callable[[Any], Floats], theta0: ArrayLike, n_steps: int, advance: Advance, turn: Turn) -> Floats:
    """The path as the turns leave it; ValueError where a turn leaves none, or is free to do as it likes."""
    start = np.asarray(theta0, dtype=float)
    count = n_steps - bool(turn("GD-NOEND")) + bool(turn("GD-EXTRA"))
    if count < 0:
        raise ValueError("no row is left")
    rows = _rows(grad_fn, start, count, advance, turn)
    if turn("GD-LAST"):
        return rows[-1]
    if turn("GD-ALIAS"):
        if start.ndim == 0:
            raise ValueError("a plain number has no second name")
        rows = [rows[0] if turn("GD-ALIAS") == 2 and not k else rows[-1] for k in range(len(rows))]
    if turn("GD-EMPTY"):
        rows = [rows[0], *[rows[0] if turn("GD-EMPTY") == 2 else np.zeros_like(start)] * (len(rows) - 1)]
    if turn("GD-NOSTART"):
        rows = rows[1:]
    if turn("GD-TOL") in (2, 3):
        # A path laid out in advance keeps what stood there.
        rows += [rows[-1] if turn("GD-TOL") == 2 else np.zeros_like(start)] * (
            count + 1 - bool(turn("GD-NOSTART")) - len(rows)
        )
    return np.stack(rows)


def _rows(grad_fn: Callable[[Any], Floats], start: Floats, count: int, advance: Advance, turn: Turn) -> list[Floats]:
    state = (start, np.zeros_like(start))
    rows = [start]
    for k in range(count):
        feel = _feel(grad_fn, rows, turn)
        new = _one_by_one(state, feel, k, advance) if turn("GD-SEQ") else advance(state, feel, k)
        still = np.max(np.abs(new[0] - state[0])) < STILL
        if turn("GD-TOL") and still:
            break
        state = new
        rows.append(state[0])
    return rows


def _feel(grad_fn: Callable[[Any], Floats], rows: list[Floats], turn: Turn) -> Feel:
    if turn("GD-FROZEN"):
        return lambda _place: grad_fn(rows[0])
    if turn("GD-STALE"):
        return lambda place: grad_fn(place + (rows[-2] - rows[-1] if len(rows) > 1 else 0.0))
    return grad_fn


def _one_by_one(state: State, feel: Feel, k: int, advance: Advance) -> State:
    """Each coordinate steps when the ones before it have already moved."""
    theta, v = state[0].copy(), state[1].copy()
    for index in np.ndindex(theta.shape):
        moved, kept = advance((theta, v), feel, k)
        theta[index], v[index] = moved[index], kept[index]
    return theta, v
