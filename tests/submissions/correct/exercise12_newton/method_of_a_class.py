import numpy as np


class Newton:
    def solve(self, matrix, right):
        # one round of refinement, as in the numerics lecture
        x = np.linalg.solve(matrix, right)
        return x + np.linalg.solve(matrix, right - matrix @ x)

    def step(self, theta, grad, hessian, damping=0.0):
        theta, grad, hessian = (np.asarray(a, dtype=float) for a in (theta, grad, hessian))
        if damping:
            hessian = hessian + np.diag([damping] * len(theta))
        return theta - self.solve(hessian, grad)


newton_step = Newton().step
