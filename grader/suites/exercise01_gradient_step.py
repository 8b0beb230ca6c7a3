"""The laws of one step downhill, and of a walk of many (gradient descent, Cauchy 1847)."""

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
    moderate,
    numbers,
    parabola,
    place,
    quartic,
    real,
    stepwise,
    walk,
    whole,
)

VALLEY = np.array([[2.0, 1.0], [1.0, 3.0]])
STIFFEST = (5 + np.sqrt(5)) / 2
"""Largest curvature of the valley: no learning rate above 2/STIFFEST converges there."""


BOTTOMS = ((1.0, 0.0), (5.0, -3.0), (0.25, 5.0), (2.5, -1.0))
"""Curvatures and places of parabolas: from here on, digits are drawn."""

STILL = "Where there is a slope, a step with a learning rate above zero leads somewhere else; this one stands still."
IDLE = "Whoever does nothing leaves everything alone and keeps no secrets; so the answer itself is asked for here, too."


def step_check(points=0.25):
    return pytest.mark.check(points=points, function="gradient_step")


def walk_check(points=0.25):
    return pytest.mark.check(points=points, function="gradient_descent")


def heights(path, hessian, center=0.0):
    """The loss ½ (θ−c)ᵀH(θ−c) at each row."""
    apart = path - center
    return 0.5 * np.einsum("ki,ij,kj->k", apart, hessian, apart)


# ---- gradient_step ----------------------------------------------------------------------------------------


@step_check(0.75)
def test_one_over_the_curvature_lands_on_the_bottom(student, draw):
    """On the parabola a/2·(x − c)² a step with lr = 1/a ends at c, wherever it starts."""
    because = (
        "There the slope is a·(x − c), so lr times slope is exactly the way to the bottom. A step of any other length "
        "or direction misses it, and a run needs many more steps or never arrives."
    )
    drawn = [(decimal(draw, a, 1.2 * a), decimal(draw, 2, 4), decimal(draw, c, c + 1)) for a, c in BOTTOMS]
    for a, x, c in ((4.0, 3.0, 1.0), *drawn):
        law(student.gradient_step(np.array(x), np.array(a * (x - c)), 1 / a), c, because=because, terms=(x, c))


@step_check()
def test_without_trust_nobody_moves(student, draw):
    """With lr = 0 theta stays where it is, however steep the ground."""
    because = "The move is lr times the slope and nothing else; what still moves at lr = 0 is no gradient step."
    for theta, grad in ((np.array([2.0, -3.0]), np.array([5.0, 7.0])), (place(draw), gradients(draw, 1)[0])):
        law(student.gradient_step(theta, grad, 0.0), theta, because=because)
        differs(student.gradient_step(theta, grad, 0.4), theta, because=STILL)


@step_check()
def test_on_flat_ground_nobody_moves(student, draw):
    """With a zero gradient theta stays where it is, whatever the learning rate."""
    because = (
        "Where the ground is flat a minimum is reached. A step that still moves, or shrinks theta, leaves every "
        "minimum again."
    )
    for theta in (np.array([2.0, -3.0]), place(draw), 50 * place(draw)):
        for lr in (0.1, 1.0, 7.3):
            law(student.gradient_step(theta, np.zeros(theta.shape), lr), theta, because=because)
        differs(student.gradient_step(theta, np.full(theta.shape, 2.7), 0.4), theta, because=STILL)


@step_check(0.5)
def test_twice_the_lr_moves_twice_as_far(student, draw):
    """The move is proportional to lr, for small and large ones alike."""
    because = (
        "lr is how boldly a slope is trusted, and it counts once. Where it counts twice, not at all, or against "
        "itself, turning that knob does not do what it says."
    )
    grad = gradients(draw, 1)[0]
    for lr in (0.1, 1e-4, 0.37, 5.0, 200.0):
        once = numbers(student.gradient_step(np.zeros(3), grad, lr), because=because, shape=(3,))
        holds(once.any(), because=STILL, expected="a place away from 0", actual=once)
        for times in (2.0, decimal(draw, 3, 4)):
            law(student.gradient_step(np.zeros(3), grad, times * lr), times * once, because=because)


