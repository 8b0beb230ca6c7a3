"""The laws of RMSProp (Tieleman & Hinton 2012, lecture 6.5), its mean square not corrected.

Every state is what some history of slopes leaves behind. Slopes are never so small that the place of eps shows,
which is free: (1 − rho)·grad² stays above 1e-3.
"""

import numpy as np

from grader.suites.toolkit import adam, decimal, ema, gradients, place, whole
from grader.suites.toolkit.adam import EPS, PLACE
from grader.suites.toolkit.contract import Contract, changes

SCALE = ("v'",)


def scaled(v, grad, rho):
    """The mean square after one more slope."""
    return rho * v + (1 - rho) * grad**2


def stepped(theta, v, grad, lr, rho, eps):
    """The right pair."""
    square = scaled(v, grad, rho)
    return theta - lr * grad / (np.sqrt(square) + eps), square


def after(seen, theta, lr=0.3, rho=0.9):
    """The arguments of a step at the last of these slopes."""
    felt = np.asarray(seen, dtype=float)
    return theta, ema(felt[:-1] ** 2, rho), felt[-1], lr, rho, EPS


def elsewhere(theta, v, grad, *rest):
    """A call whose answer differs in every entry: the first coordinate elsewhere, the others turned round."""
    first = np.arange(len(theta)) == 0
    yield theta + first, v, np.where(first, grad, -grad), *rest


step = Contract(
    "rmsprop_step",
    gives=(*PLACE, *SCALE),
    right=stepped,
    call=lambda draw: after(gradients(draw, 4), place(draw), 0.2, 0.85),
    arrays=3,
    terms=lambda theta, v, grad, *_: {"theta'": (theta,), "v'": (v, grad**2)},
    slack=lambda *arguments: 1e-5 * arguments[3],
    others=elsewhere,
    points=0.5,
)


@step.probes(0.75, only=PLACE)
def test_the_first_step_from_rest_is_longer_than_lr(draw):
    """With v = 0 the first step has the length lr/√(1 − rho): 3.162·lr for rho = 0.9, 10·lr for rho = 0.99.

    An empty memory takes in only a small share of the first square, and nothing corrects for it here. So RMSProp
    begins boldly. Who warms a run up must know by how much.
    """
    theta, slopes = place(draw), gradients(draw, 1) * np.array([1.0, 3.0, 10.0])
    for rho in (0.9, 0.99, 0.6):
        yield after(3 * slopes, theta, decimal(draw, 0.1, 0.3), rho)


@step.probes(1, only=PLACE)
def test_under_a_constant_slope_steps_shrink_towards_lr(draw):
    """Under a constant slope step t has the length lr/√(1 − rho^t): 3.16, 2.29 and 1.24·lr at t = 1, 2, 10.

    The memory fills, and the step settles at lr, for steep and gentle coordinates alike. A run that settles at
    another length, or never, is not paced by lr.
    """
    slopes = np.array([decimal(draw, 2, 3), -decimal(draw, 0.5, 0.7)])
    for t, rho in ((1, 0.9), (2, 0.9), (10, 0.9), (5, 0.75), (300, 0.97)):
        yield after(np.tile(slopes, (t, 1)), place(draw, (2,)), 0.3, rho)


@step.probes(0.75)
def test_a_full_memory_stays_and_the_step_is_lr(draw):
    """Where v already is grad², it stays so, and the step is lr against the sign of the slope.

    The share kept and the share let in add up to one. Then a slope over the root of its own square is its sign.
    Else the pace drifts although the ground never changes.
    """
    for slope, rho in ((3.0, 0.8), (-decimal(draw, 0.6, 0.8), 0.93), (decimal(draw, 20, 30), 0.71)):
        yield np.array(0.5), np.array(slope**2), np.array(slope), 0.2, rho, EPS


@step.probes(1, only=SCALE)
def test_the_memory_is_a_fading_mean_of_squares(draw):
    """After any slopes v' is (1 − rho) Σ rho^(t−i) g_i²: a v of 12 and a slope of −8 with rho = 0.75 give 25.

    A square felt i steps ago still counts rho^i of what it did. Weighed otherwise, the pace is set by other ground
    than the one just walked.
    """
    yield 1.0, 12.0, -8.0, 0.5, 0.75, EPS
    for t, rho in ((1, 0.9), (3, 0.62), (12, 0.85), (40, 0.97)):
        yield after(gradients(draw, t), place(draw), 0.1, rho)


@step.probes(0.75)
def test_without_a_slope_only_the_memory_fades(draw):
    """With zero gradient theta stays where it is and v' is rho·v.

    A step needs a slope: RMSProp has no speed that carries on. The memory fades all the same, so that old cliffs
    are forgotten.
    """
    theta, v, grad, *rest = after(gradients(draw, 5), place(draw), 0.4, 0.83)
    yield theta, v, 0 * grad, *rest
    yield changes(theta, v, grad, *rest)


@step.probes(0.75, only=PLACE)
def test_a_slope_that_stands_out_takes_its_own_measure(draw):
    """After one slope of 100 a slope of 1 moves lr/√(0.9·0.1·100² + 0.1), 0.0333·lr; a sudden cliff moves 3.16·lr.

    The present slope is in the scale it is divided by: no step is longer than lr/√(1 − rho), however high the cliff.
    Divided by an older scale, the first cliff throws a run away.
    """
    for spike in (100.0, decimal(draw, 30, 40)):
        yield after(np.array([spike, 1.0]), 0.25, 0.3, 0.9)
        yield after(np.array([1.0, -1.0, spike]), decimal(draw, 0.2, 0.4), 0.3, 0.9)


