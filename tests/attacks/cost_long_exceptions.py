"""Exceptions of long names, long texts and hundreds of lines."""

class Long(Exception):
    pass


Long.__name__ = "L" * 1_000_000


def deeper(left):
    if left:
        deeper(left - 1)
    raise Long("\x1b[31m" * 200_000)


def answer(*args):
    deeper(300)


ema_moments = bias_correct = adam_step = gradient_step = gradient_descent = detect_divergence = diagnose_curve = answer
