"""What a path shows: its order, the row where it leaves the right one, the pace of its steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from grader.diagnosis.answers import is_close
from grader.diagnosis.symptoms.case import LOOSE, Case, Floats, Symptom, make_symptom

Pair = tuple[Floats, Floats, dict[str, Any]]
ENOUGH = 2
FEW = 5
"""Steps whose pace is told; where these are right, the row of the first that is not tells more."""


def find_wrong_order(case: Case) -> Iterator[Symptom]:
    """Backwards, on its side, or slopes for places."""
    if case.family.gives != ("path",):
        return
    long = [pair for pair in _pairs(case) if len(pair[1]) > 2]
    if len(long) < ENOUGH:
        return
    if all(is_close(found[::-1], wanted, LOOSE) for found, wanted, _ in long):
        yield make_symptom("reversed", "The path is the right one, last place first.", on=len(long))
    flat = [pair for pair in long if pair[1].ndim == 2]
    if len(flat) >= ENOUGH and all(is_close(found.T, wanted, LOOSE) for found, wanted, _ in flat):
        says = "The path is the right one, but its axes are exchanged. Each step should be a row."
        yield make_symptom("transposed", says, on=len(flat))
    if all(_are_slopes(found, wanted, given) for found, wanted, given in long):
        says = "The rows are the slopes met on the way. They should be the places."
        yield make_symptom("slopes", says, on=len(long))


def find_leaving_row(case: Case) -> Iterator[Symptom]:
    """The row after which the path is no longer the right one, the same on every run that is long enough."""
    pairs = _pairs(case)
    if case.family.gives != ("path",) or not pairs:
        return
    firsts = [(_first_off(found, wanted, LOOSE), len(wanted)) for found, wanted, _ in pairs]
    sharp = [_first_off(found, wanted, case.sharp) for found, wanted, _ in pairs]
    if any(found.shape[1:] != wanted.shape[1:] for found, wanted, _ in pairs) or [one for one, _ in firsts] != sharp:
        return
    left = {first for first, _ in firsts if first is not None}
    if len(left) == 1:
        row = min(left)
        long = [first for first, rows in firsts if rows > row]
        if len(long) >= ENOUGH and all(first == row for first in long):
            ended = all(len(found) <= row for found, wanted, _ in pairs if len(wanted) > row)
            yield make_symptom("leaves", _left(row, ended=ended), on=len(long), row=row)
            return
    if left:
        yield from _bounded(case)


def find_wrong_pace(case: Case) -> Iterator[Symptom]:
    """Each step beside the step that its own place asks for: right direction, another length."""
    if case.family.gives != ("path",):
        return
    walks = [(found, wanted, given) for found, wanted, given in _pairs(case) if len(wanted) > 1]
    if len(walks) < sum(isinstance(right[0], np.ndarray) and len(right[0]) > 1 for right in case.trial.right):
        return
    paces = [_pace(found, given) if len(found) == len(wanted) else None for found, wanted, given in walks]
    known = [one for one in paces if one is not None]
    longest = max(known, key=len, default=np.zeros(0))
    if len(known) < 3 or len(known) < len(paces) or np.allclose(longest, 1.0, rtol=1e-4):
        return
    if any(not np.allclose(one, longest[: len(one)], rtol=1e-4) for one in known):
        return
    if np.allclose(longest, longest[0], rtol=1e-4):
        says = f"Every step has the right direction, and {longest[0]:.4g} times the right length."
        yield make_symptom("factor", says, on=len(known))
        return
    if np.allclose(longest[:FEW], 1.0, rtol=1e-4):
        return
    walked = int(np.count_nonzero(longest))
    if longest[:walked].all() and walked < len(longest):
        says = f"From row {walked} on the path stands still, in every run that goes so far."
        yield make_symptom("stops", says, on=sum(len(one) > walked for one in known), row=walked)
        return
    few = ", ".join(f"{value:.3g}" for value in longest[:FEW])
    yield make_symptom(
        "pace",
        f"Every step has the right direction, but not the right length: {few}, … times it, the same on every run.",
        on=len(known),
        factors=[float(value) for value in longest[:12]],
    )


def _pairs(case: Case) -> list[Pair]:
    """Paths that came back as numbers, with the right ones."""
    return [
        (found, wanted, case.name_arguments(probe))
        for (found, wanted), probe in zip(case.pair_output(0), case.family.probes, strict=True)
        if isinstance(found, np.ndarray) and isinstance(wanted, np.ndarray) and found.ndim
    ]


def _are_slopes(found: Floats, wanted: Floats, given: dict[str, Any]) -> bool:
    if _of_rows(given):
        return False
    slopes = np.stack([given["grad_fn"](row) for row in wanted])
    return any(is_close(found, rows, LOOSE) for rows in (slopes, slopes[:-1]))


def _of_rows(given: dict[str, Any]) -> bool:
    """Whether the slope at a place depends on a batch as well, which each step has of its own."""
    return bool(getattr(given["grad_fn"], "of_rows", False))


def _first_off(found: Floats, wanted: Floats, tolerance: tuple[float, float]) -> int | None:
    """The first row that is off or missing; None where there is none."""
    rows = min(len(found), len(wanted))
    if found.shape[1:] != wanted.shape[1:] or not rows:
        return 0
    relative, sliver = tolerance
    sizes = np.abs(wanted[:rows]).reshape(rows, -1)
    # A row is measured by what came before it: what a run grows to later is no excuse for its beginning.
    so_far = np.maximum.accumulate(sizes.max(axis=1, initial=0.0))[:, None]
    wrong = (np.abs(found[:rows] - wanted[:rows]).reshape(rows, -1) > relative * sizes + sliver * so_far).any(axis=1)
    if wrong.any():
        return int(np.argmax(wrong))
    return None if len(found) == len(wanted) else rows


def _left(row: int, *, ended: bool) -> str:
    if ended:
        return f"The path ends before row {row}, on every run that long; so far it is right."
    if row == 0:
        return "The path is off from its very first row, which should be the start."
    if row == 1:
        return "The start is right, and already the first step is off."
    return f"The path is right up to row {row - 1} and leaves the right one at row {row}, on every run that long."


def _reach(found: Floats, wanted: Floats) -> tuple[float, float | None]:
    """How far from zero the right path went while all was well, and where it went when it was not."""
    row = _first_off(found, wanted, LOOSE)
    sizes = np.abs(wanted).reshape(len(wanted), -1).max(axis=1)
    # The start was given: no bound was asked of it.
    well = float(sizes[1:row].max(initial=0.0))
    return well, float(sizes[row]) if row is not None and row < len(sizes) else None


def _bounded(case: Case) -> Iterator[Symptom]:
    """A bound that was met: every run is right until it goes further out than any run that was right.

    Of at least two runs, one that began nearer was right and one that began further out was not, all else equal.
    """
    reach = [(_reach(found, wanted), given) for found, wanted, given in _pairs(case)]
    well, ill = max(one for (one, _), _ in reach), [one for (_, one), _ in reach if one is not None]
    if not ill or min(ill) <= 1.02 * well:
        return
    same_run: dict[tuple[object, ...], set[bool]] = defaultdict(set)
    for (_, lost), given in reach:
        key = tuple(
            np.shape(one) if name == "theta0" else one if isinstance(one, Hashable) and not callable(one) else id(one)
            for name, one in given.items()
        )
        same_run[key].add(lost is not None)
    if sum(len(both) == 2 for both in same_run.values()) >= ENOUGH:
        line = f"some size between {well:.4g} and {min(ill):.4g}"
        says = f"The path is right near zero, and off, or at its end, once a step leads beyond {line}."
        yield make_symptom("bounded", says, on=len(reach))


def _pace(path: Floats, given: dict[str, Any]) -> Floats | None:
    """Each step of a path over the step that its own place and past ask for; None where they differ in direction."""
    if path.shape[1:] != np.shape(given["theta0"]) or _of_rows(given):
        return None
    velocity = np.zeros(path.shape[1:])
    factors: list[float] = []
    for here, there in pairwise(path):
        velocity = given.get("beta", 0.0) * velocity + given["grad_fn"](here)
        step, move = -given["lr"] * velocity, there - here
        square = float((step * step).sum())
        if square < 1e-12 * float((here * here).sum()) or square < 1e-16:
            break
        factor = float((step * move).sum()) / square
        if not np.allclose(move, factor * step, rtol=1e-6, atol=1e-9 * float(np.abs(here).max())):
            return None
        factors.append(factor)
    return np.asarray(factors)
