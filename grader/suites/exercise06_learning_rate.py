"""What must be true of a stable, of a best learning rate and of a condition number (Nesterov 2004, section 2.1.5)."""

import numpy as np

from grader.suites.toolkit import decimal, holds, numbers
from grader.suites.toolkit.contract import Contract, Told
from grader.suites.toolkit.hessians import matrix_kinds, with_curvatures
from grader.suites.toolkit.shared import shared

BY_HAND = np.array([[5.0, 3.0], [3.0, 5.0]])
"""Curvatures 8 and 2, at 45 degrees to the axes."""
UNSORTED = np.array([[2.0, 2.0, 1.0], [2.0, 5.0, 1.0], [1.0, 1.0, 6.0]])
"""Its largest eigenvalue comes between the others where nobody sorts them, whatever the seed."""
KINDS = (
    "A Hessian is a table of numbers, whatever holds it.",
    "Lists of rows, tuples, single precision and a 1 × 1 matrix give the same number as an array.",
)
WHOLE = (
    "Curvatures are real numbers even where second derivatives are whole.",
    "A Hessian of whole numbers gives the same number as one of decimals.",
)
PURE = (
    "The Hessian is asked again for the other two numbers, and after the next step.",
    "The Hessian stays as it was, and the same call gives the same number again.",
)


def contract(function, gives, right, uses=()):
    """What the three have in common: one Hessian in, one number out, whose own size is all that rounding may touch."""
    return Contract(
        function,
        (gives,),
        right=lambda hessian: right(np.linalg.eigvalsh(hessian)),
        call=lambda draw: (valley(draw, 2.0, 8.0, 0.5),),
        arrays=1,
        whole=whole_valley,
        terms=lambda _: (),
        uses=uses,
        others=lambda hessian: [(squared(hessian),), *nearly(hessian)],
        comes_as=matrix_kinds,
    )


def whole_valley(draw):
    """Steepest and flattest a few units apart, its entries off the diagonal small beside them."""
    steep, between, flat = (int(draw.integers(*ends)) for ends in ((14, 24), (6, 9), (3, 5)))
    return (np.array([[steep, 3, 1], [3, between, 2], [1, 2, flat]]),)


def squared(hessian):
    """The Hessian times itself, symmetric to the last digit."""
    return (hessian @ hessian + (hessian @ hessian).T) / 2


def nearly(hessian):
    """Hessians so near that whoever answers from memory takes them for this one; no answer is the same."""
    size = np.trace(hessian) / len(hessian)
    yield (hessian + 0.008 * size * np.eye(len(hessian)),)
    yield (hessian + 0.005 / size * squared(hessian),)


edge = contract("max_stable_lr", "lr", lambda curvatures: 2 / curvatures[-1])
kappa = contract("condition_number", "kappa", lambda curvatures: curvatures[-1] / curvatures[0])
best = contract(
    "best_lr",
    "lr",
    lambda curvatures: 2 / (curvatures[-1] + curvatures[0]),
    uses=("max_stable_lr", "condition_number"),
)


def drawn(draw, *rough):
    """Curvatures of these sizes, up to a tenth more."""
    return np.array([decimal(draw, one, 1.1 * one) for one in rough])


def valley(draw, *rough):
    """A Hessian with curvatures of these sizes, its directions across the axes."""
    return with_curvatures(draw, drawn(draw, *rough))


# ---- laws of all three ------------------------------------------------------------------------------------


@shared()
def coupled(_, draw):
    """The formula, of a valley's own curvatures.

    The steep direction of a real loss seldom follows one parameter. On the axes alone a valley looks less steep than
    it is.
    """
    yield (BY_HAND,)
    yield (UNSORTED,)
    for rough in ((9.0, 1.0), (0.7, 3.0, 12.0), (5.0, 1.3, 0.4, 2.2)):
        yield (valley(draw, *rough),)


@shared("relations")
def middle(rough, draw):
    """Directions in between change nothing.

    They shrink faster than the slowest direction and stay inside the edge. An answer that mixes them in changes with
    every parameter that joins the model.
    """
    low, high = drawn(draw, *rough)
    plain = (np.diag([high, low]),)
    for between in ((1.5,), (2.5, 1.5), (1.3, 3.1, 1.7, 2.2)):
        yield plain, (np.diag([high, *low * np.array(between), low]),), lambda found: found


@shared("relations")
def scaled(turn, draw):
    """The unit of the loss counts as it must.

    A loss can be a sum or a mean, in any unit; its curvatures follow.
    """
    plain = (valley(draw, 3.0, 7.0, 16.0),)
    for unit in (50.0, decimal(draw, 0.011, 0.019, 5)):
        yield plain, (unit * plain[0],), lambda found, unit=unit: turn(found, unit)


