"""The trusted end of a channel over a socket: no thread, every wait ends at its deadline. POSIX only."""

from __future__ import annotations

import select
import socket
import sys
import time

from grader.sandbox import wire
from grader.sandbox.link import LinkClosed, LinkTimeout, next_frame

assert sys.platform != "win32"


class SocketLink:
    """A link over one socket that never blocks."""

    def __init__(self, channel: socket.socket) -> None:
        self._socket = channel
        self._socket.setblocking(False)
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(channel, select.POLLIN)
        self._writable.register(channel, select.POLLOUT)
        self.held = bytearray()

    def send(self, kind: int, call: int, payload: bytes, deadline: float) -> None:
        """Write one frame."""
        data = memoryview(wire.frame(kind, call, payload))
        while data:
            try:
                data = data[self._socket.send(data) :]
            except BlockingIOError:
                _wait(self._writable, deadline)
            except OSError:
                raise LinkClosed from None

    def receive(self, deadline: float) -> tuple[int, int, bytes]:
        """The next frame; its length is looked at before anything is kept for it."""
        return next_frame(self, deadline)

    def pending(self) -> bool:
        """Whether bytes wait that nobody asked for."""
        try:
            return bool(self.held or self._socket.recv(1, socket.MSG_PEEK))
        except OSError:
            return False

    def more(self, most: int, deadline: float) -> bytes:
        """What arrives next, of at most so many bytes."""
        while True:
            # Waiting comes first: an answer takes its time, and asking for it in vain takes as long as asking.
            _wait(self._readable, deadline)
            try:
                # A whole small answer at one go: its header alone would cost a second call.
                return self._socket.recv(max(min(most, 2**18), 2**13))
            except BlockingIOError:
                continue
            except OSError:
                raise LinkClosed from None

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def _wait(event: select.poll, deadline: float) -> None:
    left = deadline - time.monotonic()
    if left <= 0 or not event.poll(left * 1000):
        raise LinkTimeout
