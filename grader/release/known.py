"""What an earlier release found out, kept in the user's cache folder: of a whole course that takes half a minute.

All hangs on all here: a law that changes makes another function an answer. So nothing is believed once any program of
the kit or of the course's shelves has changed.
"""

from __future__ import annotations

import functools
import hashlib
import platform
import sys
from pathlib import Path

import numpy as np

from grader import __version__, course
from grader.course.location import SHELVES
from grader.storage import kept
from grader.storage.folder import cache


def look_up(name: str) -> bytes | None:
    """Return what is kept under that name; None where nothing is that still holds."""
    return kept.read(_place(name), _state(_programs()))


def keep(name: str, data: bytes) -> None:
    """Keep it for the next release."""
    kept.keep(_place(name), data, _state(_programs()))


def _place(name: str) -> Path:
    return cache() / "release" / name


def _programs() -> tuple[tuple[str, int, int], ...]:
    """Every program of the kit and of the course's shelves, with its size and its time."""
    folders = {course.PACKAGE, *map(course.shelf, (*SHELVES, "pictures"))}
    found = {path for folder in folders for path in folder.rglob("*.py")}
    return tuple(sorted((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in found))


@functools.lru_cache(maxsize=1)
def _state(programs: tuple[tuple[str, int, int], ...]) -> bytes:
    """A digest of the text of all of them, of Python, numpy and the machine."""
    digest = hashlib.sha256(f"{__version__} {sys.version} {np.__version__} {platform.machine()}".encode())
    for path, *_ in programs:
        digest.update(f"\0{path}\0".encode("utf-8", "surrogateescape"))
        digest.update(Path(path).read_bytes())
    return digest.digest()
