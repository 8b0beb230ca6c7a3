"""A generator."""
# finding: value


def ema_moments(*args):
    return (x for x in range(3))


bias_correct = adam_step = ema_moments
