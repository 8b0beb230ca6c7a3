"""The laws of a gradient on its way down through the layers (the chain rule; Rumelhart, Hinton & Williams 1986)."""

import itertools

import numpy as np

from grader.suites.toolkit.bundles import ListContract, parts_of, real_parts
from grader.suites.toolkit.contract import Contract, waiting
from grader.suites.toolkit.hessians import matrix_kinds
from grader.suites.toolkit.kinds import real
from grader.suites.toolkit.law import differs, exactly, law, numbers
from grader.suites.toolkit.states import decimal, whole

WIDTHS = (2, 4, 3, 1, 3)
"""Of a net with layers of every shape."""
KINDS = list(matrix_kinds())[:3]
"""Those that leave all norms in their row."""
OTHER = {"vanishing": "exploding", "exploding": "vanishing", "healthy": "healthy"}


def flowed(weights, slopes, upstream):
    """The gradients, from the input's to the output's."""
    grads = [upstream]
    for weight, slope in zip(weights[::-1], slopes[::-1], strict=True):
        grads.insert(0, weight.T @ (slope * grads[0]))
    return grads


def worded(norms, low=1e-3, high=1e3):
    """The word for a row of norms."""
    if not np.isfinite(norms).all():
        return "exploding"
    left = norms[0] / norms[-1]
    return "vanishing" if left < low else "exploding" if left > high else "healthy"


class FlowContract(ListContract):
    """A contract whose every gradient is compared by the size of the products that it was summed from."""

    __slots__ = ()

    def _real(self, arguments):
        weights, slopes, upstream = arguments
        return real_parts(weights), real_parts(slopes), real(upstream)

    def compare(self, answer, wanted, arguments, _only=()):
        """Demand these gradients. Raises LawBroken."""
        weights, slopes, upstream = self._real(arguments)
        sizes = flowed([np.abs(one) for one in weights], [np.abs(one) for one in slopes], np.abs(upstream))
        found = parts_of(answer, len(sizes), "gradients", "the input's and one for each layer's output")
        for one, expected, size in zip(found, wanted[0], sizes, strict=True):
            law(one, expected, terms=(size,))


def kinds_of_flows():
    """A list of matrices, a list of vectors and a vector in every kind."""
    yield "a list", lambda one: [np.asarray(part).tolist() for part in one]
    yield "a tuple", lambda one: tuple(part.tolist() if np.ndim(part) else float(part) for part in one)
    yield "single precision", lambda one: _singles(one) if isinstance(one, list) else np.asarray(one, dtype=np.float32)


def _singles(parts):
    return [np.asarray(part, dtype=np.float32) for part in parts]


def net(draw, *widths):
    """Weights of mixed sign and slopes of every size, and a gradient that comes from above."""
    weights = [_draw_signed(draw, 0.3, 1.4, (out, into)) for into, out in itertools.pairwise(widths)]
    slopes = [np.round(draw.uniform(0.15, 0.95, size=out), 3) for out in widths[1:]]
    return weights, slopes, _draw_signed(draw, 0.5, 2.5, (widths[-1],))


def _draw_signed(draw, least, most, shape):
    return np.round(draw.choice([-1.0, 1.0], size=shape) * draw.uniform(least, most, size=shape), 3)


def orthogonal(draw, size):
    """A matrix that turns a vector and keeps its length; far from its own transpose."""
    while True:
        found = np.linalg.qr(draw.normal(size=(size, size)))[0]
        if np.abs(found - found.T).max() > 0.5:
            return found


flow = FlowContract(
    "backpropagate", ("gradients",), right=flowed, call=lambda draw: net(draw, 3, 3, 3, 3), arrays=3,
    comes_as=kinds_of_flows,
)  # fmt: skip
verdict = Contract(
    "flow_verdict", ("verdict",), right=worded, call=lambda draw: (norms(draw, 3e-5), 1e-3, 1e3), arrays=1,
    comes_as=lambda: KINDS,
)  # fmt: skip


def walked(student, weights, slopes, upstream):
    """The student's gradients, each of its shape."""
    found = parts_of(
        student.backpropagate(weights, slopes, upstream),
        len(weights) + 1,
        "gradients",
        "the input's and one for each layer's output",
    )
    widths = [weights[0].shape[1], *(len(one) for one in slopes)]
    return [numbers(one, shape=(width,)) for one, width in zip(found, widths, strict=True)]


