"""How accumulated gradients go wrong (ids: GA)."""

import numpy as np

from grader.misconceptions.toolkit import WALKS, Probe, family, ideas, only, renamed, walk, without
from grader.suites.toolkit.slopes import least_squares, springs

PIECES = ideas("""
GA-MEANOFMEANS: a mean of means
    Every piece counts alike, however few examples it holds. Examples in small pieces then steer more than those in
    large ones.
    ? One piece holds 1 example and another 99: what share of the say should the one example have?
GA-SUM: slopes added up
    The slopes are added up and never divided. The step grows with the number of pieces, as if the learning rate had.
    ? Four equal slopes: how steep is the ground?
GA-NODIV: sums over examples, never divided
    Every slope is multiplied by its number of examples, and nothing divides the sum. The step grows with the number of
    examples.
    ? One piece alone, of 8 examples: what should come out?
GA-DIVK: divided by the number of pieces
    The sum is over examples, and it is divided by how many pieces there are. The step grows with their size.
    ? Of how many slopes is the sum made, if every example has one?
GA-LAST: the last piece alone
    Only the last piece has a say. All slopes before it were computed for nothing.
    ? What should change when the first piece is another one?
GA-FIRST: the first piece alone
    Only the first piece has a say. All slopes after it were computed for nothing.
    ? What should change when the last piece is another one?
""")

RUNS = ideas("""
GA-NOZERO: a sum that is never emptied
    The sum still holds the slopes of earlier groups, from places that theta has left. The past pulls at every later
    step.
    ? After a step, which slopes should the next one be made of?
GA-EACH: a step for every batch
    Yours takes a step after each batch. That is plain descent on small noisy batches, and `every` no longer makes them
    one large batch.
    ? With every = 4 and eight batches, how many steps are taken?
GA-DROPLAST: the rest thrown away
    The shorter group at the end takes no step. Its examples are never learned from.
    ? Five batches in groups of two: which batch has no say in yours?
GA-MOVES: theta moves inside a group
    Each slope of a group is felt where the one before it has led. A large batch feels all its slopes at one place.
    ? At how many places is the slope felt within one step?
GA-SUM: slopes added up
    The slopes of a group are added up and never divided. The step grows with `every`, as if the learning rate had.
    ? If all batches are alike, should a larger `every` change the step?
GA-MEANOFMEANS: a mean of means
    Every batch of a group counts alike, however few rows it has. Rows in small batches then steer more than those in
    large ones.
    ? A batch of 1 row and one of 99: what share of the say should the one row have?
GA-NODIV: sums over rows, never divided
    Every slope is multiplied by its number of rows, and nothing divides the sum. The step grows with the number of
    rows.
    ? A group of one batch with 8 rows: how much longer than right is your step?
GA-DIVK: divided by the number of batches
    The sum is over rows, and it is divided by how many batches there are. The step grows with their size.
    ? Of how many slopes is the sum made, if every row has one?
GA-LAST: the last batch alone
    Only the last batch of a group has a say. All slopes before it were computed for nothing.
    ? What should change when the first batch of a group is another one?
GA-FIRST: the first batch alone
    Only the first batch of a group has a say. All slopes after it were computed for nothing.
    ? What should change when the last batch of a group is another one?
GA-DIVEVERY: a short group divided like a full one
    You divide by what a full group of equal batches would hold. A shorter group, or one of other batches, then gets a
    step of the wrong length.
    ? Of how many rows is the last group's sum made?
GA-STALE: slopes from the start of the run
    Every slope is felt at theta0. The further the run has come, the less that says about where it stands.
    ? At which theta did the group begin whose slope you need?
GA-NOSTART: the start is missing
    The first place on a path is where you stood before any step. Without it nobody can see what the first step did.
    ? Where does the run stand after no group at all?
GA-LR: a learning rate divided once more
    The learning rate is divided as well, though the gradient is a mean already. The more pieces, the slower the run.
    ? Cut into more pieces, should the same large batch take a shorter step?
GA-ASCENT: uphill
    Yours walks up the slope. The loss grows at every step.
    ? The slope is positive: in which direction does the loss fall?
""")

FIRST, SECOND, THIRD = (
    np.array([1.2713, -2.3719, 0.4177]),
    np.array([-0.7131, 3.1931, 2.2713]),
    np.array([4.1, 0.7, -1.9]),
)
TABLE = np.array([[0.8713, -1.6177, 2.1931], [-0.5137, 1.3719, 0.7713]])
PROBES = [
    Probe([FIRST, SECOND, THIRD], np.array([3, 1, 7])),
    Probe([SECOND, THIRD], np.array([2, 9])),
    Probe([TABLE, 2 * TABLE[::-1], TABLE[:, ::-1], -TABLE], np.array([5, 2, 1, 4])),
    Probe([FIRST, THIRD, SECOND, -FIRST, 2 * THIRD], np.array([4, 4, 4, 4, 4])),
    Probe([1.3719, -2.1713, 0.8317], np.array([1, 6, 3])),
    Probe([THIRD], np.array([5])),
]


@family(PIECES, gives=("gradient",), probes=PROBES)
def accumulated_gradient(micro_grads, micro_counts, *, turn):
    """The mean over all examples."""
    grads, counts = np.asarray(micro_grads, dtype=float), np.asarray(micro_counts, dtype=float)
    shares = turn.line(
        lambda: counts,
        {
            "GA-MEANOFMEANS": lambda: np.ones_like(counts),
            "GA-SUM": lambda: np.ones_like(counts),
            "GA-LAST": lambda: _make_unit(counts, -1),
            "GA-FIRST": lambda: _make_unit(counts, 0),
        },
    )
    total = turn.line(
        lambda: shares.sum(),
        {"GA-SUM": lambda: 1.0, "GA-NODIV": lambda: 1.0, "GA-DIVK": lambda: len(counts)},
    )
    return np.tensordot(shares, grads, axes=1) / total


