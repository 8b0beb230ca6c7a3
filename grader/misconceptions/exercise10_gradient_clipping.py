"""How clipping by the global norm goes wrong (ids: CL)."""

import numpy as np
from msgspec.structs import replace

from grader.misconceptions.toolkit import ORDER, Probe, family, ideas

CLIPPINGS = ideas("""
CL-PERTENSOR: each array cut by itself
    Every array has a limit of its own, so long ones are cut and short ones are not. The arrow turns. Some libraries
    offer this under a name of its own; it is another rule.
    ? Two arrays of length 3 and 4: how long is the arrow that they make?

CL-VALUE: each entry cut by itself
    Large entries are cut and small ones are not, so the arrow turns. Clipping should shorten a step and keep its
    direction.
    ? Where does (3, 4) point after its entries are limited to 3.5?

CL-ALWAYS: a fixed length [guarded]
    Short gradients are stretched to the limit. Near a minimum they are short for a reason; stretched, they throw the
    run out again.
    ? What should happen to a gradient that is shorter than the limit?

CL-NOSQRT: a square for a length
    The sum of squares is no length yet. For long gradients it is far too large, and for short ones too small.
    ? How long is the arrow (3, 4)?

CL-SUMNORM: lengths added up
    The lengths of the arrays are added. That is longer than the arrow they make together, for their entries lie at
    right angles.
    ? Two arrays of length 3 and 4: how long is the arrow that they make?

CL-L1: sizes added up
    The sizes of all entries are added. Twice as many entries of one size make that twice as much, while the arrow grows
    by the root of two alone.
    ? How long is the arrow (3, 4)?

CL-MAX: only the largest entry
    Only the largest entry is looked at. Millions of smaller ones make a long arrow, too, and nobody sees it.
    ? How long is an arrow of a hundred entries of size 1?

CL-MEAN: a mean for a length
    A mean forgets how many numbers there are. By a mean a large model looks tame, however long its arrow is.
    ? If every entry is written down twice, what becomes of your length, and what of the arrow?

CL-PART: the length of one array
    Only one of the arrays is measured. The others may grow as they like, and nobody sees it.
    ? Which entries belong to the arrow?

CL-POST: the length after the cut
    The norm that comes back is that of the clipped gradient. It never exceeds the limit, so a log of it cannot show how
    close the run came to its cliffs.
    ? Which of the two lengths would you like to see in a log?

CL-INV: a ratio upside down
    Multiplied by norm over limit, a gradient that is too long gets longer still, or one that is short gets shorter.
    ? Should the factor be above or below 1 where the gradient is too long?

CL-DROP: thrown away when too long
    Where the slope is steepest the run stands still. A gradient that is too long still points somewhere useful.
    ? What do you know about a cliff after its gradient was thrown away?

CL-ZERONAN: nothing divided by nothing
    A gradient of zeros has length 0, and your factor divides by it. No slope means no step. Here it breaks the run.
    ? What is the factor where the norm is 0?

CL-UNITS: the limit left out [guarded]
    A gradient that is cut becomes 1 long, whatever the limit is. So nobody can set how long a step may be.
    ? How long should the arrow be after it was cut?

CL-NOCLIP: nothing is cut
    Long gradients come back at full length. At a cliff such a step throws the weights out of the valley.
    ? What happens to a gradient ten times as long as the limit?

CL-SHORTONLY: the comparison the other way round [guarded]
    Short gradients are stretched to the limit, and long ones are left alone. The run is pushed where it should rest,
    and falls where it should be held.
    ? For which gradients is there something to do?
""")
SWAPPED = replace(
    ORDER,
    says="The numbers are the right ones, handed back in another order. The caller would step along a length and log "
    "an arrow.",
)


def _make_gradient(*rows):
    return [np.array(row) for row in rows]


LONG = _make_gradient([1.2713, -2.3719], [0.4177, 3.1931], [-4.1713, 0.6931])
"""2.7, 3.2 and 4.2 long, together 6.0."""
FAINT = _make_gradient([0.0313, -0.0471, 0.0173], [0.0217, 0.0119, -0.0297])
PROBES = [
    Probe(LONG, 2.4173),
    Probe(LONG, 3.0719),
    Probe(_make_gradient([3.1719, 1.2713]), 1.9313),
    *(Probe(LONG, limit) for limit in (7.9317, 11.1317, 2.5513, 4.2013, 3.7713)),
    Probe(FAINT, 0.0517),
    Probe(FAINT, 1.3173),
    # Longer than 1 and below the limit, which its square exceeds.
    Probe(_make_gradient([0.9173, -0.8131], [0.7713, 0.6197]), 2.1317),
    # Below 1 and beyond the limit.
    Probe(_make_gradient([0.4173, -0.3131], [0.2713, 0.3197]), 0.5317),
    Probe(_make_gradient(3.1719, -0.7313, 1.9173), 2.8131),
    Probe(_make_gradient([[2.1713, -0.4177], [1.1931, 3.3719]], [[-1.7319, 0.2713], [0.8831, -2.6197]]), 4.0173),
    Probe(_make_gradient([2.4177, -1.3719], [0.0, 0.0]), 1.1731),
    Probe(_make_gradient([0.0, 0.0], [1.4177, 5.3719]), 1.1731),
    Probe(_make_gradient([0.0, 0.0], [0.0, 0.0]), 1.3173),
    Probe(_make_gradient([0.0, 0.0, 0.0]), 0.4173),
]


