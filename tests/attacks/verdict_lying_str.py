"""An exception whose text is no text."""
# finding: crash

class Odd(Exception):
    def __str__(self):
        return 5


def ema_moments(*args):
    raise Odd


bias_correct = adam_step = ema_moments
