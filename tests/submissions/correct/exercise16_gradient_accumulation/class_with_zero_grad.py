import numpy as np


def accumulated_gradient(micro_grads, micro_counts):
    n = np.array(micro_counts, dtype=float)
    total = 0.0
    for g, k in zip(micro_grads, n):
        total = total + k * np.asarray(g, dtype=float)
    return total / n.sum()


class SGD:
    def __init__(self, theta, lr):
        self.theta, self.lr = np.array(theta, dtype=float), lr
        self.zero_grad()

    def zero_grad(self):
        self.grad, self.rows = np.zeros_like(self.theta), 0

    def backward(self, grad, rows):
        self.grad += rows * np.asarray(grad)
        self.rows += rows

    def step(self):
        self.theta = self.theta - self.lr * (self.grad / self.rows)


def accumulated_descent(grad_fn, theta0, batches, lr, every):
    sgd = SGD(theta0, lr)
    path = [sgd.theta]
    for i, batch in enumerate(batches):
        sgd.backward(grad_fn(sgd.theta, batch), len(batch))
        if (i + 1) % every == 0:
            sgd.step()
            sgd.zero_grad()
            path.append(sgd.theta)
    if sgd.rows:
        sgd.step()
        path.append(sgd.theta)
    return np.vstack(path)