@step.relations(only=PLACE)
def test_a_louder_loss_takes_the_same_path(draw):
    """Multiply the loss by 1000 and every step stays the same.

    Above the fraction line stands a slope, and below it the root of its square: the unit of the loss cancels. Else
    lr has to be tuned anew for each loss.
    """
    seen, theta = 2 * gradients(draw, 7), place(draw)
    for t in (7, 2):
        yield after(seen[:t], theta), after(1000 * seen[:t], theta), lambda arrived: arrived


@step.relations(0.25, only=PLACE)
def test_each_coordinate_sets_its_own_pace(draw):
    """Take other coordinates away, and the rest moves exactly as before.

    With one scale for all, the steepest coordinate holds back every other. A scale of its own for each is what
    RMSProp is for.
    """
    together = after(gradients(draw, 5) * np.array([1.0, 50.0, 0.7]), place(draw))
    for kept in ([0], [2, 0], [1, 2]):
        alone = (*(one[kept] for one in together[:3]), *together[3:])
        yield together, alone, lambda arrived, kept=kept: arrived[kept]


@step.probes(only=PLACE)
def test_without_memory_it_is_sign_descent(draw):
    """With rho (almost) zero every coordinate moves lr against the sign of its slope.

    Without memory the scale is the size of the present slope, and only its sign is left.
    """
    yield after(gradients(draw, 3), place(draw), 0.25, 1e-9)


@step.probes(only=PLACE)
def test_the_step_is_proportional_to_lr(draw):
    """Half the learning rate, half the step; no learning rate, no step.

    lr is the stride on steady ground, and the caller sets it. Entering twice, or not at all, it is not what was
    asked.
    """
    seen, theta = gradients(draw, 4), place(draw)
    for lr in (0.0, 0.04, 0.5, 2.0):
        yield after(seen, theta, lr, 0.88)


@step.probes()
def test_a_parameter_that_never_felt_a_slope_stays_put(draw):
    """Zero gradient from rest: theta does not move, v' is zero, everything is finite.

    A weight whose input was always zero has nothing to divide. eps keeps zero over zero at zero.
    """
    theta, none = place(draw, (2,)), np.zeros(2)
    yield theta, none, none, 0.1, 0.9, EPS
    yield changes(theta, none, np.array([2.0, -3.0]), 0.1, 0.9, EPS)


test_eps_rules_where_slopes_are_smaller_than_eps = adam.eps_rules(
    step, 0.25, call=lambda seen, lr: after(seen, np.zeros(2), lr)[:-1]
)
test_rmsprop_takes_every_kind_of_input = step.takes_every_kind(adam.ENTRIES, same="pairs")


@step.whole_numbers(0.25)
def test_whole_numbers_may_step_between_whole_numbers(draw):
    """Integers are welcome. theta 1, v 12 and a slope of −8 with lr = 0.5 and rho = 0.75 give 1.8 and 25.

    Parameters and their scales are real numbers, even where a run begins on whole ones. On an integer grid short
    steps are lost, and the run stands still.
    """
    theta, grad = whole(draw, 1, 5, (2, 2)), whole(draw, 2, 9, (2, 2))
    yield 1, 12, -8, 0.5, 0.75, EPS
    for state in ((theta, grad**2, grad[::-1]), (theta, grad**2 + 1, 0.5 * grad), (0.1 * theta, 0.3 * grad**2, grad)):
        yield *state, 0.3, 0.75, EPS


test_rmsprop_leaves_its_arguments_alone_and_keeps_no_secrets = step.is_pure(adam.STATE, same="pair")


@step.left_out(0.25, only=PLACE)
def test_eps_is_1e_8_where_nothing_is_said(draw):
    """Left out, eps is 1e-8.

    The stub's signature carries it. With another one, weights that feel faint slopes walk at another pace.
    """
    yield after(gradients(draw, 3), place(draw)), 5
    # A slope so small that eps shows, wherever it stands: left out, it weighs as much as when it is said.
    yield after(adam.faint(draw), np.zeros(2)), 5, False


@step.probes(held_back=True, only=PLACE)
def test_the_step_is_the_slope_over_a_root_mean_square(draw):
    """After any slopes the step is lr·g/√((1 − rho) Σ rho^(t−i) g_i²).

    The scale is a mean over the recent past, the present included; another mean paces another run.
    """
    for t, rho in ((2, 0.7), (8, 0.9), (30, 0.95)):
        yield after(2 * gradients(draw, t), place(draw), 0.37, rho)


@step.relations(held_back=True, only=PLACE)
def test_the_mirrored_landscape_gives_the_mirrored_path(draw):
    """Turn every slope around and the step turns around.

    Downhill has no preferred side: the scale must not know the sign of a slope.
    """
    seen, theta, aside = 2 * gradients(draw, 6), place(draw), decimal(draw, 1, 2)
    yield after(seen, theta), after(-seen, aside - theta), lambda arrived: aside - arrived
