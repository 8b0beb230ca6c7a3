"""The laws of momentum, the heavy ball (Polyak 1964), with its velocity in gradient units.

Two kinds of checks look at `momentum_step`. Those on the *place* start from rest and hand the student's own
velocities back, so whatever unit a velocity is kept in, they ask only where the ball goes; that is the
two-term recurrence θ_{k+1} − θ_k = beta·(θ_k − θ_{k−1}) − lr·g_k, which holds in every convention. Those on
the *velocity* hand over states in gradient units, one step at a time, as the stub promises.
"""

import numpy as np
import pytest

from grader.suites.toolkit import (
    bowl,
    bowl_path,
    coupled,
    decimal,
    differs,
    gradients,
    holds,
    kinds,
    law,
    ledge,
    numbers,
    parabola,
    parts,
    place,
    plane,
    quartic,
    real,
    rolling_path,
    sizes,
    stepwise,
    velocity,
    walk,
    whole,
)

PAIR = ("theta'", "v'")
VALLEY = np.array([[2.0, 1.0], [1.0, 3.0]])


STILL = "Where there is a slope, a ball rolls once it is let go; this one stays where it was."
DEAF = "A faster ball on steeper ground has a larger velocity; this one does not answer to speed and slope."
IDLE = "Whoever does nothing leaves everything alone and keeps no secrets; so the answer itself is asked for here, too."


def step_check(points=0.25):
    return pytest.mark.check(points=points, function="momentum_step")


def roll_check(points=0.25):
    return pytest.mark.check(points=points, function="momentum_descent")


def roll(student, theta, slopes, lr, beta, because):
    """The places from rest at theta under a list of slopes, or a function of the place; own velocities go back in."""
    places, v = [np.asarray(theta, dtype=float)], np.zeros(np.shape(theta))
    for slope in slopes:
        grad = np.asarray(slope(places[-1]) if callable(slope) else slope, dtype=float)
        arrived, rolling = parts(student.momentum_step(places[-1], v, grad, lr, beta), PAIR, because=because)
        places.append(numbers(arrived, because=because, shape=v.shape))
        v = numbers(rolling, because=because, shape=v.shape)
    return np.stack(places)


def recurs(path, slopes, lr, beta, because):
    """Demand Polyak's two-term recurrence of the rows of a path; slopes[k] is the slope at row k."""
    expected = path[1:-1] + beta * np.diff(path, axis=0)[:-1] - lr * np.asarray(slopes)[1 : len(path) - 1]
    stepwise(path, expected, because=because, back=2, lr=lr, beta=beta)


# ---- momentum_step: where the ball goes, in any convention ---------------------------------------------------


@step_check(0.5)
def test_the_first_step_from_rest_is_a_plain_gradient_step(student, draw):
    """With v = 0 the ball moves by −lr·grad, whatever beta is."""
    because = (
        "A ball at rest has nothing to remember: the first push moves it in full. Where it does not, an average, a "
        "second lr or a look ahead has crept in, and every run starts too slow or too fast."
    )
    call = (np.array(1.0), np.array(0.0), np.array(4.0), 0.1, 0.5)
    law(parts(student.momentum_step(*call), PAIR, because=because)[0], 0.6, because=because, terms=(1.0,))
    theta, grad = place(draw), gradients(draw, 1)[0]
    for beta in (0.1, 0.9, 0.99):
        arrived, _ = parts(student.momentum_step(theta, np.zeros(3), grad, 0.23, beta), PAIR, because=because)
        law(arrived, theta - 0.23 * grad, because=because, terms=(theta, 0.23 * grad))


@step_check()
def test_without_memory_it_is_gradient_descent(student, draw):
    """With beta (almost) zero the step is −lr·grad, however fast the ball was."""
    because = (
        "beta is how much of the old speed survives. At zero nothing does, and momentum must become plain gradient "
        "descent; else the past steers the run unasked."
    )
    for t, lr in ((2, 0.5), (5, 0.0731)):
        seen, theta = gradients(draw, t), place(draw)
        before = velocity(seen[:-1], 0.9)
        arrived, _ = parts(student.momentum_step(theta, before, seen[-1], lr, 1e-9), PAIR, because=because)
        law(arrived, theta - lr * seen[-1], because=because, terms=(theta, lr * seen[-1]))


