"""The laws of accumulated gradients: a batch that came in pieces is still one batch."""

import numpy as np

from grader.suites.toolkit.bundles import ListContract, largest
from grader.suites.toolkit.contract import waiting
from grader.suites.toolkit.law import differs, law, numbers
from grader.suites.toolkit.slopes import least_squares, springs
from grader.suites.toolkit.states import decimal, gradients, place, whole

COUNTS = [3, 1, 6, 2]
"""Pieces of unequal size."""


def gathered(grads, counts):
    """The mean over all examples."""
    counts = np.asarray(counts, dtype=float)
    return np.tensordot(counts / counts.sum(), np.asarray(grads, dtype=float), axes=1)


def pieces_of(draw, count, shape=(3,)):
    """So many gradients of one shape."""
    return list(gradients(draw, count, shape))


def some(draw):
    """How many parameters there are where answers are compared with each other: known gradients do not fit."""
    return int(draw.integers(3, 9))


def kinds_of_pieces():
    """The kinds that gradients of pieces come in."""
    yield "a list", lambda grads: [np.asarray(one).tolist() for one in grads]
    yield "a tuple", lambda grads: tuple(np.asarray(one) for one in grads)
    yield "single precision", lambda grads: [np.asarray(one, dtype=np.float32) for one in grads]
    yield "a plain number", lambda grads: [float(np.asarray(one).flat[0]) for one in grads]
    yield "an array of two axes", lambda grads: [np.stack([np.asarray(one), -2 * np.asarray(one)]) for one in grads]


gradient = ListContract(
    "accumulated_gradient",
    ("gradient",),
    right=gathered,
    call=lambda draw: (pieces_of(draw, 4), COUNTS),
    arrays=1,
    whole=lambda draw: (list(whole(draw, 2, 7, (4, 3))), COUNTS),
    terms=lambda grads, _counts: (largest(grads),),
    others=lambda grads, counts: [([3 * one for one in grads], counts)],
    comes_as=kinds_of_pieces,
)


def same(answer):
    """The very same answer."""
    return answer


@gradient.probes(0.75)
def test_any_split_gives_the_gradient_of_the_whole(draw):
    """However the examples are split into pieces, the result is the mean over all of them.

    The optimizer asked for one batch. How it fitted into the memory must not show in the step.
    """
    yield [np.array([2.0, 0.0]), np.array([6.0, 4.0])], [3, 1]
    examples = gradients(draw, 12)
    for counts in ([5, 7], [1, 2, 9], [4, 1, 1, 6], [11, 1]):
        ends = np.cumsum(counts)
        yield [examples[end - count : end].mean(axis=0) for count, end in zip(counts, ends, strict=True)], counts


@gradient.probes(0.5)
def test_pieces_of_equal_size_count_alike(draw):
    """Where all pieces hold equally many examples the result is the plain mean, with 1 example each or 32.

    A sum that is never divided is a learning rate that grows with the number of pieces.
    """
    for pieces, count in ((2, 1), (4, 32), (3, 7)):
        yield pieces_of(draw, pieces, (2, 3)), [count] * pieces


@gradient.relations(0.5)
def test_only_the_shares_of_the_counts_matter(draw):
    """Ten times as many examples in every piece change nothing.

    What counts is each piece's share. A result that grows with the counts makes steps longer where batches are larger.
    """
    grads = pieces_of(draw, 4, (some(draw),))
    for times in (10, 3):
        yield (grads, COUNTS), (grads, [times * count for count in COUNTS]), same


@gradient.probes(0.5)
def test_a_large_piece_outweighs_a_small_one(draw):
    """With 99 examples beside 1 the result is almost the gradient of the 99, whichever comes first.

    If both pieces counted alike, a single example would steer as much as all the others together.
    """
    grads = pieces_of(draw, 2)
    yield grads, [99, 1]
    yield grads, [1, 99]
    yield pieces_of(draw, 5, (2, 2)), [1, 2, 40, 3, 1]


@gradient.probes(0.25)
def test_a_single_piece_is_the_whole(draw):
    """One piece alone gives its own gradient, whatever its count.

    Whoever never splits a batch must get the step that was always taken.
    """
    for count in (1, 8):
        yield pieces_of(draw, 1, (2, 3)), [count]


