"""Ask torch's ReduceLROnPlateau when its patience ends, and store it, to compare without torch.

    python -m venv torch-venv
    torch-venv/bin/pip install torch==2.13.0 numpy
    torch-venv/bin/python tests/trajectories/make_plateaus.py

writes `torch_plateaus.json` beside this file. One run is {"val", "patience", "min_delta", "cut", "record"}: with
threshold_mode "abs" torch holds a loss against its record as exercise 15 does, but acts when the count of bad losses
*exceeds* its own patience, so it is given one less. `cut` is the index at which it first lowers the rate, or null,
and `record` its best loss then.
"""

import json
from pathlib import Path

import numpy as np
import torch

SEED = 20261201
TARGET = Path(__file__).with_name("torch_plateaus.json")


def plateau(val: list[float], patience: int, min_delta: float) -> tuple[int | None, float]:
    """Return where torch first lowers the rate, and its record there."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(
        optimizer, patience=patience - 1, threshold=min_delta, threshold_mode="abs"
    )
    for index, loss in enumerate(val):
        schedule.step(loss)
        if optimizer.param_groups[0]["lr"] < 1.0:
            return index, float(schedule.best)
    return None, float(schedule.best)


def main() -> None:
    """Write every run to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    lines = []
    for _ in range(40):
        count = int(rng.integers(4, 30))
        val = np.round(3 * 0.85 ** np.arange(count) + 0.02 * np.arange(count) + 0.5 * rng.normal(size=count), 2)
        if rng.random() < 0.3:
            val[rng.integers(1, count)] = np.nan
        patience, min_delta = int(rng.integers(1, 6)), float(rng.choice([0.0, 0.015, 0.105, 0.335]))
        cut, record = plateau(val.tolist(), patience, min_delta)
        run = {"val": val.tolist(), "patience": patience, "min_delta": min_delta, "cut": cut, "record": record}
        lines.append(json.dumps(run))
    head = f'{{"torch": "{torch.__version__}", "seed": {SEED}, "runs": [\n'
    TARGET.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
