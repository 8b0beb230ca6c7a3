"""What an earlier release found out, kept in the user's cache folder: of a whole course that takes half a minute.

All hangs on all here: a law that changes makes another function an answer. So nothing is believed once any file of the
kit or of the course's shelves has changed.
"""

from __future__ import annotations

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

    def look_up(self, name: str) -> bytes | None:
        """Return what is kept under that name; None where nothing valid is kept."""
        return kept.read(_make_path(name), self._state)

    def keep(self, name: str, data: bytes) -> None:
        """Keep data under that name for the next release."""
        kept.keep(_make_path(name), data, self._state)


def _make_path(name: str) -> Path:
    """Return the file that a name is kept in."""
    return get_cache_folder() / "release" / name
