# function: warmup_cosine
# expects: SC-LINEAR
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        return peak * step / warmup
    return np.interp(step, [warmup, total], [float(peak), float(floor)])
