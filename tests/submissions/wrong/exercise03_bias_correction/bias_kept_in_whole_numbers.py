# function: bias_correct
# expects: none
import numpy as np


def bias_correct(moment, beta, t):
    moment = np.array(moment)
    return (moment / (1 - beta**t)).astype(moment.dtype)
