"""The laws of least squares in one layer and in two (the normal equations; Baldi & Hornik 1989)."""

import itertools

import numpy as np

from grader.suites.toolkit.contract import Contract, waiting
from grader.suites.toolkit.hessians import matrix_kinds
from grader.suites.toolkit.law import differs, law, numbers
from grader.suites.toolkit.states import decimal, whole

SIZES = ((5, 3, 2), (7, 2, 4), (4, 3, 3), (6, 4, 1), (3, 5, 2))
"""Examples, features and hidden units, no two alike in most."""
KINDS = list(matrix_kinds())[:3]
"""Those that leave matrices whole."""


def sloped(X, y, w):
    """The gradient of half the mean squared error."""
    return X.T @ (X @ w - y) / len(X)


def sloped_twice(X, y, W1, w2):
    """The gradients of the same, for a product of two layers."""
    slope = sloped(X, y, W1 @ w2)
    return np.outer(slope, w2), W1.T @ slope


def cost(X, y, w):
    """Half the mean squared error."""
    return float(np.sum((X @ w - y) ** 2)) / (2 * len(X))


def _list_summed(X, y, w):
    """Return the sizes of all products that a gradient is summed from."""
    return np.abs(X).T @ (np.abs(X) @ np.abs(w) + np.abs(y)) / len(X)


def linear_terms(X, y, w):
    """What sets how much a gradient may lose by cancellation."""
    return (_list_summed(X, y, w),)


def two_layer_terms(X, y, W1, w2):
    """The same for both layers."""
    size = _list_summed(X, y, np.abs(W1) @ np.abs(w2))
    return {"dW1": (np.outer(size, np.abs(w2)),), "dw2": (np.abs(W1).T @ size,)}


def signed(draw, least, most, *shape):
    """Numbers of both signs and of sizes between the two."""
    return np.round(draw.choice([-1.0, 1.0], size=shape) * draw.uniform(least, most, size=shape), 3)


def data(draw, n, d):
    """Examples that no weights fit exactly."""
    return signed(draw, 0.3, 2.2, n, d), signed(draw, 0.5, 3.0, n)


def fit(draw, n, d):
    """Arguments of the linear gradient."""
    return (*data(draw, n, d), signed(draw, 0.3, 1.6, d))


def net(draw, n, d, h):
    """Arguments of the gradients of two layers."""
    return (*data(draw, n, d), signed(draw, 0.3, 1.3, d, h), signed(draw, 0.4, 1.6, h))


linear = Contract(
    "linear_gradient", ("gradient",), right=sloped, call=lambda draw: fit(draw, 4, 4), arrays=3,
    terms=linear_terms, comes_as=lambda: KINDS,
)  # fmt: skip
deep = Contract(
    "two_layer_gradients", ("dW1", "dw2"), right=sloped_twice, call=lambda draw: net(draw, 5, 3, 2), arrays=4,
    terms=two_layer_terms, comes_as=lambda: KINDS,
)  # fmt: skip

BY_HAND = (np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [2.0, 0.0]]), np.array([1.0, 2.0, 3.0, 0.0]))


def pair(student, X, y, W1, w2):
    """The student's two gradients, each of its layer's shape."""
    first, second = student.two_layer_gradients(X, y, W1, w2)
    return numbers(first, shape=W1.shape), numbers(second, shape=w2.shape)


def pair_that_moves(student, *arguments):
    """The same, of a function that says something; else the check waits."""
    found = pair(student, *arguments)
    with waiting():
        for one in found:
            differs(one, np.zeros_like(one))
    return found


# ---- linear_gradient --------------------------------------------------------------------------------------
@linear.probes(1)
def test_each_example_pulls_by_its_error_times_its_features(draw):
    """The gradient is Xᵀ(Xw − y)/n: each example pulls at each weight by its error times that feature.

    Half the mean squared error has just this slope. Twice as large, or turned round, the same learning rate does
    something else on every data set.
    """
    yield (*BY_HAND, np.array([1.0, 1.0]))
    for n, d, _ in SIZES:
        yield fit(draw, n, d)
    yield fit(draw, 3, 3)


