"""The laws of initialization (Glorot and Bengio 2010, He et al. 2015): statistics, and never a seeded number."""

import numpy as np

from grader.suites.toolkit.chance import has_mean_zero, has_variance, power_through
from grader.suites.toolkit.contract import Contract, waiting
from grader.suites.toolkit.generators import a_generator, copy_generator, write_generator
from grader.suites.toolkit.law import holds, numbers

DEPTH, WIDTH = 6, 90
"""Layers that a signal passes, and their neurons."""
BENT, STRAIGHT = 12, 3
"""By which factor chance may change its power there: seven standard deviations with ReLU, fourteen without."""


def weights(student, function, size, rng):
    """The answer to a call, as numbers of the right shape."""
    return numbers(getattr(student, function)(*size, rng), shape=tuple(size))


he = Contract("he_init", ("weights",), call=lambda draw: (*some(draw, 12, 7), a_generator(draw)))
xavier = Contract("xavier_init", ("weights",), call=lambda draw: (*some(draw, 12, 7), a_generator(draw)))


def some(draw, *sizes):
    """Sizes of layers, up to a tenth larger than these; one stays one."""
    return [size if size == 1 else int(draw.integers(size, size + max(2, size // 10 + 1))) for size in sizes]


def layers_of(student, function, draw):
    """Layers of one width, whose neurons differ."""
    (width,) = some(draw, WIDTH)
    layers = [weights(student, function, (width, width), rng) for rng in a_generator(draw).spawn(DEPTH)]
    wait_until_they_differ(layers)
    return layers


def wait_until_they_differ(layers):
    """Let a law wait where neurons are copies: of few numbers chance makes what it likes."""
    with waiting():
        differ = all(np.ptp(one, axis=axis).all() for one in layers for axis in (0, 1))
        holds(differ, expected="neurons that differ", actual="copies")


def has_rows_and_columns(contract):
    """Make the check on the shape."""

    def has_a_row_an_input_and_a_column_a_neuron(student, draw):
        for fan_in, fan_out in ((4, 3), (3, 5), (1, 6), (7, 1), (8, 8)):
            found = weights(student, contract.function, some(draw, fan_in, fan_out), a_generator(draw))
            holds(np.ptp(found) > 0, expected="weights that differ", actual=found)

    return contract.as_law(
        has_a_row_an_input_and_a_column_a_neuron,
        "Weights have the shape (fan_in, fan_out), so that a layer is x @ W.",
        "With rows and columns exchanged a layer takes inputs of the wrong length, or mixes inputs up with neurons "
        "where both are as many.",
        0.5,
    )


def has_both_signs(contract):
    """Make the check on the mean."""

    def has_both_signs_alike(student, draw):
        found = weights(student, contract.function, some(draw, 200, 60), a_generator(draw))
        if np.ptp(found) > 0:
            wait_until_they_differ([found])
        has_mean_zero(found)

    return contract.as_law(
        has_both_signs_alike,
        "The mean is 0, and half of the weights are below it.",
        "Weights that lean to one side make all neurons push the same way: the signal drifts, layer by layer.",
        0.5,
    )


def has_neurons_that_differ(contract):
    """Make the check on the rank."""

    def has_no_two_neurons_alike(student, draw):
        for fan_in, fan_out in ((40, 30), (30, 40), (25, 25)):
            fan_in, fan_out = some(draw, fan_in, fan_out)
            found = weights(student, contract.function, (fan_in, fan_out), a_generator(draw))
            rank, most = int(np.linalg.matrix_rank(found)), min(fan_in, fan_out)
            holds(rank == most, expected=f"rank {most}", actual=f"rank {rank}")

    return contract.as_law(
        has_no_two_neurons_alike,
        "No neuron is the copy of another, and none a mixture of the others: the weights have full rank.",
        "Equal neurons receive equal gradients for ever. A layer of copies learns no more than a single neuron.",
        0.5,
    )


def draws_from_rng(contract):
    """Make the check on where the chance comes from."""

    def takes_all_chance_from_rng(student, draw):
        rng, size = a_generator(draw), some(draw, 9, 6)
        first = weights(student, contract.function, size, rng)
        again = weights(student, contract.function, size, copy_generator(rng))
        holds((again == first).all(), expected="the same weights as before", actual="other weights")
        for seed in 1000 + draw.integers(1000, size=2):
            found = weights(student, contract.function, size, np.random.default_rng(int(seed)))
            holds((found != first).any(), expected="other weights", actual=f"the weights of {write_generator(rng)}")

    return contract.as_law(
        takes_all_chance_from_rng,
        "One Generator in one state gives the same weights twice; a Generator of another seed gives others.",
        "Without that no run can be repeated, or every restart explores the same starting point.",
        0.25,
    )


def leaves_nothing_behind(contract):
    """Make the check on repeated calls."""
    return contract.is_pure(
        "A start that depends on what was asked before cannot be drawn again.",
        "The same call draws the same weights again, whatever was drawn in between.",
    )


# ---- he_init -------------------------------------------------------------------------------------------------
test_he_shape = has_rows_and_columns(he)


@he.law(1.0)
def test_he_weights_have_the_variance_2_over_fan_in(student, draw):
    """The variance is 2/fan_in, however they are drawn.

    A neuron adds up fan_in inputs, and ReLU throws half of the power away: 2/fan_in keeps the mean square of the
    signal. Any other spread is multiplied layer by layer.
    """
    for fan_in, fan_out in ((360, 300), (80, 120)):
        fan_in, fan_out = some(draw, fan_in, fan_out)
        has_variance(weights(student, "he_init", (fan_in, fan_out), a_generator(draw)), 2 / fan_in)


@he.law(0.5)
def test_the_number_of_neurons_has_no_say(student, draw):
    """Four times the neurons leave the variance as it is; twice the inputs halve it.

    Forward signals add up over the inputs of a neuron. How many neurons stand beside it does not change what it
    gets.
    """
    for fan_in, fan_out in ((60, 60), (60, 240), (120, 60)):
        fan_in, fan_out = some(draw, fan_in, fan_out)
        has_variance(weights(student, "he_init", (fan_in, fan_out), a_generator(draw)), 2 / fan_in)


@he.law(1.0)
def test_a_signal_survives_six_relu_layers(student, draw):
    """After six ReLU layers of some ninety neurons the mean square of the signal is the same within a factor of 12.

    That is what the initialization is for. Without the 2 a signal loses half of its power in every layer; with a
    spread of one it grows beyond all bounds.
    """
    layers = layers_of(student, "he_init", draw)
    factor = power_through(layers, draw, lambda signal: np.maximum(signal, 0.0))
    holds(
        1 / BENT < factor < BENT, expected=f"a factor between 1/{BENT} and {BENT}", actual=f"a factor of {factor:.3g}"
    )


test_he_signs = has_both_signs(he)
test_he_neurons = has_neurons_that_differ(he)
test_he_chance = draws_from_rng(he)
test_he_leaves_its_generator_alone = leaves_nothing_behind(he)


@he.law(0.5, held_back=True)
def test_he_variance_at_other_sizes(student, draw):
    """Narrow layers and wide ones follow the same rule.

    A spread that fits one layer by chance lets the signal fade or blow up in the next.
    """
    for fan_in, fan_out in ((50, 240), (240, 50)):
        fan_in, fan_out = some(draw, fan_in, fan_out)
        has_variance(weights(student, "he_init", (fan_in, fan_out), a_generator(draw)), 2 / fan_in)


# ---- xavier_init ---------------------------------------------------------------------------------------------
test_xavier_shape = has_rows_and_columns(xavier)


@xavier.law(1.0)
def test_xavier_weights_have_the_variance_2_over_both_fans(student, draw):
    """The variance is 2/(fan_in + fan_out), however they are drawn.

    1/fan_in would keep the signal, 1/fan_out the gradient; the two are served together. Any other spread favours one
    and starves the other.
    """
    for fan_in, fan_out in ((360, 300), (80, 160)):
        fan_in, fan_out = some(draw, fan_in, fan_out)
        has_variance(weights(student, "xavier_init", (fan_in, fan_out), a_generator(draw)), 2 / (fan_in + fan_out))


@xavier.law(0.5)
def test_inputs_and_neurons_may_change_places(student, draw):
    """With fan_in and fan_out exchanged the variance is the same.

    The way up and the way down count alike. A spread that looks at one of them alone serves one and not the other.
    """
    for fan_in, fan_out in ((50, 250), (250, 50)):
        fan_in, fan_out = some(draw, fan_in, fan_out)
        has_variance(weights(student, "xavier_init", (fan_in, fan_out), a_generator(draw)), 2 / (fan_in + fan_out))


@xavier.law(1.0)
def test_a_signal_and_its_gradient_survive_six_linear_layers(student, draw):
    """Up and down through six linear layers of some ninety neurons the mean square stays within a factor of 3.

    Gradients come back through the same weights. Where the signal fades or blows up on its way up, so do they on
    their way down, and early layers learn nothing or jump.
    """
    layers = layers_of(student, "xavier_init", draw)
    for way in (layers, [one.T for one in reversed(layers)]):
        factor = power_through(way, draw, lambda signal: signal)
        expected = f"a factor between 1/{STRAIGHT} and {STRAIGHT}"
        holds(1 / STRAIGHT < factor < STRAIGHT, expected=expected, actual=f"a factor of {factor:.3g}")


test_xavier_signs = has_both_signs(xavier)
test_xavier_neurons = has_neurons_that_differ(xavier)
test_xavier_chance = draws_from_rng(xavier)
test_xavier_leaves_its_generator_alone = leaves_nothing_behind(xavier)


@xavier.law(0.5, held_back=True)
def test_xavier_variance_at_other_sizes(student, draw):
    """Narrow layers and wide ones follow the same rule.

    A spread that fits one layer by chance lets the signal or the gradient fade in the next.
    """
    for fan_in, fan_out in ((40, 300), (200, 80)):
        fan_in, fan_out = some(draw, fan_in, fan_out)
        has_variance(weights(student, "xavier_init", (fan_in, fan_out), a_generator(draw)), 2 / (fan_in + fan_out))
