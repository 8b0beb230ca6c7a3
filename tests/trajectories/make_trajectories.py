"""Walk random runs with torch.optim and store them, so that the tests can compare without torch.

    python -m venv torch-venv
    torch-venv/bin/pip install torch==2.13.0 numpy
    torch-venv/bin/python tests/trajectories/make_trajectories.py

writes `torch_optim.json` beside this file. The gradients are drawn here from a seed (mixed signs, size
0.1 to 5 times a scale of 1e-2, 1 or 1e2 per coordinate, rounded to four decimals so that the text stays
short), the optimizer is torch's own, all in float64. A gradient is handed to torch as it is:
no loss, no autograd. JSON keeps a float64 to the last bit.

One run is {"optimizer", "options", "theta0", "grads", "path", "state"}: `grads` has one entry a step,
`path` one more (row 0 is theta0), `state` holds torch's own buffers after the last step. The options
carry torch's names; eps stays at its default.
"""

import json
from pathlib import Path

import numpy as np
import torch

SEED = 20240613
N_STEPS = 12
TARGET = Path(__file__).with_name("torch_optim.json")

SHAPES = [(), (3,), (2, 3)]
BETAS = [(0.9, 0.999), (0.8, 0.95), (0.5, 0.99), (0.95, 0.7)]

PLANS = [
    *[("SGD", {"lr": lr, "momentum": beta}) for lr in (0.3, 0.01) for beta in (0.5, 0.9, 0.99)],
    *[("Adam", {"lr": lr, "betas": betas}) for lr, betas in zip((1e-3, 0.1, 0.03, 1.0), BETAS, strict=True)],
    *[
        (optimizer, {"lr": lr, "betas": betas, "weight_decay": decay})
        for optimizer in ("Adam", "AdamW")
        for lr, betas, decay in zip(
            (1e-3, 0.1, 0.03, 0.5, 0.2), [*BETAS, BETAS[0]], (0.01, 0.3, 0.1, 0.05, 1.0), strict=True
        )
    ],
]


def draw_gradients(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Return N_STEPS gradients of this shape, none smaller than a tenth of its coordinate's scale."""
    scale = 10.0 ** rng.choice([-2, 0, 2], size=shape, p=[0.1, 0.6, 0.3])
    size = rng.uniform(0.1, 5.0, size=(N_STEPS, *shape))
    sign = rng.choice([-1.0, 1.0], size=(N_STEPS, *shape))
    return np.round(sign * size * scale, 4)


def walk(optimizer_name: str, options: dict, theta0: np.ndarray, grads: np.ndarray) -> tuple[list, dict]:
    """Return torch's path (row 0 is theta0) and its buffers after the last step."""
    theta = torch.nn.Parameter(torch.tensor(theta0, dtype=torch.float64))
    # foreach=False: the plain loop over tensors, the same on every machine.
    optimizer = getattr(torch.optim, optimizer_name)([theta], foreach=False, **options)
    path = [theta.tolist()]
    for grad in grads:
        theta.grad = torch.tensor(grad, dtype=torch.float64)
        optimizer.step()
        path.append(theta.tolist())
    buffers = optimizer.state[theta]
    kept = ("momentum_buffer", "exp_avg", "exp_avg_sq")
    return path, {name: buffers[name].tolist() for name in kept if name in buffers}


def main() -> None:
    """Write every planned run to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    lines = []
    for index, (optimizer, options) in enumerate(PLANS):
        shape = SHAPES[index % len(SHAPES)]
        theta0 = np.round(rng.uniform(-5.0, 5.0, size=shape), 3)
        grads = draw_gradients(rng, shape)
        path, state = walk(optimizer, options, theta0, grads)
        run = {
            "optimizer": optimizer,
            "options": options,
            "theta0": theta0.tolist(),
            "grads": grads.tolist(),
            "path": path,
            "state": state,
        }
        lines.append(json.dumps(run))
    head = f'{{"torch": "{torch.__version__}", "seed": {SEED}, "runs": [\n'
    TARGET.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
