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
    """Whole frames over two descriptors; blocking, for the far end keeps the time."""

    def __init__(self, incoming: int, outgoing: int, leave: Callable[[], NoReturn]) -> None:
        self.incoming = incoming
        self.outgoing = outgoing
        self._leave = leave
        """Ends this process: when the grader is gone, nobody is left to answer to."""

    def receive(self) -> tuple[int, int, bytes]:
        """Return the next frame: type, call id, payload.

        The far end says one thing at a time, so nothing is read past it.
        """
        data = bytearray()
        self._fill(data, wire.HEADER.size)
        size, kind, call = wire.HEADER.unpack_from(data)
        self._fill(data, wire.HEADER.size + size)
        return kind, call, bytes(memoryview(data)[wire.HEADER.size :])

    def send(self, kind: int, call: int, payload: bytes) -> None:
        """Write one frame whole; ends the process where the far end has hung up.

        A long payload is not copied to stand behind its header.
        """
        header = wire.make_header(kind, call, payload)
        for part in (header, payload) if len(payload) > READ_SIZE else (header + payload,):
            data = memoryview(part)
            while data:
                try:
                    data = data[os.write(self.outgoing, data) :]
                except OSError:
                    self._leave()

    def _fill(self, data: bytearray, count: int) -> None:
        """Read until the data holds so many bytes; ends the process where the far end has hung up."""
        while len(data) < count:
            try:
                chunk = os.read(self.incoming, min(max(count - len(data), READ_SIZE), 2**20))
            except OSError:
                chunk = b""
            if not chunk:
                self._leave()
            data += chunk


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
