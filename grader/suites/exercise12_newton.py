"""The laws of Newton's method, plain and damped (K. Levenberg 1944; Nocedal & Wright 2006, section 2.2)."""

import numpy as np

from grader.suites.toolkit.contract import Contract, changes, waiting
from grader.suites.toolkit.hessians import axes, matrix_kinds, with_curvatures
from grader.suites.toolkit.law import differs, holds, law, numbers
from grader.suites.toolkit.states import decimal, gradients, place

BOWLS = ((0.5, 4.0), (3.1, 0.7, 1.6), (0.4, 6.0, 1.1, 2.3))
"""Curvatures of bowls in two, three and four dimensions."""
SADDLES = ((2.0, -0.7), (-3.1, 1.2, 0.6), (-0.8, -2.5))
"""The last one is a hilltop."""


def arrival(theta, grad, hessian, damping=0.0):
    """θ − (H + damping·I)⁻¹ g, along each direction of curvature on its own."""
    curvatures, ways = np.linalg.eigh(hessian)
    return theta - ways @ ((ways.T @ grad) / (curvatures + damping))


def valley(draw, curvatures):
    """A Hessian of (nearly) these curvatures, in numbers that one can copy."""
    return np.round(with_curvatures(draw, curvatures), 3)


def ordinary(draw):
    return place(draw), gradients(draw, 1)[0], valley(draw, BOWLS[1]), 0.37


step = Contract(
    "newton_step",
    ("theta'",),
    right=arrival,
    call=ordinary,
    arrays=3,
    terms=lambda theta, grad, hessian, damping=0.0: (theta, arrival(0 * theta, grad, hessian, damping)),
    comes_as=matrix_kinds,
)


def around(draw, curvatures):
    """A place, and slope and Hessian there of the bowl or saddle of these curvatures, and where that has no slope."""
    hessian, center = valley(draw, curvatures), place(draw, (len(curvatures),))
    away = 2.5 * gradients(draw, 1, (len(curvatures),))[0]
    return center + away, hessian @ away, hessian, center


def jump(student, grad, hessian, damping):
    """The student's step from the origin."""
    return numbers(student.newton_step(np.zeros(len(grad)), grad, hessian, damping), shape=grad.shape)


@step.law(1.5)
def test_one_jump_reaches_the_bottom_of_a_bowl(student, draw):
    """Without damping, one step from anywhere in a bowl ½ (θ−c)ᵀH(θ−c) ends at c.

    The slope there is H(θ−c), and dividing it by the curvature gives just the way to the bottom. That is what
    Newton's method is for: the shape of the valley no longer matters.
    """
    example = np.array([4.0, 5.0]), np.array([7.0, 13.0]), np.array([[3.0, 1.0], [1.0, 3.0]])
    law(student.newton_step(*example, 0.0), [3, 1], terms=(5,))
    for curvatures in BOWLS:
        theta, grad, hessian, center = around(draw, curvatures)
        law(student.newton_step(theta, grad, hessian, 0.0), center, terms=(theta, theta - center))


@step.law(0.75)
def test_a_saddle_or_a_hilltop_is_reached_as_well(student, draw):
    """Where the ground curves down, one step leads into the saddle or onto the hilltop.

    Plain Newton looks for a place without slope, high or low. Whoever takes the size of the curvature instead has
    another method, and no longer sees what plain Newton does in a run.
    """
    for curvatures in SADDLES:
        theta, grad, hessian, center = around(draw, curvatures)
        law(student.newton_step(theta, grad, hessian, 0.0), center, terms=(theta, theta - center))


@step.probes(0.75)
def test_without_slope_nobody_jumps(draw):
    """With a zero gradient theta stays where it is, with damping or without.

    The place where the slope is zero is the one the method looks for. A step that leaves it never comes to rest.
    """
    for curvatures, damping in ((BOWLS[0], 0.0), (BOWLS[1], 2.4), (SADDLES[0], 1.9)):
        theta, grad, hessian, _ = around(draw, curvatures)
        yield theta, np.zeros(len(theta)), hessian, damping
        yield changes(theta, grad, hessian, damping)


