"""The laws of chords (Boyd & Vandenberghe 2004, section 3.1) and of curvature along a direction."""

import numpy as np

from grader.suites.toolkit.contract import Contract
from grader.suites.toolkit.kinds import kinds
from grader.suites.toolkit.law import holds, law, numbers
from grader.suites.toolkit.slopes import (
    bowl,
    coupled,
    exponential,
    fitted,
    parabola,
    plane,
    polynomial,
    product,
    quartic,
    waves,
)
from grader.suites.toolkit.states import decimal, gradients, place, whole

DENTED = (0.0, 0.0, -1.0, 0.0, 1.0)
"""x⁴ − x²: two valleys and a hill between them."""


def gap(f, x, y, t):
    """The chord less the ground."""
    return t * f(x) + (1 - t) * f(y) - f(t * x + (1 - t) * y)


def bent(f, theta, direction, h=1e-3):
    """The second difference along the unit direction."""
    move = h * direction / np.sqrt(np.sum(direction**2))
    return (f(theta + move) - 2 * f(theta) + f(theta - move)) / h**2


def same(number):
    """The very same answer."""
    return number


def ends(draw, shape=(3,)):
    """Two places, far enough apart."""
    return place(draw, shape), 1.5 * gradients(draw, 1, shape)[0]


def some(draw):
    """How many entries places have whose answers are compared with each other: known places do not fit."""
    return int(draw.integers(3, 9))


chord = Contract(
    "chord_gap",
    ("gap",),
    right=gap,
    call=lambda draw: (waves().loss, *ends(draw), 0.3),
    arrays=2,
    first=1,
    whole=lambda draw: (quartic().loss, whole(draw, 1, 3, (2, 3)), whole(draw, 4, 6, (2, 3)), 0.25),
    terms=lambda f, x, y, t: (f(x), f(y), f(t * x + (1 - t) * y)),
    others=lambda f, x, y, t: [(f, x, y + 1.5, t), (f, 2 * x, y, t)],
)


@chord.probes(1.0)
def test_on_a_parabola_the_gap_is_known(draw):
    """On a/2·x² the gap is a/2·t·(1−t)·‖x − y‖²: always above the ground, and highest halfway.

    The gap grows with the square of the distance. Mixed with other shares than the places, the losses belong to
    another point of the chord.
    """
    for shape, t in (((3,), 0.3), ((2, 3), 0.8), ((1,), 0.15), ((4,), 0.5)):
        yield parabola(decimal(draw, 1, 2)).loss, *ends(draw, shape), t


@chord.probes(0.5)
def test_at_its_ends_the_chord_meets_the_ground(draw):
    """At t = 1 and at t = 0 the gap is zero, and in between it is not.

    Both ends of a chord stand on the ground. At t = 1 it stands at x.
    """
    for ground in (waves(), exponential(0.7)):
        x, y = ends(draw)
        for t in (1.0, 0.0, 0.35):
            yield ground.loss, x, y, t


@chord.probes(0.4)
def test_a_plane_is_its_own_chord(draw):
    """On straight ground the gap is zero everywhere, and a bend added to it alone makes a gap.

    Straight ground is convex, just so. What is left over there comes from the measurement.
    """
    slope, bend = decimal(draw, 1, 2), decimal(draw, 0.5, 1)
    for t in (0.2, 0.7):
        x, y = ends(draw)
        yield plane(slope).loss, x, y, t
        yield polynomial(3.0, slope).loss, x, y, t
        yield polynomial(3.0, slope, bend).loss, x, y, t


@chord.law(0.7)
def test_a_dent_runs_above_its_chord(student, draw):
    """On x⁴ − x² a chord over the hill between the two valleys runs below the ground: the gap is negative there.

    One such chord is a proof: the loss is not convex. A gap without its sign takes every loss for a convex one.
    """
    f = polynomial(*DENTED).loss
    for x, y, t in ((-0.7, 0.6, 0.4), (0.5, -0.65, 0.55), (-1.5, -1.1, 0.3)):
        shift = decimal(draw, 0.0, 0.02)
        asked = (f, np.array(x + shift), np.array(y + shift), t)
        answer = numbers(chord.ask(student, *asked), shape=())
        holds((answer < 0) == (abs(x) < 1), expected="below zero on the hill, above outside", actual=answer)
        chord.judge(answer, asked)


