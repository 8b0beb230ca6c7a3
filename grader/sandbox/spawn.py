"""Workers as fresh Python processes: the portable way, and the level `process`."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from typing import IO, Any

from grader.model import Walls
from grader.sandbox.link import PipeLink
from grader.sandbox.numpy_place import find_numpy_home
from grader.sandbox.outcomes import MAX_PRINTED
from grader.sandbox.times import Times
from grader.sandbox.worker_client import Worker
from grader.surroundings import list_cache_options

SCRIPT = Path(__file__).with_name("worker.py")
KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What Python itself may need from the environment; nothing else crosses."""
LETTING_GO = 2.0
"""Seconds in which Windows may still hold the folder of a process that was ended."""
CRASHES = {
    0xC000_0005: "it reached for memory that is not its own",
    0xC000_0017: "it ran out of memory",
    0xC000_00FD: "its calls went deeper than the stack",
    0xC000_013A: "it was ended by Ctrl-C",
    0xC000_0409: "it was ended after its memory was damaged",
}
"""Windows' exit codes of a crash (NTSTATUS values, [MS-ERREF] 2.3.1)."""
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class SpawnSandbox:
    """Starts a fresh Python for each worker; some may be started before they are wanted."""

    walls: Walls = "process"

    def __init__(self) -> None:
        self._ready: deque[Worker] = deque()
        self._box = tempfile.TemporaryDirectory(prefix="fallline-", ignore_cleanup_errors=True)
        self._numpy = find_numpy_home()

    def settle(self) -> None:
        """Return at once: this level stands wherever Python does."""

    def prepare(self, count: int) -> None:
        """Start workers ahead, so that they load numpy while the grader loads pytest."""
        while len(self._ready) < count:
            self._ready.append(self._start())

    def start_worker(self) -> Worker:
        """Start a process that has seen nothing yet, and return it."""
        return self._ready.popleft() if self._ready else self._start()

    def close(self) -> None:
        """End what is left and remove the box."""
        while self._ready:
            self._ready.popleft().close()
        _remove(self._box)

    def _start(self) -> Worker:
        # Appending: reading it here must not move where the worker writes.
        printed = tempfile.TemporaryFile("a+b")  # noqa: SIM115 - lives as long as the process
        environment = {name: os.environ[name] for name in _list_kept() if name in os.environ} | ONE_THREAD
        process = subprocess.Popen(
            [sys.executable, "-I", *list_cache_options(), str(SCRIPT), self._numpy, str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=printed,
            env=environment,
            cwd=self._box.name,
            bufsize=0,
            **_detach(),
        )
        assert process.stdin is not None
        assert process.stdout is not None
        link = PipeLink(os.dup(process.stdout.fileno()), os.dup(process.stdin.fileno()))
        process.stdin.close()
        process.stdout.close()
        return Worker(link, SpawnedProcess(process, printed))


class SpawnedProcess:
    """A worker's process on any platform."""

    def __init__(self, process: subprocess.Popen[bytes], printed: IO[bytes]) -> None:
        self._process = process
        self._file = printed
        self._printed = b""
        self.pid = process.pid
        self._times = Times(self.pid)

    def kill(self) -> None:
        """End it and keep what it printed."""
        if self._file.closed:
            return
        self._process.kill()
        self._process.wait()
        self._times.close()
        self._printed = self.read_printed()
        self._file.close()

    def interrupt(self) -> None:
        """End it from any thread."""
        self._process.kill()

    def explain_end(self) -> str:
        """Say in a learner's words how it ended by itself."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2)
        return explain_code(self._process.returncode)

    def read_times(self) -> tuple[float, float] | None:
        """Return the processor time used and the time kept waiting for a processor so far, seconds."""
        return self._times.read()

    def read_printed(self) -> bytes:
        """Return what the code wrote; of the file only as much as the cap, however much a direct write put there."""
        if self._file.closed:
            return self._printed
        size = os.fstat(self._file.fileno()).st_size
        self._file.seek(0)
        written = self._file.read(min(size, MAX_PRINTED))
        # Windows has no appending for a process that was handed the file: it writes where we stand.
        self._file.seek(0, os.SEEK_END)
        return written


def _list_kept() -> tuple[str, ...]:
    # There a library is found along PATH, numpy's of a conda environment among them.
    return (*KEPT, "PATH") if sys.platform == "win32" else KEPT


def _detach() -> dict[str, Any]:
    """Return options that keep a process from the terminal: its Ctrl-C is the grader's, its keys nobody's."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _remove(box: tempfile.TemporaryDirectory[str]) -> None:
    """Remove the box; on Windows one that somebody still stands in is waited for, and left in the end."""
    if sys.platform == "win32":
        until = time.monotonic() + LETTING_GO
        while Path(box.name).exists() and time.monotonic() < until:
            shutil.rmtree(box.name, ignore_errors=True)
            time.sleep(0.02)
    # Python 3.11 asks for a folder that cannot be removed again and again.
    with contextlib.suppress(RecursionError):
        box.cleanup()


def explain_code(code: int | None) -> str:
    """Say an exit code in words."""
    if code is None:
        return "it stopped answering"
    if code in CRASHES:
        return CRASHES[code]
    if code >= 0:
        return f"it ended itself with exit code {code}"
    try:
        return f"it was ended by the signal {signal.Signals(-code).name}"
    except ValueError:
        return f"it was ended by the signal {-code}"
