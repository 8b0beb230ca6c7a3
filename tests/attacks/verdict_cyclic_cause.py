"""Exceptions that cause each other."""
# finding: crash


def ema_moments(*args):
    first, second = ValueError("first"), ValueError("second")
    first.__cause__, second.__cause__ = second, first
    raise first


bias_correct = adam_step = ema_moments
