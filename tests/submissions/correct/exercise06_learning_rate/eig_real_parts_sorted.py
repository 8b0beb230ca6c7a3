import numpy as np


def spectrum(H):
    values, _ = np.linalg.eig(np.array(H, dtype=float))
    return sorted(float(v.real) for v in values)


def max_stable_lr(H):
    return 2.0 / spectrum(H)[-1]


def condition_number(H):
    s = spectrum(H)
    return s[-1] / s[0]


def best_lr(H):
    smallest, *_, largest = [*spectrum(H)[:1], *spectrum(H)]
    return 2.0 / (smallest + largest)
