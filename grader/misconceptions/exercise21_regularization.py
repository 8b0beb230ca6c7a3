"""How a penalty, a soft threshold and a projection go wrong (ids: RG)."""

import numpy as np
from msgspec.structs import replace

from grader.misconceptions.toolkit import ARGUMENTS, ORDER, Probe, family, ideas, taken

# ---- regularized ------------------------------------------------------------------------------------------

PENALTIES = ideas("""
RG-HALF: a penalty with a half [convention]
    Many books write λ/2·‖θ‖², whose slope is λ·θ. Here it is λ·‖θ‖², whose slope is 2·λ·θ. In yours a half is
    missing.
    ? What is the slope of x² at 3?
RG-NOLOSS: the loss is left as it was
    The penalty does not show in the loss. What a log then shows is not what the slopes minimise.
    ? Large weights, a perfect fit: what should the loss be?
RG-NOGRAD: the slope is left as it was
    An optimizer sees slopes alone. It feels no pull from the penalty, and the weights grow as before.
    ? Through which of the two numbers does a weight feel the penalty?
RG-NORM: the length instead of its square
    The length of the weights takes the place of its square. Large weights get off too cheaply, and small ones
    pay too much.
    ? Twice as long a weight vector: how many times the penalty?
RG-L1: sizes instead of squares
    The sizes of the weights take the place of their squares, as in an L1 penalty. Beside large weights, small ones
    count for far more than they should.
    ? Of the weights 3 and 0.1, which should feel more of the pull?
RG-MINUS: large weights are rewarded
    The penalty comes with the wrong sign. What should speak against large weights speaks for them.
    ? Should a larger weight make the loss higher or lower?
RG-MEAN: a mean of the squares
    Divided by the number of weights, the same lam means less in a large model than in a small one.
    ? If the model gets a second weight as large as the first, what should become of the penalty?
""")
ANSWERS_SWAPPED = replace(
    ORDER,
    says="The numbers are the right ones, handed back in another order. The caller would log a slope "
    "and step by a loss.",
)
GRAD, THETA = np.array([0.8131, -1.4717, 2.2719]), np.array([1.3713, 0.4177, -2.1931])
PENALTY_PROBES = [
    Probe(1.7131, np.float64(-2.4137), np.float64(1.3719), 0.3719),
    Probe(0.4131, np.float64(1.9131), np.float64(-0.2717), 1.2713),
    Probe(2.3171, GRAD, THETA, 0.1731),
    Probe(
        0.8173,
        np.array([[0.5713, -1.4142], [2.2361, -0.7321]]),
        np.array([[3.1931, -0.6137], [0.2719, 1.9177]]),
        0.6137,
    ),
    Probe(
        1.1931,
        np.array([1.6177, -0.4931, 0.2917, -3.1415, 0.7713]),
        np.array([0.3317, -1.2917, 2.3713, -0.8131, 0.1931]),
        2.1719,
    ),
]


@family(PENALTIES, ANSWERS_SWAPPED, ARGUMENTS, gives=("loss'", "grad'"), probes=PENALTY_PROBES)
def regularized(loss, grad, theta, lam, *, turn):
    """Loss and slope with lam times the sum of squares on top."""
    grad, theta = taken((grad, theta), ((0, 1),), turn)
    length, count = np.linalg.norm(np.ravel(theta)), np.size(theta)
    square = np.sum(theta**2)
    added = turn.line(
        lambda: lam * square,
        {
            "RG-HALF": (None, lambda: lam * square / 2, lambda: lam * square / 2),
            "RG-NORM": (lambda: lam * length, lambda: lam * length, None),
            "RG-L1": (lambda: lam * np.sum(np.abs(theta)), lambda: lam * np.sum(np.abs(theta)), None),
            "RG-MEAN": (lambda: lam * square / count, lambda: lam * square / count, None),
        },
    )
    pull = turn.line(
        lambda: 2 * lam * theta,
        {
            "RG-HALF": (lambda: lam * theta, lambda: lam * theta),
            "RG-NORM": (None, lambda: lam * theta / length, lambda: lam * theta / length),
            "RG-L1": (lambda: lam * np.sign(theta), None, lambda: lam * np.sign(theta)),
            "RG-MEAN": (lambda: 2 * lam * theta / count, None, lambda: 2 * lam * theta / count),
        },
    )
    total = turn.line(
        lambda: loss + added, {"RG-NOLOSS": lambda: loss, "RG-MINUS": (lambda: loss - added, lambda: loss - added)}
    )
    slope = turn.line(
        lambda: grad + pull,
        {"RG-NOGRAD": lambda: grad, "RG-MINUS": (lambda: grad - pull, None, lambda: grad - pull)},
    )
    return turn.line(lambda: (total, slope), {"X-ORDER": lambda: (slope, total)})


