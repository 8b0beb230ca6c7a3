"""Let torch accumulate gradients and store its paths, so that the tests can compare without torch.

    python -m venv torch-venv
    torch-venv/bin/pip install torch==2.13.0 numpy
    torch-venv/bin/python tests/trajectories/make_accumulation.py

writes `torch_accumulation.json` beside this file: least squares in double precision, by autograd and `torch.optim.SGD`.
Each batch's loss is the sum over its rows divided by the rows of the whole group, `backward` adds to what is there, and
`zero_grad` empties it after each step. `whole` is torch's gradient of all rows together at theta0.
"""

import json
from pathlib import Path

import numpy as np
import torch

SEED = 20240614
TARGET = Path(__file__).with_name("torch_accumulation.json")
RUNS = (((3, 1, 4, 2, 5), 2), ((2, 2, 2, 2), 2), ((1, 6, 3, 2, 2, 4, 1), 3), ((4, 2, 3), 1), ((2, 5), 4))


def loss(theta: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
    """Return half the squared errors, added up."""
    return ((rows[:, :-1] @ theta - rows[:, -1]) ** 2).sum() / 2


def run(rng: np.random.Generator, sizes: tuple[int, ...], every: int, lr: float = 0.2) -> dict:
    """Return one run of torch's SGD on accumulated gradients."""
    batches = [torch.tensor(np.round(rng.normal(size=(rows, 4)), 3)) for rows in sizes]
    start = np.round(rng.normal(scale=2.0, size=3), 3).tolist()
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=lr)
    every_row = torch.cat(batches)
    (whole,) = torch.autograd.grad(loss(theta, every_row) / len(every_row), theta)
    path = [theta.detach().tolist()]
    for first in range(0, len(batches), every):
        group = batches[first : first + every]
        for batch in group:
            (loss(theta, batch) / sum(map(len, group))).backward()
        optimizer.step()
        optimizer.zero_grad()
        path.append(theta.detach().tolist())
    given = {"theta0": start, "batches": [batch.tolist() for batch in batches], "lr": lr, "every": every}
    return {**given, "whole": whole.tolist(), "path": path}


def main() -> None:
    """Write every run to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    rows = ",\n".join(json.dumps(run(rng, sizes, every)) for sizes, every in RUNS)
    head = f'{{"torch": "{torch.__version__}", "seed": {SEED}'
    TARGET.write_text(f'{head}, "runs": [\n{rows}\n]}}\n', encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
