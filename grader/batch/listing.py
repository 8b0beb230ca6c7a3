"""What lies in a folder or zip: files that nobody has read yet, and what was set aside."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field

from grader.batch.nouns import Entry, Skipped
from grader.errors import KitError
from grader.submission import MOST_BYTES

MOST_FILES = 200_000
"""More files than any class hands in."""
MOST_OF_A_LIST = 64 * 2**20
"""Bytes of a system's own list of submissions; it grows with the class, code does not."""


@dataclass(slots=True)
class Listing:
    """Everything in one folder or zip."""

    name: str
    """Of the folder, or of the zip without its suffix."""
    entries: list[Entry] = field(default_factory=list)
    """Sorted by path."""
    folders: set[str] = field(default_factory=set)
    """Paths of folders, empty ones too."""
    skipped: dict[str, Skipped] = field(default_factory=dict)
    """By path; a folder of rubbish is told once."""

    def skip(self, path: str, why: str) -> None:
        """Set a file or folder aside."""
        self.pass_over(Skipped(path, why))

    def pass_over(self, skipped: Skipped) -> None:
        """The same, of what is known to be none."""
        self.skipped.setdefault(skipped.path, skipped)

    def add(self, entry: Entry) -> None:
        """Take a file in, with the folders above it; raises KitError when there are too many."""
        if len(self.entries) >= MOST_FILES:
            raise KitError(
                f"{self.name} holds more than {MOST_FILES} files.", "Point at the folder or zip of one assignment."
            )
        self.entries.append(entry)
        parts = entry.path.split("/")
        self.folders.update("/".join(parts[:depth]) for depth in range(1, len(parts)))


def most_of(path: str) -> int:
    """How many bytes of a file are worth reading."""
    return MOST_OF_A_LIST if path.endswith(".yml") else MOST_BYTES


def readable(name: str) -> str:
    """A file's name as text that can be written anywhere: composed, with no half characters.

    Linux lets a name be any bytes; what is no UTF-8 is read as Latin-1.
    """
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        name = name.encode("utf-8", "surrogatepass" if os.name == "nt" else "surrogateescape").decode("latin-1")
    return unicodedata.normalize("NFC", name)