# ---- backpropagate ----------------------------------------------------------------------------------------
@flow.probes(1.5)
def test_each_layer_multiplies_by_its_slopes_and_then_by_its_weights_turned_round(draw):
    """g_{l−1} = W_lᵀ (slopes_l ⊙ g_l): from the last layer down to the first, each with its own slopes.

    This is the chain rule, one layer at a time. With a layer's slopes missing, or another layer's in their place,
    every layer below learns from a wrong direction.
    """
    yield (
        [np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[3.0, -1.0], [2.0, 1.0]])],
        [np.array([1.0, 0.0]), np.array([0.5, 1.0])],
        np.array([4.0, 1.0]),
    )
    for widths in (WIDTHS, (3, 3, 3, 3), (5, 2), (1, 1, 1), (2, 2)):
        yield net(draw, *widths)


@flow.law(0.5)
def test_the_list_goes_from_the_input_to_the_output(student, draw):
    """L layers give L + 1 gradients: the input's first, and `upstream` itself last.

    Each gradient belongs to one place in the net. Listed the other way round, or one place off, the early layers
    look healthy while the late ones starve.
    """
    for widths in ((2, 4, 3), (4, 2), (1, 3, 2, 5)):
        weights, slopes, upstream = net(draw, *widths)
        grads = walked(student, weights, slopes, upstream)
        law(grads[-1], upstream)
        with waiting():
            differs(grads[0], np.zeros(widths[0]))


@flow.law(0.75)
def test_layers_that_turn_and_scale_change_the_norm_by_one_factor_each(student, draw):
    """Where each layer turns and scales by `gain`, the norm changes by the factor `gain` at every layer.

    Ten layers of gain 1/4, the steepest slope of a sigmoid, leave a millionth. That product is why deep nets
    starve, or explode, and why weights are drawn with care.
    """
    for gain, depth in ((0.25, 10), (1.0, 6), (1.5, 8)):
        turns = [orthogonal(draw, 3) for _ in range(depth)]
        scale = decimal(draw, 0.3, 0.7)
        weights, slopes = [gain / scale * one for one in turns], [np.full(3, scale)] * depth
        upstream = _draw_signed(draw, 0.5, 2.5, (3,))
        lengths = np.array([np.linalg.norm(one) for one in walked(student, weights, slopes, upstream)])
        law(lengths / gain ** np.arange(depth, -1, -1), np.full(depth + 1, np.linalg.norm(upstream)))


@flow.law(0.75)
def test_a_nudge_of_the_input_moves_the_loss_by_what_the_first_gradient_says(student, draw):
    """Nudge the input by δ: the nudge on its way up, met with `upstream`, is g_0·δ.

    That is what a gradient promises: how the loss answers to a small change. A walk down that does not mirror the
    walk up promises something else.
    """
    for widths in (WIDTHS, (4, 3, 3, 2), (3, 5)):
        weights, slopes, upstream = net(draw, *widths)
        grads, nudge = walked(student, weights, slopes, upstream), _draw_signed(draw, 0.5, 2.0, (widths[0],))
        moved, size = nudge, np.abs(nudge)
        for weight, slope in zip(weights, slopes, strict=True):
            moved, size = slope * (weight @ moved), slope * (np.abs(weight) @ size)
        law(grads[0] @ nudge, upstream @ moved, terms=(np.abs(upstream) @ size,))


@flow.law(0.75)
def test_a_layer_with_slopes_of_zero_lets_nothing_through(student, draw):
    """Where all slopes of a layer are zero, every gradient below it is zero, and none above it changes.

    A layer of dead units is a closed door. Whatever the loss says, the layers below hear nothing and stay as they
    are.
    """
    for widths, dead in ((WIDTHS, 2), ((3, 3, 3, 3), 1), ((2, 3, 4), 1)):
        weights, slopes, upstream = net(draw, *widths)
        right = flowed(weights, slopes, upstream)
        slopes[dead] = np.zeros(widths[dead + 1])
        grads = walked(student, weights, slopes, upstream)
        for place, found in enumerate(grads):
            law(found, right[place] if place > dead else np.zeros(widths[place]))


