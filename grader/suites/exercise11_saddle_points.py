"""The laws of stationary points (the second-derivative test) and of descent with noise (C. Jin et al. 2017)."""

import numpy as np

from grader.suites.toolkit.contract import Contract
from grader.suites.toolkit.hessians import matrix_kinds, with_curvatures
from grader.suites.toolkit.law import differs, exactly, holds, law, numbers
from grader.suites.toolkit.paths import stepwise
from grader.suites.toolkit.slopes import bowl, coupled, parabola, plane, waves
from grader.suites.toolkit.states import decimal, gradients, place, whole

TOL = 1e-6
KINDS = list(matrix_kinds())[:3]
"""Those that leave the matrix whole: cut to a single number, a saddle is none."""
WIDE = 0.05
"""A tolerance off its default."""
OTHER = {"minimum": "maximum", "maximum": "minimum", "saddle": "saddle", "flat": "flat"}
"""What each place is when the ground is turned over."""


def named(hessian, tol=TOL):
    """The word for a place, from how many ways rise and fall there."""
    curvatures = np.linalg.eigvalsh(hessian)
    rising, falling = int((curvatures > tol).sum()), int((curvatures < -tol).sum())
    if rising and falling:
        return "saddle"
    return {rising: "minimum", falling: "maximum"}.get(len(curvatures), "flat")


def walked(grad_fn, theta0, lr, noise):
    """The path, row by row."""
    rows = [theta0]
    for push in noise:
        rows.append(rows[-1] - lr * (grad_fn(rows[-1]) + push))
    return np.stack(rows)


def kinds_of_walks():
    """A start and the noise beside it in every kind; what is no array stays as it is."""
    yield "a list", lambda one: np.asarray(one).tolist()
    yield "a tuple", lambda one: tuple(np.asarray(one).tolist()) if np.ndim(one) else one
    yield "a plain number", lambda one: np.asarray(one)[..., 0].tolist() if np.ndim(one) else one
    yield "single precision", lambda one: np.asarray(one, dtype=np.float32) if np.ndim(one) else one
    yield "an array of two axes", lambda one: np.stack([one, -one], axis=-2) if np.ndim(one) else one


label = Contract(
    "classify_stationary",
    ("label",),
    right=named,
    call=lambda draw: (np.round(with_curvatures(draw, (0.9, 0.5, -0.2)), 3), TOL),
    arrays=1,
    comes_as=lambda: KINDS,
)
walk = Contract(
    "noisy_descent",
    ("path",),
    right=walked,
    call=lambda draw: (parabola(1.3), 3 * place(draw), 0.37, gradients(draw, 5)),
    arrays=3,
    first=1,
    terms=lambda _grad_fn, theta0, lr, noise: (np.abs(theta0).max() + lr * np.abs(noise).sum(),),
    comes_as=kinds_of_walks,
)


def grounds(draw, *rows):
    """Calls on Hessians of these curvatures, in numbers that one can copy where none of them is zero."""
    for curvatures, *tol in rows:
        hessian = with_curvatures(draw, curvatures)
        yield (hessian if 0 in curvatures or tol else np.round(hessian, 3), *(tol or [TOL]))


# ---- classify_stationary ----------------------------------------------------------------------------------
@label.probes(0.5)
def test_all_ways_up_make_a_minimum_all_ways_down_a_maximum(draw):
    """If all curvatures are above zero the place is a minimum. If all are below zero it is a maximum.

    Positive curvature means that the ground rises on both sides. Taken the other way round, a run would stop on top
    of a hill and climb out of every valley.
    """
    rows = ((3.1, 0.7), (-0.4, -2.2, -1.1), (0.5, 4.0, 1.1, 2.3), (-0.8, -3.0))
    yield from grounds(draw, *((row,) for row in rows))
    yield np.array([[decimal(draw, 1, 3)]]), TOL
    yield np.array([[-decimal(draw, 1, 3)]]), TOL


