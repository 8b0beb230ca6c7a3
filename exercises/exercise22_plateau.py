"""Plateau: when the loss stands still

The optimizer runs along, and the loss no longer falls. Perhaps it hops from
side to side of a valley whose floor is narrower than its steps. Perhaps the
noise of its mini-batches throws it back as far as each step brings it on.
With smaller steps it gets further down. On a long gentle slope it only gets
slower: no curve of losses tells the two apart.

A schedule fixes its rates before the run. Here the run itself is asked: wait
until the loss has not been better for a while, and cut the rate then. So there
are three things to remember from loss to loss: the best loss, a count of the
losses that were not better, and the rate in force.

What holds in this file:

- `losses` holds one loss after another, from the first on. It is a list, a
  tuple or an array of one dimension, integers too. Leave it as it was.
- A loss is **better** if it is less than `best − min_delta`, where `best` is
  the loss of the last better one; the first number is better than nothing.
  `best` moves only then: not with gains too small to count, and not with a cut.
- NaN is never better.
- Libraries differ in the small print. Here the rate is cut at the loss with
  which the count *reaches* `patience`, and that loss already has the new rate.
- Not tested: empty `losses`, a `patience` below 1, a `min_delta` below 0, a
  `floor` above `lr`, an infinite first loss.
"""

import numpy as np


def reduce_on_plateau(
    losses,
    lr,
    factor=0.1,
    patience=3,
    min_delta=0.0,
    floor=0.0,
) -> np.ndarray:
    """Return one rate a loss: the one in force after that loss was seen.

    Begin with the rate `lr` and the count 0, and take one loss after the other:

    1. A better loss becomes the best one, and the count starts again at 0.
    2. Any other loss adds 1 to the count. When the count reaches `patience`,
       the rate in force is multiplied by `factor`, but never falls below
       `floor`; and the count starts again at 0.

    By hand: `reduce_on_plateau([5, 4, 4, 4.5, 3, 3, 3], 0.8, 0.5, 2)` is
    `[0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2]`. Which losses brought the cuts, and
    what would a patience of 3 have done?
    """
    raise NotImplementedError
