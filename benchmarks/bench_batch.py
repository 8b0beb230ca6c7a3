"""How many submissions a second: one `grade batch` beside plain pytest, nbgrader and otter-grader.

    python benchmarks/bench_batch.py [--exercise 3] [--count 200] [--wrong | --mixed] [--peers-count 6]
                                     [--nbgrader PATH] [--otter PATH]
    python benchmarks/bench_batch.py --all [--count 200] [--mixed]     # each exercise, beside pytest alone

Every submission is a different file (a comment makes it so), graded on all cores at the best walls of this
machine. pytest runs ten asserts on the same functions (`ten_asserts`), one process a submission and as many at a
time, without any walls. nbgrader and otter-grader, where they are installed, run the suite's own checks on a few
submissions, for they take seconds for each; `peers` says what is compared, and the last column whether both gave
the same points. To have them apart from everything else:

    python -m venv peers && peers/bin/pip install nbgrader otter-grader ipykernel numpy pytest
    python benchmarks/bench_batch.py --nbgrader peers/bin/nbgrader --otter peers/bin/otter

Aims, right and wrong submissions mixed: ten times what pytest does in every exercise, and eighteen times in
exercise03.
"""

from __future__ import annotations

import argparse
import compileall
import csv
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import ten_asserts
from peers import Failed, Peer, nbgrader, otter

from grader import course
from grader.batch.engine import count_cores
from grader.model import Exercise

ROOT = Path(__file__).parent.parent
COMPILED = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
"""As pip leaves an installed kit, and pytest: with their modules compiled."""
PEERS: dict[str, Peer] = {"nbgrader": nbgrader, "otter": otter}


def class_of(exercise: Exercise, count: int, folder: Path, kind: str) -> list[Path]:
    """Files of a class: the solution, every wrong submission of the corpus in turn, or both by turns."""
    right = ROOT / "solutions" / f"{exercise.stem}.py"
    wrong = sorted((ROOT / "tests/submissions/wrong" / exercise.stem).glob("*.py"))
    mixed = [path for pair in zip([right] * len(wrong), wrong, strict=True) for path in pair]
    sources = {"right": [right], "wrong": wrong, "mixed": mixed}[kind]
    files = []
    for place in range(count):
        path = folder / f"s{place:05}.py"
        path.write_bytes(sources[place % len(sources)].read_bytes() + f"\n# {place}\n".encode())
        files.append(path)
    return files


def batch(exercise: Exercise, folder: Path, out: Path) -> float:
    """Seconds of one `grade batch`, start to end."""
    command = [sys.executable, "-m", "grader", "batch", str(folder), "-e", str(exercise.number), "--out", str(out)]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=COMPILED, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def pytest_alone(exercise: Exercise, files: list[Path]) -> float:
    """Submissions a second of one pytest process a file with ten asserts, all cores busy."""
    with tempfile.TemporaryDirectory() as folder:
        reference = ROOT / "solutions" / f"{exercise.stem}.py"
        return len(files) / ten_asserts.seconds(exercise, reference, files, Path(folder), count_cores())


def points_of(out: Path) -> dict[str, float]:
    """What `grade batch` gave, by the stem of the submission's file."""
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as table:
        return {Path(row["file"]).stem: float(row["score"]) for row in csv.DictReader(table)}


def beside(name: str, command: str | None, files: list[Path], ours: float, given: dict[str, float]) -> str:
    """A peer's line of the table, or why there is none."""
    path = shutil.which(command or name)
    if path is None:
        return f"not installed (name it with --{name} PATH)"
    with tempfile.TemporaryDirectory() as folder:
        try:
            graded = PEERS[name](str(Path(path).absolute()), files, Path(folder), count_cores())
        except Failed as error:
            return f"did not run: {error}"
    same = sum(abs(given[stem] - points) < 0.005 for stem, points in graded.points.items())
    if not same:
        return "did not run the checks: its environment needs numpy and pytest"
    return f"{line(len(files) / graded.seconds, ours)}   same points for {same} of {len(files)}"


def line(rate: float, ours: float) -> str:
    """Submissions a second, and how many times as many `grade batch` does."""
    return f"{rate:10.2f} {ours / rate:12.1f} ×"


def both(exercise: Exercise, count: int, kind: str) -> str:
    """The line of one exercise: one batch, and pytest with a few of its files."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "class").mkdir()
        files = class_of(exercise, count, Path(folder) / "class", kind)
        ours = count / batch(exercise, Path(folder) / "class", Path(folder) / "out")
        sample = files[: max(12, count // 20)]
        return f"{ours:8.1f} {ours / pytest_alone(exercise, sample):8.1f} ×"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exercise", default="3", help="which exercise")
    parser.add_argument("--all", action="store_true", help="each exercise, beside pytest alone")
    parser.add_argument("--mixed", action="store_true", help="right and wrong by turns, as in a class")
    parser.add_argument("--count", type=int, default=200, help="submissions of the batch")
    parser.add_argument("--wrong", action="store_true", help="a class full of wrong submissions, each diagnosed")
    parser.add_argument("--peers-count", type=int, default=6, help="submissions for each slow peer; 0 for no peers")
    for name in PEERS:
        parser.add_argument(f"--{name}", metavar="PATH", help=f"the command, where {name} is not on PATH")
    options = parser.parse_args()
    compileall.compile_dir(ROOT / "grader", quiet=1)
    kind = "mixed" if options.mixed else "wrong" if options.wrong else "right"
    if options.all:
        print(f"{count_cores()} cores, {options.count} {kind} submissions each: a second, and times what pytest does")
        for exercise in course.list_exercises():
            print(f"{exercise.stem:32} {both(exercise, options.count, kind)}", flush=True)
        return
    exercise = course.find_exercise(options.exercise)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "class").mkdir()
        files = class_of(exercise, options.count, Path(folder) / "class", kind)
        sample = files[: max(12, options.count // 20)]
        print(f"{count_cores()} cores, {options.count} {kind} submissions of {exercise.stem}\n")
        print(f"{'':22} {'a second':>10}   grade batch is", flush=True)
        ours = options.count / batch(exercise, Path(folder) / "class", Path(folder) / "out")
        print(f"{'grade batch':22} {ours:10.2f}", flush=True)
        print(f"{'pytest, ten asserts':22} {line(pytest_alone(exercise, sample), ours)}", flush=True)
        given = points_of(Path(folder) / "out")
        for name in PEERS if options.peers_count else ():
            told = beside(name, getattr(options, name), files[: options.peers_count], ours, given)
            print(f"{name:22} {told}", flush=True)


if __name__ == "__main__":
    main()
