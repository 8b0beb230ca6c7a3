"""A frame that announces 15 MB and never sends them."""
# finding: protocol or timeout

import os
import struct
import time


def ema_moments(*args):
    for descriptor in range(3, 12):
        try:
            os.write(descriptor, struct.pack("<IBI", 15 * 2**20, 17, 2))
        except OSError:
            continue
    time.sleep(100)


bias_correct = adam_step = ema_moments
