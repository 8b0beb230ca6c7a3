"""Let scipy measure slopes by central differences and store them, so that the tests can compare without scipy.

    python -m venv scipy-venv
    scipy-venv/bin/pip install scipy==1.17.1 numpy
    scipy-venv/bin/python tests/trajectories/make_gradient_check.py

writes `scipy_gradient_check.json` beside this file: places in Rosenbrock's banana, the slopes of its formula
(`rosen_der`), those of `approx_derivative` with the method "3-point" and an absolute step, and the distances of the two
as scipy's norms give them.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.linalg import norm
from scipy.optimize import rosen, rosen_der
from scipy.optimize._numdiff import approx_derivative

SEED = 20240614
TARGET = Path(__file__).with_name("scipy_gradient_check.json")
WIDTHS = (1e-5, 1e-3, 0.05, 0.4)


def measure(theta: np.ndarray, h: float) -> dict:
    """Return one call and what scipy measures."""
    slope = approx_derivative(rosen, theta, method="3-point", abs_step=h)
    formula = rosen_der(theta)
    error = norm(slope - formula) / (norm(slope) + norm(formula))
    return {"theta": theta.tolist(), "h": h, "slope": slope.tolist(), "formula": formula.tolist(), "error": error}


def main() -> None:
    """Write every measurement to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    places = [np.round(rng.normal(scale=1.5, size=n), 3) for n in (2, 3, 5)]
    rows = ",\n".join(json.dumps(measure(theta, h)) for theta in places for h in WIDTHS)
    head = f'{{"scipy": "{scipy.__version__}", "seed": {SEED}'
    TARGET.write_text(f'{head}, "measured": [\n{rows}\n]}}\n', encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