# ---- soft_threshold ---------------------------------------------------------------------------------------

THRESHOLDS = ideas("""
RG-HARD: the survivors keep their size
    Small weights go, and the others stay as they are: that is hard thresholding. An L1 penalty pulls at every weight,
    so the large ones shrink as well.
    ? How far does a weight of 3 move under a pull of 0.5?
RG-NOSIGN: only sizes come back
    Sizes come back without their signs. Every negative weight that survives jumps to the other side of zero.
    ? On which side of zero should −2 end?
RG-NOFLOOR: through zero to the other side
    A weight that is smaller than the amount is carried past zero and comes out with the other sign. So no weight ever
    comes to rest at zero.
    ? Where should a weight of 0.4 stop that is pulled by 0.5?
RG-RELU: one side only
    What should come closer to zero from both sides is pulled down on both. Large negative weights do not end where they
    should.
    ? What is left of −2, and what of 2?
RG-CLIP: cut to the amount
    Large weights are cut down to the amount, and small ones are left alone. That is just the part which a threshold
    takes away.
    ? Which weights should be zero in the end, small ones or large ones?
RG-GROUP: one threshold for all together
    All entries are measured together and share one fate. So a small weight stays as long as others are large.
    ? Does a weight's neighbour decide whether it is zero?
""")
SOFT_PROBES = [
    Probe(np.float64(1.3719), 0.3117),
    Probe(np.float64(-0.9127), 0.2719),
    Probe(np.float64(0.2173), 0.8131),
    Probe(np.float64(-0.3717), 1.1931),
    Probe(np.array([2.1713, -0.4177, 0.1931, -1.7319]), 0.5719),
    Probe(np.array([[0.3171, -2.3719, 1.4717], [-0.6131, 0.0917, 3.1931]]), 0.8173),
    Probe(np.array([0.2713, -0.3191, 0.1317]), 1.4173),
]


@family(THRESHOLDS, ARGUMENTS, gives=("theta'",), probes=SOFT_PROBES, moves={"theta'": "theta"})
def soft_threshold(theta, amount, *, turn):
    """Every entry closer to zero by the amount."""
    theta, amount = taken((theta, amount), ((0, 1),), turn)
    length = np.linalg.norm(np.ravel(theta))
    size = turn.line(lambda: np.abs(theta), {"RG-RELU": lambda: theta, "RG-GROUP": lambda: length})
    left = turn.line(lambda: size - amount, {"RG-HARD": lambda: size, "RG-CLIP": lambda: np.minimum(size, amount)})
    left = turn.line(lambda: np.where(size > amount, left, 0.0), {"RG-NOFLOOR": lambda: left, "RG-CLIP": lambda: left})
    sign = turn.line(
        lambda: np.sign(theta),
        {"RG-NOSIGN": lambda: 1.0, "RG-RELU": lambda: 1.0, "RG-GROUP": lambda: theta / length},
    )
    return sign * left


# ---- project_ball -----------------------------------------------------------------------------------------

