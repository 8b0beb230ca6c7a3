"""A weight that feels no slope, only decay: coupled and decoupled (Loshchilov & Hutter 2019, section 2)."""

from __future__ import annotations

import numpy as np

from grader.model import Picture
from grader.pictures.toolkit import Asked, Floats, NoValue, arrays, over_steps, same, short
from grader.suites.toolkit import weighted_mean

N_STEPS = 50
START, LR, BETA1, BETA2, EPS, DECAY = 4.0, 0.1, 0.9, 0.999, 1e-8, 1.0
TITLE = f"a weight of {START:g} without any slope, lr = {LR}, weight_decay = {DECAY:g}"
KEPT = 1 - LR * DECAY


def _coupled() -> Floats:
    """Adam on the pull alone: lr times the weighted mean of what was felt over its root mean square."""
    weights, pulls = [START], []
    for _ in range(N_STEPS):
        pulls.append(DECAY * weights[-1])
        size = np.sqrt(weighted_mean(np.square(pulls), BETA2))
        weights.append(weights[-1] - LR * float(weighted_mean(pulls, BETA1) / (size + EPS)))
    return np.array(weights)


COUPLED = _coupled()
DECOUPLED = START * KEPT ** np.arange(N_STEPS + 1)
HALF = int(np.ceil(np.log(0.5) / np.log(KEPT)))


def adam_l2_step(yours: Asked) -> Picture:
    """The weight under a coupled pull."""
    mine = _weights(yours)
    first = float(COUPLED[0] - COUPLED[1])
    says = f"Adam makes a step of about lr = {short(first)} of any pull, at first whatever the weight is. "
    ends = f"Coupled, {short(COUPLED[-1])} of {START:g} is left after {N_STEPS} steps"
    told = f"{says}{ends}{_yours(mine, COUPLED)}"
    return over_steps("adam_l2_step", TITLE, told, "weight", mine, COUPLED, [("AdamW (decoupled)", DECOUPLED)], first=0)


def adamw_step(yours: Asked) -> Picture:
    """The weight under a decoupled pull."""
    mine = _weights(yours)
    says = f"Decoupled, each step takes the same share, here {short(100 * (1 - KEPT))} %: half is gone after {HALF}"
    ends = f" steps, and {short(DECOUPLED[-1])} is left after {N_STEPS}{_yours(mine, DECOUPLED)}"
    rest = (
        ""
        if not same(mine, DECOUPLED)
        else " Coupled, Adam makes of the same pull steps of about lr, whatever its size: nearly a straight line."
    )
    told = f"{says}{ends}{rest}"
    return over_steps(
        "adamw_step", TITLE, told, "weight", mine, DECOUPLED, [("Adam with L2 (coupled)", COUPLED)], first=0
    )


def _yours(mine: Floats, right: Floats) -> str:
    return "." if same(mine, right) else f"; yours has {short(float(mine[-1]))} left."


def _weights(yours: Asked) -> Floats:
    place, m, v = np.array(START), np.zeros(()), np.zeros(())
    weights = [START]
    for t in range(1, N_STEPS + 1):
        place, m, v = arrays(yours(place, m, v, np.float64(0), t, LR, BETA1, BETA2, EPS, DECAY), 3, ())
        weights.append(float(place))
    if not np.isfinite(weights).all():
        raise NoValue
    return np.array(weights)
