"""How weight decay goes wrong, in Adam and beside it (ids: AW; inside: AD, EM, BC)."""

import numpy as np

from grader.misconceptions.exercise03_bias_correction import (
    ADAM,
    STEP_SWAPS,
    adam_move,
    faint_probes,
    ordered,
    step_probes,
)
from grader.misconceptions.toolkit import Probe, clip, family, form, ideas, only, taken

# ---- words ------------------------------------------------------------------------------------------------

APART = ideas("""
AW-NONE: no decay
    A weight that feels no slope should relax towards zero; yours stays where it is, whatever decay was asked for.
    ? What happens to a weight whose slope is zero for a thousand steps?
AW-L2: decay coupled into the gradient
    The pull went through the adaptive scale, which takes its strength away. Weights of 2 and of 200 are pulled about
    equally hard. That is L2 inside Adam, not decoupled decay.
    ? Which of the two memories should know about the decay?
AW-BOTH: decay in both places
    The pull is felt twice: once by the memories, as if it were a slope, and once more beside them.
    ? In how many places can the decay enter a step, and how many of them did this function ask for?
AW-NOLR: decay without the learning rate [convention]
    Here a smaller lr should slow the decay as well. Yours decays at its own pace. Some libraries do that, and the paper
    can be read so, but this file has the other convention.
    ? By which factor is a weight without slope multiplied, and what of it should lr decide?
AW-AFTER: the moved weight decays
    The decay acts on the weight after its step and so shrinks the step, too. The difference is small but it lasts:
    slope and pull come to a balance elsewhere.
    ? Which theta does the pull see: the one before this step, or after it?
AW-SCALED: the pull divided by the scale
    The pull stands above the fraction line, so how fast a weight fades depends on how steep its slopes were.
    ? Two weights of 5, one on a cliff and one on a plain: which of yours fades faster?
AW-PLUS: weights that grow
    The pull points away from zero. Weights that nothing pushes run off, faster and faster.
    ? A weight of 3 that feels no slope: is it nearer to zero after the step?
AW-SQ: a pull by the square
    The slope of a squared weight is proportional to the weight. Yours follows its square: it never changes sign, so
    negative weights are driven away from zero.
    ? Which way is a weight of −3 pulled?
AW-GRAD: a pull by the slope
    The pull is made of the gradient. So a weight without slope never shrinks. Only the length of the step changes.
    ? What remains of your decay where the loss is flat?
AW-FACTOR2: twice the pull
    Weights fade twice as fast as was asked. The penalty has a half in it, and its slope has not.
    ? What is the slope of half a square?
AW-L1: a pull of constant strength
    Large and small weights are pulled equally hard. That is an L1 penalty: it drives weights to exactly zero and does
    not shrink them by a share.
    ? By how much should a weight of 200 fade, compared with a weight of 2?
""")
COUPLED = ideas("""
L2-DECOUPLED: decay beside the gradient
    This function wants the coupled form: m and v should feel the pull as if it were a slope. Yours never see it. That
    is AdamW, the other function.
    ? What should m hold for a weight of 200 that feels no slope at all?
L2-LRIN: lr inside the coupled pull
    The slope of a penalty has no learning rate in it: lr enters once, with the stride. In yours the memories feel a
    pull that weakens with lr, and it all but vanishes under the slopes.
    ? What is the slope of ½·weight_decay·theta², and does it change when you walk more slowly?
""")

# ---- probes -----------------------------------------------------------------------------------------------

DECAYS = (0.37, 0.23, 0.44, 0.31, 0.19, 0.27, 0.46, 0.33, 0.29, 0.21)


def _make_probes(seed, resting):
    """Return exercise 3's steps with a decay, no coupled slope of them small; the last is a point that felt nothing."""
    probes = []
    for (theta, m, v, grad, *rest), decay in zip(step_probes(np.random.default_rng(seed)), DECAYS, strict=True):
        if np.ndim(theta) == 2:
            # So near to zero that the step crosses it: there the weight changes sign before a late decay.
            theta = 0.1 * theta
        small = np.abs(grad + decay * theta) < 0.1
        probes.append(Probe(np.where(small, -theta, theta)[()], m, v, grad, *rest, decay))
    _, *rest = probes.pop()
    return [*probes, Probe(np.array(resting), *rest)]


def _make_faint_probes():
    return [Probe(*probe, 0.01) for probe in faint_probes()]


# ---- the steps --------------------------------------------------------------------------------------------


