"""A list of a million lists."""
# finding: value or timeout


def ema_moments(*args):
    return [[]] * 600_000


bias_correct = adam_step = ema_moments
