"""Output of no letters: every control, every mark that joins, every direction, in one line."""


def ema_moments(*args):
    print("".join(map(chr, range(0x2FF))) * 3, "a" + "\u0301" * 5000, "\u202e\u2066\U000e0041" * 1000, sep="\r")
    return None

bias_correct = adam_step = ema_moments
