"""How long Adam's steps are while its memories wake up (Kingma & Ba 2015, section 3)."""

from __future__ import annotations

import numpy as np

from grader.model import Curve, Picture
from grader.pictures.toolkit import Asked, Floats, NoValue, array, arrays, over_steps, row, same, short
from grader.suites.toolkit import ema

N_STEPS = 100
LR, BETA1, BETA2, EPS = 0.001, 0.9, 0.999, 1e-8
SLOPE = 0.25
"""Not one, so that a square, a root or a missing division shows."""
STEPS = np.arange(1, N_STEPS + 1)
RAW = (1 - BETA1**STEPS) * SLOPE / (np.sqrt(1 - BETA2**STEPS) * SLOPE + EPS)
"""Step over lr without correction, under a slope that never changes."""
RIGHT = np.full(N_STEPS, SLOPE / (SLOPE + EPS))
LOUDEST = int(np.argmax(RAW)) + 1

TURNS = np.repeat([3.0, -3.0], 30)
MEMORY = 0.9


def ema_moments(yours: Asked) -> Picture:
    """Both memories under a slope of 3 that turns to −3: the one that differs, or else the first."""
    m: Floats = np.zeros(())
    v = m
    seen = []
    for slope in TURNS:
        m, v = arrays(yours(m, v, np.float64(slope), MEMORY, MEMORY), 2, ())
        seen.append((float(m), float(v)))
    told = np.array(seen)
    if not np.isfinite(told).all():
        raise NoValue
    rights = [np.array([ema(felt[:t], MEMORY) for t in range(1, len(felt) + 1)]) for felt in (TURNS, TURNS**2)]
    which = 0 if not same(told[:, 0], rights[0]) or same(told[:, 1], rights[1]) else 1
    name, rest = ("m", "goes from slope to slope") if which == 0 else ("v", "stays with the square, whatever the sign")
    mine, right = told[:, which], rights[which]
    says = (
        f"The slope is 3 for 30 steps, then −3. A right {name} {rest}: {short(right[29])} after 30 steps and "
        f"{short(right[-1])} after 60. Yours is {short(mine[29])} and {short(mine[-1])}."
    )
    felt = TURNS if which == 0 else TURNS**2
    ground = Curve("slope" if which == 0 else "slope²", "ground", row(np.arange(1, 61)), row(felt))
    return over_steps("ema_moments", f"{name} with β = {MEMORY}", says, name, mine, right, ground=[ground])


def bias_correct(yours: Asked) -> Picture:
    """A steady slope of 5 in an average that began at zero."""
    raw = 5 * (1 - 0.9 ** np.arange(1, 41))
    mine = np.array([float(array(yours(np.float64(one), 0.9, t), ())) for t, one in enumerate(raw, 1)])
    if not np.isfinite(mine).all():
        raise NoValue
    right = np.full(40, 5.0)
    says = (
        f"The slope is 5 all along, and so is a corrected average. Yours is {_join_list(mine, (1, 5, 40))}; "
        f"the average itself is {_join_list(raw, (1, 5, 40))}."
    )
    return over_steps("bias_correct", "a steady slope of 5, β = 0.9", says, "average", mine, right, [("raw", raw)])


def adam_step(yours: Asked) -> Picture:
    """The length of each step under a slope that never changes, from rest."""
    place: Floats = np.zeros(())
    m = v = place
    lengths = []
    for t in range(1, N_STEPS + 1):
        before = place
        place, m, v = arrays(yours(place, m, v, np.float64(SLOPE), t), 3, ())
        lengths.append(float((before - place) / LR))
    mine = np.array(lengths)
    if not np.isfinite(mine).all():
        raise NoValue
    return over_steps(
        "adam_step",
        "step length under a slope that never changes",
        _of_steps(mine),
        "step / lr",
        mine,
        RIGHT,
        [("without correction", RAW)],
    )


def _of_steps(mine: Floats) -> str:
    if same(mine, RIGHT):
        return (
            f"Corrected, every step is as long as lr, from the first one on. Without correction the first would be "
            f"{short(RAW[0])} times as long and step {LOUDEST} {short(RAW[LOUDEST - 1])} times."
        )
    told = _join_list(mine, (1, LOUDEST, N_STEPS))
    if same(mine, RAW):
        return f"The right steps are as long as lr. Yours are those without correction, in units of lr {told}."
    uphill = " Below zero they lead uphill." if (mine < 0).any() else ""
    return f"The right steps are as long as lr. Yours are, in units of lr, {told}.{uphill}"


def _join_list(values: Floats, steps: tuple[int, ...]) -> str:
    told = [f"{short(float(values[t - 1]))} at step {t}" for t in steps]
    return f"{', '.join(told[:-1])} and {told[-1]}"
