import numpy as np


F = np.float32


def linear_gradient(X, y, w):
    X, y, w = np.asarray(X, F), np.asarray(y, F), np.asarray(w, F)
    return X.T @ (X @ w - y) / F(len(X))


def two_layer_gradients(X, y, W1, w2):
    X, y, W1, w2 = np.asarray(X, F), np.asarray(y, F), np.asarray(W1, F), np.asarray(w2, F)
    g = linear_gradient(X, y, W1 @ w2)
    return np.outer(g, w2), W1.T @ g
