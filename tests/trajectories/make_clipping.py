"""Let torch clip gradients by their global norm and store them, so that the tests can compare without torch.

    python -m venv torch-venv
    torch-venv/bin/pip install torch==2.13.0 numpy
    torch-venv/bin/python tests/trajectories/make_clipping.py

writes `torch_clipping.json` beside this file. torch multiplies by max_norm / (norm + 1e-6), so it is compared to six
digits.
"""

import json
from pathlib import Path

import numpy as np
import torch

SEED = 20260110
SHAPES = [(3,), (2, 2), (), (4, 1, 2)]
TARGET = Path(__file__).with_name("torch_clipping.json")


def clip(grads: list[np.ndarray], max_norm: float) -> dict:
    """Return torch's gradients after clipping, and the norm it reports."""
    parameters = [torch.nn.Parameter(torch.zeros(grad.shape, dtype=torch.float64)) for grad in grads]
    for parameter, grad in zip(parameters, grads, strict=True):
        parameter.grad = torch.tensor(grad, dtype=torch.float64)
    norm = torch.nn.utils.clip_grad_norm_(parameters, max_norm, foreach=False)
    return {"clipped": [parameter.grad.tolist() for parameter in parameters], "norm": float(norm)}


def main() -> None:
    """Write some gradients, long and short ones, to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    lines = []
    for max_norm, times in ((1.0, 1.0), (5.0, 100.0), (0.25, 0.01), (30.0, 1.0)):
        grads = [np.round(times * rng.normal(size=shape), 4) for shape in SHAPES]
        told = {"max_norm": max_norm, "grads": [grad.tolist() for grad in grads]}
        lines.append(json.dumps(told | clip(grads, max_norm)))
    head = f'{{"torch": "{torch.__version__}", "seed": {SEED}, "calls": [\n'
    TARGET.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
