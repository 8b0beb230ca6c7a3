"""What student code tried besides computing, by Python's audit events, so that a report can say so.

Runs in the worker. It is no wall: whoever calls the system past Python is not heard, only refused.
https://docs.python.org/3/library/audit_events.html
"""

from __future__ import annotations

import functools
import os
import re
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
_REMOVED = frozenset({"os.remove", "os.rmdir"})
_FILES = frozenset({"open", "os.listdir", "os.scandir", "os.mkdir", "shutil.rmtree"}) | _REMOVED
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_SCRATCH = ("/tmp", "/var/tmp", "/usr/tmp")
"""Folders that `tempfile` tries, besides those that the environment names and the working directory."""
_ASKED_BY_PYTHON = ("uname", "-p")
"""The program that `platform.processor()` runs."""
_ZONES = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo")
_PYTHON = (sys.executable, os.path.realpath(sys.executable))
_MACHINERY = "_worker_"
"""How the names of the worker's own modules begin; all of them are there before the student's code is."""
_TEMPORARY = re.compile("tmp[a-z0-9_]{8}")
_DEBUGGER_FILES = {".pdbrc", os.path.expanduser("~/.pdbrc")}  # noqa: PTH111


@functools.cache
def list_own_files() -> tuple[str, ...]:
    """Return the files of the worker's own modules, which are all there before the first submission is.

    Called once before workers are forked: going through all modules, a fork copies much of the memory they lie in.
    """
    modules = [module for name, module in sys.modules.items() if name == "__main__" or name.startswith(_MACHINERY)]
    return tuple(getattr(module, "__file__", "") for module in modules)


class Attempts:
    """Hears audit events while student code runs."""

    def __init__(self) -> None:
        self.armed = False
        # Python looks for the lines of whatever a warning or a list of callers names, and for a debugger's settings.
        self.own_names = {"<string>", "<unknown>", os.curdir, *_DEBUGGER_FILES, *list_own_files()}
        """The names of the student's own files, and of this machinery around them."""
        self._heard: dict[str, None] = {}
        numpy = sys.modules["numpy"].__file__ or ""
        # A line that is no Python, be it of a string, is called "<string>" and the like.
        self._known = (*sys.path, os.path.dirname(numpy), os.devnull, "/dev/urandom", *_ZONES, *_PYTHON, "<")  # noqa: PTH120
        named = [os.environ[name] for name in ("TMPDIR", "TEMP", "TMP") if name in os.environ]
        self._folder = os.getcwd()  # noqa: PTH109
        folders = (*named, *_SCRATCH, self._folder)
        self._scratch = tuple(os.path.join(folder, "") for folder in dict.fromkeys(folders))  # noqa: PTH118

    def listen(self) -> None:
        """Hear audit events from now on, for good: Python lets nobody remove a hook."""
        sys.addaudithook(self._hear)

    def take(self) -> list[str]:
        """Stop listening, and return what was tried since the last time."""
        self.armed = False
        meanings, self._heard = list(self._heard), {}
        return meanings

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Note the meaning of an event, while armed."""
        if not self.armed:
            return
        meaning = MEANING.get(event)
        if event in _FILES:
            meaning = self._judge_file(event, arguments, meaning)
        elif event == "subprocess.Popen" and tuple(arguments[1]) == _ASKED_BY_PYTHON:
            return
        if meaning is not None:
            self._heard[meaning] = None

    def _judge_file(self, event: str, arguments: tuple[Any, ...], meaning: str | None) -> str | None:
        """Return the meaning of an event of a file, or None: what Python, numpy and `tempfile` touch is no attempt."""
        path = arguments[0]
        if type(path) is str and self._is_temporary(path):
            return None
        if event in _REMOVED and arguments[1] != -1:
            # Relative to a folder that was opened before; that was noted then.
            return None
        if meaning is not None:
            return meaning
        if event == "open" and type(arguments[2]) is int and arguments[2] & _TO_WRITE:
            return None if path == os.devnull else CHANGE
        if type(path) is not str or path in self.own_names or path.startswith(self._known) or self._is_beside(path):
            return None
        return READ

    def _is_beside(self, path: str) -> bool:
        """Tell whether a path lies in the code's own folder: data that stayed at home, and never another's."""
        inside = not os.path.isabs(path) and os.pardir not in path.replace("\\", "/").split("/")  # noqa: PTH117
        return inside and os.getcwd() == self._folder  # noqa: PTH109

    def _is_temporary(self, path: str) -> bool:
        """Tell whether `tempfile` gives such a name, or tries a folder with it."""
        folder = next((folder for folder in self._scratch if f"{path}{os.sep}".startswith(folder)), None)
        if folder is None:
            return False
        return bool(_TEMPORARY.match(path, len(folder))) or sys._getframe(3).f_globals.get("__name__") == "tempfile"
