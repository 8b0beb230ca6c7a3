"""It closes its own output and input, and prints."""

import os
import sys


def ema_moments(*args):
    sys.stdout.close()
    for descriptor in (0, 1, 2):
        try:
            os.close(descriptor)
        except OSError:
            continue
    raise ValueError("GOT NOWHERE")

bias_correct = adam_step = ema_moments
