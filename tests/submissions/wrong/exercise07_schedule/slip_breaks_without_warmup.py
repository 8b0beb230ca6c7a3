# function: warmup_cosine
# expects: none
# slip: divides by zero where warmup is 0
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    ramp = step / warmup
    if ramp < 1:
        return peak * ramp
    x = min(1, (step - warmup) / (total - warmup))
    return floor + (peak - floor) * (1 + np.cos(np.pi * x)) / 2
