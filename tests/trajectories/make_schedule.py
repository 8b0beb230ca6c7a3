"""Let torch's schedulers plan rates and store them, so that the tests can compare without torch.

    python -m venv torch-venv
    torch-venv/bin/pip install torch==2.13.0 numpy
    torch-venv/bin/python tests/trajectories/make_schedule.py

writes `torch_schedule.json` beside this file. A ramp of torch cannot begin at zero: LinearLR begins at peak/warmup,
which is the rate of our step 1. So entry k of `rates` belongs to step k + 1. At step `warmup` CosineAnnealingLR takes
over and goes on until `total`; beyond it torch's cosine would rise again.
"""

import json
from pathlib import Path

import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR

TARGET = Path(__file__).with_name("torch_schedule.json")
PLANS = [(70, 10, 0.5, 0.1), (100, 10, 0.3, 0.01), (61, 2, 1e-3, 0.0), (40, 33, 2.0, 1.5)]


def plan(total: int, warmup: int, peak: float, floor: float) -> list[float]:
    """Return torch's rates for our steps 1 … total."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=peak)
    ramp = LinearLR(optimizer, start_factor=1 / warmup, total_iters=warmup - 1)
    cosine = CosineAnnealingLR(optimizer, T_max=total - warmup, eta_min=floor)
    both = SequentialLR(optimizer, [ramp, cosine], milestones=[warmup - 1])
    rates = []
    for _ in range(total):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        both.step()
    return rates


def main() -> None:
    """Write every plan to TARGET, one a line."""
    lines = [
        json.dumps({"total": total, "warmup": warmup, "peak": peak, "floor": floor, "rates": rates})
        for total, warmup, peak, floor in PLANS
        for rates in [plan(total, warmup, peak, floor)]
    ]
    head = f'{{"torch": "{torch.__version__}", "plans": [\n'
    TARGET.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
