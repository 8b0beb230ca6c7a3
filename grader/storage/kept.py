"""What was found out once and is kept for the next time, in files that nobody else may write to."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path


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


def _is_ours_alone(place: Path) -> bool:
    if sys.platform == "win32":
        return False
    found = os.lstat(place)
    return not stat.S_ISLNK(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o022
