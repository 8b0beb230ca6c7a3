"""How Adam's memories, their correction and its step go wrong (ids and sources: the catalogue's EM, BC, AD)."""

from dataclasses import replace

import numpy as np

from grader.misconceptions.toolkit import ALL, ARGUMENTS, ORDER, Idea, Probe, Turn, clip, family, taken
from grader.suites.toolkit.states import adam_state, any_gradients, any_place

_draw = np.random.default_rng(3)


def _number(value):
    return np.float64(value)


# ---- ema_moments ------------------------------------------------------------------------------------------


def _memory_probes():
    """Plain numbers first; then three coordinates, then two axes."""
    probes = [
        Probe(*map(_number, (0.4131, 0.6204, -1.3717, 0.7, 0.95))),
        Probe(*map(_number, (-0.2719, 2.9153, 2.1383, 0.83, 0.964))),
    ]
    for steps, beta1, beta2, shape in ((6, 0.8, 0.93, (3,)), (1, 0.9, 0.98, (3,)), (15, 0.6, 0.985, (2, 2))):
        seen = any_gradients(_draw, steps, shape)
        state = adam_state(seen[:-1], beta1, beta2)
        probes.append(Probe(state.m, state.v, seen[-1], beta1, beta2))
    return probes


def _lines(average, lines):
    """These lines of one average."""
    return " ".join(f"{average}.{line}" for line in lines.split())


def _twice(lines):
    """What a turn writes that can happen to both averages (form 1), to m alone (2) or to v alone (3)."""
    return (f"{_lines('m', lines)} {_lines('v', lines)}", _lines("m", lines), _lines("v", lines))


NEW, KEPT = _twice("new"), _twice("old")

MEMORIES = (
    Idea(
        "EM-SWAPW",
        "the weights exchanged",
        "beta is how much of the past is kept. Yours keeps almost nothing: the memory is one step long.",
        "With beta = 0.999, should yesterday count for a thousandth or for nearly everything?",
        forms=2,
        writes=("m.old m.new v.old v.new", "v.old v.new"),
        hides=("EM-SWAPM",),
    ),
    Idea(
        "EM-SWAPM",
        "the weights exchanged in m",
        "m keeps a share 1 − beta1 of its past instead of beta1, so the direction follows the last slope alone.",
        "Which share of an average with a long memory is old?",
        writes=("m.old m.new",),
    ),
    Idea(
        "EM-SWAPB",
        "the betas exchanged",
        "The direction got the long memory and the scale the short one.",
        "Which of the two averages should forget sooner?",
    ),
    Idea(
        "EM-SUM",
        "a sum instead of an average",
        "Under a constant slope the average should become the slope; yours grows to 1/(1 − beta) times that.",
        "What do the two weights of an average add up to?",
        forms=3,
        writes=NEW,
    ),
    Idea(
        "EM-NOSQ",
        "v without the square",
        "A scale must not depend on the sign of the slope. In yours opposite slopes cancel, and the root of what is "
        "left may not exist.",
        "What does v become under a slope of −3 that never changes?",
        writes=("v.what",),
    ),
    Idea(
        "EM-ABS",
        "v of absolute values",
        "Make the loss c times louder and v must grow c² times, or the unit does not cancel under the root.",
        "Which unit does v carry if the slope is in loss per metre?",
        writes=("v.what",),
    ),
    Idea(
        "EM-SQW",
        "the weight squared too",
        "The weight was squared together with the slope, so the scale is underestimated by a factor 1 − beta2.",
        "What exactly is the thing that is averaged in v?",
        writes=("v.new",),
    ),
    Idea(
        "EM-VFROMM",
        "v from m",
        "v must remember how big the slopes were even where they cancel. A zigzag disappears from yours, as it does "
        "from m.",
        "What should v be under slopes of +1, −1, +1, …?",
        forms=2,
        writes=("v.seen",),
    ),
    Idea(
        "EM-CENT",
        "v as a variance",
        "v is the mean square, not the variance: a large slope that never changes must give a large v.",
        "What is the variance of a slope that is always 5, and what is its mean square?",
        forms=2,
        writes=("v.seen",),
    ),
    Idea(
        "EM-ADAGRAD",
        "a scale that never forgets",
        "Squares are added up for ever, so the scale only grows and the steps die out: that is AdaGrad.",
        "After ten thousand steps of one slope, how large may v be?",
        writes=("v.old v.new",),
        hides=("AD-MAXV",),
    ),
    Idea(
        "EM-NOOLD",
        "no memory",
        "What came before is dropped, so there is no average at all, only a shrunken copy of the present slope.",
        "What is left of m after one step without slope?",
        forms=3,
        writes=KEPT,
    ),
    Idea(
        "EM-NODECAY",
        "nothing fades",
        "The past is kept whole while the present is added, so the memory grows without bound under a constant slope.",
        "If a share is let in, what must happen to the rest?",
        forms=3,
        writes=KEPT,
        hides=("AD-MAXV",),
    ),
    Idea(
        "EM-BETAG",
        "the new slope weighed by beta",
        "Old and new both get the weight beta; together they weigh more than one, and the average overshoots.",
        "What do the two weights of an average add up to?",
        forms=3,
        writes=NEW,
    ),
    Idea(
        "EM-BRACKET",
        "a missing bracket",
        "The weight of the new has lost its bracket: a whole one is added, and the slope itself counts with minus "
        "beta. The memory runs away from what it feels.",
        "Where no slope is felt, what should an empty memory become?",
        forms=3,
        alone=True,
    ),
    Idea(
        "EM-VONM",
        "one memory built on the other",
        "Each memory fades and fills by itself. In yours one of them goes on from what the other held, so it never "
        "settles at what it should measure.",
        "Of which of the two is a share kept in v?",
        forms=3,
        writes=("v.old", "v.old", "m.old"),
    ),
)
OLD = Idea(
    "EM-OLD",
    "the old memory comes back",
    "What came back is what went in: this gradient was not remembered, and no later step will know of it.",
    "After one step on a slope of 1, what should a memory that was empty hold?",
    forms=3,
    writes=("m.old m.new v.old v.new v.what v.seen", "m.old m.new", "v.old v.new v.what v.seen"),
    hides=("EM-SWAPB",),
)
MEMORY_SWAPS = ((0, 1), (1, 2))
"""m and v, v and grad."""

