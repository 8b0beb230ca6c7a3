"""The laws of sharpness (Taylor's second term) and of SAM's step (Foret et al. 2021)."""

import itertools

import numpy as np

from grader.suites.toolkit.contract import Contract, changes
from grader.suites.toolkit.hessians import matrix_kinds, with_curvatures
from grader.suites.toolkit.kinds import kinds
from grader.suites.toolkit.law import law
from grader.suites.toolkit.slopes import bowl, coupled, parabola, plane, quartic, waves
from grader.suites.toolkit.states import decimal, place, whole

HAND = np.array([[2.0, 1.0], [1.0, 2.0]])
"""The Hessian of the stubs' examples: 3 along one diagonal of the map, 1 along the other."""
MATRICES = "Lists of rows, single precision and a 1 × 1 matrix give the same numbers."


def bent(draw, *curvatures):
    """A Hessian of about these curvatures, across the axes."""
    return with_curvatures(draw, [decimal(draw, min(c, 1.1 * c), max(c, 1.1 * c)) for c in curvatures])


def grid(draw):
    """A Hessian of whole numbers."""
    up, down = int(draw.integers(7, 10)), int(draw.integers(2, 5))
    return np.array([[up, 2], [2, -down]])


def hessian_contract(function, right, gives, *more, uses=()):
    """The contract of a function of a Hessian and of further numbers."""
    return Contract(
        function,
        (gives,),
        right=right,
        call=lambda draw: (bent(draw, 5.0, 2.0, -3.0), *more),
        arrays=1,
        whole=lambda draw: (grid(draw), *more),
        terms=lambda hessian, *factors: (np.abs(hessian).max() * (factors[0] if factors else 1) ** 2,),
        uses=uses,
        comes_as=matrix_kinds,
    )


steepest = hessian_contract("sharpness", lambda hessian: np.linalg.eigvalsh(hessian)[-1], "sharpness")
worst = hessian_contract(
    "worst_case_rise",
    lambda hessian, rho: rho**2 * max(np.linalg.eigvalsh(hessian)[-1], 0.0) / 2,
    "rise",
    0.37,
    uses=("sharpness",),
)
mean = hessian_contract("expected_rise", lambda hessian, sigma: sigma**2 * np.trace(hessian) / 2, "rise", 0.37)


# ---- sharpness -----------------------------------------------------------------------------------------------
@steepest.probes()
def test_a_parabola_is_as_sharp_as_it_is_curved(draw):
    """The sharpness of [[a]] is a; along axes without coupling the largest entry decides; [[2, 1], [1, 2]] has 3.

    Sharpness is a curvature: the number a in a/2·x². Whoever measures something else cannot foretell how far a
    shove lifts the loss.
    """
    yield (np.array([[decimal(draw, 3, 5)]]),)
    yield (np.diag([decimal(draw, 1, 2), decimal(draw, 6, 9), decimal(draw, 0.2, 0.4)]),)
    yield (HAND,)


@steepest.probes(0.5)
def test_the_steepest_direction_decides_whichever_way_it_points(draw):
    """In a valley that runs across the axes the sharpness is the largest eigenvalue, the curvature of its walls.

    The steepest direction is rarely an axis. Read off the diagonal or averaged, a razor-sharp valley looks harmless,
    and a learning rate that seems safe blows the run up.
    """
    for curvatures in ((0.5, 4.0), (9.0, 1.0, 0.2), (0.3, 0.6, 20.0, 0.1), (3.0, 1.5, 1.0, 0.5, 0.25)):
        yield (bent(draw, *curvatures),)


@steepest.probes()
def test_a_hilltop_is_not_a_sharp_valley(draw):
    """Curvatures 2 and −7 have the sharpness 2, and −1 and −4 have −1: largest means largest as a number.

    Downward curvature is a way out, not a wall. Counted by its size, an escape from a saddle looks like a sharp
    minimum.
    """
    for curvatures in ((2.0, -7.0), (-1.0, -4.0), (0.5, -9.0, -2.0), (-6.0, -0.3, -2.5)):
        yield (bent(draw, *curvatures),)


