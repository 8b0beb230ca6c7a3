"""The trusted end of a channel: frames in and out under a deadline."""

from __future__ import annotations

import os
import queue
import threading
import time
from typing import Protocol

from grader.sandbox import wire


class LinkClosed(Exception):
    """The far end is gone."""


class LinkTimeout(Exception):
    """The deadline passed before the far end answered."""


class Link(Protocol):
    """Frames to and from one worker."""

    def send(self, kind: int, call: int, payload: bytes) -> None:
        """Write one frame; raises LinkClosed."""

    def receive(self, deadline: float) -> tuple[int, int, bytes]:
        """The next frame before `deadline` (monotonic seconds); raises LinkClosed, LinkTimeout, WireError."""

    def pending(self) -> bool:
        """Whether the far end has said something that nobody asked for."""

    def close(self) -> None:
        """Hang up."""


class PipeLink:
    """A link over two pipes, read by a thread: works wherever Python runs."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._chunks: queue.Queue[bytes] = queue.Queue(maxsize=64)
        self._held = b""
        self._closed = False
        threading.Thread(target=self._pump, daemon=True).start()

    def _pump(self) -> None:
        """Carry what arrives into the queue; empty bytes mean the end."""
        chunk = b"-"
        while chunk and not self._closed:
            chunk = os.read(self._incoming, 65536)
            self._chunks.put(chunk)
        os.close(self._incoming)

    def send(self, kind: int, call: int, payload: bytes) -> None:
        """Write one frame."""
        data = memoryview(wire.frame(kind, call, payload))
        try:
            while data:
                data = data[os.write(self._outgoing, data) :]
        except OSError:
            raise LinkClosed from None

    def receive(self, deadline: float) -> tuple[int, int, bytes]:
        """The next frame; its length is looked at before anything is kept for it."""
        size, kind, call = wire.HEADER.unpack(self._take(wire.HEADER.size, deadline))
        if size > wire.MAX_FRAME:
            raise wire.WireError("a frame too long")
        return kind, call, self._take(size, deadline)

    def pending(self) -> bool:
        """Whether bytes wait that nobody asked for."""
        return bool(self._held) or not self._chunks.empty()

    def _take(self, count: int, deadline: float) -> bytes:
        held = [self._held]
        have = len(self._held)
        while have < count:
            try:
                chunk = self._chunks.get(timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                self._held = b"".join(held)
                raise LinkTimeout from None
            if not chunk:
                raise LinkClosed
            held.append(chunk)
            have += len(chunk)
        data = b"".join(held)
        self._held = data[count:]
        return data[:count]

    def close(self) -> None:
        """Hang up; the thread, which may wait for room in the queue, closes the end it reads."""
        if self._closed:
            return
        self._closed = True
        os.close(self._outgoing)
        while not self._chunks.empty():
            self._chunks.get()
