"""Moodle: `<Full name>_<participant id>_assignsubmission_file/…`, or that prefix on the files themselves.

As mod/assign/classes/downloader.php of Moodle writes them. Full names lose their underscores and several
other characters, so the id alone says who it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from msgspec import Struct

from grader.batch.identity import find_shared_ids, is_placeholder
from grader.batch.nouns import Skipped
from grader.batch.reading import AuthorFile, Export, KnownAuthor, Reading, compute_best_share
from grader.model import Author

NAME = "moodle"

_MARK = re.compile(
    r"(?P<name>.*?)(?:_(?P<id>[0-9]{1,20}))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<rest>.*))?", re.DOTALL
)
_BLIND = "Participant"
_NO_ID = "The folder names no participant; Moodle puts everybody without a group into one."


class _MoodlePath(Struct, frozen=True):
    """What Moodle says in a path, and below it the path as the student made it."""

    id: str
    name: str
    kind: str
    within: tuple[str, ...]

    @property
    def why_not(self) -> str:
        return "online text, not a file" if self.kind == "onlinetext" else f"Moodle's {self.kind}, not a file"


def rate_fit(export: Export) -> float:
    """Return the share of folders or files with Moodle's mark."""
    return compute_best_share(export.list_levels(), _MARK.fullmatch)


def read(export: Export) -> Reading:
    """Read each file's author from its folder or prefix; the file's own date says which is newer."""
    paths = {entry.path: _parse_path(entry.path) for entry in export.entries}
    folders = [path for folder in sorted(export.listing.folders) if (path := _parse_path(folder))]
    nameless = _find_nameless([*folders, *(path for path in paths.values() if path)])

    named = [path for path in (*folders, *paths.values()) if path and path.name not in nameless]
    several = find_shared_ids([(path.id, path.name) for path in named])

    def make_author(path: _MoodlePath) -> Author:
        name = None if path.name in nameless else path.name
        return Author(path.name if is_doubtful(path) and name else path.id or path.name, name)

    def is_doubtful(path: _MoodlePath) -> bool:
        return path.id in several or is_placeholder(path.id)

    def list_remarks(path: _MoodlePath) -> tuple[str, ...]:
        if not path.id:
            return (_NO_ID,)
        return (f"The id {path.id} is shared or says nobody; the name stands for it.",) if is_doubtful(path) else ()

    files: list[AuthorFile] = []
    authors = [KnownAuthor(make_author(path)) for path in folders]
    skipped: list[Skipped] = []
    for entry in export.entries:
        path = paths[entry.path]
        if path is None:
            skipped.append(Skipped(entry.path, "no folder or prefix names a participant"))
        elif path.kind == "file" and path.within:
            files.append(AuthorFile(make_author(path), entry, path.within, remarks=list_remarks(path)))
        else:
            authors.append(KnownAuthor(make_author(path), f"Handed in {path.why_not}."))
            skipped.append(Skipped(entry.path, path.why_not))
    return Reading(tuple(files), tuple(authors), tuple(skipped))


def _parse_path(path: str) -> _MoodlePath | None:
    parts = path.split("/")
    for depth, part in enumerate(parts):
        if match := _MARK.fullmatch(part):
            below = tuple(parts[depth + 1 :]) or tuple(filter(None, [match["rest"]]))
            return _MoodlePath(match["id"] or "", match["name"], match["kind"], below)
    return None


def _find_nameless(paths: Iterable[_MoodlePath]) -> set[str]:
    """Find the words that stand for everybody's name under blind marking, whatever the site's language."""
    ids: dict[str, set[str]] = {}
    for path in paths:
        ids.setdefault(path.name, set()).add(path.id)
    shared = {name for name, whose in ids.items() if len(ids) == 1 and len(whose) > 1}
    return shared | {_BLIND, ""}
