import numpy as np


def numeric_gradient(f, theta, h=0.00001):
    theta = np.array(theta, dtype="float64", copy=True)
    flat = theta.reshape(-1)
    grads = np.zeros_like(flat)
    for i, value in enumerate(flat.copy()):
        flat[i] = value - h
        low = f(theta)
        flat[i] = value + h
        high = f(theta)
        flat[i] = value
        grads[i] = (high - low) / (h + h)
    return grads.reshape(theta.shape)


def relative_error(a, b):
    with np.errstate(invalid="ignore"):
        a, b = (np.asarray(g, dtype=float) for g in (a, b))
        error = np.sqrt(np.sum((a - b) ** 2)) / (np.sqrt(np.sum(a * a)) + np.sqrt(np.sum(b * b)))
    return float(np.nan_to_num(error))