test_pieces_of_every_kind = gradient.takes_every_kind(
    "A gradient has the shape of the parameters, whatever holds its numbers.",
    "Lists, tuples, plain numbers and matrices give the same gradient.",
    0.5,
)
test_whole_gradients = gradient.takes_whole_numbers(
    "A mean of whole numbers is seldom whole: cut, small slopes vanish.",
    "Gradients of whole numbers have the same mean as decimals.",
    0.25,
)
test_gathering_leaves_the_pieces_alone = gradient.is_pure(
    "The same gradients may still be logged, or clipped, or added up elsewhere.",
    "Gradients and counts stay as they were, and the same call gives the same gradient again.",
    0.25,
)


@gradient.relations(0.5, held_back=True)
def test_pieces_may_be_merged_and_reordered(draw):
    """Two pieces merged into one, with their counts added, give the same result; so does another order.

    The sum does not know in which order, or in how many parts, it was added up.
    """
    first, second, third = pieces_of(draw, 3, (some(draw),))
    plain = [first, second, third], [2, 5, 3]
    yield plain, ([(2 * first + 5 * second) / 7, third], [7, 3]), same
    yield plain, ([third, first, second], [3, 2, 5]), same


# ---- accumulated_descent -------------------------------------------------------------------------------------
def walked(grad_fn, theta0, batches, lr, every):
    """Each group's rows as one batch."""
    path = [np.asarray(theta0, dtype=float)]
    for first in range(0, len(batches), every):
        rows = np.concatenate([np.asarray(batch, dtype=float) for batch in batches[first : first + every]])
        path.append(path[-1] - lr * grad_fn(path[-1], rows))
    return np.stack(path)


def batches_of(draw, sizes, columns=3):
    """Batches of so many rows."""
    return [np.round(0.4 * gradients(draw, 7 + number, (rows, columns))[-1], 3) for number, rows in enumerate(sizes)]


def turned(turn, start):
    """Turn theta0 as one array, and every batch in the list of them."""
    return lambda one: [turn(batch) for batch in one] if isinstance(one, list) else start(one)


def kinds_of_runs():
    """The kinds that theta0 and batches come in."""
    yield "a list", turned(lambda batch: np.asarray(batch).tolist(), lambda one: np.asarray(one).tolist())
    yield (
        "single precision",
        turned(lambda batch: np.asarray(batch, np.float32), lambda one: np.asarray(one, np.float32)),
    )
    yield (
        "a tuple",
        turned(lambda batch: tuple(map(tuple, np.asarray(batch).tolist())), lambda one: tuple(one.tolist())),
    )


descent = ListContract(
    "accumulated_descent",
    ("path",),
    right=walked,
    call=lambda draw: (least_squares(), place(draw, (2,)), batches_of(draw, (2, 2, 2, 2, 2)), 0.21, 2),
    arrays=2,
    first=1,
    whole=lambda draw: (springs(), whole(draw, 4, 9, (2,)), list(whole(draw, 1, 9, (5, 2, 2))), 0.3, 2),
    terms=lambda *arguments: (walked(*arguments),),
    others=lambda grad_fn, theta0, *more: [(grad_fn, 3 * theta0, *more)],
    comes_as=kinds_of_runs,
)


@descent.probes(0.75)
def test_one_group_is_one_large_batch(draw):
    """Where `every` is as large as the number of batches, or larger, the run is one step with all rows together.

    That is what accumulation is for: the step of a batch that does not fit into the memory.
    """
    for sizes, every in (((4, 4), 2), ((3, 1, 5), 3), ((2, 6), 5)):
        yield least_squares(), place(draw, (2,)), batches_of(draw, sizes), 0.3, every


@descent.probes(0.75)
def test_with_groups_of_one_it_is_plain_descent(draw):
    """With every = 1 each batch is a step of its own: theta − lr·(its gradient where theta stands).

    Nothing is left over from one step to the next. A sum that is not emptied walks the whole past again at every step,
    as momentum without friction would.
    """
    yield springs(), np.array([0.0]), [np.array([[4.0], [8.0]]), np.array([[3.0]]), np.array([[9.0]])], 0.5, 1
    yield least_squares(), place(draw, (2,)), batches_of(draw, (3, 3, 3, 3)), 0.23, 1
    yield springs(), 3 * place(draw), batches_of(draw, (2, 4, 1, 3, 2)), 0.4, 1


