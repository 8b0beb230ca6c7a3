"""A folder or a zip as a list of files: none read before its turn, none ever unpacked to disk.

Links, devices, paths that lead elsewhere and the rubbish of operating systems are set aside, each with its
reason. What is read is read up to a cap, whatever a header claims.
"""

from __future__ import annotations

import functools
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from grader.batch.archive import list_zip
from grader.batch.listing import Listing, compute_read_limit, find_junk, make_readable, raise_if_too_many_open
from grader.batch.nouns import Entry, Skipped
from grader.errors import KitError
from grader.handin.junk_files import VENV_MARKER
from grader.submission import read_up_to


def open_tree(path: Path) -> Listing:
    """List the files of a folder or zip; raises KitError when it is neither or cannot be opened."""
    if path.is_dir():
        tree = list_folder(path)
    elif path.is_file():
        tree = list_zip(path)
    elif path.exists():
        raise KitError(f"{path} is neither a folder nor a zip.", "Name what your course system let you download.")
    else:
        raise KitError(f"There is no {path}.", "Name the folder or zip of submissions.")
    tree.note_twins()
    _remove_environments(tree)
    tree.entries.sort(key=lambda entry: entry.path)
    return tree


def open_file(path: Path) -> Entry:
    """Return the entry of one file that was named by itself."""
    status = path.stat()
    return Entry(
        make_readable(path.name),
        status.st_size,
        status.st_mtime,
        functools.partial(_read, str(path), compute_read_limit(path.name)),
    )


def _remove_environments(tree: Listing) -> None:
    """Set virtual environments aside, however their folders are called."""
    marks = [entry.path for entry in tree.entries if entry.path.rpartition("/")[2] == VENV_MARKER]
    for folder in sorted(mark.removesuffix(VENV_MARKER) for mark in marks):
        if folder:
            tree.entries[:] = [entry for entry in tree.entries if not entry.path.startswith(folder)]
            tree.folders -= {path for path in tree.folders if f"{path}/".startswith(folder)}
            tree.add_skipped(Skipped(folder.rstrip("/"), "a virtual environment", rubbish=True))


def list_folder(root: Path) -> Listing:
    """List the files in a folder and below; no link is followed, nothing but regular files is opened."""
    tree = Listing(root.resolve().name)
    waiting = [(root, "")]
    while waiting:
        folder, above = waiting.pop()
        for item in _scan(folder, above, tree):
            path = f"{above}{make_readable(item.name)}"
            if why := _find_refusal(item):
                tree.skip(path, why)
            elif rubbish := find_junk(path):
                tree.add_skipped(rubbish)
            elif item.is_dir(follow_symlinks=False):
                tree.folders.add(path)
                waiting.append((Path(item.path), f"{path}/"))
            else:
                status = item.stat(follow_symlinks=False)
                read = functools.partial(_read, item.path, compute_read_limit(path))
                tree.add(Entry(path, status.st_size, status.st_mtime, read))
    return tree


def _scan(folder: Path, above: str, tree: Listing) -> Iterator[os.DirEntry[str]]:
    """Yield what lies in one folder, by name; what cannot be listed is set aside, or is a KitError at the top."""
    try:
        with os.scandir(folder) as listing:
            yield from sorted(listing, key=lambda item: item.name)
    except OSError as error:
        raise_if_too_many_open(error)
        if not above:
            raise KitError(f"{folder} cannot be listed ({error.strerror}).", "Check who may read the folder.") from None
        tree.skip(above.rstrip("/"), f"the folder cannot be listed ({error.strerror})")


def _find_refusal(item: os.DirEntry[str]) -> str | None:
    """Find why a name in a folder is not to be opened; None where it may be."""
    try:
        mode = item.stat(follow_symlinks=False).st_mode
    except OSError as error:
        return f"it cannot be looked at ({error.strerror})"
    junction = getattr(item, "is_junction", bool)  # Windows; Python 3.12 on
    if stat.S_ISLNK(mode) or junction():
        return "a link; only what lies in the folder itself is read"
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        return "no regular file"
    return None


def _read(path: str, most: int) -> bytes:
    """Read up to one byte more than `most`, so that too large is seen; raises OSError."""
    # A drop box may change under our hands: what became a link or a pipe since it was listed stays closed.
    guards = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | guards)) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError("it is no regular file any more")
            return read_up_to(most, file)
    except OSError as error:
        raise_if_too_many_open(error)
        raise