@step.law(1.25)
def test_the_damped_matrix_turns_the_jump_into_the_slope(student, draw):
    """(H + damping·I) times the way from theta' back to theta is the gradient, in bowls and at saddles.

    The damping is added to the curvature of every direction alike, before the division. Added elsewhere, it tilts
    the bowl or takes curvature away, and flat directions still fly off.
    """
    for curvatures, damping in (
        (BOWLS[0], 1.3),
        (BOWLS[1], 0.37),
        (BOWLS[2], 2.6),
        (SADDLES[1], 4.7),
        (SADDLES[0], 0.2),
    ):
        theta, grad, hessian, _ = around(draw, curvatures)
        arrived = numbers(student.newton_step(theta, grad, hessian, damping), shape=theta.shape)
        damped = hessian + damping * np.eye(len(theta))
        back = theta - arrived
        law(damped @ back, grad, terms=(grad, np.abs(damped).sum(axis=1).max() * np.abs(theta).max()))


@step.law(1.0)
def test_strong_damping_leaves_a_short_gradient_step(student, draw):
    """With a huge damping d the step becomes a plain gradient step with the learning rate 1/d.

    Beside so much added curvature the bowl's own no longer counts, so the step is short and goes straight against
    the slope. A damping that only scales Newton's jump keeps its direction, however wrong the model is.
    """
    for curvatures in BOWLS[1], SADDLES[0]:
        _, grad, hessian, _ = around(draw, curvatures)
        for damping in (1e8, 3e7):
            law(damping * jump(student, grad, hessian, damping), -grad)


@step.law(0.75)
def test_more_damping_makes_a_shorter_jump(student, draw):
    """In a bowl, the more damping the shorter the jump, and without any it is longest.

    Damping is how much the model is distrusted: more of it has to hold the step back. Where it lengthens the step,
    the knob that should rescue a run throws it out.
    """
    _, grad, hessian, _ = around(draw, (3.0, 0.9))
    lengths = []
    for damping in (0.0, 0.21, decimal(draw, 0.9, 1.1), 7.3):
        lengths.append(float(np.linalg.norm(jump(student, grad, hessian, damping))))
    holds(np.all(np.diff(lengths) < -1e-3), expected="lengths that fall with the damping", actual=lengths)


@step.law(0.75)
def test_the_units_of_the_parameters_do_not_matter(student, draw):
    """Measure the parameters in other units, theta = S·u: the undamped step in u leads to the same place.

    A stretched valley is the same problem in other units. Newton's step does not notice; a gradient step, or one
    that knows the curvature along the axes alone, does.
    """
    theta, grad, hessian, _ = around(draw, BOWLS[0])
    units = axes(draw, 2) @ np.diag([decimal(draw, 0.5, 0.6), decimal(draw, 1.6, 1.7)]) @ axes(draw, 2)
    theirs = np.linalg.solve(units, theta)
    with waiting():
        there = differs(student.newton_step(theta, grad, hessian, 0.0), theta)
        differs(student.newton_step(theta, 2 * grad, hessian, 0.0), there)
    answer = numbers(student.newton_step(theirs, units.T @ grad, units.T @ hessian @ units, 0.0), shape=(2,))
    law(units @ answer, there, terms=(theta, there - theta))


@step.probes(0.75)
def test_along_one_direction_the_slope_is_divided_by_the_curvature(draw):
    """With one parameter the step is x − g/(h + damping): from 5 with g = 6, h = 2 and damping 1 to 3.

    A steep slope that soon flattens asks for a short stride, a gentle one that lasts for a long one. Multiplied
    instead of divided, it is the other way round.
    """
    yield np.array([5.0]), np.array([6.0]), np.array([[2.0]]), 1.0
    for curvature, damping in ((0.3, 0.0), (7.0, 0.0), (0.31, 0.83), (-2.0, 0.0), (-1.0, 2.7)):
        yield place(draw, (1,)), gradients(draw, 2, (1,))[0], np.array([[curvature * decimal(draw, 1, 1.1)]]), damping


