"""Dask's scheduler and workers as processes of this machine, for the tests of batches on a cluster.

No nanny: every worker is one process, and `Machines` starts another for each that has ended, as a supervisor
would. What the processes say lies in a folder, one file each.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT

LONG = 300.0
"""Seconds that nothing takes, however busy the machine is."""
KIT = {"PYTHONPATH": str(ROOT)}
STRICT = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
"""A task that is lost with one worker is given up, so that a test need not take down four."""


def dask(command: str, said: Path, *words: str, env: dict[str, str] = KIT) -> subprocess.Popen:
    """`dask scheduler` or `dask worker`, bound to this machine alone; `said` is the folder of what it says."""
    words = ("-m", f"distributed.cli.dask_{command}", *words, "--host", "127.0.0.1", "--no-dashboard")
    with (said / f"{command}-{len(list(said.iterdir())):02}.log").open("wb") as log:
        return subprocess.Popen([sys.executable, *words], env=os.environ | env, cwd=said, stdout=log, stderr=log)


def dask_scheduler(said: Path) -> tuple[str, subprocess.Popen]:
    """A scheduler without any worker, and its HOST:PORT."""
    address = f"127.0.0.1:{free_port()}"
    return address, dask("scheduler", said, "--port", address.rpartition(":")[2], env=STRICT)


def dask_worker(scheduler: str, said: Path, *words: str, env: dict[str, str] = KIT) -> tuple[str, subprocess.Popen]:
    """One worker that is one process, and its address."""
    port = str(free_port())
    own = ("--no-nanny", "--nthreads", "1", "--worker-port", port, "--local-directory", str(said / "scratch"))
    return f"tcp://127.0.0.1:{port}", dask("worker", said, scheduler, *own, *words, env=env)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def end(*processes: subprocess.Popen) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until(true: Callable[[], object], what: str) -> None:
    """Wait; fails with `what` when it has not come true after `LONG` seconds."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < LONG, f"waited {LONG:.0f} s in vain: {what}"
        time.sleep(0.05)


@dataclass
class Machines:
    """The workers under one scheduler, and a client that looks on."""

    address: str
    client: object
    workers: dict[str, subprocess.Popen]
    """Address → process of every worker that was started and not replaced."""

    def here(self) -> set[str]:
        """Addresses of the workers that the scheduler knows now."""
        return set(self.client.nthreads())

    def all_here(self) -> bool:
        return self.here() == set(self.workers)

    def kill(self, worker: str) -> None:
        """End one worker as a power cut would, and come back when the scheduler misses it."""
        process = self.workers[worker]
        process.kill()
        process.wait()
        until(lambda: worker not in self.here(), f"the scheduler misses {worker}")


@contextlib.contextmanager
def kept(scheduler: str, client: object, said: Path, count: int) -> Iterator[Machines]:
    """`count` workers; while the `with` lasts another is started for each that has ended."""
    machines = Machines(scheduler, client, dict(dask_worker(scheduler, said) for _ in range(count)))
    over = threading.Event()

    def keep() -> None:
        while not over.wait(0.1):
            for address in [address for address, process in machines.workers.items() if process.poll() is not None]:
                machines.workers.update([dask_worker(scheduler, said)])
                del machines.workers[address]  # afterwards: there is no moment with too few

    keeper = threading.Thread(target=keep, name="keeper")
    keeper.start()
    try:
        yield machines
    finally:
        over.set()
        keeper.join()
        end(*machines.workers.values())
