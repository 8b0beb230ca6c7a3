"""Functions, parameters and frames whose names are sentences."""
# finding: missing


def ema_moments(*args):
    raise ValueError


ema_moments.__code__ = ema_moments.__code__.replace(co_name="f\n  GOT THROUGH")


def adam_step(theta):
    return theta


adam_step.__code__ = adam_step.__code__.replace(co_varnames=("theta) GOT THROUGH (",))
globals()["bias_correct. GOT THROUGH"] = ema_moments
