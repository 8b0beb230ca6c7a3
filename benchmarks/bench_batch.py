"""How many submissions a second: one `grade batch` beside one pytest process a submission, same checks.

    python benchmarks/bench_batch.py [--count 200] [--wrong]

Every submission is a different file (a comment makes it so), graded on all cores at the best walls of this
machine; pytest runs the same suite, as many processes at a time, without any walls. Aim: 150 a second of
exercise03 on two cores, about 30 times pytest; below 15 times, a class has to wait.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from grader import course
from grader.batch.engine import cores

ROOT = Path(__file__).parent.parent
EXERCISE = course.find("3")


def class_of(count: int, folder: Path, wrong: bool) -> list[Path]:
    """Files of a class: the solution, or every wrong submission of the corpus in turn."""
    sources = [ROOT / "solutions" / f"{EXERCISE.stem}.py"]
    if wrong:
        sources = sorted((ROOT / "tests/submissions/wrong" / EXERCISE.stem).glob("*.py"))
    files = []
    for place in range(count):
        path = folder / f"s{place:05}.py"
        path.write_bytes(sources[place % len(sources)].read_bytes() + f"\n# {place}\n".encode())
        files.append(path)
    return files


def batch(folder: Path, out: Path) -> float:
    """Seconds of one `grade batch`, start to end."""
    command = [sys.executable, "-m", "grader", "batch", str(folder), "--exercise", "3", "--out", str(out)]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def pytest_alone(files: list[Path]) -> float:
    """Seconds of one pytest process a file, all cores busy."""
    suite = course.suite(EXERCISE)

    def one(path: Path) -> None:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "grader.checking", "-p", "no:cacheprovider"]
        subprocess.run([*command, "--submission", str(path), str(suite)], cwd=ROOT, check=False, capture_output=True)

    started = time.perf_counter()
    with ThreadPoolExecutor(cores()) as pool:
        list(pool.map(one, files))
    return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200, help="submissions of the batch")
    parser.add_argument("--wrong", action="store_true", help="a class full of wrong submissions, each diagnosed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "class"
        folder.mkdir()
        files = class_of(options.count, folder, options.wrong)
        sample = files[: max(8, options.count // 20)]
        ours = options.count / batch(folder, Path(name) / "out")
        theirs = len(sample) / pytest_alone(sample)
    print(f"{cores()} cores, {options.count} submissions of {EXERCISE.stem}")
    print(f"grade batch            {ours:7.1f} submissions a second")
    print(f"pytest, one a process  {theirs:7.1f}")
    print(f"                       {ours / theirs:7.1f} times as many")


if __name__ == "__main__":
    main()
