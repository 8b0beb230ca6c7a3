# function: gradient_step
# expects: none
# slip: the learning rate decays with every call through a global counter
from itertools import accumulate
import numpy as np


calls = 0

def gradient_step(theta, grad, lr):
    global calls
    calls += 1
    return np.asarray(theta) - lr * 0.99 ** (calls - 1) * np.asarray(grad)


def gradient_descent(grad_fn, theta0, lr, n_steps):
    x0 = np.array(theta0, float)
    return list(accumulate(range(n_steps), lambda x, _: x - lr * np.asarray(grad_fn(x)), initial=x0))
