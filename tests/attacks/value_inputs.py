"""The inputs come back."""


def ema_moments(m, v, *args):
    return m, v


def bias_correct(moment, *args):
    return moment


def adam_step(theta, m, v, *args):
    return theta, m, v
