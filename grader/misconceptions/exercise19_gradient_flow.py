"""How a gradient on its way down goes wrong, and the word for it (ids: GF)."""

import numpy as np

from grader.misconceptions.toolkit import Probe, family, ideas

# ---- words ------------------------------------------------------------------------------------------------

WALKING = ideas("""
GF-NOT: weights that were not turned round
    Your gradient goes down through the weights as a signal goes up. Each entry then meets the weights of another
    unit, and between layers of different widths it fits nowhere.
    ? Input j of a layer reached all of its outputs: which row or column of the weights holds these ways?
GF-ORDER: layers walked from the input upwards
    The loss stands above the last layer, so its gradient meets that layer first. Yours meets the first layer first.
    ? Which layer stands next to the loss?
GF-NOSLOPE: slopes left out
    Your layers pass everything on, as if they had no activation. Units that are dead still seem to learn, and
    sigmoids do not weaken anything.
    ? What should pass through a unit whose slope is zero?
GF-SLOPEAFTER: slopes on the wrong side of the weights
    The slope belongs to the output of its layer. Yours acts below the weights, on the entries of another layer.
    ? On the way up, which came first in a layer, the weights or the activation?
GF-FORWARD: pushed up instead of down
    What comes from the loss is sent through the layers as if it were an input. What you get is a signal, and nobody's
    gradient.
    ? At which end of the net does `upstream` come in, and which way does it go?
GF-REVERSED: from the output to the input
    Your list is in the order of the walk: the output's gradient stands first. Read from the input, early layers look
    like late ones.
    ? Whose gradient is the first of the list?
GF-NOEND: the last gradient not in the list
    The gradient that the loss hands over is missing. Without it nobody can tell how much of it was lost on the way.
    ? Between how many places do two layers lie?
GF-NOINPUT: the input's gradient not in the list
    Your walk ends above the first layer, or its last place is not listed. What reaches the far end of the net is just
    what one wants to know.
    ? Through how many layers does the gradient have to go to reach the input?
GF-DIVSLOPE: divided by the slopes
    A gentle slope should let little through. In your walk it lets more through, and a slope of zero blows up.
    ? If a unit hardly moves, how much does the loss feel of what moved it?
GF-OFFBYONE: slopes of another layer
    Your gradient passes one layer's weights with another layer's slopes. A dead layer then closes the wrong door.
    ? Which layer's slopes does a gradient meet first on its way down?
GF-DELTA: gradients before the activation [convention]
    Your list holds slope times gradient: what textbooks call δ, the gradient before the activation. Here it is asked
    for after the activation, at each layer's output.
    ? What is the difference between the gradient at h and the one at W·h?
""")

WORDS = ideas("""
GF-SWAP: the two words exchanged
    Little is left of the gradient at the input, and you call that an explosion. A run would be cured of the wrong
    disease.
    ? Which end of the net does the gradient reach last?
GF-INVERT: last over first
    Your ratio tells what a signal would gain on its way up. The gradient goes down: what is left of the last norm
    at the first is the question.
    ? A gradient of 1 at the output and 0.0001 at the input: how much is left?
GF-ABSOLUTE: one norm alone
    You hold a single norm against the limits. Twice the loss has twice the norm, so in another unit the same run gets
    another word.
    ? What do all norms do if the loss is multiplied by 1000?
GF-NANHEALTHY: a number that is none passes
    NaN is below no limit and above none, so comparisons alone let it through. Such a run has already exploded.
    ? What does a comparison with NaN say?
GF-MINMAX: the smallest and the largest norm decide
    A hill or a dip on the way decides in your rule. What matters is what arrives at the far end.
    ? Norms of 1, 0.000001 and 1: what does the first layer feel?
GF-SETTINGS: limits of its own
    The caller's limits are not heard. How much loss on the way is too much depends on the net and on who asks.
    ? What should change if `low` is raised from 0.001 to 0.1?
GF-DIFF: a difference instead of a ratio
    You subtract one norm from another. A difference grows with the unit of the loss, and between tiny norms it tells
    nothing.
    ? From 0.001 down to 0.0000001: what is the difference, and what is the ratio?
""")

# ---- backpropagate ----------------------------------------------------------------------------------------
DRAW = np.random.default_rng(19)


