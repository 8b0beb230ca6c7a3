"""Bias correction: waking up from zero

Adam walks with two memories for every coordinate. `m` remembers where the
slope has been pointing: an average of the gradient. `v` remembers how big it
has been: an average of the *squared* gradient, large when slopes are large and
just as large when they are wild. (It is a mean square, not a variance: nothing
is subtracted.) The step is their quotient, direction over size, so the units
of the loss cancel. A slope that stays the same makes Adam move by about `lr`,
be it steep or gentle.

But Adam wakes up with both memories at zero, and zero is not something it
measured. At first each average is made mostly of that zero, and the longer the
memory, the longer it takes to fill. Bias correction asks: how much of this
average is real data by now? and divides by exactly that share.

A thought before you start. Both memories begin too small, and one of them
stands under a square root below the fraction line. With `beta1` = 0.9 and
`beta2` = 0.999, would an Adam *without* correction begin its walk too timidly
or too boldly? When the code runs, try it at t = 1, 12 and 1000.

What holds in this file:

- **`t` counts from 1**: t = 1 is the step that uses the first gradient, with
  `m` and `v` still zero before it.
- `m`, `v`, `grad` and `theta` all have the same shape: each coordinate keeps
  its own two memories.
- Numbers, lists, tuples and arrays of any shape are welcome, integers too.
- Return new values and leave every argument as it was.
"""

import numpy as np


def ema_moments(m, v, grad, beta1, beta2) -> tuple[np.ndarray, np.ndarray]:
    """Let both memories take in one gradient and return the pair (m', v').

        m' = beta1 · m + (1 − beta1) · grad
        v' = beta2 · v + (1 − beta2) · grad²

    These are exponential moving averages: a beta is the share of the past that
    is kept, the rest makes room for the new. The square is taken coordinate by
    coordinate.

    By hand: `ema_moments(1.0, 4.0, -6.0, beta1=0.9, beta2=0.99)` is
    `(0.3, 4.32)`. A slope of −6 pulled the first memory down and pushed the
    second one up. Why is that right?
    """
    raise NotImplementedError


def bias_correct(moment, beta, t) -> np.ndarray:
    """Take the starting zero out of an average that has seen `t` gradients.

        corrected = moment / (1 − beta^t)

    `moment` is either of the two averages and `beta` is its own memory; the
    result has its shape. The starting zero has been multiplied by beta at
    every one of the t steps. That is all its weight.

    By hand: feed a steady slope of 5 to an average with beta = 0.9. After
    three gradients it holds 1.355, and `bias_correct(1.355, 0.9, 3)` is `5.0`.
    What should the correction do to an average that has seen thousands of
    gradients?
    """
    raise NotImplementedError


def adam_step(
    theta, m, v, grad, t, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take step number `t` of Adam and return the triple (theta', m', v').

        m', v' = both memories after this gradient
        m̂, v̂   = the two of them, bias-corrected for step t
        theta' = theta − lr · m̂ / (√v̂ + eps)

    Return `m'` and `v'` **raw**, as the averages stand before correction: the
    next step starts from them. `eps` lets a coordinate that has never felt a
    slope stay where it is.

    By hand: after one gradient of −1 the memories are m = −0.5 and v = 0.2
    (beta1 = 0.5, beta2 = 0.8). Now comes a gradient of 8:
    `adam_step(2.0, -0.5, 0.2, 8.0, t=2, lr=0.6, beta1=0.5, beta2=0.8)` is
    `(1.5, 3.75, 12.96)`, with m̂ = 5 and v̂ = 36 on the way. A check at t = 1
    alone would tell you little: there many a wrong formula gives the right
    number.
    """
    raise NotImplementedError
