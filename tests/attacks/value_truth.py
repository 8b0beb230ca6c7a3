"""True is no number."""


def ema_moments(*args):
    return True


bias_correct = adam_step = ema_moments
