"""How Adam's memories, their correction and its step go wrong (ids: EM, BC, AD)."""

import numpy as np
from msgspec.structs import replace

from grader.misconceptions.toolkit import ARGUMENTS, ORDER, Probe, clip, family, form, ideas, only, taken
from grader.suites.toolkit.states import adam_state, any_gradients, any_place

# ---- words ------------------------------------------------------------------------------------------------

MEMORIES = ideas("""
EM-SWAPW: the weights exchanged
    beta is how much of the past is kept. Yours keeps almost nothing: the memory is one step long.
    ? With beta = 0.999, should yesterday count for a thousandth or for nearly everything?
EM-SWAPM: the weights exchanged in m
    m keeps a share 1 − beta1 of its past instead of beta1, so the direction follows the last slope alone.
    ? Which share of an average with a long memory is old?
EM-SWAPB: the betas exchanged
    The direction got the long memory and the scale the short one.
    ? Which of the two averages should forget sooner?
EM-SUM: a sum instead of an average
    Under a constant slope the average should become the slope; yours grows to 1/(1 − beta) times that.
    ? What do the two weights of an average add up to?
EM-NOSQ: v without the square
    A scale must not depend on the sign of the slope. In yours opposite slopes cancel, and the root of what is left may
    not exist.
    ? What does v become under a slope of −3 that never changes?
EM-ABS: v of absolute values
    Make the loss c times louder and v must grow c² times, or the unit does not cancel under the root.
    ? Which unit does v carry if the slope is in loss per metre?
EM-SQW: the weight squared too
    The weight was squared together with the slope, so the scale is underestimated by a factor 1 − beta2.
    ? What exactly is the thing that is averaged in v?
EM-VFROMM: v from m
    v must remember how big the slopes were even where they cancel. A zigzag disappears from yours, as it does from m.
    ? What should v be under slopes of +1, −1, +1, …?
EM-CENT: v as a variance
    v is the mean square, not the variance: a large slope that never changes must give a large v.
    ? What is the variance of a slope that is always 5, and what is its mean square?
EM-ADAGRAD: a scale that never forgets
    Squares are added up for ever, so the scale only grows and the steps die out: that is AdaGrad.
    ? After ten thousand steps of one slope, how large may v be?
EM-NOOLD: no memory
    What came before is dropped, so there is no average at all, only a shrunken copy of the present slope.
    ? What is left of m after one step without slope?
EM-NODECAY: nothing fades
    The past is kept whole while the present is added, so the memory grows without bound under a constant slope.
    ? If a share is let in, what must happen to the rest?
EM-BETAG: the new slope weighed by beta
    Old and new both get the weight beta; together they weigh more than one, and the average overshoots.
    ? What do the two weights of an average add up to?
EM-BRACKET: a missing bracket [alone]
    The weight of the new has lost its bracket: a whole one is added, and the slope itself counts with minus beta. The
    memory runs away from what it feels.
    ? Where no slope is felt, what should an empty memory become?
EM-VONM: one memory built on the other
    Each memory fades and fills by itself. In yours one of them goes on from what the other held, so it never settles at
    what it should measure.
    ? Of which of the two is a share kept in v?
""")
OLD = ideas("""
EM-OLD: the old memory comes back
    What came back is what went in: this gradient was not remembered, and no later step will know of it.
    ? After one step on a slope of 1, what should a memory that was empty hold?
""")
CORRECTIONS = ideas("""
BC-NONE: no correction
    Early on the average is mostly made of the zeros it started from, and nothing takes them out.
    ? After one step at beta = 0.9, how much of the average is the gradient?
BC-NOPOW: the exponent forgotten, a clock that stands still
    Your correction never fades. It is that of the first step, whatever t says. Later it still makes a healthy average
    1/(1 − beta) times too large.
    ? How much starting zero is left in the average after a thousand steps?
BC-TM1: the clock starts at zero [guarded]
    Your clock is one step behind. At the first step it says that nothing has been averaged yet.
    ? How many gradients has the average seen when t is 1?
BC-TP1: the clock runs one ahead
    Your clock is one ahead: it counts one gradient more than there were. So early averages stay too small.
    ? How many gradients has the average seen when t is 1?
BC-POWOUT: the power around the bracket
    The correction should fade with time; yours explodes, for (1 − beta)^t shrinks towards zero.
    ? What multiplies the starting zero at each step: beta, or 1 − beta?
BC-LIN: a linear clock
    Memory fades by equal shares, not by equal amounts. Yours soon divides by zero and then turns around.
    ? What is left of 1 after ten steps of losing a tenth of what remains?
BC-MULT: multiplied instead of divided
    The average is already too small at the start; you shrink it once more by the same share.
    ? Is the average at t = 1 smaller or larger than the slope it saw?
BC-DIVPOW: divided by the weight of the zero
    beta^t is the weight of the starting zero. You divided by that instead of by the weight of real data.
    ? The weights of zero and of data add up to one: which of them is in your average's way?
BC-PLUS: plus instead of minus
    The weight of real data is below one at the start; yours is above, so a small average becomes smaller still.
    ? Which share of the average is real data at t = 1?
BC-BRACKET: a missing bracket
    The division ends before the minus. What comes out is the average minus beta^t. Early on that is near minus one,
    whatever the slope was.
    ? What is divided, and by what exactly?
BC-ONLY1: only the first step corrected
    Zeros fade gradually, and so must their correction. Yours stops after one step and the average drops.
    ? How much of the average is still zero at t = 2 with beta = 0.9?
BC-PERTENSOR: one clock for many entries
    Each entry moves the clock on, so time runs faster than training and later entries are corrected too little.
    ? How many gradients has the last entry seen, compared with the first?
BC-SQRT: the root of the share [rare]
    You divided by the root of the share of real data, so a part of the starting zero stays in.
    ? Which share of the average is real data after one step?
BC-TWICE: corrected twice [rare]
    The starting zero was taken out twice, so early averages come out far too large.
    ? How large is the slope that the average saw at t = 1, and how large is yours?
""")
INSIDE = ideas("""
AD-NOCORR: no correction of m and v [as BC-NONE]
    Both averages start too small. The scale under the root is far too small, so the first dozens of steps are several
    times too long.
    ? At t = 1 with the usual betas, by which factors are m and the root of v too small?
AD-NOPOW: a correction that never fades [as BC-NOPOW]
    The first step is right, later ones are too fast, and in the end all are wrong by the same factor. The correction
    does not use t.
    ? Which factor should the correction have at step 1000?
AD-MULT: the correction multiplied [as BC-MULT]
    You made the error of the start larger instead of taking it out.
    ? Is the average at t = 1 smaller or larger than the slope it saw?
AD-TP1: the clock runs one ahead [as BC-TP1]
    The clock is one ahead: it counts one gradient more than there were. So early steps are off.
    ? How many gradients are in the averages when t is 1?
AD-TM1: the clock starts at zero [guarded, as BC-TM1]
    The clock is one step behind. At the first step it says that nothing has been averaged, and divides by zero.
    ? How many gradients are in the averages when t is 1?
AD-ONLYM: only m corrected
    Direction and scale start equally biased. With only the direction corrected, the first step is some 30 times too
    long.
    ? Which of the two averages fills more slowly?
AD-ONLYV: only v corrected
    Direction and scale start equally biased. With only the scale corrected, the first step is 10 times too short.
    ? What is m at t = 1, compared with the slope?
AD-SWAPCORR: corrected with the other's beta
    Each average fills at the pace of its own memory, and must be corrected with that.
    ? After ten steps, how full is each of the two memories?
AD-NOSQRT: no root under the fraction line
    Doubling the loss should leave the step as it is; yours halves, for the units do not cancel.
    ? Which unit has m, and which has v?
AD-NODIV: no scale at all
    Steep and gentle coordinates should walk at the same pace. In yours the steep one runs.
    ? What is the second memory for?
AD-NUMG: the raw slope above the line
    The direction should come from the average. After one spike and then silence you stop dead; Adam coasts.
    ? Where should the step point when this one gradient happens to be zero?
AD-CENTERED: divided by the spread [guarded]
    A slope that never changes has no spread. So you divide by almost nothing just where Adam is most sure.
    ? What is the variance of a slope that is always 5?
AD-STALE: yesterday's averages
    You stepped with the averages from before this gradient. What is felt now moves you one step later.
    ? At the first step, what do the old averages hold?
AD-STOREHAT: corrected averages kept [as BC-INPLACE]
    The corrected value is for this step, not for keeping. Hand it on, and the next step corrects it once more.
    ? From which numbers does the next step start?
AD-NOSTORE: memories that are not handed on
    The step itself is right. But what comes back are the memories from before this gradient. The next step knows
    nothing of it, and nothing ever builds up.
    ? From which memories does the next step start?
AD-CLIP: a hidden clipping [alone, as GS-CLIP]
    Slopes beyond a limit are cut back before they are remembered: what the memories hold is no longer what was felt.
    That is gradient clipping, which nobody asked for here.
    ? After one slope of 100, what should v hold?
AD-NOEPS: nothing guards the fraction
    A weight that has never felt a slope must stay where it is. You divide zero by zero.
    ? What are m and v of a weight whose input was always zero?
AD-GLOBALV: one scale for all
    Each coordinate needs a scale of its own. Else the steepest one keeps all others still.
    ? How far should a coordinate with a hundred times gentler slope move?
AD-LRT: a stride that shrinks with time
    Under a constant slope Adam keeps its pace. Yours slows down by a schedule that nobody asked for.
    ? How long is the step at t = 100 if the slope never changed?
AD-SCHEDULE: a schedule nobody asked for [rare]
    The stride is warmed up or cooled down along the way. A schedule is the caller's business, who hands in lr anew at
    every step.
    ? If the slope never changes, how do your first, tenth and hundredth step compare?
AD-LR2: lr twice [as GS-LR2]
    Halving lr should halve the move; yours is quartered.
    ? How does the length of the step depend on lr?
AD-ASCENT: goes uphill [as GS-ASCENT]
    The gradient points where the loss grows fastest, and your step follows it.
    ? Where does minus the gradient point?
AD-NOLR: lr ignored [as GS-NOLR]
    Every step has length one, whatever stride was asked for.
    ? Who decides how boldly the step is trusted?
AD-DELTA: the move instead of the place [as GS-DELTA]
    You returned how far to go, not where you arrive.
    ? What does theta' mean?
AD-SIGN: a step of signs [rare]
    Every coordinate moves by exactly lr. That is sign descent: it forgets how sure the average is.
    ? How long is the step where slopes have cancelled?
AD-MAXV: the largest scale so far [convention]
    You divide by the larger of the old and new scale, so it never comes down: that is AMSGrad.
    ? What happens to the stride long after one huge gradient?
AD-NADAM: a look ahead [convention]
    The present slope is counted once more, on top of its average. That is Nadam: Adam with Nesterov's look ahead.
    ? Which gradient enters the step twice?
""")
PLACEMENTS = ideas("""
AD-EPSHAT: eps beside the uncorrected root [advisory]
    eps is added to √v before its correction (the efficient form of Kingma & Ba 2015, section 2, and of TensorFlow).
    Where slopes are very small, steps are shorter than in Algorithm 1.
AD-EPSIN: eps inside the root [advisory]
    eps stands under the root: as it is (so do RMSProp in TensorFlow and JAX), where it weighs like its own root, or
    squared. Where slopes are very small, steps have another length than in Algorithm 1.
""")

