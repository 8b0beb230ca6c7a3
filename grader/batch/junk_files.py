"""Files that nobody handed in: what operating systems and tools leave behind, and names no file can have."""

from __future__ import annotations

from grader.batch.nouns import Skipped
from grader.handin.junk_files import rubbish

LONGEST = 255
"""Characters of one name; file systems end there."""
DEEPEST = 20
"""Folders within folders; no course system nests half as deep."""


def noise(path: str) -> Skipped | None:
    """The file or folder on the way to `path` that nobody handed in, and why; None when somebody may have."""
    parts = path.split("/")
    for depth, part in enumerate(parts, 1):
        here = "/".join(parts[:depth])
        if why := rubbish(part, is_file=depth == len(parts)):
            return Skipped(here, why, rubbish=True)
        if why := f"it lies deeper than {DEEPEST} folders" if depth > DEEPEST else _impossible(part):
            return Skipped(here, why)
    return None


def _impossible(part: str) -> str | None:
    """Why no file can be called so."""
    if len(part) > LONGEST:
        return f"its name is longer than {LONGEST} characters"
    return None
