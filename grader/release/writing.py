"""A student kit as a folder or as a zip: written whole or not at all, and nobody's work overwritten."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.course.edition import KIT_SCHEMA
from grader.errors import KitError
from grader.storage.files import make_zip, save_file

KIT_JSON = "grader/kit.json"


def validate_target(target: Path, *, as_zip: bool, force: bool) -> None:
    """Raise KitError where nothing could be written; asked before a kit is made."""
    if as_zip:
        if target.exists() and not (force and target.is_file()):
            raise KitError(f"{target} is there already.", "Name another file, or say --force to replace it.")
        _validate_writable(target)
        return
    if target.is_file():
        raise KitError(f"{target} is a file.", "Name a folder, or say --zip.")
    if not target.is_dir() or not any(target.iterdir()):
        _validate_writable(target)
        return
    if not force:
        raise KitError(f"{target} is not empty.", "Name a folder that is new; --force replaces an earlier kit there.")
    if not (target / KIT_JSON).is_file():
        raise KitError(
            f"{target} holds something else than a student kit.", "Name another folder; nothing was written."
        )
    changed = next(_iterate_changed_files(target), None)
    if changed is not None:
        raise KitError(
            f"{changed} is not as the kit was written: it may be somebody's work.",
            "Name another folder; nothing was written.",
        )
    _validate_writable(target)


def _validate_writable(target: Path) -> None:
    """Raise KitError where no folder can be made beside the target, or where its own folder would be made."""
    path = target.resolve()
    above = next(folder for folder in path.parents if folder.exists())
    try:
        Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=above)).rmdir()
    except OSError as error:
        raise _make_error(target, error) from None


def _make_error(target: Path, error: OSError) -> KitError:
    return KitError(f"{target} cannot be written ({error.strerror}).", "Name another folder.")


def write(files: Mapping[str, bytes], target: Path, *, as_zip: bool, force: bool) -> int:
    """Write a kit and return how many bytes it takes. Raises KitError as `validate_target` does."""
    validate_target(target, as_zip=as_zip, force=force)
    if as_zip:
        archive = make_zip({f"{target.stem}/{name}": (data, False) for name, data in files.items()})
        save_file(target, archive)
        return len(archive)
    # The folder one stands in has no name of its own before it is resolved.
    path = target.resolve()
    new, old = (path.with_name(f".{path.name}.{ending}") for ending in ("part", "old"))
    try:
        shutil.rmtree(new, ignore_errors=True)
        for name, data in files.items():
            file = new / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        _put_in_place(new, path, old)
    except OSError as error:
        raise _make_error(target, error) from None
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return sum(map(len, files.values()))


def _put_in_place(new: Path, target: Path, old: Path) -> None:
    """Move a finished kit to its place; raise OSError, with everything as it was, where that fails.

    What stands there is nothing, an empty folder, or an earlier kit to the letter. A folder itself stays, for somebody
    may stand in it; its entries are moved aside, and removed once the new ones are in place.
    """
    if not target.exists():
        new.rename(target)
        return
    shutil.rmtree(old, ignore_errors=True)
    old.mkdir()
    moved: list[tuple[Path, Path]] = []
    try:
        for source, folder in ((target, old), (new, target)):
            for entry in list(source.iterdir()):
                entry.rename(folder / entry.name)
                moved.append((entry, folder / entry.name))
    except OSError:
        for entry, now in reversed(moved):
            now.rename(entry)
        old.rmdir()
        raise
    shutil.rmtree(old, ignore_errors=True)


def make_kit_json(about: Mapping[str, object], files: Mapping[str, bytes]) -> bytes:
    """Return what a student kit says of itself, with the digest of each of its files, as JSON."""
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    return (json.dumps({"schema": KIT_SCHEMA, **about, "files": digests}, indent=2) + "\n").encode()


def _iterate_changed_files(folder: Path) -> Iterator[Path]:
    """Yield the files in an earlier kit's folder that are not as they were written."""
    try:
        digests = json.loads((folder / KIT_JSON).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        digests = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or "__pycache__" in path.parts or (name == KIT_JSON and digests):
            continue
        if digests.get(name) != hashlib.sha256(path.read_bytes()).hexdigest():
            yield path