# ---- ema_moments ------------------------------------------------------------------------------------------

_draw = np.random.default_rng(3)


def _number(value):
    return np.float64(value)


def _make_memory_probes():
    """Return plain numbers first; then three coordinates, then two axes."""
    probes = [
        Probe(*map(_number, (0.4131, 0.6204, -1.3717, 0.7, 0.95))),
        Probe(*map(_number, (-0.2719, 2.9153, 2.1383, 0.83, 0.964))),
    ]
    for steps, beta1, beta2, shape in ((6, 0.8, 0.93, (3,)), (1, 0.9, 0.98, (3,)), (15, 0.6, 0.985, (2, 2))):
        seen = any_gradients(_draw, steps, shape)
        state = adam_state(seen[:-1], beta1, beta2)
        probes.append(Probe(state.m, state.v, seen[-1], beta1, beta2))
    return probes


MEMORY_SWAPS = ((0, 1), (1, 2))
"""m and v, v and grad."""


@family(MEMORIES, OLD, ORDER, ARGUMENTS, gives=("m'", "v'"), probes=_make_memory_probes())
def ema_moments(m, v, grad, beta1, beta2, *, turn):
    """Both averages take in one gradient."""
    m, v, grad, beta1, beta2 = taken((m, v, grad, beta1, beta2), MEMORY_SWAPS, turn)
    new_m, new_v = remembered(m, v, grad, beta1, beta2, turn)
    return turn.line(lambda: (new_m, new_v), {"X-ORDER": lambda: (new_v, new_m)})


