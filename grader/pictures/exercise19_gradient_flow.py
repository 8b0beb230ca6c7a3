"""What is left of a gradient at each layer of a deep net, and the words for what became of some."""

from __future__ import annotations

import numpy as np

from grader.model import Curve, Picture
from grader.pictures.toolkit import Asked, Floats, NoValue, array, row, same
from grader.text import clean, cut

DEPTH, WIDTH = 12, 4
TURN = np.linalg.qr(np.random.default_rng(3).normal(size=(WIDTH, WIDTH)))[0]
SLOPE = 0.25
"""The steepest slope of a sigmoid, at every unit."""
UPSTREAM = np.array([0.5, -0.5, 0.5, 0.5])
RIGHT = np.log10(SLOPE) * np.arange(DEPTH, -1, -1) + 0.0
TWICE = RIGHT + np.log10(2.0) * np.arange(DEPTH, -1, -1)
"""With weights twice as large; four times as large they would make a slope of a quarter good."""
FATES = (1e-6, 1e-5, 1e-4, 0.01, 1.0, 100.0, 1e4, 1e5, 1e6)
"""Of the last norm, what the first one is."""
WORDS = ("vanishing", "healthy", "exploding")
CALLED = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0])
LAYERS = np.arange(DEPTH + 1)


def backpropagate(yours: Asked) -> Picture:
    """The norms on the way down, as powers of ten."""
    weights, slopes = [TURN] * DEPTH, [np.full(WIDTH, SLOPE)] * DEPTH
    answer = yours(weights, slopes, UPSTREAM)
    if not isinstance(answer, tuple | list | np.ndarray) or len(answer) < 2:
        raise NoValue
    lengths = np.array([float(np.linalg.norm(array(one))) for one in answer])
    if not np.isfinite(lengths).all() or not (lengths > 0).all():
        raise NoValue
    return _norms(np.log10(lengths))


def _norms(mine: Floats) -> Picture:
    differs = not same(mine, RIGHT)
    says = f"{DEPTH} layers, each with slopes of a quarter: at the input {_power(RIGHT[0])} of the gradient is left."
    if differs:
        says += f" Your list has {len(mine)} norms, from {_power(mine[0])} to {_power(mine[-1])}."
    curves = [Curve("weights twice as large", "beside", row(LAYERS), row(TWICE))]
    curves += [Curve("right", "right", row(LAYERS), row(RIGHT))] if differs else []
    curves += [Curve("yours" if differs else "yours (right)", "yours", row(np.arange(len(mine))), row(mine))]
    title = f"the gradient's norm through {DEPTH} layers, as a power of ten"
    return Picture("backpropagate", title, says, "layer", "norm", tuple(curves), differs)


def _power(value: float) -> str:
    return f"{10.0**value:.1g}"


def flow_verdict(yours: Asked) -> Picture:
    """The word for each of some gradients, from nearly nothing to far too much."""
    answers = [yours(np.array([left, np.sqrt(left), 1.0]), 1e-3, 1e3) for left in FATES]
    words = [cut(clean(str(answer)), 12) for answer in answers]
    if any(word not in WORDS for word in words):
        raise NoValue
    mine = np.array([float(WORDS.index(word)) for word in words])
    places = np.log10(FATES)
    differs = not same(mine, CALLED)
    says = "Of a gradient of 1, what arrives: below 0.001 it vanished, above 1000 it exploded."
    if differs:
        first = int(np.argmax(mine != CALLED))
        says = (
            f"Where {FATES[first]:g} arrives of 1, it is “{WORDS[int(CALLED[first])]}”; you call it “{words[first]}”."
        )
    curves = [Curve("right", "right", row(places), row(CALLED), joined=False)] if differs else []
    curves += [Curve("yours" if differs else "yours (right)", "yours", row(places), row(mine), joined=False)]
    title = "0 for vanishing, 1 for healthy, 2 for exploding"
    return Picture("flow_verdict", title, says, "what arrives, as a power of ten", "word", tuple(curves), differs)
