"""The laws of momentum, the heavy ball (Polyak 1964), with its velocity in gradient units.

Two kinds of checks look at `momentum_step`. Those on the *place* start from rest and hand the student's own
velocities back, so whatever unit a velocity is kept in, they ask only where the ball goes; that is the
two-term recurrence θ_{k+1} − θ_k = beta·(θ_k − θ_{k−1}) − lr·g_k, which holds in every convention. Those on
the *velocity* hand over states in gradient units, one step at a time, as the stub promises.
"""

import numpy as np

from grader.suites.toolkit.contract import Contract
from grader.suites.toolkit.descents import VALLEY, descent_contract
from grader.suites.toolkit.law import differs, holds, law
from grader.suites.toolkit.paths import follows, let_go, stepwise, velocity
from grader.suites.toolkit.slopes import bowl, coupled, ledge, parabola, plane, quartic
from grader.suites.toolkit.states import decimal, gradients, place, whole

STILL = "Where there is a slope, a ball rolls once it is let go; this one stays where it was."
DEAF = "A faster ball on steeper ground has a larger velocity; this one does not answer to speed and slope."
PLACE, SPEED = ("theta'",), ("v'",)


def rolling(draw, t, lr, beta):
    """A call at the t-th slope of a run from rest."""
    seen = gradients(draw, t)
    return place(draw), velocity(seen[:-1], beta), seen[-1], lr, beta


push = Contract(
    "momentum_step",
    (*PLACE, *SPEED),
    right=lambda theta, v, grad, lr, beta: (theta - lr * (beta * v + grad), beta * v + grad),
    call=lambda draw: rolling(draw, 4, 0.19, 0.85),
    arrays=3,
)
roll = descent_contract("momentum_descent", (0.6,), 0.4, uses=("momentum_step",), still=STILL)


# ---- momentum_step: where the ball goes, in any convention ---------------------------------------------------
@push.probes(0.5, only=PLACE)
def test_the_first_step_from_rest_is_a_plain_gradient_step(draw):
    """With v = 0 the ball moves by −lr·grad, whatever beta is.

    A ball at rest has nothing to remember: the first push moves it in full. Where it does not, an average, a second
    lr or a look ahead has crept in, and every run starts too slow or too fast.
    """
    yield np.array(1.0), np.array(0.0), np.array(4.0), 0.1, 0.5
    for beta in (0.1, 0.9, 0.99):
        yield rolling(draw, 1, 0.23, beta)


@push.probes(only=PLACE)
def test_without_memory_it_is_gradient_descent(draw):
    """With beta (almost) zero the step is −lr·grad, however fast the ball was.

    beta is how much of the old speed survives. At zero nothing does, and momentum must become plain gradient
    descent. Else the past steers the run unasked.
    """
    for t, lr in ((2, 0.5), (5, 0.0731)):
        yield *rolling(draw, t, lr, 0.9)[:-1], 1e-9


@push.law(0.5)
def test_each_move_keeps_beta_of_the_last_and_adds_a_push(student, draw):
    """From rest, each move is beta times the move before it, minus lr·grad.

    This is the heavy ball without a word about velocities (Polyak 1964): friction takes its share of the last move,
    the slope adds its push. A run that breaks it follows another method.
    """
    for shape, steps, lr, beta in (((), 3, 1.0, 0.5), ((3,), 7, 0.17, 0.9), ((2, 2), 4, 0.631, 0.37)):
        theta, seen = place(draw, shape), gradients(draw, steps, shape)
        path = let_go(student, theta, seen, lr, beta)
        told = {"theta": theta, "v": 0.0, "grad": seen[0], "lr": lr, "beta": beta}
        law(path[1], theta - lr * seen[0], given=told, terms=(theta, lr * seen[0]))
        expected = path[1:-1] + beta * np.diff(path, axis=0)[:-1] - lr * seen[1:]
        stepwise(path, expected, back=2, lr=lr, beta=beta)