def remembered(m, v, grad, beta1, beta2, turn):
    """Return both averages after one gradient."""
    beta1, beta2 = turn.line(lambda: (beta1, beta2), {"EM-SWAPB": lambda: (beta2, beta1)})
    kept_m, let_m = (lambda: (1 - beta1) * m), (lambda: beta1 * grad)
    of_m = {"EM-SWAPW": (kept_m, None), "EM-SWAPM": (kept_m,), "EM-VONM": form(3, lambda: beta1 * v)}
    new_m = _update_average(m, grad, beta1, turn.part(1), of_m, {"EM-SWAPW": (let_m, None), "EM-SWAPM": (let_m,)})
    seen = turn.line(
        lambda: grad,
        {"EM-VFROMM": (lambda: new_m, lambda: m), "EM-CENT": (lambda: grad - new_m, lambda: grad - m)},
    )
    square = turn.line(lambda: seen * seen, {"EM-NOSQ": lambda: seen, "EM-ABS": lambda: np.abs(seen)})
    kept_v, let_v = (lambda: (1 - beta2) * v), (lambda: beta2 * square)
    of_v = {
        "EM-SWAPW": (kept_v, kept_v),
        "EM-ADAGRAD": (lambda: v,),
        "EM-VONM": (lambda: beta2 * m, lambda: beta2 * new_m),
    }
    of_square = {
        "EM-SWAPW": (let_v, let_v),
        "EM-ADAGRAD": (lambda: square,),
        "EM-SQW": (lambda: (1 - beta2) ** 2 * square,),
    }
    return new_m, _update_average(v, square, beta2, turn.part(2), of_v, of_square)