@steepest.probes()
def test_a_steeper_loss_is_sharper_in_proportion(draw):
    """c times the loss has c times the sharpness, and a penalty λ·‖θ‖² adds exactly 2λ.

    Sharpness has units, the loss per theta squared. A ratio of curvatures or a product of them answers otherwise,
    and 2/sharpness is then no border for the learning rate.
    """
    hessian = bent(draw, 6.0, 2.0, 0.5)
    for times, penalty in ((1.0, 0.0), (0.01, 0.0), (300.0, 0.0), (1.0, decimal(draw, 3, 4))):
        yield (times * hessian + 2 * penalty * np.eye(3),)


test_sharpness_takes_every_kind_of_matrix = steepest.takes_every_kind(
    "A model of one weight has a sharpness as well, and a Hessian may come as plain rows.", MATRICES
)
test_sharpness_of_whole_numbers = steepest.takes_whole_numbers(
    "Whole curvatures along the axes may be fractions across them: kept whole, the largest one is lost.",
    "A Hessian of whole numbers has the same sharpness as one of decimals.",
)
test_sharpness_leaves_its_hessian_alone = steepest.is_pure(
    "A Hessian is looked at more than once: for the next learning rate, for the next measure.",
    "The Hessian stays as it was, and the same Hessian has the same sharpness again.",
)


@steepest.probes(held_back=True)
def test_other_units_make_another_sharpness(draw):
    """Written in u with θ = D·u the Hessian is D·H·D, and its sharpness another, though each prediction is the same.

    Sharpness belongs to the way the weights are written. A measure that does not notice measures something else.
    """
    hessian = bent(draw, 4.0, 1.0)
    for units in ((1.0, 1.0), (5.0, 5.0), (decimal(draw, 6, 7), 1.0), (0.2, decimal(draw, 2, 3))):
        yield (np.diag(units) @ hessian @ np.diag(units),)


# ---- worst_case_rise -----------------------------------------------------------------------------------------
@worst.probes()
def test_a_shove_on_a_parabola_lifts_by_half_the_curvature_times_its_square(draw):
    """On a/2·x² a move of rho lifts the loss by a·rho²/2; for [[2, 1], [1, 2]] and rho = 2 that is at most 6.

    The half comes from the parabola, the square from its shape: twice as far, four times as high. Otherwise the
    damage of small moves is overrated and that of large ones underrated, or both by a factor.
    """
    yield HAND, 2.0
    a = np.array([[decimal(draw, 3, 5)]])
    for rho in (0.3, 0.6, decimal(draw, 2, 3), 1e-3):
        yield a, rho


@worst.law(0.5)
def test_no_move_of_that_length_rises_more(student, draw):
    """Of all moves of length rho, tried all around, none lifts the loss by more, and one lifts it by just as much.

    That is what a worst case means. A bound that is too low promises a safety which one direction breaks; one that is
    too high calls every minimum sharp.
    """
    around = np.linspace(0, 2 * np.pi, 20_001)
    for curvatures, rho in (((0.5, 4.0), 0.31), ((3.0, -8.0), 1.7), ((0.2, 0.05), 0.5)):
        hessian, rho = bent(draw, *curvatures), decimal(draw, rho, 1.1 * rho)
        moves = rho * np.stack([np.cos(around), np.sin(around)])
        highest = 0.5 * np.einsum("ik,ij,jk->k", moves, hessian, moves).max()
        law(student.worst_case_rise(hessian, rho), highest, terms=(rho**2 * np.abs(hessian).max(),))


@worst.probes()
def test_many_directions_have_one_steepest(draw):
    """Of many weights the steepest way alone counts, however flat the others are.

    One razor-sharp direction among a million flat ones is enough for a bad shove. An average or a product over all
    of them does not see it.
    """
    for curvatures, rho in (((9.0, 1.0, 0.2), 0.41), ((0.3, 0.6, 20.0, 0.1), 1.3), ((3.0, 2.0, 1.0, -5.0, 0.5), 0.07)):
        yield bent(draw, *curvatures), decimal(draw, rho, 1.1 * rho)


