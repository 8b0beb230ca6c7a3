# function: numeric_gradient
# expects: NG-H1 NG-NOHALF
import numpy as np


def numeric_gradient(f, theta, h=1e-5):
    small = 1e-5
    theta = np.array(theta, dtype=float)
    slopes = []
    for i in range(theta.size):
        nudge = np.zeros(theta.size)
        nudge[i] = small
        nudge = nudge.reshape(theta.shape)
        slopes.append((f(theta + nudge) - f(theta - nudge)) / small)
    return np.array(slopes).reshape(theta.shape)


def relative_error(a, b):
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    away = np.sqrt(np.sum((a - b) ** 2))
    whole = np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2))
    return away / whole if whole > 0 else 0.0
