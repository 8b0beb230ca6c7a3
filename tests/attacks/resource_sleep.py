"""A long sleep."""
# finding: timeout

import time


def ema_moments(*args):
    time.sleep(3600)


bias_correct = adam_step = ema_moments
