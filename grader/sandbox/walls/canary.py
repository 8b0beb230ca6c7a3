"""The attack that decides whether a level stands: what student code must never manage, tried for real."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable

assert sys.platform == "linux"

WALLED = frozenset({errno.EPERM, errno.EACCES, errno.ENOENT, errno.EROFS, errno.ENOSYS})
"""How a wall answers. Any other failure (no memory, no such process) would prove nothing."""


def attack(secret: str, home_path: str) -> str:
    """Try everything; return the names of what succeeded, empty when the walls stand.

    `secret` is a file of the kit and `home_path` something in the home folder, both readable before the walls
    went up. Must run in a process of its own, behind all walls of a worker.
    """
    attempts: dict[str, Callable[[], object]] = {
        "read a file of the kit": lambda: os.open(secret, os.O_RDONLY),
        "reach into the home folder": lambda: os.open(home_path, os.O_RDONLY),
        "write beside the kit": lambda: os.open(f"{secret}.canary", os.O_WRONLY | os.O_CREAT, 0o600),
        "open a TCP socket": lambda: _open_socket(2),
        "open a Unix socket": lambda: _open_socket(1),
        "start a process": _fork,
        "run a program": lambda: os.execv(sys.executable, [sys.executable, "-c", ""]),
        "signal another process": lambda: os.kill(os.getppid() or -1, 0),
    }
    return ", ".join(name for name, attempt in attempts.items() if not _is_refused(attempt))


def _is_refused(attempt: Callable[[], object]) -> bool:
    """Tell whether a wall stops an attempt; a failure of another kind proves nothing and counts as a success."""
    try:
        attempt()
    except OSError as error:
        return error.errno in WALLED
    return False


def _open_socket(family: int) -> object:
    import _socket

    return _socket.socket(family, 1, 0)


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def choose_home_path(home: str, shown: list[str]) -> str:
    """Return a readable path in the home folder that no wall has a reason to show.

    Without any, a path in it that does not exist.
    """
    with contextlib.suppress(OSError):
        for name in sorted(os.listdir(home)):
            path = f"{home}/{name}"
            if os.access(path, os.R_OK) and not any(f"{shown_path}/".startswith(f"{path}/") for shown_path in shown):
                return path
    return f"{home}/no-such-file"
