"""A dictionary with odd keys."""
# finding: value


def ema_moments(*args):
    return {object(): 1, 2.5: 3}


bias_correct = adam_step = ema_moments
