import numpy as np


def classify_stationary(hessian, tol=1e-6):
    """Rayleigh quotients at the eigenvectors, with a word on each."""
    H = np.asarray(hessian, dtype=float)
    _, vectors = np.linalg.eigh(H)
    bends = [v @ H @ v for v in vectors.T]
    for bend in bends:
        print("curvature", bend)
    up = [b for b in bends if b > tol]
    down = [b for b in bends if b < -tol]
    if up and down:
        return "saddle"
    if len(up) == len(bends):
        return "minimum"
    if len(down) == len(bends):
        return "maximum"
    return "flat"


def noisy_descent(grad_fn, theta0, lr, noise):
    theta = np.asarray(theta0, dtype=float)
    history = {0: theta}
    for k, xi in enumerate(noise, start=1):
        g = grad_fn(theta)
        theta = theta - lr * (g + np.asarray(xi))
        history[k] = theta
        print(k, theta)
    return np.array([history[k] for k in sorted(history)])


if __name__ == "__main__":
    assert classify_stationary([[1, 3], [3, 1]]) == "saddle"