SUMS = (("EM-ADAGRAD",), ("EM-ADAGRAD", "EM-SUM"), ("EM-ADAGRAD", "EM-NODECAY"), ("EM-NODECAY", "EM-SUM"))
"""AdaGrad's sum is a v that keeps everything and lets everything in."""


@family(
    *MEMORIES,
    OLD,
    ORDER,
    replace(ARGUMENTS, forms=len(MEMORY_SWAPS)),
    gives=("m'", "v'"),
    probes=_memory_probes(),
    same=[SUMS],
)
def ema_moments(m, v, grad, beta1, beta2, *, turn):
    """Both averages take in one gradient."""
    m, v, grad, beta1, beta2 = taken((m, v, grad, beta1, beta2), MEMORY_SWAPS, turn)
    if turn("EM-SWAPB"):
        beta1, beta2 = beta2, beta1
    new_m = _blend(v if turn("EM-VONM") == 3 else m, grad, beta1, turn, of=1)
    seen = grad if not turn("EM-VFROMM") else (new_m, m)[turn("EM-VFROMM") - 1]
    if turn("EM-CENT"):
        seen = seen - (new_m, m)[turn("EM-CENT") - 1]
    square = np.abs(seen) if turn("EM-ABS") else seen if turn("EM-NOSQ") else seen * seen
    new_v = _blend((v, m, new_m, v)[turn("EM-VONM")], square, beta2, turn, of=2)
    if turn("X-ORDER"):
        return new_v, new_m
    return new_m, new_v


def _blend(old, new, beta, turn, *, of):
    """One average: `of` is 1 for m, 2 for v; a form 1 means both of them, 2 only m, 3 only v."""
    here = (1, 1 + of)
    if turn("EM-OLD") in here:
        return old
    keep, let = beta, 1 - beta
    if turn("EM-SWAPW") in (1, of) or (turn("EM-SWAPM") and of == 1):
        keep, let = let, keep
    if turn("EM-SUM") in here:
        let = 1.0
    if turn("EM-BETAG") in here:
        let = beta
    if turn("EM-SQW") and of == 2:
        let = let * let
    if turn("EM-ADAGRAD") and of == 2:
        keep, let = 1.0, 1.0
    if turn("EM-NODECAY") in here:
        keep = 1.0
    if turn("EM-NOOLD") in here:
        keep = 0.0
    return keep * old + (1 - beta * new if turn("EM-BRACKET") in here else let * new)


