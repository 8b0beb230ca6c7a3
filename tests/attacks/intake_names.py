"""Parameters and functions with names of a megabyte, of markup, and of no letters at all."""
# finding: signature

NAME = "a" * 10**6
exec(f"def {NAME}({NAME}): pass")
globals()["[red]\x1b[2J"] = lambda: None
globals()["=cmd|' /C calc'!A0"] = lambda: None


def ema_moments(*, ｍ, ﬁ):
    return None

bias_correct = adam_step = ema_moments
