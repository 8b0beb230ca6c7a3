"""The laws of Nesterov's momentum (Nesterov 1983), with its velocity in gradient units.

As with the heavy ball, two kinds of checks look at the step. Those on the *place* start from rest and hand the
student's own velocities back: they hold in whatever unit a velocity is kept. Those on the *velocity* hand over
states in gradient units, one step at a time, as the stub promises.
"""

import numpy as np

from grader.suites.toolkit import (
    bowl,
    coupled,
    decimal,
    gradients,
    holds,
    law,
    ledge,
    numbers,
    parabola,
    place,
    plane,
    quartic,
    velocity,
    whole,
)
from grader.suites.toolkit.contract import Contract, changes
from grader.suites.toolkit.paths import stepwise
from grader.suites.toolkit.slopes import waves

PLACE, SPEED = ("theta'",), ("v'",)


def rolled(theta, v, grad_fn, lr, beta):
    """The right pair."""
    v = beta * v + grad_fn(theta - lr * beta * v)
    return theta - lr * v, v


def rolling(draw, ground, t=4, lr=0.19, beta=0.85, shape=(3,)):
    """A call after some slopes of a run from rest."""
    return place(draw, shape), velocity(gradients(draw, t, shape), beta), ground, lr, beta


roll = Contract(
    "nesterov_step",
    (*PLACE, *SPEED),
    right=rolled,
    call=lambda draw: rolling(draw, waves()),
    arrays=2,
    terms=lambda theta, v, grad_fn, lr, beta: (theta, lr * v, beta * v, grad_fn(theta)),
    points=0.5,
)


def let_go(student, theta, grounds, lr, beta):
    """The places from rest at theta, one step on each ground; own velocities go back in."""
    places, v = [np.asarray(theta, dtype=float)], np.zeros(np.shape(theta))
    for ground in grounds:
        arrived, kept = student.nesterov_step(places[-1], v, ground, lr, beta)
        places.append(numbers(arrived, shape=v.shape))
        v = numbers(kept, shape=v.shape)
    return np.stack(places)


# ---- where the ball goes, in any convention ----------------------------------------------------------------


@roll.probes(only=PLACE)
def test_the_first_step_from_rest_is_a_plain_gradient_step(draw):
    """With v = 0 there is nothing to look ahead to: the ball moves by −lr·grad_fn(theta), whatever beta is.

    A ball at rest coasts nowhere, so the place ahead is where it lies. A longer first step means that the place ahead
    is handed back in place of theta.
    """
    for ground, beta in ((parabola(2.0), 0.5), (waves(), 0.9), (quartic(), 0.99)):
        yield place(draw), np.zeros(3), ground, 0.23, beta


@roll.probes(only=PLACE)
def test_without_memory_it_is_gradient_descent(draw):
    """With beta (almost) zero the step is −lr·grad_fn(theta), however fast the ball was.

    beta is how much of the old speed survives. Where nothing does, there is no coasting and nothing to look ahead to.
    """
    for ground, lr in ((waves(), 0.3), (quartic(), 0.0731)):
        yield rolling(draw, ground, 5, lr, 1e-9)


@roll.law(1)
def test_the_slope_is_felt_where_coasting_ends(student, draw):
    """From rest, each place is y − lr·grad_fn(y), where y lies beta times the last move further on.

    These are Nesterov's two lines (1983) without a word about velocities. Feel the slope elsewhere, and the ball brakes
    too late or too early.
    """
    for ground, lr, beta, steps in ((parabola(2.0), 0.1, 0.9, 4), (waves(), 0.17, 0.8, 6), (quartic(), 0.05, 0.6, 3)):
        theta = place(draw)
        path = let_go(student, theta, [ground] * steps, lr, beta)
        told = {"theta": theta, "v": np.zeros(3), "grad_fn": ground, "lr": lr, "beta": beta}
        law(path[1], theta - lr * ground(theta), given=told, terms=(theta,))
        ahead = path[1:-1] + beta * np.diff(path, axis=0)[:-1]
        expected = ahead - lr * np.array([ground(one) for one in ahead])
        stepwise(path, expected, back=2, grad_fn=ground, lr=lr, beta=beta)


