"""How an initialization goes wrong (ids: IN): what is compared is the spread."""

from functools import partial

import numpy as np

from grader.misconceptions.toolkit import Probe, family, ideas, without
from grader.misconceptions.toolkit.readings import drawn
from grader.suites.toolkit.generators import copy_generator

# ---- words ------------------------------------------------------------------------------------------------

STARTS = ideas("""
IN-ZERO: all weights zero
    All your weights are zero. Nothing gets through, every gradient is zero or alike, and the neurons never part.
    ? In what do two neurons of your layer differ?
IN-CONST: one number for all weights
    All your weights are the same number. Equal neurons receive equal gradients for ever, so the layer is a single
    neuron.
    ? In what do two neurons of your layer differ?
IN-COPIES: copies of one neuron
    Your weights are random, but the same ones again and again: the layer holds copies. They receive equal gradients
    and never part, or treat all inputs alike.
    ? How many different numbers have you drawn?
IN-TRANSP: rows and columns exchanged [convention]
    Your weights have a row for each neuron, as PyTorch keeps them. Here they have a row for each input.
    ? Which shape must W have so that x @ W is a layer?
IN-FANOUT: the neurons counted
    Your spread goes by how many neurons there are. A forward signal adds up over the inputs of a neuron, whatever
    stands beside it.
    ? Over how many terms does one neuron add up?
IN-ONEFAN: one side alone
    Your spread looks at the inputs alone. The gradient comes back through the same weights, and it adds up over the
    neurons.
    ? What happens to the spread when the two fans change places?
IN-XAVIER4RELU: a spread for layers without ReLU
    Your spread suits layers that let everything through. ReLU throws half of the power away in every layer, and the
    signal fades.
    ? Which share of a signal around zero does ReLU let through?
IN-HALF: a variance half as large
    Your variance is one over the sum of both fans. One over their mean is twice that, and without it every layer
    halves the power.
    ? What is one over the mean of 300 and 500?
IN-PROD: the fans multiplied
    Your variance divides by all weights of the layer. A neuron adds up its inputs only, so the signal nearly vanishes.
    ? Over how many terms does one neuron add up?
IN-BRACKET: a count outside the fraction
    A number of neurons is added to a variance. The weights become far too wide, and the signal blows up in the first
    layer.
    ? What belongs under the fraction?
IN-VARSTD: the variance taken for the standard deviation
    Your weights have the variance as their standard deviation. They are far too narrow, and the signal dies within a
    few layers.
    ? A variance of 0.01: how far from zero is a usual weight?
IN-2SQRT: the 2 outside the root
    Your standard deviation is √2 times too wide. Each layer doubles the power, and after ten layers it is a thousand
    times too large.
    ? What is the square of 2/√n?
IN-ROOT: the root of the 2 alone
    Only the 2 of your variance is under the root. The number of inputs divides in full, and the weights are far too
    narrow.
    ? A variance of 2/200: what is its root?
IN-UNIFBOUND: bound and standard deviation mixed up
    The bound of uniform numbers is √3 times their standard deviation. One was taken for the other, so your variance is
    three times too small or too large.
    ? Which variance have uniform numbers between −1 and 1?
IN-TORCH: the default of a torch layer [convention]
    Your weights have the variance 1/(3·fan_in), as a fresh Linear layer of PyTorch has. That is neither He nor Xavier,
    and the signal fades.
    ? Which variance have uniform numbers between −1 and 1?
IN-TRUNC: tails cut off and not made up for
    Cutting the tails takes away a part of the variance, and the signal loses that part in every layer.
    ? Which variance is left without the large numbers?
IN-POSITIVE: weights of one sign
    None of your weights is below zero. All neurons push the same way, and the signal drifts off, layer by layer.
    ? What is the mean of your weights?
IN-UNIT: weights of size one
    Your weights are numbers of size one, whatever the layer. The wider a layer is, the more the power grows in it.
    ? How large is a sum of 300 random numbers of size one?
IN-SMALL: weights of size 0.01
    Your weights are numbers of size 0.01, whatever the layer. That fits one width alone, and in smaller layers the
    signal fades.
    ? What should change when a layer gets four times the inputs?
IN-GLOBALRNG: chance from elsewhere [fickle]
    Your weights are not drawn from the Generator that was handed over. The same call gives others the next time, and no
    run can be repeated.
    ? What would have to stay the same so that a run can be repeated?
IN-RESEED: a seed of its own [deaf]
    Your weights are the same whichever Generator is handed over. Every restart explores the same starting point.
    ? Ten runs with ten seeds: how many starting points do they have?
""")

