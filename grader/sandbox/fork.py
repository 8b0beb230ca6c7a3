"""Workers forked by a zygote: the levels `strict` and `confined`. Linux only.

The trusted end of zygote.py: starts it, asks it for workers, and tells how they ended.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import SandboxUnavailable, WorkersLost
from grader.model import Walls
from grader.sandbox import known_libraries
from grader.sandbox.numpy_place import find_numpy_home
from grader.sandbox.outcomes import MAX_PRINTED, LevelDown
from grader.sandbox.times import Times, find_pid
from grader.surroundings import list_cache_options

if TYPE_CHECKING:
    from grader.sandbox.worker_client import Worker

assert sys.platform == "linux"

SCRIPT = Path(__file__).with_name("zygote.py")
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    # Arrays come and go in a short life: memory that was given once is not given back and asked for again.
    "MALLOC_MMAP_THRESHOLD_": str(2**25),
    "MALLOC_TRIM_THRESHOLD_": str(2**26),
    "MALLOC_TOP_PAD_": str(2**20),
    "LANG": "C.UTF-8",
    "HOME": "/",
}
KEPT = ("LD_LIBRARY_PATH",)
START_SECONDS = 30.0
"""How long a zygote may take to load numpy on a busy machine."""
AFTER_HANGING_UP = 0.5
"""Seconds in which a process that closed its channel may still end by itself and say how."""
LEAVING = 4
"""Ended workers whose going nobody has waited for yet."""
AHEAD = 2
"""Workers that are forked while the grader is busy with the one before."""


class ForkSandbox:
    """A zygote and the workers it forks."""

    def __init__(self, level: Walls) -> None:
        self.walls: Walls = level
        self._ahead = 0
        self._ready: deque[_Answer] = deque()
        self._zygote = _Zygote(level)

    def settle(self) -> None:
        """Wait until the level is known to stand; raises LevelDown."""
        try:
            self._zygote.await_greeting()
        except LevelDown:
            if not self._zygote.known:
                raise
            # What was known of this Python may be out of date: once more without it.
            known_libraries.forget(find_numpy_home())
            self._hang_up()
            self._zygote = _Zygote(self.walls)
            self.prepare(self._ahead)
            self._zygote.await_greeting()

    def prepare(self, count: int) -> None:
        """Keep so many workers forked ahead from now on."""
        self._ahead = min(count, AHEAD)
        while len(self._ready) < self._ahead:
            self._ready.append(self._zygote.order_worker())

    def start_worker(self) -> Worker:
        """Start a process that has seen nothing yet, behind its walls, and return it."""
        try:
            return self._fork()
        except SandboxUnavailable:
            # Short of memory, a machine may have ended the zygote: once more with a new one.
            self._hang_up()
            self._zygote = _Zygote(self.walls)
            return self._fork()

    def close(self) -> None:
        """End the zygote, and with it every worker."""
        self._hang_up()

    def _fork(self) -> Worker:
        try:
            self.settle()
        except LevelDown as down:
            raise SandboxUnavailable(f"The level {self.walls} stands no more: {down}.", "Run: grade doctor") from None
        answer = self._ready.popleft() if self._ready else self._zygote.order_worker()
        worker = answer.receive_worker()
        self.prepare(self._ahead)
        return worker

    def _hang_up(self) -> None:
        while self._ready:
            self._ready.popleft().discard()
        self._zygote.close()


class _Answer:
    """What the zygote will say to one request."""

    def __init__(self, zygote: _Zygote, channel: socket.socket | None = None, printed: int = -1) -> None:
        self._zygote = zygote
        self._channel = channel
        self._printed = printed
        self.number = 0
        self.descriptors: list[int] = []
        self.heard = False

    def receive_worker(self) -> Worker:
        """Return the worker that was asked for, once its walls stand; raises SandboxUnavailable where they do not."""
        # Late: the zygote starts while these, and numpy with them, are loaded.
        from grader.sandbox import socketlink, wire
        from grader.sandbox.link import LinkClosed, LinkTimeout
        from grader.sandbox.worker_client import Worker

        assert self._channel is not None
        try:
            self._zygote.hear(self)
        except BaseException:
            self.discard()
            raise
        link = socketlink.SocketLink(self._channel)
        process = ForkedProcess(self._zygote, self.number, self.descriptors[0], self._printed)
        try:
            kind, _call, _payload = link.receive(time.monotonic() + START_SECONDS)
        except (LinkClosed, LinkTimeout, wire.WireError):
            kind = 0
        if kind != wire.READY:
            process.kill()
            link.close()
            raise SandboxUnavailable("The walls around a worker fell while they went up.", "Run: grade doctor")
        return Worker(link, process)

    def discard(self) -> None:
        """Let go of a worker that nobody came for."""
        assert self._channel is not None
        self._channel.close()
        os.close(self._printed)
        for descriptor in self.descriptors:
            os.close(descriptor)


class _Zygote:
    """The control socket: requests in order, answers in the same order."""

    def __init__(self, level: Walls) -> None:
        near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._near = near
        self._lock = threading.RLock()
        self._awaited: deque[_Answer] = deque()
        self._greeted = False
        self._reason: str | None = None
        self._leaving: deque[tuple[int, int]] = deque()
        """Descriptor and number of workers that were killed and may still be on their way out."""
        home = os.path.expanduser("~")  # noqa: PTH111
        self._numpy = find_numpy_home()
        self.known = known_libraries.look_up(self._numpy)
        words = [level, self._numpy, str(far.fileno())]
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", *list_cache_options(), str(SCRIPT), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in KEPT if name in os.environ} | ENVIRONMENT,
            cwd="/",
            pass_fds=[far.fileno()],
            # A Ctrl-C at the terminal is the grader's to handle.
            start_new_session=True,
        )
        far.close()
        with contextlib.suppress(OSError):
            # Gone already: its first word, or the want of it, will tell.
            near.send(os.fsencode("\0".join([home, *self.known])))

    def await_greeting(self) -> None:
        """Wait until the zygote has said that its walls stand; raises LevelDown."""
        with self._lock:
            if not self._greeted:
                self._greeted = True
                packet, _descriptors = self._receive()
                if packet[:1] != b"+":
                    self._reason = packet[1:].decode("utf-8", "replace") or "the fork server ended while it started"
                elif packet[1:]:
                    known_libraries.keep(self._numpy, os.fsdecode(packet[1:]).split("\0"))
        if self._reason is not None:
            raise LevelDown(self._reason)

    def order_worker(self) -> _Answer:
        """Ask for a worker without waiting for it."""
        self._reap_gone(LEAVING)
        ours, theirs = socket.socketpair()
        printed = os.memfd_create("printed", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        os.ftruncate(printed, MAX_PRINTED)
        fcntl.fcntl(printed, fcntl.F_ADD_SEALS, fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL)
        answer = _Answer(self, ours, printed)
        self._send(b"F", [theirs.fileno(), printed], answer)
        theirs.close()
        return answer

    def ask_end(self, number: int) -> _Answer:
        """Ask how a worker ended, which also lets the kernel forget it."""
        answer = _Answer(self)
        self._send(b"E" + struct.pack("<i", number), [], answer)
        return answer

    def hear(self, answer: _Answer) -> None:
        """Read answers up to this one."""
        with self._lock:
            self.await_greeting()
            while not answer.heard:
                packet, descriptors = self._receive()
                if not packet:
                    raise WorkersLost("The process that starts workers ended.", "Run: grade doctor")
                first = self._awaited.popleft()
                first.heard, first.descriptors = True, descriptors
                (first.number,) = struct.unpack("<i", packet[1:5])

    def release(self, pidfd: int, number: int) -> None:
        """Have a killed worker reaped once it is gone, while others are at work."""
        with self._lock:
            self._leaving.append((pidfd, number))
        self._reap_gone(LEAVING)

    def _reap_gone(self, left: int) -> None:
        """Reap what is gone; more than so many that are not are waited for."""
        with self._lock:
            while self._leaving:
                pidfd, number = self._leaving[0]
                if _is_gone(pidfd, 5.0 if len(self._leaving) > left else 0.0):
                    self.ask_end(number)
                elif len(self._leaving) <= left:
                    return
                self._leaving.popleft()
                os.close(pidfd)

    def close(self) -> None:
        """Hang up; the zygote ends and takes every worker along."""
        self._reap_gone(0)
        self._near.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _send(self, packet: bytes, descriptors: list[int], answer: _Answer) -> None:
        with self._lock:
            self._awaited.append(answer)
            with contextlib.suppress(OSError):
                # Gone already: hearing the answer will tell.
                socket.send_fds(self._near, [packet], descriptors)

    def _receive(self) -> tuple[bytes, list[int]]:
        self._near.settimeout(START_SECONDS)
        try:
            packet, descriptors, _flags, _address = socket.recv_fds(self._near, 2**16, 1)
        except OSError:
            return b"", []
        return packet, descriptors


class ForkedProcess:
    """A worker's process, held by its pidfd: whoever inherits its number is never mistaken for it."""

    def __init__(self, zygote: _Zygote, number: int, pidfd: int, printed: int) -> None:
        self._zygote = zygote
        self._number = number
        self._pidfd = pidfd
        self._file = printed
        self._kept = b""
        self.pid = find_pid(pidfd)
        self._times = Times(self.pid)
        self._closed = False
        self._reaping: _Answer | None = None

    def kill(self) -> None:
        """End it and keep what it printed."""
        if self._closed:
            return
        self._closed = True
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self._kept = self._read()
        self._times.close()
        os.close(self._file)
        if self._reaping is None:
            self._zygote.release(self._pidfd, self._number)
        else:
            os.close(self._pidfd)

    def interrupt(self) -> None:
        """End it from any thread."""
        # A closed pidfd is no process any more: nothing to end.
        with contextlib.suppress(OSError):
            if not self._closed:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)

    def explain_end(self) -> str:
        """Say in a learner's words how it ended by itself; raises WorkersLost where its zygote ended with it."""
        from grader.sandbox.spawn import explain_code

        if self._closed or not _is_gone(self._pidfd, AFTER_HANGING_UP):
            return explain_code(None)
        answer = self._reap()
        self._zygote.hear(answer)
        return explain_code(answer.number)

    def read_times(self) -> tuple[float, float] | None:
        """Return the processor time used and the time kept waiting for a processor so far, seconds."""
        return self._times.read()

    def read_printed(self) -> bytes:
        """Return what the code wrote so far."""
        return self._kept if self._closed else self._read()

    def _reap(self) -> _Answer:
        """Ask how it ended, once only: a number that is reaped may be another worker's."""
        if self._reaping is None:
            self._reaping = self._zygote.ask_end(self._number)
        return self._reaping

    def _read(self) -> bytes:
        if not os.fstat(self._file).st_blocks:
            # Nothing was ever written, as is usual: no need to look through all the room there is.
            return b""
        # Read by place: the worker goes on writing where it is, and both share one position.
        return os.pread(self._file, MAX_PRINTED, 0).rstrip(b"\0")


def _is_gone(pidfd: int, seconds: float) -> bool:
    """Tell whether a process ends within so many seconds."""
    watch = select.poll()
    watch.register(pidfd, select.POLLIN)
    return bool(watch.poll(seconds * 1000))
