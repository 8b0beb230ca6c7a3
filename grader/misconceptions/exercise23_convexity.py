"""How chords and bends go wrong (ids: CX)."""

import numpy as np

from grader.misconceptions.toolkit import Probe, family, ideas, only
from grader.suites.toolkit.slopes import bowl, exponential, polynomial, product, waves

CONVEX = ideas("""
CX-SIGN: up and down exchanged
    What you measure has the wrong sign. A bowl looks like a hill, and the way out of a saddle like a valley.
    ? At the bottom of a bowl, are both sides higher than the middle, or lower?
CX-MID: t has no say
    Yours looks halfway, whatever t is, in the places or in the losses. A dent that lies nearer to one end stays unseen.
    ? At t = 1, how high should the chord be above the ground?
CX-SWAPT: t at the wrong end
    The places and the losses are mixed with opposite shares. What you compare lies at two different places.
    ? At t = 1, which of the two losses is the height of the chord, and where is the ground asked?
CX-FROMX: t counted from x [convention]
    Your walk begins at x where t is 0, and ends at y. Many write a path so. Here t is the share of x, as in Boyd and
    Vandenberghe's book: at t = 1 it is at x.
    ? At t = 0.9, which of the two places is near?
CX-POINTONLY: the ground alone
    Yours is the loss at the mixed place, without a chord above it. A height says nothing about a bend.
    ? If the whole loss is raised by 100, should the gap change?
CX-CHORDONLY: the chord alone
    Yours is the height of the chord, and the ground below it is not taken away. On high straight ground you see a gap
    where there is none.
    ? How far is a chord above a plane?
CX-ABS: a gap without its sign
    No gap of yours is below zero. Above or below is all that convexity is about, and a dent no longer shows.
    ? Which sign has the gap where the ground rises above the chord?
CX-VALUES: the chord of the places
    Yours mixes the places and asks the loss there, for the chord as well. That is the ground twice, and nothing is left
    between them.
    ? A chord joins two points of the ground: at which heights do they lie?
CX-NONORM: a direction of its own length
    Your direction is not brought to length 1. So the places where you look lie too far away, or too near.
    ? Along (1, 1) and along (3, 3): is there any difference in how the ground bends?
CX-FIRST: a slope for a bend
    Yours is a difference of two losses. That tells how steep the ground is, and a straight slope looks bent.
    ? How much does a straight slope bend?
CX-H: divided by h once
    The change of a slope is a difference of differences, and each of them is over a distance. Divided by h once, your
    bend shrinks with h.
    ? On a parabola, should the curvature depend on h?
CX-2H: the wrong distance squared
    Your distance is not the one that belongs to this difference, so every bend is too small by the same factor.
    ? How far is the place in the middle from each of the other two?
CX-NOTWICE: the middle counted once
    The two sides weigh twice as much as your middle. Raise the loss by 1, and the ground looks far more bent.
    ? On level ground of height 5, what is left of the three losses?
CX-COORD: the axes for the direction
    Yours takes the bends along all axes together, and the direction has no say. At a saddle the ups and downs cancel.
    ? On x² − y², how does the ground bend along x alone?
CX-NOH: h has no say
    Yours measures with the same h, whatever h is given. A loss with few digits needs a larger h, and asking for it
    changes nothing.
    ? What should change on x⁴ when h grows?
""")

PLACE = np.array([1.3719, -0.8317, 0.4137])
OTHER = np.array([-0.6131, 1.1931, 1.7137])
TABLE = np.array([[0.3719, -1.1713, 0.8137], [1.4717, 0.6317, -0.9131]])
TURNED = np.array([[-0.9137, 0.7731, 1.2317], [0.5713, -1.3317, 0.2931]])
HESSIAN = np.array([[2.3, 0.7, -0.4], [0.7, 1.1, 0.5], [-0.4, 0.5, -0.9]])
DENTED = polynomial(0.7137, 0.3719, -1.0, 0.0, 1.0)
"""x⁴ − x² on a slope."""

ENDS = [
    Probe(polynomial(0.0, 0.0, 1.0).loss, np.float64(4.0), np.float64(0.0), 0.25),
    Probe(DENTED.loss, np.float64(-0.7), np.float64(0.5), 0.4),
    Probe(DENTED.loss, np.float64(0.6), np.float64(-0.4), 0.7),
    Probe(waves().loss, PLACE, OTHER, 0.3),
    Probe(exponential(0.7319).loss, TABLE, TURNED, 0.85),
    Probe(bowl(HESSIAN, OTHER).loss, PLACE, 0.3 * OTHER, 0.1719),
    Probe(product().loss, PLACE, OTHER, 0.6137),
    Probe(polynomial(2.0, 1.3719, 0.5713).loss, OTHER, PLACE, 0.35),
]


