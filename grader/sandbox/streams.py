"""The worker's streams: frames to and from the grader, and prints, which are kept up to a cap.

Runs in the worker beside the student's code: standard library only.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING or not __name__.startswith("_worker_"):
    from grader.sandbox import wire
else:
    wire = sys.modules["_worker_wire"]

MAX_PRINTED = 64 * 1024
"""Bytes of output that are kept."""
READ_SIZE = 2**14
"""Bytes that are taken from the channel at a time: nearly every question whole."""


class Channel:
    """Whole frames over two descriptors; blocking, for the far end keeps the time.

    Questions that arrive together are answered together: to wake the other side for each takes longer than to answer.
    """

    def __init__(self, incoming: int, outgoing: int, leave: Callable[[], NoReturn]) -> None:
        self.incoming = incoming
        self.outgoing = outgoing
        self._leave = leave
        """Ends this process: when the grader is gone, nobody is left to answer to."""
        self._held = bytearray()
        """What has arrived and was not asked for yet."""
        self._unsent = bytearray()
        """Frames that wait for the answer to what has arrived."""

    def receive(self) -> tuple[int, int, bytes]:
        """Return the next frame: type, call id, payload."""
        start = wire.HEADER.size
        self._fill(start)
        size, kind, call = wire.HEADER.unpack_from(self._held)
        end = start + size
        self._fill(end)
        payload = bytes(memoryview(self._held)[start:end])
        del self._held[:end]
        return kind, call, payload

    def send(self, kind: int, call: int, payload: bytes) -> None:
        """Write one frame whole, at the latest before the next one is waited for.

        Ends the process where the far end has hung up. A long payload is not copied to stand behind its header.
        """
        self._unsent += wire.make_header(kind, call, payload)
        if len(payload) > READ_SIZE:
            self._flush()
            self._write(payload)
            return
        self._unsent += payload
        if not self._held:
            self._flush()

    def _flush(self) -> None:
        data, self._unsent = self._unsent, bytearray()
        self._write(data)

    def _write(self, data: bytes | bytearray) -> None:
        left = memoryview(data)
        while left:
            try:
                left = left[os.write(self.outgoing, left) :]
            except OSError:
                self._leave()

    def _fill(self, count: int) -> None:
        """Read until so many bytes are held; ends the process where the far end has hung up."""
        while len(self._held) < count:
            self._flush()
            try:
                chunk = os.read(self.incoming, min(max(count - len(self._held), READ_SIZE), 2**20))
            except OSError:
                chunk = b""
            if not chunk:
                self._leave()
            self._held += chunk


class Printed(io.RawIOBase):
    """Where prints go: kept up to a cap, then let fall without an error."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.left = MAX_PRINTED

    def writable(self) -> bool:
        """Return True."""
        return True

    def fileno(self) -> int:
        """Return the descriptor itself: the fault handler, for one, asks for it."""
        return self.descriptor

    def write(self, data: Any) -> int:
        """Keep what still fits; return the number of bytes that were handed in."""
        kept = bytes(data)[: self.left]
        if kept:
            # Full already, where the code wrote past this object.
            with contextlib.suppress(OSError):
                os.write(self.descriptor, kept)
            self.left -= len(kept)
        return len(data)


def take_streams() -> None:
    """Replace the streams: nothing to read, and prints go to the third descriptor, where they are kept."""
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - lives as long as the process
    sys.stdout = sys.stderr = io.TextIOWrapper(
        Printed(2),
        encoding="utf-8",
        errors="backslashreplace",
        write_through=True,
    )