@flow.law(0.5)
def test_two_stacks_one_upon_the_other_are_one_stack(student, draw):
    """The gradient at the input of an upper stack is the `upstream` of the stack below it.

    That is how frameworks work: each block knows its own layers and what comes from above. Blocks that do not fit
    together cannot be trained as one.
    """
    weights, slopes, upstream = net(draw, *WIDTHS)
    whole_walk = walked(student, weights, slopes, upstream)
    with waiting():
        flow.judge(whole_walk, (weights, slopes, upstream))
    for cut in (1, 2, 3):
        upper = walked(student, weights[cut:], slopes[cut:], upstream)
        lower = walked(student, weights[:cut], slopes[:cut], upper[0])
        for found, wanted in zip([*lower, *upper[1:]], whole_walk, strict=True):
            law(found, wanted)


test_layers_may_come_in_every_kind = flow.takes_every_kind(
    "A layer is a layer, whatever holds its numbers.",
    says="Lists, tuples and single precision give the same gradients.",
    points=0.5,
)


@flow.whole_numbers(0.25)
def test_layers_may_hold_whole_numbers(draw):
    """Integers are welcome, for weights and `upstream` as for slopes of 0 and 1; fractions among slopes stay so.

    The slopes of ReLU are 0 and 1. On an integer grid every smaller slope would be a closed door.
    """
    weights = [np.array([[1, 2], [-3, 1]]), np.array([[2, -1], [4, 3]])]
    for slopes in ([[1.0, 0.5], [0.25, 0.75]], [[1, 0], [1, 1]], [[0.25, 0.5], [0.75, 0.5]]):
        yield weights, [np.array(one) for one in slopes], whole(draw, 2, 9, (2,))


test_the_walk_down_leaves_the_layers_alone = flow.is_pure(
    "The same weights serve the next batch. Who scales them on the way down trains another net from then on.",
    says="Weights, slopes and `upstream` stay as they were, and the same call gives the same gradients again.",
    points=0.5,
)


@flow.law(0.5, held_back=True)
def test_a_layer_made_stronger_is_felt_below_it_alone(student, draw):
    """One layer's weights times c: all gradients below that layer are times c, and those above stay.

    The factors of a product do not hide each other. One layer with weights that are far too large blows up every
    gradient below it.
    """
    weights, slopes, upstream = net(draw, *WIDTHS)
    once = walked(student, weights, slopes, upstream)
    with waiting():
        flow.judge(once, (weights, slopes, upstream))
    for layer, times in ((0, 3.7), (2, -2.3), (3, 0.31)):
        stronger = [times * one if place == layer else one for place, one in enumerate(weights)]
        for place, found in enumerate(walked(student, stronger, slopes, upstream)):
            law(found, (times if place <= layer else 1.0) * once[place])


# ---- flow_verdict -----------------------------------------------------------------------------------------
def norms(draw, left, count=5, last=None):
    """A row of norms from first to last whose first is so much of the last, with something in between."""
    last = last or decimal(draw, 0.3, 3.0)
    between = np.sqrt(left) * last * np.round(draw.uniform(0.5, 2.0, size=count - 2), 3)
    return np.array([left * last, *between, last])


@verdict.probes(0.5)
def test_what_is_left_of_the_last_norm_at_the_first_decides(draw):
    """first/last below `low` is `vanishing`, above `high` it is `exploding`, and in between it is `healthy`.

    The last norm stands next to the loss, the first at the far end. Taken the other way round, a run that starves
    is cured of an explosion.
    """
    yield np.array([0.00002, 0.01, 0.4]), 1e-3, 1e3
    for left in (4e-5, 2e-2, 0.8, 60.0, 3e4):
        yield norms(draw, left), 1e-3, 1e3
    yield np.array([0.0, 0.02, decimal(draw, 0.3, 0.9)]), 1e-3, 1e3


@verdict.probes(0.5)
def test_a_norm_that_is_not_finite_is_an_explosion(draw):
    """NaN or infinity anywhere is `exploding`, whatever the first and the last norm are.

    A gradient too large to be written down has exploded. NaN is neither below a limit nor above it, so whoever does
    not ask for it calls such a run healthy.
    """
    for left, place, value in ((1e-5, 2, np.inf), (0.4, 0, np.nan), (2.0, 1, np.nan), (0.7, 4, np.inf),
                               (1e-6, 4, np.nan), (0.3, 3, np.inf), (20.0, 0, np.inf)):  # fmt: skip
        row = norms(draw, left)
        row[place] = value
        yield row, 1e-3, 1e3
    yield norms(draw, 1e-5), 1e-3, 1e3
    yield norms(draw, 0.4), 1e-3, 1e3


