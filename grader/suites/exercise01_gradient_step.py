"""The laws of one step downhill, and of a walk of many (gradient descent, Cauchy 1847)."""

import numpy as np

from grader.suites.toolkit.contract import Contract
from grader.suites.toolkit.descents import STIFFEST, VALLEY, descent_contract
from grader.suites.toolkit.law import differs, holds, law, moderate, numbers
from grader.suites.toolkit.paths import follows, heights
from grader.suites.toolkit.slopes import bowl, coupled, parabola, quartic
from grader.suites.toolkit.states import decimal, gradients, place, whole

BOTTOMS = ((1.0, 0.0), (5.0, -3.0), (0.25, 5.0), (2.5, -1.0))
"""Curvatures and places of parabolas: from here on, digits are drawn."""
STILL = "Where there is a slope, a step with a learning rate above zero leads somewhere else; this one stands still."

step = Contract(
    "gradient_step",
    ("theta'",),
    right=lambda theta, grad, lr: theta - lr * grad,
    call=lambda draw: (place(draw), 3 * gradients(draw, 1)[0], 0.29),
    arrays=2,
    terms=lambda theta, grad, lr: (theta, lr * grad),
)
descend = descent_contract("gradient_descent", (), 0.4, uses=("gradient_step",), still=STILL)


# ---- gradient_step ----------------------------------------------------------------------------------------
@step.probes(0.75)
def test_one_over_the_curvature_lands_on_the_bottom(draw):
    """On the parabola a/2·(x − c)² a step with lr = 1/a ends at c, wherever it starts.

    There the slope is a·(x − c), so lr times slope is exactly the way to the bottom. A step of any other length or
    direction misses it, and a run needs many more steps or never arrives.
    """
    yield np.array(3.0), np.array(8.0), 0.25
    for a, c in BOTTOMS:
        a, x, c = decimal(draw, a, 1.2 * a), decimal(draw, 2, 4), decimal(draw, c, c + 1)
        yield np.array(x), np.array(a * (x - c)), 1 / a


@step.law()
def test_without_trust_nobody_moves(student, draw):
    """With lr = 0 theta stays where it is, however steep the ground.

    The move is lr times the slope and nothing else; what still moves at lr = 0 is no gradient step.
    """
    theta, grad = place(draw), gradients(draw, 1)[0]
    law(student.gradient_step(theta, grad, 0.0), theta)
    differs(student.gradient_step(theta, grad, 0.4), theta, because=STILL)


@step.law()
def test_on_flat_ground_nobody_moves(student, draw):
    """With a zero gradient theta stays where it is, whatever the learning rate.

    Where the ground is flat a minimum is reached. A step that still moves, or shrinks theta, leaves every minimum
    again.
    """
    for theta in (place(draw), 50 * place(draw)):
        for lr in (0.1, 1.0, 7.3):
            law(student.gradient_step(theta, np.zeros(3), lr), theta)
        differs(student.gradient_step(theta, np.full(3, 2.7), 0.4), theta, because=STILL)


@step.law(0.5)
def test_twice_the_lr_moves_twice_as_far(student, draw):
    """The move is proportional to lr, for small and large ones alike.

    lr is how boldly a slope is trusted, and it counts once. Where it counts twice, not at all, or against itself,
    turning that knob does not do what it says.
    """
    grad = gradients(draw, 1)[0]
    for lr in (0.1, 1e-4, 0.37, 5.0, 200.0):
        once = numbers(student.gradient_step(np.zeros(3), grad, lr), shape=(3,))
        holds(once.any(), because=STILL, expected="a place away from 0", actual=once)
        times = decimal(draw, 2, 4)
        law(student.gradient_step(np.zeros(3), grad, times * lr), times * once)


