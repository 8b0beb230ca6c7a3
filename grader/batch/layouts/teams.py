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


def fits(export: Export) -> float:
    """The share of folders that hold versions two levels down."""
    students = {found[0] for entry in export.entries if (found := _submission(entry.path))}
    return compute_best_share(export.list_levels(), lambda name: name in students)


def read(export: Export) -> Reading:
    """Whose each file is; the later version is the newer."""
    found: list[AuthorFile] = []
    skipped: list[Skipped] = []
    known: dict[str, KnownAuthor] = {}
    for entry in export.entries:
        submission = _submission(entry.path)
        if submission is None:
            skipped.append(Skipped(entry.path, "it lies in no version that was handed in"))
            continue
        student, number, within = submission
        known[student] = KnownAuthor(Author(student))
        told = f"version {number} is the newest"
        found.append(AuthorFile(Author(student), entry, within, float(number), told))
    return Reading(tuple(found), tuple(known.values()), tuple(skipped))


def _submission(path: str) -> tuple[str, int, tuple[str, ...]] | None:
    """The student, the number of the version, and what lies below it; None for a file of no version."""
    parts = path.split("/")
    for depth, part in enumerate(parts[:-1]):
        match = _VERSION.fullmatch(part)
        if match and depth >= _ABOVE:
            return parts[depth - _ABOVE], int(match["number"]), tuple(parts[depth + 1 :])
    return None