@step_check(0.5)
def test_each_move_keeps_beta_of_the_last_and_adds_a_push(student, draw):
    """From rest, each move is beta times the move before it, minus lr·grad."""
    because = (
        "This is the heavy ball without a word about velocities (Polyak 1964): friction takes its share of the last "
        "move, the slope adds its push. A run that breaks it follows another method."
    )
    path = roll(student, 0.0, (1.0, 2.0, -1.0), 1.0, 0.5, because)
    told = {"theta": 0.0, "v": 0.0, "slopes, one a step": [1.0, 2.0, -1.0], "lr": 1.0, "beta": 0.5}
    law(path, [0.0, -1.0, -3.5, -3.75], because=because, given=told, terms=(3.75,))
    for shape, steps, lr, beta in (((3,), 7, 0.17, 0.9), ((2, 2), 4, 0.631, 0.37)):
        theta, seen = place(draw, shape), gradients(draw, steps, shape)
        path = roll(student, theta, seen, lr, beta, because)
        recurs(path, seen, lr, beta, because)
        told = {"theta": theta, "v": 0.0, "grad": seen[0], "lr": lr, "beta": beta}
        law(path[1], theta - lr * seen[0], because=because, given=told, terms=(theta, lr * seen[0]))


@step_check(0.5)
def test_on_a_constant_slope_strides_grow_to_a_terminal_speed(student, draw):
    """Step k is lr·g·(1 − beta^k)/(1 − beta) long: 1, 1.5, 1.75 for beta = 0.5, and lr·g/(1 − beta) in the end."""
    because = (
        "Pushes that keep their direction add up until friction balances them, so the effective learning rate is "
        "lr/(1 − beta). An average never gets beyond lr; without friction the speed grows for ever."
    )
    drawn = (-decimal(draw, 2.5, 3.5, 1), decimal(draw, 0.1, 0.15), decimal(draw, 0.7, 0.8), 7)
    for slope, lr, beta, steps in ((1.0, 1.0, 0.5, 3), drawn):
        path = roll(student, 0.25, [slope] * steps, lr, beta, because)
        strides = -lr * slope * (1 - beta ** np.arange(1, steps + 1)) / (1 - beta)
        told = {"theta": 0.25, "v": 0.0, "grad at every step": slope, "lr": lr, "beta": beta}
        law(np.diff(path), strides, because=because, given=told, terms=(path[1:],))


@step_check()
def test_after_one_push_the_ball_coasts_to_a_stop(student, draw):
    """One slope of g and then flat ground: strides lr·g, beta·lr·g, beta²·lr·g, …, together lr·g/(1 − beta)."""
    because = (
        "The velocity carries the ball on where the slope is silent, and friction sets how far. Without coasting a "
        "plateau ends the run; with the wrong friction it ends too soon or never."
    )
    drawn = (-decimal(draw, 2, 3, 1), decimal(draw, 0.25, 0.35), decimal(draw, 0.8, 0.9), 6)
    for push, lr, beta, steps in ((1.0, 1.0, 0.5, 3), drawn):
        path = roll(student, 1.0, [push] + [0.0] * (steps - 1), lr, beta, because)
        gone = -lr * push * (1 - beta ** np.arange(steps + 1)) / (1 - beta)
        told = {"theta": 1.0, "v": 0.0, "grad": f"{push:g} once, then 0", "lr": lr, "beta": beta}
        law(path, 1.0 + gone, because=because, given=told, terms=(1.0, np.abs(gone).max()))


