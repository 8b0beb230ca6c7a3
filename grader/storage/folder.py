"""The folders in which the kit keeps what it remembers for its user, and what it need not find out twice."""

from __future__ import annotations

import functools
import os
from pathlib import Path

HOME = "FALLLINE_HOME"
"""The environment variable that names another data folder."""
CACHE = "FALLLINE_CACHE"
"""The environment variable that names another cache folder."""


def home() -> Path:
    """Return the data folder: `FALLLINE_HOME`, else the platform's own place for it."""
    return _data_folder(os.environ.get(HOME))


def cache() -> Path:
    """Return the cache folder: `FALLLINE_CACHE`, else `cache` in a named data folder, else the platform's own place.

    Nothing is lost with it: what lies there is found out again.
    """
    return _cache_folder(os.environ.get(CACHE), os.environ.get(HOME))


@functools.lru_cache(maxsize=1)
def _data_folder(named: str | None) -> Path:
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("fallline", appauthor=False))


@functools.lru_cache(maxsize=1)
def _cache_folder(named: str | None, data: str | None) -> Path:
    if named:
        return Path(named).expanduser()
    if data:
        return _data_folder(data) / "cache"
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("fallline", appauthor=False))
