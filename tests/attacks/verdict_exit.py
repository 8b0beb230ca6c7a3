"""sys.exit(0) in a call."""
# finding: crash

import sys


def ema_moments(*args):
    sys.exit(0)


bias_correct = adam_step = ema_moments