@worst.probes()
def test_where_every_direction_leads_down_nothing_rises(draw):
    """On a hilltop the worst case is 0: not to move at all.

    A move may be shorter than rho, and no move changes nothing. A negative worst case would say that the loss falls
    whatever one does; the size of a downward curvature would call a hilltop sharp.
    """
    for curvatures in ((-1.0, -4.0), (-6.0, -0.3, -2.5)):
        yield bent(draw, *curvatures), 0.83
    yield bent(draw, 1.0, -4.0), 0.83


test_worst_case_takes_every_kind_of_matrix = worst.takes_every_kind(
    "A model of one weight has a worst direction as well, and a Hessian may come as plain rows.", MATRICES
)
test_worst_case_of_whole_numbers = worst.takes_whole_numbers(
    "Half of a whole number need not be whole: cut to whole numbers, small rises vanish.",
    "A Hessian of whole numbers has the same worst case as one of decimals.",
)
test_worst_case_leaves_its_hessian_alone = worst.is_pure(
    "Rises are compared over many distances at one minimum; its Hessian must stay what it is.",
    "The Hessian stays as it was, and the same call gives the same rise again.",
)


@worst.probes(held_back=True)
def test_twice_as_far_on_ground_four_times_as_flat_is_the_same(draw):
    """A quarter of the curvature and twice the distance give the same rise.

    Distance and curvature trade by the square. Whoever weighs them otherwise prefers the wrong one of two minima.
    """
    hessian, rho = bent(draw, 6.0, 2.5, -1.0), decimal(draw, 0.3, 0.4)
    for times in (1.0, 2.0, 10.0, 0.25):
        yield hessian / times**2, times * rho


# ---- expected_rise -------------------------------------------------------------------------------------------
@mean.probes()
def test_noise_on_a_parabola_lifts_by_half_the_curvature_times_its_variance(draw):
    """On a/2·x² noise of deviation sigma lifts the loss by a·sigma²/2 on average; [[2, 1], [1, 2]] and 2 give 8.

    The mean of x² is the variance, sigma squared. With sigma itself, or without the half, the price of noise is wrong
    at every size but one.
    """
    yield HAND, 2.0
    a = np.array([[decimal(draw, 3, 5)]])
    for sigma in (0.3, 0.6, decimal(draw, 2, 3), 1e-3):
        yield a, sigma


@mean.law(0.5)
def test_the_mean_over_all_shoves_of_that_size(student, draw):
    """Over all moves of ±sigma in each coordinate the mean of ½ dᵀHd is just this number.

    Noise has no favourite direction, so every curvature has its say. The steepest direction alone overrates random
    noise; a mean curvature, instead of their sum, underrates it the more weights there are.
    """
    for curvatures, sigma in (((0.5, 4.0), 0.31), ((9.0, 1.0, 0.2), 1.3), ((0.3, 0.6, 20.0, 0.1), 0.07)):
        hessian, sigma = bent(draw, *curvatures), decimal(draw, sigma, 1.1 * sigma)
        moves = sigma * np.array(list(itertools.product((-1, 1), repeat=len(hessian))))
        rises = 0.5 * np.einsum("ki,ij,kj->k", moves, hessian, moves)
        law(student.expected_rise(hessian, sigma), rises.mean(), terms=(sigma**2 * np.abs(hessian).max(),))


@mean.probes()
def test_noise_does_not_care_how_the_valley_is_turned(draw):
    """Turned on the map, a valley has the same expected rise: the curvatures add up to the same trace.

    Round noise looks alike from all sides. An answer that changes with the axes has taken something else than all the
    curvatures.
    """
    sigma, curvatures = decimal(draw, 0.5, 0.6), np.array([decimal(draw, 6, 7), 2.0, 0.5])
    yield np.diag(curvatures), sigma
    for order in ((0, 1, 2), (2, 0, 1)):
        yield with_curvatures(draw, [curvatures[one] for one in order]), sigma


