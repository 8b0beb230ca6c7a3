"""Canvas: one folder of files, `<name>[_LATE]_<user id>_<attachment id>_<original name>`.

As lib/content_zipper.rb of canvas-lms writes them. Canvas keeps `_<digits>_` out of names, so the first such
pair is the ids'; `LATE` is the only upper case that is not the student's.
"""

from __future__ import annotations

import re

from grader.batch.identity import People, Person
from grader.batch.nouns import Skipped
from grader.batch.reading import AuthorFile, Export, KnownAuthor, Reading, compute_best_share

NAME = "canvas"

_NAMED = r"(?P<name>.*?)(?P<late>_LATE)?_(?P<user>[0-9]{1,20})_"
_ANONYMOUS = r"(?P<late>LATE_)?anon_(?P<user>[^_]+)_"
_FILE = r"(?P<attachment>[0-9]{1,20})_(?P<file>.+)"
_ENTRY = r"(?P<kind>text|link)\.html"
_FILES = tuple(re.compile(who + _FILE, re.DOTALL) for who in (_ANONYMOUS, _NAMED))
_ENTRIES = tuple(re.compile(who + _ENTRY, re.DOTALL) for who in (_ANONYMOUS, _NAMED))
_OTHERS = {"text": "a text entry, not a file", "link": "a link to a web page, not a file"}


def rate_fit(export: Export) -> float:
    """Return the share of files whose names carry Canvas's ids."""
    return compute_best_share(export.list_levels(), lambda name: _match(_FILES + _ENTRIES, name))


def read(export: Export) -> Reading:
    """Read each file's author from its name; the larger attachment id is the newer file."""
    files: list[AuthorFile] = []
    authors: list[KnownAuthor] = []
    skipped: list[Skipped] = []
    matches = [match for entry in export.entries if (match := _match(_FILES + _ENTRIES, entry.path.rpartition("/")[2]))]
    people = People(_make_person(match) for match in matches)
    for entry in export.entries:
        name = entry.path.rpartition("/")[2]
        if file := _match(_FILES, name):
            number = int(file["attachment"])
            late = file["late"] is not None
            why = f"attachment {number} is the newest"
            author, remark = people.identify(_make_person(file))
            remarks = (remark,) if remark else ()
            files.append(AuthorFile(author, entry, (file["file"],), number, why, late, remarks, clock="attachment"))
        elif text := _match(_ENTRIES, name):
            why = _OTHERS[text["kind"]]
            authors.append(KnownAuthor(people.identify(_make_person(text))[0], f"Handed in {why}."))
            skipped.append(Skipped(entry.path, why))
        else:
            skipped.append(Skipped(entry.path, "its name carries no user id and attachment id"))
    return Reading(tuple(files), tuple(authors), tuple(skipped))


def _match(patterns: tuple[re.Pattern[str], ...], name: str) -> re.Match[str] | None:
    return next((match for pattern in patterns if (match := pattern.fullmatch(name))), None)


def _make_person(match: re.Match[str]) -> Person:
    name = match.groupdict().get("name") or ""
    return Person((match["user"],), name, f"{name}_{match['user']}" if name else match["user"])
