"""Numbers, texts, arrays and nothing, one in the other."""

import numpy as np


def answer(*args):
    return [np.zeros(50_000), "x" * 900_000, [1.5] * 5000, None, [[True, {"a": np.zeros(9)}]] * 999]


ema_moments = bias_correct = adam_step = gradient_step = gradient_descent = detect_divergence = diagnose_curve = answer
