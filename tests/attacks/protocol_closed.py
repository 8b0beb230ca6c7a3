"""The channel is closed."""
# finding: crash

import os


def ema_moments(*args):
    os.closerange(3, 64)
    while True:
        pass


bias_correct = adam_step = ema_moments
