"""Signals that end a program, as Ctrl-C does: what was begun is put away, and told."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT")
"""Sent by a system that shuts down, by a terminal that is closed, and by the keys of a terminal."""


@dataclass(slots=True)
class Stop:
    """Which signal ended a program."""

    number: int = signal.SIGINT

    @property
    def exit_code(self) -> int:
        """128 and the number of the signal, as shells have it."""
        return 128 + self.number


@contextmanager
def end_like_ctrl_c(stop: Stop) -> Iterator[None]:
    """Raise KeyboardInterrupt at each ending signal while the `with` lasts, and note in `stop` which it was.

    One that is ignored (`nohup`) or dealt with already stays so; after the first, no other disturbs the end.
    """
    taken = [
        number
        for name in ENDING
        if (number := getattr(signal, name, None)) is not None and signal.getsignal(number) == signal.SIG_DFL
    ]
    if threading.current_thread() is not threading.main_thread():
        taken = []

    def end(number: int, _frame: FrameType | None) -> None:
        stop.number = number
        for other in taken:
            signal.signal(other, signal.SIG_IGN)
        raise KeyboardInterrupt

    for number in taken:
        signal.signal(number, end)
    try:
        yield
    finally:
        if stop.number == signal.SIGINT:
            for number in taken:
                signal.signal(number, signal.SIG_DFL)
