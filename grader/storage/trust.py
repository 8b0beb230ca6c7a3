"""Which tables of a pyproject.toml may name a course: those that the user has said yes to.

A course is code that runs as its user, so a file that merely lies in a folder must not choose it: the folder
may have come with a submission. What is trusted is a place together with what its table says; where the table
changes, the user is asked again.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

from grader.errors import KitError
from grader.storage.files import replace_file
from grader.storage.folder import get_home_folder

Trust = Literal["trusted", "changed", "unknown"]
"""Said yes to; said yes to while the table said something else; never said yes to."""


def look_up(table: Path, course: Path, title: str) -> Trust:
    """Tell whether the user trusts this table to name this course."""
    try:
        record = _get_record_path(table).read_text("utf-8")
    except (OSError, ValueError):
        return "unknown"
    return "trusted" if record == _format_record(table, course, title) else "changed"


def trust(table: Path, course: Path, title: str) -> None:
    """Let this table name this course from now on; raise KitError where that cannot be kept."""
    record = _get_record_path(table)
    try:
        record.parent.mkdir(parents=True, exist_ok=True)
        replace_file(record, [_format_record(table, course, title).encode()])
    except OSError as error:
        why = error.strerror or str(error)
        raise KitError(
            f"{record.parent} cannot be written ({why}).", "Until it can, name the course: --course DIR"
        ) from None


def forget(table: Path) -> bool:
    """Stop trusting this table and return whether it was trusted; raise KitError where its record cannot be removed."""
    record = _get_record_path(table)
    try:
        record.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise KitError(f"{record} cannot be removed ({error.strerror}).", "Remove it yourself.") from None
    return True


def _get_record_path(table: Path) -> Path:
    name = hashlib.sha256(str(table.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return get_home_folder() / "trusted" / f"{name}.json"


def _format_record(table: Path, course: Path, title: str) -> str:
    return json.dumps({"table": str(table.resolve()), "course": str(course), "title": title}, indent=2) + "\n"