@label.probes(0.75)
def test_one_way_down_and_one_way_up_make_a_saddle(draw):
    """[[1, 3], [3, 1]] is a saddle: both axes curve up, and along (1, −1) the ground falls.

    Every direction has a vote, not the axes alone, and no majority decides. A run that takes such a place for a
    minimum stops where a way down is still open.
    """
    yield np.array([[1.0, 3.0], [3.0, 1.0]]), TOL
    rows = ((5.0, -1.0), (1.0, -5.0), (4.0, 2.1, -0.4), (-4.0, 0.4, -2.1), (4.0, 2.1, 0.4), (-4.0, -0.4, -2.1))
    yield from grounds(draw, *((row,) for row in rows))


@label.probes(0.5)
def test_the_product_of_the_curvatures_does_not_decide(draw):
    """The curvatures 3, −1, −2 make a saddle though their product is positive; −3, −1, −2 make a maximum.

    The determinant is the product of all curvatures, and it only tells whether the ways down are even or odd in
    number. Beyond two parameters that says nothing about minima.
    """
    rows = ((3.0, -1.0, -2.0), (-3.0, -1.0, -2.0), (-1.0, 2.0, -0.5, 1.5), (-0.6, -1.0, -2.0, -0.4))
    yield from grounds(draw, *((row,) for row in rows))


@label.probes(0.75)
def test_a_curvature_of_zero_leaves_it_open(draw):
    """Where one curvature is zero and no two others disagree, the place is flat, however it is turned.

    Where there is no curvature, x⁴ rises and −x⁴ falls, and the Hessian cannot tell which. To call such a place a
    minimum or a saddle says more than anybody knows.
    """
    zero = ((0.9, 0.0), (0.8, 0.4, 0.0), (-0.7, 0.0), (-0.5, 0.0, -0.9), (0.3, 0.0, 0.0), (0.6, 0.0, 0.9, 0.2))
    clear = ((0.9, 0.04), (-0.7, -0.05, -0.3), (0.6, -0.04))
    yield from grounds(draw, *((row,) for row in zero + clear))
    yield np.zeros((2, 2)), TOL


@label.probes(0.5)
def test_a_saddle_stays_one_beside_flat_directions(draw):
    """A way up and a way down make a saddle even where a third direction is flat.

    A direction that falls is already enough to know that this is no minimum. Who stops at the first zero calls a
    place undecided that a run can leave at once.
    """
    rows = ((0.8, -0.5, 0.0), (-0.3, 0.0, 0.9, 0.0), (0.8, 0.5, 0.0), (-0.3, 0.0, -0.9, 0.0))
    yield from grounds(draw, *((row,) for row in rows))


@label.probes(0.5)
def test_what_is_smaller_than_tol_counts_as_zero(draw):
    """With tol = 0.05, curvatures of ±0.0005 count as zero; with tol = 1e-6 their signs count.

    Computed curvatures are off by rounding and by noise, so a tiny one has no sign to speak of. Without a tolerance,
    1e-17 decides between a minimum and a saddle.
    """
    small = 0.0004 + 0.0001 * decimal(draw, 0.1, 0.9)
    rows = (
        (0.9, small),
        (0.9, -small),
        (-0.8, small, -0.3),
        (0.9, -0.6, small),
        (-small, small),
        (0.7, 0.4),
        (8 * small, -4 * small),
    )
    yield from grounds(draw, *((row, WIDE) for row in rows))
    yield from grounds(draw, *((row, TOL) for row in rows))


@label.left_out(0.25)
def test_left_out_tol_is_a_millionth(draw):
    """Left out, tol is 1e-6.

    A default that is too wide calls gentle valleys flat; one that is too narrow listens to rounding.
    """
    for curvatures in ((0.9, 1e-4), (-0.7, -1e-4), (0.8, 5e-8), (0.9, -0.5)):
        yield (with_curvatures(draw, curvatures), TOL), 1


test_a_hessian_may_come_in_every_kind = label.takes_every_kind(
    "A matrix is a matrix, whatever holds its rows.",
    says="Lists, tuples and single precision give the same words.",
)


