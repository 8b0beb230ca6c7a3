"""A list of a million lists."""
# finding: value


def ema_moments(*args):
    return [[] for _ in range(10**6)]


bias_correct = adam_step = ema_moments