# ---- bias_correct -----------------------------------------------------------------------------------------

CORRECTIONS = (
    Idea(
        "BC-NONE",
        "no correction",
        "Early on the average is mostly made of the zeros it started from, and nothing takes them out.",
        "After one step at beta = 0.9, how much of the average is the gradient?",
        hides=(ALL,),
        writes=("clock power minus use",),
    ),
    Idea(
        "BC-NOPOW",
        "the exponent forgotten, a clock that stands still",
        "Your correction never fades. It is that of the first step, whatever t says. Later it still makes a healthy "
        "average 1/(1 − beta) times too large.",
        "How much starting zero is left in the average after a thousand steps?",
        hides=("BC-TM1", "BC-TP1", "BC-PERTENSOR"),
        writes=("clock power",),
    ),
    Idea(
        "BC-TM1",
        "the clock starts at zero",
        "Your clock is one step behind. At the first step it says that nothing has been averaged yet.",
        "How many gradients has the average seen when t is 1?",
        guarded=True,
        writes=("clock",),
    ),
    Idea(
        "BC-TP1",
        "the clock runs one ahead",
        "Your clock is one ahead: it counts one gradient more than there were. So early averages stay too small.",
        "How many gradients has the average seen when t is 1?",
        writes=("clock",),
    ),
    Idea(
        "BC-POWOUT",
        "the power around the bracket",
        "The correction should fade with time; yours explodes, for (1 − beta)^t shrinks towards zero.",
        "What multiplies the starting zero at each step: beta, or 1 − beta?",
        hides=("BC-NOPOW", "BC-LIN"),
        writes=("power minus",),
    ),
    Idea(
        "BC-LIN",
        "a linear clock",
        "Memory fades by equal shares, not by equal amounts. Yours soon divides by zero and then turns around.",
        "What is left of 1 after ten steps of losing a tenth of what remains?",
        hides=("BC-NOPOW",),
        writes=("power",),
    ),
    Idea(
        "BC-MULT",
        "multiplied instead of divided",
        "The average is already too small at the start; you shrink it once more by the same share.",
        "Is the average at t = 1 smaller or larger than the slope it saw?",
        writes=("use",),
    ),
    Idea(
        "BC-DIVPOW",
        "divided by the weight of the zero",
        "beta^t is the weight of the starting zero. You divided by that instead of by the weight of real data.",
        "The weights of zero and of data add up to one: which of them is in your average's way?",
        writes=("minus",),
    ),
    Idea(
        "BC-PLUS",
        "plus instead of minus",
        "The weight of real data is below one at the start; yours is above, so a small average becomes smaller still.",
        "Which share of the average is real data at t = 1?",
        writes=("minus",),
    ),
    Idea(
        "BC-BRACKET",
        "a missing bracket",
        "The division ends before the minus. What comes out is the average minus beta^t. Early on that is near minus"
        " one, whatever the slope was.",
        "What is divided, and by what exactly?",
        writes=("minus use",),
    ),
    Idea(
        "BC-ONLY1",
        "only the first step corrected",
        "Zeros fade gradually, and so must their correction. Yours stops after one step and the average drops.",
        "How much of the average is still zero at t = 2 with beta = 0.9?",
        writes=("clock power minus",),
        hides=("BC-NOPOW", "BC-LIN", "BC-POWOUT", "BC-PERTENSOR"),
    ),
    Idea(
        "BC-PERTENSOR",
        "one clock for many entries",
        "Each entry moves the clock on, so time runs faster than training and later entries are corrected too little.",
        "How many gradients has the last entry seen, compared with the first?",
        forms=2,
        writes=("clock",),
    ),
    Idea(
        "BC-SQRT",
        "the root of the share",
        "You divided by the root of the share of real data, so a part of the starting zero stays in.",
        "Which share of the average is real data after one step?",
        rare=True,
        writes=("use",),
    ),
    Idea(
        "BC-TWICE",
        "corrected twice",
        "The starting zero was taken out twice, so early averages come out far too large.",
        "How large is the slope that the average saw at t = 1, and how large is yours?",
        rare=True,
        writes=("use",),
    ),
)

