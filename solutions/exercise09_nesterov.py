"""Reference for exercise 9: Nesterov's momentum.

Y. E. Nesterov (1983), "A method for solving the convex programming problem with convergence rate O(1/k²)":

    y_k = θ_k + beta·(θ_k − θ_{k−1}),    θ_{k+1} = y_k − lr·∇L(y_k)

With v_k = (θ_{k−1} − θ_k)/lr the place ahead is y_k = θ_k − lr·beta·v_k, and the two lines below follow.
Sutskever, Martens, Dahl and Hinton (2013), eqs. (3) and (4), write the same with a velocity in units of θ.
torch.optim.SGD(nesterov=True) reports y in place of θ: with p = θ − lr·beta·v both are one method.
"""

import numpy as np


def nesterov_step(theta, v, grad_fn, lr, beta) -> tuple[np.ndarray, np.ndarray]:
    """(θ', v') with v' = beta·v + ∇L(θ − lr·beta·v) and θ' = θ − lr·v'."""
    theta = np.asarray(theta, dtype=float)
    v = np.asarray(v, dtype=float)

    # Where the ball would be if no slope were felt: what friction leaves of the speed carries it there.
    ahead = theta - lr * beta * v
    # The slope is felt ahead, the step starts here.
    v = beta * v + np.asarray(grad_fn(ahead), dtype=float)
    return theta - lr * v, v
