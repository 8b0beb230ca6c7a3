"""Brightspace (D2L): `<user>-<folder> - <Name> - <Date>/…`, one folder an attempt.

As the Download of an assignment's submissions writes them. A student's attempts are one student's files; the newest
counts by the date in the folder's name, where that is in English, else by the files' own.
"""

from __future__ import annotations

import datetime
import re

from grader.batch.identity import People, Person
from grader.batch.nouns import Skipped
from grader.batch.reading import AuthorFile, Export, KnownAuthor, Reading, compute_best_share

NAME = "brightspace"

_ATTEMPT = re.compile(r"(?P<user>[0-9]+)-[0-9]+ ?- (?P<name>.+?) ?- (?P<date>(?=.*[0-9]{4}).*[0-9]{3,4}.*)", re.DOTALL)
_ENGLISH = re.compile(
    r"(?P<day>[A-Za-z]{3,9} [0-9]{1,2}, [0-9]{4}) (?P<time>[0-9]{3,4}) ?(?P<half>[AP]M)", re.IGNORECASE
)
_LIST = "index.html"


def rate_fit(export: Export) -> float:
    """Return the share of folders whose names carry a user, a name and a date."""
    return compute_best_share(export.list_levels(), _ATTEMPT.fullmatch)


def read(export: Export) -> Reading:
    """Read each file's author from its folder's name; the later attempt is the newer."""
    folders = {*export.listing.folders, *(entry.path for entry in export.entries)}
    attempts = [match for path in sorted(folders) if (match := _find_attempt(path)[0])]
    people = People(_make_person(match) for match in attempts)
    files: list[AuthorFile] = []
    skipped: list[Skipped] = []
    for entry in export.entries:
        match, within = _find_attempt(entry.path)
        if match is None or not within:
            why = (
                "Brightspace's own list" if entry.path.rpartition("/")[2] == _LIST else "it lies in no attempt's folder"
            )
            skipped.append(Skipped(entry.path, why))
            continue
        author, remark = people.identify(_make_person(match))
        why = f"the attempt of {match['date']} is the newest"
        remarks = (remark,) if remark else ()
        files.append(AuthorFile(author, entry, within, _parse_date(match["date"]), why, remarks=remarks, clock="time"))
    authors = dict.fromkeys(KnownAuthor(people.identify(_make_person(match))[0]) for match in attempts)
    return Reading(tuple(files), tuple(authors), tuple(skipped))


def _find_attempt(path: str) -> tuple[re.Match[str] | None, tuple[str, ...]]:
    """Find the folder of an attempt in a path, as a match, and the path below it; None where there is none."""
    parts = path.split("/")
    for depth, part in enumerate(parts):
        if match := _ATTEMPT.fullmatch(part):
            return match, tuple(parts[depth + 1 :])
    return None, ()


def _make_person(match: re.Match[str]) -> Person:
    return Person((match["user"],), match["name"], f"{match['name']}_{match['user']}")


def _parse_date(date: str) -> float:
    """Parse a date into seconds since the epoch; 0 where it is not in English.

    It is read as UTC: within one class all dates are of one zone.
    """
    match = _ENGLISH.fullmatch(date.strip())
    if match is None:
        return 0.0
    text = f"{match['day']} {match['time'].zfill(4)} {match['half']}"
    for months in ("%b", "%B"):
        try:
            moment = datetime.datetime.strptime(text, f"{months} %d, %Y %I%M %p")
        except ValueError:
            continue
        return moment.replace(tzinfo=datetime.UTC).timestamp()
    return 0.0