@linear.law(0.5)
def test_a_weight_moved_a_little_changes_the_loss_by_the_gradient(student, draw):
    """(loss at w + h − loss at w − h)/(2h), one weight after the other, is the gradient for every h.

    The loss is a parabola along each weight, and there the difference is exact. What does not agree with it leads
    to another place than down.
    """
    X, y, w = fit(draw, 6, 3)
    h = decimal(draw, 0.2, 0.5)
    steps = h * np.eye(3)
    slope = np.array([(cost(X, y, w + step) - cost(X, y, w - step)) / (2 * h) for step in steps])
    law(student.linear_gradient(X, y, w), slope, terms=linear_terms(X, y, w))


@linear.law(0.5)
def test_at_the_bottom_of_the_bowl_there_is_no_slope(student, draw):
    """At the weights of the normal equations, XᵀX w = Xᵀy, the gradient is zero although errors are left.

    That is the one place where a run may rest. A slope that is still felt there drives it away from the best fit.
    """
    for n, d in ((6, 2), (5, 3), (8, 4)):
        X, y = data(draw, n, d)
        best = np.linalg.lstsq(X, y, rcond=None)[0]
        law(student.linear_gradient(X, y, best), np.zeros(d), terms=linear_terms(X, y, best))
        away = best + signed(draw, 0.5, 1.0, d)
        with waiting():
            differs(student.linear_gradient(X, y, away), np.zeros(d))


@linear.law(0.25)
def test_every_example_twice_changes_nothing(student, draw):
    """With each row of X and y written down twice, the gradient is the same.

    A mean does not know how many it was taken over. With a sum, a batch of twice the size needs half the learning
    rate.
    """
    X, y, w = fit(draw, 5, 3)
    once = numbers(student.linear_gradient(X, y, w), shape=(3,))
    with waiting():
        differs(once, np.zeros(3))
    law(student.linear_gradient(np.tile(X, (2, 1)), np.tile(y, 2), w), once, terms=linear_terms(X, y, w))


test_data_of_every_kind_make_a_linear_gradient = linear.takes_every_kind(
    "A table of data is the same table, whatever holds its rows.",
    says="Lists of rows, tuples and single precision give the same gradient.",
)


@linear.whole_numbers()
def test_a_linear_gradient_of_whole_numbers_has_fractions(draw):
    """Integers are welcome, and the mean of whole numbers need not be whole.

    On an integer grid small slopes become zero, and the fit stops early.
    """
    yield np.array([[1, 0, 2], [0, 1, 1], [3, 1, 0]]), np.array([1, 2, 3]), np.array([1, 1, 2])
    yield whole(draw, 1, 5, (3, 3)), whole(draw, 1, 9, (3,)), whole(draw, 1, 4, (3,))


test_a_linear_gradient_leaves_its_arguments_alone = linear.is_pure(
    "Data and weights serve the next step, too.",
    says="X, y and w stay as they were, and the same call gives the same gradient again.",
)


@linear.law(0.5, held_back=True)
def test_from_anywhere_one_newton_step_finds_the_best_fit(student, draw):
    """w − (XᵀX/n)⁻¹·gradient is the best fit, from any w: the loss is a bowl with the curvature XᵀX/n.

    A bowl has one bottom and its slope tells how far that is. With a gradient of another size or another place
    the step misses it.
    """
    for n, d in ((6, 2), (9, 3)):
        X, y = data(draw, n, d)
        best, w = np.linalg.lstsq(X, y, rcond=None)[0], signed(draw, 2.0, 4.0, d)
        slope = numbers(student.linear_gradient(X, y, w), shape=(d,))
        law(slope, X.T @ X @ (w - best) / n, terms=linear_terms(X, y, w))