@push.law(0.5)
def test_on_a_constant_slope_strides_grow_to_a_terminal_speed(student, draw):
    """Step k is lr·g·(1 − beta^k)/(1 − beta) long: 1, 1.5, 1.75 for beta = 0.5, and lr·g/(1 − beta) in the end.

    Pushes that keep their direction add up until friction balances them, so the effective learning rate is
    lr/(1 − beta). An average never gets beyond lr; without friction the speed grows for ever.
    """
    drawn = (-decimal(draw, 2.5, 3.5, 1), decimal(draw, 0.1, 0.15), decimal(draw, 0.7, 0.8), 7)
    for slope, lr, beta, steps in ((1.0, 1.0, 0.5, 3), drawn):
        path = let_go(student, 0.25, [slope] * steps, lr, beta)
        strides = -lr * slope * (1 - beta ** np.arange(1, steps + 1)) / (1 - beta)
        told = {"theta": 0.25, "v": 0.0, "grad at every step": slope, "lr": lr, "beta": beta}
        law(np.diff(path), strides, given=told, terms=(path[1:],))


@push.law()
def test_after_one_push_the_ball_coasts_to_a_stop(student, draw):
    """One slope of g and then flat ground: strides lr·g, beta·lr·g, beta²·lr·g, …, together lr·g/(1 − beta).

    The velocity carries the ball on where the slope is silent, and friction sets how far. Without coasting a
    plateau ends the run. With the wrong friction it ends too soon or never.
    """
    drawn = (-decimal(draw, 2, 3, 1), decimal(draw, 0.25, 0.35), decimal(draw, 0.8, 0.9), 6)
    for slope, lr, beta, steps in ((1.0, 1.0, 0.5, 3), drawn):
        path = let_go(student, 1.0, [slope] + [0.0] * (steps - 1), lr, beta)
        gone = -lr * slope * (1 - beta ** np.arange(steps + 1)) / (1 - beta)
        told = {"theta": 1.0, "v": 0.0, "grad": f"{slope:g} once, then 0", "lr": lr, "beta": beta}
        law(path, 1.0 + gone, given=told, terms=(1.0, np.abs(gone).max()))


@push.law()
def test_the_ball_stays_in_the_bowl_up_to_its_own_border(student, draw):
    """On a/2·x² the ball settles for lr·a below 2 + 2·beta and runs away above it.

    Friction and memory move the border of stability from 2 to 2 + 2·beta. With another border, a learning rate that
    should be safe blows the run up, or the other way round.
    """
    a, beta, start = decimal(draw, 3, 4, 1), decimal(draw, 0.5, 0.55), decimal(draw, 1, 9, 1)
    for share, steps in ((0.9, 8), (1.2, 9)):
        lr = share * (2 + 2 * beta) / a
        path = let_go(student, start, [parabola(a)] * steps, lr, beta)
        end = np.abs(path[-2:]).max() / start
        told = {"theta": start, "v": 0.0, "curvature": a, "lr": lr, "beta": beta, "steps": steps}
        fine, expected = (end < 0.9, "a place nearer to 0") if share < 1 else (end > 50, "a place far away from 0")
        holds(fine, expected=expected, actual=path[-1], given=told)


test_a_step_leaves_its_arguments_alone_and_keeps_no_secrets = push.is_pure(
    "The ball's whole state is in theta and v. With a velocity hidden elsewhere, or an old one overwritten, two runs "
    "steer each other.",
    same="pair",
)


# ---- momentum_step: the velocity, in gradient units --------------------------------------------------------
@push.probes(0.5, only=SPEED)
def test_the_velocity_is_a_sum_of_all_slopes_faded_by_friction(draw):
    """The velocity is Σ beta^(t−i)·g_i: a velocity of 10 and a slope of −4 with beta = 0.8 give 4.

    A slope felt i steps ago still counts beta^i, the newest in full. Weighed otherwise, the ball forgets too early
    or too late, or answers the present slope too weakly.
    """
    yield np.array(1.0), np.array(10.0), np.array(-4.0), 0.1, 0.8
    for t, lr, beta in ((1, 0.3, 0.9), (3, 0.03, 0.61), (30, 0.011, 0.83)):
        yield rolling(draw, t, lr, beta)


@push.probes()
def test_at_terminal_speed_push_and_friction_balance(draw):
    """A velocity of g/(1 − beta) on the slope g stays, and carries theta by lr·g/(1 − beta).

    At terminal speed friction eats exactly what the slope adds: 20 for a slope of 2 at beta = 0.9. A ball that speeds
    up or slows down there has another friction or another push than it was given.
    """
    for slope, lr, beta in ((2.0, 0.1, 0.9), (-decimal(draw, 0.3, 0.5), decimal(draw, 0.35, 0.45), 0.75)):
        yield np.array(1.0), np.array(slope / (1 - beta)), np.array(slope), lr, beta


