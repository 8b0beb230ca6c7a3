import numpy as np

WORDS = {(1, 1): "saddle", (1, 0): "minimum", (0, 1): "maximum", (0, 0): "flat"}


def classify_stationary(hessian, tol=1e-6):
    lam = np.linalg.eigvalsh(np.asarray(hessian, dtype=float))
    some = (int(np.any(lam > tol)), int(np.any(lam < -tol)))
    word = np.str_(WORDS[some])
    if word != "saddle" and np.any(np.abs(lam) <= tol):
        word = np.str_("flat")
    return word


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.array(theta0, dtype=float)
    steps = len(noise)
    path = np.zeros((steps + 1, *theta.shape))
    path[0] = theta
    for k, n in enumerate(noise):
        theta -= lr * (grad_fn(theta.copy()) + np.array(n))
        path[k + 1] = theta
    return path