def _update_average(old, new, beta, turn, more_kept, more_let):
    """Return one average; its ways can be taken in both averages, or in one of them alone."""
    kept = turn.line(
        lambda: beta * old,
        {"EM-NOOLD": lambda: 0.0 * old, "EM-NODECAY": lambda: old, "EM-OLD": lambda: old, **more_kept},
    )
    let = turn.line(
        lambda: (1 - beta) * new,
        {
            "EM-SUM": lambda: new,
            "EM-BETAG": lambda: beta * new,
            "EM-BRACKET": lambda: 1 - beta * new,
            "EM-OLD": lambda: 0.0,
            **more_let,
        },
    )
    return kept + let


# ---- bias_correct -----------------------------------------------------------------------------------------

CORRECTION_PROBES = [
    Probe(_number(0.8131), _number(0.9), 3),
    Probe(_number(-0.3717), _number(0.955), 5),
    Probe(np.array([0.0513, -0.2719, 0.1832]), 0.83, 4),
    Probe(_number(0.1271), _number(0.9), 1),
    Probe(np.array([1.31, -0.0457]), 0.999, 2),
    Probe(_number(0.6931), _number(0.62), 40),
    Probe(np.array([[0.271, -0.542, 1.93], [0.77, 0.0123, -0.35]]), 0.7, 6),
]


