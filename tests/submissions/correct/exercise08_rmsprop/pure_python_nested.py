import math


def rmsprop_step(theta, v, grad, lr, rho, eps=1e-8):
    """No numpy: recursion over nested lists."""
    if hasattr(theta, "tolist"):
        theta = theta.tolist()
    if hasattr(v, "tolist"):
        v = v.tolist()
    if hasattr(grad, "tolist"):
        grad = grad.tolist()
    if isinstance(theta, (list, tuple)):
        pairs = [rmsprop_step(a, b, c, lr, rho, eps) for a, b, c in zip(theta, v, grad)]
        return [p[0] for p in pairs], [p[1] for p in pairs]
    square = rho * v + (1 - rho) * grad * grad
    return theta - lr * grad / (math.sqrt(square) + eps), square
