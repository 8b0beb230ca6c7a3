"""A signal on its way through twelve layers: how much of its power is left."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from grader.model import Curve, Picture
from grader.pictures.toolkit import Asked, Floats, array, row
from grader.text import format_number

DEPTH, WIDTH, BATCH = 12, 100, 128
CHANCE = 1.5
"""Powers of ten by which chance may take a right signal; beyond it, the spread does."""
HIGH = 6.0
"""Powers of ten that are drawn to each side."""


def he_init(yours: Asked) -> Picture:
    """Through ReLU layers, beside weights without the 2."""
    return _through(yours, "ReLU", lambda signal: np.maximum(signal, 0.0), "variance 1/fan_in", np.log10(0.5))


def xavier_init(yours: Asked) -> Picture:
    """Through linear layers, beside weights that are √2 times too wide."""
    return _through(yours, "linear", lambda signal: signal, "twice the variance", np.log10(2.0))


def _through(yours: Asked, kind: str, bend: Callable[[Floats], Floats], beside: str, a_layer: float) -> Picture:
    chance = np.random.default_rng(13)
    signal: Floats = chance.normal(size=(BATCH, WIDTH))
    powers = [float((signal**2).mean())]
    for rng in chance.spawn(DEPTH):
        signal = bend(signal @ array(yours(WIDTH, WIDTH, rng), (WIDTH, WIDTH)))
        powers.append(float((signal**2).mean()))
    left = np.array(powers) / powers[0]
    drawn = np.log10(np.clip(np.where(np.isfinite(left), left, 10.0**HIGH), 10.0**-HIGH, 10.0**HIGH))
    layers = row(np.arange(DEPTH + 1))
    differs = bool(np.abs(drawn[-1]) > CHANCE)
    share = format_number(left[-1], 2) if np.isfinite(left[-1]) else "inf"
    says = f"With your weights the signal comes out of {DEPTH} {kind} layers with {share} times its power"
    fate = "it fades" if drawn[-1] < 0 else "it blows up"
    says += f": {fate}, and so will the gradient." if differs else ", which is what went in, but for chance."
    curves = (
        Curve("as much as went in", "ground", layers, row(np.zeros(DEPTH + 1))),
        Curve(beside, "beside", layers, row(a_layer * np.arange(DEPTH + 1))),
        Curve("yours" if differs else "yours (right)", "yours", layers, row(drawn)),
    )
    title = f"a signal through {DEPTH} {kind} layers of {WIDTH} neurons"
    return Picture(yours.function, title, says, "layer", "power (log10)", curves, differs)