CORRECTION_PROBES = [
    Probe(_number(0.8131), _number(0.9), 3),
    Probe(_number(-0.3717), _number(0.955), 5),
    Probe(np.array([0.0513, -0.2719, 0.1832]), 0.83, 4),
    Probe(_number(0.1271), _number(0.9), 1),
    Probe(np.array([1.31, -0.0457]), 0.999, 2),
    Probe(_number(0.6931), _number(0.62), 40),
    Probe(np.array([[0.271, -0.542, 1.93], [0.77, 0.0123, -0.35]]), 0.7, 6),
]


@family(*CORRECTIONS, ARGUMENTS, gives=("corrected",), probes=CORRECTION_PROBES)
def bias_correct(moment, beta, t, *, turn):
    """Take the starting zero out of an average that has seen t gradients."""
    moment, beta, t = taken((moment, beta, t), [(1, 2)], turn)
    if turn("BC-NONE") or (turn("BC-ONLY1") and t != 1):
        return moment
    share = _share(beta, _clock(t, moment, turn), turn)
    if turn("BC-BRACKET"):
        return moment / 1 - (1 - share)
    if turn("BC-SQRT"):
        share = np.sqrt(share)
    if turn("BC-TWICE"):
        share = share * share
    return moment * share if turn("BC-MULT") else moment / share


def _clock(t, moment, turn):
    """The step that the correction believes it is at."""
    if turn("BC-PERTENSOR"):
        entries = np.arange(np.size(moment)).reshape(np.shape(moment))
        t = t + entries + (turn("BC-PERTENSOR") - 1)
    return t - bool(turn("BC-TM1")) + bool(turn("BC-TP1"))


def _share(beta, t, turn):
    """The share of real data after t steps."""
    if turn("BC-NOPOW"):
        t = np.ones_like(t)
    if turn("BC-POWOUT"):
        return (1 - beta) ** t
    faded = beta * t if turn("BC-LIN") else beta**t
    if turn("BC-DIVPOW"):
        return faded
    return 1 + faded if turn("BC-PLUS") else 1 - faded


# ---- adam_step --------------------------------------------------------------------------------------------


def _both(idea, name, says, hint, **more):
    """A turn of the correction that can happen to both averages (form 1), to m alone (2) or to v alone (3)."""
    return Idea(idea, name, says, hint, forms=3, **more)


ALL_LINES = "clock power minus use beta"
"""Everything that a correction is made of."""
_NUMERATOR = f"m.used {_lines('m', ALL_LINES)}"
_DENOMINATOR = f"root size eps v.used {_lines('v', ALL_LINES)}"
"""All that stands above and below the fraction line."""

