"""A very long text."""


def ema_moments(*args):
    return "x" * (2**20 - 1)


bias_correct = adam_step = ema_moments
