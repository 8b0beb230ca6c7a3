"""How learning rates are misread from curvatures (ids: LR)."""

import numpy as np

from grader.misconceptions.toolkit import Probe, family, ideas, only

RATES = ideas("""
LR-ONE: half the edge
    At 1/λmax one step lands in the bottom of the steepest direction. A run still settles at nearly twice that rate.
    ? What does a step with lr = 1/λ leave of the distance, and what one with 1.5/λ?
LR-MIN: measured by the flattest direction
    Your rate suits the flattest direction. In a narrow valley the steepest one is thrown farther out with every step.
    ? Which direction is the first to blow up when the learning rate grows?
LR-TRACE: all curvatures added up
    The curvatures of all directions are added up. So every parameter that joins the model makes your rate smaller, even
    where the valley keeps its extremes.
    ? A flat direction joins a steep one: does the steep one blow up any sooner?
LR-MEAN: an average of the curvatures
    Your answer holds an average curvature. Each direction shrinks or grows by its own one, so an average hides those
    that a run waits for.
    ? Ninety-nine directions are flat and one is steep: which of them ruins a run?
LR-FRO: all curvatures in one length
    All curvatures go into one length, the Frobenius norm. A run grows or waits in a single direction, and those in
    between should not count.
    ? What changes in your answer when one more direction of middling curvature joins?
LR-BOUND: a bound taken for the curvature
    The largest sum over a row is a quick bound, not the curvature itself. Mostly it lies above the steepest curvature.
    ? For which valleys is the largest row sum really the steepest curvature?
LR-DIAG: the diagonal taken for the curvatures
    The diagonal tells how the loss bends along single axes. The steepest direction may lie across them, and is steeper
    than any axis then.
    ? In which direction is x·y steepest, and what does its diagonal say?
LR-KUNSORTED: curvatures in the order they came
    The first or the last curvature is taken for an extreme one. They come in no order of size, so other names for the
    parameters change your answer.
    ? Does the shape of a valley depend on which parameter is called the first?
LR-KSQRT: a root of the curvatures
    A root was taken on the way. The eigenvalues of a Hessian are the curvatures themselves, and the factor of a step
    holds them as they are.
    ? The loss is measured in units a hundred times smaller: by how much does each curvature change?
LR-SQUARE: the curvatures squared
    The curvatures were squared on the way. A step multiplies a direction by 1 − lr·λ, with λ as it is.
    ? The loss is measured in units ten times smaller: by how much does each curvature change?
LR-FACTOR: curvatures off by two
    Your curvatures are half or twice as large as they are. A Hessian holds second derivatives: for ½·θᵀHθ it is H,
    without a further factor.
    ? What is the second derivative of 3·x², and what is its Hessian?
LR-NOINV: steeper ground, longer steps
    Your rate grows with the curvature. The more a loss bends, the sooner a slope is out of date, and the shorter a step
    has to be.
    ? A loss bends ten times as much: should a step be longer or shorter?
LR-BEST: the best rate for the edge
    Your rate is the one at which a run settles fastest. The edge lies farther out: up to there every direction still
    shrinks.
    ? At your rate, which share of the steepest direction does one step leave?
LR-KINV: the ratio upside down
    Yours is the flattest over the steepest: 1 at most, and smaller the narrower the valley is.
    ? Which of two valleys should have the larger number, the round one or the narrow one?
LR-KDIFF: a difference of the curvatures
    The two curvatures are subtracted. In a round bowl nothing is left of them, however steep it is.
    ? What is your answer for a bowl that bends alike in every direction?
LR-KMAX: the steepest curvature alone
    The largest curvature says how steep a valley is, not how unequal. A steep round bowl is as easy as a gentle one.
    ? What should the number be for a round bowl, a hundred times as steep?
LR-LOG: digits counted
    Yours is a logarithm of the ratio. It counts digits, but the steps that a run needs grow with the ratio itself.
    ? A ratio of 100 and one of 10 000: how many times as long does the second run take?
LR-BEST1L: only the steepest direction served
    One step lands in the bottom of the steepest direction, and the flattest one is left waiting. A longer step helps
    the flat one and costs the steep one little.
    ? At your rate, which share does one step leave in each of the two extremes?
LR-EDGE: the edge for the best rate
    At the edge the steepest direction no longer shrinks: every step throws it to the other side, as far out as before.
    ? At your rate, which share does one step leave in the steepest direction?
LR-BESTMEAN: the mean of two rates
    You took the middle of two rates that each suit one direction. In a narrow valley it lies beyond the edge of the
    steep one.
    ? Is the middle of 2/1 and 2/100 below the edge of the steeper direction?
LR-GEO: the geometric middle
    You took the geometric middle of the two curvatures. It is too near the flat one: in a narrow valley the steep
    direction runs away.
    ? With curvatures 1 and 100, what does a step with lr = 1/10 leave of the steep direction?
LR-BALL: the best rate of a heavy ball [convention]
    That is the best rate of a heavy ball with its own best friction (Polyak 1964). Without a velocity, in a narrow
    valley, such a step is too long for the steepest direction.
    ? With curvatures 1 and 100, how far is your rate from the edge of plain descent?
""")