@family(CORRECTIONS, ARGUMENTS, gives=("corrected",), probes=CORRECTION_PROBES)
def bias_correct(moment, beta, t, *, turn):
    """Take the starting zero out of an average that has seen t gradients."""
    moment, beta, t = taken((moment, beta, t), [(1, 2)], turn)
    return corrected(moment, beta, t, turn, turn.line(lambda: 0, {"BC-PERTENSOR": form(2, lambda: 1)}))


def corrected(moment, beta, t, turn, first=0):
    """Return an average without its starting zero; `first` is where a clock for each entry begins."""
    clock = turn.line(
        lambda: t,
        {
            "BC-TM1": lambda: t - 1,
            "BC-TP1": lambda: t + 1,
            "BC-PERTENSOR": lambda: t + first + np.arange(np.size(moment)).reshape(np.shape(moment)),
        },
    )
    faded = turn.line(
        lambda: beta**clock, {"BC-NOPOW": lambda: beta ** np.ones_like(clock), "BC-LIN": lambda: beta * clock}
    )
    share = turn.line(
        lambda: 1 - faded,
        {
            "BC-POWOUT": lambda: (1 - beta) ** clock,
            "BC-DIVPOW": lambda: faded,
            "BC-PLUS": lambda: 1 + faded,
            "BC-ONLY1": lambda: 1 - beta if t == 1 else 1.0,
        },
    )
    whole = turn.line(
        lambda: moment / share,
        {
            "BC-MULT": lambda: moment * share,
            "BC-BRACKET": lambda: moment / 1 - faded,
            "BC-SQRT": lambda: moment / np.sqrt(share),
            "BC-TWICE": lambda: moment / (share * share),
        },
    )
    return turn.line(lambda: whole, {"BC-NONE": lambda: moment})


# ---- adam_step --------------------------------------------------------------------------------------------

RENAMED = {"BC-NOPOW": "AD-NOPOW", "BC-MULT": "AD-MULT", "BC-TP1": "AD-TP1", "BC-TM1": "AD-TM1"}
"""Ids of the correction that have a name of their own in the step."""
BORROWED = [
    replace(one, alone=one.id in ("BC-TWICE", "BC-BRACKET"))
    for one in only(
        CORRECTIONS,
        "BC-POWOUT BC-LIN BC-DIVPOW BC-PLUS BC-ONLY1 BC-PERTENSOR BC-SQRT BC-TWICE BC-BRACKET",
    )
]
ADAM = (*INSIDE, *MEMORIES, *BORROWED, *PLACEMENTS, ORDER, ARGUMENTS)
STEP_SWAPS = ((1, 2), (0, 3), (4, 5))
"""m and v, theta and grad, t and lr."""


