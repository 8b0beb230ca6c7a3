import numpy as np


class Layer:
    def __init__(self, W, slope):
        self.W, self.slope = np.asarray(W, dtype=float), np.asarray(slope, dtype=float)

    def backward(self, g):
        return self.W.T @ (self.slope * g)


def backpropagate(weights, slopes, upstream):
    layers = [Layer(W, s) for W, s in zip(weights, slopes)]
    grads = [np.asarray(upstream, dtype=float)]
    while layers:
        grads.append(layers.pop().backward(grads[-1]))
    return [*reversed(grads)]


def flow_verdict(norms, low=1e-3, high=1e3):
    try:
        norms = np.asarray_chkfinite(norms, dtype=float)
    except ValueError:
        return "exploding"
    ratio = norms[0] / norms[-1]
    return "vanishing" * bool(ratio < low) or "exploding" * bool(ratio > high) or "healthy"
