"""AdamW: who pays for forgetting?

Weight decay is a gentle pull towards zero: whatever no slope defends is slowly
forgotten. There are two places where that pull can enter a step:

- **coupled**: add `weight_decay · theta` to the gradient, as the slope of a
  penalty ½·weight_decay·θ² would, and let the optimizer digest the sum;
- **decoupled**: let the optimizer see the bare gradient, and shrink the
  weights beside it.

Under plain gradient descent the two are one and the same (write it down: it
takes one line). Adam, however, divides whatever passes through its memories by
its typical size. Think about what that does to a pull that is itself a part of
the gradient, for a weight of 2 and for a weight of 200, before you compare the
two numbers below.

What holds in this file:

- Here decoupled decay **is multiplied by the learning rate**: a weight that
  feels no slope is multiplied by 1 − lr·weight_decay at every step. (The paper
  scales it by a schedule factor of its own instead; both are alive, so a file
  has to say which one it means.)
- The decay acts on `theta` as it was *before* this step.
- Adam is the Adam of exercise 3: `t` counts from 1, both averages are
  corrected, `eps` stands outside the root, and `m'`, `v'` are returned raw.
- This file is read on its own. Bring helper functions along if you like; their
  names are yours.
- Numbers, lists, tuples and arrays of any shape are welcome, integers too.
- Return new values and leave every argument as it was.
"""

import numpy as np


def adam_l2_step(
    theta,
    m,
    v,
    grad,
    t,
    lr=1e-3,
    beta1=0.9,
    beta2=0.999,
    eps=1e-8,
    weight_decay=0.01,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take step `t` of Adam with the decay coupled into the gradient; return
    (theta', m', v').

        one step of Adam on the gradient   grad + weight_decay · theta

    By hand, from rest: `adam_l2_step([2, 200], [0, 0], [0, 0], [4, 0], t=1,
    lr=0.1, weight_decay=0.1)` is `([1.9, 199.9], [0.42, 2.0], [0.01764,
    0.4])`. A weight of 200 that feels no slope at all moved by as much as a
    weight of 2 on a steep one. Where did the strength of the pull go, and what
    do `m'` and `v'` now remember besides slopes?
    """
    raise NotImplementedError


def adamw_step(
    theta,
    m,
    v,
    grad,
    t,
    lr=1e-3,
    beta1=0.9,
    beta2=0.999,
    eps=1e-8,
    weight_decay=0.01,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Take step `t` of AdamW, the decay decoupled from the gradient; return
    (theta', m', v').

        theta' = theta − lr · weight_decay · theta − lr · m̂ / (√v̂ + eps)

    where m̂ and v̂ have seen `grad` alone.

    By hand, the same step: `adamw_step([2, 200], [0, 0], [0, 0], [4, 0], t=1,
    lr=0.1, weight_decay=0.1)` is `([1.88, 198.0], [0.4, 0.0], [0.016, 0.0])`.
    The second weight lost one percent of itself. How many steps until it has
    lost half, and does the answer depend on how steep its slopes were?
    """
    raise NotImplementedError
