"""What student code tried besides computing, by Python's audit events, so that a report can say so.

Runs in the worker. It is no wall: whoever calls the system past Python is not heard, only refused.
https://docs.python.org/3/library/audit_events.html
"""

from __future__ import annotations

import os
import sys
from typing import Any

PROCESS, NETWORK, THREAD = "start a process", "use the network", "start a thread"
SIGNAL, CHANGE, READ, SYSTEM = "signal a process", "change files", "read files", "call the system past Python"
MEANING = {
    **dict.fromkeys(("os.fork", "os.forkpty", "os.exec", "os.posix_spawn", "os.spawn", "os.system"), PROCESS),
    "subprocess.Popen": PROCESS,
    **dict.fromkeys(("socket.__new__", "socket.connect", "socket.bind", "socket.getaddrinfo"), NETWORK),
    **dict.fromkeys(("_thread.start_new_thread", "_thread.start_joinable_thread"), THREAD),
    **dict.fromkeys(("os.kill", "os.killpg"), SIGNAL),
    **dict.fromkeys(("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate"), CHANGE),
    **dict.fromkeys(("os.chmod", "os.chown", "os.utime", "os.setxattr", "shutil.rmtree", "shutil.move"), CHANGE),
    "ctypes.dlsym": SYSTEM,
}
_LOOKS = frozenset({"os.listdir", "os.scandir"})
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Attempts:
    """Hears audit events while student code runs."""

    def __init__(self) -> None:
        self.armed = False
        self.own = {"<string>", "<unknown>"}
        """What the student's own files are called: Python looks for their lines when it reports an error."""
        self._heard: dict[str, None] = {}
        numpy = sys.modules["numpy"].__file__ or ""
        # Python looks for the text of a line that is no Python, be it of a string ("<string>").
        self._known = (*sys.path, os.path.dirname(numpy), os.devnull, "/dev/urandom", "<")  # noqa: PTH120

    def listen(self) -> None:
        """From now on, for good: Python lets nobody remove it."""
        sys.addaudithook(self._hear)

    def told(self) -> list[str]:
        """What was tried since the last time."""
        heard, self._heard = list(self._heard), {}
        return heard

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.armed:
            return
        meaning = MEANING.get(event)
        if meaning is None and (event == "open" or event in _LOOKS):
            meaning = self._file(event, arguments)
        if meaning is not None:
            self._heard[meaning] = None

    def _file(self, event: str, arguments: tuple[Any, ...]) -> str | None:
        """Of a file or folder by its path; what Python itself and numpy read is no attempt."""
        path = arguments[0]
        if event == "open" and type(arguments[2]) is int and arguments[2] & _TO_WRITE:
            return None if path == os.devnull else CHANGE
        if type(path) is not str or path in self.own or path.startswith(self._known):
            return None
        return READ
