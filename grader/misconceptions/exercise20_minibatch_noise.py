"""How mini-batches, their variance and the noise floor go wrong (ids: MB)."""

import numpy as np

from grader.misconceptions.toolkit import ARGUMENTS, Probe, family, ideas, taken

DEVIATION = ideas("""
MB-STD: a deviation instead of a variance
    What came back is a spread, the root of what was asked for. Add two noises, and their squares add up; their sizes
    do not.
    ? Two independent noises of deviation 3 and 4: what is the deviation of their sum?
""")

# ---- minibatch_gradient -----------------------------------------------------------------------------------

BATCHES = ideas("""
MB-SUM: a sum instead of a mean
    Gradients are added and not averaged. A batch twice as large then makes a step twice as long, with the same learning
    rate.
    ? Ten examples with one and the same gradient: what is the gradient of their batch?
MB-ALL: the batch is not looked at
    All examples come in, whatever was drawn. The gradient has no noise, and each step costs a pass over the data.
    ? Two batches without a common example: may their gradients be the same?
MB-UNIQUE: repeats are dropped
    An example that was drawn twice counts once. With replacement repeats are part of the game, and now the batch has
    fewer examples than its size says.
    ? A die shows 6, 6 and 1: what is the mean of the three?
MB-N: divided by the whole data
    The sum over the batch is divided by the number of all examples. The smaller the batch, the shorter the step.
    ? Ten examples with one and the same gradient: what is the gradient of two of them?
MB-FIRST: the first rows instead of the drawn ones
    The batch has the right size and holds the first examples. The others are never looked at.
    ? How does the last example of the data ever reach your model?
""")
FIVE = np.array([[0.8131, -1.4717], [2.2719, 0.4177], [-2.1931, 1.7313], [1.3713, -0.3719], [-0.6137, 3.1931]])
SEVEN = np.array([[1.7131], [-0.4931], [2.1713], [0.6137], [-1.2719], [0.8131], [-3.3171]])
WIDE = np.array(
    [[0.5713, -1.4142, 2.2361, 0.1931], [-0.7321, 1.1917, 0.3319, -2.6177], [1.9131, 0.8713, -1.1931, 0.4717]]
)
BATCH_PROBES = [
    Probe(SEVEN, [4, 6]),
    Probe(SEVEN, [5, 2, 5]),
    Probe(FIVE, [4, 1, 4]),
    Probe(FIVE, [3, 2]),
    Probe(FIVE, [2]),
    Probe(WIDE, [2, 2, 0, 2, 1]),
]


@family(BATCHES, gives=("gradient",), probes=BATCH_PROBES)
def minibatch_gradient(per_example, index, *, turn):
    """The mean of the rows that were drawn."""
    index = [int(one) for one in index]
    once = sorted(set(index))
    rows = turn.line(
        lambda: per_example[index],
        {
            "MB-ALL": lambda: per_example,
            "MB-UNIQUE": (lambda: per_example[once], lambda: per_example[once]),
            "MB-FIRST": lambda: per_example[: len(index)],
        },
    )
    count = turn.line(
        lambda: len(rows),
        {"MB-SUM": lambda: 1, "MB-N": lambda: len(per_example), "MB-UNIQUE": (None, lambda: len(index))},
    )
    return rows.sum(axis=0) / count


# ---- noise_variance ---------------------------------------------------------------------------------------

VARIANCES = ideas("""
MB-NOB: the batch size has no say
    The variance of single examples came back. In a batch their errors partly cancel, the more the larger it is.
    ? What does a batch of a thousand buy, if it is as noisy as one example?
MB-SQRTB: the root of the batch size
    The *error* of a mean falls with the root of its size. Its variance, which is asked for, falls with the size itself.
    ? A batch four times as large: what becomes of the error, and what of its square?
MB-B2: the batch size squared
    The variance falls too fast. Squared like this, a mean of independent draws would be far less noisy than it is.
    ? Two independent noises of variance 1: what is the variance of their mean?
MB-DDOF: divided by one less
    With N − 1 below the line one estimates the variance of a larger whole from a sample. Here the data are the whole,
    and N belongs there.
    ? Which examples could a batch draw that are not in the data?
MB-NOFPC: nothing runs out
    Without replacement, rows that were drawn cannot come again, and less is left to chance. Yours takes no notice.
    ? A batch holds all the data: how far can its mean be off?
MB-FPCALWAYS: rows run out though they are put back
    With replacement each draw meets the whole data again, so nothing runs out. Yours counts as if it did.
    ? Rows are put back after each draw: does the second draw know of the first?
MB-FPCN: the share that is left, by N
    (N − size)/N is nearly right for large data. Yet a single draw has the full variance either way, and here it has
    not.
    ? A batch of one: what does it matter whether the row is put back?
MB-TOTAL: one number for all coordinates
    Some coordinates are far noisier than others. One number for all of them hides which ones drive the weights about.
    ? If one coordinate is the same in all examples, how much noise does it have?
""")
VARIANCE_PROBES = [
    Probe(SEVEN, 3, True),
    Probe(SEVEN, 5, False),
    Probe(FIVE, 2, True),
    Probe(FIVE, 3, False),
    Probe(FIVE, 4, False),
    Probe(WIDE, 2, False),
    Probe(WIDE, 7, True),
]


