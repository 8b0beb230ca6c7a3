import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    A = np.array([[1, -lr * beta, -lr], [0, beta, 1]])
    s = np.stack([np.asarray(z, dtype=float) for z in (theta, v, grad)])
    return np.tensordot(A, s, axes=(1, 0))


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta0 = np.asarray(theta0, dtype=float)
    state = np.stack([theta0, np.zeros(theta0.shape)])
    path = [state[0]]
    for _ in range(n_steps):
        state = momentum_step(state[0], state[1], grad_fn(state[0]), lr, beta)
        path.append(state[0])
    return path
