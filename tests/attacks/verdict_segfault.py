"""A null pointer is read."""
# finding: crash

import ctypes


def ema_moments(*args):
    return ctypes.string_at(0)


bias_correct = adam_step = ema_moments
