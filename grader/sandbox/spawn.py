"""Workers as fresh Python processes: the portable way, and the level `process`."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import signal
import subprocess
import sys
import tempfile
from collections import deque
from pathlib import Path
from typing import IO

from grader.errors import SandboxUnavailable
from grader.model import Walls
from grader.sandbox.conversation import Worker
from grader.sandbox.link import PipeLink
from grader.sandbox.outcomes import PRINTED
from grader.sandbox.times import Times

SCRIPT = Path(__file__).with_name("worker.py")
KEPT = ("SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
"""What Python itself may need from the environment; nothing else crosses."""
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class SpawnSandbox:
    """Starts a fresh Python for each worker; some may be started before they are wanted."""

    walls: Walls = "process"

    def __init__(self) -> None:
        self._ready: deque[Worker] = deque()
        self._box = tempfile.TemporaryDirectory(prefix="fallline-", ignore_cleanup_errors=True)
        self._numpy = numpy_home()

    def settle(self) -> None:
        """Nothing to wait for: this level stands wherever Python does."""

    def prepare(self, count: int) -> None:
        """Start workers ahead, so that they load numpy while the grader loads pytest."""
        while len(self._ready) < count:
            self._ready.append(self._start())

    def worker(self) -> Worker:
        """A process that has seen nothing yet."""
        return self._ready.popleft() if self._ready else self._start()

    def close(self) -> None:
        """End what is left and remove the box."""
        while self._ready:
            self._ready.popleft().close()
        self._box.cleanup()

    def _start(self) -> Worker:
        # Appending: reading it here must not move where the worker writes.
        printed = tempfile.TemporaryFile("a+b")  # noqa: SIM115 - lives as long as the process
        environment = {name: os.environ[name] for name in KEPT if name in os.environ} | ONE_THREAD
        process = subprocess.Popen(
            [sys.executable, "-I", "-B", str(SCRIPT), self._numpy],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=printed,
            env=environment,
            cwd=self._box.name,
            bufsize=0,
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
        self._printed = self.printed()
        self._file.close()

    def interrupt(self) -> None:
        """End it from any thread."""
        self._process.kill()

    def how_it_ended(self) -> str:
        """In a learner's words."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2)
        return ended(self._process.returncode)

    def times(self) -> tuple[float, float] | None:
        """Processor time used and time kept waiting for a processor so far, seconds."""
        return self._times.read()

    def printed(self) -> bytes:
        """The kept output; of the file only as much as the cap, however much a direct write put there."""
        if self._file.closed:
            return self._printed
        size = os.fstat(self._file.fileno()).st_size
        self._file.seek(0)
        return self._file.read(min(size, PRINTED))


def ended(code: int | None) -> str:
    """An exit code in words."""
    if code is None:
        return "it stopped answering"
    if code >= 0:
        return f"it ended itself with exit code {code}"
    try:
        return f"it was ended by the signal {signal.Signals(-code).name}"
    except ValueError:
        return f"it was ended by the signal {-code}"


def numpy_home() -> str:
    """The folder numpy is imported from, found without importing it."""
    found = importlib.util.find_spec("numpy")
    if found is None or found.origin is None:
        raise SandboxUnavailable("numpy is not installed beside the kit.", "Run: pip install numpy")
    return str(Path(found.origin).parent.parent)
