"""The laws of clipping by the global norm (Pascanu, Mikolov & Bengio 2013, algorithm 1)."""

import numpy as np

from grader.suites.toolkit.bundles import ListContract, bundle, compare_parts, kinds_of_bundles, length, parts_of
from grader.suites.toolkit.contract import changes, waiting
from grader.suites.toolkit.law import differs, holds, law, numbers
from grader.suites.toolkit.states import decimal, whole

SHAPES = ((3,), (2, 2), (), (1, 4))
"""A network's gradient: vectors, a matrix, a single number."""
ALIKE = ((3,), (3,), (3,))
LIMITS = (0.15, 0.3, 0.62)
"""Shares of a gradient's length to which it is cut."""


def right(grads, max_norm):
    """One factor for all arrays, and the length before."""
    before = length(grads)
    return [grad * min(1.0, max_norm / max(before, 1e-300)) for grad in grads], before


def limited(draw, share, shapes=SHAPES, times=1.0):
    """A gradient, and a limit of about that share of its length."""
    grads = bundle(draw, shapes, times)
    return grads, round(share * decimal(draw, 1.0, 1.1) * length(grads), 5)


clip = ListContract(
    "clip_by_global_norm",
    ("clipped", "norm"),
    right=right,
    call=lambda draw: limited(draw, 0.4, ALIKE),
    arrays=1,
    comes_as=kinds_of_bundles,
    others=lambda grads, max_norm: [([3 * grads[0], *grads[1:]], max_norm)],
)
CUT, BEFORE = ("clipped",), ("norm",)


def cut(student, grads, max_norm):
    """The student's arrays, each of its shape."""
    clipped, _ = student.clip_by_global_norm(grads, max_norm)
    parts = parts_of(clipped, len(grads), "clipped")
    return [numbers(part, shape=np.shape(grad)) for part, grad in zip(parts, grads, strict=True)]


# ---- too long ---------------------------------------------------------------------------------------------
@clip.probes(1.5, only=CUT)
def test_one_factor_shortens_all_arrays(draw):
    """Where the gradient is too long, every array is multiplied by the same max_norm/norm.

    All arrays together are one arrow, and one factor keeps its direction. Cut array by array, or entry by entry,
    the arrow turns and the step leads somewhere else.
    """
    yield [np.array([3.0, 0.0]), np.array([[0.0, 4.0], [0.0, 0.0]]), np.array([12.0])], 5.0
    for share in LIMITS:
        yield limited(draw, share)
    yield limited(draw, 0.4, ALIKE)


@clip.law(1)
def test_what_was_too_long_is_as_long_as_the_limit(student, draw):
    """After clipping the arrow is exactly `max_norm` long, however long it was before.

    The limit is the longest step that somebody is willing to risk. Longer steps still fall off the cliff; shorter
    ones, or none, waste what the slope has told.
    """
    for share, times in ((0.2, 1.0), (0.07, 40.0), (0.9, 0.3)):
        grads, max_norm = limited(draw, share * 0.9, times=times)
        law(length(cut(student, grads, max_norm)), max_norm)


@clip.law(0.5)
def test_clipping_does_not_turn_the_arrow(student, draw):
    """The clipped gradient points where the gradient pointed: the two enclose no angle.

    Only the length was dangerous. The direction is what the run has measured, and the reason to step at all.
    """
    for share in (0.12, 0.5):
        grads, max_norm = limited(draw, share)
        arrow = np.concatenate([np.ravel(grad) for grad in grads])
        turned = np.concatenate([part.ravel() for part in cut(student, grads, max_norm)])
        holds(np.linalg.norm(turned) > 0, expected="an arrow", actual=turned)
        law(turned / np.linalg.norm(turned), arrow / np.linalg.norm(arrow), terms=(1.0,))


@clip.law(0.5)
def test_ten_times_as_steep_it_is_cut_to_the_same(student, draw):
    """Beyond the limit a steeper cliff makes no longer step: ten times the gradient is cut to the same arrays.

    That is what saves a run at a cliff. A step that still grows with the slope, or shrinks with it, is no limit.
    """
    grads, max_norm = limited(draw, 0.4)
    once = cut(student, grads, max_norm)
    with waiting():
        holds(length(once) > 0, expected="an arrow", actual=once)
    for times in (10.0, decimal(draw, 300, 400)):
        compare_parts(student.clip_by_global_norm([times * grad for grad in grads], max_norm)[0], once, "clipped")


# ---- short enough -----------------------------------------------------------------------------------------
@clip.probes(1.5)
def test_below_the_limit_nothing_happens(draw):
    """A gradient that is shorter than `max_norm` comes back as it was, and so does its length.

    Near the minimum gradients are short for a reason: that is how a run comes to rest. Stretched to the limit, they
    throw it out again.
    """
    for share, times in ((1.3, 1.0), (7.0, 0.02), (40.0, 1.0)):
        yield limited(draw, share, times=times)
    yield changes(*limited(draw, 0.1, ALIKE), outputs=1)


