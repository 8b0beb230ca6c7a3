"""A watch over authors' code that never comes back: its file, line and function are told, and the command ends.

References, families and suites are run in this process, for they are trusted; an endless loop in one of them would
otherwise hang the command without a word. Once a second the watchdog looks which functions of the watched files are
being run. The same call seen for too long has not come back; one that waits for a worker has a deadline of its own
there, and gets longer.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from types import FrameType, TracebackType

from grader.course.location import PACKAGE

LIMIT_SECONDS = 15.0
"""How long one call of an author's function may take."""
LIMIT_SECONDS_IN_WORKERS = 180.0
"""How long it may take where it waits for workers in between."""
TICK_SECONDS = 0.5
EXIT_CODE = 2
_WAITS = str(PACKAGE / "sandbox")


class NeverCameBackError(BaseException):
    """A call of an author's function took too long.

    It is no Exception, for authors' code is called inside `except Exception`.
    """


class Watchdog:
    """Watches the thread that enters it, until it leaves.

    On the main thread of a POSIX system a signal raises NeverCameBackError in the code that hangs; elsewhere a thread
    tells it on stderr and ends the process, for nothing else could.
    """

    def __init__(self, files: Mapping[str, str]) -> None:
        """Watch the functions of these files: their paths, each with the name that it is told by."""
        self._files = files
        self._limit = LIMIT_SECONDS
        self._seen: dict[FrameType, tuple[float, float]] = {}
        """For each call being run, its seconds in Python, and all of them."""
        self._stopped = threading.Event()

    def __enter__(self) -> Watchdog:
        if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGALRM, self._ring)
            signal.setitimer(signal.ITIMER_REAL, TICK_SECONDS, TICK_SECONDS)
        else:
            watched = threading.get_ident()
            threading.Thread(target=self._watch, args=(watched,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopped.set()
        if sys.platform != "win32" and threading.current_thread() is threading.main_thread():
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)
        self._seen.clear()

    def _ring(self, _number: int, frame: FrameType | None) -> None:
        """Raise NeverCameBackError in the code that hangs, if it does."""
        if frame is not None and (message := self._find_hanging(frame)):
            raise NeverCameBackError(message)

    def _watch(self, thread: int) -> None:
        """Look at another thread every second, and end the process where it hangs."""
        while not self._stopped.wait(TICK_SECONDS):
            frame = sys._current_frames().get(thread)
            if frame is not None and (message := self._find_hanging(frame)):
                print(message, file=sys.stderr, flush=True)
                os._exit(EXIT_CODE)

    def _find_hanging(self, frame: FrameType) -> str:
        """Describe the innermost call of the watched files that has run for too long; empty where none has."""
        calls: list[FrameType] = []
        waits = False
        current: FrameType | None = frame
        while current is not None:
            name = current.f_code.co_filename
            waits = waits or (not calls and name.startswith(_WAITS))
            if name in self._files:
                calls.append(current)
            current = current.f_back
        spent = 0.0 if waits else TICK_SECONDS
        seen = {call: self._seen.get(call, (0.0, 0.0)) for call in calls}
        self._seen = {call: (busy + spent, whole + TICK_SECONDS) for call, (busy, whole) in seen.items()}
        for call, (busy, whole) in self._seen.items():
            if busy >= self._limit or whole >= max(LIMIT_SECONDS_IN_WORKERS, self._limit):
                what = call.f_code.co_name
                said = "" if what.startswith("<") else f", in {what}"
                where = f"{self._files[call.f_code.co_filename]}, line {call.f_lineno}{said}"
                return f"{where}: this has not come back for {self._limit:g} seconds"
        return ""


def list_files(paths: Mapping[Path, str]) -> dict[str, str]:
    """Return the names of files by every path that Python may know them by."""
    return {str(spelled): name for path, name in paths.items() for spelled in (path, path.resolve())}
