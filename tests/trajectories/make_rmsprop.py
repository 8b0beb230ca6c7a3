"""Walk random runs with torch's RMSprop and store them, as make_trajectories.py says.

    torch-venv/bin/python tests/trajectories/make_rmsprop.py

writes `torch_rmsprop.json` beside this file. Neither centred nor with momentum; eps stays at its default.
"""

import json
from pathlib import Path

import numpy as np
import torch
from make_trajectories import SHAPES, draw_gradients

SEED = 20240614
TARGET = Path(__file__).with_name("torch_rmsprop.json")
PLANS = [(0.01, 0.99), (0.1, 0.9), (0.03, 0.5), (1.0, 0.999), (0.2, 0.95), (0.005, 0.8)]


def walk(lr: float, alpha: float, theta0: np.ndarray, grads: np.ndarray) -> tuple[list, list]:
    """Return torch's path (row 0 is theta0) and its mean square after the last step."""
    theta = torch.nn.Parameter(torch.tensor(theta0, dtype=torch.float64))
    # foreach=False: the plain loop over tensors, the same on every machine.
    optimizer = torch.optim.RMSprop([theta], lr=lr, alpha=alpha, foreach=False)
    path = [theta.tolist()]
    for grad in grads:
        theta.grad = torch.tensor(grad, dtype=torch.float64)
        optimizer.step()
        path.append(theta.tolist())
    return path, optimizer.state[theta]["square_avg"].tolist()


def main() -> None:
    """Write every planned run to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    lines = []
    for index, (lr, rho) in enumerate(PLANS):
        shape = SHAPES[index % len(SHAPES)]
        theta0 = np.round(rng.uniform(-5.0, 5.0, size=shape), 3)
        grads = draw_gradients(rng, shape)
        path, v = walk(lr, rho, theta0, grads)
        lines.append(json.dumps({"lr": lr, "rho": rho, "grads": grads.tolist(), "path": path, "v": v}))
    head = f'{{"torch": "{torch.__version__}", "seed": {SEED}, "runs": [\n'
    TARGET.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
