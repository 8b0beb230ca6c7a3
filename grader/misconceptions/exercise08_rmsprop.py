"""How a step of RMSProp goes wrong (ids: RM)."""

import numpy as np

from grader.misconceptions.toolkit import ARGUMENTS, ORDER, Probe, clip, family, ideas, taken
from grader.suites.toolkit.states import any_gradients, any_place, ema

MEMORY = ideas("""
RM-ADAGRAD: a memory that never forgets
    Squares are added up for ever, so the scale only grows and the steps die out: that is AdaGrad.
    ? After ten thousand steps of one slope, how large may v be?
RM-NO1MRHO: a sum instead of a mean
    Under a constant slope v grows to 1/(1 − rho) times its square, and steps settle at √(1 − rho) times lr in place
    of lr.
    ? What do the two weights of a mean add up to?
RM-SWAP: the weights exchanged
    rho is the share of the past that is kept. In yours, the nearer rho is to one, the sooner the past is gone.
    ? With rho = 0.99, is yesterday nearly kept or nearly gone?
RM-RHOG: the new square weighed by rho
    Old and new both get the weight rho. Together they weigh more than one, so v overshoots and steps stay short.
    ? What do the two weights of a mean add up to?
RM-NOSQ: v without the square
    A scale must not depend on the sign of the slope. In yours opposite slopes cancel, and the root of what is left
    may not exist.
    ? What does v become under a slope of −3 that never changes?
RM-ABS: v of absolute values
    Make the loss c times louder and v must grow c² times, or the unit does not cancel under the root.
    ? Which unit does v carry if the slope is in loss per metre?
RM-SQW: the weight squared too
    The weight was squared together with the slope, so the scale is too small and the steps are too long.
    ? What exactly is the thing that is averaged in v?
RM-NOOLD: no memory
    What came before is dropped. Each step is measured by its own slope alone, and every one is equally long.
    ? What is left of v after one step without slope?
RM-NODECAY: nothing fades
    The past is kept whole while the present is added. v grows without end on any slope, and the steps die out.
    ? If a share is let in, what must happen to the rest?
RM-BRACKET: a missing bracket [alone]
    The weight of the new has lost its bracket: a whole one is added, and the square counts with minus rho. On steep
    ground v falls below zero, where it has no root.
    ? Where no slope is felt, what should an empty memory become?
RM-NOSTORE: a memory that is not handed on
    The step itself is right. But v comes back as it was before this slope, so nothing ever builds up.
    ? From which memory does the next step start?
RM-BIASCORR: corrected as in Adam [convention]
    The scale is made larger at once by 1/(1 − rho), as Adam's correction does on the first step. Plain RMSProp
    leaves it as it is and starts with long steps.
    ? How long is the first step from rest by the stub's two lines?
""")
STEP = ideas("""
RM-OLDV: the scale from before
    You divide by what was measured before this slope. The first step from rest then divides by eps alone, and a
    sudden cliff throws the run away.
    ? From rest, what does the old v know of the ground?
RM-NOSQRT: no root under the fraction line
    A louder loss should leave the step as it is. Yours becomes shorter, for v has the unit of a squared slope.
    ? Which unit has the slope, and which has v?
RM-MULT: multiplied by the scale
    Steep coordinates should be held back, and yours are sped up: the step grows with the square of the slope.
    ? Twice as steep all along: how much longer should a step be?
RM-NOEPS: nothing guards the fraction
    A weight that has never felt a slope must stay where it is. You divide zero by zero.
    ? What are slope and v of a weight whose input was always zero?
RM-GLOBAL: one scale for all
    Each coordinate needs a scale of its own. Shared, it is filled by the steepest slope, and that one holds back
    all others.
    ? How far should a coordinate with a hundred times gentler slope move?
RM-SIGN: the sign taken wrongly
    Yours goes uphill, or keeps the sign alone and is lr long on any ground. A step goes against its slope, and
    compares it with what is usual.
    ? Which way does a slope of +2 move you, and how far where slopes are usually 1?
RM-NODIV: no scale at all
    The memory is kept and never asked. That is plain gradient descent, where the steep coordinate runs and the
    gentle one stands.
    ? What is v for?
RM-NOLR: lr ignored [as GS-NOLR]
    Every step is about one long, whatever stride was asked for.
    ? What would a learning rate of zero have to do?
RM-LR2: lr twice [as GS-LR2]
    Halving lr should halve the move; yours is quartered.
    ? How does the length of the step depend on lr?
RM-DELTA: the move instead of the place [as GS-DELTA]
    You returned how far to go, not where you arrive.
    ? What does theta' mean?
RM-CLIP: a hidden clipping [alone, as GS-CLIP]
    Slopes beyond a limit are cut back before they are remembered: v no longer holds what was felt. That is gradient
    clipping, which nobody asked for here.
    ? After one slope of 100, what should v hold?
RM-EPSIN: eps inside the root [advisory]
    eps stands under the root: as it is (so do TensorFlow and JAX), where it weighs like its own root, or squared.
    Where slopes are very small, steps have another length than with eps beside the root.
""")
SWAPS = ((0, 1), (0, 2), (1, 2), (3, 4))
"""theta and v, theta and grad, v and grad, lr and rho."""
EPS = 1e-8


