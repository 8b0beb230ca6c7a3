"""Initialization: keeping the signal alive

Before the first step somebody has to say where the run begins. Start all
weights at the same value, and all neurons of a layer are one neuron: they feel
the same gradient and stay alike for ever. So one starts at random, and the
only question is how wide to spread.

A neuron adds up `fan_in` inputs, each times a weight. Spread the weights a
little too wide and the signal grows in every layer; a little too narrow and it
shrinks. One layer forgives that. Twelve layers take a factor of 2 to its
twelfth power, and the gradient, which comes back through the same weights,
finds either a wall or nothing at all.

- **He** initialization is for ReLU layers. ReLU throws away half of the
  signal's power, so the weights pay for it: their variance is 2/fan_in.
- **Xavier** (or Glorot) initialization is for layers that let the signal
  through as it is, as tanh does near zero. The signal on its way up wants
  1/fan_in, the gradient on its way down 1/fan_out, and the variance is the
  compromise between them: 2/(fan_in + fan_out).

What holds in this file:

- `rng` is a numpy Generator, as `np.random.default_rng(7)` makes one. All
  chance comes from it: the same Generator in the same state gives the same
  weights.
- The weights have the shape `(fan_in, fan_out)`, so that a layer is `x @ W`.
  (PyTorch keeps them the other way round.)
- Their mean is 0. Normal or uniform is up to you, as long as the *variance* is
  the one asked for; how many numbers you draw, and in which order, is not
  tested.
"""

import numpy as np


def he_init(fan_in, fan_out, rng) -> np.ndarray:
    """Return weights for a ReLU layer, shape (fan_in, fan_out).

    Random numbers with mean 0 and variance 2/fan_in, each drawn for itself.

    By hand: for fan_in = 200 the variance is 0.01, so
    `he_init(200, 300, np.random.default_rng(7)).std()` is about 0.1. If you
    draw them uniformly between −b and b: which b has that spread?
    """
    raise NotImplementedError


def xavier_init(fan_in, fan_out, rng) -> np.ndarray:
    """Return weights for a linear or tanh layer, shape (fan_in, fan_out).

    Random numbers with mean 0 and variance 2/(fan_in + fan_out), each drawn for
    itself.

    By hand: for fan_in = 300 and fan_out = 500 the variance is 0.0025, so
    `xavier_init(300, 500, np.random.default_rng(7)).std()` is about 0.05. What
    happens to it if the two change places?
    """
    raise NotImplementedError
