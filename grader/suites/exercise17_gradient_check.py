"""The laws of central differences (Nocedal & Wright 2006, section 8.1) and of the relative error."""

import numpy as np

from grader.suites.toolkit.contract import Contract, waiting
from grader.suites.toolkit.kinds import kinds
from grader.suites.toolkit.law import differs, law, numbers
from grader.suites.toolkit.slopes import (
    bowl,
    coupled,
    exponential,
    fitted,
    parabola,
    polynomial,
    product,
    quartic,
    waves,
)
from grader.suites.toolkit.states import decimal, gradients, place, whole

CUBE = (0.0, 0.0, 0.0, 1.0)
"""x³, entry by entry."""


def measured(f, theta, h=1e-5):
    """The change of f over 2h, for each entry's own move."""
    moves = h * np.eye(theta.size).reshape(theta.size, *theta.shape)
    return np.reshape([(f(theta + move) - f(theta - move)) / (2 * h) for move in moves], theta.shape)


def double_kinds():
    """The kinds that theta comes in; two axes belong to the law on entries that are moved alone."""
    return [kind for kind in kinds() if kind[0] not in ("single precision", "an array of two axes")]


numeric = Contract(
    "numeric_gradient",
    ("slope",),
    right=measured,
    call=lambda draw: (waves().loss, place(draw), 0.1),
    arrays=1,
    first=1,
    whole=lambda draw: (quartic().loss, whole(draw, 2, 5, (2, 3)), 0.25),
    terms=lambda f, theta, h=1e-5: (1.0, theta, measured(f, theta, h)),
    comes_as=double_kinds,
)


@numeric.probes(1.0)
def test_on_a_bowl_it_is_the_slope_whatever_h_is(draw):
    """On a bowl ½ (θ−c)ᵀH(θ−c) the central difference is the slope H(θ−c), for small h and for large.

    A bowl bends alike on both sides, so what one look gets too much the other gets too little. A look to one side
    mistakes the bend for slope, and a correct formula fails the check.
    """
    hessian, center = np.round(coupled(draw), 3), place(draw, (2,))
    for h in (1e-3, 0.02, 0.3, 2.0):
        yield bowl(hessian, center).loss, center + 2 * gradients(draw, 1, (2,))[0], h


@numeric.probes(1.0)
def test_on_a_cube_it_is_off_by_h_squared(draw):
    """On x³ the central difference is 3x² + h²: with h = 0.5 at 2 it is 12.25.

    A step ahead and a step back give (x+h)³ − (x−h)³ over 2h. Whoever uses another h, or divides by another distance,
    gets another error, and the check says something else than one believes.
    """
    yield polynomial(*CUBE).loss, np.array(2.0), 0.5
    for h in (0.1, 0.03, 0.7):
        yield polynomial(*CUBE).loss, place(draw), h


@numeric.probes(0.75)
def test_each_entry_is_moved_alone(draw):
    """While one entry is moved all others stay: on the product of all entries each slope is the product of the others.

    A gradient has one slope for each direction. Moved together, or left where the last look put them, entries are
    measured somewhere else than at theta.
    """
    for shape, h in (((4,), 0.1), ((2, 3), 0.3), ((3, 2), 0.05), ((1, 2), 0.4)):
        yield product().loss, place(draw, shape), h


@numeric.probes(0.5)
def test_at_the_bottom_of_an_even_valley_the_slope_is_zero(draw):
    """Where both sides rise alike the slope is exactly zero; a little beside it is not.

    At the bottom a step in either direction leads up. Whoever looks to one side alone finds a slope where none is.
    """
    for ground in (waves(), quartic(), parabola(decimal(draw, 2, 3))):
        yield ground.loss, np.zeros(3), 0.2
        yield ground.loss, np.array([0.4, 0.0, -0.7]), 0.2