@label.whole_numbers()
def test_a_hessian_may_hold_whole_numbers(draw):
    """Integers are welcome: [[2, 3], [3, 2]] is a saddle, [[4, 1], [1, 3]] a minimum.

    Curvatures of whole numbers are seldom whole. On an integer grid, small ones become zero.
    """
    yield np.array([[2, 3], [3, 2]]), TOL
    yield np.array([[4, 1], [1, 3]]), TOL
    most = int(draw.integers(3, 6))
    yield np.array([[most, -1], [-1, 1]]), TOL
    yield np.array([[-most, 1], [1, -1]]), TOL


test_a_verdict_leaves_its_hessian_alone = label.is_pure(
    "Whoever asks what a place is wants to go on with its Hessian.",
    says="The Hessian stays as it was, and the same call gives the same word again.",
)


@label.law(0.5, held_back=True)
def test_turned_over_a_valley_is_a_hill(student, draw):
    """With all signs turned, a minimum becomes a maximum, and a saddle or a flat place stays one.

    The mirror image of a landscape has the same passes, and its hills are the valleys. A test that treats the two
    sides differently finds minima that are none.
    """
    rows = (((2.2, 0.6),), ((1.9, -0.7, 0.4),), ((0.6, 0.0, 0.3),), ((0.9, -0.0005), WIDE), ((0.8, 0.5, 1.3, 0.2),))
    for hessian, tol in grounds(draw, *rows):
        word = label.ask(student, hessian, tol)
        exactly(word, named(hessian, tol))
        exactly(label.ask(student, -hessian, tol), OTHER[named(hessian, tol)])


# ---- noisy_descent ----------------------------------------------------------------------------------------
STILL = "There is a slope here and noise upon it; a walk that stands still has felt neither."


def rows_of(student, ground, start, lr, noise):
    """The student's path, as many rows as there should be."""
    return numbers(student.noisy_descent(ground, start, lr, noise), shape=(len(noise) + 1, *np.shape(start)))


@walk.law(0.5)
def test_so_many_rows_of_noise_so_many_steps(student, draw):
    """n rows of noise give n + 1 rows, and row 0 is theta0; without any noise that row is all.

    The first place on a path is where you stood before any step, the last where the last step ended. With a row too
    few or too many, every later row is read one step off.
    """
    for steps in (3, 0, 1, 6):
        start = np.array([decimal(draw, 4, 9), -decimal(draw, 0.5, 1)])
        path = rows_of(student, parabola(1.0), start, 0.4, gradients(draw, steps, (2,)))
        law(path[0], start)
        if steps:
            differs(path, np.tile(start, (steps + 1, 1)), because=STILL)


@walk.probes(0.75)
def test_where_the_noise_is_silent_it_is_plain_descent(draw):
    """With noise of zero the path is that of gradient descent.

    Noise is what comes on top of the slope. Where there is none, a walk that is no plain descent follows another
    slope or another learning rate.
    """
    yield parabola(2.0), np.array(10.0), 0.1, np.zeros(3)
    yield bowl(coupled(draw)), 2 * place(draw, (2,)), 0.23, np.zeros((8, 2))
    yield waves(), 2 * place(draw), 0.31, np.zeros((7, 3))


@walk.probes(0.75)
def test_on_flat_ground_the_noise_alone_moves_you(draw):
    """On flat ground row k is theta0 − lr·(noise[0] + … + noise[k−1]).

    Noise is a part of the slope: it is subtracted, scaled by lr, and new at every step. Left unscaled, a smaller
    learning rate would no longer calm it.
    """
    for start, lr, steps in ((np.array(1.0), 0.1, 3), (place(draw, (2,)), 0.53, 6), (place(draw), 1.7, 4)):
        yield plane(0.0), start, lr, gradients(draw, steps, start.shape)


