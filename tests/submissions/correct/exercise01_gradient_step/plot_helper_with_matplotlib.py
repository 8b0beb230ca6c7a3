import numpy as np
try:
    import matplotlib.pyplot as plt
except ImportError:
    plt = None

def gradient_step(theta, grad, lr):
    g = np.asarray(grad)
    return np.asarray(theta) - lr * g

def gradient_descent(grad_fn, theta0, lr, n_steps):
    pts = [theta0]
    for _ in range(n_steps):
        pts.append(gradient_step(pts[-1], grad_fn(pts[-1]), lr))
    return pts

def show(path):
    plt.plot(np.array(path)[:, 0], np.array(path)[:, 1], "o-")
    plt.show()
