"""The laws of a mini-batch's mean (sampling theory) and of the noise floor (a first-order autoregression)."""

import itertools

import numpy as np

from grader.suites.toolkit.contract import Contract, waiting
from grader.suites.toolkit.hessians import matrix_kinds
from grader.suites.toolkit.law import differs, law, numbers
from grader.suites.toolkit.states import decimal, gradients, whole

HAND = np.array([[1.0, 0.0], [3.0, 0.0], [5.0, 6.0], [7.0, 6.0]])
"""The data of the stubs' examples, with the variances 5 and 9."""
TABLES = "Lists of rows, tuples and single precision give the same numbers."


def table(draw, examples, coordinates):
    """Gradients of so many examples."""
    return gradients(draw, examples, (coordinates,))


def some(draw):
    """How many examples a table has whose answers are compared with each other: known tables do not fit."""
    return int(draw.integers(5, 13))


def tables():
    """Whole tables; a table of one row has no spread."""
    return [kind for kind in matrix_kinds() if kind[0] != "a single number in a matrix"]


def scalars():
    """A number as an array without axes, and in single precision."""
    yield "a 0-d array", np.asarray
    yield "single precision", np.float32


def spread(per_example, size, replace=True):
    """The variance of a mean of so many rows."""
    count = len(per_example)
    return per_example.var(axis=0) / size * (1 if replace else (count - size) / (count - 1))


def settled(curvature, sigma, lr):
    """Where the variance reproduces itself."""
    return lr * sigma**2 / (curvature * (2 - lr * curvature))


def whole_table(draw):
    """A table of whole numbers."""
    return whole(draw, 1, 9, (5, 3)) * np.array([[1], [2], [-1], [3], [1]])


batch = Contract(
    "minibatch_gradient",
    ("gradient",),
    right=lambda per_example, index: per_example[np.asarray(index)].mean(axis=0),
    call=lambda draw: (table(draw, 6, 2), [4, 1, 4, 2]),
    arrays=1,
    whole=lambda draw: (whole_table(draw), [3, 0, 4]),
    comes_as=tables,
)
noise = Contract(
    "noise_variance",
    ("variance",),
    right=spread,
    call=lambda draw: (table(draw, 6, 2), 4, False),
    arrays=1,
    whole=lambda draw: (whole_table(draw), 2, False),
    terms=lambda per_example, *_: (per_example.var(axis=0), 0.1 * per_example**2),
    others=lambda per_example, size, *more: [(3 * per_example, size, *more)],
    comes_as=tables,
)
floor = Contract(
    "noise_floor",
    ("variance",),
    right=settled,
    call=lambda draw: (decimal(draw, 1.4, 1.6), decimal(draw, 0.6, 0.7), decimal(draw, 0.3, 0.35)),
    arrays=3,
    terms=lambda *_: (),
    others=lambda curvature, sigma, lr: [(curvature, 3 * sigma, lr)],
    comes_as=scalars,
)


# ---- minibatch_gradient -----------------------------------------------------------------------------------
@batch.probes(0.75)
def test_a_batch_is_the_mean_of_its_own_rows(draw):
    """The batch [0, 2] of the rows [1, 0], [3, 0], [5, 6], [7, 6] has the gradient [3, 3].

    A batch speaks for its own examples, and by their mean. So its slope is as large as that of all the data, and one
    learning rate fits batches of every size.
    """
    yield HAND, [0, 2]
    for examples, coordinates, index in ((7, 2, [5, 3, 6]), (5, 3, [2, 4]), (9, 1, [8, 1, 6, 3]), (4, 5, [3, 1])):
        yield table(draw, examples, coordinates), index


@batch.probes(0.5)
def test_who_is_drawn_twice_counts_twice(draw):
    """With the batch [4, 1, 4] the gradient is (2·g₄ + g₁)/3.

    Drawing with replacement may draw a row again. If repeats were dropped, a batch would hold fewer
    rows than its size says, and its noise would follow another law.
    """
    for examples, coordinates, index in ((7, 2, [4, 1, 4]), (5, 3, [2, 0, 0, 3, 0]), (6, 4, [5, 5, 5, 2])):
        yield table(draw, examples, coordinates), index


@batch.probes(0.25)
def test_a_batch_of_one_is_that_row(draw):
    """A batch of one example has its gradient.

    That is the noisiest batch there is, and still right on average.
    """
    yield table(draw, 6, 3), [4]
    yield table(draw, 3, 2), [2]


@batch.law(0.5)
def test_all_batches_together_are_right_on_average(student, draw):
    """Over all batches of two examples that can be drawn, the mean of their gradients is that of all the data.

    That is why noisy steps lead downhill at all. An estimate that is wrong on average too leads somewhere else.
    """
    rows = table(draw, 4, 2)
    pairs = itertools.product(range(4), repeat=2)
    found = [numbers(student.minibatch_gradient(rows, list(pair)), shape=(2,)) for pair in pairs]
    with waiting():
        differs(found[0], found[5])
    law(np.mean(found, axis=0), rows.mean(axis=0), terms=(rows,))