@step_check()
def test_the_ball_stays_in_the_bowl_up_to_its_own_border(student, draw):
    """On a/2·x² the ball settles for lr·a below 2 + 2·beta and runs away above it."""
    because = (
        "Friction and memory move the border of stability from 2 to 2 + 2·beta. With another border, a learning rate "
        "that should be safe blows the run up, or the other way round."
    )
    a, beta, start = decimal(draw, 3, 4, 1), decimal(draw, 0.5, 0.55), decimal(draw, 1, 9, 1)
    for share, steps in ((0.9, 8), (1.2, 9)):
        lr = share * (2 + 2 * beta) / a
        path = roll(student, start, [parabola(a)] * steps, lr, beta, because)
        end = np.abs(path[-2:]).max() / start
        told = {"theta": start, "v": 0.0, "curvature": a, "lr": lr, "beta": beta, "steps": steps}
        fine, expected = (end < 0.9, "a place nearer to 0") if share < 1 else (end > 50, "a place far away from 0")
        holds(fine, because=because, expected=expected, actual=path[-1], given=told)


@step_check()
def test_a_step_leaves_its_arguments_alone_and_keeps_no_secrets(student, draw):
    """The arguments stay as they were, and the same call gives the same pair again."""
    because = (
        "The ball's whole state is in theta and v. With a velocity hidden elsewhere, or an old one overwritten, two "
        "runs steer each other."
    )
    for shape in ((3,), (2, 2)):
        seen = gradients(draw, 4, shape)
        call = (place(draw, shape), velocity(seen[:-1], 0.8), seen[-1], 0.13, 0.8)
        first = parts(student.momentum_step(*call), PAIR, because=because)
        holds(not student.changed, because=because, expected="arguments as they were", actual="changed arguments")
        student.momentum_step(-call[0], 2 * call[1], -3 * call[2], 0.4, 0.5)
        again = parts(student.momentum_step(*call), PAIR, because=because)
        for was, now in zip(first, again, strict=True):
            law(now, numbers(was, because=because, shape=shape), because=because)
        rolling = 0.8 * call[1] + call[2]
        law(first[0], call[0] - 0.13 * rolling, because=IDLE, terms=(call[0], call[1]))


# ---- momentum_step: the velocity, in gradient units --------------------------------------------------------


@step_check(0.5)
def test_the_velocity_is_a_sum_of_all_slopes_faded_by_friction(student, draw):
    """The velocity is Σ beta^(t−i)·g_i: a velocity of 10 and a slope of −4 with beta = 0.8 give 4."""
    because = (
        "A slope felt i steps ago still counts beta^i, the newest in full. Weighed otherwise, the ball forgets too "
        "early or too late, or answers the present slope too weakly."
    )
    call = (np.array(1.0), np.array(10.0), np.array(-4.0), 0.1, 0.8)
    _, rolling = parts(student.momentum_step(*call), PAIR, because=because)
    law(rolling, 4.0, because=because, terms=(8.0,))
    for t, lr, beta in ((1, 0.3, 0.9), (3, 0.03, 0.61), (30, 0.011, 0.83)):
        seen, theta = gradients(draw, t), place(draw)
        before = velocity(seen[:-1], beta)
        _, rolling = parts(student.momentum_step(theta, before, seen[-1], lr, beta), PAIR, because=because)
        law(rolling, velocity(seen, beta), because=because, terms=(before, seen[-1]))


@step_check()
def test_at_terminal_speed_push_and_friction_balance(student, draw):
    """A velocity of g/(1 − beta) on the slope g stays, and carries theta by lr·g/(1 − beta)."""
    because = (
        "At terminal speed friction eats exactly what the slope adds: 20 for a slope of 2 at beta = 0.9. A ball that "
        "speeds up or slows down there has another friction or another push than it was given."
    )
    for slope, lr, beta in ((2.0, 0.1, 0.9), (-decimal(draw, 0.3, 0.5), decimal(draw, 0.35, 0.45), 0.75)):
        full = slope / (1 - beta)
        answer = student.momentum_step(np.array(1.0), np.array(full), np.array(slope), lr, beta)
        arrived, rolling = parts(answer, PAIR, because=because)
        law(rolling, full, because=because)
        law(arrived, 1.0 - lr * full, because=because, terms=(1.0, lr * full))


