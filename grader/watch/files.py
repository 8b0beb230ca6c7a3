"""The files that are watched, and which of them hold something else than a moment ago."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from grader.model import Exercise

Mark = tuple[int, int, int] | None
"""Time of change, size and number of a file; None where there is none. A file that was renamed into place
has another number than the one before."""


class Save(Struct, frozen=True):
    """One file that was written, moved here or taken away."""

    exercise: Exercise
    path: Path
    new: bool
    """Whether its content is not the one of before."""
    blank: bool
    """No file, or nothing in it: what an editor leaves for a moment between emptying and writing."""


class WatchedFiles:
    """The watched files; looks at them by name and never holds one open, so that any way of saving is seen."""

    def __init__(self, owners: Mapping[Path, Exercise]) -> None:
        self._owners = owners
        self._marks = self.read_marks()
        self._digests = {path: _compute_digest(_read_bytes(path)) for path in owners}

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders to listen to: an editor that saves by renaming replaces the file and keeps its folder."""
        return tuple(dict.fromkeys(path.parent for path in self._owners))

    def read_marks(self) -> dict[Path, Mark]:
        """Return how every file looks from outside; cheap enough to be asked many times a second."""
        return {path: _read_mark(path) for path in self._owners}

    def list_saves(self) -> list[Save]:
        """Return what was saved since the last call."""
        marks = self.read_marks()
        changed = [path for path, mark in marks.items() if mark != self._marks[path]]
        self._marks = marks
        return [self._make_save(path) for path in changed]

    def is_blank(self, path: Path) -> bool:
        """Tell whether there is nothing in a file."""
        return not _read_bytes(path).strip()

    def _make_save(self, path: Path) -> Save:
        source = _read_bytes(path)
        digest = _compute_digest(source)
        new = digest != self._digests[path]
        self._digests[path] = digest
        return Save(self._owners[path], path, new, not source.strip())


def watch_workspace(folder: Path, exercises: Iterable[Exercise]) -> WatchedFiles:
    """Return the files of that folder in which a learner may work on these exercises, there or not."""
    return WatchedFiles({folder / f"{each.stem}{kind}": each for each in exercises for kind in (".py", ".ipynb")})


def _read_mark(path: Path) -> Mark:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _compute_digest(source: bytes) -> bytes:
    return hashlib.sha256(source).digest()
