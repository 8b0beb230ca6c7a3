# function: warmup_cosine
# expects: none
# slip: prints the rate instead of returning it
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):

    if step < warmup:
        print(peak * step / warmup)
    else:
        x = min(1, (step - warmup) / (total - warmup))
        print(floor + (peak - floor) * (1 + np.cos(np.pi * x)) / 2)