@walk.probes(0.75)
def test_a_push_sets_a_run_on_a_saddle_free(draw):
    """Exactly on a saddle, plain descent stays for ever; after one small push the way down grows at every step.

    On a saddle the slope is zero, and next to it there is one that leads further away. That is how the noise of
    mini-batches frees a run which would be stuck without it.
    """
    hessian, center, lr = np.round(with_curvatures(draw, (1.4, -0.9)), 3), place(draw, (2,)), 0.37
    push = np.zeros((9, 2))
    yield bowl(hessian, center), center, lr, push
    push[2] = 0.05 * gradients(draw, 1, (2,))[0]
    yield bowl(hessian, center), center, lr, push
    yield parabola(-1.0), np.array(0.0), 0.5, np.array([0.0, -0.4, 0.0, 0.0])


@walk.law(0.75)
def test_each_step_feels_the_slope_where_it_stands(student, draw):
    """Each row is the row before it minus lr·(the slope there + its own row of noise).

    A slope is true only where it was measured, and each step has noise of its own. Otherwise the run follows a
    stale slope, or a push that came a step ago.
    """
    for ground, start, lr, steps in (
        (bowl(coupled(draw)), 3 * place(draw, (2,)), 0.21, 7),
        (waves(), 2 * place(draw), 0.43, 11),
        (parabola(decimal(draw, 1.1, 1.4)), np.array(decimal(draw, 4, 5)), 0.7, 5),
    ):
        noise = gradients(draw, steps, start.shape)
        path = rows_of(student, ground, start, lr, noise)
        slopes = np.array([ground(row) for row in path[:-1]]).reshape(noise.shape)
        stepwise(path, path[:-1] - lr * (slopes + noise), grad_fn=ground, lr=lr, noise=noise)


@walk.law()
def test_a_walk_may_be_broken_off_and_taken_up_again(student, draw):
    """Started anew from row 4 with the noise that is left, a walk takes the same places.

    A run has no memory but its place. Where a second half differs from the whole, something else is kept or counted.
    """
    noise, start = gradients(draw, 9), 2 * place(draw)
    path = rows_of(student, waves(), start, 0.29, noise)
    holds(np.abs(np.diff(path, axis=0)).max() > 1e-2, because=STILL, expected="places that move", actual=path)
    law(rows_of(student, waves(), path[4], 0.29, noise[4:]), path[4:], terms=(path,))


test_a_walk_takes_every_kind_of_start_and_noise = walk.takes_every_kind(
    "Every entry is a parameter of its own, whatever shape and kind they come in.",
    says="Lists, plain numbers, single precision and starts of two axes give the same paths.",
)


@walk.whole_numbers()
def test_a_walk_may_start_on_whole_numbers(draw):
    """Integers are welcome. From [4, −2] on x²/2 with lr = 0.25 and the noise [2, 1] to [2.5, −1.75].

    Parameters and noise are real numbers, even where they begin as whole ones. On an integer grid small pushes are
    lost.
    """
    yield parabola(1.0), np.array([4, -2]), 0.25, np.array([[2, 1], [1, -3]])
    yield parabola(1.0), whole(draw, 1, 9, (2,)), 0.37, np.array([[1, -1], [3, 2], [-2, 5]])


test_a_walk_leaves_its_start_and_its_noise_alone = walk.is_pure(
    "Runs are compared under the same noise from the same start. Overwritten by one run, they spoil the next.",
    says="The start and the noise stay as they were, and the same walk gives the same path again.",
)


@walk.law(0.5, held_back=True)
def test_in_a_valley_a_push_fades(student, draw):
    """From rest on x²·a/2, a push e and then silence: row k is −lr·e·(1 − lr·a)^(k−1).

    In a valley the slope leads back, and each step leaves the share 1 − lr·a of what a push has done. A push that
    lasts longer or shorter was scaled, or felt, at another step.
    """
    a, lr, push = decimal(draw, 1.2, 1.4), 0.43, decimal(draw, 2, 3)
    noise = np.array([push, 0.0, 0.0, 0.0, 0.0, 0.0])
    gone = -lr * push * (1 - lr * a) ** np.arange(6)
    law(rows_of(student, parabola(a), np.array(0.0), lr, noise), [0.0, *gone], terms=(lr * push,))
