"""A group of exceptions, deeply nested."""
# finding: crash


def ema_moments(*args):
    error = ValueError("x")
    for _ in range(200):
        error = ExceptionGroup("g", [error])
    raise error


bias_correct = adam_step = ema_moments