@family(
    only(CONVEX, "CX-SIGN CX-MID CX-SWAPT CX-FROMX CX-POINTONLY CX-CHORDONLY CX-ABS CX-VALUES"),
    gives=("gap",),
    probes=ENDS,
)
def chord_gap(f, x, y, t, *, turn):
    """The chord less the ground, at one mixed place."""
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    t = turn.line(lambda: t, {"CX-FROMX": lambda: 1 - t})
    half, other = (lambda: 0.5), (lambda: 1 - t)
    share = turn.line(lambda: t, {"CX-MID": (half, half, None), "CX-SWAPT": (other, None)})
    weight = turn.line(lambda: t, {"CX-MID": (half, None, half), "CX-SWAPT": (None, other)})
    ground = float(f(share * x + (1 - share) * y))
    chord = turn.line(lambda: weight * f(x) + (1 - weight) * f(y), {"CX-VALUES": lambda: ground})
    return turn.line(
        lambda: chord - ground,
        {
            "CX-SIGN": lambda: ground - chord,
            "CX-POINTONLY": lambda: ground,
            "CX-CHORDONLY": lambda: chord,
            "CX-ABS": (lambda: abs(chord - ground), lambda: max(chord - ground, 0.0)),
        },
    )


WAYS = [
    Probe(polynomial(0.3719, 1.2713, 0.4137, 0.8171, 0.5).loss, np.float64(1.3719), np.float64(2.0), 0.3171),
    Probe(bowl(HESSIAN, OTHER).loss, PLACE, np.array([1.0, 2.0, -2.0]), 0.2),
    Probe(bowl(HESSIAN, PLACE).loss, OTHER, np.array([0.3, -0.4, 1.2]), 0.2713),
    Probe(product().loss, PLACE[:2], np.array([3.0, -4.0]), 0.1931),
    Probe(waves().loss, TABLE, TURNED, 0.4137),
    Probe(exponential(0.7319).loss, TABLE.T, -2.0 * TURNED.T, 0.6131),
    Probe(DENTED.loss, 0.2 * PLACE, OTHER, 0.1371),
]


@family(
    only(CONVEX, "CX-SIGN CX-NONORM CX-FIRST CX-H CX-2H CX-NOTWICE CX-COORD CX-NOH"),
    gives=("curvature",),
    probes=WAYS,
)
def curvature_along(f, theta, direction, h=1e-3, *, turn):
    """The second difference along the direction."""
    theta, direction = np.asarray(theta, dtype=float), np.asarray(direction, dtype=float)
    h = turn.line(lambda: h, {"CX-NOH": (lambda: 1e-3, lambda: 1e-2, lambda: 1e-4)})
    size = np.sqrt(np.sum(direction**2))
    unit = turn.line(
        lambda: direction / size,
        {
            "CX-NONORM": (
                lambda: direction,
                lambda: direction / size**2,
                lambda: direction / np.max(np.abs(direction)),
                lambda: direction / np.sum(np.abs(direction)),
            )
        },
    )
    axes = np.eye(theta.size).reshape(theta.size, *theta.shape)
    every = lambda: [_measure_bend(f, theta, axis, h, turn) for axis in axes]  # noqa: E731
    return turn.line(
        lambda: _measure_bend(f, theta, unit, h, turn),
        {"CX-COORD": (lambda: np.sum(every()), lambda: np.mean(every()))},
    )


def _measure_bend(f, theta, unit, h, turn):
    """Return what three losses say of the bend."""
    middle, ahead, behind = (float(f(theta + step * h * unit)) for step in (0, 1, -1))
    to_ahead, across, from_behind = (lambda: ahead - middle), (lambda: ahead - behind), (lambda: middle - behind)
    rise = turn.line(
        lambda: ahead - 2 * middle + behind,
        {
            "CX-NOTWICE": lambda: ahead - middle + behind,
            "CX-SIGN": lambda: 2 * middle - ahead - behind,
            "CX-FIRST": (to_ahead, across, across, to_ahead, from_behind, from_behind),
        },
    )
    return turn.line(
        lambda: rise / h**2,
        {
            "CX-H": (lambda: rise / h, lambda: rise / (2 * h)),
            "CX-2H": (lambda: rise / (2 * h**2), lambda: rise / (4 * h**2)),
            "CX-FIRST": (lambda: rise / h, lambda: rise / (2 * h), None, None, lambda: rise / h),
        },
    )
