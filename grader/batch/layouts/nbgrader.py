"""nbgrader: `submitted/<student id>/<assignment id>/<notebook id>.ipynb`, each folder with a `timestamp.txt`.

The folder given may be the course's or `submitted` itself. Whatever else a course holds (`source`, `release`,
`autograded`) is nobody's submission.
"""

from __future__ import annotations

from grader.batch.nouns import Entry, Skipped
from grader.batch.reading import AuthorFile, Export, KnownAuthor, Reading, compute_best_share
from grader.batch.timestamps import parse_seconds
from grader.model import Author

NAME = "nbgrader"
SUBMITTED = "submitted"
STAMP = "timestamp.txt"
_DEPTH = 3
"""Student, assignment, file."""


def rate_fit(export: Export) -> float:
    """Return 1 when `submitted/…` is where it belongs, else the share of students with nbgrader's timestamps."""
    if _find_submitted(export):
        return 1.0
    deep = [parts for entry in export.entries if len(parts := entry.path.split("/")) >= _DEPTH]
    # In brackets stands a student in Sakai's folders, which have such stamps too.
    stamped = {parts[0] for parts in deep if parts[2:] == [STAMP] and not parts[1].endswith(")")}
    share = compute_best_share(export.list_levels()[:1], stamped.__contains__)
    if share > 0.5:  # `submitted` under another name; a single student's timestamp says nothing of the class
        return share
    return 0.5 if deep and export.listing.name == SUBMITTED else 0.0


def read(export: Export) -> Reading:
    """Read each file's author from its path; the folder's timestamp says which is newer."""
    course = _find_submitted(export)
    split = [(entry, _split_path(entry.path, course)) for entry in export.entries]
    stamps = {tuple(parts[:2]): _read_stamp(entry) for entry, parts in split if parts[2:] == [STAMP]}
    files: list[AuthorFile] = []
    skipped: list[Skipped] = []
    for entry, parts in split:
        if len(parts) < _DEPTH:
            skipped.append(Skipped(entry.path, "it lies in no student's assignment"))
        elif parts[2:] != [STAMP]:
            moment = stamps.get(tuple(parts[:2]), "")
            stamp = parse_seconds(moment)
            remarks = (f"{STAMP} cannot be understood: {moment}.",) if moment and not stamp else ()
            author = Author(parts[0])
            why = f"handed in {moment} is the newest"
            files.append(AuthorFile(author, entry, tuple(parts[1:]), stamp, why, remarks=remarks, clock="time"))
    students = {parts[0] for folder in export.listing.folders if (parts := _split_path(folder, course))}
    return Reading(tuple(files), tuple(KnownAuthor(Author(student)) for student in sorted(students)), tuple(skipped))


def _find_submitted(export: Export) -> str:
    """Find `submitted/`, after the course's folder where that stands around everything; empty where it is missing."""
    above = ""
    for level in export.list_levels():
        inside = f"{above}{SUBMITTED}/"
        if any(path.startswith(inside) and "/" in path.removeprefix(inside) for path in export.listing.folders):
            return inside
        above += f"{min(level)}/"
    return ""


def _split_path(path: str, course: str) -> list[str]:
    """Split a path into student, assignment and file, as far as it goes; empty for what lies outside `submitted`."""
    return path.removeprefix(course).split("/") if path.startswith(course) else []


def _read_stamp(entry: Entry) -> str:
    try:
        return entry.read()[:100].decode("utf-8", "replace").strip()
    except OSError:
        return ""
