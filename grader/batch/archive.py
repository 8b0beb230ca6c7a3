"""A zip as a Listing. Its names and sizes are claims of a stranger: each is checked before it is believed."""

from __future__ import annotations

import datetime
import functools
import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from grader.batch.listing import Listing, most_of, readable
from grader.batch.noise import noise
from grader.batch.nouns import Entry
from grader.errors import KitError
from grader.submission import MOST_CODE

MOST_RATIO = 200
"""Unpacked bytes a packed byte, beyond the cap on code; text packs at 3 to 10, deflate ends at 1,032."""

_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)
_LOCAL_HEADER = 30
"""Bytes before an entry's name (PKWARE APPNOTE 6.3.10, section 4.3.7)."""
_ENCRYPTED, _UTF8 = 0x1, 0x800
"""General purpose bits 0 and 11 (section 4.4.4)."""


def of_zip(path: Path) -> Listing:
    """The files in a zip; raises KitError when it is none, is damaged, needs a password or is a bomb."""
    try:
        archive = zipfile.ZipFile(path)
    except (*_BROKEN, OSError) as error:
        raise KitError(
            f"{path} is no folder and cannot be opened as a zip ({error}).",
            "Download it again, or unpack it and name the folder; `grade EXERCISE FILE` grades a single file.",
        ) from None
    infos = archive.infolist()
    wrong = _wrong_with(infos)
    if wrong:
        archive.close()
        raise KitError(f"{path} {wrong[0]}.", wrong[1])
    tree = Listing(readable(path.stem))
    _list(archive, infos, tree)
    return tree


def _list(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], tree: Listing) -> None:
    paths = [_inside(_name(info)) for info in infos]
    last = dict(zip(paths, infos, strict=True))
    for path, info in zip(paths, infos, strict=True):
        if path is None:
            tree.skip(readable(_name(info)), "its path leads out of the archive")
        elif last[path] is not info:
            tree.skip(path, "the archive holds this name twice; the last one stands")
        elif why := _why_not(info):
            tree.skip(path, why)
        elif rubbish := noise(path):
            tree.pass_over(rubbish)
        elif _is_folder(info):
            tree.folders.add(path)
        else:
            tree.add(Entry(path, info.file_size, _modified(info), functools.partial(_read, archive, info, path)))


def _wrong_with(infos: list[zipfile.ZipInfo]) -> tuple[str, str] | None:
    """What is wrong with a zip as a whole, and how to mend it."""
    files = [info for info in infos if not _is_folder(info)]
    if files and all(info.flag_bits & _ENCRYPTED for info in files):
        return "needs a password", "Unpack it with its password and name the folder."
    end = 0
    for info in sorted(files, key=lambda info: info.header_offset):
        if info.header_offset < end:
            return "holds files that overlap, as zip bombs do", "Download it again."
        end = info.header_offset + _LOCAL_HEADER + info.compress_size
    return None


def _name(info: zipfile.ZipInfo) -> str:
    """The name as its author wrote it: UTF-8 is often not flagged as such, and then read as code page 437."""
    if not info.flag_bits & _UTF8:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return info.filename


def _is_folder(info: zipfile.ZipInfo) -> bool:
    # Its own `is_dir` fails on an empty name.
    return info.filename.endswith(("/", "\\"))


def _inside(name: str) -> str | None:
    """The path inside the archive; None where it leads out of it."""
    plain = readable(name.replace("\\", "/"))  # older Windows tools separate folders by backslashes
    parts = [part for part in plain.split("/") if part not in ("", ".")]
    if not parts or plain.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", plain):
        return None
    return "/".join(parts)


def _why_not(info: zipfile.ZipInfo) -> str | None:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if stat.S_ISLNK(kind):
        return "a link; only what lies in the archive itself is read"
    if kind and not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        return "no regular file"
    if info.flag_bits & _ENCRYPTED:
        return "it needs a password"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is packed by a method that course systems do not use; pack it again"
    return None


def _modified(info: zipfile.ZipInfo) -> float:
    """Seconds since the epoch; 0 for the date that stands for none."""
    try:
        told = datetime.datetime(*info.date_time)
        return told.timestamp() if told.timetuple()[:3] != (1980, 1, 1) else 0.0
    except (ValueError, OverflowError, OSError):
        return 0.0


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: str) -> bytes:
    """Up to one byte more than the cap, so that too large is seen; raises OSError."""
    most = most_of(path)
    if info.file_size > MOST_CODE and info.file_size > MOST_RATIO * max(info.compress_size, 1):
        raise OSError(f"it unpacks to more than {MOST_RATIO} times its packed size, as zip bombs do")
    try:
        with archive.open(info) as file:
            return file.read(most + 1)
    except _BROKEN as error:
        raise OSError(f"the zip is damaged here: {error or 'it ends early'}") from None
