import numpy as np

def momentum_step(theta, v, grad, lr, beta):
    t = np.array(theta, dtype=np.float64, copy=True)
    w = np.array(v, dtype=np.float64, copy=True)
    w *= beta
    w += np.asarray(grad)
    t -= lr * w
    return (t, w)

def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    t = np.array(theta0, dtype=np.float64, copy=True)
    w = np.zeros_like(t)
    path = [t.copy()]
    for i in range(n_steps):
        w *= beta
        w += np.asarray(grad_fn(t.copy()))
        t -= lr * w
        path.append(t.copy())
    return path