BALLS = ideas("""
RG-ALWAYS: always onto the edge [guarded]
    Weights inside the ball are stretched to its edge. A constraint should not be felt as long as it is kept.
    ? Which allowed place is nearest to one that is allowed already?
RG-BOX: each entry for itself
    Each entry has a limit of its own: that is a box. Its corners lie outside the ball, and long entries are cut while
    short ones are not, so the arrow turns.
    ? How long is the arrow whose entries are all as large as the radius?
RG-SQUARED: a square for a length
    The sum of squares is no length yet. For long weights it is far too large, and for short ones too small.
    ? How long is the arrow (3, 4)?
RG-ZERO: outside becomes zero
    Weights outside lose everything they have learnt. The nearest allowed place lies on the edge, not in the middle.
    ? Standing just outside a ball, how far do you have to go?
RG-RADIAL: the length is not divided out
    Multiplied by the radius, and not divided by the length, the arrow points the right way and has the wrong length.
    ? How long is an arrow of length 5 after it was multiplied by 2?
RG-INV: a ratio upside down
    The factor is length over radius. So weights that are too long get longer still, or short ones get shorter.
    ? Should the factor be above or below 1 where the weights are too long?
RG-ROW: each row for itself
    Each part of a matrix has a ball of its own. All parts together can still be too long, and the arrow turns.
    ? Two rows of length 3 and 4: how long is the arrow that they make?
""")
ARROW = np.array([1.2713, -2.3719, 0.4177])
MATRIX = np.array([[1.7131, -0.4931, 2.1713], [0.6137, 0.2719, -0.8131]])
BALL_PROBES = [
    Probe(np.float64(2.4137), 1.3719),
    Probe(np.float64(-0.6127), 1.7319),
    Probe(np.float64(-0.8131), 0.3717),
    Probe(ARROW, 1.1731),
    Probe(ARROW, 2.4317),
    # Inside, while its square is not.
    Probe(ARROW, 3.1719),
    Probe(ARROW, 9.3171),
    Probe(ARROW / 5, 0.4719),
    # Outside, while its square is not.
    Probe(ARROW / 5, 0.3719),
    Probe(ARROW / 5, 1.2719),
    Probe(MATRIX, 1.6137),
    Probe(MATRIX, 0.8317),
    Probe(MATRIX, 2.8713),
    Probe(np.array([0.0, 0.0]), 1.3171),
]


@family(BALLS, gives=("theta'",), probes=BALL_PROBES, moves={"theta'": "theta"})
def project_ball(theta, radius, *, turn):
    """The nearest place within the radius."""
    whole = _compute_length(theta)
    length = turn.line(
        lambda: whole, {"RG-ROW": (lambda: _compute_length(theta, -1), lambda: _compute_length(theta, 0))}
    )
    decides = turn.line(lambda: length, {"RG-SQUARED": (lambda: length**2, lambda: length**2)})
    divides = turn.line(lambda: length, {"RG-SQUARED": (None, lambda: length**2, lambda: length**2)})
    too_long = turn.line(
        lambda: decides > radius, {"RG-ALWAYS": lambda: True, "RG-INV": (None, lambda: decides <= radius, lambda: True)}
    )
    factor = turn.line(
        lambda: radius / divides,
        {
            "RG-ZERO": lambda: 0.0,
            "RG-RADIAL": (lambda: radius, lambda: radius),
            "RG-INV": (lambda: divides / radius,) * 3,
        },
    )
    return turn.line(
        lambda: theta * np.where(too_long, factor, 1.0),
        {
            "RG-BOX": (lambda: np.clip(theta, -radius, radius), lambda: np.minimum(theta, radius)),
            "RG-RADIAL": (None, lambda: theta * radius),
        },
    )


def _compute_length(theta, axis=None):
    """Return the length of all entries together, or of each part of a matrix."""
    return np.sqrt(np.sum(theta**2, axis=axis if np.ndim(theta) > 1 else None, keepdims=axis is not None))
