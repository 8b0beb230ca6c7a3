"""Blackboard: `<assignment>_<user>_attempt_<date>_<original name>`, with a text file on each attempt.

As its gradebook's "Assignment File Download" writes them. A student's attempts are one student's files; the
newest attempt counts. The text file tells the student's name.
"""

from __future__ import annotations

import re

from grader.batch.nouns import Entry, Skipped
from grader.batch.reading import AuthorFile, Export, KnownAuthor, Reading, compute_best_share
from grader.batch.timestamps import parse_seconds
from grader.model import Author

NAME = "blackboard"

_ATTEMPT = re.compile(
    r"(?P<head>.+)_attempt_(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})-(?P<time>[0-9]{2}-[0-9]{2}-[0-9]{2})"
    r"(?:_(?P<file>.+)|(?P<note>\.txt))",
    re.DOTALL,
)
_TOLD = re.compile(r"^[^:：\n]{1,40}[:：][ \t]*(?P<name>[^\n]{1,200}?)[ \t]*\((?P<user>[^()\n]+)\)\s*$", re.MULTILINE)
_MOST_OF_A_NOTE = 2000
"""Letters; the name stands in its first line."""


def fits(export: Export) -> float:
    """The share of files that carry an attempt's date."""
    return compute_best_share(export.list_levels(), _ATTEMPT.fullmatch)


def read(export: Export) -> Reading:
    """Whose each file is; the later attempt is the newer."""
    placed = [(entry, _ATTEMPT.fullmatch(entry.path.rpartition("/")[2])) for entry in export.entries]
    users = _users([match["head"] for _entry, match in placed if match])
    names = _names([entry for entry, match in placed if match and match["note"]], set(users.values()))
    found: list[AuthorFile] = []
    known: list[KnownAuthor] = []
    skipped: list[Skipped] = []
    for entry, match in placed:
        if match is None:
            skipped.append(Skipped(entry.path, "its name carries no attempt"))
            continue
        author = Author(users[match["head"]], names.get(users[match["head"]]))
        if match["note"]:
            known.append(KnownAuthor(author))
            skipped.append(Skipped(entry.path, "Blackboard's note on an attempt"))
        else:
            moment = f"{match['day']} {match['time'].replace('-', ':')}"
            told = f"the attempt of {moment} is the newest"
            found.append(AuthorFile(author, entry, (match["file"],), parse_seconds(moment), told))
    return Reading(tuple(found), tuple(known), tuple(skipped))


def _users(heads: list[str]) -> dict[str, str]:
    """The user of each `<assignment>_<user>`; either part may hold underscores, the assignment is everybody's."""
    parts = {head: head.split("_") for head in heads}
    least = min(map(len, parts.values()), default=1)
    several = len(parts) > 1
    common = next((n for n in range(least) if several and len({tuple(one[: n + 1]) for one in parts.values()}) > 1), -1)
    return {head: "_".join(one[common:]) for head, one in parts.items()}


def _names(notes: list[Entry], users: set[str]) -> dict[str, str]:
    """The full names that the notes tell, by user."""
    found = {}
    for note in notes:
        try:
            text = note.read()[:_MOST_OF_A_NOTE].decode("utf-8-sig", "replace")
        except OSError:
            continue
        told = _TOLD.search(text.replace("\r\n", "\n"))
        if told and told["user"] in users:
            found[told["user"]] = told["name"]
    return found
