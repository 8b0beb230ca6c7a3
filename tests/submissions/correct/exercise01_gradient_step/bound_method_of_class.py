import numpy as np

class GradientDescent:
    def __init__(self):
        self.calls = 0     # only for my own curiosity

    def step(self, theta, grad, lr):
        self.calls += 1
        return np.asarray(theta) - np.asarray(grad) * lr

    def run(self, grad_fn, theta0, lr, n_steps):
        theta = np.asarray(theta0)
        trajectory = (theta,)
        for _ in range(n_steps):
            theta = self.step(theta, grad_fn(theta), lr)
            trajectory += (theta,)
        return trajectory

_gd = GradientDescent()
gradient_step = _gd.step
gradient_descent = _gd.run
