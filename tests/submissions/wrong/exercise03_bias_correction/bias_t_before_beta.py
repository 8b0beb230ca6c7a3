# function: bias_correct
# expects: X-ARGS
import numpy as np


def bias_correct(moment, t, beta):
    return np.asarray(moment, dtype=float) / (1 - beta**t)