@step_check(0.5)
def test_steeper_ground_moves_further(student, draw):
    """The move is proportional to the gradient: ten times as steep, ten times as far, and mirrored when it turns."""
    because = (
        "Steps shorten by themselves as the ground flattens, and that is how a run comes to rest. With only the "
        "direction or the sign of the slope it circles the minimum for ever."
    )
    grad = gradients(draw, 1)[0]
    once = differs(student.gradient_step(np.zeros(3), grad, 0.3), np.zeros(3), because=STILL)
    for times in (10.0, -1.0, 1e-4, decimal(draw, 0.3, 0.4), -decimal(draw, 20, 30), 1e4):
        law(student.gradient_step(np.zeros(3), times * grad, 0.3), times * once, because=because)


@step_check(0.5)
def test_a_careful_step_goes_down(student, draw):
    """On a bowl, with lr below 2 over its largest curvature, every step lowers the loss."""
    because = (
        "The gradient points where the loss grows fastest, so a short enough step against it must lower the loss. "
        "A step that climbs somewhere drives the run out of the valley there."
    )
    hessian, lr = np.diag([1.0, 10.0]), 0.15
    for across, along in [(x, y) for x in (1, -1) for y in (1, -1, 0.2, -0.2)]:
        center = np.array([decimal(draw, -9, 9), decimal(draw, -9, 9)])
        theta = center + np.array([across, along]) * np.abs(place(draw, (2,)))
        arrived = numbers(student.gradient_step(theta, hessian @ (theta - center), lr), because=because, shape=(2,))
        before, after = heights(np.stack([theta, arrived]), hessian, center)
        holds(after < before, because=because, expected=f"a loss below {before:.6g}", actual=after)


@step_check(0.75)
def test_each_coordinate_follows_its_own_slope(student, draw):
    """From [1, −2, 4] on the slopes [3, −4, 1] with lr = 0.1 you arrive at [0.7, −1.6, 3.9]."""
    because = (
        "Each coordinate moves against its own slope, by lr times its own steepness. Shared, averaged or without "
        "its sign, the slope sends some coordinates the wrong way or too far."
    )
    arrived = student.gradient_step(np.array([1.0, -2.0, 4.0]), np.array([3.0, -4.0, 1.0]), 0.1)
    law(arrived, [0.7, -1.6, 3.9], because=because)
    for count, lr in ((1, 0.21), (3, 0.0173), (7, 0.537)):
        theta, grad = place(draw, (count,)), gradients(draw, 1, (count,))[0]
        law(student.gradient_step(theta, grad, lr), theta - lr * grad, because=because, terms=(theta, lr * grad))


@step_check()
def test_a_step_takes_every_kind_of_input(student, draw):
    """Lists, plain numbers, single precision and arrays of two axes give the same places."""
    because = "Every entry is a parameter of its own, whatever shape and kind they come in."
    theta, grad, lr = place(draw), gradients(draw, 1)[0], 0.29
    for kind, turn in kinds():
        spot, slope = turn(theta), turn(grad)
        for answer in student.offer(kind, "gradient_step", spot, slope, lr):
            law(answer, real(spot) - lr * real(slope), because=because, terms=(real(spot), lr * real(slope)))


@step_check()
def test_whole_numbers_may_land_between_whole_numbers(student, draw):
    """Integers are welcome: from [1, −2] on the slopes [1, 3] with lr = 0.25 you arrive at [0.75, −2.75]."""
    because = (
        "Parameters live on the real line even if they start on whole numbers. Kept on an integer grid, small steps "
        "are lost and the run stands still."
    )
    law(student.gradient_step(np.array([1, -2]), np.array([1, 3]), 0.25), [0.75, -2.75], because=because)
    theta, grad = whole(draw, 2, 9, (2, 2)), whole(draw, 6, 9, (2, 2))
    law(student.gradient_step(theta, grad, 0.17), theta - 0.17 * grad, because=because, terms=(theta,))
    slope = gradients(draw, 1, (2, 2))[0]
    law(student.gradient_step(theta, slope, 0.17), theta - 0.17 * slope, because=because, terms=(theta,))


