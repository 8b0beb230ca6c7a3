"""Walk with torch's Nesterov on bent ground and store the runs, as make_trajectories.py says.

    torch-venv/bin/python tests/trajectories/make_nesterov.py

writes `torch_nesterov.json` beside this file. The gradient is 0.7·x + sin 2x, entry by entry, asked at torch's own
parameters: these are the place ahead, θ − lr·beta·v, of the ball in the exercise. `buffers` are its velocities.
"""

import json
from pathlib import Path

import numpy as np
import torch
from make_trajectories import SHAPES

SEED = 20240615
N_STEPS = 25
TARGET = Path(__file__).with_name("torch_nesterov.json")
PLANS = [(0.1, 0.9), (0.3, 0.5), (0.01, 0.99), (0.2, 0.7), (0.05, 0.3), (0.15, 0.95)]


def walk(lr: float, beta: float, start: np.ndarray) -> tuple[list, list]:
    """Return torch's parameters (row 0 is the start) and its buffer after each step."""
    place = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
    # foreach=False: the plain loop over tensors, the same on every machine.
    optimizer = torch.optim.SGD([place], lr=lr, momentum=beta, nesterov=True, foreach=False)
    path, buffers = [place.tolist()], []
    for _ in range(N_STEPS):
        place.grad = (0.7 * place + torch.sin(2 * place)).detach()
        optimizer.step()
        path.append(place.tolist())
        buffers.append(optimizer.state[place]["momentum_buffer"].tolist())
    return path, buffers


def main() -> None:
    """Write every planned run to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    lines = []
    for index, (lr, beta) in enumerate(PLANS):
        start = np.round(rng.uniform(-5.0, 5.0, size=SHAPES[index % len(SHAPES)]), 3)
        path, buffers = walk(lr, beta, start)
        lines.append(json.dumps({"lr": lr, "beta": beta, "path": path, "buffers": buffers}))
    head = f'{{"torch": "{torch.__version__}", "seed": {SEED}, "runs": [\n'
    TARGET.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
