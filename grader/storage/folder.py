"""The folders in which the kit keeps what it remembers for its user, and what it need not find out twice."""

from __future__ import annotations

import functools
import os
from pathlib import Path

HOME_VARIABLE = "FALLLINE_HOME"
"""The environment variable that names another data folder."""
CACHE_VARIABLE = "FALLLINE_CACHE"
"""The environment variable that names another cache folder."""


def get_home_folder() -> Path:
    """Return the data folder: `FALLLINE_HOME`, else the platform's own place for it."""
    return _choose_home_folder(os.environ.get(HOME_VARIABLE))


def get_cache_folder() -> Path:
    """Return the cache folder: `FALLLINE_CACHE`, else `cache` in a named data folder, else the platform's own place.

    Nothing is lost with it: what lies there is found out again.
    """
    return _choose_cache_folder(os.environ.get(CACHE_VARIABLE), os.environ.get(HOME_VARIABLE))


@functools.lru_cache(maxsize=1)
def _choose_home_folder(named: str | None) -> Path:
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("fallline", appauthor=False))


@functools.lru_cache(maxsize=1)
def _choose_cache_folder(named: str | None, data: str | None) -> Path:
    if named:
        return Path(named).expanduser()
    if data:
        return _choose_home_folder(data) / "cache"
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("fallline", appauthor=False))
