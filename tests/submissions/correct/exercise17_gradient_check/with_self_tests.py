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
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    top = np.sqrt(((a - b) ** 2).sum())
    bottom = np.sqrt((a**2).sum()) + np.sqrt((b**2).sum())
    return top / bottom if bottom else 0.0


if __name__ == "__main__":
    print(numeric_gradient(lambda x: x**3, 2.0, h=0.5))

assert abs(relative_error([3, 0], [0, 4]) - 5 / 7) < 1e-12
assert np.allclose(numeric_gradient(lambda x: np.sum(x**2), [[1, 2, 3]]), [[2, 4, 6]])
print("all good")