@step_check(0.5)
def test_on_flat_ground_the_speed_carries_and_fades(student, draw):
    """With zero gradient v' = beta·v, and theta moves by −lr·beta·v: from 1 with v = 4, lr = beta = 0.5 to 0."""
    because = (
        "Momentum is what goes on when the slope is silent: that carries a run across plateaus and small bumps. If "
        "the ball stops dead, or never slows, beta does not act as friction on the old speed."
    )
    for theta, v, lr, beta in (
        (np.array([1.0]), np.array([4.0]), 0.5, 0.5),
        (place(draw), velocity(gradients(draw, 5), 0.9), 0.137, 0.9),
        (place(draw), velocity(gradients(draw, 2), 0.3), 1.3, 0.3),
    ):
        answer = student.momentum_step(theta, v, np.zeros(v.shape), lr, beta)
        arrived, rolling = parts(answer, PAIR, because=because)
        law(rolling, beta * v, because=because)
        law(arrived, theta - lr * beta * v, because=because, terms=(theta, lr * v))


@step_check()
def test_a_settled_zigzag_swings_about_zero(student, draw):
    """Under slopes ±1 in turn the velocity settles at ±1/(1 + beta): 0.5263 for beta = 0.9."""
    because = (
        "Opposite pushes cancel in a velocity that keeps its sign. If they pile up, the walk from wall to wall grows "
        "instead of calming down."
    )
    for beta, slope in ((0.9, 1.0), (0.5, -1.0), (0.37, decimal(draw, 2, 4)), (0.8, -decimal(draw, 2, 4))):
        settled = slope / (1 + beta)
        answer = student.momentum_step(np.array(0.2), np.array(-settled), np.array(slope), 0.03, beta)
        law(parts(answer, PAIR, because=because)[1], settled, because=because, terms=(slope,))


@step_check(0.5)
def test_the_velocity_knows_nothing_of_lr(student, draw):
    """The velocity v' is the same for every learning rate."""
    because = (
        "The velocity is measured in gradient units, and lr enters once, when the ball moves. With lr inside v, a "
        "schedule that lowers lr leaves the old, larger strides in the memory."
    )
    seen = gradients(draw, 6)
    before, theta = velocity(seen[:-1], 0.87), place(draw)
    _, first = parts(student.momentum_step(theta, before, seen[-1], 1.0, 0.87), PAIR, because=because)
    expected = differs(first, before, because=DEAF)
    differs(first, np.zeros(3), because=DEAF)
    _, pushed = parts(student.momentum_step(theta, before, 2 * seen[-1], 1.0, 0.87), PAIR, because=because)
    differs(pushed, expected, because=DEAF)
    times = decimal(draw, 2, 3)
    faster = student.momentum_step(theta, times * before, times * seen[-1], 1.0, 0.87)
    law(parts(faster, PAIR, because=because)[1], times * expected, because=DEAF)
    for lr in (0.001, 3.7):
        _, rolling = parts(student.momentum_step(theta, before, seen[-1], lr, 0.87), PAIR, because=because)
        law(rolling, expected, because=because, terms=(before, seen[-1]))


@step_check(0.5)
def test_the_new_velocity_moves_the_ball(student, draw):
    """The ball moves by −lr·(beta·v + grad): from 1 with v = 5, grad = 3, lr = 0.05, beta = 0.9 to 0.625."""
    because = (
        "The slope felt now changes the speed, and that changed speed moves the ball at once. With the old speed the "
        "push comes a step late; with the slope alone the speed is never used."
    )
    call = (np.array(1.0), np.array(5.0), np.array(3.0), 0.05, 0.9)
    law(parts(student.momentum_step(*call), PAIR, because=because)[0], 0.625, because=because, terms=(1.0,))
    for t, lr, beta in ((2, 0.31, 0.45), (4, 0.0719, 0.9), (25, 0.0231, 0.97)):
        seen, theta = gradients(draw, t), place(draw)
        before = velocity(seen[:-1], beta)
        arrived, _ = parts(student.momentum_step(theta, before, seen[-1], lr, beta), PAIR, because=because)
        way = lr * velocity(seen, beta)
        law(arrived, theta - way, because=because, terms=(theta, lr * before, lr * seen[-1]))


