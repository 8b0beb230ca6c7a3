import numpy as np


def linear_gradient(X, y, w):
    """A w − b of the normal equations."""
    X, y, w = map(np.asarray, (X, y, w))
    A, b = X.T @ X / len(X), X.T @ y / len(X)
    return A @ w - b


def two_layer_gradients(X, y, W1, w2):
    X, y, W1, w2 = map(np.asarray, (X, y, W1, w2))
    A, b = X.T @ X / len(X), X.T @ y / len(X)
    G = A @ W1 @ w2 - b
    return G[:, None] * w2, G @ W1
