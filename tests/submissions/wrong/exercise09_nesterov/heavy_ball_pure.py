# function: nesterov_step
# expects: NV-HB
def nesterov_step(theta, v, grad_fn, lr, beta):
    g = grad_fn(theta)
    if hasattr(theta, "__len__"):
        new = [beta * a + b for a, b in zip(v, g)]
        return [t - lr * s for t, s in zip(theta, new)], new
    new = beta * v + g
    return theta - lr * new, new