@step_check()
def test_a_step_takes_every_kind_of_input(student, draw):
    """Lists, plain numbers, single precision and arrays of two axes give the same pairs."""
    because = "Every entry has a velocity of its own, whatever shape and kind the parameters come in."
    seen, theta, lr, beta = gradients(draw, 4), place(draw), 0.19, 0.85
    before = velocity(seen[:-1], beta)
    for kind, turn in kinds():
        spot, speed, slope = turn(theta), turn(before), turn(seen[-1])
        for answer in student.offer(kind, "momentum_step", spot, speed, slope, lr, beta):
            arrived, rolling = parts(answer, PAIR, because=because)
            expected = beta * real(speed) + real(slope)
            law(rolling, expected, because=because, terms=(real(speed), real(slope)))
            law(arrived, real(spot) - lr * expected, because=because, terms=(real(spot), lr * real(speed)))


@step_check()
def test_whole_numbers_may_roll_between_whole_numbers(student, draw):
    """Integers are welcome: theta 1, v 3, grad 2 with lr = 0.25 and beta = 0.5 give 0.125 and 3.5."""
    because = (
        "Parameters and velocities live on the real line even if they start on whole numbers. Kept on an integer "
        "grid, friction and small steps are rounded away."
    )
    theta, v = whole(draw, 1, 9, (2, 2)), 2 * whole(draw, 1, 4, (2, 2)) + 1
    drawn = gradients(draw, 1, (2, 2))[0]
    for spot, speed, grad in (
        (np.array([1, 2]), np.array([3, -1]), np.array([2, 5])),
        (theta, v, whole(draw, 1, 6, (2, 2))),
        (theta, 0.1 * v, drawn),
        (0.1 * theta, v, drawn),
    ):
        arrived, rolling = parts(student.momentum_step(spot, speed, grad, 0.25, 0.5), PAIR, because=because)
        expected = 0.5 * speed + grad
        law(rolling, expected, because=because, terms=(speed, grad))
        law(arrived, spot - 0.25 * expected, because=because, terms=(spot,))


@pytest.mark.held_back
@step_check()
def test_a_zigzag_nearly_cancels(student, draw):
    """Under slopes +1, −1, +1, … stride k is lr·(1 − (−beta)^k)/(1 + beta): it settles at 0.5263·lr for beta = 0.9."""
    because = (
        "Pushes that flip their sign each time cancel in the velocity, and that is what calms the walk from wall to "
        "wall in a narrow valley. Where they do not, momentum makes the zigzag worse."
    )
    lr, beta = decimal(draw, 0.2, 0.3), decimal(draw, 0.8, 0.9)
    signs = (-1.0) ** np.arange(7)
    path = roll(student, 0.5, signs, lr, beta, because)
    told = {"theta": 0.5, "v": 0.0, "grad": "1, -1, 1, … in turn", "lr": lr, "beta": beta}
    strides = -lr * signs * (1 - (-beta) ** np.arange(1, 8)) / (1 + beta)
    law(np.diff(path), strides, because=because, given=told, terms=(1.0,))


@pytest.mark.held_back
@step_check()
def test_a_constant_slope_fills_the_velocity_geometrically(student, draw):
    """After k steps on the slope g the velocity is g·(1 − beta^k)/(1 − beta): 1, 1.5, 1.75 for beta = 0.5."""
    because = (
        "Each step keeps the share beta of the speed and adds one full push. That sum is how momentum gains speed on "
        "long straight slopes; an average would never gain any."
    )
    for slope, beta in ((-decimal(draw, 2, 3), decimal(draw, 0.85, 0.95)), (decimal(draw, 0.7, 0.9), 0.73)):
        for k in (1, 2, 6):
            before, after = (slope * (1 - beta**t) / (1 - beta) for t in (k - 1, k))
            answer = student.momentum_step(np.array(0.3), np.array(before), np.array(slope), 0.07, beta)
            law(parts(answer, PAIR, because=because)[1], after, because=because, terms=(before, slope))


# ---- momentum_descent ----------------------------------------------------------------------------------------


