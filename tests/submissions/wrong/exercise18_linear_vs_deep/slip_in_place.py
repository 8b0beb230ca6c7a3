# function: linear_gradient
# expects: none
# slip: the caller's targets become errors
import numpy as np


def linear_gradient(X, y, w):
    y -= X @ w
    return -X.T @ y / len(X)


def two_layer_gradients(X, y, W1, w2):
    X, y, W1, w2 = (np.asarray(one, dtype=float) for one in (X, y, W1, w2))
    hidden = X @ W1
    e = (hidden @ w2 - y) / len(y)
    return X.T @ np.outer(e, w2), hidden.T @ e
