# function: two_layer_gradients
# expects: LD-FRESH
import numpy as np


def linear_gradient(X, y, w):
    X, y, w = np.asarray(X, dtype=float), np.asarray(y, dtype=float), np.asarray(w, dtype=float)
    return X.T.dot(X.dot(w) - y) / X.shape[0]


def two_layer_gradients(X, y, W1, w2):
    X, y, W1, w2 = (np.asarray(a, dtype=float) for a in (X, y, W1, w2))
    n = len(y)
    e = X @ W1 @ w2 - y
    dw2 = (X @ W1).T @ e / n
    w2 = w2 - dw2
    return np.outer(X.T @ e, w2) / n, dw2
