"""`[tool.fallline]` of a pyproject.toml: where a course is, and what it is called."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from grader.errors import BrokenCourse

_HINT = rb"""fallline["']?\s*[\].=]"""
"""In the bytes of a file that may hold the table: most hold none and are not parsed."""
MAX_CONFIG_BYTES = 1_000_000
"""Larger files are not read: no project says more of itself."""
MEND = 'It takes course = "FOLDER", and title = "…" if you like.'


def read_table(path: Path) -> Mapping[str, str] | None:
    """Read the table that names a course; None where there is none.

    Raises BrokenCourse for a wrong one, or a stranger's.

    The file may have come with a submission, so a name that leads to a device or to endless text is no file.
    """
    table = _parse_table(path)
    if table is None:
        return None
    if "course" not in table:
        raise BrokenCourse(f"[tool.fallline] of {path} does not say where the course is.", MEND)
    if not _is_owned_by_user(path):
        mend = f"If you trust it, name it yourself: grade --course {path.parent / table['course']}"
        raise BrokenCourse(f"{path} names a course, and the file belongs to another user.", mend)
    return table


def read_title(path: Path) -> str:
    """Read the title that a file gives; empty where it gives none. Raises BrokenCourse."""
    return (_parse_table(path) or {}).get("title", "")


def _parse_table(path: Path) -> Mapping[str, str] | None:
    try:
        if not path.is_file() or path.stat().st_size > MAX_CONFIG_BYTES:
            return None
        source = path.read_bytes()
    except OSError:
        return None
    if b"fallline" not in source or not re.search(_HINT, source):
        return None
    import tomllib

    try:
        document: Any = tomllib.loads(source.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BrokenCourse(f"{path} cannot be read ({error}).", "Mend it; it may name the course.") from None
    tool = document.get("tool", {})
    if not isinstance(tool, dict) or "fallline" not in tool:
        return None
    return _validate_table(path, tool["fallline"])


def _validate_table(path: Path, table: Any) -> Mapping[str, str]:
    if not isinstance(table, dict):
        raise BrokenCourse(f"[tool.fallline] of {path} is no table.", MEND)
    for key, value in table.items():
        if key not in ("course", "title"):
            raise BrokenCourse(f"[tool.fallline] of {path} has an unknown key, {key}.", MEND)
        if not isinstance(value, str) or not value.strip():
            raise BrokenCourse(f"{key} in [tool.fallline] of {path} is no text.", MEND)
    return table


def _is_owned_by_user(path: Path) -> bool:
    """Tell whether the file belongs to this user or to the administrator.

    A course is code: on a shared machine a stranger's file in a folder above must not lead to theirs.
    """
    get_user = getattr(os, "getuid", None)
    return get_user is None or path.stat().st_uid in (get_user(), 0)