@numeric.law(0.5)
def test_half_the_h_leaves_a_quarter_of_the_error(student, draw):
    """On x⁴/4, whose slope is x³, half the h leaves a quarter of the error.

    That is what the second look buys: with one look half the h leaves half the error, and the small h that is then
    needed drowns the loss's last digits.
    """
    theta = place(draw, (2, 3))
    with waiting():
        wide = differs(student.numeric_gradient(quartic().loss, theta, 0.4), theta**3) - theta**3
    for h, share in ((0.2, 4), (0.1, 16)):
        error = numbers(student.numeric_gradient(quartic().loss, theta, h), shape=theta.shape) - theta**3
        law(share * error, wide, terms=(share * theta**3,))


@numeric.left_out(0.25)
def test_left_out_h_is_a_hundred_thousandth(draw):
    """Left out, h is 1e-5.

    Small enough for smooth ground, and large enough to leave the loss some digits. Told otherwise than by the stub,
    one cannot say how exact the check is.
    """
    yield (polynomial(0.0, 0.0, 0.0, 1e8).loss, np.array([1e-4, decimal(draw, 2, 3) * -1e-4]), 1e-5), 2


test_slopes_of_every_kind_of_theta = numeric.takes_every_kind(
    "Parameters come as numbers and as lists. Each entry has a slope, and the slopes have theta's shape.",
    "Lists, tuples and plain numbers give the same slopes.",
    0.5,
)
test_slopes_at_whole_numbers = numeric.takes_whole_numbers(
    "Whole numbers have places between them. On an integer grid a move of h is cut to none, and no slope is left.",
    "At whole numbers the slope is measured as elsewhere.",
    0.5,
)
test_measuring_leaves_theta_alone = numeric.is_pure(
    "Measuring is no training. If the check moves the parameters, the run goes on from somewhere else.",
    "Theta stays as it was, and the same call gives the same slopes again.",
    0.5,
)


@numeric.probes(0.5, held_back=True)
def test_it_agrees_with_formulas_for_the_slope(draw):
    """On least squares it is the mean of (x·θ − y)·x over the rows, and on exp(a·x) it is a·exp(a·x)·sinh(ah)/(ah).

    That is what it is for: a formula that was derived by hand can be held against the loss itself.
    """
    rows = gradients(draw, 4, (4,))
    for h in (0.05, 1.0):
        yield fitted(rows).loss, place(draw), h
    yield exponential(decimal(draw, 0.6, 0.8)).loss, place(draw, (2, 3)), 0.5


# ---- relative_error ------------------------------------------------------------------------------------------
def apart(a, b):
    """‖a − b‖ / (‖a‖ + ‖b‖)."""
    size = np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2))
    return np.sqrt(np.sum((a - b) ** 2)) / size if size else 0.0


def two(draw, shape=(3,), share=0.8):
    """Two gradients of unequal length and direction, far from equal and from opposite."""
    first, second = gradients(draw, 2, shape)
    return first, share * (second[..., ::-1] + 0.9 * first)


def nearly(a, b):
    """Pairs so near that whoever answers from memory takes them for this one; no answer is the same."""
    yield a, a + 1.015 * (b - a)
    yield b + 1.015 * (a - b), b


relative = Contract(
    "relative_error",
    ("error",),
    right=apart,
    call=two,
    arrays=2,
    whole=lambda draw: (whole(draw, 2, 5, (2, 3)), whole(draw, 6, 9, (2, 3))),
    terms=lambda *_: (1.0,),
    others=lambda a, b: [(a, a + 0.2 * (b - a)), (2 * b, -a - b), *nearly(a, b)],
)


def same(error):
    """The very same answer."""
    return error


@relative.probes(0.5)
def test_twice_as_long_is_a_third_apart(draw):
    """A gradient and twice that gradient are 1/3 apart, [3, 0] and [0, 4] are 5/7 apart.

    The difference of 2a and a is as long as a, and both together are three times as long. A lost factor 2 is the most
    common fault that a check finds, and 1/3 is how it shows.
    """
    yield np.array([3.0, 0.0]), np.array([0.0, 4.0])
    for shape in ((3,), (5,)):
        grad = gradients(draw, 1, shape)[0]
        yield grad, 2 * grad
        yield grad, decimal(draw, 1.1, 1.3) * grad


