"""How long RMSProp's steps are: while its memory fills, at a cliff, and behind it."""

from __future__ import annotations

import numpy as np

from grader.model import Picture
from grader.pictures.toolkit import Asked, Floats, NoValue, arrays, over_steps, same, short
from grader.suites.toolkit import ema, weighted_mean

LR, RHO, EPS = 0.01, 0.9, 1e-8
CALM, STEEP, CLIFF, N_STEPS = 0.25, 2.0, 31, 60
SLOPES = np.full(N_STEPS, CALM)
SLOPES[CLIFF - 1] = STEEP
_SEEN = [SLOPES[:t] ** 2 for t in range(1, N_STEPS + 1)]
RIGHT = SLOPES / (np.sqrt([float(ema(seen, RHO)) for seen in _SEEN]) + EPS)
CORRECTED = SLOPES / (np.sqrt([float(weighted_mean(seen, RHO)) for seen in _SEEN]) + EPS)
TOLD = (1, CLIFF, CLIFF + 1, N_STEPS)


def rmsprop_step(yours: Asked) -> Picture:
    """The length of each step on a calm slope with one cliff in it, from rest."""
    place: Floats = np.zeros(())
    v, lengths = place, []
    for slope in SLOPES:
        before = place
        place, v = arrays(yours(place, v, np.float64(slope), LR, RHO), 2, ())
        lengths.append(float((before - place) / LR))
    mine = np.array(lengths)
    if not np.isfinite(mine).all():
        raise NoValue
    start, cliff, behind = (short(RIGHT[t - 1]) for t in (1, CLIFF, CLIFF + 1))
    says = (
        f"The slope is {CALM:g}, and once, at step {CLIFF}, {STEEP:g}. An empty memory makes the first step {start} lr "
        f"long. The cliff is {STEEP / CALM:g} times as steep, its step {cliff} lr; behind it a step is {behind} lr, "
        "until the cliff is forgotten."
    )
    if not same(mine, RIGHT):
        says += f" Yours are {', '.join(short(mine[t - 1]) for t in TOLD)} lr at steps {', '.join(map(str, TOLD))}."
    title = f"step lengths on a slope of {CALM:g} with one cliff, rho = {RHO}"
    return over_steps("rmsprop_step", title, says, "step / lr", mine, RIGHT, [("corrected at the start", CORRECTED)])
