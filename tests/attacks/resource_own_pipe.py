"""Waiting for a word that nobody will say."""
# finding: timeout

import os


def ema_moments(*args):
    listen, _talk = os.pipe()
    return os.read(listen, 1)


bias_correct = adam_step = ema_moments
