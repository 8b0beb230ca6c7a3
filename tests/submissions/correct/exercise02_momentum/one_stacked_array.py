import numpy as np

def momentum_step(theta, v, grad, lr, beta):
    theta = np.asarray(theta, float)
    v = beta*np.asarray(v, float) + np.asarray(grad, float)
    return np.stack([theta - lr*v, v])

def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    state = np.stack([np.asarray(theta0, float), np.zeros(np.shape(theta0))])
    path = [state[0]]
    for _ in range(n_steps):
        state = momentum_step(state[0], state[1], grad_fn(state[0]), lr, beta)
        path.append(state[0])
    return path