def _make_unit(counts, place):
    """Return an array of zeros with a one at this index."""
    shares = np.zeros_like(counts)
    shares[place] = 1.0
    return shares


# ---- accumulated_descent ------------------------------------------------------------------------------------

DRAW = np.random.default_rng(16)


def batches(*sizes, columns=3):
    """Batches of so many rows, with many decimals."""
    return [
        np.round(DRAW.choice([-1.0, 1.0], size=(rows, columns)) * DRAW.uniform(0.2, 1.7, size=(rows, columns)), 4)
        for rows in sizes
    ]


RUN_PROBES = [
    Probe(least_squares(), np.array([1.3719, -0.8131]), batches(3, 1, 4, 2, 5), 0.2713, 2),
    Probe(springs(), np.array([2.1713, -3.3719, 1.1931]), batches(2, 5, 1, 4, 3, 2, 6), 0.4177, 3),
    Probe(least_squares(), np.array([-0.7131, 1.9317]), batches(2, 2, 2, 2, 2, 2), 0.3171, 2),
    Probe(springs(), np.array([1.7131, 0.4137]), batches(1, 4, 2, 3, columns=2), 0.3719, 1),
    Probe(least_squares(), np.array([0.9173, -1.2713, 0.4719]), batches(4, 1, 3, columns=4), 0.1931, 5),
    Probe(springs(), np.array([3.1719, -1.4177]), batches(3, 3, 3, 3, 3, columns=2), 0.2317, 2),
]
WALKED = {"GD-NOSTART": "GA-NOSTART", "GD-FROZEN": "GA-STALE"}
"""What happens to any walk has names of its own here."""


@family(
    without(RUNS, "GA-NOSTART GA-STALE"),
    only(renamed(WALKS, WALKED), "GA-NOSTART GA-STALE GD-LAST GD-ALIAS"),
    gives=("path",),
    probes=RUN_PROBES,
)
def accumulated_descent(grad_fn, theta0, batches, lr, every, *, turn):
    """A step for each group."""
    groups = turn.line(
        lambda: _split_groups(batches, every),
        {
            "GA-EACH": (lambda: _split_groups(batches, 1), None),
            "GA-DROPLAST": lambda: [group for group in _split_groups(batches, every) if len(group) == every],
        },
    )
    past = []

    def advance(state, feel, k):
        theta, rest = state
        group, where = groups[k], feel(theta)
        past.append((_list_parts(grad_fn, where, group, turn), group))
        pace = turn.line(lambda: lr, {"GA-LR": (lambda: lr / every, lambda: lr / len(group))})
        way = pace * _compute_slope(past, every, turn)
        return turn.line(
            lambda: theta - way, _list_moves(grad_fn, theta, group, pace, every) | {"GA-ASCENT": lambda: theta + way}
        ), rest

    # What is felt is the place: the batches decide what slope it has.
    return walk(lambda place: place, theta0, len(groups), advance, turn.renamed(WALKED))


def _split_groups(batches, every):
    return [batches[first : first + every] for first in range(0, len(batches), every)]


def _list_parts(grad_fn, where, group, turn):
    """Return what is added up in a group."""
    slopes = [grad_fn(where, batch) for batch in group]
    sums = [len(batch) * slope for batch, slope in zip(group, slopes, strict=True)]
    return sum(
        turn.line(
            lambda: sums,
            {
                "GA-SUM": lambda: slopes,
                "GA-MEANOFMEANS": lambda: slopes,
                "GA-DIVEVERY": (lambda: slopes, lambda: sums, lambda: sums),
                "GA-NOZERO": (None, None, lambda: slopes),
                "GA-LAST": lambda: slopes[-1:],
                "GA-FIRST": lambda: slopes[:1],
            },
        )
    )


def _compute_slope(past, every, turn):
    """Return the sum over what it is divided by."""
    parts, group = [part for part, _ in past], past[-1][1]
    rows, seen = sum(map(len, group)), [batch for _, one in past for batch in one]
    total = turn.line(lambda: parts[-1], {"GA-NOZERO": (lambda: sum(parts),) * 3})
    return total / turn.line(
        lambda: rows,
        {
            "GA-NOZERO": (None, lambda: sum(map(len, seen)), lambda: len(seen)),
            "GA-SUM": lambda: 1.0,
            "GA-NODIV": lambda: 1.0,
            "GA-DIVK": lambda: len(group),
            "GA-LAST": lambda: 1.0,
            "GA-FIRST": lambda: 1.0,
            "GA-MEANOFMEANS": lambda: len(group),
            "GA-DIVEVERY": (lambda: every, lambda: every * rows / len(group), lambda: every * len(group[0])),
        },
    )


def _list_moves(grad_fn, theta, group, pace, every):
    """Return steps inside the group, by the share that each batch has."""
    rows = sum(map(len, group))

    def moved(share):
        place = theta
        for batch in group:
            place = place - pace * share(batch) * grad_fn(place, batch)
        return place

    return {
        "GA-MOVES": (
            lambda: moved(lambda batch: len(batch) / rows),
            lambda: moved(lambda _: 1 / every),
            lambda: moved(lambda _: 1 / len(group)),
        ),
        "GA-EACH": (None, lambda: moved(lambda _: 1.0)),
    }
