"""Bisection: a root that cannot escape

A function that is negative at one end of an interval and positive at the other is zero somewhere between,
if only it never jumps. Look at the middle: in which half must the root be? Keep that half and ask again.
"""

import numpy as np


def halve(f, low, high) -> tuple[float, float]:
    """Return the pair (low', high'): the half of the interval at whose ends `f` still has different signs.

    By hand: `halve(lambda x: x - 1, 0, 4)` is `(0.0, 2.0)`. How long is what is left after ten calls?
    """
    raise NotImplementedError
