"""Microsoft Teams for Education: `Submitted files/<Student>/<Assignment>/Version 2/…`, one folder a submission.

As the documents of a class team ("Student Work", on SharePoint) hold them; whoever downloads `Submitted files` gets
a zip of it. A student's versions are one student's files, the newest counts. Teams tells a name and nothing else.
What lies in `Working files` was not handed in.
"""

from __future__ import annotations

import re

from grader.batch.nouns import Skipped
from grader.batch.reading import AuthorFile, Export, KnownAuthor, Reading, compute_best_share
from grader.model import Author

NAME = "teams"

_VERSION = re.compile(r"Version[ _]?(?P<number>[0-9]+)", re.IGNORECASE)
_ABOVE = 2
"""Folders between a version and all students: the assignment and the student."""


def rate_fit(export: Export) -> float:
    """Return the share of folders that hold versions two levels down."""
    students = {version[0] for entry in export.entries if (version := _find_version(entry.path))}
    return compute_best_share(export.list_levels(), lambda name: name in students)


def read(export: Export) -> Reading:
    """Read each file's author from its path; the later version is the newer."""
    files: list[AuthorFile] = []
    skipped: list[Skipped] = []
    authors: dict[str, KnownAuthor] = {}
    for entry in export.entries:
        submission = _find_version(entry.path)
        if submission is None:
            skipped.append(Skipped(entry.path, "it lies in no version that was handed in"))
            continue
        student, number, within = submission
        authors[student] = KnownAuthor(Author(student))
        why = f"version {number} is the newest"
        files.append(AuthorFile(Author(student), entry, within, float(number), why, clock="version"))
    return Reading(tuple(files), tuple(authors.values()), tuple(skipped))


def _find_version(path: str) -> tuple[str, int, tuple[str, ...]] | None:
    """Find the student, the number of the version and the path below it; None for a file of no version."""
    parts = path.split("/")
    for depth, part in enumerate(parts[:-1]):
        match = _VERSION.fullmatch(part)
        if match and depth >= _ABOVE:
            return parts[depth - _ABOVE], int(match["number"]), tuple(parts[depth + 1 :])
    return None
