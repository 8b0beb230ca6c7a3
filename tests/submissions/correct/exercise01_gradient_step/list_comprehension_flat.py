import numpy as np

def gradient_step(theta, grad, lr):
    shape = np.shape(theta)
    flat_t = np.ravel(theta).tolist()
    flat_g = np.ravel(grad).tolist()
    return np.reshape([t - lr * g for t, g in zip(flat_t, flat_g)], shape)

def gradient_descent(grad_fn, theta0, lr, n_steps):
    p = [np.asarray(theta0, dtype=float)]
    [p.append(gradient_step(p[-1], grad_fn(p[-1]), lr)) for _ in range(n_steps)]
    return np.array(p)
