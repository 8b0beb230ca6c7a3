"""How weight decay goes wrong, in Adam and beside it (ids and sources: the catalogue's AW; inside: AD, EM, BC)."""

from dataclasses import replace

import numpy as np

from grader.misconceptions.exercise03_bias_correction import (
    BORROWED,
    COINCIDENCES,
    INSIDE,
    MEMORIES,
    PLACEMENTS,
    REARRANGED,
    REORDERED,
    STEP_SWAPS,
    adam_move,
    ema_moments,
    faint_probes,
    ordered,
    step_probes,
    within,
)
from grader.misconceptions.toolkit import Idea, Probe, Turn, clip, family, taken

# ---- words ------------------------------------------------------------------------------------------------

STRENGTHS = (
    Idea(
        "AW-PLUS",
        "weights that grow",
        "The pull points away from zero. Weights that nothing pushes run off, faster and faster.",
        "A weight of 3 that feels no slope: is it nearer to zero after the step?",
        writes=("decay.sign",),
    ),
    Idea(
        "AW-SQ",
        "a pull by the square",
        "The slope of a squared weight is proportional to the weight. Yours follows its square: it never changes sign, "
        "so negative weights are driven away from zero.",
        "Which way is a weight of −3 pulled?",
        writes=("decay.what",),
    ),
    Idea(
        "AW-GRAD",
        "a pull by the slope",
        "The pull is made of the gradient. So a weight without slope never shrinks. Only the length of the step "
        "changes.",
        "What remains of your decay where the loss is flat?",
        writes=("decay.what decay.base",),
        hides=("AW-AFTER",),
    ),
    Idea(
        "AW-FACTOR2",
        "twice the pull",
        "Weights fade twice as fast as was asked. The penalty has a half in it, and its slope has not.",
        "What is the slope of half a square?",
        writes=("decay.twice",),
    ),
    Idea(
        "AW-L1",
        "a pull of constant strength",
        "Large and small weights are pulled equally hard. That is an L1 penalty: it drives weights to exactly zero "
        "and does not shrink them by a share.",
        "By how much should a weight of 200 fade, compared with a weight of 2?",
        writes=("decay.what",),
    ),
)

NONE = Idea(
    "AW-NONE",
    "no decay",
    "A weight that feels no slope should relax towards zero; yours stays where it is, whatever decay was asked for.",
    "What happens to a weight whose slope is zero for a thousand steps?",
    writes=("decay.where decay.lr decay.base decay.sign decay.what decay.twice",),
    hides=("AW-*", "L2-*"),
)
SCALED = Idea(
    "AW-SCALED",
    "the pull divided by the scale",
    "The pull stands above the fraction line, so how fast a weight fades depends on how steep its slopes were.",
    "Two weights of 5, one on a cliff and one on a plain: which of yours fades faster?",
    writes=("decay.where decay.base",),
    hides=("L2-LRIN",),
)
BOTH = Idea(
    "AW-BOTH",
    "decay in both places",
    "The pull is felt twice: once by the memories, as if it were a slope, and once more beside them.",
    "In how many places can the decay enter a step, and how many of them did this function ask for?",
    writes=("decay.where",),
)

APART = (
    NONE,
    Idea(
        "AW-L2",
        "decay coupled into the gradient",
        "The pull went through the adaptive scale, which takes its strength away. Weights of 2 and of 200 are pulled"
        " about equally hard. That is L2 inside Adam, not decoupled decay.",
        "Which of the two memories should know about the decay?",
        writes=("decay.where decay.lr decay.base",),
        hides=("AW-NOLR", "AW-AFTER", "AW-SCALED"),
    ),
    BOTH,
    Idea(
        "AW-NOLR",
        "decay without the learning rate",
        "Here a smaller lr should slow the decay as well. Yours decays at its own pace. Some libraries do that, and "
        "the paper can be read so, but this file has the other convention.",
        "By which factor is a weight without slope multiplied, and what of it should lr decide?",
        writes=("decay.lr",),
        kind="convention",
    ),
    Idea(
        "AW-AFTER",
        "the moved weight decays",
        "The decay acts on the weight after its step and so shrinks the step, too. The difference is small but it "
        "lasts: slope and pull come to a balance elsewhere.",
        "Which theta does the pull see: the one before this step, or after it?",
        writes=("decay.base",),
    ),
    SCALED,
    *STRENGTHS,
)

COUPLED = (
    NONE,
    Idea(
        "L2-DECOUPLED",
        "decay beside the gradient",
        "This function wants the coupled form: m and v should feel the pull as if it were a slope. Yours never see "
        "it. That is AdamW, the other function.",
        "What should m hold for a weight of 200 that feels no slope at all?",
        forms=3,
        writes=("decay.where",),
        hides=("AW-NOLR", "AW-AFTER", "L2-LRIN"),
    ),
    Idea(
        "L2-LRIN",
        "lr inside the coupled pull",
        "The slope of a penalty has no learning rate in it: lr enters once, with the stride. In yours the memories "
        "feel a pull that weakens with lr, and it all but vanishes under the slopes.",
        "What is the slope of ½·weight_decay·theta², and does it change when you walk more slowly?",
        writes=("decay.lr",),
    ),
    BOTH,
    SCALED,
    *STRENGTHS,
)

STRIDES = {"AD-LRT": 4, "AD-LR2": 2}
"""More forms: a stride that was changed before it also multiplied the decay."""

ADAM = tuple(
    replace(one, forms=STRIDES.get(one.id, one.forms))
    for one in (*INSIDE, *MEMORIES, *BORROWED, *PLACEMENTS, REORDERED, REARRANGED)
)

