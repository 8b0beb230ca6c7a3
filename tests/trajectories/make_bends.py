"""Ask SciPy for Rosenbrock's valley and its Hessian; store uᵀHu and the losses on chords, to compare without SciPy.

    python -m venv scipy-venv
    scipy-venv/bin/pip install scipy numpy
    scipy-venv/bin/python tests/trajectories/make_bends.py

writes `scipy_bends.json` beside this file. A bend is {"theta", "direction", "bend"}, a chord {"x", "y", "t", "ends",
"between"}: the losses at both ends, and at the mixed place.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import rosen, rosen_hess

SEED = 20261203
TARGET = Path(__file__).with_name("scipy_bends.json")


def main() -> None:
    """Write every bend and chord to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    bends, chords = [], []
    for size in (2, 3, 5) * 4:
        theta, direction = np.round(rng.normal(size=(2, size)), 3)
        theta[1::2] += 1.5  # inside the bend of the valley, where the ground is a ridge in some directions
        unit = direction / np.linalg.norm(direction)
        bend = float(unit @ rosen_hess(theta) @ unit)
        bends.append(json.dumps({"theta": np.round(theta, 3).tolist(), "direction": direction.tolist(), "bend": bend}))
        x, y = np.round(rng.normal(size=(2, size)), 3)
        t = round(float(rng.uniform(0, 1)), 3)
        between = float(rosen(t * x + (1 - t) * y))
        chord = {"x": x.tolist(), "y": y.tolist(), "t": t, "ends": [float(rosen(x)), float(rosen(y))]}
        chords.append(json.dumps({**chord, "between": between}))
    head = f'{{"scipy": "{scipy.__version__}", "seed": {SEED}, "bends": [\n'
    text = head + ",\n".join(bends) + '\n], "chords": [\n' + ",\n".join(chords) + "\n]}\n"
    TARGET.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
