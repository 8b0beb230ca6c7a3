"""How one step downhill and a walk of many go wrong (ids: GS and GD)."""

from functools import partial

import numpy as np

from grader.misconceptions.toolkit import ARGUMENTS, WALKS, Probe, clip, family, form, ideas, rate, renamed, taken, walk
from grader.suites.toolkit.slopes import bowl, parabola, quartic, waves

# ---- words ------------------------------------------------------------------------------------------------

STEPS = ideas("""
GS-ASCENT: goes uphill
    The gradient points where the loss grows fastest. Yours follows it, and the loss rises step by step.
    ? If the ground rises towards the east, which way is down?
GS-NOLR: lr has no say
    Each step is as long as the slope is steep. The learning rate should set how far one slope carries you, and it does
    not.
    ? What would a learning rate of zero have to do?
GS-DIVLR: a careful lr strides out [guarded]
    The smaller the learning rate, the longer your step. It should be the other way round.
    ? What happens to the step when lr goes to zero?
GS-NORM: a step of fixed length [guarded]
    Only the direction of the slope is used. Steps never shorten near the bottom, so the walk can only circle it.
    ? How long should a step be where the ground is nearly flat?
GS-SIGN: a step of signs
    Every coordinate moves equally far, however steep it is there. That is sign descent, another method.
    ? How far should a coordinate move whose slope is a hundred times gentler?
GS-DELTA: the way instead of the place
    What came back is the way to go. Asked for was the place where you arrive.
    ? Standing at 10 and walking 2 downhill: which number is your new place?
GS-MIX: lr shrinks the place as well
    The learning rate scales theta together with the slope. So weights are pulled to zero even on flat ground.
    ? Where should a step end when the slope is zero?
GS-HALF: half a step
    Your steps are half as long as asked for. The learning rate that should land in the bottom of a parabola stops
    halfway.
    ? On x²/2 with lr at 1, where does one step from 3 end?
GS-DOUBLE: a double step
    Your steps are twice as long as asked for. The learning rate that should land in the bottom of a parabola throws you
    to the other side.
    ? On x²/2 with lr at 1, where does one step from 3 end?
GS-MEAN: coordinates that share their slope
    How far a coordinate moves depends on its own slope alone. Yours is mixed with the others or divided by their
    number, and the direction or the pace is lost.
    ? If a parameter without any slope is added to the model, what changes for the others?
GS-ABS: the slope without its sign
    Where the slope is negative you climb: its sign is what tells downhill from uphill.
    ? Which way is down at the left of a valley, and which way at its right?
GS-LR2: lr counts twice
    Halving lr should halve the move; yours is quartered.
    ? How does the length of the move depend on lr?
GS-SQUARE: the slope squared
    The move grows with the square of the slope: gentle ground hardly moves you, steep ground throws you out.
    ? If the loss is measured in units ten times smaller, how much longer should the move be?
GS-CLIP: a hidden clipping [alone]
    Slopes beyond a limit are cut back before they move you: steeper ground no longer moves you further, and a run that
    blows up looks tame. That is gradient clipping, which nobody asked for here.
    ? Ten times as steep: how many times as far?
""")
RENAMED = {"GS-ASCENT": "GD-ASCENT", "GS-NORM": "GD-NORM"}
"""Ids of the single step that have a name of their own in the walk."""

# ---- gradient_step ----------------------------------------------------------------------------------------

STEP_PROBES = [
    Probe(np.float64(1.3719), np.float64(-2.4137), np.float64(0.1731)),
    Probe(np.float64(-0.6127), np.float64(-0.3719), np.float64(1.3117)),
    Probe(np.array([1.0713, -2.1931, 0.4177]), np.array([0.8131, -1.4717, -0.2719]), 0.3173),
    Probe(
        np.array([-0.2713, 1.9177, -3.1415, 0.8317, 0.1931]),
        np.array([-4.1713, 0.6931, 0.2917, 1.6181, -0.3719]),
        0.0731,
    ),
    Probe(
        np.array([[0.5713, -1.4142, 2.2361], [-0.7321, 1.1917, 0.3319]]),
        np.array([[-0.9173, 1.7713, 0.2317], [3.1931, -0.6137, -2.2719]]),
        0.4317,
    ),
    Probe(np.array([-1.6177]), np.array([2.7183]), 0.5773),
    Probe(np.array([0.7131, -1.2917, 2.3713]), np.array([-23.17, 14.31, 2.1931]), 0.0217),
]
SWAPS = ((0, 1),)
"""theta and grad."""


