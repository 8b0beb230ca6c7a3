"""How learning rates are misread from curvatures (ids and sources: the catalogue's LR)."""

from dataclasses import replace

import numpy as np

from grader.misconceptions.toolkit import Idea, Probe, family

# ---- words ------------------------------------------------------------------------------------------------

IDEAS = {
    idea.id: idea
    for idea in (
        Idea(
            "LR-ONE",
            "half the edge",
            "At 1/λmax one step lands in the bottom of the steepest direction. A run still settles at nearly twice "
            "that rate.",
            "What does a step with lr = 1/λ leave of the distance, and what one with 1.5/λ?",
            writes=("two",),
        ),
        Idea(
            "LR-MIN",
            "measured by the flattest direction",
            "Your rate suits the flattest direction. In a narrow valley the steepest one is thrown farther out with "
            "every step.",
            "Which direction is the first to blow up when the learning rate grows?",
            writes=("which",),
        ),
        Idea(
            "LR-TRACE",
            "all curvatures added up",
            "The curvatures of all directions are added up. So every parameter that joins the model makes your rate "
            "smaller, even where the valley keeps its extremes.",
            "A flat direction joins a steep one: does the steep one blow up any sooner?",
            writes=("which found",),
        ),
        Idea(
            "LR-MEAN",
            "an average of the curvatures",
            "Your answer holds an average curvature. Each direction shrinks or grows by its own one, so an average "
            "hides those that a run waits for.",
            "Ninety-nine directions are flat and one is steep: which of them ruins a run?",
            writes=("which found",),
        ),
        Idea(
            "LR-FRO",
            "all curvatures in one length",
            "All curvatures go into one length, the Frobenius norm. A run grows or waits in a single direction, and "
            "those in between should not count.",
            "What changes in your answer when one more direction of middling curvature joins?",
            writes=("which found",),
        ),
        Idea(
            "LR-BOUND",
            "a bound taken for the curvature",
            "The largest sum over a row is a quick bound, not the curvature itself. Mostly it lies above the steepest "
            "curvature.",
            "For which valleys is the largest row sum really the steepest curvature?",
            writes=("which found",),
        ),
        Idea(
            "LR-DIAG",
            "the diagonal taken for the curvatures",
            "The diagonal tells how the loss bends along single axes. The steepest direction may lie across them, and "
            "is steeper than any axis then.",
            "In which direction is x·y steepest, and what does its diagonal say?",
            writes=("found",),
        ),
        Idea(
            "LR-KUNSORTED",
            "curvatures in the order they came",
            "The first or the last curvature is taken for an extreme one. They come in no order of size, so other "
            "names for the parameters change your answer.",
            "Does the shape of a valley depend on which parameter is called the first?",
            writes=("found",),
        ),
        Idea(
            "LR-KSQRT",
            "a root of the curvatures",
            "A root was taken on the way. The eigenvalues of a Hessian are the curvatures themselves, and the factor "
            "of a step holds them as they are.",
            "The loss is measured in units a hundred times smaller: by how much does each curvature change?",
            writes=("power",),
        ),
        Idea(
            "LR-SQUARE",
            "the curvatures squared",
            "The curvatures were squared on the way. A step multiplies a direction by 1 − lr·λ, with λ as it is.",
            "The loss is measured in units ten times smaller: by how much does each curvature change?",
            writes=("power",),
        ),
        Idea(
            "LR-FACTOR",
            "curvatures off by two",
            "Your curvatures are half or twice as large as they are. A Hessian holds second derivatives: for ½·θᵀHθ "
            "it is H, without a further factor.",
            "What is the second derivative of 3·x², and what is its Hessian?",
            writes=("two",),
        ),
        Idea(
            "LR-NOINV",
            "steeper ground, longer steps",
            "Your rate grows with the curvature. The more a loss bends, the sooner a slope is out of date, and the "
            "shorter a step has to be.",
            "A loss bends ten times as much: should a step be longer or shorter?",
            writes=("two over",),
        ),
        Idea(
            "LR-BEST",
            "the best rate for the edge",
            "Your rate is the one at which a run settles fastest. The edge lies farther out: up to there every "
            "direction still shrinks.",
            "At your rate, which share of the steepest direction does one step leave?",
            writes=("which two",),
        ),
        Idea(
            "LR-KINV",
            "the ratio upside down",
            "Yours is the flattest over the steepest: 1 at most, and smaller the narrower the valley is.",
            "Which of two valleys should have the larger number, the round one or the narrow one?",
            writes=("ratio",),
        ),
        Idea(
            "LR-KDIFF",
            "a difference of the curvatures",
            "The two curvatures are subtracted. In a round bowl nothing is left of them, however steep it is.",
            "What is your answer for a bowl that bends alike in every direction?",
            writes=("ratio",),
        ),
        Idea(
            "LR-KMAX",
            "the steepest curvature alone",
            "The largest curvature says how steep a valley is, not how unequal. A steep round bowl is as easy as a "
            "gentle one.",
            "What should the number be for a round bowl, a hundred times as steep?",
            writes=("ratio",),
        ),
        Idea(
            "LR-LOG",
            "digits counted",
            "Yours is a logarithm of the ratio. It counts digits, but the steps that a run needs grow with the ratio "
            "itself.",
            "A ratio of 100 and one of 10 000: how many times as long does the second run take?",
            writes=("power",),
        ),
        Idea(
            "LR-BEST1L",
            "only the steepest direction served",
            "One step lands in the bottom of the steepest direction, and the flattest one is left waiting. A longer "
            "step helps the flat one and costs the steep one little.",
            "At your rate, which share does one step leave in each of the two extremes?",
            writes=("which two",),
        ),
        Idea(
            "LR-EDGE",
            "the edge for the best rate",
            "At the edge the steepest direction no longer shrinks: every step throws it to the other side, as far out "
            "as before.",
            "At your rate, which share does one step leave in the steepest direction?",
            writes=("which two",),
        ),
        Idea(
            "LR-BESTMEAN",
            "the mean of two rates",
            "You took the middle of two rates that each suit one direction. In a narrow valley it lies beyond the "
            "edge of the steep one.",
            "Is the middle of 2/1 and 2/100 below the edge of the steeper direction?",
            forms=2,
            writes=("which two over",),
        ),
        Idea(
            "LR-GEO",
            "the geometric middle",
            "You took the geometric middle of the two curvatures. It is too near the flat one: in a narrow valley the "
            "steep direction runs away.",
            "With curvatures 1 and 100, what does a step with lr = 1/10 leave of the steep direction?",
            writes=("which two",),
        ),
        Idea(
            "LR-BALL",
            "the best rate of a heavy ball",
            "That is the best rate of a heavy ball with its own best friction (Polyak 1964). Without a velocity, in a "
            "narrow valley, such a step is too long for the steepest direction.",
            "With curvatures 1 and 100, how far is your rate from the edge of plain descent?",
            kind="convention",
            writes=("which two",),
        ),
    )
}