INSIDE = (
    Idea(
        "AD-NOCORR",
        "no correction of m and v",
        "Both averages start too small. The scale under the root is far too small, so the first dozens of steps are "
        "several times too long.",
        "At t = 1 with the usual betas, by which factors are m and the root of v too small?",
        hides=("AD-NOPOW", "AD-MULT", "AD-TP1", "AD-TM1", "AD-SWAPCORR", "AD-STOREHAT", "AD-ONLYM", "AD-ONLYV"),
        same_as=("BC-NONE",),
        writes=(f"{_lines('m', ALL_LINES + ' kept')} {_lines('v', ALL_LINES + ' kept')}",),
    ),
    _both(
        "AD-NOPOW",
        "a correction that never fades",
        "The first step is right, later ones are too fast, and in the end all are wrong by the same factor. The "
        "correction does not use t.",
        "Which factor should the correction have at step 1000?",
        hides=("AD-TP1", "AD-TM1"),
        same_as=("BC-NOPOW",),
        writes=_twice("clock power"),
    ),
    _both(
        "AD-MULT",
        "the correction multiplied",
        "You made the error of the start larger instead of taking it out.",
        "Is the average at t = 1 smaller or larger than the slope it saw?",
        same_as=("BC-MULT",),
        writes=_twice("use"),
    ),
    _both(
        "AD-TP1",
        "the clock runs one ahead",
        "The clock is one ahead: it counts one gradient more than there were. So early steps are off.",
        "How many gradients are in the averages when t is 1?",
        same_as=("BC-TP1",),
        writes=_twice("clock"),
    ),
    _both(
        "AD-TM1",
        "the clock starts at zero",
        "The clock is one step behind. At the first step it says that nothing has been averaged, and divides by zero.",
        "How many gradients are in the averages when t is 1?",
        same_as=("BC-TM1",),
        guarded=True,
        writes=_twice("clock"),
    ),
    Idea(
        "AD-ONLYM",
        "only m corrected",
        "Direction and scale start equally biased. With only the direction corrected, the first step is some 30 times "
        "too long.",
        "Which of the two averages fills more slowly?",
        writes=(_lines("v", ALL_LINES + " kept"),),
    ),
    Idea(
        "AD-ONLYV",
        "only v corrected",
        "Direction and scale start equally biased. With only the scale corrected, the first step is 10 times "
        "too short.",
        "What is m at t = 1, compared with the slope?",
        writes=(_lines("m", ALL_LINES + " kept"),),
    ),
    Idea(
        "AD-SWAPCORR",
        "corrected with the other's beta",
        "Each average fills at the pace of its own memory, and must be corrected with that.",
        "After ten steps, how full is each of the two memories?",
        forms=3,
        writes=_twice("beta"),
    ),
    Idea(
        "AD-NOSQRT",
        "no root under the fraction line",
        "Doubling the loss should leave the step as it is; yours halves, for the units do not cancel.",
        "Which unit has m, and which has v?",
        writes=("root",),
    ),
    Idea(
        "AD-NODIV",
        "no scale at all",
        "Steep and gentle coordinates should walk at the same pace. In yours the steep one runs.",
        "What is the second memory for?",
        forms=2,
        hides=("AD-NOSQRT", "AD-CENTERED", "AD-GLOBALV", "AD-NOEPS", "AD-NOCORR", "AD-ONLY?", "AD-MAXV"),
        writes=(_DENOMINATOR, f"{_DENOMINATOR} {_lines('m', ALL_LINES + ' kept')}"),
    ),
    Idea(
        "AD-NUMG",
        "the raw slope above the line",
        "The direction should come from the average. After one spike and then silence you stop dead; Adam coasts.",
        "Where should the step point when this one gradient happens to be zero?",
        forms=2,
        writes=(_NUMERATOR, f"{_NUMERATOR} {_lines('v', ALL_LINES)} v.kept"),
        hides=("AD-NOCORR", "AD-ONLY?"),
    ),
    Idea(
        "AD-CENTERED",
        "divided by the spread",
        "A slope that never changes has no spread. So you divide by almost nothing just where Adam is most sure.",
        "What is the variance of a slope that is always 5?",
        forms=3,
        writes=("size", f"size {_lines('v', ALL_LINES)}", "size"),
        guarded=True,
    ),
    Idea(
        "AD-STALE",
        "yesterday's averages",
        "You stepped with the averages from before this gradient. What is felt now moves you one step later.",
        "At the first step, what do the old averages hold?",
        forms=3,
        writes=_twice("used"),
    ),
    Idea(
        "AD-STOREHAT",
        "corrected averages kept",
        "The corrected value is for this step, not for keeping. Hand it on, and the next step corrects it once more.",
        "From which numbers does the next step start?",
        forms=3,
        same_as=("BC-INPLACE",),
        writes=_twice("kept"),
    ),
    Idea(
        "AD-NOSTORE",
        "memories that are not handed on",
        "The step itself is right. But what comes back are the memories from before this gradient. The next step "
        "knows nothing of it, and nothing ever builds up.",
        "From which memories does the next step start?",
        forms=3,
        writes=_twice("kept"),
    ),
    Idea(
        "AD-CLIP",
        "a hidden clipping",
        "Slopes beyond a limit are cut back before they are remembered: what the memories hold is no longer what was "
        "felt. That is gradient clipping, which nobody asked for here.",
        "After one slope of 100, what should v hold?",
        forms=4,
        same_as=("GS-CLIP",),
        alone=True,
    ),
    Idea(
        "AD-NOEPS",
        "nothing guards the fraction",
        "A weight that has never felt a slope must stay where it is. You divide zero by zero.",
        "What are m and v of a weight whose input was always zero?",
        writes=("eps",),
    ),
    Idea(
        "AD-GLOBALV",
        "one scale for all",
        "Each coordinate needs a scale of its own. Else the steepest one keeps all others still.",
        "How far should a coordinate with a hundred times gentler slope move?",
        forms=5,
        writes=("size",),
    ),
    Idea(
        "AD-LRT",
        "a stride that shrinks with time",
        "Under a constant slope Adam keeps its pace. Yours slows down by a schedule that nobody asked for.",
        "How long is the step at t = 100 if the slope never changed?",
        forms=2,
        writes=("time",),
    ),
    Idea(
        "AD-SCHEDULE",
        "a schedule nobody asked for",
        "The stride is warmed up or cooled down along the way. A schedule is the caller's business, who hands in lr "
        "anew at every step.",
        "If the slope never changes, how do your first, tenth and hundredth step compare?",
        forms=4,
        writes=("time",),
        rare=True,
    ),
    Idea(
        "AD-LR2",
        "lr twice",
        "Halving lr should halve the move; yours is quartered.",
        "How does the length of the step depend on lr?",
        same_as=("GS-LR2",),
        writes=("lr",),
    ),
    Idea(
        "AD-ASCENT",
        "goes uphill",
        "The gradient points where the loss grows fastest, and your step follows it.",
        "Where does minus the gradient point?",
        same_as=("GS-ASCENT",),
        writes=("sign",),
    ),
    Idea(
        "AD-NOLR",
        "lr ignored",
        "Every step has length one, whatever stride was asked for.",
        "Who decides how boldly the step is trusted?",
        same_as=("GS-NOLR",),
        writes=("lr time",),
        hides=("AD-LR2", "AD-LRT", "AD-SCHEDULE"),
    ),
    Idea(
        "AD-DELTA",
        "the move instead of the place",
        "You returned how far to go, not where you arrive.",
        "What does theta' mean?",
        same_as=("GS-DELTA",),
        writes=("place",),
    ),
    Idea(
        "AD-SIGN",
        "a step of signs",
        "Every coordinate moves by exactly lr. That is sign descent: it forgets how sure the average is.",
        "How long is the step where slopes have cancelled?",
        rare=True,
        forms=2,
        hides=("BC-*", "AD-NO[CEPS]*", "AD-ONLY?", "AD-T?1", "AD-MULT", "AD-CENTERED", "AD-GLOBALV", "AD-MAXV"),
        writes=(f"{_DENOMINATOR} {_lines('m', ALL_LINES)}", f"{_DENOMINATOR} {_NUMERATOR}"),
    ),
    Idea(
        "AD-MAXV",
        "the largest scale so far",
        "You divide by the larger of the old and new scale, so it never comes down: that is AMSGrad.",
        "What happens to the stride long after one huge gradient?",
        kind="convention",
        forms=2,
        writes=("v.used",),
    ),
    Idea(
        "AD-NADAM",
        "a look ahead",
        "The present slope is counted once more, on top of its average. That is Nadam: Adam with Nesterov's look "
        "ahead.",
        "Which gradient enters the step twice?",
        kind="convention",
        forms=2,
        writes=("m.used", "m.used m.clock"),
    ),
)

