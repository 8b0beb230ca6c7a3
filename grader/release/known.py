"""What an earlier release found out, kept in the user's cache folder: of a whole course that takes half a minute.

All hangs on all here: a law that changes makes another function an answer. So nothing is believed once any file of the
kit or of the course's shelves has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from grader import course
from grader.course.location import SHELVES
from grader.storage import kept
from grader.storage.folder import get_cache_folder


class ReleaseCache:
    """What is known of the kit as it is now, before anything is worked out: a file may change meanwhile."""

    def __init__(self) -> None:
        folders = {course.PACKAGE, *map(course.locate_shelf, (*SHELVES, "pictures"))}
        self._state = kept.compute_state(folders, np.__version__).digest
        self._place = _name_place(folders)

    def look_up(self, name: str) -> bytes | None:
        """Return what is kept under that name; None where nothing valid is kept."""
        return kept.read(self._place / name, self._state)

    def keep(self, name: str, data: bytes) -> None:
        """Keep data under that name for the next release."""
        kept.keep(self._place / name, data, self._state)


def _name_place(folders: Iterable[Path]) -> Path:
    """Name the folder of a kit with these shelves: of two courses, neither takes the other's."""
    names = "\0".join(sorted(map(str, folders)))
    return get_cache_folder() / "release" / hashlib.sha256(names.encode("utf-8", "surrogateescape")).hexdigest()[:16]
