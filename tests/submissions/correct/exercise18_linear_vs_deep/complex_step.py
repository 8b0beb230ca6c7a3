import numpy as np


def _loss(X, y, W1, w2):
    e = X @ W1 @ w2 - y
    return (e * e).sum() / (2 * len(y))


def linear_gradient(X, y, w):
    X, y, w = (np.asarray(a, dtype=float) for a in (X, y, w))
    out = np.empty(len(w))
    for i in range(len(w)):
        moved = w.astype(complex)
        moved[i] += 1e-20j
        e = X @ moved - y
        out[i] = (e * e).sum().imag / 1e-20 / (2 * len(y))
    return out


def two_layer_gradients(X, y, W1, w2):
    X, y, W1, w2 = (np.asarray(a, dtype=float) for a in (X, y, W1, w2))
    dW1, dw2 = np.empty(W1.shape), np.empty(w2.shape)
    for place in np.ndindex(W1.shape):
        moved = W1.astype(complex)
        moved[place] += 1e-20j
        dW1[place] = _loss(X, y, moved, w2).imag / 1e-20
    for place in range(len(w2)):
        moved = w2.astype(complex)
        moved[place] += 1e-20j
        dw2[place] = _loss(X, y, W1, moved).imag / 1e-20
    return dW1, dw2
