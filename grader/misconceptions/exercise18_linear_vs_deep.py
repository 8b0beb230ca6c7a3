"""How the slopes of one layer, and of two, go wrong (ids: LD)."""

import numpy as np

from grader.misconceptions.toolkit import Probe, family, ideas

# ---- words ------------------------------------------------------------------------------------------------

ERRORS = ideas("""
LD-NOMEAN: a sum over the examples
    Your slope grows with the number of examples. The loss is a mean; with a sum, twice the data needs half the learning
    rate.
    ? If every example is written down twice, what becomes of a mean?
LD-TWICE: the half forgotten
    Your slope is twice as steep: that of the mean squared error without the half. The half in the loss is there to
    cancel the 2 of the square.
    ? What is the derivative of e²/2?
LD-SIGN: errors the other way round
    Your error is target minus prediction, so your slope points downhill. Descent subtracts it, and climbs.
    ? A prediction is too large: should the slope of its weight, times its feature, be positive?
LD-NORES: targets left out
    Your slope does not depend on the targets. It leads all weights to zero, whatever the data say.
    ? Where should the slope be zero: where predictions are zero, or where errors balance?
LD-MEANALL: a mean over all entries of X
    You divide by examples times features. More features make your slope gentler, although each weight pulls as before.
    ? Over what does the loss take its mean?
""")
LAID = ideas("""
LD-XRES: the data not turned round
    The errors go through X as weights do. Then examples take the place of features. The shapes fit only where there are
    as many of the one as of the other.
    ? Which numbers of X meet the error of one example?
""")
LAYERS = ideas("""
LD-NOW2: the first layer does not feel the second
    Each hidden unit of W1 gets the same slope, as if its weight in w2 were 1. Units that count for nothing move as much
    as those that count for all.
    ? If a hidden unit has the weight 0 in w2, what does a change in its column of W1 do to the loss?
LD-NOW1: the second layer does not feel the first
    Your slope of w2 is that of the input features. What w2 meets are the hidden units, and W1 makes them.
    ? Which numbers does w2 multiply?
LD-LINEAR: each layer as if it were the only one
    Both layers get the slope of the linear model. In a product each factor is felt through the other one.
    ? What is the derivative of a·b with respect to a?
LD-SWAP: the pair in the other order
    The two gradients are right, each in the other's place. The caller would step with each layer along the slope of
    the other.
    ? In which order does the stub name the two?
LD-FRESH: the two slopes at two places
    One layer has moved already when you look at the other. The two slopes then belong to different places, and together
    they are nobody's gradient.
    ? At which W1 and w2 does the loss stand when the two slopes are asked?
LD-HALF: one layer stands still
    One of the two gradients is zero. Descent then trains a single layer, on what the other one happened to be.
    ? Does the loss change if the other layer moves?
""")

DRAW = np.random.default_rng(18)


def _signed(least, most, *shape):
    return np.round(DRAW.choice([-1.0, 1.0], size=shape) * DRAW.uniform(least, most, size=shape), 4)


def _data(n, d):
    return _signed(0.3, 2.3, n, d), _signed(0.5, 3.1, n)


# ---- linear_gradient --------------------------------------------------------------------------------------
FITS = [Probe(*_data(n, d), _signed(0.3, 1.7, d)) for n, d in ((3, 3), (5, 3), (4, 4), (3, 4), (7, 2))]


@family(ERRORS, LAID, gives=("gradient",), probes=FITS)
def linear_gradient(X, y, w, *, turn):
    """The slope of half the mean squared error."""
    X, y, w = _real(X, y, w)
    return _slope(X, y, w, turn)


def _real(*arguments):
    return [np.asarray(one, dtype=float) for one in arguments]


def _slope(X, y, w, turn):
    n, d = X.shape
    guess = X @ w
    error = turn.line(lambda: guess - y, {"LD-SIGN": lambda: y - guess, "LD-NORES": lambda: guess})
    pull = turn.line(lambda: X.T @ error, {"LD-XRES": lambda: X @ error})
    share = turn.line(lambda: n, {"LD-NOMEAN": lambda: 1, "LD-TWICE": lambda: n / 2, "LD-MEANALL": lambda: n * d})
    return pull / share


# ---- two_layer_gradients ----------------------------------------------------------------------------------
NETS = [
    Probe(*_data(n, d), _signed(0.3, 1.4, d, h), _signed(0.4, 1.7, h))
    for n, d, h in ((5, 3, 2), (4, 3, 3), (6, 2, 4), (5, 2, 1), (3, 4, 2))
]


@family(ERRORS, LAYERS, gives=("dW1", "dw2"), probes=NETS)
def two_layer_gradients(X, y, W1, w2, *, turn):
    """The slopes of both layers of a product."""
    X, y, W1, w2 = _real(X, y, W1, w2)
    d, h = W1.shape
    slope = _slope(X, y, W1 @ w2, turn)
    alike, fitted = np.outer(slope, np.ones(h)), np.resize(np.concatenate([slope, np.zeros(max(h - d, 0))])[:h], h)
    moved = w2 - W1.T @ slope
    first = turn.line(
        lambda: np.outer(slope, w2),
        {
            "LD-NOW2": (lambda: alike, lambda: slope, lambda: slope[:, None]),
            "LD-LINEAR": (lambda: alike, lambda: slope, lambda: alike),
            "LD-HALF": (None, lambda: np.zeros((d, h))),
            "LD-FRESH": (
                None,
                None,
                lambda: np.outer(slope, moved),
                lambda: np.outer(_slope(X, y, W1 @ moved, turn), moved),
            ),
        },
    )
    second = turn.line(
        lambda: W1.T @ slope,
        {
            "LD-NOW1": (lambda: slope, lambda: fitted, lambda: np.full(h, slope.sum())),
            "LD-LINEAR": (lambda: slope, lambda: slope, lambda: fitted),
            "LD-HALF": (lambda: np.zeros(h), None),
            "LD-FRESH": (
                lambda: (W1 - first).T @ slope,
                lambda: (W1 - first).T @ _slope(X, y, (W1 - first) @ w2, turn),
                None,
                None,
            ),
        },
    )
    return turn.line(lambda: (first, second), {"LD-SWAP": lambda: (second, first)})
