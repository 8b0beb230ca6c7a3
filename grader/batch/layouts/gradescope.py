"""Gradescope: `submission_<id>/…` beside a `submission_metadata.yml` that says who handed each in and when.

The file's keys begin with a colon, as Ruby's symbols do, and its values may carry Ruby's own tags. It is read
as plain text throughout: a student id keeps its leading zeros, and no tag makes an object.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

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


class _Submission(Struct, frozen=True):
    """One submission as the metadata tells it."""

    authors: tuple[Author, ...]
    created: float = 0
    why_newest: str = ""
    remarks: tuple[str, ...] = ()


def rate_fit(export: Export) -> float:
    """Return 1 when a metadata file lies where Gradescope puts it, else 0."""
    return 1.0 if _find_metadata_files(export) else 0.0


def read(export: Export) -> Reading:
    """Read each file's authors from the metadata, one AuthorFile a member; the later `:created_at` is the newer."""
    bases = _find_metadata_files(export)
    if not bases:
        raise KitError(f"There is no {METADATA} in {export.listing.name}.", _AGAIN)
    metadata = {base + folder: row for base, entry in bases.items() for folder, row in _read_metadata(entry).items()}
    people = People(person for folder, row in metadata.items() for person in _list_people(row, folder))
    submissions = {folder: _make_submission(folder, row, people) for folder, row in metadata.items()}
    files: list[AuthorFile] = []
    skipped: list[Skipped] = []
    for entry in export.entries:
        base = next((base for base in bases if entry.path.startswith(base)), "")
        folder, _, within = entry.path.removeprefix(base).partition("/")
        if within:
            submission = submissions.get(base + folder) or _Submission(
                (Author(_parse_id(folder)),), remarks=(f"{METADATA} does not say whose {folder} is.",)
            )
            files += (
                AuthorFile(
                    author,
                    entry,
                    tuple(within.split("/")),
                    submission.created,
                    submission.why_newest,
                    remarks=submission.remarks,
                    clock="time",
                )
                for author in submission.authors
            )
        elif entry not in bases.values():
            skipped.append(Skipped(entry.path, "it lies in no submission's folder"))
    authors = (KnownAuthor(author) for submission in submissions.values() for author in submission.authors)
    return Reading(tuple(files), tuple(authors), tuple(skipped))


def _find_metadata_files(export: Export) -> dict[str, Entry]:
    """Find the metadata files, by the folder they speak of: the one around everything, or one of several exports."""
    depth = len(export.list_levels()) - 1
    files = {}
    for entry in export.entries:
        *folders, name = entry.path.split("/")
        if name == METADATA and (len(folders) <= depth or (len(folders) == 1 and _EXPORT.fullmatch(folders[0]))):
            files[entry.path.removesuffix(METADATA)] = entry
    return files


def _read_metadata(entry: Entry) -> dict[str, Mapping[str, Any]]:
    """Read every submission that the metadata names, by its folder; raises KitError when it cannot be read."""
    import yaml  # late: of all layouts it alone is needed for this one

    loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        text = entry.read()
        rows = yaml.load(text, Loader=loader) if len(text) <= MAX_LIST_BYTES else None
    except (yaml.YAMLError, OSError, ValueError, RecursionError) as error:
        raise KitError(f"{entry.path} cannot be read: {' '.join(str(error).split())}.", _AGAIN) from None
    if not isinstance(rows, Mapping):
        raise KitError(f"{entry.path} lists no submissions.", _AGAIN)
    return {str(folder): row if isinstance(row, Mapping) else {} for folder, row in rows.items()}


def _make_submission(folder: str, row: Mapping[str, Any], people: People) -> _Submission:
    identified = [people.identify(person) for person in _list_people(row, folder)]
    authors = list(dict.fromkeys(author for author, _remark in identified))
    remarks = [remark for _author, remark in identified if remark]
    created = row.get(":created_at")
    moment = str(created.get("utc", "") if isinstance(created, Mapping) else created or "")
    if not authors:
        authors = [Author(_parse_id(folder))]
        remarks.append("The export names nobody; the submission's id stands for the student.")
    elif len(authors) > 1:
        names = ", ".join(author.name or author.id for author in authors)
        remarks.append(f"Handed in by a group: {names}.")
    return _Submission(tuple(authors), parse_seconds(moment), f"handed in {moment} is the newest", tuple(remarks))


def _list_people(row: Mapping[str, Any], folder: str) -> list[Person]:
    submitters = row.get(":submitters")
    return [_make_person(person, folder) for person in (submitters if isinstance(submitters, list) else ())]


def _make_person(person: object, folder: str) -> Person:
    fields = person if isinstance(person, Mapping) else {}
    sid, email, name = (_clean_field(fields.get(key)) for key in (":sid", ":email", ":name"))
    return Person((sid, email), name, _parse_id(folder))


def _clean_field(value: object) -> str:
    return "" if not isinstance(value, str) or value in _NOTHING else value.strip()


def _parse_id(folder: str) -> str:
    return folder.rpartition("/")[2].removeprefix("submission_").removesuffix(".pdf")
