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
LONGEST = 1_000_000
"""Bytes of a file that is looked into: no project says more of itself."""
MEND = 'It takes course = "FOLDER", and title = "…" if you like.'


def table_of(path: Path) -> Mapping[str, str] | None:
    """The table that names a course; None where there is none. Raises BrokenCourse for a wrong one, or a stranger's.

    The file may have come with a submission, so a name that leads to a device or to endless text is no file.
    """
    table = _read(path)
    if table is None:
        return None
    if "course" not in table:
        raise BrokenCourse(f"[tool.fallline] of {path} does not say where the course is.", MEND)
    if not _trusted(path):
        mend = f"If you trust it, name it yourself: grade --course {path.parent / table['course']}"
        raise BrokenCourse(f"{path} names a course, and the file belongs to another user.", mend)
    return table


def title_of(path: Path) -> str:
    """The title that a file gives, if any. Raises BrokenCourse."""
    return (_read(path) or {}).get("title", "")


def _read(path: Path) -> Mapping[str, str] | None:
    try:
        if not path.is_file() or path.stat().st_size > LONGEST:
            return None
        held = path.read_bytes()
    except OSError:
        return None
    if b"fallline" not in held or not re.search(_HINT, held):
        return None
    import tomllib

    try:
        read: Any = tomllib.loads(held.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise BrokenCourse(f"{path} cannot be read ({error}).", "Mend it; it may name the course.") from None
    tool = read.get("tool", {})
    if not isinstance(tool, dict) or "fallline" not in tool:
        return None
    return _sound(path, tool["fallline"])


def _sound(path: Path, table: Any) -> Mapping[str, str]:
    if not isinstance(table, dict):
        raise BrokenCourse(f"[tool.fallline] of {path} is no table.", MEND)
    for key, value in table.items():
        if key not in ("course", "title"):
            raise BrokenCourse(f"[tool.fallline] of {path} has an unknown key, {key}.", MEND)
        if not isinstance(value, str) or not value.strip():
            raise BrokenCourse(f"{key} in [tool.fallline] of {path} is no text.", MEND)
    return table


def _trusted(path: Path) -> bool:
    """A course is code: on a shared machine a stranger's file in a folder above must not lead to theirs."""
    who = getattr(os, "getuid", None)
    return who is None or path.stat().st_uid in (who(), 0)