def _make_probes():
    """Return plain numbers; then coordinates, a long run, a first step, a cliff, and a point that felt nothing."""
    draw = np.random.default_rng(8)
    probes = []
    for steps, rho, lr, shape in (
        (3, 0.8713, 0.2317, ()),
        (5, 0.6131, 0.0719, ()),
        (4, 0.7317, 0.1931, (3,)),
        (1, 0.8317, 0.1713, (3,)),
        (2, 0.3719, 0.4117, (2, 2)),
        (25, 0.9137, 0.0517, (3,)),
    ):
        seen = any_gradients(draw, steps, shape)
        # The root of a v without squares exists under positive slopes.
        seen = np.abs(seen) if steps in (1, 3) else seen
        arguments = (any_place(draw, shape), ema(seen[:-1] ** 2, rho), seen[-1])
        probes.append(Probe(*(value if shape else np.float64(value) for value in arguments), lr, rho, EPS))
    cliff = np.array([[0.8131, 1.2719, 2.1931], [28.31, 11.27, 2.1]])
    probes.append(Probe(any_place(draw), ema(cliff[:1] ** 2, 0.83), cliff[1], 0.23, 0.83, EPS))
    nothing = np.zeros(2)
    return [*probes, Probe(np.array([0.7193, -1.2671]), nothing, nothing, 0.3, 0.9, EPS)]


FAINT = Probe(np.float64(0.0), np.float64(9e-14), np.float64(3e-7), 0.5, 0.9, EPS)
"""A slope so small that the place of eps shows."""


@family(
    MEMORY,
    STEP,
    ORDER,
    ARGUMENTS,
    gives=("theta'", "v'"),
    probes=_make_probes(),
    moves={"theta'": "theta"},
    advice=[FAINT],
)
def rmsprop_step(theta, v, grad, lr, rho, eps, *, turn):
    """One step of RMSProp, its mean square not corrected."""
    theta, v, grad, lr, rho = taken((theta, v, grad, lr, rho), SWAPS, turn)
    grad = clip(grad, "RM-CLIP", 4, turn)
    new = _weigh_memory(v, grad, rho, turn)
    before, corrected = (lambda: v), (lambda: new / (1 - rho))
    kept = turn.line(lambda: new, {"RM-NOSTORE": before, "RM-BIASCORR": (None, corrected)})
    used = turn.line(lambda: new, {"RM-OLDV": (before, before), "RM-BIASCORR": (corrected, corrected)})
    quotient = _compute_quotient(grad, used, eps, turn)
    stride = turn.line(lambda: lr, {"RM-NOLR": lambda: 1.0, "RM-LR2": lambda: lr * lr})
    way = turn.line(lambda: -stride * quotient, {"RM-SIGN": (None, lambda: stride * quotient)})
    moved = turn.line(lambda: theta + way, {"RM-DELTA": lambda: way})
    return turn.line(lambda: (moved, kept), {"X-ORDER": lambda: (kept, moved)})


def _weigh_memory(v, grad, rho, turn):
    """Return the share that is kept of the old memory, and what is let in."""
    shared = [lambda how=how: np.full_like(grad, how(grad * grad)) for how in (np.sum, np.mean)]
    wrong = {"RM-NOSQ": lambda: grad, "RM-ABS": lambda: np.abs(grad), "RM-GLOBAL": (*[None] * 6, *shared)}
    square = turn.line(lambda: grad * grad, wrong)
    one, same, rest = (lambda: 1.0), (lambda: rho), (lambda: 1 - rho)
    keep = turn.line(same, {"RM-SWAP": rest, "RM-ADAGRAD": one, "RM-NODECAY": one, "RM-NOOLD": lambda: 0.0})
    wrong = {"RM-SWAP": same, "RM-RHOG": same, "RM-ADAGRAD": one, "RM-NO1MRHO": one, "RM-SQW": lambda: (1 - rho) ** 2}
    let = turn.line(rest, wrong)
    return turn.line(lambda: keep * v + let * square, {"RM-BRACKET": lambda: keep * v + 1 - rho * square})


def _compute_quotient(grad, size, eps, turn):
    """Return the slope over its usual size."""
    shared = [lambda how=how: np.full_like(grad, how(size)) for how in (np.mean, np.sum, np.max, np.linalg.norm)]
    size = turn.line(lambda: size, {"RM-GLOBAL": tuple(shared)})
    root = turn.line(lambda: np.sqrt(size), {"RM-NOSQRT": lambda: size})
    shared = [lambda how=how: np.full_like(grad, how(root)) for how in (np.mean, np.sum)]
    root = turn.line(lambda: root, {"RM-GLOBAL": (*[None] * 4, *shared)})
    inside = [lambda more=more: np.sqrt(size + more) for more in (eps, eps * eps)]
    # From rest the old scale is nothing, so that there alone the place of eps decides.
    wrong = {"RM-NOEPS": lambda: root, "RM-EPSIN": tuple(inside), "RM-OLDV": (None, inside[0])}
    below = turn.line(lambda: root + eps, wrong)
    product = (lambda: grad * root), (lambda: grad * below)
    wrong = {"RM-MULT": product, "RM-NODIV": lambda: grad, "RM-SIGN": (lambda: np.sign(grad), None)}
    return turn.line(lambda: grad / below, wrong)
