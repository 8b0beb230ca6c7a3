"""Let torch find the slopes of linear models in one layer and in two and store them, for tests without torch.

    python -m venv torch-venv
    torch-venv/bin/pip install torch==2.13.0 numpy
    torch-venv/bin/python tests/trajectories/make_products.py

writes `torch_products.json` beside this file. torch's loss is mse_loss, halved.
"""

import json
from pathlib import Path

import numpy as np
import torch

SEED = 20260218
SIZES = ((5, 3, 2), (7, 2, 4), (4, 4, 1), (1, 2, 3))
TARGET = Path(__file__).with_name("torch_products.json")


def slopes(X: np.ndarray, y: np.ndarray, *layers: np.ndarray) -> list:
    """Return torch's gradient of each layer of a product."""
    weights = [torch.tensor(layer, requires_grad=True) for layer in layers]
    found = torch.tensor(X)
    for weight in weights:
        found = found @ weight
    (torch.nn.functional.mse_loss(found, torch.tensor(y)) / 2).backward()
    return [weight.grad.tolist() for weight in weights]


def main() -> None:
    """Write some data sets and their slopes to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    lines = []
    for n, d, h in SIZES:
        drawn = {"X": (n, d), "y": (n,), "w": (d,), "W1": (d, h), "w2": (h,)}
        held = {name: np.round(rng.normal(size=shape), 4) for name, shape in drawn.items()}
        X, y = held["X"], held["y"]
        found = {"linear": slopes(X, y, held["w"])[0], "deep": slopes(X, y, held["W1"], held["w2"])}
        lines.append(json.dumps({name: one.tolist() for name, one in held.items()} | found))
    head = f'{{"torch": "{torch.__version__}", "seed": {SEED}, "data": [\n'
    TARGET.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
