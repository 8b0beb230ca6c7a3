"""Ask torch for Hessians, curvatures and runs of SGD beside the edge, and store them, to compare without torch.

    python -m venv torch-venv
    torch-venv/bin/pip install torch==2.13.0 numpy
    torch-venv/bin/python tests/trajectories/make_learning_rates.py

writes `torch_learning_rates.json` beside this file. One valley is {"hessian", "cond", "largest", "runs"}: `hessian`
comes from torch.autograd.functional.hessian of a squared loss on drawn data, `cond` is torch.linalg.cond of it and
`largest` its spectral norm. Each run is {"lr", "left"}: torch.optim.SGD for N_STEPS steps at that rate, and the
share of the starting distance in the flattest and in the steepest direction that is left after the last one.
"""

import json
from pathlib import Path

import numpy as np
import torch

SEED = 20261130
N_STEPS = 300
SHARES = (0.99, 1.01, 0.5)
TARGET = Path(__file__).with_name("torch_learning_rates.json")


def valley(rng: np.random.Generator, count: int) -> torch.Tensor:
    """Return the Hessian of a linear model's mean squared loss, as torch derives it."""
    data = torch.tensor(np.round(rng.normal(size=(4 * count, count)) * rng.uniform(0.4, 2, size=count), 3))
    aim = torch.tensor(np.round(rng.normal(size=4 * count), 3))

    def loss(theta: torch.Tensor) -> torch.Tensor:
        return ((data @ theta - aim) ** 2).mean()

    hessian = torch.autograd.functional.hessian(loss, torch.zeros(count, dtype=torch.float64))
    return (hessian + hessian.T) / 2


def left(hessian: torch.Tensor, lr: float) -> list[float]:
    """Return what SGD leaves of one in the flattest and in the steepest direction."""
    _, axes = torch.linalg.eigh(hessian)
    start = axes[:, sorted({0, len(hessian) - 1})].sum(dim=1)
    theta = torch.nn.Parameter(start.clone())
    optimizer = torch.optim.SGD([theta], lr=lr)
    for _ in range(N_STEPS):
        optimizer.zero_grad()
        (0.5 * theta @ hessian @ theta).backward()
        optimizer.step()
    there = axes.T @ theta.detach()
    return [float(there[0]), float(there[-1])]


def main() -> None:
    """Write every valley to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    lines = []
    for count in (1, 2, 3, 4, 6):
        hessian = valley(rng, count)
        largest, cond = torch.linalg.matrix_norm(hessian, 2).item(), torch.linalg.cond(hessian).item()
        runs = [{"lr": share * 2 / largest, "left": left(hessian, share * 2 / largest)} for share in SHARES]
        lines.append(json.dumps({"hessian": hessian.tolist(), "cond": cond, "largest": largest, "runs": runs}))
    head = f'{{"torch": "{torch.__version__}", "seed": {SEED}, "steps": {N_STEPS}, "valleys": [\n'
    TARGET.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
