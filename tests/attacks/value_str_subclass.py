"""A text with its own mind, as the kind of an exception."""
# finding: crash


def ema_moments(*args):
    raise type("E" * 10**6, (Exception,), {})("x" * 10**7)


bias_correct = adam_step = ema_moments
