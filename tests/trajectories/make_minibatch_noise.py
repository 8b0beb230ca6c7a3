"""Let torch differentiate the loss of mini-batches, and a simulation settle, and store both.

    python -m venv torch-venv
    torch-venv/bin/pip install torch==2.13.0 numpy
    torch-venv/bin/python tests/trajectories/make_minibatch_noise.py

writes `torch_minibatch_noise.json` beside this file. The gradients of single examples and of batches are torch's own,
of least squares with the loss averaged over the batch; floors are variances of 400,000 runs of 400 steps each, right
to about half a percent.
"""

import json
from pathlib import Path

import numpy as np
import torch

SEED = 20261130
TARGET = Path(__file__).with_name("torch_minibatch_noise.json")
BATCHES = ([0, 2], [4, 1, 4], [5, 5, 5, 0, 3], [0, 1, 2, 3, 4, 5])
BOWLS = ((1.0, 1.0, 0.5), (2.0, 3.0, 0.5), (0.4, 1.3, 0.9), (1.5, 0.7, 1.2))


def slope(rows: torch.Tensor, targets: torch.Tensor, weights: list[float]) -> list[float]:
    """Return torch's gradient of the mean loss over some rows."""
    theta = torch.tensor(weights, dtype=torch.float64, requires_grad=True)
    torch.mean((rows @ theta - targets) ** 2).backward()
    return theta.grad.tolist()


def settled(rng: np.random.Generator, curvature: float, sigma: float, lr: float) -> float:
    """Return the variance of many runs after many steps."""
    x = np.zeros(400_000)
    for _ in range(400):
        x = x - lr * (curvature * x + sigma * rng.standard_normal(len(x)))
    return float(x.var())


def main() -> None:
    """Write batches and floors to TARGET."""
    rng = np.random.default_rng(SEED)
    rows, targets = (torch.tensor(np.round(rng.normal(size=shape), 3)) for shape in ((6, 3), (6,)))
    weights = [0.4, -1.1, 0.7]
    told = {
        "torch": torch.__version__,
        "seed": SEED,
        "per_example": [slope(rows[i : i + 1], targets[i : i + 1], weights) for i in range(6)],
        "batches": [{"index": index, "gradient": slope(rows[index], targets[index], weights)} for index in BATCHES],
        "floors": [{"bowl": bowl, "variance": round(settled(rng, *bowl), 5)} for bowl in BOWLS],
    }
    TARGET.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