@step.law(0.5)
def test_steeper_ground_moves_further(student, draw):
    """The move is proportional to the gradient: ten times as steep, ten times as far, and mirrored when it turns.

    Steps shorten by themselves as the ground flattens, and that is how a run comes to rest. With only the direction
    or the sign of the slope it circles the minimum for ever.
    """
    grad = gradients(draw, 1)[0]
    once = differs(student.gradient_step(np.zeros(3), grad, 0.3), np.zeros(3), because=STILL)
    for times in (10.0, -1.0, 1e-4, decimal(draw, 0.3, 0.4), -decimal(draw, 20, 30), 1e4):
        law(student.gradient_step(np.zeros(3), times * grad, 0.3), times * once)


@step.law(0.5)
def test_a_careful_step_goes_down(student, draw):
    """On a bowl, with lr below 2 over its largest curvature, every step lowers the loss.

    The gradient points where the loss grows fastest, so a short enough step against it must lower the loss. A step
    that climbs somewhere drives the run out of the valley there.
    """
    hessian, lr = np.diag([1.0, 10.0]), 0.15
    for across, along in [(x, y) for x in (1, -1) for y in (1, -1, 0.2, -0.2)]:
        center = np.array([decimal(draw, -9, 9), decimal(draw, -9, 9)])
        theta = center + np.array([across, along]) * np.abs(place(draw, (2,)))
        arrived = numbers(student.gradient_step(theta, hessian @ (theta - center), lr), shape=(2,))
        before, after = heights(np.stack([theta, arrived]), hessian, center)
        holds(after < before, expected=f"a loss below {before:.6g}", actual=after)


@step.probes(0.75)
def test_each_coordinate_follows_its_own_slope(draw):
    """From [1, −2, 4] on the slopes [3, −4, 1] with lr = 0.1 you arrive at [0.7, −1.6, 3.9].

    Each coordinate moves against its own slope, by lr times its own steepness. Shared, averaged or without its
    sign, the slope sends some coordinates the wrong way or too far.
    """
    yield np.array([1.0, -2.0, 4.0]), np.array([3.0, -4.0, 1.0]), 0.1
    for count, lr in ((1, 0.21), (3, 0.0173), (7, 0.537)):
        yield place(draw, (count,)), gradients(draw, 1, (count,))[0], lr


test_a_step_takes_every_kind_of_input = step.takes_every_kind(
    "Every entry is a parameter of its own, whatever shape and kind they come in.", same="places"
)


@step.whole_numbers()
def test_whole_numbers_may_land_between_whole_numbers(draw):
    """Integers are welcome. from [1, −2] on the slopes [1, 3] with lr = 0.25 you arrive at [0.75, −2.75].

    Parameters live on the real line even if they start on whole numbers. Kept on an integer grid, small steps are
    lost and the run stands still.
    """
    yield np.array([1, -2]), np.array([1, 3]), 0.25
    yield whole(draw, 2, 9, (2, 2)), whole(draw, 6, 9, (2, 2)), 0.173


test_a_step_leaves_its_arguments_alone_and_keeps_no_secrets = step.is_pure(
    "Whoever tries two learning rates from one place still needs that place, and meets no trace of the first.",
    same="place",
    points=0.5,
)


@step.probes(held_back=True)
def test_twice_that_lr_lands_on_the_other_side(draw):
    """On the parabola a/2·x² a step with lr = 2/a goes from x to −x.

    lr = 2/a is the border between runs that settle and runs that blow up. With a step of another length the border
    lies elsewhere, and no stable learning rate can be foretold.
    """
    for a, x in ((4.0, -3.0), (3.0, 0.4), (0.2, 5.0), (5.0, 2.0)):
        a, x = decimal(draw, a, 1.2 * a), x * decimal(draw, 1, 1.5)
        yield np.array(x), np.array(a * x), 2 / a


@step.law(held_back=True)
def test_only_the_slope_decides_the_move(student, draw):
    """The same slope gives the same move from everywhere.

    The step knows the slope, not where the origin of the map was drawn. Where theta itself is scaled, a run is
    pulled towards or away from zero without any loss asking for it.
    """
    grad = gradients(draw, 1)[0]
    for lr in (0.1, 0.63):
        move = moderate(differs(student.gradient_step(np.zeros(3), grad, lr), np.zeros(3), because=STILL))
        for theta in (place(draw), 20 * place(draw)):
            law(student.gradient_step(theta, grad, lr), theta + move, terms=(theta, move))


