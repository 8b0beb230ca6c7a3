"""The trusted end of a channel: frames in and out under a deadline."""

from __future__ import annotations

import os
import queue
import threading
import time
from typing import Protocol

from grader.sandbox import wire

TICK = 0.2
"""Seconds of waiting at a time: Windows hears Ctrl-C between two waits only."""


class LinkClosed(Exception):
    """The far end is gone."""


class LinkTimeout(Exception):
    """The deadline passed before the far end answered."""


class Link(Protocol):
    """Frames to and from one worker."""

    def send(self, frames: bytes, deadline: float) -> None:
        """Write whole frames before `deadline` (monotonic seconds); raises LinkClosed, LinkTimeout."""

    def receive(self, deadline: float) -> tuple[int, int, bytes]:
        """Return the next frame before `deadline` (monotonic seconds); raises LinkClosed, LinkTimeout, WireError."""

    def has_pending(self) -> bool:
        """Tell whether the far end has said something that nobody asked for."""

    def close(self) -> None:
        """Hang up."""


class PipeLink:
    """A link over two pipes, read by a thread: works wherever Python runs."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self._incoming = incoming
        self._outgoing = outgoing
        self._chunks: queue.Queue[bytes] = queue.Queue(maxsize=64)
        self.held = bytearray()
        self._closed = False
        self._frames: queue.Queue[bytes] = queue.Queue()
        self._written = threading.Event()
        self._broken = False
        threading.Thread(target=self._pump, daemon=True).start()
        threading.Thread(target=self._write, daemon=True).start()

    def _pump(self) -> None:
        """Carry what arrives into the queue; empty bytes mean the end."""
        chunk = b"-"
        while chunk and not self._closed:
            try:
                chunk = os.read(self._incoming, 65536)
            except OSError:
                chunk = b""
            self._chunks.put(chunk)
        os.close(self._incoming)

    def _write(self) -> None:
        """Carry frames into the pipe: a far end that does not read must not hold the grader."""
        while frame := self._frames.get():
            data = memoryview(frame)
            try:
                while data:
                    data = data[os.write(self._outgoing, data) :]
            except OSError:
                self._broken = True
            self._written.set()
        os.close(self._outgoing)

    def send(self, frames: bytes, deadline: float) -> None:
        """Write whole frames."""
        self._written.clear()
        self._frames.put(frames)
        if not self._written.wait(max(0.0, deadline - time.monotonic())):
            raise LinkTimeout
        if self._broken:
            raise LinkClosed

    def receive(self, deadline: float) -> tuple[int, int, bytes]:
        """Return the next frame; its length is looked at before anything is kept for it."""
        return receive_frame(self, deadline)

    def has_pending(self) -> bool:
        """Tell whether bytes wait that nobody asked for."""
        return bool(self.held) or not self._chunks.empty()

    def read_more(self, most: int, deadline: float) -> bytes:  # noqa: ARG002
        """Return what arrives next."""
        while True:
            left = deadline - time.monotonic()
            try:
                return self._chunks.get(block=left > 0, timeout=min(left, TICK))
            except queue.Empty:
                if left <= TICK:
                    raise LinkTimeout from None

    def close(self) -> None:
        """Hang up; the thread, which may wait for room in the queue, closes the end it reads."""
        if self._closed:
            return
        self._closed = True
        self._frames.put(b"")
        while not self._chunks.empty():
            self._chunks.get()


class Incoming(Protocol):
    """Bytes as they arrive."""

    held: bytearray
    """What arrived of the frame that is not whole yet; a deadline that moves must not lose it."""

    def read_more(self, most: int, deadline: float) -> bytes:
        """Return what arrives next; empty at the end."""


def receive_frame(incoming: Incoming, deadline: float) -> tuple[int, int, bytes]:
    """Return the next frame of a link; its length is looked at before anything is kept for it."""
    # A far end that always has something ready must not talk past its time.
    if time.monotonic() >= deadline:
        raise LinkTimeout
    held, size = incoming.held, wire.HEADER.size
    if not held:
        chunk = _read_more(incoming, size, deadline)
        if len(chunk) > size:
            length, kind, call = wire.HEADER.unpack_from(chunk)
            if size + length == len(chunk):  # as it mostly comes: whole, and nothing after it
                return kind, call, chunk[size:]
        held += chunk
    _fill(incoming, size, deadline)
    length, kind, call = wire.HEADER.unpack_from(held)
    if length > wire.MAX_ANSWER:
        raise wire.WireError("a frame too long")
    _fill(incoming, size + length, deadline)
    payload = bytes(memoryview(held)[size : size + length])
    del held[: size + length]
    return kind, call, payload


def _fill(incoming: Incoming, count: int, deadline: float) -> None:
    """Read until so many bytes are held; room grows with what arrives, not with what was announced."""
    while len(incoming.held) < count:
        # Who sends a little at a time never lets a wait end by itself.
        if time.monotonic() >= deadline:
            raise LinkTimeout
        incoming.held += _read_more(incoming, count - len(incoming.held), deadline)


def _read_more(incoming: Incoming, most: int, deadline: float) -> bytes:
    """Return what arrives next; raises LinkClosed where nothing will."""
    chunk = incoming.read_more(most, deadline)
    if not chunk:
        raise LinkClosed
    return chunk
