"""A thread that goes on talking."""

import os
import threading
import time


def ema_moments(*args):
    def talk():
        while True:
            time.sleep(0.01)
            os.write(3, b"noise")
    threading.Thread(target=talk, daemon=True).start()
    return 1.0


bias_correct = adam_step = ema_moments