@family(STEPS, ARGUMENTS, gives=("theta'",), probes=STEP_PROBES, moves={"theta'": "theta"})
def gradient_step(theta, grad, lr, *, turn):
    """One step of gradient descent."""
    theta, grad, lr = taken((theta, grad, lr), SWAPS, turn)
    slope = felt(grad, turn)
    stride = turn.line(lambda: lr, {"GS-LR2": lambda: lr * lr, "GS-DIVLR": lambda: 1 / lr})
    stride = turn.line(lambda: stride, {"GS-NOLR": lambda: 1.0})
    stride = turn.line(lambda: stride, {"GS-HALF": lambda: stride / 2, "GS-DOUBLE": lambda: 2 * stride})
    way = turn.line(lambda: -stride * slope, {"GS-ASCENT": lambda: stride * slope})
    start = turn.line(lambda: theta, {"GS-MIX": lambda: lr * theta})
    return turn.line(lambda: start + way, {"GS-DELTA": lambda: way})


def felt(grad, turn):
    """Return the slope as it enters the move."""
    slope = clip(grad, "GS-CLIP", 6, turn)
    one, all_ = (lambda: np.full_like(slope, slope.mean())), (lambda: np.full_like(slope, slope.sum()))
    slope = turn.line(lambda: slope, {"GS-MEAN": (one, None, all_)})
    # Signs come last, and nobody who takes them has bent the slope before: what a slope is used as is one line.
    bent = {"GS-ABS": lambda: np.abs(slope), "GS-SQUARE": lambda: slope * slope, "GS-SIGN": lambda: slope}
    slope = turn.line(lambda: slope, bent)
    lengths = (np.linalg.norm, lambda g: np.abs(g).max(), lambda g: np.abs(g).sum())
    slope = turn.line(lambda: slope, {"GS-NORM": tuple(partial(_normalize, slope, length) for length in lengths)})
    slope = turn.line(lambda: slope, {"GS-SIGN": lambda: np.sign(slope)})
    return turn.line(lambda: slope, {"GS-MEAN": form(2, lambda: slope / slope.size)})


def _normalize(slope, length):
    """Return a slope of length one. Raises ZeroDivisionError where there is none."""
    size = length(slope.ravel())
    if size == 0:
        raise ZeroDivisionError
    return slope / size


# ---- gradient_descent -------------------------------------------------------------------------------------

HESSIAN = np.array([[2.113, 0.731, -0.417], [0.731, 1.271, 0.351], [-0.417, 0.351, 0.893]])
"""Coupled, so that coordinates cannot be walked one after another unseen."""
WAVES = waves()
"""No straight line, steeper here than there, of both signs, for any shape."""

SETTLING = bowl([[1.031, 0.113, -0.079], [0.113, 0.971, 0.091], [-0.079, 0.091, 0.937]], [0.8173, -0.7719, 0.6931])
SETTLED_FROM = np.array([1.9131, 0.4931, -0.8717])
"""A run from here comes to rest soon, and at a place that is not zero: rows left at zero do not pass for rest."""


def descent_probes(*rest):
    """Plain numbers first, then coordinates, axes, one step, none, and a run that blows up."""
    four = np.array([[1.9, 0.6, 0.2, -0.3], [0.6, 1.1, -0.4, 0.5], [0.2, -0.4, 0.7, 0.1], [-0.3, 0.5, 0.1, 1.3]])
    place = np.array([1.7131, -1.1931, 2.3717])
    center = np.array([0.3173, -0.2719, 0.1931])
    return [
        Probe(parabola(0.8317), np.float64(1.7319), np.float64(0.3171), *rest, 3),
        Probe(WAVES, np.float64(-2.3177), np.float64(0.2713), *rest, 5),
        Probe(bowl(HESSIAN, center), place, 0.2319, *rest, 4),
        Probe(quartic(), np.array([-1.2713, 0.9173, 1.4719]), 0.1371, *rest, 1),
        Probe(WAVES, np.array([[0.8713, -1.6177, 2.1931], [-0.5137, 1.3719, 2.7713]]), 0.1931, *rest, 6),
        Probe(bowl(four), np.array([-1.3177, 1.8131, 0.6719, -2.1713]), 0.1713, *rest, 13),
        Probe(bowl(HESSIAN), place, 0.2319, *rest, 0),
        Probe(parabola(2.3171), np.float64(3.1719), np.float64(1.3713), *rest, 12),
        Probe(parabola(2.1171), np.array([1.2113, -0.7319, 2.9173]), np.float64(1.9131), *rest, 9),
    ]


DESCENT_PROBES = [*descent_probes(), Probe(SETTLING, SETTLED_FROM, 0.6519, 45)]


@family(renamed(STEPS, RENAMED), WALKS, gives=("path",), probes=DESCENT_PROBES)
def gradient_descent(grad_fn, theta0, lr, n_steps, *, turn):
    """A walk of n_steps steps of gradient descent."""
    inside = turn.renamed(RENAMED)

    def advance(state, feel, k):
        theta, rest = state
        return gradient_step(theta, feel(theta), rate(lr, k, n_steps, turn), turn=inside), rest

    return walk(grad_fn, theta0, n_steps, advance, turn)
