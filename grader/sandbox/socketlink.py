"""The trusted end of a channel over a socket: no thread, every wait ends soon after its deadline. POSIX only."""

from __future__ import annotations

import select
import socket
import struct
import sys
import time

from grader.sandbox.link import LinkClosed, LinkTimeout, receive_frame

assert sys.platform != "win32"

LOOK = 0.02
"""Seconds of waiting at a time; between two waits the clock is looked at."""
_LOOK = struct.pack("@ll", 0, int(LOOK * 1e6))


class SocketLink:
    """A link over one socket that never blocks for long."""

    def __init__(self, channel: socket.socket) -> None:
        self._socket = channel
        # The system itself ends a wait: to look first whether there is something would be a second call, each time.
        for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
            channel.setsockopt(socket.SOL_SOCKET, option, _LOOK)
        self._readable = select.poll()
        self._readable.register(channel, select.POLLIN)
        self.held = bytearray()

    def send(self, frames: bytes, deadline: float) -> None:
        """Write whole frames."""
        data: bytes | memoryview = frames
        while data:
            try:
                sent = self._socket.send(data)
            except BlockingIOError:
                _check_deadline(deadline)
            except OSError:
                raise LinkClosed from None
            else:
                data = memoryview(data)[sent:]

    def receive(self, deadline: float) -> tuple[int, int, bytes]:
        """Return the next frame; its length is looked at before anything is kept for it."""
        return receive_frame(self, deadline)

    def has_pending(self) -> bool:
        """Tell whether bytes wait that nobody asked for."""
        try:
            return bool(self.held or (self._readable.poll(0) and self._socket.recv(1, socket.MSG_PEEK)))
        except OSError:
            return False

    def read_more(self, most: int, deadline: float) -> bytes:
        """Return what arrives next, at most so many bytes."""
        while True:
            try:
                # A whole small answer at one go: its header alone would cost a second call.
                return self._socket.recv(max(min(most, 2**18), 2**13))
            except BlockingIOError:
                _check_deadline(deadline)
            except OSError:
                raise LinkClosed from None

    def close(self) -> None:
        """Hang up."""
        self._socket.close()


def _check_deadline(deadline: float) -> None:
    if time.monotonic() >= deadline:
        raise LinkTimeout