@mean.probes()
def test_ways_down_and_ways_up_may_cancel(draw):
    """At a saddle of curvatures 3 and −3 noise changes nothing on average; on a hilltop it lowers the loss.

    A mean counts gains and losses alike. Cut off at zero, or with all curvatures taken as positive, a saddle looks
    like a minimum.
    """
    steep = decimal(draw, 2, 4)
    for curvatures in ((steep, -steep), (-1.0, -steep), (1.0, -7.0, 2.0)):
        yield with_curvatures(draw, curvatures), 0.83


test_expected_rise_takes_every_kind_of_matrix = mean.takes_every_kind(
    "A model of one weight meets noise as well, and a Hessian may come as plain rows.", MATRICES
)
test_expected_rise_of_whole_numbers = mean.takes_whole_numbers(
    "Half of a whole number need not be whole: cut to whole numbers, small rises vanish.",
    "A Hessian of whole numbers has the same expected rise as one of decimals.",
)
test_expected_rise_leaves_its_hessian_alone = mean.is_pure(
    "Rises are compared over many sizes of noise at one minimum; its Hessian must stay what it is.",
    "The Hessian stays as it was, and the same call gives the same rise again.",
)


@mean.probes(held_back=True)
def test_a_flat_direction_adds_nothing(draw):
    """A weight that the loss does not feel may be shaken too: the expected rise stays the same.

    Flat directions cost nothing, however many there are. Divided by the number of weights, a model would seem more
    robust for every weight that does not matter.
    """
    hessian, sigma = bent(draw, 5.0, 1.5), decimal(draw, 0.3, 0.4)
    for more in (0, 1, 3):
        yield np.pad(hessian, (0, more)), sigma


# ---- sam_step ------------------------------------------------------------------------------------------------
def look_uphill(theta, grad_fn, rho):
    """The slope that SAM goes by."""
    slope = np.asarray(grad_fn(theta))
    length = np.sqrt((slope**2).sum())
    return np.asarray(grad_fn(theta + rho * slope / length)) if length else slope


sam = Contract(
    "sam_step",
    ("theta'",),
    right=lambda theta, grad_fn, lr, rho: theta - lr * look_uphill(theta, grad_fn, rho),
    call=lambda draw: (place(draw), waves(), 0.23, 0.61),
    arrays=1,
    whole=lambda draw: (whole(draw, 2, 5, (2, 2)), waves(), 0.173, 0.31),
    terms=lambda theta, grad_fn, lr, rho: (theta, rho, lr * look_uphill(theta, grad_fn, rho)),
    # Two axes belong to the law on the climb that all coordinates share.
    comes_as=lambda: [kind for kind in kinds() if kind[0] != "an array of two axes"],
)


@sam.probes(0.5)
def test_on_a_parabola_the_step_is_that_of_a_place_rho_further_out(draw):
    """On a/2·x² a step from x > 0 ends at x − lr·a·(x + rho): it looks from rho further out, and steps from x.

    Uphill is where the walls are; felt there, a sharp bowl pushes harder than a wide one. Looking the other way, or
    stepping from up there, turns the method into another one.
    """
    yield np.array([3.0, 4.0]), parabola(1.0), 0.2, 5.0
    for a, x, lr, rho in ((4.0, 1.5, 0.2, 0.3), (0.25, -8.0, 0.9, 1.7), (3.0, -0.4, 0.13, 0.9), (-1.3, 0.7, 0.31, 0.2)):
        yield np.array(decimal(draw, min(x, 1.1 * x), max(x, 1.1 * x))), parabola(a), lr, rho


