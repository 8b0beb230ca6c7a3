# function: warmup_cosine
# expects: SC-NOCLAMP
import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    """no end in sight"""
    if warmup and step <= warmup:
        return peak * (step / warmup)
    half = np.pi / 2 * (step - warmup) / (total - warmup)
    return peak * np.cos(half) ** 2 + floor * np.sin(half) ** 2