# ---- probes -----------------------------------------------------------------------------------------------

DECAYS = (0.37, 0.23, 0.44, 0.31, 0.19, 0.27, 0.46, 0.33, 0.29, 0.21)


def _probes(seed, resting):
    """Exercise 3's steps with a decay, none of whose coupled slopes is small; the last is a place that felt nothing."""
    probes = []
    for (theta, m, v, grad, *rest), decay in zip(step_probes(np.random.default_rng(seed)), DECAYS, strict=True):
        if np.ndim(theta) == 2:
            # So near to zero that the step crosses it: there the weight changes sign before a late decay.
            theta = 0.1 * theta
        small = np.abs(grad + decay * theta) < 0.1
        probes.append(Probe(np.where(small, -theta, theta)[()], m, v, grad, *rest, decay))
    _, *rest = probes.pop()
    return [*probes, Probe(np.array(resting), *rest)]


def _faint():
    return [Probe(*probe, 0.01) for probe in faint_probes()]


# ---- the steps --------------------------------------------------------------------------------------------


@family(
    *APART,
    *ADAM,
    gives=("theta'", "m'", "v'"),
    probes=_probes(41, resting=[0.7193, 0.0]),
    moves={"theta'": "theta"},
    advice=_faint(),
    same=(*COINCIDENCES, (("AD-NODIV",), ("AD-NODIV", "AW-SCALED"))),
)
def adamw_step(theta, m, v, grad, t, lr, beta1, beta2, eps, weight_decay, *, turn):
    """AdamW (Loshchilov & Hutter 2019, Algorithm 2, line 12) with the decay multiplied by lr."""
    theta, m, v, grad, t, lr = taken((theta, m, v, grad, t, lr), STEP_SWAPS, turn)
    grad = clip(grad, "AD-CLIP", 4, turn)
    apart = 0 if turn("AW-NONE") or turn("AW-L2") or turn("AW-SCALED") else 1 + turn("AW-NOLR") + 2 * turn("AW-AFTER")
    coupled = turn("AW-L2") or turn("AW-BOTH")
    return _step(theta, m, v, grad, t, lr, (beta1, beta2), eps, weight_decay, turn, apart, coupled)


@family(
    *COUPLED,
    *ADAM,
    gives=("theta'", "m'", "v'"),
    probes=_probes(42, resting=[0.0, 0.0]),
    moves={"theta'": "theta"},
    advice=_faint(),
    same=(*COINCIDENCES, (("AD-NODIV", "AW-SCALED"), ("AD-NODIV", "L2-DECOUPLED"))),
)
def adam_l2_step(theta, m, v, grad, t, lr, beta1, beta2, eps, weight_decay, *, turn):
    """Adam on the slope of a penalised loss (Loshchilov & Hutter 2019, Algorithm 2, line 6)."""
    theta, m, v, grad, t, lr = taken((theta, m, v, grad, t, lr), STEP_SWAPS, turn)
    grad = clip(grad, "AD-CLIP", 4, turn)
    apart = turn("L2-DECOUPLED") or turn("AW-BOTH")
    coupled = not (turn("AW-NONE") or turn("L2-DECOUPLED") or turn("AW-SCALED"))
    return _step(theta, m, v, grad, t, lr, (beta1, beta2), eps, weight_decay, turn, apart, coupled)


def _step(theta, m, v, grad, t, lr, betas, eps, weight_decay, turn, apart, coupled):
    """One step with the decay in any of its places.

    `apart` is 0 where nothing is decoupled; else the decay is multiplied by lr (1, 3) or not (2, 4), and acts
    on theta before (1, 2) or after its step (3, 4).
    """

    def pull(weight):
        return _pull(weight, grad, weight_decay, turn)

    felt = grad + (lr if turn("L2-LRIN") else 1.0) * pull(theta) if coupled else grad
    new = ema_moments(m, v, felt, *betas, turn=within(turn))
    beside = pull(theta) / (lr if turn("AW-NOLR") else 1.0) if turn("AW-SCALED") else 0.0
    step, kept = adam_move((m, v), new, felt, t, lr, betas, eps, turn=_short(turn), beside=beside)
    rate = 1.0 if apart in (2, 4) else _rate(lr, t, turn)
    decay = rate * pull(theta - step if apart in (3, 4) else theta) if apart else 0.0
    moved = -step - decay if turn("AD-DELTA") else theta - step - decay
    return ordered(moved, kept, turn("X-ORDER"))


def _pull(weight, grad, weight_decay, turn):
    """What draws the weight towards zero, before any stride."""
    shape = weight
    if turn("AW-SQ"):
        shape = weight * weight
    if turn("AW-L1"):
        shape = np.sign(weight)
    if turn("AW-GRAD"):
        shape = grad
    strength = 2 * weight_decay if turn("AW-FACTOR2") else weight_decay
    return -strength * shape if turn("AW-PLUS") else strength * shape


def _short(turn):
    """The same turns, with the forms that exercise 3 knows."""
    known = {"AD-LRT": (0, 1, 2, 1, 2), "AD-LR2": (0, 1, 1)}
    return Turn({idea: known[idea][form] if idea in known else form for idea, form in turn.taken.items()})


def _rate(lr, t, turn):
    """What multiplies the decay."""
    if turn("AD-LR2") == 2:
        return lr * lr
    return {3: lr / np.sqrt(t), 4: lr / t}.get(turn("AD-LRT"), lr)
