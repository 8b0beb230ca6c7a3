# function: bias_correct
# expects: BC-BRACKET
import numpy as np


def bias_correct(moment, beta, t):
    return np.asarray(moment, dtype=float) / 1 - beta**t
