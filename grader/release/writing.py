"""A student kit as a folder or as a zip: written whole or not at all, and nobody's work overwritten."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.course.edition import KIT_SCHEMA
from grader.errors import KitError
from grader.storage.files import make_zip, save_file

SLIP = "grader/kit.json"


def ready(place: Path, *, as_zip: bool, force: bool) -> None:
    """Raises KitError where nothing could be written; told before a kit is made."""
    if as_zip:
        if place.exists() and not (force and place.is_file()):
            raise KitError(f"{place} is there already.", "Name another file, or say --force to replace it.")
        return
    if place.is_file():
        raise KitError(f"{place} is a file.", "Name a folder, or say --zip.")
    if not place.is_dir() or not any(place.iterdir()):
        return
    if not force:
        raise KitError(f"{place} is not empty.", "Name a folder that is new; --force replaces an earlier kit there.")
    if not (place / SLIP).is_file():
        raise KitError(f"{place} holds something else than a student kit.", "Name another folder; nothing was written.")
    strange = next(_strange(place), None)
    if strange is not None:
        raise KitError(
            f"{strange} is not as the kit was written: it may be somebody's work.",
            "Name another folder; nothing was written.",
        )


def write(files: Mapping[str, bytes], place: Path, *, as_zip: bool, force: bool) -> int:
    """Write a kit and return how many bytes it takes. Raises KitError as `ready` does."""
    ready(place, as_zip=as_zip, force=force)
    if as_zip:
        data = make_zip({f"{place.stem}/{name}": (held, False) for name, held in files.items()})
        save_file(place, data)
        return len(data)
    aside = place.with_name(f".{place.name}.part")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        for name, held in files.items():
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(held)
        # By now what stands there is nothing, an empty folder, or an earlier kit to the letter.
        shutil.rmtree(place, ignore_errors=True)
        aside.rename(place)
    except OSError as error:
        shutil.rmtree(aside, ignore_errors=True)
        raise KitError(f"{place} cannot be written ({error.strerror}).", "Name another folder.") from None
    return sum(map(len, files.values()))


def slip(told: Mapping[str, object], files: Mapping[str, bytes]) -> bytes:
    """What a student kit says of itself, with the digest of each of its files."""
    digests = {name: hashlib.sha256(held).hexdigest() for name, held in sorted(files.items())}
    return (json.dumps({"schema": KIT_SCHEMA, **told, "files": digests}, indent=2) + "\n").encode()


def _strange(place: Path) -> Iterator[Path]:
    """Files in an earlier kit's folder that are not as it was written."""
    try:
        known = json.loads((place / SLIP).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        known = {}
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if path.is_dir() or "__pycache__" in path.parts or (name == SLIP and known):
            continue
        if known.get(name) != hashlib.sha256(path.read_bytes()).hexdigest():
            yield path
