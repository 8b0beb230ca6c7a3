import numpy as np


def newton_step(theta, grad, hessian, damping=0.0):
    """H + damping I, checked before it is used."""
    theta = np.asarray(theta, dtype=float)
    g = np.asarray(grad, dtype=float)
    A = np.asarray(hessian, dtype=float) + damping * np.eye(len(theta))
    print("condition number", np.linalg.cond(A))
    if not np.any(g):
        return theta.copy()
    if abs(np.linalg.det(A)) == 0:
        raise ValueError("singular")
    return theta - np.linalg.inv(A).dot(g)


if __name__ == "__main__":
    print(newton_step([4, 5], [7, 13], [[3, 1], [1, 3]], damping=1.0))