@step_check(0.5)
def test_a_step_leaves_its_arguments_alone_and_keeps_no_secrets(student, draw):
    """The arguments stay as they were, and the same call gives the same place again."""
    because = "Whoever tries two learning rates from one place still needs that place, and meets no trace of the first."
    for shape in ((3,), (2, 2)):
        call = (place(draw, shape), 3 * gradients(draw, 1, shape)[0], 0.31)
        first = numbers(student.gradient_step(*call), because=because, shape=shape)
        holds(not student.changed, because=because, expected="arguments as they were", actual="changed arguments")
        for lr in (0.05, 0.7):
            student.gradient_step(-call[0], 3 * call[1], lr)
        law(student.gradient_step(*call), first, because=because)
        law(first, call[0] - 0.31 * call[1], because=IDLE, terms=call[:2])


@pytest.mark.held_back
@step_check()
def test_twice_that_lr_lands_on_the_other_side(student, draw):
    """On the parabola a/2·x² a step with lr = 2/a goes from x to −x."""
    because = (
        "lr = 2/a is the border between runs that settle and runs that blow up. With a step of another length the "
        "border lies elsewhere, and no stable learning rate can be foretold."
    )
    drawn = [(decimal(draw, a, 1.2 * a), decimal(draw, x, 1.5 * x)) for a, x in ((3.0, 0.4), (0.2, 5.0), (5.0, 2.0))]
    for a, x in ((4.0, -3.0), *drawn):
        law(student.gradient_step(np.array(x), np.array(a * x), 2 / a), -x, because=because)


@pytest.mark.held_back
@step_check()
def test_only_the_slope_decides_the_move(student, draw):
    """The same slope gives the same move from everywhere."""
    because = (
        "The step knows the slope, not where the origin of the map was drawn. Where theta itself is scaled, a run is "
        "pulled towards or away from zero without any loss asking for it."
    )
    grad = gradients(draw, 1)[0]
    for lr in (0.1, 0.63):
        move = differs(student.gradient_step(np.zeros(3), grad, lr), np.zeros(3), because=STILL)
        moderate(move, because=because)
        for theta in (np.array([1.0, 2.0, -3.0]), place(draw), 20 * place(draw)):
            law(student.gradient_step(theta, grad, lr), theta + move, because=because, terms=(theta, move))


# ---- gradient_descent -------------------------------------------------------------------------------------


@walk_check(0.5)
def test_n_steps_visit_n_plus_one_places(student, draw):
    """A path of n steps has n + 1 rows, and row 0 is the start; without a step it is the start alone."""
    because = (
        "The first place on a path is where you stood before any step, the last where the last step ended. With a "
        "row too few or too many, every later row is read one step off."
    )
    for n_steps in (3, 0, 1, 2, 9):
        start = np.array([decimal(draw, 4, 9), -decimal(draw, 0.5, 1)])
        path = student.gradient_descent(parabola(1.0), start, 0.5, n_steps)
        rows = numbers(path, because=because, shape=(n_steps + 1, 2), expected=f"{n_steps + 1} rows")
        law(rows[0], start, because=because)
        if n_steps:
            differs(rows[-1], start, because=STILL)