@shared("relations")
def relabelled(_, draw):
    """The order of the parameters changes nothing.

    Which parameter comes first is a matter of names. An answer that depends on it reads the curvatures in whatever
    order they happen to come.
    """
    curvatures = drawn(draw, 0.6, 2.4, 9.0)
    plain = (np.diag(curvatures),)
    for order in ([2, 1, 0], [1, 0, 2], [1, 2, 0], [0, 2, 1]):
        yield plain, (np.diag(curvatures[order]),), lambda found: found


# ---- max_stable_lr ----------------------------------------------------------------------------------------


@edge.probes(0.4)
def test_on_one_parabola_the_edge_is_two_over_its_curvature(draw):
    """On the parabola a/2·x² the edge is 2/a: from there every step mirrors the place.

    Each step multiplies x by 1 − lr·a, and at 2/a that is −1. With an edge elsewhere, runs are called stable that blow
    up, or half of the stable rates are never tried.
    """
    for rough in (4.0, 0.3, 25.0):
        yield (np.array([[decimal(draw, rough, 1.2 * rough)]]),)


@edge.law(0.45)
def test_below_the_edge_a_run_shrinks_and_above_it_grows(student, draw):
    """At 0.98 times this rate every direction of a run shrinks; at 1.02 times it one of them grows.

    That is what the edge is for: a rate just below it may be used, and one just above it ruins the run.
    """
    for rough in ((1.0, 10.0), (4.0, 0.2, 1.1), (20.0, 90.0, 6.0, 1.0)):
        curvatures = drawn(draw, *rough)
        lr = numbers(student.max_stable_lr(with_curvatures(draw, curvatures)), shape=())
        below, above = (np.abs(1 - share * lr * curvatures).max() for share in (0.98, 1.02))
        holds(below < 1 < above, expected=2 / curvatures.max(), actual=lr)


test_the_steepest_direction_may_lie_across_the_axes = coupled.of(
    edge,
    None,
    0.6,
    says="The edge is 2/λmax, and λmax is an eigenvalue: its direction may lie across the axes.",
)


@edge.relations(0.4)
def test_flat_directions_have_no_say_in_the_edge(draw):
    """With the same steepest curvature the edge is the same, however flat the other directions are.

    One direction that grows is enough to ruin a run, and the steepest one grows first. An edge that other directions
    move is too high for it, or needlessly low.
    """
    steep = decimal(draw, 6, 7)
    plain = (np.diag([steep, 2.0]),)
    for others in ((0.02,), (3.9,), (1.0, 0.3), (2.6, 0.05, 3.1, 1.7)):
        yield plain, (np.diag([steep, *others]),), lambda lr: lr


test_a_steeper_loss_has_a_nearer_edge = scaled.of(
    edge, lambda lr, unit: lr / unit, 0.2, says="A loss times c has its edge at one c-th."
)
test_the_edge_does_not_know_the_order_of_the_parameters = relabelled.of(edge, None)
test_the_edge_takes_every_kind_of_matrix = edge.takes_every_kind(*KINDS)
test_the_edge_takes_whole_numbers = edge.takes_whole_numbers(*WHOLE)
test_the_edge_leaves_its_hessian_alone = edge.is_pure(*PURE)


@edge.probes(0.35, held_back=True)
def test_a_penalty_brings_the_edge_nearer(draw):
    """Add c/2·‖θ‖² to the loss and every curvature grows by c: the edge moves to 2/(λmax + c).

    A penalty makes the valley steeper in each direction. A rate that was stable without it may be too bold with it.
    """
    hessian = valley(draw, 0.8, 5.0, 2.0)
    for penalty in (0.0, 1.5, decimal(draw, 20, 30)):
        yield (hessian + penalty * np.eye(3),)


# ---- condition_number -------------------------------------------------------------------------------------
test_the_ratio_is_of_curvatures_not_of_entries = coupled.of(
    kappa, None, 0.6, says="κ is λmax/λmin, of eigenvalues and not of entries, wherever the valley lies on the map."
)


@kappa.probes(0.3, awake=True)
def test_a_round_bowl_has_the_condition_number_one(draw):
    """A bowl that bends alike in every direction has κ = 1, steep or gentle; a valley has more.

    Where all directions are alike one rate suits them all, and a single step reaches the bottom. κ counts how far a
    loss is from that.
    """
    # Of three or more equal roots a characteristic polynomial keeps five digits only.
    for count, size in ((1, 4.0), (2, 0.02), (2, 70.0)):
        yield (decimal(draw, size, 1.2 * size) * np.eye(count),)
    narrow = valley(draw, 2.0, 6.0)
    yield Told((narrow,), lambda found: holds(numbers(found, shape=()) > 1.05, expected="more than 1", actual=found))


