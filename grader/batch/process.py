"""What a process of a batch does: it opens its walls once and grades one piece after another.

A process of this machine's pool runs `begin`, then `grade_piece` for each submission, then `end`; a worker of a
cluster calls `grade_piece` alone.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator

from msgspec.structs import replace

from grader.batch.engine import Piece, Settings
from grader.errors import BrokenSuite, KitError
from grader.model import Demand, Report
from grader.sandbox import Sandbox, open_sandbox

ORPHANED = 70
"""Exit code of a process whose parent is gone."""

_sandboxes: dict[Demand, Sandbox] = {}
"""The walls of this process, by the level that was asked for."""
_LOCK = threading.Lock()
"""A process grades one submission at a time, however many threads it has."""


def begin(settings: Settings, core: int | None = None) -> None:
    """Get ready: leave Ctrl-C to the parent, end when the parent ends, put up the walls.

    On a `core` of its own this process and the programs that it grades take turns, which they do anyway: from one
    core to another every turn would wake a processor up.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, name="orphan", daemon=True).start()
    if core is not None and sys.platform == "linux":
        # Where it may be taken away meanwhile, any other one will do.
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, {core})
    _open_once(settings)


@contextlib.contextmanager
def block_ctrl_c() -> Iterator[None]:
    """Let processes that start meanwhile hear no Ctrl-C, which a terminal sends to everybody; `begin` takes over."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_tracker() -> None:
    """Start the process in which Python keeps count of semaphores, deaf to SIGHUP and SIGQUIT.

    It has to outlive this process to clean up; of the signals that a terminal sends to everybody it ignores only some.
    """
    if sys.platform == "win32":
        return
    from multiprocessing import resource_tracker

    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP, signal.SIGQUIT})
    try:
        resource_tracker.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def prepare() -> None:
    """Load what grading stands on, so that the time of the first submission is its own."""
    import grader.diagnosis  # noqa: F401
    import grader.grading.checks  # noqa: F401


def grade_piece(piece: Piece, settings: Settings) -> Report:
    """Grade one piece and return its report without the source, which the other side has.

    Raises KitError; whatever else goes wrong is BrokenSuite.
    """
    from grader.grading import grade

    with _LOCK:
        try:
            report = grade(
                piece.submission,
                seed=piece.seed,
                limits=settings.limits,
                sandbox=_open_once(settings),
                carry=settings.carry,
            )
        except KitError:
            raise
        except Exception as error:
            what = f"Grading ended in {type(error).__name__}: {error}"[:500]
            raise BrokenSuite(what, "Grade that submission alone.") from None
    return replace(report, submission=replace(report.submission, source=b""))


def end() -> None:
    """Close the sandboxes of this process."""
    with _LOCK:
        _close()


def _close() -> None:
    while _sandboxes:
        _sandboxes.popitem()[1].close()


def _open_once(settings: Settings) -> Sandbox:
    """Return this process's sandbox of that level, opened the first time."""
    if settings.no_less not in _sandboxes:
        _sandboxes[settings.no_less] = open_sandbox(no_less=settings.no_less)
        # The next worker is made while this one answers.
        _sandboxes[settings.no_less].prepare(1)
    return _sandboxes[settings.no_less]


def _end_with_parent() -> None:
    """Wait until the parent is gone, however it ended, and end at once: zygotes and workers fall with this process."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    parent.join()
    with contextlib.suppress(Exception):
        _close()
    os._exit(ORPHANED)