@sam.probes(0.5)
def test_the_climb_is_rho_long_however_steep_the_ground(draw):
    """A loss c times as steep, with lr/c, gives the same step: the climb has length rho whatever the slope's size.

    The slope gives the direction, rho the distance. A climb that grows with the slope looks past the neighbourhood
    on steep ground, and at nothing at all near a minimum.
    """
    hessian, center, theta = coupled(draw), place(draw, (2,)), 4 * place(draw, (2,))
    for times in (1.0, 20.0, 0.05, 400.0):
        yield theta, bowl(times * hessian, center), 0.29 / times, 0.7
    for rho in (0.2, 3.0):
        yield theta, bowl(hessian, center), 0.29, rho


@sam.probes(0.5)
def test_one_climb_is_shared_by_all_coordinates(draw):
    """From [2, −1] the climb follows the slope: each coordinate gets its share of rho, the steeper the more.

    The worst place nearby lies straight uphill. If every coordinate climbs by itself, or each row of a matrix does,
    one looks in another direction and further than rho.
    """
    yield np.array([2.0, -1.0]), quartic(), 0.05, 0.5
    for shape, lr, rho in (((4,), 0.21, 0.37), ((2, 3), 0.13, 1.1), ((5,), 0.4, 0.05)):
        yield 1.3 * place(draw, shape), waves(), lr, rho
    yield 1.3 * place(draw, (2, 2)), quartic(), 0.07, 0.45


@sam.probes()
def test_without_a_look_it_is_plain_descent(draw):
    """With rho (almost) zero the step is −lr·grad, as in gradient descent.

    rho is how far one looks, and it is nothing else. Where something is left at zero, slopes are counted twice or lr
    is used for the climb.
    """
    for ground, lr in ((waves(), 0.37), (quartic(), 0.05), (bowl(coupled(draw)), 0.4)):
        yield place(draw, (2,)), ground, lr, 1e-9


@sam.probes()
def test_on_a_plane_looking_changes_nothing(draw):
    """Where the slope is the same everywhere the step is −lr·grad, however far one looks.

    Without curvature there is nothing sharp to avoid. A step that still answers to rho has moved its starting place
    to where it only meant to look.
    """
    for slope, lr, rho in ((2.5, 0.1, 0.4), (-decimal(draw, 0.3, 0.5), 0.7, 3.0), (decimal(draw, 6, 9), 0.03, 1.3)):
        yield place(draw), plane(slope), lr, rho


@sam.probes()
def test_on_flat_ground_one_stays(draw):
    """Where the slope is zero there is no uphill, and theta stays as it is.

    A zero slope has no direction, so there is no step: at the bottom, theta is a place to stay at.
    """
    # In quarters, so that single precision stands at the very bottom too.
    center = np.round(4 * place(draw, (2,))) / 4
    yield changes(center + 1.3, bowl(coupled(draw), center), 0.3, 0.5, outputs=1)
    for ground, theta in ((bowl(coupled(draw), center), center), (parabola(2.0), np.zeros(3)), (plane(0.0), center)):
        yield theta, ground, 0.3, 0.5


test_sam_takes_every_kind_of_input = sam.takes_every_kind(
    "Every entry is a weight. The length of a slope goes over all of them, in whatever shape they come.",
    "Lists, plain numbers and single precision give the same places.",
)
test_sam_from_whole_numbers = sam.takes_whole_numbers(
    "Parameters live on the real line even if they start on whole numbers; on an integer grid the climb is lost.",
    "From whole numbers the step leads between them.",
)
test_sam_leaves_theta_alone = sam.is_pure(
    "One looks from uphill, but nobody has moved yet: theta must still be where it was, for the step and for others.",
    "Theta stays as it was, and the same call gives the same place again.",
)


@sam.probes(held_back=True)
def test_only_the_ground_decides_the_step(draw):
    """Moved on the map, the same ground gives the same step.

    The step knows slopes, not where the origin was drawn. Where theta itself enters the climb or the step, a run is
    steered by the map.
    """
    hessian, center, away = coupled(draw), place(draw, (2,)), 3 * place(draw, (2,))[::-1]
    for moved in (np.zeros(2), np.array([20.0, -7.0]), np.array([-0.4, 30.0])):
        yield center + moved + away, bowl(hessian, center + moved), 0.27, 0.8
