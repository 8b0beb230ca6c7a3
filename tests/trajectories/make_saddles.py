"""Let scipy count ways up and down, and torch walk with noise, and store both for tests that have neither.

    python -m venv torch-venv
    torch-venv/bin/pip install torch==2.13.0 scipy==1.17.1 numpy
    torch-venv/bin/python tests/trajectories/make_saddles.py

writes `saddles.json` beside this file. `places` are random symmetric matrices, some of a rank that leaves flat
directions; `signs` are the numbers of their positive, negative and zero curvatures, by scipy.linalg.ldl (J. Sylvester's
law of inertia: no eigenvalue is computed). `walks` are runs of torch.optim.SGD on ½ θᵀHθ, the slope by autograd, with
the noise added to it.
"""

import json
from pathlib import Path

import numpy as np
import scipy
import torch
from scipy.linalg import eigvalsh, ldl

SEED = 20240615
TARGET = Path(__file__).with_name("saddles.json")
ZERO = 1e-9
"""Pivots below are those of a flat direction: the entries are whole numbers."""


def draw_place(rng: np.random.Generator, n: int, signs: tuple[int, int]) -> dict:
    """Return a matrix of whole numbers with so many ways up and ways down, and what LDLᵀ says of it."""
    while True:
        ways = rng.integers(-3, 4, size=(n, sum(signs)))
        matrix = ways @ np.diag([1] * signs[0] + [-1] * signs[1]) @ ways.T
        _, pivots, _ = ldl(matrix.astype(float))
        # Blocks of two by two stand for one way up and one way down.
        sizes = np.concatenate([eigvalsh(block) for block in blocks(pivots)])
        counted = [int((sizes > ZERO).sum()), int((sizes < -ZERO).sum()), int((np.abs(sizes) <= ZERO).sum())]
        if counted[:2] == list(signs):
            return {"hessian": matrix.tolist(), "signs": counted}


def blocks(pivots: np.ndarray) -> list[np.ndarray]:
    """Return the diagonal blocks of a block-diagonal matrix."""
    found, at = [], 0
    while at < len(pivots):
        size = 2 if at + 1 < len(pivots) and pivots[at, at + 1] else 1
        found.append(pivots[at : at + size, at : at + size])
        at += size
    return found


def walk(rng: np.random.Generator, n: int, lr: float, steps: int) -> dict:
    """Return torch's path with noise in the slope."""
    half = rng.normal(size=(n, n))
    hessian = torch.tensor(np.round(half + half.T, 3))
    start, noise = np.round(rng.normal(size=n), 3), np.round(rng.normal(size=(steps, n)), 3)
    theta = torch.nn.Parameter(torch.tensor(start))
    optimizer = torch.optim.SGD([theta], lr=lr, foreach=False)
    path = [theta.tolist()]
    for push in torch.tensor(noise):
        optimizer.zero_grad()
        (0.5 * theta @ hessian @ theta).backward()
        theta.grad += push
        optimizer.step()
        path.append(theta.tolist())
    return {"hessian": hessian.tolist(), "start": start.tolist(), "lr": lr, "noise": noise.tolist(), "path": path}


def main() -> None:
    """Write all places and walks to TARGET, one a line."""
    rng = np.random.default_rng(SEED)
    plans = [(n, (up, down)) for n in (1, 2, 3, 4) for up in range(n + 1) for down in range(n + 1 - up)]
    places = ",\n".join(json.dumps(draw_place(rng, n, signs)) for n, signs in plans)
    walks = ",\n".join(json.dumps(walk(rng, n, lr, 10)) for n, lr in ((1, 0.3), (2, 0.1), (3, 0.05), (4, 0.2)))
    head = f'{{"torch": "{torch.__version__}", "scipy": "{scipy.__version__}", "seed": {SEED}'
    TARGET.write_text(f'{head}, "places": [\n{places}\n], "walks": [\n{walks}\n]}}\n', encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
