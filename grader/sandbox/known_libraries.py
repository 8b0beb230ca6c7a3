"""The libraries that Python and numpy need, as the loader told them the last time: asking takes a tenth of a second.

They lie in the user's cache folder under everything they depend on. Behind the walls they are shown to student code, so
what stands there is believed only where nobody else may write to it, and of nothing but shared libraries.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
from collections.abc import Iterable
from pathlib import Path

from grader import __version__
from grader.storage import kept
from grader.storage.folder import get_cache_folder

MAX_LIBRARIES = 500
"""Libraries that are read from such a file."""
_LOADER = "/etc/ld.so.cache"


def look_up(numpy: str) -> list[str]:
    """Return what is known for this Python and the numpy in that folder; nothing where that is not to be believed."""
    if sys.platform != "linux":
        return []
    held = kept.read(_make_path(numpy))
    if held is None:
        return []
    paths = os.fsdecode(held).split("\0")[:MAX_LIBRARIES]
    return paths if all(map(_is_library, paths)) else []


def keep(numpy: str, paths: Iterable[str]) -> None:
    """Keep them for the next time; where that cannot be written, they are asked for again."""
    kept.keep(_make_path(numpy), os.fsencode("\0".join(paths)))


def forget(numpy: str) -> None:
    """Delete the kept list, after a level did not stand with it."""
    with contextlib.suppress(OSError):
        _make_path(numpy).unlink(missing_ok=True)


def _make_path(numpy: str) -> Path:
    """Return where they lie: under a name made of all that decides which they are."""
    library = Path(os.__file__).parent
    changing: list[str | Path] = [
        f"{numpy}/numpy",
        f"{numpy}/numpy/_core",
        f"{numpy}/numpy.libs",
        library,
        library / "lib-dynload",
        _LOADER,
    ]
    parts = [__version__, sys.version, os.path.realpath(sys.executable), os.environ.get("LD_LIBRARY_PATH", "")]
    parts += [f"{path} {_read_change_time(path)}" for path in changing]
    return (
        get_cache_folder()
        / "libraries"
        / hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
    )


def _read_change_time(path: str | Path) -> int:
    with contextlib.suppress(OSError):
        return os.stat(path).st_mtime_ns  # noqa: PTH116
    return 0


def _is_library(path: str) -> bool:
    """Tell whether it is a file that a loader may load, and therefore no secret."""
    name = path.rpartition("/")[2]
    if not path.startswith("/") or not (name.endswith(".so") or ".so." in name):
        return False
    with contextlib.suppress(OSError), open(path, "rb") as file:  # noqa: PTH123
        return stat.S_ISREG(os.fstat(file.fileno()).st_mode) and file.read(4) == b"\x7fELF"
    return False