def _ideas(words, **forms):
    """The ideas of these names, in as many forms as one function has of them."""
    return [
        replace(IDEAS[name], forms=forms.get(name.partition("-")[2], IDEAS[name].forms))
        for name in (f"LR-{word}" for word in words.split())
    ]


def _in_lines(ideas, **lines):
    """The ideas, some of which write other lines here."""
    return [replace(one, writes=lines.get(one.id.partition("-")[2], one.writes)) for one in ideas]


# ---- arithmetic -------------------------------------------------------------------------------------------

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


def _found(hessian, turn):
    """The curvatures in rising order; a few wrong ones, or in the order they came."""
    if turn("LR-DIAG"):
        return np.sort(np.diag(hessian))
    if turn("LR-KUNSORTED"):
        came = np.linalg.eig(hessian)[0].real
        return came if turn("LR-KUNSORTED") == 1 else came[::-1]
    return np.linalg.eigvalsh(hessian)


def _raised(value, turn):
    """A curvature as it is, or a power of it."""
    return value ** (0.5 if turn("LR-KSQRT") else 2.0 if turn("LR-SQUARE") else 1.0)


def _one_for_all(hessian, found, turn):
    """A number made of all curvatures, where one is."""
    if turn("LR-TRACE"):
        return found.sum()
    if turn("LR-FRO"):
        return np.linalg.norm(found)
    if turn("LR-BOUND"):
        return np.abs(hessian).sum(axis=0).max()
    if turn("LR-MEAN"):
        return found.mean()
    return None