def _make_net(depth, size=3):
    """Return layers of one size, so that wrong ways through them have numbers too."""
    weights = [np.round(_make_signs(size, size) * DRAW.uniform(0.3, 1.7, (size, size)), 4) for _ in range(depth)]
    slopes = [np.round(DRAW.uniform(0.17, 0.93, size), 4) for _ in range(depth)]
    return Probe(weights, slopes, np.round(_make_signs(size) * DRAW.uniform(0.5, 2.5, size), 4))


def _make_signs(*shape):
    return DRAW.choice([-1.0, 1.0], size=shape)


NETS = [_make_net(2), _make_net(3), _make_net(4, 2), _make_net(1)]


@family(WALKING, gives=("gradients",), probes=NETS)
def backpropagate(weights, slopes, upstream, *, turn):
    """The gradients at the input and at each layer's output."""
    weights, slopes = (
        [np.asarray(one, dtype=float) for one in weights],
        [np.asarray(one, dtype=float) for one in slopes],
    )
    weights, slopes = _real(weights), _real(slopes)
    upwards = range(len(weights))
    order = turn.line(lambda: upwards[::-1], {"GF-ORDER": lambda: upwards, "GF-FORWARD": (lambda: upwards,) * 2})
    grads, felt = [np.asarray(upstream, dtype=float)], []
    for layer in order:
        below, delta = _walk_through(weights, slopes, layer, grads[-1], turn)
        grads.append(below)
        felt.append(delta)
    kept = turn.line(
        lambda: grads,
        {
            "GF-NOEND": lambda: grads[1:],
            "GF-NOINPUT": lambda: grads[:-1],
            "GF-DELTA": (lambda: [*felt, grads[-1]], lambda: felt, lambda: [grads[0], *felt]),
        },
    )
    return turn.line(
        lambda: kept[::-1], {"GF-REVERSED": lambda: kept, "GF-FORWARD": (lambda: kept, lambda: kept[::-1])}
    )


def _real(parts):
    return [np.asarray(part, dtype=float) for part in parts]


def _walk_through(weights, slopes, layer, grad, turn):
    """Return what is below a layer of what is above it, and what its weights were met with."""
    weight, last = weights[layer], len(slopes) - 1
    slope = turn.line(
        lambda: slopes[layer],
        {
            "GF-OFFBYONE": (
                lambda: slopes[max(layer - 1, 0)],
                lambda: slopes[layer - 1],
                lambda: slopes[min(layer + 1, last)],
                lambda: slopes[(layer + 1) % len(slopes)],
                lambda: slopes[last - layer],
            ),
        },
    )
    felt = turn.line(
        lambda: slope * grad,
        {
            "GF-NOSLOPE": lambda: grad,
            "GF-DIVSLOPE": lambda: grad / slope,
            "GF-SLOPEAFTER": (lambda: grad,) * 2,
            "GF-FORWARD": (lambda: grad,) * 2,
        },
    )
    passed = turn.line(
        lambda: weight.T @ felt,
        {"GF-NOT": lambda: weight @ felt, "GF-FORWARD": (lambda: slope * (weight @ felt),) * 2},
    )
    below = turn.line(
        lambda: passed,
        {
            "GF-SLOPEAFTER": (
                lambda: slope * passed,
                lambda: slopes[layer - 1] * passed if layer else passed,
            )
        },
    )
    return below, felt


