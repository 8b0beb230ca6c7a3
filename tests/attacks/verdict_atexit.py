"""Words at exit."""
# finding: crash

import atexit
import sys

atexit.register(print, "PASSED")


def ema_moments(*args):
    sys.exit(3)


bias_correct = adam_step = ema_moments
