import numpy as np

def momentum_step(theta, v, grad, lr, beta):
    theta, v, grad = (np.asarray(q, dtype=float) for q in (theta, v, grad))
    # the two parts of the move, one by one
    coast = lr * beta * v
    push = lr * grad
    return theta - coast - push, grad + beta * v

def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    # v_k = sum_i beta^(k-i) g_i, written as a sum over all gradients seen
    x = np.array(theta0, dtype=float)
    grads, path = [], [x]
    for k in range(n_steps):
        grads.append(np.asarray(grad_fn(x), dtype=float))
        v = sum(beta ** (k - i) * g for i, g in enumerate(grads))
        x = x - lr * v
        path.append(x)
    return np.asarray(path)
