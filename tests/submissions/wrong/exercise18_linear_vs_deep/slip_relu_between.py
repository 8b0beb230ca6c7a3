# function: two_layer_gradients
# expects: none
# slip: a ReLU between the layers
import numpy as np


def linear_gradient(X, y, w):
    X, y, w = np.asarray(X, dtype=float), np.asarray(y, dtype=float), np.asarray(w, dtype=float)
    return X.T.dot(X.dot(w) - y) / X.shape[0]


def two_layer_gradients(X, y, W1, w2):
    X, y, W1, w2 = (np.asarray(a, dtype=float) for a in (X, y, W1, w2))
    n = len(y)
    H = np.maximum(X @ W1, 0)
    e = (H @ w2 - y) / n
    return X.T @ (np.outer(e, w2) * (H > 0)), H.T @ e
