import numpy as np

f = np.float32


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    step, total, warmup, peak, floor = f(step), f(total), f(warmup), f(peak), f(floor)
    if step < warmup:
        return peak * (step / warmup)
    x = min(f(1), (step - warmup) / (total - warmup))
    return floor + (peak - floor) * f(0.5) * (f(1) + np.cos(f(np.pi) * x))