BORROWED = tuple(
    replace(one, forms=3, writes=_twice(one.writes[0]), alone=one.id in ("BC-TWICE", "BC-BRACKET"))
    for one in CORRECTIONS
    if one.id
    in ("BC-POWOUT", "BC-LIN", "BC-DIVPOW", "BC-PLUS", "BC-ONLY1", "BC-PERTENSOR", "BC-SQRT", "BC-TWICE", "BC-BRACKET")
)

PLACEMENTS = (
    Idea(
        "AD-EPSHAT",
        "eps beside the uncorrected root",
        "eps is added to √v before its correction (the efficient form of Kingma & Ba 2015, section 2, and of "
        "TensorFlow). Where slopes are very small, steps are shorter than in Algorithm 1.",
        "",
        kind="advisory",
    ),
    Idea(
        "AD-EPSIN",
        "eps inside the root",
        "eps stands under the root: as it is (so do RMSProp in TensorFlow and JAX), where it weighs like its own root, "
        "or squared. Where slopes are very small, steps have another length than in Algorithm 1.",
        "",
        kind="advisory",
        forms=2,
    ),
)


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


REORDERED = replace(ORDER, forms=2)
STEP_SWAPS = ((1, 2), (0, 3), (4, 5))
"""m and v, theta and grad, t and lr."""
REARRANGED = replace(ARGUMENTS, forms=len(STEP_SWAPS))

