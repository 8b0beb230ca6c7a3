"""The laws of a penalty, of the soft threshold (a proximal step) and of a projection onto a ball."""

import numpy as np

from grader.suites.toolkit.contract import Contract, changes, waiting
from grader.suites.toolkit.kinds import kinds
from grader.suites.toolkit.law import differs, holds, law, numbers
from grader.suites.toolkit.states import decimal, gradients, place, whole

SHAPES = ((3,), (2, 3), (5,), ())
LOSS, SLOPE = ("loss'",), ("grad'",)


def penalized(loss, grad, theta, lam):
    """(L + λΣθ², ∇L + 2λθ)."""
    return loss + lam * np.sum(theta**2), grad + 2 * lam * theta


def shrunk(theta, amount):
    """The soft threshold, entry by entry."""
    return np.sign(theta) * np.maximum(np.abs(theta) - amount, 0)


def length(theta):
    """Of all entries together."""
    return float(np.sqrt(np.sum(np.asarray(theta) ** 2)))


def projected(theta, radius):
    """The nearest place of the ball."""
    return theta * min(1.0, radius / max(length(theta), 1e-300))


def loaded(draw, shape, lam):
    """A loss, its slope, a place and a strength."""
    loss = decimal(draw, 1, 3)
    return loss, gradients(draw, 3, shape)[1], place(draw, shape), decimal(draw, lam, 1.1 * lam)


penalty = Contract(
    "regularized",
    ("loss'", "grad'"),
    right=penalized,
    call=lambda draw: loaded(draw, (3,), 0.37),
    arrays=2,
    first=1,
    whole=lambda draw: (3, whole(draw, 2, 9, (2, 3)), whole(draw, 1, 6, (2, 3)), 0.125),
    terms=lambda loss, grad, theta, lam: {"loss'": (loss, lam * np.sum(theta**2)), "grad'": (grad, lam * theta)},
)
soft = Contract(
    "soft_threshold",
    ("theta'",),
    right=shrunk,
    call=lambda draw: (place(draw), decimal(draw, 0.2, 0.25)),
    arrays=1,
    whole=lambda draw: (whole(draw, 2, 9, (2, 3)), 1.25),
    others=lambda theta, amount: [(3 * theta, amount), (theta, 20 * amount)],
)
ball = Contract(
    "project_ball",
    ("theta'",),
    right=projected,
    call=lambda draw: (place(draw), decimal(draw, 0.1, 0.15)),
    arrays=1,
    whole=lambda draw: (whole(draw, 2, 9, (5,)), 3),
    # Parts of a matrix taken one by one break a law of their own.
    comes_as=lambda: [kind for kind in kinds() if kind[0] != "an array of two axes"],
)


# ---- regularized ------------------------------------------------------------------------------------------
@penalty.probes(0.75, only=LOSS)
def test_the_loss_rises_by_lam_times_the_sum_of_squares(draw):
    """The loss rises by lam·Σθ²: 1 becomes 3.5 for θ = [3, −4] and lam = 0.1.

    Squares make large weights dear and small ones nearly free. Another measure, or another factor, is another
    penalty, and a lam that worked elsewhere means something else here.
    """
    yield 1.0, np.array([0.5, -1.0]), np.array([3.0, -4.0]), 0.1
    for shape, lam in zip(SHAPES, (0.37, 0.043, 1.9, 0.61), strict=True):
        yield loaded(draw, shape, lam)


@penalty.probes(0.75, only=SLOPE)
def test_the_slope_gets_the_slope_of_the_penalty(draw):
    """The slope gains 2·lam·θ: [0.5, −1] becomes [1.1, −1.8] for θ = [3, −4] and lam = 0.1.

    An optimizer sees slopes alone. This pull is how a penalty reaches a weight at all, in proportion to its size,
    and towards zero.
    """
    yield 1.0, np.array([0.5, -1.0]), np.array([3.0, -4.0]), 0.1
    for shape, lam in zip(SHAPES, (0.37, 0.043, 1.9, 0.61), strict=True):
        yield loaded(draw, shape, lam)


