"""Files in and out, with a plain word where that fails."""

from __future__ import annotations

import io
import os
import stat
import sys
import time
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from grader.errors import KitError, Unfinished

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""The date inside zips, so that the same content makes the same bytes."""
_MOVE_TRIES = 40
"""Tries to move a file to its path where another program holds the old one, a twentieth of a second apart."""


def read_file(path: Path, option: str) -> bytes:
    """Return a file's bytes; raise KitError where it cannot be read. The message says which `option` named it."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise KitError(f"{path} cannot be read ({error.strerror}).", f"Name the file with {option}.") from None


def save_file(path: Path, data: bytes, *, follow: bool = True) -> None:
    """Write a file for the user, as `save_chunks` does; raise KitError where it cannot be written."""
    save_chunks(path, (data,), follow=follow)


def save_chunks(path: Path, chunks: Iterable[bytes], *, follow: bool = True) -> None:
    """Write a file for the user, whole or not at all; raise KitError where it cannot be written.

    With `follow`, for a path that the user has named: a link is followed, and a device or a pipe is written into.
    Without, for a name below a folder, where a link may have come with a submission: whatever stands there is replaced.
    """
    with report_write_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if follow and path.exists() and not stat.S_ISREG(path.stat().st_mode):
            with path.open("wb") as file:
                file.writelines(chunks)
        else:
            replace_file(Path(os.path.realpath(path)) if follow else path, chunks)


def replace_file(path: Path, chunks: Iterable[bytes], *, mode: int | None = None, sync: bool = False) -> None:
    """Write a file beside its path, then move it there, so that each reader sees a whole file; raise OSError.

    A link at that path is replaced. The file gets the access rights `mode`, such as 0o600, else the usual ones. With
    `sync` it is on the disk before it is moved: some file systems find out only then that there is no room.
    """
    part = path.with_name(f".{path.name[:40]}.{os.getpid()}.part")
    # A link that lies there, one that came with a submission too, is not written through.
    part.unlink(missing_ok=True)
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else mode)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(chunks)
            if sync:
                file.flush()
                os.fsync(descriptor)
        if mode is not None:
            part.chmod(mode)
        _move(part, path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)  # half a file, on a disk that may be full
        raise


def _move(part: Path, path: Path) -> None:
    for tries in range(1, _MOVE_TRIES + 1):
        try:
            part.replace(path)
        except PermissionError:  # on Windows while another program reads the old file
            if sys.platform != "win32" or tries == _MOVE_TRIES:
                raise
            time.sleep(0.05)
        else:
            return


@contextmanager
def report_write_errors(path: Path) -> Iterator[None]:
    """Raise Unfinished in place of an OSError that the body of the `with` raises while it writes to that path."""
    try:
        yield
    except OSError as error:
        mend = "Name another place (--to, for a batch --out), or free some space."
        raise Unfinished(f"{path} cannot be written ({error.strerror}).", mend) from None


def find_free_name(path: Path) -> Path:
    """Find a name beside the file that nothing has yet: `grades.before-1.csv`."""
    number = 1
    while os.path.lexists(kept := path.with_name(f"{path.stem}.before-{number}{path.suffix}")):
        number += 1
    return kept


def put_aside(path: Path) -> Path:
    """Rename a file so that nothing overwrites it, and return its new place; raises OSError."""
    return path.rename(find_free_name(path))


def make_zip(files: Mapping[str, tuple[bytes, bool]]) -> bytes:
    """Make a zip of files, each with its bytes and whether it can be executed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (data, executable) in files.items():
            entry = zipfile.ZipInfo(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, so that the rights are read
            entry.external_attr = (0o100755 if executable else 0o100644) << 16
            archive.writestr(entry, data)
    return buffer.getvalue()
