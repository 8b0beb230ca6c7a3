"""What was found out once and is kept for the next time, in files that nobody else may write to."""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from grader import __version__


def read(path: Path, key: bytes = b"") -> bytes | None:
    """Return what is kept there under that key; None where nothing is, or where others may have written it."""
    try:
        held = path.read_bytes() if _is_ours_alone(path.parent) and _is_ours_alone(path) else None
    except OSError:
        return None
    return held[len(key) :] if held is not None and held.startswith(key) else None


def keep(path: Path, data: bytes, key: bytes = b"") -> None:
    """Keep it for the next time, under a key of all that it hangs on; where that fails, it is found out again."""
    aside = path.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            file.write(key + data)
        aside.replace(path)
        return
    with contextlib.suppress(OSError):
        aside.unlink(missing_ok=True)  # half a file, on a disk that may be full


def state(folders: Iterable[Path], *on: str) -> bytes:
    """Return a digest of every file in these folders, and of these words: it moves with any change.

    A file's times stand for its text. One of them is the file system's own, which no installer sets back.
    """
    digest = hashlib.sha256(" ".join([__version__, sys.version, platform.machine(), *on]).encode())
    for path in sorted({path for folder in folders for path in _files(folder)}):
        found = os.stat(path)  # noqa: PTH116 - hundreds of them
        told = f"\0{path}\0{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"
        digest.update(told.encode("utf-8", "surrogateescape"))
    return digest.digest()


def _files(folder: Path) -> Iterator[str]:
    """Every file below a folder, without what Python compiled."""
    for place, inside, names in os.walk(folder):
        inside[:] = [one for one in inside if one != "__pycache__"]
        yield from (os.path.join(place, name) for name in names)  # noqa: PTH118


def _is_ours_alone(place: Path) -> bool:
    if sys.platform == "win32":
        return False
    found = os.lstat(place)
    return not stat.S_ISLNK(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022
