"""Ask torch's ReduceLROnPlateau for its rate after each loss, and store the rates, to compare without torch.

    python -m venv torch-venv
    torch-venv/bin/pip install torch==2.13.0 numpy
    torch-venv/bin/python tests/trajectories/make_cuts.py

writes `torch_cuts.json` beside this file. One run is {"losses", "lr", "factor", "patience", "min_delta", "floor",
"rates"}: with threshold_mode "abs" torch holds a loss against its best as exercise 22 does, but acts when the count of
bad losses *exceeds* its own patience, so it is given one less. Its `eps`, below which a cut is left out, is zero here.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch

SEED = 20261202
TARGET = Path(__file__).with_name("torch_cuts.json")


def rates(losses: list[float], lr: float, factor: float, patience: int, min_delta: float, floor: float) -> list[float]:
    """Return torch's rate after each loss."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=lr)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer, "min", factor, patience - 1, threshold=min_delta, threshold_mode="abs", min_lr=floor, eps=0.0
    )
    found = []
    for loss in losses:
        schedule.step(loss)
        found.append(float(optimizer.param_groups[0]["lr"]))
    return found


def main() -> None:
    """Write every run to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    lines = []
    for _ in range(40):
        count = int(rng.integers(4, 40))
        losses = np.round(3 * 0.85 ** np.arange(count) + 0.02 * np.arange(count) + 0.5 * rng.normal(size=count), 2)
        if rng.random() < 0.3:
            losses[rng.integers(0, count)] = np.nan
        run: dict[str, Any] = {
            "losses": losses.tolist(),
            "lr": float(rng.choice([0.1, 0.8, 1e-3])),
            "factor": float(rng.choice([0.1, 0.5, 0.3])),
            "patience": int(rng.integers(1, 6)),
            "min_delta": float(rng.choice([0.0, 0.015, 0.105, 0.335])),
        }
        run["floor"] = run["lr"] * float(rng.choice([0.0, 0.05, 0.4]))
        lines.append(json.dumps({**run, "rates": rates(**run)}))
    head = f'{{"torch": "{torch.__version__}", "seed": {SEED}, "runs": [\n'
    TARGET.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