@descent.law(0.5)
def test_every_group_is_a_row_and_row_0_is_the_start(student, draw):
    """m batches in groups of `every` give 1 + m/every rows, rounded up, and row 0 is theta0.

    A row is a step. With more rows than groups there were steps before the batch was whole; with fewer, some examples
    never had a say.
    """
    for count, every in ((4, 2), (5, 2), (7, 3), (3, 1), (2, 9)):
        theta0, batches = 4 * place(draw, (2,)), batches_of(draw, [2] * count, 2)
        rows = 1 + -(-count // every)
        path = numbers(student.accumulated_descent(springs(), theta0, batches, 0.4, every), shape=(rows, 2))
        law(path[0], theta0)
        with waiting():
            differs(path, np.tile(theta0, (rows, 1)))


@descent.probes(0.75)
def test_each_group_starts_from_nothing_at_its_own_theta(draw):
    """Every step has its own group's gradient, felt at the theta at which that group began.

    Within a group nobody moves, and between groups the sum is emptied. Else slopes are mixed that belong to other
    places, and no large batch would have given this step.
    """
    yield least_squares(), 2 * place(draw, (2,)), batches_of(draw, (3, 3, 3, 3)), 0.31, 2
    yield springs(), 3 * place(draw), batches_of(draw, (2, 2, 2, 2, 2, 2)), 0.7, 3
    yield least_squares(), place(draw, (3,)), batches_of(draw, (4, 4, 4, 4, 4, 4), 4), 0.17, 2


@descent.probes(0.75)
def test_a_shorter_last_group_counts_with_its_own_rows(draw):
    """What is left over at the end is a step, too, with the mean over the rows that it has.

    Thrown away, these examples are never learned from; divided by the rows of a full group, they are hardly heard.
    """
    for count, every in ((5, 2), (7, 3), (5, 4)):
        yield least_squares(), place(draw, (2,)), batches_of(draw, [3] * count), 0.37, every


@descent.probes(0.5)
def test_each_row_counts_once_however_batches_are_cut(draw):
    """With batches of 6, 1 and 3 rows in a group each row has a tenth of the say.

    Counted batch by batch, the one row of a small batch would weigh as much as all six of another.
    """
    yield springs(), np.array([0.0]), [np.array([[4.0], [8.0]]), np.array([[3.0]]), np.array([[9.0]])], 0.5, 2
    yield springs(), 2 * place(draw), batches_of(draw, (6, 1, 3, 2, 8, 1)), 0.6, 3
    yield least_squares(), place(draw, (2,)), batches_of(draw, (1, 7, 4, 2, 5)), 0.3, 2


@descent.relations(0.5)
def test_how_the_large_batch_is_cut_does_not_show(draw):
    """The same large batches, cut into two pieces or three of whatever size, give the same path.

    Memory decides how small the pieces are, and the run must not notice. This is how one tests a training loop.
    """
    count = some(draw)
    wide = batches_of(draw, (6, 6, 6), count + 1)
    plain = least_squares(), 2 * place(draw, (count,)), wide, 0.33, 1
    for cuts in ((2,), (1, 5), (3,), (4, 5)):
        cut = [piece for batch in wide for piece in np.split(batch, cuts)]
        yield plain, (*plain[:2], cut, 0.33, len(cuts) + 1), same


test_runs_of_every_kind = descent.takes_every_kind(
    "A batch is a batch, whether its rows stand in an array or in a list.",
    "Lists of rows, tuples and single precision give the same path.",
    0.5,
)
test_runs_on_whole_numbers = descent.takes_whole_numbers(
    "Parameters live on the real line even if they start on whole numbers.",
    "From whole numbers and on batches of them the path leads between them.",
    0.25,
)
test_a_run_leaves_its_batches_alone = descent.is_pure(
    "The next epoch goes over the same batches, from wherever it stands then.",
    "Start and batches stay as they were, and the same call gives the same path again.",
    0.25,
)


@descent.probes(0.5, held_back=True)
def test_batches_of_one_mean_draw_alike_however_they_are_grouped(draw):
    """Where all batches have the same mean, every step leaves the share 1 − lr of the way to it, for any `every`.

    The learning rate belongs to the step and not to the pieces. Scaled by their number, a run changes its pace when
    only the memory has changed.
    """
    start, mean = 4 * place(draw), place(draw)[::-1]
    for every in (1, 2, 4):
        spread = [np.round(part, 2) for part in gradients(draw, 8)]
        batches = [np.stack([mean + part, mean - part]) for part in spread]
        yield springs(), start, batches, decimal(draw, 0.2, 0.3), every