@chord.relations(0.3)
def test_the_ends_exchanged_with_their_shares(draw):
    """Exchange x and y, and t for 1 − t, and the gap is the same.

    A chord has no direction. Each place keeps its own share.
    """
    for shape, t in (((some(draw),), 0.3), ((some(draw), 2), 0.85)):
        x, y = ends(draw, shape)
        yield (exponential(0.6).loss, x, y, t), (exponential(0.6).loss, y, x, 1 - t), same


@chord.relations(0.3)
def test_straight_ground_added_changes_no_gap(draw):
    """Add a constant and a slope to the loss, and every gap stays.

    Whether a loss is convex is a matter of its bends, and not of its height or its slope.
    """
    high, slope = decimal(draw, 2, 4), decimal(draw, -2, -1)
    for t in (0.3, 0.6):
        x, y = ends(draw, (some(draw),))
        plain = polynomial(0.0, 0.0, 0.7, 0.2).loss, x, y, t
        yield plain, (polynomial(high, slope, 0.7, 0.2).loss, x, y, t), same


@chord.probes(0.5)
def test_places_of_many_entries_are_mixed_as_a_whole(draw):
    """On coupled ground and in matrices too: one chord joins two whole places.

    A place is one setting of all parameters. The product of all entries has chords above it and below.
    """
    for shape, t in (((2,), 0.4), ((2, 3), 0.7), ((3, 2), 0.25)):
        yield product().loss, *ends(draw, shape), t
    yield bowl(np.round(coupled(draw), 3), place(draw, (2,))).loss, *ends(draw, (2,)), 0.65


test_gaps_of_every_kind = chord.takes_every_kind(
    "A place is a place, whatever holds its numbers: lists are mixed like arrays.", points=0.3
)
test_gaps_of_whole_numbers = chord.takes_whole_numbers(
    "Between whole numbers there are places, and a chord runs over them.",
    "Places of whole numbers have the same gaps as decimals.",
    0.25,
)
test_a_chord_leaves_its_ends_alone = chord.is_pure(
    "Measuring is no training: both places are needed again.",
    "Both places stay as they were, and the same call gives the same gap again.",
    0.25,
)


@chord.probes(0.5, held_back=True)
def test_losses_of_linear_models_have_no_dents(draw):
    """On least squares every gap is the mean of ½·t·(1−t)·(x·(θ − θ'))² over the rows: never below zero.

    A linear model with a squared loss is convex, whatever the data. There the optimizer need not look behind hills.
    """
    rows = gradients(draw, 4, (4,))
    for t in (0.2, 0.55, 0.9):
        yield fitted(rows).loss, *ends(draw), t


# ---- curvature_along -----------------------------------------------------------------------------------------
def double_kinds():
    """The kinds that places come in, but for single precision."""
    return [kind for kind in kinds() if kind[0] != "single precision"]


curvature = Contract(
    "curvature_along",
    ("curvature",),
    right=bent,
    call=lambda draw: (waves().loss, *ends(draw), 0.1),
    arrays=2,
    first=1,
    whole=lambda draw: (quartic().loss, whole(draw, 2, 5, (2, 3)), whole(draw, 1, 4, (2, 3)), 0.25),
    terms=lambda f, theta, direction, h=1e-3: (1.0, bent(f, theta, direction, h)),
    others=lambda f, theta, direction, h=1e-3: [
        (f, theta + 0.7, direction, h),
        (f, 1.6 * theta, direction, h),
        (f, theta, direction * np.linspace(0.2, 2, np.size(direction)).reshape(np.shape(direction)), h),
    ],
    comes_as=double_kinds,
)


@curvature.probes(1.0)
def test_on_a_bowl_it_is_the_bend_whatever_h_is(draw):
    """On a bowl ½ (θ−c)ᵀH(θ−c) it is uᵀHu for every h: with u = (1, 2)/√5, a fifth of H₁₁ + 4·H₁₂ + 4·H₂₂.

    A bowl bends alike everywhere. Whoever divides by another number, or looks to one side alone, measures another
    bend, and chooses another learning rate by it.
    """
    for h, direction in ((1e-3, (1.0, 2.0)), (0.05, (-1.5, 0.5)), (0.4, (0.6, 1.1)), (0.9, (3.0, -2.0))):
        hessian = np.round(coupled(draw), 3)
        yield bowl(hessian, place(draw, (2,))).loss, place(draw, (2,)), np.array(direction), h


@curvature.relations(0.7)
def test_how_long_the_direction_is_does_not_matter(draw):
    """A direction three times as long, or a third as long, has the same curvature.

    A direction says where to, and not how far. Otherwise a longer arrow would make the ground look more bent.
    """
    for shape in ((some(draw),), (2, some(draw))):
        theta, direction = ends(draw, shape)
        call = waves().loss, theta, direction, 0.2
        for times in (3.0, 1 / 3):
            yield call, (waves().loss, theta, times * direction, 0.2), same