@penalty.law(0.5)
def test_loss_and_slope_tell_of_one_penalty(student, draw):
    """Nudge one weight: the added loss changes at just the rate that the added slope says.

    A loss and a slope of two different penalties disagree. What is logged then is not what is minimised, and a
    gradient check fails.
    """
    loss, grad, theta, lam = loaded(draw, (2, 2), 0.73)
    pull = numbers(student.regularized(loss, grad, theta, lam)[1], shape=theta.shape) - grad
    for at in np.ndindex(2, 2):
        nudge = np.zeros((2, 2))
        nudge[at] = 0.25
        above, below = (numbers(student.regularized(loss, grad, theta + by, lam)[0]) for by in (nudge, -nudge))
        law((above - below) / 0.5, pull[at], terms=(loss, 4 * lam * np.sum(theta**2), 4 * np.abs(grad).max()))


@penalty.law(0.5)
def test_a_penalty_moves_the_bottom_of_a_parabola_towards_zero(student, draw):
    """On a/2·(x − c)² the slope vanishes at x = a·c/(a + 2·lam), between c and zero.

    There the pull of the data and that of the penalty balance. With another factor, or with none, a run comes to
    rest elsewhere.
    """
    for curvature, lam in ((2.3, 0.7), (0.4, 1.3), (5.0, 0.11)):
        bottom = place(draw, (3,))
        x = curvature * bottom / (curvature + 2 * lam)
        slope = curvature * (x - bottom)
        raw = curvature / 2 * float(np.sum((x - bottom) ** 2))
        law(student.regularized(raw, slope, x, lam)[1], np.zeros(3), terms=(slope,))
        # Zeros alone would be right above: where the data pull no more, the penalty does.
        law(student.regularized(0.0, np.zeros(3), bottom, lam)[1], 2 * lam * bottom)


test_a_penalty_takes_every_kind = penalty.takes_every_kind(
    "Weights come as vectors, as matrices and as single numbers; a penalty counts them all."
)
test_a_penalty_of_whole_numbers = penalty.takes_whole_numbers(
    "A pull is hardly ever a whole number. Kept on an integer grid, small pulls are lost.",
    "Integers are welcome, in loss, slope and weights: the pull on them may be a fraction.",
)
test_a_penalty_leaves_its_arguments_alone = penalty.is_pure(
    "The bare slope is logged and used again. Changed in place, it carries the pull twice."
)


@penalty.law(0.25, held_back=True)
def test_two_penalties_make_one(student, draw):
    """A penalty on top of another is one penalty with the sum of both lam.

    Pulls add up. What a first penalty left behind must not change what a second one does.
    """
    loss, grad, theta, lam = loaded(draw, (2, 3), 0.31)
    once, slope = student.regularized(loss, grad, theta, lam)
    once, slope = numbers(once, shape=()), numbers(slope, shape=theta.shape)
    with waiting():
        differs(once, loss)
        differs(slope, grad)
    penalty.judge(student.regularized(float(once), slope, theta, 0.44), (loss, grad, theta, lam + 0.44))


# ---- soft_threshold ---------------------------------------------------------------------------------------
@soft.probes(0.75)
def test_what_is_left_is_smaller_by_just_the_amount(draw):
    """Entries beyond the amount come closer to zero by exactly that: 3 by 0.5 is 2.5, and −2 is −1.5.

    The pull of an L1 penalty is the same however large a weight is, on both sides of zero. Survivors that keep their
    size, or lose in proportion, feel another penalty.
    """
    yield np.array([3.0, -2.0]), 0.5
    for shape, amount in zip(SHAPES, (0.21, 0.13, 0.27, 0.08), strict=True):
        yield place(draw, shape), decimal(draw, amount, 1.1 * amount)


