"""Let torch send gradients down through some nets and store them, so that the tests can compare without torch.

    python -m venv torch-venv
    torch-venv/bin/pip install torch==2.13.0 numpy
    torch-venv/bin/python tests/trajectories/make_flows.py

writes `torch_flows.json` beside this file. The slopes are torch's own, too: of tanh, sigmoid and ReLU at each layer.
"""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch

SEED = 20260219
NETS = (("tanh", (3, 5, 2, 4)), ("sigmoid", (4, 1, 3)), ("relu", (2, 6, 6, 3)), ("tanh", (5, 2)))
TARGET = Path(__file__).with_name("torch_flows.json")


def flow(name: str, weights: list[torch.Tensor], start: torch.Tensor, upstream: torch.Tensor) -> dict:
    """Return the slopes that the signal met on its way up, and torch's gradients at every layer."""
    activate = getattr(torch, name)
    places, slopes = [start.requires_grad_()], []
    for weight in weights:
        inside = weight @ places[-1]
        alone = inside.detach().requires_grad_()
        activate(alone).sum().backward()
        slopes.append(alone.grad.tolist())
        places.append(activate(inside))
        places[-1].retain_grad()
    places[-1].backward(upstream)
    return {"slopes": slopes, "gradients": [place.grad.tolist() for place in places]}


def main() -> None:
    """Write some nets and their gradients to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    lines = []
    for name, widths in NETS:
        weights = [np.round(rng.normal(size=(out, into)), 4) for into, out in pairwise(widths)]
        start, upstream = np.round(rng.normal(size=widths[0]), 4), np.round(rng.normal(size=widths[-1]), 4)
        found = flow(name, [torch.tensor(one) for one in weights], torch.tensor(start), torch.tensor(upstream))
        told = {"activation": name, "weights": [one.tolist() for one in weights], "upstream": upstream.tolist()}
        lines.append(json.dumps(told | found))
    head = f'{{"torch": "{torch.__version__}", "seed": {SEED}, "nets": [\n'
    TARGET.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
