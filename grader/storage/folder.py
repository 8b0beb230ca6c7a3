"""The folder in which the kit keeps what it remembers for its user."""

from __future__ import annotations

import functools
import os
from pathlib import Path

HOME = "FALLLINE_HOME"
"""The environment variable that names another data folder."""


def home() -> Path:
    """Return the data folder: `FALLLINE_HOME`, else the platform's own place for it."""
    return _folder(os.environ.get(HOME))


@functools.lru_cache(maxsize=1)
def _folder(named: str | None) -> Path:
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("fallline", appauthor=False))
