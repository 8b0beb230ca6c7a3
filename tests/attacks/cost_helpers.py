"""What a right function is asked once it answers in place of a wrong one: powers without end, arrays that spread."""

import numpy as np

ASKED = [
    (1.0, 3**8000, 10**7),
    (np.ones((1, 60_000)), np.ones((60_000, 1)), 2),
    ([1.0] * 60_000, [[0.5]] * 60_000, 2),
    ("x" * 10**6, 0.9, 10**6),
]


def bias_correct(moment, beta, t):
    return None


def adam_step(*args):
    for asked in ASKED:
        try:
            bias_correct(*asked)
        except ValueError:
            pass
    return None


def answer(*args):
    return None


ema_moments = gradient_step = gradient_descent = detect_divergence = diagnose_curve = answer
