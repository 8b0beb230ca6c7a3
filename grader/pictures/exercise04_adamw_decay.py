"""A weight under decay, coupled and decoupled (Loshchilov & Hutter 2019, section 2): first without any slope."""

from __future__ import annotations

import numpy as np

from grader.model import Picture
from grader.pictures.toolkit import Asked, Floats, NoValue, arrays, over_steps, same, short
from grader.suites.toolkit import weighted_mean

N_STEPS = 50
START, LR, BETA1, BETA2, EPS, DECAY = 4.0, 0.1, 0.9, 0.999, 1e-8, 1.0
KEPT = 1 - LR * DECAY
SLOPE = 0.25
"""Where there is one; not one, so that a root or a missing division shows."""
HALF = int(np.ceil(np.log(0.5) / np.log(KEPT)))


def _compute_coupled(slope: float) -> Floats:
    """Return Adam's path on slope and pull: lr times the weighted mean of what was felt over its root mean square."""
    weights, felt = [START], []
    for _ in range(N_STEPS):
        felt.append(slope + DECAY * weights[-1])
        size = np.sqrt(weighted_mean(np.square(felt), BETA2))
        weights.append(weights[-1] - LR * float(weighted_mean(felt, BETA1) / (size + EPS)))
    return np.array(weights)


def _compute_decoupled(slope: float) -> Floats:
    """Return a share taken at each step and a stride of lr · g / (|g| + eps): a geometric sum."""
    stride = LR * slope / (abs(slope) + EPS)
    kept = KEPT ** np.arange(N_STEPS + 1)
    return np.asarray(START * kept - stride * (1 - kept) / (1 - KEPT))


COUPLED, DECOUPLED = _compute_coupled(0.0), _compute_decoupled(0.0)
SAYS_COUPLED = (
    f"Adam makes a step of about lr = {short(COUPLED[0] - COUPLED[1])} of any pull, at first whatever the weight is. "
    f"Coupled, {short(COUPLED[-1])} of {START:g} is left after {N_STEPS} steps"
)
SAYS_DECOUPLED = (
    f"Decoupled, each step takes the same share, here {short(100 * (1 - KEPT))} %: half is gone after {HALF} steps, "
    f"and {short(DECOUPLED[-1])} is left after {N_STEPS}"
)
COMPARED = " Coupled, Adam makes of the same pull steps of about lr, whatever its size: nearly a straight line."


def adam_l2_step(yours: Asked) -> Picture:
    """The weight under a coupled pull."""
    mine = _collect_weights(yours, 0.0)
    if same(mine, COUPLED) and (seen := _draw_with_slope(yours, _compute_coupled(SLOPE))) is not None:
        return seen
    return _draw_without_slope(yours.function, SAYS_COUPLED, mine, COUPLED, ("AdamW (decoupled)", DECOUPLED))


def adamw_step(yours: Asked) -> Picture:
    """The weight under a decoupled pull."""
    mine = _collect_weights(yours, 0.0)
    if same(mine, DECOUPLED) and (seen := _draw_with_slope(yours, _compute_decoupled(SLOPE))) is not None:
        return seen
    return _draw_without_slope(yours.function, SAYS_DECOUPLED, mine, DECOUPLED, ("Adam with L2 (coupled)", COUPLED))


def _draw_without_slope(function: str, says: str, mine: Floats, right: Floats, beside: tuple[str, Floats]) -> Picture:
    """Draw what decay does alone."""
    if same(mine, right):
        says += f".{COMPARED if right is DECOUPLED else ''}"
    else:
        says += f"; yours has {short(mine[-1])} left."
    title = f"a weight of {START:g} without any slope, lr = {LR}, weight_decay = {DECAY:g}"
    return over_steps(function, title, says, "weight", mine, right, [beside], first=0)


def _draw_with_slope(yours: Asked, right: Floats) -> Picture | None:
    """Draw a steady slope beside the decay, where that shows what decay alone does not."""
    mine = _collect_weights(yours, SLOPE)
    if same(mine, right):
        return None
    says = (
        f"The slope is {SLOPE} all along. The right weight is {_ends(right)}; yours is {_ends(mine)}. Without a slope "
        "your weights are the right ones."
    )
    title = f"a weight of {START:g} on a steady slope, lr = {LR}, weight_decay = {DECAY:g}"
    return over_steps(yours.function, title, says, "weight", mine, right, first=0)


def _ends(weights: Floats) -> str:
    return f"{short(weights[1])} after one step and {short(weights[-1])} after {N_STEPS}"


def _collect_weights(yours: Asked, slope: float) -> Floats:
    """Return the weight at each step of a run from rest, shape (N_STEPS + 1,)."""
    place: Floats = np.array(START)
    m = v = np.zeros_like(place)
    weights = [START]
    for t in range(1, N_STEPS + 1):
        place, m, v = arrays(yours(place, m, v, np.array(slope), t, LR, BETA1, BETA2, EPS, DECAY), 3, ())
        weights.append(float(place))
    if not np.isfinite(weights).all():
        raise NoValue
    return np.array(weights)
