"""Lays out what course systems give, as a folder or as a zip, from a mapping of paths to contents."""

import os
import zipfile
from pathlib import Path

CODE = b"x = 1\n"
NAMES = (
    "Beispiel, Ada",
    "Nguye\u0302\u0303n Thi\u0323 A\u0301nh",  # letters and combining marks, not composed
    "\u05d0\u05d1\u05d2 \u05d3\u05d4",  # Hebrew, right to left
    "\u0645\u062b\u0627\u0644 \u0645\u062b\u0627\u0644",  # Arabic
    "\u0926\u0947\u0935\u0928\u093e\u0917\u0930\u0940",  # Devanagari, vowels are marks of their own
    "\u4f8b \u4e00",
    "\U0001f9d1\u200d\U0001f52c Emoji",  # two signs and a joiner
    "=cmd()|x",
    "@SUM(A1)",
    "O'Beispiel-Example Jr.",
    "Stra\u00dfe \u0130\u0131",  # letters whose case changes length
    "\uff21\uff44\uff41 \uff22",  # full width
)
"""Names as classes have them, and one or two as nobody has."""


def folder_of(root: Path, files: dict[str, bytes | tuple[bytes, int]]) -> Path:
    """Contents may come with a file date (seconds); a path that ends in a slash is an empty folder."""
    root.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        place = root / path
        if path.endswith("/"):
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        data, moment = content if isinstance(content, tuple) else (content, 1_700_000_000)
        place.write_bytes(data)
        os.utime(place, (moment, moment))
    return root


def zip_of(path: Path, files: dict[str, bytes | tuple[bytes, int]]) -> Path:
    """The same as a zip; dates are left out, as many systems do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content[0] if isinstance(content, tuple) else content)
    return path
