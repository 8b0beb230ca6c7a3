"""Files in and out, with a plain word where that fails."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from grader.errors import KitError

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date inside zips, so that the same content makes the same bytes."""


def load(path: Path, option: str) -> bytes:
    """A file's bytes.

    Raises:
        KitError: it cannot be read; `option` named it.

    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise KitError(f"{path} cannot be read ({error.strerror}).", f"Name the file with {option}.") from None


def save(path: Path, data: bytes) -> None:
    """Write a file aside, then let it take its place in one move.

    Raises:
        KitError: it cannot be written there.

    """
    save_all(path, (data,))


def save_all(path: Path, pieces: Iterable[bytes]) -> None:
    """The same, of a file too large to hold at once."""
    aside = path.with_name(f".{path.name}.part")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Whatever lies there, a link that came with a submission too, is not written through.
        aside.unlink(missing_ok=True)
        try:
            with aside.open("xb") as file:
                file.writelines(pieces)
            aside.replace(path)
        except OSError:
            with suppress(OSError):
                aside.unlink(missing_ok=True)  # half a file, on a disk that may be full
            raise


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Whatever keeps the lines of the `with` from writing there, as a KitError."""
    try:
        yield
    except OSError as error:
        mend = "Name another place (--to, for a batch --out), or free some space."
        raise KitError(f"{path} cannot be written ({error.strerror}).", mend) from None


def zipped(files: Mapping[str, tuple[bytes, bool]]) -> bytes:
    """A zip of files; each has its bytes and whether it can be executed."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (data, executable) in files.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, so that the rights are read
            entry.external_attr = (0o100755 if executable else 0o100644) << 16
            archive.writestr(entry, data)
    return whole.getvalue()
