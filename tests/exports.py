"""Lays out what course systems give, as a folder or as a zip, from a mapping of paths to contents."""

import os
import zipfile
from pathlib import Path

CODE = b"x = 1\n"


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