def _over(two, curvature, turn):
    """The rate from a curvature."""
    if turn("LR-NOINV"):
        return curvature * (1, 0.5, 2)[turn("LR-NOINV") - 1]
    return two * (0.5 if turn("LR-ONE") else (1, 2, 0.5)[turn("LR-FACTOR")]) / curvature


@family(
    *_ideas("ONE MIN TRACE MEAN FRO BOUND DIAG KUNSORTED KSQRT SQUARE FACTOR NOINV BEST", KUNSORTED=2, NOINV=3),
    gives=("lr",),
    probes=VALLEYS,
    same=[(("LR-KUNSORTED",), ("LR-KUNSORTED", "LR-MIN"))],
)
def max_stable_lr(hessian, *, turn):
    """2/λmax."""
    found = _found(hessian, turn)
    steepest = _one_for_all(hessian, found, turn) or (found[0] if turn("LR-MIN") else found[-1])
    if turn("LR-BEST"):
        return 2 / (_raised(found[-1], turn) + _raised(found[0], turn))
    return _over(2, _raised(steepest, turn), turn)


@family(
    *_in_lines(
        _ideas("KINV KDIFF KSQRT KMAX KUNSORTED DIAG SQUARE LOG MEAN FRO BOUND", KUNSORTED=2, LOG=2),
        MEAN=("ratio",),
        FRO=("ratio found",),
        BOUND=("ratio found",),
    ),
    gives=("kappa",),
    probes=VALLEYS,
    same=[(("LR-KUNSORTED",), ("LR-KINV", "LR-KUNSORTED"))],
)
def condition_number(hessian, *, turn):
    """λmax/λmin."""
    found = _found(hessian, turn)
    high, low = found[-1], found[0]
    ratio = high / low
    if turn("LR-FRO"):
        ratio = np.linalg.cond(hessian, "fro")
    if turn("LR-BOUND"):
        ratio = np.linalg.cond(hessian, 1)
    if turn("LR-KINV"):
        ratio = low / high
    if turn("LR-KDIFF"):
        ratio = high - low
    if turn("LR-KMAX"):
        ratio = high
    if turn("LR-MEAN"):
        ratio = high / found.mean()
    if turn("LR-LOG"):
        return (np.log10, np.log)[turn("LR-LOG") - 1](ratio)
    return _raised(ratio, turn)


@family(
    *_in_lines(
        _ideas(
            "BESTMEAN BEST1L EDGE MIN TRACE MEAN FRO DIAG KUNSORTED KSQRT SQUARE FACTOR KDIFF NOINV GEO BALL",
            MIN=2,
            MEAN=2,
            FACTOR=2,
            NOINV=2,
        ),
        KDIFF=("which",),
        MIN=("which two",),
        TRACE=("which found power",),
        FRO=("which found power",),
        MEAN=("which found power two",),
    ),
    gives=("lr",),
    probes=VALLEYS,
)
def best_lr(hessian, *, turn):
    """2/(λmax + λmin)."""
    found = _found(hessian, turn)
    high, low = _raised(found[-1], turn), _raised(found[0], turn)
    if turn("LR-BESTMEAN"):
        return (1, 0.5)[turn("LR-BESTMEAN") - 1] * (1 / high + 1 / low)
    total = high + low
    if turn("LR-BEST1L"):
        total = 2 * high
    if turn("LR-EDGE"):
        total = high
    if turn("LR-MIN"):
        total = (low, 2 * low)[turn("LR-MIN") - 1]
    if turn("LR-KDIFF"):
        total = high - low
    if turn("LR-GEO"):
        total = 2 * np.sqrt(high * low)
    if turn("LR-BALL"):
        total = (np.sqrt(high) + np.sqrt(low)) ** 2 / 2
    if turn("LR-MEAN"):
        total = (2, 1)[turn("LR-MEAN") - 1] * found.mean()
    elif _one_for_all(hessian, found, turn) is not None:
        total = _one_for_all(hessian, found, turn)
    if turn("LR-NOINV"):
        return total * (0.5, 1)[turn("LR-NOINV") - 1]
    return 2 * (1, 0.5, 2)[turn("LR-FACTOR")] / total
