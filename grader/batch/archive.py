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
from typing import ClassVar

from grader.batch.alphabets import decode_names
from grader.batch.listing import (
    LEADS_OUT,
    Listing,
    compute_read_limit,
    find_junk,
    make_readable,
    raise_if_too_many_open,
)
from grader.batch.nouns import Entry
from grader.errors import KitError
from grader.submission import MAX_CODE_BYTES

MAX_RATIO = 200
"""Unpacked bytes a packed byte, beyond the cap on code; text packs at 3 to 10, deflate ends at 1,032."""

MAX_OPEN = 8
"""Zips that are held open to be read from; opening one again reads its whole list of files."""

_DAMAGED = (
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
_UNICODE_PATH = 0x7075
"""Section 4.6.9."""


def list_zip(path: Path) -> Listing:
    """List the files in a zip; raises KitError when it is none, is damaged, needs a password or is a bomb."""
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (*_DAMAGED, OSError) as error:
        raise_if_too_many_open(error)
        raise KitError(
            f"{path} is no folder and cannot be opened as a zip ({error}).",
            "Download it again, or unpack it and name the folder; `grade EXERCISE FILE` grades a single file.",
        ) from None
    wrong = _find_fault(infos)
    if wrong:
        raise KitError(f"{path} {wrong[0]}.", wrong[1])
    tree = Listing(make_readable(path.stem))
    _add_files(_Archive(path), infos, tree)
    return tree


class _Archive:
    """A zip to be read from: opened when the first of its files is read, and closed when many others were since."""

    _open: ClassVar[dict[_Archive, zipfile.ZipFile]] = {}
    """The one read from last stands last."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()

    def open(self) -> zipfile.ZipFile:
        """Return the zip, open; raises OSError, or whatever a zip raises that is damaged."""
        file = self._open.pop(self, None) or zipfile.ZipFile(self._path)
        self._open[self] = file
        while len(self._open) > MAX_OPEN:
            self._open.pop(next(iter(self._open))).close()
        return file


def _add_files(archive: _Archive, infos: list[zipfile.ZipInfo], tree: Listing) -> None:
    # The last of equal names keeps its path: that is the one that unpacking would leave.
    for name, info in reversed(list(zip(_decode_names(infos), infos, strict=True))):
        path = _find_inner_path(name)
        if path is None:
            tree.skip(make_readable(name), LEADS_OUT)
        elif why := _find_refusal(info):
            tree.skip(path, why)
        elif rubbish := find_junk(path):
            tree.add_skipped(rubbish)
        elif _is_folder(info):
            tree.folders.add(path)
        else:
            tree.add(Entry(path, info.file_size, _parse_date(info), functools.partial(_read, archive, info, path)))


def _find_fault(infos: list[zipfile.ZipInfo]) -> tuple[str, str] | None:
    """Find what is wrong with a zip as a whole, and how to mend it; None where nothing is."""
    files = [info for info in infos if not _is_folder(info)]
    if files and all(info.flag_bits & _ENCRYPTED for info in files):
        return "needs a password", "Unpack it with its password and name the folder."
    end = 0
    for info in sorted(files, key=lambda info: info.header_offset):
        if info.header_offset < end:
            return "holds files that overlap, as zip bombs do", "Download it again."
        end = info.header_offset + _LOCAL_HEADER + info.compress_size
    return None


def _decode_names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """Decode the names as their authors wrote them: `zipfile` reads code page 437 where nothing says UTF-8."""
    plain = [info for info in infos if not info.flag_bits & _UTF8]
    # Letters that code page 437 does not have were never read from it.
    raw = {info.filename: info.filename.encode("cp437", "replace") for info in plain}
    texts = dict(zip(raw, decode_names(list(raw.values())), strict=True))
    return [_find_unicode_name(info) or texts.get(info.filename, info.filename) for info in infos]


def _find_unicode_name(info: zipfile.ZipInfo) -> str | None:
    """Find the name in UTF-8 in Info-ZIP's extra field 0x7075; None where its checksum is not of the entry's name."""
    rest = info.extra
    while len(rest) >= 4:
        kind, size = struct.unpack_from("<HH", rest)
        content, rest = rest[4 : 4 + size], rest[4 + size :]
        if kind == _UNICODE_PATH and len(content) > 5 and content[0] == 1:
            own = info.filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437", "replace")
            if struct.unpack_from("<I", content, 1)[0] == zlib.crc32(own):
                return content[5:].decode("utf-8", "replace")
    return None


def _is_folder(info: zipfile.ZipInfo) -> bool:
    # Its own `is_dir` fails on an empty name.
    return info.filename.endswith(("/", "\\"))


def _find_inner_path(name: str) -> str | None:
    """Find the path of an entry inside the archive; None where it leads out of it."""
    plain = make_readable(name.replace("\\", "/"))  # older Windows tools separate folders by backslashes
    parts = [part for part in plain.split("/") if part not in ("", ".")]
    if not parts or plain.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", plain):
        return None
    return "/".join(parts)


def _find_refusal(info: zipfile.ZipInfo) -> str | None:
    """Find why an entry is not to be opened; None where it may be."""
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


def _parse_date(info: zipfile.ZipInfo) -> float:
    """Parse an entry's date into seconds since the epoch; 0 for the date that stands for none."""
    try:
        moment = datetime.datetime(*info.date_time)
        return moment.timestamp() if moment.timetuple()[:3] != (1980, 1, 1) else 0.0
    except (ValueError, OverflowError, OSError):
        return 0.0


def _read(archive: _Archive, info: zipfile.ZipInfo, path: str) -> bytes:
    """Read up to one byte more than the cap, so that too large is seen; raises OSError."""
    most = compute_read_limit(path)
    if info.file_size > MAX_CODE_BYTES and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise OSError(f"it unpacks to more than {MAX_RATIO} times its packed size, as zip bombs do")
    try:
        with archive.open().open(info) as file:
            return file.read(most + 1)
    except (*_DAMAGED, OSError) as error:
        raise_if_too_many_open(error)
        if isinstance(error, OSError):
            raise
        # An exception is true even where it says nothing, as an EOFError does.
        raise OSError(f"the zip is damaged here: {str(error) or 'it ends early'}") from None
