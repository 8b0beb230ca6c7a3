"""A loop that never ends."""
# finding: timeout


def ema_moments(*args):
    while True:
        pass


bias_correct = adam_step = ema_moments