# ---- gradient_descent -------------------------------------------------------------------------------------
test_n_steps_visit_n_plus_one_places = descend.counts_its_rows("where you stood before any step", points=0.5)


@descend.law(0.5)
def test_every_step_covers_the_same_share_of_what_is_left(student, draw):
    """On the parabola a/2·x² each place is 1 − lr·a times the one before: 8, 4, 2, 1 for lr = 0.5 and a = 1.

    Steps shrink because the slope does, not by a schedule. Shrunk further they stall before the bottom; all of one
    length they walk past it.
    """
    for a, lr, start in ((1.0, 0.5, 8.0), (2.0, 0.1, 10.0), (0.3, 0.77, -3.0), (1.7, 0.9, 3.0)):
        if (a, lr) != (1.0, 0.5):
            a, start = decimal(draw, a, 1.1 * a), round(start * decimal(draw, 1, 1.5), 2)
        path = descend.path(student, parabola(a), np.array(start), lr, 14)
        follows(path, parabola(a), lr)
        differs(path[-1], path[0], because=STILL)


@descend.law(0.5)
def test_the_slope_is_felt_again_at_every_place(student, draw):
    """On x⁴/4 from 2 with lr = 0.1 the path is 2, 1.2, 1.0272, …: each step by the slope of the place it leaves.

    A slope is true only where it was measured. A walk on a stale bearing passes the valley in a straight line
    without noticing.
    """
    pair, alone = np.array([decimal(draw, 1.3, 1.6), -decimal(draw, 0.6, 0.9)]), np.array(-decimal(draw, 2.2, 2.4))
    law(student.gradient_descent(quartic(), np.array(2.0), 0.1, 2), [2.0, 1.2, 1.0272], terms=(2.0,))
    for start, lr in ((pair, decimal(draw, 0.18, 0.22, 3)), (alone, decimal(draw, 0.12, 0.13, 4))):
        follows(descend.path(student, quartic(), start, lr, 15), quartic(), lr)


@descend.probes(0.5)
def test_all_coordinates_move_at_the_same_moment(draw):
    """In a valley that runs across the axes every row is V diag((1 − lr·λ)^k) Vᵀ times the start.

    One slope is felt, then all coordinates move by it. If the second already sees the first one's move, or a slope
    is felt elsewhere, it is another method with another path.
    """
    yield bowl(VALLEY), np.array([1.0, 0.0]), 0.2, 2
    for steps, lr in ((12, 0.15), (60, 0.3713)):
        yield bowl(coupled(draw), place(draw, (2,))), 2 * place(draw, (2,)), lr, steps


@descend.law(0.5)
def test_too_bold_a_walk_runs_away(student, draw):
    """With lr well above 2 / (largest curvature) each step lands further out, on the other side.

    Above 2/curvature every step lands further out on the other side, and the caller must see that. Clipped,
    normalised or cut off, a diverging run looks like a healthy one.
    """
    near = np.abs(place(draw, (2,)))
    for start, times, steps in ((np.array([3.0, -2.0]), 2.3, 60), (near, 2.3, 60), (-20 * near, 4.6, 40)):
        lr = decimal(draw, times, 1.05 * times) / STIFFEST
        path = descend.path(student, bowl(VALLEY), start, lr, steps)
        follows(path, bowl(VALLEY), lr)
        grown = np.abs(path[-1]).max() / np.abs(start).max()
        holds(grown > 5e4, expected="a last place far away", actual=path[-1])
        holds(len(path) >= steps, expected=f"{steps} steps", actual=f"{len(path) - 1} steps")


