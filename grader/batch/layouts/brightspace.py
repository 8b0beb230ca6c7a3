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


def fits(export: Export) -> float:
    """The share of folders that carry a user, a name and a date."""
    return compute_best_share(export.list_levels(), _ATTEMPT.fullmatch)


def read(export: Export) -> Reading:
    """Whose each file is; the later attempt is the newer."""
    folders = {*export.listing.folders, *(entry.path for entry in export.entries)}
    attempts = [match for path in sorted(folders) if (match := _attempt(path)[0])]
    people = People(_person(match) for match in attempts)
    found: list[AuthorFile] = []
    skipped: list[Skipped] = []
    for entry in export.entries:
        match, within = _attempt(entry.path)
        if match is None or not within:
            why = (
                "Brightspace's own list" if entry.path.rpartition("/")[2] == _LIST else "it lies in no attempt's folder"
            )
            skipped.append(Skipped(entry.path, why))
            continue
        author, remark = people.identify(_person(match))
        told = f"the attempt of {match['date']} is the newest"
        remarks = (remark,) if remark else ()
        found.append(AuthorFile(author, entry, within, _moment(match["date"]), told, remarks=remarks))
    known = dict.fromkeys(KnownAuthor(people.identify(_person(match))[0]) for match in attempts)
    return Reading(tuple(found), tuple(known), tuple(skipped))


def _attempt(path: str) -> tuple[re.Match[str] | None, tuple[str, ...]]:
    """The folder of an attempt in a path, and what lies below it."""
    parts = path.split("/")
    for depth, part in enumerate(parts):
        if match := _ATTEMPT.fullmatch(part):
            return match, tuple(parts[depth + 1 :])
    return None, ()


def _person(match: re.Match[str]) -> Person:
    return Person((match["user"],), match["name"], f"{match['name']}_{match['user']}")


def _moment(date: str) -> float:
    """Seconds since the epoch, as if it were UTC: within one class they are all alike; 0 in other languages."""
    found = _ENGLISH.fullmatch(date.strip())
    if found is None:
        return 0.0
    text = f"{found['day']} {found['time'].zfill(4)} {found['half']}"
    for months in ("%b", "%B"):
        try:
            told = datetime.datetime.strptime(text, f"{months} %d, %Y %I%M %p")
        except ValueError:
            continue
        return told.replace(tzinfo=datetime.UTC).timestamp()
    return 0.0
