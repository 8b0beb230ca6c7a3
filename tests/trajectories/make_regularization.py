"""Let torch penalize, shrink and project, and store it, so that the tests can compare without torch.

    python -m venv torch-venv
    torch-venv/bin/pip install torch==2.13.0 numpy
    torch-venv/bin/python tests/trajectories/make_regularization.py

writes `torch_regularization.json` beside this file. `torch.renorm` measures a row, so the whole of theta is one row
to it; it divides by the length + 1e-7.
"""

import json
from pathlib import Path

import numpy as np
import torch

SEED = 20261121
SHAPES = [(3,), (2, 3), (5,), (2, 2, 2)]
TARGET = Path(__file__).with_name("torch_regularization.json")


def answers(theta: np.ndarray, lam: float, amount: float, radius: float) -> dict:
    """Return torch's loss and slope of a bowl with a penalty, its soft threshold and its projection."""
    place = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
    bowl = ((place - 1) ** 2).sum()
    (bare,) = torch.autograd.grad(bowl, place, retain_graph=True)
    loss = bowl + lam * (place**2).sum()
    (grad,) = torch.autograd.grad(loss, place)
    kept = place.detach()
    return {
        "bare": [float(bowl.detach()), bare.tolist()],
        "penalized": [float(loss.detach()), grad.tolist()],
        "shrunk": torch.nn.functional.softshrink(kept, amount).tolist(),
        "projected": torch.renorm(kept.reshape(1, -1), 2, 0, radius).reshape(kept.shape).tolist(),
    }


def main() -> None:
    """Write some places with their answers to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    lines = []
    for shape, lam, amount, radius in zip(
        SHAPES, (0.1, 0.03, 1.7, 0.5), (0.5, 0.2, 1, 0.05), (1, 9, 0.3, 2), strict=True
    ):
        theta = np.round(1.5 * rng.normal(size=shape), 4)
        told = {"theta": theta.tolist(), "lam": lam, "amount": amount, "radius": radius}
        lines.append(json.dumps(told | answers(theta, lam, amount, radius)))
    head = f'{{"torch": "{torch.__version__}", "seed": {SEED}, "calls": [\n'
    TARGET.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
