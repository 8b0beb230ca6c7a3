"""One person's folder as files for the rule."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from grader.handin.junk_files import ENVIRONMENT, rubbish
from grader.handin.naming import ENDINGS, no_code
from grader.submission import MAX_FILE_BYTES, read_up_to

MOST_FILES = 5000
_FEW = 5
"""Names that a message repeats."""


class Local(Struct, frozen=True):
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
        """Its bytes, up to one more than any file may have."""
        with self.place.open("rb") as file:
            return read_up_to(MAX_FILE_BYTES, file)


def files(folder: Path) -> list[Local]:
    """The regular files in a folder and below that somebody may have handed in; no link is followed."""
    found: list[Local] = []
    for above, below, names in os.walk(folder):
        here = Path(above)
        if ENVIRONMENT in names:
            below.clear()
            continue
        below[:] = sorted(name for name in below if not rubbish(name, is_file=False))
        for name in sorted(names):
            place = here / name
            if rubbish(name, is_file=True) or place.is_symlink() or not place.is_file():
                continue
            within = place.relative_to(folder).parts
            found.append(Local(place, within, place.stat().st_mtime, -len(within)))
            if len(found) >= MOST_FILES:
                return found
    return found


def code(folder: Path) -> list[Local]:
    """Those that may hold code by their names."""
    return [file for file in files(folder) if file.name.lower().endswith(ENDINGS)]


def missing(folder: Path, stem: str) -> str:
    """That no file counts for an exercise, and what was handed in instead."""
    there = files(folder)
    told = [f"{file.path} ({no_code(file.name) or 'it names another exercise or none'})" for file in there[:_FEW]]
    more = [f"and {len(there) - _FEW} more"] if len(there) > _FEW else []
    handed = f"Handed in: {'; '.join(told + more)}." if there else "Nothing was handed in."
    return f"There is no file for this exercise; it is called {stem}.py or {stem}.ipynb. {handed}"
