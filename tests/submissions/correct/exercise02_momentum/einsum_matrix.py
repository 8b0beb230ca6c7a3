import numpy as np

def momentum_step(theta, v, grad, lr, beta):
    # (theta', v') is a linear map of (theta, v, grad)
    M = np.array([[1.0, -lr * beta, -lr],
                  [0.0, beta, 1.0]])
    stacked = np.array([np.asarray(theta, float), np.asarray(v, float), np.asarray(grad, float)])
    return np.tensordot(M, stacked, axes=1)

def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta = np.asarray(theta0, float)
    v = np.zeros_like(theta)
    path = [theta]
    for _ in range(n_steps):
        theta, v = momentum_step(theta, v, grad_fn(theta), lr, beta)
        path.append(theta)
    return np.array(path)
