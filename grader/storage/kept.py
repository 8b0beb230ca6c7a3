"""A cache on disk: what was computed before, in files that nobody else may write to."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from grader import __version__
from grader.storage.files import replace_file

_SEAL = 32
"""Bytes of the digest by which a file that was cut or damaged is known."""


def _seal(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def read(path: Path, key: bytes = b"") -> bytes | None:
    """Return the bytes kept there under that key; None where there are none, or damaged or written by others."""
    try:
        content = path.read_bytes() if _is_ours_alone(path.parent) and _is_ours_alone(path) else b""
    except OSError:
        return None
    data = content[len(key) + _SEAL :]
    return data if content.startswith(key + _seal(data)) else None


def keep(path: Path, data: bytes, key: bytes = b"") -> None:
    """Keep bytes under a key of everything they depend on; where that fails, nothing is kept and no error is raised."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(path, (key, _seal(data), data), mode=0o600)


class State(NamedTuple):
    """Of files, as they are now."""

    digest: bytes
    """Another one where any of them is another."""
    changed: int
    """When the last of them changed, nanoseconds of the file system's clock."""


def compute_state(folders: Iterable[Path], *words: str) -> State:
    """Compute the state of every file in these folders; its digest changes with any of them, and with these words.

    A file's times stand for its text. One of them is the file system's own, which no installer sets back.
    """
    changed = 0
    digest = hashlib.sha256(" ".join([__version__, sys.version, platform.machine(), *words]).encode())
    for path in sorted({path for folder in folders for path in _iterate_files(folder)}):
        status = os.stat(path)  # noqa: PTH116 - hundreds of them
        entry = f"\0{path}\0{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}"
        digest.update(entry.encode("utf-8", "surrogateescape"))
        changed = max(changed, status.st_ctime_ns)
    return State(digest.digest(), changed)


def _iterate_files(folder: Path) -> Iterator[str]:
    """Yield the path of every file below a folder, without what Python compiled."""
    for parent, subfolders, names in os.walk(folder):
        subfolders[:] = [name for name in subfolders if name != "__pycache__"]
        yield from (os.path.join(parent, name) for name in names)  # noqa: PTH118


def _is_ours_alone(path: Path) -> bool:
    """Tell whether it belongs to this user, is no link, and nobody else may write to it; never on Windows."""
    if sys.platform == "win32":
        return False
    status = os.lstat(path)
    return not stat.S_ISLNK(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o022
