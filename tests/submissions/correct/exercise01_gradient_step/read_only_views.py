import numpy as np

def frozen(x):
    view = x.view()
    view.flags.writeable = False
    return view

def gradient_step(theta, grad, lr):
    return frozen(np.array(theta - lr * np.asarray(grad, dtype=float)))

def gradient_descent(grad_fn, theta0, lr, n_steps):
    path = np.zeros((n_steps + 1,) + np.shape(theta0))
    path[0] = theta0
    for k in range(n_steps):
        path[k + 1] = path[k] - lr * np.asarray(grad_fn(path[k].copy()))
    return frozen(path)