@family(VARIANCES, DEVIATION, gives=("variance",), probes=VARIANCE_PROBES)
def noise_variance(per_example, size, replace=True, *, turn):
    """The variance of a mean of so many rows."""
    count = len(per_example)
    variance = np.var(per_example, axis=0)
    single = turn.line(
        lambda: variance,
        {
            "MB-DDOF": lambda: np.var(per_example, axis=0, ddof=1),
            "MB-TOTAL": (lambda: np.var(per_example), lambda: variance.sum(), lambda: variance.mean()),
        },
    )
    single = turn.line(lambda: single, {"MB-STD": (None, None, None, lambda: np.sqrt(single))})
    mean = turn.line(
        lambda: single / size,
        {
            "MB-NOB": (lambda: single, lambda: single),
            "MB-SQRTB": lambda: single / np.sqrt(size),
            "MB-B2": lambda: single / size**2,
        },
    )
    mean = turn.line(lambda: mean, {"MB-STD": (None, lambda: np.sqrt(mean), lambda: np.sqrt(mean))})
    left = (count - size) / (count - 1)
    share = turn.line(
        lambda: 1.0 if replace else left,
        {
            "MB-NOFPC": lambda: 1.0,
            "MB-FPCALWAYS": lambda: left,
            "MB-FPCN": lambda: 1.0 if replace else (count - size) / count,
            "MB-NOB": (None, lambda: 1.0),
            "MB-STD": (None, None, lambda: 1.0),
        },
    )
    return turn.line(lambda: mean * share, {"MB-STD": (lambda: np.sqrt(mean * share),)})


# ---- noise_floor ------------------------------------------------------------------------------------------

FLOORS = ideas("""
MB-LR2: the learning rate squared
    One step brings lr²·sigma², and the bowl takes away in proportion to lr. So what is left goes with lr, not with its
    square.
    ? Half the learning rate, small steps: what becomes of the variance?
MB-NO2: the bracket is left out
    Without 2 − lr·curvature the floor has no border: it stays finite where the run blows up.
    ? What happens to the variance when lr comes near 2/curvature?
MB-SMALL: for small steps alone
    That is what the floor tends to for small steps. Larger steps overshoot and are noisier, up to the border where
    nothing settles.
    ? What happens to the variance when lr comes near 2/curvature?
MB-NOSQ: the noise is not squared
    sigma is a deviation, and a variance grows with its square.
    ? Twice the noise: what becomes of the variance?
MB-NOCURV: the curvature is left out
    A steep bowl holds x together, a flat one lets it wander. With the curvature left out of a part of the formula, they
    are told apart too little or wrongly.
    ? Where does x wander further, in a flat bowl or in a steep one?
""")
FLOOR_PROBES = [
    Probe(1.3719, 0.8131, 0.4177),
    Probe(0.2719, 2.1931, 0.8317),
    Probe(3.1931, 1.7313, 0.3719),
    Probe(0.6137, 0.3171, 2.4717),
]


@family(FLOORS, DEVIATION, ARGUMENTS, gives=("variance",), probes=FLOOR_PROBES)
def noise_floor(curvature, sigma, lr, *, turn):
    """The variance at which x settles."""
    curvature, sigma, lr = taken((curvature, sigma, lr), ((0, 1), (1, 2), (0, 2)), turn)
    noise = turn.line(lambda: sigma**2, {"MB-NOSQ": lambda: sigma})
    brought = turn.line(lambda: lr * noise, {"MB-LR2": lambda: lr**2 * noise})
    held = turn.line(lambda: curvature, {"MB-NOCURV": (lambda: 1.0, None, lambda: 1.0)})
    bracket = turn.line(
        lambda: 2 - lr * curvature,
        {"MB-NO2": lambda: 1.0, "MB-SMALL": lambda: 2.0, "MB-NOCURV": (None, lambda: 2 - lr, lambda: 2 - lr)},
    )
    return turn.line(lambda: brought / (held * bracket), {"MB-STD": lambda: np.sqrt(brought / (held * bracket))})
