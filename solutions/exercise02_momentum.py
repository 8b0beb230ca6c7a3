"""Reference for exercise 2: momentum, the heavy ball.

B. T. Polyak (1964), "Some methods of speeding up the convergence of iteration methods", writes it
without a velocity:

    θ_{k+1} = θ_k − lr·∇L(θ_k) + beta·(θ_k − θ_{k−1})

With v_k = (θ_{k−1} − θ_k)/lr, a displacement measured in gradient units, this becomes the two lines
below; torch.optim.SGD uses the same ones. Sutskever, Martens, Dahl and Hinton (2013), eqs. (1) and (2),
measure velocity in units of θ instead: v' = beta·v − lr·∇L and θ' = θ + v'. At a constant learning rate
both walk the same path; they part when lr changes, because there the old velocity keeps the old lr.
"""

import numpy as np


def momentum_step(theta, v, grad, lr, beta) -> tuple[np.ndarray, np.ndarray]:
    """(θ', v') with v' = beta·v + ∇L and θ' = θ − lr·v'."""
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)
    grad = np.asarray(grad, dtype=float)

    # Friction takes its share of the old speed only; the new push counts in full.
    v = beta * v + grad
    # The new velocity moves the ball, so from rest the first step is a plain gradient step.
    return theta - lr * v, v


def momentum_descent(grad_fn, theta0, lr, beta, n_steps) -> np.ndarray:
    """Row k of the path is θ after k steps from rest, shape (n_steps + 1, *theta0.shape)."""
    path = [np.asarray(theta0, dtype=float)]
    v = np.zeros_like(path[0])
    for _ in range(n_steps):
        theta, v = momentum_step(path[-1], v, grad_fn(path[-1]), lr, beta)
        path.append(theta)
    # stack copies, so row 0 is no second name for the caller's theta0.
    return np.stack(path)
