"""Every descriptor is used up."""
# finding: crash

import os


def ema_moments(*args):
    kept = []
    while True:
        kept.append(os.dup(1))


bias_correct = adam_step = ema_moments