test_a_batch_takes_every_kind = batch.takes_every_kind("Gradients of examples may come as plain rows.", TABLES)
test_a_batch_of_whole_numbers = batch.takes_whole_numbers(
    "A mean of whole numbers is hardly ever whole. Cut to whole numbers, small slopes vanish.",
    "Integers are welcome: their mean may be a fraction.",
)
test_a_batch_leaves_its_arguments_alone = batch.is_pure(
    "The same gradients are drawn from again and again. Changed in place, the next batch meets other data."
)


@batch.law(0.25, held_back=True)
def test_two_batches_weigh_by_their_sizes(student, draw):
    """Two batches put together have the mean of their gradients, weighed by their sizes.

    A mean of means is right for equal sizes alone. Who weighs batches otherwise follows some examples more.
    """
    rows, first, second = table(draw, 3 + some(draw), 3), [3, 1, 7], [2, 6, 6, 0, 5]
    one, other = (numbers(student.minibatch_gradient(rows, part), shape=(3,)) for part in (first, second))
    with waiting():
        differs(one, other)
    law(student.minibatch_gradient(rows, first + second), (3 * one + 5 * other) / 8, terms=(rows,))


# ---- noise_variance ---------------------------------------------------------------------------------------
@noise.probes(0.75)
def test_with_replacement_the_variance_is_shared_among_the_draws(draw):
    """Drawn with replacement, a batch of n has the variance σ²/n in each coordinate: [5, 9] becomes [2.5, 4.5].

    Twice the batch has half the variance, and the typical error falls by √2 alone. That is what larger batches buy,
    and all they buy.
    """
    yield HAND, 2, True
    for examples, coordinates, size in ((7, 2, 3), (5, 3, 4), (9, 1, 2), (4, 5, 9)):
        yield table(draw, examples, coordinates), size, True


@noise.probes(0.75)
def test_without_replacement_there_is_less_left_to_draw(draw):
    """Drawn without replacement, (N − n)/(N − 1) of that is left: [2.5, 4.5] becomes [1.667, 3].

    Rows that were drawn cannot come again, so an epoch sees each row once. The larger the batch, the less is left to
    chance.
    """
    yield HAND, 2, False
    for examples, coordinates, size in ((7, 2, 3), (5, 3, 4), (9, 1, 2), (6, 5, 5)):
        yield table(draw, examples, coordinates), size, False


@noise.law(0.5)
def test_all_batches_that_can_be_drawn_have_this_variance(student, draw):
    """Draw every possible batch of two: the variance of their means is just that, with and without replacement.

    It is no estimate and no bound. What differs from it foretells more noise than there is, or less.
    """
    rows = table(draw, 5, 2)
    ways = {True: itertools.product(range(5), repeat=2), False: itertools.permutations(range(5), 2)}
    for replace, pairs in ways.items():
        means = np.array([rows[list(pair)].mean(axis=0) for pair in pairs])
        law(student.noise_variance(rows, 2, replace), means.var(axis=0), terms=(rows.var(axis=0), 0.1 * rows**2))


@noise.law(0.25)
def test_a_batch_of_everything_has_no_noise(student, draw):
    """Without replacement a batch of all N examples has no noise, and a batch of one has σ² either way.

    All the data at once leave nothing to chance. Noise that remains there, or is missing in a single draw, is none
    of the data's.
    """
    rows = table(draw, 6, 3)
    terms = (rows.var(axis=0), 0.1 * rows**2)
    for replace in (True, False):
        law(student.noise_variance(rows, 1, replace), rows.var(axis=0), terms=terms)
    law(student.noise_variance(rows, 6, False), np.zeros(3), terms=terms)


@noise.relations(0.25)
def test_a_shift_of_all_rows_is_no_noise(draw):
    """The same vector added to all rows changes nothing; rows times c make c² times the variance.

    Noise is how rows differ from one another, in their units squared. A measure that grows with the slope itself
    takes the signal for noise.
    """
    for size, replace in ((3, True), (4, False)):
        rows = table(draw, some(draw), 2)
        call = (rows, size, replace)
        yield call, (rows + np.array([2.3, -1.7]), size, replace), lambda variance: variance
        yield call, (2.5 * rows, size, replace), lambda variance: 6.25 * variance


@noise.left_out(0.25)
def test_left_out_rows_are_put_back(draw):
    """Left out, `replace` is true: rows are drawn with replacement.

    Who says nothing gets what the stub promises, and can compare it with the other way.
    """
    yield (table(draw, 6, 2), 3, True), 2


test_a_variance_takes_every_kind = noise.takes_every_kind("Gradients of examples may come as plain rows.", TABLES)
test_a_variance_of_whole_numbers = noise.takes_whole_numbers(
    "A variance of whole numbers is hardly ever whole. Cut to whole numbers, small noise vanishes.",
    "Integers are welcome: their variance may be a fraction.",
)
test_a_variance_leaves_its_arguments_alone = noise.is_pure(
    "The same gradients are looked at for many sizes. Changed in place, the next size meets other data."
)


