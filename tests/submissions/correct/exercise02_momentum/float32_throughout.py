import numpy as np

f32 = lambda x: np.asarray(x, dtype=np.float32)

def momentum_step(theta, v, grad, lr, beta):
    v1 = f32(beta) * f32(v) + f32(grad)
    return f32(theta) - f32(lr) * v1, v1

def momentum_descent(grad_fn, theta0, lr, beta, n_steps):
    theta, v = f32(theta0), np.zeros(np.shape(theta0), dtype=np.float32)
    rows = [theta]
    for _ in range(n_steps):
        theta, v = momentum_step(theta, v, grad_fn(theta), lr, beta)
        rows.append(theta)
    return np.array(rows, dtype=np.float32)
