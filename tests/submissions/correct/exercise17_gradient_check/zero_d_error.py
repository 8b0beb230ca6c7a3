import numpy as np


def numeric_gradient(f, theta, h=1e-5):
    theta = np.array(theta, dtype=float)
    out = np.zeros(theta.shape)
    for k in range(theta.size):
        e = np.zeros(theta.size)
        e[k] = h
        e = e.reshape(theta.shape)
        out.flat[k] = (f(theta + e) - f(theta - e)) / (2 * h)
    return out


def relative_error(a, b):
    a = np.asarray(a, dtype=np.longdouble)
    b = np.asarray(b, dtype=np.longdouble)
    size = np.sqrt(np.sum(a**2)) + np.sqrt(np.sum(b**2))
    answer = np.zeros(())
    np.divide(np.sqrt(np.sum((a - b) ** 2)), size, out=answer, where=size > 0, casting="unsafe")
    return answer
