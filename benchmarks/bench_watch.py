"""How long a learner waits after saving: from the end of the save to the verdict on the screen.

    python benchmarks/bench_watch.py            40 saves of each kind
    python benchmarks/bench_watch.py 100        more of them

The real `grade watch 3` runs in a pseudo-terminal of its own. A save is written in place or renamed into
place, as editors do, and holds the reference or a wrong program, in turn; the clock stops when the terminal
has received the screen that says so. Besides, what an idle watch costs the processor, and how long it takes
from the command to the first verdict.

Aim: a median of at most 150 ms. POSIX only, as pseudo-terminals are.
"""

from __future__ import annotations

import contextlib
import os
import pty
import re
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
STEM = "exercise03_bias_correction"
RIGHT = (ROOT / "solutions" / f"{STEM}.py").read_bytes()
WRONG = RIGHT.replace(b"1 - beta**t", b"1 - beta*t")
GRADE = (sys.executable, "-m", "grader")
IDLE = 5.0
PAUSE = 0.3
"""Seconds between a verdict and the next save: nobody types faster."""


def in_place(path: Path, text: bytes) -> None:
    """Emptied and written again."""
    path.write_bytes(text)


def renamed(path: Path, text: bytes) -> None:
    """Written beside it and moved over it."""
    beside = path.with_name(f".{path.name}.swp")
    beside.write_bytes(text)
    beside.replace(path)


class Watch:
    """`grade watch 3` in a terminal of 80 by 24."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._near, far = pty.openpty()
        kept = {name: held for name, held in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
        kept |= {"PYTHONPATH": str(ROOT), "FALLLINE_HOME": str(folder / "home"), "TERM": "xterm-256color"}
        kept |= {"COLUMNS": "80", "LINES": "24"}
        started = time.perf_counter()
        self.process = subprocess.Popen(
            (*GRADE, "watch", "3", *options), stdin=far, stdout=far, stderr=far, cwd=folder, env=kept,
            start_new_session=True,
        )  # fmt: skip
        os.close(far)
        self._held = b""
        self.first = self.until(1) - started

    def until(self, save: int) -> float:
        """When the verdict on that save had arrived."""
        wanted = re.compile(rb"save %d, \d+ ms" % save)
        while not wanted.search(self._held):
            if not select.select([self._near], [], [], 30)[0]:
                sys.exit(f"No verdict on save {save}: {self._held[-2000:]!r}")
            self._held += os.read(self._near, 65536)
        self._held = b""
        return time.perf_counter()

    def quiet(self, seconds: float) -> None:
        """Let time pass; what is drawn meanwhile is read and forgotten."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            if select.select([self._near], [], [], left)[0]:
                os.read(self._near, 65536)

    def processor(self) -> float:
        """Processor time it has used, seconds."""
        words = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")

    def quit(self) -> float:
        """Press q; seconds until the process was gone."""
        started = time.perf_counter()
        os.write(self._near, b"q")
        with contextlib.suppress(OSError):  # Linux tells of a terminal without a program by an error
            while os.read(self._near, 65536):
                pass
        self.process.wait()
        return time.perf_counter() - started


def measure(folder: Path, save: Callable[[Path, bytes], None], count: int, *options: str) -> list[float]:
    """Seconds from each save to its verdict; prints what stands beside them."""
    path = folder / "exercises" / f"{STEM}.py"
    path.write_bytes(WRONG)
    watch = Watch(folder, *options)
    taken = []
    for number in range(2, count + 2):
        watch.quiet(PAUSE)
        save(path, RIGHT if number % 2 else WRONG)
        started = time.perf_counter()
        taken.append(watch.until(number) - started)
    watch.quiet(1.0)
    before = watch.processor() if sys.platform == "linux" else 0.0
    watch.quiet(IDLE)
    idle = (watch.processor() - before) / IDLE if sys.platform == "linux" else float("nan")
    print(
        f"{save.__name__:10} {' '.join(options):7} {statistics.median(taken) * 1e3:5.0f} ms {max(taken) * 1e3:6.0f} ms "
        f"{idle:8.1%} {watch.first * 1e3:9.0f} ms {watch.quit() * 1e3:6.0f} ms"
    )
    return taken


def main() -> None:
    """Measure and print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    print(f"{count} saves of each kind, Python {sys.version.split()[0]}, {os.cpu_count()} processors\n")
    print(f"{'':18} {'median':>8} {'slowest':>9} {'idle':>8} {'first':>12} {'q':>9}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "exercises").mkdir()
        for save in (in_place, renamed):
            measure(folder, save, count)
        measure(folder, in_place, count, "--poll")


if __name__ == "__main__":
    main()