COINCIDENCES = (
    SUMS,
    (("AD-NOCORR",), ("AD-ONLYM", "AD-ONLYV"), ("AD-SWAPCORR", "BC-SQRT")),
    (("AD-NADAM",), ("AD-NADAM", "AD-TP1")),
    *((("AD-STALE", one), ("AD-STALE", "BC-ONLY1")) for one in ("AD-NOCORR", "AD-ONLYM", "AD-ONLYV")),
    *((("AD-TM1", one), ("AD-TM1", "BC-ONLY1")) for one in ("AD-ONLYM", "AD-ONLYV")),
    (("AD-NOPOW", "EM-NOOLD"), ("AD-SIGN", "EM-NOOLD"), ("AD-NUMG", "EM-NOOLD")),
    (("AD-ONLYM", "EM-VFROMM"), ("BC-ONLY1", "EM-VFROMM")),
    (("AD-CENTERED", "AD-NOCORR"), ("AD-CENTERED", "AD-ONLYV")),
    (("AD-CENTERED", "AD-SWAPCORR"), ("AD-CENTERED", "BC-SQRT")),
    (("AD-NOSQRT", "AD-NOCORR"), ("AD-NOSQRT", "AD-SWAPCORR")),
    (("AD-CENTERED",), ("AD-CENTERED", "AD-ONLYM"), ("AD-CENTERED", "BC-ONLY1")),
    (("AD-SWAPCORR",), ("AD-ONLYM", "BC-SQRT"), ("AD-MULT", "AD-ONLYV")),
    (("AD-ONLYV",), ("AD-MULT", "AD-SWAPCORR"), ("AD-ONLYV", "AD-SWAPCORR")),
)
"""At the first step the old averages are nothing; an average without memory is the slope; and so on."""


@family(
    *INSIDE,
    *MEMORIES,
    *BORROWED,
    *PLACEMENTS,
    REORDERED,
    REARRANGED,
    gives=("theta'", "m'", "v'"),
    probes=step_probes(_draw),
    moves={"theta'": "theta"},
    advice=faint_probes(),
    same=COINCIDENCES,
)
def adam_step(theta, m, v, grad, t, lr, beta1, beta2, eps, *, turn):
    """One step of Adam (Kingma & Ba 2015, Algorithm 1)."""
    theta, m, v, grad, t, lr = taken((theta, m, v, grad, t, lr), STEP_SWAPS, turn)
    grad = clip(grad, "AD-CLIP", 4, turn)
    new_m, new_v = ema_moments(m, v, grad, beta1, beta2, turn=within(turn))
    step, kept = adam_move((m, v), (new_m, new_v), grad, t, lr, (beta1, beta2), eps, turn=turn)
    moved = -step if turn("AD-DELTA") else theta - step
    return ordered(moved, kept, turn("X-ORDER"))


def ordered(moved, kept, form):
    """The three results, in the stub's order or in one of two others."""
    m, v = kept
    return ((moved, m, v), (m, v, moved), (moved, v, m))[form]


def within(turn):
    """The same turns, without the order of arguments and results, which belongs to the whole."""
    return Turn({idea: form for idea, form in turn.taken.items() if idea not in ("X-ORDER", "X-ARGS")})


