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

_PLACE = re.compile(
    r"(?P<name>.*?)(?:_(?P<id>[0-9]{1,20}))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<rest>.*))?", re.DOTALL
)
_BLIND = "Participant"
_NO_ID = "The folder names no participant; Moodle puts everybody without a group into one."


class _Place(Struct, frozen=True):
    """What Moodle says in a path, and what the student does."""

    id: str
    name: str
    kind: str
    within: tuple[str, ...]

    @property
    def why_not(self) -> str:
        return "online text, not a file" if self.kind == "onlinetext" else f"Moodle's {self.kind}, not a file"


def fits(export: Export) -> float:
    """The share of folders or files with Moodle's mark."""
    return compute_best_share(export.list_levels(), _PLACE.fullmatch)


def read(export: Export) -> Reading:
    """Whose each file is; the file's own date says which is newer."""
    places = {entry.path: _place(entry.path) for entry in export.entries}
    folders = [place for folder in sorted(export.listing.folders) if (place := _place(folder))]
    nameless = _nameless([*folders, *(place for place in places.values() if place)])

    named = [place for place in (*folders, *places.values()) if place and place.name not in nameless]
    several = find_shared_ids([(place.id, place.name) for place in named])

    def author(place: _Place) -> Author:
        name = None if place.name in nameless else place.name
        return Author(place.name if _doubtful(place) and name else place.id or place.name, name)

    def _doubtful(place: _Place) -> bool:
        return place.id in several or is_placeholder(place.id)

    def remarks(place: _Place) -> tuple[str, ...]:
        if not place.id:
            return (_NO_ID,)
        return (f"The id {place.id} is shared or says nobody; the name stands for it.",) if _doubtful(place) else ()

    found: list[AuthorFile] = []
    known = [KnownAuthor(author(place)) for place in folders]
    skipped: list[Skipped] = []
    for entry in export.entries:
        place = places[entry.path]
        if place is None:
            skipped.append(Skipped(entry.path, "no folder or prefix names a participant"))
        elif place.kind == "file" and place.within:
            found.append(AuthorFile(author(place), entry, place.within, remarks=remarks(place)))
        else:
            known.append(KnownAuthor(author(place), f"Handed in {place.why_not}."))
            skipped.append(Skipped(entry.path, place.why_not))
    return Reading(tuple(found), tuple(known), tuple(skipped))


def _place(path: str) -> _Place | None:
    parts = path.split("/")
    for depth, part in enumerate(parts):
        if match := _PLACE.fullmatch(part):
            below = tuple(parts[depth + 1 :]) or tuple(filter(None, [match["rest"]]))
            return _Place(match["id"] or "", match["name"], match["kind"], below)
    return None


def _nameless(places: Iterable[_Place]) -> set[str]:
    """What stands for everybody's name under blind marking, whatever the site's language."""
    ids: dict[str, set[str]] = {}
    for place in places:
        ids.setdefault(place.name, set()).add(place.id)
    shared = {name for name, whose in ids.items() if len(ids) == 1 and len(whose) > 1}
    return shared | {_BLIND, ""}
