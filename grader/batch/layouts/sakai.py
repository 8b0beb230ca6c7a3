"""Sakai: `<Assignment>/<Last, First>(<user>)/Submission attachment(s)/…`, with a `timestamp.txt` beside each.

As an assignment's Download All writes them. What lies beside the attachments (feedback, comments, the text that was
typed in) is nobody's file.
"""

from __future__ import annotations

import re

from grader.batch.identity import People, Person
from grader.batch.nouns import Entry, Skipped
from grader.batch.reading import AuthorFile, Export, KnownAuthor, Reading, compute_best_share
from grader.batch.timestamps import parse_seconds

NAME = "sakai"

_STUDENT = re.compile(r"(?P<name>.+?) ?\((?P<user>[^()]+)\)", re.DOTALL)
_STAMP = "timestamp.txt"
_HANDED_IN = "Submission attachment(s)"
_DIGITS = re.compile(r"(?P<year>[0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})[0-9]*")
_DEPTH = 2


def rate_fit(export: Export) -> float:
    """Return the share of folders that are students', where one of them holds what Sakai puts there."""
    students = (_find_student(entry.path) for entry in export.entries)
    known = {match[0] for match, within in students if match and within}
    return compute_best_share(export.list_levels(), lambda name: name in known) or float(bool(known))


def read(export: Export) -> Reading:
    """Read each file's author from its folder; the stamp beside the attachments says when they came."""
    folders = {*export.listing.folders, *(entry.path for entry in export.entries)}
    people = People(_make_person(match) for path in sorted(folders) if (match := _find_student(path)[0]))
    stamps = {entry.path.removesuffix(_STAMP): _read_stamp(entry) for entry in export.entries if _is_stamp(entry.path)}
    files: list[AuthorFile] = []
    skipped: list[Skipped] = []
    for entry in export.entries:
        match, within = _find_student(entry.path)
        if match is None or within[:1] != (_HANDED_IN,) or len(within) < _DEPTH:
            skipped.append(Skipped(entry.path, "Sakai's own, or no student's attachment"))
            continue
        author, remark = people.identify(_make_person(match))
        stamp = stamps.get(entry.path.removesuffix("/".join(within)), 0.0)
        why = "it was handed in last"
        remarks = (remark,) if remark else ()
        files.append(AuthorFile(author, entry, within[1:], stamp, why, remarks=remarks, clock="time"))
    authors = dict.fromkeys(
        KnownAuthor(people.identify(_make_person(match))[0])
        for path in sorted(folders)
        if (match := _find_student(path)[0])
    )
    return Reading(tuple(files), tuple(authors), tuple(skipped))


def _find_student(path: str) -> tuple[re.Match[str] | None, tuple[str, ...]]:
    """Find a student's folder in a path, as a match, and the path below it; None where Sakai made no such folder."""
    parts = path.split("/")
    for depth, part in enumerate(parts):
        below = tuple(parts[depth + 1 :])
        if below[:1] in ((_HANDED_IN,), (_STAMP,)) and (match := _STUDENT.fullmatch(part)):
            return match, below
    return None, ()


def _is_stamp(path: str) -> bool:
    return path.endswith(f"/{_STAMP}") and _find_student(path)[1] == (_STAMP,)


def _make_person(match: re.Match[str]) -> Person:
    last, comma, first = match["name"].partition(", ")
    name = f"{first} {last}" if comma else match["name"]
    return Person((match["user"],), name, f"{name}_{match['user']}")


def _read_stamp(entry: Entry) -> float:
    """Read a stamp, `20260301120000000` or a date as others write it, in seconds; 0 for anything else."""
    try:
        text = entry.read()[:100].decode("utf-8", "replace").strip()
    except OSError:
        return 0.0
    digits = _DIGITS.fullmatch(text)
    return parse_seconds("{}-{}-{} {}:{}:{}".format(*digits.groups()) if digits else text)
