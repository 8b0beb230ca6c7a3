"""What a path shows: its order, the row where it leaves the right one, the pace of its steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from grader.diagnosis.answers import is_close
from grader.diagnosis.symptoms.case import LOOSE, Case, Floats, Symptom, make_symptom

Run = tuple[Floats, Floats, dict[str, Any]]
"""The student's path, the right one, both of shape (rows, *point), and the arguments by name."""
ENOUGH = 2
"""Runs that must show a symptom."""
STEPPING = frozenset({"grad_fn", "theta0", "lr"})
"""Arguments from which the kit computes a step itself."""
FEW = 5
"""Steps whose pace is told; where these are right, the row of the first that is not tells more."""


def find_wrong_order(case: Case) -> Iterator[Symptom]:
    """Find the right path backwards or with its axes exchanged, and slopes in place of a path."""
    if case.family.gives != ("path",):
        return
    long = [run for run in _list_runs(case) if len(run[1]) > 2]
    if len(long) < ENOUGH:
        return
    if all(is_close(path[::-1], right, LOOSE) for path, right, _ in long):
        yield make_symptom("reversed", "The path is the right one, last place first.", on=len(long))
    flat = [run for run in long if run[1].ndim == 2]
    if len(flat) >= ENOUGH and all(is_close(path.T, right, LOOSE) for path, right, _ in flat):
        says = "The path is the right one, but its axes are exchanged. Each step should be a row."
        yield make_symptom("transposed", says, on=len(flat))
    if "grad_fn" in case.names and all(_are_slopes(path, right, arguments) for path, right, arguments in long):
        says = "The rows are the slopes met on the way. They should be the places."
        yield make_symptom("slopes", says, on=len(long))


def find_leaving_row(case: Case) -> Iterator[Symptom]:
    """Find the row where the path leaves the right one, the same on every run that is long enough; else a bound."""
    runs = _list_runs(case)
    if case.family.gives != ("path",) or not runs:
        return
    firsts = [(_find_first_off(path, right, LOOSE), len(right)) for path, right, _ in runs]
    sharp = [_find_first_off(path, right, case.sharp) for path, right, _ in runs]
    if any(path.shape[1:] != right.shape[1:] for path, right, _ in runs) or [first for first, _ in firsts] != sharp:
        return
    left = {first for first, _ in firsts if first is not None}
    if len(left) == 1:
        row = min(left)
        long = [first for first, rows in firsts if rows > row]
        if len(long) >= ENOUGH and all(first == row for first in long):
            ended = all(len(path) <= row for path, right, _ in runs if len(right) > row)
            yield make_symptom("leaves", _describe_leaving(row, ended=ended), on=len(long), row=row)
            return
    if left:
        yield from _find_bound(case)


def find_wrong_pace(case: Case) -> Iterator[Symptom]:
    """Find steps of the right direction and another length than the right step from the same row."""
    if case.family.gives != ("path",) or not set(case.names) >= STEPPING:
        return
    walks = [(path, right, arguments) for path, right, arguments in _list_runs(case) if len(right) > 1]
    if len(walks) < sum(isinstance(right[0], np.ndarray) and len(right[0]) > 1 for right in case.trial.right):
        return
    paces = [_measure_pace(path, arguments) if len(path) == len(right) else None for path, right, arguments in walks]
    known = [pace for pace in paces if pace is not None]
    longest = max(known, key=len, default=np.zeros(0))
    if len(known) < 3 or len(known) < len(paces) or np.allclose(longest, 1.0, rtol=1e-4):
        return
    if any(not np.allclose(pace, longest[: len(pace)], rtol=1e-4) for pace in known):
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
        yield make_symptom("stops", says, on=sum(len(pace) > walked for pace in known), row=walked)
        return
    few = ", ".join(f"{value:.3g}" for value in longest[:FEW])
    yield make_symptom(
        "pace",
        f"Every step has the right direction, but not the right length: {few}, … times it, the same on every run.",
        on=len(known),
        factors=[float(value) for value in longest[:12]],
    )


def _list_runs(case: Case) -> list[Run]:
    """List the paths that came back as numbers, each with the right one and the arguments by name."""
    return [
        (path, right, case.name_arguments(probe))
        for (path, right), probe in zip(case.pair_output(0), case.family.probes, strict=True)
        if isinstance(path, np.ndarray) and isinstance(right, np.ndarray) and path.ndim
    ]