@relative.relations(0.5)
def test_it_does_not_matter_which_comes_first(draw):
    """Exchange the two gradients and the error is the same.

    Neither of the two is known to be right: the formula may be wrong, or the measurement. Divided by one of them
    alone, the verdict depends on which was named first.
    """
    for shape in ((3,), (2, 3)):
        a, b = two(draw, shape, 0.3)
        yield (a, b), (b, a), same


@relative.probes(0.5, awake=True)
def test_opposite_gradients_are_one_apart(draw):
    """Two gradients that point opposite ways have the error 1, however long they are. So has a zero beside any other.

    1 is as bad as it gets, and it is how a wrong sign shows. Without such an end of the scale no border can be drawn.
    """
    for shape, share in (((3,), 1.0), ((4,), 3.0), ((2, 3), 0.2)):
        grad = gradients(draw, 1, shape)[0]
        yield grad, -share * grad
    grad = gradients(draw, 1)[0]
    yield grad, 0 * grad
    yield 0 * grad, grad


@relative.relations(0.5)
def test_the_scale_of_both_does_not_matter(draw):
    """Both gradients 100 times as long, or a hundredth as long, have the same error.

    A loss in other units has other slopes, and the formula is as right as before. A difference without a measure
    passes wrong small gradients and fails right large ones.
    """
    a, b = two(draw, (4,))
    for times in (100.0, 0.01):
        yield (a, b), (times * a, times * b), same


@relative.probes(0.25)
def test_two_zero_gradients_agree(draw):
    """Two gradients of zeros have the error 0, and two that are equal have it too.

    At a stationary place both slopes are zero, and that is agreement. Nothing over nothing is nan, and nan passes no
    check.
    """
    yield two(draw)
    grad = gradients(draw, 1)[0]
    for a in (np.zeros(3), np.zeros((2, 2)), np.array(0.0), grad):
        yield a, a.copy()


@relative.probes(0.5)
def test_all_entries_count_together(draw):
    """Lengths are taken over all entries of a matrix or a longer vector, at once.

    A tiny entry may be far off in its own measure while the gradient as a whole is right. Row by row or entry by
    entry, noise decides the check.
    """
    for shape in ((2, 3), (3, 2), (7,)):
        yield two(draw, shape)
    a, b = two(draw, (2, 3))
    yield np.concatenate([a, 1e-3 * a]), np.concatenate([b, -1e-3 * a])


test_errors_of_every_kind = relative.takes_every_kind(
    "A gradient is a gradient, whatever holds its numbers.", points=0.25
)
test_errors_of_whole_numbers = relative.takes_whole_numbers(
    "Lengths and their ratios are seldom whole: cut to whole numbers, every error is 0 or 1.",
    "Whole-number gradients have the same error as decimals.",
    0.25,
)
test_comparing_leaves_both_alone = relative.is_pure(
    "The gradient that is checked is the one that the next step is taken with.",
    "Both gradients stay as they were, and the same call gives the same error again.",
    0.25,
)


@relative.probes(0.5, held_back=True, awake=True)
def test_one_wrong_sign_among_many_shows_less(draw):
    """Among n equal slopes a single wrong sign makes the error 1/√n, and half of all signs make it √½.

    In a large gradient one wrong entry is thinned by all the right ones. Small is not zero: look at the entries, too.
    """
    slope = decimal(draw, 0.7, 1.4)
    for n in (4, 9, 50):
        right, wrong = np.full(n, slope), np.full(n, slope)
        wrong[n // 2] *= -1
        yield right, wrong
    yield np.full(6, slope), slope * np.array([1, -1, 1, -1, 1, -1])