@walk_check(0.5)
def test_every_step_covers_the_same_share_of_what_is_left(student, draw):
    """On the parabola a/2·x² each place is 1 − lr·a times the one before: 8, 4, 2, 1 for lr = 0.5 and a = 1."""
    because = (
        "Steps shrink because the slope does, not by a schedule. Shrunk further they stall before the bottom; "
        "all of one length they walk past it."
    )
    for a, lr, start in ((1.0, 0.5, 8.0), (2.0, 0.1, 10.0), (0.3, 0.77, -3.0), (1.7, 0.9, 3.0)):
        if (a, lr) != (1.0, 0.5):
            a, start = decimal(draw, a, 1.1 * a), round(start * decimal(draw, 1, 1.5), 2)
        path = walk(student.gradient_descent(parabola(a), np.array(start), lr, 14), start, 14, because=because)
        stepwise(path, (1 - lr * a) * path[:-1], because=because, curvature=a, lr=lr)
        differs(path[-1], path[0], because=STILL)


@walk_check(0.5)
def test_the_slope_is_felt_again_at_every_place(student, draw):
    """On x⁴/4 from 2 with lr = 0.1 the path is 2, 1.2, 1.0272, …: each step by the slope of the place it leaves."""
    because = (
        "A slope is true only where it was measured. A walk on a stale bearing passes the valley in a straight line "
        "without noticing."
    )
    path = student.gradient_descent(quartic(), np.array(2.0), 0.1, 2)
    law(path, [2.0, 1.2, 1.0272], because=because, terms=(2.0,))
    pair, alone = np.array([decimal(draw, 1.3, 1.6), -decimal(draw, 0.6, 0.9)]), np.array(-decimal(draw, 2.2, 2.4))
    for start, lr in ((pair, decimal(draw, 0.18, 0.22, 3)), (alone, decimal(draw, 0.12, 0.13, 4))):
        path = walk(student.gradient_descent(quartic(), start, lr, 15), start, 15, because=because)
        stepwise(path, path[:-1] - lr * path[:-1] ** 3, because=because, grad_fn="x ↦ x³", lr=lr)


@walk_check(0.5)
def test_all_coordinates_move_at_the_same_moment(student, draw):
    """In a valley that runs across the axes every row is V diag((1 − lr·λ)^k) Vᵀ times the start."""
    because = (
        "One slope is felt, then all coordinates move by it. If the second already sees the first one's move, or a "
        "slope is felt elsewhere, it is another method with another path."
    )
    path = student.gradient_descent(bowl(VALLEY), np.array([1.0, 0.0]), 0.2, 2)
    law(path, [[1.0, 0.0], [0.6, -0.2], [0.4, -0.2]], because=because, terms=(1.0,))
    for steps, lr in ((12, 0.15), (60, 0.3713)):
        hessian, start, center = coupled(draw), 2 * place(draw, (2,)), place(draw, (2,))
        path = student.gradient_descent(bowl(hessian, center), start, lr, steps)
        expected = bowl_path(hessian, start, lr, steps, center)
        law(path, expected, because=because, terms=(np.abs(start - center).max(), np.abs(center).max()))


@walk_check(0.5)
def test_too_bold_a_walk_runs_away(student, draw):
    """With lr well above 2 / (largest curvature) each step lands further out, on the other side."""
    because = (
        "Above 2/curvature every step lands further out on the other side, and the caller must see that. Clipped, "
        "normalised or cut off, a diverging run looks like a healthy one."
    )
    near = np.abs(place(draw, (2,)))
    for start, times, steps in ((np.array([3.0, -2.0]), 2.3, 60), (near, 2.3, 60), (-20 * near, 4.6, 40)):
        lr = decimal(draw, times, 1.05 * times) / STIFFEST
        path = walk(student.gradient_descent(bowl(VALLEY), start, lr, steps), start, steps, because=because)
        stepwise(path, path[:-1] - lr * path[:-1] @ VALLEY, because=because, H=VALLEY, lr=lr)
        grown = np.abs(path[-1]).max() / np.abs(start).max()
        holds(grown > 5e4, because=because, expected="a last place far away", actual=path[-1])
        holds(len(path) >= steps, because=because, expected=f"{steps} steps", actual=f"{len(path) - 1} steps")


