"""An integer of five thousand digits."""
# finding: value


def ema_moments(*args):
    return 10**5000


bias_correct = adam_step = ema_moments
