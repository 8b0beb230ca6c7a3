"""Alarms ring a thousand times a second, between the calls as well."""

import signal

signal.signal(signal.SIGALRM, lambda *_: [None for _ in range(10**5)])
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)


def ema_moments(*args):
    return None

bias_correct = adam_step = ema_moments