@walk_check()
def test_the_bottom_in_one_step_and_the_swing_for_ever(student, draw):
    """On x², from 10, lr = 0.5 reaches 0 at once and stays; lr = 1 swings between 10 and −10 for ever."""
    because = (
        "1/curvature is the one learning rate that lands at once and 2/curvature the last that does not blow up; a "
        "walk with other borders does not use the lr it was given."
    )
    for start, a in (
        (10.0, 2.0),
        (-decimal(draw, 2, 4), decimal(draw, 2.5, 3.5)),
        (decimal(draw, 5, 9), decimal(draw, 0.15, 0.2, 3)),
        (-decimal(draw, 5, 9), decimal(draw, 0.5, 0.7)),
    ):
        ground = parabola(a)
        path = walk(student.gradient_descent(ground, np.array(start), 1 / a, 6), start, 6, because=because)
        law(path[1:], np.zeros(len(path) - 1), because=because, terms=(start,))
        path = walk(student.gradient_descent(ground, np.array(start), 2 / a, 11), start, 11, because=because)
        stepwise(path, -path[:-1], because=because, curvature=a, lr=2 / a)
        law(np.abs(path), np.full(len(path), abs(start)), because=because)


@walk_check()
def test_at_the_minimum_a_walk_stands_still(student, draw):
    """Started at the minimum, or with lr = 0 anywhere, every row is the start."""
    because = "Only slope times lr moves you. A path that drifts without them never comes to rest anywhere."
    center = place(draw, (2,))
    for ground, start, lr in (
        (parabola(2.0), np.array([0.0, 0.0]), 0.3),
        (bowl(VALLEY, center), center, 0.3),
        (bowl(VALLEY, center), center + 1.37, 0.0),
    ):
        path = walk(student.gradient_descent(ground, start, lr, 6), start, 6, because=because)
        law(path, np.tile(start, (len(path), 1)), because=because)
    path = walk(student.gradient_descent(bowl(VALLEY, center), center + 1.37, 0.3, 6), start, 6, because=because)
    differs(path[1], center + 1.37, because=STILL)


@walk_check()
def test_the_past_of_a_path_is_kept(student, draw):
    """Five steps on a slope visit six different places, and the earlier rows still show the earlier ones."""
    because = (
        "The path is the memory of a run. If rows share one place that keeps moving, the whole history shows the "
        "final point and nobody can tell how you got there."
    )
    for start in (place(draw, (2,)) + np.array([3.0, -3.0]), np.array(decimal(draw, 3, 5))):
        path = walk(student.gradient_descent(parabola(1.0), start, 0.25, 5), start, 5, because=because)
        moved = np.abs(np.diff(path, axis=0)).reshape(len(path) - 1, -1).max(axis=1)
        holds((moved > 1e-4).all(), because=because, expected="rows that differ from each other", actual=path)


@walk_check(0.5)
def test_a_walk_ends_when_its_steps_are_used_up(student, draw):
    """200 steps give 201 rows, each a step further, even when the place hardly changes any more."""
    because = (
        "How many steps to take is the caller's choice. A walk that ends by a tolerance of its own hides plateaus, "
        "and two runs can no longer be laid side by side."
    )
    start, center = np.array([decimal(draw, 2, 3), -1.37]), np.array([0.5, decimal(draw, 0.3, 0.4)])
    path = student.gradient_descent(bowl(VALLEY, center), start, 0.4, 200)
    law(path, bowl_path(VALLEY, start, 0.4, 200, center), because=because, terms=(3.0,))
    path = numbers(student.gradient_descent(bowl(VALLEY, center), start, 0.003, 200), because=because, shape=(201, 2))
    expected = path[:-1] - 0.003 * (path[:-1] - center) @ VALLEY
    stepwise(path, expected, because=because, H=VALLEY, center=center, lr=0.003)