@family(CLIPPINGS, SWAPPED, gives=("clipped", "norm"), probes=PROBES)
def clip_by_global_norm(grads, max_norm, *, turn):
    """One factor for all arrays, and the length that they had together."""
    arrays = [np.asarray(grad, dtype=float) for grad in grads]

    def shortened():
        factor = _compute_factor(_choose_length(arrays, turn), max_norm, turn)
        return [array * factor for array in arrays]

    def each():
        return [array * _compute_factor(_choose_length([array], turn), max_norm, turn) for array in arrays]

    clipped = turn.line(
        shortened,
        {
            "CL-PERTENSOR": (each,) * 5,
            "CL-VALUE": (
                lambda: [np.clip(array, -max_norm, max_norm) for array in arrays],
                lambda: [np.minimum(array, max_norm) for array in arrays],
            ),
            "CL-NOCLIP": lambda: arrays,
        },
    )
    own = [_compute_length([array]) for array in arrays]
    norm = turn.line(
        lambda: _compute_length(arrays),
        {
            "CL-POST": lambda: _compute_length(clipped),
            "CL-PERTENSOR": (None, lambda: own[-1], lambda: own, lambda: sum(own), lambda: max(own)),
            **{idea: ways for idea, (_, ways) in _list_measures(arrays).items()},
        },
    )
    return turn.line(lambda: (clipped, norm), {"X-ORDER": lambda: (norm, clipped)})


def _compute_length(arrays):
    """Return the root of the sum of all squares."""
    return float(np.sqrt(sum(float(np.sum(array**2)) for array in arrays)))


def _choose_length(arrays, turn):
    """Return the length that decides about the cut."""
    right = lambda: _compute_length(arrays)  # noqa: E731
    ways = {idea: decides for idea, (decides, _) in _list_measures(arrays).items()}
    return turn.line(right, {**ways, "CL-NOCLIP": right, "CL-VALUE": (right, right)})


def _list_measures(arrays):
    """Return other measures than the length: where they decide about the cut, and where they are handed back."""
    entries = np.concatenate([array.ravel() for array in arrays])
    lengths = [_compute_length([array]) for array in arrays]
    found = {
        "CL-NOSQRT": [float(np.sum(entries**2))],
        "CL-SUMNORM": [sum(lengths)],
        "CL-L1": [float(np.abs(entries).sum())],
        "CL-MAX": [float(np.abs(entries).max())],
        "CL-MEAN": [
            float(np.sqrt(np.mean(entries**2))),
            float(np.mean(lengths)),
            float(np.abs(entries).mean()),
            _compute_length(arrays) / len(arrays),
        ],
        "CL-PART": [lengths[0], lengths[-1]],
    }
    return {idea: _list_three_ways(values) for idea, values in found.items()}


def _list_three_ways(values):
    """Return each measure in both places, in the answer alone, and in the cut alone."""
    decides, answers = [], []
    for value in values:
        way = lambda value=value: value  # noqa: E731
        decides += [way, None, way]
        answers += [way, way, None]
    return tuple(decides), tuple(answers)


def _compute_factor(felt, max_norm, turn):
    """Return what the arrays are multiplied by."""
    too_long = felt > max_norm
    right = lambda: max_norm / felt if too_long else 1.0  # noqa: E731
    return turn.line(
        right,
        {
            "CL-ALWAYS": lambda: max_norm / felt,
            "CL-INV": (
                lambda: felt / max_norm if too_long else 1.0,
                lambda: min(1.0, felt / max_norm),
                lambda: felt / max_norm,
            ),
            "CL-DROP": lambda: 0.0 if too_long else 1.0,
            "CL-ZERONAN": (lambda: min(1.0, max_norm / felt), lambda: right() if felt else np.nan),
            "CL-UNITS": (lambda: 1 / felt, lambda: 1 / felt if too_long else 1.0),
            # Neither asks for a factor.
            "CL-NOCLIP": right,
            "CL-VALUE": (right, right),
            "CL-SHORTONLY": lambda: 1.0 if too_long else max_norm / felt,
        },
    )
