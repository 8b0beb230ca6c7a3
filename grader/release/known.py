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


class Known:
    """What is known of the kit as it is now, before anything is worked out: a file may change meanwhile."""

    def __init__(self) -> None:
        folders = {course.PACKAGE, *map(course.locate_shelf, (*SHELVES, "pictures"))}
        self._state = kept.compute_state(folders, np.__version__).digest

    def look_up(self, name: str) -> bytes | None:
        """Return what is kept under that name; None where nothing is that still holds."""
        return kept.read(_place(name), self._state)

    def keep(self, name: str, data: bytes) -> None:
        """Keep it for the next release."""
        kept.keep(_place(name), data, self._state)


def _place(name: str) -> Path:
    return get_cache_folder() / "release" / name
