import numpy as np

f = np.float32


def classify_stationary(hessian, tol=1e-6):
    w = np.linalg.eigvalsh(np.array(hessian, dtype=f))
    if (w > tol).any() and (w < -tol).any():
        return "saddle"
    if (np.abs(w) <= tol).any():
        return "flat"
    return "minimum" if w[0] > 0 else "maximum"


def noisy_descent(grad_fn, theta0, lr, noise):
    t = np.array(theta0, dtype=f)
    out = [t]
    for n in np.array(noise, dtype=f):
        t = (t - f(lr) * (np.array(grad_fn(t), dtype=f) + n)).astype(f)
        out.append(t)
    return np.stack(out)