@roll_check(0.5)
def test_n_steps_visit_n_plus_one_places(student, draw):
    """A path of n steps has n + 1 rows, and row 0 is the start; without a step it is the start alone."""
    because = (
        "The first place on a path is where the ball lay at rest, the last where the last step ended. With a row too "
        "few or too many, every later row is read one step off."
    )
    for n_steps in (3, 0, 1, 2, 9):
        start = np.array([decimal(draw, 4, 9), -decimal(draw, 0.5, 1)])
        path = student.momentum_descent(parabola(1.0), start, 0.3, 0.7, n_steps)
        rows = numbers(path, because=because, shape=(n_steps + 1, 2), expected=f"{n_steps + 1} rows")
        law(rows[0], start, because=because)
        if n_steps:
            differs(rows[-1], start, because=STILL)


@roll_check()
def test_the_ball_starts_from_rest_and_without_memory_it_walks(student, draw):
    """The first step is a plain gradient step for every beta; with beta (almost) zero all steps are."""
    because = (
        "From rest there is no speed to add, and without memory there never is. A run that starts with a speed, or "
        "remembers at beta = 0, is not comparable with plain gradient descent."
    )
    hessian = coupled(draw)
    for start, beta, lr in ((np.array([1.0, 0.0]), 0.5, 0.2), (place(draw, (2,)), 0.93, 0.137)):
        path = numbers(student.momentum_descent(bowl(hessian), start, lr, beta, 1), because=because, shape=(2, 2))
        law(path[1], start - lr * hessian @ start, because=because, terms=(np.abs(start).max(),))
        path = student.momentum_descent(bowl(hessian), start, lr, 1e-9, 12)
        law(path, bowl_path(hessian, start, lr, 12), because=because, terms=(np.abs(start).max(),))


@roll_check(0.5)
def test_a_path_is_ruled_by_two_terms(student, draw):
    """Each move is beta times the move before it, minus lr times the slope felt where the ball now is."""
    because = (
        "This is the heavy ball in two terms (Polyak 1964). Where friction or push differ, or the slope is felt "
        "elsewhere, the ball overshoots differently and settles at another pace."
    )
    path = student.momentum_descent(parabola(2.0), np.array(10.0), 0.1, 0.9, 4)
    law(path, [10.0, 8.0, 4.6, 0.62, -3.086], because=because, terms=(10.0,))
    start, lr, beta = np.array([1.5, -0.731]), 0.11, 0.83
    path = walk(student.momentum_descent(quartic(), start, lr, beta, 25), start, 25, because=because)
    recurs(path, path**3, lr, beta, because)
    hessian, start, lr, beta = coupled(draw), 2 * place(draw, (2,)), 0.0931, 0.64
    path = walk(student.momentum_descent(bowl(hessian), start, lr, beta, 15), start, 15, because=because)
    recurs(path, path @ hessian, lr, beta, because)


@roll_check(0.5)
def test_a_bowl_is_rolled_mode_by_mode(student, draw):
    """In a valley across the axes each row follows the closed form, along each eigenvector on its own."""
    because = (
        "All coordinates move at once by velocities of their own; along each principal direction the ball is a "
        "damped spring. Moved one after the other, or on a stale slope, it is another spring."
    )
    path = student.momentum_descent(bowl(VALLEY), np.array([1.0, 0.0]), 0.2, 0.5, 2)
    law(path, [[1.0, 0.0], [0.6, -0.2], [0.2, -0.3]], because=because, terms=(1.0,))
    for steps, lr, beta in ((14, 0.15, 0.8), (60, 0.31, 0.35)):
        hessian, start, center = coupled(draw), 2 * place(draw, (2,)), place(draw, (2,))
        path = student.momentum_descent(bowl(hessian, center), start, lr, beta, steps)
        expected = rolling_path(hessian, start, lr, beta, steps, center)
        law(path, expected, because=because, terms=(np.abs(start).max(), np.abs(center).max(), sizes(expected)))


