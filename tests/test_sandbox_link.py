"""Both links against a far end that is anything but polite."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from grader.sandbox import streams, wire
from grader.sandbox.link import Link, LinkClosed, LinkTimeout, PipeLink

Far = Callable[[bytes], None]


def _soon(seconds: float = 0.3) -> float:
    return time.monotonic() + seconds


def _pipes() -> tuple[Link, Far, Callable[[], None], int]:
    here_in, there_out = os.pipe()
    there_in, here_out = os.pipe()

    def close() -> None:
        os.close(there_out)
        os.close(there_in)

    return PipeLink(here_in, here_out), lambda data: _write(there_out, data), close, there_in


def _sockets() -> tuple[Link, Far, Callable[[], None], int]:
    from grader.sandbox.socketlink import SocketLink

    here, there = socket.socketpair()
    return SocketLink(here), lambda data: there.sendall(data), there.close, there.fileno()


def _write(descriptor: int, data: bytes) -> None:
    os.write(descriptor, data)


KINDS = {"pipe": _pipes}
if sys.platform != "win32":
    KINDS["socket"] = _sockets


@pytest.fixture(params=KINDS)
def ends(request: pytest.FixtureRequest) -> Iterator[tuple[Link, Far, Callable[[], None], int]]:
    link, far, close, descriptor = KINDS[request.param]()
    closed = False

    def once() -> None:
        nonlocal closed
        if not closed:
            closed = True
            close()

    yield link, far, once, descriptor
    once()
    link.close()


def test_a_frame_arrives_whole_in_however_many_pieces(ends):
    link, far, _close, _descriptor = ends
    frame = wire.make_frame(wire.RETURNED, 7, b"payload")
    far(frame[:4])
    threading.Timer(0.05, far, [frame[4:12]]).start()
    threading.Timer(0.1, far, [frame[12:]]).start()
    assert link.receive(_soon(5)) == (wire.RETURNED, 7, b"payload")
    assert not link.has_pending()


def test_a_deadline_that_moves_loses_nothing_of_a_frame(ends):
    link, far, _close, _descriptor = ends
    frame = wire.make_frame(wire.RETURNED, 7, b"payload")
    far(frame[:11])
    with pytest.raises(LinkTimeout):
        link.receive(_soon(0.1))
    far(frame[11:])
    assert link.receive(_soon(5)) == (wire.RETURNED, 7, b"payload")


def test_a_far_end_that_drips_ends_at_the_deadline(ends):
    link, far, _close, _descriptor = ends
    stop = threading.Event()

    def drip() -> None:
        far(wire.HEADER.pack(10**6, wire.RETURNED, 1))
        while not stop.wait(0.01):
            far(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    started = time.monotonic()
    with pytest.raises(LinkTimeout):
        link.receive(_soon(0.3))
    assert time.monotonic() - started < 2
    stop.set()
    thread.join()


def test_a_far_end_that_always_talks_cannot_talk_past_its_time(ends):
    link, far, _close, _descriptor = ends
    far(wire.make_frame(wire.CALLBACK, 1, b"") * 50)
    deadline = _soon(0.2)
    heard = 0
    with pytest.raises(LinkTimeout):  # noqa: PT012 - it is the loop that must end
        while True:
            link.receive(deadline)
            heard += 1
            time.sleep(0.02)
    assert 0 < heard < 50


def test_a_length_beyond_the_cap_is_refused_before_anything_is_kept(ends):
    link, far, _close, _descriptor = ends
    far(wire.HEADER.pack(2**32 - 1, wire.RETURNED, 1))
    with pytest.raises(wire.WireError):
        link.receive(_soon(5))


def test_a_far_end_that_hangs_up_is_told(ends):
    link, far, close, _descriptor = ends
    far(wire.HEADER.pack(100, wire.RETURNED, 1))
    close()
    with pytest.raises(LinkClosed):
        link.receive(_soon(5))


def test_a_far_end_that_does_not_read_cannot_hold_the_grader(ends):
    link, _far, close, _descriptor = ends
    started = time.monotonic()
    with pytest.raises(LinkTimeout):
        link.send(bytes(8 * 2**20), _soon(0.2))
    assert time.monotonic() - started < 2
    close()


def test_words_that_nobody_asked_for_are_seen(ends):
    link, far, _close, _descriptor = ends
    assert not link.has_pending()
    far(b"x")
    deadline = _soon(5)
    while not link.has_pending() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert link.has_pending()


class Left(Exception):
    """The worker has ended."""


def leave():
    raise Left


@pytest.mark.skipif(sys.platform == "win32", reason="socketpairs are POSIX's")
@pytest.mark.parametrize("size", [1, 2**20])
@pytest.mark.parametrize("unread", [b"", b"a question that nobody took"])
def test_a_worker_whose_grader_is_gone_leaves_whether_it_asks_or_answers(unread, size):
    for act in (lambda channel: channel.send(wire.RETURNED, 1, b"x" * size), lambda channel: channel.receive()):
        near, far = socket.socketpair()
        with near, far:
            near.send(unread)
            channel = streams.Channel(near.fileno(), near.fileno(), leave)
            far.close()  # with bytes unread it is reset, else it ends
            with pytest.raises(Left):
                act(channel)
