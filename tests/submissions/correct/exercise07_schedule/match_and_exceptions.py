import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    try:
        ramp = step / warmup
    except ZeroDivisionError:
        ramp = 1.0
    match bool(ramp < 1):
        case True:
            return np.multiply(peak, ramp)
        case _:
            u = np.true_divide(step - warmup, total - warmup)
            u = u if u < 1 else 1
            return np.add(floor, np.multiply(peak - floor, 0.5 * np.cos(np.pi * u) + 0.5))
