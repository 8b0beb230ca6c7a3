"""Code that is small to write and long to compile."""
# finding: timeout or crash or memory


def ema_moments(*args):
    return eval("-" * 10**5 + "1"), eval("lambda: " * 10**4 + "0"), eval("9" * 4000 + "**" + "9" * 6)

bias_correct = adam_step = ema_moments
