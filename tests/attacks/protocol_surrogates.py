"""Lone surrogates in a text and in an exception."""
# finding: crash


def ema_moments(*args):
    raise ValueError("\ud800 \udfff " * 30)


bias_correct = adam_step = ema_moments