@push.probes(0.5)
def test_on_flat_ground_the_speed_carries_and_fades(draw):
    """With zero gradient v' = beta·v, and theta moves by −lr·beta·v: from 1 with v = 4, lr = beta = 0.5 to 0.

    Momentum is what goes on when the slope is silent: that carries a run across plateaus and small bumps. If the
    ball stops dead, or never slows, beta does not act as friction on the old speed.
    """
    yield np.array([1.0]), np.array([4.0]), np.array([0.0]), 0.5, 0.5
    for t, lr, beta in ((6, 0.137, 0.9), (3, 1.3, 0.3)):
        theta, v, _, *rest = rolling(draw, t, lr, beta)
        yield theta, v, np.zeros(3), *rest


@push.probes(only=SPEED)
def test_a_settled_zigzag_swings_about_zero(draw):
    """Under slopes ±1 in turn the velocity settles at ±1/(1 + beta): 0.5263 for beta = 0.9.

    Opposite pushes cancel in a velocity that keeps its sign. If they pile up, the walk from wall to wall grows
    instead of calming down.
    """
    for beta, slope in ((0.9, 1.0), (0.5, -1.0), (0.37, decimal(draw, 2, 4)), (0.8, -decimal(draw, 2, 4))):
        yield np.array(0.2), np.array(-slope / (1 + beta)), np.array(slope), 0.03, beta


@push.law(0.5)
def test_the_velocity_knows_nothing_of_lr(student, draw):
    """The velocity v' is the same for every learning rate.

    The velocity is measured in gradient units, and lr enters once, when the ball moves. With lr inside v, a schedule
    that lowers lr leaves the old, larger strides in the memory.
    """
    theta, v, grad, _, beta = rolling(draw, 6, 1.0, 0.87)
    times = decimal(draw, 2, 3)
    expected = differs(student.momentum_step(theta, v, grad, 1.0, beta)[1], v, because=DEAF)
    differs(expected, np.zeros(3), because=DEAF)
    differs(student.momentum_step(theta, v, 2 * grad, 1.0, beta)[1], expected, because=DEAF)
    law(student.momentum_step(theta, times * v, times * grad, 1.0, beta)[1], times * expected, because=DEAF)
    for lr in (0.001, 3.7):
        law(student.momentum_step(theta, v, grad, lr, beta)[1], expected, terms=(v, grad))


@push.probes(0.5, only=PLACE)
def test_the_new_velocity_moves_the_ball(draw):
    """The ball moves by −lr·(beta·v + grad): from 1 with v = 5, grad = 3, lr = 0.05, beta = 0.9 to 0.625.

    The slope felt now changes the speed, and that changed speed moves the ball at once. With the old speed the push
    comes a step late; with the slope alone the speed is never used.
    """
    yield np.array(1.0), np.array(5.0), np.array(3.0), 0.05, 0.9
    for t, lr, beta in ((2, 0.31, 0.45), (4, 0.0719, 0.9), (25, 0.0231, 0.97)):
        yield rolling(draw, t, lr, beta)


test_a_step_takes_every_kind_of_input = push.takes_every_kind(
    "Each entry has a velocity of its own, in whatever shape and kind theta comes.", same="pairs"
)


@push.whole_numbers()
def test_whole_numbers_may_roll_between_whole_numbers(draw):
    """Integers are welcome. theta 1, v 3, grad 2 with lr = 0.25 and beta = 0.5 give 0.125 and 3.5.

    Parameters and velocities are real numbers, even if they start on whole ones. On an integer grid, friction and
    small steps are rounded away.
    """
    theta, v = whole(draw, 1, 9, (2, 2)), 2 * whole(draw, 1, 4, (2, 2)) + 1
    yield np.array([1, 2]), np.array([3, -1]), np.array([2, 5]), 0.25, 0.5
    for speed, grad in ((v, whole(draw, 1, 6, (2, 2))), (v, gradients(draw, 1, (2, 2))[0]), (0.1 * v, theta)):
        yield theta, speed, grad, 0.25, 0.5