# ---- two_layer_gradients ----------------------------------------------------------------------------------
@deep.probes(1.5)
def test_each_layer_feels_the_errors_through_the_other_layer(draw):
    """With G = Xᵀ(X W1 w2 − y)/n it is dW1 = G w2ᵀ and dw2 = W1ᵀ G.

    That is the chain rule for a product. A layer that does not hear of the other one steps as if it were alone.
    """
    yield (*BY_HAND, np.array([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]]), np.array([1.0, 1.0, 0.0]))
    for sizes in SIZES:
        yield net(draw, *sizes)


@deep.law(0.75)
def test_an_entry_moved_a_little_changes_the_loss_by_its_gradient(student, draw):
    """(loss at +h − loss at −h)/(2h), entry after entry in both layers, are the two gradients.

    Along a single entry the loss is still a parabola, so the difference is exact. A gradient that it does not
    confirm leads elsewhere.
    """
    X, y, W1, w2 = net(draw, 5, 2, 3)
    found, h = pair(student, X, y, W1, w2), decimal(draw, 0.2, 0.5)
    first, second = np.zeros_like(W1), np.zeros_like(w2)
    for place in itertools.product(range(2), range(3)):
        step = np.zeros_like(W1)
        step[place] = h
        first[place] = (cost(X, y, (W1 + step) @ w2) - cost(X, y, (W1 - step) @ w2)) / (2 * h)
    for unit, step in enumerate(h * np.eye(3)):
        second[unit] = (cost(X, y, W1 @ (w2 + step)) - cost(X, y, W1 @ (w2 - step))) / (2 * h)
    terms = two_layer_terms(X, y, W1, w2)
    law(found[0], first, terms=terms["dW1"])
    law(found[1], second, terms=terms["dw2"])


@deep.law(0.75)
def test_at_zero_nothing_pulls_though_the_loss_is_not_least(student, draw):
    """With both layers zero, both gradients are zero; with one layer zero, the other one is not felt.

    Zero is a saddle of two layers, and no place to start: descent never leaves it. A single layer starts there
    without harm.
    """
    for n, d, h in ((5, 3, 2), (6, 2, 4)):
        X, y, W1, w2 = net(draw, n, d, h)
        none, nothing = np.zeros_like(W1), np.zeros_like(w2)
        for layers in ((none, nothing), (W1, nothing), (none, w2)):
            found, wanted = pair(student, X, y, *layers), sloped_twice(X, y, *layers)
            for one, expected in zip(found, wanted, strict=True):
                law(one, expected, terms=(np.abs(y).max(),))


@deep.law(0.5)
def test_what_one_layer_wins_the_other_may_lose(student, draw):
    """W1 times c and w2 divided by c predict the same; dW1 is then divided by c, and dw2 times c.

    Every fit has a whole line of such twins, and along it the slopes differ. So the same fit is steep in one place
    and flat in another.
    """
    X, y, W1, w2 = net(draw, 5, 3, 2)
    first, second = pair_that_moves(student, X, y, W1, w2)
    terms = two_layer_terms(X, y, W1, w2)
    for c in (decimal(draw, 2.0, 4.0), -0.5):
        scaled = pair(student, X, y, c * W1, w2 / c)
        law(scaled[0], first / c, terms=[one / c for one in terms["dW1"]])
        law(scaled[1], second * c, terms=[one * c for one in terms["dw2"]])


@deep.law(0.75)
def test_both_layers_gain_alike(student, draw):
    """W1ᵀ dW1 = dw2 w2ᵀ, at every place.

    So small steps change both layers by the same amount: what begins in balance stays so. Gradients that break this
    belong to two different losses.
    """
    for n, d, h in ((5, 3, 2), (6, 2, 3), (7, 4, 4)):
        X, y, W1, w2 = net(draw, n, d, h)
        first, second = pair_that_moves(student, X, y, W1, w2)
        size = two_layer_terms(X, y, W1, w2)["dw2"][0]
        law(W1.T @ first, np.outer(second, w2), terms=(np.outer(size, np.abs(w2)),))