VALLEYS = [
    Probe(np.array(rows, dtype=float))
    for rows in (
        [[4, 1, 0], [1, 3, 1], [0, 1, 2]],
        [[2, 0, 0], [0, 7, 0], [0, 0, 0.5]],
        [[0.8, 0, 0, 0], [0, 5, 0, 0], [0, 0, 3, 0], [0, 0, 0, 1.5]],
        [[5, 3], [3, 5]],
        [[6, 2, 1, 0], [2, 4, 0, 1], [1, 0, 3, 0.5], [0, 1, 0.5, 1.3]],
        [[0.0713, 0.0211, -0.0147], [0.0211, 0.0431, 0.0119], [-0.0147, 0.0119, 0.0297]],
        [[13.171, 0, 0], [0, 1.1313, 0], [0, 0, 3.7719]],
    )
]


def _sort_curvatures(hessian, turn):
    """Return the curvatures in rising order; a few wrong ones, or in the order they came."""
    came = lambda: np.linalg.eig(hessian)[0].real  # noqa: E731
    return turn.line(
        lambda: np.linalg.eigvalsh(hessian),
        {"LR-DIAG": lambda: np.sort(np.diag(hessian)), "LR-KUNSORTED": (came, lambda: came()[::-1])},
    )


def _raise_to_power(curvature, turn):
    """Return a curvature as it is, or a power of it."""
    return turn.line(lambda: curvature, {"LR-KSQRT": lambda: curvature**0.5, "LR-SQUARE": lambda: curvature**2})


@family(
    only(
        RATES,
        "LR-ONE LR-MIN LR-TRACE LR-MEAN LR-FRO LR-BOUND LR-DIAG LR-KUNSORTED LR-KSQRT LR-SQUARE LR-FACTOR "
        "LR-NOINV LR-BEST",
    ),
    gives=("lr",),
    probes=VALLEYS,
)
def max_stable_lr(hessian, *, turn):
    """2/λmax."""
    found = _sort_curvatures(hessian, turn)
    steepest = turn.line(
        lambda: found[-1],
        {
            "LR-MIN": lambda: found[0],
            "LR-TRACE": lambda: found.sum(),
            "LR-MEAN": lambda: found.mean(),
            "LR-FRO": lambda: np.linalg.norm(found),
            "LR-BOUND": lambda: np.abs(hessian).sum(axis=0).max(),
            "LR-BEST": lambda: found[-1] + found[0],
        },
    )
    steepest = _raise_to_power(steepest, turn)
    two = turn.line(lambda: 2, {"LR-ONE": lambda: 1, "LR-FACTOR": lambda: 4})
    upside_down = (lambda: steepest, lambda: steepest / 2, lambda: 2 * steepest)
    return turn.line(lambda: two / steepest, {"LR-NOINV": upside_down})


@family(
    only(RATES, "LR-KINV LR-KDIFF LR-KSQRT LR-KMAX LR-KUNSORTED LR-DIAG LR-SQUARE LR-LOG LR-MEAN LR-FRO LR-BOUND"),
    gives=("kappa",),
    probes=VALLEYS,
)
def condition_number(hessian, *, turn):
    """λmax/λmin."""
    found = _sort_curvatures(hessian, turn)
    high, low = found[-1], found[0]
    ratio = turn.line(
        lambda: high / low,
        {
            "LR-KINV": lambda: low / high,
            "LR-KDIFF": lambda: high - low,
            "LR-KMAX": lambda: high,
            "LR-MEAN": lambda: high / found.mean(),
            "LR-FRO": lambda: np.linalg.cond(hessian, "fro"),
            "LR-BOUND": lambda: np.linalg.cond(hessian, 1),
        },
    )
    digits = (lambda: np.log10(ratio), lambda: np.log(ratio))
    return turn.line(lambda: ratio, {"LR-KSQRT": lambda: ratio**0.5, "LR-SQUARE": lambda: ratio**2, "LR-LOG": digits})


@family(
    only(
        RATES,
        "LR-BESTMEAN LR-BEST1L LR-EDGE LR-MIN LR-TRACE LR-MEAN LR-FRO LR-DIAG LR-KUNSORTED LR-KSQRT LR-SQUARE "
        "LR-FACTOR LR-KDIFF LR-NOINV LR-GEO LR-BALL",
    ),
    gives=("lr",),
    probes=VALLEYS,
)
def best_lr(hessian, *, turn):
    """2/(λmax + λmin)."""
    found = _sort_curvatures(hessian, turn)
    high, low = _raise_to_power(found[-1], turn), _raise_to_power(found[0], turn)
    total = turn.line(
        lambda: high + low,
        {
            "LR-BEST1L": lambda: 2 * high,
            "LR-EDGE": lambda: high,
            "LR-MIN": (lambda: low, lambda: 2 * low),
            "LR-KDIFF": lambda: high - low,
            "LR-GEO": lambda: 2 * np.sqrt(high * low),
            "LR-BALL": lambda: (np.sqrt(high) + np.sqrt(low)) ** 2 / 2,
            "LR-TRACE": lambda: found.sum(),
            "LR-MEAN": (lambda: 2 * found.mean(), lambda: found.mean()),
            "LR-FRO": lambda: np.linalg.norm(found),
        },
    )
    two = turn.line(lambda: 2, {"LR-FACTOR": (lambda: 1, lambda: 4)})
    middle = (lambda: 1 / high + 1 / low, lambda: (1 / high + 1 / low) / 2)
    return turn.line(lambda: two / total, {"LR-NOINV": (lambda: total / 2, lambda: total), "LR-BESTMEAN": middle})