@push.law(held_back=True)
def test_a_zigzag_nearly_cancels(student, draw):
    """Under slopes +1, −1, +1, … stride k is lr·(1 − (−beta)^k)/(1 + beta): it settles at 0.5263·lr for beta = 0.9.

    Pushes that flip their sign each time cancel in the velocity, and that is what calms the walk from wall to wall in
    a narrow valley. Where they do not, momentum makes the zigzag worse.
    """
    lr, beta, signs = decimal(draw, 0.2, 0.3), decimal(draw, 0.8, 0.9), (-1.0) ** np.arange(7)
    strides = -lr * signs * (1 - (-beta) ** np.arange(1, 8)) / (1 + beta)
    law(np.diff(let_go(student, 0.5, signs, lr, beta)), strides, terms=(1.0,))


@push.probes(held_back=True, only=SPEED)
def test_a_constant_slope_fills_the_velocity_geometrically(draw):
    """After k steps on the slope g the velocity is g·(1 − beta^k)/(1 − beta): 1, 1.5, 1.75 for beta = 0.5.

    Each step keeps the share beta of the speed and adds one full push. That sum is how momentum gains speed on long
    straight slopes; an average would never gain any.
    """
    for slope, beta in ((-decimal(draw, 2, 3), decimal(draw, 0.85, 0.95)), (decimal(draw, 0.7, 0.9), 0.73)):
        for k in (1, 2, 6):
            yield np.array(0.3), np.array(slope * (1 - beta ** (k - 1)) / (1 - beta)), np.array(slope), 0.07, beta


# ---- momentum_descent ----------------------------------------------------------------------------------------
test_n_steps_visit_n_plus_one_places = roll.counts_its_rows("where the ball lay at rest", points=0.5)


@roll.probes()
def test_the_ball_starts_from_rest_and_without_memory_it_walks(draw):
    """The first step is a plain gradient step for every beta; with beta (almost) zero all steps are.

    From rest there is no speed to add, and without memory there never is. A run that starts with a speed, or
    remembers at beta = 0, is not comparable with plain gradient descent.
    """
    ground = bowl(coupled(draw))
    for start, beta, lr in ((np.array([1.0, 0.0]), 0.5, 0.2), (place(draw, (2,)), 0.93, 0.137)):
        yield ground, start, lr, beta, 1
        yield ground, start, lr, 1e-9, 12


@roll.law(0.5)
def test_a_path_is_ruled_by_two_terms(student, draw):
    """Each move is beta times the move before it, minus lr times the slope felt where the ball now is.

    This is the heavy ball in two terms (Polyak 1964). Where friction or push differ, or the slope is felt elsewhere,
    the ball overshoots differently and settles at another pace.
    """
    law(student.momentum_descent(parabola(2.0), np.array(10.0), 0.1, 0.9, 4), [10, 8, 4.6, 0.62, -3.086], terms=(10,))
    bent = np.array([decimal(draw, 1.4, 1.6), -decimal(draw, 0.7, 0.8)])
    for ground, start, lr, beta, steps in (
        (quartic(), bent, 0.11, 0.83, 25),
        (bowl(coupled(draw)), 2 * place(draw, (2,)), 0.0931, 0.64, 15),
    ):
        follows(roll.path(student, ground, start, lr, beta, steps), ground, lr, beta)


@roll.probes(0.5)
def test_a_bowl_is_rolled_mode_by_mode(draw):
    """In a valley across the axes each row follows the closed form, along each eigenvector on its own.

    All coordinates move at once by velocities of their own; along each principal direction the ball is a damped
    spring. Moved one after the other, or on a stale slope, it is another spring.
    """
    yield bowl(VALLEY), np.array([1.0, 0.0]), 0.2, 0.5, 2
    for steps, lr, beta in ((14, 0.15, 0.8), (60, 0.31, 0.35)):
        yield bowl(coupled(draw), place(draw, (2,))), 2 * place(draw, (2,)), lr, beta, steps


