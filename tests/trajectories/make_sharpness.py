"""Take Hessians and SAM's steps from torch and store them, so that the tests can compare without torch.

    torch-venv/bin/python tests/trajectories/make_sharpness.py     (the environment of make_trajectories.py)

writes `torch_sharpness.json` beside this file. Hessians are torch.func's, of a loss with coupled coordinates, and
their eigenvalues torch.linalg's. torch has no SAM of its own: a step is Foret et al.'s Algorithm 1 with autograd
and torch.optim.SGD, written as the common implementations write it (climb by rho/(‖g‖ + 1e-12), feel the slope there,
come back, step). All in float64.
"""

import json
from pathlib import Path

import numpy as np
import torch

SEED = 20261130
N_STEPS = 6
TARGET = Path(__file__).with_name("torch_sharpness.json")


def loss(theta: torch.Tensor, coupling: torch.Tensor) -> torch.Tensor:
    """½ θᵀAθ − ½ Σ cos 2θ: a bowl with waves, coupled through A."""
    flat = theta.reshape(-1)
    return 0.5 * flat @ coupling @ flat - 0.5 * torch.cos(2 * flat).sum()


def sam_path(theta0: np.ndarray, coupling: torch.Tensor, lr: float, rho: float) -> list:
    """Places of N_STEPS steps of SAM, row 0 is theta0."""
    theta = torch.nn.Parameter(torch.tensor(theta0))
    optimizer = torch.optim.SGD([theta], lr=lr, foreach=False)
    path = [theta.tolist()]
    for _ in range(N_STEPS):
        optimizer.zero_grad()
        loss(theta, coupling).backward()
        climb = rho * theta.grad / (theta.grad.norm(p=2) + 1e-12)
        with torch.no_grad():
            theta.add_(climb)
        optimizer.zero_grad()
        loss(theta, coupling).backward()
        with torch.no_grad():
            theta.sub_(climb)
        optimizer.step()
        path.append(theta.tolist())
    return path


def main() -> None:
    """Write Hessians and runs to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    hessians, runs = [], []
    for count in (1, 2, 3, 6):
        mixed = rng.normal(size=(count, count))
        coupling = torch.tensor((mixed + mixed.T) / 2)
        place = torch.tensor(rng.normal(size=count))
        hessian = torch.func.hessian(loss)(place, coupling)
        hessian = (hessian + hessian.T) / 2
        values = torch.linalg.eigvalsh(hessian)
        hessians.append({"hessian": hessian.tolist(), "largest": values[-1].item(), "trace": hessian.trace().item()})
    for shape, lr, rho in (((2,), 0.1, 0.05), ((3,), 0.3, 0.5), ((2, 3), 0.05, 1.5), ((), 0.2, 0.1)):
        theta0 = np.round(rng.uniform(-2, 2, size=shape), 3)
        mixed = rng.normal(size=(theta0.size, theta0.size))
        coupling = torch.tensor((mixed + mixed.T) / 2)
        path = sam_path(theta0, coupling, lr, rho)
        runs.append({"coupling": coupling.tolist(), "lr": lr, "rho": rho, "path": path})
    lines = [",\n".join(map(json.dumps, rows)) for rows in (hessians, runs)]
    head = f'{{"torch": "{torch.__version__}", "seed": {SEED}, "hessians": [\n'
    TARGET.write_text(f'{head}{lines[0]}\n], "runs": [\n{lines[1]}\n]}}\n', encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
