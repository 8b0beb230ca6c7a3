# function: linear_gradient
# expects: LD-SIGN
import numpy as np


def linear_gradient(X, y, w):
    X, y, w = np.asarray(X, dtype=float), np.asarray(y, dtype=float), np.asarray(w, dtype=float)
    error = y - X @ w
    return np.mean(X * error[:, None], axis=0)


def two_layer_gradients(X, y, W1, w2):
    X, y, W1, w2 = (np.asarray(one, dtype=float) for one in (X, y, W1, w2))
    hidden = X @ W1
    e = (hidden @ w2 - y) / len(y)
    return X.T @ np.outer(e, w2), hidden.T @ e
