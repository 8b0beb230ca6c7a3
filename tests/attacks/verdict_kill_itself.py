"""SIGKILL of itself; process 1 of a namespace ignores it."""

import os


def ema_moments(*args):
    os.kill(os.getpid(), 9)


bias_correct = adam_step = ema_moments
