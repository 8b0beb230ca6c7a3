"""A function instead of its result."""
# finding: value


def ema_moments(*args):
    return lambda: 1.0


bias_correct = adam_step = ema_moments