@soft.law(0.5)
def test_what_is_smaller_than_the_amount_becomes_zero(student, draw):
    """Small entries, those within the amount, become zero, however large the others are.

    That is what L1 is used for: weights that are gone. Left small, turned over, or kept because others are large,
    they go on costing memory and work.
    """
    for entries, amount in (
        ([3.0, -0.4, 0.2, -2.0], 0.5),
        ([[0.3, -7.0], [-0.6, 0.05], [9.0, 0.9]], 1.7),
        ([-0.2], 0.9),
    ):
        # Who is small is drawn, too: the zeros of another draw stand elsewhere.
        theta = draw.permutation(np.ravel(entries)).reshape(np.shape(entries)) * decimal(draw, 1.0, 1.1)
        small = np.abs(theta) < amount
        found = numbers(student.soft_threshold(theta, amount), shape=theta.shape)
        law(found[small], np.zeros(small.sum()), terms=(amount,))
    with waiting():
        differs(numbers(student.soft_threshold(7.3, 0.5)), 0.0)


@soft.relations(0.5)
def test_left_and_right_of_zero_are_alike(draw):
    """With all signs turned over the answer has all signs turned over, and the same sizes.

    Zero is the middle. A threshold that knows one side alone throws all negative weights away, or pulls them down.
    """
    for shape, amount in zip(SHAPES, (0.24, 0.15, 0.28, 0.09), strict=True):
        theta, amount = place(draw, shape), decimal(draw, amount, 1.1 * amount)
        yield (theta, amount), (-theta, amount), np.negative


@soft.law(0.5)
def test_no_other_weight_pays_less(student, draw):
    """The answer x makes ½·(x − θ)² + amount·|x| least: no other number does better.

    A step of an L1 penalty weighs staying near θ against being small. This is the best of both; any other answer is
    no proximal step, and the method around it comes to rest elsewhere.
    """
    tried = np.linspace(-6, 6, 2401)
    for amount in (0.31, 1.27):
        theta = np.array([decimal(draw, 4.1, 4.4), -decimal(draw, 2.1, 2.4), 0.113, -0.247])
        found = numbers(student.soft_threshold(theta, amount), shape=(4,))
        cost = 0.5 * (found - theta) ** 2 + amount * np.abs(found)
        least = (0.5 * (tried[:, None] - theta) ** 2 + amount * np.abs(tried[:, None])).min(axis=0)
        holds(np.all(cost <= least + 1e-5), expected=f"costs of at most {np.round(least, 4)}", actual=np.round(cost, 4))


test_a_threshold_takes_every_kind = soft.takes_every_kind(
    "Weights come as vectors, as matrices and as single numbers; each entry has its own threshold."
)
test_a_threshold_of_whole_numbers = soft.takes_whole_numbers(
    "What is left of a whole number may be a fraction. Cut to whole numbers it shrinks by too much, or not at all.",
    "Integers are welcome: what is left of them may be a fraction.",
)
test_a_threshold_leaves_its_arguments_alone = soft.is_pure(
    "A caller compares the weights before and after. Changed in place, nothing seems to have happened."
)


@soft.law(0.25, held_back=True)
def test_two_thresholds_make_one(student, draw):
    """A threshold after another is one threshold with the sum of both amounts.

    An amount taken twice is taken twice. What was zero stays zero, and the rest goes on shrinking.
    """
    theta = np.append(place(draw, (5,)), 7.3)
    first, second = decimal(draw, 0.5, 0.6), decimal(draw, 0.3, 0.35)
    once = numbers(student.soft_threshold(theta, first), shape=theta.shape)
    with waiting():
        differs(once[-1], theta[-1])
    law(student.soft_threshold(once, second), shrunk(theta, first + second), terms=(theta,))


