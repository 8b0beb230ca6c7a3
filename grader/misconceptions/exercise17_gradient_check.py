"""How a gradient check goes wrong (ids: NG)."""

import numpy as np

from grader.misconceptions.toolkit import Probe, family, ideas
from grader.suites.toolkit.slopes import bowl, exponential, polynomial, product, waves

SLOPES = ideas("""
NG-FORWARD: a look ahead only [convention]
    Yours looks ahead and not behind, as SciPy's approx_fprime does. The bend of the ground is then taken for slope, and
    the two places lie only h apart. This stub asks for both sides.
    ? At the very bottom of a bowl, what does a look ahead say of the slope?
NG-BACKWARD: a look behind only
    Yours looks behind and not ahead. The bend of the ground is then taken for slope, and the two places lie only h
    apart.
    ? At the very bottom of a bowl, what does a look behind say of the slope?
NG-NOHALF: the wrong distance between two places
    The change of the loss is divided by a distance that the two places do not have. Every slope is off by the same
    factor, and a right formula fails the check.
    ? One place lies h ahead, the other h behind: how far apart are they?
NG-ALL: entries moved together
    Yours moves several entries at once. That measures one slope along their common direction, and not one for each of
    them.
    ? How steep is x + 10·y along x alone?
NG-SIGN: ahead and behind exchanged
    Your slopes have the wrong sign. A right formula then looks as wrong as can be.
    ? If the loss is higher ahead than behind, which sign has the slope?
NG-MUTATES: an entry not put back
    An entry that was measured stays where it was moved to. All later entries are measured at another place than theta.
    ? Where should the second entry be measured?
NG-H1: h has no say
    Yours measures with the same h, whatever h is given. A loss with few digits needs a larger h, and asking for it
    changes nothing.
    ? What should change on x³ when h grows?
NG-FIRST: the first entry alone
    Only the beginning of theta is measured. A fault in any other slope goes unseen.
    ? How many slopes has a theta of six entries?
NG-SUMMED: slopes added up
    Yours gives the sum of all slopes. A gradient has one slope for each entry of theta.
    ? Two slopes are 5 and −5: what does their sum say of them?
""")

ERRORS = ideas("""
NG-ABS: no measure beside the difference [convention]
    Yours is the bare length of the difference, as SciPy's check_grad gives it. It grows with the slopes, so no border
    between right and wrong fits small gradients and large ones.
    ? Is a difference of 0.001 large?
NG-DIVA: measured by the first alone
    Your measure is the first gradient. The error then depends on which of the two is named first, and it has no upper
    end.
    ? What is the error if the first gradient is nearly zero and the second is not?
NG-DIVB: measured by the second alone
    Your measure is the second gradient. The error then depends on which of the two is named first, and it has no upper
    end.
    ? What is the error if the second gradient is nearly zero and the first is not?
NG-MAX: measured by the longer one [convention]
    Your measure is the longer of the two, which is also in use: Stanford's CS231n notes do so, entry by entry. This
    stub asks for both lengths added up, so that the largest error is 1.
    ? What does yours give for two opposite gradients?
NG-SQ: lengths squared
    Yours is made of squared lengths. Small errors become far smaller, and a fault that should be seen slips under the
    border.
    ? For an error of 0.01, what is its square?
NG-ENTRY: each entry by its own measure [convention]
    Yours measures every entry by itself, as CS231n's rel_error does, which takes the largest. A tiny entry then decides
    as much as a huge one. This stub measures the gradient as a whole.
    ? One slope is nearly zero, and its sign is wrong: how bad is that for the step?
NG-NOGUARD: two gradients that are zero
    Two gradients that are both zero agree, and their error is 0. Yours is not 0 there, so a right formula fails the
    check.
    ? How far apart are two zero gradients?
NG-PRODUCT: measured by a product
    Your measure is the product of both lengths. In other units of the loss the error is another, though nothing has
    become righter or wronger.
    ? Both gradients ten times as long: what happens to your error?
NG-L1: sizes added up instead of lengths
    Yours adds up the sizes of the entries. A length is the root of the sum of squares, and here it is what counts.
    ? How long is the step from (0, 0) to (3, 4)?
""")

HESSIAN, CENTER = [[2.113, 0.731, -0.417], [0.731, 1.271, 0.351], [-0.417, 0.351, 0.893]], [0.3173, -0.2719, 0.1931]
PLACE = np.array([1.7131, -1.1931, 2.3717])
TABLE = np.array([[0.8713, -1.6177, 2.1931], [-0.5137, 1.3719, 0.7713]])

PLACES = [
    Probe(polynomial(0.3719, -1.2713, 0.4137, 0.8171).loss, np.float64(1.3719), 0.3171),
    Probe(bowl(HESSIAN, CENTER).loss, PLACE, 0.2713),
    Probe(product().loss, PLACE, 0.1931),
    Probe(product().loss, TABLE, 0.4137),
    Probe(waves().loss, TABLE.T, 0.2317),
    Probe(exponential(0.7319).loss, PLACE[:2], 0.6131),
    Probe(polynomial(0.0, 0.3171, -0.7137, 1.3719, 0.2713).loss, -PLACE, 0.1371),
]