test_the_ratio_has_no_unit = scaled.of(
    kappa, lambda ratio, _: ratio, 0.4, says="A loss times c has the same condition number: a ratio has no unit."
)


@kappa.probes(0.3)
def test_the_ratio_grows_with_the_square_of_a_unit(draw):
    """A parameter in units s times smaller, in a round bowl, makes κ = s² of it.

    A slope changes with the unit of a parameter once, a curvature twice. So inputs whose scales differ by a hundred
    make a valley of κ = 10 000.
    """
    for unit in (decimal(draw, 2, 3), decimal(draw, 8, 9)):
        for place in range(3):
            yield (np.diag([unit**-2.0 if one == place else 1.0 for one in range(3)]),)


test_the_ratio_asks_only_the_steepest_and_the_flattest = middle.of(
    kappa, (0.8, 7.0), 0.3, says="Directions between the steepest and the flattest do not change the condition number."
)
test_the_ratio_does_not_know_the_order_of_the_parameters = relabelled.of(kappa, None, 0.3)
test_the_ratio_takes_every_kind_of_matrix = kappa.takes_every_kind(*KINDS)
test_the_ratio_takes_whole_numbers = kappa.takes_whole_numbers(*WHOLE)
test_the_ratio_leaves_its_hessian_alone = kappa.is_pure(*PURE)


@kappa.relations(0.3, held_back=True)
def test_the_inverse_is_as_badly_conditioned(draw):
    """The inverse of a Hessian has the same condition number.

    The inverse turns each curvature λ into 1/λ. The steepest direction becomes the flattest, and the ratio stays.
    """
    hessian = valley(draw, 0.5, 6.0, 1.7)
    inverse = np.linalg.inv(hessian)
    yield (hessian,), ((inverse + inverse.T) / 2,), lambda ratio: ratio


# ---- best_lr ----------------------------------------------------------------------------------------------


@best.probes(0.3)
def test_on_one_parabola_the_best_rate_lands_in_the_bottom(draw):
    """On the parabola a/2·x² the best rate is 1/a: one step, and the bottom is reached.

    Steepest and flattest are one direction there. Any other rate leaves something of the way.
    """
    for rough in (5.0, 0.4, 30.0):
        yield (np.array([[decimal(draw, rough, 1.2 * rough)]]),)


test_the_best_rate_follows_the_valley_across_the_axes = coupled.of(
    best, None, 0.6, says="The best rate is 2/(λmax + λmin), of eigenvalues, wherever the valley lies on the map."
)


@best.law(0.5)
def test_the_best_rate_leaves_the_same_share_of_both_extremes(student, draw):
    """After a step with this rate the same share is left in the steepest and in the flattest direction.

    A shorter step leaves more of the flat one, a longer step more of the steep one. Where the shares differ, a run
    waits for the larger.
    """
    for rough in ((1.0, 9.0), (6.0, 0.5, 1.4), (3.0, 40.0, 9.0, 5.0)):
        curvatures = drawn(draw, *rough)
        lr = numbers(student.best_lr(with_curvatures(draw, curvatures)), shape=())
        flat, steep = (abs(1 - lr * extreme) for extreme in (curvatures.min(), curvatures.max()))
        even = abs(flat - steep) < 1e-3 and lr > 0
        holds(even, expected=2 / (curvatures.min() + curvatures.max()), actual=lr)


test_the_best_rate_asks_only_the_steepest_and_the_flattest = middle.of(
    best, (1.1, 9.0), 0.4, says="Directions between the steepest and the flattest do not change the best rate."
)
test_a_steeper_loss_wants_a_smaller_rate = scaled.of(
    best, lambda lr, unit: lr / unit, 0.2, says="A loss times c has its best rate at one c-th."
)
test_the_best_rate_does_not_know_the_order_of_the_parameters = relabelled.of(best, None)
test_the_best_rate_takes_every_kind_of_matrix = best.takes_every_kind(*KINDS)
test_the_best_rate_takes_whole_numbers = best.takes_whole_numbers(*WHOLE)
test_the_best_rate_leaves_its_hessian_alone = best.is_pure(*PURE)


@best.probes(0.35, held_back=True)
def test_a_penalty_rounds_the_valley(draw):
    """Add c/2·‖θ‖² to the loss and every curvature grows by c: the best rate is 2/(λmax + λmin + 2c).

    The steepest and the flattest direction both grow by c, and their ratio comes nearer to 1.
    """
    hessian = valley(draw, 0.6, 7.0, 1.9)
    for penalty in (0.0, 1.2, decimal(draw, 15, 25)):
        yield (hessian + penalty * np.eye(3),)