@step.law(0.5)
def test_damping_keeps_a_flat_direction_finite(student, draw):
    """Where a direction has no curvature at all, a damped step is as long as slope over damping there.

    Flat directions are everywhere in a network's loss, and plain Newton divides by zero in them. The damping is
    what is left to divide by.
    """
    ways, damping = axes(draw, 2), decimal(draw, 0.6, 0.7)
    hessian = 2.9 * np.outer(ways[:, 0], ways[:, 0])
    for size in (1.3, -0.7):
        law(jump(student, size * ways[:, 1], hessian, damping), -size / damping * ways[:, 1], terms=(size / damping,))


@step.left_out(0.25)
def test_left_out_the_damping_is_zero(draw):
    """Left out, the damping is 0: plain Newton.

    Who says nothing of damping gets what the stub promises, and can compare it with the damped step.
    """
    for curvatures in BOWLS[0], SADDLES[0]:
        theta, grad, hessian, _ = around(draw, curvatures)
        yield (theta, grad, hessian, 0.0), 3


test_a_step_takes_every_kind_of_input = step.takes_every_kind(
    "A vector is a vector and a matrix a matrix, whatever holds their numbers.",
    says="Lists, tuples, single precision and a single parameter give the same places.",
)


@step.whole_numbers()
def test_whole_numbers_may_land_between_whole_numbers(draw):
    """Integers are welcome. From [3, 2] with the slope [5, 3], H = [[2, 1], [1, 1]] and damping 1 to [1.6, 1.2].

    Dividing whole numbers leaves fractions. Kept on an integer grid, the jump misses the bottom.
    """
    yield np.array([3, 2]), np.array([5, 3]), np.array([[2, 1], [1, 1]]), 1
    theta, grad = draw.integers(2, 9, size=2), draw.integers(3, 9, size=2)
    yield theta, grad, np.array([[5, -2], [-2, 4]]), 2


test_a_step_leaves_its_arguments_alone = step.is_pure(
    "The Hessian is dear to compute, and often used again with another damping. Changed in place, it carries the old "
    "damping into the next step."
)


@step.law(held_back=True, points=0.5)
def test_each_direction_of_curvature_goes_its_own_way(student, draw):
    """Along an axis of the bowl with curvature λ the step is slope/(λ + damping), and nothing moves beside it.

    Directions of curvature do not mix. What is right in sum but moves others as well keeps a run zigzagging.
    """
    curvatures, damping = (4.2, 0.6, -1.7), decimal(draw, 0.3, 0.4)
    ways = axes(draw, 3)
    hessian = ways @ np.diag(curvatures) @ ways.T
    hessian = (hessian + hessian.T) / 2
    for curvature, way in zip(curvatures, ways.T, strict=True):
        wanted = -1.3 / (curvature + damping) * way
        law(jump(student, 1.3 * way, hessian, damping), wanted, terms=(np.abs(wanted).max(),))


@step.law(held_back=True, points=0.5)
def test_on_a_quartic_two_thirds_are_left(student, draw):
    """On Σ x⁴/4 with slopes x³ and curvatures 3x², every step leaves two thirds of x.

    The parabola that fits here is steeper at the bottom than the ground, so the jump falls short. One jump is enough
    for bowls alone; elsewhere the method goes on step by step.
    """
    x = np.array([decimal(draw, 1.3, 1.5), -decimal(draw, 2.4, 2.6)])
    for _ in range(3):
        law(student.newton_step(x, x**3, np.diag(3 * x**2), 0.0), 2 / 3 * x, terms=(x,))
        x = 2 / 3 * x
