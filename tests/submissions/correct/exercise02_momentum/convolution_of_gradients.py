import numpy as np


def momentum_step(theta, v, grad, lr, beta):
    v_new = np.asarray(grad) - (-beta) * np.asarray(v)
    return np.asarray(theta) + (-lr) * v_new, v_new


def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    x0 = np.asarray(theta0, float)
    grads = []
    rows = [x0]
    for k in range(n_steps):
        grads.append(np.asarray(grad_fn(rows[-1]), float))
        # place k+1 = x0 - lr * sum_j (1 + beta + ... + beta^(k-j)) g_j
        w = (1 - beta ** np.arange(k + 1, 0, -1)) / (1 - beta)
        rows.append(x0 - lr * np.tensordot(w, np.stack(grads), axes=1))
    return rows
