"""Whether what a batch reads from is still there: a download may go, or another take its name, while it is graded."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

State = tuple[int, int] | None
"""A file's size and date; None for a folder."""


class Sources:
    """Folders and files as they were when a batch began."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._states = {path: _read_state(Path(path)) for path in paths}

    def list_lost(self) -> list[str]:
        """List what is gone, empty or another file by now."""
        return [path for path, before in self._states.items() if _is_lost(Path(path), before)]


def _read_state(path: Path) -> State:
    """Return the size and the date of a file; None for a folder, or where there is nothing."""
    try:
        status = path.stat()
    except OSError:
        return None
    return None if path.is_dir() else (status.st_size, status.st_mtime_ns)


def _is_lost(path: Path, before: State) -> bool:
    """Tell whether a path no longer leads to what was there before."""
    try:
        if before is not None:
            return path.is_dir() or _read_state(path) != before
        with os.scandir(path) as inside:
            return next(inside, None) is None
    except OSError:
        return True