# ---- flow_verdict -----------------------------------------------------------------------------------------
NAN, INF = float("nan"), float("inf")
ROWS = [
    ([4.1e-5, 0.0073, 0.8713], 1e-3, 1e3),
    ([2.3e4, 131.0, 0.7317], 1e-3, 1e3),
    ([0.4177, 0.31, 1.3719], 1e-3, 1e3),
    ([0.0217, 0.31, 1.3719], 0.0517, 417.0),
    ([3.1e-4, 0.11, 1.2713], 1.3e-5, 51.0),
    ([61.3, 8.1, 0.9317], 0.0213, 11.7),
    ([5.3e3, 71.0, 1.1931], 1.7e-4, 2.1e5),
    ([7.1e-4, 1e-3, 2.3e-3], 1e-3, 1e3),
    ([3.7e3, 4.1e3, 6.9e3], 1e-3, 1e3),
    ([9.1e-9, 3.1e-7, 2.3e-4], 1e-3, 1e3),
    ([9.1e6, 1.3e4, 1.9e3], 1e-3, 1e3),
    ([41.0, 0.13, 0.0017], 1e-3, 1e3),
    ([0.13, 17.0, 913.0], 1e-3, 1e3),
    ([1.27, 3.1e-6, 0.93], 1e-3, 1e3),
    ([1.27, 4.3e6, 0.93], 1e-3, 1e3),
    ([0.71, 7.3e5, 2.9e-6, 0.93], 1e-3, 1e3),
    ([2.1e-5, 41.0, 0.53], 1e-3, 1e3),
    ([3.1e4, 1.1e-5, 0.53], 1e-3, 1e3),
    ([0.0, 0.021, 0.53], 1e-3, 1e3),
    ([0.0013, 0.21, 0.0317], 0.0517, 417.0),
    ([0.5317, 0.21, 0.5113], 0.0517, 417.0),
    ([0.5113, 0.21, 0.5317], 0.0517, 417.0),
    ([NAN, 0.3, 1.1], 1e-3, 1e3),
    ([0.7, NAN, 1.1], 1e-3, 1e3),
    ([0.7, 0.4, NAN], 1e-3, 1e3),
    ([INF, 0.3, 1.1], 1e-3, 1e3),
    ([0.7, INF, 1.1], 1e-3, 1e3),
    ([0.7, 0.3, INF], 1e-3, 1e3),
    ([1.3e-6, NAN, 1.1], 1e-3, 1e3),
    ([1.3e-6, INF, 1.1], 1e-3, 1e3),
    ([0.31, 0.4, 6.7], 0.5173, 1.7131),
    ([3.3, 1.4, 0.71], 0.1173, 2.1131),
    ([0.031, 0.4, 0.67], 0.2173, 4.7131),
]


@family(WORDS, gives=("verdict",), probes=[Probe(np.array(row), low, high) for row, low, high in ROWS])
def flow_verdict(norms, low=1e-3, high=1e3, *, turn):
    """The word for a gradient that came down."""
    norms = np.asarray(norms, dtype=float)
    first, last = norms[0], norms[-1]
    low, high = turn.line(
        lambda: (low, high),
        {"GF-SETTINGS": (lambda: (1e-3, 1e3), lambda: (1e-3, high), lambda: (low, 1e3))},
    )
    sick = turn.line(
        lambda: not np.isfinite(norms).all(),
        {
            "GF-NANHEALTHY": (
                lambda: False,
                lambda: False,
                lambda: bool(np.isinf(norms).any()),
                lambda: bool(np.isnan(norms).any()),
                lambda: not np.isfinite([first, last]).all(),
            )
        },
    )
    missed = turn.line(lambda: False, {"GF-NANHEALTHY": (None, lambda: not np.isfinite(norms).all())})
    with np.errstate(all="ignore"):
        small, large = turn.line(
            lambda: (first / last,) * 2,
            {
                "GF-INVERT": lambda: (last / first,) * 2,
                "GF-ABSOLUTE": (lambda: (first,) * 2, lambda: (last,) * 2),
                "GF-MINMAX": (
                    lambda: (norms.min() / norms.max(),) * 2,
                    lambda: (norms.min() / norms.max(), norms.max() / norms.min()),
                    lambda: (norms.min(), norms.max()),
                    lambda: (norms.min() / last, norms.max() / last),
                    lambda: (norms.max() / norms.min(),) * 2,
                ),
                "GF-DIFF": (
                    lambda: (first - last,) * 2,
                    lambda: (last - first,) * 2,
                    lambda: (abs(first - last),) * 2,
                ),
            },
        )
    little, much = turn.line(lambda: ("vanishing", "exploding"), {"GF-SWAP": (lambda: ("exploding", "vanishing"),) * 2})
    unreal = turn.line(lambda: "exploding", {"GF-SWAP": (None, lambda: "vanishing")})
    if missed:
        return "healthy"
    if sick:
        return unreal
    return little if small < low else much if large > high else "healthy"