@roll_check()
def test_a_roll_settles_up_to_the_border_and_not_beyond(student, draw):
    """On a/2·x² the ball settles for lr·a below 2 + 2·beta and runs away above it, to the last step."""
    because = (
        "Memory moves the border of stability from 2 to 2 + 2·beta. With another border, or with steps clipped in "
        "secret, a run blows up where it should settle, or looks healthy where it should blow up."
    )
    for a, beta, start, share in (
        (1.0, 0.5, decimal(draw, 1, 2), decimal(draw, 0.95, 0.97, 3)),
        (decimal(draw, 3.5, 4), 0.9, -decimal(draw, 6, 8), decimal(draw, 1.03, 1.05, 3)),
        (decimal(draw, 3.5, 4), 0.9, -decimal(draw, 6, 8), decimal(draw, 1.4, 1.5)),
    ):
        lr = share * (2 + 2 * beta) / a
        path = walk(student.momentum_descent(parabola(a), np.array(start), lr, beta, 60), start, 60, because=because)
        recurs(path, a * path, lr, beta, because)
        end = np.abs(path[-2:]).max() / abs(start)
        if share < 1:
            holds(end < 0.9, because=because, expected="a last place nearer to 0 than the start", actual=path[-1])
        else:
            holds(end > 50, because=because, expected="a last place far away from 0", actual=path[-1])
        holds(len(path) >= 60, because=because, expected="60 steps", actual=f"{len(path) - 1} steps")


@roll_check()
def test_at_the_minimum_the_ball_stays_at_rest(student, draw):
    """Started at the minimum, or with lr = 0 anywhere, every row is the start."""
    because = (
        "At rest on flat ground there is neither speed nor push. A path that drifts from there never comes to rest."
    )
    center = place(draw, (2,))
    for ground, start, lr in (
        (parabola(2.0), np.array([0.0, 0.0]), 0.3),
        (bowl(VALLEY, center), center, 0.3),
        (bowl(VALLEY, center), center + 1.37, 0.0),
    ):
        path = walk(student.momentum_descent(ground, start, lr, 0.9, 6), start, 6, because=because)
        law(path, np.tile(start, (len(path), 1)), because=because)
    path = walk(student.momentum_descent(bowl(VALLEY, center), center + 1.37, 0.3, 0.9, 6), start, 6, because=because)
    differs(path[-1], center + 1.37, because=STILL)


@roll_check()
def test_the_past_of_a_path_is_kept(student, draw):
    """Five steps on a slope visit six different places, and the earlier rows still show the earlier ones."""
    because = (
        "The path is the memory of a run. If rows share one place that keeps moving, the whole history shows the "
        "final point and nobody can tell how you got there."
    )
    for start in (place(draw, (2,)) + np.array([3.0, -3.0]), np.array(decimal(draw, 3, 5))):
        path = walk(student.momentum_descent(parabola(1.0), start, 0.25, 0.5, 5), start, 5, because=because)
        moved = np.abs(np.diff(path, axis=0)).reshape(len(path) - 1, -1).max(axis=1)
        holds((moved > 1e-4).all(), because=because, expected="rows that differ from each other", actual=path)


@roll_check()
def test_a_roll_ends_when_its_steps_are_used_up(student, draw):
    """200 steps give 201 rows, even when the ball hardly moves any more."""
    because = (
        "How many steps to take is the caller's choice. A ball is slow at each turning point too, so a tolerance on "
        "its steps ends runs that are far from done."
    )
    start, center = np.array([decimal(draw, 2, 3), -1.37]), np.array([0.5, decimal(draw, 0.3, 0.4)])
    path = student.momentum_descent(bowl(VALLEY, center), start, 0.2, 0.83, 200)
    law(path, rolling_path(VALLEY, start, 0.2, 0.83, 200, center), because=because, terms=(3.0,))


@roll_check()
def test_a_roll_takes_every_kind_of_start(student, draw):
    """Lists, plain numbers, single precision and arrays of two axes give the same path."""
    because = "Each row has the shape of the start, whatever shape and kind that has; a number gives a plain vector."
    start, a, lr, beta = 2 * place(draw), 1.3, 0.4, 0.6
    shares = rolling_path([[a]], [1.0], lr, beta, 7)
    for kind, turn in kinds():
        spot = turn(start)
        for answer in student.offer(kind, "momentum_descent", parabola(a), spot, lr, beta, 7):
            expected = shares.reshape(8, *[1] * np.ndim(spot)) * real(spot)
            law(answer, expected, because=because, terms=(real(spot),))


