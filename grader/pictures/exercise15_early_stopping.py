"""A validation curve with the stop and the best that came back."""

from __future__ import annotations

import numpy as np

from grader.model import Curve, Picture
from grader.pictures.toolkit import Asked, Floats, NoValue, array, row
from grader.text import format_number

STEPS = np.arange(26)
VAL = 1 + 4 * np.exp(-0.3 * STEPS) + 0.0016 * STEPS**2 + 0.22 * np.sin(2.1 * STEPS) - 0.35 * np.maximum(STEPS - 20, 0)
"""Falls, turns around, jumps all the way, and falls once more when nobody waits any longer."""
PATIENCE, MIN_DELTA = 5, 0.05


def early_stopping(yours: Asked) -> Picture:
    """The curve up to its end, with both places on it."""
    stop, best = _read_pair(yours(VAL, PATIENCE, MIN_DELTA))
    right_stop, right_best = _find_stop()
    differs = (stop, best) != (right_stop, right_best)
    records = np.concatenate([[np.nan], _list_records()[:-1] - MIN_DELTA])
    curves = [
        Curve("what is better lies below", "beside", row(STEPS[1:]), row(records[1:])),
        Curve("validation loss", "ground", row(STEPS), row(VAL)),
    ]
    places = {stop: "stop", best: "best"} if stop != best else {stop: "stop and best"}
    if differs:
        curves.append(Curve("right stop and best", "right", *_points(right_best, right_stop), joined=False))
    curves.append(Curve(f"your {' and '.join(reversed(places.values()))}", "yours", *_points(best, stop), joined=False))
    says = (
        f"With a patience of {PATIENCE} the run stops at {right_stop}. Its best loss, {format_number(VAL[right_best])} "
        f"at {right_best}, lies {right_stop - right_best} losses behind."
    )
    if differs:
        says = f"Yours stops at {stop} and keeps the model of {best}. {says}"
    title = f"patience {PATIENCE}, min_delta {MIN_DELTA:g}"
    return Picture("early_stopping", title, says, "step", "validation loss", tuple(curves), differs)


def _list_records() -> Floats:
    """Return the loss of the last better one, at each step."""
    held = [np.inf]
    for loss in VAL:
        held.append(loss if loss < held[-1] - MIN_DELTA else held[-1])
    return np.array(held[1:])


def _find_stop() -> tuple[int, int]:
    """Return where the run stops and where it was best: the first record that stands for PATIENCE losses more."""
    records = _list_records()
    for stop in range(PATIENCE, len(VAL)):
        if records[stop] == records[stop - PATIENCE]:
            return stop, int(np.argmax(records == records[stop]))
    return len(VAL) - 1, int(np.argmax(records == records[-1]))


def _points(*places: int) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return row(places), row(VAL[list(places)])


def _read_pair(answer: object) -> tuple[int, int]:
    """Return two points on the curve. Raises NoValue where the answer is none."""
    pair = array(answer, (2,))
    if not np.isin(pair, STEPS).all():
        raise NoValue
    return int(pair[0]), int(pair[1])
