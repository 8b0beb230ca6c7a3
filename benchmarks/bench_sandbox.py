"""How fast the walls are: workers ready, calls, kills and whole submissions a second, and what they weigh.

    python benchmarks/bench_sandbox.py [LEVEL …]

Medians over many rounds; run it on a machine that does nothing else.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np

from grader import course
from grader.errors import SandboxUnavailable
from grader.grading import grade_all
from grader.model import Report, Walls
from grader.sandbox import LEVELS, Limits, Sandbox, open_sandbox
from grader.submission import read_submission

SOURCE = b"def step(theta, grad):\n    return theta - 0.1 * grad\n"
LIMITS = Limits()
ARRAY = np.linspace(0.0, 1.0, 3)


def median_ms(rounds: int, act: Callable[[], object]) -> float:
    """Milliseconds of one act."""
    took = []
    for _ in range(rounds):
        started = time.perf_counter()
        act()
        took.append(time.perf_counter() - started)
    return 1000 * statistics.median(took)


def measure(level: Walls, rounds: int) -> dict[str, float]:
    """Every figure of one level."""
    started = time.perf_counter()
    sandbox = open_sandbox(level)
    _ = sandbox.walls
    figures = {"level known, ms": 1000 * (time.perf_counter() - started)}
    workers = []
    figures["worker ready, ms"] = median_ms(rounds, lambda: workers.append(sandbox.start_worker()))
    figures["load, ms"] = median_ms(1, lambda: [w.load(SOURCE, "s.py", LIMITS) for w in workers]) / rounds
    figures["call, ms"] = median_ms(500, lambda: workers[0].call("step", [ARRAY, ARRAY], LIMITS))
    figures["worker's own memory, MB"] = own_memory(workers[0])
    figures["kill, ms"] = median_ms(rounds, lambda: workers.pop().close())
    figures["20 calls each: submissions a second"] = submissions(sandbox, rounds)
    figures["exercise 3, whole suite: submissions a second"] = whole(sandbox, rounds)
    sandbox.close()
    return figures


def submissions(sandbox: Sandbox, rounds: int) -> float:
    """A worker, a file and twenty calls, one after the other."""
    sandbox.prepare(2)
    started = time.perf_counter()
    for _ in range(rounds):
        worker = sandbox.start_worker()
        worker.load(SOURCE, "s.py", LIMITS)
        for _ in range(20):
            worker.call("step", [ARRAY, ARRAY], LIMITS)
        worker.close()
    return rounds / (time.perf_counter() - started)


def whole(sandbox: Sandbox, rounds: int) -> float:
    """The reference of exercise 3 through its whole hidden suite, in one session."""
    exercise = course.find_exercise("3")
    path = Path(__file__).parent.parent / "solutions" / f"{exercise.stem}.py"
    submission = read_submission(exercise, path)
    clock: list[float] = []
    done: Callable[[Report], None] = lambda _report: clock.append(time.perf_counter())  # noqa: E731
    grade_all(exercise, [submission] * rounds, done, sandbox)
    return (rounds - 1) / (clock[-1] - clock[0])


def own_memory(worker: object) -> float:
    """What a worker does not share with the zygote, MB (0 where nothing tells)."""
    pid = getattr(getattr(worker, "_process", None), "pid", 0)
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def main(levels: Sequence[str]) -> None:
    """Print a table."""
    for level in LEVELS:
        if levels and level not in levels:
            continue
        try:
            figures = measure(level, 10 if level == "process" else 50)
        except SandboxUnavailable as error:
            print(f"{level}: {error.what}")
            continue
        print(level)
        for name, value in figures.items():
            print(f"  {name:48s} {value:9.2f}")
    with_peak()


def with_peak() -> None:
    """The grader's own peak."""
    try:
        import resource
    except ImportError:
        return
    print(f"the grader's peak memory, MB {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:30.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