@curvature.probes(0.6)
def test_a_saddle_bends_up_one_way_and_down_another(draw):
    """On the saddle x·y it is 1 along (1, 1), −1 along (1, −1) and 0 along either axis.

    One number for all directions cannot say it. A bend of the wrong sign takes the way out of a saddle for a valley.
    """
    times = decimal(draw, 1, 3)
    for direction in ((1, 1), (1, -1), (1, 0), (2, 1), (-1, decimal(draw, 2, 4))):
        yield product().loss, place(draw, (2,)), times * np.array(direction, dtype=float), 0.1


@curvature.law(0.4)
def test_directions_at_right_angles_add_up_to_the_trace(student, draw):
    """Along directions at right angles, as many as there are parameters, curvatures add up to the trace of H.

    Turned together, the directions share the same sum among them in another way: bends are not made or lost by looking.
    """
    bends = decimal(draw, 0.4, 0.9), decimal(draw, 3, 5)
    hessian, center, theta = np.round(coupled(draw, *bends), 3), place(draw, (2,)), place(draw, (2,))
    f = bowl(hessian, center).loss
    for angle in (0.3, 1.1):
        first = np.array([np.cos(angle), np.sin(angle)])
        sides = (2.5 * first, np.array([-first[1], first[0]]))
        found = [numbers(curvature.ask(student, f, theta, side, 0.2), shape=()) for side in sides]
        law(sum(found), np.trace(hessian), terms=(1.0, np.trace(hessian)))


@curvature.probes(0.5)
def test_on_a_fourth_power_it_is_off_by_half_of_h_squared(draw):
    """On x⁴/4 it is 3x² + h²/2: the bend itself is 3x².

    Two steps cancel the slope, and what is left of the fourth power shrinks with h². Whoever uses another h gets
    another error.
    """
    for x, h in ((1.0, 0.5), (-0.6, 0.8), (2.0, 0.1)):
        yield quartic().loss, np.array(x + decimal(draw, 0.0, 0.1)), np.array(decimal(draw, 2, 5)), h


@curvature.relations(0.3)
def test_the_opposite_direction_bends_alike(draw):
    """Along the opposite direction the curvature is the same, also where the ground is steep.

    A bend has no sign of direction, a slope has one. Where the two are mixed up, steep straight ground looks bent.
    """
    for shape in ((some(draw),), (some(draw), 2)):
        theta, direction = ends(draw, shape)
        yield (exponential(0.8).loss, theta, direction, 0.3), (exponential(0.8).loss, theta, -direction, 0.3), same


@curvature.left_out(0.3)
def test_left_out_h_is_a_thousandth(draw):
    """Left out, h is 0.001.

    Small enough for smooth ground, large enough for the loss to keep some digits, of which the square of h costs many.
    """
    theta = np.array([1e-3, decimal(draw, 2, 3) * -1e-3])
    yield (polynomial(0.0, 0.0, 0.0, 0.0, 1e6).loss, theta, np.array([1.0, 2.0]), 1e-3), 3


test_bends_of_every_kind = curvature.takes_every_kind(
    "A place is a place, whatever holds its numbers.", "Lists, tuples and plain numbers give the same curvature.", 0.3
)
test_bends_at_whole_numbers = curvature.takes_whole_numbers(
    "Whole numbers have places between them. On an integer grid a small move is cut to none, and no bend is left.",
    "At whole numbers the curvature is measured as elsewhere.",
    0.2,
)
test_measuring_a_bend_leaves_theta_alone = curvature.is_pure(
    "Measuring is no training. If it moves the parameters, the run goes on from somewhere else.",
    "Theta and direction stay as they were, and the same call gives the same curvature again.",
    0.2,
)


@curvature.probes(0.5, held_back=True)
def test_it_agrees_with_second_derivatives(draw):
    """On exp(a·x), entry by entry, it is the sum of u²·exp(a·x) times 2(cosh(ahu) − 1)/(hu)²; on least squares uᵀHu.

    That is what it is for: a Hessian that was derived by hand can be held against the loss itself.
    """
    rows = gradients(draw, 4, (4,))
    for h in (0.05, 0.7):
        yield fitted(rows).loss, *ends(draw), h
        yield exponential(decimal(draw, 0.6, 0.8)).loss, *ends(draw, (2, 3)), h