# Sizes at which 2 over a fan, and over both, is near a whole eighth of a power of two.
SIZES = ((362, 302), (512, 278))
PROBES = [Probe(fan_in, fan_out, np.random.default_rng(seed)) for seed, (fan_in, fan_out) in enumerate(SIZES, 7)]
TAILS = (0.7737, 0.9205)
"""What is left of a variance where numbers beyond two standard deviations are drawn again, or set to just these."""


def spread(fan_in, fan_out, rng, variance, turn):
    """Return weights of this variance."""
    std = turn.line(
        lambda: np.sqrt(variance),
        {
            "IN-VARSTD": lambda: variance,
            "IN-2SQRT": lambda: np.sqrt(2 * variance),
            "IN-BRACKET": lambda: np.sqrt(2 / fan_in + fan_out),
            "IN-ROOT": lambda: np.sqrt(2) * variance / 2,
            "IN-UNIT": (lambda: 1.0, lambda: 3**-0.5),
            "IN-SMALL": (lambda: 0.01, lambda: 0.01 * 3**-0.5),
            "IN-TORCH": lambda: np.sqrt(1 / (3 * fan_in)),
        },
    )
    std = turn.line(
        lambda: std,
        {
            "IN-UNIFBOUND": (lambda: std / np.sqrt(3), lambda: std * np.sqrt(3)),
            "IN-TRUNC": tuple(partial(np.multiply, std, left**0.5) for left in TAILS),
        },
    )
    source = turn.line(
        lambda: copy_generator(rng),
        {"IN-GLOBALRNG": lambda: np.random.default_rng(), "IN-RESEED": lambda: np.random.default_rng(0)},
    )
    shape = turn.line(lambda: (fan_in, fan_out), {"IN-TRANSP": lambda: (fan_out, fan_in)})
    return turn.line(
        lambda: std * drawn(source, *shape),
        {
            # Uniform up to 1, to the standard deviation or to √3 of it, or normal without their sign.
            "IN-POSITIVE": (
                lambda: source.random(shape),
                lambda: std * source.random(shape),
                lambda: std * np.abs(drawn(source, *shape)),
                lambda: std * np.sqrt(3) * source.random(shape),
            ),
            "IN-COPIES": (
                lambda: np.tile(std * drawn(source, shape[0], 1), (1, shape[1])),
                lambda: np.tile(std * drawn(source, 1, shape[1]), (shape[0], 1)),
            ),
            "IN-CONST": lambda: np.full(shape, std),
            "IN-ZERO": lambda: np.zeros(shape),
        },
    )


@family(without(STARTS, "IN-ONEFAN IN-HALF"), gives=("weights",), probes=PROBES, reads="spread")
def he_init(fan_in, fan_out, rng, *, turn):
    """Weights of variance 2/fan_in."""
    variance = turn.line(
        lambda: 2 / fan_in,
        {
            "IN-FANOUT": (lambda: 2 / fan_out, lambda: 1 / fan_out),
            "IN-XAVIER4RELU": (lambda: 1 / fan_in, lambda: 2 / (fan_in + fan_out)),
            "IN-PROD": lambda: 2 / (fan_in * fan_out),
        },
    )
    return spread(fan_in, fan_out, rng, variance, turn)


@family(without(STARTS, "IN-XAVIER4RELU"), gives=("weights",), probes=PROBES, reads="spread")
def xavier_init(fan_in, fan_out, rng, *, turn):
    """Weights of variance 2/(fan_in + fan_out)."""
    variance = turn.line(
        lambda: 2 / (fan_in + fan_out),
        {
            "IN-FANOUT": (lambda: 1 / fan_out, lambda: 2 / fan_out),
            "IN-ONEFAN": (lambda: 2 / fan_in, lambda: 1 / fan_in),
            "IN-HALF": lambda: 1 / (fan_in + fan_out),
            "IN-PROD": lambda: 2 / (fan_in * fan_out),
        },
    )
    return spread(fan_in, fan_out, rng, variance, turn)
