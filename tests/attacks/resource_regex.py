"""A catastrophic pattern."""
# finding: timeout

import re


def ema_moments(*args):
    return re.match(r"(a+)+$", "a" * 60 + "b")


bias_correct = adam_step = ema_moments
