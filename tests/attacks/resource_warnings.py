"""A flood of warnings."""

import warnings


def ema_moments(*args):
    for number in range(20_000):
        warnings.warn(f"flood {number}")
    return None


bias_correct = adam_step = ema_moments
