"""A class whose files are large: how long a batch takes, and how much memory all its processes hold at most.

    python benchmarks/bench_large.py [--count 500] [--megabytes 16] [--jobs 2]

Files of 0.2 to so many megabytes, as notebooks full of pictures around a right solution, and every tenth a program
with a long comment. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from grader import course
from grader.batch.watchdog import measure_memory

ROOT = Path(__file__).parent.parent
SMALLEST = 200_000


def notebook(code: str, size: int) -> str:
    """A notebook of that size: code, and pictures that it drew."""
    picture = {"output_type": "display_data", "data": {"image/png": "iVBORw0KGgo" * (size // 11)}, "metadata": {}}
    cell = {"cell_type": "code", "metadata": {}, "source": code, "outputs": [picture], "execution_count": 1}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})


def class_of(count: int, most: int, folder: Path) -> int:
    """Write the class; how many bytes it is."""
    code = (ROOT / "solutions" / f"{course.find_exercise('3').stem}.py").read_text("utf-8")
    for place in range(count):
        size = SMALLEST + (most - SMALLEST) * place // max(1, count - 1)
        own = f"{code}\n# {place}\n"
        if place % 10:
            (folder / f"s{place:05}.ipynb").write_text(notebook(own, size - 10_000), "utf-8")
        else:
            (folder / f"s{place:05}.py").write_text(f"{own}#{'x' * (size - 10_000)}\n", "utf-8")
    return sum(path.stat().st_size for path in folder.iterdir())


def family(pid: int) -> dict[int, str]:
    """The process and its descendants, each with its command line."""
    parents: dict[int, tuple[int, str]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            except OSError:
                continue
            parents[int(entry.name)] = (parent, words)
    found = {pid: "grade batch"}
    while more := {one: words for one, (parent, words) in parents.items() if parent in found and one not in found}:
        found |= more
    return found


def kind(words: str) -> str:
    """What a process of a batch is."""
    known = ("grade batch", "zygote.py", "worker.py", "spawn_main")
    return next((name for name in known if name in words), "other")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--megabytes", type=float, default=16)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work, out = Path(folder, "class"), Path(folder, "out")
        work.mkdir()
        total = class_of(options.count, int(options.megabytes * 2**20), work)
        words = [str(work), "-e", "3", "--out", str(out), "--jobs", str(options.jobs)]
        started = time.monotonic()
        batch = subprocess.Popen([sys.executable, "-m", "grader", "batch", *words], cwd=ROOT, stdout=subprocess.DEVNULL)
        peak: Counter[str] = Counter()
        over = threading.Event()

        def look() -> None:
            while not over.wait(0.1):
                for pid, command in family(batch.pid).items():
                    peak[kind(command)] = max(peak[kind(command)], measure_memory(pid))

        looking = threading.Thread(target=look)
        looking.start()
        batch.wait()
        over.set()
        looking.join()
        seconds = time.monotonic() - started
        with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as table:
            statuses = Counter(row["status"] for row in csv.DictReader(table))
    print(f"{options.count} files, {total / 2**20:.0f} MB, {options.jobs} processes: {seconds:.0f} s, {dict(statuses)}")
    for name, most in peak.most_common():
        print(f"{name:12} {most / 2**20:7.0f} MB at most")


if __name__ == "__main__":
    main()