@clip.law(1)
def test_where_there_is_no_slope_there_is_no_step(student, draw):
    """A slope of zero stays zero, whatever the limit, and so does a zero array among others.

    Nothing divided by nothing is no number. One such step, and every weight of the model is nan.
    """
    zeros, max_norm = [np.zeros(3), np.zeros((2, 2))], decimal(draw, 0.5, 2)
    compare_parts(cut(student, zeros, max_norm), zeros, "clipped")
    grads, max_norm = limited(draw, 0.3)
    *rest, last = cut(student, [*grads, np.zeros((2, 1))], max_norm)
    law(last, np.zeros((2, 1)))
    with waiting():
        holds(length(rest) > 0, expected="an arrow", actual=rest)


# ---- the length -------------------------------------------------------------------------------------------
@clip.probes(1, only=BEFORE)
def test_the_norm_is_that_of_all_entries_before_clipping(draw):
    """`norm` is √(sum of all squares) of what came in: 13 for [3, 0], [[0, 4], [0, 0]] and [12], whatever the limit.

    In a log this number tells how close a run came to its cliffs. Taken after clipping it never exceeds the limit,
    and taken otherwise it is no length.
    """
    yield [np.array([3.0, 0.0]), np.array([[0.0, 4.0], [0.0, 0.0]]), np.array([12.0])], 5.0
    for share in (0.2, 2.5, 0.6):
        yield limited(draw, share)


@clip.law(0.5)
def test_it_does_not_matter_where_one_array_ends(student, draw):
    """The same numbers in one array, in two or in many give the same clipped numbers and the same norm.

    How a model is divided into arrays is bookkeeping. The arrow that a step follows has no seams.
    """
    (arrow,), max_norm = limited(draw, 0.3, ((6,),))
    with waiting():
        clip.judge(student.clip_by_global_norm([arrow], max_norm), ([arrow], max_norm))
    (wanted,), before = right([arrow], max_norm)
    for places in ([2], [1, 4], [1, 2, 3, 4, 5]):
        clipped, norm = student.clip_by_global_norm(np.split(arrow, places), max_norm)
        compare_parts(clipped, np.split(wanted, places), "clipped")
        law(norm, before)


# ---- what every function owes -----------------------------------------------------------------------------
test_every_kind_of_array_is_welcome = clip.takes_every_kind(
    "A framework hands slopes over in lists or tuples, in single precision, with one number for a bias.",
    says="Lists, tuples, single precision and 0-d arrays give the same numbers.",
    points=0.5,
)


@clip.whole_numbers(0.5)
def test_whole_numbers_are_cut_to_fractions(draw):
    """Integers are welcome: [2, 4, 4] and [8, 0, 0] with the limit 5 become [1, 2, 2] and [4, 0, 0].

    A clipped gradient hardly ever falls on whole numbers. Kept on an integer grid it turns, or vanishes.
    """
    yield [np.array([2, 4, 4]), np.array([8, 0, 0])], 5
    yield [whole(draw, 2, 9, (3,)), whole(draw, 2, 9, (2, 2))], 3


test_clipping_leaves_its_arguments_alone = clip.is_pure(
    "The raw gradients are logged, summed or clipped again. Who changes them in place changes them for everybody.",
    says="The arrays that came in stay as they were, and the same call gives the same numbers again.",
    points=0.5,
)


# ---- what follows -----------------------------------------------------------------------------------------
@clip.law(0.5, held_back=True)
def test_clipped_twice_is_clipped_once(student, draw):
    """Clipped again at a slightly larger limit nothing changes any more, and the norm is the first limit.

    What has been cut to a length is short enough. A rule that goes on cutting or stretching has no limit at all.
    """
    grads, max_norm = limited(draw, 0.35)
    once = cut(student, grads, max_norm)
    with waiting():
        compare_parts(once, right(grads, max_norm)[0], "clipped")
    again, norm = student.clip_by_global_norm(once, 1.2 * max_norm)
    compare_parts(again, once, "clipped")
    law(norm, max_norm)


@clip.law(0.5, held_back=True)
def test_the_order_of_the_arrays_does_not_matter(student, draw):
    """Handed over in another order, the arrays come back in that order with the same numbers.

    No layer is more equal than others. A length that hangs on the first array, or on the last, lets the others grow
    unseen.
    """
    grads, max_norm = limited(draw, 0.3)
    once, norm = student.clip_by_global_norm(grads, max_norm)
    with waiting():
        parts = [numbers(part) for part in parts_of(once, len(grads), "clipped")]
        differs(parts[0], grads[0])
        differs(norm, max_norm)
    for order in ([1, 3, 0, 2], [3, 2, 1, 0]):
        clipped, again = student.clip_by_global_norm([grads[place] for place in order], max_norm)
        compare_parts(clipped, [parts[place] for place in order], "clipped")
        law(again, numbers(norm))
