"""Draw weights with torch.nn.init and store their variances, so that the tests can compare without torch.

    torch-venv/bin/python tests/trajectories/make_initialization.py    (the environment of make_trajectories.py)

writes `torch_init.json` beside this file: for each size and scheme the variance of what torch drew, and of how many
numbers. torch stores weights as (fan_out, fan_in).
"""

import json
from pathlib import Path

import torch

TARGET = Path(__file__).with_name("torch_init.json")
SIZES = ((400, 300), (120, 900), (1000, 250))


def main() -> None:
    """Write every scheme at every size to TARGET, one a line."""
    torch.manual_seed(13)
    init = torch.nn.init
    schemes = {
        "he_init": (
            lambda weight: init.kaiming_normal_(weight, nonlinearity="relu"),
            lambda weight: init.kaiming_uniform_(weight, nonlinearity="relu"),
        ),
        "xavier_init": (init.xavier_normal_, init.xavier_uniform_),
    }
    rows = []
    for fan_in, fan_out in SIZES:
        for function, draws in schemes.items():
            for draw in draws:
                weight = draw(torch.empty(fan_out, fan_in, dtype=torch.float64))
                variance = weight.var(unbiased=False).item()
                rows.append({"function": function, "fan_in": fan_in, "fan_out": fan_out, "variance": variance})
    lines = ",\n".join(map(json.dumps, rows))
    TARGET.write_text(f'{{"torch": "{torch.__version__}", "drawn": [\n{lines}\n]}}\n', encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
