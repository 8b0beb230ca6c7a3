import numpy as np


def forward(X, W1, w2):
    H = np.asarray(X, dtype=float) @ np.asarray(W1, dtype=float)
    return H, H @ np.asarray(w2, dtype=float)


def linear_gradient(X, y, w):
    w = np.asarray(w, dtype=float)
    dW, _ = two_layer_gradients(X, y, w[:, None], np.ones(1))
    return dW[:, 0]


def two_layer_gradients(X, y, W1, w2):
    H, p = forward(X, W1, w2)
    dp = (p - np.asarray(y, dtype=float)) / len(p)
    dH = np.outer(dp, w2)
    return np.asarray(X, dtype=float).T @ dH, H.T @ dp
