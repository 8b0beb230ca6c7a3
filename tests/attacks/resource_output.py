"""A flood on both streams, by print and past it."""

import os


def ema_moments(*args):
    for _ in range(2000):
        print("flood " * 100)
        try:
            os.write(1, b"flood" * 1000)
            os.write(2, b"flood" * 1000)
        except OSError:
            continue
    return None


bias_correct = adam_step = ema_moments