def step_probes(draw):
    """Plain numbers first; then coordinates, axes, a long run, the first step, and a place that felt nothing."""
    probes = []
    for steps, beta1, beta2, lr, shape in (
        (3, 0.9, 0.985, 0.21, ()),
        (6, 0.83, 0.95, 0.34, ()),
        (4, 0.8, 0.97, 0.17, (3,)),
        (1, 0.87, 0.96, 0.13, (3,)),
        (2, 0.7, 0.93, 0.41, (2, 2)),
        (2, 0.42, 0.23, 0.19, (3,)),
        (2, 0.31, 0.43, 0.27, (3,)),
        (30, 0.87, 0.991, 0.29, (3,)),
    ):
        seen = any_gradients(draw, steps, shape)
        if steps == 30:
            # A calm end after a wild run: only there does a scale that never comes down show itself.
            seen[-1] = 0.12 * np.sign(seen[-1])
        if steps == 1:
            # The root of a v without squares exists at the first step only under positive slopes.
            seen = np.abs(seen)
        state, theta = adam_state(seen[:-1], beta1, beta2), any_place(draw, shape)
        arguments = (theta, state.m, state.v, seen[-1])
        plain = tuple(_number(value) for value in arguments) if shape == () else arguments
        probes.append(Probe(*plain, steps, lr, beta1, beta2, 1e-8))
    steep = np.array([0.8131, 1.2719, 2.1931]) * [[1.0, 1.0, 1.0], [-28.31, 11.27, 1.0]]
    state = adam_state(steep[:1], 0.83, 0.91)
    probes.append(Probe(any_place(draw), state.m, state.v, steep[1], 2, 0.23, 0.83, 0.91, 1e-8))
    nothing = np.zeros(2)
    probes.append(Probe(np.array([0.7193, -1.2671]), nothing, nothing, nothing, 2, 0.3, 0.9, 0.999, 1e-8))
    return probes


def faint_probes():
    """Slopes so small that the place of eps shows."""
    slope, beta1, beta2, t = 3e-7, 0.9, 0.999, 3
    m, v = slope * (1 - beta1 ** (t - 1)), slope**2 * (1 - beta2 ** (t - 1))
    return [Probe(_number(0.0), _number(m), _number(v), _number(slope), t, 0.5, beta1, beta2, 1e-8)]


@family(
    ADAM,
    gives=("theta'", "m'", "v'"),
    probes=step_probes(_draw),
    moves={"theta'": "theta"},
    advice=faint_probes(),
)
def adam_step(theta, m, v, grad, t, lr, beta1, beta2, eps, *, turn):
    """One step of Adam (Kingma & Ba 2015, Algorithm 1)."""
    theta, m, v, grad, t, lr = taken((theta, m, v, grad, t, lr), STEP_SWAPS, turn)
    grad = clip(grad, "AD-CLIP", 4, turn)
    step, m, v = adam_move(m, v, grad, t, lr, beta1, beta2, eps, turn)
    moved = turn.line(lambda: theta - step, {"AD-DELTA": lambda: -step})
    return ordered(moved, m, v, turn)


def ordered(moved, m, v, turn):
    """Return the three results in the stub's order, or in one of two others."""
    return turn.line(lambda: (moved, m, v), {"X-ORDER": (lambda: (m, v, moved), lambda: (moved, v, m))})


def adam_move(m, v, grad, t, lr, beta1, beta2, eps, turn, beside=0.0):
    """Return the step, and what is kept of both averages: (step, m', v').

    Shared with exercise 4, where `beside` is a pull that was put above the fraction line.
    """
    of_m, of_v = turn.part(1), turn.part(2)
    new_m, new_v = remembered(m, v, grad, beta1, beta2, turn)
    new_v = turn.line(lambda: new_v, {"AD-MAXV": (lambda: np.maximum(v, new_v), None)})
    used_m = of_m.line(lambda: new_m, {"AD-STALE": lambda: m})
    used_v = of_v.line(lambda: new_v, {"AD-STALE": lambda: v, "AD-MAXV": (lambda: np.maximum(v, new_v),) * 2})
    mean, size = _correct_both(used_m, used_v, beta1, beta2, t, turn)
    kept_m = of_m.line(lambda: new_m, {"AD-NOSTORE": lambda: m, "AD-STOREHAT": lambda: mean})
    kept_v = of_v.line(lambda: new_v, {"AD-NOSTORE": lambda: v, "AD-STOREHAT": lambda: size})
    root = _compute_root(mean, size, used_m, used_v, turn)
    mean = _choose_direction(mean, grad, t, beta1, turn) + beside
    below = turn.line(
        lambda: root + eps,
        {
            "AD-NOEPS": lambda: root,
            "AD-EPSHAT": lambda: root + eps / np.sqrt(1 - beta2**t),
            "AD-EPSIN": (lambda: np.sqrt(size + eps), lambda: np.sqrt(size + eps * eps)),
        },
    )
    way = turn.line(
        lambda: mean / below,
        {"AD-NODIV": lambda: mean, "AD-SIGN": (lambda: np.sign(mean), lambda: np.sign(grad + beside))},
    )
    step = _compute_stride(lr, t, turn) * way
    return turn.line(lambda: step, {"AD-ASCENT": lambda: -step}), kept_m, kept_v


