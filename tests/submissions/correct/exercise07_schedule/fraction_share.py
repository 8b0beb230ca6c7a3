from fractions import Fraction
import math


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    # shares are exact until the cosine needs a float
    step, total, warmup = int(step), int(total), int(warmup)
    if step < warmup:
        return float(Fraction(step, warmup)) * peak
    x = min(Fraction(step - warmup, total - warmup), Fraction(1))
    return floor + (peak - floor) * (1 + math.cos(math.pi * float(x))) * 0.5
