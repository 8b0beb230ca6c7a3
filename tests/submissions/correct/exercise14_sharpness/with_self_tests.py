# -*- coding: utf-8 -*-
import numpy as np

np.set_printoptions(precision=3)


def sharpness(hessian: list[list[float]]) -> float:
    λ = np.linalg.eigvalsh(np.asarray(hessian, dtype=float))
    return λ[λ.argmax()]


def worst_case_rise(hessian, rho):
    λ = sharpness(hessian)
    print("steepest", λ)
    return (rho * np.sqrt(max(λ, 0))) ** 2 / 2


def expected_rise(hessian, sigma):
    n = len(hessian)
    mean_curvature = np.trace(np.asarray(hessian, dtype=float)) / n
    # a typical move is sigma·√n long
    return mean_curvature * (sigma * np.sqrt(n)) ** 2 / 2


def sam_step(theta, grad_fn, lr, rho):
    θ = np.array(theta, dtype=float)

    def unit(g):
        size = np.max(np.abs(g))
        if size == 0:
            return g
        g = g / size  # no overflow on the way
        return g / np.sqrt((g**2).sum())

    return θ - lr * grad_fn(θ + rho * unit(grad_fn(θ)))


assert abs(sharpness([[2, 1], [1, 2]]) - 3) < 1e-9
assert abs(worst_case_rise([[2, 1], [1, 2]], 2) - 6) < 1e-9
assert expected_rise([[2, 1], [1, 2]], 2) == 8

if __name__ == "__main__":
    print(sam_step([3.0, 4.0], lambda x: x, 0.5, 5))
