"""RMSProp: every coordinate sets its own pace

One learning rate for a million parameters is one shoe for all feet. Where the
slope is steep a stride is too long and the walk rattles from wall to wall;
where it is gentle the same stride gets nowhere.

RMSProp lets each coordinate measure its own ground. `v` remembers how big the
slope has been there lately: a fading average of its *square*. The step is the
slope divided by the root of that average. So the unit of the loss cancels, and
a steep coordinate walks about as fast as a gentle one: by about `lr`, as long
as the slope stays what it was. A slope that is larger than usual takes a
longer step, a smaller one a shorter step.

The memory fades. AdaGrad, an elder cousin, adds its squares up for ever, and
its steps die out. Here an old cliff is forgotten, and `rho` says how slowly.

What holds in this file:

- **There is no bias correction.** `v` begins at zero and the first steps use
  it as it stands. (Too timid or too bold, then? Work it out for `rho` = 0.99.)
- `v` takes in the present slope first; then the step is divided by the *new*
  root.
- `eps` only keeps zero over zero at zero. It stands beside the root here, as
  in PyTorch; TensorFlow and JAX put it inside. Both are fine.
- `v` and `grad` have the shape of `theta`: each coordinate has its own scale.
- Numbers, lists, tuples and arrays of any shape are welcome, integers too.
- Return new values and leave every argument as it was.
"""

import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8) -> tuple:
    """Take one step of RMSProp and return the pair (theta', v').

        v'     = rho · v + (1 − rho) · grad²
        theta' = theta − lr · grad / (√v' + eps)

    The square is taken coordinate by coordinate, and so is the quotient. Both
    results have the shape of `theta`.

    By hand: `rmsprop_step(1.0, 12.0, -8.0, lr=0.5, rho=0.75)` is
    `(1.8, 25.0)`. The step is longer than `lr`. What would the slope have to
    be for a step of exactly `lr`, with the same memory?
    """
    raise NotImplementedError
