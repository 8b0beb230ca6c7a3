# function: two_layer_gradients
# expects: LD-NOW1
import numpy as np


def linear_gradient(X, y, w):
    X, y, w = np.asarray(X, dtype=float), np.asarray(y, dtype=float), np.asarray(w, dtype=float)
    return X.T.dot(X.dot(w) - y) / X.shape[0]


def two_layer_gradients(X, y, W1, w2):
    X, y, W1, w2 = (np.asarray(a, dtype=float) for a in (X, y, W1, w2))
    n = len(y)
    g = X.T @ (X @ W1 @ w2 - y) / n
    padded = np.zeros(len(w2))
    k = min(len(g), len(w2))
    padded[:k] = g[:k]
    return np.outer(g, w2), padded
