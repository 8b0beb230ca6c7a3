"""Its traceback shows lines of a file that it names itself."""
# finding: crash

import linecache


def ema_moments(*args):
    for name in list(linecache.cache):
        linecache.cache[name] = (10, None, [open("@SECRET@").read() if False else "[red]\x1b[31m\n"] * 100, name)
    raise ValueError

bias_correct = adam_step = ema_moments
