import numpy as np


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    """The step as a sign and a length."""
    theta = np.asarray(theta, dtype=float)
    grad = np.asarray(grad, dtype=float)
    old = np.sqrt(np.asarray(v, dtype=float))
    # root mean square as the hypotenuse of what is kept and what comes in
    rms = np.hypot(np.sqrt(rho) * old, np.sqrt(1 - rho) * grad)
    length = np.abs(grad) / (rms + eps)
    return theta - lr * np.sign(grad) * length, rms * rms
