"""Files that nobody handed in: what operating systems and tools leave behind, and names no file can have."""

from __future__ import annotations

import re

from grader.batch.nouns import Skipped

LONGEST = 255
"""Characters of one name; file systems end there."""
DEEPEST = 20
"""Folders within folders; no course system nests half as deep."""

_FOLDERS = {
    "__macosx": "macOS's own notes about the files",
    "__pycache__": "compiled Python",
    "node_modules": "installed packages",
    "site-packages": "installed packages",
    "venv": "a virtual environment",
}
_FILES = {
    "thumbs.db": "Windows' picture cache",
    "ehthumbs.db": "Windows' picture cache",
    "desktop.ini": "Windows' folder settings",
}
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|:|$)", re.IGNORECASE)


def noise(path: str) -> Skipped | None:
    """The file or folder on the way to `path` that nobody handed in, and why; None when somebody may have."""
    parts = path.split("/")
    for depth, part in enumerate(parts, 1):
        here = "/".join(parts[:depth])
        if why := _left(part) or (_file(part) if depth == len(parts) else None):
            return Skipped(here, why, rubbish=True)
        if why := f"it lies deeper than {DEEPEST} folders" if depth > DEEPEST else _impossible(part):
            return Skipped(here, why)
    return None


def _file(name: str) -> str | None:
    if name.lower() in _FILES:
        return _FILES[name.lower()]
    if name.endswith(("~", ".swp", ".pyc")) or name.startswith("~$"):
        return "an editor's or Python's own copy"
    return None


def _left(part: str) -> str | None:
    """What a machine left there."""
    if part.lower() in _FOLDERS:
        return _FOLDERS[part.lower()]
    return "a hidden file" if part.startswith(".") else None


def _impossible(part: str) -> str | None:
    """Why no file can be called so."""
    if len(part) > LONGEST:
        return f"its name is longer than {LONGEST} characters"
    if _RESERVED.match(part):
        return "Windows keeps that name for itself; rename it"
    return None