@roll.law(0.75)
def test_over_the_ledge_it_feels_the_flat_ground_ahead(student, draw):
    """Above an edge, but about to coast over it, the ball feels the flat ground behind: strides lr, beta·lr, beta²·lr.

    Looking ahead shows what comes. A ball that feels the slope under its feet is pushed once more, and learns of the
    flat ground a step too late.
    """
    drawn = (decimal(draw, 2, 3), decimal(draw, 0.3, 0.4), 0.9)
    for start, lr, beta in ((1.0, 0.25, 0.5), drawn):
        edge = start - (1 + beta / 2) * lr  # between the first place and what coasting reaches from there
        path = let_go(student, start, [ledge(round(edge, 4))] * 3, lr, beta)
        told = {"theta": start, "v": 0.0, "grad_fn": ledge(round(edge, 4)), "lr": lr, "beta": beta}
        law(np.diff(path), -lr * beta ** np.arange(3), given=told, terms=(start,))


@roll.law()
def test_on_a_constant_slope_it_rolls_like_a_heavy_ball(student, draw):
    """Where the slope is the same everywhere, stride k is lr·g·(1 − beta^k)/(1 − beta): 1, 1.5, 1.75 for beta = 0.5.

    Ahead it is as steep as here, so pushes add up as ever, to g/(1 − beta). Another stride comes from another sum,
    not from looking ahead.
    """
    drawn = (-decimal(draw, 2.5, 3.5, 1), decimal(draw, 0.1, 0.15), decimal(draw, 0.7, 0.8), 6)
    for slope, lr, beta, steps in ((1.0, 1.0, 0.5, 3), drawn):
        path = let_go(student, 0.25, [plane(slope)] * steps, lr, beta)
        strides = -lr * slope * (1 - beta ** np.arange(1, steps + 1)) / (1 - beta)
        told = {"theta": 0.25, "v": 0.0, "grad_fn": plane(slope), "lr": lr, "beta": beta}
        law(np.diff(path), strides, given=told, terms=(path[1:],))


@roll.law()
def test_the_ball_stays_in_the_bowl_up_to_its_own_border(student, draw):
    """On a/2·x² the ball settles for lr·a below (2 + 2·beta)/(1 + 2·beta) and runs away above it.

    Looking ahead makes the ball answer a steep wall more strongly, so the border is nearer than a heavy ball's
    2 + 2·beta. With another one, a learning rate that should be safe blows the run up, or the other way round.
    """
    a, beta, start = decimal(draw, 3.2, 3.3), 0.5, decimal(draw, 4, 5)
    for share, steps in ((0.9, 8), (1.2, 9)):
        lr = share * (2 + 2 * beta) / (1 + 2 * beta) / a
        path = let_go(student, start, [parabola(a)] * steps, lr, beta)
        end = np.abs(path[-2:]).max() / start
        told = {"theta": start, "v": 0.0, "curvature": a, "lr": lr, "beta": beta, "steps": steps}
        fine, expected = (end < 0.5, "a place nearer to 0") if share < 1 else (end > 10, "a place far away from 0")
        holds(fine, expected=expected, actual=path[-1], given=told)


test_a_step_leaves_its_arguments_alone_and_keeps_no_secrets = roll.is_pure(
    "The ball's whole state is in theta and v. With a velocity hidden elsewhere, or an old one overwritten, two runs "
    "steer each other.",
    same="pair",
)


# ---- the velocity, in gradient units -----------------------------------------------------------------------


@roll.probes(1, only=SPEED)
def test_the_velocity_keeps_its_share_and_adds_the_slope_ahead(draw):
    """The new velocity is beta·v plus the slope at theta − lr·beta·v: from 2 with v = 5 on 2·x it is 6.

    Friction takes its share of the old speed, and the slope ahead counts in full. Weighed or felt otherwise, the ball
    answers to another valley.
    """
    yield np.array(2.0), np.array(5.0), parabola(2.0), 0.25, 0.8
    for ground, t, lr, beta in ((waves(), 3, 0.31, 0.9), (quartic(), 6, 0.0531, 0.61), (parabola(1.7), 12, 0.23, 0.7)):
        yield rolling(draw, ground, t, lr, beta)