@descend.law()
def test_the_bottom_in_one_step_and_the_swing_for_ever(student, draw):
    """On x², from 10, lr = 0.5 reaches 0 at once and stays; lr = 1 swings between 10 and −10 for ever.

    With 1/curvature one step lands in the bottom. 2/curvature is the last lr that does not blow up. A walk with
    other borders does not use the lr it was given.
    """
    for start, low, high in ((10.0, 2.0, 2.0), (-4.0, 2.5, 3.5), (7.0, 0.15, 0.2), (-7.0, 0.5, 0.7)):
        a, start = decimal(draw, low, high), round(start * decimal(draw, 1, 1.3), 2)
        path = descend.path(student, parabola(a), np.array(start), 1 / a, 6)
        law(path[1:], np.zeros(len(path) - 1), terms=(start,))
        path = descend.path(student, parabola(a), np.array(start), 2 / a, 11)
        follows(path, parabola(a), 2 / a)
        law(np.abs(path), np.full(len(path), abs(start)))


test_at_the_minimum_a_walk_stands_still = descend.rests_at_the_minimum(
    "Only slope times lr moves you. A path that drifts without them never comes to rest anywhere."
)
test_the_past_of_a_path_is_kept = descend.keeps_its_past()


@descend.probes(0.5)
def test_a_walk_ends_when_its_steps_are_used_up(draw):
    """200 steps give 201 rows, each a step further, even when the place hardly changes any more.

    How many steps to take is the caller's choice. A walk that ends by a tolerance of its own hides plateaus, and two
    runs can no longer be laid side by side.
    """
    start, center = np.array([decimal(draw, 2, 3), -1.37]), np.array([0.5, decimal(draw, 0.3, 0.4)])
    for lr in (0.4, 0.003):
        yield bowl(VALLEY, center), start, lr, 200


test_a_walk_takes_every_kind_of_start = descend.takes_every_start()


@descend.whole_numbers()
def test_a_walk_may_start_on_whole_numbers(draw):
    """From the integers [4, −2] on the parabola x²/2 with lr = 0.25 to [3, −1.5] and [2.25, −1.125].

    A path that is kept on an integer grid loses every fraction of a step, and soon stands still.
    """
    yield parabola(1.0), np.array([4, -2]), 0.25, 4
    yield parabola(1.0), whole(draw, 6, 9, (2, 2)), 0.37, 4


test_a_walk_leaves_its_start_alone_and_keeps_no_secrets = descend.is_pure(
    "Runs are compared from one start: a run that moves it, or is steered by what an earlier run left behind, spoils "
    "the comparison.",
    says="The start stays as it was, and the same walk gives the same path again.",
)


@descend.law(held_back=True)
def test_a_walk_goes_on_as_if_it_had_started_here(student, draw):
    """Nine steps end where five do that start at the fourth step's place; a shorter walk is the start of a longer.

    Gradient descent remembers nothing: where you go depends on where you stand. A hidden counter, schedule or
    memory makes a resumed run part from the unbroken one.
    """
    ground, start, lr = bowl(coupled(draw)), 30 * place(draw, (2,)), 0.21
    near = (np.abs(start).max(),)
    unbroken = descend.path(student, ground, start, lr, 9)
    differs(unbroken[1], unbroken[0], because=STILL)
    shorter = descend.path(student, ground, start, lr, 5)
    law(shorter, unbroken[: len(shorter)], terms=near)
    if len(unbroken) == 10:
        law(student.gradient_descent(ground, unbroken[4], lr, 5), unbroken[4:], terms=near)


@descend.law(held_back=True)
def test_a_careful_walk_never_climbs(student, draw):
    """With lr below 1 over the largest curvature the loss falls from row to row.

    Below that learning rate no step can overshoot, so a loss that rises means a step that went uphill.
    """
    for hessian, lr in ((VALLEY, 0.2), (VALLEY, 0.9 / STIFFEST), (coupled(draw), 0.23)):
        loss = heights(descend.path(student, bowl(hessian), place(draw, (2,)), lr, 12), hessian)
        holds((np.diff(loss) < 0).all(), expected="losses that fall", actual=loss)
