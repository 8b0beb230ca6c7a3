"""As the common implementations are written: first_step climbs, second_step comes back and steps."""
import numpy as np


class SAM:
    def __init__(self, theta, lr, rho):
        self.theta = np.array(theta, dtype=float)
        self.lr, self.rho = lr, rho
        self.e_w = np.zeros_like(self.theta)

    def first_step(self, grad):
        scale = self.rho / (np.linalg.norm(np.ravel(grad)) + 1e-12)
        self.e_w = scale * grad
        self.theta = self.theta + self.e_w

    def second_step(self, grad):
        self.theta = self.theta - self.e_w
        self.theta = self.theta - self.lr * grad


class Hessian:
    def __init__(self, rows):
        self.curvatures = np.linalg.eigvalsh(np.asarray(rows, dtype=float))

    @property
    def steepest(self):
        return self.curvatures[-1]


def sharpness(hessian) -> float:
    return Hessian(hessian).steepest


def worst_case_rise(hessian, rho) -> float:
    steepest = Hessian(hessian).steepest
    return rho**2 / 2 * (steepest if steepest > 0 else 0.0)


def expected_rise(hessian, sigma) -> float:
    return Hessian(hessian).curvatures.sum() * sigma**2 / 2


def sam_step(theta, grad_fn, lr, rho) -> np.ndarray:
    sam = SAM(theta, lr, rho)
    sam.first_step(grad_fn(sam.theta))
    sam.second_step(grad_fn(sam.theta))
    return sam.theta
