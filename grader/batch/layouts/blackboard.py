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
_NAMED_USER = re.compile(
    r"^[^:：\n]{1,40}[:：][ \t]*(?P<name>[^\n]{1,200}?)[ \t]*\((?P<user>[^()\n]+)\)\s*$", re.MULTILINE
)
_MAX_NOTE_CHARS = 2000
"""Letters; the name stands in its first line."""


def rate_fit(export: Export) -> float:
    """Return the share of files whose names carry an attempt's date."""
    return compute_best_share(export.list_levels(), _ATTEMPT.fullmatch)


def read(export: Export) -> Reading:
    """Read each file's author from its name; the later attempt is the newer."""
    matched = [(entry, _ATTEMPT.fullmatch(entry.path.rpartition("/")[2])) for entry in export.entries]
    users = _find_users([match["head"] for _entry, match in matched if match])
    names = _read_names([entry for entry, match in matched if match and match["note"]], set(users.values()))
    files: list[AuthorFile] = []
    authors: list[KnownAuthor] = []
    skipped: list[Skipped] = []
    for entry, match in matched:
        if match is None:
            skipped.append(Skipped(entry.path, "its name carries no attempt"))
            continue
        author = Author(users[match["head"]], names.get(users[match["head"]]))
        if match["note"]:
            authors.append(KnownAuthor(author))
            skipped.append(Skipped(entry.path, "Blackboard's note on an attempt"))
        else:
            moment = f"{match['day']} {match['time'].replace('-', ':')}"
            why = f"the attempt of {moment} is the newest"
            files.append(AuthorFile(author, entry, (match["file"],), parse_seconds(moment), why, clock="time"))
    return Reading(tuple(files), tuple(authors), tuple(skipped))


def _find_users(heads: list[str]) -> dict[str, str]:
    """Find the user in each `<assignment>_<user>`: what follows the words that all have in common.

    Either part may hold underscores.
    """
    parts = {head: head.split("_") for head in heads}
    least = min(map(len, parts.values()), default=1)
    several = len(parts) > 1
    common = next(
        (n for n in range(least) if several and len({tuple(words[: n + 1]) for words in parts.values()}) > 1), -1
    )
    return {head: "_".join(words[common:]) for head, words in parts.items()}


def _read_names(notes: list[Entry], users: set[str]) -> dict[str, str]:
    """Read the full names out of Blackboard's notes, by user."""
    names = {}
    for note in notes:
        try:
            text = note.read()[:_MAX_NOTE_CHARS].decode("utf-8-sig", "replace")
        except OSError:
            continue
        match = _NAMED_USER.search(text.replace("\r\n", "\n"))
        if match and match["user"] in users:
            names[match["user"]] = match["name"]
    return names
