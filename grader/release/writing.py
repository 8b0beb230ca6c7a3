"""A student kit as a folder or as a zip: written whole or not at all, and nothing of anybody's overwritten."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from grader.errors import KitError
from grader.export.files import save, zipped
from grader.kit import SCHEMA


def write(files: Mapping[str, bytes], place: Path, *, as_zip: bool, force: bool) -> int:
    """Write a kit and return how many bytes it takes; raises KitError, and writes nothing, where something stands.

    With `force` an earlier kit makes way, and nothing but a kit: a folder that holds anything else stays.
    """
    if as_zip:
        if place.exists() and not (force and place.is_file()):
            raise KitError(f"{place} is there already.", "Name another file, or say --force to replace it.")
        data = zipped({f"{place.stem}/{name}": (held, False) for name, held in files.items()})
        save(place, data)
        return len(data)
    _make_way(place, files, force)
    try:
        for name, held in files.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(held)
    except OSError as error:
        raise KitError(f"{place} cannot be written ({error.strerror}).", "Name another folder.") from None
    return sum(map(len, files.values()))


def _make_way(place: Path, files: Mapping[str, bytes], force: bool) -> None:
    """An empty folder, or none; raises KitError."""
    if place.is_file():
        raise KitError(f"{place} is a file.", "Name a folder, or say --zip.")
    if not place.is_dir() or not any(place.iterdir()):
        return
    if not force:
        raise KitError(
            f"{place} is not empty.", "Name a folder that is new or empty; --force replaces an earlier kit there."
        )
    if not _is_a_kit(place):
        raise KitError(f"{place} holds something else than a student kit.", "Name another folder; nothing was written.")
    changed = [name for name, held in _work(place).items() if files.get(name) != held]
    if changed:
        raise KitError(
            f"{place / changed[0]} is not as a kit would write it: it may be somebody's work.",
            "Name another folder; nothing was written.",
        )
    shutil.rmtree(place / "grader")


def _is_a_kit(place: Path) -> bool:
    slip = place / "grader" / "kit.json"
    return slip.is_file() and SCHEMA in slip.read_text("utf-8", errors="replace")


def _work(place: Path) -> dict[str, bytes]:
    """What may be somebody's in a folder: everything outside the package but the kit's own pages."""
    ours = {"README.md", "pyproject.toml", "LICENSE"}
    found = (path for path in sorted(place.rglob("*")) if path.is_file() and not _is_passing(path.relative_to(place)))
    return {name: path.read_bytes() for path in found if (name := path.relative_to(place).as_posix()) not in ours}


def _is_passing(inside: Path) -> bool:
    return inside.parts[0] == "grader" or "__pycache__" in inside.parts
