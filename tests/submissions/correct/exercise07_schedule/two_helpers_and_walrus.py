from math import cos, pi


def _lerp(low, high, weight):
    return low + (high - low) * weight


def _ramp(step, warmup):
    return step / warmup


def _wave(x):
    return 0.5 + 0.5 * cos(pi * x)


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    if (left := warmup - step) > 0:
        return _lerp(0, peak, 1 - left / warmup)
    return _lerp(floor, peak, _wave(min(-left / (total - warmup), 1)))
