import numpy as np


def warmup_cosine(step, total, warmup, peak, floor=0.0):
    """The whole schedule as a table, then one look-up; after the end the last entry."""
    ramp = np.linspace(0.0, peak, warmup, endpoint=False)
    wave = floor + (peak - floor) * (1 + np.cos(np.linspace(0, np.pi, total - warmup + 1))) / 2
    table = np.concatenate([ramp, wave])
    assert len(table) == total + 1
    return table[min(step, total)]
