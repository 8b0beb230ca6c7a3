"""One person's folder as files for the rule."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from grader.handin.junk_files import VENV_MARKER, explain_junk
from grader.handin.naming import ENDINGS, explain_no_code
from grader.submission import MAX_FILE_BYTES, read_up_to

MAX_FILES = 5000
_MAX_NAMES = 5
"""Names that a message repeats."""


class LocalFile(Struct, frozen=True):
    """A file below a folder."""

    place: Path
    within: tuple[str, ...]
    modified: float
    stamp: float = 0
    """What lies nearer to the top counts before what lies deeper."""
    told: str = "it lies nearest to the top"

    @property
    def name(self) -> str:
        """The file's name."""
        return self.within[-1]

    @property
    def path(self) -> str:
        """Its path below the folder."""
        return "/".join(self.within)

    def read(self) -> bytes:
        """Return its bytes, up to one more than any file may have."""
        with self.place.open("rb") as file:
            return read_up_to(MAX_FILE_BYTES, file)


def list_files(folder: Path) -> list[LocalFile]:
    """List the regular files in a folder and below that somebody may have handed in; no link is followed."""
    files: list[LocalFile] = []
    for parent, folders, names in os.walk(folder):
        parent_path = Path(parent)
        if VENV_MARKER in names:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not explain_junk(name, is_file=False))
        for name in sorted(names):
            path = parent_path / name
            if explain_junk(name, is_file=True) or path.is_symlink() or not path.is_file():
                continue
            within = path.relative_to(folder).parts
            files.append(LocalFile(path, within, path.stat().st_mtime, -len(within)))
            if len(files) >= MAX_FILES:
                return files
    return files


def list_code_files(folder: Path) -> list[LocalFile]:
    """List the files that may hold code by their names."""
    return [file for file in list_files(folder) if file.name.lower().endswith(ENDINGS)]


def explain_missing(folder: Path, stem: str) -> str:
    """Explain that no file counts for an exercise, and what was handed in instead."""
    files = list_files(folder)
    described = [
        f"{file.path} ({explain_no_code(file.name) or 'it names another exercise or none'})"
        for file in files[:_MAX_NAMES]
    ]
    more = [f"and {len(files) - _MAX_NAMES} more"] if len(files) > _MAX_NAMES else []
    handed = f"Handed in: {'; '.join(described + more)}." if files else "Nothing was handed in."
    return f"There is no file for this exercise; it is called {stem}.py or {stem}.ipynb. {handed}"
