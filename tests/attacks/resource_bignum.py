"""One operation that never lets go."""
# finding: timeout


def ema_moments(*args):
    return 3 ** (10**9)


bias_correct = adam_step = ema_moments