@verdict.probes(0.25)
def test_hills_and_dips_on_the_way_do_not_count(draw):
    """[1, 0.000001, 1] and [1, 1000000, 1] are `healthy`: only the first and the last norm are compared.

    One narrow layer in the middle may have a small gradient of its own. What counts is what arrives at the far end.
    """
    for between in (1e-6, 1e6, 3e-5, 4e4):
        yield np.array([decimal(draw, 0.5, 2), between, decimal(draw, 0.5, 2)]), 1e-3, 1e3
    yield np.array([2e-5, decimal(draw, 30, 50), 0.5]), 1e-3, 1e3
    yield np.array([3e4, 1e-5, 0.5]), 1e-3, 1e3


@verdict.probes(0.25)
def test_the_scale_of_the_loss_does_not_matter(draw):
    """All norms times 0.00001, or times 100000, get the same word.

    Twice the loss has twice the gradient at every layer. A rule that looks at the norms themselves calls a run sick
    because its loss is written in another unit.
    """
    for left in (3e-5, 0.3, 2e4):
        row = norms(draw, left, last=1.0)
        for times in (1e-5, 1.0, 1e5):
            yield times * row, 1e-3, 1e3


@verdict.probes(0.5)
def test_the_caller_sets_the_limits(draw):
    """With low = 0.05 a ratio of 0.01 is `vanishing`, with high = 10 a ratio of 50 is `exploding`.

    How much loss a deep net can stand is for the caller to say. Limits of one's own make every other setting
    useless.
    """
    for left, low, high in ((0.01, 0.05, 400.0), (2e-4, 1e-5, 50.0), (50.0, 0.02, 10.0), (5e3, 1e-4, 1e5),
                            (0.2, 0.05, 400.0), (150.0, 0.05, 400.0), (0.03, 1e-4, 10.0)):  # fmt: skip
        yield norms(draw, left), low, high


@verdict.left_out(0.25)
def test_left_out_the_limits_are_a_thousandth_and_a_thousand(draw):
    """Left out, `low` is 1e-3 and `high` is 1e3.

    Defaults that are too narrow call healthy nets sick; too wide, they see nothing.
    """
    for left in (1.13e-3, 8.7e-4, 870.0, 1.13e3):
        yield (norms(draw, left), 1e-3, 1e3), 1


test_norms_may_come_in_every_kind = verdict.takes_every_kind(
    "A logger hands its norms over in whatever it kept them in.",
    says="Lists, tuples and single precision give the same words.",
)


@verdict.whole_numbers()
def test_norms_may_be_whole_numbers(draw):
    """Integers are welcome: [1, 20, 5000] is `vanishing`, [5000, 20, 1] is `exploding`, [1, 20, 4] is `healthy`.

    Cut to whole numbers, every ratio below one is zero.
    """
    for row in ([1, 20, 5000], [5000, 20, 1], [1, 20, int(draw.integers(3, 6))]):
        yield np.array(row), 1e-3, 1e3


test_a_verdict_leaves_its_norms_alone = verdict.is_pure(
    "The norms are plotted after they were judged.",
    says="The norms stay as they were, and the same call gives the same word again.",
)


@verdict.law(0.5, held_back=True)
def test_read_from_the_other_end_the_words_change_places(student, draw):
    """Norms in reverse order, with limits 1/high and 1/low: `vanishing` and `exploding` change places.

    What shrinks on the way down grows on the way up. A rule that treats the two ends alike cannot tell them apart.
    """
    for left, low, high in ((0.01, 0.05, 400.0), (0.2, 0.05, 400.0), (50.0, 0.02, 10.0), (3e-5, 1e-3, 1e3)):
        row = norms(draw, left)
        word = verdict.ask(student, row, low, high)
        exactly(word, worded(row, low, high))
        exactly(verdict.ask(student, row[::-1].copy(), 1 / high, 1 / low), OTHER[word])
