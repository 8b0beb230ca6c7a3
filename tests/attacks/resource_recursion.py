"""Recursion beyond every limit."""

import sys


def ema_moments(*args):
    sys.setrecursionlimit(10**9)
    def deeper(n):
        return deeper(n + 1) + 1
    return deeper(0)


bias_correct = adam_step = ema_moments
