"""What a path shows: its order, the row where it leaves the right one, the pace of its steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from grader.diagnosis.answers import close
from grader.diagnosis.symptoms.case import LOOSE, Case, Floats, Symptom, off, say

Pair = tuple[Floats, Floats, dict[str, Any]]
ENOUGH = 2
FEW = 5
"""Steps whose pace is told; where these are right, the row of the first that is not tells more."""


def order(case: Case) -> Iterator[Symptom]:
    """Backwards, on its side, or slopes for places."""
    if case.family.gives != ("path",):
        return
    long = [pair for pair in _pairs(case) if len(pair[1]) > 2]
    if len(long) < ENOUGH:
        return
    if all(close(found[::-1], wanted, LOOSE) for found, wanted, _ in long):
        yield say("reversed", "The path is the right one, last place first.")
    flat = [pair for pair in long if pair[1].ndim == 2]
    if len(flat) >= ENOUGH and all(close(found.T, wanted, LOOSE) for found, wanted, _ in flat):
        yield say("transposed", "The path is the right one, but its axes are exchanged: steps should run along rows.")
    if all(_are_slopes(found, wanted, given["grad_fn"]) for found, wanted, given in long):
        yield say("slopes", "The rows are the slopes met on the way; asked for are the places.")


def leaves(case: Case) -> Iterator[Symptom]:
    """The row after which the path is no longer the right one, the same on every run that is long enough."""
    pairs = _pairs(case)
    if case.family.gives != ("path",) or not pairs:
        return
    firsts = [(_first_off(found, wanted), len(wanted)) for found, wanted, _ in pairs]
    left = {first for first, _ in firsts if first is not None}
    if len(left) == 1:
        row = min(left)
        long = [first for first, rows in firsts if rows > row]
        if len(long) >= ENOUGH and all(first == row for first in long):
            yield say("leaves", _left(row), row=row)
            return
    if left:
        reach = [_reach(found, wanted) for found, wanted, _ in pairs]
        yield from _bounded(reach)


def pace(case: Case) -> Iterator[Symptom]:
    """Each step beside the step that its own place asks for: right direction, another length."""
    if case.family.gives != ("path",):
        return
    paces = [_pace(found, given) for found, wanted, given in _pairs(case) if len(found) == len(wanted) > 1]
    known = [one for one in paces if one is not None]
    longest = max(known, key=len, default=np.zeros(0))
    if len(known) < 3 or len(known) < len(paces) or np.allclose(longest, 1.0, rtol=1e-4):
        return
    if any(not np.allclose(one, longest[: len(one)], rtol=1e-4) for one in known):
        return
    if np.allclose(longest, longest[0], rtol=1e-4):
        yield say("factor", f"Every step has the right direction, and {longest[0]:.4g} times the right length.")
        return
    if np.allclose(longest[:FEW], 1.0, rtol=1e-4):
        return
    walked = int(np.count_nonzero(longest))
    if longest[:walked].all() and walked < len(longest):
        yield say("stops", f"From row {walked} on the path stands still, in every run that goes so far.", row=walked)
        return
    few = ", ".join(f"{value:.3g}" for value in longest[:FEW])
    yield say(
        "pace",
        f"Every step has the right direction, but not the right length: {few}, … times it. The learning rate changes "
        "along the way.",
        factors=[float(value) for value in longest[:12]],
    )


def _pairs(case: Case) -> list[Pair]:
    """Paths that came back as numbers, with the right ones."""
    return [
        (found, wanted, case.given(probe))
        for (found, wanted), probe in zip(case.output(0), case.family.probes, strict=True)
        if isinstance(found, np.ndarray) and isinstance(wanted, np.ndarray) and found.ndim
    ]


def _are_slopes(found: Floats, wanted: Floats, grad_fn: Callable[[Any], Floats]) -> bool:
    slopes = np.stack([grad_fn(row) for row in wanted])
    return any(close(found, rows, LOOSE) for rows in (slopes, slopes[:-1]))


def _first_off(found: Floats, wanted: Floats) -> int | None:
    """The first row that is off or missing; None where there is none."""
    rows = min(len(found), len(wanted))
    if found.shape[1:] != wanted.shape[1:] or not rows:
        return 0
    wrong = off(found[:rows], wanted[:rows]).reshape(rows, -1).any(axis=1)
    if wrong.any():
        return int(np.argmax(wrong))
    return None if len(found) == len(wanted) else rows


def _left(row: int) -> str:
    if row == 0:
        return "The path is off from its very first row, which should be the start."
    if row == 1:
        return "The start is right, and already the first step is off."
    return f"The path is right up to row {row - 1} and leaves the right one at row {row}, on every run that long."


def _reach(found: Floats, wanted: Floats) -> tuple[float, float | None]:
    """How far from zero the right path went while all was well, and where it went when it was not."""
    row = _first_off(found, wanted)
    sizes = np.abs(wanted).reshape(len(wanted), -1).max(axis=1)
    well = float(sizes[:row].max(initial=0.0))
    return well, float(sizes[row]) if row is not None and row < len(sizes) else None


def _bounded(reach: list[tuple[float, float | None]]) -> Iterator[Symptom]:
    """A bound that was met: every run is right until it goes further out than any run that was right."""
    well, ill = max(one for one, _ in reach), [one for _, one in reach if one is not None]
    if ill and min(ill) > 1.02 * well and len(ill) < len(reach):
        line = f"some size between {well:.4g} and {min(ill):.4g}"
        yield say("bounded", f"The path is right near zero, and off, or at its end, once a place lies beyond {line}.")


def _pace(path: Floats, given: dict[str, Any]) -> Floats | None:
    """Each step of a path over the step that its own place and past ask for; None where they differ in direction."""
    if path.shape[1:] != np.shape(given["theta0"]):
        return None
    velocity = np.zeros(path.shape[1:])
    factors: list[float] = []
    for here, there in pairwise(path):
        velocity = given.get("beta", 0.0) * velocity + given["grad_fn"](here)
        step, move = -given["lr"] * velocity, there - here
        square = float((step * step).sum())
        if square < 1e-16:
            break
        factor = float((step * move).sum()) / square
        if not np.allclose(move, factor * step, rtol=1e-4, atol=1e-7 * float(np.abs(here).max())):
            return None
        factors.append(factor)
    return np.asarray(factors)
