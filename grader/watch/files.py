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
    """Whether its text is another one than before."""
    blank: bool
    """No file, or nothing in it: what an editor leaves for a moment between emptying and writing."""


class Files:
    """Looks at files by name and never holds one open, so that any way of saving is seen."""

    def __init__(self, owners: Mapping[Path, Exercise]) -> None:
        self._owners = owners
        self._marks = self.marks()
        self._held = {path: _digest(path) for path in owners}

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where to listen: an editor that saves by renaming replaces the file and keeps its folder."""
        return tuple(dict.fromkeys(path.parent for path in self._owners))

    def marks(self) -> dict[Path, Mark]:
        """How every file looks from outside; cheap enough to be asked many times a second."""
        return {path: _mark(path) for path in self._owners}

    def saved(self) -> list[Save]:
        """What was saved since this was asked last."""
        marks = self.marks()
        touched = [path for path, mark in marks.items() if mark != self._marks[path]]
        self._marks = marks
        return [self._save(path) for path in touched]

    def blank(self, path: Path) -> bool:
        """Whether there is nothing in a file."""
        return not _bytes(path).strip()

    def _save(self, path: Path) -> Save:
        held = _bytes(path)
        digest = hashlib.sha256(held).digest()
        new = digest != self._held[path]
        self._held[path] = digest
        return Save(self._owners[path], path, new, not held.strip())


def of_workspace(folder: Path, exercises: Iterable[Exercise]) -> Files:
    """Every place where a learner's file of an exercise may stand in that folder."""
    return Files({folder / f"{each.stem}{kind}": each for each in exercises for kind in (".py", ".ipynb")})


def _mark(path: Path) -> Mark:
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_mtime_ns, told.st_size, told.st_ino


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _digest(path: Path) -> bytes:
    return hashlib.sha256(_bytes(path)).digest()