def adam_move(old, new, grad, t, lr, betas, eps, *, turn, beside=0.0):
    """The step from old to new averages, and what is kept of them: (step, (m', v')).

    Shared with exercise 4, where `beside` is a pull that was put above the fraction line.
    """
    largest = np.maximum(old[1], new[1]) if turn("AD-MAXV") else new[1]
    new = (new[0], largest if turn("AD-MAXV") == 1 else new[1])
    used_m = old[0] if turn("AD-STALE") in (1, 2) else new[0]
    used_v = old[1] if turn("AD-STALE") in (1, 3) else largest
    mean, size = _corrected(used_m, used_v, t, betas, turn)
    kept = tuple(_kept(turn, *each) for each in ((2, old[0], new[0], mean), (3, old[1], new[1], size)))
    if turn("AD-CENTERED"):
        size = _spread(mean, size, used_m, used_v, turn("AD-CENTERED"))
    if turn("AD-NADAM"):
        ahead = mean if turn("AD-NADAM") == 1 else mean * (1 - betas[0] ** t) / (1 - betas[0] ** (t + 1))
        mean = betas[0] * ahead + (1 - betas[0]) * grad / (1 - betas[0] ** t)
    if turn("AD-NUMG") or turn("AD-SIGN") == 2:
        mean = grad
    step = _stride(lr, t, turn) * _quotient(mean + beside, size, eps, betas[1] ** t, turn)
    return (-step if turn("AD-ASCENT") else step), kept


def _kept(turn, form, old, new, hat):
    """What is handed on of one average."""
    if turn("AD-NOSTORE") in (1, form):
        return old
    return hat if turn("AD-STOREHAT") in (1, form) else new


def _corrected(m, v, t, betas, turn):
    """Both averages without the starting zero."""
    bare_m = turn("AD-NOCORR") or turn("AD-ONLYV") or turn("AD-NODIV") == 2
    bare_v = turn("AD-NOCORR") or turn("AD-ONLYM") or turn("AD-NUMG") == 2
    first, second = betas
    if turn("AD-SWAPCORR") in (1, 2):
        first = betas[1]
    if turn("AD-SWAPCORR") in (1, 3):
        second = betas[0]
    mean = m if bare_m else bias_correct(m, first, t, turn=_half(turn, 2))
    size = v if bare_v else bias_correct(v, second, t, turn=_half(turn, 3))
    return mean, size


def _spread(mean, size, m, v, form):
    """Size minus squared mean: of corrected averages, of raw ones, of raw ones and then corrected.

    Nothing is known of it where the slope never changed: what is left there is rounding, or a guard.
    """
    whole, square = (size, mean * mean) if form == 1 else (v, m * m)
    spread = whole - square
    sure = np.where((spread > 1e-6 * whole) | (whole == 0), spread, np.nan)
    return sure * np.where(v == 0, 1.0, size / v) if form == 3 else sure


_RENAMED = {"AD-NOPOW": "BC-NOPOW", "AD-MULT": "BC-MULT", "AD-TP1": "BC-TP1", "AD-TM1": "BC-TM1"}


def _half(turn, form):
    """The turns of one of the two corrections: form 1 means both, 2 that of m, 3 that of v."""
    known = within(turn).taken
    return Turn({_RENAMED.get(idea, idea): 1 for idea, chosen in known.items() if chosen in (1, form)})


def _stride(lr, t, turn):
    """How long the step is where mean and size agree."""
    if turn("AD-LRT"):
        lr = lr / (np.sqrt(t) if turn("AD-LRT") == 1 else t)
    if turn("AD-SCHEDULE"):
        lr = lr * (min(1.0, t / 10), 0.9**t, 0.99**t, 1 / (t + 1))[turn("AD-SCHEDULE") - 1]
    if turn("AD-LR2"):
        lr = lr * lr
    return 1.0 if turn("AD-NOLR") else lr


def _quotient(mean, size, eps, faded, turn):
    """Direction over size."""
    if turn("AD-SIGN"):
        return np.sign(mean)
    if turn("AD-NODIV"):
        return mean
    scale = turn("AD-GLOBALV")
    if scale in (1, 2, 3, 4):
        whole = (np.mean, np.sum, np.max, np.linalg.norm)[scale - 1]
        size = np.broadcast_to(whole(size), np.shape(size))
    if turn("AD-EPSIN"):
        return mean / np.sqrt(size + (eps if turn("AD-EPSIN") == 1 else eps * eps))
    root = size if turn("AD-NOSQRT") else np.sqrt(size)
    if scale == 5:
        root = np.broadcast_to(np.mean(root), np.shape(root))
    if turn("AD-EPSHAT"):
        return mean / (root + eps / np.sqrt(1 - faded))
    return mean / root if turn("AD-NOEPS") else mean / (root + eps)
