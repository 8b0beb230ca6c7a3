"""Let scipy solve for Newton's steps and store them, so that the tests can compare without scipy.

    python -m venv scipy-venv
    scipy-venv/bin/pip install scipy==1.17.1 numpy
    scipy-venv/bin/python tests/trajectories/make_newton.py

writes `scipy_newton.json` beside this file. `steps` are single steps with random symmetric matrices, each of them
solved by scipy.linalg.solve (LAPACK's solver for symmetric matrices); where an eigenvalue of the damped matrix is
near zero, the matrix is drawn again. `runs` are undamped steps down Rosenbrock's banana, slope and Hessian by
scipy.optimize.rosen_der and rosen_hess: each row is scipy's step from the row before.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.linalg import eigvalsh, solve
from scipy.optimize import rosen_der, rosen_hess

SEED = 20240614
TARGET = Path(__file__).with_name("scipy_newton.json")
DAMPINGS = (0.0, 0.0, 0.05, 0.7, 3.0, 250.0)
STARTS = ([-1.2, 1.0], [0.5, -0.7, 1.3], [2.0, 3.5])
N_STEPS = 6


def draw_matrix(rng: np.random.Generator, n: int, damping: float) -> np.ndarray:
    """Return a symmetric matrix of mixed curvatures that stays away from singular when it is damped."""
    while True:
        half = np.round(rng.normal(scale=2.0, size=(n, n)), 3)
        matrix = half + half.T
        if np.abs(eigvalsh(matrix + damping * np.eye(n))).min() > 0.1:
            return matrix


def draw_step(rng: np.random.Generator, n: int, damping: float) -> dict:
    """Return one call and the place that scipy's solver leads to."""
    matrix = draw_matrix(rng, n, damping)
    theta, grad = np.round(rng.normal(scale=3.0, size=(2, n)), 3)
    arrived = theta - solve(matrix + damping * np.identity(n), grad, assume_a="sym")
    call = {"theta": theta.tolist(), "grad": grad.tolist(), "hessian": matrix.tolist(), "damping": damping}
    return {"call": call, "arrived": arrived.tolist()}


def walk(start: list[float]) -> dict:
    """Return Newton's path on Rosenbrock's banana, with the slopes and Hessians on it."""
    path, slopes, hessians = [np.array(start)], [], []
    for _ in range(N_STEPS):
        slopes.append(rosen_der(path[-1]))
        hessians.append(rosen_hess(path[-1]))
        path.append(path[-1] - solve(hessians[-1], slopes[-1], assume_a="sym"))
    return {key: [one.tolist() for one in rows] for key, rows in (("path", path), ("g", slopes), ("h", hessians))}


def main() -> None:
    """Write every step and run to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    steps = ",\n".join(json.dumps(draw_step(rng, n, damping)) for n in (1, 2, 3, 6) for damping in DAMPINGS)
    runs = ",\n".join(json.dumps(walk(start)) for start in STARTS)
    head = f'{{"scipy": "{scipy.__version__}", "seed": {SEED}'
    TARGET.write_text(f'{head}, "steps": [\n{steps}\n], "runs": [\n{runs}\n]}}\n', encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