@noise.law(0.5, held_back=True)
def test_doubled_data_draw_alike(student, draw):
    """With replacement it does not matter whether each example is in the data once or twice.

    A draw meets each row as often as before. What changes all the same divides by a number of rows where it should
    not.
    """
    rows = table(draw, some(draw), 3)
    once = numbers(student.noise_variance(rows, 3, True), shape=(3,))
    with waiting():
        differs(numbers(student.noise_variance(3 * rows, 3, True), shape=(3,)), once)
    law(student.noise_variance(np.concatenate([rows, rows]), 3, True), once, terms=(rows.var(axis=0), 0.1 * rows**2))


# ---- noise_floor ------------------------------------------------------------------------------------------
@floor.probes(0.75)
def test_the_floor_weighs_noise_against_curvature(draw):
    """With the curvature 2, noise of deviation 3 and lr = 0.5 the variance settles at 2.25.

    This is how close a run with a fixed learning rate comes to its minimum, however long it goes on. Misjudged, it
    is trained in vain, or stopped too soon.
    """
    yield 2.0, 3.0, 0.5
    for curvature, sigma, lr in ((0.4, 1.3, 0.9), (7.0, 0.3, 0.12), (1.3, 2.6, 0.07), (0.6, 0.8, 2.3)):
        yield decimal(draw, curvature, 1.1 * curvature), decimal(draw, sigma, 1.1 * sigma), lr


@floor.law(0.75)
def test_one_more_step_leaves_it_as_it_is(student, draw):
    """At the floor V one more step changes nothing: (1 − lr·curvature)²·V + lr²·sigma² is V again.

    The bowl takes away just as much as the noise brings. Anywhere else the variance would still rise or fall.
    """
    for curvature, sigma, lr in ((1.7, 0.6, 0.8), (0.3, 2.1, 0.5), (4.0, 1.4, 0.37)):
        sigma = decimal(draw, sigma, 1.1 * sigma)
        settled_at = numbers(student.noise_floor(curvature, sigma, lr), shape=())
        law((1 - lr * curvature) ** 2 * settled_at + (lr * sigma) ** 2, settled_at)


@floor.relations(0.25)
def test_twice_the_noise_makes_four_times_the_variance(draw):
    """Doubled noise makes four times the variance.

    A variance is a square. That is why a batch four times as large, with half the deviation, lowers the floor to a
    quarter.
    """
    for curvature, sigma, lr in ((1.7, 0.6, 0.8), (0.3, 2.1, 0.5)):
        sigma = decimal(draw, sigma, 1.1 * sigma)
        yield (curvature, sigma, lr), (curvature, 2 * sigma, lr), lambda variance: 4 * variance


@floor.law(0.25)
def test_small_steps_have_a_floor_in_proportion(student, draw):
    """Small steps settle near lr·sigma²/(2·curvature); near lr = 2/curvature the floor shoots up.

    A small learning rate buys calm in proportion. Near the border each step nearly undoes the last, and noise adds
    up with nothing to take it away.
    """
    curvature, sigma = decimal(draw, 1.4, 1.6), decimal(draw, 2.1, 2.3)
    for share in (0.01, 0.02):
        lr = share / curvature
        law(student.noise_floor(curvature, sigma, lr), lr * sigma**2 / (2 * curvature) / (1 - share / 2))
    lr = 1.9 / curvature
    law(student.noise_floor(curvature, sigma, lr), 19 * sigma**2 / curvature**2)


@floor.law(0.25)
def test_a_step_that_lands_keeps_its_last_noise_alone(student, draw):
    """With lr = 1/curvature the floor is sigma²/curvature².

    Such a step forgets where it came from and lands in the bottom, but for its own noise. So nothing but the last
    noise is left.
    """
    for curvature in (0.7, 3.2):
        sigma = decimal(draw, 1.3, 1.5)
        law(student.noise_floor(curvature, sigma, 1 / curvature), sigma**2 / curvature**2)


test_a_floor_takes_every_kind = floor.takes_every_kind(
    "The three numbers may come out of any other code, as numbers of any kind.",
    "0-d arrays and numbers in single precision give the same floor.",
)


@floor.law(0.5, held_back=True)
def test_other_units_of_the_loss_change_nothing(student, draw):
    """Curvature and noise times c, and lr divided by c: each step is the same, and so is the floor.

    A loss may be measured in any unit, if the learning rate goes with it. A floor that notices is none of the run's.
    """
    curvature, sigma = decimal(draw, 0.7, 2.6), decimal(draw, 0.5, 1.8)
    lr = decimal(draw, 0.4, 0.7) / curvature
    once = numbers(student.noise_floor(curvature, sigma, lr), shape=())
    with waiting():
        differs(student.noise_floor(curvature, 3 * sigma, lr), once)
    for times in (3.0, 0.2):
        law(student.noise_floor(times * curvature, times * sigma, lr / times), once)
