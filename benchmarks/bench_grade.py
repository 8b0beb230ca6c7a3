"""How long a learner waits: one correct submission graded, beside the floor of this machine.

    python benchmarks/bench_grade.py            15 rounds
    python benchmarks/bench_grade.py 40         more of them, for a quieter answer

The floor is a fresh Python that imports what grading stands on (numpy, pytest, rich, click) and does
nothing with it. Every round runs each command once, in turn, so that a machine that is busy for a while
is busy for all of them; the table shows medians, the quickest run, and the median as a multiple of the
floor's. Nothing is warmed up but the file cache: the first round is not counted.

Aims: grading one exercise takes at most 1.5 times the floor, `grade --help` and `grade list` 100 ms.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOLUTION = ROOT / "solutions" / "exercise03_bias_correction.py"
FLOOR = "floor"
GRADE = (sys.executable, "-m", "grader")
COMMANDS = {
    FLOOR: (sys.executable, "-c", "import numpy, pytest, rich, click"),
    "grade exercise03 FILE": (*GRADE, "exercise03", str(SOLUTION)),
    "grade exercise03 FILE --json": (*GRADE, "exercise03", str(SOLUTION), "--json"),
    "grade list": (*GRADE, "list"),
    "grade --help": (*GRADE, "--help"),
}


def seconds(command: tuple[str, ...], folder: str) -> float:
    """Wall time of one run, which has to succeed."""
    # As pip leaves an installed kit: with its modules compiled.
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    taken = time.perf_counter() - started
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} exited with {done.returncode}:\n{done.stdout}{done.stderr}")
    return taken


def measure(rounds: int) -> dict[str, list[float]]:
    """Wall times of every command, alternating; one more round comes first and is thrown away."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds + 1):
            for name, command in COMMANDS.items():
                times[name].append(seconds(command, folder))
    return {name: taken[1:] for name, taken in times.items()}


def main() -> None:
    """Measure and print the table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    times = measure(rounds)
    floor = statistics.median(times[FLOOR])
    print(f"{rounds} rounds, Python {sys.version.split()[0]}, {os.cpu_count()} processors\n")
    print(f"{'':30} {'median':>8} {'quickest':>9} {'× floor':>8}")
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:30} {median * 1e3:5.0f} ms {min(taken) * 1e3:6.0f} ms {median / floor:8.2f}")


if __name__ == "__main__":
    main()