@deep.law(0.5)
def test_one_hidden_unit_is_the_product_rule(student, draw):
    """With a single hidden unit, dW1 is w2 times the slope of the linear model at W1·w2, and dw2 is W1 times it.

    The derivative of a·b is b for a, and a for b. Each layer's step is as large as the other layer.
    """
    for n, d in ((5, 3), (4, 2)):
        X, y, W1, w2 = net(draw, n, d, 1)
        slope, terms = sloped(X, y, W1[:, 0] * w2[0]), two_layer_terms(X, y, W1, w2)
        first, second = pair(student, X, y, W1, w2)
        law(first[:, 0], slope * w2[0], terms=terms["dW1"])
        law(second[0], slope @ W1[:, 0], terms=terms["dw2"])


@deep.law(0.25)
def test_hidden_units_have_no_order(student, draw):
    """With the hidden units in another order, the gradients are the same in that order.

    No unit is first. A net of h units has as many twins as there are orders, and all are as good.
    """
    X, y, W1, w2 = net(draw, 6, 3, 4)
    first, second = pair_that_moves(student, X, y, W1, w2)
    terms = two_layer_terms(X, y, W1, w2)
    for order in ([3, 1, 0, 2], [1, 2, 3, 0]):
        found = pair(student, X, y, W1[:, order], w2[order])
        law(found[0], first[:, order], terms=terms["dW1"])
        law(found[1], second[order], terms=terms["dw2"])


@deep.law(0.25)
def test_every_example_twice_changes_neither_layer(student, draw):
    """With each row of X and y written down twice, both gradients are the same.

    A mean does not know how many it was taken over, and neither should the learning rate.
    """
    X, y, W1, w2 = net(draw, 5, 3, 2)
    once, terms = pair_that_moves(student, X, y, W1, w2), two_layer_terms(X, y, W1, w2)
    twice = pair(student, np.tile(X, (2, 1)), np.tile(y, 2), W1, w2)
    law(twice[0], once[0], terms=terms["dW1"])
    law(twice[1], once[1], terms=terms["dw2"])


test_two_layers_may_come_in_every_kind = deep.takes_every_kind(
    "A layer is the same layer, whatever holds its rows.",
    says="Lists of rows, tuples and single precision give the same gradients.",
)


@deep.whole_numbers()
def test_two_layers_of_whole_numbers_have_slopes_with_fractions(draw):
    """Integers are welcome, and gradients of whole-number layers need not be whole.

    On an integer grid small slopes become zero, and a layer stands still.
    """
    X, y = BY_HAND
    yield X.astype(int), y.astype(int), np.array([[1, 0, 2], [0, 1, -1]]), np.array([1, 1, 0])
    yield whole(draw, 1, 5, (4, 3)), whole(draw, 1, 9, (4,)), whole(draw, 1, 4, (3, 2)), whole(draw, 1, 4, (2,))


test_two_layer_gradients_leave_their_arguments_alone = deep.is_pure(
    "Both layers move together, once both gradients are known. A layer that moves early spoils the other's slope.",
    says="Data and layers stay as they were, and the same call gives the same gradients again.",
)


@deep.law(0.5, held_back=True)
def test_turning_the_hidden_space_turns_the_gradients(student, draw):
    """With a turn Q between the layers, W1 Q and Qᵀ w2, the gradients are dW1 Q and Qᵀ dw2.

    Between two linear layers any turn may be undone. The predictions never see it, so the slopes have to turn along.
    """
    X, y, W1, w2 = net(draw, 6, 4, 3)
    turn = np.linalg.qr(draw.normal(size=(3, 3)))[0]
    once = pair_that_moves(student, X, y, W1, w2)
    with waiting():
        deep.judge(once, (X, y, W1, w2))
    first, second = pair(student, X, y, W1 @ turn, turn.T @ w2)
    size = _list_summed(X, y, np.abs(W1) @ np.abs(w2))
    law(first, once[0] @ turn, terms=(size.max() * np.abs(w2).sum(),))
    law(second, turn.T @ once[1], terms=(size.sum() * np.abs(W1).max(),))