@roll_check()
def test_a_roll_may_start_on_whole_numbers(student, draw):
    """From the integers [4, −2] on x²/2 with lr = 0.25 and beta = 0.5 to [3, −1.5] and [1.75, −0.875]."""
    because = "A ball that is kept on an integer grid loses every fraction of a step, and its velocity with it."
    for start, lr, beta in ((np.array([4, -2]), 0.25, 0.5), (whole(draw, 1, 9, (2, 2)), 0.37, 0.71)):
        path = student.momentum_descent(parabola(1.0), start, lr, beta, 5)
        shares = rolling_path([[1.0]], [1.0], lr, beta, 5).reshape(6, *[1] * start.ndim)
        law(path, shares * start, because=because, terms=(start,))


@roll_check()
def test_every_roll_starts_anew_and_leaves_its_start_alone(student, draw):
    """The start theta0 stays as it was, the same roll gives the same path again, and a shorter one is its beginning."""
    because = (
        "Every run starts from rest at its own start. A velocity left over from an earlier run, a start that moved, "
        "or a length known in advance spoils every comparison of runs."
    )
    hessian, start = coupled(draw), place(draw, (2,))
    call = (bowl(hessian), start, 0.17, 0.8)
    first = walk(student.momentum_descent(*call, 9), start, 9, because=because)
    holds(not student.changed, because=because, expected="theta0 as it was", actual="a theta0 that moved")
    student.momentum_descent(parabola(0.7), -3 * start, 0.9, 0.5, 4)
    law(student.momentum_descent(*call, 9), first, because=because, terms=(1.0,))
    shorter = walk(student.momentum_descent(*call, 5), start, 5, because=because)
    law(shorter, first[: len(shorter)], because=because, terms=(1.0,))
    differs(first[-1], first[0], because=IDLE)
    recurs(first, first @ hessian, 0.17, 0.8, IDLE)


@pytest.mark.held_back
@roll_check()
def test_down_a_plane_the_ball_reaches_terminal_speed(student, draw):
    """On a plane with slope g step k is lr·g·(1 − beta^k)/(1 − beta) long, and lr·g/(1 − beta) in the end."""
    because = (
        "Pushes in one direction add up until friction balances them: the effective learning rate is lr/(1 − beta). "
        "An average never gains speed; without friction the speed has no end."
    )
    for slope, lr, beta, steps in (
        (-decimal(draw, 2.5, 3.5), 0.1, 0.9, 160),
        (decimal(draw, 1.2, 1.6), 0.002, 0.985, 20),
        (decimal(draw, 2.5, 3.5), 0.4, 0.12, 9),
    ):
        path = walk(
            student.momentum_descent(plane(slope), np.array(0.25), lr, beta, steps), 0.25, steps, because=because
        )
        strides = -lr * slope * (1 - beta ** np.arange(1, steps + 1)) / (1 - beta)
        law(np.diff(path), strides[-len(path) + 1 :], because=because, terms=(0.25, strides.sum()))


@pytest.mark.held_back
@roll_check()
def test_over_the_ledge_the_ball_coasts(student, draw):
    """One push at the edge, flat ground behind it: strides lr, beta·lr, beta²·lr, …, together lr/(1 − beta)."""
    because = (
        "On a plateau the slope is silent and only the velocity carries the run on, fading by beta at each step. "
        "Gradient descent stops there; so does a ball whose speed is forgotten."
    )
    for start, lr, beta, steps in ((1.0, 1.0, 0.5, 4), (decimal(draw, 2, 3), decimal(draw, 0.3, 0.35), 0.9, 150)):
        path = walk(
            student.momentum_descent(ledge(start - 0.1), np.array(start), lr, beta, steps),
            start,
            steps,
            because=because,
        )
        gone = lr * (1 - beta ** np.arange(steps + 1)) / (1 - beta)
        law(path, start - gone[-len(path) :], because=because, terms=(start, gone[-1]))