@roll.probes(1)
def test_the_new_velocity_carries_the_ball_from_where_it_is(draw):
    """The ball moves from theta by −lr·v', in every coordinate at once.

    The place ahead is only looked at. A step that starts there coasts twice, and one with the old velocity ignores
    what it saw.
    """
    yield np.array(2.0), np.array(5.0), parabola(2.0), 0.25, 0.8
    valley = bowl(coupled(draw))
    for ground, shape in ((valley, (2,)), (waves(), (2, 2))):
        yield rolling(draw, ground, 4, 0.27, 0.83, shape)


@roll.probes(1)
def test_with_lr_one_over_the_curvature_it_lands_in_the_bottom(draw):
    """On a/2·x² with lr = 1/a one step ends at 0, however fast the ball is.

    The slope ahead is just what leads back from there to the bottom. A heavy ball lands only from rest: its speed
    carries it past.
    """
    for a in (4.0, decimal(draw, 0.3, 0.5), decimal(draw, 6, 8)):
        start, v = place(draw, (2,)), velocity(gradients(draw, 4, (2,)), 0.8)
        yield start, v, parabola(a), 1 / a, 0.8


@roll.probes()
def test_on_flat_ground_the_speed_carries_and_fades(draw):
    """Without a slope v' = beta·v, and theta moves by −lr·beta·v: from 1 with v = 4, lr = beta = 0.5 to 0.

    Momentum is what goes on when the slope is silent. If the ball stops dead, or never slows, beta does not act as
    friction on the old speed.
    """
    yield np.array([1.0]), np.array([4.0]), plane(0.0), 0.5, 0.5
    yield rolling(draw, plane(0.0), 6, 0.137, 0.9)
    yield changes(*rolling(draw, waves(), 6, 0.137, 0.9), outputs=2)


@roll.probes(only=SPEED)
def test_the_velocity_holds_gradients_and_no_learning_rate(draw):
    """Where the slope is the same everywhere, v' is beta·v + g for every learning rate.

    Velocity is measured in gradient units. With lr inside v, a schedule that lowers lr leaves the old, larger strides
    in the memory.
    """
    slope = -decimal(draw, 3.2, 3.6)
    theta, v, *_ = rolling(draw, plane(slope), 6)
    for lr in (0.02, 1.0, 3.7):
        yield theta, v, plane(slope), lr, 0.87


test_a_step_takes_every_kind_of_input = roll.takes_every_kind(
    "Each entry has a velocity of its own, in whatever shape and kind theta comes.", same="pairs"
)


@roll.whole_numbers(0.25)
def test_whole_numbers_may_roll_between_whole_numbers(draw):
    """Integers are welcome. theta 2 and v 5 on 2·x with lr = 0.25 and beta = 0.8 give 0.5 and 6.

    Parameters and velocities are real numbers, even if they start on whole ones. On an integer grid, friction and
    small steps are rounded away.
    """
    theta, v = whole(draw, 1, 9, (2, 2)), 2 * whole(draw, 1, 4, (2, 2)) + 1
    yield 2, 5, parabola(2.0), 0.25, 0.8
    for start, speed in ((theta, v), (theta, 0.1 * v), (0.1 * theta, v)):
        yield start, speed, waves(), 0.25, 0.5


@roll.law(held_back=True)
def test_looking_ahead_calms_the_walk_across_a_valley(student, draw):
    """On a/2·x², from rest, x' = (1 − lr·a)·(x + beta·(x − x_before)).

    The wall ahead is felt before it is climbed, and so the factor 1 − lr·a takes its share of the old motion too. A
    ball that looks elsewhere swings on.
    """
    a, beta, start = decimal(draw, 2, 3), decimal(draw, 0.85, 0.95), decimal(draw, 3, 5)
    for share in (0.6, 1.2):
        path = let_go(student, start, [parabola(a)] * 6, share / a, beta)
        before = np.concatenate([path[:1], path[:-2]])
        law(path[1:], (1 - share) * (path[:-1] + beta * (path[:-1] - before)), terms=(np.abs(path).max(),))


@roll.probes(held_back=True)
def test_all_coordinates_look_ahead_at_once(draw):
    """In a valley across the axes the slope is felt at one place, where all coordinates have moved ahead.

    Coordinates that look ahead one after the other feel the slopes of different places, and no one place has them all.
    """
    for t, lr, beta in ((3, 0.31, 0.6), (9, 0.17, 0.9)):
        yield rolling(draw, bowl(coupled(draw), place(draw, (2,))), t, lr, beta, (2,))
