import math


def classify_stationary(hessian, tol=1e-6):
    """Jacobi's rotations: turn until nothing is left beside the diagonal."""
    a = [[float(x) for x in row] for row in hessian]
    n = len(a)
    for _ in range(60):
        big, p, q = max(((abs(a[i][j]), i, j) for i in range(n) for j in range(i)), default=(0.0, 0, 0))
        if big < 1e-14:
            break
        angle = 0.5 * math.atan2(2 * a[p][q], a[q][q] - a[p][p])
        c, s = math.cos(angle), math.sin(angle)
        for k in range(n):
            a[k][p], a[k][q] = c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q]
        for k in range(n):
            a[p][k], a[q][k] = c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k]
    lam = [a[i][i] for i in range(n)]
    rises = sum(x > tol for x in lam)
    falls = sum(x < -tol for x in lam)
    if rises and falls:
        return "saddle"
    if rises == n:
        return "minimum"
    if falls == n:
        return "maximum"
    return "flat"


def noisy_descent(grad_fn, theta0, lr, noise):
    path = [theta0]
    for row in noise:
        slope = grad_fn(path[-1])
        path.append(_step(path[-1], slope, row, lr))
    return path


def _step(theta, slope, row, lr):
    if hasattr(theta, "__len__") and getattr(theta, "shape", 1) != ():
        return [_step(t, g, n, lr) for t, g, n in zip(theta, slope, row)]
    return float(theta) - lr * (float(slope) + float(row))