@walk_check()
def test_a_walk_takes_every_kind_of_start(student, draw):
    """Lists, plain numbers, single precision and arrays of two axes give the same path."""
    because = "Each row has the shape of the start, whatever shape and kind that has; a number gives a plain vector."
    start, a, lr = 2 * place(draw), 1.3, 0.4
    for kind, turn in kinds():
        spot = turn(start)
        for answer in student.offer(kind, "gradient_descent", parabola(a), spot, lr, 7):
            shares = np.reshape((1 - lr * a) ** np.arange(8), (8, *[1] * np.ndim(spot)))
            law(answer, shares * real(spot), because=because, terms=(real(spot),))


@walk_check()
def test_a_walk_may_start_on_whole_numbers(student, draw):
    """From the integers [4, −2] on the parabola x²/2 with lr = 0.25 to [3, −1.5] and [2.25, −1.125]."""
    because = "A path that is kept on an integer grid loses every fraction of a step, and soon stands still."
    for start, lr in ((np.array([4, -2]), 0.25), (whole(draw, 6, 9, (2, 2)), 0.37)):
        path = student.gradient_descent(parabola(1.0), start, lr, 4)
        shares = np.reshape((1 - lr) ** np.arange(5), (5, *[1] * start.ndim))
        law(path, shares * start, because=because, terms=(start,))


@walk_check()
def test_a_walk_leaves_its_start_alone_and_keeps_no_secrets(student, draw):
    """The start stays as it was, and the same walk gives the same path again."""
    because = (
        "Runs are compared from one start: a run that moves it, or is steered by what an earlier run left behind, "
        "spoils the comparison."
    )
    hessian, start = coupled(draw), place(draw, (2,))
    call = (bowl(hessian), start, 0.27, 6)
    first = walk(student.gradient_descent(*call), start, 6, because=because)
    holds(not student.changed, because=because, expected="theta0 as it was", actual="a theta0 that moved")
    student.gradient_descent(parabola(0.7), -3 * start, 0.9, 4)
    law(student.gradient_descent(*call), first, because=because, terms=(1.0,))
    differs(first[-1], first[0], because=IDLE)
    stepwise(first, first[:-1] - 0.27 * first[:-1] @ hessian, because=IDLE, H=hessian, lr=0.27)


@pytest.mark.held_back
@walk_check()
def test_a_walk_goes_on_as_if_it_had_started_here(student, draw):
    """Nine steps end where five do that start at the fourth step's place; a shorter walk is the start of a longer."""
    because = (
        "Gradient descent remembers nothing: where you go depends on where you stand. A hidden counter, schedule or "
        "memory makes a resumed run part from the unbroken one."
    )
    hessian, start, lr = coupled(draw), 30 * place(draw, (2,)), 0.21
    whole = walk(student.gradient_descent(bowl(hessian), start, lr, 9), start, 9, because=because)
    near = np.abs(start).max()
    differs(whole[1], whole[0], because=STILL)
    shorter = walk(student.gradient_descent(bowl(hessian), start, lr, 5), start, 5, because=because)
    law(shorter, whole[: len(shorter)], because=because, terms=(near,))
    if len(whole) == 10:
        rest = student.gradient_descent(bowl(hessian), whole[4], lr, 5)
        law(rest, whole[4:], because=because, terms=(near,))


@pytest.mark.held_back
@walk_check()
def test_a_careful_walk_never_climbs(student, draw):
    """With lr below 1 over the largest curvature the loss falls from row to row."""
    because = "Below that learning rate no step can overshoot, so a loss that rises means a step that went uphill."
    for hessian, lr in ((VALLEY, 0.2), (VALLEY, 0.9 / STIFFEST), (coupled(draw), 0.23)):
        start = place(draw, (2,))
        path = walk(student.gradient_descent(bowl(hessian), start, lr, 12), start, 12, because=because)
        loss = heights(path, hessian)
        holds((np.diff(loss) < 0).all(), because=because, expected="losses that fall", actual=loss)
