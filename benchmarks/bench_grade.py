"""How long a learner waits: one submission graded, beside the floor of this machine.

    python benchmarks/bench_grade.py                 exercise 3, and what needs no grading; 15 rounds
    python benchmarks/bench_grade.py --rounds 40     more of them, for a quieter answer
    python benchmarks/bench_grade.py --all           each exercise, a right and a wrong file
    python benchmarks/bench_grade.py --all --kit kit         the same as `grade release kit` hands it to students

The floor is a fresh Python that imports what grading stands on (numpy, pytest, rich, click) and does
nothing with it. Every round runs each command once, in turn, so that a machine that is busy for a while
is busy for all of them; the table shows medians, the quickest run, and the median as a multiple of the
floor's. The kit is compiled, as pip leaves it; the first round is not counted.

Aims: grading one exercise takes at most 1.6 times the floor, `grade --help` and `grade list` 100 ms.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOLUTION = ROOT / "solutions" / "exercise03_bias_correction.py"
FLOOR = "floor"
GRADE = (sys.executable, "-m", "grader")
PASSED, FAILED = 0, 1
Command = tuple[str, ...]
ONE: dict[str, tuple[Command, int]] = {
    FLOOR: ((sys.executable, "-c", "import numpy, pytest, rich, click"), PASSED),
    "grade exercise03 FILE": ((*GRADE, "exercise03", str(SOLUTION)), PASSED),
    "grade exercise03 FILE --json": ((*GRADE, "exercise03", str(SOLUTION), "--json"), PASSED),
    "grade list": ((*GRADE, "list"), PASSED),
    "grade --help": ((*GRADE, "--help"), PASSED),
}
"""Commands, and the exit code that each has to have."""


def each_exercise(folder: Path) -> Iterator[tuple[str, tuple[Command, int]]]:
    """A right and a wrong file of every exercise; the wrong one is the first of the corpus."""
    yield FLOOR, ONE[FLOOR]
    for right in sorted((ROOT / "solutions").glob("exercise*.py")):
        wrong = sorted((ROOT / "tests/submissions/wrong" / right.stem).glob("*.py"))[0]
        copy = shutil.copy(wrong, folder / right.name)
        yield f"{right.stem}, right", ((*GRADE, right.stem, str(right)), PASSED)
        yield f"{right.stem}, wrong", ((*GRADE, right.stem, str(copy)), FAILED)


def seconds(command: Command, code: int, folder: str, kit: Path) -> float:
    """Wall time of one run of a kit, which has to end with that exit code."""
    environment = os.environ | {"PYTHONPATH": str(kit), "PYTHONDONTWRITEBYTECODE": ""}
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    taken = time.perf_counter() - started
    if done.returncode != code:
        sys.exit(f"{' '.join(command)} exited with {done.returncode}:\n{done.stdout}{done.stderr}")
    return taken


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15, help="how often each command is run")
    parser.add_argument("--all", action="store_true", help="each exercise, a right and a wrong file")
    parser.add_argument("--kit", type=Path, default=ROOT, help="the folder of a student kit; this checkout without it")
    options = parser.parse_args()
    kit = options.kit.resolve()
    compileall.compile_dir(kit / "grader", quiet=1)
    with tempfile.TemporaryDirectory() as folder:
        commands = dict(each_exercise(Path(folder))) if options.all else ONE
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(options.rounds + 1):
            for name, (command, code) in commands.items():
                times[name].append(seconds(command, code, folder, kit))
    floor = statistics.median(times[FLOOR][1:])
    print(f"{options.rounds} rounds, Python {sys.version.split()[0]}, {os.cpu_count()} processors\n")
    print(f"{'':40} {'median':>8} {'quickest':>9} {'× floor':>8}")
    for name, taken in times.items():
        median = statistics.median(taken[1:])
        print(f"{name:40} {median * 1e3:5.0f} ms {min(taken[1:]) * 1e3:6.0f} ms {median / floor:8.2f}")


if __name__ == "__main__":
    main()
