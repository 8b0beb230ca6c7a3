"""What lies in a folder or zip: files that nobody has read yet, and what was set aside."""

from __future__ import annotations

import errno
import os
import unicodedata
from dataclasses import dataclass, field

from msgspec.structs import replace

from grader.batch.nouns import Entry, Skipped
from grader.errors import KitError, make_machine_error
from grader.handin.junk_files import explain_junk
from grader.submission import MAX_FILE_BYTES

MAX_NAME_CHARS = 255
"""Characters of one name; file systems end there."""
MAX_DEPTH = 20
"""Folders within folders; no course system nests half as deep."""
LEADS_OUT = "its path leads out of the archive"
"""Why a file of a zip is skipped that no folder of a student's can hold."""
MAX_FILES = 200_000
"""Files in one folder or zip: more than any class hands in."""
MAX_LIST_BYTES = 64 * 2**20
"""Bytes of a system's own list of submissions; it grows with the class, code does not."""


@dataclass(slots=True)
class Listing:
    """Everything in one folder or zip."""

    name: str
    """The name of the folder, or of the zip without its suffix."""
    entries: list[Entry] = field(default_factory=list)
    """Sorted by path."""
    folders: set[str] = field(default_factory=set)
    """Paths of folders, empty ones too."""
    skipped: dict[str, Skipped] = field(default_factory=dict)
    """What was set aside, by path; a folder of rubbish stands there once."""
    _counts: dict[str, int] = field(default_factory=dict)
    """How often each path was met."""

    def skip(self, path: str, why: str) -> None:
        """Set a file or folder aside, with the reason."""
        self.add_skipped(Skipped(path, why))

    def add_skipped(self, skipped: Skipped) -> None:
        """Note what is nobody's submission; the first reason for a path stays."""
        self.skipped.setdefault(skipped.path, skipped)

    def add(self, entry: Entry) -> None:
        """Take a file in, with the folders above it; raises KitError when there are too many."""
        if len(self.entries) >= MAX_FILES:
            raise KitError(
                f"{self.name} holds more than {MAX_FILES} files.", "Point at the folder or zip of one assignment."
            )
        self.entries.append(self._make_unique(entry))
        parts = entry.path.split("/")
        self.folders.update("/".join(parts[:depth]) for depth in range(1, len(parts)))

    def _make_unique(self, entry: Entry) -> Entry:
        """Return the entry, under a number of its own where its very path is taken, so that neither hides the other."""
        count = self._counts[entry.path] = self._counts.get(entry.path, 0) + 1
        path = entry.path
        while count > 1 and path in self._counts:
            folder, slash, name = entry.path.rpartition("/")
            stem, dot, ending = name.partition(".")
            path = f"{folder}{slash}{stem} ({count}){dot}{ending}"
            count += 1
        if path != entry.path:
            self._counts[path] = 1
        return replace(entry, path=path)

    def note_twins(self) -> None:
        """Note every name that is met twice: to the letter, in other capitals, or as a file and as a folder."""
        by_name: dict[str, set[str]] = {}
        for path in (*self.folders, *self._counts):
            by_name.setdefault(path.casefold(), set()).add(path)
        for path, count in self._counts.items():
            if count > 1:
                self._note(path, f"this name is there {count} times; each is looked at as a file of its own")
            if path in self.folders:
                self._note(path, "this name is there twice, as a file and as a folder; both are looked at")
        for paths in by_name.values():
            if len(paths) > 1:
                first, *others = sorted(paths)
                self._note(first, f"this name is there twice, in other capitals: {', '.join(others)}; both are kept")

    def _note(self, path: str, why: str) -> None:
        self.skipped[f"{path}\0{why}"] = Skipped(path, why)


def find_junk(path: str) -> Skipped | None:
    """Find the file or folder on the way to `path` that nobody handed in, and why; None when somebody may have."""
    parts = path.split("/")
    for depth, part in enumerate(parts, 1):
        here = "/".join(parts[:depth])
        if why := explain_junk(part, is_file=depth == len(parts)):
            return Skipped(here, why, rubbish=True)
        if depth > MAX_DEPTH:
            return Skipped(here, f"it lies deeper than {MAX_DEPTH} folders")
        if len(part) > MAX_NAME_CHARS:
            return Skipped(here, f"its name is longer than {MAX_NAME_CHARS} characters")
    return None


def may_be_work(skipped: Skipped) -> bool:
    """Tell whether what was skipped may be what a student meant to hand in: nothing that a machine leaves, but code."""
    name = skipped.path.rpartition("/")[2].lower()
    is_named_as_code = ".py" in name or ".ipynb" in name or name == "__pycache__"
    return not skipped.rubbish or (is_named_as_code and not name.startswith("._"))


class TooManyOpenFiles(KitError):
    """The machine opens no more files for this process: no fault of the file that was to be opened."""


def raise_if_too_many_open(error: Exception) -> None:
    """Raise TooManyOpenFiles where an error says that, so that it is never held against a student."""
    if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
        refused = make_machine_error(error)
        raise TooManyOpenFiles(refused.what, refused.mend) from None


def compute_read_limit(path: str) -> int:
    """Return how many bytes of a file are worth reading."""
    return MAX_LIST_BYTES if path.endswith(".yml") else MAX_FILE_BYTES


def make_readable(name: str) -> str:
    """Return a file's name as text that can be written anywhere: composed, with no half characters.

    Linux lets a name be any bytes; what is no UTF-8 is read as Latin-1.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        name = name.encode("utf-8", "surrogatepass" if os.name == "nt" else "surrogateescape").decode("latin-1")
    return unicodedata.normalize("NFC", name)
