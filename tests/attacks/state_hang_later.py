"""The file loads in one process and hangs in the next."""
# finding: timeout

import os
import time

if os.urandom(1)[0] < 170:
    time.sleep(1000)


def ema_moments(*args):
    time.sleep(1000)


bias_correct = adam_step = ema_moments