@family(
    APART,
    ADAM,
    gives=("theta'", "m'", "v'"),
    probes=_make_probes(41, resting=[0.7193, 0.0]),
    moves={"theta'": "theta"},
    advice=_make_faint_probes(),
)
def adamw_step(theta, m, v, grad, t, lr, beta1, beta2, eps, weight_decay, *, turn):
    """AdamW (Loshchilov & Hutter 2019, Algorithm 2, line 12) with the decay multiplied by lr."""
    theta, m, v, grad, t, lr = _read_arguments(theta, m, v, grad, t, lr, turn)

    def pull(weight):
        return _pull(weight, grad, weight_decay, turn)

    felt = turn.line(
        lambda: grad,
        {"AW-L2": lambda: grad + pull(theta), "AW-BOTH": lambda: grad + pull(theta), "AW-NONE": lambda: grad},
    )
    pace = turn.line(lambda: lr, {"AW-NOLR": lambda: 1.0})

    def scaled():
        return turn.line(lambda: pull(theta), {"AW-NOLR": lambda: pull(theta) / lr})

    beside = turn.line(lambda: 0.0, {"AW-SCALED": scaled})
    step, m, v = adam_move(m, v, felt, t, lr, beta1, beta2, eps, turn, beside)
    base = turn.line(lambda: theta, {"AW-AFTER": lambda: theta - step})
    decay = turn.line(lambda: pace * pull(base), dict.fromkeys(("AW-NONE", "AW-L2", "AW-SCALED"), lambda: 0.0))
    return _collect_results(theta, step, decay, m, v, turn)


@family(
    only(APART, "AW-NONE"),
    COUPLED,
    only(APART, "AW-BOTH AW-SCALED AW-PLUS AW-SQ AW-GRAD AW-FACTOR2 AW-L1"),
    ADAM,
    gives=("theta'", "m'", "v'"),
    probes=_make_probes(42, resting=[0.0, 0.0]),
    moves={"theta'": "theta"},
    advice=_make_faint_probes(),
)
def adam_l2_step(theta, m, v, grad, t, lr, beta1, beta2, eps, weight_decay, *, turn):
    """Adam on the slope of a penalised loss (Loshchilov & Hutter 2019, Algorithm 2, line 6)."""
    theta, m, v, grad, t, lr = _read_arguments(theta, m, v, grad, t, lr, turn)

    def pull(weight):
        return _pull(weight, grad, weight_decay, turn)

    weight = turn.line(lambda: 1.0, {"L2-LRIN": lambda: lr})
    felt = turn.line(
        lambda: grad + weight * pull(theta), dict.fromkeys(("AW-NONE", "L2-DECOUPLED", "AW-SCALED"), lambda: grad)
    )
    beside = turn.line(lambda: 0.0, {"AW-SCALED": lambda: pull(theta)})
    step, m, v = adam_move(m, v, felt, t, lr, beta1, beta2, eps, turn, beside)
    decay = turn.line(
        lambda: 0.0,
        {
            "L2-DECOUPLED": (lambda: lr * pull(theta), lambda: pull(theta), lambda: lr * pull(theta - step)),
            "AW-BOTH": lambda: lr * pull(theta),
            **dict.fromkeys(("AW-NONE", "AW-SCALED"), lambda: 0.0),
        },
    )
    return _collect_results(theta, step, decay, m, v, turn)


def _read_arguments(theta, m, v, grad, t, lr, turn):
    """Return the arguments as they are read; a stride that is changed here also multiplies the decay."""
    theta, m, v, grad, t, lr = taken((theta, m, v, grad, t, lr), STEP_SWAPS, turn)
    changed = turn.line(lambda: lr, {"AD-LRT": form(3, lambda: lr / np.sqrt(t), lambda: lr / t)})
    changed = turn.line(lambda: changed, {"AD-LR2": form(2, lambda: changed * changed)})
    return theta, m, v, clip(grad, "AD-CLIP", 4, turn), t, changed


def _pull(weight, grad, weight_decay, turn):
    """Return what draws the weight towards zero, before any stride."""
    what = turn.line(
        lambda: weight,
        {"AW-SQ": lambda: weight * weight, "AW-L1": lambda: np.sign(weight), "AW-GRAD": lambda: grad},
    )
    strength = turn.line(lambda: weight_decay, {"AW-FACTOR2": lambda: 2 * weight_decay})
    return turn.line(lambda: strength * what, {"AW-PLUS": lambda: -strength * what})


def _collect_results(theta, step, decay, m, v, turn):
    """Return the three results."""
    moved = turn.line(lambda: theta - step - decay, {"AD-DELTA": lambda: -step - decay})
    return ordered(moved, m, v, turn)
