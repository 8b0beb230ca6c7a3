"""abort()."""
# finding: crash

import os


def ema_moments(*args):
    os.abort()


bias_correct = adam_step = ema_moments