def _are_slopes(path: Floats, right: Floats, arguments: dict[str, Any]) -> bool:
    """Tell whether the rows are the slopes at the right path's rows, with or without the last one."""
    if _is_of_batches(arguments):
        return False
    slopes = np.stack([arguments["grad_fn"](row) for row in right])
    return any(is_close(path, rows, LOOSE) for rows in (slopes, slopes[:-1]))


def _is_of_batches(arguments: dict[str, Any]) -> bool:
    """Tell whether the slope at a point depends on a batch as well, which each step has of its own."""
    return bool(getattr(arguments["grad_fn"], "of_rows", False))


def _find_first_off(path: Floats, right: Floats, tolerance: tuple[float, float]) -> int | None:
    """Find the first row that is off or missing; None where there is none."""
    rows = min(len(path), len(right))
    if path.shape[1:] != right.shape[1:] or not rows:
        return 0
    relative, sliver = tolerance
    sizes = np.abs(right[:rows]).reshape(rows, -1)
    # A row is measured by what came before it: what a run grows to later is no excuse for its beginning.
    so_far = np.maximum.accumulate(sizes.max(axis=1, initial=0.0))[:, None]
    wrong = (np.abs(path[:rows] - right[:rows]).reshape(rows, -1) > relative * sizes + sliver * so_far).any(axis=1)
    if wrong.any():
        return int(np.argmax(wrong))
    return None if len(path) == len(right) else rows


def _describe_leaving(row: int, *, ended: bool) -> str:
    if ended:
        return f"The path ends before row {row}, on every run that long; so far it is right."
    if row == 0:
        return "The path is off from its very first row, which should be the start."
    if row == 1:
        return "The start is right, and already the first step is off."
    return f"The path is right up to row {row - 1} and leaves the right one at row {row}, on every run that long."


def _measure_reach(path: Floats, right: Floats) -> tuple[float, float | None]:
    """Measure how far from zero the right path is before the first row that is off, and at that row, or None."""
    row = _find_first_off(path, right, LOOSE)
    sizes = np.abs(right).reshape(len(right), -1).max(axis=1)
    # The start was given: no bound was asked of it.
    well = float(sizes[1:row].max(initial=0.0))
    return well, float(sizes[row]) if row is not None and row < len(sizes) else None


def _find_bound(case: Case) -> Iterator[Symptom]:
    """Find a bound that was met: every run is right until it goes further out than any run that was right.

    Of at least two runs, one that began nearer was right and one that began further out was not, all else equal.
    """
    reaches = [(_measure_reach(path, right), arguments) for path, right, arguments in _list_runs(case)]
    well = max(reach for (reach, _), _ in reaches)
    ill = [reach for (_, reach), _ in reaches if reach is not None]
    if not ill or min(ill) <= 1.02 * well:
        return
    same_run: dict[tuple[object, ...], set[bool]] = defaultdict(set)
    for (_, lost), arguments in reaches:
        key = tuple(
            np.shape(value)
            if name == "theta0"
            else value
            if isinstance(value, Hashable) and not callable(value)
            else id(value)
            for name, value in arguments.items()
        )
        same_run[key].add(lost is not None)
    if sum(len(both) == 2 for both in same_run.values()) >= ENOUGH:
        line = f"some size between {well:.4g} and {min(ill):.4g}"
        says = f"The path is right near zero, and off, or at its end, once a step leads beyond {line}."
        yield make_symptom("bounded", says, on=len(reaches))


def _measure_pace(path: Floats, arguments: dict[str, Any]) -> Floats | None:
    """Measure each step of a path as a multiple of the right step from its row; None where a direction differs."""
    if path.shape[1:] != np.shape(arguments["theta0"]) or _is_of_batches(arguments):
        return None
    velocity = np.zeros(path.shape[1:])
    factors: list[float] = []
    for here, there in pairwise(path):
        velocity = arguments.get("beta", 0.0) * velocity + arguments["grad_fn"](here)
        step, move = -arguments["lr"] * velocity, there - here
        square = float((step * step).sum())
        if square < 1e-12 * float((here * here).sum()) or square < 1e-16:
            break
        factor = float((step * move).sum()) / square
        if not np.allclose(move, factor * step, rtol=1e-6, atol=1e-9 * float(np.abs(here).max())):
            return None
        factors.append(factor)
    return np.asarray(factors)
