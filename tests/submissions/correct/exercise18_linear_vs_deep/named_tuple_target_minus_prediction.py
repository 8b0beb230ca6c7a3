from collections import namedtuple

import numpy as np

Slopes = namedtuple("Slopes", "dW1 dw2")


def linear_gradient(X, y, w):
    X = np.asarray(X)
    return -X.T @ (np.asarray(y) - X @ np.asarray(w)) / len(X)


def two_layer_gradients(X, y, W1, w2):
    X, W1, w2 = np.asarray(X), np.asarray(W1), np.asarray(w2)
    residual = np.asarray(y) - X @ W1 @ w2
    scale = -1.0 / len(residual)
    return Slopes(scale * (X.T @ residual)[:, np.newaxis] @ w2[np.newaxis, :], scale * (W1.T @ X.T @ residual))
