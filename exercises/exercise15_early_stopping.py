"""Early stopping: when to let go

The optimizer is happy for as long as you let it run: the training loss falls
and falls. The validation loss tells another story. It falls as long as the
model learns what is true of all data, and rises once it learns by heart what
is true of these examples alone. The best model lies somewhere on the way, and
nobody rings a bell there.

So you wait and see. Remember the best validation loss so far, count how many
came after it without being better, and stop when your patience is at an end.
By then the best model lies `patience` losses behind you: when to stop and
which model to keep are two different questions.

What holds in this file:

- `val` holds one validation loss after another, from the first on. It is a
  list, a tuple or an array of one dimension, integers too. Leave it as it was.
- You watch the losses one after the other and know nothing of the future.
- A loss is **better** if it is less than `best − min_delta`, where `best` is
  the loss of the last better one; the first number is better than nothing.
  `best` moves only then: gains too small to count leave it where it is.
- NaN is never better.
- Libraries differ in the small print. Here the run stops at the loss with
  which the count *reaches* `patience`.
- Not tested: an empty `val`, a `patience` below 1, a `min_delta` below 0, an
  infinite first loss.
"""

import numpy as np


def early_stopping(val, patience, min_delta=0.0) -> tuple[int, int]:
    """Return the pair (stop, best): where the run stops, and where it was best.

    Take one loss after the other, from index 0 on:

    1. A better loss becomes the best one, and the count starts again at 0.
    2. Any other loss adds 1 to the count. When the count reaches `patience`,
       the run stops at this index.

    A run that is never stopped ends at its last index. `best` is the index of
    the best loss that was seen until then.

    By hand: `early_stopping([5, 3, 4, 2, 2.5, 2, 3, 1], patience=3)` is
    `(6, 3)`. The 4 at index 2 is forgiven, the second 2 is no better than the
    first, and the 1 comes too late. What would a patience of 4 have seen?
    """
    raise NotImplementedError