@family(SLOPES, gives=("slope",), probes=PLACES)
def numeric_gradient(f, theta, h=1e-5, *, turn):
    """One entry after the other, moved up and down."""
    start = np.array(theta, dtype=float)
    here = start.copy()
    h = turn.line(lambda: h, {"NG-H1": (lambda: 1e-5, lambda: 1e-6, lambda: 1e-4)})
    slope = np.zeros_like(here)
    for entry in np.ndindex(here.shape):
        slope[entry] = _measure_along(f, start, here, entry, h, turn)
        # What is left of the move when the next entry's turn comes.
        left = turn.line(lambda: 0.0, {"NG-MUTATES": (lambda: -h, lambda: h, lambda: 2 * h)})
        here[entry] += left
    return _make_answer(slope, turn)


def _measure_along(f, start, here, entry, h, turn):
    """Return the slope along one entry."""
    alone = np.zeros_like(here)
    alone[entry] = 1.0
    row = np.zeros_like(here)
    row[entry[:1]] = 1.0
    every = np.ones_like(here)
    move = h * turn.line(lambda: alone, {"NG-ALL": (lambda: every, lambda: every, lambda: row)})
    half = {"NG-BACKWARD": (lambda: f(here), lambda: f(here))}
    ahead = turn.line(lambda: f(here + move), half)
    behind = turn.line(lambda: f(here - move), {"NG-FORWARD": (lambda: f(here), lambda: f(here), lambda: f(start))})
    rise = turn.line(lambda: ahead - behind, {"NG-SIGN": lambda: behind - ahead})
    width = turn.line(
        lambda: 2 * h,
        {
            "NG-NOHALF": (lambda: h, None, lambda: 1.0, lambda: 2.0),
            "NG-FORWARD": (lambda: h, None, lambda: h),
            "NG-BACKWARD": (lambda: h, None),
        },
    )
    # Without its brackets, x / 2 * h multiplies by h.
    return turn.line(lambda: rise / width, {"NG-NOHALF": (None, lambda: rise / 2 * h, None, None)})


def _make_answer(slope, turn):
    """Return the slopes as they are handed back."""
    first, row = np.zeros_like(slope), np.zeros_like(slope)
    first.flat[0] = slope.flat[0]
    np.atleast_1d(row)[:1] = np.atleast_1d(slope)[:1]
    return turn.line(
        lambda: slope,
        {
            "NG-ALL": (None, lambda: slope.flat[0], None),
            "NG-FIRST": (lambda: first, lambda: slope.flat[0], lambda: row, lambda: np.atleast_1d(slope)[0]),
            "NG-SUMMED": (lambda: slope.sum(), lambda: np.full_like(slope, slope.sum())),
        },
    )


PAIRS = [
    Probe(PLACE, np.array([0.4717, 1.9131, -2.2713])),
    Probe(0.3171 * PLACE, PLACE + 0.1),
    Probe(TABLE, 1.3719 * TABLE[::-1]),
    Probe(np.float64(0.8317), np.float64(-2.1713)),
    Probe(TABLE.T, 1.0137 * TABLE.T),
    Probe(np.zeros(3), np.zeros(3)),
    Probe(np.array([3.1719, 0.0, -0.4137, 0.0]), np.array([2.7131, 0.3719, -0.4137, 0.0])),
]


@family(ERRORS, gives=("error",), probes=PAIRS)
def relative_error(a, b, *, turn):
    """The length of the difference over both lengths."""
    length = turn.line(
        lambda: _compute_length,
        {
            "NG-SQ": (lambda: _sum_squares, None, None),
            "NG-L1": lambda: _sum_sizes,
            "NG-ENTRY": (lambda: _compute_length,) * 3,
        },
    )
    apart, first, second = length(a - b), length(a), length(b)
    measure = turn.line(
        lambda: first + second,
        {
            "NG-ABS": lambda: 1.0,
            "NG-DIVA": lambda: first,
            "NG-DIVB": lambda: second,
            "NG-MAX": lambda: max(first, second),
            "NG-PRODUCT": lambda: first * second,
            "NG-SQ": (None, None, lambda: first**2 + second**2),
            "NG-ENTRY": (lambda: 1.0,) * 3,
        },
    )
    nothing = turn.line(lambda: 0.0, {"NG-NOGUARD": (lambda: np.nan, lambda: 1.0)})
    error = turn.line(
        lambda: apart / measure if measure else nothing,
        {
            "NG-ENTRY": (
                lambda: _compare_entries(a, b, nothing).mean(),
                lambda: _compare_entries(a, b, nothing).max(),
                lambda: _compare_entries(a, b, nothing),
            )
        },
    )
    return turn.line(lambda: error, {"NG-SQ": (None, lambda: error**2, None)})


def _compute_length(gradient):
    return float(np.sqrt(np.sum(np.square(gradient))))


def _sum_squares(gradient):
    return float(np.sum(np.square(gradient)))


def _sum_sizes(gradient):
    return float(np.sum(np.abs(gradient)))


def _compare_entries(a, b, nothing):
    """Return each entry's own relative error."""
    size = np.abs(a) + np.abs(b)
    return np.where(size > 0, np.abs(a - b) / np.where(size > 0, size, 1.0), nothing)