# ---- project_ball -----------------------------------------------------------------------------------------
@ball.probes(0.75)
def test_what_lies_outside_comes_back_along_a_straight_line(draw):
    """From outside one arrives on the edge, in the direction of theta: [3, 4] and radius 2 give [1.2, 1.6].

    The nearest place of a ball lies straight towards its middle. Another direction, or another length, throws away
    more of what was learnt than it must.
    """
    yield np.array([3.0, 4.0]), 2.0
    for shape, share in (((3,), 0.31), ((5,), 0.83), ((4,), 0.07), ((), 0.6)):
        theta = 3 * place(draw, shape)
        yield theta, round(share * length(theta), 4)
    theta = np.array([0.31, -0.22, 0.13])
    yield theta, round(0.7 * length(theta), 4)


@ball.probes(0.5)
def test_inside_the_ball_nothing_happens(draw):
    """Where ‖theta‖ ≤ radius, theta itself comes back: [3, 4] for a radius of 6.

    A constraint is not felt as long as it is kept. Weights that are stretched to the edge, or cut while they are
    allowed, feel a pull that nobody asked for.
    """
    yield np.array([3.0, 4.0]), 6.0
    for shape, share in (((3,), 1.2), ((2, 3), 1.05), ((5,), 2.7), ((), 1.4)):
        theta = place(draw, shape)
        yield theta, round(share * length(theta), 4)
    theta = np.array([0.31, -0.22, 0.13])
    yield theta, round(1.3 * length(theta), 4)
    yield changes(9 * np.array([1.3, -0.7, 2.1]), 1.7)


@ball.law(0.25)
def test_the_middle_stays_where_it_is(student, draw):
    """At zero theta stays zero, whatever the radius and the shape.

    Fresh weights often start there. Nothing divided by nothing is no number, and one such step ruins a model.
    """
    for shape in ((3,), (2, 2)):
        law(student.project_ball(np.zeros(shape), decimal(draw, 0.5, 2)), np.zeros(shape))
    away = 9 * np.array([1.3, -0.7, 2.1])
    with waiting():
        # Multiples of theta, turned over or not, keep the middle by themselves.
        found = differs(student.project_ball(away, 1.7), away)
        holds(found @ away > 0, expected="the side on which theta lies", actual=found)


@ball.probes(0.5)
def test_a_matrix_has_one_length(draw):
    """A matrix is one arrow: all its entries together are brought into the ball, with one factor.

    Row by row or column by column every part has a ball of its own, and all of them together are still too long.
    """
    for shape, share in (((2, 3), 0.4), ((3, 2), 0.9), ((2, 2, 2), 0.55)):
        theta = 2 * place(draw, shape)
        yield theta, round(share * length(theta), 4)


test_a_projection_takes_every_kind = ball.takes_every_kind(
    "Weights come as vectors and as single numbers, in lists and in single precision; a ball holds them all.",
    "Lists, plain numbers and single precision give the same numbers.",
)
test_a_projection_of_whole_numbers = ball.takes_whole_numbers(
    "The nearest place hardly ever has whole numbers. Kept on an integer grid, it vanishes or leaves the ball.",
    "Integers are welcome: where they arrive may be a fraction.",
)
test_a_projection_leaves_its_arguments_alone = ball.is_pure(
    "A caller looks at how far the weights had to come back. Changed in place, they seem never to have left."
)


@ball.law(0.5, held_back=True)
def test_projections_never_lead_apart(student, draw):
    """The way into the ball never leads two places apart, and taken twice it changes nothing more.

    So a run with a projection after each step still closes in where the run without one did. A rule that drives
    places apart can make it diverge.
    """
    first, second = 2 * place(draw, (3,)), np.array([decimal(draw, 0.2, 0.3), -0.4, 0.1])
    for radius in (0.7, 1.9, 3.1):
        there, here = (numbers(student.project_ball(one, radius), shape=(3,)) for one in (first, second))
        before, after = length(first - second), length(there - here)
        holds(after <= before + 1e-5, expected=f"at most {before:.4g} apart", actual=after)
        law(student.project_ball(there, radius), there, terms=(first,))
        law(length(there), min(radius, length(first)))
