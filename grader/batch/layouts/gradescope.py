"""Gradescope: `submission_<id>/…` beside a `submission_metadata.yml` that says who handed each in and when.

The file's keys begin with a colon, as Ruby's symbols do, and its values may carry Ruby's own tags. It is read
as plain text throughout: a student id keeps its leading zeros, and no tag makes an object.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml
from msgspec import Struct

from grader.batch.identity import People, Person
from grader.batch.listing import MAX_LIST_BYTES
from grader.batch.nouns import Entry, Skipped
from grader.batch.reading import AuthorFile, Export, KnownAuthor, Reading
from grader.batch.timestamps import parse_seconds
from grader.errors import KitError
from grader.model import Author

NAME = "gradescope"
METADATA = "submission_metadata.yml"

_EXPORT = re.compile("assignment_[0-9]+_export")
_NOTHING = ("", "~", "null")
_AGAIN = "Download the export again, or unpack it and try --layout flat."


class _Sent(Struct, frozen=True):
    """One submission as the metadata tells it."""

    authors: tuple[Author, ...]
    created: float = 0
    told: str = ""
    remarks: tuple[str, ...] = ()


def fits(export: Export) -> float:
    """1 when a metadata file lies where Gradescope puts it, else 0."""
    return 1.0 if _bases(export) else 0.0


def read(export: Export) -> Reading:
    """Whose each file is: one Found a member of a group; the later `:created_at` is the newer."""
    bases = _bases(export)
    if not bases:
        raise KitError(f"There is no {METADATA} in {export.listing.name}.", _AGAIN)
    told = {base + folder: one for base, entry in bases.items() for folder, one in _metadata(entry).items()}
    people = People(person for place, one in told.items() for person in _people(one, place))
    sent = {place: _sent(place, one, people) for place, one in told.items()}
    found: list[AuthorFile] = []
    skipped: list[Skipped] = []
    for entry in export.entries:
        base = next((base for base in bases if entry.path.startswith(base)), "")
        folder, _, within = entry.path.removeprefix(base).partition("/")
        if within:
            one = sent.get(base + folder) or _Sent(
                (Author(_id(folder)),), remarks=(f"{METADATA} does not say whose {folder} is.",)
            )
            found += (
                AuthorFile(author, entry, tuple(within.split("/")), one.created, one.told, remarks=one.remarks)
                for author in one.authors
            )
        elif entry not in bases.values():
            skipped.append(Skipped(entry.path, "it lies in no submission's folder"))
    known = (KnownAuthor(author) for one in sent.values() for author in one.authors)
    return Reading(tuple(found), tuple(known), tuple(skipped))


def _bases(export: Export) -> dict[str, Entry]:
    """The metadata files, by the folder they speak of: around everything, or an export's own among others."""
    depth = len(export.list_levels()) - 1
    found = {}
    for entry in export.entries:
        *folders, name = entry.path.split("/")
        if name == METADATA and (len(folders) <= depth or (len(folders) == 1 and _EXPORT.fullmatch(folders[0]))):
            found[entry.path.removesuffix(METADATA)] = entry
    return found


def _metadata(entry: Entry) -> dict[str, Mapping[str, Any]]:
    """Every submission that the metadata names, by its folder; raises KitError when it cannot be read."""
    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        text = entry.read()
        told = yaml.load(text, Loader=loader) if len(text) <= MAX_LIST_BYTES else None
    except (yaml.YAMLError, OSError, ValueError, RecursionError) as error:
        raise KitError(f"{entry.path} cannot be read: {' '.join(str(error).split())}.", _AGAIN) from None
    if not isinstance(told, Mapping):
        raise KitError(f"{entry.path} lists no submissions.", _AGAIN)
    return {str(folder): one if isinstance(one, Mapping) else {} for folder, one in told.items()}


def _sent(place: str, told: Mapping[str, Any], everybody: People) -> _Sent:
    found = [everybody.identify(person) for person in _people(told, place)]
    authors = list(dict.fromkeys(author for author, _remark in found))
    remarks = [remark for _author, remark in found if remark]
    created = told.get(":created_at")
    moment = str(created.get("utc", "") if isinstance(created, Mapping) else created or "")
    if not authors:
        authors = [Author(_id(place))]
        remarks.append("The export names nobody; the submission's id stands for the student.")
    elif len(authors) > 1:
        names = ", ".join(author.name or author.id for author in authors)
        remarks.append(f"Handed in by a group: {names}.")
    return _Sent(tuple(authors), parse_seconds(moment), f"handed in {moment} is the newest", tuple(remarks))


def _people(told: Mapping[str, Any], place: str) -> list[Person]:
    listed = told.get(":submitters")
    return [_person(person, place) for person in (listed if isinstance(listed, list) else ())]


def _person(person: object, place: str) -> Person:
    told = person if isinstance(person, Mapping) else {}
    sid, email, name = (_text(told.get(key)) for key in (":sid", ":email", ":name"))
    return Person((sid, email), name, _id(place))


def _text(value: object) -> str:
    return "" if not isinstance(value, str) or value in _NOTHING else value.strip()


def _id(folder: str) -> str:
    return folder.rpartition("/")[2].removeprefix("submission_").removesuffix(".pdf")