def _correct_both(m, v, beta1, beta2, t, turn):
    """Return both averages without the starting zero."""
    of_m, of_v = turn.part(1), turn.part(2)
    first = of_m.line(lambda: beta1, {"AD-SWAPCORR": lambda: beta2})
    second = of_v.line(lambda: beta2, {"AD-SWAPCORR": lambda: beta1})
    mean = turn.line(
        lambda: corrected(m, first, t, of_m.renamed(RENAMED)),
        {"AD-NOCORR": lambda: m, "AD-ONLYV": lambda: m, "AD-NODIV": form(2, lambda: m)},
    )
    size = turn.line(
        lambda: corrected(v, second, t, of_v.renamed(RENAMED)),
        {"AD-NOCORR": lambda: v, "AD-ONLYM": lambda: v, "AD-NUMG": form(2, lambda: v)},
    )
    return mean, size


def _choose_direction(mean, grad, t, beta, turn):
    """Return what stands above the fraction line."""

    def nadam(ahead):
        return beta * ahead + (1 - beta) * grad / (1 - beta**t)

    return turn.line(
        lambda: mean,
        {
            "AD-NADAM": (lambda: nadam(mean), lambda: nadam(mean * (1 - beta**t) / (1 - beta ** (t + 1)))),
            "AD-NUMG": lambda: grad,
        },
    )


def _compute_root(mean, size, m, v, turn):
    """Return what stands below the fraction line, before eps."""

    def one_for_all(whole, sizes):
        return np.broadcast_to(whole(sizes), np.shape(sizes))

    used = turn.line(
        lambda: size,
        {
            # Of corrected averages, of raw ones, of raw ones and then corrected.
            "AD-CENTERED": (
                lambda: _spread(size, mean),
                lambda: _spread(v, m),
                lambda: _spread(v, m) * np.where(v == 0, 1.0, size / v),
            ),
            "AD-GLOBALV": (
                lambda: one_for_all(np.mean, size),
                lambda: one_for_all(np.sum, size),
                lambda: one_for_all(np.max, size),
                lambda: one_for_all(np.linalg.norm, size),
            ),
        },
    )
    root = turn.line(lambda: np.sqrt(used), {"AD-NOSQRT": lambda: used})
    return turn.line(lambda: root, {"AD-GLOBALV": form(5, lambda: one_for_all(np.mean, root))})


def _spread(whole, mean):
    """Return the size minus the squared mean.

    Nothing is known of it where the slope never changed: what is left there is rounding, or a guard.
    """
    spread = whole - mean * mean
    return np.where((spread > 1e-6 * whole) | (whole == 0), spread, np.nan)


def _compute_stride(lr, t, turn):
    """Return how long the step is where mean and size agree."""
    paced = turn.line(
        lambda: lr,
        {
            "AD-LRT": (lambda: lr / np.sqrt(t), lambda: lr / t),
            "AD-SCHEDULE": (
                lambda: lr * min(1.0, t / 10),
                lambda: lr * 0.9**t,
                lambda: lr * 0.99**t,
                lambda: lr / (t + 1),
            ),
        },
    )
    # Exercise 4 knows another form.
    stride = turn.line(lambda: paced, {"AD-LR2": (lambda: paced * paced,)})
    return turn.line(lambda: stride, {"AD-NOLR": lambda: 1.0})