@roll.law()
def test_a_roll_settles_up_to_the_border_and_not_beyond(student, draw):
    """On a/2·x² the ball settles for lr·a below 2 + 2·beta and runs away above it, to the last step.

    Memory moves the border of stability from 2 to 2 + 2·beta. With another border, or with steps clipped in secret, a
    run blows up where it should settle, or looks healthy where it should blow up.
    """
    for a, beta, start, share in (
        (1.0, 0.5, decimal(draw, 1, 2), decimal(draw, 0.95, 0.97, 3)),
        (decimal(draw, 3.5, 4), 0.9, -decimal(draw, 6, 8), decimal(draw, 1.03, 1.05, 3)),
        (decimal(draw, 3.5, 4), 0.9, -decimal(draw, 6, 8), decimal(draw, 1.4, 1.5)),
    ):
        lr = share * (2 + 2 * beta) / a
        path = roll.path(student, parabola(a), np.array(start), lr, beta, 60)
        follows(path, parabola(a), lr, beta)
        end = np.abs(path[-2:]).max() / abs(start)
        near, far = "a last place nearer to 0 than the start", "a last place far away from 0"
        holds(end < 0.9 if share < 1 else end > 50, expected=near if share < 1 else far, actual=path[-1])
        holds(len(path) >= 60, expected="60 steps", actual=f"{len(path) - 1} steps")


test_at_the_minimum_the_ball_stays_at_rest = roll.rests_at_the_minimum(
    "At rest on flat ground there is neither speed nor push. A path that drifts from there never comes to rest."
)
test_the_past_of_a_path_is_kept = roll.keeps_its_past()


@roll.probes()
def test_a_roll_ends_when_its_steps_are_used_up(draw):
    """200 steps give 201 rows, even when the ball hardly moves any more.

    How many steps to take is the caller's choice. A ball is slow at each turning point too, so a tolerance on its
    steps ends runs that are far from done.
    """
    start, center = np.array([decimal(draw, 2, 3), -1.37]), np.array([0.5, decimal(draw, 0.3, 0.4)])
    yield bowl(VALLEY, center), start, 0.2, 0.83, 200


test_a_roll_takes_every_kind_of_start = roll.takes_every_start()


@roll.whole_numbers()
def test_a_roll_may_start_on_whole_numbers(draw):
    """From the integers [4, −2] on x²/2 with lr = 0.25 and beta = 0.5 to [3, −1.5] and [1.75, −0.875].

    A ball that is kept on an integer grid loses every fraction of a step, and its velocity with it.
    """
    yield parabola(1.0), np.array([4, -2]), 0.25, 0.5, 5
    yield parabola(1.0), whole(draw, 1, 9, (2, 2)), 0.37, 0.71, 5


test_every_roll_starts_anew_and_leaves_its_start_alone = roll.is_pure(
    "Every run starts from rest at its own start. A velocity left over from an earlier run, or a start that moved, "
    "spoils every comparison of runs.",
    says="The start theta0 stays as it was, and the same roll gives the same path again.",
)


@roll.law(held_back=True)
def test_down_a_plane_the_ball_reaches_terminal_speed(student, draw):
    """On a plane with slope g step k is lr·g·(1 − beta^k)/(1 − beta) long, and lr·g/(1 − beta) in the end.

    Pushes in one direction add up until friction balances them: the effective learning rate is lr/(1 − beta). An
    average never gains speed; without friction the speed has no end.
    """
    for slope, lr, beta, steps in (
        (-decimal(draw, 2.5, 3.5), 0.1, 0.9, 160),
        (decimal(draw, 1.2, 1.6), 0.002, 0.985, 20),
        (decimal(draw, 2.5, 3.5), 0.4, 0.12, 9),
    ):
        path = roll.path(student, plane(slope), np.array(0.25), lr, beta, steps)
        strides = -lr * slope * (1 - beta ** np.arange(1, steps + 1)) / (1 - beta)
        law(np.diff(path), strides[-len(path) + 1 :], terms=(0.25, strides.sum()))


@roll.law(held_back=True)
def test_over_the_ledge_the_ball_coasts(student, draw):
    """One push at the edge, flat ground behind it: strides lr, beta·lr, beta²·lr, …, together lr/(1 − beta).

    On a plateau the slope is silent and only the velocity carries the run on, fading by beta at each step. Gradient
    descent stops there; so does a ball whose speed is forgotten.
    """
    for start, lr, beta, steps in ((1.0, 1.0, 0.5, 4), (decimal(draw, 2, 3), decimal(draw, 0.3, 0.35), 0.9, 150)):
        path = roll.path(student, ledge(start - 0.1), np.array(start), lr, beta, steps)
        gone = lr * (1 - beta ** np.arange(steps + 1)) / (1 - beta)
        law(path, start - gone[-len(path) :], terms=(start, gone[-1]))
