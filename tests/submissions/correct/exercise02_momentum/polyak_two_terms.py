import numpy as np

def momentum_step(theta, v, grad, lr, beta):
    theta, v, grad = map(np.asarray, (theta, v, grad))
    v_next = grad + beta * v
    return [theta - lr * v_next, v_next]

def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    # x_{k+1} = x_k - lr g(x_k) + beta (x_k - x_{k-1})   [Polyak 1964]
    xs = [np.array(theta0, dtype=float)]
    for k in range(n_steps):
        x = xs[k]
        inertia = beta * (x - xs[k - 1]) if k > 0 else 0.0
        xs.append(x - lr * np.array(grad_fn(x)) + inertia)
    return xs
